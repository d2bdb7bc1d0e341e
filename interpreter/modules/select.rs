//! Module `select`: waiting for descriptors.

mod epoll;

use std::cell::Cell;
use std::os::fd::BorrowedFd;

use rustix::event::{PollFd, PollFlags, Timespec};
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::arguments::optional;
use crate::paths::descriptor_of;
use crate::system_calls::{borrow, raise};

/// `select`
pub static MODULE: NativeModule = NativeModule {
    name: "select",
    doc: Some("Waiting for descriptors."),
    functions: &[
        Method::new(
            "select",
            "($module, rlist, wlist, xlist, timeout=None, /)",
            select,
            "Waits for descriptors.",
        ),
        Method::new(
            "poll",
            "($module, /)",
            |_, _| Ok(Ref::new(Poll::default()).into()),
            "An object that waits.",
        ),
    ],
    fill,
};

/// The payload of a polling object: descriptors and the events that are awaited, in the order
/// in which they were registered.
#[derive(Default)]
pub struct Poll {
    awaited: Guarded<Vec<(i32, u16)>>,
    is_waiting: Cell<bool>,
}

/// `FD_SETSIZE`: what `select` takes, and how many events `epoll` gives at once.
const MOST_DESCRIPTORS: usize = 1024;

payload!(Poll, POLL);

