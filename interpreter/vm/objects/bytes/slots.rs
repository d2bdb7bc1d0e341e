//! The slots of `bytes`, some of which `bytearray` shares.

use primitives::text::bytes;

use super::arguments::{byte, own_bytes, part};
use super::{BYTES, Bytes};
use crate::objects::buffer::Buffer;
use crate::objects::heap::Ref;
use crate::objects::int_type::INT;
use crate::objects::sequence::{position, repeat_count};
use crate::objects::slice::Slice;
use crate::objects::slots::Comparison;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The bytes object that `self` is.
pub fn of(value: &Value) -> &Ref<Bytes> {
    value
        .downcast::<Bytes>()
        .expect("the type of self is checked before a method is called")
}

pub(crate) fn repr(_: &Vm, this: &Value) -> Result<Value> {
    Ok(Str::from_ascii(bytes::repr(of(this).as_bytes()).as_bytes()).into())
}

pub(crate) fn str(vm: &Vm, this: &Value) -> Result<Value> {
    warn_str(vm, "str() on a bytes instance")?;
    repr(vm, this)
}

/// The BytesWarning of option `-b`.
pub fn warn_str(vm: &Vm, message: &str) -> Result<()> {
    if vm.shared().options.bytes_warning == 0 {
        return Ok(());
    }
    let category = &crate::objects::exceptions::BYTES_WARNING;
    crate::builtins::warnings::warn(vm, category, message, 1)
}

/// Compares with other `bytes`; the types of other operands know how to compare with them.
pub fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    if let (Some(left), Some(right)) = (left.downcast::<Bytes>(), right.downcast::<Bytes>()) {
        let order = match operator {
            Comparison::Equal | Comparison::NotEqual if left.len() != right.len() => {
                return Ok(Value::bool(operator == Comparison::NotEqual));
            }
            _ => left.as_bytes().cmp(right.as_bytes()),
        };
        return Ok(Value::bool(operator.holds(order)));
    }
    if vm.shared().options.bytes_warning > 0
        && matches!(operator, Comparison::Equal | Comparison::NotEqual)
    {
        if right.downcast::<Str>().is_some() {
            warn_str(vm, "Comparison between bytes and string")?;
        } else if right.class().is_subtype(&INT) {
            warn_str(vm, "Comparison between bytes and int")?;
        }
    }
    Ok(Value::NOT_IMPLEMENTED)
}

/// Compares the bytes of two objects, if both show any.
pub fn compare_with_buffer(
    vm: &Vm,
    left: &Value,
    right: &Value,
    operator: Comparison,
) -> Result<Value> {
    if right.downcast::<Bytes>().is_none() && !Buffer::is_shown_by(vm, right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let left = own_bytes(left);
    match vm.bytes_like(right) {
        Ok(right) => Ok(Value::bool(operator.holds((*left).cmp(&right)))),
        Err(raised) if raised.is(&crate::objects::exceptions::BUFFER_ERROR) => {
            Ok(Value::NOT_IMPLEMENTED)
        }
        Err(raised) => Err(raised),
    }
}

pub(crate) fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let bytes = of(this);
    if let Some(slice) = key.downcast::<Slice>() {
        let span = slice.span(vm, || bytes.len())?;
        let own = bytes.as_bytes();
        if span.step == 1 {
            let start = span.start as usize;
            return Ok(part(this, own, &own[start..start + span.count]));
        }
        let picked: Vec<u8> = span.positions().map(|position| own[position]).collect();
        return Ok(Bytes::value(picked));
    }
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(index_error(vm, "byte", key));
    }
    let index = vm.to_subscript(key)?;
    match position(index, bytes.len()) {
        Some(position) => Ok(Value::int(bytes.as_bytes()[position].into())),
        None => Err(vm.index_error("index out of range")),
    }
}

#[cold]
pub(crate) fn index_error(vm: &Vm, name: &str, key: &Value) -> Raised {
    vm.type_error(format!(
        "{name} indices must be integers or slices, not {}",
        key.class().name()
    ))
}

pub(crate) fn contains(vm: &Vm, this: &Value, item: &Value) -> Result<bool> {
    if item.is_int() || item.class().slots().index.is_some() {
        let byte = byte(vm, item)?;
        return Ok(own_bytes(this).contains(&byte));
    }
    let needle = vm.bytes_like(item)?;
    let own = own_bytes(this);
    Ok(bytes::find(&own, &needle, 0..own.len()).is_some())
}

/// The TypeError for something that cannot be appended.
#[cold]
pub fn cannot_concatenate(vm: &Vm, this: &Value, other: &Value) -> Raised {
    vm.type_error(format!(
        "can't concat {} to {}",
        other.class().name(),
        this.class().name()
    ))
}

pub(crate) fn concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    if !Buffer::is_shown_by(vm, other) {
        return Err(cannot_concatenate(vm, this, other));
    }
    let own = own_bytes(this);
    let other_bytes = vm.bytes_like(other)?;
    if own.is_empty() && other.is_exact::<Bytes>() && this.downcast::<Bytes>().is_some() {
        return Ok(other.clone());
    }
    if other_bytes.is_empty() && this.is_exact::<Bytes>() {
        return Ok(this.clone());
    }
    let mut joined = Vec::with_capacity(own.len() + other_bytes.len());
    joined.extend_from_slice(&own);
    joined.extend_from_slice(&other_bytes);
    Ok(super::arguments::like(this, joined))
}

pub(crate) fn repeat(vm: &Vm, this: &Value, count: &Value) -> Result<Value> {
    let own = own_bytes(this);
    let count = repeat_count(vm, count, own.len())?;
    if count == 1 && this.class().is(&BYTES) {
        return Ok(this.clone());
    }
    let repeated = bytes::repeat(&own, count).map_err(|error| vm.size_error(error))?;
    Ok(super::arguments::like(this, repeated))
}
