//! Handlers of subscripts and slices.

use super::calls;
use super::loads::{discard, settle};
use super::registers::Registers;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::list::List;
use crate::objects::list_type::drop_backwards;
use crate::objects::slice::Slice;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

#[inline(never)]
fn get_item(vm: &Vm, container: &Value, key: &Value) -> Result<Value> {
    vm.get_item(container, key)
}

#[inline(never)]
fn set_item(vm: &Vm, container: &Value, key: &Value, value: &Value) -> Result<()> {
    vm.set_item(container, key, value)
}

/// Puts an item in the place of container and key.
#[inline(always)]
fn finish(vm: &Vm, r: &mut Registers, item: Value) {
    let key = r.pop();
    let container = r.replace(0, item);
    discard(vm, r, key);
    discard(vm, r, container);
}

#[inline(always)]
pub(super) fn binary_subscr(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let item = get_item(vm, r.peek(1), r.peek(0))?;
    finish(vm, r, item);
    r.skip(1);
    Ok(())
}

/// The position that an immediate integer names in a sequence of this length.
#[inline(always)]
pub(super) fn position(key: &Value, length: usize) -> Option<usize> {
    let index = key.as_small_int()?;
    let index = if index < 0 {
        index + length as i64
    } else {
        index
    };
    ((index as u64) < length as u64).then_some(index as usize)
}

#[inline(always)]
pub(super) fn list_int(vm: &Vm, r: &mut Registers) -> bool {
    let Some(list) = r.peek(1).downcast_exact::<List>() else {
        return false;
    };
    let item = {
        let items = list.items.borrow();
        let Some(index) = position(r.peek(0), items.len()) else {
            return false;
        };
        items[index].clone()
    };
    r.pop_bits();
    let container = r.replace(0, item);
    discard(vm, r, container);
    r.skip(1);
    true
}

#[inline(always)]
pub(super) fn tuple_int(vm: &Vm, r: &mut Registers) -> bool {
    let Some(tuple) = r.peek(1).downcast_exact::<Tuple>() else {
        return false;
    };
    let items = tuple.items();
    let Some(index) = position(r.peek(0), items.len()) else {
        return false;
    };
    let item = items[index].clone();
    r.pop_bits();
    let container = r.replace(0, item);
    discard(vm, r, container);
    r.skip(1);
    true
}

#[inline(always)]
pub(super) fn str_int(vm: &Vm, r: &mut Registers) -> bool {
    let Some(text) = r.peek(1).downcast_exact::<Str>() else {
        return false;
    };
    if !text.is_ascii() {
        return false;
    }
    let bytes = text.as_bytes();
    let Some(index) = position(r.peek(0), bytes.len()) else {
        return false;
    };
    let item = Str::from_code_point(u32::from(bytes[index])).into();
    r.pop_bits();
    let container = r.replace(0, item);
    discard(vm, r, container);
    r.skip(1);
    true
}

#[inline(always)]
pub(super) fn dict(vm: &Vm, r: &mut Registers) -> Result<bool> {
    let Some(dict) = r.peek(1).downcast_exact::<Dict>() else {
        return Ok(false);
    };
    r.save();
    let Some(item) = dict_item(vm, dict, r.peek(0))? else {
        return Err(vm.key_error(r.peek(0)));
    };
    finish(vm, r, item);
    r.skip(1);
    Ok(true)
}

#[inline(never)]
fn dict_item(
    vm: &Vm,
    dict: &crate::objects::heap::Ref<Dict>,
    key: &Value,
) -> Result<Option<Value>> {
    dict.get(vm, key)
}

/// A class with a Python `__getitem__`, which the cache of look-ups finds.
#[inline(always)]
pub(super) fn python_getitem(vm: &Vm, r: &mut Registers) -> Result<bool> {
    let name = &crate::objects::names::names().__getitem__;
    let Some(found) = r.peek(1).class().lookup(vm, name) else {
        return Ok(false);
    };
    if !found.is_exact::<Function>() {
        return Ok(false);
    }
    calls::enter_with_operands(vm, r, found, 2, 1)?;
    Ok(true)
}

#[inline(always)]
pub(super) fn binary_slice(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let item = slice_of(vm, r.peek(2), r.peek(1), r.peek(0))?;
    r.drop_many(2);
    let container = r.replace(0, item);
    discard(vm, r, container);
    Ok(())
}

/// The end of a slice that an immediate integer names in a sequence of this length.
fn end_of(value: &Value, length: usize, default: usize) -> Option<usize> {
    if value.is_none() {
        return Some(default);
    }
    let index = value.as_small_int()?;
    let length = length as i64;
    let index = if index < 0 { index + length } else { index };
    Some(index.clamp(0, length) as usize)
}

/// Both ends of such a slice, in order.
fn ends_of(start: &Value, stop: &Value, length: usize) -> Option<(usize, usize)> {
    let start = end_of(start, length, 0)?;
    let stop = end_of(stop, length, length)?;
    Some((start, stop.max(start)))
}

