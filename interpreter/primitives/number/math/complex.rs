//! The functions of the module `cmath`.

use pymath::cmath;

use super::convert;
use crate::number::NumberError;
use crate::number::complex::Complex;

type Native = num_complex::Complex64;

fn native(value: Complex) -> Native {
    Native::new(value.real, value.imaginary)
}

fn own(value: Native) -> Complex {
    Complex::new(value.re, value.im)
}

macro_rules! functions {
    ($($(#[$documentation:meta])* $name:ident;)*) => {
        $(
            $(#[$documentation])*
            pub fn $name(z: Complex) -> Result<Complex, NumberError> {
                convert(cmath::$name(native(z))).map(own)
            }
        )*
    };
}

functions! {
    /// The number whose cosine is `z`.
    acos;
    /// The inverse of the hyperbolic cosine.
    acosh;
    /// The number whose sine is `z`.
    asin;
    /// The inverse of the hyperbolic sine.
    asinh;
    /// The number whose tangent is `z`.
    atan;
    /// The inverse of the hyperbolic tangent.
    atanh;
    /// The cosine.
    cos;
    /// The hyperbolic cosine.
    cosh;
    /// `e**z`.
    exp;
    /// The logarithm to the base 10.
    log10;
    /// The sine.
    sin;
    /// The hyperbolic sine.
    sinh;
    /// The square root.
    sqrt;
    /// The tangent.
    tan;
    /// The hyperbolic tangent.
    tanh;
}

/// The logarithm to a base, or the natural one.
pub fn log(z: Complex, base: Option<Complex>) -> Result<Complex, NumberError> {
    convert(cmath::log(native(z), base.map(native))).map(own)
}

/// The angle of `z`.
pub fn phase(z: Complex) -> Result<f64, NumberError> {
    convert(cmath::phase(native(z)))
}

/// The absolute value and the angle of `z`.
pub fn polar(z: Complex) -> Result<(f64, f64), NumberError> {
    convert(cmath::polar(native(z)))
}

/// The number of an absolute value and an angle.
pub fn rect(size: f64, angle: f64) -> Result<Complex, NumberError> {
    convert(cmath::rect(size, angle)).map(own)
}

/// Whether two numbers differ by no more than one of the tolerances.
pub fn is_close(
    left: Complex,
    right: Complex,
    relative_tolerance: f64,
    absolute_tolerance: f64,
) -> Result<bool, NumberError> {
    if relative_tolerance < 0.0 || absolute_tolerance < 0.0 {
        return Err(NumberError::value("tolerances must be non-negative"));
    }
    let (left, right) = (native(left), native(right));
    convert(cmath::isclose(
        left,
        right,
        Some(relative_tolerance),
        Some(absolute_tolerance),
    ))
}
