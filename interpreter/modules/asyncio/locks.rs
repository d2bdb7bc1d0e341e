//! The cores of `asyncio.Event`, `Lock` and `Semaphore`: what does not wait, and how they are
//! waited for. The rest is Python's, in `lib/asyncio/locks.py`.

use std::cell::Cell;

use vm::native::{Method, Property, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::functions::get_running_loop;
use super::names::names;
use super::plain::{PlainMethods, Row};
use super::queue::Queue;
use super::waiting::{Completed, Kind, Waiting, is_cancelled, wake};
use crate::collections::deque::Deque;
use crate::container;
use crate::support::{INSTANCE_DICT, of};

/// The payload of events, locks and semaphores.
pub struct Primitive {
    /// `_waiters`: a deque of futures.
    waiters: Guarded<Option<Value>>,
    /// Whether an event is set or a lock is taken; the room in a semaphore.
    pub value: Cell<i64>,
    /// `_loop`: the loop in which a task first waited.
    event_loop: Guarded<Option<Value>>,
}

container!(
    Primitive,
    PRIMITIVE,
    [waiters, event_loop],
    clear[waiters, event_loop]
);

const FLAGS: u32 = flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES;

static_type! {
    /// `_asyncio.Primitive`
    pub PRIMITIVE = TypeSpec {
        name: "Primitive",
        module: "_asyncio",
        doc: Some("What events, locks and semaphores have in common."),
        layout: Some(<Primitive as Payload>::layout),
        flags: FLAGS,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Primitive::new()).into())),
            ..Slots::EMPTY
        },
        methods: &[Method::new("_get_loop", "($self, /)", |vm, it| {
            loop_of(vm, required(it, 0))
        }, "The running loop, to which it belongs from now on.")],
        properties: &[
            Property::settable("_waiters", |_, this| {
                let waiters = of::<Primitive>(this).waiters.borrow().clone();
                Ok(waiters.unwrap_or(Value::NONE))
            }, |_, this, value| {
                let value = value.filter(|value| !value.is_none()).cloned();
                drop(of::<Primitive>(this).waiters.replace(value));
                Ok(())
            }),
            Property::settable("_loop", |_, this| {
                let event_loop = of::<Primitive>(this).event_loop.borrow().clone();
                Ok(event_loop.unwrap_or(Value::NONE))
            }, |_, this, value| {
                let value = value.filter(|value| !value.is_none()).cloned();
                drop(of::<Primitive>(this).event_loop.replace(value));
                Ok(())
            }),
            INSTANCE_DICT,
        ],
        ..TypeSpec::DEFAULT
    };
    /// `_asyncio.EventCore`
    pub EVENT = TypeSpec {
        name: "EventCore",
        module: "_asyncio",
        doc: Some("What events do without waiting."),
        base: Some(|| &PRIMITIVE),
        flags: FLAGS,
        methods: EVENT_METHODS,
        properties: &[Property::settable("_value", |_, this| {
            Ok(Value::bool(of::<Primitive>(this).value.get() != 0))
        }, set_truth)],
        ..TypeSpec::DEFAULT
    };
    /// `_asyncio.LockCore`
    pub LOCK = TypeSpec {
        name: "LockCore",
        module: "_asyncio",
        doc: Some("What locks do without waiting."),
        base: Some(|| &PRIMITIVE),
        flags: FLAGS,
        methods: LOCK_METHODS,
        properties: &[Property::settable("_locked", |_, this| {
            Ok(Value::bool(of::<Primitive>(this).value.get() != 0))
        }, set_truth)],
        ..TypeSpec::DEFAULT
    };
    /// `_asyncio.SemaphoreCore`
    pub SEMAPHORE = TypeSpec {
        name: "SemaphoreCore",
        module: "_asyncio",
        doc: Some("What semaphores do without waiting."),
        base: Some(|| &PRIMITIVE),
        flags: FLAGS,
        methods: SEMAPHORE_METHODS,
        properties: &[Property::settable("_value", |_, this| {
            Ok(Value::int(of::<Primitive>(this).value.get()))
        }, |vm, this, value| {
            let value = vm.to_i64(value.unwrap_or(Value::none_ref()))?;
            of::<Primitive>(this).value.set(value);
            Ok(())
        })],
        ..TypeSpec::DEFAULT
    };
}

fn set_truth(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let truth = vm.is_true(value.unwrap_or(Value::none_ref()))?;
    of::<Primitive>(this).value.set(truth.into());
    Ok(())
}

