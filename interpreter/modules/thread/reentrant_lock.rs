//! `_thread.RLock`: a lock that its owner may take again.

use std::cell::Cell;
use std::time::Duration;

use vm::native::{Method, required};
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::lock::{Gate, acquire_timeout};
use crate::system_calls::thread_ident;

/// The payload of a reentrant lock.
#[derive(Default)]
pub struct ReentrantLock {
    gate: Gate,
    owner: Cell<usize>,
    count: Cell<usize>,
}

payload!(ReentrantLock, RLOCK);

static_type! {
    /// `_thread.RLock`
    pub RLOCK = TypeSpec {
        name: "RLock",
        module: "_thread",
        doc: Some("A lock that its owner may take again."),
        layout: Some(<ReentrantLock as Payload>::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, ReentrantLock::default()).into())),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("acquire", "($self, /, blocking=True, timeout=-1)", acquire, "Takes the lock."),
            Method::new("release", "($self, /)", |vm, it| release(vm, required(it, 0)), "Frees the lock."),
            Method::new("__enter__", "($self, /)", |vm, it| {
                of(required(it, 0)).take(vm, None).map(Value::bool)
            }, "Takes the lock."),
            Method::raw("__exit__", "($self, /, *args)", |vm, arguments| match arguments.values.first() {
                Some(this) => release(vm, this),
                None => Ok(Value::NONE),
            }, "Frees the lock."),
            Method::new("_is_owned", "($self, /)", |_, it| Ok(Value::bool(of(required(it, 0)).is_owned())), "Whether this thread has it."),
            Method::new("_recursion_count", "($self, /)", |_, it| {
                let this = of(required(it, 0));
                Ok(if this.is_owned() { this.count.get() } else { 0 }.into())
            }, "How often this thread has it."),
            Method::new("_release_save", "($self, /)", release_save, "Frees the lock, however often it was taken."),
            Method::new("_acquire_restore", "($self, state, /)", acquire_restore, "Takes the lock as often as before."),
            Method::new("_at_fork_reinit", "($self, /)", |_, it| {
                let this = of(required(it, 0));
                this.gate.free();
                this.owner.set(0);
                this.count.set(0);
                Ok(Value::NONE)
            }, "Frees the lock in a child process."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<ReentrantLock> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

impl ReentrantLock {
    fn is_owned(&self) -> bool {
        self.count.get() > 0 && self.owner.get() == thread_ident()
    }

    fn take(&self, vm: &Vm, timeout: Option<Duration>) -> Result<bool> {
        if self.is_owned() {
            self.count.set(self.count.get() + 1);
            return Ok(true);
        }
        let taken = self.gate.take(vm, timeout)?;
        if taken {
            self.owner.set(thread_ident());
            self.count.set(1);
        }
        Ok(taken)
    }
}

fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let lock = of(this);
    let state = if lock.count.get() > 0 {
        "locked"
    } else {
        "unlocked"
    };
    Ok(Str::value(format!(
        "<{state} {} object owner={} count={} at {:#x}>",
        this.class().name(),
        lock.owner.get(),
        lock.count.get(),
        this.identity()
    )))
}

fn acquire(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let timeout = acquire_timeout(vm, arguments)?;
    of(required(arguments, 0))
        .take(vm, timeout)
        .map(Value::bool)
}

fn release(vm: &Vm, this: &Value) -> Result<Value> {
    let lock = of(this);
    if !lock.is_owned() {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    lock.count.set(lock.count.get() - 1);
    if lock.count.get() == 0 {
        lock.owner.set(0);
        lock.gate.free();
    }
    Ok(Value::NONE)
}

fn release_save(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let lock = of(required(arguments, 0));
    if lock.count.get() == 0 {
        return Err(vm.runtime_error("cannot release un-acquired lock"));
    }
    let state = Tuple::pair(lock.count.get().into(), lock.owner.get().into());
    lock.count.set(0);
    lock.owner.set(0);
    lock.gate.free();
    Ok(state.into())
}

fn acquire_restore(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let lock = of(required(arguments, 0));
    let state = required(arguments, 1).downcast::<Tuple>();
    let Some([count, owner]) = state.map(|state| state.items()) else {
        return Err(vm.type_error("_acquire_restore() argument 1 must be a tuple"));
    };
    let (count, owner) = (vm.to_isize(count)?, vm.to_isize(owner)?);
    lock.gate.take(vm, None)?;
    lock.count.set(count.unsigned_abs());
    lock.owner.set(owner.unsigned_abs());
    Ok(Value::NONE)
}
