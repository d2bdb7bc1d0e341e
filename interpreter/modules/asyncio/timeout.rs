//! `asyncio.Timeout`: a block of code that may take only so long.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::exceptions::{ASSERTION_ERROR, EXCEPTION_GROUP, Exception, TIMEOUT_ERROR};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::native_function::NativeFunction;
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::action::Action;
use super::event_loop::{self, Plain};
use super::exceptions::CANCELLED_ERROR;
use super::functions::get_running_loop;
use super::future::Future;
use super::handle::{self, Handle};
use super::registry;
use super::task;
use super::waiting::Completed;
use crate::arguments::optional;
use crate::container;
use crate::contextvars::Inherited;
use crate::support::{INSTANCE_DICT, of};

/// How far a block has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Created,
    Active,
    Expiring,
    Expired,
    Finished,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Stage::Created => "created",
            Stage::Active => "active",
            Stage::Expiring => "expiring",
            Stage::Expired => "expired",
            Stage::Finished => "finished",
        }
    }
}

/// The payload of a timeout.
pub struct Timeout {
    stage: Cell<Stage>,
    /// How often the task was cancelled before.
    cancelling: Cell<i64>,
    task: Guarded<Option<Value>>,
    timer: Guarded<Option<Value>>,
    when: Guarded<Option<Value>>,
}

container!(Timeout, TIMEOUT, [task, timer, when], clear[task, timer, when]);

static_type! {
    /// `asyncio.Timeout`
    pub TIMEOUT = TypeSpec {
        name: "Timeout",
        module: "asyncio.timeouts",
        doc: Some("Cancels the task that is in its block when the time is over."),
        layout: Some(<Timeout as Payload>::layout),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES | flags::MUTABLE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Timeout::new()).into())),
            init: Some(init),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[
            Property::new("_state", |_, this| {
                Ok(Str::value(of::<Timeout>(this).stage.get().name()))
            }),
            Property::new("_timeout_handler", |_, this| {
                let timer = of::<Timeout>(this).timer.borrow().clone();
                Ok(timer.unwrap_or(Value::NONE))
            }),
            Property::new("_task", |_, this| {
                let task = of::<Timeout>(this).task.borrow().clone();
                Ok(task.unwrap_or(Value::NONE))
            }),
            Property::new("_when", |_, this| Ok(of::<Timeout>(this).when())),
            INSTANCE_DICT,
        ],
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "when",
        "($self, /)",
        |_, it| Ok(this(it).when()),
        "The loop's time at which the time is over, or None.",
    ),
    Method::new(
        "reschedule",
        "($self, when, /)",
        |vm, it| {
            let timeout = this(it);
            match timeout.stage.get() {
                Stage::Active => {}
                Stage::Created => return Err(vm.runtime_error("Timeout has not been entered")),
                stage => {
                    let text = format!("Cannot change state of {} Timeout", stage.name());
                    return Err(vm.runtime_error(text));
                }
            }
            reschedule(vm, timeout, required(it, 1))?;
            Ok(Value::NONE)
        },
        "Sets another time.",
    ),
    Method::new(
        "expired",
        "($self, /)",
        |_, it| {
            let stage = this(it).stage.get();
            Ok(Value::bool(matches!(
                stage,
                Stage::Expiring | Stage::Expired
            )))
        },
        "Whether the time was over before the block ended.",
    ),
    Method::new(
        "__aenter__",
        "($self, /)",
        |_, it| {
            let enter = |vm: &Vm, this: &Value| enter(vm, of(this));
            Ok(Completed::after(enter, required(it, 0).clone()))
        },
        "Begins to count.",
    ),
    Method::new(
        "__aexit__",
        "($self, exc_type, exc_val, exc_tb, /)",
        |vm, it| {
            leave(vm, this(it), optional(it, 1), optional(it, 2))?;
            Ok(Completed::with_none(vm))
        },
        "Ends it; says that the time was over.",
    ),
    ON_TIMEOUT,
];

