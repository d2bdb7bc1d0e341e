//! Hashes of integers: the remainder by the prime 2**61 - 1.

use num_bigint::BigInt;
use num_traits::Signed;

use super::IntegerRef;
use crate::number::hash::{BITS, MODULUS, finish, reduce, rotate};

/// `hash(value)`.
#[inline]
pub fn hash(value: IntegerRef<'_>) -> i64 {
    match value {
        IntegerRef::Small(value) => hash_small(value),
        IntegerRef::Big(value) => hash_big(value),
    }
}

/// `hash(value)` of an integer of 64 bits.
#[inline]
pub fn hash_small(value: i64) -> i64 {
    let remainder = value % MODULUS.cast_signed();
    finish(remainder)
}

#[cold]
fn hash_big(value: &BigInt) -> i64 {
    let mut remainder = 0;
    for digit in value.iter_u64_digits().rev() {
        // A digit further is a factor of 2**64, which is 8 by the modulus.
        remainder = reduce(rotate(remainder, 3) + (digit & MODULUS) + (digit >> BITS));
    }
    let remainder = remainder.cast_signed();
    finish(if value.is_negative() {
        -remainder
    } else {
        remainder
    })
}
