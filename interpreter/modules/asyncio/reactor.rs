//! `_asyncio.Reactor`: the reactor of `runtime` in the shape of `select.epoll`, for the selector
//! that a loop makes for itself. It keeps timeouts below a millisecond.

use std::cell::Cell;
use std::os::fd::RawFd;
use std::time::{Duration, Instant};

use runtime::reactor::{Event, Interest, Reactor, Wakeup};
use rustix::io::Errno;
use vm::native::{Method, Property, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::arguments::optional;
use crate::paths::descriptor_of;
use crate::support::of;

/// The payload of a reactor.
pub struct Selecting {
    /// Not there once closed, and while a thread waits.
    reactor: Guarded<Option<Box<Reactor>>>,
    wakeup: Guarded<Option<Wakeup>>,
    descriptor: Cell<RawFd>,
    /// What other threads want changed while one waits.
    changes: Guarded<Vec<(RawFd, Interest)>>,
}

payload!(Selecting, REACTOR);

static_type! {
    /// `_asyncio.Reactor`
    pub REACTOR = TypeSpec {
        name: "Reactor",
        module: "_asyncio",
        doc: Some("Waits for descriptors, times and other threads."),
        layout: Some(<Selecting as Payload>::layout),
        slots: Slots {
            new: Some(|vm, class, _| {
                let reactor = Reactor::new().map_err(|error| vm.os_error(&error, None))?;
                Ok(Ref::with_class(class, Selecting {
                    wakeup: Guarded::new(Some(reactor.wakeup())),
                    descriptor: Cell::new(reactor.descriptor()),
                    reactor: Guarded::new(Some(Box::new(reactor))),
                    changes: Guarded::default(),
                }).into())
            }),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[Property::new("closed", |_, this| {
            Ok(Value::bool(of::<Selecting>(this).descriptor.get() < 0))
        })],
        ..TypeSpec::DEFAULT
    };
}

const READ: i64 = libc::EPOLLIN as i64;
const WRITE: i64 = libc::EPOLLOUT as i64;

const METHODS: &[Method] = &[
    Method::new(
        "fileno",
        "($self, /)",
        |vm, it| {
            check_open(vm, this(it))?;
            Ok(Value::int(this(it).descriptor.get().into()))
        },
        "The descriptor.",
    ),
    Method::new(
        "close",
        "($self, /)",
        |_, it| {
            this(it).descriptor.set(-1);
            drop(this(it).reactor.take());
            drop(this(it).wakeup.take());
            Ok(Value::NONE)
        },
        "Closes it.",
    ),
    Method::new(
        "register",
        "($self, /, fd, eventmask=5)",
        |vm, it| change(vm, it, register),
        "Waits for a descriptor too.",
    ),
    Method::new(
        "modify",
        "($self, /, fd, eventmask)",
        |vm, it| change(vm, it, modify),
        "Waits for other events.",
    ),
    Method::new(
        "unregister",
        "($self, /, fd)",
        |vm, it| {
            check_open(vm, this(it))?;
            let descriptor = descriptor_of(vm, required(it, 1))?;
            match unregister(vm, this(it), descriptor) {
                true => Ok(Value::NONE),
                false => Err(vm.os_error(&Errno::NOENT.into(), None)),
            }
        },
        "Waits no longer for a descriptor.",
    ),
    Method::new(
        "poll",
        "($self, /, timeout=None, maxevents=-1)",
        |vm, it| {
            let timeout = match optional(it, 1) {
                Some(timeout) => Some(vm.to_f64(timeout)?).filter(|timeout| *timeout >= 0.0),
                None => None,
            };
            let events = poll(vm, this(it), timeout)?;
            let pairs = events.into_iter().map(|event| {
                let mask = mask_of(event.ready);
                Tuple::pair(Value::int(event.descriptor.into()), Value::int(mask)).into()
            });
            Ok(List::new(pairs.collect()).into())
        },
        "Waits.",
    ),
    Method::new(
        "exhausted",
        "($self, fd, /)",
        |vm, it| {
            let descriptor = vm.to_i32(required(it, 1))?;
            this(it).exhausted(descriptor);
            Ok(Value::NONE)
        },
        "Says that all was read that was there.",
    ),
];

impl Selecting {
    /// All was read of a descriptor that was there.
    pub fn exhausted(&self, descriptor: RawFd) {
        if let Some(reactor) = &mut *self.reactor.borrow_mut() {
            reactor.exhausted(descriptor, Interest::READABLE);
        }
    }
}

fn this(arguments: &[Option<Value>]) -> &Ref<Selecting> {
    of(required(arguments, 0))
}

fn check_open(vm: &Vm, reactor: &Selecting) -> Result<()> {
    if reactor.descriptor.get() < 0 {
        return Err(vm.value_error("I/O operation on closed epoll object"));
    }
    Ok(())
}

fn mask_of(ready: Interest) -> i64 {
    let read = if ready.is_readable() { READ } else { 0 };
    let write = if ready.is_writable() { WRITE } else { 0 };
    read | write
}

fn interest_of(mask: i64) -> Interest {
    let mut interest = Interest::NONE;
    if mask & READ != 0 {
        interest = interest | Interest::READABLE;
    }
    if mask & WRITE != 0 {
        interest = interest | Interest::WRITABLE;
    }
    interest
}

fn change(
    vm: &Vm,
    arguments: &[Option<Value>],
    change: fn(&Vm, &Selecting, RawFd, i64) -> Result<()>,
) -> Result<Value> {
    let payload = this(arguments);
    check_open(vm, payload)?;
    let descriptor = descriptor_of(vm, required(arguments, 1))?;
    let mask = optional(arguments, 2).map_or(Ok(READ | WRITE), |mask| vm.to_i64(mask))?;
    change(vm, payload, descriptor, mask)?;
    Ok(Value::NONE)
}

/// Waits for a descriptor too, for these events of epoll.
pub fn register(vm: &Vm, payload: &Selecting, descriptor: RawFd, mask: i64) -> Result<()> {
    let fits = |known: Interest| known.is_empty();
    set_interest(
        vm,
        payload,
        (descriptor, interest_of(mask)),
        fits,
        Errno::EXIST,
    )
}

/// Waits for other events of a descriptor.
pub fn modify(vm: &Vm, payload: &Selecting, descriptor: RawFd, mask: i64) -> Result<()> {
    let fits = |known: Interest| !known.is_empty();
    set_interest(
        vm,
        payload,
        (descriptor, interest_of(mask)),
        fits,
        Errno::NOENT,
    )
}

/// Sets what of a descriptor is of interest, if what is known of it is as it should be.
fn set_interest(
    vm: &Vm,
    payload: &Selecting,
    change: (RawFd, Interest),
    fits: fn(Interest) -> bool,
    refusal: Errno,
) -> Result<()> {
    let (descriptor, wanted) = change;
    let outcome = match &mut *payload.reactor.borrow_mut() {
        Some(reactor) if fits(reactor.interest(descriptor)) => {
            reactor.set_interest(descriptor, wanted)
        }
        Some(_) => Err(refusal.into()),
        None => {
            payload.changes.borrow_mut().push(change);
            wake(payload);
            Ok(())
        }
    };
    outcome.map_err(|error| vm.os_error(&error, None))
}

fn wake(payload: &Selecting) {
    if let Some(wakeup) = &*payload.wakeup.borrow() {
        // Without a wake the change comes with the next event.
        let _ = wakeup.wake();
    }
}

/// Waits no longer for a descriptor; whether it was known.
pub fn unregister(_: &Vm, payload: &Selecting, descriptor: RawFd) -> bool {
    match &mut *payload.reactor.borrow_mut() {
        Some(reactor) => reactor.remove_interest(descriptor, Interest::BOTH),
        None => {
            let change = (descriptor, Interest::NONE);
            payload.changes.borrow_mut().push(change);
            wake(payload);
            true
        }
    }
}

/// Waits until something is ready, for so many seconds at most.
pub fn poll(vm: &Vm, payload: &Selecting, timeout: Option<f64>) -> Result<Vec<Event>> {
    check_open(vm, payload)?;
    let wait = timeout.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
    let end = wait
        .filter(|wait| !wait.is_zero())
        .and_then(|wait| Instant::now().checked_add(wait));
    let mut left = wait;
    loop {
        // Another thread may want to change something meanwhile: nothing is borrowed.
        let Some(mut reactor) = payload.reactor.take() else {
            return Err(vm.runtime_error("another thread waits in this selector"));
        };
        let result = match left {
            Some(Duration::ZERO) => reactor.poll(left).map(<[Event]>::to_vec),
            _ => vm.allow_threads(|| reactor.poll(left).map(<[Event]>::to_vec)),
        };
        for (descriptor, wanted) in payload.changes.take() {
            // Whoever asked cannot be told any more.
            let _ = reactor.set_interest(descriptor, wanted);
        }
        if payload.descriptor.get() >= 0 {
            payload.reactor.replace(Some(reactor));
        }
        let events = result.map_err(|error| vm.os_error(&error, None))?;
        vm.check_signals()?;
        if !events.is_empty() || wait == Some(Duration::ZERO) {
            return Ok(events);
        }
        // Ended early: by a signal, another thread or the timer.
        if let Some(end) = end {
            let rest = end.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                return Ok(events);
            }
            left = Some(rest);
        }
    }
}
