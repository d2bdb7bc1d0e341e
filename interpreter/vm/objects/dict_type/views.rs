//! Views of dicts (`keys()`, `values()`, `items()`) and their iterators.

use std::cell::Cell;

use super::super::dict::Dict;
use super::super::guarded::Guarded;
use super::super::heap::{Payload, Ref};
use super::super::iterators::sequences::{itself, reduced};
use super::super::list::List;
use super::super::mapping_proxy::MappingProxy;
use super::super::sequence::repr_items;
use super::super::set::Set;
use super::super::slots::{Comparison, Slots};
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::types::{Type, TypeSpec};
use super::super::value::Value;
use crate::native::{Method, Property, required};
use crate::{Result, Vm, payload, static_type};

/// Which part of the entries a view or an iterator shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the parts")]
pub enum Part {
    Keys,
    Values,
    Items,
}

impl Part {
    fn of(self, key: Value, value: Value) -> Value {
        match self {
            Part::Keys => key,
            Part::Values => value,
            Part::Items => Tuple::pair(key, value).into(),
        }
    }
}

/// The payload of views.
pub struct View {
    dict: Ref<Dict>,
    part: Part,
}

/// The payload of iterators of dicts.
pub struct DictIterator {
    /// The dict, until it is exhausted.
    dict: Guarded<Option<Ref<Dict>>>,
    part: Part,
    reversed: bool,
    position: Cell<usize>,
    /// How many entries the dict had, and how often its keys had changed.
    length: usize,
    rest: Cell<usize>,
}

payload!(View, DICT_KEYS, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.dict.as_value());
    }
});

payload!(DictIterator, DICT_KEY_ITERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(dict) = &*self.dict.borrow() {
            visit(dict.as_value());
        }
    }
    fn clear(&self) {
        drop(self.dict.take());
    }
});

const VIEW_PROPERTIES: &[Property] = &[Property::new("mapping", |_, this| {
    Ok(MappingProxy::of(of(this).dict.as_value()))
})];

const SET_VIEW: Slots = Slots {
    repr: Some(view_repr),
    compare: Some(view_compare),
    iter: Some(view_iter),
    length: Some(view_length),
    contains: Some(view_contains),
    and: Some(view_and),
    or: Some(view_or),
    xor: Some(view_xor),
    subtract: Some(view_subtract),
    ..Slots::EMPTY
};

const SET_METHODS: &[Method] = &[
    Method::new(
        "isdisjoint",
        "($self, other, /)",
        is_disjoint,
        "Whether nothing is in both.",
    ),
    Method::new(
        "__reversed__",
        "($self, /)",
        view_reversed,
        "An iterator from the end.",
    ),
];

const ITERATOR: Slots = Slots {
    iter: Some(itself),
    next: Some(iterator_next),
    ..Slots::EMPTY
};

const ITERATOR_METHODS: &[Method] = &[
    Method::new(
        "__length_hint__",
        "($self, /)",
        length_hint,
        "How many items are left.",
    ),
    Method::new(
        "__reduce__",
        "($self, /)",
        iterator_reduce,
        "How to pickle it.",
    ),
];

macro_rules! view_types {
    ($($view:ident $view_name:literal $slots:expr, $methods:expr;
       $iterator:ident $iterator_name:literal;
       $reverse:ident $reverse_name:literal;)*) => {
        static_type! {
            $(#[doc = concat!("`", $view_name, "`")]
            pub $view = TypeSpec {
                name: $view_name,
                layout: Some(<View as Payload>::layout),
                slots: $slots,
                methods: $methods,
                properties: VIEW_PROPERTIES,
                ..TypeSpec::DEFAULT
            };
            #[doc = concat!("`", $iterator_name, "`")]
            pub $iterator = TypeSpec {
                name: $iterator_name,
                layout: Some(<DictIterator as Payload>::layout),
                slots: ITERATOR,
                methods: ITERATOR_METHODS,
                ..TypeSpec::DEFAULT
            };
            #[doc = concat!("`", $reverse_name, "`")]
            pub $reverse = TypeSpec {
                name: $reverse_name,
                layout: Some(<DictIterator as Payload>::layout),
                slots: ITERATOR,
                methods: ITERATOR_METHODS,
                ..TypeSpec::DEFAULT
            });*
        }
    };
}

