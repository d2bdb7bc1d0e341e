//! The slots of `bytearray`.

use primitives::text::bytes;

use super::{ByteArray, from_iterable};
use crate::call::Arguments;
use crate::native::{Signature, bind};
use crate::objects::buffer::Buffer;
use crate::objects::bytes::arguments::byte;
use crate::objects::bytes::construction::{encoded, zeros};
use crate::objects::bytes::slots::{
    cannot_concatenate, compare_with_buffer, index_error, warn_str,
};
use crate::objects::bytes::{self as bytes_type, Bytes};
use crate::objects::heap::Ref;
use crate::objects::sequence::{position, repeat_count};
use crate::objects::slice::{Slice, Span, adjust};
use crate::objects::slots::Comparison;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) fn of(value: &Value) -> &Ref<ByteArray> {
    value
        .downcast::<ByteArray>()
        .expect("the type of self is checked before a method is called")
}

pub(super) fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new(
        "bytearray",
        "(source=b'', encoding='utf-8', errors='strict')",
    );
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let array = of(this);
    if !array.bytes.is_empty() {
        array.bytes.replace(vm, Vec::new())?;
    }
    let source = bound.optional(0);
    let encoded = encoded(
        vm,
        "bytearray",
        source,
        bound.optional(1),
        bound.optional(2),
    )?;
    let content = match (encoded, source) {
        (Some(encoded), _) => encoded.as_bytes().to_vec(),
        (None, None) => return Ok(()),
        (None, Some(source)) => content_of(vm, source)?,
    };
    array.bytes.replace(vm, content)
}

fn content_of(vm: &Vm, source: &Value) -> Result<Vec<u8>> {
    if let Some(zeros) = zeros(vm, source)? {
        return Ok(zeros);
    }
    if Buffer::is_shown_by(vm, source) {
        return Ok(bytes_type::from_buffer(vm, source)?.as_bytes().to_vec());
    }
    from_iterable(vm, source, "bytearray", "byte must be in range(0, 256)")
}

pub(super) fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let name = this.class().short_name();
    let text = of(this).bytes.read(|own| bytes::bytearray_repr(own, &name));
    Ok(Str::value(text))
}

pub(super) fn str(vm: &Vm, this: &Value) -> Result<Value> {
    warn_str(vm, "str() on a bytearray instance")?;
    repr(vm, this)
}

pub(super) fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    if right.downcast::<Str>().is_some()
        && matches!(operator, Comparison::Equal | Comparison::NotEqual)
    {
        warn_str(vm, "Comparison between bytearray and string")?;
    }
    compare_with_buffer(vm, left, right, operator)
}

fn picked(own: &[u8], span: Span) -> Vec<u8> {
    if span.step == 1 {
        let start = span.start as usize;
        return own
            .get(start..start + span.count)
            .unwrap_or_default()
            .to_vec();
    }
    let positions = span.positions();
    positions
        .filter_map(|position| own.get(position).copied())
        .collect()
}

pub(super) fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let array = of(this);
    if let Some(slice) = key.downcast::<Slice>() {
        let span = slice.span(vm, || array.bytes.len())?;
        let picked = array.bytes.read(|own| picked(own, span));
        return Ok(ByteArray::new(picked).into());
    }
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(index_error(vm, "bytearray", key));
    }
    let index = vm.to_subscript(key)?;
    let position = position(index, array.bytes.len());
    match position.and_then(|position| array.bytes.get(position)) {
        Some(byte) => Ok(Value::int(byte.into())),
        None => Err(vm.index_error("bytearray index out of range")),
    }
}

pub(super) fn store_item(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let array = of(this);
    if let Some(slice) = key.downcast::<Slice>() {
        return store_slice(vm, array, slice, value);
    }
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(index_error(vm, "bytearray", key));
    }
    let index = vm.to_subscript(key)?;
    let byte = match value {
        Some(value) => Some(byte(vm, value)?),
        None => None,
    };
    let Some(position) = position(index, array.bytes.len()) else {
        return Err(vm.index_error("bytearray index out of range"));
    };
    match byte {
        Some(byte) => array.bytes.write(|own| own[position] = byte),
        None => {
            array.bytes.resize(vm, |own| own.remove(position))?;
        }
    }
    Ok(())
}

/// What is assigned to a slice, as bytes.
fn slice_content(vm: &Vm, array: &Ref<ByteArray>, value: &Value) -> Result<Vec<u8>> {
    if let Some(bytes) = value.downcast::<Bytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    if value.is(array.as_value()) {
        return Ok(array.to_vec());
    }
    if let Some(other) = value.downcast::<ByteArray>() {
        return Ok(other.to_vec());
    }
    if value.is_int() || value.downcast::<Str>().is_some() {
        return Err(
            vm.type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")
        );
    }
    content_of(vm, value)
}

fn store_slice(
    vm: &Vm,
    array: &Ref<ByteArray>,
    slice: &Slice,
    value: Option<&Value>,
) -> Result<()> {
    let bounds = slice.unpack(vm)?;
    let content = match value {
        Some(value) => slice_content(vm, array, value)?,
        None => Vec::new(),
    };
    let span = adjust(bounds, array.bytes.len());
    if span.step == 1 {
        let start = span.start as usize;
        let end = start + span.count;
        if content.len() == span.count {
            array
                .bytes
                .write(|own| own[start..end].copy_from_slice(&content));
            return Ok(());
        }
        return array
            .bytes
            .resize(vm, |own| drop(own.splice(start..end, content)));
    }
    if content.is_empty() {
        return delete_span(vm, array, span);
    }
    if content.len() != span.count {
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            content.len(),
            span.count
        )));
    }
    array.bytes.write(|own| {
        for (position, byte) in span.positions().zip(content) {
            own[position] = byte;
        }
    });
    Ok(())
}

fn delete_span(vm: &Vm, array: &Ref<ByteArray>, span: Span) -> Result<()> {
    if span.count == 0 {
        return Ok(());
    }
    array.bytes.resize(vm, |own| {
        let mut doomed = vec![false; own.len()];
        span.positions()
            .for_each(|position| doomed[position] = true);
        let mut doomed = doomed.into_iter();
        own.retain(|_| !doomed.next().unwrap_or(false));
    })
}

pub(super) fn inplace_concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    if !Buffer::is_shown_by(vm, other) {
        return Err(cannot_concatenate(vm, this, other));
    }
    let more = match other.is(this) {
        true => of(this).to_vec(),
        false => vm.bytes_like(other)?.to_vec(),
    };
    if !more.is_empty() {
        of(this)
            .bytes
            .resize(vm, |own| own.extend_from_slice(&more))?;
    }
    Ok(this.clone())
}

pub(super) fn inplace_repeat(vm: &Vm, this: &Value, count: &Value) -> Result<Value> {
    let array = of(this);
    let own = array.to_vec();
    let count = repeat_count(vm, count, own.len())?;
    let repeated = bytes::repeat(&own, count).map_err(|error| vm.size_error(error))?;
    array.bytes.replace(vm, repeated)?;
    Ok(this.clone())
}
