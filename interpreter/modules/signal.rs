//! Module `_signal`: handlers in Python, which run between two instructions of the main thread.

mod waiting;

use vm::eval::breaker;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type, struct_sequence};

use crate::arguments::truth;
use crate::state::State;
use crate::system_calls::signals::{self, Disposition};
use crate::system_calls::{borrow, raise};

/// `_signal`
pub static MODULE: NativeModule = NativeModule {
    name: "_signal",
    doc: Some("Handlers of signals."),
    functions: FUNCTIONS,
    fill,
};

static_type! {
    /// `signal.ItimerError`
    pub ITIMER_ERROR = TypeSpec {
        name: "itimer_error",
        module: "signal",
        base: Some(|| exceptions::OS_ERROR.as_ref()),
        flags: flags::BASE,
        ..TypeSpec::DEFAULT
    };
}

struct_sequence! {
    /// `signal.struct_siginfo`
    pub STRUCT_SIGINFO = "signal", "struct_siginfo", 7,
        ["si_signo" 0, "si_code" 1, "si_errno" 2, "si_pid" 3, "si_uid" 4, "si_status" 5,
         "si_band" 6];
}

const FUNCTIONS: &[Method] = &[
    Method::new(
        "signal",
        "($module, signalnum, handler, /)",
        signal,
        "Sets the handler of a signal.",
    ),
    Method::new(
        "getsignal",
        "($module, signalnum, /)",
        getsignal,
        "The handler of a signal.",
    ),
    Method::new(
        "default_int_handler",
        "($module, signalnum, frame, /)",
        default_int_handler,
        "Raises KeyboardInterrupt.",
    ),
    Method::new(
        "raise_signal",
        "($module, signalnum, /)",
        raise_signal,
        "Sends a signal to this process.",
    ),
    Method::new(
        "strsignal",
        "($module, signalnum, /)",
        strsignal,
        "The text for a signal.",
    ),
    Method::new(
        "siginterrupt",
        "($module, signalnum, flag, /)",
        siginterrupt,
        "Whether a signal interrupts system calls.",
    ),
    Method::new(
        "set_wakeup_fd",
        "(fd, *, warn_on_full_buffer=True)",
        set_wakeup_fd,
        "Sets the descriptor that gets a byte for each signal.",
    ),
    Method::new(
        "alarm",
        "($module, seconds, /)",
        |vm, it| {
            let seconds = vm.to_i32(required(it, 0))?;
            Ok(Value::int(signals::alarm(seconds as u32).into()))
        },
        "Sends SIGALRM later.",
    ),
    Method::new(
        "pause",
        "($module, /)",
        |vm, _| {
            vm.allow_threads(signals::pause);
            vm.check_signals()?;
            Ok(Value::NONE)
        },
        "Waits for a signal.",
    ),
    Method::new(
        "setitimer",
        "($module, which, seconds, interval=0.0, /)",
        waiting::setitimer,
        "Sets a timer.",
    ),
    Method::new(
        "getitimer",
        "($module, which, /)",
        waiting::getitimer,
        "A timer.",
    ),
    Method::new(
        "pthread_kill",
        "($module, thread_id, signalnum, /)",
        waiting::pthread_kill,
        "Sends a signal to a thread.",
    ),
    Method::new(
        "pthread_sigmask",
        "($module, how, mask, /)",
        waiting::pthread_sigmask,
        "Changes which signals are blocked.",
    ),
    Method::new(
        "pidfd_send_signal",
        "($module, pidfd, signalnum, siginfo=None, flags=0, /)",
        waiting::pidfd_send_signal,
        "Sends a signal to a process.",
    ),
    Method::new(
        "sigpending",
        "($module, /)",
        waiting::sigpending,
        "The signals that wait.",
    ),
    Method::new(
        "sigwait",
        "($module, sigset, /)",
        waiting::sigwait,
        "Waits for a signal.",
    ),
    Method::new(
        "sigwaitinfo",
        "($module, sigset, /)",
        waiting::sigwaitinfo,
        "Waits for a signal.",
    ),
    Method::new(
        "sigtimedwait",
        "($module, sigset, timeout, /)",
        waiting::sigtimedwait,
        "Waits for a signal.",
    ),
    Method::new(
        "valid_signals",
        "($module, /)",
        waiting::valid_signals,
        "All signals.",
    ),
];

