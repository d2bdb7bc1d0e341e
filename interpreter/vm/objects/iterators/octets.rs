//! The iterators of `bytes` and `bytearray`.

use std::cell::Cell;

use super::sequences::{itself, reduced};
use crate::native::{Method, required};
use crate::objects::bytearray::ByteArray;
use crate::objects::bytes::Bytes;
use crate::objects::guarded::Guarded;
use crate::objects::heap::{Payload, Ref};
use crate::objects::slots::Slots;
use crate::objects::tuple::Tuple;
use crate::objects::types::TypeSpec;
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// What such an iterator walks over.
trait Octets: Payload {
    fn octet(this: &Ref<Self>, index: usize) -> Option<u8>;
    fn length(this: &Ref<Self>) -> usize;
}

impl Octets for Bytes {
    fn octet(this: &Ref<Self>, index: usize) -> Option<u8> {
        this.as_bytes().get(index).copied()
    }
    fn length(this: &Ref<Self>) -> usize {
        this.len()
    }
}

impl Octets for ByteArray {
    fn octet(this: &Ref<Self>, index: usize) -> Option<u8> {
        this.bytes.get(index)
    }
    fn length(this: &Ref<Self>) -> usize {
        this.bytes.len()
    }
}

/// The payload of both iterators; it lets go of the sequence at its end.
struct OctetIterator<S> {
    sequence: Guarded<Option<Ref<S>>>,
    index: Cell<usize>,
}

macro_rules! octet_iterator {
    ($sequence:ty, $class:ident) => {
        payload!(OctetIterator<$sequence>, $class, {
            fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
                if let Some(sequence) = &*self.sequence.borrow() {
                    visit(sequence.as_value());
                }
            }
            fn clear(&self) {
                drop(self.sequence.take());
            }
        });
    };
}

octet_iterator!(Bytes, BYTES_ITERATOR);
octet_iterator!(ByteArray, BYTEARRAY_ITERATOR);

static_type! {
    /// `bytes_iterator`
    pub BYTES_ITERATOR = specification::<Bytes>("bytes_iterator");
    /// `bytearray_iterator`
    pub BYTEARRAY_ITERATOR = specification::<ByteArray>("bytearray_iterator");
}

const fn specification<S: Octets>(name: &'static str) -> TypeSpec
where
    OctetIterator<S>: Payload,
{
    TypeSpec {
        name,
        layout: Some(OctetIterator::<S>::layout),
        slots: Slots {
            iter: Some(itself),
            next: Some(next::<S>),
            ..Slots::EMPTY
        },
        methods: const {
            &[
                Method::new(
                    "__length_hint__",
                    "($self, /)",
                    length_hint::<S>,
                    "How many items are left.",
                ),
                Method::new("__reduce__", "($self, /)", reduce::<S>, "How to pickle it."),
                Method::new(
                    "__setstate__",
                    "($self, object, /)",
                    set_state::<S>,
                    "Sets the position.",
                ),
            ]
        },
        ..TypeSpec::DEFAULT
    }
}

/// An iterator over all of a sequence.
pub fn bytes_iterator(_: &Vm, this: &Value) -> Result<Value> {
    Ok(over::<Bytes>(this))
}

/// An iterator over all of a sequence.
pub fn bytearray_iterator(_: &Vm, this: &Value) -> Result<Value> {
    Ok(over::<ByteArray>(this))
}

fn over<S: Octets>(this: &Value) -> Value
where
    OctetIterator<S>: Payload,
{
    Ref::new(OctetIterator {
        sequence: Guarded::new(this.downcast::<S>().cloned()),
        index: Cell::new(0),
    })
    .into()
}

fn of<S: Octets>(value: &Value) -> &Ref<OctetIterator<S>>
where
    OctetIterator<S>: Payload,
{
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn next<S: Octets>(_: &Vm, this: &Value) -> Result<Option<Value>>
where
    OctetIterator<S>: Payload,
{
    let iterator = of::<S>(this);
    let index = iterator.index.get();
    let octet = match &*iterator.sequence.borrow() {
        Some(sequence) => S::octet(sequence, index),
        None => return Ok(None),
    };
    match octet {
        Some(octet) => {
            iterator.index.set(index + 1);
            Ok(Some(Value::int(octet.into())))
        }
        None => {
            drop(iterator.sequence.take());
            Ok(None)
        }
    }
}

fn length_hint<S: Octets>(_: &Vm, arguments: &[Option<Value>]) -> Result<Value>
where
    OctetIterator<S>: Payload,
{
    let iterator = of::<S>(required(arguments, 0));
    let sequence = iterator.sequence.borrow();
    let length = sequence.as_ref().map_or(0, S::length);
    Ok(length.saturating_sub(iterator.index.get()).into())
}

fn reduce<S: Octets>(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value>
where
    OctetIterator<S>: Payload,
{
    let iterator = of::<S>(required(arguments, 0));
    let sequence = iterator.sequence.borrow().clone();
    match sequence {
        Some(sequence) => {
            let index = iterator.index.get().into();
            reduced(vm, "iter", sequence.to_value(), Some(index))
        }
        None => reduced(vm, "iter", Tuple::empty().into(), None),
    }
}

fn set_state<S: Octets>(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value>
where
    OctetIterator<S>: Payload,
{
    let iterator = of::<S>(required(arguments, 0));
    let index = vm.to_isize(required(arguments, 1))?.max(0) as usize;
    if let Some(sequence) = &*iterator.sequence.borrow() {
        iterator.index.set(index.min(S::length(sequence)));
    }
    Ok(Value::NONE)
}
