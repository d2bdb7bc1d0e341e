//! The timers of a loop. They stand in a heap with their times beside them until a script looks
//! at `_scheduled`: then they stand in the list that it sees, ordered in the same way.

use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{EventLoop, heap, seen};
use crate::asyncio::handle::Handle;
use crate::asyncio::sleep::Sleep;
use crate::support::Visit;

/// The fewest timers for which it pays to look at how many were cancelled.
const FEW_TIMERS: usize = 100;

/// A timer and its time.
pub struct Timer {
    when: f64,
    value: Value,
}

impl Visit for Timer {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.value);
    }
}

/// Schedules a timer.
pub fn add(vm: &Vm, native: &EventLoop, timer: Value) -> Result<()> {
    if !native.scheduled_seen.get() {
        if let Some(when) = heap::time_of(&timer) {
            let mut timers = native.timers.borrow_mut();
            timers.push(Timer { when, value: timer });
            let last = timers.len() - 1;
            rise(&mut timers, 0, last);
            return Ok(());
        }
        // Its time is no float: the list compares the timers themselves.
        drop(seen::scheduled(vm, native));
    }
    heap::push(vm, &list(vm, native)?, timer)
}

/// Whether there is none.
pub fn is_empty(vm: &Vm, native: &EventLoop) -> Result<bool> {
    match native.scheduled_seen.get() {
        false => Ok(native.timers.borrow().is_empty()),
        true => Ok(list(vm, native)?.is_empty()),
    }
}

/// The time of the next one.
pub fn next_time(vm: &Vm, native: &EventLoop) -> Result<Option<f64>> {
    if !native.scheduled_seen.get() {
        return Ok(native.timers.borrow().first().map(|timer| timer.when));
    }
    match list(vm, native)?.get(0) {
        Some(first) => when(vm, &first).map(Some),
        None => Ok(None),
    }
}

/// Removes the next one if it is due before a time.
pub fn take_due(vm: &Vm, native: &EventLoop, end: f64) -> Result<Option<Value>> {
    let timer = if native.scheduled_seen.get() {
        let timers = list(vm, native)?;
        match timers.get(0) {
            Some(first) if when(vm, &first)? < end => heap::pop(vm, &timers)?,
            _ => None,
        }
    } else {
        let mut timers = native.timers.borrow_mut();
        let is_due = timers.first().is_some_and(|first| first.when < end);
        if is_due { pop(&mut timers) } else { None }
    };
    if let Some(timer) = &timer {
        set_unscheduled(vm, timer)?;
    }
    Ok(timer)
}

/// Removes cancelled timers: all when they are many, otherwise those that are next.
pub fn forget_cancelled(vm: &Vm, native: &EventLoop) -> Result<()> {
    if native.scheduled_seen.get() {
        return forget_listed(vm, native);
    }
    let count = native.timers.borrow().len();
    if count > FEW_TIMERS && native.cancelled_timers.get() * 2 > count as i64 {
        let all = native.timers.take();
        let (mut kept, mut gone) = (Vec::with_capacity(count), Vec::new());
        for timer in all {
            if is_cancelled(vm, &timer.value)? {
                set_unscheduled(vm, &timer.value)?;
                gone.push(timer);
            } else {
                kept.push(timer);
            }
        }
        for position in (0..kept.len() / 2).rev() {
            sink(&mut kept, position);
        }
        drop(native.timers.replace(kept));
        native.cancelled_timers.set(0);
        return Ok(());
    }
    while is_next_cancelled(vm, native)? {
        let next = pop(&mut native.timers.borrow_mut());
        native.count_cancelled(-1);
        if let Some(timer) = next {
            set_unscheduled(vm, &timer)?;
        }
    }
    Ok(())
}

fn is_next_cancelled(vm: &Vm, native: &EventLoop) -> Result<bool> {
    match native.timers.borrow().first() {
        Some(first) => is_cancelled(vm, &first.value),
        None => Ok(false),
    }
}

/// The timers in their order, which are the heap's no longer.
pub fn take_all(native: &EventLoop) -> Vec<Value> {
    let all = native.timers.take();
    all.into_iter().map(|timer| timer.value).collect()
}

