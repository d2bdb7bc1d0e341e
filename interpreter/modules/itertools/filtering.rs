//! `compress`, `dropwhile`, `filterfalse`, `takewhile`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Signature, bind, required};
use vm::objects::bool::BOOL;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::slots::{New, Next, Slots};
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::warn_pickling;
use crate::container;
use crate::support::{of, reduce_method, refuse_keywords, set_state_method, tuple};

/// The payload of `compress`.
pub struct Compress {
    data: Value,
    selectors: Value,
}

/// The payload of `dropwhile`, `takewhile` and `filterfalse`.
pub struct Filter {
    predicate: Value,
    iterator: Value,
    /// `dropwhile`: the rest passes. `takewhile`: the end has come.
    decided: Cell<bool>,
}

container!(Compress, COMPRESS, [data, selectors], clear []);
container!(Filter, FILTERFALSE, [predicate, iterator], clear []);

const fn slots(new: New, next: Next) -> Slots {
    Slots {
        new: Some(new),
        iter: Some(itself),
        next: Some(next),
        ..Slots::EMPTY
    }
}

static_type! {
    /// `itertools.compress`
    pub COMPRESS = TypeSpec {
        name: "compress",
        module: "itertools",
        doc: Some("The items whose selectors are true."),
        signature: Some("(data, selectors)"),
        layout: Some(<Compress as Payload>::layout),
        flags: flags::BASE,
        slots: slots(compress_new, compress_next),
        methods: &[reduce_method(compress_reduce)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.dropwhile`
    pub DROPWHILE = TypeSpec {
        name: "dropwhile",
        module: "itertools",
        doc: Some("The items from the first on for which a predicate is false."),
        signature: Some("(predicate, iterable, /)"),
        layout: Some(<Filter as Payload>::layout),
        flags: flags::BASE,
        slots: slots(dropwhile_new, dropwhile_next),
        methods: &[reduce_method(while_reduce), set_state_method(while_set_state)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.takewhile`
    pub TAKEWHILE = TypeSpec {
        name: "takewhile",
        module: "itertools",
        doc: Some("The items in front of the first for which a predicate is false."),
        signature: Some("(predicate, iterable, /)"),
        layout: Some(<Filter as Payload>::layout),
        flags: flags::BASE,
        slots: slots(takewhile_new, takewhile_next),
        methods: &[reduce_method(while_reduce), set_state_method(while_set_state)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.filterfalse`
    pub FILTERFALSE = TypeSpec {
        name: "filterfalse",
        module: "itertools",
        doc: Some("The items for which a function gives false."),
        signature: Some("(function, iterable, /)"),
        layout: Some(<Filter as Payload>::layout),
        flags: flags::BASE,
        slots: slots(filterfalse_new, filterfalse_next),
        methods: &[reduce_method(filterfalse_reduce)],
        ..TypeSpec::DEFAULT
    };
}

fn compress_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("compress", "(data, selectors)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let data = vm.iter(bound.required(0))?;
    let selectors = vm.iter(bound.required(1))?;
    Ok(Ref::with_class(class, Compress { data, selectors }).into())
}

fn compress_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let compress = of::<Compress>(this);
    loop {
        let Some(item) = vm.next(&compress.data)? else {
            return Ok(None);
        };
        let Some(selector) = vm.next(&compress.selectors)? else {
            return Ok(None);
        };
        if vm.is_true(&selector)? {
            return Ok(Some(item));
        }
    }
}

fn compress_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let compress = of::<Compress>(this);
    let parts = Tuple::pair(compress.data.clone(), compress.selectors.clone());
    Ok(Tuple::pair(this.class().to_value(), parts.into()).into())
}

fn filter_new(
    vm: &Vm,
    class: &Ref<Type>,
    base: &Ref<Type>,
    signature: &Signature,
    arguments: Arguments<'_>,
) -> Result<Value> {
    refuse_keywords(vm, class, base, signature.name(), arguments)?;
    let bound = bind(
        vm,
        signature,
        Arguments::positional(arguments.positionals()),
    )?;
    let iterator = vm.iter(bound.required(1))?;
    let predicate = bound.required(0).clone();
    Ok(Ref::with_class(
        class,
        Filter {
            predicate,
            iterator,
            decided: Cell::new(false),
        },
    )
    .into())
}

fn dropwhile_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("dropwhile", "(predicate, iterable, /)");
    filter_new(vm, class, &DROPWHILE, &SIGNATURE, arguments)
}

fn takewhile_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("takewhile", "(predicate, iterable, /)");
    filter_new(vm, class, &TAKEWHILE, &SIGNATURE, arguments)
}

fn filterfalse_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("filterfalse", "(function, iterable, /)");
    filter_new(vm, class, &FILTERFALSE, &SIGNATURE, arguments)
}

impl Filter {
    fn holds(&self, vm: &Vm, item: &Value) -> Result<bool> {
        let answer = vm.call(&self.predicate, std::slice::from_ref(item))?;
        vm.is_true(&answer)
    }
}

fn dropwhile_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let filter = of::<Filter>(this);
    loop {
        let Some(item) = vm.next(&filter.iterator)? else {
            return Ok(None);
        };
        if filter.decided.get() {
            return Ok(Some(item));
        }
        if !filter.holds(vm, &item)? {
            filter.decided.set(true);
            return Ok(Some(item));
        }
    }
}

fn takewhile_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let filter = of::<Filter>(this);
    if filter.decided.get() {
        return Ok(None);
    }
    let Some(item) = vm.next(&filter.iterator)? else {
        return Ok(None);
    };
    if filter.holds(vm, &item)? {
        return Ok(Some(item));
    }
    filter.decided.set(true);
    Ok(None)
}

fn filterfalse_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let filter = of::<Filter>(this);
    let plain = filter.predicate.is_none() || filter.predicate.is(BOOL.as_value());
    while let Some(item) = vm.next(&filter.iterator)? {
        let good = if plain {
            vm.is_true(&item)?
        } else {
            filter.holds(vm, &item)?
        };
        if !good {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn while_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let filter = of::<Filter>(this);
    Ok(tuple(vec![
        this.class().to_value(),
        tuple(vec![filter.predicate.clone(), filter.iterator.clone()]),
        Value::int(filter.decided.get().into()),
    ]))
}

fn while_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let decided = vm.is_true(required(arguments, 1))?;
    of::<Filter>(required(arguments, 0)).decided.set(decided);
    Ok(Value::NONE)
}

fn filterfalse_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let filter = of::<Filter>(this);
    let parts = Tuple::pair(filter.predicate.clone(), filter.iterator.clone());
    Ok(Tuple::pair(this.class().to_value(), parts.into()).into())
}
