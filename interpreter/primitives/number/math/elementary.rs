//! Functions of one or two floats. The C library computes them, as it does for CPython.

use super::{DOMAIN, RANGE, convert};
use crate::number::NumberError;
use crate::number::integer::{Integer, from_float};

/// A result that is infinite only for infinite arguments.
#[inline]
fn bounded(argument: f64, result: f64) -> Result<f64, NumberError> {
    if result.is_finite() || !argument.is_finite() && (!result.is_nan() || argument.is_nan()) {
        Ok(result)
    } else {
        Err(DOMAIN)
    }
}

/// A result that can be too large.
#[inline]
fn unbounded(argument: f64, result: f64) -> Result<f64, NumberError> {
    if result.is_infinite() && argument.is_finite() {
        return Err(RANGE);
    }
    bounded(argument, result)
}

macro_rules! functions {
    ($($(#[$documentation:meta])* $name:ident: $check:ident($function:expr);)*) => {
        $(
            $(#[$documentation])*
            #[inline]
            pub fn $name(x: f64) -> Result<f64, NumberError> {
                $check(x, $function(x))
            }
        )*
    };
}

functions! {
    /// The angle whose cosine is `x`.
    acos: bounded(f64::acos);
    /// The angle whose sine is `x`.
    asin: bounded(f64::asin);
    /// The angle whose tangent is `x`.
    atan: bounded(f64::atan);
    /// The cube root, as the C library has it: CPython does not round it once more.
    cbrt: bounded(f64::cbrt);
    /// The cosine.
    cos: bounded(f64::cos);
    /// The hyperbolic cosine.
    cosh: unbounded(f64::cosh);
    /// `e**x`.
    exp: unbounded(f64::exp);
    /// `2**x`.
    exp2: unbounded(f64::exp2);
    /// `e**x - 1`, precise near 0.
    expm1: unbounded(f64::exp_m1);
    /// The sine.
    sin: bounded(f64::sin);
    /// The hyperbolic sine.
    sinh: unbounded(f64::sinh);
    /// The square root.
    sqrt: bounded(f64::sqrt);
    /// The tangent.
    tan: bounded(f64::tan);
    /// The hyperbolic tangent.
    tanh: bounded(f64::tanh);
}

macro_rules! converted_functions {
    ($($(#[$documentation:meta])* $name:ident;)*) => {
        $(
            $(#[$documentation])*
            pub fn $name(x: f64) -> Result<f64, NumberError> {
                convert(pymath::math::$name(x))
            }
        )*
    };
}

// Rust's standard library computes the first four by itself and has not the others.
converted_functions! {
    /// The inverse of the hyperbolic cosine.
    acosh;
    /// The inverse of the hyperbolic sine.
    asinh;
    /// The inverse of the hyperbolic tangent.
    atanh;
    /// The error function.
    erf;
    /// The complementary error function.
    erfc;
    /// The logarithm of the absolute value of the gamma function.
    lgamma;
}

/// The gamma function.
pub fn gamma(x: f64) -> Result<f64, NumberError> {
    // The last entry of CPython's table of factorials, which the crate's leaves out.
    if x == 23.0 {
        return Ok(1_124_000_727_777_607_680_000.0);
    }
    convert(pymath::math::gamma(x))
}

/// The angle of the point `(x, y)`.
#[inline]
pub fn atan2(y: f64, x: f64) -> f64 {
    y.atan2(x)
}

/// `x**y` as C has it, unlike `**` never complex.
pub fn pow(x: f64, y: f64) -> Result<f64, NumberError> {
    if !x.is_finite() || !y.is_finite() {
        return convert(pymath::math::pow(x, y));
    }
    let result = x.powf(y);
    if result.is_nan() || result.is_infinite() && x == 0.0 {
        return Err(DOMAIN);
    }
    if result.is_infinite() {
        return Err(RANGE);
    }
    Ok(result)
}

/// The remainder as C has it, with the sign of `x`.
pub fn fmod(x: f64, y: f64) -> Result<f64, NumberError> {
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(DOMAIN);
    }
    Ok(result)
}

/// The remainder by the nearest multiple of `y`.
pub fn remainder(x: f64, y: f64) -> Result<f64, NumberError> {
    convert(pymath::math::remainder(x, y))
}

/// `x * y + z`, rounded once.
pub fn fma(x: f64, y: f64, z: f64) -> Result<f64, NumberError> {
    let result = x.mul_add(y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(NumberError::value("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(NumberError::overflow("overflow in fma"));
    }
    Ok(result)
}

/// The least integer from `x` on.
#[inline]
pub fn ceil(x: f64) -> Result<Integer, NumberError> {
    from_float(x.ceil())
}

/// The greatest integer up to `x`.
#[inline]
pub fn floor(x: f64) -> Result<Integer, NumberError> {
    from_float(x.floor())
}

/// The integer that is left without the fraction.
#[inline]
pub fn trunc(x: f64) -> Result<Integer, NumberError> {
    from_float(x)
}

/// The fraction, whose size is from 0.5 up to but without 1, and the exponent of two.
pub fn frexp(x: f64) -> (f64, i32) {
    pymath::math::frexp(x)
}

/// `x * 2**exponent`. Exponents beyond 32 bits are as good as the largest of these.
pub fn ldexp(x: f64, exponent: i64) -> Result<f64, NumberError> {
    let exponent = exponent.clamp(i64::from(i32::MIN), i64::from(i32::MAX));
    convert(pymath::math::ldexp(x, exponent as i32))
}

/// The fraction and the whole part, both with the sign of `x`.
pub fn modf(x: f64) -> (f64, f64) {
    if x.is_infinite() {
        return (0.0_f64.copysign(x), x);
    }
    let whole = x.trunc();
    ((x - whole).copysign(x), whole)
}

/// An angle in degrees, from radians.
pub fn degrees(x: f64) -> f64 {
    x * (180.0 / std::f64::consts::PI)
}

/// An angle in radians, from degrees.
pub fn radians(x: f64) -> f64 {
    x * (std::f64::consts::PI / 180.0)
}

/// Whether two floats differ by no more than one of the tolerances.
pub fn is_close(
    left: f64,
    right: f64,
    relative_tolerance: f64,
    absolute_tolerance: f64,
) -> Result<bool, NumberError> {
    if relative_tolerance < 0.0 || absolute_tolerance < 0.0 {
        return Err(NumberError::value("tolerances must be non-negative"));
    }
    if left == right {
        return Ok(true);
    }
    if left.is_infinite() || right.is_infinite() {
        return Ok(false);
    }
    let difference = (right - left).abs();
    Ok(difference <= (relative_tolerance * right).abs()
        || difference <= (relative_tolerance * left).abs()
        || difference <= absolute_tolerance)
}
