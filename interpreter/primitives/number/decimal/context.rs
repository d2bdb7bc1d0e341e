//! Contexts: precision, rounding, limits; the conditions that operations report.

/// Conditions, as bits.
#[allow(missing_docs, reason = "their names in Python")]
pub mod condition {
    pub const CLAMPED: u32 = 1;
    pub const CONVERSION_SYNTAX: u32 = 1 << 1;
    pub const DIVISION_BY_ZERO: u32 = 1 << 2;
    pub const DIVISION_IMPOSSIBLE: u32 = 1 << 3;
    pub const DIVISION_UNDEFINED: u32 = 1 << 4;
    pub const INEXACT: u32 = 1 << 6;
    pub const INVALID_CONTEXT: u32 = 1 << 7;
    pub const INVALID_OPERATION: u32 = 1 << 8;
    pub const FLOAT_OPERATION: u32 = 1 << 10;
    pub const OVERFLOW: u32 = 1 << 11;
    pub const ROUNDED: u32 = 1 << 12;
    pub const SUBNORMAL: u32 = 1 << 13;
    pub const UNDERFLOW: u32 = 1 << 14;
    /// What the signal InvalidOperation stands for.
    pub const INVALID: u32 = CONVERSION_SYNTAX
        | DIVISION_IMPOSSIBLE
        | DIVISION_UNDEFINED
        | INVALID_CONTEXT
        | INVALID_OPERATION
        | 1 << 5
        | 1 << 9;
}

/// The largest precision and exponent.
pub const LARGEST: i64 = 999_999_999_999_999_999;

/// What becomes of digits that do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "their names in Python")]
pub enum Rounding {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

/// A context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "their names in Python")]
pub struct Context {
    pub precision: i64,
    pub rounding: Rounding,
    pub emin: i64,
    pub emax: i64,
    pub clamp: bool,
    pub capitals: bool,
}

/// The conditions that have occurred.
pub type Signals = u32;

impl Context {
    /// The context for exact results: nothing is ever rounded.
    pub fn exact() -> Context {
        Context {
            precision: LARGEST,
            rounding: Rounding::HalfEven,
            emin: -LARGEST,
            emax: LARGEST,
            clamp: false,
            capitals: true,
        }
    }

    /// The exponent of the smallest subnormal number.
    pub fn etiny(&self) -> i64 {
        self.emin - self.precision + 1
    }

    /// The largest exponent of numbers of full precision.
    pub fn etop(&self) -> i64 {
        self.emax - self.precision + 1
    }

    /// The same with another precision.
    pub fn with_precision(&self, precision: i64) -> Context {
        Context { precision, ..*self }
    }

    /// The same with another rounding.
    pub fn with_rounding(&self, rounding: Rounding) -> Context {
        Context { rounding, ..*self }
    }

    /// The same with exponents without limits.
    pub fn unbounded(&self) -> Context {
        Context {
            emin: -LARGEST,
            emax: LARGEST,
            clamp: false,
            ..*self
        }
    }
}
