//! What transports of streams do all the time: receiving and passing on what came, and sending
//! what the socket takes at once. Everything else, and whatever is not as usual, is left to the
//! class in Python that inherits this one.

use std::io::IoSlice;

use vm::native::{Method, required};
use vm::objects::attributes;
use vm::objects::buffer::BytesLike;
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions::{KEYBOARD_INTERRUPT, SYSTEM_EXIT};
use vm::objects::list::List;
use vm::objects::memoryview::MemoryView;
use vm::objects::object_type;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::event_loop;
use super::fields::{Fields, Places};
use super::names::names;
use super::plain::PlainMethods;
use super::stream_reader;
use crate::collections::deque::Deque;
use crate::socket::transfer::{receive_then, send_parts, send_some};
use crate::socket::waiting::{Failure, Outcome};
use crate::socket::{SOCKET, Socket};
use crate::state::State;
use crate::support::of;

static_type! {
    /// The native part of `asyncio.selector_events._SelectorSocketTransport`.
    pub SOCKET_TRANSPORT = TypeSpec {
        name: "_SelectorSocketTransport",
        module: "asyncio.selector_events",
        doc: Some("What transports of streams do all the time."),
        flags: flags::BASE,
        slots: Slots { new: Some(object_type::new), ..Slots::EMPTY },
        methods: METHODS,
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "_read_ready",
        "($self, /)",
        |vm, it| read_ready(vm, required(it, 0)).map(|()| Value::NONE),
        "Receives what there is, and passes it on.",
    ),
    Method::new(
        "write",
        "($self, /, data)",
        |vm, it| write(vm, required(it, 0), required(it, 1)).map(|()| Value::NONE),
        "Sends data, without waiting.",
    ),
    Method::new(
        "writelines",
        "($self, /, list_of_data)",
        |vm, it| write_lines(vm, required(it, 0), required(it, 1)).map(|()| Value::NONE),
        "Sends pieces of data, without waiting.",
    ),
    Method::new(
        "is_closing",
        "($self, /)",
        |vm, it| is_closing(vm, required(it, 0)),
        "Whether it is closed, or will be.",
    ),
];

const SOCK: usize = 0;
const SOCK_FD: usize = 1;
const PROTOCOL: usize = 2;
const BUFFER: usize = 3;
const CONN_LOST: usize = 4;
const EOF: usize = 5;
const EMPTY_WAITER: usize = 6;
const IS_BUFFERED: usize = 7;
const CLOSING: usize = 8;
const LOOP: usize = 9;
const COUNT: usize = 10;
static FIELDS: Fields<COUNT> = Fields::new([
    "_sock",
    "_sock_fd",
    "_protocol",
    "_buffer",
    "_conn_lost",
    "_eof",
    "_empty_waiter",
    "_is_buffered",
    "_closing",
    "_loop",
]);

static SOCKET_PLAIN: PlainMethods = PlainMethods::new(
    &SOCKET,
    &[("recv", "recv"), ("send", "send"), ("sendmsg", "sendmsg")],
);
const RECV: u32 = 1;
const SEND: u32 = 2;
const SENDMSG: u32 = 4;
static TRANSPORT_PLAIN: PlainMethods = PlainMethods::new(
    &SOCKET_TRANSPORT,
    &[("is_closing", "is_closing"), ("write", "write")],
);
const IS_CLOSING: u32 = 1;
const WRITE: u32 = 2;

/// The class, the attributes and the `max_size` of the last transport that received.
static MAX_SIZE: State<(u32, usize, usize)> = State::new((0, 0, 0));

fn has_plain(vm: &Vm, transport: &Value, method: u32) -> bool {
    transport.class().is_subtype(&SOCKET_TRANSPORT)
        && TRANSPORT_PLAIN.of(vm, transport) & method != 0
}

/// `transport.write(data)`, by whatever transport.
pub fn write_to(vm: &Vm, transport: &Value, data: &Value) -> Result<()> {
    if has_plain(vm, transport, WRITE) {
        return write(vm, transport, data);
    }
    vm.call_method_by_name(transport, &names(vm).write, std::slice::from_ref(data))
        .map(drop)
}

/// Whether a transport is closing, where native code can tell without asking it.
pub fn known_closing(vm: &Vm, transport: &Value) -> Option<bool> {
    if !has_plain(vm, transport, IS_CLOSING) {
        return None;
    }
    FIELDS.of(vm, transport)?.get(transport, CLOSING)?.as_bool()
}

