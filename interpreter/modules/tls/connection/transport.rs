//! How bytes come and go: over a socket, or through memory.

use std::cell::Cell;
use std::io::ErrorKind;
use std::thread::ThreadId;
use std::time::{Duration, Instant};

use vm::objects::exceptions;
use vm::objects::value::Value;
use vm::objects::weakref::WeakRef;
use vm::{Result, Vm};

use super::Connection;
use crate::socket::Socket;
use crate::socket::waiting::{Failure, Wait, attempt, end_of};
use crate::support::of;
use crate::system_calls::sockets;
use crate::tls::errors;
use crate::tls::memory::Memory;

/// What bytes are carried for, as messages about timeouts have it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Handshake,
    Read,
    Write,
}

impl Purpose {
    fn timed_out(self) -> &'static str {
        match self {
            Purpose::Handshake => "_ssl.c:1011: The handshake operation timed out",
            Purpose::Read => "The read operation timed out",
            Purpose::Write => "The write operation timed out",
        }
    }
}

/// What came in.
pub(super) enum Input {
    Bytes(Vec<u8>),
    /// No more will come.
    End,
    /// Nothing yet, and nobody waits.
    Nothing,
}

/// The thread whose turn it is to send, or to receive.
pub(super) type Taken = Cell<Option<ThreadId>>;

/// The turn of one thread.
pub(super) struct Turn<'a> {
    taken: &'a Taken,
    before: Option<ThreadId>,
}

impl<'a> Turn<'a> {
    /// Takes the turn; also whether another thread had it before. A signal handler does not wait
    /// for the thread that it interrupts.
    pub fn take(
        vm: &Vm,
        taken: &'a Taken,
        purpose: Purpose,
        end: Option<Instant>,
    ) -> Result<(Turn<'a>, bool)> {
        let own = std::thread::current().id();
        let mut has_waited = false;
        while taken.get().is_some_and(|other| other != own) {
            has_waited = true;
            if end.is_some_and(|end| end <= Instant::now()) {
                return Err(vm.error(&exceptions::TIMEOUT_ERROR, purpose.timed_out()));
            }
            vm.allow_threads(|| std::thread::sleep(PAUSE));
            vm.check_signals()?;
        }
        let before = taken.replace(Some(own));
        Ok((Turn { taken, before }, has_waited))
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.taken.set(self.before);
    }
}

/// Between two looks at whether another thread is done.
const PAUSE: Duration = Duration::from_micros(200);

impl Connection {
    /// The socket below; none over memory.
    pub(super) fn socket(&self, vm: &Vm) -> Result<Option<Value>> {
        if self.outgoing.borrow().is_some() {
            return Ok(None);
        }
        let reference = self.incoming.borrow().clone();
        let socket = reference.and_then(|it| it.downcast::<WeakRef>()?.get());
        let is_open = |it: &Value| of::<Socket>(it).descriptor() >= 0;
        match socket {
            Some(socket) if is_open(&socket) => Ok(Some(socket)),
            Some(_) => {
                let text = "Underlying socket has been closed.";
                Err(errors::make(vm, &errors::ERROR, 5, None, None, text))
            }
            None => {
                let text = "Underlying socket connection gone";
                Err(errors::make(vm, &errors::ERROR, 5, None, None, text))
            }
        }
    }

    /// When the timeout of the socket is over.
    pub(super) fn deadline(&self, vm: &Vm) -> Result<Option<Instant>> {
        let socket = self.socket(vm)?;
        Ok(socket.and_then(|socket| end_of(of::<Socket>(&socket).timeout())))
    }

    /// Takes in bytes, not more than these.
    pub(super) fn receive(
        &self,
        vm: &Vm,
        most: usize,
        purpose: Purpose,
        end: Option<Instant>,
    ) -> Result<Input> {
        let Some(socket) = self.socket(vm)? else {
            let memory = self.incoming.borrow().clone();
            let taken = memory.and_then(|memory| memory.downcast::<Memory>()?.take(most));
            return Ok(match taken {
                None => Input::Nothing,
                Some(bytes) if bytes.is_empty() => Input::End,
                Some(bytes) => Input::Bytes(bytes),
            });
        };
        let socket = of::<Socket>(&socket);
        let mut bytes = sockets::room(most).map_err(|_| vm.memory_error(""))?;
        let outcome = attempt(vm, socket, Wait::Reading, end, |descriptor| {
            sockets::receive(descriptor, &mut bytes, 0)
        })?;
        match outcome {
            Ok(()) if bytes.is_empty() => Ok(Input::End),
            Ok(()) => Ok(Input::Bytes(bytes)),
            Err(Failure::TimedOut) => {
                Err(vm.error(&exceptions::TIMEOUT_ERROR, purpose.timed_out()))
            }
            Err(Failure::System(error)) if error.kind() == ErrorKind::WouldBlock => {
                Ok(Input::Nothing)
            }
            Err(failure) => Err(failure.raised(vm)),
        }
    }

    /// Sends bytes: how many; none where the socket takes none now.
    pub(super) fn send(
        &self,
        vm: &Vm,
        bytes: &[u8],
        purpose: Purpose,
        end: Option<Instant>,
    ) -> Result<usize> {
        let Some(socket) = self.socket(vm)? else {
            let memory = self.outgoing.borrow().clone();
            if let Some(memory) = memory.as_ref().and_then(|it| it.downcast::<Memory>()) {
                memory.put(bytes);
            }
            return Ok(bytes.len());
        };
        let socket = of::<Socket>(&socket);
        let outcome = attempt(vm, socket, Wait::Writing, end, |descriptor| {
            sockets::send(descriptor, bytes, 0)
        })?;
        match outcome {
            Ok(sent) => Ok(sent),
            Err(Failure::TimedOut) => {
                Err(vm.error(&exceptions::TIMEOUT_ERROR, purpose.timed_out()))
            }
            Err(Failure::System(error)) if error.kind() == ErrorKind::WouldBlock => Ok(0),
            Err(failure) => Err(failure.raised(vm)),
        }
    }
}
