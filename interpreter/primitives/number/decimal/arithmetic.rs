//! The basic operations.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

use super::context::{Context, LARGEST, Rounding, Signals, condition};
use super::digits::{shifted_left, ten_to_the};
use super::rounding::invalid;
use super::wide::Wide;
use super::{Decimal, Kind};

impl Decimal {
    /// `+x`: the number rounded; zeros lose their sign, except towards the floor.
    pub fn plus(&self, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return nan;
        }
        let negative = self.negative && (!self.is_zero() || context.rounding == Rounding::Floor);
        self.finish_with_sign(negative, context, signals)
    }

    /// `-x`.
    pub fn minus(&self, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return nan;
        }
        let negative = match self.is_zero() {
            true => !self.negative && context.rounding == Rounding::Floor,
            false => !self.negative,
        };
        self.finish_with_sign(negative, context, signals)
    }

    fn finish_with_sign(
        &self,
        negative: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        match Wide::of(&self.coefficient) {
            Some(wide) if self.is_finite() && !self.coefficient.is_zero() => {
                Decimal::finish_wide(negative, wide, self.exponent, context, signals)
            }
            _ => self.clone().with_sign(negative).finish(context, signals),
        }
    }

    /// `abs(x)`.
    pub fn absolute(&self, context: &Context, signals: &mut Signals) -> Decimal {
        match self.negative {
            true => self.minus(context, signals),
            false => self.plus(context, signals),
        }
    }

    /// `x + y`.
    pub fn add(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(sum) = self.add_small(other, false, context, signals) {
            return sum;
        }
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        match (self.kind, other.kind) {
            (Kind::Infinite, Kind::Infinite) if self.negative != other.negative => {
                return invalid(signals);
            }
            (Kind::Infinite, _) => return self.clone(),
            (_, Kind::Infinite) => return other.clone(),
            _ => {}
        }
        let exponent = self.exponent.min(other.exponent);
        let towards_floor = context.rounding == Rounding::Floor;
        match (self.coefficient.is_zero(), other.coefficient.is_zero()) {
            (true, true) => {
                let negative = if self.negative == other.negative {
                    self.negative
                } else {
                    towards_floor
                };
                return Decimal::zero(negative, exponent).finish(context, signals);
            }
            (true, false) => return other.beside_zero(exponent, context, signals),
            (false, true) => return self.beside_zero(exponent, context, signals),
            (false, false) => {}
        }
        let limit = tiny_limit(self, other, context);
        if limit.is_none()
            && let Some((one, two, exponent)) = aligned_wide(self, other)
        {
            if self.negative == other.negative {
                let sum = one.add(&two);
                return Decimal::finish_wide(self.negative, sum, exponent, context, signals);
            }
            let (negative, rest) = match one.compare(&two) {
                Ordering::Equal => {
                    return Decimal::zero(towards_floor, exponent).finish(context, signals);
                }
                Ordering::Greater => (self.negative, one.subtract(&two)),
                Ordering::Less => (other.negative, two.subtract(&one)),
            };
            return Decimal::finish_wide(negative, rest, exponent, context, signals);
        }
        let (one, two) = aligned(self, other, limit);
        let exponent = one.exponent;
        if one.negative == two.negative {
            let sum = one.coefficient + two.coefficient;
            return Decimal::new(one.negative, sum, exponent).finish(context, signals);
        }
        let result = match one.coefficient.cmp(&two.coefficient) {
            Ordering::Equal => Decimal::zero(towards_floor, exponent),
            Ordering::Greater => {
                Decimal::new(one.negative, one.coefficient - two.coefficient, exponent)
            }
            Ordering::Less => {
                Decimal::new(two.negative, two.coefficient - one.coefficient, exponent)
            }
        };
        result.finish(context, signals)
    }

    /// The sum with a zero of this or a smaller exponent.
    fn beside_zero(&self, exponent: i64, context: &Context, signals: &mut Signals) -> Decimal {
        let least = self.adjusted() - context.precision;
        let (sum, _) = self.rescaled(exponent.max(least).min(self.exponent), context.rounding);
        sum.finish(context, signals)
    }

    /// `x - y`.
    pub fn subtract(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(rest) = self.add_small(other, true, context, signals) {
            return rest;
        }
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        self.add(&other.clone().negated(), context, signals)
    }

    /// `x * y`.
    pub fn multiply(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(product) = self.multiply_small(other, context, signals) {
            return product;
        }
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        let negative = self.negative != other.negative;
        if self.is_infinite() || other.is_infinite() {
            if self.is_zero() || other.is_zero() {
                return invalid(signals);
            }
            return Decimal::infinity(negative);
        }
        let exponent = self.exponent + other.exponent;
        if let (Some(one), Some(two)) = (Wide::of(&self.coefficient), Wide::of(&other.coefficient))
        {
            let product = one.multiply(&two);
            return match self.coefficient.is_zero() || other.coefficient.is_zero() {
                true => Decimal::zero(negative, exponent).finish(context, signals),
                false => Decimal::finish_wide(negative, product, exponent, context, signals),
            };
        }
        Decimal::new(
            negative,
            &self.coefficient * &other.coefficient,
            self.exponent + other.exponent,
        )
        .finish(context, signals)
    }

    /// `x / y`.
    pub fn divide(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(quotient) = self.divide_small(other, context, signals) {
            return quotient;
        }
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        let negative = self.negative != other.negative;
        match (self.kind, other.kind) {
            (Kind::Infinite, Kind::Infinite) => return invalid(signals),
            (Kind::Infinite, _) => return Decimal::infinity(negative),
            (_, Kind::Infinite) => {
                *signals |= condition::CLAMPED;
                return Decimal::zero(negative, context.etiny());
            }
            _ => {}
        }
        if other.coefficient.is_zero() {
            return self.divided_by_zero(negative, signals);
        }
        if self.coefficient.is_zero() {
            let exponent = self.exponent - other.exponent;
            return Decimal::zero(negative, exponent).finish(context, signals);
        }
        let shift = other.digits() - self.digits() + context.precision + 1;
        let mut exponent = self.exponent - other.exponent - shift;
        let places = shift.unsigned_abs();
        let wide =
            |number: &Decimal, places: u64| Wide::of(&number.coefficient)?.shifted_left(places);
        let (up, down) = if shift >= 0 { (places, 0) } else { (0, places) };
        let (mut coefficient, is_exact) = match (wide(self, up), wide(other, down)) {
            (Some(number), Some(divisor)) => {
                let (mut quotient, has_rest) = number.divide(&divisor);
                if !has_rest && shift >= 0 {
                    // The result is exact: as close to the ideal exponent as can be.
                    let stripped = quotient.strip_zeros(places);
                    let exponent = exponent + stripped as i64;
                    return Decimal::finish_wide(negative, quotient, exponent, context, signals);
                }
                if has_rest {
                    if quotient.is_multiple_of_five() {
                        // A digit that says that more were lost.
                        quotient.increment();
                    }
                    return Decimal::finish_wide(negative, quotient, exponent, context, signals);
                }
                (quotient.finish(), true)
            }
            _ => {
                let (coefficient, rest) = if shift >= 0 {
                    shifted_left(&self.coefficient, places).div_rem(&other.coefficient)
                } else {
                    let divisor = shifted_left(&other.coefficient, places);
                    self.coefficient.div_rem(&divisor)
                };
                (coefficient, rest.is_zero())
            }
        };
        if is_exact {
            // The result is exact: as close to the ideal exponent as can be.
            let ideal = self.exponent - other.exponent;
            if exponent < ideal {
                let result = Decimal::new(negative, coefficient, exponent).without_zeros(ideal);
                return result.finish(context, signals);
            }
        } else if (&coefficient % 5_u32).is_zero() {
            // A digit that says that more were lost.
            coefficient += 1_u32;
        }
        if exponent > LARGEST * 2 {
            exponent = LARGEST * 2;
        }
        Decimal::new(negative, coefficient, exponent).finish(context, signals)
    }

    fn divided_by_zero(&self, negative: bool, signals: &mut Signals) -> Decimal {
        if self.is_zero() {
            *signals |= condition::DIVISION_UNDEFINED;
            return Decimal::nan();
        }
        *signals |= condition::DIVISION_BY_ZERO;
        Decimal::infinity(negative)
    }

    /// The whole quotient and the remainder of finite numbers, `other` not being zero; `None`
    /// where the quotient has too many digits.
    fn whole_division(&self, other: &Decimal, context: &Context) -> Option<(Decimal, Decimal)> {
        let negative = self.negative != other.negative;
        let exponent = match other.is_infinite() {
            true => self.exponent,
            false => self.exponent.min(other.exponent),
        };
        let apart = self.adjusted().saturating_sub(other.adjusted());
        if self.is_zero() || other.is_infinite() || apart <= -2 {
            let (rest, _) = match self.is_zero() {
                true => (Decimal::zero(self.negative, exponent), Ordering::Equal),
                false => self.rescaled_within(exponent, context),
            };
            return Some((Decimal::zero(negative, 0), rest));
        }
        if apart > context.precision {
            return None;
        }
        let one = shifted_left(&self.coefficient, (self.exponent - exponent).unsigned_abs());
        let two = shifted_left(
            &other.coefficient,
            (other.exponent - exponent).unsigned_abs(),
        );
        let (quotient, rest) = one.div_rem(&two);
        if quotient >= ten_to_the(context.precision.unsigned_abs()) {
            return None;
        }
        Some((
            Decimal::new(negative, quotient, 0),
            Decimal::new(self.negative, rest, exponent),
        ))
    }

    /// A smaller exponent, though no smaller one than the precision can show.
    fn rescaled_within(&self, exponent: i64, context: &Context) -> (Decimal, Ordering) {
        let least = self.adjusted() - context.precision;
        self.rescaled(exponent.max(least).min(self.exponent), context.rounding)
    }

    /// `x // y`: the whole part of the quotient.
    pub fn divide_to_integer(
        &self,
        other: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        let negative = self.negative != other.negative;
        if self.is_infinite() {
            return match other.is_infinite() {
                true => invalid(signals),
                false => Decimal::infinity(negative),
            };
        }
        if other.is_infinite() {
            return Decimal::zero(negative, 0);
        }
        if other.is_zero() {
            return self.divided_by_zero(negative, signals);
        }
        match self.whole_division(other, context) {
            Some((quotient, _)) => quotient.finish(context, signals),
            None => {
                *signals |= condition::DIVISION_IMPOSSIBLE;
                Decimal::nan()
            }
        }
    }

    /// `x % y`, with the sign of `x`.
    pub fn remainder(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        if self.is_infinite() {
            return invalid(signals);
        }
        if other.is_zero() {
            *signals |= match self.is_zero() {
                true => condition::DIVISION_UNDEFINED,
                false => condition::INVALID_OPERATION,
            };
            return Decimal::nan();
        }
        match self.whole_division(other, context) {
            Some((_, rest)) => rest.finish(context, signals),
            None => {
                *signals |= condition::DIVISION_IMPOSSIBLE;
                Decimal::nan()
            }
        }
    }

    /// `divmod(x, y)`.
    pub fn divide_both(
        &self,
        other: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> (Decimal, Decimal) {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return (nan.clone(), nan);
        }
        let negative = self.negative != other.negative;
        if self.is_infinite() {
            *signals |= condition::INVALID_OPERATION;
            return match other.is_infinite() {
                true => (Decimal::nan(), Decimal::nan()),
                false => (Decimal::infinity(negative), Decimal::nan()),
            };
        }
        if other.is_zero() {
            if self.is_zero() {
                *signals |= condition::DIVISION_UNDEFINED;
                return (Decimal::nan(), Decimal::nan());
            }
            *signals |= condition::DIVISION_BY_ZERO | condition::INVALID_OPERATION;
            return (Decimal::infinity(negative), Decimal::nan());
        }
        match self.whole_division(other, context) {
            Some((quotient, rest)) => {
                let quotient = quotient.finish(context, signals);
                (quotient, rest.finish(context, signals))
            }
            None => {
                *signals |= condition::DIVISION_IMPOSSIBLE;
                (Decimal::nan(), Decimal::nan())
            }
        }
    }

    /// `remainder_near`: what is left when the quotient is rounded to the nearest whole number.
    pub fn remainder_near(
        &self,
        other: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        if self.is_infinite() {
            return invalid(signals);
        }
        if other.is_zero() {
            *signals |= match self.is_zero() {
                true => condition::DIVISION_UNDEFINED,
                false => condition::INVALID_OPERATION,
            };
            return Decimal::nan();
        }
        if other.is_infinite() {
            return self.clone().finish(context, signals);
        }
        let exponent = self.exponent.min(other.exponent);
        if self.is_zero() {
            return Decimal::zero(self.negative, exponent).finish(context, signals);
        }
        let apart = self.adjusted() - other.adjusted();
        if apart > context.precision {
            *signals |= condition::DIVISION_IMPOSSIBLE;
            return Decimal::nan();
        }
        if apart <= -2 {
            return self
                .rescaled_within(exponent, context)
                .0
                .finish(context, signals);
        }
        let one = shifted_left(&self.coefficient, (self.exponent - exponent).unsigned_abs());
        let two = shifted_left(
            &other.coefficient,
            (other.exponent - exponent).unsigned_abs(),
        );
        let (mut quotient, mut rest) = one.div_rem(&two);
        let mut negative = self.negative;
        let doubled = (&rest << 1_u32) + u32::from(quotient.is_odd());
        if doubled > two {
            rest = two - rest;
            quotient += 1_u32;
            negative = !negative;
        }
        if quotient >= ten_to_the(context.precision.unsigned_abs()) {
            *signals |= condition::DIVISION_IMPOSSIBLE;
            return Decimal::nan();
        }
        Decimal::new(negative, rest, exponent).finish(context, signals)
    }

    /// `x * y + z`, rounded once.
    pub fn multiply_add(
        &self,
        factor: &Decimal,
        addend: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        if let Some(nan) = self.nan_of(Some(factor), context, signals) {
            return match addend.kind == Kind::Signaling && *signals & condition::INVALID == 0 {
                true => addend.nan_of(None, context, signals).unwrap_or(nan),
                false => nan,
            };
        }
        let negative = self.negative != factor.negative;
        let product = if self.is_infinite() || factor.is_infinite() {
            if self.is_zero() || factor.is_zero() {
                return invalid(signals);
            }
            Decimal::infinity(negative)
        } else {
            Decimal::new(
                negative,
                &self.coefficient * &factor.coefficient,
                self.exponent + factor.exponent,
            )
        };
        product.add(addend, context, signals)
    }

    /// `sqrt(x)`, rounded half to even whatever the context says.
    pub fn square_root(&self, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return nan;
        }
        if self.is_zero() {
            let exponent = self.exponent.div_euclid(2);
            return Decimal::zero(self.negative, exponent).finish(context, signals);
        }
        if self.negative {
            return invalid(signals);
        }
        if self.is_infinite() {
            return self.clone();
        }
        let wanted = context.precision + 1;
        let mut exponent = self.exponent.div_euclid(2);
        let (mut coefficient, digits) = match self.exponent.rem_euclid(2) {
            1 => (&self.coefficient * 10_u32, self.digits() / 2 + 1),
            _ => (self.coefficient.clone(), (self.digits() + 1) / 2),
        };
        let shift = wanted - digits;
        let mut exact = true;
        if shift >= 0 {
            coefficient = shifted_left(&coefficient, 2 * shift.unsigned_abs());
        } else {
            let (quotient, rest) = coefficient.div_rem(&ten_to_the(2 * shift.unsigned_abs()));
            coefficient = quotient;
            exact = rest.is_zero();
        }
        exponent -= shift;
        let mut root = coefficient.sqrt();
        exact = exact && &root * &root == coefficient;
        let result = if exact {
            let ideal = self.exponent.div_euclid(2);
            if shift >= 0 {
                root /= ten_to_the(shift.unsigned_abs());
            } else {
                root *= ten_to_the(shift.unsigned_abs());
            }
            exponent += shift;
            debug_assert_eq!(exponent, ideal);
            Decimal::new(false, root, exponent)
        } else {
            if (&root % 5_u32).is_zero() {
                root += BigUint::one();
            }
            Decimal::new(false, root, exponent)
        };
        let context = context.with_rounding(Rounding::HalfEven);
        result.finish(&context, signals)
    }
}

