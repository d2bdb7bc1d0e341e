//! Module `resource`: what processes use and may use.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::struct_sequence::make;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm, struct_sequence};

use crate::arguments::optional;
use crate::support::to_tuple;
use crate::sys::audit_event;
use crate::system_calls::{raise, resources};

struct_sequence! {
    /// `resource.struct_rusage`
    pub STRUCT_RUSAGE = "resource", "struct_rusage", 16,
        ["ru_utime" 0, "ru_stime" 1, "ru_maxrss" 2, "ru_ixrss" 3, "ru_idrss" 4, "ru_isrss" 5,
         "ru_minflt" 6, "ru_majflt" 7, "ru_nswap" 8, "ru_inblock" 9, "ru_oublock" 10,
         "ru_msgsnd" 11, "ru_msgrcv" 12, "ru_nsignals" 13, "ru_nvcsw" 14, "ru_nivcsw" 15];
}

#[rustfmt::skip]
const NUMBERS: &[(&str, i64)] = &[
    ("RLIMIT_AS", 9), ("RLIMIT_CORE", 4), ("RLIMIT_CPU", 0), ("RLIMIT_DATA", 2),
    ("RLIMIT_FSIZE", 1), ("RLIMIT_MEMLOCK", 8), ("RLIMIT_MSGQUEUE", 12), ("RLIMIT_NICE", 13),
    ("RLIMIT_NOFILE", 7), ("RLIMIT_NPROC", 6), ("RLIMIT_OFILE", 7), ("RLIMIT_RSS", 5),
    ("RLIMIT_RTPRIO", 14), ("RLIMIT_RTTIME", 15), ("RLIMIT_SIGPENDING", 11),
    ("RLIMIT_STACK", 3), ("RLIM_INFINITY", -1), ("RUSAGE_CHILDREN", -1), ("RUSAGE_SELF", 0),
    ("RUSAGE_THREAD", 1),
];

/// `resource`
pub static MODULE: NativeModule = NativeModule {
    name: "resource",
    doc: Some("What processes use and may use."),
    functions: &[
        Method::new(
            "getrusage",
            "($module, who, /)",
            usage,
            "What has been used.",
        ),
        Method::new(
            "getrlimit",
            "($module, resource, /)",
            |vm, it| {
                let resource = resource(vm, required(it, 0))?;
                Ok(shown(raise(vm, resources::limit(0, resource, None), None)?))
            },
            "The limits of a resource.",
        ),
        Method::new(
            "setrlimit",
            "($module, resource, limits, /)",
            |vm, it| {
                let resource = resource(vm, required(it, 0))?;
                audit_event(vm, "resource.setrlimit", || {
                    vec![required(it, 0).clone(), required(it, 1).clone()]
                })?;
                change(vm, 0, resource, required(it, 1))?;
                Ok(Value::NONE)
            },
            "Sets the limits of a resource.",
        ),
        Method::new(
            "prlimit",
            "($module, pid, resource, limits=None, /)",
            |vm, it| {
                let process = vm.to_i32(required(it, 0))?;
                let resource = resource(vm, required(it, 1))?;
                match optional(it, 2) {
                    Some(limits) => change(vm, process, resource, limits).map(shown),
                    None => {
                        let limits = resources::limit(process, resource, None);
                        Ok(shown(raise(vm, limits, None)?))
                    }
                }
            },
            "The limits of a process; sets them too.",
        ),
        Method::new(
            "getpagesize",
            "($module, /)",
            |_, _| Ok(rustix::param::page_size().into()),
            "Bytes of a page of memory.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&STRUCT_RUSAGE);
        module.set(vm, "struct_rusage", STRUCT_RUSAGE.to_value());
        module.set(vm, "error", exceptions::OS_ERROR.to_value());
        for (name, number) in NUMBERS {
            module.set(vm, name, Value::int(*number));
        }
        Ok(())
    },
};

fn usage(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let who = vm.to_i32(required(arguments, 0))?;
    let (times, numbers) = match resources::usage(who) {
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => {
            return Err(vm.value_error("invalid who parameter"));
        }
        result => raise(vm, result, None)?,
    };
    let mut items: Vec<Value> = times.into_iter().map(Value::from).collect();
    items.extend(numbers.into_iter().map(Value::int));
    Ok(make(vm, &STRUCT_RUSAGE, items, Vec::new()))
}

fn resource(vm: &Vm, value: &Value) -> Result<u32> {
    match vm.to_i32(value)? {
        number @ 0..16 => Ok(number as u32),
        _ => Err(vm.value_error("invalid resource specified")),
    }
}

/// Limits as scripts see them: no limit is -1.
fn shown(limits: [u64; 2]) -> Value {
    let [current, most] = limits.map(|limit| Value::int(limit as i64));
    Tuple::pair(current, most).into()
}

fn change(vm: &Vm, process: i32, resource: u32, limits: &Value) -> Result<[u64; 2]> {
    let limits = to_tuple(vm, limits)?;
    let [current, most] = limits.items() else {
        return Err(vm.value_error("expected a tuple of 2 integers"));
    };
    let new = [vm.to_i64(current)? as u64, vm.to_i64(most)? as u64];
    let result = resources::limit(process, resource, Some(new));
    match result.as_ref().err().and_then(std::io::Error::raw_os_error) {
        Some(libc::EINVAL) => Err(vm.value_error("current limit exceeds maximum limit")),
        Some(libc::EPERM) if process == 0 => {
            Err(vm.value_error("not allowed to raise maximum limit"))
        }
        _ => raise(vm, result, None),
    }
}
