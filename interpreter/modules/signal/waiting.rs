//! Timers, masks, and waiting for signals.

use std::io;

use vm::objects::list::List;
use vm::objects::struct_sequence::make;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::{ITIMER_ERROR, STRUCT_SIGINFO, number};
use crate::arguments::int;
use crate::system_calls::signals;
use crate::system_calls::{raise, run, thread_kill};
use vm::native::required;

fn seconds(times: [i64; 2]) -> Value {
    Tuple::new(times.map(|time| Value::float(time as f64 / 1e6)).to_vec()).into()
}

fn microseconds(vm: &Vm, value: &Value) -> Result<i64> {
    let nanoseconds = crate::time::to_nanoseconds(vm, value)?;
    Ok(nanoseconds / 1000 + i64::from(nanoseconds % 1000 > 0))
}

fn timer_error(vm: &Vm, error: &std::io::Error) -> Raised {
    let raised = vm.os_error(error, None);
    let arguments = vm.get_attribute(&raised.0, &vm.intern("args"));
    let arguments = arguments
        .and_then(|arguments| vm.collect(&arguments))
        .unwrap_or_default();
    match vm.call(ITIMER_ERROR.as_value(), &arguments) {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

pub(super) fn setitimer(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let which = vm.to_i32(required(arguments, 0))?;
    let time = microseconds(vm, required(arguments, 1))?;
    let interval = match arguments.get(2) {
        Some(Some(interval)) => microseconds(vm, interval)?,
        _ => 0,
    };
    let old = signals::set_timer(which, [time, interval]);
    old.map(seconds).map_err(|error| timer_error(vm, &error))
}

pub(super) fn getitimer(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let which = vm.to_i32(required(arguments, 0))?;
    signals::timer(which)
        .map(seconds)
        .map_err(|error| timer_error(vm, &error))
}

pub(super) fn pthread_kill(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let thread = vm.to_i64(required(arguments, 0))? as usize;
    let signal = vm.to_i32(required(arguments, 1))?;
    let result = match vm.knows_thread(thread) {
        true => thread_kill(thread, signal),
        false => Err(io::Error::from_raw_os_error(libc::ESRCH)),
    };
    raise(vm, result, None)?;
    vm.check_signals()?;
    Ok(Value::NONE)
}

pub(super) fn pidfd_send_signal(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = vm.to_i32(required(arguments, 0))?;
    let signal = number(vm, required(arguments, 1))?;
    if arguments
        .get(2)
        .and_then(Option::as_ref)
        .is_some_and(|value| !value.is_none())
    {
        return Err(vm.type_error("siginfo must be None"));
    }
    int(vm, arguments, 3, 0)?;
    let result = crate::system_calls::borrow(descriptor).and_then(|process| {
        let signal = rustix::process::Signal::from_named_raw(signal);
        let signal = signal.ok_or(rustix::io::Errno::INVAL)?;
        rustix::process::pidfd_send_signal(process, signal)
    });
    raise(vm, result, None)?;
    Ok(Value::NONE)
}

/// The signals of an iterable.
fn numbers(vm: &Vm, value: &Value) -> Result<Vec<i32>> {
    let mut numbers = Vec::new();
    for item in vm.collect(value)? {
        let wide = vm.index(&item)?.as_i64();
        let number = wide.and_then(|number| i32::try_from(number).ok());
        let Some(number) = number.filter(|number| (1..signals::COUNT).contains(number)) else {
            return Err(vm.value_error(format!(
                "signal number {} out of range [1; {}]",
                wide.unwrap_or(-1),
                signals::COUNT - 1
            )));
        };
        numbers.push(number);
    }
    Ok(numbers)
}

fn set(vm: &Vm, numbers: Vec<i32>) -> Result<Value> {
    let numbers = numbers
        .into_iter()
        .map(|number| Value::int(number.into()))
        .collect();
    vm.call(
        vm::objects::set::SET.as_value(),
        &[List::new(numbers).into()],
    )
}

pub(super) fn pthread_sigmask(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let how = vm.to_i32(required(arguments, 0))?;
    let numbers = numbers(vm, required(arguments, 1))?;
    let old = raise(vm, signals::mask(how, &numbers), None)?;
    vm.check_signals()?;
    set(vm, old)
}

pub(super) fn sigpending(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let pending = raise(vm, signals::pending(), None)?;
    set(vm, pending)
}

pub(super) fn valid_signals(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    set(vm, signals::valid())
}

pub(super) fn sigwait(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let numbers = numbers(vm, required(arguments, 0))?;
    let signal = run(vm, || signals::wait(&numbers))?;
    Ok(Value::int(signal.into()))
}

fn information(vm: &Vm, numbers: [i64; 7]) -> Value {
    make(
        vm,
        &STRUCT_SIGINFO,
        numbers.map(Value::int).to_vec(),
        Vec::new(),
    )
}

pub(super) fn sigwaitinfo(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let numbers = numbers(vm, required(arguments, 0))?;
    let found = run(vm, || signals::wait_for(&numbers, None))?;
    Ok(information(vm, found))
}

pub(super) fn sigtimedwait(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let numbers = numbers(vm, required(arguments, 0))?;
    let time = crate::time::to_nanoseconds(vm, required(arguments, 1))?;
    if time < 0 {
        return Err(vm.value_error("timeout must be non-negative"));
    }
    let found = crate::system_calls::repeat(vm, || signals::wait_for(&numbers, Some(time)))?;
    match found {
        Ok(found) => Ok(information(vm, found)),
        Err(error) if error.raw_os_error() == Some(libc::EAGAIN) => Ok(Value::NONE),
        Err(error) => Err(vm.os_error(&error, None)),
    }
}
