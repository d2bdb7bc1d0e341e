//! Division, with the reciprocal of the leading limb of the divisor (Möller and Granlund,
//! "Improved division by invariant integers"; Knuth volume 2, 4.3.1, algorithm D).

use super::super::{Integer, IntegerRef};
use super::{Limbs, MOST};

/// A divisor of one limb, of which the topmost bit is set.
pub(in crate::number) struct Divisor {
    value: u64,
    reciprocal: u64,
}

impl Divisor {
    /// What divides by this number.
    pub(in crate::number) const fn new(value: u64) -> Divisor {
        let reciprocal = (((!value as u128) << 64) | u64::MAX as u128) / value as u128;
        Divisor {
            value,
            reciprocal: reciprocal as u64,
        }
    }

    /// Quotient and remainder of a number of two limbs, the higher of which is less than the
    /// divisor.
    #[inline(always)]
    pub(in crate::number) fn divide(&self, high: u64, low: u64) -> (u64, u64) {
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

/// `divmod(left, right)` by a number of two limbs or more.
pub(in super::super) fn divide(
    left: IntegerRef<'_>,
    right: IntegerRef<'_>,
) -> Option<(Integer, Integer)> {
    divide_and(left, right, |quotient, rest| {
        (quotient.finish(), rest.finish())
    })
}

/// `left // right` by a number of two limbs or more.
pub(in super::super) fn floor_divide(
    left: IntegerRef<'_>,
    right: IntegerRef<'_>,
) -> Option<Integer> {
    divide_and(left, right, |quotient, _| quotient.finish())
}

/// `left % right` by a number of two limbs or more.
pub(in super::super) fn modulo(left: IntegerRef<'_>, right: IntegerRef<'_>) -> Option<Integer> {
    divide_and(left, right, |_, rest| rest.finish())
}

#[inline(always)]
fn divide_and<T>(
    left: IntegerRef<'_>,
    right: IntegerRef<'_>,
    finish: impl Fn(&Limbs, &Limbs) -> T,
) -> Option<T> {
    let (mut dividend, mut divisor) = (Limbs::ZERO, Limbs::ZERO);
    divisor.read(right)?;
    if divisor.length < 2 {
        return None;
    }
    dividend.read(left)?;
    if dividend.length == MOST {
        return None;
    }
    let mut quotient = Limbs::ZERO;
    let signs_differ = dividend.is_negative != divisor.is_negative;
    if dividend.compare_sizes(&divisor).is_ge() {
        leave_rest(&mut dividend, &divisor, &mut quotient);
    }
    quotient.is_negative = signs_differ;
    dividend.is_negative = divisor.is_negative;
    if signs_differ && dividend.length > 0 {
        quotient.increment();
        divisor.shrink_by(&dividend);
        return Some(finish(&quotient, &divisor));
    }
    Some(finish(&quotient, &dividend))
}

/// Divides numbers of which the divisor is not the greater one; what was divided becomes the
/// rest.
fn leave_rest(left: &mut Limbs, right: &Limbs, quotient: &mut Limbs) {
    let length = right.length;
    let shift = right.digits[length - 1].leading_zeros();
    let (mut rest, mut divisor) = ([0; MOST + 1], [0; MOST + 1]);
    left.shift_into(shift, &mut rest);
    right.shift_into(shift, &mut divisor);
    let divisor = &divisor[..length];
    let (first, second) = (Divisor::new(divisor[length - 1]), divisor[length - 2]);
    for place in (0..=left.length - length).rev() {
        let part = &mut rest[place..=place + length];
        let mut digit = estimate(&first, second, part);
        if digit != 0 && subtract_product(part, divisor, digit) {
            digit -= 1;
            add_back(part, divisor);
        }
        quotient.digits[place] = digit;
    }
    quotient.set_length(left.length - length + 1);
    left.digits[length..left.length].fill(0);
    for place in 0..length {
        let pair = u128::from(rest[place + 1]) << 64 | u128::from(rest[place]);
        left.digits[place] = (pair >> shift) as u64;
    }
    left.set_length(length);
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
    let mut carry = false;
    for (place, digit) in part.iter_mut().zip(divisor) {
        let (sum, one) = place.overflowing_add(*digit);
        let (sum, other) = sum.overflowing_add(carry.into());
        *place = sum;
        carry = one | other;
    }
    let top = part.len() - 1;
    part[top] = part[top].wrapping_add(carry.into());
}

impl Limbs {
    /// Shifts to the left by less than one limb.
    #[inline(always)]
    fn shift_into(&self, bits: u32, shifted: &mut [u64; MOST + 1]) {
        let mut carry = 0;
        for (place, digit) in shifted.iter_mut().zip(self.used()) {
            let wide = u128::from(*digit) << bits;
            *place = wide as u64 | carry;
            carry = (wide >> 64) as u64;
        }
        shifted[self.length] = carry;
    }
}
