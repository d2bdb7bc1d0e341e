//! Order among integers, and with floats by their exact values.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::{Integer, IntegerRef, from_float};
use IntegerRef::{Big, Small};

/// The first float beyond the `i64`s.
const BEYOND_SMALL: f64 = 9_223_372_036_854_775_808.0;

/// Which of two integers is less.
#[inline]
pub fn compare(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Ordering {
    match (left, right) {
        (Small(left), Small(right)) => left.cmp(&right),
        (Small(left), Big(right)) => compare_big_with_small(right, left).reverse(),
        (Big(left), Small(right)) => compare_big_with_small(left, right),
        (Big(left), Big(right)) => left.cmp(right),
    }
}

impl PartialEq for IntegerRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        compare(*self, *other).is_eq()
    }
}

impl Eq for IntegerRef<'_> {}

fn compare_big_with_small(big: &BigInt, small: i64) -> Ordering {
    match big.to_i64() {
        Some(value) => value.cmp(&small),
        None if big.is_negative() => Ordering::Less,
        None => Ordering::Greater,
    }
}

/// How an integer compares with a float, as exact numbers; `None` for NaN.
#[inline]
pub fn compare_with_float(left: IntegerRef<'_>, right: f64) -> Option<Ordering> {
    match left {
        Small(left) => compare_small_with_float(left, right),
        Big(left) => compare_big_with_float(left, right),
    }
}

/// Whether an integer and a float are the same number.
#[inline]
pub fn equals_float(left: IntegerRef<'_>, right: f64) -> bool {
    compare_with_float(left, right) == Some(Ordering::Equal)
}

fn compare_small_with_float(left: i64, right: f64) -> Option<Ordering> {
    if right.is_nan() {
        return None;
    }
    if right >= BEYOND_SMALL {
        return Some(Ordering::Less);
    }
    if right < -BEYOND_SMALL {
        return Some(Ordering::Greater);
    }
    let whole = right.trunc();
    match left.cmp(&(whole as i64)) {
        Ordering::Equal => whole.partial_cmp(&right),
        order => Some(order),
    }
}

#[cold]
fn compare_big_with_float(left: &BigInt, right: f64) -> Option<Ordering> {
    if right.is_nan() {
        return None;
    }
    if let Some(left) = left.to_i64() {
        return compare_small_with_float(left, right);
    }
    if right.is_infinite() {
        return 0.0.partial_cmp(&right);
    }
    // A float as large as these integers is whole itself.
    let order = match from_float(right) {
        Ok(Integer::Big(right)) => left.cmp(&right),
        _ if left.is_negative() => Ordering::Less,
        _ => Ordering::Greater,
    };
    Some(order)
}
