//! Which tasks there are, and which one runs: by loop. A native loop knows its own; for other
//! loops there is a dict.

use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::event_loop::EventLoop;
use super::future::Future;
use super::names::call_helper;
use crate::state::State;

static CURRENT: State<Option<Ref<Dict>>> = State::new(None);

/// `_current_tasks`: the running task of each loop that is not native.
pub fn current_tasks(vm: &Vm) -> Ref<Dict> {
    let known = CURRENT.of(vm).borrow().clone();
    known.unwrap_or_else(|| {
        let tasks = Dict::new();
        drop(CURRENT.of(vm).replace(Some(tasks.clone())));
        tasks
    })
}

/// The task that the loop runs.
pub fn current_task(vm: &Vm, event_loop: &Value) -> Result<Option<Value>> {
    match event_loop.downcast::<EventLoop>() {
        Some(native) => Ok(native.current_task.borrow().clone()),
        None => current_tasks(vm).get(vm, event_loop),
    }
}

/// Makes a task the one that the loop runs, or none, and gives the one before.
pub fn swap_current_task(
    vm: &Vm,
    event_loop: &Value,
    task: Option<Value>,
) -> Result<Option<Value>> {
    if let Some(native) = event_loop.downcast::<EventLoop>() {
        return Ok(native.current_task.replace(task));
    }
    let tasks = current_tasks(vm);
    let before = tasks.get(vm, event_loop)?;
    match task {
        Some(task) => tasks.set(vm, event_loop, task)?,
        None => drop(tasks.remove(vm, event_loop)?),
    }
    Ok(before)
}

/// A task begins to run.
pub fn enter_task(vm: &Vm, event_loop: &Value, task: &Value) -> Result<()> {
    if let Some(native) = event_loop.downcast::<EventLoop>()
        && native.current_task.borrow().is_none()
    {
        drop(native.current_task.replace(Some(task.clone())));
        return Ok(());
    }
    if let Some(current) = current_task(vm, event_loop)? {
        return Err(vm.runtime_error(format!(
            "Cannot enter into task {} while another task {} is being executed.",
            vm.repr_text(task)?,
            vm.repr_text(&current)?
        )));
    }
    swap_current_task(vm, event_loop, Some(task.clone())).map(drop)
}

/// A task stops running.
#[inline]
pub fn leave_task(vm: &Vm, event_loop: &Value, task: &Value) -> Result<()> {
    if let Some(native) = event_loop.downcast::<EventLoop>() {
        let mine = (native.current_task.borrow().as_ref()).is_some_and(|own| own.is(task));
        if mine {
            drop(native.current_task.take());
            return Ok(());
        }
    }
    leave_otherwise(vm, event_loop, task)
}

#[cold]
fn leave_otherwise(vm: &Vm, event_loop: &Value, task: &Value) -> Result<()> {
    let current = current_task(vm, event_loop)?;
    if !current.as_ref().is_some_and(|current| current.is(task)) {
        return Err(vm.runtime_error(format!(
            "Leaving task {} does not match the current task {}.",
            vm.repr_text(task)?,
            vm.repr_text(&current.unwrap_or(Value::NONE))?
        )));
    }
    swap_current_task(vm, event_loop, None).map(drop)
}

/// Has a loop hold a task until it is done.
pub fn register(vm: &Vm, event_loop: &Value, task: &Ref<Future>) -> Result<()> {
    match (event_loop.downcast::<EventLoop>(), task.task_state()) {
        (Some(native), Some(state)) => {
            if state.place.get() == 0 {
                let mut tasks = native.tasks.borrow_mut();
                tasks.push(task.clone());
                state.place.set(u32::try_from(tasks.len()).unwrap_or(0));
            }
            Ok(())
        }
        _ => call_helper(vm, "tasks", "_register_foreign_task", &[task.to_value()]).map(drop),
    }
}

/// Lets a task go that is done.
pub fn unregister(event_loop: &Value, task: &Ref<Future>) {
    let (Some(native), Some(state)) = (event_loop.downcast::<EventLoop>(), task.task_state())
    else {
        return;
    };
    let place = state.place.replace(0) as usize;
    if place == 0 {
        return;
    }
    let gone = {
        let mut tasks = native.tasks.borrow_mut();
        let gone = (place <= tasks.len()).then(|| tasks.swap_remove(place - 1));
        if let Some(moved) = tasks.get(place - 1).and_then(|moved| moved.task_state()) {
            moved.place.set(place as u32);
        }
        gone
    };
    drop(gone);
}
