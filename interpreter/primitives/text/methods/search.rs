//! Finding text in text. Ranges are those of [`crate::text::bounds`].

use std::ops::Range;

use crate::text::bytes;
use crate::text::view::Text;
use crate::text::wtf8::Wtf8;

impl Text<'_> {
    /// The byte offsets of a range of code points.
    fn offsets(self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        let end = if range.end >= self.length() {
            self.value().len()
        } else {
            self.offset(range.end)
        };
        start..end.max(start)
    }

    /// Whether the needle is anywhere.
    #[inline]
    pub fn contains(self, needle: &Wtf8) -> bool {
        bytes::find(self.as_bytes(), needle.as_bytes(), 0..self.value().len()).is_some()
    }

    /// The first place in the range where the needle is.
    pub fn find(self, needle: &Wtf8, range: Range<usize>) -> Option<usize> {
        let offsets = self.offsets(range);
        let offset = bytes::find(self.as_bytes(), needle.as_bytes(), offsets)?;
        Some(self.position(offset))
    }

    /// The last place in the range where the needle is.
    pub fn rfind(self, needle: &Wtf8, range: Range<usize>) -> Option<usize> {
        let offsets = self.offsets(range);
        let offset = bytes::rfind(self.as_bytes(), needle.as_bytes(), offsets)?;
        Some(self.position(offset))
    }

    /// How many times the needle is in the range, without overlaps.
    pub fn count(self, needle: &Wtf8, range: Range<usize>) -> usize {
        if needle.is_empty() {
            return range.end.min(self.length()).saturating_sub(range.start) + 1;
        }
        bytes::count(self.as_bytes(), needle.as_bytes(), self.offsets(range))
    }

    /// Whether the range starts with the prefix.
    pub fn starts_with(self, prefix: &Wtf8, range: Range<usize>) -> bool {
        bytes::starts_with(self.as_bytes(), prefix.as_bytes(), self.offsets(range))
    }

    /// Whether the range ends with the suffix.
    pub fn ends_with(self, suffix: &Wtf8, range: Range<usize>) -> bool {
        bytes::ends_with(self.as_bytes(), suffix.as_bytes(), self.offsets(range))
    }
}
