//! Attributes and types: getattr, setattr, delattr, hasattr, isinstance, issubclass, callable,
//! dir, vars, id, hash, repr, ascii, format.

use crate::native::{Method, required};
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::sort;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "ascii",
        "($module, obj, /)",
        ascii,
        "repr() with all else escaped.",
    ),
    Method::new(
        "callable",
        "($module, obj, /)",
        callable,
        "Whether it can be called.",
    ),
    Method::new(
        "delattr",
        "($module, obj, name, /)",
        delattr,
        "Deletes an attribute.",
    ),
    Method::new(
        "dir",
        "([object])",
        dir,
        "The names that an object or the caller has.",
    ),
    Method::new(
        "format",
        "($module, value, format_spec='', /)",
        format,
        "value.__format__(spec).",
    ),
    Method::new(
        "getattr",
        "(object, name[, default])",
        getattr,
        "The value of an attribute.",
    ),
    Method::new(
        "hasattr",
        "($module, obj, name, /)",
        hasattr,
        "Whether there is an attribute.",
    ),
    Method::new("hash", "($module, obj, /)", hash, "The hash."),
    Method::new("id", "($module, obj, /)", id, "The identity."),
    Method::new(
        "isinstance",
        "($module, obj, class_or_tuple, /)",
        isinstance,
        "Whether it is an instance of a class or of one in a tuple.",
    ),
    Method::new(
        "issubclass",
        "($module, cls, class_or_tuple, /)",
        issubclass,
        "Whether it is a subclass of a class or of one in a tuple.",
    ),
    Method::new("repr", "($module, obj, /)", repr, "The representation."),
    Method::new(
        "setattr",
        "($module, obj, name, value, /)",
        setattr,
        "Sets an attribute.",
    ),
    Method::new(
        "vars",
        "([object])",
        vars,
        "The __dict__ of an object, or the local names.",
    ),
];

/// The name of an attribute, interned.
fn name_of(vm: &Vm, name: &Value) -> Result<Ref<Str>> {
    match name.downcast::<Str>() {
        Some(name) => Ok(name.interned()),
        None => Err(vm.type_error(format!(
            "attribute name must be string, not '{}'",
            name.class().name()
        ))),
    }
}

fn ascii(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = vm.repr(required(arguments, 0))?;
    Ok(crate::objects::str_type::escaped_to_ascii(&text).into())
}

fn callable(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::bool(
        required(arguments, 0).class().slots().call.is_some(),
    ))
}

fn delattr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = name_of(vm, required(arguments, 1))?;
    vm.delete_attribute(required(arguments, 0), &name)?;
    Ok(Value::NONE)
}

fn getattr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (object, name) = (required(arguments, 0), name_of(vm, required(arguments, 1))?);
    match &arguments[2] {
        None => vm.get_attribute(object, &name),
        Some(default) => Ok(vm
            .find_attribute(object, &name)?
            .unwrap_or_else(|| default.clone())),
    }
}

fn hasattr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = name_of(vm, required(arguments, 1))?;
    let found = vm.find_attribute(required(arguments, 0), &name)?;
    Ok(Value::bool(found.is_some()))
}

fn setattr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = name_of(vm, required(arguments, 1))?;
    vm.set_attribute(required(arguments, 0), &name, required(arguments, 2))?;
    Ok(Value::NONE)
}

fn dir(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let names = match &arguments[0] {
        Some(object) => match vm.call_special(object, "__dir__", &[])? {
            Some(names) => vm.collect(&names)?,
            None => return Err(vm.type_error("object does not provide __dir__")),
        },
        None => {
            let locals = vm.current_locals()?;
            let names = vm.call_method(&locals, "keys", &[])?;
            vm.collect(&names)?
        }
    };
    let mut names = names;
    sort::sort(vm, &mut names, None, false)?;
    Ok(List::new(names).into())
}

fn format(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let empty = Str::value("");
    let specification = arguments[1].as_ref().unwrap_or(&empty);
    let Some(specification) = specification.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "format() argument 2 must be str, not {}",
            vm.found_argument(specification)
        )));
    };
    Ok(vm.format(required(arguments, 0), specification)?.into())
}

fn hash(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::int(vm.hash(required(arguments, 0))?))
}

fn id(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::int(
        (required(arguments, 0).bits() & i64::MAX as u64) as i64,
    ))
}

fn isinstance(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    vm.is_instance(required(arguments, 0), required(arguments, 1))
        .map(Value::bool)
}

fn issubclass(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    vm.is_subclass(required(arguments, 0), required(arguments, 1))
        .map(Value::bool)
}

fn repr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(vm.repr(required(arguments, 0))?.into())
}

fn vars(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    match &arguments[0] {
        None => vm.current_locals(),
        Some(object) => vm
            .find_attribute_by(object, "__dict__")?
            .ok_or_else(|| vm.type_error("vars() argument must have __dict__ attribute")),
    }
}
