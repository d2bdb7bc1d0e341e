//! The interpreter lock: one thread at a time runs Python code.
//!
//! A thread that wants the lock waits a switch interval, then asks the holder, by the eval
//! breaker, to give way. The holder hands the lock over and waits until somebody else has had
//! it, so that threads share fairly, as in CPython.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::Vm;
use crate::eval::breaker::{self, reason};

#[derive(Default)]
struct State {
    /// Whether a thread holds the lock.
    held: bool,
    /// Counts the hand-overs.
    switches: u64,
    /// How many threads wait.
    waiting: usize,
    /// How many threads have given way and wait until another one has had the lock.
    giving_way: usize,
    /// The thread that ends the program: no other one gets the lock any more.
    closed_for: Option<ThreadId>,
}

static STATE: Mutex<State> = Mutex::new(State {
    held: false,
    switches: 0,
    waiting: 0,
    giving_way: 0,
    closed_for: None,
});
static FREED: Condvar = Condvar::new();
static SWITCHED: Condvar = Condvar::new();

/// `sys.getswitchinterval()`, in microseconds.
static INTERVAL: AtomicU64 = AtomicU64::new(5_000);

/// The switch interval.
pub fn interval() -> Duration {
    Duration::from_micros(INTERVAL.load(Ordering::Relaxed))
}

/// Sets the switch interval.
pub fn set_interval(interval: Duration) {
    let microseconds = u64::try_from(interval.as_micros()).unwrap_or(u64::MAX);
    INTERVAL.store(microseconds.max(1), Ordering::Relaxed);
}

fn state() -> MutexGuard<'static, State> {
    // A panic while the state is locked cannot leave it half changed.
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until this thread holds the lock.
pub fn acquire(_: &Vm) {
    let mut state = state();
    if state
        .closed_for
        .is_some_and(|owner| owner != thread::current().id())
    {
        drop(state);
        sleep_for_good();
    }
    state.waiting += 1;
    while state.held {
        let before = state.switches;
        let (next, timeout) = FREED
            .wait_timeout(state, interval())
            .unwrap_or_else(PoisonError::into_inner);
        state = next;
        if state
            .closed_for
            .is_some_and(|owner| owner != thread::current().id())
        {
            state.waiting -= 1;
            drop(state);
            sleep_for_good();
        }
        if timeout.timed_out() && state.held && state.switches == before {
            breaker::request(reason::LOCK_REQUEST);
        }
    }
    state.waiting -= 1;
    state.held = true;
    state.switches += 1;
    if state.giving_way > 0 {
        SWITCHED.notify_all();
    }
}

/// Gives the lock back.
pub fn release(_: &Vm) {
    let mut state = state();
    state.held = false;
    if state.waiting > 0 {
        FREED.notify_one();
    }
}

/// Lets a waiting thread have the lock, and waits for it to come back.
pub fn give_way(vm: &Vm) {
    let mut guard = state();
    if guard.waiting == 0 {
        return;
    }
    let before = guard.switches;
    guard.held = false;
    FREED.notify_one();
    guard.giving_way += 1;
    while guard.switches == before && guard.waiting > 0 {
        guard = SWITCHED.wait(guard).unwrap_or_else(PoisonError::into_inner);
    }
    guard.giving_way -= 1;
    drop(guard);
    acquire(vm);
}

/// Keeps the lock for this thread, which ends the program: others that want it sleep until the
/// process ends.
pub fn close(_: &Vm) {
    state().closed_for = Some(thread::current().id());
}

/// Whether the program ends.
pub fn is_closed() -> bool {
    state().closed_for.is_some()
}

fn sleep_for_good() -> ! {
    loop {
        thread::park();
    }
}

/// Forks by this function, while no other thread is in the midst of taking or giving back the
/// lock: the child would find it that way for good.
pub fn while_forking<T>(fork: impl FnOnce() -> T) -> T {
    let guard = state();
    let result = fork();
    drop(guard);
    result
}

/// After `fork`, in the child: only this thread is left, and it holds the lock.
pub fn reset_after_fork() {
    let mut state = state();
    *state = State {
        held: true,
        ..State::default()
    };
}
