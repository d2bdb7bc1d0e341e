//! Packing and unpacking.

use primitives::text::structure::{
    self, Format, Layout, NOT_A_FLOAT, NOT_AN_INTEGER, NOT_BYTES, NOT_ONE_BYTE, NOT_PASCAL_BYTES,
    StructError, pack_bool, pack_bytes, pack_float, pack_integer, pack_small,
};
use vm::objects::buffer::Buffer;
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::int::Integer;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{ERROR, raised};

/// The values packed.
pub fn pack(vm: &Vm, layout: &Layout, values: &[Value]) -> Result<Value> {
    Ok(Bytes::value(packed(vm, layout, values, "pack")?))
}

fn packed(vm: &Vm, layout: &Layout, values: &[Value], name: &str) -> Result<Vec<u8>> {
    if values.len() != layout.length {
        let error = StructError::wrong_count(name, layout.length, values.len());
        return Err(raised(vm, error));
    }
    let mut bytes: Vec<u8> = Vec::new();
    if bytes.try_reserve_exact(layout.size).is_err() {
        return Err(vm.memory_error(""));
    }
    bytes.resize(layout.size, 0);
    for ((format, offset, size), value) in layout.fields().zip(values) {
        let place = &mut bytes[offset..offset + size];
        pack_one(vm, layout, format, value, place)?;
    }
    Ok(bytes)
}

fn pack_one(
    vm: &Vm,
    layout: &Layout,
    format: Format,
    value: &Value,
    place: &mut [u8],
) -> Result<()> {
    let done = match format {
        Format::Integer { .. } | Format::Pointer => {
            let index;
            let number = match value.as_integer() {
                Some(number) => number,
                None if value.class().slots().index.is_some() => {
                    index = vm.index(value)?;
                    index.as_integer().unwrap_or(Integer::Small(0))
                }
                None => return Err(raised(vm, NOT_AN_INTEGER)),
            };
            let number = match number {
                Integer::Small(number) => {
                    if pack_small(format, number, layout.order, place) {
                        return Ok(());
                    }
                    Some(i128::from(number))
                }
                Integer::Big(number) => number.try_into().ok(),
            };
            pack_integer(format, number, layout.order, place)
        }
        Format::Half | Format::Float { .. } | Format::Double => {
            let number = match vm.to_f64(value) {
                Err(error) if error.is(&exceptions::TYPE_ERROR) => {
                    return Err(raised(vm, NOT_A_FLOAT));
                }
                number => number?,
            };
            pack_float(format, number, layout.order, place)
        }
        Format::Bool => {
            pack_bool(vm.is_true(value)?, place);
            Ok(())
        }
        Format::Character | Format::Bytes | Format::Pascal => {
            if let Some(bytes) = value.downcast::<Bytes>() {
                pack_bytes(format, bytes.as_bytes(), place)
            } else if let (Some(array), true) =
                (value.downcast::<ByteArray>(), format != Format::Character)
            {
                pack_bytes(format, &array.to_vec(), place)
            } else {
                Err(match format {
                    Format::Character => NOT_ONE_BYTE,
                    Format::Pascal => NOT_PASCAL_BYTES,
                    _ => NOT_BYTES,
                })
            }
        }
    };
    done.map_err(|error| raised(vm, error))
}

/// Packs into a buffer: the values are the buffer, the offset, and what is packed.
pub fn pack_into(vm: &Vm, layout: &Layout, values: &[Value]) -> Result<Value> {
    let [buffer, offset, values @ ..] = values else {
        return Err(vm.error(
            &ERROR,
            match values.len() {
                0 => "pack_into expected buffer argument",
                _ => "pack_into expected offset argument",
            },
        ));
    };
    if values.len() != layout.length {
        let error = StructError::wrong_count("pack_into", layout.length, values.len());
        return Err(raised(vm, error));
    }
    let buffer = Buffer::writable(vm, buffer).map_err(|error| {
        if error.is(&exceptions::TYPE_ERROR) || error.is(&exceptions::BUFFER_ERROR) {
            let name = buffer.class().name();
            vm.type_error(format!(
                "argument must be read-write bytes-like object, not {name}"
            ))
        } else {
            error
        }
    })?;
    let offset = vm.to_subscript(offset)?;
    let start = layout.resolve_offset(offset, buffer.len(), true);
    let start = start.map_err(|error| raised(vm, error))?;
    let bytes = packed(vm, layout, values, "pack_into")?;
    buffer.write(start, &bytes);
    Ok(Value::NONE)
}

/// The values in bytes, of which there are enough.
pub fn unpacked(layout: &Layout, bytes: &[u8]) -> Value {
    let mut values = layout.unpack(bytes).map(value_of);
    Tuple::with(layout.length, |_| values.next().unwrap_or(Value::NONE)).into()
}

fn value_of(value: structure::Value<'_>) -> Value {
    match value {
        structure::Value::Signed(number) => Value::int(number),
        structure::Value::Unsigned(number) => Value::from(number as usize),
        structure::Value::Float(number) => Value::float(number),
        structure::Value::Bool(value) => Value::bool(value),
        structure::Value::Bytes(bytes) => Bytes::value(bytes),
    }
}

/// `unpack`.
pub fn unpack(vm: &Vm, layout: &Layout, buffer: &Value) -> Result<Value> {
    let bytes = vm.bytes_like(buffer)?;
    let checked = layout.check_length(bytes.len());
    checked.map_err(|error| raised(vm, error))?;
    Ok(unpacked(layout, &bytes))
}

/// `unpack_from`.
pub fn unpack_at(
    vm: &Vm,
    layout: &Layout,
    buffer: &Value,
    offset: &Option<Value>,
) -> Result<Value> {
    let bytes = vm.bytes_like(buffer)?;
    let offset = match offset {
        Some(offset) => vm.to_isize(offset)?,
        None => 0,
    };
    let start = layout.resolve_offset(offset, bytes.len(), false);
    let start = start.map_err(|error| raised(vm, error))?;
    Ok(unpacked(layout, bytes.get(start..).unwrap_or_default()))
}
