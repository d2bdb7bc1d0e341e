//! `Future`: its payload, states and callbacks. Tasks have the same payload (see `task`).

use std::cell::Cell;

use vm::objects::exceptions::{Exception, RUNTIME_ERROR, STOP_ITERATION};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::traceback::Traceback;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::action::{Action, Given, task_of_wakeup, wakeup_callable};
use super::event_loop;
use super::exceptions::{CANCELLED_ERROR, INVALID_STATE_ERROR};
use super::names::{extract_stack, names};
use super::task::TaskState;
use crate::contextvars::Inherited;
use crate::support::Visit;

pub mod awaiting;
mod methods;

/// What has become of a future.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// `__init__` has not run.
    Uninitialized,
    /// Nothing yet.
    Pending,
    /// It was cancelled.
    Cancelled,
    /// It has a result.
    Finished,
    /// It has an exception.
    Failed,
}

/// Who is told when a future is done.
#[derive(Clone)]
pub enum Callback {
    /// A callable, called with the future.
    Call(Value),
    /// A task that waits for the future.
    Wakeup(Ref<Future>),
}

/// A callback and the context that it runs in.
#[derive(Clone)]
pub struct Registered {
    /// The callable; the task, if it is a wakeup.
    target: Value,
    /// Nothing for a wakeup, which runs in the task's own context.
    context: Inherited,
}

impl Registered {
    fn new(callback: Callback, context: Inherited) -> Registered {
        match callback {
            Callback::Call(function) => Registered {
                target: function,
                context,
            },
            Callback::Wakeup(task) => Registered {
                target: task.into(),
                context: Inherited::Nothing,
            },
        }
    }

    /// The task, if it is a wakeup.
    fn task(&self) -> Option<&Ref<Future>> {
        match &self.context {
            Inherited::Nothing => self.target.downcast::<Future>(),
            _ => None,
        }
    }

    /// The callable and its context, as scripts see them.
    fn shown(&self) -> Value {
        match self.task() {
            Some(task) => Tuple::pair(wakeup_callable(task), task.own_context().into_object()),
            None => Tuple::pair(self.target.clone(), self.context.clone().into_object()),
        }
        .into()
    }
}

/// What few futures have.
#[derive(Default)]
pub struct Extra {
    /// The callbacks behind the first.
    more: Vec<Registered>,
    pub source_traceback: Option<Value>,
    pub cancel_message: Option<Value>,
    /// The exception with which a task ended that was cancelled.
    pub cancelled_error: Option<Value>,
    pub traceback: Option<Ref<Traceback>>,
}

/// The payload of futures and tasks.
pub struct Future {
    pub state: Cell<State>,
    pub blocking: Cell<bool>,
    /// Whether the exception is still to be reported, should nobody ask for it.
    pub log_traceback: Cell<bool>,
    event_loop: Guarded<Option<Value>>,
    /// The first callback; as a rule the only one.
    first: Guarded<Option<Registered>>,
    /// The result or the exception.
    outcome: Guarded<Option<Value>>,
    extra: Guarded<Option<Box<Extra>>>,
    is_task: Cell<bool>,
    /// What a task has more.
    task: TaskState,
}

payload!(Future, FUTURE, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.event_loop.visit(visit);
        self.first.visit(visit);
        self.outcome.visit(visit);
        if let Some(extra) = &*self.extra.borrow() {
            extra.visit(visit);
        }
        self.task.visit(visit);
    }
    fn clear(&self) {
        drop(self.event_loop.take());
        drop(self.first.take());
        drop(self.outcome.take());
        drop(self.extra.take());
        self.task.clear();
    }
    fn wants_finalizer(&self) -> bool {
        self.log_traceback.get()
            || self.state.get() == State::Pending && self.task.log_destroy_pending.get()
    }
});

impl Visit for Registered {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.target);
        self.context.visit(visit);
    }
}

impl Visit for Extra {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.more.visit(visit);
        self.source_traceback.visit(visit);
        self.cancel_message.visit(visit);
        self.cancelled_error.visit(visit);
        self.traceback.visit(visit);
    }
}