const NUMBERS: &[(&str, i32)] = &[
    ("SIG_DFL", 0),
    ("SIG_IGN", 1),
    ("NSIG", signals::COUNT),
    ("SIG_BLOCK", libc::SIG_BLOCK),
    ("SIG_UNBLOCK", libc::SIG_UNBLOCK),
    ("SIG_SETMASK", libc::SIG_SETMASK),
    ("ITIMER_REAL", 0),
    ("ITIMER_VIRTUAL", 1),
    ("ITIMER_PROF", 2),
    ("SIGABRT", libc::SIGABRT),
    ("SIGALRM", libc::SIGALRM),
    ("SIGBUS", libc::SIGBUS),
    ("SIGCHLD", libc::SIGCHLD),
    ("SIGCLD", libc::SIGCHLD),
    ("SIGCONT", libc::SIGCONT),
    ("SIGFPE", libc::SIGFPE),
    ("SIGHUP", libc::SIGHUP),
    ("SIGILL", libc::SIGILL),
    ("SIGINT", libc::SIGINT),
    ("SIGIO", libc::SIGIO),
    ("SIGIOT", libc::SIGIOT),
    ("SIGKILL", libc::SIGKILL),
    ("SIGPIPE", libc::SIGPIPE),
    ("SIGPOLL", libc::SIGPOLL),
    ("SIGPROF", libc::SIGPROF),
    ("SIGPWR", libc::SIGPWR),
    ("SIGQUIT", libc::SIGQUIT),
    ("SIGRTMAX", 64),
    ("SIGRTMIN", 34),
    ("SIGSEGV", libc::SIGSEGV),
    ("SIGSTKFLT", libc::SIGSTKFLT),
    ("SIGSTOP", libc::SIGSTOP),
    ("SIGSYS", libc::SIGSYS),
    ("SIGTERM", libc::SIGTERM),
    ("SIGTRAP", libc::SIGTRAP),
    ("SIGTSTP", libc::SIGTSTP),
    ("SIGTTIN", libc::SIGTTIN),
    ("SIGTTOU", libc::SIGTTOU),
    ("SIGURG", libc::SIGURG),
    ("SIGUSR1", libc::SIGUSR1),
    ("SIGUSR2", libc::SIGUSR2),
    ("SIGVTALRM", libc::SIGVTALRM),
    ("SIGWINCH", libc::SIGWINCH),
    ("SIGXCPU", libc::SIGXCPU),
    ("SIGXFSZ", libc::SIGXFSZ),
];

/// The handlers, by number.
static HANDLERS: State<Vec<Option<Value>>> = State::new(Vec::new());

/// Remembers a signal, as if it had come.
pub use signals::arrive;

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    make_ready(&ITIMER_ERROR);
    make_ready(&STRUCT_SIGINFO);
    for (name, number) in NUMBERS {
        module.set(vm, name, Value::int((*number).into()));
    }
    module.set(vm, "ItimerError", ITIMER_ERROR.to_value());
    module.set(vm, "struct_siginfo", STRUCT_SIGINFO.to_value());
    Ok(())
}

/// Prepares signals when the interpreter starts, on its main thread: SIGINT raises
/// KeyboardInterrupt, SIGPIPE and SIGXFSZ are ignored.
pub fn start(_: &Vm) {
    signals::set_main_thread();
    breaker::set_hooks(breaker::Hooks {
        signals: run_handlers,
    });
    for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
        let _ = signals::set_disposition(signal, Disposition::Ignore);
    }
    if signals::disposition(libc::SIGINT) == Disposition::Default {
        let _ = signals::set_disposition(libc::SIGINT, Disposition::Remember);
    }
}

/// The handler of a signal, by its number.
fn handler(vm: &Vm, number: i32) -> Value {
    let set = HANDLERS
        .of(vm)
        .borrow()
        .get(number as usize)
        .cloned()
        .flatten();
    if let Some(handler) = set {
        return handler;
    }
    match signals::disposition(number) {
        Disposition::Default => Value::int(0),
        Disposition::Ignore => Value::int(1),
        Disposition::Remember => vm
            .import_attribute("_signal", "default_int_handler")
            .unwrap_or(Value::NONE),
        Disposition::Foreign => Value::NONE,
    }
}

/// Lets the handlers go, at the end of the process.
pub(crate) fn forget_handlers(vm: &Vm) {
    let handlers = std::mem::take(&mut *HANDLERS.of(vm).borrow_mut());
    drop(handlers);
    vm.run_finalizers();
}

