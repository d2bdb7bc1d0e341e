//! The functions of the modules `math` and `cmath`.

mod combinatorics;
pub mod complex;
mod elementary;
mod logarithm;
mod neighbours;
mod sums;

use crate::number::NumberError;

pub use combinatorics::{combinations, factorial, permutations};
pub use elementary::{
    acos, acosh, asin, asinh, atan, atan2, atanh, cbrt, ceil, cos, cosh, degrees, erf, erfc, exp,
    exp2, expm1, floor, fma, fmod, frexp, gamma, is_close, ldexp, lgamma, modf, pow, radians,
    remainder, sin, sinh, sqrt, tan, tanh, trunc,
};
pub use logarithm::{Real, log, log1p, log2, log10};
pub use neighbours::{nextafter, nextafter_by, ulp};
pub use sums::{dist, fsum, hypot, sumprod};

/// An argument for which the function is not defined.
const DOMAIN: NumberError = NumberError::value("math domain error");

/// A result that is too large.
const RANGE: NumberError = NumberError::overflow("math range error");

fn convert<T>(result: pymath::Result<T>) -> Result<T, NumberError> {
    result.map_err(|error| match error {
        pymath::Error::EDOM => DOMAIN,
        pymath::Error::ERANGE => RANGE,
    })
}
