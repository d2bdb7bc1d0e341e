//! Rounding: to the precision of a context, to an exponent.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

use super::context::{Context, Rounding, Signals, condition};
use super::digits::{shifted_left, shifted_right, ten_to_the};
use super::wide::Wide;
use super::{Decimal, Kind, count_digits};

/// Drops the last `places` digits. Gives what is left, and how the result compares with the
/// number: `Equal` where nothing was lost.
pub(super) fn drop_digits(
    coefficient: &BigUint,
    places: u64,
    negative: bool,
    rounding: Rounding,
) -> (BigUint, Ordering) {
    if places == 0 {
        return (coefficient.clone(), Ordering::Equal);
    }
    let digits = count_digits(coefficient).unsigned_abs();
    let (kept, rest, half) = if places > digits {
        // All is lost, and less than a half of what the last place stands for.
        (BigUint::zero(), !coefficient.is_zero(), Ordering::Less)
    } else {
        shifted_right(coefficient, places)
    };
    if !rest {
        return (kept, Ordering::Equal);
    }
    let is_multiple_of_five = || (&kept % 5_u32).is_zero();
    let up = rounds_up(
        rounding,
        negative,
        half,
        || kept.is_odd(),
        is_multiple_of_five,
    );
    match up {
        true => (kept + 1_u32, Ordering::Greater),
        false => (kept, Ordering::Less),
    }
}

/// Whether what is left is made larger where digits were lost.
fn rounds_up(
    rounding: Rounding,
    negative: bool,
    half: Ordering,
    is_odd: impl FnOnce() -> bool,
    is_multiple_of_five: impl FnOnce() -> bool,
) -> bool {
    match rounding {
        Rounding::Up => true,
        Rounding::Down => false,
        Rounding::Ceiling => !negative,
        Rounding::Floor => negative,
        Rounding::HalfUp => half != Ordering::Less,
        Rounding::HalfDown => half == Ordering::Greater,
        Rounding::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && is_odd()),
        Rounding::ZeroFiveUp => is_multiple_of_five(),
    }
}

impl Decimal {
    /// A number other than zero as the context can hold it.
    pub(super) fn finish_wide(
        negative: bool,
        mut wide: Wide,
        exponent: i64,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        let mut least = wide.count_digits() as i64 + exponent - context.precision;
        let (tiny, top) = (context.etiny(), context.etop());
        // Whatever is near the limits of exponents is left to the long way.
        if least < tiny || least >= top || exponent > top {
            return Decimal::new(negative, wide.finish(), exponent).finish(context, signals);
        }
        if exponent >= least {
            return Decimal::new(negative, wide.finish(), exponent);
        }
        *signals |= condition::ROUNDED;
        let (is_inexact, half) = wide.drop_digits((least - exponent).unsigned_abs());
        if is_inexact {
            *signals |= condition::INEXACT;
            let is_odd = || wide.is_odd();
            let is_multiple_of_five = || wide.is_multiple_of_five();
            if rounds_up(
                context.rounding,
                negative,
                half,
                is_odd,
                is_multiple_of_five,
            ) {
                wide.increment();
                if wide.count_digits() as i64 > context.precision {
                    wide.drop_digits(1);
                    least += 1;
                }
            }
        }
        Decimal::new(negative, wide.finish(), least)
    }

