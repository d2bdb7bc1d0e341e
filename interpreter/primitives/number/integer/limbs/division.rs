//! Division of integers of some limbs.

use super::super::{Integer, IntegerRef};
use super::{Limbs, MOST};
use crate::number::limb_arithmetic;

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
    limb_arithmetic::divide(&mut rest[..=left.length], divisor, &mut quotient.digits);
    quotient.set_length(left.length - length + 1);
    left.digits[length..left.length].fill(0);
    for place in 0..length {
        let pair = u128::from(rest[place + 1]) << 64 | u128::from(rest[place]);
        left.digits[place] = (pair >> shift) as u64;
    }
    left.set_length(length);
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
