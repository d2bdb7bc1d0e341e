//! Decimals as text, and back.

use num_bigint::BigUint;
use num_traits::Zero;

use super::context::{Context, Signals, condition};
use super::digits::digit_text;
use super::{Decimal, Kind};

/// Why a text is no decimal: it is not written as one, or its exponent is too large.
fn split_exponent(text: &str) -> Option<(&str, i64)> {
    let Some(place) = text.find(['e', 'E']) else {
        return Some((text, 0));
    };
    let (mantissa, exponent) = (text.get(..place)?, text.get(place + 1..)?);
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Exponents that no number can have are cut to one that is out of every range.
    let number = digits
        .trim_start_matches('0')
        .parse::<i64>()
        .unwrap_or_else(|_| match digits.trim_start_matches('0').is_empty() {
            true => 0,
            false => i64::MAX / 4,
        });
    let number = number.min(i64::MAX / 4);
    Some((
        mantissa,
        if exponent.starts_with('-') {
            -number
        } else {
            number
        },
    ))
}

impl Decimal {
    /// The number of a text of ASCII characters; `None` where it is not written as one.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let lower = rest.to_ascii_lowercase();
        if matches!(lower.as_str(), "inf" | "infinity") {
            return Some(Decimal::infinity(negative));
        }
        let payload = lower
            .strip_prefix("snan")
            .map(|digits| (Kind::Signaling, digits))
            .or_else(|| {
                lower
                    .strip_prefix("nan")
                    .map(|digits| (Kind::Quiet, digits))
            });
        if let Some((kind, digits)) = payload {
            if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            return Some(Decimal {
                kind,
                coefficient: digits.parse().unwrap_or_default(),
                ..Decimal::zero(negative, 0)
            });
        }
        let (mantissa, exponent) = split_exponent(rest)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut digits = String::with_capacity(mantissa.len());
        digits.push_str(whole);
        digits.push_str(fraction);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let coefficient = match digits.parse::<u64>() {
            Ok(small) => small.into(),
            Err(_) => BigUint::parse_bytes(digits.as_bytes(), 10)?,
        };
        Some(Decimal::new(
            negative,
            coefficient,
            exponent - fraction.len() as i64,
        ))
    }

    /// The number of a text exactly, as `Decimal(text)` takes it: what no exact number can be
    /// is an invalid operation.
    pub fn parse_exact(text: &str, signals: &mut Signals) -> Decimal {
        let Some(number) = Decimal::parse(text) else {
            *signals |= condition::CONVERSION_SYNTAX;
            return Decimal::nan();
        };
        number.exactly(signals)
    }

    /// The number itself; an invalid operation where no exact number can be so large or small.
    pub fn exactly(self, signals: &mut Signals) -> Decimal {
        let mut found = 0;
        let number = self.finish(&Context::exact(), &mut found);
        if found & (condition::INEXACT | condition::ROUNDED | condition::CLAMPED) != 0 {
            *signals |= condition::INVALID_OPERATION;
            return Decimal::nan();
        }
        number
    }

    /// The number of a text, rounded, as `Context.create_decimal` takes it.
    pub fn parse_rounded(text: &str, context: &Context, signals: &mut Signals) -> Decimal {
        match Decimal::parse(text) {
            Some(number) if number.is_nan() => {
                let most = context.precision - i64::from(context.clamp);
                if number.digits() > most && !number.coefficient.is_zero() {
                    *signals |= condition::CONVERSION_SYNTAX;
                    return Decimal::nan();
                }
                number
            }
            Some(number) => number.finish(context, signals),
            None => {
                *signals |= condition::CONVERSION_SYNTAX;
                Decimal::nan()
            }
        }
    }

    /// The name of what is no number, with its sign and payload.
    fn special_text(&self) -> Option<String> {
        let sign = if self.negative { "-" } else { "" };
        let name = match self.kind {
            Kind::Finite => return None,
            Kind::Infinite => return Some(format!("{sign}Infinity")),
            Kind::Quiet => "NaN",
            Kind::Signaling => "sNaN",
        };
        Some(match self.coefficient.is_zero() {
            true => format!("{sign}{name}"),
            false => format!("{sign}{name}{}", self.coefficient),
        })
    }

    /// `str(x)`, or with `engineering` `to_eng_string`.
    pub fn to_text(&self, engineering: bool, capitals: bool) -> String {
        if let Some(text) = self.special_text() {
            return text;
        }
        let digits = digit_text(&self.coefficient);
        let count = digits.len() as i64;
        let left = self.exponent + count;
        let point = if self.exponent <= 0 && left > -6 {
            left
        } else if !engineering {
            1
        } else if self.coefficient.is_zero() {
            (left + 1).rem_euclid(3) - 1
        } else {
            (left - 1).rem_euclid(3) + 1
        };
        let mut text = String::with_capacity(digits.len() + 8);
        if self.negative {
            text.push('-');
        }
        if point <= 0 {
            text.push_str("0.");
            text.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize));
            text.push_str(&digits);
        } else if point >= count {
            text.push_str(&digits);
            text.extend(std::iter::repeat_n('0', (point - count) as usize));
        } else {
            let (whole, fraction) = digits.split_at(point as usize);
            text.push_str(whole);
            text.push('.');
            text.push_str(fraction);
        }
        if left != point {
            text.push(if capitals { 'E' } else { 'e' });
            text.push_str(&format!("{:+}", left - point));
        }
        text
    }
}
