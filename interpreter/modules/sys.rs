//! Module `sys`: the interpreter as scripts see it. The machine makes the module when it
//! starts; `fill` adds what is in it.

mod asynchronous;
mod frames;
mod hooks;
mod information;
mod limits;
mod monitoring;
mod names;
mod paths;
mod streams;
mod tracing;

use std::os::unix::ffi::OsStrExt;

use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::exceptions::{self, Exception};
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

pub use hooks::audit_event;
pub(crate) use hooks::forget_hooks;

use crate::paths::decode_path;
use crate::state::State;

const FUNCTIONS: &[Method] = &[
    Method::new(
        "exc_info",
        "($module, /)",
        exc_info,
        "Type, value and traceback of what is handled.",
    ),
    Method::new(
        "exception",
        "($module, /)",
        exception,
        "The exception that is handled.",
    ),
    Method::new(
        "exit",
        "($module, status=None, /)",
        exit,
        "Ends the program by SystemExit.",
    ),
    Method::new(
        "intern",
        "($module, string, /)",
        intern,
        "The one string of this text.",
    ),
    Method::new(
        "_is_interned",
        "($module, string, /)",
        is_interned,
        "Whether it is interned.",
    ),
    Method::new(
        "getdefaultencoding",
        "($module, /)",
        |_, _| Ok(Str::value("utf-8")),
        "utf-8.",
    ),
    Method::new(
        "getfilesystemencoding",
        "($module, /)",
        |_, _| Ok(Str::value("utf-8")),
        "utf-8.",
    ),
    Method::new(
        "getfilesystemencodeerrors",
        "($module, /)",
        |_, _| Ok(Str::value("surrogateescape")),
        "The error handler for file names.",
    ),
    Method::new(
        "is_finalizing",
        "($module, /)",
        is_finalizing,
        "Whether the interpreter ends.",
    ),
    Method::new(
        "_is_gil_enabled",
        "($module, /)",
        |_, _| Ok(Value::TRUE),
        "Whether there is one lock.",
    ),
    Method::new(
        "getdlopenflags",
        "($module, /)",
        |vm, _| Ok(Value::int((*DLOPEN_FLAGS.of(vm).borrow()).into())),
        "Flags for libraries.",
    ),
    Method::new(
        "setdlopenflags",
        "($module, flags, /)",
        set_dlopen_flags,
        "Sets them.",
    ),
    Method::new(
        "_clear_type_cache",
        "($module, /)",
        |_, _| Ok(Value::NONE),
        "Does nothing here.",
    ),
    Method::new(
        "_clear_internal_caches",
        "($module, /)",
        |_, _| Ok(Value::NONE),
        "Does nothing here.",
    ),
    Method::new(
        "_debugmallocstats",
        "($module, /)",
        |_, _| Ok(Value::NONE),
        "Does nothing here.",
    ),
    Method::new(
        "_get_cpu_count_config",
        "($module, /)",
        |_, _| Ok(Value::int(-1)),
        "-1: not set.",
    ),
];

/// Fills the module.
pub fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    module.add_functions(vm, hooks::FUNCTIONS);
    vm.enter_thread(crate::thread::main_thread(vm));
    crate::signal::start(vm);
    information::fill_at_once(vm, module);
    hooks::fill(vm, module);
    fill_command_line(vm, module);
    paths::fill(vm, module);
    module.add_functions_late(LATE_FUNCTIONS);
    module.add_values_late(information::ALONE);
    module.fill_late(fill_late);
    streams::fill(vm, module)
}

/// Functions that the machine itself never asks for.
const LATE_FUNCTIONS: &[&[Method]] = &[
    FUNCTIONS,
    asynchronous::FUNCTIONS,
    frames::FUNCTIONS,
    limits::FUNCTIONS,
    tracing::FUNCTIONS,
];

/// Adds what else the machine itself never asks for.
fn fill_late(vm: &Vm, module: &Ref<Module>) {
    information::fill(vm, module);
    let monitoring = monitoring::make(vm);
    module.set(vm, "monitoring", monitoring);
}

/// What the command line says.
fn fill_command_line(vm: &Vm, module: &Ref<Module>) {
    let options = &vm.shared().options;
    let texts = |arguments: &[std::ffi::OsString]| -> Value {
        let texts = arguments
            .iter()
            .map(|argument| decode_path(argument.as_bytes()).into());
        List::new(texts.collect()).into()
    };
    module.set(vm, "argv", texts(&options.arguments));
    module.set(vm, "orig_argv", texts(&options.original_arguments));
    let warnings = options.warnings.iter().map(Str::value).collect();
    module.set(vm, "warnoptions", List::new(warnings));
    let extra = Dict::new();
    for option in &options.extra {
        match option.split_once('=') {
            Some((name, value)) => extra.set_str(&vm.intern(name), Str::value(value)),
            None => extra.set_str(&vm.intern(option), Value::TRUE),
        }
    }
    module.set(vm, "_xoptions", extra);
    module.set(
        vm,
        "dont_write_bytecode",
        Value::bool(options.dont_write_bytecode),
    );
    module.set(vm, "executable", Str::value(&options.executable));
    module.set(vm, "_base_executable", Str::value(&options.executable));
}

/// What `sys.getdlopenflags()` gives, RTLD_NOW at first. Nothing is loaded by it.
static DLOPEN_FLAGS: State<i32> = State::new(2);

fn set_dlopen_flags(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let flags = vm.to_i32(required(arguments, 0))?;
    *DLOPEN_FLAGS.of(vm).borrow_mut() = flags;
    Ok(Value::NONE)
}

fn exc_info(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let Some(exception) = vm.handled_exception() else {
        return Ok(Tuple::new(vec![Value::NONE, Value::NONE, Value::NONE]).into());
    };
    let traceback = exception
        .downcast::<Exception>()
        .and_then(|it| it.traceback());
    let traceback = traceback.map_or(Value::NONE, Value::from);
    let class = exception.class().to_value();
    Ok(Tuple::new(vec![class, exception, traceback]).into())
}

fn exception(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    Ok(vm.handled_exception().unwrap_or(Value::NONE))
}

fn exit(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let status = arguments[0].clone().unwrap_or(Value::NONE);
    // As `raise SystemExit(status)` would: a tuple gives the arguments one by one.
    let arguments = match status.downcast::<Tuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None if status.is_none() => vec![],
        None => vec![status],
    };
    let exception = vm.call(exceptions::SYSTEM_EXIT.as_value(), &arguments)?;
    Err(Raised(exception))
}

fn intern(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = vm::native::required(arguments, 0);
    if let Some(text) = value.downcast_exact::<Str>() {
        return Ok(text.interned().into());
    }
    Err(vm.type_error(match value.downcast::<Str>() {
        Some(_) => format!("can't intern {}", value.class().name()),
        None => format!(
            "intern() argument must be str, not {}",
            vm.found_argument(value)
        ),
    }))
}

fn is_interned(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = vm::native::required(arguments, 0);
    let text = vm.expect_str_argument(value, "_is_interned", "")?;
    Ok(Value::bool(text.is_interned()))
}

fn is_finalizing(_: &Vm, _: &[Option<Value>]) -> Result<Value> {
    Ok(Value::bool(vm::startup::is_finalizing()))
}
