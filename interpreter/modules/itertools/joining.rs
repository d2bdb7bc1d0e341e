//! `accumulate`, `chain`, `starmap`, `zip_longest`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Result, Vm, static_type};

use super::slicing::ISLICE;
use super::warn_pickling;
use crate::container;
use crate::support::{of, reduce_method, refuse_keywords, set_state_method, to_tuple, tuple};

/// The payload of `accumulate`.
pub struct Accumulate {
    iterator: Value,
    /// `None` for addition.
    function: Option<Value>,
    total: Guarded<Option<Value>>,
    initial: Guarded<Option<Value>>,
}

/// The payload of `chain`.
pub struct Chain {
    source: Guarded<Option<Value>>,
    active: Guarded<Option<Value>>,
}

/// The payload of `starmap`.
pub struct StarMap {
    function: Value,
    iterator: Value,
}

/// The payload of `zip_longest`.
pub struct ZipLongest {
    iterators: Guarded<Vec<Option<Value>>>,
    active: Cell<usize>,
    fill: Guarded<Option<Value>>,
}

container!(Accumulate, ACCUMULATE, [iterator, function, total, initial], clear [total, initial]);
container!(Chain, CHAIN, [source, active], clear [source, active]);
container!(StarMap, STARMAP, [function, iterator], clear []);
container!(ZipLongest, ZIP_LONGEST, [iterators, fill], clear [iterators, fill]);

