//! The handshake: who speaks, which configuration answers, what a script decides.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, HandshakeKind, ServerConfig};
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{Connection, Purpose, session_of, this};
use crate::support::of;
use crate::tls::context::Context;
use crate::tls::engine::{Greeting, Step};
use crate::tls::errors::Failure;

/// Alerts, by their numbers.
const HANDSHAKE_FAILURE: u8 = 40;
const INTERNAL_ERROR: u8 = 80;

/// `do_handshake`
pub(super) fn perform(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let connection = this(arguments);
    let end = connection.deadline(vm)?;
    ensure(vm, connection, Purpose::Handshake, end)?;
    Ok(Value::NONE)
}

/// Makes the connection if it is not made.
pub(super) fn ensure(
    vm: &Vm,
    connection: &Connection,
    purpose: Purpose,
    end: Option<Instant>,
) -> Result<()> {
    if connection.since.get() != 0 {
        return Ok(());
    }
    if connection.engine.borrow().is_silent() {
        begin(vm, connection)?;
    }
    connection.flush(vm, purpose, end)?;
    loop {
        let step = connection.engine.borrow().step();
        match step.map_err(|failure| failure.raised(vm))? {
            Step::Done => break,
            Step::Input => connection.fill(vm, purpose, end)?,
            Step::Decision => {
                let decided = decide(vm, connection);
                connection.flush(vm, purpose, end)?;
                decided?;
            }
        }
    }
    finish(vm, connection)
}

/// Notes that the connection is made.
fn finish(vm: &Vm, connection: &Connection) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(1, |it| i64::try_from(it.as_secs()).unwrap_or(1));
    connection.since.set(now.max(1));
    let context = connection.current_context(vm)?;
    let found = std::mem::take(&mut connection.engine.borrow_mut().found);
    let store = &of::<Context>(&context).settings;
    let add = |it| store.borrow_mut().store.add(it);
    found.into_iter().for_each(add);
    let counts = &of::<Context>(&context).counts;
    let kind = connection
        .engine
        .borrow()
        .live()
        .and_then(|it| it.handshake_kind());
    if connection.is_server {
        counts.accepts.set(counts.accepts.get() + 1);
        counts.good_accepts.set(counts.good_accepts.get() + 1);
    } else {
        counts.connects.set(counts.connects.get() + 1);
        counts.good_connects.set(counts.good_connects.get() + 1);
    }
    let given = connection.session.borrow().clone();
    let is_resumed = kind == Some(HandshakeKind::Resumed);
    if is_resumed {
        counts.hits.set(counts.hits.get() + 1);
    }
    let id = match given.as_ref().and_then(session_of) {
        Some(session) if is_resumed => session.id.clone(),
        _ => random_bytes(32),
    };
    connection.session_id.replace(id);
    Ok(())
}

/// Bytes that nobody can guess.
pub(in crate::tls) fn random_bytes(count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    let provider = rustls::crypto::ring::default_provider();
    if provider.secure_random.fill(&mut bytes).is_err() {
        bytes.clear();
    }
    bytes
}

/// Greets the server.
fn begin(vm: &Vm, connection: &Connection) -> Result<()> {
    let context = connection.current_context(vm)?;
    let config = client_config(&context).map_err(|failure| failure.raised(vm))?;
    let mut config = ClientConfig::clone(&config);
    let session = connection.session.borrow().clone();
    let tickets = match session.as_ref().and_then(session_of) {
        Some(session) => Arc::new(session.tickets.share()),
        None => Arc::default(),
    };
    connection.tickets.replace(Arc::clone(&tickets));
    config.resumption = Resumption::store(tickets);
    let name = connection.server_name.clone();
    let name = name.and_then(|name| ServerName::try_from(name).ok());
    config.enable_sni = name.is_some();
    // Without a name none is sent; rustls wants one all the same.
    let name = name.unwrap_or_else(|| ServerName::IpAddress(Ipv4Addr::UNSPECIFIED.into()));
    let result = connection.engine.borrow_mut().greet(Arc::new(config), name);
    result.map_err(|failure| failure.raised(vm))
}

/// The configuration of a context for clients, made once.
fn client_config(context: &Value) -> std::result::Result<Arc<ClientConfig>, Failure> {
    let context = of::<Context>(context);
    if let Some(config) = &*context.client.borrow() {
        return Ok(Arc::clone(config));
    }
    let config = Arc::new(context.settings.borrow().for_clients()?);
    context.client.replace(Some(Arc::clone(&config)));
    Ok(config)
}

/// The same for servers.
fn server_config(context: &Value) -> std::result::Result<Arc<ServerConfig>, Failure> {
    let context = of::<Context>(context);
    if let Some(config) = &*context.server.borrow() {
        return Ok(Arc::clone(config));
    }
    let config = Arc::new(context.settings.borrow().for_servers()?);
    context.server.replace(Some(Arc::clone(&config)));
    Ok(config)
}

/// Decides how to answer the client's greeting.
fn decide(vm: &Vm, connection: &Connection) -> Result<()> {
    let Some(greeting) = connection.engine.borrow().greeting() else {
        return Ok(());
    };
    connection.client_suites.replace(greeting.suites.clone());
    if let Some(alert) = ask_script(vm, connection, &greeting)? {
        connection.engine.borrow_mut().refuse(alert);
        return Err(Failure::protocol("CALLBACK_FAILED").raised(vm));
    }
    let context = connection.current_context(vm)?;
    let config = server_config(&context).map_err(|failure| {
        connection.engine.borrow_mut().refuse(70);
        failure.raised(vm)
    })?;
    if of::<Context>(&context).settings.borrow().keys.is_empty() {
        connection.engine.borrow_mut().refuse(HANDSHAKE_FAILURE);
        return Err(Failure::protocol("NO_SHARED_CIPHER").raised(vm));
    }
    let config = without_strange_protocols(config, &greeting);
    let result = connection.engine.borrow_mut().answer(config);
    result.map_err(|failure| failure.raised(vm))
}

/// Where both ends speak of protocols but share none, OpenSSL goes on without one.
fn without_strange_protocols(config: Arc<ServerConfig>, greeting: &Greeting) -> Arc<ServerConfig> {
    let Some(offered) = &greeting.protocols else {
        return config;
    };
    if config
        .alpn_protocols
        .iter()
        .any(|own| offered.contains(own))
    {
        return config;
    }
    let mut config = ServerConfig::clone(&config);
    config.alpn_protocols.clear();
    Arc::new(config)
}

/// Calls the script's `sni_callback`; an alert where it refuses.
fn ask_script(vm: &Vm, connection: &Connection, greeting: &Greeting) -> Result<Option<u8>> {
    let context = connection.current_context(vm)?;
    let callback = of::<Context>(&context).server_names.borrow().clone();
    let (Some(callback), Some(owner)) = (callback, connection.owner()) else {
        return Ok(None);
    };
    let name = greeting.host.as_deref().map_or(Value::NONE, Str::value);
    match vm.call(&callback, &[owner, name, context]) {
        Ok(result) if result.is_none() => Ok(None),
        Ok(result) => match vm.to_i32(&result) {
            Ok(alert) => Ok(Some(alert as u8)),
            Err(raised) => {
                vm.unraisable(raised, Some(&result));
                Ok(Some(INTERNAL_ERROR))
            }
        },
        Err(raised) => {
            vm.unraisable(raised, Some(&callback));
            Ok(Some(HANDSHAKE_FAILURE))
        }
    }
}
