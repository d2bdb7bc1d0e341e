//! Waiting in the deque of a lock, an event, a semaphore, a condition or a queue; and what has
//! come to an end already when it is awaited.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::generator::Step;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::event_loop;
use super::exceptions::CANCELLED_ERROR;
use super::future::awaiting::{self, thrown_exception};
use super::future::{self, State};
use super::locks::{self, Primitive};
use super::queue;
use super::task::{cancel_any, exact_native};
use crate::collections::deque::Deque;
use crate::container;
use crate::support::of;

/// Who waits, and therefore what happens when the wait ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// For an event, or to be notified.
    Event,
    /// For a lock.
    Lock,
    /// For room in a semaphore.
    Semaphore,
    /// For an item of a queue.
    Getter,
    /// For room in a queue.
    Putter,
}

/// The payload of a wait.
pub struct Waiting {
    kind: Kind,
    begun: Cell<bool>,
    over: Cell<bool>,
    owner: Guarded<Option<Value>>,
    /// The deque of futures.
    waiters: Guarded<Option<Value>>,
    future: Guarded<Option<Value>>,
    /// The iterator of a future that is not native.
    iterator: Guarded<Option<Value>>,
}

container!(
    Waiting,
    WAITING,
    [owner, waiters, future, iterator],
    clear[owner, waiters, future, iterator]
);

