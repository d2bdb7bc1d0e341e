//! `enumerate`, `zip`, `map`, `filter`, `reversed`.

use std::cell::Cell;

use num_bigint::BigInt;

use super::super::generic_alias;
use super::super::guarded::Guarded;
use super::super::heap::{Payload, Ref};
use super::super::int::Int;
use super::super::slots::Slots;
use super::super::tuple::Tuple;
use super::super::types::{Type, TypeSpec, flags};
use super::super::value::Value;
use super::pairs::next_item;
use super::sequences::itself;
use crate::call::Arguments;
use crate::native::{Method, Signature, bind, check_keywords, required};
use crate::{Result, Vm, payload, static_type};

/// The payload of `enumerate`.
pub struct Enumerate {
    pub(super) iterator: Value,
    /// The next number, as long as it fits.
    count: Cell<i64>,
    /// The next number beyond that.
    big_count: Guarded<Option<BigInt>>,
}

/// The payload of `zip`.
pub struct Zip {
    iterators: Ref<Tuple>,
    strict: Cell<bool>,
}

/// The payload of `map`.
pub struct Map {
    function: Value,
    iterators: Ref<Tuple>,
}

/// The payload of `filter`.
pub struct Filter {
    function: Value,
    iterator: Value,
}

/// The payload of `reversed`, over positions of anything with `__len__` and `__getitem__`.
pub struct Reversed {
    sequence: Guarded<Option<Value>>,
    index: Cell<i64>,
}

payload!(Enumerate, ENUMERATE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.iterator);
    }
});

payload!(Zip, ZIP, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.iterators.as_value());
    }
});

payload!(Map, MAP, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(self.iterators.as_value());
    }
});

payload!(Filter, FILTER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.iterator);
    }
});

payload!(Reversed, REVERSED, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.sequence.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.sequence.take());
    }
});

