//! Counts: instructions by opcode, sizes of code, depth of the operand stack.

use crate::instruction::CODE_UNIT;
use crate::{CodeObject, Opcode};

/// The counts of one code object, or the sums of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Instructions as `dis` lists them: EXTENDED_ARG is one, an inline cache is none.
    pub instructions: u64,
    /// Bytes of `co_code`.
    pub code_size: u64,
    /// The same without inline caches.
    pub code_size_without_caches: u64,
    /// `co_stacksize`; of several code objects the largest.
    pub stack_size: u32,
    /// Length of `co_consts`.
    pub constants: u64,
    /// Length of `co_names`.
    pub names: u64,
    /// Local, cell and free variables.
    pub variables: u64,
    /// Entries of the exception table.
    pub exception_entries: u64,
    /// How often each opcode occurs, by its number.
    by_opcode: Vec<u64>,
}

impl Counts {
    /// Counts what is in `code` itself, not in the code nested in it.
    pub fn of(code: &CodeObject) -> Counts {
        let mut counts = Counts {
            code_size: code.code.len() as u64,
            stack_size: code.stack_size,
            constants: code.constants.len() as u64,
            names: code.names.len() as u64,
            variables: code.local_variables.len() as u64,
            exception_entries: code.exception_entries().count() as u64,
            by_opcode: vec![0; 256],
            ..Counts::default()
        };
        for instruction in code.instructions_and_prefixes() {
            counts.instructions += 1;
            counts.by_opcode[usize::from(instruction.opcode.number()) & 0xff] += 1;
        }
        counts.code_size_without_caches = counts.instructions * u64::from(CODE_UNIT);
        counts
    }

    /// How often `opcode` occurs.
    pub fn occurrences(&self, opcode: Opcode) -> u64 {
        let number = usize::from(opcode.number());
        self.by_opcode.get(number).copied().unwrap_or(0)
    }

    /// The opcodes that occur, the most frequent first, those alike by name.
    pub fn opcodes(&self) -> Vec<(Opcode, u64)> {
        let mut opcodes: Vec<(Opcode, u64)> = Opcode::ALL
            .iter()
            .map(|&opcode| (opcode, self.occurrences(opcode)))
            .filter(|(_, count)| *count > 0)
            .collect();
        opcodes.sort_by_key(|&(opcode, count)| (std::cmp::Reverse(count), opcode.name()));
        opcodes
    }

    fn add(&mut self, other: &Counts) {
        self.instructions += other.instructions;
        self.code_size += other.code_size;
        self.code_size_without_caches += other.code_size_without_caches;
        self.stack_size = self.stack_size.max(other.stack_size);
        self.constants += other.constants;
        self.names += other.names;
        self.variables += other.variables;
        self.exception_entries += other.exception_entries;
        self.by_opcode.resize(other.by_opcode.len(), 0);
        for (sum, count) in self.by_opcode.iter_mut().zip(&other.by_opcode) {
            *sum += count;
        }
    }
}

/// The counts of a code object and of those nested in it.
#[derive(Clone, Debug)]
pub struct Statistics<'a> {
    /// Each code object with its own counts, in the order in which `dis` prints them.
    pub code_objects: Vec<(&'a CodeObject, Counts)>,
    /// The sums.
    pub total: Counts,
}

impl<'a> Statistics<'a> {
    /// Counts what is in `code` and, where `nested` says so, in the code nested in it.
    pub fn collect(code: &'a CodeObject, nested: bool) -> Statistics<'a> {
        let mut total = Counts::default();
        let count = if nested { usize::MAX } else { 1 };
        let code_objects: Vec<_> = code
            .walk()
            .take(count)
            .map(|code| {
                let counts = Counts::of(code);
                total.add(&counts);
                (code, counts)
            })
            .collect();
        Statistics {
            code_objects,
            total,
        }
    }

    /// Appends two tables: the code objects with their sizes, and the opcodes with their counts.
    pub fn write(&self, out: &mut String) {
        let mut rows = vec![
            [
                "instructions",
                "bytes",
                "no caches",
                "stack",
                "constants",
                "names",
                "variables",
                "handlers",
            ]
            .map(str::to_owned),
        ];
        rows.extend(self.code_objects.iter().map(|(_, counts)| row(counts)));
        rows.push(row(&self.total));
        let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
            rows.iter().map(|row| row[column].len()).max().unwrap_or(0)
        });
        let titles = self
            .code_objects
            .iter()
            .map(|(code, _)| format!("{}, line {}", code.qualified_name, code.first_line));
        let count = self.code_objects.len();
        let total = format!(
            "total of {count} code object{}",
            if count == 1 { "" } else { "s" }
        );
        let titles = std::iter::once("code object".to_owned())
            .chain(titles)
            .chain([total]);
        for (row, title) in rows.iter().zip(titles) {
            for (cell, width) in row.iter().zip(widths) {
                out.push_str(&format!("{cell:>width$}  "));
            }
            out.push_str(&title);
            out.push('\n');
        }
        self.write_opcodes(out);
    }

    fn write_opcodes(&self, out: &mut String) {
        let opcodes = self.total.opcodes();
        let width = self.total.instructions.to_string().len().max("count".len());
        out.push_str(&format!("\n{:>width$}   share  opcode\n", "count"));
        for (opcode, count) in &opcodes {
            let share = 100.0 * *count as f64 / self.total.instructions.max(1) as f64;
            out.push_str(&format!(
                "{count:>width$}  {share:5.2}%  {}\n",
                opcode.name()
            ));
        }
        let (instructions, kinds) = (self.total.instructions, opcodes.len());
        out.push_str(&format!(
            "{instructions:>width$}  100.0%  total of {kinds} opcodes\n"
        ));
    }
}

const COLUMNS: usize = 8;

fn row(counts: &Counts) -> [String; COLUMNS] {
    [
        counts.instructions,
        counts.code_size,
        counts.code_size_without_caches,
        u64::from(counts.stack_size),
        counts.constants,
        counts.names,
        counts.variables,
        counts.exception_entries,
    ]
    .map(|number| number.to_string())
}
