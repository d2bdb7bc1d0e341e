//! `Future`: methods and attributes.

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::dict::Dict;
use vm::objects::generic_alias::CLASS_GETITEM;
use vm::objects::heap::Ref;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::awaiting::{iterator, send};
use super::{
    Future, State, add_done_callback, callbacks, cancel, cancelled_error, check_initialized,
    initialize, invalid_state, remove_done_callback, result, set_exception, set_result,
};
use crate::asyncio::names::{call_helper, names};
use crate::support::{INSTANCE_DICT, of};

/// The slots of `Future`.
pub(super) const SLOTS: Slots = Slots {
    new: Some(|_, class, _| Ok(Ref::with_class(class, Future::uninitialized()).into())),
    init: Some(init),
    repr: Some(|vm, this| {
        call_helper(
            vm,
            "base_futures",
            "_future_repr",
            std::slice::from_ref(this),
        )
    }),
    iter: Some(iterate),
    await_: Some(iterate),
    send: Some(send),
    finalize: Some(finalize),
    ..Slots::EMPTY
};

pub(super) const METHODS: &[Method] = &[
    Method::new(
        "result",
        "($self, /)",
        |vm, it| result(vm, this(it)),
        "The result; raises the exception if there is one.",
    ),
    Method::new(
        "exception",
        "($self, /)",
        |vm, it| exception(vm, this(it)),
        "The exception, None if there is a result.",
    ),
    Method::new(
        "set_result",
        "($self, result, /)",
        |vm, it| {
            check_alive(vm, this(it))?;
            set_result(vm, this(it), required(it, 1).clone())?;
            Ok(Value::NONE)
        },
        "Ends it with a result.",
    ),
    Method::new(
        "set_exception",
        "($self, exception, /)",
        |vm, it| {
            check_alive(vm, this(it))?;
            set_exception(vm, this(it), required(it, 1))?;
            Ok(Value::NONE)
        },
        "Ends it with an exception.",
    ),
    Method::new(
        "add_done_callback",
        "($self, fn, /, *, context=<unrepresentable>)",
        |vm, it| {
            add_done_callback(
                vm,
                this(it),
                required(it, 1),
                it.get(2).and_then(Option::as_ref),
            )?;
            Ok(Value::NONE)
        },
        "Has a function called with it when it is done.",
    ),
    Method::new(
        "remove_done_callback",
        "($self, fn, /)",
        |vm, it| {
            check_alive(vm, this(it))?;
            Ok(Value::from(remove_done_callback(
                vm,
                this(it),
                required(it, 1),
            )?))
        },
        "Takes back what add_done_callback did; how often it was there.",
    ),
    Method::new(
        "cancel",
        "($self, /, msg=None)",
        |vm, it| {
            check_alive(vm, this(it))?;
            let message = it
                .get(1)
                .cloned()
                .flatten()
                .filter(|message| !message.is_none());
            Ok(Value::bool(cancel(vm, this(it), message)?))
        },
        "Cancels it, unless it is done.",
    ),
    Method::new(
        "cancelled",
        "($self, /)",
        |_, it| Ok(Value::bool(this(it).state.get() == State::Cancelled)),
        "Whether it was cancelled.",
    ),
    Method::new(
        "done",
        "($self, /)",
        |_, it| Ok(Value::bool(this(it).is_done())),
        "Whether it is done.",
    ),
    Method::new(
        "get_loop",
        "($self, /)",
        |vm, it| check_initialized(vm, this(it)),
        "Its loop.",
    ),
    Method::new(
        "_make_cancelled_error",
        "($self, /)",
        |vm, it| cancelled_error(vm, this(it)),
        "The exception that cancelling it raises.",
    ),
    CLASS_GETITEM,
];

