//! Strings and numbers of JSON, read.

use std::borrow::Cow;

use super::JsonError;
use crate::text::bytes::{digit_value, position};
use crate::text::wtf8::{Wtf8, Wtf8Buf};

/// A string, and the offset behind its quote.
pub type ScannedString<'a> = (Cow<'a, Wtf8>, usize);

/// The string whose opening quote is before this offset. Without `is_strict`, it may have
/// control characters.
pub fn scan_string(
    text: &Wtf8,
    start: usize,
    is_strict: bool,
) -> Result<ScannedString<'_>, JsonError> {
    let bytes = text.as_bytes();
    let unterminated = JsonError {
        message: "Unterminated string starting at",
        offset: start.saturating_sub(1),
    };
    let mut found: Option<Wtf8Buf> = None;
    let mut place = start;
    loop {
        let rest = bytes.get(place..).unwrap_or_default();
        let Some(length) = plain_length(rest, is_strict) else {
            return Err(unterminated);
        };
        let plain = Wtf8::from_bytes_trusted(&rest[..length]);
        place += length;
        match rest[length] {
            b'"' => {
                let whole = match found {
                    None => Cow::Borrowed(plain),
                    Some(mut found) => {
                        found.push_wtf8(plain);
                        Cow::Owned(found)
                    }
                };
                return Ok((whole, place + 1));
            }
            b'\\' => {
                let Some(&letter) = bytes.get(place + 1) else {
                    return Err(unterminated);
                };
                let found = found.get_or_insert_with(|| Wtf8Buf::with_capacity(length + 16));
                found.push_wtf8(plain);
                let (code_point, end) = escape(bytes, place, letter)?;
                found.push(code_point);
                place = end;
            }
            _ => {
                return Err(JsonError {
                    message: "Invalid control character at",
                    offset: place,
                });
            }
        }
    }
}

/// How many bytes there are before a quote, a backslash, or a control character.
#[inline]
fn plain_length(bytes: &[u8], is_strict: bool) -> Option<usize> {
    if !is_strict {
        return memchr::memchr2(b'"', b'\\', bytes);
    }
    position(bytes, |byte| {
        (byte < b' ') | (byte == b'"') | (byte == b'\\')
    })
}

/// The code point of the escape whose backslash is at this place, and the offset behind it.
fn escape(bytes: &[u8], place: usize, letter: u8) -> Result<(u32, usize), JsonError> {
    let simple = |code_point: u8| Ok((u32::from(code_point), place + 2));
    match letter {
        b'"' | b'\\' | b'/' => simple(letter),
        b'b' => simple(8),
        b'f' => simple(12),
        b'n' => simple(10),
        b'r' => simple(13),
        b't' => simple(9),
        b'u' => unicode_escape(bytes, place),
        _ => Err(JsonError {
            message: "Invalid \\escape",
            offset: place,
        }),
    }
}

/// The number of four digits at this offset. Something must follow them.
fn four_digits(bytes: &[u8], offset: usize) -> Option<u32> {
    bytes.get(offset + 4)?;
    let digits = bytes.get(offset..offset + 4)?;
    digits.iter().try_fold(0, |value, &byte| {
        Some(value << 4 | u32::from(digit_value(byte)?))
    })
}

fn unicode_escape(bytes: &[u8], place: usize) -> Result<(u32, usize), JsonError> {
    let Some(unit) = four_digits(bytes, place + 2) else {
        return Err(JsonError {
            message: "Invalid \\uXXXX escape",
            offset: place + 1,
        });
    };
    let end = place + 6;
    if let 0xD800..0xDC00 = unit
        && bytes.get(end..end + 2) == Some(b"\\u")
        && let Some(low @ 0xDC00..0xE000) = four_digits(bytes, end + 2)
    {
        return Ok((0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00), end + 6));
    }
    Ok((unit, end))
}

/// A number in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The offset behind it.
    pub end: usize,
    /// Whether it has a fraction or an exponent.
    pub is_float: bool,
}

/// The number at this offset, as far as it is one.
pub fn scan_number(text: &[u8], start: usize) -> Option<Number> {
    let at = |place: usize| text.get(place).copied();
    let digits_end = |mut place: usize| {
        while at(place).is_some_and(|byte| byte.is_ascii_digit()) {
            place += 1;
        }
        place
    };
    let first = start + usize::from(at(start) == Some(b'-'));
    let mut end = match at(first)? {
        b'0' => first + 1,
        b'1'..=b'9' => digits_end(first),
        _ => return None,
    };
    let mut is_float = false;
    if at(end) == Some(b'.') && digits_end(end + 1) > end + 1 {
        end = digits_end(end + 1);
        is_float = true;
    }
    if matches!(at(end), Some(b'e' | b'E')) {
        let digits = end + 1 + usize::from(matches!(at(end + 1), Some(b'+' | b'-')));
        let behind = digits_end(digits);
        if behind > digits {
            end = behind;
            is_float = true;
        }
    }
    Some(Number { end, is_float })
}

/// The offset of what is behind the white space.
#[inline]
pub fn skip_white_space(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    start + rest.iter().take_while(is_space).count()
}
