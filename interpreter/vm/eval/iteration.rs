//! Handlers of iteration and unpacking.

use super::loads::{discard, discard_option};
use super::registers::{Registers, operand};
use super::specialized as op;
use super::{generators, monitoring};
use crate::objects::exceptions;
use crate::objects::generator::Generator;
use crate::objects::iterators::pairs;
use crate::objects::iterators::sequences::{ListIterator, TupleIterator};
use crate::objects::list::List;
use crate::objects::range::RangeIterator;
use crate::objects::tuple::Tuple;
use crate::objects::tuple_type::TUPLE;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

#[inline(always)]
pub(super) fn get_iter(vm: &Vm, r: &mut Registers) -> Result<()> {
    if r.peek(0).is_exact::<Generator>() {
        return Ok(());
    }
    r.save();
    let iterator = iterate(vm, r.peek(0))?;
    let iterable = r.replace(0, iterator);
    discard(vm, r, iterable);
    Ok(())
}

#[inline(never)]
fn iterate(vm: &Vm, value: &Value) -> Result<Value> {
    vm.iter(value)
}

#[inline(always)]
pub(super) fn get_len(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let length = vm.length(r.peek(0))?;
    r.push(Value::from(length));
    Ok(())
}

/// Leaves a loop: the iterator is dropped, END_FOR and POP_TOP are skipped.
#[inline(always)]
pub(super) fn exhausted(vm: &Vm, r: &mut Registers, distance: usize) {
    let iterator = r.pop();
    r.skip(1 + distance + 2);
    discard(vm, r, iterator);
}

/// The next item; StopIteration that was raised is the end too.
#[inline(never)]
pub(super) fn next_item(vm: &Vm, iterator: &Value) -> Result<Option<Value>> {
    match vm.next_or_stop(iterator) {
        Err(raised) if raised.is(&exceptions::STOP_ITERATION) => {
            monitoring::stopped(vm, raised);
            Ok(None)
        }
        result => result,
    }
}

#[inline(always)]
pub(super) fn for_iter(vm: &Vm, r: &mut Registers, distance: usize) -> Result<()> {
    // A loop over iterators of several types goes between this form and the specialized ones.
    let is_told = monitoring::is_used();
    if !is_told && (generators::for_generator(vm, r, distance)? || for_range(vm, r, distance)) {
        return Ok(());
    }
    r.save();
    match next_item(vm, r.peek(0))? {
        Some(item) => {
            r.push(item);
            r.skip(1);
        }
        None => exhausted(vm, r, distance),
    }
    Ok(())
}

/// Goes on with an item: stores it at once where STORE_FAST comes next.
#[inline(always)]
fn finish_item(vm: &Vm, r: &mut Registers, item: Value) {
    let next = r.cache(1);
    if next as u16 == op::STORE_FAST {
        let old = r.local(operand(next)).replace(item);
        r.skip(2);
        if let Some(old) = old {
            discard(vm, r, old);
        }
    } else {
        r.push(item);
        r.skip(1);
    }
}

#[inline(always)]
pub(super) fn for_range(vm: &Vm, r: &mut Registers, distance: usize) -> bool {
    let Some(iterator) = r.peek(0).downcast_exact::<RangeIterator>() else {
        return false;
    };
    match iterator.advance() {
        Some(number) => finish_item(vm, r, Value::int(number)),
        None => exhausted(vm, r, distance),
    }
    true
}

#[inline(always)]
pub(super) fn for_list(vm: &Vm, r: &mut Registers, distance: usize) -> bool {
    let Some(iterator) = r.peek(0).downcast_exact::<ListIterator>() else {
        return false;
    };
    match iterator.advance() {
        Some(item) => finish_item(vm, r, item),
        None => exhausted(vm, r, distance),
    }
    true
}

#[inline(always)]
pub(super) fn for_tuple(vm: &Vm, r: &mut Registers, distance: usize) -> bool {
    let Some(iterator) = r.peek(0).downcast_exact::<TupleIterator>() else {
        return false;
    };
    match iterator.advance() {
        Some(item) => finish_item(vm, r, item),
        None => exhausted(vm, r, distance),
    }
    true
}

