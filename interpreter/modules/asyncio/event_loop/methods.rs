//! The loop's methods and attributes.

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::handles;
use super::own_selector;
use super::seen;
use super::timers;
use super::turn;
use super::{
    EventLoop, Plain, Wake, add_ready, add_timer, callback_of, has_plain, monotonic, new_future,
    plain_seconds, time,
};
use crate::asyncio::action::{Action, Given};
use crate::asyncio::attributes::{flag, stored};
use crate::asyncio::eager;
use crate::asyncio::handle::Handle;
use crate::asyncio::names::names;
use crate::asyncio::task::{self, TASK};
use crate::contextvars::Inherited;
use crate::support::{INSTANCE_DICT, of};

pub(super) const METHODS: &[Method] = &[
    Method::raw(
        "call_soon",
        "",
        |vm, it| soon(vm, it, "call_soon"),
        "Has a callback called in the next turn.",
    ),
    Method::raw(
        "call_soon_threadsafe",
        "",
        call_soon_threadsafe,
        "call_soon for other threads.",
    ),
    Method::raw(
        "call_later",
        "",
        call_later,
        "Has a callback called after a while.",
    ),
    Method::raw("call_at", "", call_at, "Has a callback called at a time."),
    Method::new(
        "time",
        "($self, /)",
        |_, _| Ok(Value::float(monotonic())),
        "The loop's clock.",
    ),
    Method::new(
        "create_future",
        "($self, /)",
        |vm, it| new_future(vm, this(it), required(it, 0)),
        "A future of this loop.",
    ),
    Method::new(
        "create_task",
        "($self, coro, *, name=None, context=None)",
        create_task,
        "Has a coroutine run.",
    ),
    Method::new(
        "get_debug",
        "($self, /)",
        |_, it| Ok(Value::bool(this(it).debug.get())),
        "Whether debug mode is on.",
    ),
    Method::new(
        "is_closed",
        "($self, /)",
        |_, it| Ok(Value::bool(this(it).closed.get())),
        "Whether it is closed.",
    ),
    Method::new(
        "is_running",
        "($self, /)",
        |_, it| Ok(Value::bool(this(it).is_running())),
        "Whether it runs.",
    ),
    Method::new(
        "stop",
        "($self, /)",
        |_, it| {
            this(it).stopping.set(true);
            Ok(Value::NONE)
        },
        "Has it stop at the end of this turn.",
    ),
    Method::new(
        "set_task_factory",
        "($self, factory, /)",
        set_task_factory,
        "Sets what makes tasks.",
    ),
    Method::new(
        "get_task_factory",
        "($self, /)",
        |_, it| {
            Ok(this(it)
                .task_factory
                .borrow()
                .clone()
                .unwrap_or(Value::NONE))
        },
        "What makes tasks; None for the usual way.",
    ),
    Method::new(
        "_check_closed",
        "($self, /)",
        |vm, it| {
            this(it).check_open(vm)?;
            Ok(Value::NONE)
        },
        "Refuses a closed loop.",
    ),
    Method::new(
        "_timer_handle_cancelled",
        "($self, handle, /)",
        |_, it| {
            if let Some(handle) = required(it, 1).downcast::<Handle>() {
                this(it).timer_cancelled(handle);
            }
            Ok(Value::NONE)
        },
        "Counts a cancelled timer.",
    ),
    Method::new(
        "_add_callback",
        "($self, handle, /)",
        |vm, it| {
            let handle = required(it, 1);
            let cancelled = match handle.downcast::<Handle>() {
                Some(handle) => handle.is_cancelled(),
                None => vm.is_true(&vm.get_attribute(handle, &vm.intern("_cancelled"))?)?,
            };
            if !cancelled {
                this(it).make_ready(vm, handle.clone())?;
            }
            Ok(Value::NONE)
        },
        "Adds a handle to what is ready.",
    ),
    Method::new(
        "_add_callback_signalsafe",
        "($self, handle, /)",
        |vm, it| {
            vm.call_method(required(it, 0), "_add_callback", &[required(it, 1).clone()])?;
            vm.call_method_by_name(required(it, 0), &names(vm)._write_to_self, &[])
        },
        "As _add_callback, from a signal handler.",
    ),
    Method::new(
        "_run_once",
        "($self, /)",
        |vm, it| {
            turn::run_once(vm, required(it, 0))?;
            Ok(Value::NONE)
        },
        "One turn.",
    ),
    Method::new(
        "_run_until_stopped",
        "($self, /)",
        |vm, it| {
            turn::run(vm, required(it, 0))?;
            Ok(Value::NONE)
        },
        "Turns until it is told to stop.",
    ),
    Method::new(
        "_change_handle",
        "($self, fd, place, handle, /)",
        handles::change_handle,
        "Sets the handle of a reader or a writer, or removes it, and gives the one before.",
    ),
    Method::new(
        "_make_own_selector",
        "($self, /)",
        |vm, it| own_selector::make(vm, this(it)).map(Value::bool),
        "Gives the loop a selector of its own, where no script may have chosen another.",
    ),
    Method::new(
        "_close_own_selector",
        "($self, /)",
        |vm, it| own_selector::close(vm, this(it)).map(Value::bool),
        "Closes the loop's own selector.",
    ),
    Method::new(
        "_process_selector_events",
        "($self, event_list, /)",
        |vm, it| {
            turn::process_selector_events(vm, required(it, 0), required(it, 1))?;
            Ok(Value::NONE)
        },
        "Has the callbacks of what a selector found called.",
    ),
    Method::new(
        "_live_tasks",
        "($self, /)",
        |_, it| {
            let tasks = this(it).tasks.borrow().clone();
            let live = tasks
                .into_iter()
                .filter(|task| !task.is_done())
                .map(Value::from);
            Ok(vm::objects::list::List::new(live.collect()).into())
        },
        "The tasks that are not done.",
    ),
];

