//! The core of `asyncio.TaskGroup`: making tasks, and what happens while all goes well. Errors
//! and cancellation are Python's, in `lib/asyncio/taskgroups.py`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::set::Set;
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::event_loop;
use super::functions::get_running_loop;
use super::future::{self, Callback, State};
use super::registry;
use super::task::exact_native;
use super::waiting::Completed;
use crate::arguments::optional;
use crate::asyncio::attributes::{flag, stored};
use crate::container;
use crate::contextvars::Inherited;
use crate::support::{INSTANCE_DICT, of};

mod leaving;

pub use leaving::{LEAVING, Leaving};

/// The payload of groups.
pub struct TaskGroup {
    entered: Cell<bool>,
    exiting: Cell<bool>,
    aborting: Cell<bool>,
    parent_cancel_requested: Cell<bool>,
    event_loop: Guarded<Option<Value>>,
    parent: Guarded<Option<Value>>,
    tasks: Guarded<Option<Value>>,
    errors: Guarded<Option<Value>>,
    base_error: Guarded<Option<Value>>,
    /// The future that is done when all tasks have ended.
    completed: Guarded<Option<Value>>,
    /// `_on_task_done`, bound to the group, as long as tasks may call it.
    on_done: Guarded<Option<Value>>,
}

container!(
    TaskGroup,
    TASK_GROUP,
    [event_loop, parent, tasks, errors, base_error, completed, on_done],
    clear[event_loop, parent, tasks, errors, base_error, completed, on_done]
);

static_type! {
    /// `_asyncio.TaskGroupCore`
    pub TASK_GROUP = TypeSpec {
        name: "TaskGroupCore",
        module: "_asyncio",
        doc: Some("What groups of tasks do while all goes well."),
        layout: Some(<TaskGroup as Payload>::layout),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, TaskGroup::new()).into())),
            init: Some(init),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "create_task",
        "($self, /, coro, *, name=None, context=None)",
        create_task,
        "Has the group run a coroutine.",
    ),
    Method::new(
        "__aenter__",
        "($self, /)",
        |_, it| Ok(Completed::after(enter, required(it, 0).clone())),
        "Begins the group.",
    ),
    Method::new(
        "__aexit__",
        "($self, et, exc, tb, /)",
        |vm, it| {
            Ok(Leaving::create(
                vm,
                required(it, 0),
                optional(it, 1),
                optional(it, 2),
            ))
        },
        "Coroutine: waits until all tasks have ended.",
    ),
    Method::new(
        "_on_task_done",
        "($self, task, /)",
        |vm, it| {
            task_done(vm, required(it, 0), required(it, 1))?;
            Ok(Value::NONE)
        },
        "A task has ended.",
    ),
];

const PROPERTIES: &[Property] = &[
    flag!(TaskGroup, "_entered", entered),
    flag!(TaskGroup, "_exiting", exiting),
    flag!(TaskGroup, "_aborting", aborting),
    flag!(
        TaskGroup,
        "_parent_cancel_requested",
        parent_cancel_requested
    ),
    stored!(TaskGroup, "_loop", event_loop),
    stored!(TaskGroup, "_parent_task", parent),
    stored!(TaskGroup, "_tasks", tasks),
    stored!(TaskGroup, "_errors", errors),
    stored!(TaskGroup, "_base_error", base_error),
    stored!(TaskGroup, "_on_completed_fut", completed),
    INSTANCE_DICT,
];

impl TaskGroup {
    fn new() -> TaskGroup {
        TaskGroup {
            entered: Cell::new(false),
            exiting: Cell::new(false),
            aborting: Cell::new(false),
            parent_cancel_requested: Cell::new(false),
            event_loop: Guarded::default(),
            parent: Guarded::default(),
            tasks: Guarded::new(Some(Set::new().into())),
            errors: Guarded::new(Some(List::new(Vec::new()).into())),
            base_error: Guarded::default(),
            completed: Guarded::default(),
            on_done: Guarded::default(),
        }
    }

    fn event_loop(&self) -> Value {
        self.event_loop.borrow().clone().unwrap_or(Value::NONE)
    }

    fn tasks(&self, vm: &Vm) -> Result<Ref<Set>> {
        let tasks = self.tasks.borrow().clone();
        let set = tasks.as_ref().and_then(|tasks| tasks.downcast::<Set>());
        set.cloned()
            .ok_or_else(|| vm.type_error("_tasks must be a set"))
    }

