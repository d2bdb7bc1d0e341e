//! Floats from text, by the rules of `float(text)`.

use crate::number::NumberError;
use crate::number::source_text;

/// A text that is no float.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseError;

impl ParseError {
    /// The `ValueError`, given the `repr` of the text.
    pub fn to_error(self, representation: &str) -> NumberError {
        NumberError::Value(format!("could not convert string to float: {representation}").into())
    }
}

/// `float(text)`.
pub fn parse(text: &str) -> Result<f64, ParseError> {
    parse_bytes(source_text::of_str(text).as_bytes())
}

/// A float of few digits with or without a point: the quotient of two floats that are exact is
/// rounded as the text is. `None` for any other text.
fn parse_few_digits(bytes: &[u8]) -> Option<f64> {
    const MOST_DIGITS: usize = 15;
    const POWERS: [f64; MOST_DIGITS + 1] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    let (is_negative, unsigned) = source_text::split_sign(bytes);
    let mut digits = 0_i64;
    let mut count = 0;
    let mut point = None;
    for &byte in unsigned {
        match byte {
            b'0'..=b'9' if count < MOST_DIGITS => {
                digits = digits * 10 + i64::from(byte - b'0');
                count += 1;
            }
            b'.' if point.is_none() => point = Some(count),
            _ => return None,
        }
    }
    if count == 0 {
        return None;
    }
    let size = digits as f64 / POWERS[count - point.unwrap_or(count)];
    Some(if is_negative { -size } else { size })
}

/// `float(bytes)`.
pub fn parse_bytes(bytes: &[u8]) -> Result<f64, ParseError> {
    if let Some(value) = parse_few_digits(bytes) {
        return Ok(value);
    }
    if bytes.contains(&b'_') {
        let bytes = source_text::without_underscores(bytes).ok_or(ParseError)?;
        return parse_plain(&bytes);
    }
    parse_plain(bytes)
}

fn parse_plain(bytes: &[u8]) -> Result<f64, ParseError> {
    let text = source_text::trim(bytes);
    match parse_prefix(text) {
        Some((value, [])) => Ok(value),
        _ => Err(ParseError),
    }
}

/// The float that a text starts with, and the rest of the text.
pub(crate) fn parse_prefix(text: &[u8]) -> Option<(f64, &[u8])> {
    let (is_negative, unsigned) = source_text::split_sign(text);
    let (size, rest) = parse_name(unsigned).or_else(|| parse_number(unsigned))?;
    Some((if is_negative { -size } else { size }, rest))
}

/// `inf`, `infinity` or `nan`, and the rest of the text.
pub(super) fn parse_name(text: &[u8]) -> Option<(f64, &[u8])> {
    const NAMES: [(&[u8], f64); 3] = [
        (b"infinity", f64::INFINITY),
        (b"inf", f64::INFINITY),
        (b"nan", f64::NAN),
    ];
    NAMES.iter().find_map(|&(name, value)| {
        let (start, rest) = text.split_at_checked(name.len())?;
        start.eq_ignore_ascii_case(name).then_some((value, rest))
    })
}

fn parse_number(text: &[u8]) -> Option<(f64, &[u8])> {
    let digits_from = |start: usize| {
        text.iter()
            .skip(start)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let whole = digits_from(0);
    let mut end = whole;
    let mut digits = whole;
    if text.get(end) == Some(&b'.') {
        let fraction = digits_from(end + 1);
        end += 1 + fraction;
        digits += fraction;
    }
    if digits == 0 {
        return None;
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits_from(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    let (number, rest) = text.split_at_checked(end)?;
    let value = str::from_utf8(number).ok()?.parse().ok()?;
    Some((value, rest))
}
