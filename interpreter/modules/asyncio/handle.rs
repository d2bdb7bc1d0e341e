//! `Handle` and `TimerHandle`: callbacks that a loop is to run. One payload serves both.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::exceptions::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::action::{Action, Given};
use super::event_loop::EventLoop;
use super::names::{call_helper, extract_stack, names};
use crate::asyncio::attributes::stored;
use crate::container;
use crate::contextvars::{Inherited, OwnContext};
use crate::support::{of, to_tuple};

/// The payload of handles.
#[derive(Default)]
pub struct Handle {
    /// What is to be done; nothing once cancelled.
    action: Guarded<Option<Action>>,
    pub context: OwnContext,
    event_loop: Guarded<Option<Value>>,
    source_traceback: Guarded<Option<Value>>,
    /// `_repr`: what a cancelled handle of a loop in debug mode looked like.
    shown: Guarded<Option<Value>>,
    when: Guarded<Option<Value>>,
    cancelled: Cell<bool>,
    scheduled: Cell<bool>,
}

container!(
    Handle,
    HANDLE,
    [action, context, event_loop, source_traceback, shown, when],
    clear[action, event_loop, source_traceback, shown, when]
);

static_type! {
    /// `asyncio.Handle`
    pub HANDLE = TypeSpec {
        name: "Handle",
        module: "asyncio.events",
        doc: Some("A callback that a loop is to run."),
        layout: Some(<Handle as Payload>::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Handle::default()).into())),
            init: Some(init),
            repr: Some(|vm, this| call_helper(vm, "format_helpers", "handle_repr", std::slice::from_ref(this))),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
    /// `asyncio.TimerHandle`
    pub TIMER_HANDLE = TypeSpec {
        name: "TimerHandle",
        module: "asyncio.events",
        doc: Some("A callback that a loop is to run at a time."),
        base: Some(|| &HANDLE),
        flags: flags::BASE,
        slots: Slots {
            init: Some(timer_init),
            hash: Some(|vm, this| vm.hash(&of::<Handle>(this).when_value())),
            compare: Some(compare),
            ..Slots::EMPTY
        },
        methods: &[Method::new("when", "($self, /)", |_, it| {
            Ok(of::<Handle>(required(it, 0)).when_value())
        }, "The loop's time at which it is to run.")],
        properties: &[
            Property::settable("_when", |_, this| Ok(of::<Handle>(this).when_value()), |_, this, value| {
                drop(of::<Handle>(this).when.replace(value.cloned()));
                Ok(())
            }),
            Property::settable(
                "_scheduled",
                |_, this| Ok(Value::bool(of::<Handle>(this).scheduled.get())),
                |vm, this, value| {
                    of::<Handle>(this).scheduled.set(vm.is_true(value.unwrap_or(Value::none_ref()))?);
                    Ok(())
                },
            ),
        ],
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "cancel",
        "($self, /)",
        |vm, it| cancel(vm, required(it, 0)),
        "Makes it do nothing when its time comes.",
    ),
    Method::new(
        "cancelled",
        "($self, /)",
        |_, it| Ok(Value::bool(of::<Handle>(required(it, 0)).cancelled.get())),
        "Whether it was cancelled.",
    ),
    Method::new(
        "_run",
        "($self, /)",
        |vm, it| {
            run(vm, of(required(it, 0)))?;
            Ok(Value::NONE)
        },
        "Calls the callback.",
    ),
    Method::new(
        "_repr_info",
        "($self, /)",
        |vm, it| {
            call_helper(
                vm,
                "format_helpers",
                "handle_info",
                &[required(it, 0).clone()],
            )
        },
        "What its repr says.",
    ),
    Method::new(
        "get_context",
        "($self, /)",
        |_, it| Ok(of::<Handle>(required(it, 0)).context.object()),
        "The context that the callback runs in.",
    ),
];

