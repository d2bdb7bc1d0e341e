//! `replace` and `translate`.

use std::borrow::Cow;

use memchr::{memchr_iter, memmem};

use super::search::{is_short, places};
use crate::text::size::{LARGEST, SizeError, reserved};

const TOO_LONG: SizeError = SizeError::Overflow("replace bytes is too long");

/// Replaces the first so many `old` by `new`, or all of them without a limit. Borrows the whole
/// if there is nothing to replace.
pub fn replace<'a>(
    text: &'a [u8],
    old: &[u8],
    new: &[u8],
    limit: Option<usize>,
) -> Result<Cow<'a, [u8]>, SizeError> {
    let limit = limit.unwrap_or(usize::MAX);
    match (old, new) {
        _ if limit == 0 => Ok(Cow::Borrowed(text)),
        ([], []) => Ok(Cow::Borrowed(text)),
        ([], _) => {
            let places = 0..=text.len();
            interleave(text, new, limit, places)
        }
        (&[old], &[new]) => Ok(one_by_one(text, old, new, limit)),
        (&[byte], _) => substitute(text, 1, new, limit, || memchr_iter(byte, text)),
        _ if is_short(text) => substitute(text, old.len(), new, limit, || places(text, old)),
        // A finder is worth its making only where there is something to find.
        _ if memmem::find(text, old).is_none() => Ok(Cow::Borrowed(text)),
        _ => {
            let finder = memmem::Finder::new(old);
            substitute(text, old.len(), new, limit, || finder.find_iter(text))
        }
    }
}

/// Inserts `new` at the first so many of these ascending places.
pub(crate) fn interleave<'a>(
    text: &'a [u8],
    new: &[u8],
    limit: usize,
    places: impl Iterator<Item = usize> + Clone,
) -> Result<Cow<'a, [u8]>, SizeError> {
    substitute(text, 0, new, limit, || places.clone())
}

fn one_by_one(text: &[u8], old: u8, new: u8, limit: usize) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(old, text) else {
        return Cow::Borrowed(text);
    };
    let mut found = text.to_vec();
    if limit == usize::MAX {
        for byte in &mut found[first..] {
            if *byte == old {
                *byte = new;
            }
        }
    } else {
        let places = found[first..].iter_mut().filter(|byte| **byte == old);
        for byte in places.take(limit) {
            *byte = new;
        }
    }
    Cow::Owned(found)
}

/// Puts `new` in the place of `length` bytes at each of the places.
fn substitute<'a, Places: Iterator<Item = usize>>(
    text: &'a [u8],
    length: usize,
    new: &[u8],
    limit: usize,
    places: impl Fn() -> Places,
) -> Result<Cow<'a, [u8]>, SizeError> {
    // The first pass makes the result as large as it has to be.
    let count = places().take(limit).count();
    if count == 0 {
        return Ok(Cow::Borrowed(text));
    }
    let size = new
        .len()
        .checked_mul(count)
        .and_then(|added| added.checked_add(text.len() - count * length))
        .filter(|&size| size <= LARGEST)
        .ok_or(TOO_LONG)?;
    let mut found = reserved(size)?;
    let mut done = 0;
    for place in places().take(count) {
        found.extend_from_slice(&text[done..place]);
        found.extend_from_slice(new);
        done = place + length;
    }
    found.extend_from_slice(&text[done..]);
    Ok(Cow::Owned(found))
}

/// Maps each byte by the table, without those to delete.
pub fn translate(text: &[u8], table: Option<&[u8; 256]>, delete: &[u8]) -> Vec<u8> {
    let mapped = |byte: u8| table.map_or(byte, |table| table[usize::from(byte)]);
    if delete.is_empty() {
        return text.iter().map(|&byte| mapped(byte)).collect();
    }
    let mut is_deleted = [false; 256];
    for &byte in delete {
        is_deleted[usize::from(byte)] = true;
    }
    text.iter()
        .filter(|&&byte| !is_deleted[usize::from(byte)])
        .map(|&byte| mapped(byte))
        .collect()
}
