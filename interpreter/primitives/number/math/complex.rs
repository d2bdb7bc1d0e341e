//! The functions of the module `cmath`.

use pymath::cmath;

use super::{DOMAIN, RANGE, convert};
use crate::number::NumberError;
use crate::number::complex::{Complex, divide};

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
    /// The number whose sine is `z`.
    asin;
    /// The inverse of the hyperbolic sine.
    asinh;
    /// The number whose tangent is `z`.
    atan;
    /// The inverse of the hyperbolic tangent.
    atanh;
    /// The logarithm to the base 10.
    log10;
    /// The square root.
    sqrt;
}

/// The logarithm of a quarter of the largest float. From here on CPython takes a factor of e
/// out of exponential functions; the crate does so only from a half on.
const LARGE_EXPONENT: f64 = 708.396_418_532_264_1;

/// The number that needs it, with the factor taken out of its real part.
fn with_large_exponent(z: Complex) -> Option<Complex> {
    let is_large = z.is_finite() && z.real.abs() > LARGE_EXPONENT;
    is_large.then(|| Complex::new(z.real - 1.0_f64.copysign(z.real), z.imaginary))
}

/// The factor comes back.
fn scaled(real: f64, imaginary: f64) -> Result<Complex, NumberError> {
    const E: f64 = std::f64::consts::E;
    let result = Complex::new(real * E, imaginary * E);
    if result.real.is_infinite() || result.imaginary.is_infinite() {
        return Err(RANGE);
    }
    Ok(result)
}

/// `e**z`.
pub fn exp(z: Complex) -> Result<Complex, NumberError> {
    match with_large_exponent(z) {
        Some(z) if z.real > 0.0 => {
            let length = z.real.exp();
            scaled(length * z.imaginary.cos(), length * z.imaginary.sin())
        }
        _ => convert(cmath::exp(native(z))).map(own),
    }
}

/// The hyperbolic cosine.
pub fn cosh(z: Complex) -> Result<Complex, NumberError> {
    match with_large_exponent(z) {
        Some(z) => scaled(
            z.imaginary.cos() * z.real.cosh(),
            z.imaginary.sin() * z.real.sinh(),
        ),
        None => convert(cmath::cosh(native(z))).map(own),
    }
}

/// The hyperbolic sine.
pub fn sinh(z: Complex) -> Result<Complex, NumberError> {
    match with_large_exponent(z) {
        Some(z) => scaled(
            z.imaginary.cos() * z.real.sinh(),
            z.imaginary.sin() * z.real.cosh(),
        ),
        None => convert(cmath::sinh(native(z))).map(own),
    }
}

/// The cosine: the hyperbolic one of the number turned by a right angle.
pub fn cos(z: Complex) -> Result<Complex, NumberError> {
    cosh(Complex::new(-z.imaginary, z.real))
}

/// The sine: the hyperbolic one of the number turned by a right angle, turned back.
pub fn sin(z: Complex) -> Result<Complex, NumberError> {
    let turned = sinh(Complex::new(-z.imaginary, z.real))?;
    Ok(Complex::new(turned.imaginary, -turned.real))
}

/// The logarithm to a base, or the natural one.
pub fn log(z: Complex, base: Option<Complex>) -> Result<Complex, NumberError> {
    let Some(base) = base else {
        return convert(cmath::log(native(z), None)).map(own);
    };
    // With a base, only that must not be zero, nor may its logarithm.
    let numerator = if z.is_zero() {
        Complex::new(f64::NEG_INFINITY, z.imaginary.atan2(z.real))
    } else {
        log(z, None)?
    };
    divide(numerator, log(base, None)?).map_err(|_| DOMAIN)
}

/// Where CPython 3.13 has NaN and the crate, as later versions, something better.
fn is_zero_and_nan(z: Complex) -> bool {
    z.real == 0.0 && z.imaginary.is_nan()
}

const NAN: Complex = Complex::new(f64::NAN, f64::NAN);

/// The inverse of the hyperbolic cosine.
pub fn acosh(z: Complex) -> Result<Complex, NumberError> {
    if is_zero_and_nan(z) {
        return Ok(NAN);
    }
    convert(cmath::acosh(native(z))).map(own)
}

/// The hyperbolic tangent.
pub fn tanh(z: Complex) -> Result<Complex, NumberError> {
    if is_zero_and_nan(z) {
        return Ok(NAN);
    }
    convert(cmath::tanh(native(z))).map(own)
}

/// The tangent: the hyperbolic one of the number turned by a right angle, turned back.
pub fn tan(z: Complex) -> Result<Complex, NumberError> {
    let turned = tanh(Complex::new(-z.imaginary, z.real))?;
    Ok(Complex::new(turned.imaginary, -turned.real))
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