view_types! {
    DICT_KEYS "dict_keys" SET_VIEW, SET_METHODS;
    DICT_KEY_ITERATOR "dict_keyiterator";
    DICT_REVERSE_KEY_ITERATOR "dict_reversekeyiterator";
    DICT_VALUES "dict_values" Slots {
        repr: Some(view_repr),
        iter: Some(view_iter),
        length: Some(view_length),
        ..Slots::EMPTY
    }, &[Method::new("__reversed__", "($self, /)", view_reversed, "An iterator from the end.")];
    DICT_VALUE_ITERATOR "dict_valueiterator";
    DICT_REVERSE_VALUE_ITERATOR "dict_reversevalueiterator";
    DICT_ITEMS "dict_items" SET_VIEW, SET_METHODS;
    DICT_ITEM_ITERATOR "dict_itemiterator";
    DICT_REVERSE_ITEM_ITERATOR "dict_reverseitemiterator";
}

fn of(value: &Value) -> &Ref<View> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

impl View {
    /// A view of a dict.
    pub fn of(dict: &Value, part: Part) -> Value {
        let class = match part {
            Part::Keys => &DICT_KEYS,
            Part::Values => &DICT_VALUES,
            Part::Items => &DICT_ITEMS,
        };
        match dict.downcast::<Dict>() {
            Some(dict) => Ref::with_class(
                class,
                View {
                    dict: dict.clone(),
                    part,
                },
            )
            .into(),
            None => Value::NONE,
        }
    }

    /// A view of a class of its own, which inherits from the class of views of this part.
    pub fn of_class(class: &Ref<Type>, dict: Ref<Dict>, part: Part) -> Value {
        Ref::with_class(class, View { dict, part }).into()
    }

    /// The dict that is viewed.
    pub fn dict(&self) -> &Ref<Dict> {
        &self.dict
    }

    /// A view that is none of a subclass, of keys, values or items.
    pub(crate) fn exact(value: &Value) -> Option<&Ref<View>> {
        let view = value.downcast::<View>()?;
        [&DICT_KEYS, &DICT_VALUES, &DICT_ITEMS]
            .iter()
            .any(|class| view.class().is(class))
            .then_some(view)
    }

    /// The items that the view shows now.
    pub(crate) fn items(&self) -> Vec<Value> {
        match self.part {
            Part::Keys => return self.dict.keys(),
            Part::Values | Part::Items => {}
        }
        let pairs = self.dict.to_vec().into_iter();
        pairs.map(|(key, value)| self.part.of(key, value)).collect()
    }
}

/// An iterator of a dict.
pub fn iterator(dict: &Ref<Dict>, part: Part, reversed: bool) -> Value {
    let class = match (part, reversed) {
        (Part::Keys, false) => &DICT_KEY_ITERATOR,
        (Part::Keys, true) => &DICT_REVERSE_KEY_ITERATOR,
        (Part::Values, false) => &DICT_VALUE_ITERATOR,
        (Part::Values, true) => &DICT_REVERSE_VALUE_ITERATOR,
        (Part::Items, false) => &DICT_ITEM_ITERATOR,
        (Part::Items, true) => &DICT_REVERSE_ITEM_ITERATOR,
    };
    Ref::with_class(
        class,
        DictIterator {
            part,
            reversed,
            position: Cell::new(if reversed { usize::MAX } else { 0 }),
            length: dict.len(),
            rest: Cell::new(dict.len()),
            dict: Guarded::new(Some(dict.clone())),
        },
    )
    .into()
}