    /// Whether there is nothing to be told when the tasks have ended.
    fn all_went_well(&self) -> bool {
        let errors = self.errors.borrow();
        let errors = errors.as_ref().and_then(|errors| errors.downcast::<List>());
        errors.is_some_and(|errors| errors.is_empty())
            && self.base_error.borrow().is_none()
            && !self.parent_cancel_requested.get()
    }
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("TaskGroup.__init__", "()");
    let given = arguments.positionals().len();
    if given > 0 {
        let given = given + 1;
        return Err(vm.type_error(format!(
            "TaskGroup.__init__() takes 1 positional argument but {given} were given"
        )));
    }
    bind(vm, &SIGNATURE, arguments)?;
    let (group, new) = (of::<TaskGroup>(this), TaskGroup::new());
    for flag in [&group.entered, &group.exiting, &group.aborting] {
        flag.set(false);
    }
    group.parent_cancel_requested.set(false);
    drop(group.tasks.replace(new.tasks.take()));
    drop(group.errors.replace(new.errors.take()));
    for nothing in [
        &group.event_loop,
        &group.parent,
        &group.base_error,
        &group.completed,
        &group.on_done,
    ] {
        drop(nothing.take());
    }
    Ok(())
}

fn enter(vm: &Vm, this: &Value) -> Result<()> {
    let group = of::<TaskGroup>(this);
    if group.entered.get() {
        let text = vm.repr_text(this)?;
        return Err(vm.runtime_error(format!("TaskGroup {text} has already been entered")));
    }
    let known = group.event_loop.borrow().clone();
    let event_loop = match known {
        Some(event_loop) => event_loop,
        None => get_running_loop(vm)?,
    };
    let parent = registry::current_task(vm, &event_loop)?;
    drop(group.event_loop.replace(Some(event_loop)));
    if parent.is_none() {
        let text = vm.repr_text(this)?;
        return Err(vm.runtime_error(format!("TaskGroup {text} cannot determine the parent task")));
    }
    drop(group.parent.replace(parent));
    group.entered.set(true);
    Ok(())
}

fn create_task(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, coroutine) = (required(arguments, 0), required(arguments, 1));
    let group = of::<TaskGroup>(this);
    let tasks = group.tasks(vm)?;
    let problem = if !group.entered.get() {
        "has not been entered"
    } else if group.exiting.get() && tasks.is_empty() {
        "is finished"
    } else if group.aborting.get() {
        "is shutting down"
    } else {
        ""
    };
    if !problem.is_empty() {
        vm.call_method(coroutine, "close", &[])?;
        let text = vm.repr_text(this)?;
        return Err(vm.runtime_error(format!("TaskGroup {text} {problem}")));
    }
    let (name, context) = (optional(arguments, 2), optional(arguments, 3));
    let task = event_loop::create_task(vm, &group.event_loop(), coroutine, name, context)?;
    if let Some(native) = exact_native(&task) {
        if native.is_done() {
            task_done(vm, this, &task)?;
        } else {
            tasks.add(vm, &task)?;
            let callback = Callback::Call(on_done(vm, this)?);
            future::add_callback(vm, native, callback, Inherited::from_current(vm))?;
        }
    } else if vm.is_true(&vm.call_method(&task, "done", &[])?)? {
        vm.call_method(this, "_on_task_done", std::slice::from_ref(&task))?;
    } else {
        tasks.add(vm, &task)?;
        vm.call_method(&task, "add_done_callback", &[on_done(vm, this)?])?;
    }
    Ok(task)
}

fn on_done(vm: &Vm, this: &Value) -> Result<Value> {
    let group = of::<TaskGroup>(this);
    if let Some(known) = &*group.on_done.borrow() {
        return Ok(known.clone());
    }
    let bound = vm.get_attribute(this, &vm.intern("_on_task_done"))?;
    drop(group.on_done.replace(Some(bound.clone())));
    Ok(bound)
}

/// `_on_task_done()`
fn task_done(vm: &Vm, this: &Value, task: &Value) -> Result<()> {
    let group = of::<TaskGroup>(this);
    let tasks = group.tasks(vm)?;
    tasks.discard(vm, task)?;
    let completed = group.completed.borrow().clone();
    if tasks.is_empty()
        && let Some(completed) = completed
    {
        complete(vm, &completed)?;
    }
    let exception = match exact_native(task) {
        Some(native) => match native.state.get() {
            State::Failed => future::exception(native),
            _ => return Ok(()),
        },
        None if vm.is_true(&vm.call_method(task, "cancelled", &[])?)? => return Ok(()),
        None => vm.call_method(task, "exception", &[])?,
    };
    if exception.is_none() {
        return Ok(());
    }
    vm.call_method(this, "_task_failed", &[task.clone(), exception])
        .map(drop)
}

fn complete(vm: &Vm, completed: &Value) -> Result<()> {
    if let Some(native) = exact_native(completed) {
        return match native.is_done() {
            true => Ok(()),
            false => future::set_result(vm, native, Value::TRUE),
        };
    }
    if vm.is_true(&vm.call_method(completed, "done", &[])?)? {
        return Ok(());
    }
    vm.call_method(completed, "set_result", &[Value::TRUE])
        .map(drop)
}
