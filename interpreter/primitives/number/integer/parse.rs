//! Integers from text, by the rules of `int(text, base)`.

use num_bigint::{BigInt, BigUint, Sign};

use super::text::LEAST_DIGIT_LIMIT;
use super::{Integer, IntegerRef, limbs, negate};
use crate::number::NumberError;
use crate::number::source_text::{self, SourceText};

/// Why a text is no integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The base is none of 0 and 2 to 36.
    Base,
    /// The text is not written as an integer of the base is.
    Literal,
    /// The text has more digits than the limit allows.
    TooManyDigits {
        /// The digits of the text.
        digits: usize,
        /// The limit.
        limit: usize,
    },
}

impl ParseError {
    /// The `ValueError`. `base` is what the caller passed, and `representation` the `repr` of
    /// the text.
    pub fn to_error(&self, base: i64, representation: &str) -> NumberError {
        const LONGEST_REPRESENTATION: usize = 200;
        NumberError::Value(match self {
            ParseError::Base => "int() base must be >= 2 and <= 36, or 0".into(),
            ParseError::Literal => {
                let shown: String = representation
                    .chars()
                    .take(LONGEST_REPRESENTATION)
                    .collect();
                format!("invalid literal for int() with base {base}: {shown}").into()
            }
            ParseError::TooManyDigits { digits, limit } => format!(
                "Exceeds the limit ({limit} digits) for integer string conversion: \
                 value has {digits} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            )
            .into(),
        })
    }
}

/// `int(text, base)`. A `limit` of 0 allows any number of digits.
pub fn parse(text: &str, base: i64, limit: usize) -> Result<Integer, ParseError> {
    match source_text::of_str(text) {
        SourceText::Ascii(bytes) => parse_bytes(bytes, base, limit),
        SourceText::Converted(text) => parse_bytes(text.as_bytes(), base, limit),
    }
}

/// `int(bytes)` of a few decimal digits behind at most a minus sign; `None` for any other text.
#[inline]
pub fn parse_few_decimal_digits(bytes: &[u8]) -> Option<i64> {
    const MOST_DIGITS: usize = 18;
    let (is_negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > MOST_DIGITS {
        return None;
    }
    let mut value = 0_i64;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(if is_negative { -value } else { value })
}

/// `int(bytes, base)`.
pub fn parse_bytes(bytes: &[u8], base: i64, limit: usize) -> Result<Integer, ParseError> {
    let base = match u32::try_from(base) {
        Ok(base @ (0 | 2..=36)) => base,
        _ => return Err(ParseError::Base),
    };
    let (is_negative, unsigned) = source_text::split_sign(source_text::trim(bytes));
    let (radix, digits, must_be_zero) = split_prefix(unsigned, base)?;
    let value = parse_digits(digits, radix, limit)?;
    if must_be_zero && !value.as_ref().is_zero() {
        return Err(ParseError::Literal);
    }
    Ok(if is_negative {
        negate(value.as_ref())
    } else {
        value
    })
}

/// The radix, the digits behind the prefix, and whether they may be zeros only: `base` 0 allows
/// no zeros before another decimal digit.
fn split_prefix(text: &[u8], base: u32) -> Result<(u32, &[u8], bool), ParseError> {
    let prefix = match text {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    if prefix == 0 || (base != 0 && base != prefix) {
        let must_be_zero = base == 0 && text.first() == Some(&b'0');
        let radix = if base == 0 { 10 } else { base };
        return Ok((radix, text, must_be_zero));
    }
    let digits = text.get(2..).unwrap_or_default();
    Ok((prefix, digits.strip_prefix(b"_").unwrap_or(digits), false))
}

/// Digits with single underscores between them.
fn parse_digits(text: &[u8], radix: u32, limit: usize) -> Result<Integer, ParseError> {
    if let Some(small) = parse_few_digits(text, radix) {
        return Ok(small);
    }
    // All limits are longer than what is parsed so.
    if radix == 10
        && let Some(number) = limbs::parse(text)
    {
        return Ok(number);
    }
    if radix == 10 && limit != 0 && text.len() > limit.max(LEAST_DIGIT_LIMIT) {
        // The error of a text that is far too long should not cost much.
        if text.iter().all(u8::is_ascii_digit) {
            let digits = text.len();
            return Err(ParseError::TooManyDigits { digits, limit });
        }
    }
    let mut values = Vec::with_capacity(text.len());
    let mut may_have_underscore = false;
    for &byte in text {
        if byte == b'_' {
            if !may_have_underscore {
                return Err(ParseError::Literal);
            }
            may_have_underscore = false;
            continue;
        }
        let value = char::from(byte).to_digit(radix);
        values.push(value.ok_or(ParseError::Literal)? as u8);
        may_have_underscore = true;
    }
    // Neither is an empty text a number, nor may an underscore be the last.
    if !may_have_underscore {
        return Err(ParseError::Literal);
    }
    let digits = values.len();
    if !radix.is_power_of_two() && limit != 0 && digits > limit.max(LEAST_DIGIT_LIMIT) {
        return Err(ParseError::TooManyDigits { digits, limit });
    }
    let size = from_digits(&values, radix);
    Ok(BigInt::from_biguint(Sign::Plus, size).into())
}

/// As many digits as fit in 64 bits whatever they are.
fn parse_few_digits(text: &[u8], radix: u32) -> Option<Integer> {
    const MOST_DIGITS: usize = 12;
    if text.is_empty() || text.len() > MOST_DIGITS {
        return None;
    }
    let mut value = 0_i64;
    for &byte in text {
        let digit = char::from(byte).to_digit(radix)?;
        value = value * i64::from(radix) + i64::from(digit);
    }
    Some(Integer::Small(value))
}

/// The value of digits, the most significant first. Long texts are halved, so that the time is
/// that of a multiplication, not of the square of the length.
fn from_digits(values: &[u8], radix: u32) -> BigUint {
    const FEW: usize = 2000;
    if values.len() <= FEW || radix.is_power_of_two() {
        return BigUint::from_radix_be(values, radix).unwrap_or_default();
    }
    let mut powers = vec![BigUint::from(radix).pow(FEW as u32)];
    let mut length = FEW;
    while length * 2 < values.len() {
        let square = powers.last().map(|power| power * power);
        powers.extend(square);
        length *= 2;
    }
    join_halves(values, radix, &powers, length)
}

/// The last of the powers is the radix to the power of `length`.
fn join_halves(values: &[u8], radix: u32, powers: &[BigUint], length: usize) -> BigUint {
    let Some((power, smaller)) = powers.split_last() else {
        return BigUint::from_radix_be(values, radix).unwrap_or_default();
    };
    let Some(split) = values.len().checked_sub(length).filter(|&split| split > 0) else {
        return join_halves(values, radix, smaller, length / 2);
    };
    let (high, low) = values.split_at(split);
    let high = join_halves(high, radix, smaller, length / 2);
    high * power + join_halves(low, radix, smaller, length / 2)
}

impl std::str::FromStr for Integer {
    type Err = ParseError;

    /// As `int(text)` without a limit.
    fn from_str(text: &str) -> Result<Integer, ParseError> {
        parse(text, 10, 0)
    }
}

impl From<&Integer> for BigInt {
    fn from(value: &Integer) -> BigInt {
        IntegerRef::to_big(value.as_ref())
    }
}
