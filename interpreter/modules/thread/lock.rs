//! `_thread.lock`, over a futex, whose waits a signal interrupts.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rustix::thread::futex;
use vm::native::{Method, required};
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::timeout;
use crate::arguments::truth;

/// A lock that threads wait for without the interpreter lock.
#[derive(Default)]
pub struct Gate(AtomicU32);

const FREE: u32 = 0;
const TAKEN: u32 = 1;
const AWAITED: u32 = 2;

impl Gate {
    /// A gate that is taken already.
    pub const fn taken() -> Gate {
        Gate(AtomicU32::new(TAKEN))
    }

    /// Takes it if it is free.
    pub fn try_take(&self) -> bool {
        self.0
            .compare_exchange(FREE, TAKEN, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
    }

    /// Whether it is taken.
    pub fn is_taken(&self) -> bool {
        self.0.load(Ordering::Relaxed) != FREE
    }

    /// Takes it, waiting for some time, or for ever; false if it was not free in time.
    pub fn take(&self, vm: &Vm, timeout: Option<Duration>) -> Result<bool> {
        if self.try_take() {
            return Ok(true);
        }
        let end = match timeout {
            Some(timeout) if timeout.is_zero() => return Ok(false),
            Some(timeout) => Instant::now().checked_add(timeout),
            None => None,
        };
        loop {
            let result = vm.allow_threads(|| self.wait(end));
            match result {
                Some(taken) => return Ok(taken),
                None => vm.check_signals()?,
            }
        }
    }

    /// Waits until it is taken or the time is over; `None` when a signal has come.
    fn wait(&self, end: Option<Instant>) -> Option<bool> {
        loop {
            if self.0.swap(AWAITED, Ordering::Acquire) == FREE {
                return Some(true);
            }
            let left = match end {
                Some(end) => match end.checked_duration_since(Instant::now()) {
                    Some(left) => Some(futex::Timespec {
                        tv_sec: left.as_secs() as i64,
                        tv_nsec: left.subsec_nanos().into(),
                    }),
                    None => return Some(false),
                },
                None => None,
            };
            match futex::wait(&self.0, futex::Flags::PRIVATE, AWAITED, left.as_ref()) {
                Err(rustix::io::Errno::INTR) => return None,
                Err(rustix::io::Errno::TIMEDOUT) => return Some(false),
                _ => {}
            }
        }
    }

    /// Frees it; false if it was free.
    pub fn free(&self) -> bool {
        match self.0.swap(FREE, Ordering::Release) {
            FREE => false,
            TAKEN => true,
            _ => {
                let _ = futex::wake(&self.0, futex::Flags::PRIVATE, 1);
                true
            }
        }
    }
}

/// The payload of a lock.
#[derive(Default)]
pub struct Lock(Gate);

payload!(Lock, LOCK);

static_type! {
    /// `_thread.lock`
    pub LOCK = TypeSpec {
        name: "lock",
        module: "_thread",
        doc: Some("A lock."),
        signature: Some("()"),
        layout: Some(<Lock as Payload>::layout),
        flags: flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|vm, class, arguments| {
                if !arguments.values.is_empty() {
                    return Err(vm.type_error("lock expected 0 arguments, got ".to_owned()
                        + &arguments.values.len().to_string()));
                }
                Ok(Ref::with_class(class, Lock::default()).into())
            }),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("acquire", "($self, /, blocking=True, timeout=-1)", acquire, "Takes the lock."),
            Method::new("acquire_lock", "($self, /, blocking=True, timeout=-1)", acquire, "Takes the lock."),
            Method::new("release", "($self, /)", release, "Frees the lock."),
            Method::new("release_lock", "($self, /)", release, "Frees the lock."),
            Method::new("locked", "($self, /)", locked, "Whether it is taken."),
            Method::new("locked_lock", "($self, /)", locked, "Whether it is taken."),
            Method::new("__enter__", "($self, /)", |vm, it| {
                of(required(it, 0)).0.take(vm, None).map(Value::bool)
            }, "Takes the lock."),
            Method::raw("__exit__", "($self, /, *args)", |vm, arguments| match arguments.values.first() {
                Some(this) => free(vm, this),
                None => Ok(Value::NONE),
            }, "Frees the lock."),
            Method::new("_at_fork_reinit", "($self, /)", |_, it| {
                of(required(it, 0)).0.0.store(FREE, Ordering::Relaxed);
                Ok(Value::NONE)
            }, "Frees the lock in a child process."),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// A new lock.
pub fn new() -> Value {
    Ref::new(Lock::default()).into()
}

fn of(value: &Value) -> &Ref<Lock> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let state = if of(this).0.is_taken() {
        "locked"
    } else {
        "unlocked"
    };
    Ok(Str::value(format!(
        "<{state} {} object at {:#x}>",
        this.class().name(),
        this.identity()
    )))
}

/// The arguments of `acquire`.
pub(super) fn acquire_timeout(vm: &Vm, arguments: &[Option<Value>]) -> Result<Option<Duration>> {
    let blocking = truth(vm, arguments, 1, true)?;
    timeout(vm, arguments.get(2).and_then(Option::as_ref), blocking)
}

fn acquire(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let timeout = acquire_timeout(vm, arguments)?;
    of(required(arguments, 0))
        .0
        .take(vm, timeout)
        .map(Value::bool)
}

fn free(vm: &Vm, this: &Value) -> Result<Value> {
    match of(this).0.free() {
        true => Ok(Value::NONE),
        false => Err(vm.runtime_error("release unlocked lock")),
    }
}

fn release(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    free(vm, required(arguments, 0))
}

fn locked(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::bool(of(required(arguments, 0)).0.is_taken()))
}
