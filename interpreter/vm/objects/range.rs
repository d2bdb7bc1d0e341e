//! `range` and its iterators.

use std::cell::Cell;

use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::int::Int;
use super::iterators::sequences::{itself, reduced};
use super::slice::Slice;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property, required};
use crate::{Result, Vm, payload, static_type};
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};

/// The payload of a range: its three numbers, as ints.
pub struct Range {
    start: Value,
    stop: Value,
    step: Value,
    /// The number of items, when all numbers are machine integers.
    small: Option<Small>,
}

/// A range whose numbers are all machine integers.
#[derive(Clone, Copy, Debug)]
pub struct Small {
    /// The first number.
    pub start: i64,
    /// The distance.
    pub step: i64,
    /// How many there are.
    pub length: i64,
}

/// The payload of `range_iterator`.
pub struct RangeIterator {
    next: Cell<i64>,
    step: i64,
    rest: Cell<i64>,
}

/// The payload of `longrange_iterator`.
pub struct LongRangeIterator {
    start: BigInt,
    step: BigInt,
    length: BigInt,
    index: Guarded<BigInt>,
}

payload!(Range, RANGE, leaf {});
payload!(RangeIterator, RANGE_ITERATOR);
payload!(LongRangeIterator, LONG_RANGE_ITERATOR);

