//! Splitting bytes. Each piece goes to a function; `rsplit` gives the last piece first.

use memchr::{memchr2_iter, memmem, memrchr};

use super::predicates::is_white_space;
use super::search::{first_place, is_short};

/// Splits at each separator, which is not empty, at most so many times.
pub fn split<'a>(
    text: &'a [u8],
    separator: &[u8],
    limit: Option<usize>,
    mut piece: impl FnMut(&'a [u8]),
) {
    let mut left = limit.unwrap_or(usize::MAX);
    let mut rest = text;
    if let [separator] = separator {
        let mut start = 0;
        for place in memchr::memchr_iter(*separator, text).take(left) {
            piece(&text[start..place]);
            start = place + 1;
        }
        return piece(&text[start..]);
    }
    let is_long = separator.len() > 1 && !is_short(text);
    let finder = is_long.then(|| memmem::Finder::new(separator));
    while left > 0 {
        let found = match &finder {
            Some(finder) => finder.find(rest),
            None => first_place(rest, separator),
        };
        let Some(place) = found else { break };
        piece(&rest[..place]);
        rest = &rest[place + separator.len()..];
        left -= 1;
    }
    piece(rest);
}

/// Splits at each separator, which is not empty, from the end on, at most so many times.
pub fn rsplit<'a>(
    text: &'a [u8],
    separator: &[u8],
    limit: Option<usize>,
    mut piece: impl FnMut(&'a [u8]),
) {
    let mut left = limit.unwrap_or(usize::MAX);
    let mut rest = text;
    let finder = (separator.len() > 1).then(|| memmem::FinderRev::new(separator));
    while left > 0 {
        let found = match &finder {
            Some(finder) => finder.rfind(rest),
            None => separator.first().and_then(|&byte| memrchr(byte, rest)),
        };
        let Some(place) = found else { break };
        piece(&rest[place + separator.len()..]);
        rest = &rest[..place];
        left -= 1;
    }
    piece(rest);
}

/// Splits at runs of white space, at most so many times.
pub fn split_white_space<'a>(text: &'a [u8], limit: Option<usize>, piece: impl FnMut(&'a [u8])) {
    split_where(text, limit, is_white_space, piece);
}

/// Splits at runs of bytes for which `is_space` holds, at most so many times.
#[inline]
pub(crate) fn split_where<'a>(
    text: &'a [u8],
    limit: Option<usize>,
    is_space: impl Fn(u8) -> bool,
    mut piece: impl FnMut(&'a [u8]),
) {
    let mut left = limit.unwrap_or(usize::MAX);
    let mut place = 0;
    loop {
        while place < text.len() && is_space(text[place]) {
            place += 1;
        }
        if place == text.len() {
            return;
        }
        if left == 0 {
            break;
        }
        left -= 1;
        let start = place;
        while place < text.len() && !is_space(text[place]) {
            place += 1;
        }
        piece(&text[start..place]);
    }
    piece(&text[place..]);
}

/// Splits at runs of white space from the end on, at most so many times.
pub fn rsplit_white_space<'a>(text: &'a [u8], limit: Option<usize>, piece: impl FnMut(&'a [u8])) {
    rsplit_where(text, limit, is_white_space, piece);
}

/// Splits at runs of bytes for which `is_space` holds, from the end on.
#[inline]
pub(crate) fn rsplit_where<'a>(
    text: &'a [u8],
    limit: Option<usize>,
    is_space: impl Fn(u8) -> bool,
    mut piece: impl FnMut(&'a [u8]),
) {
    let mut left = limit.unwrap_or(usize::MAX);
    let mut place = text.len();
    loop {
        while place > 0 && is_space(text[place - 1]) {
            place -= 1;
        }
        if place == 0 {
            return;
        }
        if left == 0 {
            break;
        }
        left -= 1;
        let end = place;
        while place > 0 && !is_space(text[place - 1]) {
            place -= 1;
        }
        piece(&text[place..end]);
    }
    piece(&text[..place]);
}

/// The lines, with their ends if asked for. They end at `\n`, `\r` and `\r\n`.
pub fn split_lines<'a>(text: &'a [u8], keep_ends: bool, mut piece: impl FnMut(&'a [u8])) {
    let mut start = 0;
    for place in memchr2_iter(b'\n', b'\r', text) {
        if place < start {
            // The second half of an end of two bytes.
            continue;
        }
        let is_pair = text[place] == b'\r' && text.get(place + 1) == Some(&b'\n');
        let next = place + 1 + usize::from(is_pair);
        piece(&text[start..if keep_ends { next } else { place }]);
        start = next;
    }
    if start < text.len() {
        piece(&text[start..]);
    }
}

/// What is before and behind the first separator.
pub fn partition<'a>(text: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = super::find(text, separator, 0..text.len())?;
    Some((&text[..place], &text[place + separator.len()..]))
}

/// What is before and behind the last separator.
pub fn rpartition<'a>(text: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let place = super::rfind(text, separator, 0..text.len())?;
    Some((&text[..place], &text[place + separator.len()..]))
}
