//! `list`: its slots and methods.

use super::generic_alias;
use super::heap::{Payload, Ref};
use super::iterators::{ListIterator, ReversedListIterator};
use super::list::List;
use super::sequence::{self, bound, clamped, position, repeat_count};
use super::slice::Slice;
use super::slots::{Comparison, Slots};
use super::sort;
use super::str::Str;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Signature, bind, required};
use crate::protocols::comparison::plain_order_of_items;
use crate::protocols::iteration::items_at_once;
use crate::{Result, Vm, static_type};

static_type! {
    /// `list`
    pub LIST = TypeSpec {
        name: "list",
        doc: Some("Built-in mutable sequence."),
        signature: Some("(iterable=(), /)"),
        layout: Some(<List as Payload>::layout),
        flags: flags::BASE | flags::SEQUENCE | flags::MATCH_SELF | flags::LIST_SUBCLASS,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, List::default()).into())),
            init: Some(init),
            repr: Some(repr),
            compare: Some(compare),
            iter: Some(|_, this| Ok(ListIterator::of(this).into())),
            length: Some(|_, this| Ok(of(this).len())),
            getitem: Some(get_item),
            setitem: Some(store_item),
            contains: Some(contains),
            concatenate: Some(concatenate),
            repeat: Some(repeat),
            inplace_concatenate: Some(inplace_concatenate),
            inplace_repeat: Some(inplace_repeat),
            ..Slots::EMPTY
        },
        methods: METHODS,
        constants: &[("__hash__", |_| Value::NONE)],
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "__getitem__",
        "($self, index, /)",
        |vm, values| get_item(vm, required(values, 0), required(values, 1)),
        "The item at an index, or those of a slice.",
    ),
    Method::new(
        "append",
        "($self, object, /)",
        append,
        "Adds an item at the end.",
    ),
    Method::new("clear", "($self, /)", clear, "Removes all items."),
    Method::new("copy", "($self, /)", copy, "A shallow copy."),
    Method::new(
        "count",
        "($self, value, /)",
        count,
        "How many items equal value.",
    ),
    Method::new(
        "extend",
        "($self, iterable, /)",
        extend,
        "Adds the items of an iterable.",
    ),
    Method::new(
        "index",
        "($self, value, start=0, stop=sys.maxsize, /)",
        index,
        "The first position of value; ValueError if there is none.",
    ),
    Method::new(
        "insert",
        "($self, index, object, /)",
        insert,
        "Inserts before index.",
    ),
    Method::new(
        "pop",
        "($self, index=-1, /)",
        pop,
        "Removes and gives an item.",
    ),
    Method::new(
        "remove",
        "($self, value, /)",
        remove,
        "Removes the first item that equals value.",
    ),
    Method::new("reverse", "($self, /)", reverse, "Reverses in place."),
    Method::new(
        "sort",
        "($self, /, *, key=None, reverse=False)",
        sort_method,
        "Sorts in place.",
    ),
    Method::new(
        "__reversed__",
        "($self, /)",
        reversed,
        "An iterator from the end.",
    ),
    Method::new("__sizeof__", "($self, /)", bytes, "Bytes in memory."),
    generic_alias::CLASS_GETITEM,
];

fn of(value: &Value) -> &Ref<List> {
    value
        .downcast::<List>()
        .expect("the type of self is checked before a method is called")
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("list", "(iterable=(), /)");
    let own_new = LIST.slots().new.map(|new| new as usize);
    let arguments = if this.class().slots().new.map(|new| new as usize) == own_new {
        arguments
    } else {
        // Keyword arguments are those of the `__new__` of the subclass.
        Arguments::positional(arguments.positionals())
    };
    let list = of(this);
    if let ([iterable], []) = (arguments.values, arguments.names) {
        drop(list.items.take());
        return extend_from(vm, list, iterable);
    }
    let bound = bind(vm, &SIGNATURE, arguments)?;
    drop(list.items.take());
    match &bound[0] {
        Some(iterable) => extend_from(vm, list, iterable),
        None => Ok(()),
    }
}

