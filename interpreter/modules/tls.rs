//! Module `_ssl`: TLS by rustls, told in OpenSSL's terms.

mod certificate;
mod ciphers;
mod connection;
mod constants;
mod context;
mod der;
mod engine;
mod errors;
mod hostname;
mod keys;
mod loading;
mod memory;
mod object_names;
mod peer;
mod pem;
mod reasons;
mod resumption;
mod session;
mod settings;
mod trust;
mod verify;
mod x509;

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::arguments::truth;
use crate::support::{add_types, tuple};
use object_names::ObjectName;

/// `_ssl`
pub static MODULE: NativeModule = NativeModule {
    name: "_ssl",
    doc: Some("TLS for sockets; see module ssl."),
    functions: FUNCTIONS,
    fill,
};

#[rustfmt::skip]
const FUNCTIONS: &[Method] = &[
    Method::new("RAND_bytes", "($module, n, /)", random_bytes, "Bytes that nobody can guess."),
    Method::new("RAND_add", "($module, string, entropy, /)", |vm, it| {
        if required(it, 0).downcast::<Str>().is_none() {
            vm.bytes_like(required(it, 0))?;
        }
        vm.to_f64(required(it, 1))?;
        Ok(Value::NONE)
    }, "Does nothing: the system's random numbers need no help."),
    Method::new("RAND_status", "($module, /)", |_, _| Ok(Value::TRUE), "Whether there are random numbers."),
    Method::new("get_default_verify_paths", "($module, /)", |_, _| {
        Ok(tuple(loading::DEFAULT_PATHS.iter().map(Str::value).collect()))
    }, "Where the system's roots are: variables and paths, of a file and a folder."),
    Method::new("txt2obj", "($module, /, txt, name=False)", object_by_text, "An object by its numbers or name."),
    Method::new("nid2obj", "($module, nid, /)", object_by_number, "An object by OpenSSL's number."),
    Method::new("_test_decode_cert", "($module, path, /)", decode, "The certificate of a file, as a dict."),
];

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    errors::add(vm, module);
    let types = [
        &context::CONTEXT,
        &connection::CONNECTION,
        &memory::MEMORY,
        &session::SESSION,
        &certificate::CERTIFICATE,
    ];
    add_types(vm, module, &types);
    for (name, number) in constants::NUMBERS {
        module.set(vm, name, Value::int(*number));
    }
    for (name, truth) in constants::FEATURES {
        module.set(vm, name, Value::bool(*truth));
    }
    let version = [3, 0, 0, 19, 0].map(Value::int).to_vec();
    module.set(vm, "OPENSSL_VERSION_INFO", tuple(version.clone()));
    module.set(vm, "_OPENSSL_API_VERSION", tuple(version));
    module.set(vm, "OPENSSL_VERSION_NUMBER", Value::int(805_306_672));
    let name = "OpenSSL 3.0.19 27 Jan 2026 (rustls 0.23)";
    module.set(vm, "OPENSSL_VERSION", Str::value(name));
    let ciphers =
        "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM";
    module.set(vm, "_DEFAULT_CIPHERS", Str::value(ciphers));
    Ok(())
}

fn random_bytes(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let count = vm.to_i32(required(arguments, 0))?;
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("num must be positive"));
    };
    Ok(Bytes::value(connection::random_bytes(count)))
}

fn object(row: &ObjectName) -> Value {
    tuple(vec![
        Value::int(row.number),
        Str::value(row.short),
        Str::value(row.long),
        Str::value(row.identifier),
    ])
}

fn object_by_text(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = vm.expect_str_argument(required(arguments, 0), "txt2obj", "'txt'")?;
    let text = text.to_text();
    let by_name = truth(vm, arguments, 1, false)?;
    let found = object_names::by_identifier(&text);
    let found = found.or_else(|| object_names::by_name(&text).filter(|_| by_name));
    match found {
        Some(row) => Ok(object(row)),
        None => {
            let text = text.chars().take(100).collect::<String>();
            Err(vm.value_error(format!("unknown object '{text}'")))
        }
    }
}

fn object_by_number(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = i64::from(vm.to_i32(required(arguments, 0))?);
    if number < 0 {
        return Err(vm.value_error("NID must be positive."));
    }
    match object_names::by_number(number) {
        Some(row) => Ok(object(row)),
        None => Err(vm.value_error(format!("unknown NID {number}"))),
    }
}

fn decode(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    let path = context::path_of(vm, value)?;
    let content = std::fs::read(&path);
    let content = content.map_err(|_| {
        let text = "Can't open file";
        errors::make(vm, &errors::ERROR, 0, None, None, text)
    })?;
    let mut blocks = pem::blocks(&content).into_iter().flatten();
    match blocks.find(|block| pem::is_certificate(&block.label)) {
        Some(block) => certificate::describe(vm, &block.content),
        None => {
            let text = "Error decoding PEM-encoded file";
            Err(errors::make(vm, &errors::ERROR, 0, None, None, text))
        }
    }
}
