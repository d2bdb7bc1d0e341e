//! The binary formats of the module `struct`.

mod format;
mod half;
mod pack;
mod unpack;

use std::borrow::Cow;

pub use format::{Code, Format, Layout};
pub use half::{from_half, to_half};
pub use pack::{pack_bool, pack_bytes, pack_float, pack_integer, pack_small};
pub use unpack::Value;

/// Why bytes cannot be packed or unpacked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StructError {
    /// Python's `struct.error` with this text.
    Struct(Cow<'static, str>),
    /// Python's `OverflowError` with this text.
    Overflow(&'static str),
}

impl StructError {
    const fn new(text: &'static str) -> Self {
        Self::Struct(Cow::Borrowed(text))
    }

    /// Fewer or more values than the format has.
    pub fn wrong_count(function: &str, expected: usize, got: usize) -> Self {
        Self::Struct(format!("{function} expected {expected} items for packing (got {got})").into())
    }
}

/// What a value must be that is none of Python's integers.
pub const NOT_AN_INTEGER: StructError = StructError::new("required argument is not an integer");
/// What a value must be that is no float.
pub const NOT_A_FLOAT: StructError = StructError::new("required argument is not a float");
/// What a value must be for `c`.
pub const NOT_ONE_BYTE: StructError =
    StructError::new("char format requires a bytes object of length 1");
/// What a value must be for `s`.
pub const NOT_BYTES: StructError = StructError::new("argument for 's' must be a bytes object");
/// What a value must be for `p`.
pub const NOT_PASCAL_BYTES: StructError =
    StructError::new("argument for 'p' must be a bytes object");
