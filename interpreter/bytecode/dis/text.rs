//! The text that `python3.13 -m dis` prints.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::{ListedInstruction, Listing};
use crate::instruction::CODE_UNIT;
use crate::repr::{self, IntegerTooLong, Representer};
use crate::{CodeObject, Opcode};

/// What to show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Inline cache entries, as `-C` does.
    pub show_caches: bool,
    /// Offsets of instructions, as `-O` does.
    pub show_offsets: bool,
    /// How many levels of nested code to show; `None` for all of them.
    pub depth: Option<usize>,
    /// Whether to set the columns apart with ANSI colours.
    pub color: bool,
}

const LINE_NUMBER: Style = AnsiColor::Yellow.on_default();
const LABEL: Style = AnsiColor::Magenta.on_default();
const OPERAND: Style = AnsiColor::Green.on_default();
const CACHE: Style = Style::new().dimmed();

/// Appends to `out` the disassembly of `code` and of the code nested in it. Where a constant
/// cannot be shown, CPython's `dis` stops with a ValueError; so does this, with `out` holding
/// what comes before.
pub fn write(code: &CodeObject, options: &Options, out: &mut String) -> Result<(), IntegerTooLong> {
    let mut representer = Representer::new();
    let mut waiting = vec![(code, options.depth)];
    let mut is_first = true;
    while let Some((code, depth)) = waiting.pop() {
        if !is_first {
            out.push_str("\nDisassembly of ");
            representer.write_code(code, out);
            out.push_str(":\n");
        }
        is_first = false;
        write_one(code, options, &mut representer, out)?;
        if depth != Some(0) {
            let depth = depth.map(|depth| depth - 1);
            waiting.extend(code.nested().rev().map(|nested| (&**nested, depth)));
        }
    }
    Ok(())
}

fn write_one(
    code: &CodeObject,
    options: &Options,
    representer: &mut Representer,
    out: &mut String,
) -> Result<(), IntegerTooLong> {
    let listing = Listing::new(code);
    let mut writer = Writer {
        columns: Columns::fitting(&listing, options),
        listing: &listing,
        representer,
        out,
        color: options.color,
    };
    for instruction in listing.instructions() {
        let start = writer.out.len();
        if let Err(error) = writer.write_instruction(&instruction) {
            writer.out.truncate(start);
            return Err(error);
        }
        if options.show_caches {
            writer.write_caches(&instruction);
        }
    }
    writer.write_exception_table();
    Ok(())
}

/// The widths of the columns; 0 leaves a column out.
struct Columns {
    line_number: usize,
    label: usize,
    offset: usize,
}

impl Columns {
    const NO_LINE_NUMBER: &'static str = "  --";
    const OPCODE: usize = 20;
    const ARGUMENT: usize = 5;

    fn fitting(listing: &Listing<'_>, options: &Options) -> Columns {
        let starts = listing.line_starts();
        let last_line = starts.iter().filter_map(|start| start.line).max();
        let lacks_some = starts.iter().any(|start| start.line.is_none());
        let line_number = match last_line.filter(|&line| line > 0) {
            None => 0,
            Some(line) => {
                let least = if lacks_some {
                    Columns::NO_LINE_NUMBER.len()
                } else {
                    3
                };
                digits(line as u32).max(least)
            }
        };
        let last_offset = (listing.code().code.len() as u32).saturating_sub(CODE_UNIT);
        Columns {
            line_number,
            label: 4 + digits(listing.label_count()),
            offset: if options.show_offsets {
                digits(last_offset).max(4)
            } else {
                0
            },
        }
    }
}

fn digits(number: u32) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}

struct Writer<'w, 'a> {
    columns: Columns,
    listing: &'w Listing<'a>,
    representer: &'w mut Representer,
    out: &'w mut String,
    color: bool,
}

impl Writer<'_, '_> {
    fn write_instruction(&mut self, listed: &ListedInstruction<'_>) -> Result<(), IntegerTooLong> {
        let instruction = &listed.instruction;
        self.start_line(instruction.offset, Some(listed));
        let name = instruction.opcode.name();
        self.out.push_str(name);
        let Some(argument) = instruction.argument else {
            self.out.push('\n');
            return Ok(());
        };
        self.pad(Columns::OPCODE.saturating_sub(name.len()));
        self.out.push(' ');
        let excess = name.len().saturating_sub(Columns::OPCODE);
        self.right_aligned(argument, Columns::ARGUMENT.saturating_sub(excess));
        let end = self.out.len();
        self.out.push(' ');
        self.begin(OPERAND);
        self.out.push('(');
        let start = self.out.len();
        let listing = self.listing;
        listed.operand.write(
            |offset| listing.label_at(offset),
            self.representer,
            self.out,
        )?;
        if self.out.len() == start {
            self.out.truncate(end);
            self.out.push('\n');
        } else {
            self.out.push(')');
            self.end(OPERAND);
            self.out.push('\n');
        }
        Ok(())
    }

