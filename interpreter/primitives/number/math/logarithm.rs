//! Logarithms, also of integers that are too large for a float.

use num_bigint::BigInt;

use super::DOMAIN;
use crate::number::NumberError;
use crate::number::float::true_divide;
use crate::number::integer::{IntegerRef, frexp, to_float};

/// A real number of either type.
#[derive(Clone, Copy, Debug)]
pub enum Real<'a> {
    /// An integer.
    Integer(IntegerRef<'a>),
    /// A float.
    Float(f64),
}

fn logarithm(value: Real<'_>, function: fn(f64) -> f64) -> Result<f64, NumberError> {
    match value {
        Real::Float(value) => of_float(value, function),
        Real::Integer(integer) => match (to_float(integer), integer) {
            (Ok(value), _) => of_float(value, function),
            (Err(_), IntegerRef::Big(big)) if !integer.is_negative() => {
                Ok(of_large_integer(big, function))
            }
            _ => Err(DOMAIN),
        },
    }
}

#[inline]
fn of_float(value: f64, function: fn(f64) -> f64) -> Result<f64, NumberError> {
    if value > 0.0 {
        Ok(function(value))
    } else if value.is_nan() {
        Ok(value)
    } else {
        Err(DOMAIN)
    }
}

fn of_large_integer(value: &BigInt, function: fn(f64) -> f64) -> f64 {
    let (fraction, exponent) = frexp(value);
    function(fraction) + function(2.0) * exponent as f64
}

/// The logarithm to a base, or the natural one.
pub fn log(value: Real<'_>, base: Option<Real<'_>>) -> Result<f64, NumberError> {
    let logarithm_of = |value| logarithm(value, f64::ln);
    let numerator = logarithm_of(value)?;
    match base {
        None => Ok(numerator),
        Some(base) => true_divide(numerator, logarithm_of(base)?),
    }
}

/// The logarithm to the base 2.
pub fn log2(value: Real<'_>) -> Result<f64, NumberError> {
    logarithm(value, f64::log2)
}

/// The logarithm to the base 10.
pub fn log10(value: Real<'_>) -> Result<f64, NumberError> {
    logarithm(value, f64::log10)
}

/// The natural logarithm of `1 + x`, precise near 0.
pub fn log1p(x: f64) -> Result<f64, NumberError> {
    if x <= -1.0 {
        return Err(DOMAIN);
    }
    Ok(if x == 0.0 { x } else { x.ln_1p() })
}
