//! Division and decimal text of numbers of some hundred bits, on the stack: the crate allocates
//! several times for them, which takes longer than the work itself.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_traits::Signed;

use super::{ByteOrder, Integer, IntegerRef};
use crate::number::limb_arithmetic;

mod decimal;
mod division;

pub(super) use decimal::{parse, to_decimal};
pub(super) use division::{divide, floor_divide, modulo};

/// How many limbs of 64 bits the numbers have at most.
const MOST: usize = 20;

/// A number: limbs from the least significant on, behind `length` of them zeros.
struct Limbs {
    digits: [u64; MOST],
    length: usize,
    is_negative: bool,
}

impl Limbs {
    const ZERO: Limbs = Limbs {
        digits: [0; MOST],
        length: 0,
        is_negative: false,
    };

    /// Takes the number over, if it is short enough. Limbs are not moved: a copy of what was
    /// just written word by word is slow.
    #[inline(always)]
    fn read(&mut self, value: IntegerRef<'_>) -> Option<()> {
        match value {
            IntegerRef::Small(value) => {
                self.digits[0] = value.unsigned_abs();
                self.length = usize::from(value != 0);
                self.is_negative = value < 0;
            }
            IntegerRef::Big(value) => {
                let digits = value.iter_u64_digits();
                self.length = digits.len();
                if self.length > MOST {
                    return None;
                }
                for (place, digit) in self.digits.iter_mut().zip(digits) {
                    *place = digit;
                }
                self.is_negative = value.is_negative();
            }
        }
        Some(())
    }

    /// The limbs that count.
    #[inline(always)]
    fn used(&self) -> &[u64] {
        &self.digits[..self.length]
    }

    /// Takes zeros at the end out of the length, which is at most `length`.
    #[inline(always)]
    fn set_length(&mut self, length: usize) {
        let used = &self.digits[..length];
        self.length = used
            .iter()
            .rposition(|digit| *digit != 0)
            .map_or(0, |last| last + 1);
    }

    /// The number as others see it.
    #[inline(always)]
    fn finish(&self) -> Integer {
        let sign = match self.is_negative {
            true => Sign::Minus,
            false => Sign::Plus,
        };
        match *self.used() {
            [] => Integer::Small(0),
            [digit] => match (i64::try_from(digit), self.is_negative) {
                (Ok(digit), false) => Integer::Small(digit),
                (Ok(digit), true) => Integer::Small(-digit),
                (Err(_), true) if digit == i64::MIN.unsigned_abs() => Integer::Small(i64::MIN),
                (Err(_), _) => Integer::Big(BigInt::from_biguint(sign, digit.into())),
            },
            ref digits => {
                let mut halves = [0_u32; 2 * MOST];
                for (pair, digit) in halves.chunks_exact_mut(2).zip(digits) {
                    pair[0] = *digit as u32;
                    pair[1] = (digit >> 32) as u32;
                }
                Integer::Big(BigInt::from_slice(sign, &halves[..2 * digits.len()]))
            }
        }
    }

    #[inline]
    fn compare_sizes(&self, other: &Limbs) -> Ordering {
        let by_digits = || limb_arithmetic::compare(self.used(), other.used());
        self.length.cmp(&other.length).then_with(by_digits)
    }

    /// Adds one to the distance from zero; there is room for a carry.
    fn increment(&mut self) {
        let changed = limb_arithmetic::increment(&mut self.digits);
        self.length = self.length.max(changed);
    }

    /// Takes from the distance from zero, which is not less than the other.
    #[inline(always)]
    fn shrink_by(&mut self, other: &Limbs) {
        let length = self.length;
        limb_arithmetic::subtract(&mut self.digits[..length], &other.digits);
        self.set_length(length);
    }
}

/// The number that bytes hold.
pub(super) fn from_bytes(bytes: &[u8], order: ByteOrder) -> Option<Integer> {
    if bytes.len() > 8 * MOST {
        return None;
    }
    let mut limbs = Limbs::ZERO;
    let from_lowest = |part: &[u8]| {
        let mut digit = [0; 8];
        digit[..part.len()].copy_from_slice(part);
        u64::from_le_bytes(digit)
    };
    match order {
        ByteOrder::Little => {
            for (place, part) in limbs.digits.iter_mut().zip(bytes.chunks(8)) {
                *place = from_lowest(part);
            }
        }
        ByteOrder::Big => {
            for (place, part) in limbs.digits.iter_mut().zip(bytes.rchunks(8)) {
                *place = part
                    .iter()
                    .fold(0, |digit, byte| digit << 8 | u64::from(*byte));
            }
        }
    }
    limbs.set_length(bytes.len().div_ceil(8));
    Some(limbs.finish())
}
