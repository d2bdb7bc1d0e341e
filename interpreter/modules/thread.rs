//! Module `_thread`: threads, locks, data of which each thread has its own.

mod handle;
mod local;
mod lock;
mod reentrant_lock;

use std::time::Duration;

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::traceback::{print, write_error};
use vm::{Raised, Result, Vm, struct_sequence};

use crate::arguments::{int, optional, truth};
use crate::state::State;
use crate::system_calls::thread_ident;

pub use handle::forget_other_threads;

/// `_thread`
pub static MODULE: NativeModule = NativeModule {
    name: "_thread",
    doc: Some("Threads and locks."),
    functions: FUNCTIONS,
    fill,
};

struct_sequence! {
    /// `threading.ExceptHookArgs`
    pub EXCEPT_HOOK_ARGUMENTS = "_thread", "_ExceptHookArgs", 4,
        ["exc_type" 0, "exc_value" 1, "exc_traceback" 2, "thread" 3];
}

const FUNCTIONS: &[Method] = &[
    Method::new(
        "start_new_thread",
        "($module, function, args, kwargs={}, /)",
        start_new_thread,
        "Starts a thread.",
    ),
    Method::new(
        "start_new",
        "($module, function, args, kwargs={}, /)",
        start_new_thread,
        "Starts a thread.",
    ),
    Method::new(
        "start_joinable_thread",
        "($module, /, function, handle=None, daemon=True)",
        start_joinable_thread,
        "Starts a thread that can be joined.",
    ),
    Method::new(
        "daemon_threads_allowed",
        "($module, /)",
        |_, _| Ok(Value::TRUE),
        "True.",
    ),
    Method::new(
        "allocate_lock",
        "($module, /)",
        |_, _| Ok(lock::new()),
        "A lock.",
    ),
    Method::new(
        "allocate",
        "($module, /)",
        |_, _| Ok(lock::new()),
        "A lock.",
    ),
    Method::new(
        "get_ident",
        "($module, /)",
        |_, _| Ok(thread_ident().into()),
        "The number of this thread.",
    ),
    Method::new(
        "get_native_id",
        "($module, /)",
        |_, _| {
            Ok(Value::int(
                rustix::thread::gettid().as_raw_nonzero().get().into(),
            ))
        },
        "The system's number of this thread.",
    ),
    Method::new(
        "_get_main_thread_ident",
        "($module, /)",
        |vm, _| Ok(main_thread(vm).into()),
        "The number of the main thread.",
    ),
    Method::new(
        "_is_main_interpreter",
        "($module, /)",
        |_, _| Ok(Value::TRUE),
        "True.",
    ),
    Method::new(
        "_count",
        "($module, /)",
        |vm, _| Ok(count(vm).into()),
        "How many threads were started.",
    ),
    Method::new("exit", "($module, /)", exit, "Ends this thread."),
    Method::new("exit_thread", "($module, /)", exit, "Ends this thread."),
    Method::new(
        "interrupt_main",
        "($module, signum=signal.SIGINT, /)",
        interrupt_main,
        "As if a signal had come.",
    ),
    Method::new(
        "stack_size",
        "($module, size=0, /)",
        stack_size,
        "The stacks of new threads.",
    ),
    Method::new(
        "_excepthook",
        "($module, (exc_type, exc_value, exc_traceback, thread), /)",
        excepthook,
        "Shows the exception of a thread.",
    ),
    Method::new(
        "_make_thread_handle",
        "($module, ident, /)",
        handle::make,
        "A handle of a thread.",
    ),
    Method::new(
        "_shutdown",
        "($module, /)",
        handle::shutdown,
        "Waits for the threads at the end.",
    ),
];

static MAIN_THREAD: State<usize> = State::new(0);
static COUNT: State<usize> = State::new(0);
static STACK_SIZE: State<usize> = State::new(0);

/// Stack of a thread that the script does not set.
const DEFAULT_STACK: usize = 16 << 20;
const SMALLEST_STACK: usize = 32 << 10;

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    main_thread(vm);
    for class in [
        &EXCEPT_HOOK_ARGUMENTS,
        &lock::LOCK,
        &reentrant_lock::RLOCK,
        &local::LOCAL,
        &handle::THREAD_HANDLE,
    ] {
        make_ready(class);
        module.set(vm, class.native_name(), class.to_value());
    }
    module.set(vm, "LockType", lock::LOCK.to_value());
    module.set(vm, "error", exceptions::RUNTIME_ERROR.to_value());
    module.set(vm, "TIMEOUT_MAX", Value::float(9_223_372_036.0));
    Ok(())
}

/// The number of the thread that the program began on.
pub fn main_thread(vm: &Vm) -> usize {
    let mut main = MAIN_THREAD.of(vm).borrow_mut();
    if *main == 0 {
        *main = thread_ident();
    }
    *main
}

/// How many threads were started and have not ended.
pub fn count(vm: &Vm) -> usize {
    *COUNT.of(vm).borrow()
}

fn start_new_thread(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (function, positional) = (required(arguments, 0), required(arguments, 1));
    if function.class().slots().call.is_none() {
        return Err(vm.type_error("first arg must be callable"));
    }
    let Some(positional) = positional.downcast::<Tuple>() else {
        return Err(vm.type_error("2nd arg must be a tuple"));
    };
    let keywords = match arguments.get(2) {
        Some(Some(keywords)) => match keywords.downcast::<Dict>() {
            Some(keywords) => keywords.to_vec(),
            None => return Err(vm.type_error("optional 3rd arg must be a dictionary")),
        },
        _ => Vec::new(),
    };
    let (names, values): (Vec<_>, Vec<_>) = keywords.into_iter().unzip();
    let mut all = positional.items().to_vec();
    all.extend(values);
    let work = handle::Work {
        function: function.clone(),
        values: all,
        names,
    };
    let handle = handle::start(vm, work, None, true)?;
    Ok(handle.into())
}

