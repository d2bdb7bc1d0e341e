//! Sums, and the lengths of vectors, with the errors of single steps made good.

use super::DOMAIN;
use crate::number::NumberError;

/// The sum, as if rounded once.
pub fn fsum(values: &[f64]) -> Result<f64, NumberError> {
    pymath::math::fsum(values.iter().copied()).map_err(|error| match error {
        pymath::Error::EDOM => NumberError::value("-inf + inf in fsum"),
        pymath::Error::ERANGE => NumberError::overflow("intermediate overflow in fsum"),
    })
}

/// The sum of the products of floats.
pub fn sumprod(left: &[f64], right: &[f64]) -> Result<f64, NumberError> {
    if left.len() != right.len() {
        return Err(NumberError::value("Inputs are not the same length"));
    }
    pymath::math::sumprod(left, right).map_err(|_| DOMAIN)
}

/// The length of a vector.
pub fn hypot(coordinates: &[f64]) -> f64 {
    pymath::math::hypot(coordinates)
}

/// The distance of two points.
pub fn dist(left: &[f64], right: &[f64]) -> Result<f64, NumberError> {
    if left.len() != right.len() {
        return Err(NumberError::value(
            "both points must have the same number of dimensions",
        ));
    }
    Ok(pymath::math::dist(left, right))
}
