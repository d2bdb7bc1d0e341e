//! Complex powers.

use super::{Complex, quotient};
use crate::number::NumberError;

const ONE: Complex = Complex::new(1.0, 0.0);

/// A function left its domain: C's error number says so, and CPython takes it for this.
const DOMAIN: NumberError = NumberError::ZeroDivision("0.0 to a negative or complex power");

/// `base ** exponent`.
pub fn power(base: Complex, exponent: Complex) -> Result<Complex, NumberError> {
    const MULTIPLIED_EXPONENT: f64 = 100.0;
    let is_small_integer = exponent.imaginary == 0.0
        && exponent.real == exponent.real.floor()
        && exponent.real.abs() <= MULTIPLIED_EXPONENT;
    let result = if !is_small_integer {
        general_power(base, exponent)?
    } else if exponent.real > 0.0 {
        whole_power(base, exponent.real as u32)
    } else {
        quotient(ONE, whole_power(base, (-exponent.real) as u32)).ok_or(DOMAIN)?
    };
    if result.real.is_infinite() || result.imaginary.is_infinite() {
        return Err(NumberError::overflow("complex exponentiation"));
    }
    Ok(result)
}

fn whole_power(base: Complex, exponent: u32) -> Complex {
    let (mut result, mut square, mut rest) = (ONE, base, exponent);
    while rest > 0 {
        if rest & 1 == 1 {
            result = result * square;
        }
        rest >>= 1;
        square = square * square;
    }
    result
}

fn general_power(base: Complex, exponent: Complex) -> Result<Complex, NumberError> {
    if exponent.is_zero() {
        return Ok(ONE);
    }
    if base.is_zero() {
        return if exponent.imaginary != 0.0 || exponent.real < 0.0 {
            Err(DOMAIN)
        } else {
            Ok(Complex::default())
        };
    }
    let size = base.real.hypot(base.imaginary);
    let angle = base.imaginary.atan2(base.real);
    let mut length = size.powf(exponent.real);
    let mut phase = angle * exponent.real;
    if exponent.imaginary != 0.0 {
        length /= (angle * exponent.imaginary).exp();
        phase += exponent.imaginary * size.ln();
    }
    if phase.is_infinite() {
        return Err(DOMAIN);
    }
    Ok(Complex::new(length * phase.cos(), length * phase.sin()))
}
