//! `object`: what every object can do.

use super::attributes;
use super::bytes::Bytes;
use super::class_creation::check_class_change;
use super::dict::Dict;
use super::hashing::identity_hash;
use super::heap::{Payload, Ref};
use super::list::List;
use super::lookup::{generic_get_attribute, generic_set_attribute};
use super::names::names;
use super::slots::{Comparison, Init, New, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property, required};
use crate::{Raised, Result, Vm, payload, static_type};

mod reduce;

pub use reduce::state;

/// The payload of objects that have none: of `object` itself and of most scripts' classes.
pub struct Plain;

payload!(Plain, OBJECT);

static_type! {
    /// `object`
    pub OBJECT = TypeSpec {
        name: "object",
        doc: Some("The base class of the class hierarchy."),
        signature: Some("()"),
        layout: Some(Plain::layout),
        flags: flags::BASE,
        slots: Slots {
            repr: Some(repr),
            str: Some(|vm, value| match value.class().slots().repr {
                // Whether it is a string is for the caller to find out.
                Some(repr) => repr(vm, value),
                None => Ok(vm.repr(value)?.into()),
            }),
            hash: Some(|_, value| Ok(identity_hash(value))),
            compare: Some(compare),
            getattribute: Some(generic_get_attribute),
            setattribute: Some(generic_set_attribute),
            init: Some(init),
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__reduce_ex__", "($self, protocol, /)", reduce::reduce_ex, "How to pickle it."),
            Method::new("__reduce__", "($self, /)", reduce::reduce, "How to pickle it."),
            Method::new("__getstate__", "($self, /)", reduce::getstate, "What is pickled of it."),
            Method::new(
                "__subclasshook__",
                "($type, object, /)",
                |_, _| Ok(Value::NOT_IMPLEMENTED),
                "What an abstract base class says of a class.",
            )
            .class_method(),
            Method::raw("__init_subclass__", "($type, /)", init_subclass, "Called for each subclass.").class_method(),
            Method::new("__format__", "($self, format_spec, /)", format, "format()"),
            Method::new("__sizeof__", "($self, /)", size, "Bytes in memory."),
            Method::new("__dir__", "($self, /)", dir, "The names of the attributes."),
        ],
        properties: &[Property {
            doc: Some("the object's class"),
            ..Property::settable("__class__", |_, value| Ok(value.class().to_value()), set_class)
        }],
        ..TypeSpec::DEFAULT
    };
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    let path = super::type_type::full_path(vm, value.class());
    Ok(Str::value(format!(
        "<{path} object at {:#x}>",
        value.identity()
    )))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    match operator {
        Comparison::Equal if left.is(right) => Ok(Value::TRUE),
        Comparison::NotEqual => {
            let Some(compare) = left.class().slots().compare else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let equal = compare(vm, left, right, Comparison::Equal)?;
            if equal.is_not_implemented() {
                return Ok(equal);
            }
            Ok(Value::bool(!vm.is_true(&equal)?))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn has_own_new(class: &Type) -> bool {
    class
        .slots()
        .new
        .is_none_or(|function| !std::ptr::fn_addr_eq(function, new as New))
}

/// Whether `__init__` of the class is another than that of `object`, which does nothing where
/// there is a `__new__`.
pub fn has_own_init(class: &Type) -> bool {
    class
        .slots()
        .init
        .is_none_or(|function| !std::ptr::fn_addr_eq(function, init as Init))
}

/// Whether calling the class makes an instance by `object.__new__` alone, before `__init__`.
pub fn makes_plain_instances(_: &Vm, class: &Ref<Type>) -> bool {
    !has_own_new(class)
        && super::type_type::has_ordinary_call(class)
        && !class.has(flags::ABSTRACT)
        && std::ptr::eq(class.layout(), Plain::layout())
}

/// An instance of a class that makes plain ones.
#[inline(always)]
pub fn new_plain(class: &Ref<Type>) -> Value {
    Ref::with_class(class, Plain).into()
}

/// `object.__new__`, also for native types whose instances have no payload.
pub fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.values.is_empty() {
        if has_own_new(class) {
            return Err(vm.type_error(
                "object.__new__() takes exactly one argument (the type to instantiate)",
            ));
        }
        if !has_own_init(class) {
            return Err(vm.type_error(format!("{}() takes no arguments", class.name())));
        }
    }
    instantiate(vm, class)
}

/// An instance of a class without a payload, as `object.__new__(class)` makes it.
#[inline]
pub fn instantiate(vm: &Vm, class: &Ref<Type>) -> Result<Value> {
    if class.has(flags::ABSTRACT) {
        return Err(abstract_error(vm, class));
    }
    Ok(Ref::with_class(class, Plain).into())
}

#[cold]
fn abstract_error(vm: &Vm, class: &Ref<Type>) -> Raised {
    let methods = class.dict(vm).get_str(&names().__abstractmethods__);
    let methods = methods.map_or(Ok(Vec::new()), |methods| vm.collect(&methods));
    let mut names: Vec<String> = match methods {
        Ok(methods) => methods
            .iter()
            .filter_map(|name| Some(name.downcast::<Str>()?.to_text()))
            .collect(),
        Err(raised) => return raised,
    };
    names.sort();
    let s = if names.len() > 1 { "s" } else { "" };
    vm.type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{s} '{}'",
        class.name(),
        names.join("', '")
    ))
}

