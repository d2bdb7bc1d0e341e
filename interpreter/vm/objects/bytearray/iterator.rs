//! The iterator of `bytearray`.

use std::cell::Cell;

use super::{ByteArray, slots};
use crate::native::{Method, required};
use crate::objects::guarded::Guarded;
use crate::objects::heap::{Payload, Ref};
use crate::objects::iterators::sequences::{itself, reduced};
use crate::objects::slots::Slots;
use crate::objects::tuple::Tuple;
use crate::objects::types::TypeSpec;
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// The payload of `bytearray_iterator`.
pub struct ByteArrayIterator {
    bytes: Guarded<Option<Ref<ByteArray>>>,
    index: Cell<usize>,
}

payload!(ByteArrayIterator, BYTEARRAY_ITERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(bytes) = &*self.bytes.borrow() {
            visit(bytes.as_value());
        }
    }
    fn clear(&self) {
        drop(self.bytes.take());
    }
});

static_type! {
    /// `bytearray_iterator`
    pub BYTEARRAY_ITERATOR = TypeSpec {
        name: "bytearray_iterator",
        layout: Some(ByteArrayIterator::layout),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        methods: &[
            Method::new("__length_hint__", "($self, /)", length_hint, "How many items are left."),
            Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
            Method::new("__setstate__", "($self, object, /)", set_state, "Sets the position."),
        ],
        ..TypeSpec::DEFAULT
    };
}

pub(super) fn iter(_: &Vm, this: &Value) -> Result<Value> {
    Ok(Ref::new(ByteArrayIterator {
        bytes: Guarded::new(Some(slots::of(this).clone())),
        index: Cell::new(0),
    })
    .into())
}

fn of(value: &Value) -> &Ref<ByteArrayIterator> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = of(this);
    let index = iterator.index.get();
    let byte = match &*iterator.bytes.borrow() {
        Some(bytes) => bytes.bytes.get(index),
        None => return Ok(None),
    };
    match byte {
        Some(byte) => {
            iterator.index.set(index + 1);
            Ok(Some(Value::int(byte.into())))
        }
        None => {
            drop(iterator.bytes.take());
            Ok(None)
        }
    }
}

fn length_hint(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = of(required(arguments, 0));
    let length = iterator
        .bytes
        .borrow()
        .as_ref()
        .map_or(0, |bytes| bytes.bytes.len());
    Ok(length.saturating_sub(iterator.index.get()).into())
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = of(required(arguments, 0));
    let bytes = iterator.bytes.borrow().clone();
    match bytes {
        Some(bytes) => reduced(vm, "iter", bytes.into(), Some(iterator.index.get().into())),
        None => reduced(vm, "iter", Tuple::empty().into(), None),
    }
}

fn set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = of(required(arguments, 0));
    let index = vm.to_isize(required(arguments, 1))?.max(0) as usize;
    if let Some(bytes) = &*iterator.bytes.borrow() {
        iterator.index.set(index.min(bytes.bytes.len()));
    }
    Ok(Value::NONE)
}