/// The part of a list between two ends that are immediate integers or `None`.
fn part_of(list: &List, start: &Value, stop: &Value) -> Option<Value> {
    let part = {
        let items = list.items.borrow();
        let start = end_of(start, items.len(), 0)?;
        let stop = end_of(stop, items.len(), items.len())?;
        items.get(start..stop.max(start))?.to_vec()
    };
    Some(List::new(part).into())
}

/// Puts the items of another list in the place of a part of a list, and gives what was there.
fn replace_part(list: &List, start: &Value, stop: &Value, source: &List) -> Option<Vec<Value>> {
    let source = source.items.borrow();
    let mut items = list.items.borrow_mut();
    let start = end_of(start, items.len(), 0)?;
    let stop = end_of(stop, items.len(), items.len())?.max(start);
    if stop - start != source.len() {
        return Some(items.splice(start..stop, source.iter().cloned()).collect());
    }
    let mut objects = Vec::new();
    for (place, item) in items[start..stop].iter_mut().zip(source.iter()) {
        let old = std::mem::replace(place, item.clone());
        // What is no object can be dropped at once.
        if old.is_object() {
            objects.push(old);
        }
    }
    Some(objects)
}

#[inline(never)]
fn slice_of(vm: &Vm, container: &Value, start: &Value, stop: &Value) -> Result<Value> {
    if let Some(list) = container.downcast_exact::<List>()
        && let Some(part) = part_of(list, start, stop)
    {
        return Ok(part);
    }
    if let Some(text) = container.downcast_exact::<Str>()
        && text.is_ascii()
        && let Some((start, stop)) = ends_of(start, stop, text.len())
    {
        return Ok(Str::part_of_ascii(text, start, stop).into());
    }
    if let Some(tuple) = container.downcast_exact::<Tuple>()
        && let Some((start, stop)) = ends_of(start, stop, tuple.items().len())
        && stop - start < tuple.items().len()
    {
        return Ok(Tuple::from_slice(&tuple.items()[start..stop]).into());
    }
    let slice = Slice::new(start.clone(), stop.clone(), Value::NONE).into();
    vm.get_item(container, &slice)
}

/// The stack: value, container, key.
#[inline(always)]
pub(super) fn store_subscr(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    set_item(vm, r.peek(1), r.peek(0), r.peek(2))?;
    settle(vm, r);
    for _ in 0..3 {
        let value = r.pop();
        discard(vm, r, value);
    }
    r.skip(1);
    Ok(())
}

#[inline(always)]
pub(super) fn store_list_int(vm: &Vm, r: &mut Registers) -> bool {
    let Some(list) = r.peek(1).downcast_exact::<List>() else {
        return false;
    };
    let old = {
        let mut items = list.items.borrow_mut();
        let Some(index) = position(r.peek(0), items.len()) else {
            return false;
        };
        r.pop_bits();
        let container = r.pop();
        let old = std::mem::replace(&mut items[index], r.pop());
        (container, old)
    };
    r.skip(1);
    discard(vm, r, old.1);
    discard(vm, r, old.0);
    true
}

#[inline(always)]
pub(super) fn store_dict(vm: &Vm, r: &mut Registers) -> Result<bool> {
    let Some(dict) = r.peek(1).downcast_exact::<Dict>() else {
        return Ok(false);
    };
    r.save();
    set_dict_item(vm, dict, r.peek(0), r.peek(2))?;
    for _ in 0..3 {
        let value = r.pop();
        discard(vm, r, value);
    }
    r.skip(1);
    Ok(true)
}

#[inline(never)]
fn set_dict_item(
    vm: &Vm,
    dict: &crate::objects::heap::Ref<Dict>,
    key: &Value,
    value: &Value,
) -> Result<()> {
    dict.set(vm, key, value.clone())
}

/// The stack: value, container, start, stop.
#[inline(always)]
pub(super) fn store_slice(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    set_slice(vm, r.values(4))?;
    settle(vm, r);
    for _ in 0..4 {
        let value = r.pop();
        discard(vm, r, value);
    }
    Ok(())
}

#[inline(never)]
fn set_slice(vm: &Vm, operands: &[Value]) -> Result<()> {
    let [value, container, start, stop] = operands else {
        return Ok(());
    };
    if let Some(list) = container.downcast_exact::<List>()
        && let Some(source) = value.downcast_exact::<List>()
        && !list.is(source)
        && let Some(old) = replace_part(list, start, stop, source)
    {
        drop_backwards(old);
        return Ok(());
    }
    let slice = Slice::new(start.clone(), stop.clone(), Value::NONE).into();
    vm.set_item(container, &slice, value)
}

#[inline(always)]
pub(super) fn delete_subscr(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    vm.delete_item(r.peek(1), r.peek(0))?;
    for _ in 0..2 {
        let value = r.pop();
        discard(vm, r, value);
    }
    calls::after_native(vm, r)
}