    /// The number as the context can hold it.
    pub fn finish(self, context: &Context, signals: &mut Signals) -> Decimal {
        match self.kind {
            Kind::Infinite => return self,
            Kind::Quiet | Kind::Signaling => return self.finish_nan(context),
            Kind::Finite => {}
        }
        let (tiny, top) = (context.etiny(), context.etop());
        if self.coefficient.is_zero() {
            let largest = if context.clamp { top } else { context.emax };
            let exponent = self.exponent.clamp(tiny.min(largest), largest);
            if exponent != self.exponent {
                *signals |= condition::CLAMPED;
            }
            return Decimal { exponent, ..self };
        }
        let digits = self.digits();
        let mut least = digits + self.exponent - context.precision;
        if least > top {
            return self.overflow(context, signals);
        }
        let is_subnormal = least < tiny;
        if is_subnormal {
            least = tiny;
        }
        if self.exponent >= least {
            if is_subnormal {
                *signals |= condition::SUBNORMAL;
            }
            if context.clamp && self.exponent > top {
                *signals |= condition::CLAMPED;
                let places = (self.exponent - top).unsigned_abs();
                let coefficient = shifted_left(&self.coefficient, places);
                return Decimal::new(self.negative, coefficient, top);
            }
            return self;
        }
        let places = (least - self.exponent).unsigned_abs();
        let (mut coefficient, change) =
            drop_digits(&self.coefficient, places, self.negative, context.rounding);
        if change == Ordering::Greater && count_digits(&coefficient) > context.precision {
            coefficient /= 10_u32;
            least += 1;
        }
        if least > top {
            return self.overflow(context, signals);
        }
        *signals |= condition::ROUNDED;
        if change != Ordering::Equal {
            *signals |= condition::INEXACT;
            if is_subnormal {
                *signals |= condition::UNDERFLOW;
            }
        }
        if is_subnormal {
            *signals |= condition::SUBNORMAL;
        }
        if coefficient.is_zero() {
            *signals |= condition::CLAMPED;
        }
        Decimal::new(self.negative, coefficient, least)
    }

    fn finish_nan(self, context: &Context) -> Decimal {
        let most = context.precision - i64::from(context.clamp);
        if most >= self.digits() {
            return self;
        }
        let coefficient = &self.coefficient % ten_to_the(most.max(0).unsigned_abs());
        Decimal {
            coefficient,
            ..self
        }
    }

    fn overflow(&self, context: &Context, signals: &mut Signals) -> Decimal {
        *signals |= condition::OVERFLOW | condition::INEXACT | condition::ROUNDED;
        let to_infinity = match context.rounding {
            Rounding::Down | Rounding::ZeroFiveUp => false,
            Rounding::Ceiling => !self.negative,
            Rounding::Floor => self.negative,
            _ => true,
        };
        match to_infinity {
            true => Decimal::infinity(self.negative),
            false => Decimal::largest(context).with_sign(self.negative),
        }
    }

    /// The largest number of a context.
    pub fn largest(context: &Context) -> Decimal {
        let coefficient = ten_to_the(context.precision.unsigned_abs()) - BigUint::one();
        Decimal::new(false, coefficient, context.etop())
    }

    /// The result of an operation on NaNs; `None` where neither is one.
    pub(super) fn nan_of(
        &self,
        other: Option<&Decimal>,
        context: &Context,
        signals: &mut Signals,
    ) -> Option<Decimal> {
        let pair = [Some(self), other];
        let of_kind = |kind: Kind| pair.into_iter().flatten().find(|one| one.kind == kind);
        if let Some(one) = of_kind(Kind::Signaling) {
            *signals |= condition::INVALID_OPERATION;
            let quiet = Decimal {
                kind: Kind::Quiet,
                ..one.clone()
            };
            return Some(quiet.finish_nan(context));
        }
        of_kind(Kind::Quiet).map(|one| one.clone().finish_nan(context))
    }

    /// The number with another exponent, rounded where that is larger.
    pub(super) fn rescaled(&self, exponent: i64, rounding: Rounding) -> (Decimal, Ordering) {
        if self.coefficient.is_zero() {
            return (Decimal::zero(self.negative, exponent), Ordering::Equal);
        }
        if self.exponent >= exponent {
            let places = (self.exponent - exponent).unsigned_abs();
            let coefficient = shifted_left(&self.coefficient, places);
            return (
                Decimal::new(self.negative, coefficient, exponent),
                Ordering::Equal,
            );
        }
        let places = (exponent - self.exponent).unsigned_abs();
        let (coefficient, change) = drop_digits(&self.coefficient, places, self.negative, rounding);
        (Decimal::new(self.negative, coefficient, exponent), change)
    }