static_type! {
    /// `enumerate`
    pub ENUMERATE = TypeSpec {
        name: "enumerate",
        doc: Some("Pairs of a count and an item."),
        signature: Some("(iterable, start=0)"),
        layout: Some(<Enumerate as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(enumerate_new),
            iter: Some(itself),
            next: Some(enumerate_next),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__reduce__", "($self, /)", enumerate_reduce, "How to pickle it."),
            generic_alias::CLASS_GETITEM,
        ],
        ..TypeSpec::DEFAULT
    };
    /// `zip`
    pub ZIP = TypeSpec {
        name: "zip",
        signature: Some("(*iterables, strict=False)"),
        doc: Some("Tuples of one item of each iterable.\n\n>>> list(zip(\"ab\", range(3)))\n[('a', 0), ('b', 1)]"),
        layout: Some(<Zip as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(zip_new),
            iter: Some(itself),
            next: Some(zip_next),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__reduce__", "($self, /)", zip_reduce, "How to pickle it."),
            Method::new("__setstate__", "($self, object, /)", zip_set_state, "Sets strict."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `map`
    pub MAP = TypeSpec {
        name: "map",
        signature: Some("(function, iterable, /, *iterables)"),
        doc: Some("A function applied to items of the iterables."),
        layout: Some(<Map as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(map_new),
            iter: Some(itself),
            next: Some(map_next),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", map_reduce, "How to pickle it.")],
        ..TypeSpec::DEFAULT
    };
    /// `filter`
    pub FILTER = TypeSpec {
        name: "filter",
        signature: Some("(function, iterable, /)"),
        doc: Some("The items for which a function gives true."),
        layout: Some(<Filter as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(filter_new),
            iter: Some(itself),
            next: Some(filter_next),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", filter_reduce, "How to pickle it.")],
        ..TypeSpec::DEFAULT
    };
    /// `reversed`
    pub REVERSED = TypeSpec {
        name: "reversed",
        doc: Some("The items of a sequence from its end."),
        signature: Some("(sequence, /)"),
        layout: Some(<Reversed as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(reversed_new),
            iter: Some(itself),
            next: Some(reversed_next),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__length_hint__", "($self, /)", reversed_hint, "How many items are left."),
            Method::new("__reduce__", "($self, /)", reversed_reduce, "How to pickle it."),
            Method::new("__setstate__", "($self, object, /)", reversed_set, "Sets the position."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of<T: Payload>(value: &Value) -> &Ref<T> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn enumerate_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("enumerate", "(iterable, start=0)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let start = match &bound[1] {
        Some(start) => vm.index(start)?,
        None => Value::int(0),
    };
    let iterator = vm.iter(required(&bound, 0))?;
    let (count, big_count) = match (start.as_i64(), start.as_integer()) {
        (Some(count), _) => (count, None),
        (None, Some(number)) => (0, Some(number.to_big())),
        (None, None) => (0, None),
    };
    Ok(Ref::with_class(
        class,
        Enumerate {
            iterator,
            count: Cell::new(count),
            big_count: Guarded::new(big_count),
        },
    )
    .into())
}

fn enumerate_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let pair = of::<Enumerate>(this).next_pair(vm)?;
    Ok(pair.map(|(number, item)| Tuple::pair(number, item).into()))
}

impl Enumerate {
    /// The next number and item.
    #[inline]
    pub(super) fn next_pair(&self, vm: &Vm) -> Result<Option<(Value, Value)>> {
        let Some(item) = next_item(vm, &self.iterator)? else {
            return Ok(None);
        };
        Ok(Some((self.take_count(), item)))
    }

    #[inline]
    pub(super) fn take_count(&self) -> Value {
        if let Some(count) = &mut *self.big_count.borrow_mut() {
            let number = Int::from_big(count.clone());
            *count += 1;
            return number;
        }
        let count = self.count.get();
        match count.checked_add(1) {
            Some(next) => self.count.set(next),
            None => *self.big_count.borrow_mut() = Some(BigInt::from(count) + 1),
        }
        Value::int(count)
    }

    fn count(&self) -> Value {
        match &*self.big_count.borrow() {
            Some(count) => Int::from_big(count.clone()),
            None => Value::int(self.count.get()),
        }
    }
}

fn reduced(this: &Value, parts: Vec<Value>) -> Value {
    Tuple::pair(this.class().to_value(), Tuple::new(parts).into()).into()
}

fn enumerate_reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    let this = of::<Enumerate>(value);
    Ok(reduced(value, vec![this.iterator.clone(), this.count()]))
}

fn iterators_of(vm: &Vm, iterables: &[Value]) -> Result<Ref<Tuple>> {
    let mut iterators = Vec::with_capacity(iterables.len());
    for iterable in iterables {
        iterators.push(vm.iter(iterable)?);
    }
    Ok(Tuple::new(iterators))
}

fn zip_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let mut strict = false;
    check_keywords(vm, "zip", &arguments, &["strict"])?;
    for (_, value) in arguments.keywords() {
        strict = vm.is_true(value)?;
    }
    let iterators = iterators_of(vm, arguments.positionals())?;
    Ok(Ref::with_class(
        class,
        Zip {
            iterators,
            strict: Cell::new(strict),
        },
    )
    .into())
}

impl Zip {
    /// Whether each tuple has two items, and the iterators need not be of one length.
    #[inline(always)]
    pub(crate) fn makes_pairs(&self) -> bool {
        self.iterators.items().len() == 2 && !self.strict.get()
    }

    /// The next items of the first two iterators.
    #[inline]
    pub(crate) fn next_pair(&self, vm: &Vm) -> Result<Option<(Value, Value)>> {
        let [first, second, ..] = self.iterators.items() else {
            return Ok(None);
        };
        let Some(one) = next_item(vm, first)? else {
            return Ok(None);
        };
        let other = next_item(vm, second)?;
        Ok(other.map(|other| (one, other)))
    }
}

fn zip_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let this = of::<Zip>(this);
    if this.makes_pairs() {
        let pair = this.next_pair(vm)?;
        return Ok(pair.map(|(one, other)| Tuple::pair(one, other).into()));
    }
    let iterators = this.iterators.items();
    if iterators.is_empty() {
        return Ok(None);
    }
    const FEW: usize = 8;
    let (mut few, mut more);
    let items: &mut [Value] = match iterators.len() {
        count @ ..=FEW => {
            few = [const { Value::NONE }; FEW];
            &mut few[..count]
        }
        count => {
            more = vec![Value::NONE; count];
            &mut more
        }
    };
    for (position, iterator) in iterators.iter().enumerate() {
        match next_item(vm, iterator)? {
            Some(item) => items[position] = item,
            None if this.strict.get() => return zip_ended(vm, iterators, position),
            None => return Ok(None),
        }
    }
    let take = |place: usize| std::mem::replace(&mut items[place], Value::NONE);
    Ok(Some(Tuple::with(iterators.len(), take).into()))
}

/// Under `strict`, all iterators must end with the first.
fn zip_ended(vm: &Vm, iterators: &[Value], position: usize) -> Result<Option<Value>> {
    let others = |count: usize| match count {
        1 => "argument 1".to_owned(),
        _ => format!("arguments 1-{count}"),
    };
    if position > 0 {
        return Err(vm.value_error(format!(
            "zip() argument {} is shorter than {}",
            position + 1,
            others(position)
        )));
    }
    for (position, iterator) in iterators.iter().enumerate().skip(1) {
        if vm.next(iterator)?.is_some() {
            return Err(vm.value_error(format!(
                "zip() argument {} is longer than {}",
                position + 1,
                others(position)
            )));
        }
    }
    Ok(None)
}

fn zip_reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    let this = of::<Zip>(value);
    let mut parts = vec![value.class().to_value(), this.iterators.to_value()];
    if this.strict.get() {
        parts.push(Value::TRUE);
    }
    Ok(Tuple::new(parts).into())
}

fn zip_set_state(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let strict = vm.is_true(required(arguments, 1))?;
    of::<Zip>(required(arguments, 0)).strict.set(strict);
    Ok(Value::NONE)
}

/// Refuses keyword arguments, unless a subclass has an `__init__` that takes them.
fn no_keywords(
    vm: &Vm,
    base: &Ref<Type>,
    class: &Ref<Type>,
    arguments: &Arguments<'_>,
) -> Result<()> {
    let same = match (class.slots().init, base.slots().init) {
        (Some(one), Some(other)) => std::ptr::fn_addr_eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    };
    if same && !arguments.names.is_empty() {
        let name = base.name();
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    Ok(())
}

fn map_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    no_keywords(vm, &MAP, class, &arguments)?;
    let [function, iterables @ ..] = arguments.positionals() else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let iterators = iterators_of(vm, iterables)?;
    Ok(Ref::with_class(
        class,
        Map {
            function: function.clone(),
            iterators,
        },
    )
    .into())
}

fn map_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let this = of::<Map>(this);
    if let [only] = this.iterators.items() {
        return match vm.next(only)? {
            Some(item) => vm.call(&this.function, &[item]).map(Some),
            None => Ok(None),
        };
    }
    if let [first, second] = this.iterators.items() {
        let Some(first) = vm.next(first)? else {
            return Ok(None);
        };
        return match vm.next(second)? {
            Some(second) => vm.call(&this.function, &[first, second]).map(Some),
            None => Ok(None),
        };
    }
    let mut items = Vec::with_capacity(this.iterators.items().len());
    for iterator in this.iterators.items() {
        match next_item(vm, iterator)? {
            Some(item) => items.push(item),
            None => return Ok(None),
        }
    }
    vm.call(&this.function, &items).map(Some)
}

fn map_reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    let this = of::<Map>(value);
    let mut parts = vec![this.function.clone()];
    parts.extend_from_slice(this.iterators.items());
    Ok(reduced(value, parts))
}

fn filter_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    no_keywords(vm, &FILTER, class, &arguments)?;
    let [function, iterable] = arguments.positionals() else {
        return Err(vm.type_error(format!(
            "filter expected 2 arguments, got {}",
            arguments.positionals().len()
        )));
    };
    let iterator = vm.iter(iterable)?;
    Ok(Ref::with_class(
        class,
        Filter {
            function: function.clone(),
            iterator,
        },
    )
    .into())
}

