//! Attributes that every class has: `__name__`, `__bases__`, `__module__` ...

use super::class_of;
use crate::native::Property;
use crate::objects::bytearray::BYTEARRAY;
use crate::objects::bytes::BYTES;
use crate::objects::class_creation;
use crate::objects::dict::Dict;
use crate::objects::dict_type::DICT;
use crate::objects::heap::Ref;
use crate::objects::int::INT;
use crate::objects::mapping_proxy::MappingProxy;
use crate::objects::names::names;
use crate::objects::set::{FROZENSET, SET};
use crate::objects::str::Str;
use crate::objects::str_type::{STR, encode_utf8};
use crate::objects::tuple::Tuple;
use crate::objects::tuple_type::TUPLE;
use crate::objects::types::{TYPE, Type, flags, method_cache};
use crate::objects::value::Value;
use crate::{Result, Vm};

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

/// The attributes.
pub const PROPERTIES: &[Property] = &[
    Property::settable("__name__", name, set_name),
    Property::settable("__qualname__", qualified_name, set_qualified_name),
    Property::settable("__bases__", bases, set_bases),
    member("__mro__", |vm, value| {
        let mro = class_creation::mro_tuple(class_of(vm, value)?);
        Ok(if mro.items().is_empty() {
            Value::NONE
        } else {
            mro.into()
        })
    }),
    member("__base__", |vm, value| {
        Ok(class_of(vm, value)?.base().map_or(Value::NONE, Value::from))
    }),
    Property::settable("__module__", module, set_module),
    Property::settable(
        "__abstractmethods__",
        abstract_methods,
        set_abstract_methods,
    ),
    Property::new("__dict__", |vm, value| {
        let dict = class_of(vm, value)?.dict(vm);
        Ok(MappingProxy::of(dict.as_value()))
    }),
    Property::settable("__doc__", doc, set_doc),
    Property::new("__text_signature__", |vm, value| {
        let class = class_of(vm, value)?;
        match class.spec() {
            Some(spec) => Ok(spec.signature.map_or(Value::NONE, Str::value)),
            None => Ok(signature_in_doc(vm, class).map_or(Value::NONE, Str::value)),
        }
    }),
    Property::settable("__annotations__", annotations, set_annotations),
    Property::settable("__type_params__", type_params, set_type_params),
    member("__basicsize__", |vm, value| {
        Ok(Value::from(basic_size(class_of(vm, value)?)))
    }),
    member("__itemsize__", |vm, value| {
        let variable = flags::TUPLE_SUBCLASS | flags::INT_SUBCLASS | flags::BYTES_SUBCLASS;
        let class = class_of(vm, value)?;
        Ok(Value::int(match class.flags.get() & variable {
            0 => 0,
            flags::TUPLE_SUBCLASS => 8,
            flags::INT_SUBCLASS => 4,
            _ => 1,
        }))
    }),
    member("__flags__", |vm, value| {
        Ok(Value::int(cpython_flags(class_of(vm, value)?)))
    }),
    member("__weakrefoffset__", |vm, value| {
        let weak = class_of(vm, value)?.has(flags::WEAK_REFERENCES);
        Ok(Value::int(if weak { -32 } else { 0 }))
    }),
    member("__dictoffset__", |vm, value| {
        let dict = class_of(vm, value)?.has(flags::ATTRIBUTES);
        Ok(Value::int(if dict { -1 } else { 0 }))
    }),
];

/// The size of an instance without its items, as CPython counts it for the types whose sizes
/// programs look at most; for the others, that of the machine's own object.
pub fn basic_size(class: &Ref<Type>) -> usize {
    let common: [(&Ref<Type>, usize); 8] = [
        (&INT, 24),
        (&STR, 64),
        (&BYTES, 33),
        (&TUPLE, 24),
        (&DICT, 48),
        (&SET, 200),
        (&FROZENSET, 200),
        (&BYTEARRAY, 56),
    ];
    let known = common.iter().find(|(base, _)| class.is_subtype(base));
    let own = known.map_or(class.layout().object.size(), |(_, size)| *size);
    own + class.member_count() * size_of::<Value>()
}

/// What CPython keeps in front of an instance: the collector's header, and the places of
/// attributes and weak references of classes made by a program.
pub fn size_in_front(class: &Ref<Type>) -> usize {
    let attributes = flags::ATTRIBUTES | flags::WEAK_REFERENCES;
    let managed = class.has(flags::HEAP) && class.flags.get() & attributes != 0;
    16 * (usize::from(is_container(class)) + usize::from(managed))
}

