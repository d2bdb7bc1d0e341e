//! Bits, as if an integer had infinitely many of its sign on the left.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::arithmetic::wide;
use super::{Integer, IntegerRef};
use crate::number::NumberError;
use crate::number::error::check_memory;
use IntegerRef::{Big, Small};

const NEGATIVE_SHIFT: NumberError = NumberError::value("negative shift count");

/// `left & right`.
#[inline]
pub fn and(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Integer {
    match (left, right) {
        (Small(left), Small(right)) => Integer::Small(left & right),
        // Nothing is left of what lies beyond the bits of a small mask.
        (Small(mask @ 0..), Big(big)) | (Big(big), Small(mask @ 0..)) => {
            Integer::Small(lowest_bits(big) & mask)
        }
        (left, right) => match wide(left, right) {
            Some((left, right)) => (left & right).into(),
            None => match (left, right) {
                (Big(left), Big(right)) => (left & right).into(),
                _ => (left.to_big() & right.to_big()).into(),
            },
        },
    }
}

/// `left | right`.
#[inline]
pub fn or(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Integer {
    match (left, right) {
        (Small(left), Small(right)) => Integer::Small(left | right),
        (left, right) => match wide(left, right) {
            Some((left, right)) => (left | right).into(),
            None => match (left, right) {
                (Big(left), Big(right)) => (left | right).into(),
                _ => (left.to_big() | right.to_big()).into(),
            },
        },
    }
}

/// `left ^ right`.
#[inline]
pub fn exclusive_or(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Integer {
    match (left, right) {
        (Small(left), Small(right)) => Integer::Small(left ^ right),
        (left, right) => match wide(left, right) {
            Some((left, right)) => (left ^ right).into(),
            None => match (left, right) {
                (Big(left), Big(right)) => (left ^ right).into(),
                _ => (left.to_big() ^ right.to_big()).into(),
            },
        },
    }
}

/// `~value`.
#[inline]
pub fn invert(value: IntegerRef<'_>) -> Integer {
    match value {
        Small(value) => Integer::Small(!value),
        Big(value) => (!value).into(),
    }
}

/// The lowest 64 bits.
fn lowest_bits(value: &BigInt) -> i64 {
    let digit = value.iter_u64_digits().next().unwrap_or(0).cast_signed();
    if value.is_negative() {
        digit.wrapping_neg()
    } else {
        digit
    }
}

/// `left << right`.
#[inline]
pub fn shift_left(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if let (Small(left), Small(places @ 0..64)) = (left, right) {
        let shifted = left << places;
        if shifted >> places == left {
            return Ok(Integer::Small(shifted));
        }
    }
    shift_left_big(left, right)
}

#[cold]
fn shift_left_big(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if right.is_negative() {
        return Err(NEGATIVE_SHIFT);
    }
    if left.is_zero() {
        return Ok(Integer::Small(0));
    }
    let places = right.to_i64().ok_or(NumberError::Memory)?.unsigned_abs();
    let bits = bit_length(left).saturating_add(places);
    check_memory(bits / 8)?;
    Ok(match left {
        Small(left) => (BigInt::from(left) << places).into(),
        Big(left) => (left << places).into(),
    })
}

/// `left >> right`, which rounds down.
#[inline]
pub fn shift_right(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if right.is_negative() {
        return Err(NEGATIVE_SHIFT);
    }
    let sign = Integer::Small(if left.is_negative() { -1 } else { 0 });
    let Some(places) = right.to_i64() else {
        return Ok(sign);
    };
    Ok(match left {
        Small(left) => Integer::Small(left >> places.min(63)),
        Big(left) if places.unsigned_abs() >= left.bits() => sign,
        Big(left) => (left >> places).into(),
    })
}

/// `int.bit_length`: the bits of the number without its sign.
#[inline]
pub fn bit_length(value: IntegerRef<'_>) -> u64 {
    match value {
        Small(value) => u64::from(u64::BITS - value.unsigned_abs().leading_zeros()),
        Big(value) => value.bits(),
    }
}

/// `int.bit_count`: the ones among the bits of the number without its sign.
#[inline]
pub fn bit_count(value: IntegerRef<'_>) -> u64 {
    match value {
        Small(value) => u64::from(value.unsigned_abs().count_ones()),
        Big(value) => value.magnitude().count_ones(),
    }
}

/// How often two divides the number; `None` for zero.
pub fn trailing_zeros(value: IntegerRef<'_>) -> Option<u64> {
    match value {
        Small(0) => None,
        Small(value) => Some(u64::from(value.trailing_zeros())),
        Big(value) => value.trailing_zeros(),
    }
}

impl IntegerRef<'_> {
    /// The lowest 64 bits, as C's unsigned conversions take them.
    pub fn to_u64_wrapping(self) -> u64 {
        match self {
            Small(value) => value.cast_unsigned(),
            Big(value) => lowest_bits(value).cast_unsigned(),
        }
    }

    /// The value, if it is a `u64`.
    pub fn to_u64(self) -> Option<u64> {
        match self {
            Small(value) => u64::try_from(value).ok(),
            Big(value) => value.to_u64(),
        }
    }
}
