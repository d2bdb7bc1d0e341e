//! What `sys` has for coroutines and asynchronous generators.

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::class_creation::make_ready;
use vm::objects::struct_sequence::make;
use vm::objects::value::Value;
use vm::{Result, Vm, struct_sequence};

struct_sequence! {
    /// `sys.get_asyncgen_hooks()`
    pub HOOKS = "builtins", "asyncgen_hooks", 2, ["firstiter" 0, "finalizer" 1];
}

pub(super) const FUNCTIONS: &[Method] = &[
    Method::raw(
        "set_asyncgen_hooks",
        " (*args, **kwargs)",
        set_asyncgen_hooks,
        "Sets the hooks of asynchronous generators.",
    ),
    Method::new(
        "get_asyncgen_hooks",
        "($module, /)",
        get_asyncgen_hooks,
        "The hooks.",
    ),
    Method::new(
        "get_coroutine_origin_tracking_depth",
        "($module, /)",
        |vm, _| Ok(Value::int(vm.coroutine_origin_depth.get().into())),
        "How many frames of a coroutine's origin are kept.",
    ),
    Method::new(
        "set_coroutine_origin_tracking_depth",
        "($module, /, depth)",
        set_origin_depth,
        "Says how many frames of a coroutine's origin are kept.",
    ),
];

fn set_asyncgen_hooks(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature =
        Signature::new("set_asyncgen_hooks", " (firstiter=None, finalizer=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    for (position, name) in [(1, "finalizer"), (0, "firstiter")] {
        if let Some(hook) = bound.optional(position)
            && !hook.is_none()
            && hook.class().slots().call.is_none()
        {
            return Err(vm.type_error(format!(
                "callable {name} expected, got {}",
                hook.class().name()
            )));
        }
    }
    let hook = |value: &Value| Some(value.clone()).filter(|value| !value.is_none());
    if let Some(finalizer) = bound.optional(1) {
        vm.async_generator_hooks.set_finalizer(hook(finalizer));
    }
    if let Some(first) = bound.optional(0) {
        vm.async_generator_hooks.set_first_iteration(hook(first));
    }
    Ok(Value::NONE)
}

fn get_asyncgen_hooks(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    make_ready(&HOOKS);
    let hooks = &vm.async_generator_hooks;
    let items = [hooks.first_iteration(), hooks.finalizer()];
    let items = items.map(|hook| hook.unwrap_or(Value::NONE));
    Ok(make(vm, &HOOKS, items.to_vec(), Vec::new()))
}

fn set_origin_depth(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let depth = vm.to_i32(required(arguments, 0))?;
    let Ok(depth) = u32::try_from(depth) else {
        return Err(vm.value_error("depth must be >= 0"));
    };
    vm.coroutine_origin_depth.set(depth);
    Ok(Value::NONE)
}