pub(super) const PROPERTIES: &[Property] = &[
    Property::settable(
        "_ready",
        |vm, this| Ok(seen::ready(vm, of::<EventLoop>(this))),
        |_, this, value| {
            let native = of::<EventLoop>(this);
            native.ready_seen.set(true);
            drop(native.ready.replace(value.cloned()));
            Ok(())
        },
    ),
    Property::settable(
        "_scheduled",
        |vm, this| Ok(seen::scheduled(vm, of::<EventLoop>(this))),
        |_, this, value| {
            let native = of::<EventLoop>(this);
            native.scheduled_seen.set(true);
            drop(timers::take_all(native));
            drop(native.scheduled.replace(value.cloned()));
            Ok(())
        },
    ),
    Property::settable(
        "_selector",
        |vm, this| {
            let selector = own_selector::seen(vm, of::<EventLoop>(this))?;
            Ok(selector.unwrap_or(Value::NONE))
        },
        |_, this, value| {
            let value = value.filter(|value| !value.is_none()).cloned();
            drop(of::<EventLoop>(this).selector.replace(value));
            Ok(())
        },
    ),
    stored!(EventLoop, "_thread_id", thread),
    stored!(EventLoop, "_task_factory", task_factory),
    stored!(EventLoop, "_current_handle", current_handle),
    stored!(EventLoop, "_clock_resolution", clock_resolution),
    stored!(EventLoop, "slow_callback_duration", slow_callback_duration),
    flag!(EventLoop, "_closed", closed),
    flag!(EventLoop, "_stopping", stopping),
    flag!(EventLoop, "_debug", debug),
    Property::settable(
        "_timer_cancelled_count",
        |_, this| Ok(Value::int(of::<EventLoop>(this).cancelled_timers.get())),
        |vm, this, value| {
            let count = vm.to_i64(value.unwrap_or(Value::none_ref()))?;
            of::<EventLoop>(this).cancelled_timers.set(count);
            Ok(())
        },
    ),
    INSTANCE_DICT,
];

fn this(arguments: &[Option<Value>]) -> &Ref<EventLoop> {
    of(required(arguments, 0))
}

fn split<'a>(vm: &Vm, arguments: Arguments<'a>, name: &str) -> Result<(&'a Value, Arguments<'a>)> {
    match arguments.positionals().first() {
        Some(this) if this.downcast::<EventLoop>().is_some() => Ok((this, arguments.skip(1))),
        _ => Err(vm.type_error(format!("descriptor '{name}' needs an event loop"))),
    }
}

fn soon(vm: &Vm, arguments: Arguments<'_>, name: &str) -> Result<Value> {
    if let [this, function, rest @ ..] = arguments.values
        && arguments.names.is_empty()
        && let Some(native) = this.downcast::<EventLoop>()
    {
        let action = Action::Call(function.clone(), Given::of(rest));
        let context = Inherited::from_current(vm);
        return add_ready(vm, native, this, action, context, name).map(Value::from);
    }
    let (this, rest) = split(vm, arguments, name)?;
    let (action, context) = callback_of(vm, rest, name)?;
    add_ready(vm, of(this), this, action, context, name).map(Value::from)
}