static_type! {
    /// `select.poll`
    pub POLL = TypeSpec {
        name: "poll",
        module: "select",
        layout: Some(<Poll as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        methods: &[
            Method::new("register", "($self, fd, eventmask=7, /)", register, "Waits for a descriptor too."),
            Method::new("modify", "($self, fd, eventmask, /)", modify, "Waits for other events."),
            Method::new("unregister", "($self, fd, /)", unregister, "Waits no longer for a descriptor."),
            Method::new("poll", "($self, timeout=None, /)", poll, "Waits."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    make_ready(&POLL);
    make_ready(&epoll::EPOLL);
    module.set(vm, "epoll", epoll::EPOLL.to_value());
    module.fill_late(fill_numbers);
    module.set(vm, "error", exceptions::OS_ERROR.to_value());
    Ok(())
}

fn fill_numbers(vm: &Vm, module: &Ref<Module>) {
    for (name, number) in epoll::NUMBERS {
        module.set(vm, name, Value::int(*number));
    }
    for (name, number) in [
        ("PIPE_BUF", 4096),
        ("POLLIN", 1),
        ("POLLPRI", 2),
        ("POLLOUT", 4),
        ("POLLERR", 8),
        ("POLLHUP", 16),
        ("POLLNVAL", 32),
        ("POLLRDNORM", 64),
        ("POLLRDBAND", 128),
        ("POLLWRNORM", 256),
        ("POLLWRBAND", 512),
        ("POLLMSG", 1024),
        ("POLLRDHUP", 8192),
    ] {
        module.set(vm, name, Value::int(number));
    }
}

fn of(value: &Value) -> &Ref<Poll> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn events_of(vm: &Vm, value: Option<&Value>) -> Result<u16> {
    let Some(value) = value else {
        return Ok(7);
    };
    if !value.is_int() && value.class().slots().index.is_none() {
        return Err(vm.type_error("an integer is required"));
    }
    let number = vm.to_i64(value)?;
    u16::try_from(number).map_err(|_| match number < 0 {
        true => vm.value_error("value must be positive"),
        false => vm.overflow_error("Python int too large for C unsigned short"),
    })
}

fn register(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = descriptor_of(vm, required(arguments, 1))?;
    let events = events_of(vm, arguments.get(2).and_then(Option::as_ref))?;
    let mut awaited = of(required(arguments, 0)).awaited.borrow_mut();
    match awaited.iter_mut().find(|(other, _)| *other == descriptor) {
        Some(entry) => entry.1 = events,
        None => awaited.push((descriptor, events)),
    }
    Ok(Value::NONE)
}

fn modify(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = descriptor_of(vm, required(arguments, 1))?;
    let events = events_of(vm, arguments.get(2).and_then(Option::as_ref))?;
    let mut awaited = of(required(arguments, 0)).awaited.borrow_mut();
    match awaited.iter_mut().find(|(other, _)| *other == descriptor) {
        Some(entry) => entry.1 = events,
        None => return Err(vm.os_error_of(libc::ENOENT, None, None)),
    }
    Ok(Value::NONE)
}

fn unregister(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 1);
    let descriptor = descriptor_of(vm, value)?;
    let mut awaited = of(required(arguments, 0)).awaited.borrow_mut();
    match awaited.iter().position(|(other, _)| *other == descriptor) {
        Some(place) => drop(awaited.remove(place)),
        None => return Err(vm.key_error(&Value::int(descriptor.into()))),
    }
    Ok(Value::NONE)
}

/// Waits until something happens, or the time in nanoseconds is over; the events of each.
fn wait(vm: &Vm, awaited: &[(i32, u16)], timeout: Option<i64>) -> Result<Vec<u16>> {
    let files: Vec<BorrowedFd<'_>> = awaited
        .iter()
        .map(|(descriptor, _)| raise(vm, borrow(*descriptor), None))
        .collect::<Result<_>>()?;
    let end = timeout.map(|timeout| {
        let timeout = std::time::Duration::from_nanos(timeout.unsigned_abs());
        std::time::Instant::now().checked_add(timeout)
    });
    loop {
        let mut polled: Vec<PollFd<'_>> = files
            .iter()
            .zip(awaited)
            .map(|(file, (_, events))| {
                PollFd::from_borrowed_fd(*file, PollFlags::from_bits_retain(*events))
            })
            .collect();
        let left = end.flatten().map(|end| {
            let left = end.saturating_duration_since(std::time::Instant::now());
            Timespec {
                tv_sec: left.as_secs() as i64,
                tv_nsec: left.subsec_nanos().into(),
            }
        });
        match vm.allow_threads(|| rustix::event::poll(&mut polled, left.as_ref())) {
            Err(rustix::io::Errno::INTR) => vm.check_signals()?,
            result => {
                raise(vm, result, None)?;
                return Ok(polled.iter().map(|file| file.revents().bits()).collect());
            }
        }
    }
}

/// A timeout in milliseconds, as nanoseconds.
fn milliseconds(vm: &Vm, value: &Value) -> Result<i64> {
    let too_large = || vm.overflow_error("timeout is too large");
    let milliseconds = match value.as_float() {
        Some(float) if float.is_nan() => {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        Some(float) if float.is_sign_negative() => float.floor(),
        Some(float) => float.ceil(),
        None => {
            if !value.is_int() && value.class().slots().index.is_none() {
                return Err(vm.type_error("timeout must be an integer or None"));
            }
            vm.index(value)?.as_i64().ok_or_else(too_large)? as f64
        }
    };
    if milliseconds.abs() > f64::from(i32::MAX) {
        return Err(too_large());
    }
    let nanoseconds = value.as_float().unwrap_or(milliseconds) * 1e6;
    // Away from zero, so that nothing is taken for a time of zero that is none.
    Ok(match nanoseconds < 0.0 {
        true => nanoseconds.floor() as i64,
        false => nanoseconds.ceil() as i64,
    })
}

fn poll(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let timeout = match optional(arguments, 1) {
        Some(value) => Some(milliseconds(vm, value)?).filter(|timeout| *timeout >= 0),
        None => None,
    };
    let this = of(required(arguments, 0));
    if this.is_waiting.get() {
        return Err(vm.runtime_error("concurrent poll() invocation"));
    }
    let awaited = this.awaited.borrow().clone();
    this.is_waiting.set(true);
    let events = wait(vm, &awaited, timeout);
    this.is_waiting.set(false);
    let happened = awaited.iter().zip(events?);
    let pairs = happened
        .filter(|(_, events)| *events != 0)
        .map(|((descriptor, _), events)| {
            let [descriptor, events] = [i64::from(*descriptor), i64::from(events)].map(Value::int);
            Tuple::pair(descriptor, events).into()
        });
    Ok(List::new(pairs.collect()).into())
}

/// The objects of an argument of `select`: the list itself where it is one.
fn given(vm: &Vm, argument: &Value) -> Result<Ref<List>> {
    if let Some(list) = argument.downcast::<List>() {
        return Ok(list.clone());
    }
    let values = vm.collect(argument).map_err(|raised| {
        match raised.is(&exceptions::TYPE_ERROR) && vm.iter(argument).is_err() {
            true => vm.type_error("arguments 1-3 must be sequences"),
            false => raised,
        }
    })?;
    Ok(List::new(values))
}

/// The descriptor of an argument of `select`.
fn selectable(vm: &Vm, value: &Value) -> Result<i32> {
    let descriptor = descriptor_of(vm, value)?;
    match usize::try_from(descriptor) {
        Ok(number) if number < MOST_DESCRIPTORS => Ok(descriptor),
        _ => Err(vm.value_error("filedescriptor out of range in select()")),
    }
}

fn select(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let timeout = match optional(arguments, 3) {
        Some(value) => {
            let timeout = crate::time::to_nanoseconds(vm, value).map_err(|raised| match raised
                .is(&exceptions::TYPE_ERROR)
            {
                true => vm.type_error("timeout must be a float or None"),
                false => raised,
            })?;
            if timeout < 0 {
                return Err(vm.value_error("timeout must be non-negative"));
            }
            Some(timeout)
        }
        None => None,
    };
    let interests: [u16; 3] = [1, 4, 2];
    let mut awaited = Vec::new();
    let mut objects: [Vec<Value>; 3] = Default::default();
    for (place, interest) in interests.into_iter().enumerate() {
        let argument = required(arguments, place);
        let values = given(vm, argument)?;
        let mut index = 0;
        // The methods that give descriptors may change the list.
        while let Some(value) = values.get(index) {
            if index >= MOST_DESCRIPTORS {
                return Err(vm.value_error("too many file descriptors in select()"));
            }
            awaited.push((selectable(vm, &value)?, interest));
            objects[place].push(value);
            index += 1;
        }
    }
    let mut events = wait(vm, &awaited, timeout)?.into_iter();
    // What select() calls ready: errors and ends too, for reading; errors for writing.
    let counts_as: [u16; 3] = [1 | 8 | 16, 4 | 8, 2];
    let mut lists = Vec::new();
    for (values, ready) in objects.into_iter().zip(counts_as) {
        let mut list = Vec::new();
        for value in values {
            let happened = events.next().unwrap_or(0);
            if happened & 32 != 0 {
                return Err(vm.os_error_of(libc::EBADF, None, None));
            }
            if happened & ready != 0 {
                list.push(value);
            }
        }
        lists.push(List::new(list).into());
    }
    Ok(Tuple::new(lists).into())
}
