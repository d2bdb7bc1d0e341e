//! Strings of JSON, written.

use crate::text::bytes::{digits, position};
use crate::text::wtf8::{Wtf8, Wtf8Buf};

/// The letter of a short escape.
#[inline]
fn short(byte: u8) -> Option<u8> {
    Some(match byte {
        b'"' | b'\\' => byte,
        8 => b'b',
        12 => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => return None,
    })
}

fn push_unit(found: &mut Wtf8Buf, unit: u32) {
    let [_, _, high, low] = unit.to_be_bytes();
    let ([first, second], [third, fourth]) = (digits(high), digits(low));
    found.push_bytes_trusted(&[b'\\', b'u', first, second, third, fourth]);
}

/// Appends an escape, of two units for what is beyond the first plane.
fn push_escape(found: &mut Wtf8Buf, code_point: u32) {
    if let Some(letter) = u8::try_from(code_point).ok().and_then(short) {
        found.push_bytes_trusted(&[b'\\', letter]);
        return;
    }
    match code_point.checked_sub(0x1_0000) {
        None => push_unit(found, code_point),
        Some(above) => {
            push_unit(found, 0xD800 + (above >> 10));
            push_unit(found, 0xDC00 + (above & 0x3FF));
        }
    }
}

/// A string in quotes, all in ASCII.
pub fn quote_ascii(text: &Wtf8) -> Wtf8Buf {
    quoted(text, |byte| {
        (byte.wrapping_sub(b' ') < 95) & (byte != b'"') & (byte != b'\\')
    })
}

/// A string in quotes, with escapes only where JSON needs them.
pub fn quote(text: &Wtf8) -> Wtf8Buf {
    quoted(text, |byte| {
        (byte >= b' ') & (byte != b'"') & (byte != b'\\')
    })
}

fn quoted(text: &Wtf8, is_plain: impl Fn(u8) -> bool) -> Wtf8Buf {
    let mut rest = text.as_bytes();
    let mut found = Wtf8Buf::with_capacity(rest.len() + 2);
    found.push_bytes_trusted(b"\"");
    loop {
        let plain = position(rest, |byte| !is_plain(byte)).unwrap_or(rest.len());
        found.push_bytes_trusted(&rest[..plain]);
        let mut code_points = Wtf8::from_bytes_trusted(&rest[plain..]).code_points();
        while code_points
            .as_bytes()
            .first()
            .is_some_and(|&byte| !is_plain(byte))
            && let Some(code_point) = code_points.next()
        {
            push_escape(&mut found, code_point);
        }
        rest = code_points.as_bytes();
        if rest.is_empty() {
            break;
        }
    }
    found.push_bytes_trusted(b"\"");
    found
}
