//! `_typing`: the native part of `typing`.

use vm::Result;
use vm::Vm;
use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::type_parameters::{
    alias, generic, no_default, param_spec, type_var, type_var_tuple,
};
use vm::objects::value::Value;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_typing",
    doc: Some("Primitives of typing, for internal use."),
    functions: &[Method::new(
        "_idfunc",
        "($module, x, /)",
        identity,
        "Returns its argument.",
    )],
    fill,
};

fn identity(_: &Vm, values: &[Option<Value>]) -> Result<Value> {
    Ok(values
        .first()
        .and_then(Option::as_ref)
        .cloned()
        .unwrap_or(Value::NONE))
}

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    let classes = [
        &type_var::TYPE_VAR,
        &type_var_tuple::TYPE_VAR_TUPLE,
        &param_spec::PARAM_SPEC,
        &param_spec::PARAM_SPEC_ARGS,
        &param_spec::PARAM_SPEC_KWARGS,
        &generic::GENERIC,
        &alias::TYPE_ALIAS,
    ];
    for class in classes {
        module.add_class(vm, class);
    }
    module.set(vm, "NoDefault", no_default::no_default());
    Ok(())
}
