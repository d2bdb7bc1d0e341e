//! The methods of `deque`.

use vm::native::{Method, Property, required};
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::heap::Payload;
use vm::objects::sequence::{bound, clamped};
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::deque::{Deque, add_all, copy, extend, find, mutated};
use super::deque_iterator::DequeIterator;
use crate::support::{of, reduce_method, state_of, tuple};

/// The methods.
pub const METHODS: &[Method] = &[
    Method::new(
        "append",
        "($self, item, /)",
        append,
        "Adds an item at the end.",
    ),
    Method::new(
        "appendleft",
        "($self, item, /)",
        append_left,
        "Adds an item at the beginning.",
    ),
    Method::new("clear", "($self, /)", clear, "Removes all items."),
    Method::new("__copy__", "($self, /)", copy_method, "A shallow copy."),
    Method::new("copy", "($self, /)", copy_method, "A shallow copy."),
    Method::new(
        "count",
        "($self, value, /)",
        count,
        "How many items equal value.",
    ),
    Method::new(
        "extend",
        "($self, iterable, /)",
        extend_method,
        "Adds items at the end.",
    ),
    Method::new(
        "extendleft",
        "($self, iterable, /)",
        extend_left,
        "Adds items at the beginning, one after the other.",
    ),
    Method::new(
        "index",
        "($self, value, [start, [stop]])",
        index,
        "The first position of value; ValueError if there is none.",
    ),
    Method::new(
        "insert",
        "($self, index, value, /)",
        insert,
        "Inserts before index.",
    ),
    Method::new("pop", "($self, /)", pop, "Removes and gives the last item."),
    Method::new(
        "popleft",
        "($self, /)",
        pop_left,
        "Removes and gives the first item.",
    ),
    reduce_method(reduce),
    Method::new(
        "remove",
        "($self, value, /)",
        remove,
        "Removes the first item that equals value.",
    ),
    Method::new(
        "__reversed__",
        "($self, /)",
        reversed,
        "An iterator from the end.",
    ),
    Method::new("reverse", "($self, /)", reverse, "Reverses in place."),
    Method::new(
        "rotate",
        "($self, n=1, /)",
        rotate,
        "Moves n items from the end to the beginning.",
    ),
    Method::new("__sizeof__", "($self, /)", bytes, "Bytes in memory."),
    CLASS_GETITEM,
];

/// The attributes.
pub const PROPERTIES: &[Property] = &[Property {
    doc: Some("The most items that there may be, or None."),
    ..Property::new("maxlen", |_, this| {
        Ok(match of::<Deque>(this).limit.get() {
            -1 => Value::NONE,
            limit => Value::int(limit as i64),
        })
    })
}];

fn append(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of::<Deque>(required(arguments, 0)).push_back(required(arguments, 1).clone());
    Ok(Value::NONE)
}

fn append_left(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of::<Deque>(required(arguments, 0)).push_front(required(arguments, 1).clone());
    Ok(Value::NONE)
}

fn clear(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let deque = of::<Deque>(required(arguments, 0));
    if !deque.is_empty() {
        deque.clear_items();
    }
    Ok(Value::NONE)
}

fn copy_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    copy(vm, required(arguments, 0))
}

fn count(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (deque, value) = (of::<Deque>(required(arguments, 0)), required(arguments, 1));
    let changes = deque.changes.get();
    let (mut index, mut count) = (0, 0usize);
    while let Some(item) = deque.get(index) {
        count += usize::from(vm.equal(&item, value)?);
        if changes != deque.changes.get() {
            return Err(mutated(vm));
        }
        index += 1;
    }
    Ok(count.into())
}

fn extend_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    extend(vm, of(required(arguments, 0)), required(arguments, 1))?;
    Ok(Value::NONE)
}

fn extend_left(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    add_all(
        vm,
        of(required(arguments, 0)),
        required(arguments, 1),
        Deque::push_front,
    )?;
    Ok(Value::NONE)
}

fn index(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (deque, value) = (of::<Deque>(required(arguments, 0)), required(arguments, 1));
    let start = bound(vm, &arguments[2], 0)?;
    let stop = bound(vm, &arguments[3], isize::MAX)?;
    let (start, stop) = (clamped(start, deque.len()), clamped(stop, deque.len()));
    match find(vm, deque, value, start, stop, || mutated(vm))? {
        Some(index) => Ok(index.into()),
        None => Err(vm.value_error(format!("{} is not in deque", vm.repr_text(value)?))),
    }
}

fn insert(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let deque = of::<Deque>(required(arguments, 0));
    let index = vm.to_isize(required(arguments, 1))?;
    if deque.len() == deque.capacity() {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    let place = clamped(index, deque.len());
    deque.changed();
    deque
        .items
        .borrow_mut()
        .insert(place, required(arguments, 2).clone());
    Ok(Value::NONE)
}

fn pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let deque = of::<Deque>(required(arguments, 0));
    let item = deque.items.borrow_mut().pop_back();
    deque.changed();
    item.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn pop_left(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let deque = of::<Deque>(required(arguments, 0));
    let item = deque.items.borrow_mut().pop_front();
    deque.changed();
    item.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let state = state_of(vm, this)?;
    let items = vm.iter(this)?;
    let parts = match of::<Deque>(this).limit.get() {
        -1 => Tuple::empty().into(),
        limit => tuple(vec![Tuple::empty().into(), Value::int(limit as i64)]),
    };
    Ok(tuple(vec![this.class().to_value(), parts, state, items]))
}

fn remove(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (deque, value) = (of::<Deque>(required(arguments, 0)), required(arguments, 1));
    let mutated = || vm.index_error("deque mutated during iteration");
    match find(vm, deque, value, 0, deque.len(), mutated)? {
        Some(index) => {
            deque.changed();
            let item = deque.items.borrow_mut().remove(index);
            drop(item);
            Ok(Value::NONE)
        }
        None => Err(vm.value_error(format!("{} is not in deque", vm.repr_text(value)?))),
    }
}

fn reversed(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(DequeIterator::of(of(required(arguments, 0)), true))
}

fn reverse(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let deque = of::<Deque>(required(arguments, 0));
    deque.items.borrow_mut().make_contiguous().reverse();
    Ok(Value::NONE)
}

fn rotate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let deque = of::<Deque>(required(arguments, 0));
    let steps = match &arguments[1] {
        Some(steps) => vm.to_isize(steps)?,
        None => 1,
    };
    let length = deque.len();
    if length > 1 {
        deque.changed();
        let steps = steps.rem_euclid(length as isize) as usize;
        deque.items.borrow_mut().rotate_right(steps);
    }
    Ok(Value::NONE)
}

fn bytes(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let items = of::<Deque>(required(arguments, 0))
        .items
        .borrow()
        .capacity();
    Ok((Deque::layout().object.size() + items * size_of::<Value>()).into())
}