/// Puts timers into the heap that have its order; `None` if one of them has no time that the
/// heap can hold.
pub fn put_all(native: &EventLoop, all: &[Value]) -> Option<()> {
    let timer = |value: &Value| {
        let when = heap::time_of(value)?;
        let value = value.clone();
        Some(Timer { when, value })
    };
    let timers = all.iter().map(timer).collect::<Option<Vec<Timer>>>()?;
    drop(native.timers.replace(timers));
    Some(())
}

fn list(vm: &Vm, native: &EventLoop) -> Result<Ref<List>> {
    let scheduled = native.scheduled.borrow().clone();
    let list = scheduled
        .as_ref()
        .and_then(|value| value.downcast::<List>());
    list.cloned()
        .ok_or_else(|| vm.type_error("_scheduled must be a list"))
}

fn forget_listed(vm: &Vm, native: &EventLoop) -> Result<()> {
    let timers = list(vm, native)?;
    let count = timers.len();
    if count > FEW_TIMERS && native.cancelled_timers.get() * 2 > count as i64 {
        let mut kept = Vec::with_capacity(count);
        for timer in timers.to_vec() {
            if is_cancelled(vm, &timer)? {
                set_unscheduled(vm, &timer)?;
            } else {
                kept.push(timer);
            }
        }
        let kept = List::new(kept);
        heap::order(vm, &kept)?;
        drop(native.scheduled.replace(Some(kept.into())));
        native.cancelled_timers.set(0);
        return Ok(());
    }
    while let Some(first) = timers.get(0) {
        if !is_cancelled(vm, &first)? {
            break;
        }
        native.count_cancelled(-1);
        heap::pop(vm, &timers)?;
        set_unscheduled(vm, &first)?;
    }
    Ok(())
}

/// Whether a handle or a sleep is to do nothing.
pub fn is_cancelled(vm: &Vm, timer: &Value) -> Result<bool> {
    match timer.downcast::<Handle>() {
        Some(handle) => Ok(handle.is_cancelled()),
        None => {
            if let Some(sleep) = timer.downcast::<Sleep>() {
                return Ok(sleep.cancelled.get());
            }
            let cancelled = vm.get_attribute(timer, &vm.intern("_cancelled"))?;
            vm.is_true(&cancelled)
        }
    }
}

fn set_unscheduled(vm: &Vm, timer: &Value) -> Result<()> {
    match timer.downcast::<Handle>() {
        Some(handle) => {
            handle.set_scheduled(false);
            Ok(())
        }
        None => match timer.downcast::<Sleep>() {
            Some(sleep) => {
                sleep.scheduled.set(false);
                Ok(())
            }
            None => vm.set_attribute(timer, &vm.intern("_scheduled"), &Value::FALSE),
        },
    }
}

fn when(vm: &Vm, timer: &Value) -> Result<f64> {
    if let Some(when) = heap::time_of(timer) {
        return Ok(when);
    }
    let when = vm.get_attribute(timer, &vm.intern("_when"))?;
    vm.to_f64(&when)
}

fn pop(timers: &mut Vec<Timer>) -> Option<Value> {
    let last = timers.pop()?;
    let Some(first) = timers.first_mut() else {
        return Some(last.value);
    };
    let first = std::mem::replace(first, last);
    sink(timers, 0);
    Some(first.value)
}

/// Whether a timer comes before another; what is no time comes before none, as in `heapq`.
fn is_earlier(one: &Timer, other: &Timer) -> bool {
    one.when < other.when
}

/// Moves a timer up, but not above `top`.
fn rise(timers: &mut [Timer], top: usize, mut position: usize) {
    while position > top {
        let above = (position - 1) / 2;
        if above < top || !is_earlier(&timers[position], &timers[above]) {
            break;
        }
        timers.swap(position, above);
        position = above;
    }
}

/// Moves a timer to the bottom, and up again to its place.
fn sink(timers: &mut [Timer], start: usize) {
    let mut position = start;
    loop {
        let mut child = 2 * position + 1;
        if child >= timers.len() {
            break;
        }
        let right = child + 1;
        if right < timers.len() && !is_earlier(&timers[child], &timers[right]) {
            child = right;
        }
        timers.swap(position, child);
        position = child;
    }
    rise(timers, start, position);
}
