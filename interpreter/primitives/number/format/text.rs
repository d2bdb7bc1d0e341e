//! `format(text, spec)`.

use super::layout::push_fill;
use super::spec::{Align, Defaults, SignMode, Spec, unknown_kind};
use crate::number::NumberError;
use crate::number::error::check_memory;

/// What a text gets around itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Padding {
    /// The character to fill with.
    pub fill: char,
    /// How many of them stand before the text.
    pub left: usize,
    /// How many of them stand behind the text.
    pub right: usize,
    /// How many characters of the text stay.
    pub kept: usize,
}

/// What a text of `count` characters gets around itself. `type_name` is the name of its type,
/// for errors.
pub fn padding_of_text(count: usize, spec: &str, type_name: &str) -> Result<Padding, NumberError> {
    if spec.is_empty() {
        return Ok(Padding {
            fill: ' ',
            left: 0,
            right: 0,
            kept: count,
        });
    }
    let defaults = Defaults {
        align: Align::Left,
        kind: Some('s'),
    };
    let spec = Spec::parse(spec, defaults, type_name)?;
    match spec.kind {
        Some('s') => {}
        kind => return Err(unknown_kind(kind.unwrap_or_default(), type_name)),
    }
    check(&spec)?;
    let kept = spec.precision.map_or(count, |most| most.min(count));
    let missing = spec.width.map_or(0, |width| width.saturating_sub(kept));
    check_memory((missing as u64).saturating_mul(spec.fill.len_utf8() as u64))?;
    let left = match spec.align {
        Align::Right => missing,
        Align::Center => missing / 2,
        Align::Left | Align::BehindSign => 0,
    };
    Ok(Padding {
        fill: spec.fill,
        left,
        right: missing - left,
        kept,
    })
}

/// What makes sense for numbers only.
fn check(spec: &Spec) -> Result<(), NumberError> {
    let text = if spec.sign == SignMode::Space {
        "Space not allowed in string format specifier"
    } else if spec.sign != SignMode::Unspecified {
        "Sign not allowed in string format specifier"
    } else if spec.no_negative_zero {
        "Negative zero coercion (z) not allowed in string format specifier"
    } else if spec.is_alternate {
        "Alternate form (#) not allowed in string format specifier"
    } else if spec.align == Align::BehindSign {
        "'=' alignment not allowed in string format specifier"
    } else {
        return Ok(());
    };
    Err(NumberError::value(text))
}

/// `format(text, spec)` of a text of `count` characters.
pub fn format_text(
    text: &str,
    count: usize,
    spec: &str,
    type_name: &str,
) -> Result<String, NumberError> {
    let padding = padding_of_text(count, spec, type_name)?;
    let kept = match text.char_indices().nth(padding.kept) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    };
    let fill = padding.fill.len_utf8() * (padding.left + padding.right);
    let mut out = String::with_capacity(kept.len() + fill);
    push_fill(padding.fill, padding.left, &mut out);
    out.push_str(kept);
    push_fill(padding.fill, padding.right, &mut out);
    Ok(out)
}
