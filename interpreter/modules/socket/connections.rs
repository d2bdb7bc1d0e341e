//! The methods of sockets; those that make connections, end them, and tell of them.

use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::address::{make, parse, refused};
use super::waiting::{Failure, Wait, attempt, call, end_of, set_timeout, timeout_of, to_seconds};
use super::{Socket, messages, transfer};
use crate::arguments::counted;
use crate::support::of;
use crate::sys::audit_event;
use crate::system_calls::sockets::{self, Address};
use crate::system_calls::{self, raise};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    Method::new("_accept", "($self, /)", accept, "Waits for a connection: its descriptor, and the address of the other end."),
    Method::new("bind", "($self, object, /)", bind, "Gives the socket an address."),
    Method::new("close", "($self, /)", close, "Closes the socket."),
    Method::new("connect", "($self, object, /)", |vm, it| connect(vm, it, "connect"), "Connects to an address."),
    Method::new("connect_ex", "($self, object, /)", |vm, it| connect(vm, it, "connect_ex"), "As connect, but gives the number of an error."),
    Method::new("detach", "($self, /)", |_, it| {
        let descriptor = of::<Socket>(required(it, 0)).descriptor.replace(-1);
        Ok(Value::int(descriptor.into()))
    }, "Gives the descriptor away."),
    Method::new("fileno", "($self, /)", |_, it| {
        Ok(Value::int(of::<Socket>(required(it, 0)).descriptor.get().into()))
    }, "The descriptor; -1 when closed."),
    Method::new("getpeername", "($self, /)", |vm, it| name(vm, it, sockets::peer_address), "The address of the other end."),
    Method::new("getsockname", "($self, /)", |vm, it| name(vm, it, sockets::own_address), "The address of this end."),
    Method::new("getblocking", "($self, /)", |_, it| {
        Ok(Value::bool(of::<Socket>(required(it, 0)).timeout.get() != 0))
    }, "Whether calls wait."),
    Method::new("gettimeout", "($self, /)", |_, it| {
        Ok(to_seconds(of::<Socket>(required(it, 0)).timeout.get()))
    }, "How long calls wait, in seconds."),
    Method::new("setblocking", "($self, object, /)", |vm, it| {
        let timeout = if vm.is_true(required(it, 1))? { -1 } else { 0 };
        set_timeout(vm, of(required(it, 0)), timeout)?;
        Ok(Value::NONE)
    }, "Sets whether calls wait."),
    Method::new("settimeout", "($self, object, /)", |vm, it| {
        let timeout = timeout_of(vm, required(it, 1))?;
        set_timeout(vm, of(required(it, 0)), timeout)?;
        Ok(Value::NONE)
    }, "Sets how long calls wait, in seconds."),
    Method::new("shutdown", "($self, object, /)", |vm, it| {
        let how = vm.to_i32(required(it, 1))?;
        let descriptor = of::<Socket>(required(it, 0)).descriptor.get();
        raise(vm, vm.allow_threads(|| sockets::shutdown(descriptor, how)), None)?;
        Ok(Value::NONE)
    }, "Ends one direction of a connection, or both."),
    Method::raw("getsockopt", "($self[, level, option, length])", get_option, "The value of an option."),
    Method::raw("setsockopt", "($self[, level, option, value, length])", set_option, "Sets an option."),
    Method::raw("listen", "($self[, backlog])", listen, "Lets others connect."),
    Method::raw("recv", "($self[, size, flags])", transfer::receive, "Receives bytes."),
    Method::new("recv_into", "($self, /, buffer, nbytes=0, flags=0)", |vm, it| Ok(transfer::receive_into(vm, it, false)?.0), "Receives bytes into a buffer."),
    Method::raw("recvfrom", "($self[, size, flags])", transfer::receive_from, "Receives bytes and the sender's address."),
    Method::new("recvfrom_into", "($self, /, buffer, nbytes=0, flags=0)", |vm, it| {
        let (count, address) = transfer::receive_into(vm, it, true)?;
        Ok(Tuple::pair(count, address).into())
    }, "Receives bytes into a buffer, and the sender's address."),
    Method::raw("recvmsg", "($self[, size, ancillary, flags])", messages::receive, "Receives a message with ancillary data."),
    Method::raw("recvmsg_into", "($self[, buffers, ancillary, flags])", messages::receive_into, "Receives a message into buffers."),
    Method::raw("send", "($self[, data, flags])", transfer::send, "Sends bytes: how many were."),
    Method::raw("sendall", "($self[, data, flags])", transfer::send_all, "Sends all bytes."),
    Method::raw("sendto", "($self[, data, flags, address])", transfer::send_to, "Sends bytes to an address."),
    Method::raw("sendmsg", "($self[, buffers, ancillary, flags, address])", messages::send, "Sends a message with ancillary data."),
    Method::new("sendmsg_afalg", "($self[, msg], *, op, iv=None, assoclen=None, flags=0)", messages::send_to_algorithm, "Sends data to an algorithm of the kernel."),
];

