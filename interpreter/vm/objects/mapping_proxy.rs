//! `mappingproxy`: a mapping that can only be read.

use super::dict::Dict;
use super::generic_alias;
use super::heap::{Payload, Ref};
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::types::{Type, TypeSpec, flags, namespaces};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Signature, bind, required};
use crate::protocols::numbers::Operator;
use crate::{Result, Vm, payload, static_type};

/// The payload of a mapping proxy.
pub struct MappingProxy {
    mapping: Value,
}

payload!(MappingProxy, MAPPING_PROXY, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.mapping);
    }
});

static_type! {
    /// `mappingproxy`
    pub MAPPING_PROXY = TypeSpec {
        name: "mappingproxy",
        doc: Some("A view of a mapping that cannot change it."),
        signature: Some("(mapping)"),
        layout: Some(MappingProxy::layout),
        flags: flags::MAPPING,
        slots: Slots {
            repr: Some(|vm, value| {
                let text = vm.repr_text(mapping(value))?;
                Ok(Str::value(format!("mappingproxy({text})")))
            }),
            str: Some(|vm, value| Ok(vm.str(mapping(value))?.into())),
            hash: Some(|vm, value| vm.hash(mapping(value))),
            compare: Some(compare),
            iter: Some(|vm, value| vm.iter(mapping(value))),
            length: Some(|vm, value| vm.length(mapping(value))),
            getitem: Some(|vm, value, key| vm.get_item(mapping(value), key)),
            contains: Some(|vm, value, key| vm.contains(mapping(value), key)),
            or: Some(|vm, left, right| {
                vm.check_native_stack("")?;
                show(left, right);
                show(right, left);
                vm.binary(Operator::Or, mapping(left), mapping(right))
            }),
            inplace_or: Some(|vm, _, _| {
                Err(vm.type_error("'|=' is not supported by mappingproxy; use '|' instead"))
            }),
            new: Some(new),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("get", "($self, key, default=None, /)", get, "The value of a key, or default."),
            Method::new("keys", "($self, /)", |vm, values| pass_on(vm, values, "keys"), "The keys."),
            Method::new("values", "($self, /)", |vm, values| pass_on(vm, values, "values"), "The values."),
            Method::new("items", "($self, /)", |vm, values| pass_on(vm, values, "items"), "The items."),
            Method::new("copy", "($self, /)", |vm, values| pass_on(vm, values, "copy"), "A shallow copy."),
            generic_alias::CLASS_GETITEM,
            Method::new("__reversed__", "($self, /)", |vm, values| pass_on(vm, values, "__reversed__"), "The keys from the end."),
        ],
        ..TypeSpec::DEFAULT
    };
}

impl MappingProxy {
    /// A proxy of `mapping`.
    pub fn of(mapping: &Value) -> Value {
        Ref::new(MappingProxy {
            mapping: mapping.clone(),
        })
        .into()
    }

    /// The mapping itself.
    pub fn mapping(&self) -> &Value {
        &self.mapping
    }
}

/// The mapping behind a proxy; any other value itself.
fn mapping(value: &Value) -> &Value {
    match value.downcast::<MappingProxy>() {
        Some(proxy) => &proxy.mapping,
        None => value,
    }
}

/// Notes that the mapping of a proxy is given to a method of `other`, which may keep it.
fn show(value: &Value, other: &Value) {
    if other.class().has(flags::HEAP) {
        namespaces::expose(mapping(value));
    }
}

fn compare(vm: &Vm, value: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    show(value, other);
    vm.compare(mapping(value), other, operator)
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("mappingproxy", "(mapping)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let mapping = bound.required(0);
    let is_mapping = mapping.class().slots().getitem.is_some()
        && !mapping.class().has(flags::LIST_SUBCLASS)
        && !mapping.class().has(flags::TUPLE_SUBCLASS);
    if !is_mapping {
        return Err(vm.type_error(format!(
            "mappingproxy() argument must be a mapping, not {}",
            mapping.class().name()
        )));
    }
    let mapping = mapping.clone();
    Ok(Ref::with_class(class, MappingProxy { mapping }).into())
}

fn receiver(values: &[Option<Value>]) -> &Value {
    mapping(required(values, 0))
}

fn pass_on(vm: &Vm, values: &[Option<Value>], name: &str) -> Result<Value> {
    vm.call_method(receiver(values), name, &[])
}

fn get(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let mapping = receiver(values);
    let key = values
        .get(1)
        .and_then(Option::as_ref)
        .unwrap_or(Value::none_ref());
    let default = values
        .get(2)
        .and_then(Option::as_ref)
        .unwrap_or(Value::none_ref());
    if let Some(dict) = mapping.downcast_exact::<Dict>() {
        return Ok(dict.get(vm, key)?.unwrap_or_else(|| default.clone()));
    }
    vm.call_method(mapping, "get", &[key.clone(), default.clone()])
}
