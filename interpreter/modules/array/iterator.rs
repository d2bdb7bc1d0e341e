//! The iterator of arrays.

use std::cell::Cell;

use vm::native::required;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::{itself, reduced};
use vm::objects::slots::Slots;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::slots::Array;
use crate::container;
use crate::support::{of, reduce_method, reduced_empty, set_state_method};

/// The payload of an iterator.
pub struct ArrayIterator {
    array: Guarded<Option<Ref<Array>>>,
    index: Cell<usize>,
}

container!(ArrayIterator, ARRAY_ITERATOR, [array], clear[array]);

static_type! {
    /// `array.arrayiterator`
    pub ARRAY_ITERATOR = TypeSpec {
        name: "arrayiterator",
        module: "array",
        layout: Some(<ArrayIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
        methods: &[reduce_method(reduce), set_state_method(set_state)],
        ..TypeSpec::DEFAULT
    };
}

impl ArrayIterator {
    /// An iterator of an array.
    pub fn of(array: &Ref<Array>) -> Value {
        let array = Guarded::new(Some(array.clone()));
        Ref::new(ArrayIterator {
            array,
            index: Cell::new(0),
        })
        .into()
    }
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = of::<ArrayIterator>(this);
    let index = iterator.index.get();
    let item = match &*iterator.array.borrow() {
        Some(array) => array.get(vm, index)?,
        None => return Ok(None),
    };
    if item.is_some() {
        iterator.index.set(index + 1);
    } else {
        drop(iterator.array.take());
    }
    Ok(item)
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = of::<ArrayIterator>(required(arguments, 0));
    let array = iterator.array.borrow().clone();
    match array {
        Some(array) => reduced(vm, "iter", array.into(), Some(iterator.index.get().into())),
        None => Ok(reduced_empty(vm)),
    }
}

fn set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = of::<ArrayIterator>(required(arguments, 0));
    let state = required(arguments, 1);
    if !state.is_int() {
        return Err(vm.type_error("an integer is required"));
    }
    let index = vm.to_isize(state)?.max(0) as usize;
    if let Some(array) = &*iterator.array.borrow() {
        iterator.index.set(index.min(array.len()));
    }
    Ok(Value::NONE)
}
