//! Complex arithmetic by CPython's algorithms, to the last bit.

use syntax::ast::Constant;

/// Real and imaginary part.
pub(super) type Complex = (f64, f64);

const ONE: Complex = (1.0, 0.0);

/// The largest whole exponent for which a power is multiplied out.
const MULTIPLIED_EXPONENT: f64 = 100.0;

pub(super) fn constant<'a>((real, imaginary): Complex) -> Constant<'a> {
    Constant::Complex { real, imaginary }
}

pub(super) fn multiply(left: Complex, right: Complex) -> Complex {
    (
        left.0 * right.0 - left.1 * right.1,
        left.0 * right.1 + left.1 * right.0,
    )
}

/// Smith's algorithm: both are divided by the larger part of the divisor first. `None` if
/// the divisor is zero.
pub(super) fn divide(left: Complex, right: Complex) -> Option<Complex> {
    if right.0.abs() >= right.1.abs() {
        if right.0 == 0.0 {
            return None;
        }
        let ratio = right.1 / right.0;
        let divisor = right.0 + right.1 * ratio;
        let real = (left.0 + left.1 * ratio) / divisor;
        Some((real, (left.1 - left.0 * ratio) / divisor))
    } else if right.1.abs() >= right.0.abs() {
        let ratio = right.0 / right.1;
        let divisor = right.0 * ratio + right.1;
        let real = (left.0 * ratio + left.1) / divisor;
        Some((real, (left.1 * ratio - left.0) / divisor))
    } else {
        Some((f64::NAN, f64::NAN))
    }
}

/// `None` for zero to a negative or complex power, and for overflow.
pub(super) fn power(base: Complex, exponent: Complex) -> Option<Complex> {
    let is_small_integer = exponent.1 == 0.0
        && exponent.0 == exponent.0.floor()
        && exponent.0.abs() <= MULTIPLIED_EXPONENT;
    let result = if !is_small_integer {
        general_power(base, exponent)?
    } else if exponent.0 > 0.0 {
        whole_power(base, exponent.0 as u32)
    } else {
        divide(ONE, whole_power(base, (-exponent.0) as u32))?
    };
    let overflows = result.0.is_infinite() || result.1.is_infinite();
    (!overflows).then_some(result)
}

fn whole_power(base: Complex, exponent: u32) -> Complex {
    let (mut result, mut square, mut rest) = (ONE, base, exponent);
    while rest > 0 {
        if rest & 1 == 1 {
            result = multiply(result, square);
        }
        rest >>= 1;
        square = multiply(square, square);
    }
    result
}

fn general_power(base: Complex, exponent: Complex) -> Option<Complex> {
    if exponent == (0.0, 0.0) {
        return Some(ONE);
    }
    if base == (0.0, 0.0) {
        let raises = exponent.1 != 0.0 || exponent.0 < 0.0;
        return (!raises).then_some((0.0, 0.0));
    }
    let size = base.0.hypot(base.1);
    let angle = base.1.atan2(base.0);
    let mut length = size.powf(exponent.0);
    let mut phase = angle * exponent.0;
    if exponent.1 != 0.0 {
        length /= (angle * exponent.1).exp();
        phase += exponent.1 * size.ln();
    }
    // The C library reports a sine of infinity as a domain error.
    (!phase.is_infinite()).then(|| (length * phase.cos(), length * phase.sin()))
}
