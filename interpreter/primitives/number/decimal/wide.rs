//! Coefficients of up to some hundred bits, on the stack: the crate allocates several times for
//! each operation on them, which takes longer than the work itself.

use std::cmp::Ordering;
use std::fmt::Write as _;

use num_bigint::BigUint;

use crate::number::limb_arithmetic::{self, Divisor};

/// How many limbs of 64 bits the coefficients that are taken over have at most.
const TAKEN: usize = 4;
/// How many their products have, and the numbers that they divide.
const LIMBS: usize = 2 * TAKEN;
/// The highest power of ten of so many limbs.
const MOST_PLACES: usize = 154;
/// The highest power of ten of one limb.
const LIMB_PLACES: usize = 19;

/// A coefficient: limbs from the least significant on, behind `length` of them zeros. One more
/// is room for the work.
#[derive(Clone, Copy)]
pub(super) struct Wide {
    digits: [u64; LIMBS + 1],
    length: usize,
}

/// Powers of ten.
static POWERS: [[u64; LIMBS]; MOST_PLACES + 1] = {
    let mut powers = [[0; LIMBS]; MOST_PLACES + 1];
    powers[0][0] = 1;
    let mut place = 1;
    while place <= MOST_PLACES {
        let mut carry = 0;
        let mut limb = 0;
        while limb < LIMBS {
            let product = powers[place - 1][limb] as u128 * 10 + carry as u128;
            powers[place][limb] = product as u64;
            carry = (product >> 64) as u64;
            limb += 1;
        }
        place += 1;
    }
    powers
};

/// What divides by the powers of ten of one limb, and by how many bits that is shifted.
static DIVISORS: [(u32, Divisor); LIMB_PLACES + 1] = {
    let mut divisors = [const { (0, Divisor::new(1 << 63)) }; LIMB_PLACES + 1];
    let mut place = 0;
    while place <= LIMB_PLACES {
        let power = POWERS[place][0];
        let shift = power.leading_zeros();
        divisors[place] = (shift, Divisor::new(power << shift));
        place += 1;
    }
    divisors
};

impl From<u128> for Wide {
    #[inline]
    fn from(number: u128) -> Wide {
        let mut digits = [0; LIMBS + 1];
        digits[0] = number as u64;
        digits[1] = (number >> 64) as u64;
        let mut wide = Wide { digits, length: 0 };
        wide.set_length(2);
        wide
    }
}

impl Wide {
    /// The coefficient, if it is short enough.
    #[inline]
    pub fn of(coefficient: &BigUint) -> Option<Wide> {
        let limbs = coefficient.iter_u64_digits();
        let length = limbs.len();
        if length > TAKEN {
            return None;
        }
        let mut digits = [0; LIMBS + 1];
        for (place, limb) in digits.iter_mut().zip(limbs) {
            *place = limb;
        }
        Some(Wide { digits, length })
    }

    /// The coefficient as decimals hold it.
    #[inline]
    pub fn finish(&self) -> BigUint {
        match *self.used() {
            [] => BigUint::ZERO,
            [low] => low.into(),
            [low, high] => (u128::from(high) << 64 | u128::from(low)).into(),
            ref limbs => {
                let mut halves = [0_u32; 2 * (LIMBS + 1)];
                for (pair, limb) in halves.chunks_exact_mut(2).zip(limbs) {
                    pair[0] = *limb as u32;
                    pair[1] = (limb >> 32) as u32;
                }
                BigUint::from_slice(&halves[..2 * limbs.len()])
            }
        }
    }

    #[inline]
    fn used(&self) -> &[u64] {
        &self.digits[..self.length]
    }

    /// Takes zeros at the end out of the length, which is at most `length`.
    #[inline]
    fn set_length(&mut self, length: usize) {
        let last = self.digits[..length].iter().rposition(|limb| *limb != 0);
        self.length = last.map_or(0, |last| last + 1);
    }

    /// Whether it is odd.
    pub fn is_odd(&self) -> bool {
        self.digits[0] & 1 == 1
    }