fn is_closing(vm: &Vm, this: &Value) -> Result<Value> {
    vm.get_attribute(this, &vm.intern("_closing"))
}

/// The socket, where the native method is the one that it has.
fn socket(vm: &Vm, this: &Value, places: Places<COUNT>, method: u32) -> Option<Value> {
    let socket = places.get(this, SOCK)?;
    socket.downcast::<Socket>()?;
    (SOCKET_PLAIN.of(vm, &socket) & method != 0).then_some(socket)
}

fn is(this: &Value, places: Places<COUNT>, field: usize, usual: &Value) -> bool {
    places.get(this, field).is_some_and(|value| value.is(usual))
}

fn read_ready(vm: &Vm, this: &Value) -> Result<()> {
    let usual = FIELDS.of(vm, this).filter(|places| {
        is(this, *places, IS_BUFFERED, &Value::FALSE)
            && is(this, *places, CONN_LOST, &Value::int(0))
    });
    let Some(places) = usual else {
        return vm.call_method(this, "_read_ready_otherwise", &[]).map(drop);
    };
    let parts = (
        socket(vm, this, places, RECV),
        max_size(vm, this, places)?,
        places.get(this, PROTOCOL),
    );
    match parts {
        (Some(socket), Some(size), Some(protocol)) => {
            receive(vm, this, places, [&socket, &protocol], size)
        }
        _ => vm.call_method(this, "_read_ready_otherwise", &[]).map(drop),
    }
}

/// How many bytes the transport receives at a time, where that is a usual number.
fn max_size(vm: &Vm, this: &Value, places: Places<COUNT>) -> Result<Option<usize>> {
    let (version, mark) = (this.class().version(), places.mark());
    let known = *MAX_SIZE.of(vm).borrow();
    if (known.0, known.1) == (version, mark) && version != 0 {
        return Ok(Some(known.2));
    }
    let name = &names(vm).max_size;
    let size = vm.get_attribute(this, name)?.as_small_int();
    let size = size.and_then(|size| usize::try_from(size).ok());
    let is_own = this
        .header()
        .is_none_or(|it| attributes::get(it, name).is_some());
    if let Some(size) = size.filter(|_| !is_own) {
        MAX_SIZE.of(vm).replace((version, mark, size));
    }
    Ok(size)
}

fn receive(
    vm: &Vm,
    this: &Value,
    places: Places<COUNT>,
    parts: [&Value; 2],
    size: usize,
) -> Result<()> {
    let [socket, protocol] = parts;
    let Some(native) = socket.downcast::<Socket>() else {
        return Ok(());
    };
    // What is for the reader of a stream goes there without an object of its own.
    let reader = stream_reader::protocol::reader_of(vm, protocol);
    let mut count = 0;
    let received = receive_then(vm, native, size, 0, |bytes| {
        count = bytes.len();
        match &reader {
            Some(reader) if count != 0 => Passed::On(stream_reader::feed_bytes(vm, reader, bytes)),
            _ => Passed::Not(Bytes::value(bytes)),
        }
    });
    match received {
        Ok(Ok(_)) => {}
        Ok(Err(failure)) if would_block(&failure) => return Ok(()),
        Ok(Err(failure)) => return failed(vm, this, failure.raised(vm), READ_ERROR),
        Err(raised) => return failed(vm, this, raised, READ_ERROR),
    }
    if 0 < count
        && count < size
        && let Some(event_loop) = places.get(this, LOOP)
        && let Some(descriptor) = places.get(this, SOCK_FD)
    {
        event_loop::note_all_read(vm, &event_loop, &descriptor)?;
    }
    let Ok(Ok(passed)) = received else {
        return Ok(());
    };
    let outcome = match passed {
        Passed::On(outcome) => outcome,
        Passed::Not(_) if count == 0 => {
            return vm.call_method(this, "_read_ready__on_eof", &[]).map(drop);
        }
        Passed::Not(data) => {
            let name = &names(vm).data_received;
            vm.call_method_by_name(protocol, name, &[data]).map(drop)
        }
    };
    outcome.or_else(|raised| {
        let message = "Fatal error: protocol.data_received() call failed.";
        failed(vm, this, raised, message)
    })
}

const READ_ERROR: &str = "Fatal read error on socket transport";

/// What became of bytes.
enum Passed {
    /// The reader of a stream has them.
    On(Result<()>),
    Not(Value),
}

