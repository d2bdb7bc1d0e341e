//! `_SSLContext`: the settings that connections share.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;

use rustls::{ClientConfig, ServerConfig};
use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::bytes::Bytes;
use vm::objects::dict::Dict;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::constants::{flag, host_flag, option, protocol, version};
use super::settings::{KeyFile, Settings};
use super::trust::{self, Store};
use super::{certificate, ciphers, connection, errors, loading};
use crate::container;
use crate::paths::fspath;
use crate::support::{is_callable, of};

/// How often something happened.
#[derive(Default)]
pub(super) struct Counts {
    pub connects: Cell<i64>,
    pub good_connects: Cell<i64>,
    pub accepts: Cell<i64>,
    pub good_accepts: Cell<i64>,
    pub hits: Cell<i64>,
}

/// The payload.
pub(super) struct Context {
    pub protocol: i64,
    pub settings: Guarded<Settings>,
    pub server_names: Guarded<Option<Value>>,
    messages: Guarded<Option<Value>>,
    key_log_name: Guarded<Option<Value>>,
    pub client: Guarded<Option<Arc<ClientConfig>>>,
    pub server: Guarded<Option<Arc<ServerConfig>>>,
    pub counts: Counts,
}

container!(
    Context,
    CONTEXT,
    [server_names, messages, key_log_name],
    clear [server_names, messages, key_log_name]
);

