//! Which names Python accepts, and which of them it takes for the same.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfkc};

use crate::properties::{is_identifier_continue, is_identifier_start};

/// The NFKC form of an identifier, by which Python compares names.
#[inline]
pub fn normalize_identifier(name: &str) -> Cow<'_, str> {
    if name.is_ascii() || is_nfkc(name) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.nfkc().collect())
    }
}

/// The first character of `name` that an identifier cannot have at that place, with its byte
/// offset.
pub fn first_invalid_in_identifier(name: &str) -> Option<(usize, char)> {
    name.char_indices().find(|&(offset, character)| {
        let code_point = u32::from(character);
        if offset == 0 {
            !is_identifier_start(code_point)
        } else {
            !is_identifier_continue(code_point)
        }
    })
}
