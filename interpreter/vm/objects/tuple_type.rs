//! `tuple`: its slots and methods.

use super::generic_alias;
use super::heap::{Payload, Ref};
use super::iterators::TupleIterator;
use super::list::List;
use super::sequence::{self, bound, clamped, position, repeat_count};
use super::slice::Slice;
use super::slots::{Comparison, Init, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Signature, bind, required};
use crate::protocols::comparison::plain_order_of_items;
use crate::{Result, Vm, static_type};
use primitives::number::hash::TupleHasher;

static_type! {
    /// `tuple`
    pub TUPLE = TypeSpec {
        name: "tuple",
        doc: Some("Built-in immutable sequence."),
        signature: Some("(iterable=(), /)"),
        layout: Some(<Tuple as Payload>::layout),
        flags: flags::BASE | flags::SEQUENCE | flags::MATCH_SELF | flags::TUPLE_SUBCLASS,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            hash: Some(hash),
            compare: Some(compare),
            iter: Some(|_, this| Ok(TupleIterator::of(this).into())),
            length: Some(|_, this| Ok(of(this).items().len())),
            getitem: Some(get_item),
            contains: Some(contains),
            concatenate: Some(concatenate),
            repeat: Some(repeat),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__getnewargs__", "($self, /)", new_arguments, "What to pickle."),
            Method::new("count", "($self, value, /)", count, "How many items equal value."),
            Method::new(
                "index",
                "($self, value, start=0, stop=sys.maxsize, /)",
                index,
                "The first position of value; ValueError if there is none.",
            ),
            generic_alias::CLASS_GETITEM,
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Tuple> {
    value
        .downcast::<Tuple>()
        .expect("the type of self is checked before a method is called")
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("tuple", "(iterable=(), /)");
    if let ([iterable], [], true) = (arguments.values, arguments.names, class.is(&TUPLE)) {
        return match (
            iterable.is_exact::<Tuple>(),
            iterable.downcast_exact::<List>(),
        ) {
            (true, _) => Ok(iterable.clone()),
            (false, Some(list)) => Ok(Tuple::from_slice(&list.items.borrow()).into()),
            (false, None) => Ok(Tuple::new(vm.collect(iterable)?).into()),
        };
    }
    let same = |one: Init, other: Init| std::ptr::fn_addr_eq(one, other);
    let own_init = !class.is(&TUPLE)
        && match (class.slots().init, TUPLE.slots().init) {
            (Some(one), Some(other)) => !same(one, other),
            (one, other) => one.is_some() != other.is_some(),
        };
    let arguments = match own_init {
        // A subclass's __init__ may take further keywords.
        true => Arguments::positional(arguments.positionals()),
        false => arguments,
    };
    let bound = bind(vm, &SIGNATURE, arguments)?;
    match &bound[0] {
        None => Ok(Tuple::of_class(class, vec![]).into()),
        Some(iterable) if class.is(&TUPLE) && iterable.is_exact::<Tuple>() => Ok(iterable.clone()),
        Some(iterable) => Ok(Tuple::of_class(class, vm.collect(iterable)?).into()),
    }
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let items = of(this).items();
    if items.is_empty() {
        return Ok(Str::value("()"));
    }
    let close = if items.len() == 1 { ",)" } else { ")" };
    let text = vm.guard_repr(this, || {
        sequence::repr_items(vm, "(", close, |index| items.get(index).cloned())
    })?;
    Ok(text.map_or_else(|| Str::value("(...)"), Value::from))
}

fn hash(vm: &Vm, this: &Value) -> Result<i64> {
    let items = of(this).items();
    let mut hasher = TupleHasher::new();
    for item in items {
        hasher.add(vm.hash(item)?);
    }
    Ok(hasher.finish(items.len()))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(left), Some(right)) = (left.downcast::<Tuple>(), right.downcast::<Tuple>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (left, right) = (left.items(), right.items());
    if let Some(order) = plain_order_of_items(left, right) {
        return Ok(Value::bool(operator.holds(order)));
    }
    // Tuples of one length but with a difference are told apart item by item, as CPython does.
    for (one, other) in left.iter().zip(right) {
        if !vm.equal(one, other)? {
            return match operator {
                Comparison::Equal => Ok(Value::FALSE),
                Comparison::NotEqual => Ok(Value::TRUE),
                _ => vm.compare(one, other, operator),
            };
        }
    }
    sequence::ordered(left.len().cmp(&right.len()), operator)
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let tuple = of(this);
    let items = tuple.items();
    if let Some(slice) = key.downcast::<Slice>() {
        let span = slice.span(vm, || items.len())?;
        if span.step == 1 && span.count == items.len() && tuple.class().is(&TUPLE) {
            return Ok(this.clone());
        }
        let start = span.start;
        return Ok(Tuple::with(span.count, |number| {
            items[(start + span.step * number as isize) as usize].clone()
        })
        .into());
    }
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(vm.type_error(format!(
            "tuple indices must be integers or slices, not {}",
            key.class().name()
        )));
    }
    let index = vm.to_subscript(key)?;
    position(index, items.len())
        .map(|position| items[position].clone())
        .ok_or_else(|| vm.index_error("tuple index out of range"))
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> Result<bool> {
    for candidate in of(this).items() {
        if vm.equal(candidate, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    let Some(other) = other.downcast::<Tuple>() else {
        return Err(vm.type_error(format!(
            "can only concatenate tuple (not \"{}\") to tuple",
            other.class().name()
        )));
    };
    let (left, right) = (of(this), other);
    if left.items().is_empty() && right.is_exact() {
        return Ok(right.to_value());
    }
    if right.items().is_empty() && left.is_exact() {
        return Ok(this.clone());
    }
    let (left, right) = (left.items(), right.items());
    let length = left.len();
    Ok(
        Tuple::with(length + right.len(), |index| match left.get(index) {
            Some(item) => item.clone(),
            None => right[index - length].clone(),
        })
        .into(),
    )
}

impl Ref<Tuple> {
    fn is_exact(&self) -> bool {
        self.class().is(&TUPLE)
    }
}

fn repeat(vm: &Vm, this: &Value, count: &Value) -> Result<Value> {
    let tuple = of(this);
    let items = tuple.items();
    let count = repeat_count(vm, count, items.len())?;
    if (count == 1 || items.is_empty()) && tuple.is_exact() {
        return Ok(this.clone());
    }
    if items.len() * count > 1 << 28 {
        let mut probe: Vec<Value> = Vec::new();
        if probe.try_reserve_exact(items.len() * count).is_err() {
            return Err(vm.memory_error(""));
        }
    }
    Ok(Tuple::with(items.len() * count, |index| {
        items[index % items.len()].clone()
    })
    .into())
}

fn new_arguments(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let items = Tuple::from_slice(of(required(arguments, 0)).items());
    Ok(Tuple::new(vec![items.into()]).into())
}

fn count(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 1);
    let mut count = 0usize;
    for candidate in of(required(arguments, 0)).items() {
        count += usize::from(vm.equal(candidate, value)?);
    }
    Ok(count.into())
}

fn index(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let items = of(required(arguments, 0)).items();
    let value = required(arguments, 1);
    let start = clamped(bound(vm, &arguments[2], 0)?, items.len());
    let stop = clamped(bound(vm, &arguments[3], isize::MAX)?, items.len());
    for (index, candidate) in items.iter().enumerate().take(stop).skip(start) {
        if vm.equal(candidate, value)? {
            return Ok(index.into());
        }
    }
    Err(vm.value_error("tuple.index(x): x not in tuple"))
}
