//! The iterators of `deque`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::deque::{Deque, mutated};
use crate::container;
use crate::support::{of, reduce_method, tuple};

/// The payload of both iterators.
pub struct DequeIterator {
    deque: Ref<Deque>,
    changes: u64,
    /// Items that are still to come.
    rest: Cell<usize>,
    reversed: bool,
}

container!(DequeIterator, DEQUE_ITERATOR, [deque], clear []);

const METHODS: &[Method] = &[
    Method::new(
        "__length_hint__",
        "($self, /)",
        |_, it| Ok(of::<DequeIterator>(required(it, 0)).rest.get().into()),
        "How many items are left.",
    ),
    reduce_method(reduce),
];

static_type! {
    /// `collections._deque_iterator`
    pub DEQUE_ITERATOR = TypeSpec {
        name: "_deque_iterator",
        module: "collections",
        layout: Some(<DequeIterator as Payload>::layout),
        slots: Slots {
            new: Some(|vm, _, arguments| new(vm, arguments, false)),
            iter: Some(itself),
            next: Some(next),
            ..Slots::EMPTY
        },
        methods: METHODS,
        ..TypeSpec::DEFAULT
    };
    /// `collections._deque_reverse_iterator`
    pub DEQUE_REVERSE_ITERATOR = TypeSpec {
        name: "_deque_reverse_iterator",
        module: "collections",
        layout: Some(<DequeIterator as Payload>::layout),
        slots: Slots {
            new: Some(|vm, _, arguments| new(vm, arguments, true)),
            iter: Some(itself),
            next: Some(next),
            ..Slots::EMPTY
        },
        methods: METHODS,
        ..TypeSpec::DEFAULT
    };
}

impl DequeIterator {
    /// An iterator of a deque.
    pub fn of(deque: &Ref<Deque>, reversed: bool) -> Value {
        let class: &Ref<Type> = if reversed {
            &DEQUE_REVERSE_ITERATOR
        } else {
            &DEQUE_ITERATOR
        };
        Ref::with_class(
            class,
            DequeIterator {
                deque: deque.clone(),
                changes: deque.changes.get(),
                rest: Cell::new(deque.len()),
                reversed,
            },
        )
        .into()
    }
}

fn new(vm: &Vm, arguments: Arguments<'_>, reversed: bool) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("function", "(deque, index=0, /)");
    let given = arguments.positionals().len();
    if !(1..=2).contains(&given) {
        let limit = if given == 0 {
            "at least 1 argument"
        } else {
            "at most 2 arguments"
        };
        return Err(vm.type_error(format!("function takes {limit} ({given} given)")));
    }
    let bound = bind(
        vm,
        &SIGNATURE,
        Arguments::positional(arguments.positionals()),
    )?;
    let Some(deque) = bound.required(0).downcast::<Deque>() else {
        return Err(vm.type_error(format!(
            "argument 1 must be collections.deque, not {}",
            bound.required(0).class().name()
        )));
    };
    let index = match bound.optional(1) {
        Some(index) => vm.to_isize(index)?.max(0) as usize,
        None => 0,
    };
    let iterator = DequeIterator::of(deque, reversed);
    let payload = of::<DequeIterator>(&iterator);
    payload.rest.set(payload.rest.get().saturating_sub(index));
    Ok(iterator)
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = of::<DequeIterator>(this);
    let rest = iterator.rest.get();
    if iterator.reversed && rest == 0 {
        return Ok(None);
    }
    if iterator.deque.changes.get() != iterator.changes {
        iterator.rest.set(0);
        return Err(mutated(vm));
    }
    if rest == 0 {
        return Ok(None);
    }
    iterator.rest.set(rest - 1);
    let items = iterator.deque.items.borrow();
    let index = if iterator.reversed {
        rest - 1
    } else {
        items.len().wrapping_sub(rest)
    };
    Ok(items.get(index).cloned())
}

fn reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let iterator = of::<DequeIterator>(this);
    let done = iterator.deque.len().saturating_sub(iterator.rest.get());
    let parts = tuple(vec![iterator.deque.to_value(), done.into()]);
    Ok(Tuple::pair(this.class().to_value(), parts).into())
}