fn init(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<()> {
    if arguments.values.is_empty() {
        return Ok(());
    }
    let class = value.class();
    if has_own_init(class) {
        return Err(vm.type_error(
            "object.__init__() takes exactly one argument (the instance to initialize)",
        ));
    }
    if !has_own_new(class) {
        return Err(vm.type_error(format!(
            "{}.__init__() takes exactly one argument (the instance to initialize)",
            class.name()
        )));
    }
    Ok(())
}

fn init_subclass(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let class = arguments.positionals().first();
    let class = class.and_then(|class| class.downcast::<Type>());
    let name = class.map_or(String::new(), |class| class.qualified_name());
    if !arguments.names.is_empty() {
        return Err(vm.type_error(format!(
            "{name}.__init_subclass__() takes no keyword arguments"
        )));
    }
    let given = arguments.values.len().saturating_sub(1);
    if given > 0 {
        return Err(vm.type_error(format!(
            "{name}.__init_subclass__() takes no arguments ({given} given)"
        )));
    }
    Ok(Value::NONE)
}

fn format(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let value = required(values, 0);
    let Some(specification) = required(values, 1).downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "__format__() argument must be str, not {}",
            vm.found_argument(required(values, 1))
        )));
    };
    if !specification.is_empty() {
        return Err(vm.type_error(format!(
            "unsupported format string passed to {}.__format__",
            value.class().name()
        )));
    }
    Ok(vm.str(value)?.into())
}

fn size(_: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let this = required(values, 0);
    let items = match (this.downcast::<Tuple>(), this.downcast::<Bytes>()) {
        (Some(tuple), _) => size_of_val(tuple.items()),
        (_, Some(bytes)) => bytes.as_bytes().len(),
        _ => 0,
    };
    Ok(Value::from(
        super::type_type::basic_size(this.class()) + items,
    ))
}

fn dir(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let value = required(values, 0);
    let all = match vm.find_attribute(value, &names().__dict__)? {
        Some(dict) => dict
            .downcast::<Dict>()
            .map_or_else(Dict::new, |dict| dict.copy()),
        None => Dict::new(),
    };
    if let Some(class) = vm.find_attribute(value, &names().__class__)? {
        merge_class_dict(vm, &all, &class)?;
    }
    let keys = all.to_vec().into_iter().map(|(key, _)| key);
    Ok(List::new(keys.collect()).into())
}

/// Adds the names in a class and its bases, by `__dict__` and `__bases__`.
fn merge_class_dict(vm: &Vm, all: &Ref<Dict>, class: &Value) -> Result<()> {
    vm.check_native_stack(" in __dir__")?;
    if let Some(class) = class.downcast::<Type>() {
        super::type_type::merge(vm, all, class);
        return Ok(());
    }
    if let Some(dict) = vm.find_attribute(class, &names().__dict__)?
        && let Some(dict) = dict.downcast::<Dict>()
    {
        for (key, value) in dict.to_vec() {
            all.set(vm, &key, value)?;
        }
    }
    if let Some(bases) = vm.find_attribute(class, &names().__bases__)? {
        for base in vm.collect(&bases)? {
            merge_class_dict(vm, all, &base)?;
        }
    }
    Ok(())
}

fn set_class(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    let Some(to) = to else {
        return Err(vm.type_error("can't delete __class__ attribute"));
    };
    let Some(class) = to.downcast::<Type>() else {
        return Err(vm.type_error(format!(
            "__class__ must be set to a class, not '{}' object",
            to.class().name()
        )));
    };
    if value.class().is(class) {
        return Ok(());
    }
    check_class_change(vm, value, class)?;
    if let Some(header) = value.header() {
        attributes::move_to_class(header, class);
        // Somebody up the native stack may still look at the old class through the object.
        super::heap::finalizers::keep(header.replace_class(class.clone()).into());
    }
    Ok(())
}