fn call_soon_threadsafe(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let handle = soon(vm, arguments, "call_soon_threadsafe")?;
    let this = &arguments.values[0];
    let native = of::<EventLoop>(this);
    match native.wake.get() {
        Wake::Needless => return Ok(handle),
        Wake::Once => native.wake.set(Wake::Needless),
        Wake::Always => {}
    }
    vm.call_method_by_name(this, &names(vm)._write_to_self, &[])?;
    Ok(handle)
}

fn call_at(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, rest) = split(vm, arguments, "call_at")?;
    let Some(when) = rest.positionals().first() else {
        return Err(vm.type_error(
            "BaseEventLoop.call_at() missing 2 required positional arguments: 'when' and 'callback'",
        ));
    };
    if when.is_none() {
        return Err(vm.type_error("when cannot be None"));
    }
    let (action, context) = callback_of(vm, rest.skip(1), "call_at")?;
    add_timer(vm, this, when.clone(), action, context, "call_at").map(Value::from)
}

fn call_later(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (this, rest) = split(vm, arguments, "call_later")?;
    let Some(delay) = rest.positionals().first() else {
        return Err(vm.type_error(
            "BaseEventLoop.call_later() missing 2 required positional arguments: 'delay' and \
             'callback'",
        ));
    };
    if delay.is_none() {
        return Err(vm.type_error("delay must not be None"));
    }
    let plain = has_plain(vm, this, Plain::CallAt).is_some();
    if plain && let Some(delay) = plain_seconds(delay) {
        let (action, context) = callback_of(vm, rest.skip(1), "call_later")?;
        let when = Value::float(time(vm, this)? + delay);
        return add_timer(vm, this, when, action, context, "call_later").map(Value::from);
    }
    let now = vm.call_method_by_name(this, &names(vm).time, &[])?;
    let when = vm.binary(vm::protocols::numbers::Operator::Add, &now, delay)?;
    let mut values = vec![when];
    values.extend_from_slice(&rest.values[1..]);
    let method = vm.get_attribute(this, &names(vm).call_at)?;
    vm.call_with(
        &method,
        Arguments {
            values: &values,
            names: rest.names,
        },
    )
}

fn create_task(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let native = this(arguments);
    native.check_open(vm)?;
    let given = |position: usize| {
        arguments
            .get(position)
            .and_then(Option::as_ref)
            .filter(|value| !value.is_none())
    };
    let (this, coroutine) = (required(arguments, 0), required(arguments, 1));
    let factory = native.task_factory.borrow().clone();
    if factory.as_ref().is_some_and(eager::is_factory) {
        return eager::create_named(vm, this, coroutine, given(2), given(3));
    }
    let Some(factory) = factory else {
        if !native.debug.get() {
            return task::create(vm, this, coroutine, given(2), given(3));
        }
        let none = || Value::NONE;
        let values = [
            coroutine.clone(),
            this.clone(),
            given(2).cloned().unwrap_or_else(none),
            given(3).cloned().unwrap_or_else(none),
        ];
        let names = [
            Str::value("loop"),
            Str::value("name"),
            Str::value("context"),
        ];
        return vm.call_with(
            TASK.as_value(),
            Arguments {
                values: &values,
                names: &names,
            },
        );
    };
    let mut values = vec![this.clone(), coroutine.clone()];
    let mut keywords = Vec::new();
    if let Some(context) = given(3) {
        values.push(context.clone());
        keywords.push(names(vm).context.to_value());
    }
    let task = vm.call_with(
        &factory,
        Arguments {
            values: &values,
            names: &keywords,
        },
    )?;
    vm.call_method(
        &task,
        "set_name",
        &[given(2).cloned().unwrap_or(Value::NONE)],
    )?;
    Ok(task)
}

fn set_task_factory(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let factory = required(arguments, 1);
    if !factory.is_none() && factory.class().slots().call.is_none() {
        return Err(vm.type_error("task factory must be a callable or None"));
    }
    let factory = Some(factory.clone()).filter(|factory| !factory.is_none());
    drop(this(arguments).task_factory.replace(factory));
    Ok(Value::NONE)
}
