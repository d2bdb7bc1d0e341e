//! `close()`, `throw()` and the finalization of generators.

use super::super::exceptions;
use super::super::heap::Ref;
use super::super::value::Value;
use super::resuming::{kind, resume_by, with_context};
use super::{Generator, Input, Output, State, exact_generator, methods, send, stop_value};
use crate::{Raised, Result, Vm};

/// `close()`: the value that the generator returned, `None` otherwise.
///
/// What it delegates to is closed first, from the innermost generator on; without recursion,
/// because chains may be long.
pub fn close(vm: &Vm, generator: &Ref<Generator>) -> Result<Value> {
    match generator.state() {
        State::Created => {
            generator.end_unstarted();
            return Ok(Value::NONE);
        }
        State::Ended => return Ok(Value::NONE),
        // It stands alone, and nothing of it has to run.
        State::Suspended if !generator.has_outer.get() && generator.ends_quietly() => {
            generator.drop_frame();
            return Ok(Value::NONE);
        }
        State::Executing => return resume_to_close(vm, generator, Ok(())),
        State::Suspended | State::Delegating | State::Chained | State::Parked => {}
    }
    if generator.is_parked() {
        return resume_to_close(vm, generator, Ok(()));
    }
    let mut waiting = vec![generator.clone()];
    let mut closing = Ok(());
    while let Some(outer) = waiting.last() {
        // What is chained to one that waits does so, too.
        let is_chained = outer.own_state() == State::Chained;
        outer.stand_alone();
        let Some(delegate) = outer.delegate(vm) else {
            break;
        };
        outer.set_state(State::Executing);
        match exact_generator(&delegate) {
            Some(inner) if is_chained || inner.is_suspended() && !inner.is_parked() => {
                waiting.push(inner.clone());
            }
            Some(inner) => {
                closing = close(vm, inner).map(drop);
                break;
            }
            None => {
                closing = close_iterator(vm, &delegate);
                break;
            }
        }
    }
    let mut result = Ok(Value::NONE);
    while let Some(member) = waiting.pop() {
        if member.own_state() == State::Executing {
            member.set_state(State::Delegating);
        }
        result = close_member(vm, &member, closing);
        closing = match &result {
            Ok(_) => Ok(()),
            Err(raised) => Err(Raised(raised.0.clone())),
        };
        // What has gone with the member is not to be finalized by those that go on.
        drop(member);
        vm.run_finalizers();
    }
    result
}

/// Closes a generator whose delegate is closed already, with that result.
fn close_member(vm: &Vm, generator: &Ref<Generator>, closing: Result<()>) -> Result<Value> {
    if generator.is_suspended() && generator.ends_quietly() {
        generator.drop_frame();
        // CPython forgets an error of the delegate here, too.
        return Ok(Value::NONE);
    }
    resume_to_close(vm, generator, closing)
}

fn resume_to_close(vm: &Vm, generator: &Ref<Generator>, closing: Result<()>) -> Result<Value> {
    let thrown = match closing {
        Ok(()) => with_context(vm, vm.error_with(&exceptions::GENERATOR_EXIT, vec![])),
        Err(raised) => raised,
    };
    match resume_by(vm, generator, Input::Throw(thrown), true) {
        Ok(Output::Yielded(_)) => {
            let text = format!("{} ignored GeneratorExit", kind(generator));
            Err(with_context(vm, vm.runtime_error(text)))
        }
        Ok(Output::Returned(value)) => Ok(value),
        Err(raised) if raised.is(&exceptions::GENERATOR_EXIT) => Ok(Value::NONE),
        Err(raised) => stop_value(raised),
    }
}

/// Closes an iterator that a generator delegates to.
fn close_iterator(vm: &Vm, iterator: &Value) -> Result<()> {
    let method = match vm.find_attribute(iterator, &vm.intern("close")) {
        Ok(method) => method,
        Err(raised) => {
            vm.unraisable(raised, Some(iterator));
            None
        }
    };
    match method {
        Some(method) => vm.call(&method, &[]).map(drop),
        None => Ok(()),
    }
}

/// What `throw()` was called with: a class or an instance, perhaps a value and a traceback.
#[derive(Clone)]
pub struct Thrown {
    /// The class or instance.
    pub class: Value,
    /// The value.
    pub value: Option<Value>,
    /// The traceback.
    pub traceback: Option<Value>,
}

