//! What differs between two code objects: the comparison that `weft dis --diff` shows.
//!
//! The instructions of both sides are aligned. Offsets, labels, source lines, inline caches and
//! EXTENDED_ARG are no differences; what an operand means is: a constant's value, a name, an
//! operator. Nested code is a constant that is compared by name, and then by itself against
//! its counterpart. Two jumps are alike if their targets are aligned with each other, and two
//! entries of the exception table if the instructions at their borders are.
//!
//! # What counts
//!
//! An instruction that has no counterpart, or one with another meaning, is one difference, and
//! so is an entry of the exception table or another fact of the code object. But what only
//! follows from a difference is shown as its [`Standing::Consequence`] and not counted:
//!
//! - RESUME's operand says why the frame was suspended. Where only that differs, it follows from
//!   the difference in the instruction that began the SEND loop around it: GET_AWAITABLE
//!   against GET_YIELD_FROM_ITER.
//! - So do the flags that make a function a generator, a coroutine or an asynchronous generator
//!   where such a difference is among its instructions: `await` is only written in a coroutine.
//! - The depth of the operand stack, the names and the variables that are no parameters follow
//!   from differences in the instructions that use them.
//! - An entry of the exception table that covers nothing but instructions without counterpart,
//!   or is only split by such instructions, and a nested code object without counterpart follow
//!   from the instructions around them.
//!
//! The names of the two code objects that are asked for do not count, nor do the constants in
//! which a class states its own qualified name and first line.

mod align;
mod facts;
mod handlers;
mod json;
mod key;
mod render;
mod side_by_side;
mod unified;

use std::sync::Arc;

pub use render::RenderOptions;

use crate::dis::{ListedInstruction, Listing};
use crate::operand::ResumePlace;
use crate::{CodeObject, Constant, ExceptionEntry, Opcode, Operand};

/// Two code objects compared, with all that is nested in them.
#[derive(Debug)]
pub struct Comparison<'a> {
    /// The pairs of counterparts: the two that were asked for, then those nested in them.
    pub pairs: Vec<PairComparison<'a>>,
    /// How many differences were counted.
    pub differences: usize,
}

/// A code object and its counterpart.
#[derive(Debug)]
pub struct PairComparison<'a> {
    /// The left side.
    pub left: Side<'a>,
    /// The right side.
    pub right: Side<'a>,
    /// Their instructions, aligned.
    pub rows: Vec<Row>,
    /// Their exception tables, aligned.
    pub handlers: Vec<HandlerRow>,
    /// What else differs.
    pub facts: Vec<Fact>,
    /// The code nested in either that has no counterpart.
    pub unpaired: Vec<Unpaired<'a>>,
}

/// One side of a [`PairComparison`].
#[derive(Debug)]
pub struct Side<'a> {
    /// The code object, with its labels.
    pub listing: Listing<'a>,
    /// Its instructions, without EXTENDED_ARG.
    pub instructions: Vec<ListedInstruction<'a>>,
}

/// How something on one side stands to its counterpart on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They mean the same.
    Same,
    /// They differ. Differences are numbered from 1 through the whole comparison.
    Difference(usize),
    /// They differ only as a consequence of the difference of that number.
    Consequence(usize),
}

impl Standing {
    /// Whether the two sides mean the same.
    pub fn is_same(self) -> bool {
        self == Standing::Same
    }
}

/// A pair of instructions, or one without counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index among the left side's instructions.
    pub left: Option<usize>,
    /// Index among the right side's instructions.
    pub right: Option<usize>,
    /// How they stand to each other.
    pub standing: Standing,
}

/// A pair of entries of the exception tables, or one without counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandlerRow {
    /// The left side's entry.
    pub left: Option<ExceptionEntry>,
    /// The right side's entry.
    pub right: Option<ExceptionEntry>,
    /// How they stand to each other.
    pub standing: Standing,
}

