//! `count`, `cycle`, `repeat`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::iterators::sequences::itself;
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Result, Vm, static_type};

use super::warn_pickling;
use crate::container;
use crate::support::{of, reduce_method, refuse_keywords, set_state_method, tuple};

/// The payload of `count`. As long as the step is 1 and the number fits, only `number` counts.
pub struct Count {
    number: Cell<i64>,
    slow: Guarded<Option<Value>>,
    step: Value,
}

/// Stands in `Count::number` for "see `slow`".
const SLOW: i64 = i64::MAX;

/// The payload of `cycle`.
pub struct Cycle {
    iterator: Guarded<Option<Value>>,
    saved: Guarded<Ref<List>>,
    index: Cell<usize>,
    first_pass: Cell<bool>,
}

/// The payload of `repeat`.
pub struct Repeat {
    element: Value,
    /// How often it is still to come; -1 for ever.
    rest: Cell<isize>,
}

container!(Count, COUNT, [slow, step], clear []);
container!(Cycle, CYCLE, [iterator, saved], clear[iterator]);
container!(Repeat, REPEAT, [element], clear []);

static_type! {
    /// `itertools.count`
    pub COUNT = TypeSpec {
        name: "count",
        module: "itertools",
        doc: Some("Numbers from start on, step by step, without end."),
        signature: Some("(start=0, step=1)"),
        layout: Some(<Count as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(count_new),
            iter: Some(itself),
            next: Some(count_next),
            repr: Some(count_repr),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(count_reduce)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.cycle`
    pub CYCLE = TypeSpec {
        name: "cycle",
        module: "itertools",
        doc: Some("The items of an iterable, again and again."),
        signature: Some("(iterable, /)"),
        layout: Some(<Cycle as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(cycle_new),
            iter: Some(itself),
            next: Some(cycle_next),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(cycle_reduce), set_state_method(cycle_set_state)],
        ..TypeSpec::DEFAULT
    };
    /// `itertools.repeat`
    pub REPEAT = TypeSpec {
        name: "repeat",
        module: "itertools",
        doc: Some("One object, a number of times or for ever."),
        layout: Some(<Repeat as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(repeat_new),
            iter: Some(itself),
            next: Some(repeat_next),
            repr: Some(repeat_repr),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__length_hint__", "($self, /)", repeat_hint, "How many items are left."),
            reduce_method(repeat_reduce),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn is_number(value: &Value) -> bool {
    let slots = value.class().slots();
    slots.index.is_some()
        || slots.int.is_some()
        || slots.float.is_some()
        || value.as_complex().is_some()
}

fn count_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("count", "(start=0, step=1)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let (start, step) = (bound.optional(0), bound.optional(1));
    if start.is_some_and(|it| !is_number(it)) || step.is_some_and(|it| !is_number(it)) {
        return Err(vm.type_error("a number is required"));
    }
    let by_one = step.is_none_or(|step| step.as_i64() == Some(1));
    let first = start.map_or(Some(0), Value::as_i64);
    let payload = match first {
        Some(first) if by_one && first != SLOW => Count {
            number: Cell::new(first),
            slow: Guarded::new(None),
            step: step.cloned().unwrap_or(Value::int(1)),
        },
        _ => Count {
            number: Cell::new(SLOW),
            slow: Guarded::new(Some(start.cloned().unwrap_or(Value::int(0)))),
            step: step.cloned().unwrap_or(Value::int(1)),
        },
    };
    Ok(Ref::with_class(class, payload).into())
}

fn count_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let count = of::<Count>(this);
    let number = count.number.get();
    if number != SLOW {
        count.number.set(number + 1);
        return Ok(Some(Value::int(number)));
    }
    let now = count
        .slow
        .borrow()
        .clone()
        .unwrap_or_else(|| Value::int(SLOW));
    let next = vm.binary(Operator::Add, &now, &count.step)?;
    drop(count.slow.replace(Some(next)));
    Ok(Some(now))
}

fn count_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let (name, count) = (this.class().short_name(), of::<Count>(this));
    if count.number.get() != SLOW {
        return Ok(Str::value(format!("{name}({})", count.number.get())));
    }
    let now = count
        .slow
        .borrow()
        .clone()
        .unwrap_or_else(|| Value::int(SLOW));
    let now = vm.repr_text(&now)?;
    if count.step.as_i64() == Some(1) {
        return Ok(Str::value(format!("{name}({now})")));
    }
    Ok(Str::value(format!(
        "{name}({now}, {})",
        vm.repr_text(&count.step)?
    )))
}

fn count_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let count = of::<Count>(this);
    let parts = if count.number.get() == SLOW {
        let now = count
            .slow
            .borrow()
            .clone()
            .unwrap_or_else(|| Value::int(SLOW));
        vec![now, count.step.clone()]
    } else {
        vec![Value::int(count.number.get())]
    };
    Ok(Tuple::pair(this.class().to_value(), tuple(parts)).into())
}

fn cycle_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("cycle", "(iterable, /)");
    refuse_keywords(vm, class, &CYCLE, "cycle", arguments)?;
    let bound = bind(
        vm,
        &SIGNATURE,
        Arguments::positional(arguments.positionals()),
    )?;
    let iterator = vm.iter(bound.required(0))?;
    Ok(Ref::with_class(
        class,
        Cycle {
            iterator: Guarded::new(Some(iterator)),
            saved: Guarded::new(List::new(Vec::new())),
            index: Cell::new(0),
            first_pass: Cell::new(false),
        },
    )
    .into())
}

fn cycle_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let cycle = of::<Cycle>(this);
    let iterator = cycle.iterator.borrow().clone();
    if let Some(iterator) = iterator {
        if let Some(item) = vm.next(&iterator)? {
            if !cycle.first_pass.get() {
                cycle.saved.borrow().push(item.clone());
            }
            return Ok(Some(item));
        }
        drop(cycle.iterator.take());
    }
    let saved = cycle.saved.borrow();
    let index = cycle.index.get();
    let item = saved.get(index);
    cycle.index.set(if index + 1 >= saved.len() {
        0
    } else {
        index + 1
    });
    Ok(item)
}

fn cycle_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let cycle = of::<Cycle>(this);
    let saved = cycle.saved.borrow().to_value();
    let iterator = cycle.iterator.borrow().clone();
    let (iterator, first_pass) = match iterator {
        Some(iterator) => (iterator, cycle.first_pass.get()),
        None => {
            let iterator = vm.iter(&saved)?;
            if cycle.index.get() != 0 {
                vm.call_method(&iterator, "__setstate__", &[cycle.index.get().into()])?;
            }
            (iterator, true)
        }
    };
    Ok(tuple(vec![
        this.class().to_value(),
        tuple(vec![iterator]),
        tuple(vec![saved, Value::bool(first_pass)]),
    ]))
}

fn cycle_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let cycle = of::<Cycle>(required(arguments, 0));
    let Some(state) = required(arguments, 1).downcast::<Tuple>() else {
        return Err(vm.type_error("state is not a tuple"));
    };
    let [saved, first_pass] = state.items() else {
        return Err(vm.type_error(format!(
            "function takes exactly 2 arguments ({} given)",
            state.items().len()
        )));
    };
    let Some(saved) = saved.downcast::<List>() else {
        return Err(vm.type_error(format!(
            "argument 1 must be list, not {}",
            vm.found_argument(saved)
        )));
    };
    let first_pass = vm.to_i32(first_pass)? != 0;
    drop(cycle.saved.replace(saved.clone()));
    cycle.first_pass.set(first_pass);
    cycle.index.set(0);
    Ok(Value::NONE)
}

fn repeat_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("repeat", "(object, times=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let rest = match bound.optional(1) {
        Some(times) => vm.to_isize(times)?.max(0),
        None => -1,
    };
    let element = bound.required(0).clone();
    Ok(Ref::with_class(
        class,
        Repeat {
            element,
            rest: Cell::new(rest),
        },
    )
    .into())
}

fn repeat_next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let repeat = of::<Repeat>(this);
    let rest = repeat.rest.get();
    if rest == 0 {
        return Ok(None);
    }
    if rest > 0 {
        repeat.rest.set(rest - 1);
    }
    Ok(Some(repeat.element.clone()))
}

fn repeat_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let (name, repeat) = (this.class().short_name(), of::<Repeat>(this));
    let element = vm.repr_text(&repeat.element)?;
    Ok(Str::value(match repeat.rest.get() {
        -1 => format!("{name}({element})"),
        rest => format!("{name}({element}, {rest})"),
    }))
}

fn repeat_hint(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    match of::<Repeat>(required(arguments, 0)).rest.get() {
        -1 => Err(vm.type_error("len() of unsized object")),
        rest => Ok(Value::int(rest as i64)),
    }
}

fn repeat_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    warn_pickling(vm)?;
    let this = required(arguments, 0);
    let repeat = of::<Repeat>(this);
    let mut parts = vec![repeat.element.clone()];
    if repeat.rest.get() >= 0 {
        parts.push(Value::int(repeat.rest.get() as i64));
    }
    Ok(Tuple::pair(this.class().to_value(), tuple(parts)).into())
}
