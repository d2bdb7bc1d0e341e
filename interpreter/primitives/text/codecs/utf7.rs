//! UTF-7: `+` starts UTF-16 in base 64, which another character ends.

use super::{Decoder, Error};
use crate::text::wtf8::Wtf8;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A section of base 64 under way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shift {
    is_open: bool,
    /// Where the section starts in the input.
    start: usize,
    /// Where it starts in the output.
    output: usize,
    /// The bits that are no character yet.
    bits: u32,
    count: u32,
    /// A high surrogate whose low one may follow.
    surrogate: Option<u32>,
}

fn digit(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

fn error(start: usize, end: usize, reason: &'static str) -> Result<(), Error> {
    Err(Error {
        encoding: "utf7",
        start,
        end,
        reason,
    })
}

pub(super) fn decode(decoder: &mut Decoder<'_>) -> Result<(), Error> {
    while let Some(&byte) = decoder.input.get(decoder.position) {
        if decoder.shift.is_open {
            match digit(byte) {
                Some(digit) => take_digit(decoder, digit),
                None => close(decoder, byte)?,
            }
        } else if byte == b'+' {
            open(decoder)?;
        } else if byte.is_ascii() {
            decoder.output.push(u32::from(byte));
            decoder.position += 1;
        } else {
            let start = decoder.position;
            return error(start, start + 1, "unexpected special character");
        }
    }
    if !decoder.shift.is_open {
        return Ok(());
    }
    let shift = decoder.shift;
    if !decoder.is_final {
        // The section is left for the next time, as a whole.
        decoder.position = shift.start;
        decoder.output.truncate(shift.output);
        return Ok(());
    }
    decoder.shift.is_open = false;
    let is_incomplete =
        shift.surrogate.is_some() || shift.count >= 6 || (shift.count > 0 && shift.bits != 0);
    if is_incomplete {
        return error(
            shift.start,
            decoder.input.len(),
            "unterminated shift sequence",
        );
    }
    Ok(())
}

/// At a `+`.
fn open(decoder: &mut Decoder<'_>) -> Result<(), Error> {
    let start = decoder.position;
    match decoder.input.get(start + 1) {
        Some(b'-') => {
            decoder.output.push(u32::from(b'+'));
            decoder.position += 2;
        }
        Some(&byte) if digit(byte).is_none() => {
            return error(start, start + 2, "ill-formed sequence");
        }
        _ => {
            decoder.position += 1;
            decoder.shift = Shift {
                is_open: true,
                start,
                output: decoder.output.len(),
                ..Shift::default()
            };
        }
    }
    Ok(())
}

fn take_digit(decoder: &mut Decoder<'_>, digit: u32) {
    decoder.position += 1;
    let shift = &mut decoder.shift;
    shift.bits = shift.bits << 6 | digit;
    shift.count += 6;
    if shift.count < 16 {
        return;
    }
    shift.count -= 16;
    let unit = shift.bits >> shift.count;
    shift.bits &= (1 << shift.count) - 1;
    if let Some(high) = shift.surrogate.take() {
        if let 0xDC00..0xE000 = unit {
            let code_point = 0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
            decoder.output.push(code_point);
            return;
        }
        decoder.output.push(high);
    }
    match unit {
        0xD800..0xDC00 => shift.surrogate = Some(unit),
        _ => decoder.output.push(unit),
    }
}

/// At a byte that is no digit and ends the section.
fn close(decoder: &mut Decoder<'_>, byte: u8) -> Result<(), Error> {
    let shift = &mut decoder.shift;
    shift.is_open = false;
    let reason = if shift.count >= 6 {
        "partial character in shift sequence"
    } else if shift.count > 0 && shift.bits != 0 {
        "non-zero padding bits in shift sequence"
    } else {
        if let Some(high) = shift.surrogate.take()
            && byte.is_ascii()
        {
            decoder.output.push(high);
        }
        decoder.position += usize::from(byte == b'-');
        return Ok(());
    };
    error(shift.start, decoder.position + 1, reason)
}

/// Whether a code point stands for itself outside of base 64.
fn is_direct(code_point: u32) -> bool {
    matches!(code_point, 0x09 | 0x0A | 0x0D | 0x20..=0x7D) && !matches!(code_point, 0x2B | 0x5C)
}

pub(super) fn encode(text: &Wtf8, output: &mut Vec<u8>) {
    let digit = |bits: u32| DIGITS[bits as usize & 63];
    let mut is_open = false;
    let (mut bits, mut count) = (0_u32, 0);
    for code_point in text.code_points() {
        if is_direct(code_point) {
            let byte = code_point as u8;
            if is_open {
                if count > 0 {
                    output.push(digit(bits << (6 - count)));
                    (bits, count) = (0, 0);
                }
                is_open = false;
                if DIGITS.contains(&byte) || byte == b'-' {
                    output.push(b'-');
                }
            }
            output.push(byte);
            continue;
        }
        if !is_open {
            output.push(b'+');
            if code_point == 0x2B {
                output.push(b'-');
                continue;
            }
            is_open = true;
        }
        let units = match code_point.checked_sub(0x1_0000) {
            Some(above) => [Some(0xD800 + (above >> 10)), Some(0xDC00 + (above & 0x3FF))],
            None => [Some(code_point), None],
        };
        for unit in units.into_iter().flatten() {
            bits = (bits & 0x3F) << 16 | unit;
            count += 16;
            while count >= 6 {
                output.push(digit(bits >> (count - 6)));
                count -= 6;
            }
        }
    }
    if count > 0 {
        output.push(digit(bits << (6 - count)));
    }
    if is_open {
        output.push(b'-');
    }
}
