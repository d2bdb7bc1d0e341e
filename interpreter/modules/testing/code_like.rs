//! `_testcapi.CodeLike`, an object that stands for code in tests of monitoring, and the functions
//! that report events of it.

use vm::eval::monitoring::{self, event};
use vm::native::{Method, required};
use vm::objects::object_type::new_plain;
use vm::objects::slots::Slots;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

static_type! {
    /// `_testcapi.CodeLike`
    pub CODE_LIKE = TypeSpec {
        name: "CodeLike",
        module: "_testcapi",
        doc: Some("Stands for code that is not Python's."),
        slots: Slots {
            new: Some(|_, class, _| Ok(new_plain(class))),
            init: Some(|_, _, _| Ok(())),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
}

macro_rules! reports {
    ($($name:literal $event:ident $report:ident;)*) => {
        /// `fire_event_*`: each takes the code, the offset and what the event is about.
        pub const FUNCTIONS: &[Method] = &[
            $(Method::new(
                $name,
                "($module, codelike, offset, /, *values)",
                |vm, arguments| $report(vm, event::$event, arguments),
                "Reports an event.",
            ),)*
            Method::new(
                "monitoring_enter_scope",
                "($module, codelike, /, *events)",
                |_, _| Ok(Value::NONE),
                "Does nothing here.",
            ),
            Method::new(
                "monitoring_exit_scope",
                "($module, /)",
                |_, _| Ok(Value::NONE),
                "Does nothing here.",
            ),
        ];
    };
}

reports! {
    "fire_event_py_start" PY_START report;
    "fire_event_py_resume" PY_RESUME report;
    "fire_event_py_return" PY_RETURN report;
    "fire_event_py_yield" PY_YIELD report;
    "fire_event_call" CALL report;
    "fire_event_line" LINE report;
    "fire_event_jump" JUMP report;
    "fire_event_branch" BRANCH report;
    "fire_event_c_return" C_RETURN report;
    "fire_event_py_throw" PY_THROW report_exception;
    "fire_event_raise" RAISE report_exception;
    "fire_event_c_raise" C_RAISE report_exception;
    "fire_event_reraise" RERAISE report_exception;
    "fire_event_exception_handled" EXCEPTION_HANDLED report_exception;
    "fire_event_py_unwind" PY_UNWIND report_exception;
    "fire_event_stop_iteration" STOP_ITERATION report_end;
}

fn values(vm: &Vm, arguments: &[Option<Value>]) -> Result<Vec<Value>> {
    let mut values = vec![
        required(arguments, 0).clone(),
        required(arguments, 1).clone(),
    ];
    values.extend(vm.collect(required(arguments, 2))?);
    Ok(values)
}

/// Events of native calls are those of CALL.
fn kind_of(event: usize) -> usize {
    match event {
        event::C_RETURN | event::C_RAISE => event::CALL,
        event => event,
    }
}

fn report(vm: &Vm, event: usize, arguments: &[Option<Value>]) -> Result<Value> {
    let values = values(vm, arguments)?;
    monitoring::report(vm, kind_of(event), &values)?;
    Ok(Value::NONE)
}

fn report_exception(vm: &Vm, event: usize, arguments: &[Option<Value>]) -> Result<Value> {
    let values = values(vm, arguments)?;
    if values.get(2).is_none_or(Value::is_none) {
        let message = format!("Firing event {event} with no exception set");
        return Err(vm.value_error(message));
    }
    monitoring::report(vm, kind_of(event), &values)?;
    Ok(Value::NONE)
}

/// The value is told as a StopIteration.
fn report_end(vm: &Vm, event: usize, arguments: &[Option<Value>]) -> Result<Value> {
    let mut values = values(vm, arguments)?;
    if let Some(value) = values.get_mut(2) {
        *value = vm.stop_iteration(value.clone()).0;
    }
    monitoring::report(vm, event, &values)?;
    Ok(Value::NONE)
}