fn is_container(class: &Ref<Type>) -> bool {
    class.layout().container || class.prefix_size() != 0
}

/// The flags as CPython numbers them.
fn cpython_flags(class: &Ref<Type>) -> i64 {
    let pairs = [
        (flags::WEAK_REFERENCES, 3),
        (flags::ATTRIBUTES, 4),
        (flags::SEQUENCE, 5),
        (flags::MAPPING, 6),
        (flags::NO_INSTANTIATION, 7),
        (flags::IMMUTABLE, 8),
        (flags::HEAP, 9),
        (flags::BASE, 10),
        (flags::METHOD_DESCRIPTOR, 17),
        (flags::ABSTRACT, 20),
        (flags::MATCH_SELF, 22),
    ];
    let own = pairs.iter().filter(|(flag, _)| class.has(*flag));
    let own = own.fold(0, |all, (_, bit)| all | 1i64 << bit);
    let ready = 1 << 12;
    let container = i64::from(is_container(class)) << 14;
    let subclasses = i64::from(class.flags.get() & 0xFF00_0000);
    own | ready | container | subclasses
}

/// Refuses what cannot be set: attributes of native types, and deletion.
fn check_settable<'a>(
    vm: &Vm,
    value: &'a Value,
    name: &str,
    to: Option<&Value>,
) -> Result<&'a Ref<Type>> {
    let class = class_of(vm, value)?;
    let verb = match to {
        _ if class.has(flags::IMMUTABLE) => "set",
        None => "delete",
        Some(_) => return Ok(class),
    };
    Err(vm.type_error(format!(
        "cannot {verb} '{name}' attribute of immutable type '{}'",
        class.name()
    )))
}

fn name(vm: &Vm, value: &Value) -> Result<Value> {
    let class = class_of(vm, value)?;
    if let Some(name) = &*class.name.borrow() {
        return Ok(name.to_value());
    }
    Ok(Str::value(class.short_name()))
}

