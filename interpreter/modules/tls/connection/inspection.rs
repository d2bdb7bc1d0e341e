//! What a connection tells of itself and of the other end.

use rustls::{HandshakeKind, ProtocolVersion};
use vm::objects::bytes::Bytes;
use vm::objects::dict::Dict;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{Connection, session_of, this};
use crate::arguments::truth;
use crate::support::of;
use crate::tls::context::Context;
use crate::tls::errors::library_error;
use crate::tls::{certificate, ciphers, session};

/// The certificates of the other end, as they came.
fn chain(connection: &Connection) -> Vec<Vec<u8>> {
    let engine = connection.engine.borrow();
    let certificates = engine.live().and_then(|it| it.peer_certificates());
    let certificates = certificates.unwrap_or_default().iter();
    certificates.map(|it| it.to_vec()).collect()
}

pub(super) fn peer_certificate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    let is_binary = truth(vm, arguments, 1, false)?;
    if connection.since.get() == 0 {
        return Err(vm.value_error("handshake not done yet"));
    }
    let chain = chain(connection);
    let Some(leaf) = chain.first() else {
        return Ok(Value::NONE);
    };
    if is_binary {
        return Ok(Bytes::value(leaf));
    }
    let context = connection.current_context(vm)?;
    if of::<Context>(&context).settings.borrow().verify_mode == 0 {
        return Ok(Dict::new().into());
    }
    certificate::describe(vm, leaf)
}

fn certificates(chain: Vec<Vec<u8>>) -> Value {
    if chain.is_empty() {
        return Value::NONE;
    }
    List::new(chain.into_iter().map(certificate::make).collect()).into()
}

pub(super) fn unverified_chain(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(certificates(chain(this(arguments))))
}

pub(super) fn verified_chain(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    let verified = connection.engine.borrow().chain.clone();
    Ok(certificates(verified.unwrap_or_else(|| chain(connection))))
}

pub(super) fn channel_binding(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = match arguments.get(1) {
        Some(Some(name)) => vm.str_text(name)?,
        _ => "tls-unique".to_owned(),
    };
    let text = format!("'{name}' channel binding type not implemented");
    Err(vm.value_error(text))
}

pub(super) fn cipher(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let engine = this(arguments).engine.borrow();
    let suite = engine.live().and_then(|it| it.negotiated_cipher_suite());
    let cipher = suite.and_then(|it| ciphers::of_suite(it.suite()));
    Ok(cipher.map_or(Value::NONE, |it| it.summary()))
}

pub(super) fn shared_ciphers(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    if !connection.is_server || connection.since.get() == 0 {
        return Ok(Value::NONE);
    }
    let context = connection.current_context(vm)?;
    let own = of::<Context>(&context).settings.borrow().ciphers.clone();
    let offered = connection.client_suites.borrow();
    let shared = own.iter().filter(|it| offered.contains(&it.suite));
    Ok(List::new(shared.map(|it| it.summary()).collect()).into())
}

pub(super) fn version(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    if connection.since.get() == 0 {
        return Ok(Value::NONE);
    }
    let engine = connection.engine.borrow();
    Ok(match engine.live().and_then(|it| it.protocol_version()) {
        Some(ProtocolVersion::TLSv1_3) => Str::value("TLSv1.3"),
        Some(ProtocolVersion::TLSv1_2) => Str::value("TLSv1.2"),
        _ => Value::NONE,
    })
}

pub(super) fn protocol(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let engine = this(arguments).engine.borrow();
    let name = engine.live().and_then(|it| it.alpn_protocol());
    Ok(name.map_or(Value::NONE, |it| Str::value(String::from_utf8_lossy(it))))
}

/// rustls knows no authentication behind the handshake: its clients do not offer it, and its
/// servers say that nobody does.
pub(super) fn verify_later(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    let version = {
        let engine = connection.engine.borrow();
        engine.live().and_then(|it| it.protocol_version())
    };
    Err(match version {
        Some(ProtocolVersion::TLSv1_3) if connection.is_server => {
            library_error(vm, 279, "SSL", "EXTENSION_NOT_RECEIVED")
        }
        Some(ProtocolVersion::TLSv1_3) => library_error(vm, 284, "SSL", "NOT_SERVER"),
        _ => library_error(vm, 266, "SSL", "WRONG_SSL_VERSION"),
    })
}

pub(super) fn is_session_reused(_: &Vm, this: &Value) -> Result<Value> {
    let engine = of::<Connection>(this).engine.borrow();
    let kind = engine.live().and_then(|it| it.handshake_kind());
    Ok(Value::bool(kind == Some(HandshakeKind::Resumed)))
}

pub(super) fn session(vm: &Vm, this: &Value) -> Result<Value> {
    let connection = of::<Connection>(this);
    if connection.since.get() == 0 {
        return Ok(connection.session.borrow().clone().unwrap_or(Value::NONE));
    }
    let context = connection.current_context(vm)?;
    Ok(session::make(
        connection.tickets.borrow().clone(),
        connection.session_id.borrow().clone(),
        connection.since.get(),
        of::<Context>(&context).address(),
    ))
}

pub(super) fn set_session(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let connection = of::<Connection>(this);
    let Some(session) = value.and_then(session_of) else {
        return Err(vm.type_error("Value is not a SSLSession."));
    };
    let context = connection.current_context(vm)?;
    if session.context.get() != of::<Context>(&context).address() {
        return Err(vm.value_error("Session refers to a different SSLContext."));
    }
    if connection.is_server {
        return Err(vm.value_error("Cannot set session for server-side SSLSocket."));
    }
    if connection.since.get() != 0 {
        return Err(vm.value_error("Cannot set session after handshake."));
    }
    drop(connection.session.replace(value.cloned()));
    Ok(())
}
