//! `format(float, spec)`.

use super::layout::Parts;
use super::spec::{Align, Defaults, Spec, unknown_kind};
use crate::number::NumberError;
use crate::number::float::decimal::{Notation, Style};
use crate::number::float::repr;

/// `format(value, spec)`. `type_name` is the name of the value's type, for errors.
pub fn format_float(value: f64, spec: &str, type_name: &str) -> Result<String, NumberError> {
    if spec.is_empty() {
        return Ok(repr(value));
    }
    let spec = Spec::parse(spec, DEFAULTS, type_name)?;
    match spec.kind {
        None | Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'n' | '%') => {
            format_float_with(value, &spec)
        }
        Some(kind) => Err(unknown_kind(kind, type_name)),
    }
}

pub(super) const DEFAULTS: Defaults = Defaults {
    align: Align::Right,
    kind: None,
};

/// The same for a specification with a type that floats have.
pub(super) fn format_float_with(value: f64, spec: &Spec) -> Result<String, NumberError> {
    let mut notation = notation(spec)?;
    notation.has_point_zero = spec.kind.is_none();
    let mut text = String::with_capacity(24);
    if spec.kind == Some('%') {
        notation.write(value * 100.0, &mut text);
        text.push('%');
    } else {
        notation.write(value, &mut text);
    }
    Parts::of_decimal(&text).lay_out(spec)
}

/// The notation that a specification asks for. Without a type it is that of `repr`, or `g` if
/// there is a precision.
pub(super) fn notation(spec: &Spec) -> Result<Notation, NumberError> {
    const DEFAULT_PRECISION: usize = 6;
    const LARGEST_PRECISION: usize = i32::MAX as usize;
    if spec.precision.is_some_and(|most| most > LARGEST_PRECISION) {
        return Err(NumberError::value("precision too big"));
    }
    let style = match spec.kind {
        None if spec.precision.is_none() => Style::Shortest,
        Some('e' | 'E') => Style::Exponent,
        Some('f' | 'F' | '%') => Style::Fixed,
        _ => Style::General,
    };
    let notation = Notation {
        style,
        precision: spec.precision.unwrap_or(DEFAULT_PRECISION),
        is_upper: matches!(spec.kind, Some('E' | 'F' | 'G')),
        is_alternate: spec.is_alternate,
        no_negative_zero: spec.no_negative_zero,
        ..Notation::REPR
    };
    notation.check_memory()?;
    Ok(notation)
}
