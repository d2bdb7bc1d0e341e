//! A string with what is known of it, on which the methods work.

use std::ops::Range;

use super::wtf8::{Index, Wtf8, Wtf8Buf};

/// A borrowed string, its length in code points, and its index where there is one.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    value: &'a Wtf8,
    length: usize,
    index: Option<&'a Index>,
}

impl<'a> Text<'a> {
    /// Counts the code points of a string.
    #[inline]
    pub fn new(value: &'a Wtf8) -> Self {
        Self::with_length(value, value.count())
    }

    /// A string of which the number of code points is known.
    #[inline]
    pub fn with_length(value: &'a Wtf8, length: usize) -> Self {
        Self {
            value,
            length,
            index: None,
        }
    }

    /// The same with the index of its code points.
    #[inline]
    pub fn with_index(self, index: &'a Index) -> Self {
        Self {
            index: Some(index),
            ..self
        }
    }

    /// The string itself.
    #[inline]
    pub fn value(self) -> &'a Wtf8 {
        self.value
    }

    /// The bytes of the string.
    #[inline]
    pub fn as_bytes(self) -> &'a [u8] {
        self.value.as_bytes()
    }

    /// How many code points there are.
    #[inline]
    pub fn length(self) -> usize {
        self.length
    }

    /// Whether all code points are below 0x80.
    #[inline]
    pub fn is_ascii(self) -> bool {
        self.length == self.value.len()
    }

    /// The byte offset of the code point with this index, or the number of bytes.
    #[inline]
    pub fn offset(self, index: usize) -> usize {
        if index >= self.length {
            self.value.len()
        } else if self.is_ascii() {
            index
        } else if let Some(known) = self.index {
            known.offset(self.value, index)
        } else {
            self.value.offset(index)
        }
    }

    /// The index of the code point at this byte offset.
    #[inline]
    pub fn position(self, offset: usize) -> usize {
        if self.is_ascii() {
            offset
        } else if let Some(known) = self.index {
            known.position(self.value, offset)
        } else if offset > self.value.len() / 2 {
            self.length - self.value.slice(offset, usize::MAX).count()
        } else {
            self.value.slice(0, offset).count()
        }
    }

    /// The code point with this index.
    #[inline]
    pub fn code_point(self, index: usize) -> Option<u32> {
        if self.is_ascii() {
            return self.as_bytes().get(index).map(|&byte| u32::from(byte));
        }
        let rest = self.value.slice(self.offset(index), usize::MAX);
        rest.code_points().next()
    }

    /// The code points from one index to another.
    pub fn slice(self, range: Range<usize>) -> Text<'a> {
        let start = range.start.min(self.length);
        let end = range.end.clamp(start, self.length);
        let first = self.offset(start);
        let last = if self.is_ascii() || self.index.is_some() || end == self.length {
            self.offset(end)
        } else {
            first + self.value.slice(first, usize::MAX).offset(end - start)
        };
        Text::with_length(self.value.slice(first, last), end - start)
    }

    /// So many code points, from the first with steps between them, which may be negative.
    /// Indices beyond the string end the result.
    pub fn slice_with_step(self, start: usize, step: isize, count: usize) -> Wtf8Buf {
        let distance = step.unsigned_abs().max(1);
        if self.is_ascii() {
            let bytes = self.as_bytes();
            let picked: Vec<u8> = if step == -1 {
                let until = bytes.get(..=start).unwrap_or_default();
                let mut part = until[until.len().saturating_sub(count)..].to_vec();
                part.reverse();
                part
            } else if step > 0 {
                let rest = bytes.get(start..).unwrap_or_default();
                rest.iter().step_by(distance).take(count).copied().collect()
            } else {
                let until = bytes.get(..=start).unwrap_or_default();
                let every = until.iter().rev().step_by(distance);
                every.take(count).copied().collect()
            };
            return Wtf8Buf::from_bytes_trusted(picked);
        }
        if step == -1 && count == start + 1 && start < self.length {
            let until = self.value.slice(0, self.offset(count));
            return Wtf8Buf::from_bytes_trusted(reversed(until.as_bytes()));
        }
        let mut found = Wtf8Buf::new();
        if step > 0 {
            let rest = self.value.slice(self.offset(start), usize::MAX);
            let every = rest.code_points().step_by(distance);
            found.extend(every.take(count));
        } else if start < self.length {
            let until = self.value.slice(0, self.offset(start + 1));
            found.extend(until.code_points().rev().step_by(distance).take(count));
        }
        found
    }
}

/// The code points of a text backwards: its bytes, of which those of each code point keep their
/// order.
fn reversed(text: &[u8]) -> Vec<u8> {
    let mut bytes = text.to_vec();
    bytes.reverse();
    let mut place = 0;
    while place < bytes.len() {
        let rest = &mut bytes[place..];
        let behind = rest.iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
        if behind > 0 {
            let length = (behind + 1).min(rest.len());
            rest[..length].reverse();
        }
        place += behind + 1;
    }
    bytes
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text::new(Wtf8::new(text))
    }
}

/// The range that the optional arguments `start` and `end` of `str.find` and its kin mean, for
/// a sequence of this length. None if it is empty because it starts behind its end or behind the
/// sequence: there, not even the empty string is found.
pub fn bounds(start: Option<isize>, end: Option<isize>, length: usize) -> Option<Range<usize>> {
    let resolve = |given: isize| match usize::try_from(given) {
        Ok(index) => index,
        Err(_) => length.saturating_sub(given.unsigned_abs()),
    };
    let start = start.map_or(0, resolve);
    let end = end.map_or(length, resolve).min(length);
    (start <= end).then_some(start..end)
}