    /// Whether it is a multiple of five.
    pub fn is_multiple_of_five(&self) -> bool {
        // A limb is worth one modulo five.
        self.used().iter().map(|limb| limb % 5).sum::<u64>() % 5 == 0
    }

    #[inline]
    fn count_bits(&self) -> usize {
        match self.used().last() {
            Some(top) => 64 * self.length - top.leading_zeros() as usize,
            None => 0,
        }
    }

    /// How many decimal digits it has; zero has one.
    #[inline]
    pub fn count_digits(&self) -> usize {
        if self.length == 0 {
            return 1;
        }
        let bits = self.count_bits();
        // The logarithm of 2 gives the count or one less.
        let least = (bits - 1) * 30_103 / 100_000 + 1;
        match POWERS.get(least) {
            Some(power)
                if limb_arithmetic::compare(&self.digits[..LIMBS], power) != Ordering::Less =>
            {
                least + 1
            }
            _ => least,
        }
    }

    /// The number times `10 ** places`, if there is room for it.
    #[inline]
    pub fn shifted_left(mut self, places: u64) -> Option<Wide> {
        if places == 0 || self.length == 0 {
            return Some(self);
        }
        let mut places = usize::try_from(places)
            .ok()
            .filter(|it| *it < MOST_PLACES)?;
        // A digit is worth less than 3.322 bits.
        if self.count_bits() + places * 3_322 / 1_000 + 1 > 64 * LIMBS {
            return None;
        }
        while places > 0 {
            let step = places.min(LIMB_PLACES);
            let factor = u128::from(POWERS[step][0]);
            let mut carry = 0;
            for limb in &mut self.digits[..self.length + 1] {
                let product = u128::from(*limb) * factor + carry;
                *limb = product as u64;
                carry = product >> 64;
            }
            self.set_length(self.length + 1);
            places -= step;
        }
        Some(self)
    }

    /// Divides by a number of one limb; gives the rest.
    #[inline]
    fn divide_by_limb(&mut self, shift: u32, divisor: &Divisor) -> u64 {
        let length = self.length;
        let mut rest = 0;
        if shift > 0 && length > 0 {
            rest = self.digits[length - 1] >> (64 - shift);
        }
        for place in (0..length).rev() {
            let below = match place.checked_sub(1) {
                Some(below) if shift > 0 => self.digits[below] >> (64 - shift),
                _ => 0,
            };
            let low = self.digits[place] << shift | below;
            (self.digits[place], rest) = divisor.divide(rest, low);
        }
        self.set_length(length);
        rest >> shift
    }

    /// Drops the last `places` digits: whether any of them was not zero, and how what they stand
    /// for compares with a half of the last place that is left.
    #[inline]
    pub fn drop_digits(&mut self, places: u64) -> (bool, Ordering) {
        let Ok(mut places) = usize::try_from(places) else {
            return (std::mem::take(&mut self.length) > 0, Ordering::Less);
        };
        let mut is_more = false;
        while places > LIMB_PLACES {
            if self.length == 0 {
                return (is_more, Ordering::Less);
            }
            let (shift, divisor) = &DIVISORS[LIMB_PLACES];
            is_more |= self.divide_by_limb(*shift, divisor) != 0;
            places -= LIMB_PLACES;
        }
        let (shift, divisor) = &DIVISORS[places];
        let rest = self.divide_by_limb(*shift, divisor);
        let half = (2 * u128::from(rest)).cmp(&u128::from(POWERS[places][0]));
        let half = match half {
            Ordering::Equal if is_more => Ordering::Greater,
            half => half,
        };
        (is_more || rest != 0, half)
    }

    /// Adds one; there is room for a carry.
    pub fn increment(&mut self) {
        let changed = limb_arithmetic::increment(&mut self.digits);
        self.length = self.length.max(changed);
    }