impl DictIterator {
    /// An iterator of items, forwards.
    #[inline(always)]
    pub(crate) fn of_items(value: &Value) -> Option<&Ref<DictIterator>> {
        if !value.class().is(&DICT_ITEM_ITERATOR) {
            return None;
        }
        value.downcast::<DictIterator>()
    }

    /// As [`DictIterator::advance`], quickly where nothing is amiss.
    #[inline]
    pub(crate) fn next_pair(&self, vm: &Vm) -> Result<Option<(Value, Value)>> {
        match self.take_quickly(|key, value| (key.clone(), value.clone())) {
            None => self.advance(vm),
            pair => Ok(pair),
        }
    }

    /// What is made of the next key and value, where nothing is amiss.
    #[inline(always)]
    fn take_quickly<T>(&self, take: impl FnOnce(&Value, &Value) -> T) -> Option<T> {
        let dict = self.dict.borrow();
        let dict = dict.as_ref()?;
        let rest = self.rest.get();
        if self.reversed || rest == 0 || dict.len() != self.length {
            return None;
        }
        let table = dict.table.borrow();
        let start = self.position.get().max(table.front());
        let behind = table.entries().get(start..)?;
        let mut places = behind.iter().enumerate();
        let (skipped, key, value) = places
            .find_map(|(place, entry)| Some((place, entry.key.as_ref()?, entry.value.as_ref()?)))?;
        self.position.set(start + skipped + 1);
        self.rest.set(rest - 1);
        Some(take(key, value))
    }

    /// The next key and value.
    #[inline]
    pub fn advance(&self, vm: &Vm) -> Result<Option<(Value, Value)>> {
        let dict = self.dict.borrow().clone();
        let Some(dict) = dict else {
            return Ok(None);
        };
        if dict.len() != self.length {
            return Err(self.spoil(vm, "dictionary changed size during iteration"));
        }
        let entry = if self.reversed {
            dict.entry_before(self.position.get())
        } else {
            dict.entry_from(self.position.get())
        };
        match entry {
            Some(_) if self.rest.get() == 0 => {
                Err(self.spoil(vm, "dictionary keys changed during iteration"))
            }
            Some((position, key, value)) => {
                self.position.set(position);
                self.rest.set(self.rest.get() - 1);
                Ok(Some((key, value)))
            }
            None => {
                drop(self.dict.take());
                Ok(None)
            }
        }
    }

    /// Which part of the entries the iterator shows.
    pub fn part(&self) -> Part {
        self.part
    }

    #[cold]
    fn spoil(&self, vm: &Vm, message: &str) -> crate::Raised {
        // The position leads nowhere from now on: each further call gives the same error.
        self.rest.set(0);
        vm.runtime_error(message)
    }
}

fn iterator_next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let Some(this) = this.downcast::<DictIterator>() else {
        return Ok(None);
    };
    let found = this.take_quickly(|key, value| match this.part {
        Part::Keys => key.clone(),
        Part::Values => value.clone(),
        Part::Items => Tuple::pair(key.clone(), value.clone()).into(),
    });
    if found.is_some() {
        return Ok(found);
    }
    let pair = this.advance(vm)?;
    Ok(pair.map(|(key, value)| this.part.of(key, value)))
}

fn iterator_of(arguments: &[Option<Value>]) -> &Ref<DictIterator> {
    required(arguments, 0)
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn length_hint(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = iterator_of(arguments);
    let dict = this.dict.borrow();
    let fits = dict.as_ref().is_some_and(|dict| dict.len() == this.length);
    Ok(Value::from(if fits { this.rest.get() } else { 0 }))
}

fn iterator_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = iterator_of(arguments);
    let copy = Ref::with_class(
        this.class(),
        DictIterator {
            dict: Guarded::new(this.dict.borrow().clone()),
            part: this.part,
            reversed: this.reversed,
            position: this.position.clone(),
            length: this.length,
            rest: this.rest.clone(),
        },
    );
    let items = vm.collect(copy.as_value())?;
    reduced(vm, "iter", List::new(items).into(), None)
}