/// A fact of the code objects themselves that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is about: `flags`, `parameters`, `stack size` ...
    pub name: &'static str,
    /// The left side's, as text; of names and variables only those that the other side lacks.
    pub left: String,
    /// The right side's, as text.
    pub right: String,
    /// How they stand to each other; never the same.
    pub standing: Standing,
}

/// A nested code object that has no counterpart.
#[derive(Clone, Copy, Debug)]
pub struct Unpaired<'a> {
    /// Whether it is the left side's.
    pub is_left: bool,
    /// The code object.
    pub code: &'a CodeObject,
    /// Never the same.
    pub standing: Standing,
}

impl Comparison<'_> {
    /// The pairs in which something differs.
    pub fn different_pairs(&self) -> impl Iterator<Item = &PairComparison<'_>> {
        self.pairs.iter().filter(|pair| pair.is_different())
    }

    /// The count in words: "no differences", "1 difference", "2 differences".
    pub fn summary(&self) -> String {
        match self.differences {
            0 => "no differences".to_owned(),
            1 => "1 difference".to_owned(),
            count => format!("{count} differences"),
        }
    }
}

impl PairComparison<'_> {
    /// Whether anything differs; consequences never come without the difference they follow.
    pub fn is_different(&self) -> bool {
        let rows = self.rows.iter().map(|row| row.standing);
        let handlers = self.handlers.iter().map(|row| row.standing);
        let mut standings = rows.chain(handlers);
        !self.facts.is_empty()
            || !self.unpaired.is_empty()
            || standings.any(|standing| !standing.is_same())
    }
}

/// Compares `left` with `right`, and the code nested in them with its counterparts.
pub fn compare<'a>(left: &'a CodeObject, right: &'a CodeObject) -> Comparison<'a> {
    let mut differences = 0;
    let mut pairs = Vec::new();
    let mut waiting = vec![(left, right)];
    while let Some((left, right)) = waiting.pop() {
        let mut pair = PairComparison {
            left: Side::new(left),
            right: Side::new(right),
            rows: Vec::new(),
            handlers: Vec::new(),
            facts: Vec::new(),
            unpaired: Vec::new(),
        };
        let before = differences;
        pair.rows = align::rows(&pair.left, &pair.right);
        attach_resumes(&mut pair);
        number_rows(&mut pair.rows, &mut differences);
        pair.handlers = handlers::rows(&pair, &mut differences);
        let cause = (differences > before).then_some(before + 1);
        pair.facts = facts::collect(&pair, cause, &mut differences);
        let (nested, unpaired) = match_nested(&pair);
        pair.unpaired = unpaired;
        for unpaired in &mut pair.unpaired {
            unpaired.standing = standing_after(cause, &mut differences);
        }
        waiting.extend(nested.into_iter().rev());
        pairs.push(pair);
    }
    Comparison { pairs, differences }
}

/// The standing of something that follows from the difference `cause`, if there is one.
fn standing_after(cause: Option<usize>, differences: &mut usize) -> Standing {
    match cause {
        Some(cause) => Standing::Consequence(cause),
        None => {
            *differences += 1;
            Standing::Difference(*differences)
        }
    }
}

impl<'a> Side<'a> {
    fn new(code: &'a CodeObject) -> Side<'a> {
        let listing = Listing::new(code);
        let instructions = listing
            .instructions()
            .filter(|listed| listed.instruction.opcode != Opcode::ExtendedArg)
            .collect();
        Side {
            listing,
            instructions,
        }
    }

    /// The code object.
    pub fn code(&self) -> &'a CodeObject {
        self.listing.code()
    }

    /// The index of the instruction at an offset or, within an instruction, after it.
    fn index_at(&self, offset: u32) -> usize {
        self.instructions
            .partition_point(|listed| listed.instruction.start_offset < offset)
    }

    fn opcode(&self, index: Option<usize>) -> Option<Opcode> {
        Some(self.instructions.get(index?)?.instruction.opcode)
    }
}

