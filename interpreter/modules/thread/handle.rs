//! Starting threads, and handles to wait for them.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use vm::call::Arguments;
use vm::native::{Method, Property, required};
use vm::objects::exceptions::PYTHON_FINALIZATION_ERROR;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, lock, payload, startup, static_type};

use super::lock::Gate;
use super::{COUNT, local, report, stack_of_new_thread};
use crate::arguments::optional;
use crate::state::{Carried, State};
use crate::system_calls::{signals, thread_ident};

/// What a thread is to do.
pub struct Work {
    /// What is called.
    pub function: Value,
    /// The arguments, those of keywords last.
    pub values: Vec<Value>,
    /// The names of the keywords.
    pub names: Vec<Value>,
}

/// How far a handle's thread is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    NotStarted,
    Running,
    Done,
}

/// The payload of a handle.
pub struct ThreadHandle {
    ident: Cell<usize>,
    phase: Cell<Phase>,
    /// How often the process had been forked when the handle was made.
    forks: u32,
    /// Taken until the thread has ended.
    gate: Guarded<Arc<Gate>>,
}

payload!(ThreadHandle, THREAD_HANDLE);

/// How often this process was forked from its first ancestor that runs the interpreter.
static FORKS: AtomicU32 = AtomicU32::new(0);

impl ThreadHandle {
    /// How far the thread is. Those that ran when the process was forked ended with that, but
    /// for the one that forked.
    fn phase(&self, vm: &Vm) -> Phase {
        let is_old = self.forks != FORKS.load(Ordering::Relaxed);
        let is_gone = is_old && self.ident.get() != *super::MAIN_THREAD.of(vm).borrow();
        match self.phase.get() {
            Phase::Running if is_gone => Phase::Done,
            phase => phase,
        }
    }
}

static_type! {
    /// `_thread._ThreadHandle`
    pub THREAD_HANDLE = TypeSpec {
        name: "_ThreadHandle",
        module: "_thread",
        layout: Some(<ThreadHandle as Payload>::layout),
        slots: Slots {
            new: Some(|_, _, _| Ok(new())),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("join", "($self, timeout=None, /)", join, "Waits for the end of the thread."),
            Method::new("_set_done", "($self, /)", set_done, "Says that the thread has ended."),
            Method::new("is_done", "($self, /)", |vm, it| {
                Ok(Value::bool(of(required(it, 0)).phase(vm) == Phase::Done))
            }, "Whether the thread has ended."),
        ],
        properties: &[Property::new("ident", |_, this| Ok(of(this).ident.get().into()))],
        ..TypeSpec::DEFAULT
    };
}

/// Handles of threads that the end of the program waits for.
static AWAITED: State<Vec<Value>> = State::new(Vec::new());

fn of(value: &Value) -> &Ref<ThreadHandle> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

/// A handle of a thread that has not been started.
pub fn new() -> Value {
    Ref::new(ThreadHandle {
        ident: Cell::new(0),
        phase: Cell::new(Phase::NotStarted),
        forks: FORKS.load(Ordering::Relaxed),
        gate: Guarded::new(Arc::new(Gate::taken())),
    })
    .into()
}

/// `_make_thread_handle(ident)`.
pub(super) fn make(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let ident = vm.to_isize(required(arguments, 0))?;
    let handle = new();
    of(&handle).ident.set(ident as usize);
    of(&handle).phase.set(Phase::Running);
    Ok(handle)
}

fn repr(_: &Vm, this: &Value) -> Result<Value> {
    Ok(Str::value(format!(
        "<{} object: ident={}>",
        this.class().name(),
        of(this).ident.get()
    )))
}

/// What a thread tells instead of its number when there is no memory for its state.
const NO_MEMORY: usize = usize::MAX;

