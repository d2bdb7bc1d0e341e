//! Where something stands in the source.

/// A stretch of source text, in CPython's terms.
///
/// Lines count from 1. Columns count from 0, in bytes of the line's UTF-8 text, as the
/// `col_offset` of CPython's `ast` does. The end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// First line.
    pub line: u32,
    /// Column of the first byte within its line.
    pub column: u32,
    /// Line of the byte after the last.
    pub end_line: u32,
    /// Column of the byte after the last, within `end_line`.
    pub end_column: u32,
}

impl Span {
    /// The stretch from the start of `self` to the end of `last`.
    #[inline]
    pub fn to(self, last: Span) -> Span {
        Span {
            end_line: last.end_line,
            end_column: last.end_column,
            ..self
        }
    }
}