/// Until the rows are numbered, a consequence refers to the index of its cause's row, and every
/// difference is 0. This attaches the RESUMEs that only say why the frame was suspended.
fn attach_resumes(pair: &mut PairComparison<'_>) {
    for i in 0..pair.rows.len() {
        if !pair.rows[i].standing.is_same()
            && differs_in_resume_place(pair, pair.rows[i])
            && let Some(cause) = start_of_send_loop(pair, i)
        {
            pair.rows[i].standing = Standing::Consequence(cause);
        }
    }
}

fn differs_in_resume_place(pair: &PairComparison<'_>, row: Row) -> bool {
    let (Some(left), Some(right)) = (row.left, row.right) else {
        return false;
    };
    let left = pair.left.instructions[left].instruction;
    let right = pair.right.instructions[right].instruction;
    let rest = |argument: Option<u32>| argument.map(|argument| argument & !ResumePlace::MASK);
    left.opcode == Opcode::Resume
        && right.opcode == Opcode::Resume
        && rest(left.argument) == rest(right.argument)
}

/// The row before the SEND loop that row `resume` is in, if the sides differ there.
fn start_of_send_loop(pair: &PairComparison<'_>, resume: usize) -> Option<usize> {
    let loop_opcodes = [Opcode::YieldValue, Opcode::Send, Opcode::LoadConst];
    let mut row = resume;
    for opcode in loop_opcodes {
        row = row.checked_sub(1)?;
        let Row { left, right, .. } = pair.rows[row];
        let is_aligned = [pair.left.opcode(left), pair.right.opcode(right)] == [Some(opcode); 2];
        if !is_aligned {
            return None;
        }
    }
    row = row.checked_sub(1)?;
    (!pair.rows[row].standing.is_same()).then_some(row)
}

/// Gives the differences their numbers, and the consequences those of their causes.
fn number_rows(rows: &mut [Row], differences: &mut usize) {
    for i in 0..rows.len() {
        rows[i].standing = match rows[i].standing {
            Standing::Same => Standing::Same,
            Standing::Difference(_) => {
                *differences += 1;
                Standing::Difference(*differences)
            }
            Standing::Consequence(cause) => match rows[cause].standing {
                Standing::Same => Standing::Same,
                Standing::Difference(number) | Standing::Consequence(number) => {
                    Standing::Consequence(number)
                }
            },
        };
    }
}

type Counterparts<'a> = Vec<(&'a CodeObject, &'a CodeObject)>;

/// Finds the counterparts among the nested code objects: those that aligned instructions load,
/// under whatever names; then those of equal name, in order. The rest have none.
fn match_nested<'a>(pair: &PairComparison<'a>) -> (Counterparts<'a>, Vec<Unpaired<'a>>) {
    let mut left: Vec<&CodeObject> = pair.left.code().nested().map(Arc::as_ref).collect();
    let mut right: Vec<&CodeObject> = pair.right.code().nested().map(Arc::as_ref).collect();
    let mut found = Vec::new();
    for row in &pair.rows {
        let (Some(l), Some(r)) = (row.left, row.right) else {
            continue;
        };
        let loaded = |side: &Side<'a>, index: usize| match side.instructions[index].operand {
            Operand::Constant(Constant::Code(code)) => Some(Arc::as_ptr(code)),
            _ => None,
        };
        let (Some(l), Some(r)) = (loaded(&pair.left, l), loaded(&pair.right, r)) else {
            continue;
        };
        let l = left.iter().position(|code| std::ptr::eq(*code, l));
        let r = right.iter().position(|code| std::ptr::eq(*code, r));
        if let (Some(l), Some(r)) = (l, r) {
            found.push((left.remove(l), right.remove(r)));
        }
    }
    left.retain(
        |code| match right.iter().position(|other| other.name == code.name) {
            Some(index) => {
                found.push((code, right.remove(index)));
                false
            }
            None => true,
        },
    );
    let unpaired = |is_left| {
        move |code| Unpaired {
            is_left,
            code,
            standing: Standing::Same,
        }
    };
    let rest = left.into_iter().map(unpaired(true));
    let rest = rest.chain(right.into_iter().map(unpaired(false)));
    (found, rest.collect())
}
