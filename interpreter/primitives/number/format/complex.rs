//! `format(complex, spec)`.

use super::float::{DEFAULTS, notation};
use super::layout::{Parts, push_fill};
use super::spec::{Align, SignMode, Spec, unknown_kind};
use crate::number::NumberError;
use crate::number::complex::{Complex, repr};
use crate::number::error::check_memory;

/// `format(value, spec)`. `type_name` is the name of the value's type, for errors.
pub fn format_complex(value: Complex, spec: &str, type_name: &str) -> Result<String, NumberError> {
    if spec.is_empty() {
        return Ok(repr(value));
    }
    let spec = Spec::parse(spec, DEFAULTS, type_name)?;
    match spec.kind {
        None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n') => {}
        Some(kind) => return Err(unknown_kind(kind, type_name)),
    }
    let text = unpadded(value, &spec)?;
    let missing = spec.width.unwrap_or(0).saturating_sub(text.len());
    check_memory((missing as u64).saturating_mul(spec.fill.len_utf8() as u64))?;
    let left = match spec.align {
        Align::Right => missing,
        Align::Center => missing / 2,
        Align::Left | Align::BehindSign => 0,
    };
    let mut out = String::with_capacity(text.len() + missing * spec.fill.len_utf8());
    push_fill(spec.fill, left, &mut out);
    out.push_str(&text);
    push_fill(spec.fill, missing - left, &mut out);
    Ok(out)
}

fn unpadded(value: Complex, spec: &Spec) -> Result<String, NumberError> {
    let notation = notation(spec)?;
    if spec.fill == '0' {
        return Err(NumberError::value(
            "Zero padding is not allowed in complex format specifier",
        ));
    }
    if spec.align == Align::BehindSign {
        return Err(NumberError::value(
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    let part = |value: f64, sign: SignMode| {
        let mut text = String::with_capacity(24);
        notation.write(value, &mut text);
        let part = Spec {
            sign,
            width: None,
            align: Align::Left,
            ..*spec
        };
        Parts::of_decimal(&text).lay_out(&part)
    };
    // Without a type, as `repr` shows it.
    let is_like_repr = spec.kind.is_none();
    if is_like_repr && value.real == 0.0 && value.real.is_sign_positive() {
        return Ok(part(value.imaginary, spec.sign)? + "j");
    }
    let parts = part(value.real, spec.sign)? + &part(value.imaginary, SignMode::Plus)? + "j";
    Ok(if is_like_repr {
        format!("({parts})")
    } else {
        parts
    })
}
