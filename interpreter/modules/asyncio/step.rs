//! The step of a task: its coroutine is resumed, and what it gives says what comes next.

use vm::call::Arguments;
use vm::objects::exceptions::{KEYBOARD_INTERRUPT, RUNTIME_ERROR, SYSTEM_EXIT};
use vm::objects::generator::{
    self, COROUTINE, GENERATOR, Generator, Input, Output, Step, Thrown, stop_value,
};
use vm::objects::heap::Ref;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::action::{Action, wakeup_callable};
use super::event_loop::{self, EventLoop};
use super::exceptions::CANCELLED_ERROR;
use super::future::{self, Callback, Future, State, invalid_state};
use super::names::names;
use super::registry;
use super::task::{self, TaskState};
use crate::contextvars::Inherited;

/// Resumes a task as the current one of its loop.
pub fn step(vm: &Vm, task: &Ref<Future>, exception: Option<Value>) -> Result<()> {
    let Some(event_loop) = task.event_loop() else {
        return Err(vm.runtime_error("uninitialized Task object"));
    };
    let native = event_loop.downcast::<EventLoop>();
    let free = native.filter(|native| native.current_task.borrow().is_none());
    match free {
        Some(native) => drop(native.current_task.replace(Some(task.to_value()))),
        None => registry::enter_task(vm, &event_loop, task.as_value())?,
    }
    let result = advance(vm, task, &event_loop, exception);
    let left = registry::leave_task(vm, &event_loop, task.as_value());
    if task.is_done() {
        registry::unregister(&event_loop, task);
    }
    result?;
    left
}

/// Resumes a task with the outcome of what it waited for.
pub fn wakeup(vm: &Vm, task: &Ref<Future>, future: &Value) -> Result<()> {
    let outcome = match task::exact_native(future) {
        Some(native) => match native.state.get() {
            State::Finished => {
                native.log_traceback.set(false);
                return step(vm, task, None);
            }
            State::Failed => Err(Raised(future::take_exception(native))),
            _ => future::result(vm, native).map(drop),
        },
        None => vm
            .call_method_by_name(future, &names(vm).result, &[])
            .map(drop),
    };
    step(vm, task, outcome.err().map(|raised| raised.0))
}

/// The first step of an eager task, in the middle of whoever makes it.
pub fn start_eagerly(vm: &Vm, task: &Ref<Future>, event_loop: &Value) -> Result<()> {
    vm.check_native_stack("")?;
    let Some(state) = task.task_state() else {
        return Err(vm.runtime_error("uninitialized Task object"));
    };
    let before = registry::swap_current_task(vm, event_loop, Some(task.to_value()))?;
    registry::register(vm, event_loop, task)?;
    let result = state.context.run(vm, task.as_value(), || {
        let result = advance(vm, task, event_loop, None);
        registry::swap_current_task(vm, event_loop, before)?;
        result
    });
    if task.is_done() {
        registry::unregister(event_loop, task);
        drop(state.coroutine.take());
    }
    result
}

fn is_cancelled_error(value: &Value) -> bool {
    value.class().is_subtype(&CANCELLED_ERROR)
}

fn advance(
    vm: &Vm,
    task: &Ref<Future>,
    event_loop: &Value,
    mut exception: Option<Value>,
) -> Result<()> {
    let Some(state) = task.task_state() else {
        return Err(vm.runtime_error("uninitialized Task object"));
    };
    if task.state.get() != State::Pending {
        let given = vm.repr_text(&exception.unwrap_or(Value::NONE))?;
        let text = vm.repr_text(task.as_value())?;
        return Err(invalid_state(
            vm,
            &format!("_step(): already done: {text} {given}"),
        ));
    }
    if state.must_cancel.get() {
        if !exception.as_ref().is_some_and(is_cancelled_error) {
            exception = Some(future::cancelled_error(vm, task)?);
        }
        state.must_cancel.set(false);
    }
    drop(state.waiter.take());
    let coroutine = state.coroutine.borrow().clone();
    let Some(coroutine) = coroutine else {
        return Err(vm.runtime_error("uninitialized Task object"));
    };
    match resume(vm, &coroutine, exception) {
        Ok(Output::Yielded(value)) => wait_for(vm, task, state, event_loop, value),
        Ok(Output::Returned(value)) => {
            if state.must_cancel.replace(false) {
                let message = task.extra(|extra| extra.cancel_message.clone());
                return future::cancel(vm, task, message).map(drop);
            }
            future::set_result(vm, task, value)
        }
        Err(raised) => fail(vm, task, raised),
    }
}

fn fail(vm: &Vm, task: &Ref<Future>, raised: Raised) -> Result<()> {
    if is_cancelled_error(&raised.0) {
        drop(task.change_extra(|extra| extra.cancelled_error.replace(raised.0)));
        return future::cancel(vm, task, None).map(drop);
    }
    future::set_exception(vm, task, &raised.0)?;
    if raised.is(&KEYBOARD_INTERRUPT) || raised.is(&SYSTEM_EXIT) {
        return Err(raised);
    }
    Ok(())
}

