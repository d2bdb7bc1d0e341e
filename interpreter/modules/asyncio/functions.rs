//! The functions of module `_asyncio`.

use vm::native::{Method, required};
use vm::objects::descriptors::MethodDescriptor;
use vm::objects::list::List;
use vm::objects::native_function::NativeFunction;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::eager::EAGER_TASK_FACTORY;
use super::event_loop::{self, EventLoop, get_event_loop};
use super::future::Future;
use super::gather::gather;
use super::registry;
use crate::arguments::optional;

/// `get_running_loop()`
pub fn get_running_loop(vm: &Vm) -> Result<Value> {
    let running = vm.running_loop.borrow().clone();
    running.ok_or_else(|| vm.runtime_error("no running event loop"))
}

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "get_running_loop",
        "($module, /)",
        |vm, _| get_running_loop(vm),
        "The loop that runs in this thread.",
    ),
    Method::new(
        "_get_running_loop",
        "($module, /)",
        |vm, _| Ok(vm.running_loop.borrow().clone().unwrap_or(Value::NONE)),
        "The loop that runs in this thread, or None.",
    ),
    Method::new(
        "_set_running_loop",
        "($module, loop, /)",
        |vm, it| {
            drop(vm.running_loop.replace(optional(it, 0).cloned()));
            Ok(Value::NONE)
        },
        "Sets the loop that runs in this thread.",
    ),
    Method::new(
        "get_event_loop",
        "($module, /)",
        |vm, _| get_event_loop(vm),
        "The running loop, or the policy's.",
    ),
    Method::new(
        "current_task",
        "($module, /, loop=None)",
        current_task,
        "The task that runs now.",
    ),
    Method::new(
        "create_task",
        "($module, /, coro, *, name=None, context=None)",
        create_task,
        "Has the running loop run a coroutine.",
    ),
    EAGER_TASK_FACTORY,
    Method::new(
        "gather",
        "($module, /, *coros_or_futures, return_exceptions=False)",
        gather,
        "Waits for all and gives their results.",
    ),
    Method::new(
        "sleep",
        "($module, /, delay, result=None)",
        super::sleep::sleep,
        "Coroutine: gives way until so many seconds have passed.",
    ),
    Method::new(
        "_makes_coroutines",
        "($module, function, /)",
        |_, it| {
            let function = required(it, 0);
            let method = match function.downcast::<NativeFunction>() {
                Some(function) => Some(function.method()),
                None => function
                    .downcast::<MethodDescriptor>()
                    .map(|it| it.method()),
            };
            Ok(Value::bool(
                method.is_some_and(super::coroutine::makes_coroutines),
            ))
        },
        "Whether a native function or method gives coroutines.",
    ),
    Method::new(
        "receive",
        "($module, loop, sock, fd, size, /)",
        event_loop::receive,
        "sock.recv() for a transport.",
    ),
    Method::new(
        "receive_into",
        "($module, loop, sock, fd, buffer, /)",
        event_loop::receive_into,
        "sock.recv_into() for a transport.",
    ),
    Method::new(
        "timeout",
        "($module, delay, /)",
        super::timeout::timeout,
        "Lets a block take so many seconds, or any time for None.",
    ),
    Method::new(
        "_live_tasks",
        "($module, loop, /)",
        live_tasks,
        "The native tasks of a loop that are not done.",
    ),
    Method::new(
        "_register_native",
        "($module, task, /)",
        register,
        "Whether the loop of a task holds it from now on.",
    ),
    Method::new(
        "_unregister_native",
        "($module, task, /)",
        unregister,
        "Whether it was a task that its loop held.",
    ),
    Method::new(
        "_enter_task",
        "($module, /, loop, task)",
        |vm, it| {
            registry::enter_task(vm, required(it, 0), required(it, 1))?;
            Ok(Value::NONE)
        },
        "Makes a task the one that runs.",
    ),
    Method::new(
        "_leave_task",
        "($module, /, loop, task)",
        |vm, it| {
            registry::leave_task(vm, required(it, 0), required(it, 1))?;
            Ok(Value::NONE)
        },
        "Ends what _enter_task began.",
    ),
    Method::new(
        "_swap_current_task",
        "($module, /, loop, task)",
        |vm, it| {
            let task = optional(it, 1).cloned();
            Ok(registry::swap_current_task(vm, required(it, 0), task)?.unwrap_or(Value::NONE))
        },
        "Makes a task the one that runs, and gives the one before.",
    ),
];

fn current_task(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let event_loop = match optional(arguments, 0) {
        Some(event_loop) => event_loop.clone(),
        None => get_running_loop(vm)?,
    };
    Ok(registry::current_task(vm, &event_loop)?.unwrap_or(Value::NONE))
}

fn create_task(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let event_loop = get_running_loop(vm)?;
    let (name, context) = (optional(arguments, 1), optional(arguments, 2));
    event_loop::create_task(vm, &event_loop, required(arguments, 0), name, context)
}

fn live_tasks(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let event_loop = required(arguments, 0);
    match event_loop.downcast::<EventLoop>() {
        Some(_) => vm.call_method(event_loop, "_live_tasks", &[]),
        None => Ok(List::new(Vec::new()).into()),
    }
}

/// A task with a native loop, which therefore can hold it.
fn held(value: &Value) -> Option<(Value, &vm::objects::heap::Ref<Future>)> {
    let task = value.downcast::<Future>()?;
    task.task_state()?;
    let event_loop = task.event_loop()?;
    event_loop.downcast::<EventLoop>()?;
    Some((event_loop, task))
}

fn register(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    match held(required(arguments, 0)) {
        Some((event_loop, task)) => {
            registry::register(vm, &event_loop, task)?;
            Ok(Value::TRUE)
        }
        None => Ok(Value::FALSE),
    }
}

fn unregister(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    match held(required(arguments, 0)) {
        Some((event_loop, task)) => {
            registry::unregister(&event_loop, task);
            Ok(Value::TRUE)
        }
        None => Ok(Value::FALSE),
    }
}
