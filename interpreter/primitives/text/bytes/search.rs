//! Finding bytes in bytes. Ranges are those of [`crate::text::bounds`].

use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem, memrchr};

/// The place of the first byte for which the answer is yes. It is asked of many at a time, so
/// that the compiler can use vectors; the answer should be simple.
#[inline]
pub(crate) fn position(bytes: &[u8], is_searched: impl Fn(u8) -> bool) -> Option<usize> {
    const CHUNK: usize = 16;
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    for (index, chunk) in chunks.iter().enumerate() {
        if chunk
            .iter()
            .fold(false, |any, &byte| any | is_searched(byte))
        {
            let place = chunk.iter().position(|&byte| is_searched(byte));
            return place.map(|place| index * CHUNK + place);
        }
    }
    let place = rest.iter().position(|&byte| is_searched(byte))?;
    Some(chunks.len() * CHUNK + place)
}

/// The part of the bytes in a range.
#[inline]
fn part(haystack: &[u8], range: Range<usize>) -> &[u8] {
    haystack.get(range).unwrap_or_default()
}

/// The first place in the range where the needle is.
#[inline]
pub fn find(haystack: &[u8], needle: &[u8], range: Range<usize>) -> Option<usize> {
    let start = range.start;
    let haystack = part(haystack, range);
    let found = match needle {
        [] => Some(0),
        &[byte] => memchr(byte, haystack),
        _ => first_place(haystack, needle),
    };
    found.map(|place| start + place)
}

/// Texts up to this length are searched before a searcher for the needle would be made.
const SHORT: usize = 512;

/// Whether a text is so short that making a searcher does not pay.
#[inline]
pub(super) fn is_short(text: &[u8]) -> bool {
    text.len() < SHORT
}

/// Which bytes are common in most texts.
static IS_COMMON: [bool; 256] = {
    let common = b" etaoinsrhld\n\0";
    let mut table = [false; 256];
    let mut index = 0;
    while index < common.len() {
        table[common[index] as usize] = true;
        index += 1;
    }
    table
};

/// The first place of a needle of two bytes or more.
pub(super) fn first_place(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if !is_short(haystack) {
        return memmem::find(haystack, needle);
    }
    let last = haystack.len().checked_sub(needle.len())?;
    // What is looked for is a byte of the needle that is rare in most texts.
    let is_rare = |&byte: &u8| !IS_COMMON[usize::from(byte)];
    let offset = needle.iter().take(SHORT).position(is_rare).unwrap_or(0);
    let byte = *needle.get(offset)?;
    let mut start = 0;
    while start <= last {
        let rest = &haystack[start + offset..=last + offset];
        let place = start + memchr(byte, rest)?;
        if haystack[place..].starts_with(needle) {
            return Some(place);
        }
        start = place + 1;
    }
    None
}

/// The places of a needle of two bytes or more in a short text, without overlaps.
pub(super) fn places<'a>(
    haystack: &'a [u8],
    needle: &'a [u8],
) -> impl Iterator<Item = usize> + use<'a> {
    let is_rare = |&byte: &u8| !IS_COMMON[usize::from(byte)];
    let offset = needle.iter().take(SHORT).position(is_rare).unwrap_or(0);
    let rest = haystack.get(offset..).unwrap_or_default();
    let byte = needle.get(offset).copied().unwrap_or_default();
    let mut end = 0;
    memchr::memchr_iter(byte, rest).filter(move |&place| {
        let is_found = place >= end && starts_with_few(&haystack[place..], needle);
        if is_found {
            end = place + needle.len();
        }
        is_found
    })
}

/// Whether a text starts with a needle, which is mostly so short that a call takes longer.
#[inline(always)]
fn starts_with_few(text: &[u8], needle: &[u8]) -> bool {
    match needle.len() {
        0..=8 => {
            text.len() >= needle.len() && text.iter().zip(needle).all(|(one, other)| one == other)
        }
        _ => text.starts_with(needle),
    }
}

/// The last place in the range where the needle is.
#[inline]
pub fn rfind(haystack: &[u8], needle: &[u8], range: Range<usize>) -> Option<usize> {
    let start = range.start;
    let haystack = part(haystack, range);
    let found = match needle {
        [] => Some(haystack.len()),
        &[byte] => memrchr(byte, haystack),
        _ if needle.len() > haystack.len() => None,
        _ => memmem::rfind(haystack, needle),
    };
    found.map(|place| start + place)
}

/// How many times the needle is in the range, without overlaps.
pub fn count(haystack: &[u8], needle: &[u8], range: Range<usize>) -> usize {
    let haystack = part(haystack, range);
    match needle {
        [] => haystack.len() + 1,
        &[byte] => memchr_iter(byte, haystack).count(),
        _ if is_short(haystack) => places(haystack, needle).count(),
        _ => memmem::find_iter(haystack, needle).count(),
    }
}

/// Whether the range starts with the prefix.
#[inline]
pub fn starts_with(haystack: &[u8], prefix: &[u8], range: Range<usize>) -> bool {
    part(haystack, range).starts_with(prefix)
}

/// Whether the range ends with the suffix.
#[inline]
pub fn ends_with(haystack: &[u8], suffix: &[u8], range: Range<usize>) -> bool {
    part(haystack, range).ends_with(suffix)
}
