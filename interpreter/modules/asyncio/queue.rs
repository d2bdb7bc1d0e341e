//! The core of `asyncio.Queue`: what does not wait. What waits is Python's, in
//! `lib/asyncio/queues.py`.

use std::cell::Cell;

use vm::native::{Method, Property, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::future;
use super::locks::Primitive;
use super::plain::PlainMethods;
use super::task::exact_native;
use super::waiting::{Kind, Waiting};
use crate::asyncio::attributes::stored;
use crate::collections::deque::Deque;
use crate::container;
use crate::support::{INSTANCE_DICT, of};

/// The payload of queues.
pub struct Queue {
    /// `_queue`: what the items are in.
    items: Guarded<Option<Value>>,
    getters: Guarded<Option<Value>>,
    putters: Guarded<Option<Value>>,
    most: Guarded<Option<Value>>,
    /// `_finished`: the event that all tasks are done.
    finished: Guarded<Option<Value>>,
    /// `_loop`: the loop in which a task first waited.
    pub event_loop: Guarded<Option<Value>>,
    unfinished: Cell<i64>,
    is_shut_down: Cell<bool>,
}

container!(
    Queue,
    QUEUE,
    [items, getters, putters, most, finished, event_loop],
    clear[items, getters, putters, most, finished, event_loop]
);

static_type! {
    /// `_asyncio.QueueCore`
    pub QUEUE = TypeSpec {
        name: "QueueCore",
        module: "_asyncio",
        doc: Some("What queues do without waiting."),
        layout: Some(<Queue as Payload>::layout),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Queue::new()).into())),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "_init",
        "($self, maxsize, /)",
        |_, it| {
            drop(this(it).items.replace(Some(deque())));
            Ok(Value::NONE)
        },
        "Makes what the items are in.",
    ),
    Method::new(
        "_put",
        "($self, item, /)",
        |vm, it| {
            append(vm, this(it), required(it, 1).clone())?;
            Ok(Value::NONE)
        },
        "Adds an item.",
    ),
    Method::new(
        "_get",
        "($self, /)",
        |vm, it| take(vm, this(it)),
        "Removes an item.",
    ),
    Method::new(
        "_wakeup_next",
        "($self, waiters, /)",
        |vm, it| {
            wake_next(vm, required(it, 1))?;
            Ok(Value::NONE)
        },
        "Wakes the first task that still waits.",
    ),
    Method::new(
        "qsize",
        "($self, /)",
        |vm, it| Ok(Value::from(size(vm, this(it))?)),
        "How many items wait.",
    ),
    Method::new(
        "empty",
        "($self, /)",
        |vm, it| Ok(Value::bool(is_empty(vm, required(it, 0))?)),
        "Whether no items wait.",
    ),
    Method::new(
        "full",
        "($self, /)",
        |vm, it| Ok(Value::bool(is_full(vm, required(it, 0))?)),
        "Whether as many items wait as may.",
    ),
    Method::new(
        "put_nowait",
        "($self, item)",
        put_nowait,
        "Adds an item if there is room.",
    ),
    Method::new(
        "get_nowait",
        "($self, /)",
        get_nowait,
        "Removes an item if there is one.",
    ),
    Method::new(
        "task_done",
        "($self, /)",
        task_done,
        "Says that what an item was for is done.",
    ),
    Method::new(
        "put",
        "($self, item)",
        |vm, it| {
            let item = Some(required(it, 1).clone());
            Ok(Waiting::create(vm, Kind::Putter, required(it, 0), item))
        },
        "Coroutine: adds an item, as soon as there is room.",
    ),
    Method::new(
        "get",
        "($self, /)",
        |vm, it| Ok(Waiting::create(vm, Kind::Getter, required(it, 0), None)),
        "Coroutine: removes an item, as soon as there is one.",
    ),
];

