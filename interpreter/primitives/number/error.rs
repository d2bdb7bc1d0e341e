//! Why an operation on numbers has no result.

use std::borrow::Cow;
use std::fmt;

/// The exception that Python raises: the variant is its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// A `ValueError` with this text.
    Value(Cow<'static, str>),
    /// An `OverflowError` with this text.
    Overflow(Cow<'static, str>),
    /// A `ZeroDivisionError` with this text.
    ZeroDivision(&'static str),
    /// An `OverflowError` whose arguments are those of a failed system call:
    /// `(34, 'Numerical result out of range')`. A power of floats raises it.
    OutOfRange,
    /// A `MemoryError`, which has no text.
    Memory,
}

impl NumberError {
    /// The number that the C library gives to results that are out of range.
    pub const OUT_OF_RANGE_NUMBER: i64 = 34;

    pub(crate) const fn value(text: &'static str) -> NumberError {
        NumberError::Value(Cow::Borrowed(text))
    }

    pub(crate) const fn overflow(text: &'static str) -> NumberError {
        NumberError::Overflow(Cow::Borrowed(text))
    }

    /// The text of the exception; for [`NumberError::OutOfRange`], its second argument.
    pub fn message(&self) -> &str {
        match self {
            NumberError::Value(text) | NumberError::Overflow(text) => text,
            NumberError::ZeroDivision(text) => text,
            NumberError::OutOfRange => "Numerical result out of range",
            NumberError::Memory => "",
        }
    }
}

impl fmt::Display for NumberError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.message())
    }
}

impl std::error::Error for NumberError {}

/// Whether there is memory for `size` bytes. Rust aborts where an allocation fails, so sizes
/// that a script can make absurd are asked for first.
pub(crate) fn check_memory(size: u64) -> Result<(), NumberError> {
    const SURE_TO_BE_THERE: u64 = 1 << 24;
    if size <= SURE_TO_BE_THERE {
        return Ok(());
    }
    let size = usize::try_from(size).map_err(|_| NumberError::Memory)?;
    Vec::<u8>::new()
        .try_reserve_exact(size)
        .map_err(|_| NumberError::Memory)
}