    /// The product of two that were taken over.
    #[inline]
    pub fn multiply(&self, other: &Wide) -> Wide {
        let mut digits = [0; LIMBS + 1];
        for (start, limb) in self.used().iter().enumerate() {
            let mut carry = 0;
            for (place, factor) in other.used().iter().enumerate() {
                let sum = u128::from(*limb) * u128::from(*factor)
                    + u128::from(digits[start + place])
                    + carry;
                digits[start + place] = sum as u64;
                carry = sum >> 64;
            }
            digits[start + other.length] = carry as u64;
        }
        let mut product = Wide { digits, length: 0 };
        product.set_length(self.length + other.length);
        product
    }

    /// The sum; there is room for a carry.
    #[inline]
    pub fn add(mut self, other: &Wide) -> Wide {
        let length = self.length.max(other.length) + 1;
        limb_arithmetic::add(&mut self.digits[..length], &other.digits);
        self.set_length(length);
        self
    }

    /// Whether a sum with another one that has room is as short as the others are.
    #[inline]
    pub fn has_room(&self) -> bool {
        self.length < LIMBS
    }

    /// The digits as text.
    pub fn digit_text(mut self) -> String {
        let mut chunks = [0; LIMBS + 1];
        let mut count = 0;
        let (shift, divisor) = &DIVISORS[LIMB_PLACES];
        while self.length > 1 {
            chunks[count] = self.divide_by_limb(*shift, divisor);
            count += 1;
        }
        let mut text = String::with_capacity(LIMB_PLACES * (count + 1) + 1);
        // The leading limb is shown without zeros in front.
        let _ = write!(text, "{}", self.digits[0]);
        for chunk in chunks[..count].iter().rev() {
            let _ = write!(text, "{chunk:019}");
        }
        text
    }

    /// The difference from one that is not larger.
    #[inline]
    pub fn subtract(mut self, other: &Wide) -> Wide {
        let length = self.length;
        limb_arithmetic::subtract(&mut self.digits[..length], &other.digits);
        self.set_length(length);
        self
    }

    /// Takes zeros from the end, at most so many; gives how many they were.
    pub fn strip_zeros(&mut self, most: u64) -> u64 {
        let mut stripped = 0;
        for step in [19, 16, 8, 4, 2, 1] {
            while stripped + step <= most && self.length > 0 {
                let mut shorter = *self;
                let (shift, divisor) = &DIVISORS[step as usize];
                if shorter.divide_by_limb(*shift, divisor) != 0 {
                    break;
                }
                *self = shorter;
                stripped += step;
            }
        }
        stripped
    }

    /// How the two compare.
    #[inline]
    pub fn compare(&self, other: &Wide) -> Ordering {
        let by_limbs = || limb_arithmetic::compare(self.used(), other.used());
        self.length.cmp(&other.length).then_with(by_limbs)
    }

    /// The quotient by a number other than zero, and whether there is a rest.
    pub fn divide(mut self, divisor: &Wide) -> (Wide, bool) {
        let count = divisor.length;
        let shift = divisor.digits[count - 1].leading_zeros();
        if count == 1 {
            let rest = self.divide_by_limb(shift, &Divisor::new(divisor.digits[0] << shift));
            return (self, rest != 0);
        }
        if self.compare(divisor) == Ordering::Less {
            let has_rest = self.length > 0;
            return (
                Wide {
                    digits: [0; LIMBS + 1],
                    length: 0,
                },
                has_rest,
            );
        }
        let length = self.length;
        let mut rest = self.digits;
        let mut by = divisor.digits;
        shift_bits(&mut rest[..length + 1], shift);
        shift_bits(&mut by[..count], shift);
        let mut digits = [0; LIMBS + 1];
        limb_arithmetic::divide(&mut rest[..=length], &by[..count], &mut digits);
        let has_rest = rest[..count].iter().any(|limb| *limb != 0);
        let mut quotient = Wide { digits, length: 0 };
        quotient.set_length(length - count + 1);
        (quotient, has_rest)
    }
}

fn shift_bits(limbs: &mut [u64], shift: u32) {
    if shift == 0 {
        return;
    }
    for place in (0..limbs.len()).rev() {
        let below = match place.checked_sub(1) {
            Some(below) => limbs[below] >> (64 - shift),
            None => 0,
        };
        limbs[place] = limbs[place] << shift | below;
    }
}
