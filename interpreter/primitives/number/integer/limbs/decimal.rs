//! Decimal text of numbers of some limbs: nineteen digits at a time.

use super::super::{Integer, IntegerRef, show_small};
use super::{Limbs, MOST};
use crate::number::limb_arithmetic::Divisor;

/// How many digits always fit in a limb.
const GROUP: usize = 19;

/// The power of ten of so many digits. Its topmost bit is set.
const POWER: u64 = 10_u64.pow(GROUP as u32);

/// `str(value)`.
pub(in super::super) fn to_decimal(value: IntegerRef<'_>) -> Option<String> {
    static DIVISOR: Divisor = Divisor::new(POWER);
    let mut limbs = Limbs::ZERO;
    limbs.read(value)?;
    // A limb has less than twenty digits.
    let mut groups = [0; MOST + 2];
    let mut count = 0;
    while limbs.length > 0 {
        let mut rest = 0;
        for digit in limbs.digits[..limbs.length].iter_mut().rev() {
            (*digit, rest) = DIVISOR.divide(rest, *digit);
        }
        limbs.set_length(limbs.length);
        groups[count] = rest;
        count += 1;
    }
    // Zero is one group, too.
    let count = count.max(1);
    let mut text = String::with_capacity(count * GROUP + 1);
    if limbs.is_negative {
        text.push('-');
    }
    let mut is_first = true;
    for group in groups[..count].iter().rev() {
        // Too great for an `i64` only in its first digit.
        let (first, others) = (group / (POWER / 10), group % (POWER / 10));
        if !is_first || first != 0 {
            text.push(char::from(b'0' + first as u8));
            show_small((others + POWER / 10) as i64, |digits| {
                text.push_str(&digits[1..])
            });
        } else {
            show_small(others as i64, |digits| text.push_str(digits));
        }
        is_first = false;
    }
    Some(text)
}

/// The number of a text of decimal digits only.
pub(in super::super) fn parse(text: &[u8]) -> Option<Integer> {
    if text.is_empty() || text.len() > GROUP * MOST {
        return None;
    }
    let mut limbs = Limbs::ZERO;
    let (head, groups) = text.split_at(text.len() % GROUP);
    limbs.digits[0] = group_of(head)?;
    limbs.set_length(1);
    for group in groups.chunks_exact(GROUP) {
        let mut carry = group_of(group)?;
        for digit in &mut limbs.digits[..limbs.length] {
            let wide = u128::from(*digit) * u128::from(POWER) + u128::from(carry);
            *digit = wide as u64;
            carry = (wide >> 64) as u64;
        }
        if carry != 0 {
            *limbs.digits.get_mut(limbs.length)? = carry;
            limbs.length += 1;
        }
    }
    Some(limbs.finish())
}

#[inline(always)]
fn group_of(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |value: u64, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| value * 10 + u64::from(digit))
    })
}
