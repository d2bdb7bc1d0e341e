//! Powers of ten, and how many digits a number has.

use std::cmp::Ordering;
use std::sync::{OnceLock, RwLock};

use num_bigint::BigUint;
use num_integer::Integer as _;
use num_traits::{One, ToPrimitive, Zero};

use super::wide::Wide;

/// `10 ** exponent`.
pub fn ten_to_the(exponent: u64) -> BigUint {
    const KEPT: usize = 256;
    if exponent < 20 {
        return 10_u64.pow(exponent.to_u32().unwrap_or(0)).into();
    }
    static POWERS: OnceLock<RwLock<Vec<BigUint>>> = OnceLock::new();
    if exponent < KEPT as u64 {
        let powers = POWERS.get_or_init(|| {
            let mut powers = vec![BigUint::one()];
            for place in 1..KEPT {
                let next = &powers[place - 1] * 10_u32;
                powers.push(next);
            }
            RwLock::new(powers)
        });
        if let Ok(powers) = powers.read()
            && let Some(power) = powers.get(exponent as usize)
        {
            return power.clone();
        }
    }
    BigUint::from(10_u32).pow(u32::try_from(exponent).unwrap_or(u32::MAX))
}

/// `10 ** exponent`, where that is one limb: up to 19.
#[inline]
pub fn ten_to_the_in_limb(exponent: usize) -> u64 {
    const POWERS: [u64; 20] = {
        let mut powers = [1; 20];
        let mut place = 1;
        while place < 20 {
            powers[place] = powers[place - 1] * 10;
            place += 1;
        }
        powers
    };
    POWERS[exponent]
}

/// How many decimal digits a number has; 0 has one.
pub fn count_digits(number: &BigUint) -> i64 {
    if let Some(small) = number.to_u64() {
        return small.checked_ilog10().map_or(1, |log| i64::from(log) + 1);
    }
    if let Some(wide) = Wide::of(number) {
        return wide.count_digits() as i64;
    }
    // The logarithm of 2 gives the count or one less.
    let bits = number.bits();
    let least = (u128::from(bits - 1) * 30_102_999_566_398_119 / 100_000_000_000_000_000) as u64;
    let digits = least + 1;
    match *number >= ten_to_the(digits) {
        true => digits as i64 + 1,
        false => digits as i64,
    }
}

/// Quotient and remainder of division by `10 ** places`, and how twice the remainder compares
/// with that.
pub fn shifted_right(number: &BigUint, places: u64) -> (BigUint, bool, Ordering) {
    if let Some(mut wide) = Wide::of(number) {
        let (rest, half) = wide.drop_digits(places);
        return (wide.finish(), rest, half);
    }
    let unit = ten_to_the(places);
    let (kept, rest) = number.div_rem(&unit);
    let half = (&rest << 1_u32).cmp(&unit);
    (kept, !rest.is_zero(), half)
}

/// `number * 10 ** places`.
pub fn shifted_left(number: &BigUint, places: u64) -> BigUint {
    match places {
        0 => number.clone(),
        _ if number.is_zero() => BigUint::zero(),
        _ => match Wide::of(number).and_then(|wide| wide.shifted_left(places)) {
            Some(wide) => wide.finish(),
            None => number * ten_to_the(places),
        },
    }
}

/// The digits of a number as text.
pub fn digit_text(number: &BigUint) -> String {
    match number.to_u64() {
        Some(small) => small.to_string(),
        None => match Wide::of(number) {
            Some(wide) => wide.digit_text(),
            None => number.to_string(),
        },
    }
}
