//! One turn of the loop: `select`, then the events, then timers that are due, then what is
//! ready.

use vm::objects::heap::{Ref, finalizers};
use vm::objects::list::List;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{EventLoop, Plain, Wake, has_plain, own_selector, seen, selecting, time, timers};
use crate::asyncio::future::Future;
use crate::asyncio::handle::{self, HANDLE, Handle, TIMER_HANDLE};
use crate::asyncio::names::{call_helper, names};
use crate::asyncio::sleep::Sleep;
use crate::collections::deque::Deque;
use crate::support::{of, to_tuple};

/// So many turns in a row may pass without a look at the selector.
const MOST_SKIPPED: u8 = 50;
/// The longest that a selector is asked to wait.
const LONGEST_WAIT: f64 = 24.0 * 3600.0;

/// Runs turns until the loop is told to stop.
pub fn run(vm: &Vm, this: &Value) -> Result<()> {
    let native: &Ref<EventLoop> = of(this);
    loop {
        if has_plain(vm, this, Plain::RunOnce).is_some() {
            run_once(vm, this)?;
        } else {
            vm.call_method_by_name(this, &names(vm)._run_once, &[])?;
        }
        if native.stopping.get() {
            return Ok(());
        }
    }
}

/// `_run_once()`.
pub fn run_once(vm: &Vm, this: &Value) -> Result<()> {
    let native: &Ref<EventLoop> = of(this);
    if native.ready_seen.get() || native.scheduled_seen.get() {
        seen::forget(native);
    }
    let result = turn(vm, native, this);
    native.wake.set(Wake::Always);
    result
}

fn turn(vm: &Vm, native: &Ref<EventLoop>, this: &Value) -> Result<()> {
    timers::forget_cancelled(vm, native)?;
    let timeout = timeout(vm, native, this)?;
    let selector = native.selector.borrow().clone();
    let selector = match selector {
        Some(selector) => selector,
        None => vm.get_attribute(this, &names(vm)._selector)?,
    };
    if may_skip(vm, native, this, &selector)? {
        native.wake.set(Wake::Needless);
        take_due(vm, native, this)?;
        return run_ready(vm, native);
    }
    if !look(vm, native, this, &selector, &timeout)? {
        let selector = own_selector::seen(vm, native)?.unwrap_or(selector);
        native.wake.set(Wake::Once);
        let events = selecting::select(vm, &selector, timeout);
        native.wake.set(Wake::Needless);
        process_events(vm, this, &events?)?;
    }
    take_due(vm, native, this)?;
    run_ready(vm, native)
}

/// Looks at the usual selector, and makes ready what its events call for, as
/// [`process_selector_events`] does it; false where something is not as usual.
fn look(
    vm: &Vm,
    native: &EventLoop,
    this: &Value,
    selector: &Value,
    timeout: &Value,
) -> Result<bool> {
    if has_plain(vm, this, Plain::ProcessEvents).is_none()
        || has_plain(vm, this, Plain::AddCallback).is_none()
    {
        return Ok(false);
    }
    native.wake.set(Wake::Once);
    let found = selecting::poll(vm, selector, timeout);
    native.wake.set(Wake::Needless);
    let Some((keys, events)) = found? else {
        return Ok(false);
    };
    for event in events {
        let Some(key) = keys.get(vm, &Value::int(event.descriptor.into()))? else {
            continue;
        };
        match key.downcast::<Tuple>().map(|key| key.items()) {
            Some([file, _, wanted, callbacks]) => {
                let ready = selecting::directions(event) & vm.to_i64(wanted)?;
                if ready != 0 {
                    add_callbacks(vm, this, [file, callbacks], ready)?;
                }
            }
            _ => return Err(vm.value_error("not a key of a selector")),
        }
    }
    Ok(true)
}

/// Whether a busy loop need not look at its selector this time.
fn may_skip(vm: &Vm, native: &EventLoop, this: &Value, selector: &Value) -> Result<bool> {
    let skipped = native.skipped.get();
    native.skipped.set(0);
    if skipped >= MOST_SKIPPED
        || ready(vm, native)?.is_empty()
        || has_plain(vm, this, Plain::ProcessEvents).is_none()
        || !selecting::tells_nothing(vm, selector)?
    {
        return Ok(false);
    }
    native.skipped.set(skipped + 1);
    Ok(true)
}

fn ready(vm: &Vm, native: &EventLoop) -> Result<Ref<Deque>> {
    let ready = native.ready.borrow().clone();
    let deque = ready.as_ref().and_then(|value| value.downcast::<Deque>());
    deque
        .cloned()
        .ok_or_else(|| vm.type_error("_ready must be a deque"))
}

/// How long the selector may wait.
fn timeout(vm: &Vm, native: &EventLoop, this: &Value) -> Result<Value> {
    if native.stopping.get() || !ready(vm, native)?.is_empty() {
        return Ok(Value::int(0));
    }
    let Some(next) = timers::next_time(vm, native)? else {
        return Ok(Value::NONE);
    };
    let wait = next - time(vm, this)?;
    if wait > LONGEST_WAIT {
        return Ok(Value::int(LONGEST_WAIT as i64));
    }
    if wait < 0.0 {
        return Ok(Value::int(0));
    }
    Ok(Value::float(wait))
}