/// Whether an instruction unpacks a sequence into two.
#[inline(always)]
pub(super) fn unpacks_pair(word: u64) -> bool {
    let opcode = word as u16;
    (opcode == op::UNPACK_SEQUENCE || opcode == op::UNPACK_SEQUENCE_TWO_TUPLE) && operand(word) == 2
}

/// An iterator of pairs, each of which is unpacked at once: no tuple is made.
#[inline(always)]
pub(super) fn for_pair(vm: &Vm, r: &mut Registers, distance: usize) -> Result<bool> {
    if !unpacks_pair(r.cache(1)) {
        return Ok(false);
    }
    if let Some(generator) = pairs::enumerated_generator(r.peek(0))
        && generators::for_enumerated(vm, r, generator, distance)
    {
        return Ok(true);
    }
    r.save();
    let Some(pair) = pairs::next_pair(vm, r.peek(0)) else {
        return Ok(false);
    };
    match pair? {
        Some((first, second)) => finish_pair(vm, r, first, second),
        None => exhausted(vm, r, distance),
    }
    Ok(true)
}

/// Goes on with what the generator has given over whose items the loop numbers.
#[inline(always)]
pub(super) fn finish_enumerated(vm: &Vm, r: &mut Registers, value: Value) {
    let number = pairs::take_number(r.peek(0));
    if unpacks_pair(r.cache(1)) {
        finish_pair(vm, r, number, value);
    } else {
        r.push(Tuple::pair(number, value).into());
        r.skip(1);
    }
}

#[inline(always)]
fn finish_pair(vm: &Vm, r: &mut Registers, first: Value, second: Value) {
    let behind = r.cache(3);
    if behind as u16 == op::STORE_FAST_STORE_FAST {
        let slots = operand(behind);
        let old = r.local(slots >> 4).replace(first);
        let other = r.local(slots & 15).replace(second);
        r.skip(4);
        discard_option(vm, r, old);
        discard_option(vm, r, other);
    } else {
        r.push(second);
        r.push(first);
        r.skip(3);
    }
}

/// Any other native iterator: its slot is called directly.
#[inline(always)]
pub(super) fn for_next(vm: &Vm, r: &mut Registers, distance: usize) -> Result<bool> {
    let Some(next) = r.peek(0).class().slots().next else {
        return Ok(false);
    };
    r.save();
    match next(vm, r.peek(0)) {
        Ok(Some(item)) => finish_item(vm, r, item),
        Ok(None) => exhausted(vm, r, distance),
        Err(raised) if raised.is(&exceptions::STOP_ITERATION) => {
            monitoring::stopped(vm, raised);
            exhausted(vm, r, distance);
        }
        Err(raised) => return Err(raised),
    }
    Ok(true)
}

#[inline(always)]
pub(super) fn unpack_sequence(vm: &Vm, r: &mut Registers, count: usize) -> Result<()> {
    r.save();
    let items = unpack(vm, r.peek(0), count, None)?;
    finish_unpacking(vm, r, items);
    r.skip(1);
    Ok(())
}

#[inline(always)]
fn finish_unpacking(vm: &Vm, r: &mut Registers, items: Vec<Value>) {
    let sequence = r.pop();
    for item in items.into_iter().rev() {
        r.push(item);
    }
    discard(vm, r, sequence);
}

#[inline(always)]
pub(super) fn unpack_ex(vm: &Vm, r: &mut Registers, counts: usize) -> Result<()> {
    r.save();
    let items = unpack(vm, r.peek(0), counts & 0xFF, Some(counts >> 8))?;
    finish_unpacking(vm, r, items);
    Ok(())
}

#[cold]
fn not_enough(vm: &Vm, wanted: usize, after: Option<usize>, got: usize) -> Raised {
    let (least, wanted) = match after {
        Some(after) => ("at least ", wanted + after),
        None => ("", wanted),
    };
    vm.value_error(format!(
        "not enough values to unpack (expected {least}{wanted}, got {got})"
    ))
}