/// Adds the items of an iterable; those that came before an error stay.
pub fn extend_from(vm: &Vm, list: &Ref<List>, iterable: &Value) -> Result<()> {
    let append = |items: &[Value]| {
        let mut own = list.items.borrow_mut();
        if own.is_empty() {
            own.reserve_exact(items.len());
        }
        own.extend_from_slice(items);
    };
    if let Some(tuple) = iterable.downcast_exact::<super::tuple::Tuple>() {
        append(tuple.items());
        return Ok(());
    }
    if let Some(other) = iterable.downcast_exact::<List>() {
        match other.is(list) {
            true => append(&other.to_vec()),
            false => append(&other.items.borrow()),
        }
        return Ok(());
    }
    if let Some(items) = items_at_once(iterable) {
        append(&items);
        return Ok(());
    }
    let iterator = vm.iter(iterable)?;
    let hint = vm.length_hint(iterable, 8)?.min(1 << 16);
    list.items.borrow_mut().reserve(hint);
    vm.for_each_left(&iterator, |item| {
        list.push(item);
        Ok(())
    })
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let list = of(this);
    if list.is_empty() {
        return Ok(Str::value("[]"));
    }
    let text = vm.guard_repr(this, || {
        sequence::repr_items(vm, "[", "]", |index| list.get(index))
    })?;
    Ok(text.map_or_else(|| Str::value("[...]"), Value::from))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(left), Some(right)) = (left.downcast::<List>(), right.downcast::<List>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let is_equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    if !is_equality || left.len() == right.len() {
        let order = plain_order_of_items(&left.items.borrow(), &right.items.borrow());
        if let Some(order) = order {
            return Ok(Value::bool(operator.holds(order)));
        }
    }
    sequence::compare(
        vm,
        |index| left.get(index),
        |index| right.get(index),
        || (left.len(), right.len()),
        operator,
    )
}

fn index_error(vm: &Vm, key: &Value) -> crate::Raised {
    vm.type_error(format!(
        "list indices must be integers or slices, not {}",
        key.class().name()
    ))
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let list = of(this);
    if let Some(slice) = key.downcast::<Slice>() {
        let span = slice.span(vm, || list.len())?;
        let items = list.items.borrow();
        let picked = if span.step == 1 {
            let start = span.start as usize;
            items[start..start + span.count].to_vec()
        } else if span.step == -1 && span.count > 0 {
            let last = span.start as usize;
            let picked = &items[last + 1 - span.count..=last];
            picked.iter().rev().cloned().collect()
        } else {
            span.positions()
                .map(|position| items[position].clone())
                .collect()
        };
        return Ok(List::new(picked).into());
    }
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(index_error(vm, key));
    }
    let index = vm.to_subscript(key)?;
    position(index, list.len())
        .and_then(|position| list.get(position))
        .ok_or_else(|| vm.index_error("list index out of range"))
}

fn store_item(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let list = of(this);
    if let Some(slice) = key.downcast::<Slice>() {
        return match value {
            Some(value) => store_slice(vm, list, slice, value),
            None => delete_slice(vm, list, slice),
        };
    }
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(index_error(vm, key));
    }
    let index = vm.to_subscript(key)?;
    let Some(position) = position(index, list.len()) else {
        return Err(vm.index_error("list assignment index out of range"));
    };
    let old = match value {
        Some(value) => std::mem::replace(&mut list.items.borrow_mut()[position], value.clone()),
        None => list.items.borrow_mut().remove(position),
    };
    drop(old);
    Ok(())
}

fn store_slice(vm: &Vm, list: &Ref<List>, slice: &Slice, value: &Value) -> Result<()> {
    let refusal = || "must assign iterable to extended slice".to_owned();
    let bounds = slice.unpack(vm)?;
    if bounds.2 == 1 {
        let items = vm.collect_sequence(value, refusal)?;
        let span = super::slice::adjust(bounds, list.len());
        let start = span.start as usize;
        let end = (span.stop as usize).max(start);
        let old = list.items.borrow_mut().splice(start..end, items).collect();
        drop_backwards(old);
        return Ok(());
    }
    let items = vm.collect_sequence(value, refusal)?;
    let span = super::slice::adjust(bounds, list.len());
    if items.len() != span.count {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            items.len(),
            span.count
        )));
    }
    let mut old = items;
    {
        let mut target = list.items.borrow_mut();
        for (position, item) in span.positions().zip(&mut old) {
            std::mem::swap(&mut target[position], item);
        }
    }
    drop(old);
    Ok(())
}

