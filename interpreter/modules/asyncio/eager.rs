//! `asyncio.eager_task_factory()`: tasks that begin to run where they are made.

use vm::native::{Method, required};
use vm::objects::native_function::NativeFunction;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::event_loop::{EventLoop, wake_soon};
use super::names::call_helper;
use super::registry;
use super::step;
use super::task;
use crate::arguments::optional;

/// The function's row.
pub const EAGER_TASK_FACTORY: Method = Method::new(
    "eager_task_factory",
    "($module, loop, coro, /, *, name=None, context=None)",
    |vm, it| {
        let (name, context) = (optional(it, 2), optional(it, 3));
        begin(vm, required(it, 0), required(it, 1), name, context)
    },
    "A task that begins to run at once.",
);

/// Whether a task factory is this one.
pub fn is_factory(factory: &Value) -> bool {
    let function = factory.downcast_exact::<NativeFunction>();
    function.is_some_and(|function| function.method().name == EAGER_TASK_FACTORY.name)
}

fn begin(
    vm: &Vm,
    event_loop: &Value,
    coroutine: &Value,
    name: Option<&Value>,
    context: Option<&Value>,
) -> Result<Value> {
    let native = event_loop.downcast::<EventLoop>();
    let Some(native) = native.filter(|native| !native.debug.get()) else {
        let values = [Some(event_loop), Some(coroutine), name, context];
        let values = values.map(|value| value.cloned().unwrap_or(Value::NONE));
        return call_helper(vm, "tasks", "_create_eagerly", &values);
    };
    let task = task::make(vm, event_loop, coroutine, name, context)?;
    if native.is_running() {
        step::start_eagerly(vm, &task, event_loop)?;
    } else {
        wake_soon(vm, event_loop, &task, None)?;
        registry::register(vm, event_loop, &task)?;
    }
    Ok(task.into())
}

/// What `loop.create_task()` gives with this factory: the task gets its name when it has begun.
pub fn create_named(
    vm: &Vm,
    event_loop: &Value,
    coroutine: &Value,
    name: Option<&Value>,
    context: Option<&Value>,
) -> Result<Value> {
    let task = begin(vm, event_loop, coroutine, None, context)?;
    task::set_name(vm, &task, name.unwrap_or(Value::none_ref()))?;
    Ok(task)
}
