//! The exceptions of module `ssl`, with OpenSSL's texts.

use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{StaticType, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use super::verify::Refusal;

const CLASS: u32 = flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES;

static_type! {
    /// `ssl.SSLError`
    pub ERROR = TypeSpec {
        name: "SSLError",
        module: "ssl",
        doc: Some("Something went wrong below TLS or in it."),
        base: Some(|| exceptions::OS_ERROR.as_ref()),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots { str: Some(text), ..Slots::EMPTY },
        ..TypeSpec::DEFAULT
    };
    /// `ssl.SSLZeroReturnError`
    pub ZERO_RETURN = TypeSpec { name: "SSLZeroReturnError", doc: Some("The connection was closed in order."), ..DERIVED };
    /// `ssl.SSLWantReadError`
    pub WANT_READ = TypeSpec { name: "SSLWantReadError", doc: Some("More has to be read first."), ..DERIVED };
    /// `ssl.SSLWantWriteError`
    pub WANT_WRITE = TypeSpec { name: "SSLWantWriteError", doc: Some("More has to be written first."), ..DERIVED };
    /// `ssl.SSLSyscallError`
    pub SYSTEM_CALL = TypeSpec { name: "SSLSyscallError", doc: Some("A system call failed."), ..DERIVED };
    /// `ssl.SSLEOFError`
    pub EOF = TypeSpec { name: "SSLEOFError", doc: Some("The connection ended without being closed in order."), ..DERIVED };
    /// `ssl.SSLCertVerificationError`
    pub VERIFICATION = TypeSpec {
        name: "SSLCertVerificationError",
        doc: Some("A certificate was refused."),
        more_bases: &[|| exceptions::VALUE_ERROR.as_ref()],
        ..DERIVED
    };
}

const DERIVED: TypeSpec = TypeSpec {
    module: "ssl",
    base: Some(|| ERROR.as_ref()),
    flags: CLASS,
    ..TypeSpec::DEFAULT
};

/// Adds the exceptions to the module.
pub(super) fn add(vm: &Vm, module: &Ref<Module>) {
    let classes: [&'static StaticType; 7] = [
        &ERROR,
        &ZERO_RETURN,
        &WANT_READ,
        &WANT_WRITE,
        &SYSTEM_CALL,
        &EOF,
        &VERIFICATION,
    ];
    for class in classes {
        make_ready(class);
        module.set(vm, class.native_name(), class.to_value());
    }
}

/// `str(error)`: the text where there is one, else all arguments.
fn text(vm: &Vm, this: &Value) -> Result<Value> {
    let strerror = vm.get_attribute(this, &vm.intern("strerror"))?;
    if strerror.downcast::<Str>().is_some() {
        return Ok(strerror);
    }
    let arguments = vm.get_attribute(this, &vm.intern("args"))?;
    Ok(vm.str(&arguments)?.into())
}

/// What went wrong with a connection.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// More bytes of the other end are needed.
    WantRead,
    /// Bytes for the other end have to go first.
    WantWrite,
    /// The other end closed in order.
    Closed,
    /// The other end is gone; whether that was seen for the first time.
    Eof { is_new: bool },
    /// A message of OpenSSL's: the name of its reason.
    Protocol(String),
    /// A certificate was refused.
    Refused(Refusal),
}

impl Failure {
    /// A failure by the name of OpenSSL's reason.
    pub fn protocol(reason: &str) -> Failure {
        Failure::Protocol(reason.to_owned())
    }

    /// The exception.
    pub fn raised(&self, vm: &Vm) -> Raised {
        match self {
            Failure::WantRead => plain(vm, &WANT_READ, 2, "The operation did not complete (read)"),
            Failure::WantWrite => {
                plain(vm, &WANT_WRITE, 3, "The operation did not complete (write)")
            }
            Failure::Closed => {
                let text = "TLS/SSL connection has been closed (EOF)";
                plain(vm, &ZERO_RETURN, 6, text)
            }
            Failure::Eof { is_new: false } => {
                plain(vm, &EOF, 8, "EOF occurred in violation of protocol")
            }
            Failure::Eof { is_new: true } => {
                let text = "EOF occurred in violation of protocol";
                let reason = Some("UNEXPECTED_EOF_WHILE_READING");
                make(vm, &EOF, 8, Some("SSL"), reason, text)
            }
            Failure::Protocol(reason) => {
                let text = reason.to_lowercase().replace('_', " ");
                make(vm, &ERROR, 1, Some("SSL"), Some(reason), &text)
            }
            Failure::Refused(refusal) => refused(vm, refusal),
        }
    }
}

fn refused(vm: &Vm, refusal: &Refusal) -> Raised {
    let text = format!("certificate verify failed: {}", refusal.message);
    let reason = Some("CERTIFICATE_VERIFY_FAILED");
    let raised = make(vm, &VERIFICATION, 1, Some("SSL"), reason, &text);
    let code = Value::int(refusal.code);
    let message = Str::value(&refusal.message);
    for (name, value) in [("verify_code", &code), ("verify_message", &message)] {
        let _ = vm.set_attribute(&raised.0, &vm.intern(name), value);
    }
    raised
}

fn plain(vm: &Vm, class: &'static StaticType, number: i64, text: &str) -> Raised {
    make(vm, class, number, None, None, text)
}

/// An error with the place in `_ssl.c` that scripts see with CPython.
pub(super) fn make(
    vm: &Vm,
    class: &'static StaticType,
    number: i64,
    library: Option<&str>,
    reason: Option<&str>,
    text: &str,
) -> Raised {
    let text = match (library, reason) {
        (Some(library), Some(reason)) => format!("[{library}: {reason}] {text} (_ssl.c:1020)"),
        (Some(library), None) => format!("[{library}] {text} (_ssl.c:1020)"),
        _ => format!("{text} (_ssl.c:1020)"),
    };
    let arguments = [Value::int(number), Str::value(text)];
    let raised = match vm.call(&class.to_value(), &arguments) {
        Ok(error) => Raised(error),
        Err(raised) => return raised,
    };
    let value = |name: Option<&str>| name.map_or(Value::NONE, Str::value);
    for (name, value) in [("reason", value(reason)), ("library", value(library))] {
        let _ = vm.set_attribute(&raised.0, &vm.intern(name), &value);
    }
    raised
}

/// What went wrong with a file or a setting: the number, library and reason of OpenSSL's.
pub(super) fn library_error(vm: &Vm, number: i64, library: &str, reason: &str) -> Raised {
    let text = reason.to_lowercase().replace('_', " ");
    make(vm, &ERROR, number, Some(library), Some(reason), &text)
}

/// What OpenSSL says of a file that it cannot make sense of.
pub(super) fn pem_error(vm: &Vm, library: &str) -> Raised {
    make(vm, &ERROR, 524_297, Some(library), None, "PEM lib")
}
