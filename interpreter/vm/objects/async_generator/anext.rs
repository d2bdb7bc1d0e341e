//! `anext_awaitable`: what `anext()` with a default gives.

use super::super::exceptions;
use super::super::generator::methods::thrown_of;
use super::super::generator::{Generator, Input, Thrown, exact_generator, send, throw};
use super::super::heap::{Payload, Ref};
use super::super::slots::Slots;
use super::super::types::{TypeSpec, flags};
use super::super::value::Value;
use crate::call::Arguments;
use crate::native::Method;
use crate::{Raised, Result, Vm, payload, static_type};

/// The payload of `anext_awaitable`.
pub struct AnextAwaitable {
    awaitable: Value,
    default: Value,
}

payload!(AnextAwaitable, ANEXT_AWAITABLE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.awaitable);
        visit(&self.default);
    }
});

static_type! {
    /// `anext_awaitable`
    pub ANEXT_AWAITABLE = TypeSpec {
        name: "anext_awaitable",
        layout: Some(<AnextAwaitable as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            await_: Some(|_, this| Ok(this.clone())),
            next: Some(next),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("send", "($self, value, /)", |vm, arguments| match arguments {
                [Some(this), Some(value), ..] => of(vm, this)?.call(vm, "send", std::slice::from_ref(value)),
                _ => Ok(Value::NONE),
            }, "Resumes it with a value."),
            Method::raw("throw", "($self, type, value=None, traceback=None, /)", throw_method, "Raises an exception in it."),
            Method::new("close", "($self, /)", |vm, arguments| match arguments {
                [Some(this), ..] => of(vm, this)?.call(vm, "close", &[]),
                _ => Ok(Value::NONE),
            }, "Raises GeneratorExit in it."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<AnextAwaitable>> {
    value
        .downcast::<AnextAwaitable>()
        .ok_or_else(|| vm.type_error("an anext_awaitable is required"))
}

impl AnextAwaitable {
    /// An awaitable that gives `default` where `awaitable` is exhausted.
    pub fn of(awaitable: &Value, default: &Value) -> Value {
        Ref::new(AnextAwaitable {
            awaitable: awaitable.clone(),
            default: default.clone(),
        })
        .into()
    }

    /// The end of the iteration is a StopIteration with the default.
    fn defaulted<T>(&self, vm: &Vm, result: Result<T>) -> Result<T> {
        result.map_err(|raised: Raised| {
            if raised.is(&exceptions::STOP_ASYNC_ITERATION) {
                return vm.stop_iteration(self.default.clone());
            }
            raised
        })
    }

    fn call(&self, vm: &Vm, method: &str, arguments: &[Value]) -> Result<Value> {
        let iterator = vm.awaitable_iterator(&self.awaitable)?;
        let result = match (method, exact_generator(&iterator)) {
            ("send", Some(generator)) => {
                let value = arguments.first().cloned().unwrap_or(Value::NONE);
                send(vm, generator, Input::Send(value))
            }
            _ => vm.call_method(&iterator, method, arguments),
        };
        self.defaulted(vm, result)
    }
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let this = of(vm, this)?;
    let iterator = vm.awaitable_iterator(&this.awaitable)?;
    let generator: Option<&Ref<Generator>> = exact_generator(&iterator);
    let result = match generator {
        Some(generator) => send(vm, generator, Input::Send(Value::NONE)).map(Some),
        None => vm.next_or_stop(&iterator),
    };
    this.defaulted(vm, result)
}

fn throw_method(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, thrown): (Value, Thrown) = thrown_of(vm, arguments)?;
    let this = of(vm, &this)?;
    let iterator = vm.awaitable_iterator(&this.awaitable)?;
    let result = match exact_generator(&iterator) {
        Some(generator) => throw(vm, generator, &thrown, true),
        None => vm.call_method(&iterator, "throw", arguments.skip(1).values),
    };
    this.defaulted(vm, result)
}
