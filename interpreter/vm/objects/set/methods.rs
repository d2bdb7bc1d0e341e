//! `set` and `frozenset`: slots and methods; the iterator of sets.

use std::cell::Cell;

use super::super::dict::Dict;
use super::super::generic_alias;
use super::super::guarded::Guarded;
use super::super::heap::{Payload, Ref};
use super::super::iterators::sequences::{itself, reduced};
use super::super::list::List;
use super::super::object_type;
use super::super::sequence::repr_items;
use super::super::slots::{Comparison, Slots};
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::types::{Type, TypeSpec, flags};
use super::super::value::Value;
use super::Set;
use crate::call::Arguments;
use crate::native::{Method, required};
use crate::objects::exceptions;
use crate::{Result, Vm, payload, static_type};
use primitives::number::hash::SetHasher;

/// The payload of `set_iterator`.
pub struct SetIterator {
    set: Guarded<Option<Ref<Set>>>,
    slot: Cell<usize>,
    length: usize,
    rest: Cell<usize>,
}

payload!(SetIterator, SET_ITERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(set) = &*self.set.borrow() {
            visit(set.as_value());
        }
    }
    fn clear(&self) {
        drop(self.set.take());
    }
});

const SLOTS: Slots = Slots {
    repr: Some(repr),
    compare: Some(compare),
    iter: Some(iter),
    length: Some(|_, this| Ok(of(this).len())),
    contains: Some(contains),
    and: Some(and),
    or: Some(or),
    xor: Some(xor),
    subtract: Some(subtract),
    ..Slots::EMPTY
};

macro_rules! shared_methods {
    ($($more:expr,)*) => {
        &[
            Method::new(
                "__contains__",
                "($self, object, /)",
                |vm, values| Ok(Value::bool(contains(vm, required(values, 0), required(values, 1))?)),
                "Whether the key is there.",
            ),
            Method::new("copy", "($self, /)", copy, "A shallow copy."),
            Method::raw("difference", "($self, /, *others)", difference, "What is in no other."),
            Method::raw("intersection", "($self, /, *others)", intersection, "What is in all."),
            Method::new("isdisjoint", "($self, other, /)", is_disjoint, "Whether nothing is in both."),
            Method::new("issubset", "($self, other, /)", is_subset, "Whether all is in the other."),
            Method::new("issuperset", "($self, other, /)", is_superset, "Whether the other is in this."),
            Method::new(
                "symmetric_difference",
                "($self, other, /)",
                symmetric_difference,
                "What is in one of both.",
            ),
            Method::raw("union", "($self, /, *others)", union, "What is in any."),
            Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
            Method::new("__sizeof__", "($self, /)", bytes, "Bytes in memory."),
            generic_alias::CLASS_GETITEM,
            $($more,)*
        ]
    };
}

