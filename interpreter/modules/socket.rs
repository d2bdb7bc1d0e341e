//! Module `_socket`: sockets, and the names of hosts and services.

mod address;
mod connections;
mod constants;
mod messages;
mod names;
pub(crate) mod transfer;
pub(crate) mod waiting;

use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Property, Signature, bind};
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::heap::{Payload, Ref};
use vm::objects::module::Module;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::io::warn_resource;
use crate::support::of;
use crate::sys::audit_event;
use crate::system_calls::{self, raise, sockets};

/// `_socket`
pub static MODULE: NativeModule = NativeModule {
    name: "_socket",
    doc: Some("Sockets; see module socket."),
    functions: &[],
    fill,
};

/// The timeout of new sockets, in nanoseconds; negative where there is none.
static DEFAULT_TIMEOUT: AtomicI64 = AtomicI64::new(-1);

/// The payload of a socket.
pub struct Socket {
    descriptor: Cell<i32>,
    family: Cell<i32>,
    kind: Cell<i32>,
    protocol: Cell<i32>,
    /// In nanoseconds: 0 for one that never waits, negative for one that waits for ever.
    timeout: Cell<i64>,
}

impl Default for Socket {
    fn default() -> Socket {
        Socket {
            descriptor: Cell::new(-1),
            family: Cell::default(),
            kind: Cell::default(),
            protocol: Cell::default(),
            timeout: Cell::new(-1),
        }
    }
}

payload!(Socket, SOCKET, leaf {
    fn wants_finalizer(&self) -> bool {
        self.descriptor.get() >= 0
    }
});

static_type! {
    /// `_socket.socket`
    pub SOCKET = TypeSpec {
        name: "socket",
        module: "_socket",
        doc: Some("One end of a connection between programs."),
        layout: Some(<Socket as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Socket::default()).into())),
            init: Some(init),
            repr: Some(repr),
            finalize: Some(finalize),
            ..Slots::EMPTY
        },
        methods: connections::METHODS,
        properties: &[
            Property {
                member: true,
                ..Property::new("family", |_, this| Ok(Value::int(of::<Socket>(this).family.get().into())))
            },
            Property {
                member: true,
                ..Property::new("type", |_, this| Ok(Value::int(of::<Socket>(this).kind.get().into())))
            },
            Property {
                member: true,
                ..Property::new("proto", |_, this| Ok(Value::int(of::<Socket>(this).protocol.get().into())))
            },
            Property::new("timeout", |_, this| Ok(waiting::to_seconds(of::<Socket>(this).timeout.get()))),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `socket.herror`
    pub HOST_ERROR = TypeSpec {
        name: "herror",
        module: "socket",
        base: Some(|| exceptions::OS_ERROR.as_ref()),
        flags: flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES,
        ..TypeSpec::DEFAULT
    };
    /// `socket.gaierror`
    pub ADDRESS_ERROR = TypeSpec {
        name: "gaierror",
        module: "socket",
        base: Some(|| exceptions::OS_ERROR.as_ref()),
        flags: flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES,
        ..TypeSpec::DEFAULT
    };
}

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    for class in [&SOCKET, &HOST_ERROR, &ADDRESS_ERROR] {
        make_ready(class);
        module.set(vm, class.native_name(), class.to_value());
    }
    module.set(vm, "SocketType", SOCKET.to_value());
    module.set(vm, "error", exceptions::OS_ERROR.to_value());
    module.set(vm, "timeout", exceptions::TIMEOUT_ERROR.to_value());
    module.set(vm, "has_ipv6", Value::TRUE);
    module.add_functions_late(&[names::FUNCTIONS]);
    module.fill_late(|vm, module| {
        for (name, number) in constants::NUMBERS {
            module.set(vm, name, Value::int(*number));
        }
    });
    Ok(())
}

impl Socket {
    /// The descriptor; -1 when closed.
    pub(crate) fn descriptor(&self) -> i32 {
        self.descriptor.get()
    }

    /// Whether bytes come without bounds between them.
    pub(crate) fn is_stream(&self) -> bool {
        self.kind.get() == libc::SOCK_STREAM
    }

