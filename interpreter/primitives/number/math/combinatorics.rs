//! Factorials, permutations and combinations.

use num_bigint::{BigInt, BigUint};

use crate::number::NumberError;
use crate::number::integer::{Integer, IntegerRef, compare, subtract};

/// `n!`
pub fn factorial(n: IntegerRef<'_>) -> Result<Integer, NumberError> {
    /// The last factorial that is an `i64`.
    const LAST_SMALL: u64 = 20;
    if n.is_negative() {
        return Err(NumberError::value(
            "factorial() not defined for negative values",
        ));
    }
    let n = n.to_i64().ok_or_else(|| {
        let largest = i64::MAX;
        NumberError::Overflow(format!("factorial() argument should not exceed {largest}").into())
    })?;
    let n = n.unsigned_abs();
    if n <= LAST_SMALL {
        return Ok((1..=n).product::<u64>().into());
    }
    Ok(BigInt::from(odd_factorial(n) << (n - u64::from(n.count_ones()))).into())
}

/// `n!` without its factors of two.
fn odd_factorial(n: u64) -> BigUint {
    let mut result = BigUint::from(1_u32);
    let mut product = BigUint::from(1_u32);
    let mut start = 3;
    // The odd parts of 1 to n are the odd numbers up to n, up to n/2, up to n/4 and so on.
    for shift in (0..64 - n.leading_zeros()).rev() {
        let end = ((n >> shift) + 1) | 1;
        if end > start {
            product *= product_of_odd(start, end);
            start = end;
        }
        result *= &product;
    }
    result
}

/// The product of the odd numbers from the first up to but without the second.
fn product_of_odd(start: u64, end: u64) -> BigUint {
    const FEW: u64 = 16;
    if end <= start {
        return BigUint::from(1_u32);
    }
    if end - start <= 2 * FEW {
        return (start..end)
            .step_by(2)
            .fold(BigUint::from(1_u32), |product, factor| product * factor);
    }
    let middle = ((start + (end - start) / 2) | 1).min(end);
    product_of_odd(start, middle) * product_of_odd(middle, end)
}

fn check_sign(n: IntegerRef<'_>, k: IntegerRef<'_>) -> Result<(), NumberError> {
    if n.is_negative() {
        return Err(NumberError::value("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(NumberError::value("k must be a non-negative integer"));
    }
    Ok(())
}

/// In how many ways `k` of `n` things can be put in order, `math.perm`.
pub fn permutations(n: IntegerRef<'_>, k: IntegerRef<'_>) -> Result<Integer, NumberError> {
    check_sign(n, k)?;
    if compare(n, k).is_lt() {
        return Ok(Integer::Small(0));
    }
    let k = k
        .to_u64()
        .filter(|&k| k <= i64::MAX as u64)
        .ok_or_else(|| NumberError::Overflow(format!("k must not exceed {}", i64::MAX).into()))?;
    if let Some(small) = n.to_u64() {
        return Ok(falling_product_small(small, k));
    }
    Ok(BigInt::from(falling_product(n.to_big().magnitude(), 0, k)).into())
}

/// The product of the `k` integers down from `n`, with few large factors.
fn falling_product_small(n: u64, k: u64) -> Integer {
    let mut product = 1_u64;
    for below in (n - k..n).rev() {
        match product.checked_mul(below + 1) {
            Some(next) => product = next,
            None => return BigInt::from(range_product(n - k, n)).into(),
        }
    }
    product.into()
}

/// The product of the integers after the first up to the second.
fn range_product(after: u64, last: u64) -> BigUint {
    const FEW: u64 = 16;
    if last - after <= FEW {
        return (after..last).fold(BigUint::from(1_u32), |product, below| product * (below + 1));
    }
    let middle = after + (last - after) / 2;
    range_product(after, middle) * range_product(middle, last)
}

/// `(n - from) * ... * (n - to + 1)`
fn falling_product(n: &BigUint, from: u64, to: u64) -> BigUint {
    match to - from {
        0 => BigUint::from(1_u32),
        1 => n - from,
        count => {
            let middle = from + count / 2;
            falling_product(n, from, middle) * falling_product(n, middle, to)
        }
    }
}

/// How many sets of `k` things `n` things have, `math.comb`.
pub fn combinations(n: IntegerRef<'_>, k: IntegerRef<'_>) -> Result<Integer, NumberError> {
    check_sign(n, k)?;
    if compare(n, k).is_lt() {
        return Ok(Integer::Small(0));
    }
    let others = subtract(n, k);
    let k = if compare(others.as_ref(), k).is_lt() {
        others.as_ref()
    } else {
        k
    };
    let k = k
        .to_u64()
        .filter(|&k| k <= i64::MAX as u64)
        .ok_or_else(|| {
            NumberError::Overflow(format!("min(n - k, k) must not exceed {}", i64::MAX).into())
        })?;
    if let Some(n) = n.to_u64() {
        if let Some(result) = small_combinations(n, k) {
            return Ok(result.into());
        }
        return Ok(BigInt::from(large_combinations(n, k)).into());
    }
    let product = falling_product(n.to_big().magnitude(), 0, k);
    Ok(BigInt::from(product / range_product(0, k)).into())
}

/// The result, if no step towards it exceeds 64 bits.
fn small_combinations(n: u64, k: u64) -> Option<u64> {
    let mut result = 1_u64;
    for i in 0..k {
        // Each of the products is a multiple of its divisor.
        result = result.checked_mul(n - i)? / (i + 1);
    }
    Some(result)
}

/// Sets of a half of the things, times those of the other half, by the ways to halve.
fn large_combinations(n: u64, k: u64) -> BigUint {
    if let Some(small) = small_combinations(n, k) {
        return small.into();
    }
    let half = k / 2;
    if half == 0 {
        return n.into();
    }
    let product = large_combinations(n, half) * large_combinations(n - half, k - half);
    product / large_combinations(k, half)
}
