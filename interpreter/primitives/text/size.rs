//! Results that would be too large.

/// Why a result cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeError {
    /// Python's `OverflowError` with this text.
    Overflow(&'static str),
    /// Python's `MemoryError`.
    Memory,
}

/// An empty vector with room for `length` elements.
pub(crate) fn reserved(length: usize) -> Result<Vec<u8>, SizeError> {
    let mut found = Vec::new();
    found
        .try_reserve_exact(length)
        .map_err(|_| SizeError::Memory)?;
    Ok(found)
}

/// Python's largest length.
pub(crate) const LARGEST: usize = isize::MAX as usize;