fn accept(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let socket = of::<Socket>(required(arguments, 0));
    let (descriptor, address) = call(vm, socket, Wait::Reading, |descriptor| {
        match socket.family.get() {
            libc::AF_ALG => sockets::accept_without_address(descriptor),
            _ => sockets::accept(descriptor),
        }
    })?;
    let address = make(socket.descriptor.get(), &address);
    Ok(Tuple::pair(Value::int(descriptor.into()), address).into())
}

fn bind(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, value) = (required(arguments, 0), required(arguments, 1));
    let socket = of::<Socket>(this);
    let address = parse(vm, socket, value, "bind")?;
    audit_event(vm, "socket.bind", || vec![this.clone(), value.clone()])?;
    let descriptor = socket.descriptor.get();
    let result = vm.allow_threads(|| sockets::bind(descriptor, &address));
    raise(vm, result, None)?;
    Ok(Value::NONE)
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = of::<Socket>(required(arguments, 0)).descriptor.replace(-1);
    if descriptor >= 0 {
        close_descriptor(vm, descriptor)?;
    }
    Ok(Value::NONE)
}

/// Closes a socket's descriptor. That the other end did so before is no error.
pub(super) fn close_descriptor(vm: &Vm, descriptor: i32) -> Result<()> {
    match vm.allow_threads(|| system_calls::close(descriptor)) {
        Err(error) if error.raw_os_error() != Some(libc::ECONNRESET) => {
            Err(vm.os_error(&error, None))
        }
        _ => Ok(()),
    }
}

/// `connect` and `connect_ex`.
fn connect(vm: &Vm, arguments: &[Option<Value>], function: &str) -> Result<Value> {
    let (this, value) = (required(arguments, 0), required(arguments, 1));
    let socket = of::<Socket>(this);
    let address = parse(vm, socket, value, function)?;
    audit_event(vm, "socket.connect", || vec![this.clone(), value.clone()])?;
    let failure = connect_to(vm, socket, &address)?;
    match (failure, function) {
        (None, "connect") => Ok(Value::NONE),
        (None, _) => Ok(Value::int(0)),
        (Some(failure), "connect") => Err(failure.raised(vm)),
        (Some(failure), _) => Ok(Value::int(failure.number().into())),
    }
}

fn connect_to(vm: &Vm, socket: &Socket, address: &Address) -> Result<Option<Failure>> {
    let descriptor = socket.descriptor.get();
    let Err(error) = vm.allow_threads(|| sockets::connect(descriptor, address)) else {
        return Ok(None);
    };
    // An interrupted attempt goes on by itself, as one without waiting does.
    let goes_on = match error.raw_os_error() {
        Some(libc::EINTR) => {
            vm.check_signals()?;
            socket.timeout.get() != 0
        }
        Some(libc::EINPROGRESS) => socket.timeout.get() > 0,
        _ => false,
    };
    if !goes_on {
        return Ok(Some(Failure::System(error)));
    }
    let end = end_of(socket.timeout.get());
    let outcome =
        attempt(
            vm,
            socket,
            Wait::Connecting,
            end,
            |descriptor| match sockets::number_option(descriptor, libc::SOL_SOCKET, libc::SO_ERROR)?
            {
                0 | libc::EISCONN => Ok(()),
                number => Err(std::io::Error::from_raw_os_error(number)),
            },
        )?;
    Ok(outcome.err())
}