fn filter_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let this = of::<Filter>(this);
    let plain = this.function.is_none() || this.function.is(super::super::bool::BOOL.as_value());
    while let Some(item) = vm.next(&this.iterator)? {
        let good = if plain {
            vm.is_true(&item)?
        } else {
            let answer = vm.call(&this.function, std::slice::from_ref(&item))?;
            vm.is_true(&answer)?
        };
        if good {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn filter_reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    let this = of::<Filter>(value);
    Ok(reduced(
        value,
        vec![this.function.clone(), this.iterator.clone()],
    ))
}

fn reversed_new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    no_keywords(vm, &REVERSED, class, &arguments)?;
    let [sequence] = arguments.positionals() else {
        return Err(vm.type_error(format!(
            "reversed expected 1 argument, got {}",
            arguments.positionals().len()
        )));
    };
    let name = vm.intern("__reversed__");
    match vm.lookup_special(sequence, &name)? {
        Some(method) if !method.is_none() => return vm.call(&method, &[]),
        None if vm.is_sequence(sequence) => {}
        _ => {
            return Err(vm.type_error(format!(
                "'{}' object is not reversible",
                sequence.class().name()
            )));
        }
    }
    let length = vm.length(sequence)? as i64;
    Ok(Ref::with_class(
        class,
        Reversed {
            sequence: Guarded::new(Some(sequence.clone())),
            index: Cell::new(length - 1),
        },
    )
    .into())
}

