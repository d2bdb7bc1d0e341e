//! The heap of timers: a list that scripts can see, ordered as `heapq` orders it.

use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::slots::Comparison;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::asyncio::handle::Handle;
use crate::asyncio::sleep::Sleep;

fn less(vm: &Vm, left: &Value, right: &Value) -> Result<bool> {
    if let (Some(one), Some(other)) = (time_of(left), time_of(right)) {
        return Ok(one < other);
    }
    vm.compare_bool(left, right, Comparison::Less)
}

/// The time of a timer, where it is an exact float.
#[inline]
pub fn time_of(timer: &Value) -> Option<f64> {
    match timer.downcast::<Handle>() {
        Some(handle) => handle.when(),
        None => timer.downcast::<Sleep>().map(|sleep| sleep.when.get()),
    }
}

fn get(vm: &Vm, heap: &List, position: usize) -> Result<Value> {
    let item = heap.get(position);
    item.ok_or_else(|| vm.runtime_error("list changed size during iteration"))
}

fn put(heap: &List, position: usize, item: Value) {
    let old = match heap.items.borrow_mut().get_mut(position) {
        Some(place) => Some(std::mem::replace(place, item)),
        None => None,
    };
    drop(old);
}

/// Adds a timer.
pub fn push(vm: &Vm, heap: &Ref<List>, item: Value) -> Result<()> {
    heap.push(item);
    rise(vm, heap, heap.len() - 1)
}

/// Removes the earliest timer.
pub fn pop(vm: &Vm, heap: &Ref<List>) -> Result<Option<Value>> {
    let Some(last) = heap.items.borrow_mut().pop() else {
        return Ok(None);
    };
    if heap.is_empty() {
        return Ok(Some(last));
    }
    let first = get(vm, heap, 0)?;
    put(heap, 0, last);
    sink(vm, heap, 0)?;
    Ok(Some(first))
}

/// Puts the timers into order.
pub fn order(vm: &Vm, heap: &Ref<List>) -> Result<()> {
    for position in (0..heap.len() / 2).rev() {
        sink(vm, heap, position)?;
    }
    Ok(())
}

fn rise(vm: &Vm, heap: &Ref<List>, mut position: usize) -> Result<()> {
    while position > 0 {
        let above = (position - 1) / 2;
        if !less(vm, &get(vm, heap, position)?, &get(vm, heap, above)?)? {
            break;
        }
        swap(heap, position, above);
        position = above;
    }
    Ok(())
}

fn sink(vm: &Vm, heap: &Ref<List>, start: usize) -> Result<()> {
    let length = heap.len();
    let mut position = start;
    loop {
        let mut child = 2 * position + 1;
        if child >= length {
            break;
        }
        let right = child + 1;
        if right < length && !less(vm, &get(vm, heap, child)?, &get(vm, heap, right)?)? {
            child = right;
        }
        swap(heap, position, child);
        position = child;
    }
    // What sank to the bottom rises to its place, but not above where it began.
    while position > start {
        let above = (position - 1) / 2;
        if above < start || !less(vm, &get(vm, heap, position)?, &get(vm, heap, above)?)? {
            break;
        }
        swap(heap, position, above);
        position = above;
    }
    Ok(())
}

fn swap(heap: &List, one: usize, other: usize) {
    let mut items = heap.items.borrow_mut();
    if one < items.len() && other < items.len() {
        items.swap(one, other);
    }
}