fn set_name(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    let class = check_settable(vm, value, "__name__", to)?;
    let name = to.and_then(|to| to.downcast::<Str>());
    let Some(name) = name else {
        return Err(vm.type_error(format!(
            "can only assign string to {}.__name__, not '{}'",
            class.name(),
            to.unwrap_or(Value::none_ref()).class().name()
        )));
    };
    if name.as_bytes().contains(&0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    encode_utf8(vm, name)?;
    drop(class.name.replace(Some(name.clone())));
    Ok(())
}

fn qualified_name(vm: &Vm, value: &Value) -> Result<Value> {
    let class = class_of(vm, value)?;
    if let Some(name) = &*class.qualified_name.borrow() {
        return Ok(name.to_value());
    }
    Ok(Str::value(class.qualified_name()))
}

fn set_qualified_name(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    let class = check_settable(vm, value, "__qualname__", to)?;
    let Some(name) = to.and_then(|to| to.downcast::<Str>()) else {
        return Err(vm.type_error(format!(
            "can only assign string to {}.__qualname__, not '{}'",
            class.name(),
            to.unwrap_or(Value::none_ref()).class().name()
        )));
    };
    drop(class.qualified_name.replace(Some(name.clone())));
    Ok(())
}

fn bases(vm: &Vm, value: &Value) -> Result<Value> {
    let bases = class_of(vm, value)?.bases.borrow().clone();
    Ok(Tuple::new(bases.into_iter().map(Value::from).collect()).into())
}

fn set_bases(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    let class = check_settable(vm, value, "__bases__", to)?;
    match to {
        Some(to) => class_creation::set_bases(vm, class, to),
        None => Ok(()),
    }
}

/// The signature that the docstring of a class in Python begins with.
fn signature_in_doc(vm: &Vm, class: &Ref<Type>) -> Option<String> {
    let doc = class.dict(vm).get_str(&names().__doc__)?;
    let doc = doc.downcast::<Str>()?.to_text();
    let text = doc.strip_prefix(&class.short_name())?;
    let (text, _) = text.strip_prefix('(')?.split_once(")\n--\n\n")?;
    (!text.contains("\n\n")).then(|| format!("({text})"))
}

/// `__module__` of a class.
pub fn module_of(vm: &Vm, class: &Ref<Type>) -> Option<Value> {
    match class.spec() {
        Some(spec) if !class.has(flags::MUTABLE) => Some(vm.intern(spec.module).into()),
        spec => {
            let own = class.dict(vm).get_str(&names().__module__);
            own.or_else(|| spec.map(|spec| vm.intern(spec.module).into()))
        }
    }
}

/// The name of a class with its module, which is left out for `builtins` and `__main__`.
pub fn full_name(vm: &Vm, class: &Ref<Type>) -> String {
    let name = class.qualified_name();
    let module = module_of(vm, class);
    match module.as_ref().and_then(|module| module.downcast::<Str>()) {
        Some(module) if !matches!(module.as_bytes(), b"builtins" | b"__main__") => {
            format!("{module}.{name}")
        }
        _ => name,
    }
}

fn module(vm: &Vm, value: &Value) -> Result<Value> {
    let class = class_of(vm, value)?;
    module_of(vm, class).ok_or_else(|| vm.attribute_error("__module__"))
}

fn set_entry(vm: &Vm, value: &Value, name: &Ref<Str>, to: Option<&Value>) -> Result<()> {
    let class = check_settable(vm, value, &name.to_string(), to)?;
    method_cache::invalidate(class);
    if let Some(to) = to {
        class.dict(vm).set_str(name, to.clone());
    }
    Ok(())
}

fn set_module(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    set_entry(vm, value, &names().__module__, to)?;
    let first_line = &names().__firstlineno__;
    drop(class_of(vm, value)?.dict(vm).remove_str(first_line));
    Ok(())
}

fn abstract_methods(vm: &Vm, value: &Value) -> Result<Value> {
    let class = class_of(vm, value)?;
    let found = if class.is(&TYPE) {
        None
    } else {
        class.dict(vm).get_str(&names().__abstractmethods__)
    };
    let name = &names().__abstractmethods__;
    found.ok_or_else(|| vm.attribute_error_of(value, name, name.to_string()))
}

fn set_abstract_methods(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    let class = class_of(vm, value)?;
    let name = &names().__abstractmethods__;
    let dict = class.dict(vm);
    let some = match to {
        Some(to) => {
            let some = vm.is_true(to)?;
            dict.set_str(name, to.clone());
            some
        }
        None => match dict.remove_str(name) {
            Some(_) => false,
            None => return Err(vm.attribute_error_of(value, name, name.to_string())),
        },
    };
    method_cache::invalidate(class);
    if some {
        class.change_flags(flags::ABSTRACT, 0);
    } else {
        class.change_flags(0, flags::ABSTRACT);
    }
    Ok(())
}

fn doc(vm: &Vm, value: &Value) -> Result<Value> {
    let class = class_of(vm, value)?;
    if let Some(doc) = class.spec().and_then(|spec| spec.doc) {
        return Ok(Str::value(doc));
    }
    let Some(doc) = class.dict(vm).get_str(&names().__doc__) else {
        return Ok(Value::NONE);
    };
    match doc.class().slots().get {
        Some(get) => get(vm, &doc, None, value),
        None => Ok(doc),
    }
}

fn set_doc(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    set_entry(vm, value, &names().__doc__, to)
}

fn annotations(vm: &Vm, value: &Value) -> Result<Value> {
    let class = class_of(vm, value)?;
    let name = &names().__annotations__;
    if !class.has(flags::HEAP) {
        return Err(vm.no_attribute(value, name));
    }
    let dict = class.dict(vm);
    if let Some(found) = dict.get_str(name) {
        return match found.class().slots().get {
            Some(get) => get(vm, &found, None, value),
            None => Ok(found),
        };
    }
    let fresh: Value = Dict::new().into();
    method_cache::invalidate(class);
    dict.set_str(name, fresh.clone());
    Ok(fresh)
}

fn set_annotations(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    let class = class_of(vm, value)?;
    let name = &names().__annotations__;
    if class.has(flags::IMMUTABLE) {
        return Err(vm.type_error(format!(
            "cannot set '__annotations__' attribute of immutable type '{}'",
            class.name()
        )));
    }
    method_cache::invalidate(class);
    match to {
        Some(to) => class.dict(vm).set_str(name, to.clone()),
        None if class.dict(vm).remove_str(name).is_some() => {}
        None => return Err(vm.attribute_error_of(value, name, name.to_string())),
    }
    Ok(())
}

fn type_params(vm: &Vm, value: &Value) -> Result<Value> {
    let class = class_of(vm, value)?;
    if class.is(&crate::objects::types::TYPE) {
        // Its dict has the descriptor itself.
        return Ok(Tuple::empty().into());
    }
    let found = class.dict(vm).get_str(&names().__type_params__);
    Ok(found.unwrap_or_else(|| Tuple::empty().into()))
}

fn set_type_params(vm: &Vm, value: &Value, to: Option<&Value>) -> Result<()> {
    set_entry(vm, value, &names().__type_params__, to)
}
