//! Complex numbers by CPython's algorithms, to the last bit.

mod parse;
mod power;

use crate::number::NumberError;
use crate::number::float;
use crate::number::hash::{IMAGINARY, finish};

pub use parse::{ParseError, parse};
pub use power::power;

/// Real and imaginary part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Complex {
    /// The real part.
    pub real: f64,
    /// The imaginary part.
    pub imaginary: f64,
}

impl From<f64> for Complex {
    #[inline]
    fn from(real: f64) -> Complex {
        Complex {
            real,
            imaginary: 0.0,
        }
    }
}

impl Complex {
    /// The number of these parts.
    #[inline]
    pub const fn new(real: f64, imaginary: f64) -> Complex {
        Complex { real, imaginary }
    }

    /// With the other sign of the imaginary part.
    #[inline]
    pub fn conjugate(self) -> Complex {
        Complex::new(self.real, -self.imaginary)
    }

    /// Whether neither part is infinite or NaN.
    pub fn is_finite(self) -> bool {
        self.real.is_finite() && self.imaginary.is_finite()
    }

    /// Whether the number is 0, which is false in conditions.
    #[inline]
    pub fn is_zero(self) -> bool {
        self.real == 0.0 && self.imaginary == 0.0
    }
}

impl std::ops::Add for Complex {
    type Output = Complex;

    #[inline]
    fn add(self, other: Complex) -> Complex {
        Complex::new(self.real + other.real, self.imaginary + other.imaginary)
    }
}

impl std::ops::Sub for Complex {
    type Output = Complex;

    #[inline]
    fn sub(self, other: Complex) -> Complex {
        Complex::new(self.real - other.real, self.imaginary - other.imaginary)
    }
}

impl std::ops::Mul for Complex {
    type Output = Complex;

    #[inline]
    fn mul(self, other: Complex) -> Complex {
        Complex::new(
            self.real * other.real - self.imaginary * other.imaginary,
            self.real * other.imaginary + self.imaginary * other.real,
        )
    }
}

impl std::ops::Neg for Complex {
    type Output = Complex;

    #[inline]
    fn neg(self) -> Complex {
        Complex::new(-self.real, -self.imaginary)
    }
}

/// `left / right`.
pub fn divide(left: Complex, right: Complex) -> Result<Complex, NumberError> {
    quotient(left, right).ok_or(NumberError::ZeroDivision("complex division by zero"))
}

/// Smith's algorithm: both are divided by the larger part of the divisor first. `None` if the
/// divisor is zero.
fn quotient(left: Complex, right: Complex) -> Option<Complex> {
    if right.real.abs() >= right.imaginary.abs() {
        if right.real == 0.0 {
            return None;
        }
        let ratio = right.imaginary / right.real;
        let divisor = right.real + right.imaginary * ratio;
        Some(Complex::new(
            (left.real + left.imaginary * ratio) / divisor,
            (left.imaginary - left.real * ratio) / divisor,
        ))
    } else if right.imaginary.abs() >= right.real.abs() {
        let ratio = right.real / right.imaginary;
        let divisor = right.real * ratio + right.imaginary;
        Some(Complex::new(
            (left.real * ratio + left.imaginary) / divisor,
            (left.imaginary * ratio - left.real) / divisor,
        ))
    } else {
        Some(Complex::new(f64::NAN, f64::NAN))
    }
}

/// `abs(value)`. An infinite part makes it infinite even where the other part is NaN.
pub fn absolute(value: Complex) -> Result<f64, NumberError> {
    let result = value.real.hypot(value.imaginary);
    if result.is_infinite() && value.is_finite() {
        return Err(NumberError::overflow("absolute value too large"));
    }
    Ok(result)
}

/// `repr(value)`.
pub fn repr(value: Complex) -> String {
    let mut text = String::with_capacity(32);
    let has_real = value.real != 0.0 || value.real.is_sign_negative();
    if has_real {
        text.push('(');
        float::write_without_point_zero(value.real, &mut text);
        if value.imaginary.is_nan() || value.imaginary.is_sign_positive() {
            text.push('+');
        }
    }
    float::write_without_point_zero(value.imaginary, &mut text);
    text.push_str(if has_real { "j)" } else { "j" });
    text
}

/// `hash(value)`. `object_hash` is the hash by the object's address, which stands for NaN.
pub fn hash(value: Complex, object_hash: i64) -> i64 {
    let part = |value| float::hash(value).unwrap_or(object_hash).cast_unsigned();
    let imaginary = part(value.imaginary).wrapping_mul(IMAGINARY);
    finish(part(value.real).wrapping_add(imaginary).cast_signed())
}
