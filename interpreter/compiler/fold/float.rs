//! Python's arithmetic of floats, where it is not the machine's.

use syntax::ast::Constant;

use super::complex;

/// `left // right`.
pub(super) fn floor_divide(left: f64, right: f64) -> Option<f64> {
    if right == 0.0 {
        return None;
    }
    let remainder = left % right;
    let mut quotient = (left - remainder) / right;
    if remainder != 0.0 && (right < 0.0) != (remainder < 0.0) {
        quotient -= 1.0;
    }
    // NaN takes the first branch too.
    if quotient == 0.0 {
        return Some(0.0_f64.copysign(left / right));
    }
    let floor = quotient.floor();
    Some(if quotient - floor > 0.5 {
        floor + 1.0
    } else {
        floor
    })
}

/// `left % right`: the remainder has the divisor's sign.
pub(super) fn modulo(left: f64, right: f64) -> Option<f64> {
    if right == 0.0 {
        return None;
    }
    let remainder = left % right;
    Some(if remainder == 0.0 {
        0.0_f64.copysign(right)
    } else if (right < 0.0) != (remainder < 0.0) {
        remainder + right
    } else {
        remainder
    })
}

/// `base ** exponent`, which is complex for a fractional power of a negative number.
pub(super) fn power<'a>(base: f64, exponent: f64) -> Option<Constant<'a>> {
    if base < 0.0 && base.is_finite() && exponent.is_finite() && exponent != exponent.floor() {
        return complex::power((base, 0.0), (exponent, 0.0)).map(complex::constant);
    }
    real_power(base, exponent).map(Constant::Float)
}

fn real_power(base: f64, exponent: f64) -> Option<f64> {
    let is_odd = exponent.abs() % 2.0 == 1.0;
    if exponent == 0.0 {
        return Some(1.0);
    }
    if base.is_nan() {
        return Some(base);
    }
    if exponent.is_nan() {
        return Some(if base == 1.0 { 1.0 } else { exponent });
    }
    if exponent.is_infinite() {
        return Some(if base.abs() == 1.0 {
            1.0
        } else if (exponent > 0.0) == (base.abs() > 1.0) {
            f64::INFINITY
        } else {
            0.0
        });
    }
    let signed = |value: f64| if is_odd { value.copysign(base) } else { value };
    if base.is_infinite() {
        return Some(signed(if exponent > 0.0 { f64::INFINITY } else { 0.0 }));
    }
    if base == 0.0 {
        return (exponent > 0.0).then(|| signed(0.0));
    }
    let result = base.abs().powf(exponent);
    result.is_finite().then(|| signed(result))
}