static_type! {
    /// `set`
    pub SET = TypeSpec {
        name: "set",
        signature: Some("(iterable=(), /)"),
        doc: Some("An unordered collection of distinct keys."),
        layout: Some(<Set as Payload>::layout),
        flags: flags::BASE | flags::MATCH_SELF,
        slots: Slots {
            new: Some(|_, class, _| Ok(Set::of_class(class).into())),
            init: Some(init),
            inplace_and: Some(inplace_and),
            inplace_or: Some(inplace_or),
            inplace_xor: Some(inplace_xor),
            inplace_subtract: Some(inplace_subtract),
            ..SLOTS
        },
        methods: shared_methods![
            Method::new("add", "($self, object, /)", add, "Adds a key."),
            Method::new("clear", "($self, /)", clear, "Removes all keys."),
            Method::new("discard", "($self, object, /)", discard, "Removes a key if it is there."),
            Method::new("pop", "($self, /)", pop, "Removes and gives some key."),
            Method::new("remove", "($self, object, /)", remove, "Removes a key."),
            Method::raw("update", "($self, /, *others)", update, "Adds what is in any other."),
            Method::raw(
                "difference_update",
                "($self, /, *others)",
                difference_update,
                "Removes what is in any other."
            ),
            Method::raw(
                "intersection_update",
                "($self, /, *others)",
                intersection_update,
                "Keeps what is in all."
            ),
            Method::new(
                "symmetric_difference_update",
                "($self, other, /)",
                symmetric_difference_update,
                "Keeps what is in one of both."
            ),
        ],
        constants: &[("__hash__", |_| Value::NONE)],
        ..TypeSpec::DEFAULT
    };
    /// `frozenset`
    pub FROZENSET = TypeSpec {
        name: "frozenset",
        signature: Some("(iterable=(), /)"),
        doc: Some("An immutable unordered collection of distinct keys."),
        layout: Some(<Set as Payload>::layout),
        flags: flags::BASE | flags::MATCH_SELF,
        slots: Slots { new: Some(frozen_new), hash: Some(frozen_hash), ..SLOTS },
        methods: shared_methods![],
        ..TypeSpec::DEFAULT
    };
    /// `set_iterator`
    pub SET_ITERATOR = TypeSpec {
        name: "set_iterator",
        layout: Some(<SetIterator as Payload>::layout),
        slots: Slots { iter: Some(itself), next: Some(iterator_next), ..Slots::EMPTY },
        methods: &[
            Method::new("__length_hint__", "($self, /)", length_hint, "How many keys are left."),
            Method::new("__reduce__", "($self, /)", iterator_reduce, "How to pickle it."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Set> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

/// The base of the result of an operation: `set` or `frozenset`, never a subclass.
fn plain_class(value: &Value) -> &'static Ref<Type> {
    if value.class().is_subtype(&FROZENSET) {
        FROZENSET.as_ref()
    } else {
        SET.as_ref()
    }
}

fn copy_of(vm: &Vm, this: &Value) -> Result<Ref<Set>> {
    let copy = Set::of_class(plain_class(this));
    copy.update(vm, this)?;
    Ok(copy)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("set() takes no keyword arguments"));
    }
    let set = of(this);
    set.clear_keys();
    match arguments.values {
        [] => Ok(()),
        [iterable] => set.update(vm, iterable),
        more => Err(vm.type_error(format!(
            "set expected at most 1 argument, got {}",
            more.len()
        ))),
    }
}

fn frozen_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() && FROZENSET.initializes(class) {
        return Err(vm.type_error("frozenset() takes no keyword arguments"));
    }
    let set = Set::of_class(class);
    match arguments.positionals() {
        [] => {}
        [iterable] if class.is(&FROZENSET) && iterable.class().is(&FROZENSET) => {
            return Ok(iterable.clone());
        }
        [iterable] => set.update(vm, iterable)?,
        more => {
            return Err(vm.type_error(format!(
                "frozenset expected at most 1 argument, got {}",
                more.len()
            )));
        }
    }
    Ok(set.into())
}

fn frozen_hash(_: &Vm, this: &Value) -> Result<i64> {
    let set = of(this);
    if let Some(hash) = set.hash.get() {
        return Ok(hash);
    }
    let mut hasher = SetHasher::new();
    let mut slot = 0;
    while let Some((next, hash, _)) = set.key_from(slot) {
        hasher.add(hash);
        slot = next;
    }
    let hash = hasher.finish(set.len());
    set.hash.set(Some(hash));
    Ok(hash)
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let name = this.class().name();
    let set = of(this);
    if set.is_empty() {
        return Ok(Str::value(format!("{name}()")));
    }
    let text = vm.guard_repr(this, || {
        let keys = set.to_vec();
        let item = |index: usize| keys.get(index).cloned();
        if this.class().is(&SET) {
            repr_items(vm, "{", "}", item)
        } else {
            repr_items(vm, &format!("{name}({{"), "})", item)
        }
    })?;
    Ok(text.map_or_else(|| Str::value(format!("{name}(...)")), Value::from))
}

