//! Hashes of floats: equal to those of integers and fractions of the same value.

use super::decompose;
use crate::number::hash::{BITS, INFINITY, finish, reduce, rotate};
use crate::number::integer::hash_small;

/// `hash(value)`; `None` for NaN, whose hash is that of the object.
#[inline]
pub fn hash(value: f64) -> Option<i64> {
    let small = value as i32;
    if f64::from(small) == value {
        return Some(hash_small(i64::from(small)));
    }
    hash_any(value)
}

fn hash_any(value: f64) -> Option<i64> {
    if value.is_nan() {
        return None;
    }
    let size = if value.is_infinite() {
        INFINITY
    } else {
        let (significand, exponent) = decompose(value.abs());
        // A factor of two turns the bits of a remainder by 2**61 - 1.
        let places = exponent.rem_euclid(BITS as i32).unsigned_abs();
        reduce(rotate(significand, places)).cast_signed()
    };
    Some(finish(if value < 0.0 { -size } else { size }))
}
