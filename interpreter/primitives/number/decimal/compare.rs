//! Comparison: by value, by the total order, of sizes; the larger and the smaller of two.

use std::cmp::Ordering;

use super::context::{Context, Signals, condition};
use super::digits::shifted_left;
use super::wide::Wide;
use super::{Decimal, Kind};

/// Compares the values of two that are no NaNs.
pub(super) fn order(one: &Decimal, two: &Decimal) -> Ordering {
    let sign = |number: &Decimal| match (number.is_zero(), number.negative) {
        (true, _) => 0,
        (false, true) => -1,
        (false, false) => 1,
    };
    let (first, second) = (sign(one), sign(two));
    if first != second || first == 0 {
        return first.cmp(&second);
    }
    let sizes = size_order(one, two);
    if first < 0 { sizes.reverse() } else { sizes }
}

/// Compares the sizes of two that are no NaNs.
fn size_order(one: &Decimal, two: &Decimal) -> Ordering {
    match (one.kind, two.kind) {
        (Kind::Infinite, Kind::Infinite) => return Ordering::Equal,
        (Kind::Infinite, _) => return Ordering::Greater,
        (_, Kind::Infinite) => return Ordering::Less,
        _ => {}
    }
    match (one.is_zero(), two.is_zero()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Less,
        (false, true) => return Ordering::Greater,
        _ => {}
    }
    let places = one.adjusted().cmp(&two.adjusted());
    if places != Ordering::Equal {
        return places;
    }
    let apart = one.exponent - two.exponent;
    if apart == 0 {
        return one.coefficient.cmp(&two.coefficient);
    }
    let (up, down) = (apart.max(0).unsigned_abs(), (-apart).max(0).unsigned_abs());
    let wide = |number: &Decimal, places: u64| Wide::of(&number.coefficient)?.shifted_left(places);
    if let (Some(one), Some(two)) = (wide(one, up), wide(two, down)) {
        return one.compare(&two);
    }
    if apart >= 0 {
        shifted_left(&one.coefficient, apart.unsigned_abs()).cmp(&two.coefficient)
    } else {
        one.coefficient
            .cmp(&shifted_left(&two.coefficient, apart.unsigned_abs()))
    }
}

fn of_order(order: Ordering) -> Decimal {
    Decimal::of_int(match order {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    })
}

impl Decimal {
    /// The order of the values; `None` where one is a NaN.
    pub fn partial_order(&self, other: &Decimal) -> Option<Ordering> {
        match self.is_nan() || other.is_nan() {
            true => None,
            false => Some(order(self, other)),
        }
    }

    /// `compare`: -1, 0 or 1, or NaN.
    pub fn compare(&self, other: &Decimal, context: &Context, signals: &mut Signals) -> Decimal {
        match self.nan_of(Some(other), context, signals) {
            Some(nan) => nan,
            None => of_order(order(self, other)),
        }
    }

    /// `compare_signal`: every NaN is an invalid operand.
    pub fn compare_signal(
        &self,
        other: &Decimal,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        if self.is_nan() || other.is_nan() {
            *signals |= condition::INVALID_OPERATION;
        }
        self.compare(other, context, signals)
    }

    /// The total order, which tells all representations apart.
    pub fn total_order(&self, other: &Decimal) -> Ordering {
        match (self.negative, other.negative) {
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            _ => {}
        }
        let order = self.total_size_order(other);
        if self.negative {
            order.reverse()
        } else {
            order
        }
    }

    fn total_size_order(&self, other: &Decimal) -> Ordering {
        let rank = |number: &Decimal| match number.kind {
            Kind::Finite | Kind::Infinite => 0,
            Kind::Signaling => 1,
            Kind::Quiet => 2,
        };
        let ranks = rank(self).cmp(&rank(other));
        if ranks != Ordering::Equal {
            return ranks;
        }
        if self.is_nan() {
            return self.coefficient.cmp(&other.coefficient);
        }
        size_order(self, other).then(self.exponent.cmp(&other.exponent))
    }

    /// `compare_total`.
    pub fn compare_total(&self, other: &Decimal) -> Decimal {
        of_order(self.total_order(other))
    }

    /// `compare_total_mag`.
    pub fn compare_total_sizes(&self, other: &Decimal) -> Decimal {
        of_order(self.total_size_order(other))
    }

    /// `max`, `min`, `max_mag`, `min_mag`: a number is preferred to a quiet NaN.
    pub fn extreme(
        &self,
        other: &Decimal,
        largest: bool,
        by_size: bool,
        context: &Context,
        signals: &mut Signals,
    ) -> Decimal {
        if self.is_nan() || other.is_nan() {
            let quiet = |one: &Decimal| one.kind == Kind::Quiet;
            if quiet(self) && !other.is_nan() {
                return other.clone().finish(context, signals);
            }
            if quiet(other) && !self.is_nan() {
                return self.clone().finish(context, signals);
            }
            if let Some(nan) = self.nan_of(Some(other), context, signals) {
                return nan;
            }
        }
        let mut found = match by_size {
            true => size_order(self, other),
            false => order(self, other),
        };
        if by_size && found == Ordering::Equal {
            found = order(self, other);
        }
        found = found.then_with(|| self.total_order(other));
        let first = (found == Ordering::Less) != largest;
        let chosen = match found {
            Ordering::Equal => self,
            _ if first => self,
            _ => other,
        };
        chosen.clone().finish(context, signals)
    }

    /// `same_quantum`.
    pub fn same_quantum(&self, other: &Decimal) -> bool {
        match (self.kind, other.kind) {
            (Kind::Finite, Kind::Finite) => self.exponent == other.exponent,
            (Kind::Infinite, Kind::Infinite) => true,
            _ => self.is_nan() && other.is_nan(),
        }
    }
}
