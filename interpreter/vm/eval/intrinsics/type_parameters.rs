//! The intrinsic functions of type parameters: they use the classes of module `typing`.

use crate::call::Arguments;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Calls a class of `typing` with arguments and keywords.
fn typing(vm: &Vm, class: &str, values: &[Value], keywords: &[(&str, Value)]) -> Result<Value> {
    let module = vm.import_name(&vm.intern("typing"), None, &Value::NONE, 0)?;
    let class = vm.get_attribute(&module, &vm.intern(class))?;
    let mut values = values.to_vec();
    let mut names = Vec::new();
    for (name, value) in keywords {
        names.push(vm.intern(name).into());
        values.push(value.clone());
    }
    vm.call_with(
        &class,
        Arguments {
            values: &values,
            names: &names,
        },
    )
}

/// Runs the intrinsic of this name.
pub(super) fn call(vm: &Vm, what: &str, arguments: &[Value]) -> Result<Value> {
    let inferred = ("infer_variance", Value::TRUE);
    match (what, arguments) {
        ("TypeVar", [name]) => typing(vm, what, &[name.clone()], &[inferred]),
        ("TypeVar bound", [name, bound]) => {
            let bound = ("bound", vm.call(bound, &[])?);
            typing(vm, "TypeVar", &[name.clone()], &[bound, inferred])
        }
        ("TypeVar constraints", [name, constraints]) => {
            let constraints = vm.call(constraints, &[])?;
            let mut values = vec![name.clone()];
            values.extend(vm.collect(&constraints)?);
            typing(vm, "TypeVar", &values, &[inferred])
        }
        ("ParamSpec", [name]) => typing(vm, what, &[name.clone()], &[inferred]),
        ("TypeVarTuple", [name]) => typing(vm, what, &[name.clone()], &[]),
        ("Generic", [parameters]) => generic(vm, parameters),
        ("TypeAliasType", [parts]) => alias(vm, parts),
        ("default", [parameter, default]) => {
            let value = vm.call(default, &[])?;
            vm.set_attribute(parameter, &vm.intern("__default__"), &value)?;
            Ok(parameter.clone())
        }
        _ => Err(vm.system_error("invalid intrinsic function")),
    }
}

/// `Generic[parameters]`, with tuples of variables unpacked.
fn generic(vm: &Vm, parameters: &Value) -> Result<Value> {
    let module = vm.import_name(&vm.intern("typing"), None, &Value::NONE, 0)?;
    let class = vm.get_attribute(&module, &vm.intern("Generic"))?;
    let mut unpacked = Vec::new();
    for parameter in vm.collect(parameters)? {
        if parameter.class().name() == "TypeVarTuple" {
            unpacked.extend(vm.collect(&parameter)?);
        } else {
            unpacked.push(parameter);
        }
    }
    vm.get_item(&class, &Tuple::new(unpacked).into())
}

/// The alias of `type name[parameters] = value`: name, parameters and a function that gives
/// the value.
fn alias(vm: &Vm, parts: &Value) -> Result<Value> {
    let parts = vm.collect(parts)?;
    let [name, parameters, value] = &parts[..] else {
        return Err(vm.system_error("a type alias has three parts"));
    };
    let value = vm.call(value, &[])?;
    let parameters = if parameters.is_none() {
        Tuple::empty().into()
    } else {
        parameters.clone()
    };
    let values = [name.clone(), value];
    typing(vm, "TypeAliasType", &values, &[("type_params", parameters)])
}
