//! `batched`, `islice`, `pairwise`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Signature, bind, required};
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::warn_pickling;
use crate::container;
use crate::support::{of, reduce_method, refuse_keywords, set_state_method, tuple};

/// The payload of `batched`.
pub struct Batched {
    iterator: Guarded<Option<Value>>,
    size: usize,
    strict: bool,
}

/// The payload of `islice`.
pub struct IterSlice {
    iterator: Guarded<Option<Value>>,
    next: Cell<isize>,
    /// -1 for none.
    stop: isize,
    step: isize,
    count: Cell<isize>,
}

/// The payload of `pairwise`.
pub struct Pairwise {
    iterator: Guarded<Option<Value>>,
    old: Guarded<Option<Value>>,
}

container!(Batched, BATCHED, [iterator], clear[iterator]);
container!(IterSlice, ISLICE, [iterator], clear[iterator]);
container!(Pairwise, PAIRWISE, [iterator, old], clear [iterator, old]);

static_type! {
    /// `itertools.batched`
    pub BATCHED = TypeSpec {
        name: "batched",
        module: "itertools",
        doc: Some("Tuples of n items each, the last of what is left."),
        signature: Some("(iterable, n, *, strict=False)"),
        layout: Some(<Batched as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(batched_new),
            iter: Some(itself),
            next: Some(batched_next),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
    /// `itertools.islice`
    pub ISLICE = TypeSpec {
        name: "islice",
        module: "itertools",
        doc: Some("A slice of an iterable."),
        layout: Some(<IterSlice as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(islice_new),
            iter: Some(itself),
            next: Some(islice_next),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(islice_reduce), set_state_method(islice_set_state)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.pairwise`
    pub PAIRWISE = TypeSpec {
        name: "pairwise",
        module: "itertools",
        doc: Some("Pairs of neighbours."),
        signature: Some("(iterable, /)"),
        layout: Some(<Pairwise as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(pairwise_new),
            iter: Some(itself),
            next: Some(pairwise_next),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
}

fn batched_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("batched", "(iterable, n, *, strict=False)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let size = vm.to_isize(bound.required(1))?;
    let strict = match bound.optional(2) {
        Some(strict) => vm.is_true(strict)?,
        None => false,
    };
    if size < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let iterator = Guarded::new(Some(vm.iter(bound.required(0))?));
    Ok(Ref::with_class(
        class,
        Batched {
            iterator,
            size: size as usize,
            strict,
        },
    )
    .into())
}

fn batched_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let batched = of::<Batched>(this);
    let iterator = batched.iterator.borrow().clone();
    let Some(iterator) = iterator else {
        return Ok(None);
    };
    let mut items = Vec::with_capacity(batched.size.min(1 << 10));
    while items.len() < batched.size {
        match vm.next(&iterator) {
            Ok(Some(item)) => items.push(item),
            Ok(None) => break,
            Err(raised) => {
                drop(batched.iterator.take());
                return Err(raised);
            }
        }
    }
    if items.len() == batched.size {
        return Ok(Some(tuple(items)));
    }
    drop(batched.iterator.take());
    if items.is_empty() {
        return Ok(None);
    }
    if batched.strict {
        return Err(vm.value_error("batched(): incomplete batch"));
    }
    Ok(Some(tuple(items)))
}

/// A bound of `islice`; `None` where it is no index that fits.
fn islice_bound(vm: &Vm, value: &Value) -> Option<isize> {
    vm.index(value).ok()?.as_i64().map(|index| index as isize)
}

fn islice_stop(vm: &Vm, value: &Value) -> Result<isize> {
    if value.is_none() {
        return Ok(-1);
    }
    match islice_bound(vm, value) {
        Some(stop) if stop != -1 => Ok(stop),
        _ => Err(vm.value_error(
            "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
        )),
    }
}

fn islice_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    refuse_keywords(vm, class, &ISLICE, "islice", arguments)?;
    let given = arguments.positionals();
    let (iterable, start, stop, step) = match given {
        [iterable, stop] => (iterable, Value::none_ref(), stop, Value::none_ref()),
        [iterable, start, stop] => (iterable, start, stop, Value::none_ref()),
        [iterable, start, stop, step] => (iterable, start, stop, step),
        _ => {
            let limit = if given.len() < 2 {
                "at least 2"
            } else {
                "at most 4"
            };
            return Err(vm.type_error(format!(
                "islice expected {limit} arguments, got {}",
                given.len()
            )));
        }
    };
    let optional = |value: &Value, default: isize| {
        if value.is_none() {
            default
        } else {
            islice_bound(vm, value).unwrap_or(-1)
        }
    };
    let start = optional(start, 0);
    let stop = islice_stop(vm, stop)?;
    if start < 0 || stop < -1 {
        return Err(vm.value_error(
            "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
        ));
    }
    let step = optional(step, 1);
    if step < 1 {
        return Err(vm.value_error("Step for islice() must be a positive integer or None."));
    }
    let iterator = Guarded::new(Some(vm.iter(iterable)?));
    let (next, count) = (Cell::new(start), Cell::new(0));
    Ok(Ref::with_class(
        class,
        IterSlice {
            iterator,
            next,
            stop,
            step,
            count,
        },
    )
    .into())
}

fn islice_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let slice = of::<IterSlice>(this);
    let iterator = slice.iterator.borrow().clone();
    let Some(iterator) = iterator else {
        return Ok(None);
    };
    match islice_step(vm, slice, &iterator) {
        Ok(Some(item)) => Ok(Some(item)),
        ended => {
            drop(slice.iterator.take());
            ended
        }
    }
}

#[inline(always)]
fn islice_step(vm: &Vm, slice: &IterSlice, iterator: &Value) -> Result<Option<Value>> {
    while slice.count.get() < slice.next.get() {
        if vm.next(iterator)?.is_none() {
            return Ok(None);
        }
        slice.count.set(slice.count.get() + 1);
    }
    let stop = slice.stop;
    if stop != -1 && slice.count.get() >= stop {
        return Ok(None);
    }
    let item = vm.next(iterator)?;
    if item.is_some() {
        slice.count.set(slice.count.get().saturating_add(1));
        let next = slice.next.get().checked_add(slice.step);
        slice.next.set(match next {
            Some(next) if stop == -1 || next <= stop => next,
            _ => stop,
        });
    }
    Ok(item)
}

fn islice_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let slice = of::<IterSlice>(this);
    let class = this.class().to_value();
    let iterator = slice.iterator.borrow().clone();
    let number = |number: isize| Value::int(number as i64);
    let Some(iterator) = iterator else {
        let empty = vm.iter(List::new(Vec::new()).as_value())?;
        return Ok(tuple(vec![class, tuple(vec![empty, number(0)]), number(0)]));
    };
    let stop = if slice.stop == -1 {
        Value::NONE
    } else {
        number(slice.stop)
    };
    let parts = tuple(vec![
        iterator,
        number(slice.next.get()),
        stop,
        number(slice.step),
    ]);
    Ok(tuple(vec![class, parts, number(slice.count.get())]))
}

fn islice_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let state = required(arguments, 1);
    if !state.is_int() {
        return Err(vm.error(&exceptions::TYPE_ERROR, "an integer is required"));
    }
    let count = vm.to_isize(state)?;
    of::<IterSlice>(required(arguments, 0)).count.set(count);
    Ok(Value::NONE)
}

fn pairwise_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("pairwise", "(iterable, /)");
    refuse_keywords(vm, class, &PAIRWISE, "pairwise", arguments)?;
    let bound = bind(
        vm,
        &SIGNATURE,
        Arguments::positional(arguments.positionals()),
    )?;
    let iterator = Guarded::new(Some(vm.iter(bound.required(0))?));
    Ok(Ref::with_class(
        class,
        Pairwise {
            iterator,
            old: Guarded::default(),
        },
    )
    .into())
}

fn pairwise_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let pairs = of::<Pairwise>(this);
    let iterator = pairs.iterator.borrow().clone();
    let Some(iterator) = iterator else {
        return Ok(None);
    };
    let mut old = pairs.old.borrow().clone();
    if old.is_none() {
        old = vm.next(&iterator).inspect_err(|_| pairs.end())?;
        if old.is_none() {
            pairs.end();
            return Ok(None);
        }
        drop(pairs.old.replace(old.clone()));
        // Reading that item may have read from this same object, to its end.
        let ended = pairs.iterator.borrow().is_none();
        if ended {
            drop(pairs.old.take());
            return Ok(None);
        }
    }
    let new = vm.next(&iterator).inspect_err(|_| pairs.end())?;
    let (Some(old), Some(new)) = (old, new) else {
        pairs.end();
        return Ok(None);
    };
    drop(pairs.old.replace(Some(new.clone())));
    Ok(Some(Tuple::pair(old, new).into()))
}

impl Pairwise {
    fn end(&self) {
        drop(self.iterator.take());
        drop(self.old.take());
    }
}
