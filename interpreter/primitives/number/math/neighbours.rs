//! Floats beside floats.

use crate::number::NumberError;
use crate::number::integer::IntegerRef;

/// The float after `x` in the direction of `y`.
pub fn nextafter(x: f64, y: f64) -> f64 {
    pymath::math::nextafter(x, y, None)
}

/// The float that many steps after `x`, but not beyond `y`.
pub fn nextafter_by(x: f64, y: f64, steps: IntegerRef<'_>) -> Result<f64, NumberError> {
    if steps.is_negative() {
        return Err(NumberError::value("steps must be a non-negative integer"));
    }
    // No two floats are as many steps apart as the largest of these.
    let steps = steps.to_u64().unwrap_or(u64::MAX);
    Ok(pymath::math::nextafter(x, y, Some(steps)))
}

/// The distance to the next larger float.
pub fn ulp(x: f64) -> f64 {
    pymath::math::ulp(x)
}
