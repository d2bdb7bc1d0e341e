//! The event loop's core: what is ready, what is scheduled, and the calls that add to them.
//! `turn` runs it; what the loop does with files and processes is Python's, in `lib/asyncio/`.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::required;
use vm::objects::bytes::Bytes;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use self::timers::Timer;
use super::action::{Action, Given};
use super::eager;
use super::future::{self, FUTURE, Future};
use super::handle::Handle;
use super::names::{call_helper, extract_stack, names};
use super::plain::PlainMethods;
use super::reactor::Selecting;
use super::sleep::Sleep;
use super::task;
use crate::collections::deque::Deque;
use crate::contextvars::Inherited;
use crate::socket::Socket;
use crate::support::{Visit, of};
use crate::time::monotonic;

mod handles;
mod heap;
mod methods;
mod own_selector;
mod seen;
mod selecting;
mod timers;
pub mod turn;

pub use own_selector::OWN_SELECTOR;

/// The payload of loops.
pub struct EventLoop {
    /// `_ready`: handles whose turn comes next.
    ready: Guarded<Option<Value>>,
    /// `_scheduled`: the list of timers that a script sees.
    scheduled: Guarded<Option<Value>>,
    /// The timers, while no script looks at them.
    timers: Guarded<Vec<Timer>>,
    /// Whether a script may be looking at what is ready, or scheduled: then handles stand there
    /// alone.
    ready_seen: Cell<bool>,
    scheduled_seen: Cell<bool>,
    /// Whether another thread must wake the loop for it to see what is ready.
    wake: Cell<Wake>,
    /// How many turns have passed without a look at the selector.
    skipped: Cell<u8>,
    /// How many of the timers were cancelled.
    cancelled_timers: Cell<i64>,
    closed: Cell<bool>,
    stopping: Cell<bool>,
    pub debug: Cell<bool>,
    /// The thread that runs the loop.
    thread: Guarded<Option<Value>>,
    clock_resolution: Guarded<Option<Value>>,
    slow_callback_duration: Guarded<Option<Value>>,
    task_factory: Guarded<Option<Value>>,
    pub current_task: Guarded<Option<Value>>,
    current_handle: Guarded<Option<Value>>,
    selector: Guarded<Option<Value>>,
    /// The tasks that are not done; their loop holds them.
    pub tasks: Guarded<Vec<Ref<Future>>>,
}

payload!(EventLoop, EVENT_LOOP, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for field in self.values() {
            field.visit(visit);
        }
        self.tasks.visit(visit);
        self.timers.visit(visit);
    }
    fn clear(&self) {
        for field in self.values() {
            drop(field.take());
        }
        drop(self.tasks.take());
        drop(self.timers.take());
    }
});

static_type! {
    /// `_asyncio.EventLoop`
    pub EVENT_LOOP = TypeSpec {
        name: "EventLoop",
        module: "_asyncio",
        doc: Some("The core of event loops."),
        layout: Some(<EventLoop as Payload>::layout),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, EventLoop::new()).into())),
            ..Slots::EMPTY
        },
        methods: methods::METHODS,
        properties: methods::PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

impl EventLoop {
    fn new() -> EventLoop {
        let some = |value: Value| Guarded::new(Some(value));
        EventLoop {
            ready: some(Ref::new(Deque::empty(-1)).into()),
            scheduled: some(List::new(Vec::new()).into()),
            timers: Guarded::default(),
            ready_seen: Cell::new(false),
            scheduled_seen: Cell::new(false),
            wake: Cell::new(Wake::Always),
            skipped: Cell::new(0),
            cancelled_timers: Cell::new(0),
            closed: Cell::new(false),
            stopping: Cell::new(false),
            debug: Cell::new(false),
            thread: Guarded::default(),
            clock_resolution: some(Value::float(1e-9)),
            slow_callback_duration: some(Value::float(0.1)),
            task_factory: Guarded::default(),
            current_task: Guarded::default(),
            current_handle: Guarded::default(),
            selector: Guarded::default(),
            tasks: Guarded::default(),
        }
    }

    fn values(&self) -> [&Guarded<Option<Value>>; 9] {
        [
            &self.ready,
            &self.scheduled,
            &self.thread,
            &self.clock_resolution,
            &self.slow_callback_duration,
            &self.task_factory,
            &self.current_task,
            &self.current_handle,
            &self.selector,
        ]
    }

    /// A timer that is still scheduled was cancelled.
    pub fn timer_cancelled(&self, handle: &Handle) {
        if handle.is_scheduled() {
            self.count_cancelled(1);
        }
    }

