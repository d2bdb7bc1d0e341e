//! `format(integer, spec)`.

use super::float::format_float_with;
use super::layout::Parts;
use super::spec::{Align, Defaults, SignMode, Spec, unknown_kind};
use crate::number::NumberError;
use crate::number::integer::{IntegerRef, Radix, to_decimal, to_float, to_radix};

/// `format(value, spec)`. `limit` is that of the digits of decimal texts, and `type_name` the
/// name of the value's type, for errors.
pub fn format_integer(
    value: IntegerRef<'_>,
    spec: &str,
    limit: usize,
    type_name: &str,
) -> Result<String, NumberError> {
    if spec.is_empty() {
        return to_decimal(value, limit);
    }
    let defaults = Defaults {
        align: Align::Right,
        kind: Some('d'),
    };
    let spec = Spec::parse(spec, defaults, type_name)?;
    let kind = spec.kind.unwrap_or('d');
    match kind {
        'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n' => {}
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            return format_float_with(to_float(value)?, &spec);
        }
        _ => return Err(unknown_kind(kind, type_name)),
    }
    if spec.precision.is_some() {
        return Err(NumberError::value(
            "Precision not allowed in integer format specifier",
        ));
    }
    if spec.no_negative_zero {
        return Err(NumberError::value(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    match kind {
        'b' => format_radix(value, Radix::Binary, false, &spec),
        'o' => format_radix(value, Radix::Octal, false, &spec),
        'x' => format_radix(value, Radix::Hexadecimal, false, &spec),
        'X' => format_radix(value, Radix::Hexadecimal, true, &spec),
        'c' => format_character(value, &spec),
        _ => Parts::of_decimal(&to_decimal(value, limit)?).lay_out(&spec),
    }
}

fn format_radix(
    value: IntegerRef<'_>,
    radix: Radix,
    is_upper: bool,
    spec: &Spec,
) -> Result<String, NumberError> {
    let mut text = to_radix(value, radix, false);
    if is_upper {
        text.make_ascii_uppercase();
    }
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let prefix = match (spec.is_alternate, is_upper) {
        (false, _) => "",
        (true, false) => radix.prefix(),
        (true, true) => "0X",
    };
    Parts {
        is_negative: value.is_negative(),
        prefix,
        digits,
        rest: "",
    }
    .lay_out(spec)
}

fn format_character(value: IntegerRef<'_>, spec: &Spec) -> Result<String, NumberError> {
    if spec.sign != SignMode::Unspecified {
        return Err(NumberError::value(
            "Sign not allowed with integer format specifier 'c'",
        ));
    }
    if spec.is_alternate {
        return Err(NumberError::value(
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    let code = value.to_i64().ok_or(NumberError::overflow(
        "Python int too large to convert to C long",
    ))?;
    let out_of_range = NumberError::overflow("%c arg not in range(0x110000)");
    let character = u32::try_from(code).ok().and_then(char::from_u32);
    let character = character.ok_or(out_of_range)?;
    Parts {
        is_negative: false,
        prefix: "",
        digits: "",
        rest: character.encode_utf8(&mut [0; 4]),
    }
    .lay_out(spec)
}