const PROPERTIES: &[Property] = &[
    Property::settable(
        "_callback",
        |_, this| Ok(of::<Handle>(this).callback()),
        |_, this, value| {
            let handle = of::<Handle>(this);
            let given = Given::of(handle.given().items());
            let action = value.map(|value| Action::Call(value.clone(), given));
            drop(handle.action.replace(action));
            Ok(())
        },
    ),
    Property::settable(
        "_args",
        |_, this| {
            let handle = of::<Handle>(this);
            let none = handle.action.borrow().is_none();
            Ok(if none {
                Value::NONE
            } else {
                handle.given().into()
            })
        },
        |vm, this, value| {
            let handle = of::<Handle>(this);
            let arguments = match value {
                Some(value) if !value.is_none() => to_tuple(vm, value)?,
                _ => Tuple::empty(),
            };
            let action = Action::Call(handle.callback(), Given::of(arguments.items()));
            drop(handle.action.replace(Some(action)));
            Ok(())
        },
    ),
    Property::settable(
        "_context",
        |_, this| Ok(of::<Handle>(this).context.object()),
        |_, this, value| {
            let value = value.filter(|value| !value.is_none()).cloned();
            let context = value.map_or(Inherited::Nothing, Inherited::Object);
            of::<Handle>(this).context.replace(context);
            Ok(())
        },
    ),
    stored!(Handle, "_loop", event_loop),
    stored!(Handle, "_source_traceback", source_traceback),
    stored!(Handle, "_repr", shown),
    Property::settable(
        "_cancelled",
        |_, this| Ok(Value::bool(of::<Handle>(this).cancelled.get())),
        |vm, this, value| {
            of::<Handle>(this)
                .cancelled
                .set(vm.is_true(value.unwrap_or(Value::none_ref()))?);
            Ok(())
        },
    ),
];

impl Handle {
    /// A handle of a native loop.
    pub fn create(action: Action, event_loop: &Value, context: Inherited) -> Ref<Handle> {
        let payload = || Handle {
            action: Guarded::new(Some(action)),
            context: OwnContext::new(context),
            event_loop: Guarded::new(Some(event_loop.clone())),
            ..Handle::default()
        };
        Ref::make(&HANDLE, payload, 0, |_| ())
    }

    /// A timer of a native loop.
    pub fn create_timer(
        when: Value,
        action: Action,
        event_loop: &Value,
        context: Inherited,
    ) -> Ref<Handle> {
        let payload = || Handle {
            action: Guarded::new(Some(action)),
            context: OwnContext::new(context),
            event_loop: Guarded::new(Some(event_loop.clone())),
            when: Guarded::new(Some(when)),
            scheduled: Cell::new(true),
            ..Handle::default()
        };
        Ref::make(&TIMER_HANDLE, payload, 0, |_| ())
    }

    /// A timer that was cancelled.
    pub fn cancelled_timer(when: f64) -> Ref<Handle> {
        Ref::with_class(
            &TIMER_HANDLE,
            Handle {
                when: Guarded::new(Some(Value::float(when))),
                cancelled: Cell::new(true),
                scheduled: Cell::new(true),
                ..Handle::default()
            },
        )
    }

    /// Notes where a loop in debug mode made it.
    pub fn note_source(&self, stack: Value) {
        drop(self.source_traceback.replace(Some(stack)));
    }

    /// Whether it was cancelled.
    #[inline(always)]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.get()
    }

    /// Notes whether it is among the timers of its loop.
    #[inline(always)]
    pub fn set_scheduled(&self, scheduled: bool) {
        self.scheduled.set(scheduled);
    }

    /// Whether it is among the timers of its loop.
    #[inline(always)]
    pub fn is_scheduled(&self) -> bool {
        self.scheduled.get()
    }

    /// The time at which a timer is to run.
    pub fn when_value(&self) -> Value {
        self.when.borrow().clone().unwrap_or(Value::NONE)
    }

    /// The time as a float, where it is an exact one.
    #[inline]
    pub fn when(&self) -> Option<f64> {
        let when = self.when.borrow();
        let when = when.as_ref()?;
        match when.as_small_int() {
            Some(seconds) if seconds.unsigned_abs() < 1 << f64::MANTISSA_DIGITS => {
                Some(seconds as f64)
            }
            Some(_) => None,
            None => when.as_exact_float(),
        }
    }

    fn callback(&self) -> Value {
        let action = self.action.borrow().clone();
        action.map_or(Value::NONE, |action| action.callable())
    }

    fn given(&self) -> Ref<Tuple> {
        let action = self.action.borrow().clone();
        action.map_or_else(Tuple::empty, |action| action.arguments())
    }
}

fn fill(
    vm: &Vm,
    this: &Value,
    callback: &Value,
    arguments: &Value,
    rest: [&Value; 2],
) -> Result<()> {
    let [event_loop, context] = rest;
    let handle = of::<Handle>(this);
    let context = Inherited::given(vm, Some(context).filter(|it| !it.is_none()));
    // A script that looks at the arguments finds the tuple that it gave.
    let arguments = Given::Many(to_tuple(vm, arguments)?);
    let action = Action::Call(callback.clone(), arguments);
    drop(handle.action.replace(Some(action)));
    handle.context.replace(context);
    drop(handle.event_loop.replace(Some(event_loop.clone())));
    let debug = vm.call_method_by_name(event_loop, &names(vm).get_debug, &[])?;
    if vm.is_true(&debug)? {
        handle.note_source(extract_stack(vm)?);
    }
    Ok(())
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("Handle", "(callback, args, loop, context=None)");
    let it = bind(vm, &SIGNATURE, arguments)?;
    let context = it.optional(3).unwrap_or(Value::none_ref());
    fill(
        vm,
        this,
        it.required(0),
        it.required(1),
        [it.required(2), context],
    )
}