fn process_events(vm: &Vm, this: &Value, events: &Value) -> Result<()> {
    let none = events
        .downcast_exact::<List>()
        .is_some_and(|events| events.is_empty());
    if none && has_plain(vm, this, Plain::ProcessEvents).is_some() {
        return Ok(());
    }
    if has_plain(vm, this, Plain::ProcessEvents).is_some() {
        return process_selector_events(vm, this, events);
    }
    vm.call_method_by_name(
        this,
        &names(vm)._process_events,
        std::slice::from_ref(events),
    )
    .map(drop)
}

/// `_process_events()` of loops on selectors: the callbacks of what is ready to be read or
/// written become ready.
pub fn process_selector_events(vm: &Vm, this: &Value, events: &Value) -> Result<()> {
    for event in vm.collect(events)? {
        let pair = to_tuple(vm, &event)?;
        let [key, ready] = pair.items() else {
            return Err(vm.value_error("not a pair of key and events"));
        };
        let (file, callbacks) = match key.downcast::<Tuple>().map(|key| key.items()) {
            Some([file, _, _, callbacks]) => (file.clone(), callbacks.clone()),
            _ => (
                vm.get_attribute(key, &vm.intern("fileobj"))?,
                vm.get_attribute(key, &vm.intern("data"))?,
            ),
        };
        add_callbacks(vm, this, [&file, &callbacks], vm.to_i64(ready)?)?;
    }
    Ok(())
}

/// The callbacks of a file become ready, for the directions in which it is.
fn add_callbacks(vm: &Vm, this: &Value, parts: [&Value; 2], ready: i64) -> Result<()> {
    let [file, callbacks] = parts;
    let callbacks = to_tuple(vm, callbacks)?;
    let [reader, writer] = callbacks.items() else {
        return Err(vm.value_error("not a pair of reader and writer"));
    };
    for (callback, bit, remove) in [(reader, 1, "_remove_reader"), (writer, 2, "_remove_writer")] {
        if ready & bit == 0 || callback.is_none() {
            continue;
        }
        if timers::is_cancelled(vm, callback)? {
            vm.call_method(this, remove, std::slice::from_ref(file))?;
        } else if let Some(native) = has_plain(vm, this, Plain::AddCallback) {
            native.make_ready(vm, callback.clone())?;
        } else {
            vm.call_method(this, "_add_callback", std::slice::from_ref(callback))?;
        }
    }
    Ok(())
}

/// Timers that are due become ready.
fn take_due(vm: &Vm, native: &EventLoop, this: &Value) -> Result<()> {
    if timers::is_empty(vm, native)? {
        return Ok(());
    }
    let resolution = native
        .clock_resolution
        .borrow()
        .clone()
        .unwrap_or(Value::int(0));
    let end = time(vm, this)? + vm.to_f64(&resolution)?;
    while let Some(timer) = timers::take_due(vm, native, end)? {
        native.make_ready(vm, timer)?;
    }
    Ok(())
}

/// Runs what is ready now; what that makes ready waits for the next turn.
fn run_ready(vm: &Vm, native: &Ref<EventLoop>) -> Result<()> {
    let queue = ready(vm, native)?;
    for _ in 0..queue.len() {
        queue.changed();
        let Some(handle) = queue.items.borrow_mut().pop_front() else {
            break;
        };
        if let Some(task) = handle.downcast::<Future>() {
            seen::run_task(vm, task)?;
        } else {
            run_any(vm, native, &handle)?;
        }
        drop(handle);
        if finalizers::waiting() {
            vm.run_finalizers();
        }
        vm.check_signals()?;
    }
    Ok(())
}

#[inline]
fn run_any(vm: &Vm, native: &Ref<EventLoop>, handle: &Value) -> Result<()> {
    if timers::is_cancelled(vm, handle)? {
        return Ok(());
    }
    if native.debug.get() {
        return run_watched(vm, native, handle);
    }
    run_handle(vm, handle)
}

#[inline]
fn run_handle(vm: &Vm, handle: &Value) -> Result<()> {
    if let Some(native) = handle.downcast::<Handle>() {
        let class = native.class();
        if class.is(&HANDLE) || class.is(&TIMER_HANDLE) {
            return handle::run(vm, native);
        }
    }
    if let Some(sleep) = handle.downcast::<Sleep>() {
        return seen::run_sleep(vm, sleep);
    }
    vm.call_method_by_name(handle, &names(vm)._run, &[])
        .map(drop)
}

/// Runs a handle in debug mode: a slow one is reported.
#[cold]
fn run_watched(vm: &Vm, native: &Ref<EventLoop>, handle: &Value) -> Result<()> {
    drop(native.current_handle.replace(Some(handle.clone())));
    let begin = time(vm, native.as_value())?;
    let result = run_handle(vm, handle);
    let result = result.and_then(|()| {
        let took = time(vm, native.as_value())? - begin;
        let limit = native
            .slow_callback_duration
            .borrow()
            .clone()
            .unwrap_or(Value::int(0));
        if took >= vm.to_f64(&limit)? {
            let arguments = [handle.clone(), Value::float(took)];
            call_helper(vm, "base_events", "_report_slow", &arguments)?;
        }
        Ok(())
    });
    drop(native.current_handle.take());
    result
}
