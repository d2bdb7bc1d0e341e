//! `await future`: the iterator that gives the future once, and its outcome then.

use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::exceptions::{DEPRECATION_WARNING, Exception};
use vm::objects::generator::Step;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::traceback::Traceback;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::{Future, State, result};
use crate::container;
use crate::support::of;

/// The payload of the iterator.
pub struct FutureIterator {
    future: Guarded<Option<Ref<Future>>>,
}

container!(FutureIterator, FUTURE_ITERATOR, [future], clear[future]);

static_type! {
    /// `_asyncio.FutureIter`
    pub FUTURE_ITERATOR = TypeSpec {
        name: "FutureIter",
        module: "_asyncio",
        layout: Some(<FutureIterator as Payload>::layout),
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            next: Some(next),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("send", "($self, value, /)", |vm, it| {
                match next(vm, required(it, 0))? {
                    Some(value) => Ok(value),
                    None => Err(vm.stop_iteration(Value::NONE)),
                }
            }, "Goes on."),
            Method::raw("throw", "", throw, "Raises an exception."),
            Method::new("close", "($self, /)", |_, it| {
                drop(of::<FutureIterator>(required(it, 0)).future.take());
                Ok(Value::NONE)
            }, "Forgets the future."),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// The iterator of a future.
pub fn iterator(future: &Value) -> Value {
    let future = future.downcast::<Future>().cloned();
    Ref::new(FutureIterator {
        future: Guarded::new(future),
    })
    .into()
}

/// The slot `send` of futures: a step of awaiting one.
pub fn send(vm: &Vm, this: &Value, _: &Value) -> Result<Step> {
    let future = of::<Future>(this);
    if future.state.get() == State::Pending {
        return wait(vm, future).map(|future| Step::Yielded(future.unwrap_or(Value::NONE)));
    }
    super::check_initialized(vm, future)?;
    result(vm, future).map(Step::Returned)
}

/// One step of awaiting: the future to wait for, or `None` when it is done.
pub fn wait(vm: &Vm, future: &Ref<Future>) -> Result<Option<Value>> {
    if future.is_done() {
        return Ok(None);
    }
    if future.blocking.replace(true) {
        return Err(vm.runtime_error("await wasn't used with future"));
    }
    Ok(Some(future.to_value()))
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let iterator = of::<FutureIterator>(this);
    let future = iterator.future.borrow().clone();
    let Some(future) = future else {
        return Ok(None);
    };
    if future.state.get() == State::Pending {
        return wait(vm, &future);
    }
    drop(iterator.future.take());
    let value = result(vm, &future)?;
    if value.is_none() {
        Ok(None)
    } else {
        Err(vm.stop_iteration(value))
    }
}

fn throw(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let Some((this, thrown)) = arguments.values.split_first() else {
        return Err(vm.type_error("throw() needs an iterator"));
    };
    let raised = thrown_exception(vm, thrown)?;
    drop(of::<FutureIterator>(this).future.take());
    Err(raised)
}

/// The exception that the arguments of a `throw()` stand for.
pub fn thrown_exception(vm: &Vm, thrown: &[Value]) -> Result<Raised> {
    let given = |position: usize| thrown.get(position).filter(|value| !value.is_none());
    let count = thrown.len();
    if count == 0 {
        return Err(vm.type_error("throw expected at least 1 argument, got 0"));
    }
    if count > 3 {
        return Err(vm.type_error(format!("throw expected at most 3 arguments, got {count}")));
    }
    if count > 1 {
        vm.warn(
            &DEPRECATION_WARNING,
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg \
             signature instead.",
            1,
        )?;
    }
    let traceback = match given(2) {
        None => None,
        Some(value) => match value.downcast::<Traceback>() {
            Some(traceback) => Some(traceback.clone()),
            None => return Err(vm.type_error("throw() third argument must be a traceback")),
        },
    };
    let exception = match thrown[0].downcast::<Type>() {
        Some(class) if class.has(flags::EXCEPTION_SUBCLASS) => match given(1) {
            Some(value) if value.class().is_subtype(class) => value.clone(),
            Some(value) => vm.call(&thrown[0], std::slice::from_ref(value))?,
            None => vm.call(&thrown[0], &[])?,
        },
        _ => thrown[0].clone(),
    };
    let Some(payload) = exception.downcast::<Exception>() else {
        return Err(vm.type_error(
            "exceptions must be classes deriving BaseException or instances of such a class",
        ));
    };
    if given(1).is_some() && exception.is(&thrown[0]) {
        return Err(vm.type_error("instance exception may not have a separate value"));
    }
    if traceback.is_some() {
        payload.set_traceback(traceback);
    }
    Ok(Raised(exception))
}