    /// Whether it runs.
    pub fn is_running(&self) -> bool {
        self.thread.borrow().is_some()
    }

    fn count_cancelled(&self, more: i64) {
        self.cancelled_timers
            .set(self.cancelled_timers.get() + more);
    }

    /// Adds a handle at the end of what is ready.
    #[inline]
    fn make_ready(&self, vm: &Vm, handle: Value) -> Result<()> {
        if let Some(ready) = &*self.ready.borrow()
            && let Some(ready) = ready.downcast::<Deque>()
        {
            ready.push_back(handle);
            return Ok(());
        }
        let ready = self.ready.borrow().clone().unwrap_or(Value::NONE);
        vm.call_method(&ready, "append", &[handle]).map(drop)
    }

    fn check_open(&self, vm: &Vm) -> Result<()> {
        if self.closed.get() {
            return Err(vm.runtime_error("Event loop is closed"));
        }
        Ok(())
    }
}

/// Whether another thread must wake a loop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wake {
    /// It does not run, or not by native code.
    Always,
    /// It waits.
    Once,
    /// It is in the middle of a turn, or was woken.
    Needless,
}

/// Methods that native code may go past when a loop has not replaced them.
#[derive(Clone, Copy)]
pub enum Plain {
    CallSoon,
    CallAt,
    Time,
    RunOnce,
    CreateFuture,
    CreateTask,
    ProcessEvents,
    CallLater,
    AddCallback,
}

static PLAIN: PlainMethods = PlainMethods::new(
    &EVENT_LOOP,
    &[
        ("call_soon", "call_soon"),
        ("call_at", "call_at"),
        ("time", "time"),
        ("_run_once", "_run_once"),
        ("create_future", "create_future"),
        ("create_task", "create_task"),
        ("_process_selector_events", "_process_events"),
        ("call_later", "call_later"),
        ("_add_callback", "_add_callback"),
    ],
);

/// The core of a loop that is native and has not replaced the method.
#[inline]
pub fn has_plain<'a>(vm: &Vm, event_loop: &'a Value, method: Plain) -> Option<&'a Ref<EventLoop>> {
    let native = event_loop.downcast::<EventLoop>()?;
    (PLAIN.of(vm, event_loop) & 1 << method as u32 != 0).then_some(native)
}

/// `loop.get_debug()`.
pub fn is_debug(vm: &Vm, event_loop: &Value) -> Result<bool> {
    if let Some(native) = event_loop.downcast::<EventLoop>() {
        return Ok(native.debug.get());
    }
    let debug = vm.call_method_by_name(event_loop, &names(vm).get_debug, &[])?;
    vm.is_true(&debug)
}

/// `asyncio.get_event_loop()`.
pub fn get_event_loop(vm: &Vm) -> Result<Value> {
    let running = vm.running_loop.borrow().clone();
    match running {
        Some(running) => Ok(running),
        None => {
            let policy = call_helper(vm, "events", "get_event_loop_policy", &[])?;
            vm.call_method(&policy, "get_event_loop", &[])
        }
    }
}

/// `loop.call_soon(...)`, by whatever loop.
pub fn call_soon(vm: &Vm, event_loop: &Value, action: Action, context: Inherited) -> Result<()> {
    if let Some(native) = has_plain(vm, event_loop, Plain::CallSoon) {
        return add_ready(vm, native, event_loop, action, context, "call_soon").map(drop);
    }
    let method = vm.get_attribute(event_loop, &names(vm).call_soon)?;
    let mut values = vec![action.callable()];
    values.extend_from_slice(action.arguments().items());
    values.push(context.into_object());
    let names = [names(vm).context.to_value()];
    vm.call_with(
        &method,
        Arguments {
            values: &values,
            names: &names,
        },
    )
    .map(drop)
}

/// Has a task resumed in the next turn, with what it waited for, or with nothing.
pub fn wake_soon(
    vm: &Vm,
    event_loop: &Value,
    task: &Ref<Future>,
    awaited: Option<&Value>,
) -> Result<()> {
    if let Some(native) = has_plain(vm, event_loop, Plain::CallSoon)
        && !native.debug.get()
        && seen::may_stand_in(native, task, awaited)
    {
        native.check_open(vm)?;
        return native.make_ready(vm, task.to_value());
    }
    let action = match awaited {
        Some(awaited) => Action::Wakeup(task.clone(), awaited.clone()),
        None => Action::Step(task.clone(), None),
    };
    call_soon(vm, event_loop, action, task.own_context())
}