/// Runs the handlers of the signals that have arrived.
fn run_handlers(vm: &Vm) -> Result<()> {
    if !signals::is_main_thread() {
        // The main thread does it when it gets the lock.
        breaker::request(breaker::reason::SIGNAL);
        return Ok(());
    }
    if let Some(error) = signals::take_wakeup_failure() {
        report_wakeup_failure(vm, error);
    }
    let mut pending = signals::take_pending();
    while pending != 0 {
        let number = pending.trailing_zeros() as i32 + 1;
        pending &= pending - 1;
        if vm::lock::is_closed() {
            // The handlers are gone when the interpreter ends.
            let message = format!("Signal {number} ignored due to race condition");
            vm.unraisable(vm.error(&exceptions::OS_ERROR, message), Some(&Value::NONE));
            continue;
        }
        let handler = handler(vm, number);
        if handler.is_none() || handler.is_int() {
            continue;
        }
        let frame = vm.frame_object(0).map_or(Value::NONE, Value::from);
        if let Err(raised) = vm.call(&handler, &[Value::int(number.into()), frame]) {
            // The rest is done later.
            while pending != 0 {
                signals::arrive(pending.trailing_zeros() as i32 + 1);
                pending &= pending - 1;
            }
            return Err(raised);
        }
    }
    Ok(())
}

fn report_wakeup_failure(vm: &Vm, error: i32) {
    if error == libc::EAGAIN && !*WARN_ON_FULL.of(vm).borrow() {
        return;
    }
    let raised = vm.os_error_of(error, None, None);
    vm::traceback::write_error(
        vm,
        "Exception ignored when trying to write to the signal wakeup fd:\n",
    );
    vm::traceback::print(vm, &raised.0);
}

static WARN_ON_FULL: State<bool> = State::new(true);

/// A signal's number, checked.
fn number(vm: &Vm, value: &Value) -> Result<i32> {
    let number = vm.to_i32(value)?;
    if (1..signals::COUNT).contains(&number) {
        return Ok(number);
    }
    Err(vm.value_error("signal number out of range"))
}

fn signal(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number_value = vm.to_i32(required(arguments, 0))?;
    let wanted = required(arguments, 1);
    if !signals::is_main_thread() {
        return Err(vm.value_error("signal only works in main thread of the main interpreter"));
    }
    if !(1..signals::COUNT).contains(&number_value) {
        return Err(vm.value_error("signal number out of range"));
    }
    let disposition = if vm.equal(wanted, &Value::int(0))? {
        Disposition::Default
    } else if vm.equal(wanted, &Value::int(1))? {
        Disposition::Ignore
    } else if wanted.class().slots().call.is_some() {
        Disposition::Remember
    } else {
        return Err(vm.type_error(
            "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object",
        ));
    };
    vm.check_signals()?;
    let old = handler(vm, number_value);
    raise(
        vm,
        signals::set_disposition(number_value, disposition),
        None,
    )?;
    let previous = {
        let mut handlers = HANDLERS.of(vm).borrow_mut();
        if handlers.len() < signals::COUNT as usize {
            handlers.resize(signals::COUNT as usize, None);
        }
        handlers[number_value as usize].replace(wanted.clone())
    };
    drop(previous);
    Ok(old)
}

fn getsignal(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = number(vm, required(arguments, 0))?;
    Ok(handler(vm, number))
}

fn default_int_handler(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    vm.to_i32(required(arguments, 0))?;
    Err(vm.error_with(&exceptions::KEYBOARD_INTERRUPT, Vec::new()))
}

fn raise_signal(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    raise(vm, vm.allow_threads(|| signals::raise(number)), None)?;
    vm.check_signals()?;
    Ok(Value::NONE)
}

fn strsignal(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = number(vm, required(arguments, 0))?;
    let text = signals::describe(number).filter(|text| !text.starts_with("Unknown signal"));
    Ok(text.map_or(Value::NONE, Str::value))
}

fn siginterrupt(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = number(vm, required(arguments, 0))?;
    let interrupts = vm.to_i32(required(arguments, 1))? != 0;
    raise(vm, signals::interrupt(number, interrupts), None)?;
    Ok(Value::NONE)
}

fn set_wakeup_fd(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = vm.to_i32(required(arguments, 0))?;
    let warn = truth(vm, arguments, 1, true)?;
    if !signals::is_main_thread() {
        return Err(
            vm.value_error("set_wakeup_fd only works in main thread of the main interpreter")
        );
    }
    if descriptor != -1 {
        let file = borrow(descriptor);
        raise(vm, file.and_then(rustix::fs::fstat), None)?;
        let flags = raise(vm, file.and_then(rustix::fs::fcntl_getfl), None)?;
        if !flags.contains(rustix::fs::OFlags::NONBLOCK) {
            return Err(vm.value_error(format!("the fd {descriptor} must be in non-blocking mode")));
        }
    }
    *WARN_ON_FULL.of(vm).borrow_mut() = warn;
    Ok(Value::int(signals::set_wakeup(descriptor).into()))
}
