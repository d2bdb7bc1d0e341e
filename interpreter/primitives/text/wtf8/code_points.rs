//! The code points of a string, from either end.

use std::iter::FusedIterator;

/// An iterator over code points.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> CodePoints<'a> {
    #[inline]
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes: bytes.iter(),
        }
    }

    /// The bytes that are left.
    #[inline]
    pub fn as_bytes(&self) -> &'a [u8] {
        self.bytes.as_slice()
    }

    /// The six bits of a byte that continues a code point.
    #[inline]
    fn continuation(&mut self) -> u32 {
        self.bytes.next().map_or(0, |&byte| u32::from(byte & 0x3F))
    }

    #[inline]
    fn continuation_back(&mut self) -> u8 {
        self.bytes.next_back().map_or(0, |&byte| byte)
    }
}

impl Iterator for CodePoints<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let first = u32::from(*self.bytes.next()?);
        if first < 0x80 {
            return Some(first);
        }
        let mut found = self.continuation();
        if first < 0xE0 {
            return Some((first & 0x1F) << 6 | found);
        }
        found = found << 6 | self.continuation();
        if first < 0xF0 {
            return Some((first & 0x0F) << 12 | found);
        }
        found = found << 6 | self.continuation();
        Some((first & 0x07) << 18 | found)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let length = self.bytes.len();
        (length.div_ceil(4), Some(length))
    }
}

impl DoubleEndedIterator for CodePoints<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<u32> {
        let last = *self.bytes.next_back()?;
        if last < 0x80 {
            return Some(u32::from(last));
        }
        let mut found = u32::from(last & 0x3F);
        let second = self.continuation_back();
        if second >= 0xC0 {
            return Some(u32::from(second & 0x1F) << 6 | found);
        }
        found |= u32::from(second & 0x3F) << 6;
        let third = self.continuation_back();
        if third >= 0xC0 {
            return Some(u32::from(third & 0x0F) << 12 | found);
        }
        found |= u32::from(third & 0x3F) << 12;
        Some(u32::from(self.continuation_back() & 0x07) << 18 | found)
    }
}

impl FusedIterator for CodePoints<'_> {}
