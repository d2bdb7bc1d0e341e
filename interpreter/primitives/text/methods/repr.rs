//! What `repr` and `ascii` make of strings.

use unicode::is_printable;

use crate::text::bytes::{digits, position};
use crate::text::wtf8::{Wtf8, Wtf8Buf};

/// `repr` of a string.
pub fn repr(text: &Wtf8) -> Wtf8Buf {
    quoted(text, is_printable)
}

/// `ascii` of a string.
pub fn ascii(text: &Wtf8) -> Wtf8Buf {
    quoted(text, |_| false)
}

/// A literal in which the code points beyond ASCII are shown as they are where `is_shown`.
fn quoted(text: &Wtf8, is_shown: impl Fn(u32) -> bool) -> Wtf8Buf {
    let bytes = text.as_bytes();
    let has_double_only =
        memchr::memchr(b'\'', bytes).is_some() && memchr::memchr(b'"', bytes).is_none();
    let quote = if has_double_only { b'"' } else { b'\'' };
    let mut found = Wtf8Buf::with_capacity(bytes.len() + 2);
    found.push(u32::from(quote));
    let is_escaped = |byte: u8| (byte < b' ') | (byte == 0x7F) | (byte == b'\\') | (byte == quote);
    let is_shown = |code_point| code_point < 0x80 || is_shown(code_point);
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = position(rest, is_escaped).unwrap_or(rest.len());
        let (plain, behind) = rest.split_at(length);
        let plain = Wtf8::from_bytes_trusted(plain);
        if plain.is_ascii() || plain.code_points().all(is_shown) {
            found.push_wtf8(plain);
        } else {
            for code_point in plain.code_points() {
                if is_shown(code_point) {
                    found.push(code_point);
                } else {
                    push_escape(&mut found, code_point);
                }
            }
        }
        rest = behind;
        if let Some((&byte, behind)) = rest.split_first() {
            push_escape(&mut found, u32::from(byte));
            rest = behind;
        }
    }
    found.push(u32::from(quote));
    found
}

/// The escape of a code point: of one character for white space and quotes, else of digits.
fn push_escape(found: &mut Wtf8Buf, code_point: u32) {
    match code_point {
        0x5C => found.push_str("\\\\"),
        0x27 => found.push_str("\\'"),
        0x09 => found.push_str("\\t"),
        0x0A => found.push_str("\\n"),
        0x0D => found.push_str("\\r"),
        _ => push_numeric_escape(found, code_point),
    }
}

/// The shortest of `\xhh`, `\uhhhh` and `\Uhhhhhhhh`.
pub(crate) fn push_numeric_escape(found: &mut Wtf8Buf, code_point: u32) {
    let bytes = code_point.to_be_bytes();
    let (letter, bytes) = match code_point {
        0..0x100 => ('x', &bytes[3..]),
        0x100..0x1_0000 => ('u', &bytes[2..]),
        _ => ('U', &bytes[..]),
    };
    found.push_bytes_trusted(&[b'\\', letter as u8]);
    for &byte in bytes {
        found.push_bytes_trusted(&digits(byte));
    }
}
