//! Coroutines that are native: what `asyncio.sleep()`, `Lock.acquire()`, `Queue.get()` and their
//! kin give. Scripts see coroutines; awaiting one takes no frame.

use vm::native::{Method, Property};
use vm::objects::exceptions::RUNTIME_WARNING;
use vm::objects::generator::COROUTINE;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::future::Future;
use super::future::awaiting::iterator;
use super::sleep::Sleep;
use super::stream_reader::Reading;
use super::task_group::Leaving;
use super::waiting::Waiting;

/// What a coroutine shows of itself.
struct Shown {
    qualified_name: &'static str,
    awaited: Option<Value>,
}

fn shown(this: &Value) -> Shown {
    if let Some(waiting) = this.downcast::<Waiting>() {
        return Shown {
            qualified_name: waiting.qualified_name(),
            awaited: waiting.awaited(),
        };
    }
    if let Some(reading) = this.downcast::<Reading>() {
        return Shown {
            qualified_name: reading.qualified_name(),
            awaited: reading.awaited(),
        };
    }
    if let Some(leaving) = this.downcast::<Leaving>() {
        return Shown {
            qualified_name: "TaskGroup.__aexit__",
            awaited: leaving.awaited(),
        };
    }
    Shown {
        qualified_name: "sleep",
        awaited: this.downcast::<Sleep>().and_then(|sleep| sleep.awaited()),
    }
}

/// What `cr_await` gives.
fn awaited(_: &Vm, this: &Value) -> Result<Value> {
    Ok(match shown(this).awaited {
        Some(future) if future.downcast::<Future>().is_some() => iterator(&future),
        Some(iterator) => iterator,
        None => Value::NONE,
    })
}

/// The attributes of native coroutines.
pub const PROPERTIES: &[Property] = &[
    Property::new("__name__", |_, this| {
        let name = shown(this).qualified_name;
        Ok(Str::value(name.rsplit('.').next().unwrap_or(name)))
    }),
    Property::new("__qualname__", |_, this| {
        Ok(Str::value(shown(this).qualified_name))
    }),
    Property::new("cr_await", awaited),
    Property::new("cr_code", |_, _| Ok(Value::NONE)),
    Property::new("cr_frame", |_, _| Ok(Value::NONE)),
    Property::new("cr_origin", |_, _| Ok(Value::NONE)),
    Property::new("cr_running", |_, _| Ok(Value::FALSE)),
    Property::new("cr_suspended", |_, this| {
        Ok(Value::bool(shown(this).awaited.is_some()))
    }),
];

/// The slot `repr`.
pub fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let name = shown(this).qualified_name;
    let address = this.identity();
    Ok(Str::value(format!(
        "<coroutine object {name} at {address:#x}>"
    )))
}

/// The slot `finalize`: it was dropped without being awaited.
pub fn finalize(vm: &Vm, this: &Value) {
    let text = format!(
        "coroutine '{}' was never awaited",
        shown(this).qualified_name
    );
    if let Err(raised) = vm.warn(&RUNTIME_WARNING, &text, 1) {
        vm.unraisable(raised, Some(this));
    }
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
