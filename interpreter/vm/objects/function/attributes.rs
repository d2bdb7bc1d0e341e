//! The attributes of functions.

use super::super::dict::Dict;
use super::super::exceptions;
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::value::Value;
use super::{Code, Function, of};
use crate::native::Property;
use crate::{Result, Vm};
use bytecode::code::Flags;

const fn member(property: Property) -> Property {
    Property {
        member: true,
        ..property
    }
}

pub(super) const PROPERTIES: &[Property] = &[
    member(Property::new("__closure__", |vm, this| {
        Ok(of(vm, this)?.closure().map_or(Value::NONE, Value::from))
    })),
    member(Property::settable(
        "__doc__",
        |vm, this| Ok(of(vm, this)?.doc()),
        |vm, this, doc| {
            of(vm, this)?.set_doc(doc.cloned().unwrap_or(Value::NONE));
            Ok(())
        },
    )),
    member(Property::new("__globals__", |vm, this| {
        Ok(of(vm, this)?.globals.to_value())
    })),
    member(Property::settable(
        "__module__",
        |vm, this| Ok(of(vm, this)?.module.borrow().clone()),
        |vm, this, module| {
            let module = module.cloned().unwrap_or(Value::NONE);
            drop(of(vm, this)?.module.replace(module));
            Ok(())
        },
    )),
    member(Property::new("__builtins__", |vm, this| {
        Ok(of(vm, this)?.builtins.clone())
    })),
    Property::settable(
        "__code__",
        |vm, this| Ok(of(vm, this)?.code().to_value()),
        set_code,
    ),
    Property::settable(
        "__defaults__",
        |vm, this| Ok(of(vm, this)?.defaults().map_or(Value::NONE, Value::from)),
        set_defaults,
    ),
    Property::settable(
        "__kwdefaults__",
        |vm, this| {
            Ok(of(vm, this)?
                .keyword_defaults()
                .map_or(Value::NONE, Value::from))
        },
        set_keyword_defaults,
    ),
    Property::settable("__annotations__", annotations, set_annotations),
    Property::settable(
        "__name__",
        |vm, this| Ok(of(vm, this)?.name().into()),
        set_name,
    ),
    Property::settable(
        "__qualname__",
        |vm, this| Ok(of(vm, this)?.qualified_name().into()),
        set_qualified_name,
    ),
    Property::settable("__type_params__", type_parameters, set_type_parameters),
];

/// The kinds of functions whose calls make generators, coroutines and the like.
const RESUMED: u32 = Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR;

fn set_code(vm: &Vm, this: &Value, code: Option<&Value>) -> Result<()> {
    let function = of(vm, this)?;
    let Some(code) = code.and_then(|code| code.downcast::<Code>()) else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let cells = function
        .closure()
        .map_or(0, |closure| closure.items().len());
    if code.free_count as usize != cells {
        return Err(vm.value_error(format!(
            "{}() requires a code object with {cells} free vars, not {}",
            function.name(),
            code.free_count
        )));
    }
    if (function.code().flags ^ code.flags) & RESUMED != 0 {
        vm.warn(
            &exceptions::DEPRECATION_WARNING,
            "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)",
            1,
        )?;
    }
    function.set_code(code.clone());
    Ok(())
}

fn set_defaults(vm: &Vm, this: &Value, defaults: Option<&Value>) -> Result<()> {
    let defaults = defaults.filter(|value| !value.is_none());
    let tuple = defaults.and_then(|value| value.downcast::<Tuple>());
    if defaults.is_some() && tuple.is_none() {
        return Err(vm.type_error("__defaults__ must be set to a tuple object"));
    }
    of(vm, this)?.set_defaults(tuple.cloned());
    Ok(())
}

fn set_keyword_defaults(vm: &Vm, this: &Value, defaults: Option<&Value>) -> Result<()> {
    let defaults = defaults.filter(|value| !value.is_none());
    let dict = defaults.and_then(|value| value.downcast::<Dict>());
    if defaults.is_some() && dict.is_none() {
        return Err(vm.type_error("__kwdefaults__ must be set to a dict object"));
    }
    of(vm, this)?.set_keyword_defaults(dict.cloned());
    Ok(())
}

/// The compiler emits names and values alternately; the dict is made when asked for.
fn annotations(vm: &Vm, this: &Value) -> Result<Value> {
    let function: &Function = of(vm, this)?;
    let current = function.annotations.borrow().clone();
    let dict = match &current {
        Some(annotations) => match annotations.downcast::<Tuple>() {
            Some(tuple) => {
                let dict = Dict::new();
                for pair in tuple.items().chunks_exact(2) {
                    dict.set(vm, &pair[0], pair[1].clone())?;
                }
                dict
            }
            None => return Ok(annotations.clone()),
        },
        None => Dict::new(),
    };
    function.set_annotations(Some(dict.to_value()));
    Ok(dict.into())
}

fn set_annotations(vm: &Vm, this: &Value, annotations: Option<&Value>) -> Result<()> {
    let annotations = annotations.filter(|value| !value.is_none());
    if annotations.is_some_and(|value| value.downcast::<Dict>().is_none()) {
        return Err(vm.type_error("__annotations__ must be set to a dict object"));
    }
    of(vm, this)?.set_annotations(annotations.cloned());
    Ok(())
}

fn expect_str<'a>(vm: &Vm, name: &str, value: Option<&'a Value>) -> Result<&'a super::Ref<Str>> {
    value
        .and_then(|value| value.downcast::<Str>())
        .ok_or_else(|| vm.type_error(format!("{name} must be set to a string object")))
}

fn set_name(vm: &Vm, this: &Value, name: Option<&Value>) -> Result<()> {
    let name = expect_str(vm, "__name__", name)?;
    of(vm, this)?.set_names(Some(name), None);
    Ok(())
}

fn set_qualified_name(vm: &Vm, this: &Value, name: Option<&Value>) -> Result<()> {
    let name = expect_str(vm, "__qualname__", name)?;
    of(vm, this)?.set_names(None, Some(name));
    Ok(())
}

fn type_parameters(vm: &Vm, this: &Value) -> Result<Value> {
    let parameters = of(vm, this)?.type_parameters.borrow().clone();
    Ok(parameters.unwrap_or_else(|| Tuple::empty().into()))
}

fn set_type_parameters(vm: &Vm, this: &Value, parameters: Option<&Value>) -> Result<()> {
    let Some(parameters) = parameters.filter(|value| value.downcast::<Tuple>().is_some()) else {
        return Err(vm.type_error("__type_params__ must be set to a tuple"));
    };
    of(vm, this)?.set_type_parameters(Some(parameters.clone()));
    Ok(())
}
