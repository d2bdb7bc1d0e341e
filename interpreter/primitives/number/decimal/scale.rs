//! Neighbours and exponents: `next_plus`, `logb`, `scaleb`.

use std::cmp::Ordering;

use num_bigint::BigUint;
use num_traits::{One, Zero};

use super::compare::order;
use super::context::{Context, Rounding, Signals, condition};
use super::rounding::invalid;
use super::{Decimal, Kind};

impl Decimal {
    /// `next_plus` and `next_minus`.
    pub fn next(&self, up: bool, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return nan;
        }
        if self.is_infinite() {
            return match self.negative == up {
                true => Decimal::largest(context).with_sign(self.negative),
                false => self.clone(),
            };
        }
        let rounding = match up {
            true => Rounding::Ceiling,
            false => Rounding::Floor,
        };
        let context = context.with_rounding(rounding);
        let mut ignored = 0;
        let rounded = self.clone().finish(&context, &mut ignored);
        if order(&rounded, self) != Ordering::Equal || rounded.is_infinite() {
            return rounded;
        }
        let step = Decimal::new(!up, BigUint::one(), context.etiny() - 1);
        self.add(&step, &context, &mut ignored)
    }

    /// `next_toward`.
    pub fn next_toward(
        &self,
        other: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        let direction = order(self, other);
        if direction == Ordering::Equal {
            return self.clone().with_sign(other.negative);
        }
        let result = self.next(direction == Ordering::Less, context, signals);
        if result.is_infinite() {
            *signals |= condition::OVERFLOW | condition::INEXACT | condition::ROUNDED;
        } else if result.adjusted() < context.emin {
            *signals |= condition::UNDERFLOW
                | condition::SUBNORMAL
                | condition::INEXACT
                | condition::ROUNDED;
            if result.is_zero() {
                *signals |= condition::CLAMPED;
            }
        }
        result
    }

    /// `logb`: the exponent of the first digit.
    pub fn logb(&self, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(None, context, signals) {
            return nan;
        }
        if self.is_infinite() {
            return Decimal::infinity(false);
        }
        if self.coefficient.is_zero() {
            *signals |= condition::DIVISION_BY_ZERO;
            return Decimal::infinity(true);
        }
        Decimal::of_int(self.adjusted()).finish(context, signals)
    }

    /// `scaleb`: another exponent.
    pub fn scaleb(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        if let Some(nan) = self.nan_of(Some(other), context, signals) {
            return nan;
        }
        let limit = 2 * (context.emax + context.precision);
        let places = match other.exponent {
            0 if other.is_finite() => other.as_i64().filter(|places| places.abs() <= limit),
            _ => None,
        };
        let Some(places) = places else {
            return invalid(signals);
        };
        match self.kind {
            Kind::Finite => Decimal {
                exponent: self.exponent.saturating_add(places),
                ..self.clone()
            }
            .finish(context, signals),
            _ => self.clone(),
        }
    }

    /// `radix`.
    pub fn radix() -> Decimal {
        Decimal::of_int(10)
    }

    /// The digits of the coefficient and the exponent in the least terms: what hashes use.
    pub fn is_negative_zero(&self) -> bool {
        self.negative && self.coefficient.is_zero()
    }
}
