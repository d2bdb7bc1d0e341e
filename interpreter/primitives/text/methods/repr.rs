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
    let is_plain = |byte: u8| (byte.wrapping_sub(b' ') < 95) & (byte != b'\\') & (byte != quote);
    let mut rest = bytes;
    while !rest.is_empty() {
        let plain = position(rest, |byte| !is_plain(byte)).unwrap_or(rest.len());
        found.push_bytes_trusted(&rest[..plain]);
        rest = &rest[plain..];
        // Characters of other scripts come in a row.
        let mut code_points = Wtf8::from_bytes_trusted(rest).code_points();
        while code_points
            .as_bytes()
            .first()
            .is_some_and(|&byte| !is_plain(byte))
            && let Some(code_point) = code_points.next()
        {
            match code_point {
                0x5C => found.push_str("\\\\"),
                0x27 => found.push_str("\\'"),
                0x80.. if is_shown(code_point) => found.push(code_point),
                _ => push_escape(&mut found, code_point),
            }
        }
        rest = code_points.as_bytes();
    }
    found.push(u32::from(quote));
    found
}

/// The escape of a code point: of one letter for white space, else of digits.
fn push_escape(found: &mut Wtf8Buf, code_point: u32) {
    match code_point {
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
