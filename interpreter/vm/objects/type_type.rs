//! `type`: calling classes, attributes of classes.

use super::class_creation;
use super::heap::{Payload, Ref};
use super::names::names;
use super::object_type::has_own_init;
use super::slot_methods;
use super::slots::Slots;
use super::str::Str;
use super::types::{TYPE, Type, TypeSpec, flags, method_cache};
use super::union;
use super::value::Value;
use crate::call::Arguments;
use crate::{Result, Vm};

mod methods;
pub use methods::merge;
pub use properties::{basic_size, full_name, size_in_front};
mod properties;

/// `type`
pub static SPEC: TypeSpec = TypeSpec {
    name: "type",
    doc: Some("type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type"),
    layout: Some(Type::layout_of),
    flags: flags::BASE | flags::OWN_DICT | flags::WEAK_REFERENCES,
    slots: Slots {
        repr: Some(repr),
        call: Some(call),
        getattribute: Some(get_attribute),
        setattribute: Some(set_attribute),
        new: Some(class_creation::new_type),
        init: Some(init),
        or: Some(union::or_types),
        ..Slots::EMPTY
    },
    methods: methods::METHODS,
    properties: properties::PROPERTIES,
    ..TypeSpec::DEFAULT
};

impl Type {
    fn layout_of() -> &'static super::heap::Layout {
        <Type as Payload>::layout()
    }
}

/// The class in a value of which it is known that it is one.
fn class_of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<Type>> {
    value
        .downcast::<Type>()
        .ok_or_else(|| vm.type_error("a type is required"))
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    let class = class_of(vm, value)?;
    let name = class.qualified_name();
    let module = properties::module_of(vm, class);
    let module = module.as_ref().and_then(|module| module.downcast::<Str>());
    Ok(Str::value(match module {
        Some(module) if module.as_bytes() != b"builtins" => {
            format!("<class '{module}.{name}'>")
        }
        _ => format!("<class '{name}'>"),
    }))
}

fn call(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let class = class_of(vm, value)?;
    if class.is(&TYPE) {
        match arguments.values {
            [object] if arguments.names.is_empty() => return Ok(object.class().to_value()),
            _ if arguments.positionals().len() != 3 => {
                return Err(vm.type_error("type() takes 1 or 3 arguments"));
            }
            _ => {}
        }
    }
    if !class.is_ready() {
        class_creation::make_ready(class);
    }
    make(vm, class, arguments)
}

/// An instance of a class that is ready, of a metaclass that calls it as `type` does.
fn make(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let Some(new) = class.slots().new else {
        return Err(vm.type_error(format!("cannot create '{}' instances", class.name())));
    };
    let object = new(vm, class, arguments)?;
    if !object.class().is(class) && !object.class().is_subtype(class) {
        return Ok(object);
    }
    // `object.__init__` would only look at the arguments, as `__new__` has done.
    if let Some(init) = object.class().slots().init
        && has_own_init(object.class())
    {
        init(vm, &object, arguments)?;
    }
    Ok(object)
}

fn init(vm: &Vm, _: &Value, arguments: Arguments<'_>) -> Result<()> {
    let given = arguments.positionals().len();
    if given == 1 && !arguments.names.is_empty() {
        return Err(vm.type_error("type.__init__() takes no keyword arguments"));
    }
    if given != 1 && given != 3 {
        return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
    }
    Ok(())
}

fn get_attribute(vm: &Vm, value: &Value, name: &Ref<Str>) -> Result<Value> {
    let class = class_of(vm, value)?;
    match find_attribute(vm, class, name)? {
        Some(found) => Ok(found),
        None => Err(vm.no_attribute(value, name)),
    }
}

/// Whether calls of the class make instances as those of `type`'s instances do.
#[inline(always)]
pub fn has_ordinary_call(class: &Ref<Type>) -> bool {
    class
        .class()
        .slots()
        .call
        .is_some_and(|function| std::ptr::fn_addr_eq(function, call as super::slots::Call))
}

/// Whether attributes of the class are found as those of `type`'s instances are.
#[inline(always)]
pub fn has_ordinary_getattribute(class: &Ref<Type>) -> bool {
    class.class().slots().getattribute.is_some_and(|function| {
        std::ptr::fn_addr_eq(function, get_attribute as super::slots::GetAttribute)
    })
}

/// The attribute of a class: a data descriptor of the metaclass, then what the class and its
/// bases have, then what else the metaclass has.
pub fn find_attribute(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>) -> Result<Option<Value>> {
    let metaclass = class.class();
    let of_metaclass = metaclass.lookup(vm, name);
    if let Some(descriptor) = &of_metaclass {
        let slots = descriptor.class().slots();
        if let (Some(get), Some(_)) = (slots.get, slots.set) {
            let metaclass = metaclass.clone();
            return get(vm, descriptor, Some(class.as_value()), metaclass.as_value()).map(Some);
        }
    }
    if let Some(found) = class.lookup(vm, name) {
        return match found.class().slots().get {
            Some(get) => get(vm, &found, None, class.as_value()).map(Some),
            None => Ok(Some(found)),
        };
    }
    let Some(descriptor) = of_metaclass else {
        return Ok(None);
    };
    match descriptor.class().slots().get {
        Some(get) => {
            let metaclass = metaclass.clone();
            get(
                vm,
                &descriptor,
                Some(class.as_value()),
                metaclass.as_value(),
            )
            .map(Some)
        }
        None => Ok(Some(descriptor)),
    }
}

fn set_attribute(vm: &Vm, value: &Value, name: &Ref<Str>, to: Option<&Value>) -> Result<()> {
    let class = class_of(vm, value)?;
    if class.has(flags::IMMUTABLE) {
        return Err(vm.type_error(format!(
            "cannot set {} attribute of immutable type '{}'",
            vm.repr_text(name.as_value())?,
            class.name()
        )));
    }
    let name = &name.interned();
    if let Some(descriptor) = class.class().lookup(vm, name)
        && let Some(set) = descriptor.class().slots().set
    {
        return set(vm, &descriptor, value, to);
    }
    let dict = class.dict(vm);
    if to.is_none() && dict.position_of_str(name).is_none() {
        return Err(vm.no_attribute(value, name));
    }
    method_cache::invalidate(class);
    match to {
        Some(to) => dict.set_str(name, to.clone()),
        None => drop(dict.remove_str(name)),
    }
    slot_methods::name_changed(vm, class, name);
    Ok(())
}

/// Sets an entry of the dict of a class, past all descriptors.
pub fn set_entry(vm: &Vm, class: &Ref<Type>, name: &Ref<Str>, value: Option<Value>) {
    method_cache::invalidate(class);
    match value {
        Some(value) => class.dict(vm).set_str(name, value),
        None => drop(class.dict(vm).remove_str(name)),
    }
    slot_methods::name_changed(vm, class, name);
}

/// The module of a class and its qualified name, `module.name`, without `builtins`.
pub fn full_path(vm: &Vm, class: &Ref<Type>) -> String {
    let module = properties::module_of(vm, class);
    let name = class.qualified_name();
    match module.as_ref().and_then(|module| module.downcast::<Str>()) {
        Some(module) if module.as_bytes() != b"builtins" => format!("{module}.{name}"),
        _ => name,
    }
}

/// `__doc__` of a class, as its dict has it.
pub fn doc_of(vm: &Vm, class: &Ref<Type>) -> Option<Value> {
    class.dict(vm).get_str(&names().__doc__)
}
