//! Waiting for something that another thread does, without the interpreter lock.
//!
//! What is waited for is a word. It is changed under the interpreter lock only, so that whoever
//! reads it before waiting cannot miss the change.

use std::sync::atomic::AtomicU32;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::thread::futex::{self, Flags};
use rustix::time::Timespec;
use vm::eval::breaker;
use vm::{Result, Vm};

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// Not at all.
    Now,
    /// Until this time.
    At(Instant),
    /// As long as it takes.
    Never,
}

impl Deadline {
    /// The time after so many nanoseconds.
    pub fn after(nanoseconds: u64) -> Deadline {
        match Instant::now().checked_add(Duration::from_nanos(nanoseconds)) {
            Some(_) if nanoseconds == 0 => Deadline::Now,
            Some(end) => Deadline::At(end),
            None => Deadline::Never,
        }
    }

    /// Whether the time is over.
    pub fn is_over(self) -> bool {
        match self {
            Deadline::Now => true,
            Deadline::At(end) => Instant::now() >= end,
            Deadline::Never => false,
        }
    }
}

/// Waits while `word` is `expected`, until somebody wakes this thread, the time is over or a
/// signal arrives, whose handlers are run. The caller looks again why it woke.
pub fn park(vm: &Vm, word: &AtomicU32, expected: u32, deadline: Deadline) -> Result<()> {
    let left = match deadline {
        Deadline::Now => return Ok(()),
        Deadline::Never => None,
        Deadline::At(end) => Some(end.saturating_duration_since(Instant::now())),
    };
    let timeout = left.map(|left| Timespec {
        tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: left.subsec_nanos().into(),
    });
    vm.allow_threads(|| {
        if !breaker::is_requested() {
            // Woken, changed meanwhile, interrupted or too late: all the same here.
            let _: std::result::Result<(), Errno> =
                futex::wait(word, Flags::PRIVATE, expected, timeout.as_ref());
        }
    });
    vm.check_signals()
}

/// Wakes so many of the threads that wait for `word`.
pub fn wake(word: &AtomicU32, count: u32) {
    let _ = futex::wake(word, Flags::PRIVATE, count);
}