fn timer_init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature =
        Signature::new("TimerHandle", "(when, callback, args, loop, context=None)");
    let it = bind(vm, &SIGNATURE, arguments)?;
    let context = it.optional(4).unwrap_or(Value::none_ref());
    drop(
        of::<Handle>(this)
            .when
            .replace(Some(it.required(0).clone())),
    );
    fill(
        vm,
        this,
        it.required(1),
        it.required(2),
        [it.required(3), context],
    )
}

/// `handle.cancel()`.
pub fn cancel(vm: &Vm, this: &Value) -> Result<Value> {
    let handle = of::<Handle>(this);
    if handle.cancelled.get() {
        return Ok(Value::NONE);
    }
    let event_loop = handle.event_loop.borrow().clone().unwrap_or(Value::NONE);
    let native = event_loop.downcast::<EventLoop>();
    if this.class().is_subtype(&TIMER_HANDLE) {
        match native {
            Some(native) => native.timer_cancelled(handle),
            None => {
                let name = &names(vm)._timer_handle_cancelled;
                vm.call_method_by_name(&event_loop, name, std::slice::from_ref(this))?;
            }
        }
    }
    handle.cancelled.set(true);
    let debug = match native {
        Some(native) => native.debug.get(),
        None => {
            let debug = vm.call_method_by_name(&event_loop, &names(vm).get_debug, &[])?;
            vm.is_true(&debug)?
        }
    };
    if debug {
        let shown = vm.repr(this)?;
        drop(handle.shown.replace(Some(shown.into())));
    }
    drop(handle.action.take());
    Ok(Value::NONE)
}

/// Runs the callback in its context. What it raises goes to the loop's exception handler,
/// but for what ends the program.
pub fn run(vm: &Vm, handle: &Ref<Handle>) -> Result<()> {
    let action = handle.action.borrow().clone();
    let Some(action) = action else {
        return Err(vm.type_error("'NoneType' object is not callable"));
    };
    let context = &handle.context;
    let result = if context.is_foreign() {
        perform_in_any(vm, &context.object(), &action)
    } else {
        context.run(vm, handle.as_value(), || action.perform(vm))
    };
    let Err(raised) = result else {
        return Ok(());
    };
    failed(vm, handle, raised)
}

/// Tells the loop's exception handler what a callback has raised, but for what ends the program.
#[cold]
pub fn failed(vm: &Vm, handle: &Ref<Handle>, raised: Raised) -> Result<()> {
    if raised.is(&SYSTEM_EXIT) || raised.is(&KEYBOARD_INTERRUPT) {
        return Err(raised);
    }
    call_helper(
        vm,
        "format_helpers",
        "callback_failed",
        &[handle.to_value(), raised.0],
    )
    .map(drop)
}

/// In a context that is a script's own object with a method `run`, or in none.
#[cold]
fn perform_in_any(vm: &Vm, context: &Value, action: &Action) -> Result<()> {
    if context.is_none() {
        return action.perform(vm);
    }
    let mut values = vec![action.callable()];
    values.extend_from_slice(action.arguments().items());
    vm.call_method(context, "run", &values).map(drop)
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let timers = |value: &Value| value.class().is_subtype(&TIMER_HANDLE);
    if !timers(left) || !timers(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (one, other) = (of::<Handle>(left), of::<Handle>(right));
    if operator == Comparison::Equal || operator == Comparison::NotEqual {
        let equal = same(vm, one, other)?;
        return Ok(Value::bool(equal == (operator == Comparison::Equal)));
    }
    vm.compare(&one.when_value(), &other.when_value(), operator)
}

fn same(vm: &Vm, one: &Ref<Handle>, other: &Ref<Handle>) -> Result<bool> {
    Ok(vm.equal(&one.when_value(), &other.when_value())?
        && vm.equal(&one.callback(), &other.callback())?
        && vm.equal(one.given().as_value(), other.given().as_value())?
        && one.cancelled.get() == other.cancelled.get())
}
