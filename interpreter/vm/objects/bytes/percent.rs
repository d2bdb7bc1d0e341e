//! `bytes % values`.

use primitives::number::format::printf;
use primitives::text::template::{Conversion, Kind, Segment, Segments};

use super::Bytes;
use super::arguments::{like, own_bytes};
use super::construction::by_method;
use crate::objects::buffer::{Buffer, BytesLike};
use crate::objects::bytearray::ByteArray;
use crate::objects::exceptions;
use crate::objects::str_type::escaped_to_ascii;
use crate::objects::str_type::percent::{Values, format_integer};
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The slot of `%` of `bytes` and `bytearray`.
pub fn remainder(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    if left.downcast::<Bytes>().is_none() && left.downcast::<ByteArray>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let formatted = format_bytes(vm, &own_bytes(left), right)?;
    Ok(like(left, formatted))
}

/// `template % values`.
pub fn format_bytes(vm: &Vm, template: &[u8], all: &Value) -> Result<Vec<u8>> {
    let mut values = Values::new(all, Kind::Bytes);
    let mut out = Vec::with_capacity(template.len() + 32);
    for segment in Segments::new(template, Kind::Bytes) {
        match segment {
            Segment::Literal(text) => out.extend_from_slice(text),
            Segment::Conversion(conversion) => {
                let (value, numbers) = values.take(vm, &conversion)?;
                convert(vm, &conversion, &value, &numbers, &mut out)?;
            }
        }
    }
    values.finish(vm)?;
    Ok(out)
}

fn convert(
    vm: &Vm,
    conversion: &Conversion<'_>,
    value: &Value,
    numbers: &printf::Conversion,
    out: &mut Vec<u8>,
) -> Result<()> {
    let letter = char::from_u32(conversion.character).unwrap_or('\0');
    let text = match letter {
        's' | 'b' => bytes_of(vm, value)?,
        'r' | 'a' => {
            let text = escaped_to_ascii(&vm.repr(value)?);
            BytesLike::Bytes(Bytes::new(text.as_bytes()))
        }
        'c' => BytesLike::Bytes(Bytes::new(&[single(vm, value)?])),
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            out.extend_from_slice(format_integer(vm, value, numbers, letter)?.as_bytes());
            return Ok(());
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let number = float(vm, value)?;
            let text = numbers.format_float(number, letter);
            let text = text.map_err(|error| vm.number_error(error))?;
            out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
        _ => {
            return Err(
                match conversion.unsupported(conversion.offset, Kind::Bytes) {
                    Some(problem) => vm.value_error(problem.to_string()),
                    None => vm.overflow_error("character argument not in range(0x110000)"),
                },
            );
        }
    };
    let (before, behind, kept) = numbers.padding_of_text(text.len(), letter);
    let total = before.max(behind).checked_add(out.len());
    let Some(total) = total.filter(|total| *total < isize::MAX as usize / 4) else {
        return Err(vm.memory_error(""));
    };
    if out.try_reserve(total - out.len() + kept).is_err() {
        return Err(vm.memory_error(""));
    }
    out.resize(out.len() + before, b' ');
    out.extend_from_slice(text.get(..kept).unwrap_or(&text));
    out.resize(out.len() + behind, b' ');
    Ok(())
}

fn float(vm: &Vm, value: &Value) -> Result<f64> {
    match vm.to_f64(value) {
        Err(raised) if raised.is(&exceptions::TYPE_ERROR) => Err(vm.type_error(format!(
            "float argument required, not {}",
            value.class().name()
        ))),
        number => number,
    }
}

fn single(vm: &Vm, value: &Value) -> Result<u8> {
    let wrong = || vm.type_error("%c requires an integer in range(256) or a single byte");
    if value.downcast::<Bytes>().is_some() || value.downcast::<ByteArray>().is_some() {
        return match &*own_bytes(value) {
            [only] => Ok(*only),
            _ => Err(wrong()),
        };
    }
    if !value.is_int() {
        return Err(wrong());
    }
    let byte = value.as_i64().and_then(|number| u8::try_from(number).ok());
    byte.ok_or_else(|| vm.overflow_error("%c arg not in range(256)"))
}

fn bytes_of(vm: &Vm, value: &Value) -> Result<BytesLike> {
    if value.downcast::<Bytes>().is_some() || value.downcast::<ByteArray>().is_some() {
        return Ok(own_bytes(value));
    }
    if let Some(bytes) = by_method(vm, value)? {
        return Ok(BytesLike::Bytes(bytes));
    }
    if Buffer::is_shown_by(vm, value) {
        return vm.bytes_like(value);
    }
    Err(vm.type_error(format!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{}'",
        value.class().name()
    )))
}