/// `throw()`. The exception is raised in the innermost generator that this one delegates to;
/// with `close_on_exit`, a GeneratorExit closes that first and is raised here.
pub fn throw(
    vm: &Vm,
    generator: &Ref<Generator>,
    thrown: &Thrown,
    close_on_exit: bool,
) -> Result<Value> {
    vm.check_native_stack("")?;
    match throw_into_delegate(vm, generator, thrown, close_on_exit)? {
        Some(Ok(value)) => Ok(value),
        Some(Err(raised)) => send(vm, generator, Input::Throw(raised)),
        None => match methods::exception_of(vm, thrown) {
            Ok(raised) => send(vm, generator, Input::Throw(raised)),
            Err(refusal) => throw_refusal(vm, generator, thrown, refusal),
        },
    }
}

/// What cannot be thrown is refused by the innermost generator, which does not notice; the one
/// that delegates to it does.
fn throw_refusal(
    vm: &Vm,
    generator: &Ref<Generator>,
    thrown: &Thrown,
    refusal: Raised,
) -> Result<Value> {
    let delegate = generator.delegate(vm).filter(|_| !generator.is_parked());
    let result = match delegate.as_ref().and_then(exact_generator) {
        Some(inner) => throw_step(vm, generator, inner, thrown, true),
        None => return Err(refusal),
    };
    drop(delegate);
    result.or_else(|raised| send(vm, generator, Input::Throw(raised)))
}

/// What comes of throwing into what the generator delegates to; None if the exception is to be
/// raised where the generator waits. Afterwards nobody here holds on to the delegate, which may
/// be gone before the generator goes on.
fn throw_into_delegate(
    vm: &Vm,
    generator: &Ref<Generator>,
    thrown: &Thrown,
    close_on_exit: bool,
) -> Result<Option<Result<Value>>> {
    let Some(delegate) = generator.delegate(vm).filter(|_| !generator.is_parked()) else {
        return Ok(None);
    };
    let is_exit = crate::eval::exceptions::is_or_makes(&thrown.class, &exceptions::GENERATOR_EXIT);
    if is_exit && close_on_exit {
        let closed = close_delegate(vm, generator, &delegate);
        return Ok(closed.err().map(Err));
    }
    if generator.own_state() == State::Delegating
        && let Some(inner) = exact_generator(&delegate)
    {
        return Ok(Some(throw_step(
            vm,
            generator,
            inner,
            thrown,
            close_on_exit,
        )));
    }
    drop(delegate);
    // The chain goes on as one; what its innermost delegates to has methods of its own.
    let innermost = generator.innermost_of_chain();
    let Some(delegate) = innermost.delegate(vm) else {
        return Ok(None);
    };
    let Some(method) = vm.find_attribute(&delegate, &vm.intern("throw"))? else {
        return Ok(None);
    };
    drop(delegate);
    let mut arguments = vec![thrown.class.clone()];
    arguments.extend(thrown.value.clone());
    arguments.extend(thrown.traceback.clone());
    innermost.set_state(State::Executing);
    let result = vm.call(&method, &arguments);
    innermost.set_state(State::Delegating);
    Ok(Some(result))
}

/// Closes what a suspended generator delegates to, while that counts as running.
fn close_delegate(vm: &Vm, generator: &Ref<Generator>, delegate: &Value) -> Result<()> {
    generator.stand_alone();
    generator.set_state(State::Executing);
    let closed = match exact_generator(delegate) {
        Some(inner) => close(vm, inner).map(drop),
        None => close_iterator(vm, delegate),
    };
    generator.set_state(State::Delegating);
    vm.run_finalizers();
    closed
}

/// `throw()` into the delegate of a generator that is resumed step by step: its frame is linked,
/// so that tracebacks see it.
fn throw_step(
    vm: &Vm,
    generator: &Ref<Generator>,
    inner: &Ref<Generator>,
    thrown: &Thrown,
    close_on_exit: bool,
) -> Result<Value> {
    generator.stand_alone();
    generator.link(vm);
    generator.set_state(State::Executing);
    let result = throw(vm, inner, thrown, close_on_exit);
    generator.set_state(State::Delegating);
    generator.unlink(vm);
    vm.run_finalizers();
    result
}

/// What finalizing a suspended generator does: it is closed.
pub(crate) fn finalize(vm: &Vm, this: &Value) {
    let Some(generator) = this.downcast::<Generator>() else {
        return;
    };
    if generator.own_state() == State::Ended {
        return;
    }
    if super::super::async_generator::finalize(vm, generator) {
        return;
    }
    let is_coroutine = generator.code().has(bytecode::code::Flags::COROUTINE);
    if is_coroutine && generator.own_state() == State::Created {
        let name = generator.qualified_name().to_text();
        methods::warn_never_awaited(vm, generator.as_value(), &name);
        return;
    }
    if let Err(raised) = close(vm, generator) {
        vm.unraisable(raised, Some(this));
    }
}