/// What debug mode checks before something is scheduled.
#[cold]
fn check_in_debug(vm: &Vm, event_loop: &Value, action: &Action, caller: &str) -> Result<()> {
    if caller != "call_soon_threadsafe" {
        vm.call_method(event_loop, "_check_thread", &[])?;
    }
    if let Action::Call(function, _) = action {
        let arguments = [function.clone(), Str::value(caller)];
        vm.call_method(event_loop, "_check_callback", &arguments)?;
    }
    Ok(())
}

fn add_ready(
    vm: &Vm,
    native: &Ref<EventLoop>,
    event_loop: &Value,
    action: Action,
    context: Inherited,
    caller: &str,
) -> Result<Ref<Handle>> {
    native.check_open(vm)?;
    let debug = native.debug.get();
    if debug {
        check_in_debug(vm, event_loop, &action, caller)?;
    }
    let handle = Handle::create(action, event_loop, context);
    if debug {
        handle.note_source(extract_stack(vm)?);
    }
    native.make_ready(vm, handle.to_value())?;
    Ok(handle)
}

/// Schedules a timer of a native loop.
pub fn add_timer(
    vm: &Vm,
    event_loop: &Value,
    when: Value,
    action: Action,
    context: Inherited,
    caller: &str,
) -> Result<Ref<Handle>> {
    let native: &Ref<EventLoop> = of(event_loop);
    native.check_open(vm)?;
    let debug = native.debug.get();
    if debug {
        check_in_debug(vm, event_loop, &action, caller)?;
    }
    let handle = Handle::create_timer(when, action, event_loop, context);
    if debug {
        handle.note_source(extract_stack(vm)?);
    }
    timers::add(vm, native, handle.to_value())?;
    Ok(handle)
}

/// Schedules a sleep as a timer, where no script can tell; whether it did.
pub fn add_sleep(vm: &Vm, event_loop: &Value, sleep: &Ref<Sleep>, seconds: f64) -> Result<bool> {
    let plain = has_plain(vm, event_loop, Plain::CallAt).is_some()
        && has_plain(vm, event_loop, Plain::CallLater).is_some();
    let Some(native) = event_loop.downcast::<EventLoop>().filter(|_| plain) else {
        return Ok(false);
    };
    if native.debug.get() || native.scheduled_seen.get() {
        return Ok(false);
    }
    native.check_open(vm)?;
    sleep.when.set(time(vm, event_loop)? + seconds);
    sleep.scheduled.set(true);
    timers::add(vm, native, sleep.to_value())?;
    Ok(true)
}

/// A sleep that is among the timers of a loop was cancelled.
pub fn sleep_cancelled(event_loop: &Value) {
    if let Some(native) = event_loop.downcast::<EventLoop>() {
        native.count_cancelled(1);
    }
}

/// `loop.time()`.
pub fn time(vm: &Vm, event_loop: &Value) -> Result<f64> {
    if has_plain(vm, event_loop, Plain::Time).is_some() {
        return Ok(monotonic());
    }
    let time = vm.call_method_by_name(event_loop, &names(vm).time, &[])?;
    vm.to_f64(&time)
}

/// A number of seconds that adding to a time needs no method for.
#[inline]
pub fn plain_seconds(value: &Value) -> Option<f64> {
    let whole = || value.as_small_int().map(|seconds| seconds as f64);
    value.as_float().or_else(whole)
}

/// `loop.call_later(...)` for native code.
pub fn call_later(vm: &Vm, event_loop: &Value, delay: f64, action: Action) -> Result<Value> {
    let plain = has_plain(vm, event_loop, Plain::CallAt).is_some();
    if plain && has_plain(vm, event_loop, Plain::CallLater).is_some() {
        let when = Value::float(time(vm, event_loop)? + delay);
        let context = Inherited::from_current(vm);
        return add_timer(vm, event_loop, when, action, context, "call_later").map(Value::from);
    }
    let mut values = vec![Value::float(delay), action.callable()];
    values.extend_from_slice(action.arguments().items());
    vm.call_method_by_name(event_loop, &names(vm).call_later, &values)
}

/// `loop.create_future()`.
pub fn create_future(vm: &Vm, event_loop: &Value) -> Result<Value> {
    if let Some(native) = has_plain(vm, event_loop, Plain::CreateFuture) {
        return new_future(vm, native, event_loop);
    }
    vm.call_method_by_name(event_loop, &names(vm).create_future, &[])
}

fn new_future(vm: &Vm, native: &EventLoop, event_loop: &Value) -> Result<Value> {
    if !native.debug.get() {
        return Ok(Future::pending(event_loop).into());
    }
    let future = Ref::with_class(&FUTURE, Future::uninitialized());
    future::initialize(vm, &future, Some(event_loop))?;
    Ok(future.into())
}