/// Whether a tuple is iterated as all are, though its class may be a subclass.
#[inline(always)]
fn iterates_as_tuple(value: &Value) -> bool {
    match (value.class().slots().iter, TUPLE.slots().iter) {
        (Some(one), Some(other)) => std::ptr::fn_addr_eq(one, other),
        _ => false,
    }
}

/// As [`unpack`], for a list or tuple that has enough items.
fn unpack_at_once(value: &Value, count: usize, after: Option<usize>) -> Option<Vec<Value>> {
    let list;
    let items = if let Some(tuple) = value.downcast::<Tuple>()
        && iterates_as_tuple(value)
    {
        tuple.items()
    } else {
        list = value.downcast_exact::<List>()?.items.borrow();
        &list[..]
    };
    let Some(after) = after else {
        return (items.len() == count).then(|| items.to_vec());
    };
    let rest = items
        .len()
        .checked_sub(after)
        .filter(|&rest| rest >= count)?;
    let mut unpacked = Vec::with_capacity(count + 1 + after);
    unpacked.extend_from_slice(&items[..count]);
    unpacked.push(List::new(items[count..rest].to_vec()).into());
    unpacked.extend_from_slice(&items[rest..]);
    Some(unpacked)
}

/// The first `count` items; with `after`, then a list of those in the middle, and as many as
/// `after` at the end.
#[inline(never)]
fn unpack(vm: &Vm, value: &Value, count: usize, after: Option<usize>) -> Result<Vec<Value>> {
    if let Some(items) = unpack_at_once(value, count, after) {
        return Ok(items);
    }
    let iterator = vm.iter(value).map_err(|raised| {
        let iterates = value.class().slots().iter.is_some() || vm.is_sequence(value);
        if raised.is(&exceptions::TYPE_ERROR) && !iterates {
            return vm.type_error(format!(
                "cannot unpack non-iterable {} object",
                value.class().name()
            ));
        }
        raised
    })?;
    let mut items = Vec::with_capacity(count + 1 + after.unwrap_or(0));
    while items.len() < count {
        match next_item(vm, &iterator)? {
            Some(item) => items.push(item),
            None => return Err(not_enough(vm, count, after, items.len())),
        }
    }
    let Some(after) = after else {
        if next_item(vm, &iterator)?.is_some() {
            return Err(vm.value_error(format!("too many values to unpack (expected {count})")));
        }
        return Ok(items);
    };
    // A list is made of the iterator, which asks it for its own iterator.
    let mut middle = vm.collect(&iterator)?;
    let Some(rest) = middle.len().checked_sub(after) else {
        return Err(not_enough(vm, count, Some(after), count + middle.len()));
    };
    let last = middle.split_off(rest);
    items.push(List::new(middle).into());
    items.extend(last);
    Ok(items)
}

#[inline(always)]
pub(super) fn unpack_two_tuple(vm: &Vm, r: &mut Registers) -> bool {
    let Some(tuple) = r.peek(0).downcast_exact::<Tuple>() else {
        return false;
    };
    let [first, second] = tuple.items() else {
        return false;
    };
    let (first, second) = (first.clone(), second.clone());
    let tuple = r.replace(0, second);
    r.push(first);
    r.skip(1);
    discard(vm, r, tuple);
    true
}

#[inline(always)]
pub(super) fn unpack_tuple(vm: &Vm, r: &mut Registers, count: usize) -> bool {
    let Some(tuple) = r.peek(0).downcast_exact::<Tuple>() else {
        return false;
    };
    let items = tuple.items();
    if items.len() != count {
        return false;
    }
    let sequence = r.pop();
    for item in items.iter().rev() {
        r.push(item.clone());
    }
    r.skip(1);
    discard(vm, r, sequence);
    true
}

#[inline(always)]
pub(super) fn unpack_list(vm: &Vm, r: &mut Registers, count: usize) -> bool {
    let Some(list) = r.peek(0).downcast_exact::<List>() else {
        return false;
    };
    if list.len() != count {
        return false;
    }
    let sequence = r.pop();
    for item in list.items.borrow().iter().rev() {
        r.push(item.clone());
    }
    r.skip(1);
    discard(vm, r, sequence);
    true
}
