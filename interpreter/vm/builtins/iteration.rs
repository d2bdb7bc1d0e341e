//! Iteration: all, any, iter, next, aiter, anext, len, max, min, sorted, sum.

use primitives::number::float;

use crate::call::Arguments;
use crate::native::{Method, Signature, bind, check_keywords, required};
use crate::objects::exceptions;
use crate::objects::list::List;
use crate::objects::sequence_iterator::CallableIterator;
use crate::objects::slots::Comparison;
use crate::objects::sort;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::protocols::numbers::Operator;
use crate::{Result, Vm};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "aiter",
        "($module, async_iterable, /)",
        aiter,
        "An asynchronous iterator.",
    ),
    Method::new(
        "all",
        "($module, iterable, /)",
        all,
        "Whether every item is true.",
    ),
    Method::new(
        "anext",
        "($module, aiterator, default=<unrepresentable>, /)",
        anext,
        "The next item of an asynchronous iterator.",
    ),
    Method::new(
        "any",
        "($module, iterable, /)",
        any,
        "Whether some item is true.",
    ),
    Method::new("iter", "(iterable[, sentinel])", iter, "An iterator."),
    Method::new("len", "($module, obj, /)", len, "How many items there are."),
    Method::raw(
        "max",
        "(iterable, *[, default=obj, key=func])",
        max,
        "max(iterable) or max(first, second, ...): the largest item, by what key gives.",
    ),
    Method::raw(
        "min",
        "(iterable, *[, default=obj, key=func])",
        min,
        "min(iterable) or min(first, second, ...): the smallest item, by what key gives.",
    ),
    Method::new("next", "(iterator[, default])", next, "The next item."),
    Method::raw(
        "sorted",
        "($module, iterable, /, *, key=None, reverse=False)",
        sorted,
        "A sorted list of the items.",
    ),
    Method::new(
        "sum",
        "($module, iterable, /, start=0)",
        sum,
        "The sum of the items.",
    ),
];

