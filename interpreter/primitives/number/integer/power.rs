//! Powers, also modulo an integer.

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer as _;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{Integer, IntegerRef, absolute, modulo, to_float};
use crate::number::error::check_memory;
use crate::number::{NumberError, float};

/// What a power of two integers is.
#[derive(Clone, Debug, PartialEq)]
pub enum Power {
    /// For exponents from 0 on.
    Integer(Integer),
    /// For negative exponents.
    Float(f64),
}

/// `base ** exponent`.
#[inline]
pub fn power(base: IntegerRef<'_>, exponent: IntegerRef<'_>) -> Result<Power, NumberError> {
    if let (IntegerRef::Small(base), IntegerRef::Small(exponent)) = (base, exponent)
        && let Ok(exponent) = u32::try_from(exponent)
        && let Some(result) = base.checked_pow(exponent)
    {
        return Ok(Power::Integer(Integer::Small(result)));
    }
    power_big(base, exponent)
}

#[cold]
fn power_big(base: IntegerRef<'_>, exponent: IntegerRef<'_>) -> Result<Power, NumberError> {
    let (base, exponent) = (base.normalize(), exponent.normalize());
    if exponent.is_zero() {
        return Ok(Power::Integer(Integer::Small(1)));
    }
    if exponent.is_negative() {
        let (base, exponent) = (to_float(base)?, to_float(exponent)?);
        return match float::power(base, exponent)? {
            float::Power::Float(result) => Ok(Power::Float(result)),
            // Only fractional exponents make a power complex.
            float::Power::Complex(result) => Ok(Power::Float(result.real)),
        };
    }
    let exponent = match (base.to_i64(), exponent) {
        (Some(base @ (0 | 1)), _) => {
            return Ok(Power::Integer(Integer::Small(base)));
        }
        (Some(-1), exponent) => {
            let is_odd = match exponent {
                IntegerRef::Small(value) => value & 1 == 1,
                IntegerRef::Big(value) => value.is_odd(),
            };
            return Ok(Power::Integer(Integer::Small(if is_odd { -1 } else { 1 })));
        }
        (_, IntegerRef::Small(exponent)) => {
            u32::try_from(exponent).map_err(|_| NumberError::Memory)?
        }
        (_, IntegerRef::Big(_)) => return Err(NumberError::Memory),
    };
    let base = base.to_big();
    let bits = (base.bits() - 1).saturating_mul(u64::from(exponent));
    check_memory(bits / 8)?;
    let size = raise(base.magnitude(), exponent);
    let is_negative = base.is_negative() && exponent % 2 == 1;
    let sign = if is_negative { Sign::Minus } else { Sign::Plus };
    Ok(Power::Integer(BigInt::from_biguint(sign, size).into()))
}

/// Powers of two in the base become a shift of the power of the rest.
fn raise(base: &BigUint, exponent: u32) -> BigUint {
    let zeros = base.trailing_zeros().unwrap_or(0);
    if zeros == 0 {
        return base.pow(exponent);
    }
    let odd = base >> zeros;
    let shift = zeros * u64::from(exponent);
    if odd.is_one() {
        odd << shift
    } else {
        odd.pow(exponent) << shift
    }
}

/// `pow(base, exponent, modulus)`. A negative exponent takes the inverse of the base.
pub fn modular_power(
    base: IntegerRef<'_>,
    exponent: IntegerRef<'_>,
    modulus: IntegerRef<'_>,
) -> Result<Integer, NumberError> {
    if modulus.is_zero() {
        return Err(NumberError::value("pow() 3rd argument cannot be 0"));
    }
    if let (
        IntegerRef::Small(base),
        IntegerRef::Small(exponent @ 0..),
        IntegerRef::Small(modulus),
    ) = (base, exponent, modulus)
    {
        return Ok(Integer::Small(small_modular_power(
            base,
            exponent.unsigned_abs(),
            modulus,
        )));
    }
    let size = absolute(modulus).as_ref().to_big();
    if size.is_one() {
        return Ok(Integer::Small(0));
    }
    let mut base = modulo(base, IntegerRef::Big(&size))?.as_ref().to_big();
    if exponent.is_negative() {
        base = base.modinv(&size).ok_or(NumberError::value(
            "base is not invertible for the given modulus",
        ))?;
    }
    let exponent = absolute(exponent).as_ref().to_big();
    let result = base.modpow(&exponent, &size);
    if modulus.is_negative() && !result.is_zero() {
        return Ok((result - size).into());
    }
    Ok(result.into())
}

/// Products of two remainders fit in 128 bits.
fn small_modular_power(base: i64, exponent: u64, modulus: i64) -> i64 {
    let size = modulus.unsigned_abs();
    let multiply = |left: u64, right: u64| match left.checked_mul(right) {
        Some(product) => product % size,
        None => (u128::from(left) * u128::from(right) % u128::from(size)) as u64,
    };
    let mut square = (i128::from(base).rem_euclid(i128::from(size))) as u64;
    let mut result = 1 % size;
    let mut rest = exponent;
    while rest > 0 {
        if rest & 1 == 1 {
            result = multiply(result, square);
        }
        rest >>= 1;
        if rest > 0 {
            square = multiply(square, square);
        }
    }
    // Less than the modulus, hence an `i64` but for a modulus of -2**63.
    let positive = i128::from(result);
    let with_sign = if modulus < 0 && result != 0 {
        positive + i128::from(modulus)
    } else {
        positive
    };
    with_sign.to_i64().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_modulus_does_not_overflow() {
        assert_eq!(small_modular_power(-1, 3, i64::MIN), -1);
    }
}
