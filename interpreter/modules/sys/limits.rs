//! Limits that scripts may set: recursion, digits of integers, the switch interval.

use std::time::Duration;

use vm::native::{Method, required};
use vm::objects::int_type::{digit_limit, set_digit_limit};
use vm::objects::value::Value;
use vm::{Result, Vm, lock};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "getrecursionlimit",
        "($module, /)",
        |vm, _| Ok(Value::int(vm.shared().recursion_limit.get().into())),
        "How deep calls may nest.",
    ),
    Method::new(
        "setrecursionlimit",
        "($module, limit, /)",
        set_recursion_limit,
        "Sets how deep calls may nest.",
    ),
    Method::new(
        "get_int_max_str_digits",
        "($module, /)",
        |_, _| Ok(digit_limit().into()),
        "How many digits conversions of integers may have.",
    ),
    Method::new(
        "set_int_max_str_digits",
        "($module, /, maxdigits)",
        set_max_digits,
        "Sets how many digits conversions of integers may have.",
    ),
    Method::new(
        "getswitchinterval",
        "($module, /)",
        |_, _| Ok(Value::float(lock::interval().as_secs_f64())),
        "How long a thread runs before another may.",
    ),
    Method::new(
        "setswitchinterval",
        "($module, interval, /)",
        set_switch_interval,
        "Sets how long a thread runs.",
    ),
];

fn set_recursion_limit(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let limit = vm.to_i32(required(arguments, 0))?;
    let limit = match u32::try_from(limit) {
        Ok(limit) if limit > 0 => limit,
        _ => return Err(vm.value_error("recursion limit must be greater or equal than 1")),
    };
    let depth = vm.recursion_depth();
    if depth >= limit {
        return Err(vm.error(
            &vm::objects::exceptions::RECURSION_ERROR,
            format!(
                "cannot set the recursion limit to {limit} at the recursion depth {depth}: \
                 the limit is too low"
            ),
        ));
    }
    vm.shared().recursion_limit.set(limit);
    Ok(Value::NONE)
}

const DIGIT_THRESHOLD: i32 = 640;

fn set_max_digits(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let digits = vm.to_i32(required(arguments, 0))?;
    if digits != 0 && digits < DIGIT_THRESHOLD {
        return Err(vm.value_error(format!(
            "maxdigits must be 0 or larger than {DIGIT_THRESHOLD}"
        )));
    }
    set_digit_limit(digits.unsigned_abs() as usize);
    Ok(Value::NONE)
}

fn set_switch_interval(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let interval = vm.to_f64(required(arguments, 0))?;
    if interval <= 0.0 || interval.is_nan() {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    let interval = Duration::try_from_secs_f64(interval).unwrap_or(Duration::MAX);
    lock::set_interval(interval);
    Ok(Value::NONE)
}
