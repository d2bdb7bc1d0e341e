//! Sending and receiving bytes.

use std::io::IoSlice;
use std::time::Instant;

use vm::call::Arguments;
use vm::native::required;
use vm::objects::bytes::Bytes;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::Socket;
use super::address::{make, parse, writable};
use super::waiting::{Failure, Outcome, Wait, attempt, call, end_of};
use crate::arguments::{counted, int};
use crate::state::State;
use crate::support::of;
use crate::sys::audit_event;
use crate::system_calls::sockets::{self, Address};

/// Room for so many bytes.
pub(super) fn room(vm: &Vm, length: usize) -> Result<Vec<u8>> {
    sockets::room(length).map_err(|_| vm.memory_error(""))
}

/// Sends parts of what belongs together: how many bytes were.
pub(crate) fn send_parts(
    vm: &Vm,
    socket: &Socket,
    parts: &[IoSlice<'_>],
) -> Result<Outcome<usize>> {
    let end = end_of(socket.timeout.get());
    attempt(vm, socket, Wait::Writing, end, |descriptor| {
        sockets::send_message(descriptor, parts, &[], 0, None)
    })
}

/// A size and flags.
fn size_and_flags(vm: &Vm, arguments: Arguments<'_>, name: &str) -> Result<(usize, i32)> {
    let given = counted(vm, arguments.skip(1), name, 1, 2)?;
    let size = vm.to_isize(&given[0])?;
    let flags = given.get(1).map_or(Ok(0), |value| vm.to_i32(value))?;
    let size = usize::try_from(size)
        .map_err(|_| vm.value_error(format!("negative buffersize in {name}")))?;
    Ok((size, flags))
}

pub(super) fn receive(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (size, flags) = size_and_flags(vm, arguments, "recv")?;
    let socket = of::<Socket>(&arguments.values[0]);
    let received = receive_then(vm, socket, size, flags, |bytes| Bytes::value(bytes))?;
    received.map_err(|failure| failure.raised(vm))
}

/// Receives at most so many bytes, and does something with them.
pub(crate) fn receive_then<T>(
    vm: &Vm,
    socket: &Socket,
    size: usize,
    flags: i32,
    then: impl FnOnce(&[u8]) -> T,
) -> Result<Outcome<T>> {
    if size == 0 {
        return Ok(Ok(then(&[])));
    }
    // Loops ask for much, and get little: the room serves again.
    let kept = KEPT.of(vm).take();
    let mut bytes = match size >= MUCH && kept.capacity() == size {
        true => kept,
        false => room(vm, size)?,
    };
    let end = end_of(socket.timeout.get());
    let outcome = attempt(vm, socket, Wait::Reading, end, |descriptor| {
        sockets::receive(descriptor, &mut bytes, flags)
    })?;
    let outcome = outcome.map(|()| then(&bytes));
    if size >= MUCH && bytes.capacity() <= MOST_KEPT {
        drop(KEPT.of(vm).replace(bytes));
    }
    Ok(outcome)
}

/// Sends bytes: how many were.
pub(crate) fn send_some(vm: &Vm, socket: &Socket, data: &[u8]) -> Result<Outcome<usize>> {
    let end = end_of(socket.timeout.get());
    attempt(vm, socket, Wait::Writing, end, |descriptor| {
        sockets::send(descriptor, data, 0)
    })
}

static KEPT: State<Vec<u8>> = State::new(Vec::new());
/// Room for so many bytes is worth keeping, but not for more.
const MUCH: usize = 16 << 10;
const MOST_KEPT: usize = 256 << 10;

fn receive_bytes(
    vm: &Vm,
    socket: &Socket,
    bytes: &mut Vec<u8>,
    size: usize,
    flags: i32,
) -> Result<()> {
    if size == 0 {
        return Ok(());
    }
    call(vm, socket, Wait::Reading, |descriptor| {
        sockets::receive(descriptor, bytes, flags)
    })
}

pub(super) fn receive_from(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (size, flags) = size_and_flags(vm, arguments, "recvfrom")?;
    let mut bytes = room(vm, size)?;
    let address = receive_with_address(vm, of(&arguments.values[0]), &mut bytes, flags)?;
    Ok(Tuple::pair(Bytes::value(bytes), address).into())
}

fn receive_with_address(
    vm: &Vm,
    socket: &Socket,
    bytes: &mut Vec<u8>,
    flags: i32,
) -> Result<Value> {
    let address: Address = call(vm, socket, Wait::Reading, |descriptor| {
        sockets::receive_from(descriptor, bytes, flags)
    })?;
    Ok(make(socket.descriptor.get(), &address))
}

/// `recv_into` and `recvfrom_into`: how many bytes there were, and whose.
pub(super) fn receive_into(
    vm: &Vm,
    arguments: &[Option<Value>],
    with_address: bool,
) -> Result<(Value, Value)> {
    let socket = of::<Socket>(required(arguments, 0));
    let name = if with_address {
        "recvfrom_into"
    } else {
        "recv_into"
    };
    let target = required(arguments, 1);
    let buffer = writable(vm, target, || {
        format!(
            "{name}() argument 1 must be read-write bytes-like object, not {}",
            vm.found_argument(target)
        )
    })?;
    let size = match arguments.get(2) {
        Some(Some(value)) => vm.to_isize(value)?,
        _ => 0,
    };
    let flags = int(vm, arguments, 3, 0)?;
    let size = match usize::try_from(size) {
        Err(_) => {
            return Err(vm.value_error(format!("negative buffersize in {name}")));
        }
        Ok(0) => buffer.len(),
        Ok(size) if size > buffer.len() => {
            return Err(vm.value_error(match with_address {
                true => "nbytes is greater than the length of the buffer",
                false => "buffer too small for requested bytes",
            }));
        }
        Ok(size) => size,
    };
    let mut bytes = room(vm, size)?;
    let address = if with_address {
        receive_with_address(vm, socket, &mut bytes, flags)?
    } else {
        receive_bytes(vm, socket, &mut bytes, size, flags)?;
        Value::NONE
    };
    buffer.write(0, &bytes);
    Ok((bytes.len().into(), address))
}

/// Bytes to be sent, and flags.
fn send_arguments(vm: &Vm, arguments: Arguments<'_>, name: &str) -> Result<i32> {
    let given = counted(vm, arguments.skip(1), name, 1, 2)?;
    vm.bytes_like(&given[0])?;
    given.get(1).map_or(Ok(0), |value| vm.to_i32(value))
}

pub(super) fn send(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let flags = send_arguments(vm, arguments, "send")?;
    let bytes = vm.bytes_like(&arguments.values[1])?;
    let socket = of::<Socket>(&arguments.values[0]);
    let data: &[u8] = &bytes;
    let sent = call(vm, socket, Wait::Writing, |descriptor| {
        sockets::send(descriptor, data, flags)
    })?;
    Ok(sent.into())
}

pub(super) fn send_all(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let flags = send_arguments(vm, arguments, "sendall")?;
    let bytes = vm.bytes_like(&arguments.values[1])?;
    let socket = of::<Socket>(&arguments.values[0]);
    let end = end_of(socket.timeout.get());
    let mut rest: &[u8] = &bytes;
    loop {
        if end.is_some_and(|end| end <= Instant::now()) {
            return Err(Failure::TimedOut.raised(vm));
        }
        let sent = attempt(vm, socket, Wait::Writing, end, |descriptor| {
            sockets::send(descriptor, rest, flags)
        })?;
        let sent = sent.map_err(|failure| failure.raised(vm))?;
        rest = &rest[sent.min(rest.len())..];
        // A signal may have cut the sending short.
        vm.check_signals()?;
        if rest.is_empty() {
            return Ok(Value::NONE);
        }
    }
}

pub(super) fn send_to(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let given = arguments.skip(1);
    if !given.names.is_empty() {
        return Err(vm.type_error("sendto() takes no keyword arguments"));
    }
    let (data, flags, target) = match given.values {
        [data, target] => (data, None, target),
        [data, flags, target] => (data, Some(flags), target),
        values => {
            let count = values.len();
            return Err(vm.type_error(format!("sendto() takes 2 or 3 arguments ({count} given)")));
        }
    };
    let bytes = vm.bytes_like(data)?;
    let flags = flags.map_or(Ok(0), |value| vm.to_i32(value))?;
    let this = &arguments.values[0];
    let socket = of::<Socket>(this);
    let address = parse(vm, socket, target, "sendto")?;
    audit_event(vm, "socket.sendto", || vec![this.clone(), target.clone()])?;
    let data: &[u8] = &bytes;
    let sent = call(vm, socket, Wait::Writing, |descriptor| {
        sockets::send_to(descriptor, data, flags, &address)
    })?;
    Ok(sent.into())
}