    /// `quantize`: the number with the exponent of another.
    pub fn quantize(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        if self.is_infinite() || other.is_infinite() {
            if self.is_infinite() && other.is_infinite() {
                return self.clone();
            }
            return invalid(signals);
        }
        let exponent = other.exponent;
        if exponent < context.etiny() || exponent > context.emax {
            return invalid(signals);
        }
        if self.coefficient.is_zero() {
            return Decimal::zero(self.negative, exponent).finish(context, signals);
        }
        if self.adjusted() > context.emax || self.adjusted() - exponent + 1 > context.precision {
            return invalid(signals);
        }
        let (result, change) = self.rescaled(exponent, context.rounding);
        if result.adjusted() > context.emax || result.digits() > context.precision {
            return invalid(signals);
        }
        if result.is_subnormal(context) {
            *signals |= condition::SUBNORMAL;
        }
        if exponent > self.exponent {
            *signals |= condition::ROUNDED;
            if change != Ordering::Equal {
                *signals |= condition::INEXACT;
            }
        }
        result.finish(context, signals)
    }

    /// `to_integral_value`, or with `exact` `to_integral_exact`, which says what was rounded.
    pub fn to_integral(
        &self,
        rounding: Rounding,
        exact: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return nan;
        }
        if self.is_infinite() || self.exponent >= 0 {
            return self.clone();
        }
        let (result, change) = self.rescaled(0, rounding);
        if exact && !self.coefficient.is_zero() {
            *signals |= condition::ROUNDED;
            if change != Ordering::Equal {
                *signals |= condition::INEXACT;
            }
        }
        result
    }

    /// `normalize`: without zeros at the end.
    pub fn normalize(&self, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return nan;
        }
        let result = self.clone().finish(context, signals);
        if !result.is_finite() {
            return result;
        }
        if result.coefficient.is_zero() {
            return Decimal::zero(result.negative, 0);
        }
        let largest = if context.clamp {
            context.etop()
        } else {
            context.emax
        };
        result.without_zeros(largest)
    }

    /// The same number with as few zeros at its end as the largest exponent allows.
    pub(super) fn without_zeros(mut self, largest: i64) -> Decimal {
        if let Some(mut wide) = Wide::of(&self.coefficient)
            && largest > self.exponent
        {
            let stripped = wide.strip_zeros((largest - self.exponent).unsigned_abs());
            if stripped > 0 {
                self.coefficient = wide.finish();
                self.exponent += stripped as i64;
            }
            return self;
        }
        while self.exponent < largest {
            // Many zeros go at once.
            let mut places = 16_u64;
            loop {
                let (quotient, rest) = self.coefficient.div_rem(&ten_to_the(places));
                let fits = self.exponent + places as i64 <= largest;
                if rest.is_zero() && fits {
                    self.coefficient = quotient;
                    self.exponent += places as i64;
                    break;
                }
                if places == 1 {
                    return self;
                }
                places /= 2;
            }
        }
        self
    }

    /// The whole number, cut off. `None` for what is none.
    pub fn to_integer(&self, rounding: Rounding) -> Option<(bool, BigUint)> {
        if !self.is_finite() {
            return None;
        }
        let (whole, _) = self.rescaled(0, rounding);
        Some((whole.negative, whole.coefficient))
    }

    /// The whole number as an index, if it is one.
    pub(super) fn as_i64(&self) -> Option<i64> {
        if !self.is_integer() || self.adjusted() > 19 {
            return None;
        }
        let (negative, size) = self.to_integer(Rounding::Down)?;
        let size = size.to_i64()?;
        Some(if negative { -size } else { size })
    }
}

/// NaN, and the signal of an invalid operation.
pub(super) fn invalid(signals: &mut Signals) -> Decimal {
    *signals |= condition::INVALID_OPERATION;
    Decimal::nan()
}