const PROPERTIES: &[Property] = &[
    stored!(Queue, "_queue", items),
    stored!(Queue, "_getters", getters),
    stored!(Queue, "_putters", putters),
    stored!(Queue, "_maxsize", most),
    stored!(Queue, "_finished", finished),
    Property::settable(
        "_loop",
        |_, this| {
            let event_loop = of::<Queue>(this).event_loop.borrow().clone();
            Ok(event_loop.unwrap_or(Value::NONE))
        },
        |_, this, value| {
            let value = value.filter(|value| !value.is_none()).cloned();
            drop(of::<Queue>(this).event_loop.replace(value));
            Ok(())
        },
    ),
    Property::settable(
        "_unfinished_tasks",
        |_, this| Ok(Value::int(of::<Queue>(this).unfinished.get())),
        |vm, this, value| {
            let count = vm.to_i64(value.unwrap_or(Value::none_ref()))?;
            of::<Queue>(this).unfinished.set(count);
            Ok(())
        },
    ),
    Property::settable(
        "_is_shutdown",
        |_, this| Ok(Value::bool(of::<Queue>(this).is_shut_down.get())),
        |vm, this, value| {
            let truth = vm.is_true(value.unwrap_or(Value::none_ref()))?;
            of::<Queue>(this).is_shut_down.set(truth);
            Ok(())
        },
    ),
    INSTANCE_DICT,
];

impl Queue {
    fn new() -> Queue {
        Queue {
            items: Guarded::default(),
            getters: Guarded::new(Some(deque())),
            putters: Guarded::new(Some(deque())),
            most: Guarded::default(),
            finished: Guarded::default(),
            event_loop: Guarded::default(),
            unfinished: Cell::new(0),
            is_shut_down: Cell::new(false),
        }
    }
}

fn deque() -> Value {
    Ref::new(Deque::empty(-1)).into()
}

fn this(arguments: &[Option<Value>]) -> &Ref<Queue> {
    of(required(arguments, 0))
}

/// Methods that a subclass may replace.
#[derive(Clone, Copy)]
enum Plain {
    Put,
    Get,
    Wake,
    Size,
    Empty,
    Full,
    PutNow,
    GetNow,
}

static PLAIN: PlainMethods = PlainMethods::new(
    &QUEUE,
    &[
        ("_put", "_put"),
        ("_get", "_get"),
        ("_wakeup_next", "_wakeup_next"),
        ("qsize", "qsize"),
        ("empty", "empty"),
        ("full", "full"),
        ("put_nowait", "put_nowait"),
        ("get_nowait", "get_nowait"),
    ],
);

const NAMES: [&str; 8] = [
    "_put",
    "_get",
    "_wakeup_next",
    "qsize",
    "empty",
    "full",
    "put_nowait",
    "get_nowait",
];

/// Calls the method that a subclass has put in the place of a native one; `None` where none has.
#[inline]
fn replaced(vm: &Vm, this: &Value, method: Plain, arguments: &[Value]) -> Result<Option<Value>> {
    if PLAIN.of(vm, this) & 1 << method as u32 != 0 {
        return Ok(None);
    }
    vm.call_method(this, NAMES[method as usize], arguments)
        .map(Some)
}

fn items(queue: &Queue) -> Value {
    queue.items.borrow().clone().unwrap_or(Value::NONE)
}

fn size(vm: &Vm, queue: &Queue) -> Result<usize> {
    let items = items(queue);
    match items.downcast::<Deque>() {
        Some(deque) => Ok(deque.len()),
        None => vm.length(&items),
    }
}

fn is_empty(vm: &Vm, this: &Value) -> Result<bool> {
    let items = items(of::<Queue>(this));
    match items.downcast::<Deque>() {
        Some(deque) => Ok(deque.len() == 0),
        None => Ok(!vm.is_true(&items)?),
    }
}

fn is_full(vm: &Vm, this: &Value) -> Result<bool> {
    let queue = of::<Queue>(this);
    let most = queue.most.borrow().clone().unwrap_or(Value::int(0));
    let most = match most.as_small_int() {
        Some(most) => most,
        None => vm.to_f64(&most)?.ceil() as i64,
    };
    if most <= 0 {
        return Ok(false);
    }
    let size = match replaced(vm, this, Plain::Size, &[])? {
        Some(size) => vm.to_i64(&size)?,
        None => size(vm, queue)? as i64,
    };
    Ok(size >= most)
}

