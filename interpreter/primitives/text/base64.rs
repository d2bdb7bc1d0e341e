//! Binary data as ASCII: the functions of the module `binascii`.

mod checksum;
mod quoted_printable;
mod uu;

use std::borrow::Cow;

use super::bytes::digit_value;

pub use checksum::{crc_hqx, crc32};
pub use quoted_printable::{a2b_qp, b2a_qp};
pub use uu::{a2b_uu, b2a_uu};

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// In the table of values: no digit.
const NONE: u8 = 0xFF;

static VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < DIGITS.len() {
        values[DIGITS[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Python's `binascii.Error` with this text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BinasciiError(pub Cow<'static, str>);

impl BinasciiError {
    const fn new(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

/// Data in base 64, with a line end if asked for.
pub fn b2a_base64(data: &[u8], newline: bool) -> Vec<u8> {
    let digit = |bits: u32| DIGITS[bits as usize & 63];
    let (groups, rest) = data.as_chunks::<3>();
    let mut found = Vec::with_capacity(groups.len() * 4 + 5);
    found.resize(groups.len() * 4, 0);
    for (&[first, second, third], place) in groups.iter().zip(found.as_chunks_mut::<4>().0) {
        let bits = u32::from_be_bytes([0, first, second, third]);
        *place = [18, 12, 6, 0].map(|shift| digit(bits >> shift));
    }
    match *rest {
        [first] => {
            let bits = u32::from(first) << 4;
            found.extend([digit(bits >> 6), digit(bits), b'=', b'=']);
        }
        [first, second] => {
            let bits = u32::from(first) << 10 | u32::from(second) << 2;
            found.extend([digit(bits >> 12), digit(bits >> 6), digit(bits), b'=']);
        }
        _ => {}
    }
    if newline {
        found.push(b'\n');
    }
    found
}

/// The data of groups of four digits, as far as there are whole ones without anything else.
fn whole_groups(text: &[u8], found: &mut Vec<u8>) -> usize {
    let mut taken = 0;
    for group in text.chunks_exact(4) {
        let value = |place: usize| u32::from(VALUES[usize::from(group[place])]);
        let [first, second, third, fourth] = [value(0), value(1), value(2), value(3)];
        if (first | second | third | fourth) > 63 {
            break;
        }
        let bits = first << 18 | second << 12 | third << 6 | fourth;
        found.extend_from_slice(&bits.to_be_bytes()[1..]);
        taken += 4;
    }
    taken
}

/// The data of a text in base 64. Unless `is_strict`, what is no digit is skipped.
pub fn a2b_base64(text: &[u8], is_strict: bool) -> Result<Vec<u8>, BinasciiError> {
    let error = |text| Err(BinasciiError::new(text));
    if is_strict && text.first() == Some(&b'=') {
        return error("Leading padding not allowed");
    }
    let mut found = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let taken = whole_groups(text, &mut found);
    // How many digits of the group there are, the bits of them that are left, and its padding.
    let (mut digits, mut left, mut pads) = (0, 0, 0);
    let mut has_padding = false;
    for (place, &byte) in text.iter().enumerate().skip(taken) {
        if byte == b'=' {
            has_padding = true;
            if is_strict && digits == 0 {
                return error("Excess padding not allowed");
            }
            if digits >= 2 {
                pads += 1;
                if digits + pads >= 4 {
                    if is_strict && place + 1 < text.len() {
                        return error("Excess data after padding");
                    }
                    return Ok(found);
                }
            }
            continue;
        }
        let value = VALUES[usize::from(byte)];
        if value == NONE {
            if is_strict {
                return error("Only base64 data is allowed");
            }
            continue;
        }
        if is_strict && has_padding {
            return error("Discontinuous padding not allowed");
        }
        pads = 0;
        match digits {
            1 => found.push(left << 2 | value >> 4),
            2 => found.push(left << 4 | value >> 2),
            3 => found.push(left << 6 | value),
            _ => {}
        }
        left = value;
        digits = (digits + 1) % 4;
    }
    match digits {
        0 => Ok(found),
        1 => {
            let count = found.len() / 3 * 4 + 1;
            Err(BinasciiError(
                format!(
                    "Invalid base64-encoded string: number of data characters ({count}) cannot \
                     be 1 more than a multiple of 4"
                )
                .into(),
            ))
        }
        _ => error("Incorrect padding"),
    }
}

/// The data of pairs of hexadecimal digits.
pub fn a2b_hex(text: &[u8]) -> Result<Vec<u8>, BinasciiError> {
    if !text.len().is_multiple_of(2) {
        return Err(BinasciiError::new("Odd-length string"));
    }
    let pair = |pair: &[u8]| Some(digit_value(pair[0])? << 4 | digit_value(pair[1])?);
    let data: Option<Vec<u8>> = text.chunks_exact(2).map(pair).collect();
    data.ok_or(BinasciiError::new("Non-hexadecimal digit found"))
}
