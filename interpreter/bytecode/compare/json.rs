//! A comparison as JSON, for programs.
//!
//! The document has `version`, `differences` (the count), `compared` (how many pairs of code
//! objects were) and `pairs`: those in which something differs, each with the two `code`
//! objects, all `instructions`, the `exception_table`, the `facts` and the `unpaired` nested
//! code. Of names and variables the facts hold those that the other side lacks. Everything that
//! is compared has `left` and `right`, null where there is no counterpart; `standing`: "same",
//! "difference" or "consequence"; and `difference`, the number of the difference that it is or
//! follows from, else null.

use serde::Serialize;

use super::{Comparison, PairComparison, Side, Standing, render};
use crate::instruction::CODE_UNIT;
use crate::{CodeObject, ExceptionEntry};

/// The version of the format; a change that could break a reader raises it.
const VERSION: u32 = 1;

impl Comparison<'_> {
    /// The comparison as JSON, in one line.
    pub fn json(&self) -> String {
        let document = Document {
            version: VERSION,
            differences: self.differences,
            compared: self.pairs.len(),
            pairs: self.different_pairs().map(Pair::new).collect(),
        };
        // Nothing in the document can fail to be serialized: every key is a string.
        serde_json::to_string(&document).unwrap_or_default()
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    differences: usize,
    compared: usize,
    pairs: Vec<Pair<'a>>,
}

#[derive(Serialize)]
struct Pair<'a> {
    code: [Code<'a>; 2],
    instructions: Vec<Compared<Instruction>>,
    exception_table: Vec<Compared<Handler>>,
    facts: Vec<Fact<'a>>,
    unpaired: Vec<Compared<Code<'a>>>,
}

#[derive(Serialize)]
struct Code<'a> {
    co_filename: &'a str,
    co_qualname: &'a str,
    co_firstlineno: u32,
}

#[derive(Serialize)]
struct Compared<T> {
    left: Option<T>,
    right: Option<T>,
    standing: &'static str,
    difference: Option<usize>,
}

#[derive(Serialize)]
struct Fact<'a> {
    name: &'static str,
    #[serde(flatten)]
    compared: Compared<&'a str>,
}

#[derive(Serialize)]
struct Instruction {
    opname: &'static str,
    arg: Option<u32>,
    argrepr: String,
    offset: u32,
    line_number: Option<i32>,
    label: Option<u32>,
}

#[derive(Serialize)]
struct Handler {
    start: u32,
    end: u32,
    target: u32,
    depth: u32,
    lasti: bool,
}

impl<'a> Pair<'a> {
    fn new(pair: &'a PairComparison<'_>) -> Pair<'a> {
        let rows = pair.rows.iter().map(|row| {
            let left = row.left.map(|index| Instruction::new(&pair.left, index));
            let right = row.right.map(|index| Instruction::new(&pair.right, index));
            Compared::new(left, right, row.standing)
        });
        let handlers = pair.handlers.iter().map(|row| {
            let (left, right) = (row.left.map(Handler::from), row.right.map(Handler::from));
            Compared::new(left, right, row.standing)
        });
        let facts = pair.facts.iter().map(|fact| Fact {
            name: fact.name,
            compared: Compared::new(Some(&*fact.left), Some(&*fact.right), fact.standing),
        });
        let unpaired = pair.unpaired.iter().map(|it| {
            let left = it.is_left.then(|| Code::new(it.code));
            let right = (!it.is_left).then(|| Code::new(it.code));
            Compared::new(left, right, it.standing)
        });
        Pair {
            code: [Code::new(pair.left.code()), Code::new(pair.right.code())],
            instructions: rows.collect(),
            exception_table: handlers.collect(),
            facts: facts.collect(),
            unpaired: unpaired.collect(),
        }
    }
}

impl<T> Compared<T> {
    fn new(left: Option<T>, right: Option<T>, standing: Standing) -> Compared<T> {
        let (standing, difference) = match standing {
            Standing::Same => ("same", None),
            Standing::Difference(number) => ("difference", Some(number)),
            Standing::Consequence(number) => ("consequence", Some(number)),
        };
        Compared {
            left,
            right,
            standing,
            difference,
        }
    }
}

impl<'a> Code<'a> {
    fn new(code: &'a CodeObject) -> Code<'a> {
        Code {
            co_filename: &code.filename,
            co_qualname: &code.qualified_name,
            co_firstlineno: code.first_line,
        }
    }
}

impl Instruction {
    fn new(side: &Side<'_>, index: usize) -> Instruction {
        let listed = &side.instructions[index];
        Instruction {
            opname: listed.instruction.opcode.name(),
            arg: listed.instruction.argument,
            argrepr: render::meaning(side, index),
            offset: listed.instruction.offset,
            line_number: listed.line_number,
            label: render::label(side, index),
        }
    }
}

impl From<ExceptionEntry> for Handler {
    fn from(entry: ExceptionEntry) -> Handler {
        let [start, end, target] =
            [entry.start, entry.end, entry.target].map(|unit| unit.saturating_mul(CODE_UNIT));
        Handler {
            start,
            end,
            target,
            depth: entry.depth,
            lasti: entry.lasti,
        }
    }
}