fn compare(vm: &Vm, this: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    let (Some(left), Some(right)) = (this.downcast::<Set>(), other.downcast::<Set>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let known = |set: &Ref<Set>| set.hash.get();
    let equal = || -> Result<bool> {
        if let (Some(one), Some(other)) = (known(left), known(right))
            && one != other
        {
            return Ok(false);
        }
        Ok(left.len() == right.len() && subset(vm, left, right)?)
    };
    Ok(Value::bool(match operator {
        Comparison::Equal => equal()?,
        Comparison::NotEqual => !equal()?,
        Comparison::LessEqual => left.len() <= right.len() && subset(vm, left, right)?,
        Comparison::GreaterEqual => left.len() >= right.len() && subset(vm, right, left)?,
        Comparison::Less => left.len() < right.len() && subset(vm, left, right)?,
        Comparison::Greater => left.len() > right.len() && subset(vm, right, left)?,
    }))
}

fn subset(vm: &Vm, inner: &Ref<Set>, outer: &Ref<Set>) -> Result<bool> {
    let mut slot = 0;
    while let Some((next, hash, key)) = inner.key_from(slot) {
        if !outer.contains_hashed(vm, &key, hash)? {
            return Ok(false);
        }
        slot = next;
    }
    Ok(true)
}

fn iter(_: &Vm, this: &Value) -> Result<Value> {
    let set = of(this);
    Ok(Ref::new(SetIterator {
        set: Guarded::new(Some(set.clone())),
        slot: Cell::new(0),
        length: set.len(),
        rest: Cell::new(set.len()),
    })
    .into())
}

fn iterator_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let Some(this) = this.downcast::<SetIterator>() else {
        return Ok(None);
    };
    let set = this.set.borrow().clone();
    let Some(set) = set else {
        return Ok(None);
    };
    if set.len() != this.length || this.rest.get() == usize::MAX {
        this.rest.set(usize::MAX);
        return Err(vm.runtime_error("Set changed size during iteration"));
    }
    match set.key_from(this.slot.get()) {
        Some((next, _, key)) => {
            this.slot.set(next);
            this.rest.set(this.rest.get().saturating_sub(1));
            Ok(Some(key))
        }
        None => {
            drop(this.set.take());
            Ok(None)
        }
    }
}

fn length_hint(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0).downcast::<SetIterator>();
    let rest = this.filter(|this| {
        let set = this.set.borrow();
        set.as_ref().is_some_and(|set| set.len() == this.length)
    });
    Ok(Value::from(rest.map_or(0, |this| this.rest.get())))
}

fn iterator_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(this) = required(arguments, 0).downcast::<SetIterator>() else {
        return Ok(Value::NONE);
    };
    let mut keys = Vec::new();
    if let Some(set) = this.set.borrow().clone() {
        let mut slot = this.slot.get();
        while let Some((next, _, key)) = set.key_from(slot) {
            keys.push(key);
            slot = next;
        }
    }
    reduced(vm, "iter", List::new(keys).into(), None)
}

/// A set that is searched for stands for the frozen set of its keys.
fn with_frozen<T>(vm: &Vm, key: &Value, mut action: impl FnMut(&Value) -> Result<T>) -> Result<T> {
    match action(key) {
        Err(raised) if key.class().is_subtype(&SET) && raised.is(&exceptions::TYPE_ERROR) => {
            let frozen = Set::of_class(&FROZENSET);
            frozen.update(vm, key)?;
            action(frozen.as_value())
        }
        result => result,
    }
}

/// `key in set`.
pub fn contains(vm: &Vm, this: &Value, key: &Value) -> Result<bool> {
    with_frozen(vm, key, |key| of(this).contains(vm, key))
}

/// The operands of an operator, if both are sets.
fn both<'a>(left: &'a Value, right: &'a Value) -> Option<(&'a Ref<Set>, &'a Ref<Set>)> {
    left.downcast::<Set>().zip(right.downcast::<Set>())
}

fn and(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    if both(left, right).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(intersect(vm, left, right)?.into())
}

fn or(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    if both(left, right).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let result = copy_of(vm, left)?;
    if !left.is(right) {
        result.update(vm, right)?;
    }
    Ok(result.into())
}