static_type! {
    /// `itertools.accumulate`
    pub ACCUMULATE = TypeSpec {
        name: "accumulate",
        module: "itertools",
        doc: Some("Running totals."),
        signature: Some("(iterable, func=None, *, initial=None)"),
        layout: Some(<Accumulate as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(accumulate_new),
            iter: Some(itself),
            next: Some(accumulate_next),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(accumulate_reduce), set_state_method(accumulate_set_state)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.chain`
    pub CHAIN = TypeSpec {
        name: "chain",
        signature: Some("(*iterables)"),
        module: "itertools",
        doc: Some("The items of one iterable after the other."),
        layout: Some(<Chain as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(chain_new),
            iter: Some(itself),
            next: Some(chain_next),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new(
                "from_iterable",
                "($type, iterable, /)",
                chain_from_iterable,
                "A chain of the iterables that an iterable gives.",
            )
            .class_method(),
            reduce_method(chain_reduce),
            set_state_method(chain_set_state),
            CLASS_GETITEM,
        ],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.starmap`
    pub STARMAP = TypeSpec {
        name: "starmap",
        module: "itertools",
        doc: Some("A function applied to each item as its arguments."),
        signature: Some("(function, iterable, /)"),
        layout: Some(<StarMap as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(starmap_new),
            iter: Some(itself),
            next: Some(starmap_next),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(starmap_reduce)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.zip_longest`
    pub ZIP_LONGEST = TypeSpec {
        name: "zip_longest",
        signature: Some("(*iterables, fillvalue=None)"),
        module: "itertools",
        doc: Some("Tuples of one item of each iterable; short ones are filled up."),
        layout: Some(<ZipLongest as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(zip_longest_new),
            iter: Some(itself),
            next: Some(zip_longest_next),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(zip_longest_reduce), set_state_method(zip_longest_set_state)],
        ..TypeSpec::DEFAULT
    };
}

fn accumulate_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature =
        Signature::new("accumulate", "(iterable, func=None, *, initial=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let iterator = vm.iter(bound.required(0))?;
    let given = |index: usize| bound.optional(index).filter(|it| !it.is_none()).cloned();
    Ok(Ref::with_class(
        class,
        Accumulate {
            iterator,
            function: given(1),
            total: Guarded::default(),
            initial: Guarded::new(given(2)),
        },
    )
    .into())
}

fn accumulate_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let sums = of::<Accumulate>(this);
    let initial = sums.initial.take();
    if initial.is_some() {
        drop(sums.total.replace(initial.clone()));
        return Ok(initial);
    }
    let Some(item) = vm.next(&sums.iterator)? else {
        return Ok(None);
    };
    let total = sums.total.borrow().clone();
    let total = match (total, &sums.function) {
        (None, _) => item,
        (Some(total), None) => {
            let small = total.as_small_int().zip(item.as_small_int());
            match small {
                Some((one, other)) => Value::int(one + other),
                None => vm.binary(Operator::Add, &total, &item)?,
            }
        }
        (Some(total), Some(function)) => vm.call(function, &[total, item])?,
    };
    drop(sums.total.replace(Some(total.clone())));
    Ok(Some(total))
}

fn accumulate_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let class = this.class().to_value();
    let sums = of::<Accumulate>(this);
    let function = sums.function.clone().unwrap_or(Value::NONE);
    let chained = |first: Value| {
        vm.call(
            CHAIN.as_value(),
            &[tuple(vec![first]), sums.iterator.clone()],
        )
    };
    let initial = sums.initial.borrow().clone();
    if let Some(initial) = initial {
        let parts = tuple(vec![chained(initial)?, function]);
        return Ok(tuple(vec![class, parts, Value::NONE]));
    }
    let total = sums.total.borrow().clone();
    if total.as_ref().is_some_and(Value::is_none) {
        let iterator = vm.call(&class, &[chained(Value::NONE)?, function])?;
        let parts = tuple(vec![iterator, Value::int(1), Value::NONE]);
        return Ok(Tuple::pair(ISLICE.to_value(), parts).into());
    }
    let parts = tuple(vec![sums.iterator.clone(), function]);
    Ok(tuple(vec![class, parts, total.unwrap_or(Value::NONE)]))
}

fn accumulate_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let sums = of::<Accumulate>(required(arguments, 0));
    drop(sums.total.replace(Some(required(arguments, 1).clone())));
    Ok(Value::NONE)
}

fn chain_of(class: &Ref<Type>, source: Value) -> Value {
    let source = Guarded::new(Some(source));
    Ref::with_class(
        class,
        Chain {
            source,
            active: Guarded::default(),
        },
    )
    .into()
}

fn chain_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    refuse_keywords(vm, class, &CHAIN, "chain", arguments)?;
    let source = Tuple::from_slice(arguments.positionals()).into();
    Ok(chain_of(class, vm.iter(&source)?))
}

fn chain_from_iterable(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let source = vm.iter(required(arguments, 1))?;
    Ok(chain_of(of::<Type>(required(arguments, 0)), source))
}

fn chain_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let chain = of::<Chain>(this);
    loop {
        let active = chain.active.borrow().clone();
        if let Some(active) = active {
            if let Some(item) = vm.next(&active)? {
                return Ok(Some(item));
            }
            drop(chain.active.take());
        }
        let source = chain.source.borrow().clone();
        let Some(source) = source else {
            return Ok(None);
        };
        let begun = match vm.next(&source) {
            Ok(Some(iterable)) => vm.iter(&iterable).map(Some),
            Ok(None) => Ok(None),
            Err(raised) => Err(raised),
        };
        match begun {
            Ok(Some(iterator)) => drop(chain.active.replace(Some(iterator))),
            ended => {
                drop(chain.source.take());
                return ended;
            }
        }
    }
}

fn chain_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let chain = of::<Chain>(this);
    let mut parts = vec![this.class().to_value(), Tuple::empty().into()];
    let source = chain.source.borrow().clone();
    if let Some(source) = source {
        let mut state = vec![source];
        state.extend(chain.active.borrow().clone());
        parts.push(tuple(state));
    }
    Ok(tuple(parts))
}

fn chain_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let chain = of::<Chain>(required(arguments, 0));
    let Some(state) = required(arguments, 1).downcast::<Tuple>() else {
        return Err(vm.type_error("state is not a tuple"));
    };
    let (source, active) = match state.items() {
        [source] => (source, None),
        [source, active] => (source, Some(active)),
        items => {
            let limit = if items.is_empty() {
                "at least 1 argument"
            } else {
                "at most 2 arguments"
            };
            return Err(vm.type_error(format!("function takes {limit} ({} given)", items.len())));
        }
    };
    let is_iterator = |value: &Value| value.class().slots().next.is_some();
    if !is_iterator(source) || active.is_some_and(|active| !is_iterator(active)) {
        return Err(vm.type_error("Arguments must be iterators."));
    }
    drop(chain.source.replace(Some(source.clone())));
    drop(chain.active.replace(active.cloned()));
    Ok(Value::NONE)
}

fn starmap_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("starmap", "(function, iterable, /)");
    refuse_keywords(vm, class, &STARMAP, "starmap", arguments)?;
    let bound = bind(
        vm,
        &SIGNATURE,
        Arguments::positional(arguments.positionals()),
    )?;
    let iterator = vm.iter(bound.required(1))?;
    let function = bound.required(0).clone();
    Ok(Ref::with_class(class, StarMap { function, iterator }).into())
}

fn starmap_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let map = of::<StarMap>(this);
    let Some(item) = vm.next(&map.iterator)? else {
        return Ok(None);
    };
    let arguments = to_tuple(vm, &item)?;
    vm.call(&map.function, arguments.items()).map(Some)
}

fn starmap_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let map = of::<StarMap>(this);
    let parts = Tuple::pair(map.function.clone(), map.iterator.clone());
    Ok(Tuple::pair(this.class().to_value(), parts.into()).into())
}

fn zip_longest_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let mut fill = Value::NONE;
    if !arguments.names.is_empty() {
        let mut keywords = arguments.keywords();
        match (keywords.next(), keywords.next()) {
            (Some((name, value)), None) if name.as_bytes() == b"fillvalue" => fill = value.clone(),
            _ => {
                return Err(vm.type_error("zip_longest() got an unexpected keyword argument"));
            }
        }
    }
    let mut iterators = Vec::with_capacity(arguments.positionals().len());
    for iterable in arguments.positionals() {
        iterators.push(Some(vm.iter(iterable)?));
    }
    Ok(Ref::with_class(
        class,
        ZipLongest {
            active: Cell::new(iterators.len()),
            iterators: Guarded::new(iterators),
            fill: Guarded::new(Some(fill)),
        },
    )
    .into())
}

fn zip_longest_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let zip = of::<ZipLongest>(this);
    let count = zip.iterators.borrow().len();
    if zip.active.get() == 0 {
        return Ok(None);
    }
    if count == 2 {
        let Some(first) = longest_item(vm, zip, 0)? else {
            return Ok(None);
        };
        let second = longest_item(vm, zip, 1)?;
        return Ok(second.map(|second| Tuple::pair(first, second).into()));
    }
    let mut items = Vec::with_capacity(count);
    for index in 0..count {
        match longest_item(vm, zip, index)? {
            Some(item) => items.push(item),
            None => return Ok(None),
        }
    }
    Ok(Some(tuple(items)))
}

/// What one of the iterators gives, or what fills its place; `None` when the last one ends.
fn longest_item(vm: &Vm, zip: &ZipLongest, index: usize) -> Result<Option<Value>> {
    let fill = || Some(zip.fill.borrow().clone().unwrap_or(Value::NONE));
    let iterator = zip.iterators.borrow().get(index).cloned().flatten();
    let Some(iterator) = iterator else {
        return Ok(fill());
    };
    let item = vm.next(&iterator).inspect_err(|_| zip.active.set(0))?;
    if item.is_some() {
        return Ok(item);
    }
    zip.active.set(zip.active.get().saturating_sub(1));
    if zip.active.get() == 0 {
        return Ok(None);
    }
    let ended = zip
        .iterators
        .borrow_mut()
        .get_mut(index)
        .and_then(Option::take);
    drop(ended);
    Ok(fill())
}

fn zip_longest_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let zip = of::<ZipLongest>(this);
    let iterators = zip.iterators.borrow().clone();
    let iterators = iterators
        .into_iter()
        .map(|it| it.unwrap_or_else(|| Tuple::empty().into()));
    let iterators = tuple(iterators.collect());
    let fill = zip.fill.borrow().clone().unwrap_or(Value::NONE);
    Ok(tuple(vec![this.class().to_value(), iterators, fill]))
}

fn zip_longest_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let zip = of::<ZipLongest>(required(arguments, 0));
    drop(zip.fill.replace(Some(required(arguments, 1).clone())));
    Ok(Value::NONE)
}