const EVENT_METHODS: &[Method] = &[
    Method::new(
        "is_set",
        "($self, /)",
        |_, it| Ok(Value::bool(this(it).value.get() != 0)),
        "Whether it is set.",
    ),
    Method::new(
        "set",
        "($self, /)",
        |vm, it| {
            if this(it).value.replace(1) == 0 {
                let mut place = 0;
                while let Some(waiter) = this(it).waiter(place) {
                    wake(vm, &waiter, true)?;
                    place += 1;
                }
            }
            Ok(Value::NONE)
        },
        "Sets it, and wakes those that wait.",
    ),
    Method::new(
        "clear",
        "($self, /)",
        |_, it| {
            this(it).value.set(0);
            Ok(Value::NONE)
        },
        "Unsets it.",
    ),
    Method::new(
        "wait",
        "($self, /)",
        |vm, it| Ok(wait(vm, it, Kind::Event)),
        "Coroutine: waits until it is set.",
    ),
];

const LOCK_METHODS: &[Method] = &[
    Method::new(
        "locked",
        "($self, /)",
        |_, it| Ok(Value::bool(this(it).value.get() != 0)),
        "Whether somebody has it.",
    ),
    Method::new(
        "release",
        "($self, /)",
        |vm, it| {
            release_lock(vm, this(it))?;
            Ok(Value::NONE)
        },
        "Gives it back.",
    ),
    Method::new(
        "_wake_up_first",
        "($self, /)",
        |vm, it| {
            wake_first(vm, this(it))?;
            Ok(Value::NONE)
        },
        "Wakes the first that waits.",
    ),
    Method::new(
        "acquire",
        "($self, /)",
        |vm, it| Ok(wait(vm, it, Kind::Lock)),
        "Coroutine: waits until nobody else has it, and takes it.",
    ),
    Method::new(
        "__aenter__",
        "($self, /)",
        |vm, it| enter(vm, required(it, 0), &LOCK_PLAIN, Kind::Lock),
        "Acquires it.",
    ),
    Method::new(
        "__aexit__",
        LEAVE,
        |vm, it| leave(vm, required(it, 0), &LOCK_PLAIN, release_lock),
        "Releases it.",
    ),
];

const SEMAPHORE_METHODS: &[Method] = &[
    Method::new(
        "locked",
        "($self, /)",
        |vm, it| Ok(Value::bool(is_full(vm, this(it))?)),
        "Whether a task that asks now has to wait.",
    ),
    Method::new(
        "release",
        "($self, /)",
        |vm, it| {
            release_semaphore(vm, this(it))?;
            Ok(Value::NONE)
        },
        "Makes room.",
    ),
    Method::new(
        "_wake_up_next",
        "($self, /)",
        |vm, it| Ok(Value::bool(wake_next(vm, this(it))?)),
        "Gives room to the next that waits; whether there was one.",
    ),
    Method::new(
        "acquire",
        "($self, /)",
        |vm, it| Ok(wait(vm, it, Kind::Semaphore)),
        "Coroutine: waits until there is room, and takes it.",
    ),
    Method::new(
        "__aenter__",
        "($self, /)",
        |vm, it| enter(vm, required(it, 0), &SEMAPHORE_PLAIN, Kind::Semaphore),
        "Acquires it.",
    ),
    Method::new(
        "__aexit__",
        LEAVE,
        |vm, it| leave(vm, required(it, 0), &SEMAPHORE_PLAIN, release_semaphore),
        "Releases it.",
    ),
];

/// The signature of `__aexit__`.
const LEAVE: &str = "($self, exc_type, exc, tb, /)";

fn this(arguments: &[Option<Value>]) -> &Ref<Primitive> {
    of(required(arguments, 0))
}

impl Primitive {
    fn new() -> Primitive {
        Primitive {
            waiters: Guarded::default(),
            value: Cell::new(0),
            event_loop: Guarded::default(),
        }
    }

    /// The future of one that waits, by its place.
    fn waiter(&self, place: usize) -> Option<Value> {
        let waiters = self.waiters.borrow();
        waiters.as_ref()?.downcast::<Deque>()?.get(place)
    }

    /// The deque of those that wait, which is made if there is none.
    pub fn deque(&self) -> Value {
        let known = self.waiters.borrow().clone();
        known.unwrap_or_else(|| {
            let deque: Value = Ref::new(Deque::empty(-1)).into();
            drop(self.waiters.replace(Some(deque.clone())));
            deque
        })
    }
}

