//! What scripts see in `_ready` and `_scheduled`. Most steps of tasks and sleeps need no handle:
//! the task or the sleep itself stands in the queue, until a script looks there.

use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{EventLoop, timers};
use crate::asyncio::action::Action;
use crate::asyncio::future::Future;
use crate::asyncio::handle::{self, Handle};
use crate::asyncio::sleep::{self, Sleep};
use crate::asyncio::step;
use crate::collections::deque::Deque;

/// Whether a task may stand in the queue for its step or wakeup.
#[inline]
pub fn may_stand_in(native: &EventLoop, task: &Future, awaited: Option<&Value>) -> bool {
    let Some(state) = task.task_state().filter(|_| !native.ready_seen.get()) else {
        return false;
    };
    let same = match (&*state.waiter.borrow(), awaited) {
        (None, None) => true,
        (Some(waiter), Some(awaited)) => waiter.is(awaited),
        _ => false,
    };
    same && !state.context.is_foreign()
}

/// What a task in the queue stands for.
fn action_of(task: &Ref<Future>) -> Action {
    let waiter = task
        .task_state()
        .and_then(|state| state.waiter.borrow().clone());
    match waiter {
        Some(future) => Action::Wakeup(task.clone(), future),
        None => Action::Step(task.clone(), None),
    }
}

fn handle_of(task: &Ref<Future>) -> Option<Ref<Handle>> {
    let event_loop = task.event_loop()?;
    let context = task.own_context();
    Some(Handle::create(action_of(task), &event_loop, context))
}

/// Runs a task in the queue.
pub fn run_task(vm: &Vm, task: &Ref<Future>) -> Result<()> {
    let Some(state) = task.task_state() else {
        return step::step(vm, task, None);
    };
    let waiter = state.waiter.borrow().clone();
    let result = state.context.run(vm, task.as_value(), || match &waiter {
        Some(future) => step::wakeup(vm, task, future),
        None => step::step(vm, task, None),
    });
    match result {
        Ok(()) => Ok(()),
        Err(raised) => match handle_of(task) {
            Some(handle) => handle::failed(vm, &handle, raised),
            None => Err(raised),
        },
    }
}

/// Runs a sleep in the queue.
pub fn run_sleep(vm: &Vm, sleep: &Ref<Sleep>) -> Result<()> {
    match sleep::ring(vm, sleep) {
        Ok(()) => Ok(()),
        Err(raised) => match sleep::to_timer(vm, sleep) {
            Some(timer) => match timer.downcast::<Handle>() {
                Some(timer) => handle::failed(vm, timer, raised),
                None => Err(raised),
            },
            None => Err(raised),
        },
    }
}

/// The handle that a script sees in the place of a value.
fn shown(vm: &Vm, value: &Value) -> Option<Value> {
    if let Some(task) = value.downcast::<Future>() {
        return handle_of(task).map(Value::from);
    }
    let sleep = value.downcast::<Sleep>()?;
    if sleep.cancelled.get() {
        return Some(Handle::cancelled_timer(sleep.when.get()).into());
    }
    sleep::to_timer(vm, sleep)
}

/// `_ready`, for a script.
pub fn ready(vm: &Vm, native: &EventLoop) -> Value {
    let ready = native.ready.borrow().clone().unwrap_or(Value::NONE);
    native.ready_seen.set(true);
    if let Some(deque) = ready.downcast::<Deque>() {
        for position in 0..deque.len() {
            let replacement = deque.get(position).and_then(|value| shown(vm, &value));
            if let Some(replacement) = replacement {
                let old = deque
                    .items
                    .borrow_mut()
                    .get_mut(position)
                    .map(|place| std::mem::replace(place, replacement));
                drop(old);
            }
        }
    }
    ready
}

/// `_scheduled`, for a script.
pub fn scheduled(vm: &Vm, native: &EventLoop) -> Value {
    if !native.scheduled_seen.replace(true) {
        let timers = timers::take_all(native).into_iter();
        let list = timers.map(|timer| shown(vm, &timer).unwrap_or(timer));
        let list = List::new(list.collect());
        drop(native.scheduled.replace(Some(list.into())));
    }
    native.scheduled.borrow().clone().unwrap_or(Value::NONE)
}

/// Between turns: what nobody else holds is not looked at any more.
pub fn forget(native: &EventLoop) {
    let alone = |value: &Option<Value>| {
        let header = value.as_ref().and_then(Value::header);
        header.is_some_and(|header| header.count() == 1)
    };
    if native.ready_seen.get() && alone(&native.ready.borrow()) {
        native.ready_seen.set(false);
    }
    if native.scheduled_seen.get() && alone(&native.scheduled.borrow()) {
        let scheduled = native.scheduled.borrow().clone();
        let list = scheduled.as_ref().and_then(|it| it.downcast::<List>());
        let put = list.and_then(|list| timers::put_all(native, &list.to_vec()));
        if put.is_some() {
            native.scheduled_seen.set(false);
            drop(native.scheduled.take());
        }
    }
}
