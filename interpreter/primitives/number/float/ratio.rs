//! Floats as fractions.

use num_bigint::BigInt;

use super::decompose;
use crate::number::NumberError;
use crate::number::integer::Integer;

/// Whether the float is finite and has no fraction, `float.is_integer`.
#[inline]
pub fn is_integer(value: f64) -> bool {
    value.is_finite() && value.trunc() == value
}

/// Numerator and denominator in lowest terms, `float.as_integer_ratio`.
pub fn as_integer_ratio(value: f64) -> Result<(Integer, Integer), NumberError> {
    if value.is_infinite() {
        return Err(NumberError::overflow(
            "cannot convert Infinity to integer ratio",
        ));
    }
    if value.is_nan() {
        return Err(NumberError::value("cannot convert NaN to integer ratio"));
    }
    if value == 0.0 {
        return Ok((Integer::Small(0), Integer::Small(1)));
    }
    let (significand, exponent) = decompose(value.abs());
    let zeros = significand.trailing_zeros();
    let (significand, exponent) = (significand >> zeros, exponent + zeros as i32);
    let size = BigInt::from(significand) << exponent.max(0);
    let numerator = if value < 0.0 { -size } else { size };
    let denominator = BigInt::from(1) << (-exponent).max(0);
    Ok((numerator.into(), denominator.into()))
}
