//! Taking away what is at the ends.

use super::predicates::is_white_space;

/// Which ends are stripped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The start only: `lstrip`.
    Left,
    /// The end only: `rstrip`.
    Right,
    /// Both ends: `strip`.
    Both,
}

/// Takes white space away.
pub fn strip_white_space(text: &[u8], side: Side) -> &[u8] {
    strip_where(text, side, is_white_space)
}

/// Takes these bytes away.
pub fn strip<'a>(text: &'a [u8], characters: &[u8], side: Side) -> &'a [u8] {
    strip_where(text, side, |byte| characters.contains(&byte))
}

/// Takes away bytes for which the answer is yes.
#[inline]
pub(crate) fn strip_where(text: &[u8], side: Side, is_taken: impl Fn(u8) -> bool) -> &[u8] {
    let mut rest = text;
    if side != Side::Right {
        while let Some((&first, behind)) = rest.split_first()
            && is_taken(first)
        {
            rest = behind;
        }
    }
    if side != Side::Left {
        while let Some((&last, before)) = rest.split_last()
            && is_taken(last)
        {
            rest = before;
        }
    }
    rest
}

/// The bytes without this prefix.
pub fn remove_prefix<'a>(text: &'a [u8], prefix: &[u8]) -> &'a [u8] {
    text.strip_prefix(prefix).unwrap_or(text)
}

/// The bytes without this suffix.
pub fn remove_suffix<'a>(text: &'a [u8], suffix: &[u8]) -> &'a [u8] {
    text.strip_suffix(suffix).unwrap_or(text)
}
