//! Rounding of floats, to the even one of two neighbours.

use std::fmt::Write;

use super::super::integer::{Integer, from_float};
use crate::number::NumberError;

/// `round(value)`: the nearest integer.
#[inline]
pub fn round_to_integer(value: f64) -> Result<Integer, NumberError> {
    from_float(value.round_ties_even())
}

/// `round(value, places)`: the float nearest to the decimal number that the exact value of the
/// float rounds to.
pub fn round(value: f64, places: i64) -> Result<f64, NumberError> {
    const MOST_PLACES: i64 = 323;
    const LEAST_PLACES: i64 = -308;
    if !value.is_finite() || places > MOST_PLACES {
        return Ok(value);
    }
    if places < LEAST_PLACES {
        return Ok(0.0 * value);
    }
    if let Some(result) = round_fast(value, places) {
        return Ok(result);
    }
    let mut text = String::new();
    let rounded: f64 = if places >= 0 {
        let places = places.unsigned_abs() as usize;
        // A string is always writable.
        let _ = write!(text, "{value:.places$}");
        text.parse().unwrap_or(value)
    } else if let Some(result) = round_whole(value, places) {
        return Ok(result);
    } else {
        round_to_power_of_ten(value, places.unsigned_abs() as i32, &mut text)
    };
    if rounded.is_finite() {
        Ok(rounded)
    } else {
        Err(NumberError::overflow(
            "rounded value too large to represent",
        ))
    }
}

/// Where a product with the power of ten is clearly not half way between two integers, it
/// rounds as the exact value does; and the quotient of two exact floats is rounded once.
fn round_fast(value: f64, places: i64) -> Option<f64> {
    const EXACT_POWERS: [f64; 16] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ];
    const LARGEST: f64 = (1_u64 << 50) as f64;
    let power = *EXACT_POWERS.get(usize::try_from(places).ok()?)?;
    let product = value.abs() * power;
    if product > LARGEST {
        return None;
    }
    let rounded = product.round();
    let to_half = 0.5 - (product - rounded).abs();
    let error = product * f64::EPSILON;
    (to_half > error).then(|| (rounded / power).copysign(value))
}

/// In integers, where the whole part and the power of ten are small ones.
fn round_whole(value: f64, places: i64) -> Option<f64> {
    const MOST_PLACES: u64 = 15;
    const LARGEST: f64 = (1_u64 << 53) as f64;
    let places = places.unsigned_abs();
    if value.abs() > LARGEST || places > MOST_PLACES {
        return None;
    }
    let whole = value.abs() as u64;
    let has_fraction = value.fract() != 0.0;
    let unit = 10_u64.pow(places as u32);
    let (quotient, rest) = (whole / unit, whole % unit);
    let half = unit / 2;
    let is_up = rest > half || rest == half && (has_fraction || quotient % 2 == 1);
    let rounded = (quotient + u64::from(is_up)) * unit;
    Some((rounded as f64).copysign(value))
}

/// The nearest multiple of 10 to the power of `places`, which is positive.
fn round_to_power_of_ten(value: f64, places: i32, text: &mut String) -> f64 {
    let zero = 0.0_f64.copysign(value);
    let _ = write!(text, "{value:.17e}");
    let exponent = text
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse::<i32>().ok());
    let Some(exponent) = exponent else {
        return value;
    };
    text.clear();
    match exponent - places {
        kept @ 0.. => {
            let kept = kept.unsigned_abs() as usize;
            let _ = write!(text, "{value:.kept$e}");
            text.parse().unwrap_or(value)
        }
        // The first digit is the one after the last kept: all depends on the half.
        -1 if is_above_half(value.abs(), places) => {
            let _ = write!(text, "1e{places}");
            let unit: f64 = text.parse().unwrap_or(f64::INFINITY);
            unit.copysign(value)
        }
        _ => zero,
    }
}

/// Whether a number of so many digits before the point is more than 5, 50, 500 and so on.
fn is_above_half(size: f64, digits: i32) -> bool {
    // All digits, so that nothing is rounded.
    const ALL: usize = 800;
    let text = format!("{size:.ALL$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    // A number just below a power of ten has that power's exponent in fewer digits.
    if exponent.parse() != Ok(digits - 1) {
        return exponent
            .parse()
            .is_ok_and(|exponent: i32| exponent >= digits);
    }
    let mantissa = mantissa.trim_end_matches('0');
    mantissa > "5."
}
