//! `unicode_escape` and `raw_unicode_escape`.

use unicode::character_by_name;

use super::{Decoder, Error, InvalidEscape};
use crate::text::bytes::{digit_value, digits};
use crate::text::wtf8::Wtf8;

/// What an escape is: a code point or nothing, and how many bytes were taken; or what is wrong,
/// how many bytes that concerns, and whether more of them could help.
type Escape = Result<(Option<u32>, usize), (&'static str, usize, bool)>;

/// A number of so many digits, which start at `from`.
fn number(
    escape: &[u8],
    from: usize,
    count: usize,
    truncated: &'static str,
) -> Result<u32, (&'static str, usize, bool)> {
    let mut value = 0_u32;
    for place in from..from + count {
        let Some(&byte) = escape.get(place) else {
            return Err((truncated, place, true));
        };
        let Some(digit) = digit_value(byte) else {
            return Err((truncated, place, false));
        };
        value = value << 4 | u32::from(digit);
    }
    Ok(value)
}

/// The error of the decoder for an escape at its position, unless more input may come.
fn stop(
    decoder: &Decoder<'_>,
    encoding: &'static str,
    (reason, length, is_incomplete): (&'static str, usize, bool),
) -> Result<(), Error> {
    if is_incomplete && !decoder.is_final {
        return Ok(());
    }
    Err(Error {
        encoding,
        start: decoder.position,
        end: decoder.position + length,
        reason,
    })
}

/// Takes what is before the next backslash.
fn take_plain(decoder: &mut Decoder<'_>) {
    let rest = decoder.rest();
    let length = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
    let plain = &rest[..length];
    if plain.is_ascii() {
        decoder.output.push_bytes_trusted(plain);
    } else {
        decoder
            .output
            .extend(plain.iter().map(|&byte| u32::from(byte)));
    }
    decoder.position += length;
}

pub(super) fn decode(decoder: &mut Decoder<'_>) -> Result<(), Error> {
    loop {
        take_plain(decoder);
        let rest = decoder.rest();
        let Some(&letter) = rest.get(1) else {
            if rest.is_empty() {
                return Ok(());
            }
            return stop(decoder, "unicodeescape", ("\\ at end of string", 1, true));
        };
        match escape(rest, letter) {
            Err(wrong) => return stop(decoder, "unicodeescape", wrong),
            Ok((code_point, length)) => {
                if let Some(code_point) = code_point {
                    take_escaped(decoder, letter, code_point);
                }
                decoder.position += length;
            }
        }
    }
}

/// Appends the code point of an escape; one that is not known keeps its backslash.
fn take_escaped(decoder: &mut Decoder<'_>, letter: u8, code_point: u32) {
    let unknown = match letter {
        b'0'..=b'7' if code_point > 0o377 => Some(InvalidEscape::Octal(code_point as u16)),
        b'0'..=b'7'
        | b'\\'
        | b'\''
        | b'"'
        | b'b'
        | b'f'
        | b't'
        | b'n'
        | b'r'
        | b'v'
        | b'a'
        | b'x'
        | b'u'
        | b'U'
        | b'N' => None,
        _ => {
            decoder.output.push(u32::from(b'\\'));
            Some(InvalidEscape::Character(letter))
        }
    };
    decoder.invalid_escape = decoder.invalid_escape.or(unknown);
    decoder.output.push(code_point);
}

/// The escape at the start, with the byte behind its backslash.
fn escape(rest: &[u8], letter: u8) -> Escape {
    let simple = |code_point: u8| Ok((Some(u32::from(code_point)), 2));
    match letter {
        b'\n' => Ok((None, 2)),
        b'b' => simple(8),
        b'f' => simple(12),
        b't' => simple(9),
        b'n' => simple(10),
        b'r' => simple(13),
        b'v' => simple(11),
        b'a' => simple(7),
        b'0'..=b'7' => {
            let octal = rest[1..]
                .iter()
                .take(3)
                .take_while(|byte| matches!(byte, b'0'..=b'7'));
            let (value, length) = octal.fold((0, 1), |(value, length), &byte| {
                (value << 3 | u32::from(byte - b'0'), length + 1)
            });
            Ok((Some(value), length))
        }
        b'x' => Ok((Some(number(rest, 2, 2, "truncated \\xXX escape")?), 4)),
        b'u' => Ok((Some(number(rest, 2, 4, "truncated \\uXXXX escape")?), 6)),
        b'U' => match number(rest, 2, 8, "truncated \\UXXXXXXXX escape")? {
            value @ 0..0x11_0000 => Ok((Some(value), 10)),
            _ => Err(("illegal Unicode character", 10, false)),
        },
        b'N' => named(rest),
        _ => simple(letter),
    }
}

/// The escape `\N{...}` at the start.
fn named(rest: &[u8]) -> Escape {
    const MALFORMED: &str = "malformed \\N character escape";
    match rest.get(2) {
        None => return Err((MALFORMED, 2, true)),
        Some(b'{') => {}
        Some(_) => return Err((MALFORMED, 2, false)),
    }
    let Some(length) = memchr::memchr(b'}', &rest[3..]) else {
        return Err((MALFORMED, rest.len(), true));
    };
    if length == 0 {
        return Err((MALFORMED, 3, false));
    }
    let name = std::str::from_utf8(&rest[3..3 + length]).ok();
    match name.and_then(character_by_name) {
        Some(character) => Ok((Some(u32::from(character)), length + 4)),
        None => Err(("unknown Unicode character name", length + 4, false)),
    }
}

pub(super) fn decode_raw(decoder: &mut Decoder<'_>) -> Result<(), Error> {
    loop {
        take_plain(decoder);
        let rest = decoder.rest();
        let value = match rest.get(1) {
            None if rest.is_empty() || !decoder.is_final => return Ok(()),
            Some(b'u') => number(rest, 2, 4, "truncated \\uXXXX escape").map(|value| (value, 6)),
            Some(b'U') => match number(rest, 2, 8, "truncated \\UXXXXXXXX escape") {
                Ok(0x11_0000..) => Err(("\\Uxxxxxxxx out of range", 10, false)),
                value => value.map(|value| (value, 10)),
            },
            next => {
                decoder.output.push(u32::from(b'\\'));
                decoder.output.extend(next.map(|&byte| u32::from(byte)));
                decoder.position += rest.len().min(2);
                continue;
            }
        };
        match value {
            Err(wrong) => return stop(decoder, "rawunicodeescape", wrong),
            Ok((code_point, length)) => {
                decoder.output.push(code_point);
                decoder.position += length;
            }
        }
    }
}

/// Appends `\u` or `\U` with all digits.
fn push_wide(code_point: u32, output: &mut Vec<u8>) {
    let bytes = code_point.to_be_bytes();
    let (letter, bytes) = match code_point {
        0..0x1_0000 => (b'u', &bytes[2..]),
        _ => (b'U', &bytes[..]),
    };
    output.extend([b'\\', letter]);
    output.extend(bytes.iter().flat_map(|&byte| digits(byte)));
}

pub(super) fn encode(text: &Wtf8, output: &mut Vec<u8>) {
    for code_point in text.code_points() {
        match code_point {
            0x5C => output.extend(b"\\\\"),
            0x20..0x7F => output.push(code_point as u8),
            0x09 => output.extend(b"\\t"),
            0x0A => output.extend(b"\\n"),
            0x0D => output.extend(b"\\r"),
            0..0x100 => {
                output.extend(b"\\x");
                output.extend(digits(code_point as u8));
            }
            _ => push_wide(code_point, output),
        }
    }
}

pub(super) fn encode_raw(text: &Wtf8, output: &mut Vec<u8>) {
    for code_point in text.code_points() {
        match code_point {
            0..0x100 => output.push(code_point as u8),
            _ => push_wide(code_point, output),
        }
    }
}
