//! The location table of a code object (`co_linetable`): which source each code unit is from.
//!
//! The format is that of CPython 3.13's `Objects/locations.md`: an entry covers one to eight
//! code units; its first byte has the top bit set, a form in the next four bits and the number
//! of units less one in the last three. Lines are relative to the entry before.

use crate::instruction::CODE_UNIT;
use crate::{CodeObject, Location};

/// The forms of an entry; 0 to 9 are the short form, which has a column group in its number.
mod form {
    pub const SHORT_GROUPS: u8 = 10;
    pub const ONE_LINE: u8 = 10;
    pub const NO_COLUMNS: u8 = 13;
    pub const LONG: u8 = 14;
    pub const NONE: u8 = 15;
}

/// How many code units one entry can cover.
const MOST_UNITS: usize = 8;

/// Writes a location table, instruction by instruction, in order.
#[derive(Debug, Default)]
pub struct LineTableWriter {
    bytes: Vec<u8>,
    line: i32,
}

impl LineTableWriter {
    /// A writer of an empty table for a code object whose `co_firstlineno` is `first_line`.
    pub fn new(first_line: i32) -> LineTableWriter {
        LineTableWriter {
            bytes: Vec::new(),
            line: first_line,
        }
    }

    /// Empties the table, for another code object, and keeps the memory.
    pub fn restart(&mut self, first_line: i32) {
        self.bytes.clear();
        self.line = first_line;
    }

    /// The table so far.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Says that the next `code_units` (instructions and inline cache entries) come from
    /// `location`. Nothing is merged: CPython writes an entry for each instruction. A location
    /// whose line is negative is none at all; [`Location::NEXT`] must be resolved before.
    pub fn write(&mut self, location: Location, code_units: usize) {
        let mut left = code_units;
        while left > 0 {
            let units = left.min(MOST_UNITS);
            self.write_entry(location, units);
            left -= units;
        }
    }

    /// The table, as `co_linetable` holds it.
    pub fn finish(self) -> Box<[u8]> {
        self.bytes.into_boxed_slice()
    }

    // As part of the loop around it, it would compute ahead what few entries need.
    #[inline(never)]
    fn write_entry(&mut self, location: Location, units: usize) {
        let Location {
            line,
            end_line,
            column,
            end_column,
        } = location;
        if line < 0 {
            self.bytes.push(first_byte(form::NONE, units));
            return;
        }
        let delta = line.wrapping_sub(self.line);
        self.line = line;
        if column < 0 || end_column < 0 {
            if end_line == line || end_line < 0 {
                self.bytes.push(first_byte(form::NO_COLUMNS, units));
                self.signed_varint(delta);
                return;
            }
        } else if end_line == line {
            let width = end_column - column;
            if delta == 0 && column < 8 * i32::from(form::SHORT_GROUPS) && (0..16).contains(&width)
            {
                let columns = ((column & 7) << 4) | width;
                let first = first_byte((column >> 3) as u8, units);
                self.bytes.extend_from_slice(&[first, columns as u8]);
                return;
            }
            if (0..3).contains(&delta) && column < 128 && end_column < 128 {
                let first = first_byte(form::ONE_LINE + delta as u8, units);
                self.bytes
                    .extend_from_slice(&[first, column as u8, end_column as u8]);
                return;
            }
        }
        self.bytes.push(first_byte(form::LONG, units));
        self.signed_varint(delta);
        self.varint(end_line.wrapping_sub(line) as u32);
        self.varint(column.wrapping_add(1) as u32);
        self.varint(end_column.wrapping_add(1) as u32);
    }

    fn varint(&mut self, mut value: u32) {
        while value >= 64 {
            self.bytes.push(64 | (value & 63) as u8);
            value >>= 6;
        }
        self.bytes.push(value as u8);
    }

    fn signed_varint(&mut self, value: i32) {
        self.varint((value.unsigned_abs() << 1) | u32::from(value < 0));
    }
}

/// The byte that begins an entry of that form for that many code units.
fn first_byte(form: u8, units: usize) -> u8 {
    0x80 | (form << 3) | (units - 1) as u8
}

/// An entry of the table: the bytes `start..end` of `co_code` come from `location`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "described above")]
pub struct LineEntry {
    pub start: u32,
    pub end: u32,
    pub location: Location,
}

/// Reads a location table, entry by entry. A malformed table ends early.
#[derive(Clone, Debug)]
pub struct LineTable<'a> {
    rest: &'a [u8],
    line: i32,
    offset: u32,
}