static_type! {
    /// `_ssl._SSLContext`
    pub CONTEXT = TypeSpec {
        name: "_SSLContext",
        module: "_ssl",
        signature: Some("(protocol, /)"),
        layout: Some(<Context as Payload>::layout),
        flags: flags::BASE,
        slots: Slots { new: Some(new), ..Slots::EMPTY },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

#[rustfmt::skip]
const METHODS: &[Method] = &[
    Method::new("_wrap_socket", "($self, /, sock, server_side, server_hostname=None, *,\n             owner=None, session=None)", connection::wrap_socket, "A connection over a socket."),
    Method::new("_wrap_bio", "($self, /, incoming, outgoing, server_side, server_hostname=None, *,\n          owner=None, session=None)", connection::wrap_memory, "A connection over memory."),
    Method::new("set_ciphers", "($self, cipherlist, /)", set_ciphers, "Chooses ciphers in OpenSSL's language."),
    Method::new("get_ciphers", "($self, /)", get_ciphers, "The ciphers, as dicts."),
    Method::new("_set_alpn_protocols", "($self, protos, /)", set_protocols, "Sets the protocols to offer."),
    Method::new("load_cert_chain", "($self, /, certfile, keyfile=None, password=None)", loading::load_chain, "Loads what is shown to the other end."),
    Method::new("load_dh_params", "($self, path, /)", loading::load_parameters, "Checks a file of parameters, which are not used."),
    Method::new("load_verify_locations", "($self, /, cafile=None, capath=None, cadata=None)", loading::load_trusted, "Loads certificates to trust."),
    Method::new("set_default_verify_paths", "($self, /)", loading::load_default, "Trusts what the system trusts."),
    Method::new("set_ecdh_curve", "($self, name, /)", loading::set_curve, "Chooses the curve of key exchanges."),
    Method::new("session_stats", "($self, /)", session_stats, "How often connections were made and resumed."),
    Method::new("cert_store_stats", "($self, /)", store_stats, "How many certificates are trusted."),
    Method::new("get_ca_certs", "($self, /, binary_form=False)", get_authorities, "The trusted certificates that may sign others."),
    Method::new("set_psk_client_callback", "($self, /, callback)", no_shared_keys, "Not supported."),
    Method::new("set_psk_server_callback", "($self, /, callback, identity_hint=None)", no_shared_keys, "Not supported."),
];

#[rustfmt::skip]
const PROPERTIES: &[Property] = &[
    Property::settable("check_hostname", |_, this| Ok(Value::bool(settings(this).borrow().checks_host)), set_check_hostname),
    Property::settable("_host_flags", |_, this| Ok(Value::int(settings(this).borrow().host_flags)), |vm, this, value| {
        let number = number(vm, value)?;
        change(this, |it| it.host_flags = number);
        Ok(())
    }),
    Property::settable("minimum_version", |_, this| Ok(Value::int(settings(this).borrow().minimum)), |vm, this, value| {
        let number = version_number(vm, this, value)?;
        // The newest version stands for itself, lest there be a limit above it some day.
        let number = if number == version::MAXIMUM { version::TLS13 } else { number };
        change(this, |it| it.minimum = number);
        Ok(())
    }),
    Property::settable("maximum_version", |_, this| Ok(Value::int(settings(this).borrow().maximum)), |vm, this, value| {
        let number = version_number(vm, this, value)?;
        let number = if number == version::MINIMUM { version::TLS10 } else { number };
        change(this, |it| it.maximum = number);
        Ok(())
    }),
    Property::settable("options", |_, this| Ok(Value::int(settings(this).borrow().options)), set_options),
    Property::settable("verify_flags", |_, this| Ok(Value::int(settings(this).borrow().verify_flags)), |vm, this, value| {
        let number = number(vm, value)?;
        change(this, |it| it.verify_flags = number);
        Ok(())
    }),
    Property::settable("verify_mode", |_, this| Ok(Value::int(settings(this).borrow().verify_mode)), set_verify_mode),
    Property::settable("num_tickets", |_, this| Ok(Value::int(settings(this).borrow().ticket_count)), set_ticket_count),
    Property::settable("post_handshake_auth", |_, this| Ok(Value::bool(settings(this).borrow().post_handshake)), |vm, this, value| {
        let Some(value) = value else {
            return Err(vm.attribute_error("cannot delete attribute"));
        };
        let truth = vm.is_true(value)?;
        change(this, |it| it.post_handshake = truth);
        Ok(())
    }),
    Property::settable("sni_callback", |_, this| {
        let callback = of::<Context>(this).server_names.borrow().clone();
        Ok(callback.unwrap_or(Value::NONE))
    }, set_server_names),
    Property::settable("_msg_callback", |_, this| {
        let callback = of::<Context>(this).messages.borrow().clone();
        Ok(callback.unwrap_or(Value::NONE))
    }, set_messages),
    Property::settable("keylog_filename", |_, this| {
        let name = of::<Context>(this).key_log_name.borrow().clone();
        Ok(name.unwrap_or(Value::NONE))
    }, set_key_log),
    Property::new("protocol", |_, this| Ok(Value::int(of::<Context>(this).protocol))),
    Property::new("security_level", |_, _| Ok(Value::int(2))),
];

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("_SSLContext", "(protocol, /)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let protocol = i64::from(vm.to_i32(bound.required(0))?);
    let (minimum, maximum) = match protocol {
        protocol::TLS | protocol::CLIENT | protocol::SERVER => (version::TLS12, version::MAXIMUM),
        protocol::TLS10 | protocol::TLS11 => {
            let number = version::TLS10 + protocol - protocol::TLS10;
            (number, number)
        }
        protocol::TLS12 => (version::TLS12, version::TLS12),
        _ => {
            let text = format!("invalid or unsupported protocol version {protocol}");
            return Err(vm.value_error(text));
        }
    };
    if protocol != protocol::CLIENT && protocol != protocol::SERVER {
        let name = match protocol {
            protocol::TLS => "PROTOCOL_TLS",
            protocol::TLS10 => "PROTOCOL_TLSv1",
            protocol::TLS11 => "PROTOCOL_TLSv1_1",
            _ => "PROTOCOL_TLSv1_2",
        };
        crate::support::warn_deprecated(vm, &format!("ssl.{name} is deprecated"))?;
    }
    let is_client = protocol == protocol::CLIENT;
    let settings = Settings {
        verify_mode: if is_client { 2 } else { 0 },
        checks_host: is_client,
        options: option::DEFAULT,
        verify_flags: flag::TRUSTED_FIRST,
        host_flags: host_flag::NO_PARTIAL_WILDCARDS,
        minimum,
        maximum,
        ticket_count: 2,
        post_handshake: false,
        ciphers: ciphers::CIPHERS.iter().collect(),
        protocols: Vec::new(),
        store: Store::default(),
        keys: Vec::new(),
        group: None,
        key_log: None,
    };
    let context = Context {
        protocol,
        settings: Guarded::new(settings),
        server_names: Guarded::default(),
        messages: Guarded::default(),
        key_log_name: Guarded::default(),
        client: Guarded::default(),
        server: Guarded::default(),
        counts: Counts::default(),
    };
    Ok(Ref::with_class(class, context).into())
}

fn settings(this: &Value) -> &Guarded<Settings> {
    &of::<Context>(this).settings
}

/// Changes settings; configurations made from them before are of no use any more.
pub(super) fn change<T>(this: &Value, change: impl FnOnce(&mut Settings) -> T) -> T {
    let context = of::<Context>(this);
    context.client.take();
    context.server.take();
    change(&mut context.settings.borrow_mut())
}

/// An int as the value of an attribute.
fn number(vm: &Vm, value: Option<&Value>) -> Result<i64> {
    match value {
        Some(value) if value.is_int() => vm.to_i64(value),
        Some(value) => {
            let name = match value.is_none() {
                true => "None".to_owned(),
                false => value.class().name(),
            };
            Err(vm.type_error(format!("argument must be int, not {name}")))
        }
        None => Err(vm.attribute_error("cannot delete attribute")),
    }
}

/// A C int as the value of an attribute.
fn small_number(vm: &Vm, value: Option<&Value>) -> Result<i64> {
    match value {
        Some(value) => vm.to_i32(value).map(i64::from),
        None => Err(vm.attribute_error("cannot delete attribute")),
    }
}

fn version_number(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<i64> {
    let number = small_number(vm, value)?;
    let protocol = of::<Context>(this).protocol;
    if (protocol::TLS10..=protocol::TLS12).contains(&protocol) {
        let text =
            "The context's protocol doesn't support modification of highest and lowest version.";
        return Err(vm.value_error(text));
    }
    let deprecated = match number {
        version::MINIMUM | version::MAXIMUM | version::TLS12 | version::TLS13 => return Ok(number),
        version::SSL3 => "SSLv3",
        version::TLS10 => "TLSv1",
        770 => "TLSv1_1",
        _ => {
            let text = format!("Unsupported TLS/SSL version {number:#x}");
            return Err(vm.value_error(text));
        }
    };
    let text = format!("ssl.TLSVersion.{deprecated} is deprecated");
    crate::support::warn_deprecated(vm, &text)?;
    Ok(number)
}

fn set_options(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let number = number(vm, value)?;
    if number < 0 {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    let added = number & !settings(this).borrow().options;
    // The versions before 1.2, each to be ruled out by a flag.
    const OLD: i64 = 0x0400_0000 | 0x1000_0000 | option::NO_TLS12 | option::NO_TLS13;
    if added & OLD != 0 {
        let text = "ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated";
        crate::support::warn_deprecated(vm, text)?;
    }
    change(this, |it| it.options = number);
    Ok(())
}

fn set_check_hostname(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let Some(value) = value else {
        return Err(vm.attribute_error("cannot delete attribute"));
    };
    let truth = vm.is_true(value)?;
    change(this, |it| {
        it.checks_host = truth;
        if truth && it.verify_mode == 0 {
            it.verify_mode = 2;
        }
    });
    Ok(())
}

fn set_verify_mode(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let number = small_number(vm, value)?;
    if !(0..=2).contains(&number) {
        return Err(vm.value_error("invalid value for verify_mode"));
    }
    if number == 0 && settings(this).borrow().checks_host {
        let text = "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.";
        return Err(vm.value_error(text));
    }
    change(this, |it| it.verify_mode = number);
    Ok(())
}

fn set_ticket_count(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let number = small_number(vm, value)?;
    if number < 0 {
        return Err(vm.value_error("value must be non-negative"));
    }
    if of::<Context>(this).protocol != protocol::SERVER {
        return Err(vm.value_error("SSLContext is not a server context."));
    }
    change(this, |it| it.ticket_count = number);
    Ok(())
}

fn set_server_names(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let context = of::<Context>(this);
    if context.protocol == protocol::CLIENT {
        return Err(vm.value_error("sni_callback cannot be set on TLS_CLIENT context"));
    }
    let callback = value.filter(|value| !value.is_none());
    if callback.is_some_and(|callback| !is_callable(callback)) {
        context.server_names.take();
        return Err(vm.type_error("not a callable object"));
    }
    drop(context.server_names.replace(callback.cloned()));
    Ok(())
}

fn set_messages(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let context = of::<Context>(this);
    let callback = value.filter(|value| !value.is_none());
    if callback.is_some_and(|callback| !is_callable(callback)) {
        return Err(vm.type_error("not a callable object"));
    }
    drop(context.messages.replace(callback.cloned()));
    Ok(())
}

fn set_key_log(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let context = of::<Context>(this);
    drop(context.key_log_name.take());
    change(this, |it| it.key_log = None);
    let Some(value) = value.filter(|value| !value.is_none()) else {
        return Ok(());
    };
    let path = path_of(vm, value)?;
    let file = KeyFile::open(&path).map_err(|error| vm.os_error(&error, Some(value)))?;
    change(this, |it| it.key_log = Some(Arc::new(file)));
    drop(context.key_log_name.replace(Some(value.clone())));
    Ok(())
}

/// An argument that names a file.
pub(super) fn path_of(vm: &Vm, value: &Value) -> Result<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    let path = fspath(vm, value)?;
    let bytes = match path.downcast::<Bytes>() {
        Some(bytes) => bytes.as_bytes().to_vec(),
        None => match path.downcast::<Str>() {
            Some(text) => crate::paths::encode_path(vm, text)?,
            None => Vec::new(),
        },
    };
    if bytes.contains(&0) {
        return Err(vm.value_error("embedded null byte"));
    }
    Ok(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

fn set_ciphers(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let list = vm.expect_str_argument(required(arguments, 1), "set_ciphers", "")?;
    let Some(ciphers) = ciphers::choose(&list.to_text()) else {
        return Err(vm.error(&errors::ERROR, "No cipher can be selected."));
    };
    change(this, |it| it.ciphers = ciphers);
    Ok(Value::NONE)
}

fn get_ciphers(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let ciphers = settings(required(arguments, 0)).borrow().ciphers.clone();
    let rows: Result<Vec<Value>> = ciphers.iter().map(|it| it.description(vm)).collect();
    Ok(List::new(rows?).into())
}

fn set_protocols(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let bytes = vm.bytes_like(required(arguments, 1))?;
    let mut rest: &[u8] = &bytes;
    let mut protocols = Vec::new();
    while let [length, after @ ..] = rest {
        let Some((name, others)) = after.split_at_checked(usize::from(*length)) else {
            break;
        };
        protocols.push(name.to_vec());
        rest = others;
    }
    change(required(arguments, 0), |it| it.protocols = protocols);
    Ok(Value::NONE)
}

fn session_stats(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let counts = &of::<Context>(required(arguments, 0)).counts;
    let dict = Dict::new();
    for (name, count) in [
        ("number", 0),
        ("connect", counts.connects.get()),
        ("connect_good", counts.good_connects.get()),
        ("connect_renegotiate", 0),
        ("accept", counts.accepts.get()),
        ("accept_good", counts.good_accepts.get()),
        ("accept_renegotiate", 0),
        ("hits", counts.hits.get()),
        ("misses", 0),
        ("timeouts", 0),
        ("cache_full", 0),
    ] {
        dict.set_str(&vm.intern(name), Value::int(count));
    }
    Ok(dict.into())
}

fn store_stats(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let settings = settings(required(arguments, 0)).borrow();
    let all = settings.store.certificates.len();
    let mut certificates = settings.store.certificates.iter();
    let authorities = certificates.by_ref().filter(|it| it.is_authority).count();
    let dict = Dict::new();
    for (name, count) in [
        ("x509", all),
        ("crl", settings.store.revoked.len()),
        ("x509_ca", authorities),
    ] {
        dict.set_str(&vm.intern(name), count.into());
    }
    Ok(dict.into())
}

fn get_authorities(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let is_binary = crate::arguments::truth(vm, arguments, 1, false)?;
    let all = settings(required(arguments, 0))
        .borrow()
        .store
        .certificates
        .clone();
    let mut rows = Vec::new();
    for trusted in all
        .iter()
        .filter(|it: &&Arc<trust::Trusted>| it.is_authority)
    {
        rows.push(match is_binary {
            true => Bytes::value(&*trusted.bytes),
            false => certificate::describe(vm, &trusted.bytes)?,
        });
    }
    Ok(List::new(rows).into())
}

fn no_shared_keys(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    Err(vm.not_implemented_error("TLS-PSK is not supported by rustls."))
}
