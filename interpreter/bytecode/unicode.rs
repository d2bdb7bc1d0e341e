//! What Unicode says of a code point, as of the version that CPython 3.13 has.

mod printable;

/// Whether Python's `repr` shows the code point as it is (`str.isprintable`). A lone surrogate
/// is not printable, nor is any space but the ASCII one.
pub fn is_printable(code_point: u32) -> bool {
    let passed = printable::CHANGES.partition_point(|&change| change <= code_point);
    passed % 2 == 1
}
