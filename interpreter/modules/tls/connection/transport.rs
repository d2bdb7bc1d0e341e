//! How bytes come and go: over a socket, or through memory.

use std::io::ErrorKind;
use std::time::Instant;

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