fn wait(vm: &Vm, arguments: &[Option<Value>], kind: Kind) -> Value {
    Waiting::create(vm, kind, required(arguments, 0), None)
}

/// The running loop, to which the owner of a deque belongs from now on.
pub fn loop_of(vm: &Vm, owner: &Value) -> Result<Value> {
    let own = match owner.downcast::<Primitive>() {
        Some(primitive) => Some(&primitive.event_loop),
        None => owner.downcast::<Queue>().map(|queue| &queue.event_loop),
    };
    let Some(own) = own else {
        return vm.call_method(owner, "_get_loop", &[]);
    };
    let running = get_running_loop(vm)?;
    let known = own.borrow().clone();
    match known {
        Some(known) if known.is(&running) => Ok(running),
        Some(_) => Err(vm.runtime_error(format!(
            "{} is bound to a different event loop",
            vm.repr_text(owner)?
        ))),
        None => {
            drop(own.replace(Some(running.clone())));
            Ok(running)
        }
    }
}

fn all_cancelled(vm: &Vm, primitive: &Primitive) -> Result<bool> {
    let mut place = 0;
    while let Some(waiter) = primitive.waiter(place) {
        if !is_cancelled(vm, &waiter)? {
            return Ok(false);
        }
        place += 1;
    }
    Ok(true)
}

/// Takes a lock that nobody has or waits for; whether it did.
pub fn acquire_lock(vm: &Vm, lock: &Ref<Primitive>) -> Result<bool> {
    if lock.value.get() != 0 || !all_cancelled(vm, lock)? {
        return Ok(false);
    }
    lock.value.set(1);
    Ok(true)
}

fn is_full(vm: &Vm, semaphore: &Ref<Primitive>) -> Result<bool> {
    Ok(semaphore.value.get() == 0 || !all_cancelled(vm, semaphore)?)
}

/// Takes room that nobody else waits for; whether it did.
pub fn acquire_semaphore(vm: &Vm, semaphore: &Ref<Primitive>) -> Result<bool> {
    if is_full(vm, semaphore)? {
        return Ok(false);
    }
    semaphore.value.set(semaphore.value.get() - 1);
    Ok(true)
}

/// Wakes the first that waits for a lock; it stays in its place until its task runs.
pub fn wake_first(vm: &Vm, lock: &Primitive) -> Result<()> {
    match lock.waiter(0) {
        Some(waiter) => wake(vm, &waiter, true).map(drop),
        None => Ok(()),
    }
}

/// Gives room to the next that waits for it; whether there was one.
pub fn wake_next(vm: &Vm, semaphore: &Primitive) -> Result<bool> {
    let mut place = 0;
    while let Some(waiter) = semaphore.waiter(place) {
        if wake(vm, &waiter, true)? {
            semaphore.value.set(semaphore.value.get() - 1);
            return Ok(true);
        }
        place += 1;
    }
    Ok(false)
}

fn release_lock(vm: &Vm, lock: &Primitive) -> Result<()> {
    if lock.value.replace(0) == 0 {
        return Err(vm.runtime_error("Lock is not acquired."));
    }
    wake_first(vm, lock)
}

fn release_semaphore(vm: &Vm, semaphore: &Primitive) -> Result<()> {
    semaphore.value.set(semaphore.value.get() + 1);
    wake_next(vm, semaphore).map(drop)
}

static LOCK_PLAIN: PlainMethods = PlainMethods::new(&LOCK, ACQUIRE_AND_RELEASE);
static SEMAPHORE_PLAIN: PlainMethods = PlainMethods::new(&SEMAPHORE, ACQUIRE_AND_RELEASE);
const ACQUIRE_AND_RELEASE: &[Row] = &[("acquire", "acquire"), ("release", "release")];

/// `async with`: acquires it, by the script's own method where there is one.
fn enter(vm: &Vm, this: &Value, plain: &PlainMethods, kind: Kind) -> Result<Value> {
    if plain.of(vm, this) & 1 != 0 {
        return Ok(Waiting::for_block(vm, kind, this));
    }
    vm.call_method(this, "_enter", &[])
}

/// The end of `async with`: releases it, by the script's own method where there is one.
fn leave(
    vm: &Vm,
    this: &Value,
    plain: &PlainMethods,
    release: fn(&Vm, &Primitive) -> Result<()>,
) -> Result<Value> {
    if plain.of(vm, this) & 2 != 0 {
        release(vm, of::<Primitive>(this))?;
    } else {
        vm.call_method_by_name(this, &names(vm).release, &[])?;
    }
    Ok(Completed::with_none(vm))
}
