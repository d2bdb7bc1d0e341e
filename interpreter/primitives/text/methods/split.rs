//! Splitting text. Each piece goes to a function; `rsplit` gives the last piece first.

use unicode::{is_line_break, is_space};

use crate::text::bytes;
use crate::text::view::Text;
use crate::text::wtf8::Wtf8;

/// White space of `str` among ASCII, some separators of data included.
#[inline]
pub(super) fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, 0x09..=0x0D | 0x1C..=0x20)
}

/// Whether a line break may start with the byte.
#[inline]
fn may_start_line_break(byte: u8) -> bool {
    (byte.wrapping_sub(0x0A) < 4) | (byte.wrapping_sub(0x1C) < 3) | (byte == 0xC2) | (byte == 0xE2)
}

/// The lines of a text of ASCII.
fn split_ascii_lines<'a>(text: &'a [u8], keep_ends: bool, mut piece: impl FnMut(&'a [u8])) {
    let is_break = |byte: u8| (byte.wrapping_sub(0x0A) < 4) | (byte.wrapping_sub(0x1C) < 3);
    let mut start = 0;
    let mut searched = 0;
    loop {
        // Nearly all characters of nearly all texts are larger than those that end lines.
        let mut chunks = text[searched..].chunks_exact(16);
        let plain = chunks.by_ref().take_while(|chunk| {
            let small = |small: bool, &byte: &u8| small | (byte < 0x1F);
            !chunk.iter().fold(false, small)
        });
        searched += plain.count() * 16;
        let Some(length) = text[searched..].iter().position(|&byte| is_break(byte)) else {
            break;
        };
        let end = searched + length;
        let pair = text[end] == b'\r' && text.get(end + 1) == Some(&b'\n');
        searched = end + 1 + usize::from(pair);
        piece(&text[start..if keep_ends { searched } else { end }]);
        start = searched;
    }
    if start < text.len() {
        piece(&text[start..]);
    }
}

/// The length of the white space at the start.
fn leading_space(text: &[u8]) -> usize {
    let mut code_points = Wtf8::from_bytes_trusted(text).code_points();
    loop {
        let left = code_points.as_bytes().len();
        if !code_points.next().is_some_and(is_space) {
            return text.len() - left;
        }
    }
}

/// The length of what is before the white space at the end.
fn without_trailing_space(text: &[u8]) -> usize {
    let mut code_points = Wtf8::from_bytes_trusted(text).code_points();
    loop {
        let left = code_points.as_bytes().len();
        if !code_points.next_back().is_some_and(is_space) {
            return left;
        }
    }
}

/// The length of what is before the first white space.
fn leading_word(text: &[u8]) -> usize {
    let mut code_points = Wtf8::from_bytes_trusted(text).code_points();
    loop {
        let left = code_points.as_bytes().len();
        if code_points.next().is_none_or(is_space) {
            return text.len() - left;
        }
    }
}

/// The offset of what is behind the last white space.
fn trailing_word(text: &[u8]) -> usize {
    let mut code_points = Wtf8::from_bytes_trusted(text).code_points();
    loop {
        let left = code_points.as_bytes().len();
        if code_points.next_back().is_none_or(is_space) {
            return left;
        }
    }
}

impl<'a> Text<'a> {
    /// Splits at each separator, which is not empty, at most so many times.
    pub fn split(self, separator: &Wtf8, limit: Option<usize>, mut piece: impl FnMut(&'a Wtf8)) {
        bytes::split(self.as_bytes(), separator.as_bytes(), limit, |found| {
            piece(Wtf8::from_bytes_trusted(found));
        });
    }

    /// Splits at each separator, which is not empty, from the end on.
    pub fn rsplit(self, separator: &Wtf8, limit: Option<usize>, mut piece: impl FnMut(&'a Wtf8)) {
        bytes::rsplit(self.as_bytes(), separator.as_bytes(), limit, |found| {
            piece(Wtf8::from_bytes_trusted(found));
        });
    }

    /// Splits at runs of white space, at most so many times.
    pub fn split_white_space(self, limit: Option<usize>, mut piece: impl FnMut(&'a Wtf8)) {
        let mut piece = |found| piece(Wtf8::from_bytes_trusted(found));
        if self.is_ascii() {
            bytes::split_where(self.as_bytes(), limit, is_ascii_space, piece);
            return;
        }
        let mut left = limit.unwrap_or(usize::MAX);
        let mut rest = self.as_bytes();
        loop {
            rest = &rest[leading_space(rest)..];
            if rest.is_empty() {
                return;
            }
            if left == 0 {
                return piece(rest);
            }
            left -= 1;
            let (word, behind) = rest.split_at(leading_word(rest));
            piece(word);
            rest = behind;
        }
    }

    /// Splits at runs of white space from the end on, at most so many times.
    pub fn rsplit_white_space(self, limit: Option<usize>, mut piece: impl FnMut(&'a Wtf8)) {
        let mut piece = |found| piece(Wtf8::from_bytes_trusted(found));
        if self.is_ascii() {
            bytes::rsplit_where(self.as_bytes(), limit, is_ascii_space, piece);
            return;
        }
        let mut left = limit.unwrap_or(usize::MAX);
        let mut rest = self.as_bytes();
        loop {
            rest = &rest[..without_trailing_space(rest)];
            if rest.is_empty() {
                return;
            }
            if left == 0 {
                return piece(rest);
            }
            left -= 1;
            let (before, word) = rest.split_at(trailing_word(rest));
            piece(word);
            rest = before;
        }
    }

    /// The lines, with their ends if asked for.
    pub fn split_lines(self, keep_ends: bool, mut piece: impl FnMut(&'a Wtf8)) {
        let text = self.value();
        let bytes = text.as_bytes();
        if self.is_ascii() {
            return split_ascii_lines(bytes, keep_ends, |line| {
                piece(Wtf8::from_bytes_trusted(line));
            });
        }
        let mut start = 0;
        let mut searched = 0;
        while let Some(length) = bytes::position(&bytes[searched..], may_start_line_break) {
            let place = searched + length;
            let mut code_points = text.slice(place, text.len()).code_points();
            let is_break = code_points.next().is_some_and(is_line_break);
            let pair = bytes[place] == b'\r' && code_points.as_bytes().first() == Some(&b'\n');
            searched = text.len() - code_points.as_bytes().len() + usize::from(pair);
            if is_break {
                piece(text.slice(start, if keep_ends { searched } else { place }));
                start = searched;
            }
        }
        if start < text.len() {
            piece(text.slice(start, text.len()));
        }
    }

    /// What is before and behind the first separator, which is not empty.
    pub fn partition(self, separator: &Wtf8) -> Option<(&'a Wtf8, &'a Wtf8)> {
        let (before, behind) = bytes::partition(self.as_bytes(), separator.as_bytes())?;
        Some((
            Wtf8::from_bytes_trusted(before),
            Wtf8::from_bytes_trusted(behind),
        ))
    }

    /// What is before and behind the last separator, which is not empty.
    pub fn rpartition(self, separator: &Wtf8) -> Option<(&'a Wtf8, &'a Wtf8)> {
        let (before, behind) = bytes::rpartition(self.as_bytes(), separator.as_bytes())?;
        Some((
            Wtf8::from_bytes_trusted(before),
            Wtf8::from_bytes_trusted(behind),
        ))
    }
}
