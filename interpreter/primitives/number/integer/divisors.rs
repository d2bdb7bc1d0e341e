//! Greatest common divisors, least common multiples, integer square roots.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer as _;
use num_traits::ToPrimitive;

use super::{Integer, IntegerRef, absolute, multiply, to_wide};
use crate::number::NumberError;
use IntegerRef::Small;

/// The largest of the integers that divide both, `math.gcd` of two; 0 if both are 0.
pub fn gcd(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Integer {
    if let (Small(left), Small(right)) = (left, right) {
        return left.unsigned_abs().gcd(&right.unsigned_abs()).into();
    }
    match (left, right) {
        (Small(0), other) | (other, Small(0)) => return absolute(other),
        _ => {}
    }
    if let (Some(left), Some(right)) = (to_wide(left), to_wide(right)) {
        return wide_gcd(left.unsigned_abs(), right.unsigned_abs()).into();
    }
    let mut larger = left.to_big().into_parts().1;
    let mut smaller = right.to_big().into_parts().1;
    if larger < smaller {
        std::mem::swap(&mut larger, &mut smaller);
    }
    while smaller.bits() > 64 {
        if !lehmer_step(&mut larger, &mut smaller) {
            let remainder = &larger % &smaller;
            larger = std::mem::replace(&mut smaller, remainder);
        }
    }
    let Some(smaller) = smaller.to_u64() else {
        return Integer::Small(0);
    };
    if smaller == 0 {
        return BigInt::from(larger).into();
    }
    let rest = (larger % smaller).to_u64().unwrap_or_default();
    smaller.gcd(&rest).into()
}

/// The same for numbers of at most 127 bits.
fn wide_gcd(mut larger: u128, mut smaller: u128) -> i128 {
    while smaller > u64::MAX.into() {
        (larger, smaller) = (smaller, larger % smaller);
    }
    if smaller == 0 {
        return larger as i128;
    }
    let rest = (larger % smaller) as u64;
    (smaller as u64).gcd(&rest).into()
}

/// Several steps of Euclid's algorithm at once, found from the leading 62 bits of both numbers
/// (Lehmer; Knuth volume 2, 4.5.2, algorithm L). False if they do not determine even one step.
fn lehmer_step(larger: &mut BigUint, smaller: &mut BigUint) -> bool {
    let shift = larger.bits() - 62;
    let leading = |value: &BigUint| (value >> shift).to_i64().unwrap_or_default();
    let (mut x, mut y) = (leading(larger), leading(smaller));
    let (mut a, mut b, mut c, mut d) = (1_i64, 0_i64, 0_i64, 1_i64);
    loop {
        if y + c == 0 || y + d == 0 {
            break;
        }
        let quotient = (x + a) / (y + c);
        if quotient != (x + b) / (y + d) {
            break;
        }
        let next = |old: i64, new: i64| {
            let product = quotient.checked_mul(new)?;
            let difference = old.checked_sub(product)?;
            // Factors of 31 bits keep all sums above from overflow.
            (difference.unsigned_abs() < 1 << 31).then_some(difference)
        };
        let (Some(next_c), Some(next_d)) = (next(a, c), next(b, d)) else {
            break;
        };
        (a, b, c, d) = (c, d, next_c, next_d);
        (x, y) = (y, x - quotient * y);
    }
    if b == 0 {
        return false;
    }
    let combine = |p: i64, q: i64| -> BigUint {
        // One factor is positive, the other not; the result is not negative.
        let (positive, negative) = if q <= 0 {
            (&*larger * p.unsigned_abs(), &*smaller * q.unsigned_abs())
        } else {
            (&*smaller * q.unsigned_abs(), &*larger * p.unsigned_abs())
        };
        if positive >= negative {
            positive - negative
        } else {
            negative - positive
        }
    };
    let (first, second) = (combine(a, b), combine(c, d));
    (*larger, *smaller) = if first >= second {
        (first, second)
    } else {
        (second, first)
    };
    true
}

/// The least positive integer that both divide, `math.lcm` of two; 0 if either is 0.
pub fn lcm(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if left.is_zero() || right.is_zero() {
        return Ok(Integer::Small(0));
    }
    let divisor = gcd(left, right);
    let quotient = super::floor_divide(left, divisor.as_ref())?;
    let product = multiply(quotient.as_ref(), right)?;
    Ok(absolute(product.as_ref()))
}

/// The square root, rounded down, `math.isqrt`.
pub fn square_root(value: IntegerRef<'_>) -> Result<Integer, NumberError> {
    if value.is_negative() {
        return Err(NumberError::value("isqrt() argument must be nonnegative"));
    }
    Ok(match value.normalize() {
        Small(value) => Integer::Small(value.isqrt()),
        IntegerRef::Big(value) => big_square_root(value).into(),
    })
}

/// Newton's method with as many bits as are right so far, which each step doubles (Dickinson):
/// the last division is by a number of half the bits of the root.
fn big_square_root(value: &BigInt) -> BigInt {
    if let Some(value) = value.to_u128() {
        return value.isqrt().into();
    }
    let half_bits = (value.bits() - 1) / 2;
    let mut root = BigInt::from(1);
    let mut known = 0;
    for step in (0..u64::BITS - half_bits.leading_zeros()).rev() {
        let before = known;
        known = half_bits >> step;
        let leading = value >> (2 * half_bits + 1 - before - known);
        let correction = leading / &root;
        root = (root << (known - before - 1)) + correction;
    }
    if &root * &root > *value {
        root - 1
    } else {
        root
    }
}
