//! Between integers and floats, correctly rounded.

use num_bigint::{BigInt, BigUint};
use num_traits::{Signed, ToPrimitive};

use super::{Integer, IntegerRef, bit_length};
use crate::number::NumberError;

const TOO_LARGE: NumberError = NumberError::overflow("int too large to convert to float");
const QUOTIENT_TOO_LARGE: NumberError =
    NumberError::overflow("integer division result too large for a float");

/// The bits of a float's significand.
const PRECISION: i64 = 53;

/// The least exponent: floats are multiples of 2 to this power.
const LEAST_EXPONENT: i64 = -1074;

/// The nearest float, of two the even one.
#[inline]
pub fn to_float(value: IntegerRef<'_>) -> Result<f64, NumberError> {
    match value {
        IntegerRef::Small(value) => Ok(value as f64),
        IntegerRef::Big(value) => big_to_float(value).ok_or(TOO_LARGE),
    }
}

/// Whether the nearest float is the integer itself.
pub fn is_exact_as_float(value: IntegerRef<'_>) -> bool {
    to_float(value).is_ok_and(|float| super::equals_float(value, float))
}

fn big_to_float(value: &BigInt) -> Option<f64> {
    let size = magnitude_to_float(value.magnitude())?;
    Some(if value.is_negative() { -size } else { size })
}

fn magnitude_to_float(size: &BigUint) -> Option<f64> {
    const MOST_BITS: u64 = 1024;
    let bits = size.bits();
    if bits > MOST_BITS {
        return None;
    }
    if bits <= 64 {
        return size.to_u64().map(|value| value as f64);
    }
    // 64 leading bits, the last of which says whether anything follows, round to the same
    // float as the whole.
    let shift = bits - 64;
    let mut leading = (size >> shift).to_u64()?;
    if size.trailing_zeros().is_some_and(|zeros| zeros < shift) {
        leading |= 1;
    }
    let result = leading as f64 * power_of_two(shift as i64);
    result.is_finite().then_some(result)
}

/// A power of two whose exponent is one of a normal float.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits(((exponent + 1023).cast_unsigned()) << 52)
}

/// The integer that is left of a float without its fraction, `int(value)`.
#[inline]
pub fn from_float(value: f64) -> Result<Integer, NumberError> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&value) {
        return Ok(Integer::Small(value as i64));
    }
    big_from_float(value)
}

#[cold]
fn big_from_float(value: f64) -> Result<Integer, NumberError> {
    if value.is_nan() {
        return Err(NumberError::value("cannot convert float NaN to integer"));
    }
    if value.is_infinite() {
        return Err(NumberError::overflow(
            "cannot convert float infinity to integer",
        ));
    }
    let (significand, exponent) = crate::number::float::decompose(value.abs());
    let size = BigInt::from(significand) << exponent.max(0);
    Ok(if value < 0.0 { -size } else { size }.into())
}

/// `left / right`, rounded once.
#[inline]
pub fn true_divide(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<f64, NumberError> {
    if let (IntegerRef::Small(left), IntegerRef::Small(right)) = (left, right)
        && right != 0
        && left.unsigned_abs() <= 1 << PRECISION
        && right.unsigned_abs() <= 1 << PRECISION
    {
        return Ok(left as f64 / right as f64);
    }
    true_divide_big(left, right)
}

#[cold]
fn true_divide_big(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<f64, NumberError> {
    if right.is_zero() {
        return Err(NumberError::ZeroDivision("division by zero"));
    }
    if left.is_zero() {
        return Ok(if right.is_negative() { -0.0 } else { 0.0 });
    }
    let difference = bit_length(left) as i64 - bit_length(right) as i64;
    let size = if difference > 1024 {
        return Err(QUOTIENT_TOO_LARGE);
    } else if difference < LEAST_EXPONENT - 2 {
        0.0
    } else {
        divide_magnitudes(
            left.to_big().magnitude(),
            right.to_big().magnitude(),
            difference,
        )
        .ok_or(QUOTIENT_TOO_LARGE)?
    };
    let is_negative = left.is_negative() != right.is_negative();
    Ok(if is_negative { -size } else { size })
}

/// The quotient, whose exponent is `difference` or one less.
fn divide_magnitudes(left: &BigUint, right: &BigUint, difference: i64) -> Option<f64> {
    // The quotient of integers gets two or three bits more than the result has, and its last
    // one stands for all that follow.
    let exponent = (difference - PRECISION).max(LEAST_EXPONENT) - 2;
    let (numerator, denominator) = if exponent >= 0 {
        (left.clone(), right << exponent)
    } else {
        (left << -exponent, right.clone())
    };
    let quotient = &numerator / &denominator;
    let is_exact = &quotient * &denominator == numerator;
    let mut digits = quotient.to_u64()? | u64::from(!is_exact);
    // Bits below the precision of the result are rounded away here, to the even one of two.
    let length = i64::from(u64::BITS - digits.leading_zeros());
    let dropped = (length - PRECISION).max(LEAST_EXPONENT - exponent);
    let unit = 1_u64 << dropped;
    let rest = digits & (unit - 1);
    let is_odd = digits & unit != 0;
    digits -= rest;
    if rest > unit / 2 || (rest == unit / 2 && is_odd) {
        digits += unit;
    }
    scale(digits as f64, exponent)
}

/// `value * 2**exponent`, which must be exact. `None` if it is too large.
fn scale(value: f64, exponent: i64) -> Option<f64> {
    let first = exponent.clamp(-1000, 900);
    let result = value * power_of_two(first);
    let rest = exponent - first;
    let result = if rest == 0 {
        result
    } else {
        result * power_of_two(rest)
    };
    result.is_finite().then_some(result)
}

/// The fraction of an integer that is not zero, from 0.5 up to but without 1 in size, and the
/// exponent of two, as `math.frexp` has them.
pub(crate) fn frexp(value: &BigInt) -> (f64, u64) {
    let size = value.magnitude();
    let bits = size.bits();
    let shift = bits.saturating_sub(64);
    let mut leading = (size >> shift).to_u64().unwrap_or_default();
    if size.trailing_zeros().is_some_and(|zeros| zeros < shift) {
        leading |= 1;
    }
    let fraction = leading as f64 * power_of_two(-((bits - shift) as i64));
    let (fraction, exponent) = if fraction >= 1.0 {
        (fraction / 2.0, bits + 1)
    } else {
        (fraction, bits)
    };
    (
        if value.is_negative() {
            -fraction
        } else {
            fraction
        },
        exponent,
    )
}