fn start_joinable_thread(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let function = required(arguments, 0);
    if function.class().slots().call.is_none() {
        return Err(vm.type_error("thread function must be callable"));
    }
    let daemon = truth(vm, arguments, 2, true)?;
    let handle = match optional(arguments, 1) {
        None => handle::new(),
        Some(handle) if handle.class().is(&handle::THREAD_HANDLE) => handle.clone(),
        Some(_) => return Err(vm.type_error("'handle' must be a _ThreadHandle")),
    };
    let work = handle::Work {
        function: function.clone(),
        values: Vec::new(),
        names: Vec::new(),
    };
    handle::start(vm, work, Some(&handle), daemon)?;
    Ok(handle)
}

fn exit(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    Err(vm.error_with(&exceptions::SYSTEM_EXIT, Vec::new()))
}

fn interrupt_main(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let signal = int(vm, arguments, 0, libc::SIGINT)?;
    if !(1..=64).contains(&signal) {
        return Err(vm.value_error("signal number out of range"));
    }
    crate::signal::arrive(signal);
    Ok(Value::NONE)
}

fn stack_size(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let old = *STACK_SIZE.of(vm).borrow();
    if let Some(Some(size)) = arguments.first() {
        let size = vm.to_isize(size)?;
        let Ok(size) = usize::try_from(size) else {
            return Err(vm.value_error("size must be 0 or a positive value"));
        };
        if size != 0 && size < SMALLEST_STACK {
            return Err(vm.value_error(format!("size not valid: {size} bytes")));
        }
        *STACK_SIZE.of(vm).borrow_mut() = size;
    }
    Ok(old.into())
}

/// The stack of the next thread. Python's frames need little of it, native code more.
fn stack_of_new_thread(vm: &Vm) -> usize {
    match *STACK_SIZE.of(vm).borrow() {
        0 => DEFAULT_STACK,
        size => size.max(1 << 20),
    }
}

/// Shows what a thread has raised.
fn excepthook(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    let fields = value
        .downcast::<Tuple>()
        .filter(|_| value.class().is(&EXCEPT_HOOK_ARGUMENTS));
    let Some([class, exception, traceback, thread]) = fields.map(|fields| fields.items()) else {
        return Err(vm.type_error("_thread._excepthook argument type must be ExceptHookArgs"));
    };
    if class.is(exceptions::SYSTEM_EXIT.as_value()) {
        return Ok(Value::NONE);
    }
    let stderr = vm.intern("stderr");
    let has_stderr = vm
        .shared()
        .sys
        .get_str(&stderr)
        .is_some_and(|it| !it.is_none());
    if !has_stderr {
        // The one that there was when the thread was made.
        let own = match thread.is_none() {
            true => None,
            false => vm.find_attribute_by(thread, "_stderr")?,
        };
        let Some(own) = own.filter(|own| !own.is_none()) else {
            return Ok(Value::NONE);
        };
        vm.shared().sys.set_str(&stderr, own);
        let result = show_exception(vm, class, exception, traceback, thread);
        vm.shared().sys.set_str(&stderr, Value::NONE);
        return result;
    }
    show_exception(vm, class, exception, traceback, thread)
}

/// Writes to `sys.stderr` what has ended a thread.
fn show_exception(
    vm: &Vm,
    class: &Value,
    exception: &Value,
    traceback: &Value,
    thread: &Value,
) -> Result<Value> {
    let name = match thread.is_none() {
        true => None,
        false => match vm.find_attribute_by(thread, "_name")? {
            Some(name) => Some(vm.str_text(&name)?),
            None => None,
        },
    };
    let name = name.unwrap_or_else(|| thread_ident().to_string());
    write_error(vm, &format!("Exception in thread {name}:\n"));
    let exception = match exception.is_none() {
        true => vm.call(class, &[])?,
        false => exception.clone(),
    };
    if let (Some(raised), Some(traceback)) = (
        exception.downcast::<exceptions::Exception>(),
        traceback.downcast::<vm::objects::traceback::Traceback>(),
    ) && !raised.has_traceback()
    {
        raised.set_traceback(Some(traceback.clone()));
    }
    print(vm, &exception);
    Ok(Value::NONE)
}

/// Shows an exception that has ended a thread of `start_new_thread`.
fn report(vm: &Vm, raised: Raised, function: &Value) {
    if !raised.is(&exceptions::SYSTEM_EXIT) {
        let shown = vm.repr_text(function).unwrap_or_default();
        let message = format!("Exception ignored in thread started by {shown}");
        vm.unraisable_with_message(raised, &message);
    }
}

/// A timeout in seconds, as locks and handles take it: -1 waits for ever.
pub(crate) fn timeout(vm: &Vm, value: Option<&Value>, blocking: bool) -> Result<Option<Duration>> {
    let Some(value) = value else {
        return Ok(if blocking { None } else { Some(Duration::ZERO) });
    };
    let seconds = match value.as_float() {
        Some(float) if float.is_nan() => {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        Some(float) => float,
        None => match vm.index(value)?.as_i64() {
            Some(number) => number as f64,
            None => return Err(vm.overflow_error("timestamp too large to convert to C PyTime_t")),
        },
    };
    let is_default = seconds == -1.0;
    if !blocking {
        if !is_default {
            return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
        }
        return Ok(Some(Duration::ZERO));
    }
    if is_default {
        return Ok(None);
    }
    if seconds < 0.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if seconds > 9_223_372_036.0 {
        return Err(vm.overflow_error("timeout value is too large"));
    }
    Ok(Some(Duration::from_secs_f64(seconds)))
}
