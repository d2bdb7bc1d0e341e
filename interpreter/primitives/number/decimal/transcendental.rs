//! Powers, exponentials and logarithms, correctly rounded: computed with some digits more, and
//! again with many more where these leave the last digit in doubt.

use std::sync::Mutex;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::{Integer, Roots};
use num_traits::{One, ToPrimitive, Zero};

use super::context::{Context, LARGEST, Rounding, Signals, condition};
use super::digits::{count_digits, shifted_left, ten_to_the};
use super::rounding::invalid;
use super::{Decimal, Kind};

/// Digits behind those that are wanted. The results below are off by less than half as many.
const GUARD: i64 = 20;

fn power_of_ten(places: i64) -> BigInt {
    ten_to_the(places.max(0).unsigned_abs()).into()
}

/// `2 * atanh(1 / number) * 10 ** places`, by its series.
fn twice_inverse_atanh(number: u32, places: i64) -> BigInt {
    let square = BigInt::from(number) * number;
    let mut power: BigInt = power_of_ten(places) * 2 / number;
    let mut sum = power.clone();
    let mut divisor = 1_u32;
    while !power.is_zero() {
        power /= &square;
        divisor += 2;
        sum += &power / divisor;
    }
    sum
}

/// `ln(10) * 10 ** places`.
fn ln_10(places: i64) -> BigInt {
    static KNOWN: Mutex<Option<(i64, BigInt)>> = Mutex::new(None);
    if let Ok(known) = KNOWN.lock()
        && let Some((digits, value)) = &*known
        && *digits >= places
    {
        return value / power_of_ten(digits - places);
    }
    let digits = places + 50;
    // ln 10 = 46 atanh(1/31) + 34 atanh(1/49) + 20 atanh(1/161)
    let value = twice_inverse_atanh(31, digits + 5) * 23
        + twice_inverse_atanh(49, digits + 5) * 17
        + twice_inverse_atanh(161, digits + 5) * 10;
    let value = value / power_of_ten(5);
    let result = &value / power_of_ten(50);
    if let Ok(mut known) = KNOWN.lock() {
        *known = Some((digits, value));
    }
    result
}

/// A number in units of `10 ** -places`, cut off.
fn fixed(number: &Decimal, places: i64) -> BigInt {
    let shift = number.exponent + places;
    let size = if shift >= 0 {
        shifted_left(&number.coefficient, shift.unsigned_abs())
    } else if shift.unsigned_abs() > number.digits().unsigned_abs() {
        BigUint::zero()
    } else {
        &number.coefficient / ten_to_the(shift.unsigned_abs())
    };
    BigInt::from_biguint(
        if number.negative {
            Sign::Minus
        } else {
            Sign::Plus
        },
        size,
    )
}

/// `exp(value)` for a value in units of `10 ** -places`: a coefficient in these units, and the
/// power of ten that it is multiplied by.
fn exp_fixed(value: &BigInt, places: i64) -> (BigInt, i64) {
    let ln = ln_10(places);
    let (tens, rest) = value.div_mod_floor(&ln);
    // Halve the argument until the series is short, and square as often afterwards.
    let halvings = 8 + (places as u64).sqrt() / 4;
    let more = halvings as i64 / 3 + 10;
    let unit = power_of_ten(places + more);
    let rest = (rest * power_of_ten(more)) >> halvings;
    let mut term = unit.clone();
    let mut sum = unit.clone();
    let mut count = 0_u32;
    while !term.is_zero() {
        count += 1;
        term = term * &rest / &unit / count;
        sum += &term;
    }
    for _ in 0..halvings {
        sum = &sum * &sum / &unit;
    }
    (
        sum / power_of_ten(more),
        tens.to_i64().unwrap_or(i64::MAX / 4),
    )
}

/// `ln(number) * 10 ** places` for a positive number.
fn ln_fixed(number: &Decimal, places: i64) -> BigInt {
    let digits = number.digits();
    // A mantissa between a third and three, so that nothing cancels out.
    let mut tens = number.exponent + digits;
    let mut mantissa = Decimal::new(false, number.coefficient.clone(), -digits);
    let first_two = fixed(&mantissa, 2);
    if first_two < BigInt::from(32) {
        mantissa.exponent += 1;
        tens -= 1;
    }
    let more = 20;
    let unit = power_of_ten(places + more);
    let mut value = fixed(&mantissa, places + more);
    const ROOTS: u32 = 8;
    for _ in 0..ROOTS {
        value = (value * &unit).sqrt();
    }
    // ln m = 2 atanh((m - 1) / (m + 1))
    let ratio = (&value - &unit) * &unit / (&value + &unit);
    let square = &ratio * &ratio / &unit;
    let mut power = ratio.clone();
    let mut sum = ratio;
    let mut divisor = 1_u32;
    while !power.is_zero() && power != BigInt::from(-1) {
        power = power * &square / &unit;
        divisor += 2;
        sum += &power / divisor;
    }
    let logarithm = (sum << (ROOTS + 1)) / power_of_ten(more);
    logarithm + ln_10(places) * tens
}