fn xor(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    if both(left, right).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let result = Set::of_class(plain_class(left));
    result.update(vm, right)?;
    result.symmetric_difference_update(vm, left)?;
    Ok(result.into())
}

fn subtract(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    if both(left, right).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    Ok(differ(vm, left, right)?.into())
}

fn intersect(vm: &Vm, left: &Value, right: &Value) -> Result<Ref<Set>> {
    let result = Set::of_class(plain_class(left));
    if let Some((one, other)) = both(left, right) {
        let (large, small) = if other.len() > one.len() {
            (other, one)
        } else {
            (one, other)
        };
        let mut slot = 0;
        while let Some((next, hash, key)) = small.key_from(slot) {
            if large.contains_hashed(vm, &key, hash)? {
                result.add_hashed(vm, &key, hash)?;
            }
            slot = next;
        }
        return Ok(result);
    }
    let set = of(left);
    vm.for_each(right, |key| {
        let hash = vm.hash(&key)?;
        if set.contains_hashed(vm, &key, hash)? {
            result.add_hashed(vm, &key, hash)?;
        }
        Ok(())
    })?;
    Ok(result)
}

fn differ(vm: &Vm, left: &Value, right: &Value) -> Result<Ref<Set>> {
    let set = of(left);
    let size = match (right.downcast::<Set>(), right.downcast_exact::<Dict>()) {
        (Some(other), _) => Some(other.len()),
        (_, Some(other)) => Some(other.len()),
        _ => None,
    };
    if size.is_none_or(|size| set.len() >> 2 > size) {
        let result = copy_of(vm, left)?;
        result.difference_update(vm, right)?;
        return Ok(result);
    }
    let result = Set::of_class(plain_class(left));
    let mut slot = 0;
    while let Some((next, hash, key)) = set.key_from(slot) {
        let found = match (right.downcast::<Set>(), right.downcast_exact::<Dict>()) {
            (Some(other), _) => other.contains_hashed(vm, &key, hash)?,
            (_, Some(other)) => other.find(vm, &key, hash)?.is_some(),
            _ => false,
        };
        if !found {
            result.add_hashed(vm, &key, hash)?;
        }
        slot = next;
    }
    Ok(result)
}

/// Gives the set another's keys.
fn take_over(set: &Ref<Set>, other: &Ref<Set>) {
    set.changed();
    let keys = other.table.take();
    drop(set.table.replace(keys));
}

fn inplace_and(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    if other.downcast::<Set>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    take_over(of(this), &intersect(vm, this, other)?);
    Ok(this.clone())
}

fn inplace_or(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    if other.downcast::<Set>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    of(this).update(vm, other)?;
    Ok(this.clone())
}

fn inplace_xor(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    if other.downcast::<Set>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    of(this).symmetric_difference_update(vm, other)?;
    Ok(this.clone())
}

fn inplace_subtract(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    if other.downcast::<Set>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    of(this).difference_update(vm, other)?;
    Ok(this.clone())
}

fn copy(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    if this.class().is(&FROZENSET) {
        return Ok(this.clone());
    }
    Ok(copy_of(vm, this)?.into())
}

fn others<'a>(vm: &Vm, arguments: &Arguments<'a>, name: &str) -> Result<(&'a Value, &'a [Value])> {
    if !arguments.names.is_empty() {
        let class = arguments.values[0].class();
        let base = if class.is_subtype(&FROZENSET) {
            "frozenset"
        } else {
            "set"
        };
        return Err(vm.type_error(format!("{base}.{name}() takes no keyword arguments")));
    }
    Ok((&arguments.values[0], &arguments.values[1..]))
}

fn union(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, others) = others(vm, &arguments, "union")?;
    let result = copy_of(vm, this)?;
    for other in others {
        result.update(vm, other)?;
    }
    Ok(result.into())
}

fn intersection(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, others) = others(vm, &arguments, "intersection")?;
    let Some((first, rest)) = others.split_first() else {
        return Ok(copy_of(vm, this)?.into());
    };
    let mut result = intersect(vm, this, first)?;
    for other in rest {
        result = intersect(vm, result.as_value(), other)?;
    }
    Ok(result.into())
}

