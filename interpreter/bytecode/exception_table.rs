//! The exception table of a code object (`co_exceptiontable`): which handler covers what.
//!
//! Each entry is four numbers: start, length, target, and the depth with the `lasti` bit below
//! it; in six-bit groups, highest first, bit 6 set on all but the last of a number, and bit 7
//! on the first byte of an entry, so that a search may start anywhere.

use crate::CodeObject;

const STARTS_ENTRY: u8 = 0x80;
const CONTINUES: u8 = 0x40;
const GROUP: u8 = 0x3f;

/// An entry of the table; places are counted in code units, two bytes each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ExceptionEntry {
    /// The first code unit that is covered.
    pub start: u32,
    /// The first one that no longer is.
    pub end: u32,
    /// The handler.
    pub target: u32,
    /// How many values stay on the operand stack when the handler is entered.
    pub depth: u32,
    /// Whether the place of the failed instruction is pushed before the exception.
    pub lasti: bool,
}

/// Writes an exception table, entry by entry, in ascending order of `start`.
#[derive(Debug, Default)]
pub struct ExceptionTableWriter {
    bytes: Vec<u8>,
}

impl ExceptionTableWriter {
    /// A writer of an empty table.
    pub fn new() -> ExceptionTableWriter {
        ExceptionTableWriter::default()
    }

    /// Appends an entry.
    pub fn write(&mut self, entry: ExceptionEntry) {
        let first = self.bytes.len();
        self.number(entry.start);
        self.number(entry.end.saturating_sub(entry.start));
        self.number(entry.target);
        self.number(entry.depth << 1 | u32::from(entry.lasti));
        self.bytes[first] |= STARTS_ENTRY;
    }

    /// The table, as `co_exceptiontable` holds it.
    pub fn finish(self) -> Box<[u8]> {
        self.bytes.into_boxed_slice()
    }

    fn number(&mut self, value: u32) {
        for shift in [30, 24, 18, 12, 6] {
            if value >> shift != 0 {
                self.bytes.push((value >> shift) as u8 & GROUP | CONTINUES);
            }
        }
        self.bytes.push(value as u8 & GROUP);
    }
}

/// Reads an exception table, entry by entry. A malformed table ends early.
#[derive(Clone, Debug)]
pub struct ExceptionTable<'a> {
    rest: std::slice::Iter<'a, u8>,
}

impl<'a> ExceptionTable<'a> {
    /// Reads `table`, a `co_exceptiontable`.
    pub fn new(table: &'a [u8]) -> ExceptionTable<'a> {
        ExceptionTable { rest: table.iter() }
    }

    fn number(&mut self) -> Option<u32> {
        let mut byte = *self.rest.next()?;
        let mut value = u32::from(byte & GROUP);
        while byte & CONTINUES != 0 {
            byte = *self.rest.next()?;
            value = value << 6 | u32::from(byte & GROUP);
        }
        Some(value)
    }
}

impl Iterator for ExceptionTable<'_> {
    type Item = ExceptionEntry;

    fn next(&mut self) -> Option<ExceptionEntry> {
        let start = self.number()?;
        let length = self.number()?;
        let target = self.number()?;
        let depth = self.number()?;
        Some(ExceptionEntry {
            start,
            end: start.saturating_add(length),
            target,
            depth: depth >> 1,
            lasti: depth & 1 == 1,
        })
    }
}

impl CodeObject {
    /// The entries of the exception table.
    pub fn exception_entries(&self) -> ExceptionTable<'_> {
        ExceptionTable::new(&self.exception_table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_at_every_length_of_number() {
        let entries: Vec<ExceptionEntry> = (0..30)
            .map(|bits| ExceptionEntry {
                start: 1 << bits,
                end: (1 << bits) + (1 << (29 - bits)),
                target: (1 << bits) - 1,
                depth: bits,
                lasti: bits % 2 == 0,
            })
            .collect();
        let mut writer = ExceptionTableWriter::new();
        entries.iter().for_each(|&entry| writer.write(entry));
        let table = writer.finish();
        assert_eq!(ExceptionTable::new(&table).collect::<Vec<_>>(), entries);
        let starts = table.iter().filter(|&&byte| byte & STARTS_ENTRY != 0);
        assert_eq!(starts.count(), entries.len());
        // A table that is cut short ends with its last whole entry.
        let cut = &table[..table.len() - 1];
        assert_eq!(ExceptionTable::new(cut).count(), entries.len() - 1);
    }
}
