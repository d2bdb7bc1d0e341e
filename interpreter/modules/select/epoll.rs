//! `select.epoll`: the kernel keeps the descriptors that are waited for.

use std::cell::Cell;
use std::os::fd::IntoRawFd;
use std::time::{Duration, Instant};

use rustix::event::Timespec;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::exceptions;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::MOST_DESCRIPTORS;
use crate::arguments::{int, optional};
use crate::paths::descriptor_of;
use crate::support::of;
use crate::system_calls::{self, borrow, raise};
use crate::time::to_nanoseconds;

/// The payload: a descriptor, negative when closed.
pub struct Epoll {
    descriptor: Cell<i32>,
}

impl Drop for Epoll {
    fn drop(&mut self) {
        if self.descriptor.get() >= 0 {
            let _ = system_calls::close(self.descriptor.get());
        }
    }
}

payload!(Epoll, EPOLL);

static_type! {
    /// `select.epoll`
    pub EPOLL = TypeSpec {
        name: "epoll",
        module: "select",
        doc: Some("Waits for descriptors that the kernel keeps."),
        signature: Some("(sizehint=-1, flags=0)"),
        layout: Some(<Epoll as Payload>::layout),
        slots: Slots {
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("fromfd", "($type, fd, /)", |vm, it| {
                let descriptor = vm.to_i32(required(it, 1))?;
                let class = required(it, 0).downcast::<Type>().unwrap_or(EPOLL.as_ref());
                made(class, descriptor)
            }, "One for a descriptor that there is already.").class_method(),
            Method::new("close", "($self, /)", |vm, it| close(vm, required(it, 0)), "Closes it."),
            Method::new("fileno", "($self, /)", |vm, it| Ok(Value::int(open(vm, it)?.into())), "The descriptor."),
            Method::new("register", "($self, /, fd, eventmask=7)", register, "Waits for a descriptor too."),
            Method::new("modify", "($self, /, fd, eventmask)", modify, "Waits for other events."),
            Method::new("unregister", "($self, /, fd)", unregister, "Waits no longer for a descriptor."),
            Method::new("poll", "($self, /, timeout=None, maxevents=-1)", poll, "Waits."),
            Method::new("__enter__", "($self, /)", |vm, it| {
                open(vm, it)?;
                Ok(required(it, 0).clone())
            }, "Itself."),
            Method::new("__exit__", "($self, exc_type=None, exc_value=None, exc_tb=None, /)", |vm, it| {
                vm.call_method(required(it, 0), "close", &[])
            }, "Closes it."),
        ],
        properties: &[Property::new("closed", |_, this| {
            Ok(Value::bool(of::<Epoll>(this).descriptor.get() < 0))
        })],
        ..TypeSpec::DEFAULT
    };
}

#[rustfmt::skip]
pub(super) const NUMBERS: &[(&str, i64)] = &[
    ("EPOLLERR", 8), ("EPOLLET", 2147483648), ("EPOLLEXCLUSIVE", 268435456), ("EPOLLHUP", 16),
    ("EPOLLIN", 1), ("EPOLLMSG", 1024), ("EPOLLONESHOT", 1073741824), ("EPOLLOUT", 4),
    ("EPOLLPRI", 2), ("EPOLLRDBAND", 128), ("EPOLLRDHUP", 8192), ("EPOLLRDNORM", 64),
    ("EPOLLWRBAND", 512), ("EPOLLWRNORM", 256), ("EPOLL_CLOEXEC", 524288),
];

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("epoll", "(sizehint=-1, flags=0)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let (size, flags) = (int(vm, &bound, 0, -1)?, int(vm, &bound, 1, 0)?);
    if size != -1 && size <= 0 {
        return Err(vm.value_error("negative sizehint"));
    }
    if flags != 0 && flags as u32 != CreateFlags::CLOEXEC.bits() {
        return Err(vm.error(&exceptions::OS_ERROR, "invalid flags"));
    }
    let descriptor = raise(vm, epoll::create(CreateFlags::CLOEXEC), None)?;
    made(class, descriptor.into_raw_fd())
}

fn made(class: &Ref<Type>, descriptor: i32) -> Result<Value> {
    let descriptor = Cell::new(descriptor);
    Ok(Ref::with_class(class, Epoll { descriptor }).into())
}

