//! Resuming a generator from native code.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use super::super::exceptions::{self, Exception};
use super::super::heap::Ref;
use super::super::value::Value;
use super::{COROUTINE, Generator, State};
use crate::eval::frames;
use crate::eval::unwinding::set_context;
use crate::fibers::Outcome;
use crate::frame::flags;
use crate::{Raised, Result, Vm};

/// What a generator is resumed with.
pub enum Input {
    /// The value of the `yield`.
    Send(Value),
    /// An exception, raised at the `yield`.
    Throw(Raised),
}

/// What a generator gave.
pub enum Output {
    /// It waits at a `yield`.
    Yielded(Value),
    /// It has ended.
    Returned(Value),
}

pub(super) fn kind(generator: &Ref<Generator>) -> &'static str {
    if generator.class().is(&COROUTINE) {
        "coroutine"
    } else if generator
        .class()
        .is(&super::super::async_generator::ASYNC_GENERATOR)
    {
        "async generator"
    } else {
        "generator"
    }
}

/// Resumes a generator. An ended one returns `None` again, or raises what it is given.
pub fn resume(vm: &Vm, generator: &Ref<Generator>, input: Input) -> Result<Output> {
    resume_by(vm, generator, input, false)
}

pub(super) fn resume_by(
    vm: &Vm,
    generator: &Ref<Generator>,
    input: Input,
    closing: bool,
) -> Result<Output> {
    match generator.state() {
        State::Created => {
            if let Input::Send(value) = &input
                && !value.is_none()
            {
                let kind = kind(generator);
                let text = format!("can't send non-None value to a just-started {kind}");
                return Err(with_context(vm, vm.type_error(text)));
            }
        }
        State::Executing => {
            return Err(already_executing(vm, generator));
        }
        State::Ended => {
            if generator.class().is(&COROUTINE) && !closing {
                let error = vm.runtime_error("cannot reuse already awaited coroutine");
                return Err(with_context(vm, error));
            }
            return match input {
                Input::Send(_) => Ok(Output::Returned(Value::NONE)),
                Input::Throw(raised) => Err(raised),
            };
        }
        State::Suspended | State::Delegating | State::Chained | State::Parked => {}
    }
    // The generator lives at least until its frame has ended.
    let generator = generator.clone();
    if generator.is_parked() {
        return resume_parked(vm, &generator, input);
    }
    let (value, thrown) = match input {
        Input::Send(value) => (value, None),
        Input::Throw(raised) => (Value::NONE, Some(raised)),
    };
    vm.check_native_stack("")?;
    let needs_fiber = needs_fiber(vm, &generator);
    if needs_fiber {
        vm.ensure_fiber()?;
    }
    let depth = frames::depth(vm) + 1;
    if depth > vm.shared().recursion_limit.get() {
        return Err(frames::recursion_error(vm, ""));
    }
    let Some(innermost) = generator.ready(vm) else {
        return Err(already_executing(vm, &generator));
    };
    let frame = innermost.frame_pointer();
    // SAFETY: the frame is suspended; its stack has room for the value.
    unsafe {
        *(*frame).sp = value.into_bits();
        (*frame).sp = (*frame).sp.add(1);
        let outermost = generator.frame_pointer();
        (*outermost).previous = vm.frame.get();
        (*outermost).flags |= flags::ENTRY;
        (*frame).depth = depth;
    }
    vm.handled.enter(&generator.handled, &innermost.handled);
    innermost.set_state(State::Executing);
    vm.frame.set(frame);
    let run = |thrown| match needs_fiber {
        true => vm.run_on_fiber(&generator, frame, thrown),
        false => Outcome::Done(vm.go_on(frame, thrown)),
    };
    let outcome = match thrown {
        None => run(None),
        Some(raised) => {
            // What the others of the chain handle is not seen by whom `throw()` runs.
            let resumer = generator.handled.previous.get();
            innermost.handled.previous.set(resumer);
            thrown_into(vm, innermost, &raised);
            let before = vm.handled.thrown_into.replace(innermost);
            let outcome = run(Some(raised));
            let reached = vm.handled.thrown_into.replace(before);
            if matches!(outcome, Outcome::Done(_)) {
                // SAFETY: a member of the chain, which is alive as long as the outermost is.
                unsafe { &*reached }.link_handled();
            }
            outcome
        }
    };
    output(vm, &generator, outcome)
}

/// An error that is made here, and that may be thrown into a generator before a frame sees it:
/// it has what is being handled now as its context.
pub(crate) fn with_context(vm: &Vm, raised: Raised) -> Raised {
    if let Some(handled) = vm.handled_exception() {
        set_context(&raised.0, handled);
    }
    raised
}

/// Tells an exception that is thrown into a running generator what that one handles. At each
/// generator of a chain that it is thrown into, this replaces its context.
pub(crate) fn thrown_into(vm: &Vm, generator: &Generator, raised: &Raised) {
    if generator.handled.exception.borrow().is_some()
        && let Some(handled) = vm.handled_exception()
    {
        set_context(&raised.0, handled);
    }
}

/// `next()` of a generator that needs no fiber: the shortest way of [`resume`]. `None` for all
/// others.
#[inline(always)]
pub(crate) fn next_directly(vm: &Vm, generator: &Ref<Generator>) -> Option<Result<Option<Value>>> {
    if needs_fiber(vm, generator) {
        return None;
    }
    Some(match send_directly(vm, generator, Value::NONE)? {
        Err(raised) => Err(raised),
        Ok(Output::Yielded(value)) => Ok(Some(value)),
        Ok(Output::Returned(value)) if value.is_none() => Ok(None),
        Ok(Output::Returned(value)) => Err(vm.stop_iteration(value)),
    })
}

