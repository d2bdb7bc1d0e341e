//! Floats in hexadecimal, `float.hex` and `float.fromhex`.

use super::decompose;
use super::parse::parse_name;
use super::repr::repr;
use crate::number::NumberError;
use crate::number::source_text::{split_sign, trim};

const INVALID: NumberError = NumberError::value("invalid hexadecimal floating-point string");
const TOO_LARGE: NumberError =
    NumberError::overflow("hexadecimal value too large to represent as a float");

/// `value.hex()`.
pub fn to_hex(value: f64) -> String {
    const FRACTION_DIGITS: usize = 13;
    if !value.is_finite() {
        return repr(value);
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (significand, exponent) = decompose(value.abs());
    let whole = significand >> 52;
    let fraction = significand & ((1 << 52) - 1);
    let exponent = exponent + 52;
    format!("{sign}0x{whole}.{fraction:0FRACTION_DIGITS$x}p{exponent:+}")
}

/// `float.fromhex(text)`.
pub fn from_hex(text: &str) -> Result<f64, NumberError> {
    let (is_negative, unsigned) = split_sign(trim(text.as_bytes()));
    let (size, rest) = match parse_name(unsigned) {
        Some(special) => special,
        None => parse_size(unsigned)?,
    };
    // A number that is too large is reported before what should not follow it.
    if !rest.is_empty() {
        return Err(INVALID);
    }
    Ok(if is_negative { -size } else { size })
}

/// What digits stand for: the leading 64 bits, the last of which says whether any follow, and
/// the exponent of two.
#[derive(Default)]
struct Size {
    leading: u64,
    exponent: i64,
}

impl Size {
    fn push(&mut self, digit: u64, is_fraction: bool) {
        const ROOM: u32 = 4;
        if self.leading.leading_zeros() >= ROOM {
            self.leading = self.leading << 4 | digit;
            self.exponent -= if is_fraction { 4 } else { 0 };
        } else {
            self.leading |= u64::from(digit != 0);
            self.exponent += if is_fraction { 0 } else { 4 };
        }
    }
}

fn parse_size(text: &[u8]) -> Result<(f64, &[u8]), NumberError> {
    let mut text = match text {
        [b'0', b'x' | b'X', rest @ ..] => rest,
        _ => text,
    };
    let mut size = Size::default();
    let (mut is_fraction, mut is_empty) = (false, true);
    while let [byte, rest @ ..] = text {
        if *byte == b'.' && !is_fraction {
            is_fraction = true;
        } else if let Some(digit) = char::from(*byte).to_digit(16) {
            size.push(u64::from(digit), is_fraction);
            is_empty = false;
        } else {
            break;
        }
        text = rest;
    }
    if is_empty {
        return Err(INVALID);
    }
    let mut exponent = 0;
    if let [b'p' | b'P', rest @ ..] = text {
        (exponent, text) = parse_exponent(rest)?;
    }
    let value = if size.leading == 0 {
        0.0
    } else {
        scale(size.leading, size.exponent.saturating_add(exponent))?
    };
    Ok((value, text))
}

/// Exponents beyond all measure are as good as a very large one.
fn parse_exponent(text: &[u8]) -> Result<(i64, &[u8]), NumberError> {
    const VERY_LARGE: i64 = i64::MAX / 64;
    let (is_negative, digits) = split_sign(text);
    let count = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (digits, rest) = digits.split_at(count);
    if digits.is_empty() {
        return Err(INVALID);
    }
    let exponent = digits.iter().fold(0, |exponent, byte| {
        (exponent * 10 + i64::from(byte - b'0')).min(VERY_LARGE)
    });
    Ok((if is_negative { -exponent } else { exponent }, rest))
}

/// `leading * 2**exponent`, rounded once to the nearest float, of two the even one.
fn scale(leading: u64, exponent: i64) -> Result<f64, NumberError> {
    const PRECISION: i64 = 53;
    const LEAST_EXPONENT: i64 = -1074;
    let length = i64::from(u64::BITS - leading.leading_zeros());
    let top = exponent.saturating_add(length);
    if top > 1024 {
        return Err(TOO_LARGE);
    }
    if top < LEAST_EXPONENT {
        return Ok(0.0);
    }
    let dropped = (length - PRECISION).max(LEAST_EXPONENT - exponent).max(0);
    let (mut kept, rest) = match u32::try_from(dropped) {
        Ok(dropped @ 0..64) => (leading >> dropped, leading & ((1 << dropped) - 1)),
        _ => (0, leading),
    };
    let half = 1_u128 << dropped.min(100) >> 1;
    let rest = u128::from(rest);
    if dropped > 0 && (rest > half || (rest == half && kept & 1 == 1)) {
        kept += 1;
    }
    let value = multiply_by_power_of_two(kept as f64, exponent + dropped);
    if value.is_finite() {
        Ok(value)
    } else {
        Err(TOO_LARGE)
    }
}

/// A product that is exact or infinite.
fn multiply_by_power_of_two(value: f64, exponent: i64) -> f64 {
    let half = exponent / 2;
    let power = |exponent: i64| 2.0_f64.powi(exponent as i32);
    value * power(half) * power(exponent - half)
}