    fn write_caches(&mut self, listed: &ListedInstruction<'_>) {
        let mut offset = listed.instruction.cache_offset();
        for (name, value) in listed.cache_values(self.listing.code()) {
            for (i, _) in value.iter().step_by(CODE_UNIT as usize).enumerate() {
                self.start_line(offset, None);
                self.begin(CACHE);
                self.out.push_str(Opcode::Cache.name());
                self.pad(Columns::OPCODE - Opcode::Cache.name().len() + 1);
                self.right_aligned(0, Columns::ARGUMENT);
                if i == 0 {
                    self.out
                        .push_str(&format!(" ({name}: {})", little_endian(value)));
                }
                self.end(CACHE);
                self.out.push('\n');
                offset += CODE_UNIT;
            }
        }
    }

    /// Writes the columns before the opcode; `listed` is `None` for a cache entry.
    fn start_line(&mut self, offset: u32, listed: Option<&ListedInstruction<'_>>) {
        let width = self.columns.line_number;
        if width > 0 {
            match listed.filter(|listed| listed.starts_line) {
                None => self.pad(width),
                Some(listed) => {
                    if offset > 0 {
                        self.out.push('\n');
                    }
                    self.begin(LINE_NUMBER);
                    self.write_line_number(listed.line_number);
                    self.end(LINE_NUMBER);
                }
            }
            self.out.push(' ');
        }
        match listed.and_then(|listed| listed.label) {
            None => self.pad(self.columns.label),
            Some(label) => {
                self.pad(self.columns.label.saturating_sub(digits(label) + 2));
                self.begin(LABEL);
                self.out.push('L');
                repr::write_int(i64::from(label), self.out);
                self.out.push(':');
                self.end(LABEL);
            }
        }
        self.out.push(' ');
        if self.columns.offset > 0 {
            self.right_aligned(offset, self.columns.offset);
            self.out.push_str("   ");
        }
        // Where `dis` marks the current instruction of a traceback.
        self.out.push_str("    ");
    }

    fn write_line_number(&mut self, line: Option<i32>) {
        let width = self.columns.line_number;
        match line {
            None => {
                self.pad(width - Columns::NO_LINE_NUMBER.len());
                self.out.push_str(Columns::NO_LINE_NUMBER);
            }
            Some(line) => self.right_aligned(line.unsigned_abs(), width),
        }
    }

    fn write_exception_table(&mut self) {
        let entries = self.listing.exception_entries();
        if entries.is_empty() {
            return;
        }
        self.out.push_str("ExceptionTable:\n");
        let label = |unit: u32| {
            self.listing
                .label_at(unit.saturating_mul(CODE_UNIT))
                .unwrap_or(0)
        };
        for entry in entries {
            let (start, end, target) = (label(entry.start), label(entry.end), label(entry.target));
            let lasti = if entry.lasti { " lasti" } else { "" };
            let depth = entry.depth;
            self.out.push_str(&format!(
                "  L{start} to L{end} -> L{target} [{depth}]{lasti}\n"
            ));
        }
    }

    fn begin(&mut self, style: Style) {
        if self.color {
            // Writing to a string cannot fail.
            let _ = write!(self.out, "{style}");
        }
    }

    fn end(&mut self, style: Style) {
        if self.color {
            let _ = write!(self.out, "{style:#}");
        }
    }

    fn right_aligned(&mut self, number: u32, width: usize) {
        self.pad(width.saturating_sub(digits(number)));
        repr::write_int(i64::from(number), self.out);
    }

    fn pad(&mut self, count: usize) {
        repr::write_spaces(count, self.out);
    }
}

impl<'a> ListedInstruction<'a> {
    /// The fields of the inline cache after it: each one's name and bytes, lowest byte first.
    pub fn cache_values(
        &self,
        code: &'a CodeObject,
    ) -> impl Iterator<Item = (&'static str, &'a [u8])> {
        let mut start = self.instruction.cache_offset() as usize;
        self.instruction
            .opcode
            .cache_fields()
            .iter()
            .map_while(move |field| {
                let end = start + usize::from(field.entries) * CODE_UNIT as usize;
                let bytes = code.code.get(start..end)?;
                start = end;
                Some((field.name, bytes))
            })
    }
}

/// The number in up to eight bytes, lowest first.
pub(super) fn little_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}