static_type! {
    /// `range`
    pub RANGE = TypeSpec {
        name: "range",
        doc: Some("An immutable sequence of integers at one distance."),
        layout: Some(<Range as Payload>::layout),
        flags: flags::SEQUENCE,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            hash: Some(hash),
            compare: Some(compare),
            iter: Some(iter),
            bool: Some(|_, this| Ok(!of(this).length().is_zero())),
            length: Some(length),
            getitem: Some(get_item),
            contains: Some(contains),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__reversed__", "($self, /)", reversed, "An iterator from the end."),
            Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
            Method::new("count", "($self, value, /)", count, "How many items equal value."),
            Method::new("index", "($self, value, /)", index, "The position of value."),
        ],
        properties: &[
            Property { member: true, ..Property::new("start", |_, this| Ok(of(this).start.clone())) },
            Property { member: true, ..Property::new("stop", |_, this| Ok(of(this).stop.clone())) },
            Property { member: true, ..Property::new("step", |_, this| Ok(of(this).step.clone())) },
        ],
        ..TypeSpec::DEFAULT
    };
    /// `range_iterator`
    pub RANGE_ITERATOR = TypeSpec {
        name: "range_iterator",
        layout: Some(<RangeIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(iterator_next), ..Slots::EMPTY },
        methods: &[
            Method::new("__length_hint__", "($self, /)", |_, arguments| {
                Ok(Value::int(iterator_of(arguments).rest.get()))
            }, "How many items are left."),
            Method::new("__reduce__", "($self, /)", iterator_reduce, "How to pickle it."),
            Method::new("__setstate__", "($self, object, /)", iterator_set, "Sets the position."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `longrange_iterator`
    pub LONG_RANGE_ITERATOR = TypeSpec {
        name: "longrange_iterator",
        layout: Some(<LongRangeIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(long_next), ..Slots::EMPTY },
        methods: &[
            Method::new("__length_hint__", "($self, /)", |_, arguments| {
                let this = long_of(arguments);
                Ok(Int::from_big(&this.length - &*this.index.borrow()))
            }, "How many items are left."),
            Method::new("__reduce__", "($self, /)", long_reduce, "How to pickle it."),
            Method::new("__setstate__", "($self, object, /)", long_set, "Sets the position."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Range> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn big(value: &Value) -> BigInt {
    value
        .as_integer()
        .map(|number| number.to_big())
        .unwrap_or_default()
}

impl Range {
    /// A range of ints; the step is not zero.
    pub fn new(start: Value, stop: Value, step: Value) -> Ref<Range> {
        let small = match (start.as_i64(), stop.as_i64(), step.as_i64()) {
            (Some(first), Some(last), Some(distance)) => Small::new(first, last, distance),
            _ => None,
        };
        Ref::new_in_place(Range {
            start,
            stop,
            step,
            small,
        })
    }

    /// The range in machine integers, where it fits.
    #[inline(always)]
    pub fn small(&self) -> Option<Small> {
        self.small
    }

    fn length(&self) -> BigInt {
        if let Some(small) = self.small {
            return small.length.into();
        }
        let (start, stop, step) = (big(&self.start), big(&self.stop), big(&self.step));
        let distance = if step.is_positive() {
            stop - start
        } else {
            start - stop
        };
        if !distance.is_positive() {
            return BigInt::ZERO;
        }
        (distance - 1) / step.abs() + 1
    }

    fn item(&self, position: &BigInt) -> Value {
        Int::from_big(big(&self.start) + position * big(&self.step))
    }
}

impl Small {
    /// The range, if its numbers and those behind its end fit.
    fn new(start: i64, stop: i64, step: i64) -> Option<Small> {
        let distance = if step > 0 {
            stop.checked_sub(start)?
        } else {
            start.checked_sub(stop)?
        };
        let length = if distance <= 0 {
            0
        } else if step == 1 {
            distance
        } else {
            (distance - 1) / i64::try_from(step.unsigned_abs()).ok()? + 1
        };
        start.checked_add(length.checked_mul(step)?)?;
        Some(Small {
            start,
            step,
            length,
        })
    }
}

impl RangeIterator {
    /// An iterator of a range in machine integers.
    pub fn of(range: Small) -> Ref<RangeIterator> {
        Ref::new_in_place(RangeIterator {
            next: Cell::new(range.start),
            step: range.step,
            rest: Cell::new(range.length),
        })
    }

    /// The next number.
    #[inline(always)]
    pub fn advance(&self) -> Option<i64> {
        let rest = self.rest.get();
        if rest <= 0 {
            return None;
        }
        self.rest.set(rest - 1);
        let number = self.next.get();
        self.next.set(number.wrapping_add(self.step));
        Some(number)
    }
}

fn new(vm: &Vm, _class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("range() takes no keyword arguments"));
    }
    let (start, stop, step) = match arguments.positionals() {
        [stop] if stop.is_small_int() => {
            return Ok(Range::new(Value::int(0), stop.clone(), Value::int(1)).into());
        }
        [stop] => (Value::int(0), vm.index(stop)?, Value::int(1)),
        [start, stop] => (vm.index(start)?, vm.index(stop)?, Value::int(1)),
        [start, stop, step] => (vm.index(start)?, vm.index(stop)?, vm.index(step)?),
        [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
        more => {
            return Err(vm.type_error(format!(
                "range expected at most 3 arguments, got {}",
                more.len()
            )));
        }
    };
    let is_zero = match step.as_small_int() {
        Some(step) => step == 0,
        None => big(&step).is_zero(),
    };
    if is_zero {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    // Of subclasses of int, the number is kept.
    let plain = |value: Value| match value.as_small_int() {
        Some(_) => value,
        None => Int::from_big(big(&value)),
    };
    Ok(Range::new(plain(start), plain(stop), plain(step)).into())
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let range = of(this);
    let (start, stop) = (vm.repr_text(&range.start)?, vm.repr_text(&range.stop)?);
    Ok(Str::value(if range.step.as_small_int() == Some(1) {
        format!("range({start}, {stop})")
    } else {
        format!("range({start}, {stop}, {})", vm.repr_text(&range.step)?)
    }))
}

/// What makes ranges equal: the length, the first item if any, the step if it matters.
fn identity(range: &Range) -> [Value; 3] {
    let length = range.length();
    let (first, step) = if length.is_zero() {
        (Value::NONE, Value::NONE)
    } else if length == BigInt::from(1) {
        (range.start.clone(), Value::NONE)
    } else {
        (range.start.clone(), range.step.clone())
    };
    [Int::from_big(length), first, step]
}

fn hash(vm: &Vm, this: &Value) -> Result<i64> {
    let mut hashes = [0; 3];
    for (hash, part) in hashes.iter_mut().zip(identity(of(this))) {
        *hash = vm.hash(&part)?;
    }
    Ok(super::hashing::hash_tuple(&hashes))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(left), Some(right)) = (left.downcast::<Range>(), right.downcast::<Range>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let wanted = match operator {
        Comparison::Equal => true,
        Comparison::NotEqual => false,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    for (one, other) in identity(left).iter().zip(&identity(right)) {
        if !vm.equal(one, other)? {
            return Ok(Value::bool(!wanted));
        }
    }
    Ok(Value::bool(wanted))
}

fn long_iterator(start: BigInt, step: BigInt, length: BigInt) -> Value {
    Ref::new(LongRangeIterator {
        start,
        step,
        length,
        index: Guarded::new(BigInt::ZERO),
    })
    .into()
}

fn iter(_: &Vm, this: &Value) -> Result<Value> {
    let range = of(this);
    Ok(match range.small {
        Some(small) => RangeIterator::of(small).into(),
        None => long_iterator(big(&range.start), big(&range.step), range.length()),
    })
}

fn reversed(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let range = of(required(arguments, 0));
    if let Some(small) = range.small
        && let Some(step) = small.step.checked_neg()
        && let Some(start) = small
            .start
            .checked_add(small.step * (small.length - 1).max(0))
    {
        return Ok(RangeIterator::of(Small {
            start,
            step,
            length: small.length,
        })
        .into());
    }
    let length = range.length();
    let step = big(&range.step);
    let last = big(&range.start) + (&length - 1) * &step;
    Ok(long_iterator(last, -step, length))
}

fn length(vm: &Vm, this: &Value) -> Result<usize> {
    of(this)
        .length()
        .to_isize()
        .map(|length| length as usize)
        .ok_or_else(|| vm.overflow_error("Python int too large to convert to C ssize_t"))
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let range = of(this);
    if let (Some(small), Some(index)) = (range.small, key.as_small_int()) {
        let index = if index < 0 {
            index + small.length
        } else {
            index
        };
        if (0..small.length).contains(&index) {
            return Ok(Value::int(small.start + small.step * index));
        }
        return Err(vm.index_error("range object index out of range"));
    }
    if let Some(slice) = key.downcast::<Slice>() {
        return slice_of(vm, range, slice);
    }
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(vm.type_error(format!(
            "range indices must be integers or slices, not {}",
            key.class().name()
        )));
    }
    let length = range.length();
    let mut index = big(&vm.index(key)?);
    if index.is_negative() {
        index += &length;
    }
    if index.is_negative() || index >= length {
        return Err(vm.index_error("range object index out of range"));
    }
    Ok(range.item(&index))
}

fn slice_of(vm: &Vm, range: &Range, slice: &Slice) -> Result<Value> {
    let length = range.length();
    let bounds = super::slice::indices_of(vm, slice, &length)?;
    let [start, stop, step] = bounds;
    let new_step = &step * big(&range.step);
    let at = |position: &BigInt| range.item(position);
    Ok(Range::new(at(&start), at(&stop), Int::from_big(new_step)).into())
}

/// The position of a number in a range, if it is there.
fn position_of(range: &Range, number: &BigInt) -> Option<BigInt> {
    let (start, step) = (big(&range.start), big(&range.step));
    let distance = number - start;
    if !(&distance % &step).is_zero() {
        return None;
    }
    let position = distance / step;
    (!position.is_negative() && position < range.length()).then_some(position)
}

/// Whether the item is an int or a bool of exact type, which is found by arithmetic.
fn is_plain_int(value: &Value) -> bool {
    value.is_small_int() || value.as_bool().is_some() || value.is_exact::<Int>()
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> Result<bool> {
    let range = of(this);
    if is_plain_int(item) {
        return Ok(position_of(range, &big(item)).is_some());
    }
    let iterator = vm.iter(this)?;
    while let Some(candidate) = vm.next(&iterator)? {
        if vm.equal(&candidate, item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn count(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, item) = (required(arguments, 0), required(arguments, 1));
    if is_plain_int(item) {
        return Ok(Value::int(contains(vm, this, item)?.into()));
    }
    let iterator = vm.iter(this)?;
    let mut count = 0usize;
    while let Some(candidate) = vm.next(&iterator)? {
        count += usize::from(vm.equal(&candidate, item)?);
    }
    Ok(count.into())
}

fn index(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, item) = (required(arguments, 0), required(arguments, 1));
    if is_plain_int(item) {
        if let Some(position) = position_of(of(this), &big(item)) {
            return Ok(Int::from_big(position));
        }
        return Err(vm.value_error(format!("{} is not in range", vm.repr_text(item)?)));
    }
    let iterator = vm.iter(this)?;
    let mut position = 0usize;
    while let Some(candidate) = vm.next(&iterator)? {
        if vm.equal(&candidate, item)? {
            return Ok(position.into());
        }
        position += 1;
    }
    Err(vm.value_error("sequence.index(x): x not in sequence"))
}

fn reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let range = of(required(arguments, 0));
    let parts = vec![range.start.clone(), range.stop.clone(), range.step.clone()];
    Ok(Tuple::pair(RANGE.to_value(), Tuple::new(parts).into()).into())
}

fn iterator_of(arguments: &[Option<Value>]) -> &Ref<RangeIterator> {
    required(arguments, 0)
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn iterator_next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let this = this.downcast::<RangeIterator>();
    Ok(this.and_then(|this| this.advance()).map(Value::int))
}

fn iterator_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = iterator_of(arguments);
    let start = this.next.get();
    let stop = start + this.step * this.rest.get();
    let range = Range::new(Value::int(start), Value::int(stop), Value::int(this.step));
    reduced(vm, "iter", range.into(), Some(Value::NONE))
}

fn iterator_set(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = iterator_of(arguments);
    let index = vm.to_i64(required(arguments, 1))?.clamp(0, this.rest.get());
    this.next.set(this.next.get() + index * this.step);
    this.rest.set(this.rest.get() - index);
    Ok(Value::NONE)
}

fn long_of(arguments: &[Option<Value>]) -> &Ref<LongRangeIterator> {
    required(arguments, 0)
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn long_next(_: &Vm, this: &Value) -> Result<Option<Value>> {
    let Some(this) = this.downcast::<LongRangeIterator>() else {
        return Ok(None);
    };
    let mut index = this.index.borrow_mut();
    if *index >= this.length {
        return Ok(None);
    }
    let number = &this.start + &*index * &this.step;
    *index += 1;
    Ok(Some(Int::from_big(number)))
}

fn long_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = long_of(arguments);
    let start = &this.start + &*this.index.borrow() * &this.step;
    let stop = &this.start + &this.length * &this.step;
    let range = Range::new(
        Int::from_big(start),
        Int::from_big(stop),
        Int::from_big(this.step.clone()),
    );
    reduced(vm, "iter", range.into(), Some(Value::NONE))
}

fn long_set(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = long_of(arguments);
    let index = big(&vm.index(required(arguments, 1))?);
    *this.index.borrow_mut() = index.clamp(BigInt::ZERO, this.length.clone());
    Ok(Value::NONE)
}
