//! Clocks, and sleeping.

use std::io;
use std::time::Duration;

use num_traits::ToPrimitive;
use vm::objects::dict::Dict;
use vm::objects::int::Int;
use vm::objects::namespace::Namespace;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::system_calls::{self, raise};
use vm::native::required;

const SECOND: i64 = 1_000_000_000;

pub(super) fn seconds(vm: &Vm, clock: i32) -> Result<Value> {
    let time = raise(vm, system_calls::clock_time(clock), None)?;
    Ok(Value::float(to_seconds(time)))
}

/// Nanoseconds as seconds, rounded once.
fn to_seconds(time: i64) -> f64 {
    if time % SECOND == 0 {
        return (time / SECOND) as f64;
    }
    time as f64 / 1e9
}

/// What `time.monotonic()` gives. The C library reads that clock without a system call.
pub(crate) fn monotonic() -> f64 {
    system_calls::clock_time(libc::CLOCK_MONOTONIC).map_or(0.0, to_seconds)
}

pub(super) fn nanoseconds(vm: &Vm, clock: i32) -> Result<Value> {
    let time = raise(vm, system_calls::clock_time(clock), None)?;
    Ok(Value::int(time))
}

fn clock_of(vm: &Vm, value: &Value) -> Result<i32> {
    vm.to_i32(value)
}

pub(super) fn clock_gettime(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    seconds(vm, clock_of(vm, required(arguments, 0))?)
}

pub(super) fn clock_gettime_ns(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    nanoseconds(vm, clock_of(vm, required(arguments, 0))?)
}

pub(super) fn clock_settime(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let clock = clock_of(vm, required(arguments, 0))?;
    let time = to_nanoseconds(vm, required(arguments, 1))?;
    raise(vm, system_calls::clock_set(clock, time), None)?;
    Ok(Value::NONE)
}

pub(super) fn clock_settime_ns(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let clock = clock_of(vm, required(arguments, 0))?;
    let time = vm.to_i64(required(arguments, 1))?;
    raise(vm, system_calls::clock_set(clock, time), None)?;
    Ok(Value::NONE)
}

pub(super) fn clock_getres(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let clock = clock_of(vm, required(arguments, 0))?;
    let time = raise(vm, system_calls::clock_resolution(clock), None)?;
    Ok(Value::float(to_seconds(time)))
}

pub(super) fn thread_clock(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    if !value.is_int() {
        return Err(vm.type_error(format!(
            "pthread_getcpuclockid() argument 1 must be int, not {}",
            vm.found_argument(value)
        )));
    }
    let thread = vm.to_i64(value)? as usize;
    let clock = match vm.knows_thread(thread) {
        true => system_calls::thread_clock(thread),
        false => Err(io::Error::from_raw_os_error(libc::ESRCH)),
    };
    let clock = raise(vm, clock, None)?;
    Ok(Value::int(clock.into()))
}

pub(super) fn get_clock_info(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = required(arguments, 0);
    let name = vm
        .expect_str_argument(name, "get_clock_info", "1")?
        .to_text();
    let (implementation, clock, monotonic) = match name.as_str() {
        "time" => ("clock_gettime(CLOCK_REALTIME)", libc::CLOCK_REALTIME, false),
        "monotonic" | "perf_counter" => (
            "clock_gettime(CLOCK_MONOTONIC)",
            libc::CLOCK_MONOTONIC,
            true,
        ),
        "process_time" => (
            "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)",
            libc::CLOCK_PROCESS_CPUTIME_ID,
            true,
        ),
        "thread_time" => (
            "clock_gettime(CLOCK_THREAD_CPUTIME_ID)",
            libc::CLOCK_THREAD_CPUTIME_ID,
            true,
        ),
        _ => return Err(vm.value_error("unknown clock")),
    };
    let resolution = system_calls::clock_resolution(clock).unwrap_or(1);
    let info = Dict::new();
    info.set_str(&vm.intern("implementation"), Str::value(implementation));
    info.set_str(&vm.intern("monotonic"), Value::bool(monotonic));
    info.set_str(&vm.intern("adjustable"), Value::bool(!monotonic));
    info.set_str(
        &vm.intern("resolution"),
        Value::float(resolution as f64 / 1e9),
    );
    Ok(Namespace::of(info))
}

/// A number of seconds as nanoseconds, rounded up in magnitude as timeouts are.
pub fn to_nanoseconds(vm: &Vm, value: &Value) -> Result<i64> {
    let out_of_range = || vm.overflow_error("timestamp out of range for platform time_t");
    if let Some(float) = value.as_float() {
        if float.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let nanoseconds = float * 1e9;
        let rounded = if nanoseconds >= 0.0 {
            nanoseconds.ceil()
        } else {
            nanoseconds.floor()
        };
        if !(-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&rounded) {
            return Err(out_of_range());
        }
        return Ok(rounded as i64);
    }
    let index = vm.index(value)?;
    let number = match index.as_i64() {
        Some(number) => Some(number),
        None => index
            .downcast::<Int>()
            .and_then(|int| int.number().to_i64()),
    };
    let nanoseconds = number.and_then(|number| number.checked_mul(SECOND));
    nanoseconds.ok_or_else(out_of_range)
}

pub(super) fn sleep(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let time = to_nanoseconds(vm, required(arguments, 0))?;
    let Ok(time) = u64::try_from(time) else {
        return Err(vm.value_error("sleep length must be non-negative"));
    };
    if time == 0 {
        vm.allow_threads(std::thread::yield_now);
        vm.check_signals()?;
        return Ok(Value::NONE);
    }
    let now = || system_calls::clock_time(libc::CLOCK_MONOTONIC).unwrap_or(0) as u64;
    let end = now().saturating_add(time);
    loop {
        // One system call that a signal ends, so that handlers run.
        let left = Duration::from_nanos(end.saturating_sub(now()));
        let interrupted = vm.allow_threads(|| {
            let request = rustix::time::Timespec {
                tv_sec: left.as_secs() as i64,
                tv_nsec: left.subsec_nanos().into(),
            };
            matches!(
                rustix::thread::nanosleep(&request),
                rustix::thread::NanosleepRelativeResult::Interrupted(_)
            )
        });
        vm.check_signals()?;
        if !interrupted || now() >= end {
            return Ok(Value::NONE);
        }
    }
}