/// `loop.create_task(...)`.
pub fn create_task(
    vm: &Vm,
    event_loop: &Value,
    coroutine: &Value,
    name: Option<&Value>,
    context: Option<&Value>,
) -> Result<Value> {
    if let Some(native) = has_plain(vm, event_loop, Plain::CreateTask)
        && !native.debug.get()
    {
        let factory = native.task_factory.borrow().clone();
        match factory {
            None => {
                native.check_open(vm)?;
                return task::create(vm, event_loop, coroutine, name, context);
            }
            Some(factory) if eager::is_factory(&factory) => {
                native.check_open(vm)?;
                return eager::create_named(vm, event_loop, coroutine, name, context);
            }
            Some(_) => {}
        }
    }
    let mut values = vec![coroutine.clone()];
    let mut keywords = vec![names(vm).name.to_value()];
    values.push(name.cloned().unwrap_or(Value::NONE));
    if let Some(context) = context {
        values.push(context.clone());
        keywords.push(names(vm).context.to_value());
    }
    let method = vm.get_attribute(event_loop, &vm.intern("create_task"))?;
    vm.call_with(
        &method,
        Arguments {
            values: &values,
            names: &keywords,
        },
    )
}

/// `loop.create_task(coro)`.
pub fn create_task_of(vm: &Vm, event_loop: &Value, coroutine: &Value) -> Result<Value> {
    if has_plain(vm, event_loop, Plain::CreateTask).is_some() {
        return create_task(vm, event_loop, coroutine, None, None);
    }
    vm.call_method(event_loop, "create_task", std::slice::from_ref(coroutine))
}

/// `sock.recv(size)` for a loop: the reactor learns when all was read of a stream.
pub fn receive(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let [event_loop, socket, descriptor, size] =
        [0, 1, 2, 3].map(|place| required(arguments, place));
    let data = vm.call_method_by_name(socket, &names(vm).recv, std::slice::from_ref(size))?;
    let is_stream = (socket.downcast::<Socket>()).is_some_and(|socket| socket.is_stream());
    if let (Some(data), Some(size), true) = (
        data.downcast_exact::<Bytes>(),
        size.as_small_int(),
        is_stream,
    ) {
        let read = data.as_bytes().len() as i64;
        if 0 < read && read < size {
            note_all_read(vm, event_loop, descriptor)?;
        }
    }
    Ok(data)
}

/// `sock.recv_into(buffer)`, likewise.
pub fn receive_into(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let [event_loop, socket, descriptor, buffer] =
        [0, 1, 2, 3].map(|place| required(arguments, place));
    let name = &names(vm).recv_into;
    let count = vm.call_method_by_name(socket, name, std::slice::from_ref(buffer))?;
    if let Some(read) = count.as_small_int()
        && event_loop.downcast::<EventLoop>().is_some()
    {
        let size = vm.length(buffer)? as i64;
        if 0 < read && read < size {
            note_all_read(vm, event_loop, descriptor)?;
        }
    }
    Ok(count)
}

/// Less than there was room for was read of a stream: what comes later is news.
pub fn note_all_read(vm: &Vm, event_loop: &Value, descriptor: &Value) -> Result<()> {
    let Some(native) = event_loop.downcast::<EventLoop>() else {
        return Ok(());
    };
    let selector = native.selector.borrow().clone();
    if let Some(selector) = selector
        && let Some(reactor) = selecting::reactor_of(vm, &selector)
        && let Some(descriptor) = descriptor.as_small_int()
    {
        of::<Selecting>(&reactor).exhausted(descriptor as i32);
    }
    Ok(())
}

/// The callback and arguments of `call_soon(callback, *args, context=None)` and its kin, and
/// the context.
fn callback_of(vm: &Vm, arguments: Arguments<'_>, name: &str) -> Result<(Action, Inherited)> {
    let positional = arguments.positionals();
    let Some((function, rest)) = positional.split_first() else {
        return Err(vm.type_error(format!(
            "BaseEventLoop.{name}() missing 1 required positional argument: 'callback'"
        )));
    };
    let mut context = None;
    for (keyword, value) in arguments.keywords() {
        if keyword.as_bytes() != b"context" {
            return Err(vm.type_error(format!(
                "BaseEventLoop.{name}() got an unexpected keyword argument '{keyword}'"
            )));
        }
        context = Some(value).filter(|value| !value.is_none());
    }
    let context = Inherited::given(vm, context);
    Ok((Action::Call(function.clone(), Given::of(rest)), context))
}