static_type! {
    /// `_asyncio.Waiting`
    pub WAITING = TypeSpec {
        name: "Waiting",
        module: "_asyncio",
        doc: Some("Waits until a future in a deque is done."),
        layout: Some(<Waiting as Payload>::layout),
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            await_: Some(|_, this| Ok(this.clone())),
            next: Some(next),
            send: Some(send),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("send", "($self, value, /)", |vm, it| {
                match next(vm, required(it, 0))? {
                    Some(value) => Ok(value),
                    None => Err(vm.stop_iteration(Value::NONE)),
                }
            }, "Goes on."),
            Method::raw("throw", "", throw, "Ends it with an exception."),
            Method::new("close", "($self, /)", |vm, it| {
                let waiting: &Ref<Waiting> = of(required(it, 0));
                if waiting.begun.get() && !waiting.over.get() {
                    let exit = vm.error_with(&vm::objects::exceptions::GENERATOR_EXIT, vec![]);
                    // It ends with this very exception.
                    let _ = end(vm, waiting, Err(exit));
                }
                Ok(Value::NONE)
            }, "Ends it."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `_asyncio.Completed`
    pub COMPLETED = TypeSpec {
        name: "Completed",
        module: "_asyncio",
        doc: Some("Gives a value when it is awaited."),
        layout: Some(<Completed as Payload>::layout),
        slots: Slots {
            iter: Some(|_, this| Ok(this.clone())),
            await_: Some(|_, this| Ok(this.clone())),
            next: Some(|vm, this| match complete(vm, this)? {
                value if value.is_none() => Ok(None),
                value => Err(vm.stop_iteration(value)),
            }),
            send: Some(|vm, this, _| complete(vm, this).map(Step::Returned)),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
}

/// What is done to a value when it is awaited.
type Last = fn(&Vm, &Value) -> Result<()>;

/// The payload of what has come to an end, but for one function.
pub struct Completed {
    value: Guarded<Option<Value>>,
    last: Option<Last>,
}

container!(Completed, COMPLETED, [value], clear[value]);

impl Completed {
    /// What gives None at once when it is awaited.
    pub fn with_none() -> Value {
        Ref::new(Completed {
            value: Guarded::default(),
            last: None,
        })
        .into()
    }

    /// What calls a function with a value when it is awaited, and gives the value.
    pub fn after(last: Last, value: Value) -> Value {
        Ref::new(Completed {
            value: Guarded::new(Some(value)),
            last: Some(last),
        })
        .into()
    }
}

fn complete(vm: &Vm, this: &Value) -> Result<Value> {
    let completed = of::<Completed>(this);
    let value = completed.value.take();
    match (value, completed.last) {
        (Some(value), Some(last)) => last(vm, &value).map(|()| value),
        (value, _) => Ok(value.unwrap_or(Value::NONE)),
    }
}

impl Waiting {
    /// A wait that begins when it is awaited.
    pub fn create(kind: Kind, owner: &Value, waiters: Value) -> Value {
        Ref::new(Waiting {
            kind,
            begun: Cell::new(false),
            over: Cell::new(false),
            owner: Guarded::new(Some(owner.clone())),
            waiters: Guarded::new(Some(waiters)),
            future: Guarded::default(),
            iterator: Guarded::default(),
        })
        .into()
    }

    fn owner(&self) -> Value {
        self.owner.borrow().clone().unwrap_or(Value::NONE)
    }
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    match send(vm, this, Value::none_ref())? {
        Step::Yielded(value) => Ok(Some(value)),
        Step::Returned(_) => Ok(None),
    }
}

fn send(vm: &Vm, this: &Value, _: &Value) -> Result<Step> {
    let waiting: &Ref<Waiting> = of(this);
    if waiting.over.get() {
        return Ok(Step::Returned(Value::NONE));
    }
    if !waiting.begun.get() {
        begin(vm, waiting)?;
    }
    let future = waiting.future.borrow().clone().unwrap_or(Value::NONE);
    let iterator = waiting.iterator.borrow().clone();
    let result = match iterator {
        Some(iterator) => vm.send_into(&iterator, Value::none_ref()),
        None => awaiting::send(vm, &future, Value::none_ref()),
    };
    match result {
        Ok(Step::Yielded(value)) => Ok(Step::Yielded(value)),
        Ok(Step::Returned(_)) => end(vm, waiting, Ok(())).map(|()| Step::Returned(Value::NONE)),
        Err(raised) => end(vm, waiting, Err(raised)).map(|()| Step::Returned(Value::NONE)),
    }
}

fn begin(vm: &Vm, waiting: &Waiting) -> Result<()> {
    let owner = waiting.owner();
    let event_loop = locks::loop_of(vm, &owner)?;
    let future = event_loop::create_future(vm, &event_loop)?;
    if exact_native(&future).is_none() {
        let iterator = vm.awaitable_iterator(&future)?;
        drop(waiting.iterator.replace(Some(iterator)));
    }
    drop(waiting.future.replace(Some(future.clone())));
    waiting.begun.set(true);
    let waiters = waiting.waiters.borrow().clone();
    match waiters
        .as_ref()
        .and_then(|waiters| waiters.downcast::<Deque>())
    {
        Some(deque) => {
            deque.push_back(future);
            Ok(())
        }
        None => Err(vm.type_error("waiters must be a deque")),
    }
}

fn throw(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let Some((this, thrown)) = arguments.values.split_first() else {
        return Err(vm.type_error("throw() needs a wait"));
    };
    let waiting: &Ref<Waiting> = of(this);
    let raised = thrown_exception(vm, thrown)?;
    if !waiting.begun.get() || waiting.over.get() {
        waiting.over.set(true);
        return Err(raised);
    }
    end(vm, waiting, Err(raised))?;
    Err(vm.stop_iteration(Value::NONE))
}

/// The wait is over: the future leaves the deque, and what it brought is passed on where this
/// task cannot take it.
fn end(vm: &Vm, waiting: &Waiting, outcome: Result<()>) -> Result<()> {
    waiting.over.set(true);
    let (owner, future) = (
        waiting.owner(),
        waiting.future.take().unwrap_or(Value::NONE),
    );
    let is_queue = matches!(waiting.kind, Kind::Getter | Kind::Putter);
    if is_queue {
        if outcome.is_err() {
            leave_queue(vm, waiting, &owner, &future)?;
        }
        return outcome;
    }
    remove(vm, waiting, &future)?;
    let cancelled = matches!(&outcome, Err(raised) if raised.is(&CANCELLED_ERROR));
    let primitive = owner.downcast::<Primitive>();
    match (waiting.kind, primitive) {
        (Kind::Lock, Some(lock)) if outcome.is_ok() => lock.value.set(1),
        (Kind::Lock, Some(lock)) if cancelled && lock.value.get() == 0 => {
            locks::wake_first(vm, lock)?;
        }
        (Kind::Semaphore, Some(semaphore)) => {
            if cancelled && is_woken(vm, &future)? {
                semaphore.value.set(semaphore.value.get() + 1);
            }
            while semaphore.value.get() > 0 && locks::wake_next(vm, semaphore)? {}
        }
        _ => {}
    }
    outcome
}

/// Whether a future is done and was not cancelled.
fn is_woken(vm: &Vm, future: &Value) -> Result<bool> {
    if let Some(native) = exact_native(future) {
        return Ok(native.is_done() && native.state.get() != State::Cancelled);
    }
    let done = vm.call_method(future, "done", &[])?;
    let cancelled = vm.call_method(future, "cancelled", &[])?;
    Ok(vm.is_true(&done)? && !vm.is_true(&cancelled)?)
}

fn remove(vm: &Vm, waiting: &Waiting, future: &Value) -> Result<()> {
    let waiters = waiting.waiters.borrow().clone();
    let Some(deque) = waiters
        .as_ref()
        .and_then(|waiters| waiters.downcast::<Deque>())
    else {
        return Ok(());
    };
    let place = deque.items.borrow().iter().position(|item| item.is(future));
    match place {
        Some(place) => {
            deque.changed();
            let item = deque.items.borrow_mut().remove(place);
            drop(item);
            Ok(())
        }
        None if matches!(waiting.kind, Kind::Getter | Kind::Putter) => Ok(()),
        None => {
            let text = vm.repr_text(future)?;
            Err(vm.value_error(format!("{text} is not in deque")))
        }
    }
}

/// A task stops waiting in a queue: somebody else may go on in its place.
fn leave_queue(vm: &Vm, waiting: &Waiting, owner: &Value, future: &Value) -> Result<()> {
    let is_getter = waiting.kind == Kind::Getter;
    cancel_any(vm, future, None)?;
    remove(vm, waiting, future)?;
    let cancelled = match exact_native(future) {
        Some(native) => native.state.get() == State::Cancelled,
        None => vm.is_true(&vm.call_method(future, "cancelled", &[])?)?,
    };
    if queue::can_go_on(vm, owner, is_getter)? && !cancelled {
        queue::wake_another(vm, owner, is_getter)?;
    }
    Ok(())
}

/// Whether a future in a deque was cancelled.
pub fn is_cancelled(vm: &Vm, future: &Value) -> Result<bool> {
    match exact_native(future) {
        Some(native) => Ok(native.state.get() == State::Cancelled),
        None => vm.is_true(&vm.call_method(future, "cancelled", &[])?),
    }
}

/// Sets the result of a future unless it is done; whether it did.
pub fn wake(vm: &Vm, waiter: &Value, result: bool) -> Result<bool> {
    if let Some(native) = exact_native(waiter) {
        if native.is_done() {
            return Ok(false);
        }
        future::set_result(vm, native, Value::bool(result))?;
        return Ok(true);
    }
    if vm.is_true(&vm.call_method(waiter, "done", &[])?)? {
        return Ok(false);
    }
    vm.call_method(waiter, "set_result", &[Value::bool(result)])?;
    Ok(true)
}