impl<'a> LineTable<'a> {
    /// Reads `table`, the `co_linetable` of a code object whose `co_firstlineno` is `first_line`.
    pub fn new(table: &'a [u8], first_line: i32) -> LineTable<'a> {
        LineTable {
            rest: table,
            line: first_line,
            offset: 0,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u32> {
        let mut byte = self.byte()?;
        let mut value = u32::from(byte & 63);
        let mut shift = 0;
        while byte & 64 != 0 {
            byte = self.byte()?;
            shift += 6;
            value |= u32::from(byte & 63).checked_shl(shift).unwrap_or(0);
        }
        Some(value)
    }

    fn advance_line(&mut self) -> Option<i32> {
        let value = self.varint()?;
        let delta = (value >> 1) as i32;
        let delta = if value & 1 == 1 { -delta } else { delta };
        self.line = self.line.wrapping_add(delta);
        Some(self.line)
    }

    fn location(&mut self, form: u8) -> Option<Location> {
        let (mut column, mut end_column) = (-1, -1);
        let mut more_lines = 0;
        match form {
            form::NONE => return Some(Location::NONE),
            form::LONG => {
                self.advance_line()?;
                more_lines = self.varint()? as i32;
                column = (self.varint()? as i32).wrapping_sub(1);
                end_column = (self.varint()? as i32).wrapping_sub(1);
            }
            form::NO_COLUMNS => {
                self.advance_line()?;
            }
            form::ONE_LINE.. => {
                self.line = self.line.wrapping_add(i32::from(form - form::ONE_LINE));
                column = i32::from(self.byte()?);
                end_column = i32::from(self.byte()?);
            }
            group => {
                let byte = i32::from(self.byte()?);
                column = i32::from(group) << 3 | byte >> 4;
                end_column = column + (byte & 15);
            }
        }
        Some(Location {
            line: self.line,
            end_line: self.line.wrapping_add(more_lines),
            column,
            end_column,
        })
    }
}

impl Iterator for LineTable<'_> {
    type Item = LineEntry;

    fn next(&mut self) -> Option<LineEntry> {
        let first = self.byte()?;
        let location = self.location((first >> 3) & 15)?;
        let start = self.offset;
        self.offset = start.saturating_add(CODE_UNIT * (u32::from(first & 7) + 1));
        Some(LineEntry {
            start,
            end: self.offset,
            location,
        })
    }
}

/// Where a new line begins: an item of [`CodeObject::line_starts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineStart {
    /// Offset in `co_code`, in bytes.
    pub offset: u32,
    /// The line from there on, `None` for artificial instructions.
    pub line: Option<i32>,
}

impl CodeObject {
    /// The entries of the location table.
    pub fn line_entries(&self) -> LineTable<'_> {
        LineTable::new(&self.line_table, self.first_line as i32)
    }

    /// The offsets at which the line changes, as `dis.findlinestarts` finds them.
    pub fn line_starts(&self) -> impl Iterator<Item = LineStart> + '_ {
        let mut before = None;
        self.line_entries().filter_map(move |entry| {
            let line = (entry.location != Location::NONE).then_some(entry.location.line);
            let is_new = before != Some(line);
            before = Some(line);
            is_new.then_some(LineStart {
                offset: entry.start,
                line,
            })
        })
    }

    /// The location of each code unit, as `co_positions()` gives them.
    pub fn positions(&self) -> impl Iterator<Item = Location> + '_ {
        self.line_entries().flat_map(|entry| {
            let units = (entry.end - entry.start) / CODE_UNIT;
            std::iter::repeat_n(entry.location, units as usize)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(line: i32, end_line: i32, column: i32, end_column: i32) -> Location {
        Location {
            line,
            end_line,
            column,
            end_column,
        }
    }

    #[test]
    fn reads_what_it_writes_in_every_form() {
        let locations = [
            Location::NONE,
            location(7, 7, -1, -1),
            location(7, 7, 79, 94),
            location(7, 7, 80, 95),
            location(9, 9, 127, 127),
            location(9, 9, 3, 128),
            location(5, 2_000_000_000, 0, 2_000_000_000),
            location(5, 6, -1, -1),
        ];
        for units in [1, 8, 9, 17] {
            let mut writer = LineTableWriter::new(7);
            for location in locations {
                writer.write(location, units);
            }
            let table = writer.finish();
            let mut read = vec![];
            for entry in LineTable::new(&table, 7) {
                let count = (entry.end - entry.start) / CODE_UNIT;
                read.extend(std::iter::repeat_n(entry.location, count as usize));
            }
            let wanted = locations.map(|location| vec![location; units]).concat();
            assert_eq!(read, wanted);
        }
    }

    #[test]
    fn survives_malformed_tables() {
        for first in 0x80..=0xff {
            for rest in [&[][..], &[0xff], &[0x7f; 40], &[0xff; 3], &[0x3f, 0x40]] {
                let table = [&[first], rest].concat();
                let end = LineTable::new(&table, i32::MAX).last();
                assert!(end.is_none_or(|entry| entry.end > entry.start));
            }
        }
    }
}
