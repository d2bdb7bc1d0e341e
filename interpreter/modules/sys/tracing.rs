//! Tracing: `settrace`, `setprofile` and their kin.

use vm::eval::tracing;
use vm::native::{Method, required};
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "settrace",
        "($module, function, /)",
        set_trace,
        "Sets the function that traces lines.",
    ),
    Method::new(
        "gettrace",
        "($module, /)",
        |vm, _| Ok(vm.tracing.trace().unwrap_or(Value::NONE)),
        "The function that traces lines.",
    ),
    Method::new(
        "setprofile",
        "($module, function, /)",
        set_profile,
        "Sets the function that traces calls.",
    ),
    Method::new(
        "getprofile",
        "($module, /)",
        |vm, _| Ok(vm.tracing.profile().unwrap_or(Value::NONE)),
        "The function that traces calls.",
    ),
    Method::new(
        "_settraceallthreads",
        "($module, function, /)",
        set_trace_everywhere,
        "settrace() for all threads.",
    ),
    Method::new(
        "_setprofileallthreads",
        "($module, function, /)",
        set_profile_everywhere,
        "setprofile() for all threads.",
    ),
    Method::new(
        "call_tracing",
        "($module, func, args, /)",
        call_tracing,
        "Calls a function while tracing.",
    ),
    Method::new(
        "activate_stack_trampoline",
        "($module, backend, /)",
        activate_trampoline,
        "Not for this platform.",
    ),
    Method::new(
        "deactivate_stack_trampoline",
        "($module, /)",
        |_, _| Ok(Value::NONE),
        "Does nothing here.",
    ),
    Method::new(
        "is_stack_trampoline_active",
        "($module, /)",
        |_, _| Ok(Value::FALSE),
        "Always false.",
    ),
];

/// The function that is given; none for `None`.
fn function_of(arguments: &[Option<Value>]) -> Option<Value> {
    let function = required(arguments, 0);
    Some(function.clone()).filter(|function| !function.is_none())
}

fn set_trace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    super::audit_event(vm, "sys.settrace", Vec::new)?;
    tracing::set_trace(vm, function_of(arguments));
    Ok(Value::NONE)
}

fn set_profile(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    super::audit_event(vm, "sys.setprofile", Vec::new)?;
    tracing::set_profile(vm, function_of(arguments));
    Ok(Value::NONE)
}

fn set_trace_everywhere(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    tracing::set_trace_everywhere(vm, function_of(arguments));
    Ok(Value::NONE)
}

fn set_profile_everywhere(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    tracing::set_profile_everywhere(vm, function_of(arguments));
    Ok(Value::NONE)
}

fn call_tracing(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tuple = required(arguments, 1);
    match tuple.downcast::<Tuple>() {
        Some(tuple) => tracing::call_tracing(vm, required(arguments, 0), tuple.items()),
        None => Err(vm.type_error(format!(
            "call_tracing() argument 2 must be tuple, not {}",
            vm.found_argument(tuple)
        ))),
    }
}

fn activate_trampoline(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let backend = vm.str_text(required(arguments, 0))?;
    Err(vm.value_error(format!("invalid backend: {backend}")))
}
