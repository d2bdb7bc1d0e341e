//! `_SSLSocket`: a connection over a socket or over memory.

mod handshake;
mod inspection;
mod transport;

use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

use vm::native::{Method, Property, required};
use vm::objects::buffer::Buffer;
use vm::objects::bytes::Bytes;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::objects::weakref::{self, WeakRef};
use vm::{Result, Vm, static_type};

use super::constants::{option, protocol};
use super::context::Context;
use super::engine::{Engine, RECORD, Step};
use super::errors::{self, Failure};
use super::memory::Memory;
use super::resumption::Tickets;
use super::session::Session;
use crate::arguments::{optional, truth};
use crate::container;
use crate::socket::Socket;
use crate::support::of;
pub(super) use handshake::random_bytes;
use transport::{Input, Purpose, Taken, Turn};

/// The payload.
pub(super) struct Connection {
    pub context: Guarded<Option<Value>>,
    /// The script's object, by a weak reference.
    owner: Guarded<Option<Value>>,
    /// A weak reference to the socket, or the memory that comes in.
    incoming: Guarded<Option<Value>>,
    /// The memory that goes out; none over a socket.
    outgoing: Guarded<Option<Value>>,
    session: Guarded<Option<Value>>,
    engine: Guarded<Engine>,
    is_server: bool,
    server_name: Option<String>,
    tickets: Guarded<Arc<Tickets>>,
    session_id: Guarded<Vec<u8>>,
    /// When the handshake was done, in seconds since 1970; 0 before.
    since: Cell<i64>,
    client_suites: Guarded<Vec<rustls::CipherSuite>>,
    /// Which thread sends, and which receives; others wait, lest records get mixed.
    sending: Taken,
    receiving: Taken,
}

container!(
    Connection,
    CONNECTION,
    [context, owner, incoming, outgoing, session],
    clear [context, owner, incoming, outgoing, session]
);