const ON_TIMEOUT: Method = Method::new(
    "_on_timeout",
    "($self, /)",
    |vm, it| {
        expire(vm, this(it))?;
        Ok(Value::NONE)
    },
    "The time is over.",
);

static RING: Method = ON_TIMEOUT;

/// The time is over.
pub fn expire(vm: &Vm, timeout: &Timeout) -> Result<()> {
    let task = timeout.task.borrow().clone().unwrap_or(Value::NONE);
    task::cancel_any(vm, &task, None)?;
    timeout.stage.set(Stage::Expiring);
    drop(timeout.timer.take());
    Ok(())
}

/// `timeout._on_timeout`
pub fn on_timeout(timeout: &Ref<Timeout>) -> Value {
    NativeFunction::bound(&RING, timeout.to_value(), None).into()
}

fn this(arguments: &[Option<Value>]) -> &Ref<Timeout> {
    of(required(arguments, 0))
}

impl Timeout {
    fn new() -> Timeout {
        Timeout {
            stage: Cell::new(Stage::Created),
            cancelling: Cell::new(0),
            task: Guarded::default(),
            timer: Guarded::default(),
            when: Guarded::default(),
        }
    }

    fn when(&self) -> Value {
        self.when.borrow().clone().unwrap_or(Value::NONE)
    }
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("Timeout.__init__", "(when)");
    let it = bind(vm, &SIGNATURE, arguments)?;
    let timeout = of::<Timeout>(this);
    timeout.stage.set(Stage::Created);
    drop(timeout.when.replace(Some(it.required(0).clone())));
    Ok(())
}

/// `timeout(delay)`
pub fn timeout(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let event_loop = get_running_loop(vm)?;
    let when = match optional(arguments, 0) {
        None => Value::NONE,
        Some(delay) => match event_loop::plain_seconds(delay) {
            Some(delay) => Value::float(event_loop::time(vm, &event_loop)? + delay),
            None => {
                let now = Value::float(event_loop::time(vm, &event_loop)?);
                vm.binary(vm::protocols::numbers::Operator::Add, &now, delay)?
            }
        },
    };
    let timeout = Timeout::new();
    timeout.when.replace(Some(when));
    Ok(Ref::new(timeout).into())
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let timeout = of::<Timeout>(this);
    let mut text = format!("<Timeout [{}]", timeout.stage.get().name());
    if timeout.stage.get() == Stage::Active {
        let when = timeout.when();
        let when = if when.is_none() {
            when
        } else {
            let rounded = vm.call_special(&when, "__round__", &[Value::int(3)])?;
            rounded.unwrap_or(when)
        };
        text.push_str(&format!(" when={}", vm.str(&when)?));
    }
    text.push('>');
    Ok(Str::value(text))
}

fn enter(vm: &Vm, timeout: &Ref<Timeout>) -> Result<()> {
    if timeout.stage.get() != Stage::Created {
        return Err(vm.runtime_error("Timeout has already been entered"));
    }
    let event_loop = get_running_loop(vm)?;
    let Some(task) = registry::current_task(vm, &event_loop)? else {
        return Err(vm.runtime_error("Timeout should be used inside a task"));
    };
    timeout.stage.set(Stage::Active);
    let cancelling = match task.downcast::<Future>().and_then(|task| task.task_state()) {
        Some(state) => i64::from(state.cancels_requested.get()),
        None => vm.to_i64(&vm.call_method(&task, "cancelling", &[])?)?,
    };
    timeout.cancelling.set(cancelling);
    drop(timeout.task.replace(Some(task)));
    let when = timeout.when();
    reschedule(vm, timeout, &when)
}

fn stop_timer(vm: &Vm, timeout: &Timeout) -> Result<()> {
    match timeout.timer.take() {
        Some(timer) if timer.downcast::<Handle>().is_some() => handle::cancel(vm, &timer).map(drop),
        Some(timer) => vm.call_method(&timer, "cancel", &[]).map(drop),
        None => Ok(()),
    }
}

