//! Arithmetic on numbers written as limbs of 64 bits, the lowest first.
//!
//! Division takes the reciprocal of the leading limb of the divisor (Möller and Granlund,
//! "Improved division by invariant integers"; Knuth volume 2, 4.3.1, algorithm D).

use std::cmp::Ordering;

/// Adds another number that is no longer; whether a carry is left.
#[inline(always)]
pub(super) fn add(own: &mut [u64], other: &[u64]) -> bool {
    let mut carry = false;
    for (limb, other) in own.iter_mut().zip(other) {
        let (sum, first) = limb.overflowing_add(*other);
        let (sum, second) = sum.overflowing_add(carry.into());
        *limb = sum;
        carry = first | second;
    }
    carry
}

/// Subtracts another number that is no longer; whether it was more than there is.
#[inline(always)]
pub(super) fn subtract(own: &mut [u64], other: &[u64]) -> bool {
    let mut borrow = false;
    for (limb, other) in own.iter_mut().zip(other) {
        let (rest, first) = limb.overflowing_sub(*other);
        let (rest, second) = rest.overflowing_sub(borrow.into());
        *limb = rest;
        borrow = first | second;
    }
    borrow
}

/// Adds one, for which there is room. Gives how many limbs have changed.
pub(super) fn increment(own: &mut [u64]) -> usize {
    for (place, limb) in own.iter_mut().enumerate() {
        let carry;
        (*limb, carry) = limb.overflowing_add(1);
        if !carry {
            return place + 1;
        }
    }
    own.len()
}

/// How two numbers of as many limbs compare.
#[inline]
pub(super) fn compare(one: &[u64], two: &[u64]) -> Ordering {
    one.iter().rev().cmp(two.iter().rev())
}

/// Divides by a number of two limbs or more, of which the topmost bit is set. What was divided,
/// which has a limb of zero or little in front, becomes the rest; the quotient has a limb for
/// each place where the divisor fits below it.
#[inline(always)]
pub(super) fn divide(rest: &mut [u64], divisor: &[u64], quotient: &mut [u64]) {
    let length = divisor.len();
    let (first, second) = (Divisor::new(divisor[length - 1]), divisor[length - 2]);
    for place in (0..rest.len() - length).rev() {
        let part = &mut rest[place..=place + length];
        let mut digit = estimate(&first, second, part);
        if digit != 0 && subtract_product(part, divisor, digit) {
            digit -= 1;
            add_back(part, divisor);
        }
        quotient[place] = digit;
    }
}

/// A divisor of one limb, of which the topmost bit is set.
pub(super) struct Divisor {
    value: u64,
    reciprocal: u64,
}

impl Divisor {
    /// What divides by this number.
    pub(super) const fn new(value: u64) -> Divisor {
        let reciprocal = (((!value as u128) << 64) | u64::MAX as u128) / value as u128;
        Divisor {
            value,
            reciprocal: reciprocal as u64,
        }
    }

    /// Quotient and remainder of a number of two limbs, the higher of which is less than the
    /// divisor.
    #[inline(always)]
    pub(super) fn divide(&self, high: u64, low: u64) -> (u64, u64) {
        let estimate = u128::from(high) * u128::from(self.reciprocal)
            + (u128::from(high) << 64 | u128::from(low));
        let mut quotient = ((estimate >> 64) as u64).wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(self.value));
        if rest > estimate as u64 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.value);
        }
        if rest >= self.value {
            quotient = quotient.wrapping_add(1);
            rest -= self.value;
        }
        (quotient, rest)
    }
}

/// A digit of the quotient, from the leading limbs of both: right, or too great by one.
#[inline(always)]
fn estimate(first: &Divisor, second: u64, part: &[u64]) -> u64 {
    let top = part.len() - 1;
    let (mut digit, mut rest) = if part[top] >= first.value {
        let (rest, is_enough) = part[top - 1].overflowing_add(first.value);
        if is_enough {
            return u64::MAX;
        }
        (u64::MAX, rest)
    } else {
        first.divide(part[top], part[top - 1])
    };
    while u128::from(digit) * u128::from(second)
        > (u128::from(rest) << 64 | u128::from(part[top - 2]))
    {
        digit -= 1;
        let (more, is_enough) = rest.overflowing_add(first.value);
        if is_enough {
            break;
        }
        rest = more;
    }
    digit
}

/// Subtracts the divisor so many times; whether that was once too often.
#[inline(always)]
fn subtract_product(part: &mut [u64], divisor: &[u64], digit: u64) -> bool {
    let mut carry = 0;
    for (place, factor) in part.iter_mut().zip(divisor) {
        let product = u128::from(digit) * u128::from(*factor) + u128::from(carry);
        let (rest, borrow) = place.overflowing_sub(product as u64);
        *place = rest;
        carry = (product >> 64) as u64 + u64::from(borrow);
    }
    let top = part.len() - 1;
    let (rest, is_too_much) = part[top].overflowing_sub(carry);
    part[top] = rest;
    is_too_much
}

#[cold]
fn add_back(part: &mut [u64], divisor: &[u64]) {
    let carry = add(part, divisor);
    let top = part.len() - 1;
    part[top] = part[top].wrapping_add(carry.into());
}
