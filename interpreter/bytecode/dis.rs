//! The disassembler: what Python's `dis` module shows of a code object.
//!
//! [`Listing`] gives the instructions as data, [`write()`] the text of `python3.13 -m dis`,
//! [`json`] all fields for programs, [`stats`] the counts.

pub mod json;
mod operand;
pub mod stats;
mod text;

pub use operand::Operand;
pub use text::{Options, write};

use crate::instruction::{CODE_UNIT, Instructions};
use crate::line_table::{LineStart, LineTable};
use crate::{CodeObject, ExceptionEntry, Instruction, Location};

/// A code object made ready for disassembly: its labels, line starts and exception table.
#[derive(Debug)]
pub struct Listing<'a> {
    code: &'a CodeObject,
    labels: Labels,
    line_starts: Vec<LineStart>,
    exception_entries: Vec<ExceptionEntry>,
}

/// An instruction with all that `dis.Instruction` knows of it.
#[derive(Clone, Debug)]
pub struct ListedInstruction<'a> {
    /// The instruction itself.
    pub instruction: Instruction,
    /// What its operand stands for.
    pub operand: Operand<'a>,
    /// Whether a source line begins here, or the lack of one.
    pub starts_line: bool,
    /// The source line.
    pub line_number: Option<i32>,
    /// The number of its label, where a jump or the exception table points at it.
    pub label: Option<u32>,
    /// The stretch of source.
    pub location: Location,
    /// The entry of the exception table that covers it.
    pub handler: Option<ExceptionEntry>,
}

impl<'a> Listing<'a> {
    /// Collects the labels and lines of `code`; nested code is left alone.
    pub fn new(code: &'a CodeObject) -> Listing<'a> {
        let exception_entries: Vec<_> = code.exception_entries().collect();
        Listing {
            code,
            labels: Labels::collect(code, &exception_entries),
            line_starts: code.line_starts().collect(),
            exception_entries,
        }
    }

    /// The code object.
    pub fn code(&self) -> &'a CodeObject {
        self.code
    }

    /// How many labels there are; they are numbered from 1 in the order of their offsets.
    pub fn label_count(&self) -> u32 {
        self.labels.count
    }

    /// The label at an offset in bytes.
    pub fn label_at(&self, offset: u32) -> Option<u32> {
        self.labels.at(offset)
    }

    /// Where source lines begin.
    pub fn line_starts(&self) -> &[LineStart] {
        &self.line_starts
    }

    /// The exception table.
    pub fn exception_entries(&self) -> &[ExceptionEntry] {
        &self.exception_entries
    }

    /// The instructions as `dis` lists them, with EXTENDED_ARG and without caches.
    pub fn instructions(&self) -> ListedInstructions<'_, 'a> {
        ListedInstructions {
            listing: self,
            instructions: self.code.instructions_and_prefixes(),
            line_starts: self.line_starts.iter().peekable(),
            line_number: None,
            locations: self.code.line_entries(),
            location: Location::NONE,
            location_end: 0,
            next_handler: 0,
        }
    }
}

/// Iterates over the instructions of a [`Listing`].
#[derive(Debug)]
pub struct ListedInstructions<'l, 'a> {
    listing: &'l Listing<'a>,
    instructions: Instructions<'a>,
    line_starts: std::iter::Peekable<std::slice::Iter<'l, LineStart>>,
    line_number: Option<i32>,
    locations: LineTable<'a>,
    location: Location,
    location_end: u32,
    next_handler: usize,
}

impl<'a> Iterator for ListedInstructions<'_, 'a> {
    type Item = ListedInstruction<'a>;

    fn next(&mut self) -> Option<ListedInstruction<'a>> {
        let instruction = self.instructions.next()?;
        let offset = instruction.offset;
        let mut starts_line = false;
        while let Some(start) = self.line_starts.next_if(|start| start.offset <= offset) {
            if start.offset == offset {
                starts_line = true;
                self.line_number = start.line;
            }
        }
        Some(ListedInstruction {
            instruction,
            operand: Operand::of(self.listing.code, &instruction),
            starts_line,
            line_number: self.line_number,
            label: self.listing.label_at(offset),
            location: self.location_at(offset),
            handler: self.handler_at(offset / CODE_UNIT),
        })
    }
}

impl ListedInstructions<'_, '_> {
    fn location_at(&mut self, offset: u32) -> Location {
        while self.location_end <= offset {
            let Some(entry) = self.locations.next() else {
                return Location::NONE;
            };
            self.location = entry.location;
            self.location_end = entry.end;
        }
        self.location
    }

    fn handler_at(&mut self, unit: u32) -> Option<ExceptionEntry> {
        let entries = &self.listing.exception_entries;
        while entries
            .get(self.next_handler)
            .is_some_and(|entry| entry.end <= unit)
        {
            self.next_handler += 1;
        }
        let entry = entries.get(self.next_handler)?;
        (entry.start <= unit).then_some(*entry)
    }
}

/// The labels of a code object, by code unit: 0 where there is none.
#[derive(Debug)]
struct Labels {
    by_unit: Vec<u32>,
    count: u32,
}

impl Labels {
    fn collect(code: &CodeObject, exception_entries: &[ExceptionEntry]) -> Labels {
        let units = code.code.len() / CODE_UNIT as usize;
        // The end of a covered range may be the end of the code.
        let mut by_unit = vec![0; units + 1];
        let mut mark = |unit: u32| {
            if let Some(label) = by_unit.get_mut(unit as usize) {
                *label = 1;
            }
        };
        for target in code.instructions().filter_map(|i| i.jump_target()) {
            mark(target / CODE_UNIT);
        }
        for entry in exception_entries {
            mark(entry.start);
            mark(entry.end);
            mark(entry.target);
        }
        let mut count = 0;
        for label in by_unit.iter_mut().filter(|label| **label != 0) {
            count += 1;
            *label = count;
        }
        Labels { by_unit, count }
    }

    fn at(&self, offset: u32) -> Option<u32> {
        let label = *self.by_unit.get((offset / CODE_UNIT) as usize)?;
        (label != 0).then_some(label)
    }
}