fn reschedule(vm: &Vm, timeout: &Ref<Timeout>, when: &Value) -> Result<()> {
    drop(timeout.when.replace(Some(when.clone())));
    stop_timer(vm, timeout)?;
    if when.is_none() {
        return Ok(());
    }
    let event_loop = get_running_loop(vm)?;
    let now = event_loop::time(vm, &event_loop)?;
    let is_over = match when.as_exact_float() {
        Some(when) => when <= now,
        None => vm.compare_bool(when, &Value::float(now), Comparison::LessEqual)?,
    };
    let timer = if is_over {
        vm.call_method(&event_loop, "call_soon", &[on_timeout(timeout)])?
    } else if event_loop::has_plain(vm, &event_loop, Plain::CallAt).is_some() {
        let action = Action::Expire(timeout.clone());
        let context = Inherited::from_current(vm);
        event_loop::add_timer(vm, &event_loop, when.clone(), action, context, "call_at")?.into()
    } else {
        vm.call_method(&event_loop, "call_at", &[when.clone(), on_timeout(timeout)])?
    };
    drop(timeout.timer.replace(Some(timer)));
    Ok(())
}

fn uncancel(vm: &Vm, task: &Value) -> Result<i64> {
    match task.downcast::<Future>() {
        Some(native) if native.task_state().is_some() => Ok(task::uncancel(task).into()),
        _ => vm.to_i64(&vm.call_method(task, "uncancel", &[])?),
    }
}

fn leave(
    vm: &Vm,
    timeout: &Ref<Timeout>,
    class: Option<&Value>,
    exception: Option<&Value>,
) -> Result<()> {
    let stage = timeout.stage.get();
    if !matches!(stage, Stage::Active | Stage::Expiring) {
        return Err(vm.error_with(&ASSERTION_ERROR, vec![]));
    }
    stop_timer(vm, timeout)?;
    if stage == Stage::Active {
        timeout.stage.set(Stage::Finished);
        return Ok(());
    }
    timeout.stage.set(Stage::Expired);
    let task = timeout.task.borrow().clone().unwrap_or(Value::NONE);
    // Somebody else may have cancelled the task, too.
    let left = uncancel(vm, &task)?;
    let Some(class) = class.filter(|_| left <= timeout.cancelling.get()) else {
        return Ok(());
    };
    let cancelled = class
        .downcast::<Type>()
        .is_some_and(|class| class.is_subtype(&CANCELLED_ERROR));
    match exception {
        _ if cancelled => {
            let error = vm.error_with(&TIMEOUT_ERROR, vec![]);
            if let Some(payload) = error.0.downcast::<Exception>() {
                payload.set_cause(exception.cloned());
                payload.set_context(exception.cloned());
            }
            Err(error)
        }
        Some(exception) => {
            note_timeout(vm, exception);
            if exception.class().is_subtype(&EXCEPTION_GROUP) {
                let inner = vm.get_attribute(exception, &vm.intern("exceptions"))?;
                for exception in vm.collect(&inner)? {
                    note_timeout(vm, &exception);
                }
            }
            Ok(())
        }
        None => Ok(()),
    }
}

/// Puts a TimeoutError over the CancelledError in the contexts of an exception.
fn note_timeout(vm: &Vm, exception: &Value) {
    let mut outer = exception.clone();
    while let Some(context) = outer.downcast::<Exception>().and_then(|it| it.context()) {
        if context.class().is_subtype(&CANCELLED_ERROR) {
            let Raised(error) = vm.error_with(&TIMEOUT_ERROR, vec![]);
            if let Some(payload) = error.downcast::<Exception>() {
                payload.set_context(Some(context.clone()));
                payload.set_cause(Some(context));
            }
            if let Some(payload) = outer.downcast::<Exception>() {
                payload.set_context(Some(error));
            }
            return;
        }
        outer = context;
    }
}
