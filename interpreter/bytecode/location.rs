//! The source location of an instruction.

/// A stretch of source, or the lack of one.
///
/// Lines count from 1, columns from 0 in bytes, the end is exclusive, as the tuples of
/// CPython's `co_positions()` have them; a negative number means `None` there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "named as in co_positions()")]
pub struct Location {
    pub line: i32,
    pub end_line: i32,
    pub column: i32,
    pub end_column: i32,
}

impl Location {
    /// An artificial instruction, which no line shall be traced for.
    pub const NONE: Location = Location {
        line: -1,
        end_line: -1,
        column: -1,
        end_column: -1,
    };

    /// An artificial instruction that takes the location of the next one.
    pub const NEXT: Location = Location {
        line: -2,
        end_line: -2,
        column: -2,
        end_column: -2,
    };
}