/// Where one of two numbers other than zero is so small that it only decides how their sum is
/// rounded: the exponent of a tiny one that takes its place.
fn tiny_limit(one: &Decimal, two: &Decimal, context: &Context) -> Option<i64> {
    if one.exponent == two.exponent {
        return None;
    }
    let (small, large) = match one.exponent < two.exponent {
        true => (one, two),
        false => (two, one),
    };
    // The logarithm of 2 gives the count of the digits of the smaller one, or less.
    let least = small.coefficient.bits() as i64 * 30_102 / 100_000;
    if large.exponent - small.exponent <= least {
        return None;
    }
    let limit = large.exponent + (-1_i64).min(large.digits() - context.precision - 2);
    (small.digits() + small.exponent - 1 < limit).then_some(limit)
}

/// The coefficients of two numbers, and the one exponent that they have, where they are short.
fn aligned_wide(one: &Decimal, two: &Decimal) -> Option<(Wide, Wide, i64)> {
    let (first, second) = (Wide::of(&one.coefficient)?, Wide::of(&two.coefficient)?);
    let places = (one.exponent - two.exponent).unsigned_abs();
    let (first, second, exponent) = match one.exponent < two.exponent {
        true => (first, second.shifted_left(places)?, one.exponent),
        false => (first.shifted_left(places)?, second, two.exponent),
    };
    (first.has_room() && second.has_room()).then_some((first, second, exponent))
}

/// Two numbers with one exponent, the one with the larger exponent first. With a limit, a tiny
/// one takes the place of the other (see [`tiny_limit`]).
fn aligned(one: &Decimal, two: &Decimal, limit: Option<i64>) -> (Decimal, Decimal) {
    let (small, large) = match one.exponent < two.exponent {
        true => (one, two),
        false => (two, one),
    };
    let tiny;
    let small = match limit {
        Some(limit) => {
            tiny = Decimal::new(small.negative, BigUint::one(), limit);
            &tiny
        }
        None => small,
    };
    let places = (large.exponent - small.exponent).unsigned_abs();
    let coefficient = shifted_left(&large.coefficient, places);
    (
        Decimal::new(large.negative, coefficient, small.exponent),
        small.clone(),
    )
}