/// The descriptor of one that is open.
fn open(vm: &Vm, arguments: &[Option<Value>]) -> Result<i32> {
    match of::<Epoll>(required(arguments, 0)).descriptor.get() {
        descriptor if descriptor >= 0 => Ok(descriptor),
        _ => Err(vm.value_error("I/O operation on closed epoll object")),
    }
}

fn close(vm: &Vm, this: &Value) -> Result<Value> {
    let descriptor = of::<Epoll>(this).descriptor.replace(-1);
    if descriptor >= 0 {
        raise(vm, system_calls::close(descriptor), None)?;
    }
    Ok(Value::NONE)
}

/// The events of an argument: what does not fit into 32 bits is cut off.
fn events_of(vm: &Vm, value: Option<&Value>) -> Result<EventFlags> {
    let bits = match value {
        Some(value) => vm.to_i64(value)? as u32,
        None => 7,
    };
    Ok(EventFlags::from_bits_retain(bits))
}

/// What the kernel is asked to do with the descriptor of an argument.
fn control(
    vm: &Vm,
    arguments: &[Option<Value>],
    change: impl FnOnce(i32, i32) -> rustix::io::Result<()>,
) -> Result<Value> {
    let descriptor = descriptor_of(vm, required(arguments, 1))?;
    let this = open(vm, arguments)?;
    raise(vm, change(this, descriptor), None)?;
    Ok(Value::NONE)
}

fn register(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let events = events_of(vm, optional(arguments, 2))?;
    control(vm, arguments, |this, descriptor| {
        let data = EventData::new_u64(descriptor as u64);
        epoll::add(borrow(this)?, borrow(descriptor)?, data, events)
    })
}

fn modify(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let events = events_of(vm, optional(arguments, 2))?;
    control(vm, arguments, |this, descriptor| {
        let data = EventData::new_u64(descriptor as u64);
        epoll::modify(borrow(this)?, borrow(descriptor)?, data, events)
    })
}

fn unregister(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    control(vm, arguments, |this, descriptor| {
        epoll::delete(borrow(this)?, borrow(descriptor)?)
    })
}

fn poll(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = open(vm, arguments)?;
    let timeout = match optional(arguments, 1) {
        Some(value) => Some(to_nanoseconds(vm, value).map_err(|raised| {
            match raised.is(&exceptions::TYPE_ERROR) {
                true => vm.type_error("timeout must be an integer or None"),
                false => raised,
            }
        })?),
        None => None,
    };
    if timeout.is_some_and(|timeout| timeout / 1_000_000 > i32::MAX.into()) {
        return Err(vm.overflow_error("timeout is too large"));
    }
    let most = match int(vm, arguments, 2, -1)? {
        -1 => MOST_DESCRIPTORS - 1,
        most if most < 1 => {
            return Err(vm.value_error(format!("maxevents must be greater than 0, got {most}")));
        }
        most => most as usize,
    };
    let timeout = timeout.and_then(|timeout| u64::try_from(timeout).ok());
    let events = wait(vm, this, timeout.map(Duration::from_nanos), most)?;
    let pairs = events.into_iter().map(|event| {
        let (data, flags) = (event.data, event.flags);
        let descriptor = Value::int((data.u64() as i32).into());
        Tuple::pair(descriptor, Value::int(flags.bits().into())).into()
    });
    Ok(List::new(pairs.collect()).into())
}

fn wait(vm: &Vm, this: i32, timeout: Option<Duration>, most: usize) -> Result<Vec<Event>> {
    // Nobody asks the clock where nothing is waited for.
    let end = timeout
        .filter(|it| !it.is_zero())
        .map(|it| Instant::now() + it);
    let mut left = timeout;
    let mut events: Vec<Event> = Vec::new();
    if events.try_reserve_exact(most).is_err() {
        return Err(vm.memory_error(""));
    }
    loop {
        let limit = left.map(|left| Timespec {
            tv_sec: left.as_secs() as i64,
            tv_nsec: left.subsec_nanos().into(),
        });
        let mut ask = || {
            let room = rustix::buffer::spare_capacity(&mut events);
            epoll::wait(borrow(this)?, room, limit.as_ref())
        };
        // Whoever only looks does not block: other threads have their turn later.
        let result = match timeout {
            Some(Duration::ZERO) => ask(),
            _ => vm.allow_threads(ask),
        };
        match result {
            Err(rustix::io::Errno::INTR) => vm.check_signals()?,
            result => {
                raise(vm, result, None)?;
                return Ok(events);
            }
        }
        left = end.map(|end| end.saturating_duration_since(Instant::now()));
    }
}