    /// How long calls wait, in nanoseconds: 0 for not at all, negative for ever.
    pub(crate) fn timeout(&self) -> i64 {
        self.timeout.get()
    }

    /// Takes a descriptor over, as constructors do it.
    fn take(&self, vm: &Vm, descriptor: i32, family: i32, kind: i32, protocol: i32) -> Result<()> {
        self.descriptor.set(descriptor);
        self.family.set(family);
        self.kind
            .set(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC));
        self.protocol.set(protocol);
        if kind & libc::SOCK_NONBLOCK != 0 {
            self.timeout.set(0);
            return Ok(());
        }
        self.timeout.set(DEFAULT_TIMEOUT.load(Ordering::Relaxed));
        if self.timeout.get() < 0 {
            return Ok(());
        }
        let result = sockets::set_blocking(descriptor, false);
        if result.is_err() {
            self.descriptor.set(-1);
            let _ = system_calls::close(descriptor);
        }
        raise(vm, result, None).map(drop)
    }
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature =
        Signature::new("socket", "(family=-1, type=-1, proto=-1, fileno=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let number = |position| match bound.optional(position) {
        Some(value) => vm.to_i32(value),
        None => Ok(-1),
    };
    let (mut family, mut kind, mut protocol) = (number(0)?, number(1)?, number(2)?);
    audit_event(vm, "socket.__new__", || {
        let numbers = [family, kind, protocol].map(|it| Value::int(it.into()));
        std::iter::once(this.clone()).chain(numbers).collect()
    })?;
    let given = bound.optional(3).filter(|value| !value.is_none());
    let descriptor = match given {
        Some(value) => {
            let descriptor = vm.to_i32(value)?;
            if descriptor < 0 {
                return Err(vm.value_error("negative file descriptor"));
            }
            adopt(vm, descriptor, [&mut family, &mut kind, &mut protocol])?;
            descriptor
        }
        None => {
            for (number, default) in [
                (&mut family, libc::AF_INET),
                (&mut kind, libc::SOCK_STREAM),
                (&mut protocol, 0),
            ] {
                if *number == -1 {
                    *number = default;
                }
            }
            raise(vm, sockets::socket(family, kind, protocol), None)?
        }
    };
    of::<Socket>(this).take(vm, descriptor, family, kind, protocol)
}

/// Checks that a descriptor is a socket's, and finds out of which kind.
fn adopt(vm: &Vm, descriptor: i32, numbers: [&mut i32; 3]) -> Result<()> {
    let [family, kind, protocol] = numbers;
    match sockets::own_address(descriptor) {
        Ok(address) if *family == -1 => *family = address.family(),
        Ok(_) => {}
        Err(error) => {
            let number = error.raw_os_error().unwrap_or(0);
            if *family == -1 || number == libc::EBADF || number == libc::ENOTSOCK {
                return Err(vm.os_error(&error, None));
            }
        }
    }
    for (number, option) in [(kind, libc::SO_TYPE), (protocol, libc::SO_PROTOCOL)] {
        if *number == -1 {
            let found = sockets::number_option(descriptor, libc::SOL_SOCKET, option);
            *number = raise(vm, found, None)?;
        }
    }
    Ok(())
}

fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let socket = of::<Socket>(this);
    Ok(Str::value(format!(
        "<socket object, fd={}, family={}, type={}, proto={}>",
        socket.descriptor.get(),
        socket.family.get(),
        socket.kind.get(),
        socket.protocol.get()
    )))
}

/// Closes a socket that was not closed, and warns of it.
fn finalize(vm: &Vm, this: &Value) {
    let socket = of::<Socket>(this);
    if socket.descriptor.get() < 0 {
        return;
    }
    let warned = vm
        .repr_text(this)
        .and_then(|text| warn_resource(vm, &format!("unclosed {text}"), this));
    if let Err(raised) = warned
        && raised.is(&exceptions::WARNING)
    {
        vm.unraisable(raised, Some(this));
    }
    let descriptor = socket.descriptor.replace(-1);
    if descriptor >= 0 {
        let _ = system_calls::close(descriptor);
    }
}