/// Rounds what `compute` gives, which is asked for this many digits behind the point, until the
/// digits that are cut off are not in doubt. `compute` gives a coefficient and an exponent.
fn rounded(
    context: &Context,
    signals: &mut Signals,
    mut compute: impl FnMut(i64) -> (BigInt, i64),
) -> Decimal {
    let context = context.with_rounding(Rounding::HalfEven);
    let mut guard = GUARD;
    loop {
        let (value, exponent) = compute(context.precision + guard);
        let (sign, mut coefficient) = value.into_parts();
        let places = count_digits(&coefficient) - context.precision;
        let settled = places > 0 && {
            let unit = ten_to_the(places.unsigned_abs());
            let half = &unit >> 1_u32;
            let rest = &coefficient % &unit;
            let distance = match rest > half {
                true => rest - half,
                false => half - rest,
            };
            count_digits(&distance) > GUARD / 2
        };
        if settled || guard > context.precision * 3 + 10 * GUARD {
            if (&coefficient % 5_u32).is_zero() {
                coefficient += 1_u32;
            }
            let result = Decimal::new(sign == Sign::Minus, coefficient, exponent);
            return result.finish(&context, signals);
        }
        guard = guard * 2 + context.precision / 2;
    }
}

impl Decimal {
    /// `exp(x)`.
    pub fn exponential(&self, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return nan;
        }
        if self.is_infinite() {
            return match self.negative {
                true => Decimal::zero(false, 0),
                false => self.clone(),
            };
        }
        if self.coefficient.is_zero() {
            return Decimal::one();
        }
        let half_even = context.with_rounding(Rounding::HalfEven);
        let adjusted = self.adjusted();
        let limit = count_digits(&BigUint::from((context.emax.unsigned_abs() + 1) * 3));
        let low = count_digits(&BigUint::from((context.etiny().unsigned_abs() + 1) * 3));
        if !self.negative && adjusted > limit {
            return Decimal::new(false, BigUint::one(), context.emax + 1)
                .finish(&half_even, signals);
        }
        if self.negative && adjusted > low {
            return Decimal::new(false, BigUint::one(), context.etiny() - 1)
                .finish(&half_even, signals);
        }
        if adjusted < -context.precision - 1 {
            // So near to one that only the direction shows.
            let one = ten_to_the((context.precision + 1).unsigned_abs());
            let coefficient = match self.negative {
                true => one - 1_u32,
                false => one + 1_u32,
            };
            return Decimal::new(false, coefficient, -context.precision - 1)
                .finish(&half_even, signals);
        }
        rounded(context, signals, |digits| {
            let places = digits + adjusted.max(0) + 5;
            let (value, tens) = exp_fixed(&fixed(self, places), places);
            (value, tens - places)
        })
    }

    /// How many zeros follow the point in `|x - 1|`.
    fn nearness_to_one(&self) -> i64 {
        if self.adjusted() < -1 || self.adjusted() > 0 {
            return 0;
        }
        let context = Context::exact();
        let apart = self.subtract(&Decimal::one(), &context, &mut 0);
        match apart.is_zero() {
            true => 0,
            false => (-apart.adjusted()).max(0),
        }
    }

    /// `ln(x)`.
    pub fn natural_logarithm(&self, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(result) = self.logarithm_of_special(context, signals) {
            return result;
        }
        if self.partial_order(&Decimal::one()) == Some(std::cmp::Ordering::Equal) {
            return Decimal::zero(false, 0);
        }
        let more = self.nearness_to_one() + 5;
        rounded(context, signals, |digits| {
            let places = digits + more;
            (ln_fixed(self, places), -places)
        })
    }

    /// `log10(x)`.
    pub fn decimal_logarithm(&self, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(result) = self.logarithm_of_special(context, signals) {
            return result;
        }
        let half_even = context.with_rounding(Rounding::HalfEven);
        let least = self.clone().without_zeros(i64::MAX / 4);
        if least.coefficient.is_one() {
            return Decimal::of_int(least.exponent).finish(&half_even, signals);
        }
        let more = self.nearness_to_one() + 5;
        rounded(context, signals, |digits| {
            let places = digits + more;
            let logarithm = ln_fixed(self, places) * power_of_ten(places);
            (logarithm / ln_10(places), -places)
        })
    }

    fn logarithm_of_special(&self, context: &Context, signals: &mut Signals) -> Option<Decimal> {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return Some(nan);
        }
        if self.is_zero() {
            return Some(Decimal::infinity(true));
        }
        if self.negative {
            return Some(invalid(signals));
        }
        self.is_infinite().then(|| self.clone())
    }

    /// `x ** y`.
    pub fn power(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        if other.is_zero() {
            return match self.is_zero() {
                true => invalid(signals),
                false => Decimal::one(),
            };
        }
        let is_whole = other.is_integer();
        let is_odd = is_whole
            && other.exponent <= 0
            && other
                .to_integer(Rounding::Down)
                .is_some_and(|(_, size)| size.is_odd());
        let negative = self.negative && is_odd;
        if self.negative && !is_whole && !other.is_infinite() && !self.is_zero() {
            return invalid(signals);
        }
        if self.negative && other.is_infinite() && !self.is_zero() {
            return invalid(signals);
        }
        if self.is_zero() {
            return match other.negative {
                true => Decimal::infinity(negative),
                false => Decimal::zero(negative, 0),
            };
        }
        if self.is_infinite() {
            return match other.negative {
                true => Decimal::zero(negative, 0),
                false => Decimal::infinity(negative),
            };
        }
        let size = self.clone().with_sign(false);
        if size.partial_order(&Decimal::one()) == Some(std::cmp::Ordering::Equal) {
            return size.power_of_one(other, is_whole, negative, context, signals);
        }
        if other.kind == Kind::Infinite {
            return match other.negative == (self.adjusted() < 0) {
                true => Decimal::infinity(false),
                false => Decimal::zero(false, 0),
            };
        }
        if is_whole && let Some(exponent) = other.as_i64() {
            return match size.far_out_of_range(other, negative, context, signals) {
                Some(result) => result,
                None => size.whole_power(other, exponent, negative, context, signals),
            };
        }
        if let Some(result) = size.out_of_range(other, negative, context, signals) {
            return result;
        }
        // As CPython's library does it: each step rounded to some digits more, and the result as
        // the context says, whatever the exact power is.
        let work = Context {
            precision: context.precision.max(self.digits()).saturating_add(23),
            rounding: Rounding::HalfEven,
            emax: LARGEST,
            emin: -LARGEST,
            clamp: false,
            ..*context
        };
        let mut ignored = 0;
        let logarithm = size.natural_logarithm(&work, &mut ignored);
        let product = logarithm.multiply(other, &work, &mut ignored);
        let result = product.exponential(&work, signals);
        *signals |= condition::INEXACT | condition::ROUNDED;
        result.with_sign(negative).finish(context, signals)
    }

    fn power_of_one(
        &self,
        other: &Decimal,
        is_whole: bool,
        negative: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        let least = 1 - context.precision;
        let exponent = if is_whole {
            let times = match other.negative {
                true => 0,
                false => other.as_i64().unwrap_or(i64::MAX).min(context.precision),
            };
            let exponent = self.exponent.saturating_mul(times);
            if exponent < least {
                *signals |= condition::ROUNDED;
            }
            exponent.clamp(least, 0)
        } else {
            *signals |= condition::INEXACT | condition::ROUNDED;
            least
        };
        let coefficient = ten_to_the(exponent.unsigned_abs());
        Decimal::new(negative, coefficient, exponent)
    }

    /// The result of a power that is certainly too large or too small.
    fn out_of_range(
        &self,
        other: &Decimal,
        negative: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Option<Decimal> {
        let leading = |number: &Decimal| {
            let digits = number.digits();
            let first = fixed(
                &Decimal::new(false, number.coefficient.clone(), -digits),
                17,
            );
            first.to_f64().unwrap_or(0.0) / 1e17
        };
        let logarithm = leading(self).log10() + self.adjusted() as f64 + 1.0;
        let factor = leading(other) * 10_f64.powf((other.adjusted() + 1) as f64);
        let factor = if other.negative { -factor } else { factor };
        let estimate = logarithm * factor;
        let exponent = if estimate > context.emax as f64 * 1.000_001 + 10.0 {
            context.emax + 1
        } else if estimate < context.etiny() as f64 * 1.000_001 - 10.0 {
            context.etiny() - 1
        } else {
            return None;
        };
        Some(Decimal::new(negative, BigUint::one(), exponent).finish(context, signals))
    }

    /// The result of a power that is too large or too small by the coarse bounds of CPython's
    /// library, which compare counts of digits.
    fn far_out_of_range(
        &self,
        other: &Decimal,
        negative: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Option<Decimal> {
        let count = |exponent: i64| {
            exponent
                .unsigned_abs()
                .checked_ilog10()
                .map_or(1, |it| i64::from(it) + 1)
        };
        let adjusted = self.adjusted();
        // How many digits the logarithm has at least.
        let least = match adjusted {
            1.. => count(adjusted) - 1,
            ..-1 => count(adjusted + 1) - 1,
            _ => {
                let mut ignored = 0;
                let apart = self.subtract(&Decimal::one(), &Context::exact(), &mut ignored);
                apart.adjusted() - if adjusted == 0 { 2 } else { 1 }
            }
        };
        let is_large = (adjusted < 0) == other.negative;
        let limit = if is_large {
            context.emax
        } else {
            context.etiny()
        };
        if count(limit) >= least + other.adjusted() {
            return None;
        }
        let exponent = if is_large {
            2 * LARGEST
        } else {
            context.etiny() - 1
        };
        Some(Decimal::new(negative, BigUint::one(), exponent).finish(context, signals))
    }

    /// A power by multiplications that are rounded to some more digits, as CPython's library
    /// computes it, whose results are not always those of the exact power.
    fn whole_power(
        &self,
        other: &Decimal,
        exponent: i64,
        negative: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        let digits = other.digits() + other.exponent + 2 + i64::from(exponent < 0);
        let work = Context {
            precision: context.precision.saturating_add(digits),
            rounding: Rounding::HalfEven,
            clamp: false,
            ..*context
        };
        let inverse;
        let base = match exponent < 0 {
            true => {
                inverse = Decimal::one().divide(self, &work, signals);
                &inverse
            }
            false => self,
        };
        let times = exponent.unsigned_abs();
        let mut power = base.clone();
        for bit in (0..times.checked_ilog2().unwrap_or(0)).rev() {
            power = power.multiply(&power, &work, signals);
            if times >> bit & 1 == 1 {
                power = power.multiply(base, &work, signals);
            }
            let is_lost = power.is_zero() && *signals & condition::CLAMPED != 0;
            if !power.is_finite() || is_lost {
                break;
            }
        }
        if power.is_infinite() {
            power = Decimal::new(negative, BigUint::one(), 2 * LARGEST);
        }
        power.with_sign(negative).finish(context, signals)
    }

    /// `pow(x, y, z)`.
    pub fn modular_power(
        &self,
        other: &Decimal,
        modulus: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        for one in [self, other, modulus] {
            if one.kind == Kind::Signaling {
                return one
                    .nan_of(None, context, signals)
                    .unwrap_or_else(Decimal::nan);
            }
        }
        for one in [self, other, modulus] {
            if let Some(nan) = one.nan_of(None, context, signals) {
                return nan;
            }
        }
        let whole = self.is_integer() && other.is_integer() && modulus.is_integer();
        if !whole
            || other.negative && !other.is_zero()
            || modulus.is_zero()
            || modulus.adjusted() >= context.precision
            || self.is_zero() && other.is_zero()
            || other.adjusted() > 1_000_000
        {
            return invalid(signals);
        }
        let parts = (
            other.to_integer(Rounding::Down),
            modulus.to_integer(Rounding::Down),
        );
        let (Some((_, exponent)), Some((_, modulus))) = parts else {
            return invalid(signals);
        };
        let base = if self.exponent > 0 {
            let tens = BigUint::from(self.exponent.unsigned_abs());
            &self.coefficient * BigUint::from(10_u32).modpow(&tens, &modulus)
        } else {
            match self.to_integer(Rounding::Down) {
                Some((_, base)) => base,
                None => return invalid(signals),
            }
        };
        let negative = self.negative && exponent.is_odd();
        Decimal::new(negative, base.modpow(&exponent, &modulus), 0)
    }
}