fn reversed_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let this = of::<Reversed>(this);
    let sequence = this.sequence.borrow().clone();
    let (Some(sequence), index) = (sequence, this.index.get()) else {
        return Ok(None);
    };
    if index >= 0 {
        match vm.get_item(&sequence, &Value::int(index)) {
            Ok(item) => {
                this.index.set(index - 1);
                return Ok(Some(item));
            }
            Err(raised)
                if !raised.is(&super::super::exceptions::INDEX_ERROR)
                    && !raised.is(&super::super::exceptions::STOP_ITERATION) =>
            {
                return Err(raised);
            }
            Err(_) => {}
        }
    }
    this.index.set(-1);
    drop(this.sequence.take());
    Ok(None)
}

fn reversed_hint(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = of::<Reversed>(required(arguments, 0));
    let sequence = this.sequence.borrow().clone();
    let Some(sequence) = sequence else {
        return Ok(Value::int(0));
    };
    let length = vm.length(&sequence)? as i64;
    let rest = this.index.get() + 1;
    Ok(Value::int(if length < rest { 0 } else { rest }))
}

fn reversed_reduce(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    let this = of::<Reversed>(value);
    let sequence = this.sequence.borrow().clone();
    Ok(match sequence {
        Some(sequence) => {
            let class = value.class().to_value();
            let arguments = Tuple::new(vec![sequence]).into();
            Tuple::new(vec![class, arguments, Value::int(this.index.get())]).into()
        }
        None => reduced(value, vec![Tuple::empty().into()]),
    })
}

fn reversed_set(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = of::<Reversed>(required(arguments, 0));
    let index = vm.to_isize(required(arguments, 1))? as i64;
    let sequence = this.sequence.borrow().clone();
    if let Some(sequence) = sequence {
        let length = vm.length(&sequence)? as i64;
        this.index.set(index.clamp(-1, length - 1));
    }
    Ok(Value::NONE)
}