fn append(vm: &Vm, queue: &Queue, item: Value) -> Result<()> {
    let items = items(queue);
    match items.downcast::<Deque>() {
        Some(deque) => {
            deque.push_back(item);
            Ok(())
        }
        None => vm.call_method(&items, "append", &[item]).map(drop),
    }
}

fn take(vm: &Vm, queue: &Queue) -> Result<Value> {
    let items = items(queue);
    if let Some(deque) = items.downcast::<Deque>() {
        deque.changed();
        let first = deque.items.borrow_mut().pop_front();
        return first.ok_or_else(|| vm.index_error("pop from an empty deque"));
    }
    vm.call_method(&items, "popleft", &[])
}

fn wake_next(vm: &Vm, waiters: &Value) -> Result<()> {
    let Some(deque) = waiters.downcast::<Deque>() else {
        return Err(vm.type_error("waiters must be a deque"));
    };
    loop {
        let first = deque.items.borrow_mut().pop_front();
        let Some(waiter) = first else {
            return Ok(());
        };
        deque.changed();
        if let Some(native) = exact_native(&waiter) {
            if !native.is_done() {
                return future::set_result(vm, native, Value::NONE);
            }
            continue;
        }
        let done = vm.call_method(&waiter, "done", &[])?;
        if !vm.is_true(&done)? {
            return vm
                .call_method(&waiter, "set_result", &[Value::NONE])
                .map(drop);
        }
    }
}

fn wake(vm: &Vm, this: &Value, waiters: &Guarded<Option<Value>>) -> Result<()> {
    let waiters = waiters.borrow().clone().unwrap_or(Value::NONE);
    match replaced(vm, this, Plain::Wake, std::slice::from_ref(&waiters))? {
        Some(_) => Ok(()),
        None => wake_next(vm, &waiters),
    }
}

#[cold]
fn refuse(vm: &Vm, name: &str) -> Raised {
    match vm.import_attribute("asyncio.queues", name) {
        Ok(class) => match vm.call(&class, &[]) {
            Ok(error) => Raised(error),
            Err(raised) => raised,
        },
        Err(raised) => raised,
    }
}

fn put_nowait(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    put(vm, required(arguments, 0), required(arguments, 1))
}

fn put(vm: &Vm, this: &Value, item: &Value) -> Result<Value> {
    let queue = of::<Queue>(this);
    if queue.is_shut_down.get() {
        return Err(refuse(vm, "QueueShutDown"));
    }
    let full = match replaced(vm, this, Plain::Full, &[])? {
        Some(full) => vm.is_true(&full)?,
        None => is_full(vm, this)?,
    };
    if full {
        return Err(refuse(vm, "QueueFull"));
    }
    if replaced(vm, this, Plain::Put, std::slice::from_ref(item))?.is_none() {
        append(vm, queue, item.clone())?;
    }
    count_unfinished(vm, queue)?;
    wake(vm, this, &queue.getters)?;
    Ok(Value::NONE)
}

fn count_unfinished(vm: &Vm, queue: &Queue) -> Result<()> {
    let unfinished = queue.unfinished.get();
    queue.unfinished.set(unfinished + 1);
    if unfinished == 0 {
        let finished = queue.finished.borrow().clone().unwrap_or(Value::NONE);
        match finished.downcast::<Primitive>() {
            Some(event) => event.value.set(0),
            None => drop(vm.call_method(&finished, "clear", &[])?),
        }
    }
    Ok(())
}

/// Whether no subclass has replaced a method.
#[inline]
fn is_plain(vm: &Vm, this: &Value) -> bool {
    PLAIN.of(vm, this) == (1 << NAMES.len()) - 1
}

fn add(vm: &Vm, queue: &Queue, item: &Value) -> Result<()> {
    append(vm, queue, item.clone())?;
    count_unfinished(vm, queue)
}

/// Wakes the first that waits in a deque, if any does.
fn wake_waiter(vm: &Vm, waiters: &Guarded<Option<Value>>) -> Result<()> {
    let waiters = waiters.borrow().clone().unwrap_or(Value::NONE);
    if waiters
        .downcast::<Deque>()
        .is_some_and(|deque| deque.is_empty())
    {
        return Ok(());
    }
    wake_next(vm, &waiters)
}