static_type! {
    /// `_ssl._SSLSocket`
    pub CONNECTION = TypeSpec {
        name: "_SSLSocket",
        module: "_ssl",
        layout: Some(<Connection as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

#[rustfmt::skip]
const METHODS: &[Method] = &[
    Method::new("do_handshake", "($self, /)", handshake::perform, "Makes the connection."),
    Method::new("read", "($self, size[, buffer])", read, "Reads bytes, into a buffer where one is given."),
    Method::new("write", "($self, b, /)", write, "Writes bytes: how many."),
    Method::new("shutdown", "($self, /)", shut_down, "Closes in order: the socket below."),
    Method::new("pending", "($self, /)", |_, it| Ok(this(it).engine.borrow().pending.into()), "How many bytes can be read at once."),
    Method::new("getpeercert", "($self, der=False, /)", inspection::peer_certificate, "The other end's certificate."),
    Method::new("get_unverified_chain", "($self, /)", inspection::unverified_chain, "The other end's certificates as they came."),
    Method::new("get_verified_chain", "($self, /)", inspection::verified_chain, "The certificates up to one that is trusted."),
    Method::new("get_channel_binding", "($self, /, cb_type='tls-unique')", inspection::channel_binding, "Not supported."),
    Method::new("cipher", "($self, /)", inspection::cipher, "The cipher: name, version, bits."),
    Method::new("shared_ciphers", "($self, /)", inspection::shared_ciphers, "The ciphers that both ends know."),
    Method::new("version", "($self, /)", inspection::version, "The version of the protocol."),
    Method::new("selected_alpn_protocol", "($self, /)", inspection::protocol, "The protocol agreed on."),
    Method::new("compression", "($self, /)", |_, _| Ok(Value::NONE), "Nothing is ever compressed."),
    Method::new("verify_client_post_handshake", "($self, /)", inspection::verify_later, "Not supported."),
];

#[rustfmt::skip]
const PROPERTIES: &[Property] = &[
    Property::settable("context", |_, it| {
        let context = of::<Connection>(it).context.borrow().clone();
        Ok(context.unwrap_or(Value::NONE))
    }, set_context),
    Property::new("server_side", |_, it| Ok(Value::bool(of::<Connection>(it).is_server))),
    Property::new("server_hostname", |_, it| {
        let name = of::<Connection>(it).server_name.as_deref();
        Ok(name.map_or(Value::NONE, Str::value))
    }),
    Property::settable("owner", |_, it| Ok(of::<Connection>(it).owner().unwrap_or(Value::NONE)), |vm, it, value| {
        let owner = value.map(|value| weakref::reference(vm, value, None)).transpose()?;
        drop(of::<Connection>(it).owner.replace(owner));
        Ok(())
    }),
    Property::settable("session", inspection::session, inspection::set_session),
    Property::new("session_reused", inspection::is_session_reused),
];

/// As many plain bytes are encrypted before they are sent.
const BATCH: usize = 4 * RECORD;

fn this(arguments: &[Option<Value>]) -> &Ref<Connection> {
    of(required(arguments, 0))
}

fn set_context(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    match value.filter(|value| value.downcast::<Context>().is_some()) {
        Some(context) => {
            drop(
                of::<Connection>(this)
                    .context
                    .replace(Some(context.clone())),
            );
            Ok(())
        }
        None => Err(vm.type_error("The value must be a SSLContext")),
    }
}

/// `_SSLContext._wrap_socket`
pub(super) fn wrap_socket(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let socket = required(arguments, 1);
    if socket.downcast::<Socket>().is_none() {
        let name = socket.class().name();
        let text = format!("_wrap_socket() argument 'sock' must be _socket.socket, not {name}");
        return Err(vm.type_error(text));
    }
    let socket = weakref::reference(vm, socket, None)?;
    make(vm, arguments, [socket, Value::NONE], 2)
}

/// `_SSLContext._wrap_bio`
pub(super) fn wrap_memory(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let memories = [1, 2].map(|position| required(arguments, position).clone());
    for (memory, name) in memories.iter().zip(["incoming", "outgoing"]) {
        if memory.downcast::<Memory>().is_none() {
            let class = memory.class().name();
            return Err(vm.type_error(format!(
                "_wrap_bio() argument '{name}' must be _ssl.MemoryBIO, not {class}"
            )));
        }
    }
    make(vm, arguments, memories, 3)
}

/// A new connection; what follows the means of transport stands from this position on.
fn make(
    vm: &Vm,
    arguments: &[Option<Value>],
    [incoming, outgoing]: [Value; 2],
    position: usize,
) -> Result<Value> {
    let context = required(arguments, 0);
    let is_server = truth(vm, arguments, position, false)?;
    let name = optional(arguments, position + 1);
    let protocol = of::<Context>(context).protocol;
    let wrong = match protocol {
        protocol::SERVER if !is_server => Some("client socket with a PROTOCOL_TLS_SERVER context"),
        protocol::CLIENT if is_server => Some("server socket with a PROTOCOL_TLS_CLIENT context"),
        _ => None,
    };
    if let Some(what) = wrong {
        let text = format!("Cannot create a {what}");
        return Err(errors::make(vm, &errors::ERROR, 1, None, None, &text));
    }
    let name = name.map(|name| host_name(vm, name)).transpose()?;
    let owner = optional(arguments, position + 2);
    let owner = owner
        .map(|owner| weakref::reference(vm, owner, None))
        .transpose()?;
    let connection = Connection {
        context: Guarded::new(Some(context.clone())),
        owner: Guarded::new(owner),
        incoming: Guarded::new(Some(incoming)),
        outgoing: Guarded::new(Some(outgoing).filter(|it| !it.is_none())),
        session: Guarded::default(),
        engine: Guarded::new(Engine::new(is_server, name.clone())),
        is_server,
        server_name: name,
        tickets: Guarded::default(),
        session_id: Guarded::default(),
        since: Cell::new(0),
        client_suites: Guarded::default(),
        sending: Cell::default(),
        receiving: Cell::default(),
    };
    let connection: Value = Ref::new(connection).into();
    if let Some(session) = optional(arguments, position + 3) {
        inspection::set_session(vm, &connection, Some(session))?;
    }
    Ok(connection)
}

/// A name of a host as text.
fn host_name(vm: &Vm, name: &Value) -> Result<String> {
    let text = match name.downcast::<Str>() {
        Some(text) => text.to_text(),
        None => String::from_utf8_lossy(&vm.bytes_like(name)?).into_owned(),
    };
    if text.is_empty() || text.starts_with('.') {
        return Err(vm.value_error(
            "server_hostname cannot be an empty string or start with a leading dot.",
        ));
    }
    if text.contains('\0') {
        return Err(vm.type_error("argument must be encoded string without null bytes, not str"));
    }
    Ok(text)
}

impl Connection {
    /// The script's object.
    fn owner(&self) -> Option<Value> {
        let owner = self.owner.borrow().clone()?;
        owner.downcast::<WeakRef>()?.get()
    }

    /// The context in use.
    fn current_context(&self, vm: &Vm) -> Result<Value> {
        let context = self.context.borrow().clone();
        context.ok_or_else(|| vm.value_error("connection without a context"))
    }

    /// Sends what waits to be sent.
    fn flush(&self, vm: &Vm, purpose: Purpose, end: Option<Instant>) -> Result<()> {
        if self.engine.borrow().output.is_empty() {
            return Ok(());
        }
        let (_turn, _) = Turn::take(vm, &self.sending, purpose, end)?;
        loop {
            let output = std::mem::take(&mut self.engine.borrow_mut().output);
            if output.is_empty() {
                return Ok(());
            }
            let result = self.send(vm, &output, purpose, end);
            let sent = match &result {
                Ok(sent) => *sent,
                Err(_) => 0,
            };
            if sent < output.len() {
                let mut engine = self.engine.borrow_mut();
                let added = std::mem::take(&mut engine.output);
                engine.output = output[sent..].to_vec();
                engine.output.extend_from_slice(&added);
            }
            if result? == 0 {
                return Err(Failure::WantWrite.raised(vm));
            }
        }
    }

    /// Receives bytes for the current record, and lets the engine look at them.
    fn fill(&self, vm: &Vm, purpose: Purpose, end: Option<Instant>) -> Result<()> {
        let (turn, has_waited) = Turn::take(vm, &self.receiving, purpose, end)?;
        if has_waited {
            // The other thread may have got what this one needs.
            return Ok(());
        }
        let wanted = self.engine.borrow().wanted();
        let result = match self.receive(vm, wanted, purpose, end)? {
            Input::Bytes(bytes) => self.engine.borrow_mut().feed(&bytes),
            Input::Nothing => Err(Failure::WantRead),
            Input::End => Err(self.end_of_input(vm)?),
        };
        drop(turn);
        let Err(failure) = result else {
            return self.flush(vm, purpose, end);
        };
        if !matches!(failure, Failure::WantRead) {
            // The other end is told why, if it still listens.
            let _ = self.flush(vm, purpose, end);
        }
        Err(failure.raised(vm))
    }

    /// What the end of the bytes means.
    fn end_of_input(&self, vm: &Vm) -> Result<Failure> {
        let context = self.current_context(vm)?;
        let options = of::<Context>(&context).settings.borrow().options;
        let mut engine = self.engine.borrow_mut();
        if options & option::IGNORE_UNEXPECTED_EOF != 0 && engine.is_ready() {
            engine.has_received_close = true;
            return Ok(Failure::Closed);
        }
        Ok(engine.ended())
    }
}

fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    let length = vm.to_isize(required(arguments, 1))?;
    let buffer = match arguments.get(2) {
        Some(Some(value)) => Some(Buffer::writable(vm, value)?),
        _ => None,
    };
    let most = match &buffer {
        None => {
            usize::try_from(length).map_err(|_| vm.value_error("size should not be negative"))?
        }
        Some(buffer) => match usize::try_from(length) {
            Ok(length) if length > 0 && length <= buffer.len() => length,
            _ => buffer.len(),
        },
    };
    let bytes = match most {
        0 => Vec::new(),
        most => connection.read(vm, most)?,
    };
    Ok(match buffer {
        Some(buffer) => {
            buffer.write(0, &bytes);
            bytes.len().into()
        }
        None => Bytes::value(bytes),
    })
}

impl Connection {
    fn read(&self, vm: &Vm, most: usize) -> Result<Vec<u8>> {
        let end = self.deadline(vm)?;
        handshake::ensure(vm, self, Purpose::Read, end)?;
        loop {
            let result = self.engine.borrow_mut().read(most);
            match result {
                Ok(Some(bytes)) => {
                    let is_closed = bytes.is_empty() && self.engine.borrow().has_sent_close;
                    return match is_closed {
                        true => Err(Failure::Closed.raised(vm)),
                        false => Ok(bytes),
                    };
                }
                Ok(None) => {}
                Err(failure) => return Err(failure.raised(vm)),
            }
            if let Err(raised) = self.fill(vm, Purpose::Read, end) {
                // An end that is to be taken for one in order.
                if self.engine.borrow().has_received_close && raised.is(&errors::ZERO_RETURN) {
                    return Ok(Vec::new());
                }
                return Err(raised);
            }
        }
    }
}

fn write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    let bytes = vm.bytes_like(required(arguments, 1))?;
    let end = connection.deadline(vm)?;
    handshake::ensure(vm, connection, Purpose::Write, end)?;
    connection.flush(vm, Purpose::Write, end)?;
    // What was encrypted before the caller was told to try again is not written twice.
    let before = connection.engine.borrow().written;
    if before > bytes.len() {
        return Err(Failure::protocol("BAD_LENGTH").raised(vm));
    }
    let mut rest = &bytes[before..];
    while !rest.is_empty() {
        let batch = &rest[..rest.len().min(BATCH)];
        let result = connection.engine.borrow_mut().write_all(batch);
        result.map_err(|failure| failure.raised(vm))?;
        rest = &rest[batch.len()..];
        connection.flush(vm, Purpose::Write, end)?;
    }
    connection.engine.borrow_mut().written = 0;
    Ok(bytes.len().into())
}

fn shut_down(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    let end = connection.deadline(vm)?;
    let socket = connection.socket(vm)?;
    let step = connection.engine.borrow().step();
    if !matches!(step, Err(_) | Ok(Step::Done)) {
        return Err(Failure::protocol("SHUTDOWN_WHILE_IN_INIT").raised(vm));
    }
    connection.engine.borrow_mut().close();
    connection.flush(vm, Purpose::Write, end)?;
    while !connection.engine.borrow().has_received_close {
        let pending = connection.engine.borrow().pending;
        if pending > 0 {
            let reason = "APPLICATION_DATA_AFTER_CLOSE_NOTIFY";
            return Err(Failure::protocol(reason).raised(vm));
        }
        let step = connection.engine.borrow().step();
        step.map_err(|failure| failure.raised(vm))?;
        if let Err(raised) = connection.fill(vm, Purpose::Read, end)
            && !connection.engine.borrow().has_received_close
        {
            return Err(raised);
        }
    }
    Ok(socket.unwrap_or(Value::NONE))
}

/// The session of a script's argument.
fn session_of(value: &Value) -> Option<&Ref<Session>> {
    value.downcast::<Session>()
}