fn all(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = vm.iter(required(arguments, 0))?;
    while let Some(item) = vm.next(&iterator)? {
        if !vm.is_true(&item)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn any(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = vm.iter(required(arguments, 0))?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.is_true(&item)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn aiter(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterable = required(arguments, 0);
    let Some(aiter) = iterable.class().slots().aiter else {
        return Err(vm.type_error(format!(
            "'{}' object is not an async iterable",
            iterable.class().name()
        )));
    };
    let iterator = aiter(vm, iterable)?;
    if iterator.class().slots().anext.is_none() {
        return Err(vm.type_error(format!(
            "aiter() returned not an async iterator of type '{}'",
            iterator.class().name()
        )));
    }
    Ok(iterator)
}

fn anext(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = required(arguments, 0);
    let Some(anext) = iterator.class().slots().anext else {
        return Err(vm.type_error(format!(
            "'{}' object is not an async iterator",
            iterator.class().name()
        )));
    };
    let awaitable = anext(vm, iterator)?;
    match &arguments[1] {
        None => Ok(awaitable),
        Some(default) => Ok(crate::objects::async_generator::anext_awaitable(
            &awaitable, default,
        )),
    }
}

fn iter(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let object = required(arguments, 0);
    let Some(sentinel) = &arguments[1] else {
        return vm.iter(object);
    };
    if object.class().slots().call.is_none() {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    Ok(CallableIterator::of(object, sentinel))
}

fn len(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(vm.length(required(arguments, 0))?.into())
}

fn next(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = required(arguments, 0);
    let Some(advance) = iterator.class().slots().next else {
        return Err(vm.type_error(format!(
            "'{}' object is not an iterator",
            iterator.class().name()
        )));
    };
    match (advance(vm, iterator), &arguments[1]) {
        (Ok(Some(item)), _) => Ok(item),
        (Ok(None), Some(default)) => Ok(default.clone()),
        (Ok(None), None) => Err(vm.stop_iteration(Value::NONE)),
        (Err(raised), Some(default)) if raised.is(&exceptions::STOP_ITERATION) => {
            Ok(default.clone())
        }
        (Err(raised), _) => Err(raised),
    }
}

fn max(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    extreme(vm, arguments, "max", Comparison::Greater)
}

fn min(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    extreme(vm, arguments, "min", Comparison::Less)
}

fn extreme(vm: &Vm, arguments: Arguments<'_>, function: &str, better: Comparison) -> Result<Value> {
    if arguments.positionals().is_empty() {
        return Err(vm.type_error(format!("{function} expected at least 1 argument, got 0")));
    }
    if let ([one, other], []) = (arguments.values, arguments.names) {
        let improves = vm.compare_bool(other, one, better)?;
        return Ok(if improves { other } else { one }.clone());
    }
    check_keywords(vm, function, &arguments, &["key", "default"])?;
    let (mut key, mut default) = (None, None);
    for (name, value) in arguments.keywords() {
        if name.as_bytes() == b"key" {
            key = Some(value.clone()).filter(|key| !key.is_none());
        } else {
            default = Some(value.clone());
        }
    }
    let mut best: Option<(Value, Value)> = None;
    let mut consider = |item: Value| {
        let rank = match &key {
            Some(key) => vm.call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let improves = match &best {
            Some((_, top)) => vm.compare_bool(&rank, top, better)?,
            None => true,
        };
        if improves {
            best = Some((item, rank));
        }
        Ok(())
    };
    match arguments.positionals() {
        [iterable] => vm.for_each(iterable, consider)?,
        items => {
            if default.is_some() {
                return Err(vm.type_error(format!(
                    "Cannot specify a default for {function}() with multiple positional arguments"
                )));
            }
            items.iter().cloned().try_for_each(&mut consider)?;
        }
    }
    match (best, default) {
        (Some((item, _)), _) => Ok(item),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(vm.value_error(format!("{function}() iterable argument is empty"))),
    }
}

fn sorted(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    // The keywords are those of `list.sort`, which also names them in its messages.
    static KEYWORDS: Signature = Signature::new("sort", "(*, key=None, reverse=False)");
    let [iterable] = arguments.positionals() else {
        return Err(vm.type_error(format!(
            "sorted expected 1 argument, got {}",
            arguments.positionals().len()
        )));
    };
    let bound = bind(vm, &KEYWORDS, arguments.skip(1))?;
    let mut items = vm.collect(iterable)?;
    let key = bound[0].as_ref().filter(|key| !key.is_none());
    let reverse = match &bound[1] {
        Some(reverse) => vm.is_true(reverse)?,
        None => false,
    };
    sort::sort(vm, &mut items, key, reverse)?;
    Ok(List::new(items).into())
}

fn sum(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let start = arguments[1].clone().unwrap_or_else(|| Value::int(0));
    let refused = if start.downcast::<Str>().is_some() {
        Some("sum() can't sum strings [use ''.join(seq) instead]")
    } else if start.downcast::<crate::objects::bytes::Bytes>().is_some() {
        Some("sum() can't sum bytes [use b''.join(seq) instead]")
    } else if start
        .downcast::<crate::objects::bytearray::ByteArray>()
        .is_some()
    {
        Some("sum() can't sum bytearray [use b''.join(seq) instead]")
    } else {
        None
    };
    if let Some(message) = refused {
        return Err(vm.type_error(message));
    }
    let mut total = Total::of(start);
    vm.for_each(required(arguments, 0), |item| total.add(vm, item))?;
    Ok(total.value())
}

/// A running sum: exact ints and floats are added without objects.
enum Total {
    Int(i64),
    Float(float::Sum),
    Any(Value),
}

impl Total {
    fn of(start: Value) -> Total {
        match (start.as_small_int(), start.as_exact_float()) {
            (Some(int), _) => Total::Int(int),
            (_, Some(sum)) => Total::Float(float::Sum::new(sum)),
            _ => Total::Any(start),
        }
    }

    fn add(&mut self, vm: &Vm, item: Value) -> Result<()> {
        match (&mut *self, plain_int(&item), item.as_exact_float()) {
            (Total::Int(sum), Some(int), _) if sum.checked_add(int).is_some() => {
                *sum += int;
            }
            (Total::Int(sum), _, Some(float)) => {
                let mut total = float::Sum::new(*sum as f64);
                total.add(float);
                *self = Total::Float(total);
            }
            (Total::Float(sum), _, Some(float)) => sum.add(float),
            (Total::Float(sum), Some(int), _) => sum.add_integer(int),
            _ => {
                let sum = std::mem::replace(self, Total::Int(0)).value();
                *self = Total::Any(vm.binary(Operator::Add, &sum, &item)?);
            }
        }
        Ok(())
    }

    fn value(self) -> Value {
        match self {
            Total::Int(sum) => Value::int(sum),
            Total::Float(sum) => Value::float(sum.result()),
            Total::Any(sum) => sum,
        }
    }
}

/// The number of an int or bool that is no instance of another class.
fn plain_int(value: &Value) -> Option<i64> {
    value
        .as_small_int()
        .or_else(|| value.as_bool().map(i64::from))
}