fn view_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let name = this.class().name();
    let text = vm.guard_repr(this, || {
        let items = of(this).items();
        repr_items(vm, &format!("{name}(["), "])", |index| {
            items.get(index).cloned()
        })
    })?;
    Ok(text.map_or_else(|| Str::value("..."), Value::from))
}

fn view_iter(_: &Vm, this: &Value) -> Result<Value> {
    let view = of(this);
    Ok(iterator(&view.dict, view.part, false))
}

fn view_reversed(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let view = of(required(arguments, 0));
    Ok(iterator(&view.dict, view.part, true))
}

fn view_length(_: &Vm, this: &Value) -> Result<usize> {
    Ok(of(this).dict.len())
}

fn view_contains(vm: &Vm, this: &Value, item: &Value) -> Result<bool> {
    let view = of(this);
    if view.part == Part::Keys {
        return view.dict.contains(vm, item);
    }
    let Some([key, value]) = item.downcast::<Tuple>().map(|pair| pair.items()) else {
        return Ok(false);
    };
    match view.dict.get(vm, key)? {
        Some(found) => vm.equal(&found, value),
        None => Ok(false),
    }
}

/// Whether the value is compared with views as a set is.
fn is_set_like(value: &Value) -> bool {
    value.downcast::<Set>().is_some()
        || value
            .downcast::<View>()
            .is_some_and(|view| view.part != Part::Values)
}

fn all_contained(vm: &Vm, inner: &Value, outer: &Value) -> Result<bool> {
    let iterator = vm.iter(inner)?;
    while let Some(item) = vm.next(&iterator)? {
        if !vm.contains(outer, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn view_compare(vm: &Vm, this: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    if !is_set_like(this) || !is_set_like(other) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (left, right) = (vm.length(this)?, vm.length(other)?);
    let holds = match operator {
        Comparison::Equal => left == right && all_contained(vm, this, other)?,
        Comparison::NotEqual => !(left == right && all_contained(vm, this, other)?),
        Comparison::Less => left < right && all_contained(vm, this, other)?,
        Comparison::LessEqual => left <= right && all_contained(vm, this, other)?,
        Comparison::Greater => left > right && all_contained(vm, other, this)?,
        Comparison::GreaterEqual => left >= right && all_contained(vm, other, this)?,
    };
    Ok(Value::bool(holds))
}

fn set_from(vm: &Vm, value: &Value) -> Result<Ref<Set>> {
    Set::from_iterable(vm, value)
}

fn view_subtract(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let result = set_from(vm, left)?;
    result.difference_update(vm, right)?;
    Ok(result.into())
}

fn view_and(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    // Either operand may be the view.
    let (view, other) = match left.downcast::<View>() {
        Some(_) => (left, right),
        None => (right, left),
    };
    let size = vm.length(view)?;
    if let Some(set) = other.downcast_exact::<Set>()
        && size <= set.len()
    {
        return vm.call_method(other, "intersection", std::slice::from_ref(view));
    }
    // Of two views, the smaller one is walked along.
    let (view, other) = match is_set_like(other) && other.downcast::<View>().is_some() {
        true if vm.length(other)? > size => (other, view),
        _ => (view, other),
    };
    let result = Set::new();
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.contains(view, &item)? {
            result.add(vm, &item)?;
        }
    }
    Ok(result.into())
}

fn view_or(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let result = set_from(vm, left)?;
    result.update(vm, right)?;
    Ok(result.into())
}

fn view_xor(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let result = set_from(vm, left)?;
    result.symmetric_difference_update(vm, right)?;
    Ok(result.into())
}

fn is_disjoint(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (view, other) = (required(arguments, 0), required(arguments, 1));
    if view.is(other) {
        return Ok(Value::bool(vm.length(view)? == 0));
    }
    let iterator = vm.iter(other)?;
    while let Some(item) = vm.next(&iterator)? {
        if vm.contains(view, &item)? {
            return Ok(Value::FALSE);
        }
    }
    Ok(Value::TRUE)
}