fn delete_slice(vm: &Vm, list: &Ref<List>, slice: &Slice) -> Result<()> {
    let span = slice.span(vm, || list.len())?;
    if span.count == 0 {
        return Ok(());
    }
    if span.step == 1 {
        let start = span.start as usize;
        let items = start..start + span.count;
        let old = list.items.borrow_mut().drain(items).collect();
        drop_backwards(old);
    } else {
        let mut doomed = vec![false; list.len()];
        span.positions()
            .for_each(|position| doomed[position] = true);
        let mut doomed = doomed.into_iter();
        let (old, kept): (Vec<Value>, _) = list
            .items
            .take()
            .into_iter()
            .partition(|_| doomed.next().unwrap_or(false));
        *list.items.borrow_mut() = kept;
        drop(old);
    }
    Ok(())
}

/// Drops items from the last one on, which is the order in which lists let go of a slice.
pub(crate) fn drop_backwards(mut items: Vec<Value>) {
    while items.pop().is_some() {}
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> Result<bool> {
    Ok(find(vm, of(this), item, 0)?.is_some())
}

/// The position of the first item, from a position on, that equals another value.
fn find(vm: &Vm, list: &Ref<List>, wanted: &Value, start: usize) -> Result<Option<usize>> {
    let mut index = start;
    loop {
        index += plainly_different(list.items.borrow().get(index..).unwrap_or(&[]), wanted);
        let Some(candidate) = list.get(index) else {
            return Ok(None);
        };
        if vm.equal(&candidate, wanted)? {
            return Ok(Some(index));
        }
        index += 1;
    }
}

/// How many items at the beginning certainly differ from a value.
fn plainly_different(items: &[Value], wanted: &Value) -> usize {
    let first = if wanted.is_small_int() {
        let is_other = |item: &Value| item.is_small_int() && !item.is(wanted);
        items.iter().position(|item| !is_other(item))
    } else if let Some(text) = wanted.downcast_exact::<Str>() {
        let is_other = |item: &Value| {
            let item = item.downcast_exact::<Str>();
            item.is_some_and(|item| !item.same_text(text))
        };
        items.iter().position(|item| !is_other(item))
    } else {
        Some(0)
    };
    first.unwrap_or(items.len())
}

fn concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    let Some(other) = other.downcast::<List>() else {
        return Err(vm.type_error(format!(
            "can only concatenate list (not \"{}\") to list",
            other.class().name()
        )));
    };
    let left = of(this).items.borrow();
    let right = other.items.borrow();
    let mut items = Vec::with_capacity(left.len() + right.len());
    items.extend_from_slice(&left);
    items.extend_from_slice(&right);
    Ok(List::new(items).into())
}

fn repeated(vm: &Vm, items: &[Value], count: &Value) -> Result<Vec<Value>> {
    let count = repeat_count(vm, count, items.len())?;
    let mut result: Vec<Value> = Vec::new();
    if result.try_reserve_exact(items.len() * count).is_err() {
        return Err(vm.memory_error(""));
    }
    if let [only] = items {
        result.extend(std::iter::repeat_n(only, count).cloned());
        return Ok(result);
    }
    for _ in 0..count {
        result.extend_from_slice(items);
    }
    Ok(result)
}

fn repeat(vm: &Vm, this: &Value, count: &Value) -> Result<Value> {
    if count.is_small_int() {
        // No code of a script runs, so that the list stays as it is.
        let items = repeated(vm, &of(this).items.borrow(), count)?;
        return Ok(List::new(items).into());
    }
    let items = of(this).to_vec();
    Ok(List::new(repeated(vm, &items, count)?).into())
}

fn inplace_concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    extend_from(vm, of(this), other)?;
    Ok(this.clone())
}

fn inplace_repeat(vm: &Vm, this: &Value, count: &Value) -> Result<Value> {
    let items = of(this).to_vec();
    let repeated = repeated(vm, &items, count)?;
    drop(of(this).items.replace(repeated));
    drop_backwards(items);
    Ok(this.clone())
}