static_type! {
    /// `asyncio.Future`
    pub FUTURE = TypeSpec {
        name: "Future",
        module: "_asyncio",
        doc: Some("A result that is not there yet."),
        signature: Some("(*, loop=<unrepresentable>)"),
        layout: Some(<Future as Payload>::layout),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES | flags::FINALIZER,
        slots: methods::SLOTS,
        methods: methods::METHODS,
        properties: methods::PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

/// An InvalidStateError.
pub fn invalid_state(vm: &Vm, message: &str) -> Raised {
    vm.error(&INVALID_STATE_ERROR, message)
}

impl Future {
    /// A future or task before `__init__`.
    #[inline(always)]
    pub fn uninitialized() -> Future {
        Future {
            state: Cell::new(State::Uninitialized),
            blocking: Cell::new(false),
            log_traceback: Cell::new(false),
            event_loop: Guarded::default(),
            first: Guarded::default(),
            outcome: Guarded::default(),
            extra: Guarded::default(),
            is_task: Cell::new(false),
            task: TaskState::default(),
        }
    }

    /// A pending future of a loop that is not in debug mode.
    pub fn pending(event_loop: &Value) -> Ref<Future> {
        Ref::make(&FUTURE, || Future::pending_payload(event_loop), 0, |_| ())
    }

    #[inline(always)]
    fn pending_payload(event_loop: &Value) -> Future {
        Future::task_or_future(event_loop, false, TaskState::default())
    }

    /// The payload of a task of a loop that is not in debug mode.
    #[inline(always)]
    pub fn task_payload(event_loop: &Value, task: TaskState) -> Future {
        Future::task_or_future(event_loop, true, task)
    }

    #[inline(always)]
    fn task_or_future(event_loop: &Value, is_task: bool, task: TaskState) -> Future {
        Future {
            state: Cell::new(State::Pending),
            blocking: Cell::new(false),
            log_traceback: Cell::new(false),
            event_loop: Guarded::new(Some(event_loop.clone())),
            first: Guarded::default(),
            outcome: Guarded::default(),
            extra: Guarded::default(),
            is_task: Cell::new(is_task),
            task,
        }
    }

    /// The loop, once initialized.
    #[inline]
    pub fn event_loop(&self) -> Option<Value> {
        self.event_loop.borrow().clone()
    }

    /// What a task has more than a future, once initialized.
    #[inline(always)]
    pub fn task_state(&self) -> Option<&TaskState> {
        self.is_task.get().then_some(&self.task)
    }

    /// The state of a task, which is made if there is none.
    pub fn make_task_state(&self) -> &TaskState {
        self.is_task.set(true);
        &self.task
    }

    /// The context of a task, which others are to share.
    pub fn own_context(&self) -> Inherited {
        match self.task_state() {
            Some(state) => Inherited::Object(state.context.object()),
            None => Inherited::Nothing,
        }
    }

    /// Whether it belongs to this loop.
    #[inline]
    pub fn belongs_to(&self, event_loop: &Value) -> bool {
        self.event_loop
            .borrow()
            .as_ref()
            .is_some_and(|own| own.is(event_loop))
    }

    /// Whether it has a result, an exception, or was cancelled.
    #[inline]
    pub fn is_done(&self) -> bool {
        !matches!(self.state.get(), State::Pending | State::Uninitialized)
    }

    /// The result or the exception.
    pub fn outcome(&self) -> Option<Value> {
        self.outcome.borrow().clone()
    }

    fn has_more(&self) -> bool {
        let extra = self.extra.borrow();
        extra.as_ref().is_some_and(|extra| !extra.more.is_empty())
    }

    /// The callbacks behind the first, which are the future's no longer.
    fn take_more(&self) -> Vec<Registered> {
        match &mut *self.extra.borrow_mut() {
            Some(extra) => std::mem::take(&mut extra.more),
            None => Vec::new(),
        }
    }

    /// A part of what few futures have.
    pub fn extra<T>(&self, part: impl FnOnce(&Extra) -> Option<T>) -> Option<T> {
        self.extra.borrow().as_deref().and_then(part)
    }

    /// Changes what few futures have; gives back what is to be dropped.
    pub fn change_extra<T>(&self, change: impl FnOnce(&mut Extra) -> T) -> T {
        change(self.extra.borrow_mut().get_or_insert_default())
    }
}

/// Begins anew, as `__init__` does.
pub fn initialize(vm: &Vm, future: &Ref<Future>, event_loop: Option<&Value>) -> Result<Value> {
    future.clear();
    future.state.set(State::Pending);
    future.log_traceback.set(false);
    future.blocking.set(false);
    let event_loop = match event_loop {
        Some(event_loop) => event_loop.clone(),
        None => event_loop::get_event_loop(vm)?,
    };
    drop(future.event_loop.replace(Some(event_loop.clone())));
    if event_loop::is_debug(vm, &event_loop)? {
        let stack = extract_stack(vm)?;
        drop(future.change_extra(|extra| extra.source_traceback.replace(stack)));
    }
    Ok(event_loop)
}

/// Refuses a future whose `__init__` has not run.
pub fn check_initialized(vm: &Vm, future: &Future) -> Result<Value> {
    let event_loop = future.event_loop();
    event_loop.ok_or_else(|| vm.runtime_error("Future object is not initialized."))
}

/// Hands the callbacks over to the loop, in their order.
fn schedule_callbacks(vm: &Vm, future: &Ref<Future>) -> Result<()> {
    let Some(event_loop) = future.event_loop() else {
        return Ok(());
    };
    let first = future.first.take();
    if let Some(registered) = first {
        schedule(vm, future, &event_loop, registered)?;
    }
    if future.has_more() {
        for registered in future.take_more() {
            schedule(vm, future, &event_loop, registered)?;
        }
    }
    Ok(())
}

fn schedule(
    vm: &Vm,
    future: &Ref<Future>,
    event_loop: &Value,
    registered: Registered,
) -> Result<()> {
    if let Some(task) = registered.task() {
        return event_loop::wake_soon(vm, event_loop, task, Some(future.as_value()));
    }
    let action = Action::Call(registered.target, Given::One(future.to_value()));
    event_loop::call_soon(vm, event_loop, action, registered.context)
}

/// Sets the result.
pub fn set_result(vm: &Vm, future: &Ref<Future>, result: Value) -> Result<()> {
    if future.state.get() != State::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    drop(future.outcome.replace(Some(result)));
    future.state.set(State::Finished);
    schedule_callbacks(vm, future)
}

/// Sets the exception: an instance or a class.
pub fn set_exception(vm: &Vm, future: &Ref<Future>, exception: &Value) -> Result<()> {
    if future.state.get() != State::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    let exception = exception_instance(vm, exception)?;
    if future.state.get() != State::Pending {
        return Err(invalid_state(vm, "invalid state"));
    }
    let traceback = exception
        .downcast::<Exception>()
        .and_then(|it| it.traceback());
    if traceback.is_some() {
        drop(future.change_extra(|extra| std::mem::replace(&mut extra.traceback, traceback)));
    }
    drop(future.outcome.replace(Some(exception)));
    future.state.set(State::Failed);
    schedule_callbacks(vm, future)?;
    future.log_traceback.set(true);
    Ok(())
}

fn exception_instance(vm: &Vm, exception: &Value) -> Result<Value> {
    let is_class = exception
        .downcast::<Type>()
        .is_some_and(|class| class.has(flags::EXCEPTION_SUBCLASS));
    let exception = if is_class {
        vm.call(exception, &[])?
    } else {
        exception.clone()
    };
    if exception.downcast::<Exception>().is_none() {
        return Err(vm.type_error("invalid exception object"));
    }
    if !exception.class().is_subtype(&STOP_ITERATION) {
        return Ok(exception);
    }
    let error = vm.error(
        &RUNTIME_ERROR,
        "StopIteration interacts badly with generators and cannot be raised into a Future",
    );
    if let Some(payload) = error.0.downcast::<Exception>() {
        payload.set_cause(Some(exception.clone()));
        payload.set_context(Some(exception));
    }
    Ok(error.0)
}

/// Cancels a future; false if it is done already.
pub fn cancel(vm: &Vm, future: &Ref<Future>, message: Option<Value>) -> Result<bool> {
    future.log_traceback.set(false);
    if future.state.get() != State::Pending {
        return Ok(false);
    }
    future.state.set(State::Cancelled);
    if message.is_some() || future.extra.borrow().is_some() {
        drop(future.change_extra(|extra| std::mem::replace(&mut extra.cancel_message, message)));
    }
    schedule_callbacks(vm, future)?;
    Ok(true)
}

/// The exception that says that the future was cancelled: the one with which its task ended,
/// the first time.
pub fn cancelled_error(vm: &Vm, future: &Future) -> Result<Value> {
    if future.extra.borrow().is_some() {
        if let Some(error) = future.change_extra(|extra| extra.cancelled_error.take()) {
            return Ok(error);
        }
        let message = future.extra(|extra| extra.cancel_message.clone());
        if let Some(message) = message.filter(|message| !message.is_none()) {
            return vm.call(CANCELLED_ERROR.as_value(), &[message]);
        }
    }
    Ok(vm.error_with(&CANCELLED_ERROR, vec![]).0)
}

/// The outcome of a future that is done: its result, or the exception that asking for it raises.
pub fn result(vm: &Vm, future: &Future) -> Result<Value> {
    match future.state.get() {
        State::Finished => {
            future.log_traceback.set(false);
            Ok(future.outcome().unwrap_or(Value::NONE))
        }
        State::Failed => Err(Raised(take_exception(future))),
        State::Cancelled => Err(Raised(cancelled_error(vm, future)?)),
        State::Pending => Err(invalid_state(vm, "Result is not set.")),
        State::Uninitialized => Err(invalid_state(vm, "Future object is not initialized.")),
    }
}

/// The exception of a failed future, which somebody has asked for.
pub fn exception(future: &Future) -> Value {
    future.log_traceback.set(false);
    future.outcome().unwrap_or(Value::NONE)
}

/// The exception of a failed future, to be raised with the traceback that it had when it was set.
pub fn take_exception(future: &Future) -> Value {
    let exception = exception(future);
    let traceback = match &mut *future.extra.borrow_mut() {
        Some(extra) => extra.traceback.take(),
        None => None,
    };
    if let Some(payload) = exception.downcast::<Exception>() {
        payload.set_traceback(traceback);
    }
    exception
}

/// Adds a callback; one of a future that is done is scheduled at once.
pub fn add_callback(
    vm: &Vm,
    future: &Ref<Future>,
    callback: Callback,
    context: Inherited,
) -> Result<()> {
    let event_loop = future.event_loop();
    let event_loop = event_loop.ok_or_else(|| vm.runtime_error("uninitialized Future object"))?;
    let registered = Registered::new(callback, context);
    if future.state.get() != State::Pending {
        return schedule(vm, future, &event_loop, registered);
    }
    let mut first = future.first.borrow_mut();
    if first.is_none() && !future.has_more() {
        *first = Some(registered);
    } else {
        future.change_extra(|extra| extra.more.push(registered));
    }
    Ok(())
}

/// `add_done_callback()`.
fn add_done_callback(
    vm: &Vm,
    future: &Ref<Future>,
    function: &Value,
    context: Option<&Value>,
) -> Result<()> {
    let own = |task: &&Ref<Future>| {
        let state = task.task_state();
        state.is_some_and(|state| context.is_some_and(|context| state.context.object().is(context)))
    };
    let callback = match task_of_wakeup(function).filter(own) {
        Some(task) => Callback::Wakeup(task.clone()),
        None => Callback::Call(function.clone()),
    };
    add_callback(vm, future, callback, Inherited::given(vm, context))
}

/// `remove_done_callback()`: how many were removed.
fn remove_done_callback(vm: &Vm, future: &Ref<Future>, function: &Value) -> Result<usize> {
    let mut removed = 0;
    let first = future.first.borrow().clone();
    if let Some(registered) = first
        && is_callback(vm, &registered, function)?
    {
        removed += 1;
        drop(future.first.take());
    }
    // A comparison may change the callbacks: what it adds behind those seen is kept.
    let mut position = 0;
    loop {
        let next = future.extra(|extra| extra.more.get(position).cloned());
        let Some(registered) = next else {
            break;
        };
        if !is_callback(vm, &registered, function)? {
            position += 1;
            continue;
        }
        removed += 1;
        let gone = future.change_extra(|extra| {
            (position < extra.more.len()).then(|| extra.more.remove(position))
        });
        drop(gone);
    }
    Ok(removed)
}

fn is_callback(vm: &Vm, registered: &Registered, function: &Value) -> Result<bool> {
    match registered.task() {
        Some(task) => Ok(task_of_wakeup(function).is_some_and(|wanted| task.is(wanted))),
        None => vm.equal(&registered.target, function),
    }
}

/// `_callbacks`: pairs of callback and context; `None` where there are none.
fn callbacks(future: &Future) -> Value {
    // Each is to run in the context that is shown.
    let show = |registered: &mut Registered| {
        if !matches!(registered.context, Inherited::Nothing) {
            let context = std::mem::take(&mut registered.context).into_object();
            registered.context = Inherited::Object(context);
        }
        registered.shown()
    };
    let mut first = future.first.borrow_mut();
    let mut extra = future.extra.borrow_mut();
    let more = extra.iter_mut().flat_map(|extra| extra.more.iter_mut());
    let all: Vec<Value> = first.iter_mut().chain(more).map(show).collect();
    if all.is_empty() {
        Value::NONE
    } else {
        List::new(all).into()
    }
}

/// The loop of any future, native or not.
pub fn loop_of(vm: &Vm, future: &Value) -> Result<Value> {
    if let Some(native) = future.downcast::<Future>()
        && let Some(event_loop) = native.event_loop()
    {
        return Ok(event_loop);
    }
    if let Some(get_loop) = vm.find_attribute(future, &names(vm).get_loop)? {
        return vm.call(&get_loop, &[]);
    }
    vm.get_attribute(future, &names(vm)._loop)
}
