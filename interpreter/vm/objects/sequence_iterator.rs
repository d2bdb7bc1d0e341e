//! Iterators that `iter()` makes: over positions of anything with `__getitem__`, and over calls
//! of a function until it gives a sentinel.

use std::cell::Cell;

use super::exceptions;
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::iterators::sequences::{itself, reduced};
use super::slots::Slots;
use super::tuple::Tuple;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::native::{Method, required};
use crate::{Result, Vm, payload, static_type};

/// The payload of `iterator`.
pub struct SequenceIterator {
    sequence: Guarded<Option<Value>>,
    index: Cell<i64>,
}

/// The payload of `callable_iterator`: the function and the sentinel.
pub struct CallableIterator {
    state: Guarded<Option<(Value, Value)>>,
}

payload!(SequenceIterator, SEQUENCE_ITERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.sequence.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.sequence.take());
    }
});

payload!(CallableIterator, CALLABLE_ITERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some((function, sentinel)) = &*self.state.borrow() {
            visit(function);
            visit(sentinel);
        }
    }
    fn clear(&self) {
        drop(self.state.take());
    }
});

static_type! {
    /// `iterator`
    pub SEQUENCE_ITERATOR = TypeSpec {
        name: "iterator",
        layout: Some(<SequenceIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(sequence_next), ..Slots::EMPTY },
        methods: &[
            Method::new("__length_hint__", "($self, /)", length_hint, "How many items are left."),
            Method::new("__reduce__", "($self, /)", sequence_reduce, "How to pickle it."),
            Method::new("__setstate__", "($self, object, /)", set_state, "Sets the position."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `callable_iterator`
    pub CALLABLE_ITERATOR = TypeSpec {
        name: "callable_iterator",
        layout: Some(<CallableIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(callable_next), ..Slots::EMPTY },
        methods: &[Method::new("__reduce__", "($self, /)", callable_reduce, "How to pickle it.")],
        ..TypeSpec::DEFAULT
    };
}

impl SequenceIterator {
    /// An iterator over the positions of `sequence`.
    pub fn of(sequence: &Value) -> Value {
        Ref::new(SequenceIterator {
            sequence: Guarded::new(Some(sequence.clone())),
            index: Cell::new(0),
        })
        .into()
    }
}

impl CallableIterator {
    /// An iterator over calls of `function` until it gives `sentinel`.
    pub fn of(function: &Value, sentinel: &Value) -> Value {
        Ref::new(CallableIterator {
            state: Guarded::new(Some((function.clone(), sentinel.clone()))),
        })
        .into()
    }
}

fn sequence_of(value: &Value) -> &Ref<SequenceIterator> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn sequence_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = sequence_of(this);
    let sequence = iterator.sequence.borrow().clone();
    let Some(sequence) = sequence else {
        return Ok(None);
    };
    let index = iterator.index.get();
    if index == i64::MAX {
        return Err(vm.overflow_error("iter index too large"));
    }
    // A native sequence is asked for its length, which costs less than the exception at its end.
    let class = sequence.class();
    if !class.has(flags::HEAP)
        && let Some(length) = class.slots().length
        && index >= length(vm, &sequence)? as i64
    {
        drop(iterator.sequence.take());
        return Ok(None);
    }
    match vm.get_item(&sequence, &Value::int(index)) {
        Ok(item) => {
            iterator.index.set(index + 1);
            Ok(Some(item))
        }
        Err(raised)
            if raised.is(&exceptions::INDEX_ERROR) || raised.is(&exceptions::STOP_ITERATION) =>
        {
            drop(iterator.sequence.take());
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn length_hint(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = sequence_of(required(arguments, 0));
    let sequence = iterator.sequence.borrow().clone();
    let Some(sequence) = sequence else {
        return Ok(Value::int(0));
    };
    if sequence.class().slots().length.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let length = vm.length(&sequence)? as i64;
    Ok(Value::int((length - iterator.index.get()).max(0)))
}

fn sequence_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = sequence_of(required(arguments, 0));
    let sequence = iterator.sequence.borrow().clone();
    match sequence {
        Some(sequence) => reduced(vm, "iter", sequence, Some(Value::int(iterator.index.get()))),
        None => reduced(vm, "iter", Tuple::empty().into(), None),
    }
}

fn set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = sequence_of(required(arguments, 0));
    let index = vm.to_isize(required(arguments, 1))?;
    iterator.index.set(index.max(0) as i64);
    Ok(Value::NONE)
}

fn callable_of(value: &Value) -> &Ref<CallableIterator> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn callable_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = callable_of(this);
    let state = iterator.state.borrow().clone();
    let Some((function, sentinel)) = state else {
        return Ok(None);
    };
    match vm.call(&function, &[]) {
        Ok(item) => {
            // The call itself may have exhausted the iterator.
            let exhausted = iterator.state.borrow().is_none();
            if exhausted || vm.equal(&sentinel, &item)? {
                drop(iterator.state.take());
                return Ok(None);
            }
            Ok(Some(item))
        }
        Err(raised) if raised.is(&exceptions::STOP_ITERATION) => {
            drop(iterator.state.take());
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn callable_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let state = callable_of(required(arguments, 0)).state.borrow().clone();
    let Some((function, sentinel)) = state else {
        return reduced(vm, "iter", Tuple::empty().into(), None);
    };
    let name = vm.intern("iter");
    let iter = vm.shared().builtins.get_str(&name).unwrap_or(Value::NONE);
    Ok(Tuple::pair(iter, Tuple::pair(function, sentinel).into()).into())
}
