//! Decimal numbers of any precision: IEEE 754-2008 and Cowlishaw's General Decimal Arithmetic,
//! as Python's module `decimal` has them.

use num_bigint::BigUint;
use num_traits::{One, Zero};

mod arithmetic;
mod compare;
mod context;
mod digits;
mod format;
mod logic;
mod rounding;
mod scale;
mod small;
mod text;
mod transcendental;
mod wide;

pub use context::{Context, LARGEST, Rounding, Signals, condition};
pub use digits::{count_digits, ten_to_the};
pub use format::{FormatError, Locale};

/// What a decimal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number.
    Finite,
    /// An infinity.
    Infinite,
    /// Not a number.
    Quiet,
    /// Not a number, and every operation on it is invalid.
    Signaling,
}

/// A decimal: `(-1)^negative * coefficient * 10^exponent`. The coefficient of a NaN is its
/// payload.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "said above")]
pub struct Decimal {
    pub negative: bool,
    pub kind: Kind,
    pub coefficient: BigUint,
    pub exponent: i64,
}

impl Decimal {
    /// A number.
    pub fn new(negative: bool, coefficient: BigUint, exponent: i64) -> Decimal {
        Decimal {
            negative,
            kind: Kind::Finite,
            coefficient,
            exponent,
        }
    }

    /// Zero, with an exponent.
    pub fn zero(negative: bool, exponent: i64) -> Decimal {
        Decimal::new(negative, BigUint::zero(), exponent)
    }

    /// One.
    pub fn one() -> Decimal {
        Decimal::new(false, BigUint::one(), 0)
    }

    /// A whole number.
    pub fn of_int(number: i64) -> Decimal {
        Decimal::new(number < 0, number.unsigned_abs().into(), 0)
    }

    /// An infinity.
    pub fn infinity(negative: bool) -> Decimal {
        Decimal {
            kind: Kind::Infinite,
            ..Decimal::zero(negative, 0)
        }
    }

    /// A quiet NaN without payload.
    pub fn nan() -> Decimal {
        Decimal {
            kind: Kind::Quiet,
            ..Decimal::zero(false, 0)
        }
    }

    /// Whether it is a number.
    pub fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    /// Whether it is an infinity.
    pub fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinite
    }

    /// Whether it is a NaN of either kind.
    pub fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Quiet | Kind::Signaling)
    }

    /// Whether it is a zero.
    pub fn is_zero(&self) -> bool {
        self.is_finite() && self.coefficient.is_zero()
    }

    /// How many digits the coefficient has; a zero has one.
    pub fn digits(&self) -> i64 {
        count_digits(&self.coefficient)
    }

    /// The exponent of the first digit.
    pub fn adjusted(&self) -> i64 {
        self.exponent + self.digits() - 1
    }

    /// Whether it is a number without a fraction.
    pub fn is_integer(&self) -> bool {
        if !self.is_finite() {
            return false;
        }
        if self.exponent >= 0 || self.coefficient.is_zero() {
            return true;
        }
        let places = self.exponent.unsigned_abs();
        places < self.digits().unsigned_abs() && (&self.coefficient % ten_to_the(places)).is_zero()
    }

    /// The same with the other sign.
    pub fn negated(mut self) -> Decimal {
        self.negative = !self.negative;
        self
    }

    /// The same with this sign.
    pub fn with_sign(mut self, negative: bool) -> Decimal {
        self.negative = negative;
        self
    }

    /// Whether it is smaller in size than numbers of full precision.
    pub fn is_subnormal(&self, context: &Context) -> bool {
        self.is_finite() && !self.coefficient.is_zero() && self.adjusted() < context.emin
    }

    /// Whether it is a number other than zero that is not subnormal.
    pub fn is_normal(&self, context: &Context) -> bool {
        self.is_finite() && !self.coefficient.is_zero() && self.adjusted() >= context.emin
    }

    /// The name of its class, as `number_class` gives it.
    pub fn class_name(&self, context: &Context) -> &'static str {
        let names = match self.kind {
            Kind::Signaling => return "sNaN",
            Kind::Quiet => return "NaN",
            Kind::Infinite => ["+Infinity", "-Infinity"],
            Kind::Finite if self.coefficient.is_zero() => ["+Zero", "-Zero"],
            Kind::Finite if self.is_subnormal(context) => ["+Subnormal", "-Subnormal"],
            Kind::Finite => ["+Normal", "-Normal"],
        };
        names[usize::from(self.negative)]
    }
}
