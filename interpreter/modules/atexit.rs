//! Module `atexit`: functions that are called when the interpreter ends.

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::state::State;

/// `atexit`
pub static MODULE: NativeModule = NativeModule {
    name: "atexit",
    doc: Some("Functions that are called at the end."),
    functions: &[
        Method::raw(
            "register",
            "($module, func, /, *args, **kwargs)",
            register,
            "Adds a function.",
        ),
        Method::new(
            "unregister",
            "($module, func, /)",
            unregister,
            "Removes a function.",
        ),
        Method::new(
            "_clear",
            "($module, /)",
            |vm, _| {
                drop(CALLBACKS.of(vm).take());
                Ok(Value::NONE)
            },
            "Removes all.",
        ),
        Method::new(
            "_run_exitfuncs",
            "($module, /)",
            |vm, _| {
                run(vm);
                Ok(Value::NONE)
            },
            "Calls all.",
        ),
        Method::new(
            "_ncallbacks",
            "($module, /)",
            |vm, _| Ok(CALLBACKS.of(vm).borrow().len().into()),
            "How many there are.",
        ),
    ],
    fill: |_, _| Ok(()),
};

#[derive(Clone)]
struct Callback {
    function: Value,
    values: Vec<Value>,
    names: Vec<Value>,
}

static CALLBACKS: State<Vec<Callback>> = State::new(Vec::new());

fn register(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let Some(function) = arguments.positionals().first() else {
        return Err(vm.type_error(format!(
            "register() takes at least 1 argument ({} given)",
            arguments.names.len()
        )));
    };
    if function.class().slots().call.is_none() {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let rest = arguments.skip(1);
    CALLBACKS.of(vm).borrow_mut().push(Callback {
        function: function.clone(),
        values: rest.values.to_vec(),
        names: rest.names.to_vec(),
    });
    Ok(function.clone())
}

fn unregister(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let function = required(arguments, 0);
    let callbacks = CALLBACKS.of(vm).borrow().clone();
    let mut removed = Vec::new();
    for (place, callback) in callbacks.iter().enumerate() {
        if vm.equal(&callback.function, function)? {
            removed.push(place);
        }
    }
    let mut gone = Vec::new();
    {
        let mut present = CALLBACKS.of(vm).borrow_mut();
        for place in removed.into_iter().rev() {
            if place < present.len() {
                gone.push(present.remove(place));
            }
        }
    }
    drop(gone);
    Ok(Value::NONE)
}

/// Calls the functions, the last one first; their exceptions are shown.
pub fn run(vm: &Vm) {
    loop {
        let callback = CALLBACKS.of(vm).borrow_mut().pop();
        let Some(callback) = callback else {
            return;
        };
        let arguments = Arguments {
            values: &callback.values,
            names: &callback.names,
        };
        if let Err(raised) = vm.call_with(&callback.function, arguments) {
            let shown = vm.repr_text(&callback.function).unwrap_or_default();
            let message = format!("Exception ignored in atexit callback {shown}");
            vm.unraisable_with_message(raised, &message);
        }
    }
}