fn would_block(failure: &Failure) -> bool {
    let again = [libc::EAGAIN, libc::EINTR, libc::EINPROGRESS, libc::EALREADY];
    matches!(failure, Failure::System(_)) && again.contains(&failure.number())
}

/// The transport ends because of an error; what ends the program goes on.
#[cold]
fn failed(vm: &Vm, this: &Value, raised: Raised, message: &str) -> Result<()> {
    if raised.is(&SYSTEM_EXIT) || raised.is(&KEYBOARD_INTERRUPT) {
        return Err(raised);
    }
    let arguments = [raised.0, Str::value(message)];
    vm.call_method(this, "_fatal_error", &arguments).map(drop)
}

fn write(vm: &Vm, this: &Value, data: &Value) -> Result<()> {
    if let Some(bytes) = bytes_of(vm, data).filter(|bytes| !bytes.is_empty())
        && let Some(socket) = free_socket(vm, this, SEND)
    {
        let sent = send_some(vm, of(&socket), &bytes);
        return match count_of(vm, this, sent)? {
            Some(sent) if sent < bytes.len() => keep(vm, this, "_keep", data, sent),
            _ => Ok(()),
        };
    }
    let data = std::slice::from_ref(data);
    vm.call_method(this, "_write_otherwise", data).map(drop)
}

fn write_lines(vm: &Vm, this: &Value, lines: &Value) -> Result<()> {
    if let Some(parts) = parts_of(vm, lines)
        && let Some(socket) = free_socket(vm, this, SENDMSG)
    {
        let slices: Vec<_> = parts.iter().map(|part| IoSlice::new(part)).collect();
        let sent = send_parts(vm, of(&socket), &slices);
        let all = slices.iter().map(|slice| slice.len()).sum();
        return match count_of(vm, this, sent)? {
            Some(sent) if sent < all => keep(vm, this, "_keep_lines", lines, sent),
            _ => Ok(()),
        };
    }
    let lines = std::slice::from_ref(lines);
    vm.call_method(this, "_writelines_otherwise", lines)
        .map(drop)
}

fn keep(vm: &Vm, this: &Value, method: &str, data: &Value, sent: usize) -> Result<()> {
    let arguments = [data.clone(), Value::from(sent)];
    vm.call_method(this, method, &arguments).map(drop)
}

fn bytes_of(vm: &Vm, data: &Value) -> Option<BytesLike> {
    let usual = data.is_exact::<Bytes>() || data.is_exact::<ByteArray>();
    (usual || data.is_exact::<MemoryView>())
        .then(|| vm.bytes_like(data).ok())
        .flatten()
}

/// So many pieces are sent at a time.
const MOST_PARTS: usize = 256;

fn parts_of(vm: &Vm, lines: &Value) -> Option<Vec<BytesLike>> {
    let lines = match lines.downcast_exact::<List>() {
        Some(list) => list.to_vec(),
        None => lines.downcast_exact::<Tuple>()?.items().to_vec(),
    };
    if lines.len() > MOST_PARTS {
        return None;
    }
    let parts: Option<Vec<_>> = lines.iter().map(|line| bytes_of(vm, line)).collect();
    parts.filter(|parts| parts.iter().any(|part| !part.is_empty()))
}

/// The socket where nothing else waits to be sent, and all is as usual.
fn free_socket(vm: &Vm, this: &Value, method: u32) -> Option<Value> {
    let places = FIELDS.of(vm, this)?;
    let is_usual = is(this, places, CONN_LOST, &Value::int(0))
        && is(this, places, EOF, &Value::FALSE)
        && is(this, places, EMPTY_WAITER, &Value::NONE)
        && is_empty(&places.get(this, BUFFER)?);
    socket(vm, this, places, method).filter(|_| is_usual)
}

fn is_empty(buffer: &Value) -> bool {
    buffer
        .downcast_exact::<Deque>()
        .is_some_and(|buffer| buffer.is_empty())
}

/// How many bytes were sent; `None` where the transport has come to its end because of an error.
fn count_of(vm: &Vm, this: &Value, sent: Result<Outcome<usize>>) -> Result<Option<usize>> {
    let raised = match sent {
        Ok(Ok(sent)) => return Ok(Some(sent)),
        Ok(Err(failure)) if would_block(&failure) => return Ok(Some(0)),
        Ok(Err(failure)) => failure.raised(vm),
        Err(raised) => raised,
    };
    failed(vm, this, raised, "Fatal write error on socket transport").map(|()| None)
}
