//! Methods of `type`.

use super::class_of;
use crate::native::{Method, required};
use crate::objects::class_creation;
use crate::objects::dict::Dict;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The methods.
pub const METHODS: &[Method] = &[
    Method::new(
        "mro",
        "($self, /)",
        mro,
        "The order in which bases are searched.",
    ),
    Method::new(
        "__subclasses__",
        "($self, /)",
        subclasses,
        "The subclasses that are alive.",
    ),
    Method::raw(
        "__prepare__",
        "($cls, name, bases, /, **kwds)",
        |_, _| Ok(Dict::new().into()),
        "The namespace for the body of a class.",
    )
    .class_method(),
    Method::new(
        "__instancecheck__",
        "($self, instance, /)",
        instance_check,
        "isinstance()",
    ),
    Method::new(
        "__subclasscheck__",
        "($self, subclass, /)",
        subclass_check,
        "issubclass()",
    ),
    Method::new("__dir__", "($self, /)", dir, "The names of the attributes."),
    Method::new("__sizeof__", "($self, /)", size, "Bytes in memory."),
];

fn first(values: &[Option<Value>]) -> &Value {
    required(values, 0)
}

fn mro(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let class = class_of(vm, first(values))?;
    let mro = class_creation::linearize(vm, class)?;
    Ok(List::new(mro.into_iter().map(Value::from).collect()).into())
}

fn subclasses(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let subclasses = class_of(vm, first(values))?.subclasses();
    Ok(List::new(subclasses.into_iter().map(Value::from).collect()).into())
}

fn instance_check(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let result = vm.is_instance_plainly(required(values, 1), first(values))?;
    Ok(Value::bool(result))
}

fn subclass_check(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let result = vm.is_subclass_plainly(required(values, 1), first(values))?;
    Ok(Value::bool(result))
}

fn size(_: &Vm, _: &[Option<Value>]) -> Result<Value> {
    Ok(Value::from(size_of::<Type>() + 16))
}

fn dir(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let class = class_of(vm, first(values))?;
    let all = Dict::new();
    merge(vm, &all, class);
    let keys = all.to_vec().into_iter().map(|(key, _)| key);
    Ok(List::new(keys.collect()).into())
}

/// Adds the entries of the dict of a class and of those of its bases.
pub fn merge(vm: &Vm, all: &Ref<Dict>, class: &Ref<Type>) {
    for class in class.mro_list() {
        for (key, value) in class.dict(vm).to_vec() {
            if let Some(name) = key.downcast::<crate::objects::str::Str>() {
                all.set_str(name, value);
            }
        }
    }
}
