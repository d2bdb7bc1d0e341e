//! Waiting in the deque of a lock, an event, a semaphore, a condition or a queue; and what has
//! come to an end already when it is awaited.

use std::cell::Cell;

use vm::objects::exceptions::GENERATOR_EXIT;
use vm::objects::generator::{Step, present_origin};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::coroutine::{self, NativeCoroutine};
use super::event_loop;
use super::exceptions::CANCELLED_ERROR;
use super::future::awaiting;
use super::future::{self, State};
use super::locks::{self, Primitive};
use super::queue;
use super::task::{cancel_any, exact_native};
use crate::collections::deque::Deque;
use crate::container;
use crate::support::{Visit, of};

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
    /// Whether the result is not wanted, as in `async with`.
    in_block: bool,
    begun: Cell<bool>,
    over: Cell<bool>,
    owner: Guarded<Option<Value>>,
    /// The item for a queue.
    item: Guarded<Option<Value>>,
    future: Guarded<Option<Value>>,
    /// The iterator of a future that is not native.
    iterator: Guarded<Option<Value>>,
    origin: Guarded<Option<Value>>,
}

payload!(Waiting, WAITING, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.owner.visit(visit);
        self.item.visit(visit);
        self.future.visit(visit);
        self.iterator.visit(visit);
        self.origin.visit(visit);
    }
    fn clear(&self) {
        drop(self.owner.take());
        drop(self.item.take());
        drop(self.future.take());
        drop(self.iterator.take());
    }
    const SELDOM_FINALIZED: bool = true;
    fn wants_finalizer(&self) -> bool {
        !self.begun.get() && !self.over.get()
    }
});