pub(super) const PROPERTIES: &[Property] = &[
    Property::new("_state", |_, this| {
        Ok(Str::value(match of::<Future>(this).state.get() {
            State::Pending | State::Uninitialized => "PENDING",
            State::Cancelled => "CANCELLED",
            State::Finished | State::Failed => "FINISHED",
        }))
    }),
    Property::settable(
        "_asyncio_future_blocking",
        |_, this| {
            let future = of::<Future>(this);
            Ok(Value::bool(
                future.state.get() != State::Uninitialized && future.blocking.get(),
            ))
        },
        |vm, this, value| {
            let Some(value) = value else {
                return Err(vm.attribute_error("cannot delete attribute"));
            };
            check_alive(vm, of(this))?;
            of::<Future>(this).blocking.set(vm.is_true(value)?);
            Ok(())
        },
    ),
    Property::new("_loop", |_, this| {
        Ok(of::<Future>(this).event_loop().unwrap_or(Value::NONE))
    }),
    Property::new("_callbacks", |vm, this| {
        check_alive(vm, of(this))?;
        Ok(callbacks(of::<Future>(this)))
    }),
    Property::new("_result", |_, this| Ok(outcome_in(this, State::Finished))),
    Property::new("_exception", |_, this| Ok(outcome_in(this, State::Failed))),
    Property::settable(
        "_log_traceback",
        |_, this| Ok(Value::bool(of::<Future>(this).log_traceback.get())),
        |vm, this, value| {
            let Some(value) = value else {
                return Err(vm.attribute_error("cannot delete attribute"));
            };
            if vm.is_true(value)? {
                return Err(vm.value_error("_log_traceback can only be set to False"));
            }
            of::<Future>(this).log_traceback.set(false);
            Ok(())
        },
    ),
    Property::new("_source_traceback", |_, this| {
        let stack = of::<Future>(this).extra(|extra| extra.source_traceback.clone());
        Ok(stack.unwrap_or(Value::NONE))
    }),
    Property::settable(
        "_cancel_message",
        |_, this| {
            let message = of::<Future>(this).extra(|extra| extra.cancel_message.clone());
            Ok(message.unwrap_or(Value::NONE))
        },
        |vm, this, value| {
            let Some(value) = value else {
                return Err(vm.attribute_error("cannot delete attribute"));
            };
            let message = Some(value.clone());
            drop(
                of::<Future>(this)
                    .change_extra(|extra| std::mem::replace(&mut extra.cancel_message, message)),
            );
            Ok(())
        },
    ),
    INSTANCE_DICT,
];

fn this(arguments: &[Option<Value>]) -> &Ref<Future> {
    of(required(arguments, 0))
}

fn check_alive(vm: &Vm, future: &Future) -> Result<()> {
    check_initialized(vm, future).map(drop)
}

fn outcome_in(this: &Value, state: State) -> Value {
    let future = of::<Future>(this);
    let outcome = if future.state.get() == state {
        future.outcome()
    } else {
        None
    };
    outcome.unwrap_or(Value::NONE)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("Future", "(*, loop=None)");
    let it = bind(vm, &SIGNATURE, arguments)?;
    let event_loop = it.optional(0).filter(|value| !value.is_none());
    initialize(vm, of(this), event_loop).map(drop)
}

fn exception(vm: &Vm, future: &Ref<Future>) -> Result<Value> {
    match future.state.get() {
        State::Uninitialized => Err(invalid_state(vm, "Future object is not initialized.")),
        State::Pending => Err(invalid_state(vm, "Exception is not set.")),
        State::Cancelled => result(vm, future),
        State::Failed => Ok(super::exception(future)),
        State::Finished => {
            future.log_traceback.set(false);
            Ok(Value::NONE)
        }
    }
}

fn iterate(vm: &Vm, this: &Value) -> Result<Value> {
    check_alive(vm, of(this))?;
    Ok(iterator(this))
}

/// Tells the loop's exception handler of an exception that nobody has asked for, and of a task
/// that ends before it is done.
fn finalize(vm: &Vm, this: &Value) {
    let future = of::<Future>(this);
    let pending = future.state.get() == State::Pending;
    let lost = pending
        && future
            .task_state()
            .is_some_and(|task| task.log_destroy_pending.get());
    if lost {
        report(
            vm,
            this,
            "task",
            "Task was destroyed but it is pending!",
            None,
        );
    }
    if future.log_traceback.replace(false) {
        let message = format!(
            "{} exception was never retrieved",
            this.class().short_name()
        );
        report(vm, this, "future", &message, future.outcome());
    }
}

fn report(vm: &Vm, this: &Value, key: &str, message: &str, exception: Option<Value>) {
    let future = of::<Future>(this);
    let names = names(vm);
    let context = Dict::new();
    if exception.is_none() {
        context.set_str(&vm.intern(key), this.clone());
    }
    context.set_str(&names.message, Str::value(message));
    if let Some(exception) = exception {
        context.set_str(&names.exception, exception);
        context.set_str(&vm.intern(key), this.clone());
    }
    if let Some(stack) = future.extra(|extra| extra.source_traceback.clone()) {
        context.set_str(&names.source_traceback, stack);
    }
    let Some(event_loop) = future.event_loop() else {
        return;
    };
    let handler = match vm.get_attribute(&event_loop, &names.call_exception_handler) {
        Ok(handler) => handler,
        Err(raised) => return vm.unraisable(raised, Some(&event_loop)),
    };
    if let Err(raised) = vm.call(&handler, &[context.into()]) {
        vm.unraisable(raised, Some(&handler));
    }
}
