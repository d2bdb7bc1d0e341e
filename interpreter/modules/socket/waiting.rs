//! Calls that may have to wait: timeouts, signals, and what becomes of errors.

use std::io;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec};
use vm::objects::exceptions;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::Socket;
use crate::system_calls::{borrow, sockets};
use crate::time::to_nanoseconds;

/// What a call waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Something to read.
    Reading,
    /// Room to write.
    Writing,
    /// The end of an attempt to connect.
    Connecting,
}

/// Why a call gave no result.
pub(crate) enum Failure {
    /// The time was over.
    TimedOut,
    /// The system refused.
    System(io::Error),
}

impl Failure {
    /// The exception.
    pub fn raised(self, vm: &Vm) -> Raised {
        match self {
            Failure::TimedOut => vm.error(&exceptions::TIMEOUT_ERROR, "timed out"),
            Failure::System(error) => vm.os_error(&error, None),
        }
    }

    /// The number of the error.
    pub fn number(&self) -> i32 {
        match self {
            Failure::TimedOut => libc::EWOULDBLOCK,
            Failure::System(error) => error.raw_os_error().unwrap_or(libc::EIO),
        }
    }
}

/// When a timeout is over; none for those that do not wait, or wait for ever.
pub(crate) fn end_of(timeout: i64) -> Option<Instant> {
    let timeout = u64::try_from(timeout).ok().filter(|it| *it > 0)?;
    // One that is too long to be told is as good as none.
    let end = Instant::now().checked_add(Duration::from_nanos(timeout));
    end.or_else(|| Instant::now().checked_add(Duration::from_secs(1 << 32)))
}

/// Waits until a socket is ready; false where the time is over before.
fn wait(vm: &Vm, socket: &Socket, how: Wait, end: Option<Instant>) -> Result<Outcome<bool>> {
    let events = match how {
        Wait::Reading => PollFlags::IN,
        Wait::Writing => PollFlags::OUT,
        Wait::Connecting => PollFlags::OUT | PollFlags::ERR,
    };
    loop {
        // One that was closed meanwhile is for the call itself to refuse.
        let Ok(file) = borrow(socket.descriptor.get()) else {
            return Ok(Ok(true));
        };
        let mut polled = [PollFd::from_borrowed_fd(file, events)];
        let left = end.map(|end| {
            let left = end.saturating_duration_since(Instant::now());
            Timespec {
                tv_sec: left.as_secs() as i64,
                tv_nsec: left.subsec_nanos().into(),
            }
        });
        match vm.allow_threads(|| rustix::event::poll(&mut polled, left.as_ref())) {
            Ok(ready) => return Ok(Ok(ready > 0)),
            Err(rustix::io::Errno::INTR) => vm.check_signals()?,
            Err(error) => return Ok(Err(Failure::System(error.into()))),
        }
    }
}

/// A result, or why there is none.
pub(crate) type Outcome<T> = std::result::Result<T, Failure>;

/// Calls the system, waiting for the socket as its timeout says. `end` is when that is over.
pub(crate) fn attempt<T>(
    vm: &Vm,
    socket: &Socket,
    how: Wait,
    end: Option<Instant>,
    mut call: impl FnMut(i32) -> io::Result<T>,
) -> Result<Outcome<T>> {
    loop {
        if end.is_some() || how == Wait::Connecting {
            match wait(vm, socket, how, end)? {
                Ok(true) => {}
                Ok(false) => return Ok(Err(Failure::TimedOut)),
                Err(failure) => return Ok(Err(failure)),
            }
        }
        let error = loop {
            let descriptor = socket.descriptor.get();
            match vm.allow_threads(|| call(descriptor)) {
                Ok(result) => return Ok(Ok(result)),
                Err(error) if error.raw_os_error() == Some(libc::EINTR) => vm.check_signals()?,
                Err(error) => break error,
            }
        };
        // What was announced may be gone again, such as data with a wrong checksum.
        if socket.timeout.get() > 0 && error.kind() == io::ErrorKind::WouldBlock {
            continue;
        }
        return Ok(Err(Failure::System(error)));
    }
}

/// As [`attempt`], with the socket's timeout and an exception for what fails.
pub(super) fn call<T>(
    vm: &Vm,
    socket: &Socket,
    how: Wait,
    call: impl FnMut(i32) -> io::Result<T>,
) -> Result<T> {
    let end = end_of(socket.timeout.get());
    attempt(vm, socket, how, end, call)?.map_err(|failure| failure.raised(vm))
}

/// A timeout in nanoseconds, from an argument; negative for `None`.
pub(super) fn timeout_of(vm: &Vm, value: &Value) -> Result<i64> {
    if value.is_none() {
        return Ok(-1);
    }
    let timeout = to_nanoseconds(vm, value)?;
    if timeout < 0 {
        return Err(vm.value_error("Timeout value out of range"));
    }
    Ok(timeout)
}

/// A timeout as scripts see it.
pub(super) fn to_seconds(timeout: i64) -> Value {
    if timeout < 0 {
        return Value::NONE;
    }
    Value::from(timeout as f64 / 1e9)
}

/// Sets a socket's timeout.
pub(super) fn set_timeout(vm: &Vm, socket: &Socket, timeout: i64) -> Result<()> {
    socket.timeout.set(timeout);
    let descriptor = socket.descriptor.get();
    let result = vm.allow_threads(|| sockets::set_blocking(descriptor, timeout < 0));
    crate::system_calls::raise(vm, result, None).map(drop)
}
