//! Coroutines that are native: what `asyncio.sleep()`, `Lock.acquire()`, `Queue.get()` and their
//! kin give. Scripts see coroutines; awaiting one takes no frame.

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::generator::{COROUTINE, Step, warn_never_awaited};
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::future::Future;
use super::future::awaiting::{iterator, thrown_exception};
use crate::support::of;

/// What a native coroutine does, and what it shows of itself.
pub trait NativeCoroutine: Payload {
    /// Its qualified name.
    fn qualified_name(&self) -> &'static str;

    /// Where it was made, if that was asked for.
    fn origin(&self) -> Option<Value>;

    /// The future that it waits for, or the iterator of one that is not native.
    fn awaited(&self) -> Option<Value>;

    /// Goes on until it has to wait, or ends.
    fn step(vm: &Vm, this: &Ref<Self>) -> Result<Step>;

    /// Goes on with an exception where it waits.
    fn interrupt(vm: &Vm, this: &Ref<Self>, raised: Raised) -> Result<Step>;

    /// Ends it.
    fn close(vm: &Vm, this: &Ref<Self>) -> Result<()>;
}

/// The type of a native coroutine.
pub const fn specification<C: NativeCoroutine>(doc: &'static str) -> TypeSpec {
    TypeSpec {
        name: "coroutine",
        doc: Some(doc),
        layout: Some(C::layout),
        base: Some(|| &COROUTINE),
        flags: flags::FINALIZER | flags::NO_INSTANTIATION,
        slots: Slots {
            repr: Some(repr::<C>),
            iter: Some(|_, this| Ok(this.clone())),
            await_: Some(|_, this| Ok(this.clone())),
            next: Some(next::<C>),
            send: Some(send::<C>),
            finalize: Some(finalize::<C>),
            ..Slots::EMPTY
        },
        methods: const {
            &[
                Method::new(
                    "send",
                    "($self, value, /)",
                    |vm, it| yielded(vm, C::step(vm, of(required(it, 0)))),
                    "Goes on.",
                ),
                Method::raw(
                    "throw",
                    "",
                    throw::<C>,
                    "Raises an exception where it waits.",
                ),
                Method::new(
                    "close",
                    "($self, /)",
                    |vm, it| {
                        C::close(vm, of(required(it, 0)))?;
                        Ok(Value::NONE)
                    },
                    "Ends it.",
                ),
            ]
        },
        properties: const {
            &[
                Property::new("__name__", |_, this| {
                    let name = of::<C>(this).qualified_name();
                    Ok(Str::value(name.rsplit('.').next().unwrap_or(name)))
                }),
                Property::new("__qualname__", |_, this| {
                    Ok(Str::value(of::<C>(this).qualified_name()))
                }),
                Property::new("cr_await", |_, this| {
                    Ok(match of::<C>(this).awaited() {
                        Some(future) if future.downcast::<Future>().is_some() => iterator(&future),
                        Some(iterator) => iterator,
                        None => Value::NONE,
                    })
                }),
                Property::new("cr_code", |_, _| Ok(Value::NONE)),
                Property::new("cr_frame", |_, _| Ok(Value::NONE)),
                Property::new("cr_origin", |_, this| {
                    Ok(of::<C>(this).origin().unwrap_or(Value::NONE))
                }),
                Property::new("cr_running", |_, _| Ok(Value::FALSE)),
                Property::new("cr_suspended", |_, this| {
                    Ok(Value::bool(of::<C>(this).awaited().is_some()))
                }),
            ]
        },
        ..TypeSpec::DEFAULT
    }
}

fn send<C: NativeCoroutine>(vm: &Vm, this: &Value, _: &Value) -> Result<Step> {
    C::step(vm, of(this))
}

fn next<C: NativeCoroutine>(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    match C::step(vm, of(this))? {
        Step::Yielded(value) => Ok(Some(value)),
        Step::Returned(value) if value.is_none() => Ok(None),
        Step::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

fn throw<C: NativeCoroutine>(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let Some((this, thrown)) = arguments.values.split_first() else {
        return Err(vm.type_error("throw() needs a coroutine"));
    };
    let raised = thrown_exception(vm, thrown)?;
    yielded(vm, C::interrupt(vm, of(this), raised))
}

/// What a method that goes on gives: a value, or StopIteration with the result.
fn yielded(vm: &Vm, step: Result<Step>) -> Result<Value> {
    match step? {
        Step::Yielded(value) => Ok(value),
        Step::Returned(value) => Err(vm.stop_iteration(value)),
    }
}

fn repr<C: NativeCoroutine>(_: &Vm, this: &Value) -> Result<Value> {
    let name = of::<C>(this).qualified_name();
    let address = this.identity();
    Ok(Str::value(format!(
        "<coroutine object {name} at {address:#x}>"
    )))
}

/// It was dropped without being awaited.
fn finalize<C: NativeCoroutine>(vm: &Vm, this: &Value) {
    warn_never_awaited(vm, this, of::<C>(this).qualified_name());
}

/// Whether a function makes native coroutines, which its description says.
pub fn makes_coroutines(method: &Method) -> bool {
    method.doc.starts_with("Coroutine: ")
}

/// Whether a value is a coroutine of any kind.
#[inline]
pub fn is_one(value: &Value) -> bool {
    let class = value.class();
    class.is(&COROUTINE) || class.is_subtype(&COROUTINE)
}