fn difference(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, others) = others(vm, &arguments, "difference")?;
    let Some((first, rest)) = others.split_first() else {
        return Ok(copy_of(vm, this)?.into());
    };
    let result = differ(vm, this, first)?;
    for other in rest {
        result.difference_update(vm, other)?;
    }
    Ok(result.into())
}

fn symmetric_difference(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, other) = (required(arguments, 0), required(arguments, 1));
    let result = Set::of_class(plain_class(this));
    result.update(vm, other)?;
    result.symmetric_difference_update(vm, this)?;
    Ok(result.into())
}

fn is_disjoint(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, other) = (required(arguments, 0), required(arguments, 1));
    if let Some((one, other)) = both(this, other) {
        if one.is(other) {
            return Ok(Value::bool(one.is_empty()));
        }
        let (large, small) = if other.len() > one.len() {
            (other, one)
        } else {
            (one, other)
        };
        let mut slot = 0;
        while let Some((next, hash, key)) = small.key_from(slot) {
            if large.contains_hashed(vm, &key, hash)? {
                return Ok(Value::FALSE);
            }
            slot = next;
        }
        return Ok(Value::TRUE);
    }
    let iterator = vm.iter(other)?;
    while let Some(key) = vm.next(&iterator)? {
        if of(this).contains(vm, &key)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn is_subset(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, other) = (required(arguments, 0), required(arguments, 1));
    let other = match other.downcast::<Set>() {
        Some(other) => other.clone(),
        None => Set::from_iterable(vm, other)?,
    };
    let this = of(this);
    Ok(Value::bool(
        this.len() <= other.len() && subset(vm, this, &other)?,
    ))
}

fn is_superset(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, other) = (required(arguments, 0), required(arguments, 1));
    if let Some((this, other)) = both(this, other) {
        return Ok(Value::bool(
            other.len() <= this.len() && subset(vm, other, this)?,
        ));
    }
    let iterator = vm.iter(other)?;
    while let Some(key) = vm.next(&iterator)? {
        if !of(this).contains(vm, &key)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let keys = Value::from(List::new(of(this).to_vec()));
    let state = object_type::state(vm, this)?;
    let parts = vec![
        this.class().to_value(),
        Tuple::new(vec![keys]).into(),
        state,
    ];
    Ok(Tuple::new(parts).into())
}

fn bytes(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let table = of(this).table.borrow().bytes();
    Ok((super::super::type_type::basic_size(this.class()) + table).into())
}

fn add(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).add(vm, required(arguments, 1))?;
    Ok(Value::NONE)
}

fn clear(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).clear_keys();
    Ok(Value::NONE)
}

fn discard(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let set = of(required(arguments, 0));
    with_frozen(vm, required(arguments, 1), |key| set.discard(vm, key))?;
    Ok(Value::NONE)
}

fn remove(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (set, key) = (of(required(arguments, 0)), required(arguments, 1));
    if with_frozen(vm, key, |key| set.discard(vm, key))? {
        return Ok(Value::NONE);
    }
    Err(vm.key_error(key))
}

fn pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0))
        .pop()
        .ok_or_else(|| vm.key_error(&Str::value("pop from an empty set")))
}

fn update(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, others) = others(vm, &arguments, "update")?;
    for other in others {
        of(this).update(vm, other)?;
    }
    Ok(Value::NONE)
}

fn difference_update(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, others) = others(vm, &arguments, "difference_update")?;
    for other in others {
        of(this).difference_update(vm, other)?;
    }
    Ok(Value::NONE)
}

fn intersection_update(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    others(vm, &arguments, "intersection_update")?;
    let this = arguments.values[0].clone();
    let result = intersection(vm, arguments)?;
    if let Some(result) = result.downcast::<Set>() {
        take_over(of(&this), result);
    }
    Ok(Value::NONE)
}

fn symmetric_difference_update(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).symmetric_difference_update(vm, required(arguments, 1))?;
    Ok(Value::NONE)
}