/// Adds an item unless there is no room; whether it did.
pub fn try_put(vm: &Vm, this: &Value, item: &Value) -> Result<bool> {
    if is_plain(vm, this) {
        let queue = of::<Queue>(this);
        let full = is_full(vm, this)?;
        if queue.is_shut_down.get() {
            return Err(refuse(vm, "QueueShutDown"));
        }
        if !full {
            add(vm, queue, item)?;
            wake_waiter(vm, &queue.getters)?;
        }
        return Ok(!full);
    }
    let full = match replaced(vm, this, Plain::Full, &[])? {
        Some(full) => vm.is_true(&full)?,
        None => is_full(vm, this)?,
    };
    if full {
        if of::<Queue>(this).is_shut_down.get() {
            return Err(refuse(vm, "QueueShutDown"));
        }
        return Ok(false);
    }
    if replaced(vm, this, Plain::PutNow, std::slice::from_ref(item))?.is_none() {
        put(vm, this, item)?;
    }
    Ok(true)
}

/// An item, if there is one.
pub fn try_get(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    if is_plain(vm, this) {
        let queue = of::<Queue>(this);
        if is_empty(vm, this)? {
            if queue.is_shut_down.get() {
                return Err(refuse(vm, "QueueShutDown"));
            }
            return Ok(None);
        }
        let item = take(vm, queue)?;
        wake_waiter(vm, &queue.putters)?;
        return Ok(Some(item));
    }
    let empty = match replaced(vm, this, Plain::Empty, &[])? {
        Some(empty) => vm.is_true(&empty)?,
        None => is_empty(vm, this)?,
    };
    if empty {
        if of::<Queue>(this).is_shut_down.get() {
            return Err(refuse(vm, "QueueShutDown"));
        }
        return Ok(None);
    }
    match replaced(vm, this, Plain::GetNow, &[])? {
        Some(item) => Ok(Some(item)),
        None => get(vm, this).map(Some),
    }
}

/// The deque of those that wait for items, or for room.
pub fn waiters(queue: &Queue, are_getters: bool) -> Value {
    let waiters = if are_getters {
        &queue.getters
    } else {
        &queue.putters
    };
    waiters.borrow().clone().unwrap_or(Value::NONE)
}

/// `task_done()`
fn task_done(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let queue = this(arguments);
    let unfinished = queue.unfinished.get() - 1;
    if unfinished < 0 {
        return Err(vm.value_error("task_done() called too many times"));
    }
    queue.unfinished.set(unfinished);
    if unfinished == 0 {
        let finished = queue.finished.borrow().clone().unwrap_or(Value::NONE);
        vm.call_method(&finished, "set", &[])?;
    }
    Ok(Value::NONE)
}

/// Whether a task that waits in the deque could go on.
pub fn can_go_on(vm: &Vm, this: &Value, is_getter: bool) -> Result<bool> {
    let method = if is_getter { Plain::Empty } else { Plain::Full };
    let blocked = match replaced(vm, this, method, &[])? {
        Some(blocked) => vm.is_true(&blocked)?,
        None if is_getter => is_empty(vm, this)?,
        None => is_full(vm, this)?,
    };
    Ok(!blocked)
}

/// Wakes the next one that waits in the deque.
pub fn wake_another(vm: &Vm, this: &Value, is_getter: bool) -> Result<()> {
    let queue = of::<Queue>(this);
    wake(
        vm,
        this,
        if is_getter {
            &queue.getters
        } else {
            &queue.putters
        },
    )
}

fn get_nowait(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    get(vm, required(arguments, 0))
}

fn get(vm: &Vm, this: &Value) -> Result<Value> {
    let queue = of::<Queue>(this);
    let empty = match replaced(vm, this, Plain::Empty, &[])? {
        Some(empty) => vm.is_true(&empty)?,
        None => is_empty(vm, this)?,
    };
    if empty {
        let name = if queue.is_shut_down.get() {
            "QueueShutDown"
        } else {
            "QueueEmpty"
        };
        return Err(refuse(vm, name));
    }
    let item = match replaced(vm, this, Plain::Get, &[])? {
        Some(item) => item,
        None => take(vm, queue)?,
    };
    wake(vm, this, &queue.putters)?;
    Ok(item)
}
