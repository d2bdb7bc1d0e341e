//! `Task`: a future that runs a coroutine.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::Ref;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::coroutine;
use super::event_loop;
use super::future::{self, FUTURE, Future};
use super::names::{call_helper, names};
use super::registry;
use super::step;
use crate::contextvars::{Inherited, OwnContext};
use crate::state::State;
use crate::support::{Visit, of};

/// What a task has more than a future.
#[derive(Default)]
pub struct TaskState {
    pub coroutine: Guarded<Option<Value>>,
    pub context: OwnContext,
    /// A str, or the number in a name that nobody has asked for yet.
    name: Guarded<Option<Value>>,
    /// What it waits for.
    pub waiter: Guarded<Option<Value>>,
    pub must_cancel: Cell<bool>,
    pub log_destroy_pending: Cell<bool>,
    pub cancels_requested: Cell<u32>,
    /// The place among the tasks of its loop, plus one; 0 when it is not among them.
    pub place: Cell<u32>,
}

impl Visit for TaskState {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.coroutine.visit(visit);
        self.context.visit(visit);
        self.name.visit(visit);
        self.waiter.visit(visit);
    }
}

impl TaskState {
    #[inline(always)]
    fn new(coroutine: &Value, context: Inherited, name: Value) -> TaskState {
        TaskState {
            coroutine: Guarded::new(Some(coroutine.clone())),
            context: OwnContext::new(context),
            name: Guarded::new(Some(name)),
            waiter: Guarded::default(),
            must_cancel: Cell::new(false),
            log_destroy_pending: Cell::new(true),
            cancels_requested: Cell::new(0),
            place: Cell::new(0),
        }
    }

    /// Drops what it holds, to break cycles.
    pub fn clear(&self) {
        drop(self.coroutine.take());
        self.context.replace(Inherited::Nothing);
        drop(self.name.take());
        drop(self.waiter.take());
    }
}

