//! Module `syslog`: the log of the system.

use std::ffi::{CStr, CString};

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::arguments::int;
use crate::state::State;
use crate::sys::audit_event;
use crate::system_calls::system_log;

/// `syslog`
pub static MODULE: NativeModule = NativeModule {
    name: "syslog",
    doc: Some("The log of the system."),
    functions: &[
        Method::new(
            "openlog",
            "($module, /, ident=<unrepresentable>, logoption=0,\n        facility=LOG_USER)",
            open,
            "Opens the log.",
        ),
        Method::raw(
            "syslog",
            "([priority, ]message)",
            write,
            "Writes a message.",
        ),
        Method::new(
            "closelog",
            "($module, /)",
            |vm, _| {
                audit_event(vm, "syslog.closelog", Vec::new)?;
                if IS_OPEN.of(vm).replace(false) {
                    system_log::close();
                }
                Ok(Value::NONE)
            },
            "Closes the log.",
        ),
        Method::new(
            "setlogmask",
            "($module, maskpri, /)",
            |vm, it| {
                let mask = vm.to_i32(required(it, 0))?;
                audit_event(vm, "syslog.setlogmask", || vec![required(it, 0).clone()])?;
                Ok(Value::int(system_log::set_mask(mask).into()))
            },
            "Sets which priorities are logged.",
        ),
        Method::new(
            "LOG_MASK",
            "($module, pri, /)",
            |vm, it| {
                let priority = vm.to_i64(required(it, 0))?;
                Ok(Value::int((1i32.wrapping_shl(priority as u32)).into()))
            },
            "The mask of one priority.",
        ),
        Method::new(
            "LOG_UPTO",
            "($module, pri, /)",
            |vm, it| {
                let priority = vm.to_i64(required(it, 0))? as u32;
                let mask = 1i32.wrapping_shl(priority.wrapping_add(1)).wrapping_sub(1);
                Ok(Value::int(mask.into()))
            },
            "The mask of all priorities up to one.",
        ),
    ],
    fill: |vm, module| {
        for (name, number) in NUMBERS {
            module.set(vm, name, Value::int(*number));
        }
        Ok(())
    },
};

#[rustfmt::skip]
const NUMBERS: &[(&str, i64)] = &[
    ("LOG_ALERT", 1), ("LOG_AUTH", 32), ("LOG_AUTHPRIV", 80), ("LOG_CONS", 2), ("LOG_CRIT", 2),
    ("LOG_CRON", 72), ("LOG_DAEMON", 24), ("LOG_DEBUG", 7), ("LOG_EMERG", 0), ("LOG_ERR", 3),
    ("LOG_FTP", 88), ("LOG_INFO", 6), ("LOG_KERN", 0), ("LOG_LOCAL0", 128), ("LOG_LOCAL1", 136),
    ("LOG_LOCAL2", 144), ("LOG_LOCAL3", 152), ("LOG_LOCAL4", 160), ("LOG_LOCAL5", 168),
    ("LOG_LOCAL6", 176), ("LOG_LOCAL7", 184), ("LOG_LPR", 48), ("LOG_MAIL", 16), ("LOG_NDELAY", 8),
    ("LOG_NEWS", 56), ("LOG_NOTICE", 5), ("LOG_NOWAIT", 16), ("LOG_ODELAY", 4), ("LOG_PERROR", 32),
    ("LOG_PID", 1), ("LOG_SYSLOG", 40), ("LOG_USER", 8), ("LOG_UUCP", 64), ("LOG_WARNING", 4),
];

static IS_OPEN: State<bool> = State::new(false);

fn c_text(vm: &Vm, value: &Value, function: &str, place: &str) -> Result<CString> {
    let text = vm.expect_str_argument(value, function, place)?;
    let bytes = crate::paths::encode_path(vm, text)?;
    CString::new(bytes).map_err(|_| vm.value_error("embedded null character"))
}

/// The name of the program, without its folder.
fn program(vm: &Vm) -> Option<CString> {
    let arguments = vm.shared().sys.get_str(&vm.intern("argv"))?;
    let first = arguments.downcast::<List>()?.get(0)?;
    let text = first.downcast::<Str>()?.to_text();
    let name = text.rsplit('/').next().unwrap_or_default();
    CString::new(name).ok().filter(|name| !name.is_empty())
}

fn start(vm: &Vm, name: Option<CString>, options: i32, facility: i32) {
    // The library keeps the name; a program opens its log a few times at most.
    let name = name.or_else(|| program(vm));
    let name: Option<&'static CStr> = name.map(|name| &*Box::leak(name.into_boxed_c_str()));
    system_log::open(name, options, facility);
    IS_OPEN.of(vm).replace(true);
}

fn open(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = match arguments.first() {
        Some(Some(name)) => Some(c_text(vm, name, "openlog", "'ident'")?),
        _ => None,
    };
    let options = int(vm, arguments, 1, 0)?;
    let facility = int(vm, arguments, 2, libc::LOG_USER)?;
    audit_event(vm, "syslog.openlog", || {
        vec![
            arguments.first().cloned().flatten().unwrap_or(Value::NONE),
            Value::int(options.into()),
            Value::int(facility.into()),
        ]
    })?;
    start(vm, name, options, facility);
    Ok(Value::NONE)
}

fn write(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (priority, message) = match arguments.positionals() {
        [message] => (libc::LOG_INFO, message),
        [priority, message] => (vm.to_i32(priority)?, message),
        _ => return Err(vm.type_error("syslog.syslog requires 1 to 2 arguments")),
    };
    let place = if arguments.values.len() == 2 {
        "2"
    } else {
        "1"
    };
    let text = c_text(vm, message, "syslog", place)?;
    audit_event(vm, "syslog.syslog", || {
        vec![Value::int(priority.into()), message.clone()]
    })?;
    if !*IS_OPEN.of(vm).borrow() {
        start(vm, None, 0, libc::LOG_USER);
    }
    vm.allow_threads(|| system_log::write(priority, &text));
    Ok(Value::NONE)
}
