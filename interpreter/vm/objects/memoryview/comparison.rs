//! Equality and hashes of views.

use primitives::text::structure::{self, Layout};

use super::items::native_letter;
use super::{MemoryView, View, of, released};
use crate::objects::buffer::{Buffer, request};
use crate::objects::slots::Comparison;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let is_equality = match operator {
        Comparison::Equal => true,
        Comparison::NotEqual => false,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    let view = of(left);
    let is_released = |value: &Value| {
        value
            .downcast::<MemoryView>()
            .is_some_and(|view| view.is_released())
    };
    if is_released(left) || is_released(right) {
        return Ok(Value::bool(left.is(right) == is_equality));
    }
    let Ok(other) = Buffer::requested(vm, right, request::FULL_READ_ONLY) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let other = View {
        pointer: other.pointer(),
        format: other.format().to_owned(),
        item_size: other.item_size(),
        read_only: true,
        dimensions: other.dimensions(),
    };
    Ok(Value::bool(equal(&view.layout, &other) == is_equality))
}

fn equal(left: &View, right: &View) -> bool {
    if left.dimensions.shape != right.dimensions.shape {
        return false;
    }
    let (one, other) = (native_letter(&left.format), native_letter(&right.format));
    if one.is_some() && one == other && !matches!(one, Some(b'e' | b'f' | b'd' | b'?')) {
        return left.bytes(false) == right.bytes(false);
    }
    let (Ok(one), Ok(other)) = (
        Layout::parse(left.format.as_bytes()),
        Layout::parse(right.format.as_bytes()),
    ) else {
        return false;
    };
    if one.size != left.item_size || other.size != right.item_size || one.length != other.length {
        return false;
    }
    let (left_bytes, right_bytes) = (left.bytes(false), right.bytes(false));
    let left_items = left_bytes.chunks(left.item_size);
    let right_items = right_bytes.chunks(right.item_size);
    left_items.zip(right_items).all(|(left, right)| {
        one.unpack(left)
            .zip(other.unpack(right))
            .all(|(left, right)| same(left, right))
    })
}

fn same(left: structure::Value<'_>, right: structure::Value<'_>) -> bool {
    use structure::Value::{Bytes, Float};
    let integer = |value: structure::Value<'_>| match value {
        structure::Value::Signed(number) => Some(i128::from(number)),
        structure::Value::Unsigned(number) => Some(i128::from(number)),
        structure::Value::Bool(value) => Some(i128::from(value)),
        _ => None,
    };
    match (left, right) {
        (Bytes(left), Bytes(right)) => left == right,
        (Float(left), Float(right)) => left == right,
        (Float(float), other) | (other, Float(float)) => integer(other).is_some_and(|number| {
            float.fract() == 0.0 && float.abs() < 1e30 && float as i128 == number
        }),
        _ => integer(left).is_some() && integer(left) == integer(right),
    }
}

pub(super) fn hash(vm: &Vm, this: &Value) -> Result<i64> {
    let view = of(this);
    if view.hash.get() != -1 {
        return Ok(view.hash.get());
    }
    let Some(object) = view.object() else {
        return Err(released(vm));
    };
    if !view.layout.read_only {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(native_letter(&view.layout.format), Some(b'B' | b'b' | b'c')) {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    vm.hash(&object)?;
    let bytes = view.to_bytes(vm)?;
    let hash = crate::objects::hashing::secret().hash_bytes(&bytes);
    view.hash.set(hash);
    Ok(hash)
}
