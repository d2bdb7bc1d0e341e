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
        _ if needle.len() > haystack.len() => None,
        _ => memmem::find(haystack, needle),
    };
    found.map(|place| start + place)
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