fn name(
    vm: &Vm,
    arguments: &[Option<Value>],
    ask: fn(i32) -> std::io::Result<Address>,
) -> Result<Value> {
    let descriptor = of::<Socket>(required(arguments, 0)).descriptor.get();
    let address = raise(vm, vm.allow_threads(|| ask(descriptor)), None)?;
    Ok(make(descriptor, &address))
}

fn listen(vm: &Vm, arguments: vm::call::Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments.skip(1), "listen", 0, 1)?;
    let backlog = given.first().map_or(Ok(128), |value| vm.to_i32(value))?;
    let descriptor = of::<Socket>(&arguments.values[0]).descriptor.get();
    let result = vm.allow_threads(|| sockets::listen(descriptor, backlog.max(0)));
    raise(vm, result, None)?;
    Ok(Value::NONE)
}

fn get_option(vm: &Vm, arguments: vm::call::Arguments<'_>) -> Result<Value> {
    let given = counted(vm, arguments.skip(1), "getsockopt", 2, 3)?;
    let (level, option) = (vm.to_i32(&given[0])?, vm.to_i32(&given[1])?);
    let length = given.get(2).map_or(Ok(0), |value| vm.to_i32(value))?;
    let socket = of::<Socket>(&arguments.values[0]);
    let descriptor = socket.descriptor.get();
    let is_machine = socket.family.get() == libc::AF_VSOCK;
    if length == 0 && !is_machine {
        let number = sockets::number_option(descriptor, level, option);
        return Ok(Value::int(raise(vm, number, None)?.into()));
    }
    if length == 0 {
        let mut value = [0; 8];
        let result = sockets::option(descriptor, level, option, &mut value);
        raise(vm, result, None)?;
        return Ok(Value::from(u64::from_ne_bytes(value) as usize));
    }
    if is_machine {
        return Err(refused(vm, "getsockopt string buffer not allowed"));
    }
    let Some(length) = usize::try_from(length).ok().filter(|it| *it <= 1024) else {
        return Err(refused(vm, "getsockopt buflen out of range"));
    };
    let mut value = vec![0; length];
    let result = sockets::option(descriptor, level, option, &mut value);
    let length = raise(vm, result, None)?;
    Ok(Bytes::value(&value[..length]))
}

fn set_option(vm: &Vm, arguments: vm::call::Arguments<'_>) -> Result<Value> {
    let socket = of::<Socket>(&arguments.values[0]);
    let descriptor = socket.descriptor.get();
    let given = arguments.skip(1);
    if socket.family.get() == libc::AF_VSOCK {
        let given = counted(vm, given, "setsockopt", 3, 3)?;
        let (level, option) = (vm.to_i32(&given[0])?, vm.to_i32(&given[1])?);
        let value = vm.to_i64(&given[2])?.to_ne_bytes();
        raise(
            vm,
            sockets::set_option(descriptor, level, option, &value),
            None,
        )?;
        return Ok(Value::NONE);
    }
    // The three forms that the arguments may have are tried in turn; errors are the last one's.
    let most = if given.values.len() == 4 { 4 } else { 3 };
    let values = counted(vm, given, "setsockopt", 3, most)?;
    let (level, option) = (vm.to_i32(&values[0])?, vm.to_i32(&values[1])?);
    let result = match values {
        [_, _, value, length] => {
            if !value.is_none() {
                return Err(vm.type_error("setsockopt() takes exactly 3 arguments (4 given)"));
            }
            let length = vm.to_i64(length)? as u32;
            sockets::set_empty_option(descriptor, level, option, length)
        }
        _ => match vm.to_i32(&values[2]) {
            Ok(number) => sockets::set_option(descriptor, level, option, &number.to_ne_bytes()),
            Err(raised) if raised.is(&exceptions::MEMORY_ERROR) => return Err(raised),
            Err(_) => {
                let value = vm.bytes_like(&values[2])?;
                sockets::set_option(descriptor, level, option, &value)
            }
        },
    };
    raise(vm, result, None)?;
    Ok(Value::NONE)
}