static_type! {
    /// `asyncio.Task`
    pub TASK = TypeSpec {
        name: "Task",
        module: "_asyncio",
        doc: Some("A coroutine that the loop runs."),
        signature: Some("(coro, *, loop=<unrepresentable>, name=None, context=None, eager_start=False)"),
        base: Some(|| &FUTURE),
        flags: flags::BASE,
        slots: Slots {
            init: Some(init),
            repr: Some(|vm, this| call_helper(vm, "base_tasks", "_task_repr", std::slice::from_ref(this))),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[
            Property::settable("_log_destroy_pending", |_, this| {
                Ok(Value::bool(part(this, |task| task.log_destroy_pending.get()).unwrap_or(false)))
            }, |vm, this, value| {
                let Some(value) = value else {
                    return Err(vm.attribute_error("cannot delete attribute"));
                };
                let truth = vm.is_true(value)?;
                part(this, |task| task.log_destroy_pending.set(truth));
                Ok(())
            }),
            Property::new("_must_cancel", |_, this| {
                Ok(Value::bool(part(this, |task| task.must_cancel.get()).unwrap_or(false)))
            }),
            Property::new("_coro", |_, this| Ok(coroutine_of(this))),
            Property::new("_fut_waiter", |_, this| {
                let waiter = part(this, |task| task.waiter.borrow().clone()).flatten();
                Ok(waiter.unwrap_or(Value::NONE))
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "cancel",
        "($self, /, msg=None)",
        |vm, it| {
            let message = it
                .get(1)
                .cloned()
                .flatten()
                .filter(|message| !message.is_none());
            Ok(Value::bool(cancel(vm, of(required(it, 0)), message)?))
        },
        "Has CancelledError raised where the coroutine waits.",
    ),
    Method::new(
        "cancelling",
        "($self, /)",
        |_, it| {
            let count = part(required(it, 0), |task| task.cancels_requested.get());
            Ok(Value::int(count.unwrap_or(0).into()))
        },
        "How often cancel() was called and not taken back.",
    ),
    Method::new(
        "uncancel",
        "($self, /)",
        |_, it| Ok(Value::int(uncancel(required(it, 0)).into())),
        "Takes back one call of cancel().",
    ),
    Method::new(
        "get_stack",
        "($self, /, *, limit=None)",
        |vm, it| {
            let limit = it.get(1).cloned().flatten().unwrap_or(Value::NONE);
            call_helper(
                vm,
                "base_tasks",
                "_task_get_stack",
                &[required(it, 0).clone(), limit],
            )
        },
        "The frames of the coroutine.",
    ),
    Method::new(
        "print_stack",
        "($self, /, *, limit=None, file=None)",
        |vm, it| {
            let given =
                |position: usize| it.get(position).cloned().flatten().unwrap_or(Value::NONE);
            let arguments = [required(it, 0).clone(), given(1), given(2)];
            call_helper(vm, "base_tasks", "_task_print_stack", &arguments)
        },
        "Prints the frames of the coroutine.",
    ),
    Method::new(
        "set_result",
        "($self, result, /)",
        |vm, _| Err(vm.runtime_error("Task does not support set_result operation")),
        "Refused: the coroutine gives the result.",
    ),
    Method::new(
        "set_exception",
        "($self, exception, /)",
        |vm, _| Err(vm.runtime_error("Task does not support set_exception operation")),
        "Refused: the coroutine raises the exception.",
    ),
    Method::new(
        "get_coro",
        "($self, /)",
        |_, it| Ok(coroutine_of(required(it, 0))),
        "The coroutine.",
    ),
    Method::new(
        "get_context",
        "($self, /)",
        |_, it| {
            let context = part(required(it, 0), |task| task.context.object());
            Ok(context.unwrap_or(Value::NONE))
        },
        "The context that it runs in.",
    ),
    Method::new(
        "get_name",
        "($self, /)",
        |_, it| Ok(name(required(it, 0))),
        "The name.",
    ),
    Method::new(
        "set_name",
        "($self, value, /)",
        |vm, it| {
            set_name(vm, required(it, 0), required(it, 1))?;
            Ok(Value::NONE)
        },
        "Sets the name.",
    ),
];

/// A part of the state of a task that has been initialized.
pub fn part<T>(task: &Value, part: impl FnOnce(&TaskState) -> T) -> Option<T> {
    state(task.downcast::<Future>()?).map(part)
}

/// The state of a task that has been initialized. It stays until the collector clears the task.
#[inline]
pub fn state(future: &Ref<Future>) -> Option<&TaskState> {
    future.task_state()
}

fn coroutine_of(task: &Value) -> Value {
    let coroutine = part(task, |task| task.coroutine.borrow().clone()).flatten();
    coroutine.unwrap_or(Value::NONE)
}

/// The name; the number is made one when first asked for.
fn name(task: &Value) -> Value {
    let name = part(task, |task| task.name.borrow().clone())
        .flatten()
        .unwrap_or(Value::NONE);
    let Some(number) = name.as_small_int() else {
        return name;
    };
    let name = Str::value(format!("Task-{number}"));
    drop(part(task, |task| task.name.replace(Some(name.clone()))));
    name
}

/// `task.set_name()`
pub fn set_name(vm: &Vm, task: &Value, name: &Value) -> Result<()> {
    let name = name_of(vm, name)?;
    drop(part(task, |task| task.name.replace(Some(name))));
    Ok(())
}

fn name_of(vm: &Vm, value: &Value) -> Result<Value> {
    if value.is_exact::<Str>() {
        return Ok(value.clone());
    }
    Ok(vm.str(value)?.into())
}

static COUNTER: State<i64> = State::new(0);

fn next_number(vm: &Vm) -> Value {
    let mut counter = COUNTER.of(vm).borrow_mut();
    *counter += 1;
    Value::int(*counter)
}

fn is_coroutine(vm: &Vm, value: &Value) -> Result<bool> {
    if coroutine::is_one(value) {
        return Ok(true);
    }
    let answer = call_helper(vm, "coroutines", "iscoroutine", std::slice::from_ref(value))?;
    vm.is_true(&answer)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new(
        "Task",
        "(coro, *, loop=None, name=None, context=None, eager_start=False)",
    );
    let it = bind(vm, &SIGNATURE, arguments)?;
    let given = |position: usize| it.optional(position).filter(|value| !value.is_none());
    let eager = match it.optional(4) {
        Some(eager) => vm.is_true(eager)?,
        None => false,
    };
    let task: &Ref<Future> = of(this);
    let event_loop = future::initialize(vm, task, given(1))?;
    if !is_coroutine(vm, it.required(0))? {
        let text = vm.repr_text(it.required(0))?;
        return Err(vm.type_error(format!("a coroutine was expected, got {text}")));
    }
    begin(
        vm,
        task,
        &event_loop,
        it.required(0),
        given(2),
        given(3),
        eager,
    )
}

/// A task of a native loop that is not in debug mode.
pub fn create(
    vm: &Vm,
    event_loop: &Value,
    coroutine: &Value,
    name: Option<&Value>,
    context: Option<&Value>,
) -> Result<Value> {
    let task = make(vm, event_loop, coroutine, name, context)?;
    event_loop::wake_soon(vm, event_loop, &task, None)?;
    registry::register(vm, event_loop, &task)?;
    Ok(task.into())
}

/// A task that nobody runs yet.
#[inline]
pub fn make(
    vm: &Vm,
    event_loop: &Value,
    coroutine: &Value,
    name: Option<&Value>,
    context: Option<&Value>,
) -> Result<Ref<Future>> {
    if !is_coroutine(vm, coroutine)? {
        let text = vm.repr_text(coroutine)?;
        return Err(vm.type_error(format!("a coroutine was expected, got {text}")));
    }
    let name = match name {
        Some(name) => name_of(vm, name)?,
        None => next_number(vm),
    };
    let context = Inherited::given(vm, context);
    let make = || Future::task_payload(event_loop, TaskState::new(coroutine, context, name));
    Ok(Ref::make(&TASK, make, 0, |_| ()))
}

fn begin(
    vm: &Vm,
    task: &Ref<Future>,
    event_loop: &Value,
    coroutine: &Value,
    name: Option<&Value>,
    context: Option<&Value>,
    eager: bool,
) -> Result<()> {
    let context = Inherited::given(vm, context);
    let name = match name {
        Some(name) => name_of(vm, name)?,
        None => next_number(vm),
    };
    let state = task.make_task_state();
    drop(state.coroutine.replace(Some(coroutine.clone())));
    state.context.replace(context);
    drop(state.name.replace(Some(name)));
    drop(state.waiter.take());
    state.must_cancel.set(false);
    state.log_destroy_pending.set(true);
    state.cancels_requested.set(0);
    if eager {
        let running = vm.call_method_by_name(event_loop, &names(vm).is_running, &[])?;
        if running.is_true() {
            return step::start_eagerly(vm, task, event_loop);
        }
    }
    event_loop::wake_soon(vm, event_loop, task, None)?;
    registry::register(vm, event_loop, task)
}

/// `task.uncancel()`: how many calls of `cancel()` are left.
pub fn uncancel(task: &Value) -> u32 {
    let left = part(task, |task| {
        let left = task.cancels_requested.get().saturating_sub(1);
        task.cancels_requested.set(left);
        if left == 0 {
            task.must_cancel.set(false);
        }
        left
    });
    left.unwrap_or(0)
}

/// `task.cancel()`.
pub fn cancel(vm: &Vm, task: &Ref<Future>, message: Option<Value>) -> Result<bool> {
    task.log_traceback.set(false);
    let Some(state) = state(task) else {
        return future::cancel(vm, task, message);
    };
    if task.is_done() {
        return Ok(false);
    }
    state
        .cancels_requested
        .set(state.cancels_requested.get() + 1);
    let waiter = state.waiter.borrow().clone();
    if let Some(waiter) = waiter
        && cancel_any(vm, &waiter, message.as_ref())?
    {
        return Ok(true);
    }
    state.must_cancel.set(true);
    if message.is_some() || task.extra(|extra| extra.cancel_message.clone()).is_some() {
        drop(task.change_extra(|extra| std::mem::replace(&mut extra.cancel_message, message)));
    }
    Ok(true)
}

/// Cancels what a task waits for, native or not.
pub fn cancel_any(vm: &Vm, future: &Value, message: Option<&Value>) -> Result<bool> {
    if let Some(native) = future.downcast::<Future>() {
        if native.class().is(&FUTURE) {
            return future::cancel(vm, native, message.cloned());
        }
        if native.class().is(&TASK) {
            vm.check_native_stack("")?;
            return cancel(vm, native, message.cloned());
        }
    }
    let names = names(vm);
    let cancel = vm.get_attribute(future, &names.cancel)?;
    let arguments = Arguments {
        values: &[message.cloned().unwrap_or(Value::NONE)],
        names: &[names.msg.to_value()],
    };
    let cancelled = vm.call_with(&cancel, arguments)?;
    vm.is_true(&cancelled)
}

/// Whether a value is a task or future of exactly the native types.
#[inline]
pub fn exact_native(value: &Value) -> Option<&Ref<Future>> {
    let future = value.downcast::<Future>()?;
    let class: &Ref<Type> = future.class();
    (class.is(&FUTURE) || class.is(&TASK)).then_some(future)
}