/// Resumes a coroutine: a native one at once, another by its methods.
fn resume(vm: &Vm, coroutine: &Value, exception: Option<Value>) -> Result<Output> {
    let native = coroutine
        .downcast::<Generator>()
        .filter(|it| it.class().is(&COROUTINE) || it.class().is(&GENERATOR));
    let result = match (native, exception) {
        (Some(native), None) => return generator::resume(vm, native, Input::Send(Value::NONE)),
        (Some(native), Some(exception)) => {
            let thrown = Thrown {
                class: exception,
                value: None,
                traceback: None,
            };
            generator::throw(vm, native, &thrown, true)
        }
        (None, None) if super::coroutine::is_one(coroutine) => {
            return Ok(match vm.send_into(coroutine, Value::none_ref())? {
                Step::Yielded(value) => Output::Yielded(value),
                Step::Returned(value) => Output::Returned(value),
            });
        }
        (None, None) => vm.call_method_by_name(coroutine, &names(vm).send, &[Value::NONE]),
        (None, Some(exception)) => {
            vm.call_method_by_name(coroutine, &names(vm).throw, &[exception])
        }
    };
    match result {
        Ok(value) => Ok(Output::Yielded(value)),
        Err(raised) => stop_value(raised).map(Output::Returned),
    }
}

/// The task has yielded something: a future to wait for, as a rule.
fn wait_for(
    vm: &Vm,
    task: &Ref<Future>,
    state: &TaskState,
    event_loop: &Value,
    awaited: Value,
) -> Result<()> {
    if awaited.is(task.as_value()) {
        let text = vm.repr_text(task.as_value())?;
        return fail_soon(vm, task, format!("Task cannot await on itself: {text}"));
    }
    if let Some(future) = task::exact_native(&awaited) {
        if !future.belongs_to(event_loop) {
            return other_loop(vm, task, &awaited);
        }
        if !future.blocking.replace(false) {
            return not_awaited(vm, task, &awaited);
        }
        // The callback may be scheduled at once, and then stands for what the task waits for.
        drop(state.waiter.replace(Some(awaited.clone())));
        let callback = Callback::Wakeup(task.clone());
        future::add_callback(vm, future, callback, Inherited::Nothing)?;
        if !state.must_cancel.get() {
            return Ok(());
        }
        return now_waits(vm, task, state, awaited);
    }
    if awaited.is_none() {
        return event_loop::wake_soon(vm, event_loop, task, None);
    }
    let names = names(vm);
    let blocking = vm.find_attribute(&awaited, &names._asyncio_future_blocking)?;
    let Some(blocking) = blocking.filter(|blocking| !blocking.is_none()) else {
        return bad_yield(vm, task, &awaited);
    };
    let blocking = vm.is_true(&blocking)?;
    if !future::loop_of(vm, &awaited)?.is(event_loop) {
        return other_loop(vm, task, &awaited);
    }
    if !blocking {
        return not_awaited(vm, task, &awaited);
    }
    vm.set_attribute(&awaited, &names._asyncio_future_blocking, &Value::FALSE)?;
    let add = vm.get_attribute(&awaited, &names.add_done_callback)?;
    let context = state.context.object();
    let arguments = Arguments {
        values: &[wakeup_callable(task), context],
        names: &[names.context.to_value()],
    };
    vm.call_with(&add, arguments)?;
    now_waits(vm, task, state, awaited)
}

fn now_waits(vm: &Vm, task: &Ref<Future>, state: &TaskState, awaited: Value) -> Result<()> {
    drop(state.waiter.replace(Some(awaited.clone())));
    if state.must_cancel.get() {
        let message = task.extra(|extra| extra.cancel_message.clone());
        if task::cancel_any(vm, &awaited, message.as_ref())? {
            state.must_cancel.set(false);
        }
    }
    Ok(())
}

fn step_soon(vm: &Vm, task: &Ref<Future>, event_loop: &Value, exception: Value) -> Result<()> {
    let action = Action::Step(task.clone(), Some(exception));
    event_loop::call_soon(vm, event_loop, action, task.own_context())
}

#[cold]
fn fail_soon(vm: &Vm, task: &Ref<Future>, message: String) -> Result<()> {
    let error = vm.error(&RUNTIME_ERROR, message).0;
    let event_loop = task.event_loop().unwrap_or(Value::NONE);
    step_soon(vm, task, &event_loop, error)
}

#[cold]
fn other_loop(vm: &Vm, task: &Ref<Future>, awaited: &Value) -> Result<()> {
    let (own, other) = (vm.repr_text(task.as_value())?, vm.repr_text(awaited)?);
    fail_soon(
        vm,
        task,
        format!("Task {own} got Future {other} attached to a different loop"),
    )
}

#[cold]
fn not_awaited(vm: &Vm, task: &Ref<Future>, awaited: &Value) -> Result<()> {
    let (own, other) = (vm.repr_text(task.as_value())?, vm.repr_text(awaited)?);
    let message = format!("yield was used instead of yield from in task {own} with {other}");
    fail_soon(vm, task, message)
}

#[cold]
fn bad_yield(vm: &Vm, task: &Ref<Future>, awaited: &Value) -> Result<()> {
    let (own, other) = (vm.repr_text(task.as_value())?, vm.repr_text(awaited)?);
    if awaited.class().is(&GENERATOR) {
        return fail_soon(
            vm,
            task,
            format!(
                "yield was used instead of yield from for generator in task {own} with {other}"
            ),
        );
    }
    fail_soon(vm, task, format!("Task got bad yield: {other}"))
}