/// Resumes a generator whose awaiter, if it has one, waits with it upon the fiber that runs.
/// `None` if that cannot be done in the shortest way.
#[inline(always)]
pub(crate) fn send_awaited(
    vm: &Vm,
    generator: &Ref<Generator>,
    value: &Value,
) -> Option<Result<Output>> {
    let is_refused = generator.own_state() == State::Created && !value.is_none();
    if is_refused || !vm.has_native_stack(ROOM_TO_RESUME) {
        return None;
    }
    send_directly(vm, generator, value.clone())
}

#[inline(always)]
fn send_directly(vm: &Vm, generator: &Ref<Generator>, value: Value) -> Option<Result<Output>> {
    if generator.own_state() > State::Chained || generator.has_outer.get() {
        return None;
    }
    let depth = frames::depth(vm) + 1;
    if depth > vm.shared().recursion_limit.get() {
        return None;
    }
    let innermost = generator.ready(vm)?;
    let generator = generator.clone();
    let frame = innermost.frame_pointer();
    // SAFETY: the frame is suspended; its stack has room for the value.
    unsafe {
        *(*frame).sp = value.into_bits();
        (*frame).sp = (*frame).sp.add(1);
        (*frame).depth = depth;
        let outermost = generator.frame_pointer();
        (*outermost).previous = vm.frame.replace(frame);
        (*outermost).flags |= flags::ENTRY;
    }
    vm.handled.enter(&generator.handled, &innermost.handled);
    innermost.set_state(State::Executing);
    Some(
        vm.go_on(frame, None)
            .map(|value| match generator.own_state() {
                State::Ended => Output::Returned(value),
                _ => Output::Yielded(value),
            }),
    )
}

/// Bytes of stack below which native code runs a plain generator on a fiber of its own, too.
const ROOM_TO_RESUME: usize = 128 << 10;

/// Whether a generator that native code resumes needs a fiber of its own. What can suspend
/// itself for its resumer does, so that it can be parked. A plain generator cannot: whoever
/// runs it waits with it, so it goes on upon the fiber of its resumer, like a call, for as long
/// as there is room.
#[inline(always)]
fn needs_fiber(vm: &Vm, generator: &Generator) -> bool {
    generator.can_be_awaited() || !vm.has_native_stack(ROOM_TO_RESUME)
}

/// What a generator gave that was run or resumed on a fiber.
#[inline(always)]
fn output(vm: &Vm, generator: &Ref<Generator>, mut outcome: Outcome) -> Result<Output> {
    loop {
        match outcome {
            Outcome::Done(result) => {
                let value = result?;
                return Ok(match generator.own_state() {
                    State::Ended => Output::Returned(value),
                    _ => Output::Yielded(value),
                });
            }
            Outcome::Parked(value) if generator.can_be_awaited() => {
                return Ok(Output::Yielded(value));
            }
            // A generator is not what waits: whoever runs it waits with it.
            Outcome::Parked(value) => {
                let awaited = vm.awaited_by_parked(generator).unwrap_or(Value::NONE);
                let input = vm.park_fiber(&awaited, value);
                match vm.resume_parked(generator, input) {
                    Ok(resumed) => outcome = resumed,
                    Err(_) => return Err(already_executing(vm, generator)),
                }
            }
        }
    }
}

/// Resumes a generator that is parked, where it waits.
fn resume_parked(vm: &Vm, generator: &Ref<Generator>, input: Input) -> Result<Output> {
    vm.check_native_stack("")?;
    let input = match input {
        Input::Send(value) => Ok(value),
        Input::Throw(raised) => Err(raised),
    };
    match vm.resume_parked(generator, input) {
        Ok(outcome) => output(vm, generator, outcome),
        Err(_) => {
            let text = format!("{} is parked on another thread", kind(generator));
            Err(with_context(vm, vm.runtime_error(text)))
        }
    }
}

#[cold]
fn already_executing(vm: &Vm, generator: &Ref<Generator>) -> Raised {
    let text = format!("{} already executing", kind(generator));
    with_context(vm, vm.value_error(text))
}

/// As `send()`: the yielded value; a return is a StopIteration.
pub fn send(vm: &Vm, generator: &Ref<Generator>, input: Input) -> Result<Value> {
    match resume(vm, generator, input)? {
        Output::Yielded(value) => Ok(value),
        Output::Returned(value) => Err(ended(vm, generator, value)),
    }
}

/// The same for a value.
pub(crate) fn send_input(vm: &Vm, generator: &Ref<Generator>, value: &Value) -> Result<Value> {
    send(vm, generator, Input::Send(value.clone()))
}

/// The exception that says that a generator has returned.
pub(crate) fn ended(vm: &Vm, generator: &Ref<Generator>, value: Value) -> Raised {
    if generator
        .class()
        .is(&super::super::async_generator::ASYNC_GENERATOR)
    {
        return vm.error_with(&exceptions::STOP_ASYNC_ITERATION, vec![]);
    }
    vm.stop_iteration(value)
}

/// The value of a StopIteration; another exception is given back.
pub fn stop_value(raised: Raised) -> Result<Value> {
    if !raised.is(&exceptions::STOP_ITERATION) {
        return Err(raised);
    }
    let value = raised
        .0
        .downcast::<Exception>()
        .and_then(|exception| exception.field(0));
    Ok(value.unwrap_or(Value::NONE))
}
