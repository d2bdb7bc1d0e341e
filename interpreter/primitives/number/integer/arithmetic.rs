//! The four operations, and division that rounds down.

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{Signed, ToPrimitive, Zero};

use super::{Integer, IntegerRef, limbs};
use crate::number::NumberError;
use crate::number::error::check_memory;
use IntegerRef::{Big, Small};

const DIVISION_BY_ZERO: NumberError =
    NumberError::ZeroDivision("integer division or modulo by zero");
const MODULO_BY_ZERO: NumberError = NumberError::ZeroDivision("integer modulo by zero");

/// A number of at most 127 bits; `None` for a longer one.
#[inline]
pub fn to_wide(value: IntegerRef<'_>) -> Option<i128> {
    let big = match value {
        Small(value) => return Some(value.into()),
        Big(big) => big,
    };
    let mut digits = big.iter_u64_digits();
    if digits.len() > 2 {
        return None;
    }
    let low = digits.next().unwrap_or(0);
    let high = digits.next().unwrap_or(0);
    let size = i128::try_from(u128::from(high) << u64::BITS | u128::from(low)).ok()?;
    Some(if big.is_negative() { -size } else { size })
}

/// Both numbers, where both have at most 127 bits.
#[inline]
pub(super) fn wide(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Option<(i128, i128)> {
    Some((to_wide(left)?, to_wide(right)?))
}

/// `left + right`.
#[inline]
pub fn add(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Integer {
    if let (Small(left), Small(right)) = (left, right)
        && let Some(sum) = left.checked_add(right)
    {
        return Integer::Small(sum);
    }
    add_big(left, right)
}

#[cold]
fn add_big(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Integer {
    if let Some((left, right)) = wide(left, right)
        && let Some(sum) = left.checked_add(right)
    {
        return sum.into();
    }
    match (left, right) {
        (Small(left), Small(right)) => (i128::from(left) + i128::from(right)).into(),
        (Small(small), Big(big)) | (Big(big), Small(small)) => (big + small).into(),
        (Big(left), Big(right)) => (left + right).into(),
    }
}

/// `left - right`.
#[inline]
pub fn subtract(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Integer {
    if let (Small(left), Small(right)) = (left, right)
        && let Some(difference) = left.checked_sub(right)
    {
        return Integer::Small(difference);
    }
    subtract_big(left, right)
}

#[cold]
fn subtract_big(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Integer {
    if let Some((left, right)) = wide(left, right)
        && let Some(difference) = left.checked_sub(right)
    {
        return difference.into();
    }
    match (left, right) {
        (Small(left), Small(right)) => (i128::from(left) - i128::from(right)).into(),
        (Small(left), Big(right)) => (left - right).into(),
        (Big(left), Small(right)) => (left - right).into(),
        (Big(left), Big(right)) => (left - right).into(),
    }
}

/// `left * right`.
#[inline]
pub fn multiply(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if let (Small(left), Small(right)) = (left, right)
        && let Some(product) = left.checked_mul(right)
    {
        return Ok(Integer::Small(product));
    }
    multiply_big(left, right)
}

#[cold]
fn multiply_big(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if let Some((left, right)) = wide(left, right)
        && let Some(product) = left.checked_mul(right)
    {
        return Ok(product.into());
    }
    Ok(match (left, right) {
        (Small(left), Small(right)) => (i128::from(left) * i128::from(right)).into(),
        (Small(small), Big(big)) | (Big(big), Small(small)) => (big * small).into(),
        (Big(left), Big(right)) => {
            // The product, and about as much again while it is computed.
            check_memory((left.bits() + right.bits()) / 4)?;
            (left * right).into()
        }
    })
}

/// `-value`.
#[inline]
pub fn negate(value: IntegerRef<'_>) -> Integer {
    match value {
        Small(value) => match value.checked_neg() {
            Some(negated) => Integer::Small(negated),
            None => (-i128::from(value)).into(),
        },
        Big(value) => (-value).into(),
    }
}

/// `abs(value)`.
#[inline]
pub fn absolute(value: IntegerRef<'_>) -> Integer {
    match value {
        Small(value) => value.unsigned_abs().into(),
        Big(value) => value.abs().into(),
    }
}

/// `left // right`; `None` for division by zero and for the one quotient that overflows.
#[inline]
pub fn floor_divide_small(left: i64, right: i64) -> Option<i64> {
    let quotient = left.checked_div(right)?;
    let is_rounded_up = (left < 0) != (right < 0) && quotient * right != left;
    Some(quotient - i64::from(is_rounded_up))
}

/// `left % right`, which has the sign of `right`; `None` for division by zero.
#[inline]
pub fn modulo_small(left: i64, right: i64) -> Option<i64> {
    if right == 0 {
        return None;
    }
    // The smallest integer has no remainder by -1, where the division would overflow.
    let remainder = left.wrapping_rem(right);
    let has_wrong_sign = remainder != 0 && (remainder < 0) != (right < 0);
    Some(if has_wrong_sign {
        remainder + right
    } else {
        remainder
    })
}

/// `divmod(left, right)`; `None` for division by zero and for the quotient that overflows.
#[inline]
pub fn divide_small(left: i64, right: i64) -> Option<(i64, i64)> {
    Some((floor_divide_small(left, right)?, modulo_small(left, right)?))
}

/// `left // right`.
#[inline]
pub fn floor_divide(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if let (Small(left), Small(right)) = (left, right)
        && let Some(quotient) = floor_divide_small(left, right)
    {
        return Ok(Integer::Small(quotient));
    }
    if right.is_zero() {
        return Err(DIVISION_BY_ZERO);
    }
    if let (Big(left), Small(right)) = (left, right)
        && left.is_negative() == (right < 0)
    {
        let size = left.magnitude() / right.unsigned_abs();
        return Ok(BigInt::from_biguint(Sign::Plus, size).into());
    }
    if is_own_remainder(left, right) {
        return Ok(Integer::Small(0));
    }
    match limbs::floor_divide(left, right) {
        Some(quotient) => Ok(quotient),
        None => Ok(divide_big(left, right).0),
    }
}

/// `left % right`.
#[inline]
pub fn modulo(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if let (Small(left), Small(right)) = (left, right)
        && let Some(remainder) = modulo_small(left, right)
    {
        return Ok(Integer::Small(remainder));
    }
    if right.is_zero() {
        return Err(MODULO_BY_ZERO);
    }
    if let (Big(left), Small(right)) = (left, right) {
        return Ok(Integer::Small(modulo_big_by_small(left, right)));
    }
    if is_own_remainder(left, right) {
        return Ok(left.to_owned());
    }
    match limbs::modulo(left, right) {
        Some(rest) => Ok(rest),
        None => Ok(divide_big(left, right).1),
    }
}

/// `divmod(left, right)`.
#[inline]
pub fn divide(
    left: IntegerRef<'_>,
    right: IntegerRef<'_>,
) -> Result<(Integer, Integer), NumberError> {
    if let (Small(left), Small(right)) = (left, right)
        && let Some((quotient, remainder)) = divide_small(left, right)
    {
        return Ok((Integer::Small(quotient), Integer::Small(remainder)));
    }
    if right.is_zero() {
        return Err(DIVISION_BY_ZERO);
    }
    Ok(divide_big(left, right))
}

/// Whether a dividend is shorter than a divisor of the same sign, so that it is what is left.
#[inline]
fn is_own_remainder(left: IntegerRef<'_>, right: IntegerRef<'_>) -> bool {
    match (left, right) {
        (Big(left), Big(right)) => left.bits() < right.bits() && left.sign() == right.sign(),
        _ => false,
    }
}

/// The remainder of a division by a number other than zero, without a copy of the dividend.
fn modulo_big_by_small(left: &BigInt, right: i64) -> i64 {
    let size = right.unsigned_abs();
    let remainder = (left.magnitude() % size).to_u64().unwrap_or_default();
    let is_negative = left.is_negative();
    let distance = if remainder != 0 && is_negative != (right < 0) {
        size - remainder
    } else {
        remainder
    };
    // The distance from zero is less than the divisor's.
    if right < 0 {
        0_i64.wrapping_sub_unsigned(distance)
    } else {
        0_i64.wrapping_add_unsigned(distance)
    }
}

/// Quotient and remainder by a number other than zero.
#[cold]
fn divide_big(left: IntegerRef<'_>, right: IntegerRef<'_>) -> (Integer, Integer) {
    if let Some((left, right)) = wide(left, right) {
        // Of 127 bits, so that nothing overflows.
        let (quotient, remainder) = (left / right, left % right);
        return match remainder != 0 && (remainder < 0) != (right < 0) {
            true => ((quotient - 1).into(), (remainder + right).into()),
            false => (quotient.into(), remainder.into()),
        };
    }
    if is_own_remainder(left, right) {
        return (Integer::Small(0), left.to_owned());
    }
    if let Some(both) = limbs::divide(left, right) {
        return both;
    }
    match (left, right) {
        (Big(left), Small(right)) => {
            let remainder = modulo_big_by_small(left, right);
            let quotient = floor_quotient_by_small(left, right, remainder);
            (quotient.into(), Integer::Small(remainder))
        }
        (Small(left), Big(right)) if BigInt::from(left).magnitude() < right.magnitude() => {
            let same_sign = left == 0 || (left < 0) == right.is_negative();
            if same_sign {
                (Integer::Small(0), Integer::Small(left))
            } else {
                (Integer::Small(-1), (right + left).into())
            }
        }
        _ => {
            let (left, right) = (left.to_big(), right.to_big());
            let (quotient, remainder): (BigInt, BigInt) = left.div_rem(&right);
            if remainder.is_zero() || remainder.is_negative() == right.is_negative() {
                (quotient.into(), remainder.into())
            } else {
                ((quotient - 1_u32).into(), (remainder + right).into())
            }
        }
    }
}

fn floor_quotient_by_small(left: &BigInt, right: i64, remainder: i64) -> BigInt {
    let size = left.magnitude() / right.unsigned_abs();
    if left.is_negative() == (right < 0) {
        return BigInt::from_biguint(Sign::Plus, size);
    }
    let quotient = BigInt::from_biguint(Sign::Minus, size);
    if remainder == 0 {
        quotient
    } else {
        quotient - 1_u32
    }
}