static_type! {
    /// What `Event.wait()`, `Lock.acquire()`, `Queue.get()` and their kin give.
    pub WAITING = coroutine::specification::<Waiting>("Waits until it can go on.");
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

/// One serves all: it holds nothing.
static WITH_NONE: crate::state::State<Option<Value>> = crate::state::State::new(None);

impl Completed {
    /// What gives None at once when it is awaited.
    pub fn with_none(vm: &Vm) -> Value {
        let known = WITH_NONE.of(vm).borrow().clone();
        known.unwrap_or_else(|| {
            let one: Value = Ref::new(Completed {
                value: Guarded::default(),
                last: None,
            })
            .into();
            drop(WITH_NONE.of(vm).replace(Some(one.clone())));
            one
        })
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
    /// A coroutine that begins when it is awaited.
    #[inline]
    pub fn create(vm: &Vm, kind: Kind, owner: &Value, item: Option<Value>) -> Value {
        Waiting::make(vm, kind, owner, item, false)
    }

    /// The same for `async with`, which gives None.
    pub fn for_block(vm: &Vm, kind: Kind, owner: &Value) -> Value {
        Waiting::make(vm, kind, owner, None, true)
    }

    #[inline(always)]
    fn make(vm: &Vm, kind: Kind, owner: &Value, item: Option<Value>, in_block: bool) -> Value {
        let payload = || Waiting {
            kind,
            in_block,
            begun: Cell::new(false),
            over: Cell::new(false),
            owner: Guarded::new(Some(owner.clone())),
            item: Guarded::new(item),
            future: Guarded::default(),
            iterator: Guarded::default(),
            origin: Guarded::new(present_origin(vm)),
        };
        Ref::make(&WAITING, payload, 0, |_| ()).into()
    }

    fn owner(&self) -> Value {
        self.owner.borrow().clone().unwrap_or(Value::NONE)
    }

    fn is_in_queue(&self) -> bool {
        matches!(self.kind, Kind::Getter | Kind::Putter)
    }

    /// What awaiting it gives, once it can go on.
    fn result(&self) -> Value {
        if self.in_block {
            Value::NONE
        } else {
            Value::TRUE
        }
    }

    fn deque(&self, owner: &Value) -> Value {
        match owner.downcast::<Primitive>() {
            Some(primitive) => primitive.deque(),
            None => queue::waiters(of::<queue::Queue>(owner), self.kind == Kind::Getter),
        }
    }
}

impl NativeCoroutine for Waiting {
    fn qualified_name(&self) -> &'static str {
        match self.kind {
            Kind::Event => "Event.wait",
            Kind::Lock => "Lock.acquire",
            Kind::Semaphore => "Semaphore.acquire",
            Kind::Getter => "Queue.get",
            Kind::Putter => "Queue.put",
        }
    }

    fn origin(&self) -> Option<Value> {
        self.origin.borrow().clone()
    }

    fn awaited(&self) -> Option<Value> {
        let iterator = self.iterator.borrow().clone();
        iterator.or_else(|| self.future.borrow().clone())
    }

    #[inline]
    fn step(vm: &Vm, waiting: &Ref<Self>) -> Result<Step> {
        if waiting.over.get() {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        waiting.begun.set(true);
        let step = go_on(vm, waiting);
        if !matches!(step, Ok(Step::Yielded(_))) {
            waiting.over.set(true);
        }
        step
    }

    fn interrupt(vm: &Vm, waiting: &Ref<Self>, raised: Raised) -> Result<Step> {
        let waits = waiting.future.borrow().is_some();
        waiting.over.set(true);
        if !waits {
            return Err(raised);
        }
        end(vm, waiting, Err(raised))?;
        Ok(Step::Returned(Value::NONE))
    }

    fn close(vm: &Vm, waiting: &Ref<Self>) -> Result<()> {
        if waiting.future.borrow().is_some() {
            let exit = vm.error_with(&GENERATOR_EXIT, vec![]);
            // It ends with this very exception.
            let _ = end(vm, waiting, Err(exit));
        }
        waiting.over.set(true);
        Ok(())
    }
}

fn go_on(vm: &Vm, waiting: &Waiting) -> Result<Step> {
    loop {
        if waiting.future.borrow().is_none() {
            let owner = waiting.owner();
            if let Some(result) = try_now(vm, waiting, &owner)? {
                return Ok(Step::Returned(result));
            }
            begin(vm, waiting, &owner)?;
        }
        let iterator = waiting.iterator.borrow().clone();
        let result = match iterator {
            Some(iterator) => vm.send_into(&iterator, Value::none_ref()),
            None => {
                let future = waiting.future.borrow().clone().unwrap_or(Value::NONE);
                awaiting::send(vm, &future, Value::none_ref())
            }
        };
        match result {
            Ok(Step::Yielded(value)) => return Ok(Step::Yielded(value)),
            Ok(Step::Returned(_)) => end(vm, waiting, Ok(()))?,
            Err(raised) => end(vm, waiting, Err(raised))?,
        }
        if !waiting.is_in_queue() {
            return Ok(Step::Returned(waiting.result()));
        }
    }
}

/// Goes on without waiting, where that is possible.
fn try_now(vm: &Vm, waiting: &Waiting, owner: &Value) -> Result<Option<Value>> {
    match (waiting.kind, owner.downcast::<Primitive>()) {
        (Kind::Getter, _) => queue::try_get(vm, owner),
        (Kind::Putter, _) => {
            let item = waiting.item.borrow().clone().unwrap_or(Value::NONE);
            Ok(queue::try_put(vm, owner, &item)?.then_some(Value::NONE))
        }
        (kind, Some(primitive)) => {
            let acquired = match kind {
                Kind::Event => primitive.value.get() != 0,
                Kind::Lock => locks::acquire_lock(vm, primitive)?,
                _ => locks::acquire_semaphore(vm, primitive)?,
            };
            Ok(acquired.then(|| waiting.result()))
        }
        (_, None) => Ok(None),
    }
}

fn begin(vm: &Vm, waiting: &Waiting, owner: &Value) -> Result<()> {
    let event_loop = locks::loop_of(vm, owner)?;
    let future = event_loop::create_future(vm, &event_loop)?;
    if exact_native(&future).is_none() {
        let iterator = vm.awaitable_iterator(&future)?;
        drop(waiting.iterator.replace(Some(iterator)));
    }
    let waiters = waiting.deque(owner);
    let Some(deque) = waiters.downcast::<Deque>() else {
        return Err(vm.type_error("waiters must be a deque"));
    };
    deque.push_back(future.clone());
    drop(waiting.future.replace(Some(future)));
    Ok(())
}

/// The wait is over: the future leaves the deque, and what it brought is passed on where this
/// task cannot take it.
fn end(vm: &Vm, waiting: &Waiting, outcome: Result<()>) -> Result<()> {
    let owner = waiting.owner();
    let future = waiting.future.take().unwrap_or(Value::NONE);
    drop(waiting.iterator.take());
    if waiting.is_in_queue() {
        if outcome.is_err() {
            leave_queue(vm, waiting, &owner, &future)?;
        }
        return outcome;
    }
    remove(vm, waiting, &owner, &future)?;
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

fn remove(vm: &Vm, waiting: &Waiting, owner: &Value, future: &Value) -> Result<()> {
    let waiters = waiting.deque(owner);
    let Some(deque) = waiters.downcast::<Deque>() else {
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
        None if waiting.is_in_queue() => Ok(()),
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
    remove(vm, waiting, owner, future)?;
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