fn append(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).push(required(arguments, 1).clone());
    Ok(Value::NONE)
}

fn clear(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).drop_items();
    Ok(Value::NONE)
}

fn copy(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(List::new(of(required(arguments, 0)).to_vec()).into())
}

fn count(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (list, value) = (of(required(arguments, 0)), required(arguments, 1));
    let (mut index, mut count) = (0, 0usize);
    while let Some(found) = find(vm, list, value, index)? {
        count += 1;
        index = found + 1;
    }
    Ok(count.into())
}

fn extend(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    extend_from(vm, of(required(arguments, 0)), required(arguments, 1))?;
    Ok(Value::NONE)
}

fn index(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (list, value) = (of(required(arguments, 0)), required(arguments, 1));
    let start = bound(vm, &arguments[2], 0)?;
    let stop = bound(vm, &arguments[3], isize::MAX)?;
    let mut index = clamped(start, list.len());
    let stop = clamped(stop, list.len());
    while index < stop {
        index += {
            let items = list.items.borrow();
            let rest = items.get(index..stop.min(items.len()));
            plainly_different(rest.unwrap_or(&[]), value)
        };
        let Some(candidate) = list.get(index).filter(|_| index < stop) else {
            break;
        };
        if vm.equal(&candidate, value)? {
            return Ok(index.into());
        }
        index += 1;
    }
    Err(vm.value_error(format!("{} is not in list", vm.repr_text(value)?)))
}

fn insert(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let index = vm.to_isize(required(arguments, 1))?;
    let list = of(required(arguments, 0));
    let position = clamped(index, list.len());
    list.items
        .borrow_mut()
        .insert(position, required(arguments, 2).clone());
    Ok(Value::NONE)
}

fn pop(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let list = of(required(arguments, 0));
    let index = match &arguments[1] {
        Some(index) => vm.to_isize(index)?,
        None => -1,
    };
    if list.is_empty() {
        return Err(vm.index_error("pop from empty list"));
    }
    match position(index, list.len()) {
        Some(position) if position + 1 == list.len() => {
            let last = list.items.borrow_mut().pop();
            Ok(last.unwrap_or(Value::NONE))
        }
        Some(position) => Ok(list.items.borrow_mut().remove(position)),
        None => Err(vm.index_error("pop index out of range")),
    }
}

fn remove(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (list, value) = (of(required(arguments, 0)), required(arguments, 1));
    if let Some(index) = find(vm, list, value, 0)? {
        let old = {
            let mut items = list.items.borrow_mut();
            (index < items.len()).then(|| items.remove(index))
        };
        drop(old);
        return Ok(Value::NONE);
    }
    Err(vm.value_error("list.remove(x): x not in list"))
}

fn reverse(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    of(required(arguments, 0)).items.borrow_mut().reverse();
    Ok(Value::NONE)
}

fn sort_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let list = of(required(arguments, 0));
    let key = arguments[1].as_ref().filter(|key| !key.is_none());
    let reverse = match &arguments[2] {
        Some(reverse) => vm.is_true(reverse)?,
        None => false,
    };
    sort_list(vm, list, key, reverse)?;
    Ok(Value::NONE)
}

/// Sorts a list, which is empty for others to see while it is being sorted.
pub fn sort_list(vm: &Vm, list: &Ref<List>, key: Option<&Value>, reverse: bool) -> Result<()> {
    let mut items = list.items.take();
    let result = sort::sort(vm, &mut items, key, reverse);
    // The keys may have had finalizers, which may change the list.
    vm.run_finalizers();
    let touched = {
        let now = list.items.borrow();
        !now.is_empty() || now.capacity() != 0
    };
    drop(list.items.replace(items));
    result?;
    if touched {
        return Err(vm.value_error("list modified during sort"));
    }
    Ok(())
}

fn reversed(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(ReversedListIterator::of(required(arguments, 0)).into())
}

fn bytes(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let list = of(required(arguments, 0));
    let items = list.items.borrow().capacity() * size_of::<Value>();
    Ok((LIST.layout().object.size() + items).into())
}