/// Starts a thread, and gives its number.
pub(super) fn start(vm: &Vm, work: Work, handle: Option<&Value>, daemon: bool) -> Result<usize> {
    if let Some(handle) = handle
        && of(handle).phase.get() != Phase::NotStarted
    {
        return Err(vm.runtime_error("thread already started"));
    }
    if lock::is_closed() {
        return Err(vm.error(
            &PYTHON_FINALIZATION_ERROR,
            "can't create new thread at interpreter shutdown",
        ));
    }
    let stack = stack_of_new_thread(vm);
    let shared = vm.shared();
    let gate = handle.map(|handle| of(handle).gate.borrow().clone());
    let carried = Carried::new((work, handle.cloned()));
    let started = Arc::new((std::sync::Mutex::new(0usize), std::sync::Condvar::new()));
    let tell = started.clone();
    let spawned = std::thread::Builder::new()
        .stack_size(stack)
        .spawn(move || {
            let here = 0u8;
            let limit =
                (&raw const here as usize).saturating_sub(stack) + (128 << 10).min(stack / 4);
            let vm = Vm::try_new(shared);
            if let Ok(mut ident) = tell.0.lock() {
                *ident = vm.as_ref().map_or(NO_MEMORY, |_| thread_ident());
                tell.1.notify_all();
            }
            let Some(vm) = vm else {
                // Without the interpreter lock nothing may be dropped.
                std::mem::forget(carried);
                return;
            };
            vm.stack_limit.set(limit);
            lock::acquire(&vm);
            vm.enter_thread(thread_ident());
            startup::with_current(&vm, || run(&vm, carried));
            vm.leave_thread();
            if let Some(gate) = gate {
                gate.free();
            }
            lock::release(&vm);
        });
    if spawned.is_err() {
        return Err(vm.runtime_error("can't start new thread"));
    }
    *COUNT.of(vm).borrow_mut() += 1;
    let ident = vm.allow_threads(|| {
        let mut ident = started
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        while *ident == 0 {
            ident = started
                .1
                .wait(ident)
                .unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        *ident
    });
    if ident == NO_MEMORY {
        *COUNT.of(vm).borrow_mut() -= 1;
        return Err(vm.runtime_error("can't start new thread"));
    }
    if let Some(handle) = handle {
        of(handle).ident.set(ident);
        if of(handle).phase.get() == Phase::NotStarted {
            of(handle).phase.set(Phase::Running);
            if !daemon {
                AWAITED.of(vm).borrow_mut().push(handle.clone());
            }
        }
    }
    Ok(ident)
}

/// What happens on the new thread.
fn run(vm: &Vm, carried: Carried<(Work, Option<Value>)>) {
    let (work, handle) = carried.take(vm);
    if let Some(handle) = &handle {
        of(handle).ident.set(thread_ident());
    }
    let arguments = Arguments {
        values: &work.values,
        names: &work.names,
    };
    if let Err(raised) = vm.call_with(&work.function, arguments) {
        report(vm, raised, &work.function);
    }
    drop(work);
    vm.run_finalizers();
    local::end_thread(vm);
    // The thread gives the lock back before its state goes.
    drop(vm.context.take());
    vm.run_finalizers();
    {
        let mut count = COUNT.of(vm).borrow_mut();
        *count = count.saturating_sub(1);
    }
    if let Some(handle) = handle {
        finish(vm, &handle);
    }
}

/// The thread of the handle has ended.
fn finish(vm: &Vm, handle: &Value) {
    of(handle).phase.set(Phase::Done);
    let gone: Vec<Value> = {
        let mut awaited = AWAITED.of(vm).borrow_mut();
        let (gone, left) = awaited
            .drain(..)
            .partition(|other: &Value| other.is(handle));
        *awaited = left;
        gone
    };
    drop(gone);
}

fn set_done(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    if of(this).phase.get() == Phase::NotStarted {
        return Err(vm.runtime_error("thread not started"));
    }
    finish(vm, this);
    let gate = of(this).gate.borrow().clone();
    gate.free();
    Ok(Value::NONE)
}

fn join(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let limit = match optional(arguments, 1) {
        Some(value) => {
            let seconds = vm.to_f64(value)?;
            // A negative timeout waits for ever here.
            match std::time::Duration::try_from_secs_f64(seconds) {
                Ok(limit) => Some(limit),
                Err(_) if seconds < 0.0 => None,
                Err(_) => {
                    return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t"));
                }
            }
        }
        None => None,
    };
    wait(vm, this, limit)?;
    Ok(Value::NONE)
}

fn wait(vm: &Vm, this: &Value, limit: Option<std::time::Duration>) -> Result<bool> {
    let handle = of(this);
    match handle.phase(vm) {
        Phase::NotStarted => return Err(vm.runtime_error("thread not started")),
        Phase::Running if handle.ident.get() == thread_ident() => {
            return Err(vm.runtime_error("Cannot join current thread"));
        }
        Phase::Done => return Ok(true),
        Phase::Running => {}
    }
    let gate = handle.gate.borrow().clone();
    let ended = gate.take(vm, limit)?;
    if ended {
        // Everybody else who waits goes on too.
        gate.free();
        handle.phase.set(Phase::Done);
    }
    Ok(ended)
}

/// `_shutdown()`: waits for all threads that are not daemons.
pub(super) fn shutdown(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    loop {
        let next = AWAITED
            .of(vm)
            .borrow()
            .iter()
            .find(|handle| of(handle).ident.get() != thread_ident())
            .cloned();
        let Some(handle) = next else {
            return Ok(Value::NONE);
        };
        if let Err(raised) = wait(vm, &handle, None) {
            // Interrupted: the others are not waited for either.
            vm.unraisable(raised, None);
            return Ok(Value::NONE);
        }
        finish(vm, &handle);
    }
}

/// After a fork, in the child: the other threads are not there.
pub fn forget_other_threads(vm: &Vm) {
    FORKS.fetch_add(1, Ordering::Relaxed);
    *COUNT.of(vm).borrow_mut() = 0;
    *super::MAIN_THREAD.of(vm).borrow_mut() = thread_ident();
    signals::set_main_thread();
    let awaited = AWAITED.of(vm).take();
    for handle in awaited {
        if of(&handle).ident.get() != thread_ident() {
            of(&handle).phase.set(Phase::Done);
            let gate = of(&handle).gate.borrow().clone();
            gate.free();
        }
    }
}
