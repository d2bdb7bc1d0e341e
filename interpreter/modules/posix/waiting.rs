//! Waiting for processes, and what their statuses say.

use vm::native::{Method, required};
use vm::objects::struct_sequence::make;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm, struct_sequence};

use crate::arguments::int;
use crate::system_calls::process::{self, Ended};
use crate::system_calls::run;

struct_sequence! {
    /// `os.waitid_result`
    pub WAITID_RESULT = "posix", "waitid_result", 5,
        ["si_pid" 0, "si_uid" 1, "si_signo" 2, "si_status" 3, "si_code" 4];
    /// `resource.struct_rusage`
    pub STRUCT_RUSAGE = "resource", "struct_rusage", 16,
        ["ru_utime" 0, "ru_stime" 1, "ru_maxrss" 2, "ru_ixrss" 3, "ru_idrss" 4, "ru_isrss" 5,
         "ru_minflt" 6, "ru_majflt" 7, "ru_nswap" 8, "ru_inblock" 9, "ru_oublock" 10,
         "ru_msgsnd" 11, "ru_msgrcv" 12, "ru_nsignals" 13, "ru_nvcsw" 14, "ru_nivcsw" 15];
}

macro_rules! status {
    ($name:literal, $signature:literal, |$status:ident| $answer:expr, $doc:literal) => {
        Method::new(
            $name,
            $signature,
            |vm, arguments| {
                let $status = vm.to_i32(required(arguments, 0))?;
                Ok(Value::from($answer))
            },
            $doc,
        )
    };
}

fn number(value: i32) -> i64 {
    value.into()
}

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "wait",
        "($module, /)",
        |vm, _| {
            let ended = wait(vm, -1, 0)?;
            Ok(pair(&ended))
        },
        "Waits for a child.",
    ),
    Method::new(
        "waitpid",
        "($module, pid, options, /)",
        |vm, it| {
            let ended = wait(vm, vm.to_i32(required(it, 0))?, vm.to_i32(required(it, 1))?)?;
            Ok(pair(&ended))
        },
        "Waits for a child.",
    ),
    Method::new(
        "wait3",
        "($module, /, options)",
        |vm, it| {
            let ended = wait(vm, -1, vm.to_i32(required(it, 0))?)?;
            Ok(triple(vm, &ended))
        },
        "Waits for a child, and tells what it used.",
    ),
    Method::new(
        "wait4",
        "($module, /, pid, options)",
        |vm, it| {
            let ended = wait(vm, vm.to_i32(required(it, 0))?, vm.to_i32(required(it, 1))?)?;
            Ok(triple(vm, &ended))
        },
        "Waits for a child, and tells what it used.",
    ),
    Method::new(
        "waitid",
        "($module, idtype, id, options, /)",
        waitid,
        "Waits for a child's change.",
    ),
    Method::new(
        "waitstatus_to_exitcode",
        "($module, /, status)",
        exit_code,
        "The exit code of a status.",
    ),
    Method::new(
        "pidfd_open",
        "($module, /, pid, flags=0)",
        pidfd_open,
        "A descriptor of a process.",
    ),
    status!(
        "WCOREDUMP",
        "($module, status, /)",
        |status| libc::WCOREDUMP(status),
        "Whether memory was dumped."
    ),
    status!(
        "WIFCONTINUED",
        "($module, /, status)",
        |status| libc::WIFCONTINUED(status),
        "Whether it went on."
    ),
    status!(
        "WIFEXITED",
        "($module, /, status)",
        |status| libc::WIFEXITED(status),
        "Whether it ended by itself."
    ),
    status!(
        "WIFSIGNALED",
        "($module, /, status)",
        |status| libc::WIFSIGNALED(status),
        "Whether a signal ended it."
    ),
    status!(
        "WIFSTOPPED",
        "($module, /, status)",
        |status| libc::WIFSTOPPED(status),
        "Whether it was stopped."
    ),
    status!(
        "WEXITSTATUS",
        "($module, /, status)",
        |status| number(libc::WEXITSTATUS(status)),
        "The exit status."
    ),
    status!(
        "WSTOPSIG",
        "($module, /, status)",
        |status| number(libc::WSTOPSIG(status)),
        "The signal that stopped it."
    ),
    status!(
        "WTERMSIG",
        "($module, /, status)",
        |status| number(libc::WTERMSIG(status)),
        "The signal that ended it."
    ),
];

fn wait(vm: &Vm, child: i32, options: i32) -> Result<Ended> {
    run(vm, || process::wait(child, options))
}

fn pair(ended: &Ended) -> Value {
    Tuple::pair(
        Value::int(ended.process.into()),
        Value::int(ended.status.into()),
    )
    .into()
}

/// A `struct_rusage`.
pub fn usage(vm: &Vm, usage: &libc::rusage) -> Value {
    let (times, numbers) = crate::system_calls::resources::figures(usage);
    let mut items: Vec<Value> = times.map(Value::float).into();
    items.extend(numbers.map(Value::int));
    make(vm, &STRUCT_RUSAGE, items, Vec::new())
}

fn triple(vm: &Vm, ended: &Ended) -> Value {
    let [process, status] = [ended.process, ended.status].map(|number| Value::int(number.into()));
    Tuple::new(vec![process, status, usage(vm, &ended.usage)]).into()
}

fn waitid(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let kind = vm.to_i32(required(arguments, 0))?;
    let id = vm.to_i32(required(arguments, 1))?;
    let options = vm.to_i32(required(arguments, 2))?;
    let found = run(vm, || process::wait_id(kind as u32, id as u32, options))?;
    Ok(match found {
        Some(numbers) => make(
            vm,
            &WAITID_RESULT,
            numbers.map(Value::int).to_vec(),
            Vec::new(),
        ),
        None => Value::NONE,
    })
}

fn exit_code(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let status = vm.to_i32(required(arguments, 0))?;
    if libc::WIFEXITED(status) {
        return Ok(Value::int(libc::WEXITSTATUS(status).into()));
    }
    if libc::WIFSIGNALED(status) {
        return Ok(Value::int(-i64::from(libc::WTERMSIG(status))));
    }
    if libc::WIFSTOPPED(status) {
        let signal = libc::WSTOPSIG(status);
        return Err(vm.value_error(format!("process stopped by delivery of signal {signal}")));
    }
    Err(vm.value_error(format!("invalid wait status: {status}")))
}

fn pidfd_open(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    use std::os::fd::IntoRawFd;
    let number = vm.to_i32(required(arguments, 0))?;
    let flags = rustix::process::PidfdFlags::from_bits_retain(int(vm, arguments, 1, 0)? as u32);
    let Some(process) = rustix::process::Pid::from_raw(number).filter(|_| number > 0) else {
        return Err(vm.os_error_of(libc::EINVAL, None, None));
    };
    let opened = rustix::process::pidfd_open(process, flags);
    let opened = crate::system_calls::raise(vm, opened, None)?;
    Ok(Value::int(opened.into_raw_fd().into()))
}
