//! The values of number literals.

use bumpalo::Bump;
use num_bigint::BigUint;

use crate::ast::{BigInt, Constant};

/// CPython's default for `sys.set_int_max_str_digits()`.
const MAXIMUM_DECIMAL_DIGITS: usize = 4300;

pub(super) fn parse<'a>(arena: &'a Bump, text: &str) -> Result<Constant<'a>, String> {
    if text.contains('_') {
        return parse_digits(arena, &text.replace('_', ""));
    }
    parse_digits(arena, text)
}

fn parse_digits<'a>(arena: &'a Bump, text: &str) -> Result<Constant<'a>, String> {
    let bytes = text.as_bytes();
    let radix = match bytes.get(1) {
        Some(b'x' | b'X') => 16,
        Some(b'o' | b'O') => 8,
        Some(b'b' | b'B') => 2,
        _ => 10,
    };
    if radix != 10 {
        return Ok(integer(arena, &text[2..], radix));
    }
    if let Some(digits) = text.strip_suffix(['j', 'J']) {
        return Ok(Constant::Complex {
            real: 0.0,
            imaginary: float(digits),
        });
    }
    if !bytes.iter().all(u8::is_ascii_digit) {
        return Ok(Constant::Float(float(text)));
    }
    // Only zeros may be written before others.
    let digits = text.trim_start_matches('0');
    if digits.len() > MAXIMUM_DECIMAL_DIGITS {
        return Err(format!(
            "Exceeds the limit ({MAXIMUM_DECIMAL_DIGITS} digits) for integer string conversion: \
             value has {} digits; use sys.set_int_max_str_digits() to increase the limit - \
             Consider hexadecimal for huge integer literals to avoid decimal conversion limits.",
            digits.len()
        ));
    }
    Ok(integer(arena, text, 10))
}

fn integer<'a>(arena: &'a Bump, digits: &str, radix: u32) -> Constant<'a> {
    if let Ok(small) = i64::from_str_radix(digits, radix) {
        return Constant::Int(small);
    }
    let value = BigUint::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
    let limbs = arena.alloc_slice_fill_iter(value.iter_u32_digits());
    Constant::BigInt(arena.alloc(BigInt {
        negative: false,
        limbs,
    }))
}

/// A number with a dot or an exponent, or both; digits alone where it is imaginary.
fn float(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}
