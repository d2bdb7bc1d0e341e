//! Division that rounds down, and powers.

use crate::number::NumberError;
use crate::number::complex::{self, Complex};

/// `left / right`.
#[inline]
pub fn true_divide(left: f64, right: f64) -> Result<f64, NumberError> {
    if right == 0.0 {
        return Err(NumberError::ZeroDivision("float division by zero"));
    }
    Ok(left / right)
}

/// `left // right`.
#[inline]
pub fn floor_divide(left: f64, right: f64) -> Result<f64, NumberError> {
    if right == 0.0 {
        return Err(NumberError::ZeroDivision("float floor division by zero"));
    }
    Ok(quotient_and_remainder(left, right).0)
}

/// `left % right`, which has the sign of `right`.
#[inline]
pub fn modulo(left: f64, right: f64) -> Result<f64, NumberError> {
    if right == 0.0 {
        return Err(NumberError::ZeroDivision("float modulo by zero"));
    }
    let remainder = left % right;
    Ok(if remainder == 0.0 {
        0.0_f64.copysign(right)
    } else if (right < 0.0) != (remainder < 0.0) {
        remainder + right
    } else {
        remainder
    })
}

/// `divmod(left, right)`.
pub fn divide(left: f64, right: f64) -> Result<(f64, f64), NumberError> {
    if right == 0.0 {
        return Err(NumberError::ZeroDivision("float divmod()"));
    }
    Ok(quotient_and_remainder(left, right))
}

fn quotient_and_remainder(left: f64, right: f64) -> (f64, f64) {
    let mut remainder = left % right;
    // A whole number but for the errors of this subtraction and this division.
    let mut quotient = (left - remainder) / right;
    if remainder == 0.0 {
        remainder = 0.0_f64.copysign(right);
    } else if (right < 0.0) != (remainder < 0.0) {
        remainder += right;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0_f64.copysign(left / right), remainder);
    }
    let floor = quotient.floor();
    let is_above_half = quotient - floor > 0.5;
    (if is_above_half { floor + 1.0 } else { floor }, remainder)
}

/// What a power of two floats is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Power {
    /// For bases from 0 on, and for whole exponents.
    Float(f64),
    /// For a fractional power of a negative number.
    Complex(Complex),
}

/// `base ** exponent`.
pub fn power(base: f64, exponent: f64) -> Result<Power, NumberError> {
    if base > 0.0 && base.is_finite() && exponent.is_finite() {
        return finite_power(base, exponent).map(Power::Float);
    }
    if base < 0.0 && base.is_finite() && exponent.is_finite() && exponent != exponent.floor() {
        let base = Complex::from(base);
        return complex::power(base, Complex::from(exponent)).map(Power::Complex);
    }
    special_power(base, exponent).map(Power::Float)
}

fn finite_power(base: f64, exponent: f64) -> Result<f64, NumberError> {
    let result = base.powf(exponent);
    if result.is_finite() {
        Ok(result)
    } else {
        Err(NumberError::OutOfRange)
    }
}

/// Powers of zero, infinity and NaN, and whole powers of negative numbers.
fn special_power(base: f64, exponent: f64) -> Result<f64, NumberError> {
    if exponent == 0.0 {
        return Ok(1.0);
    }
    if base.is_nan() {
        return Ok(base);
    }
    if exponent.is_nan() {
        return Ok(if base == 1.0 { 1.0 } else { exponent });
    }
    let size = base.abs();
    if exponent.is_infinite() {
        return Ok(if size == 1.0 {
            1.0
        } else if (exponent > 0.0) == (size > 1.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    let is_odd = exponent.abs() % 2.0 == 1.0;
    let with_sign = |result: f64| {
        if is_odd {
            result.copysign(base)
        } else {
            result
        }
    };
    if base.is_infinite() {
        return Ok(with_sign(if exponent > 0.0 { f64::INFINITY } else { 0.0 }));
    }
    if base == 0.0 {
        if exponent < 0.0 {
            return Err(NumberError::ZeroDivision(
                "0.0 cannot be raised to a negative power",
            ));
        }
        return Ok(with_sign(0.0));
    }
    if size == 1.0 {
        return Ok(with_sign(1.0));
    }
    finite_power(size, exponent).map(with_sign)
}
