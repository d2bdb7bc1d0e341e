//! `types.SimpleNamespace`.

use super::attributes;
use super::class_creation::DICT;
use super::dict::Dict;
use super::heap::{Payload, Ref};
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Signature, bind};
use crate::{Result, Vm, payload, static_type};

/// The payload of a namespace: everything is in its `__dict__`.
pub struct Namespace;

payload!(Namespace, NAMESPACE);

static_type! {
    /// `types.SimpleNamespace`
    pub NAMESPACE = TypeSpec {
        name: "SimpleNamespace",
        module: "types",
        doc: Some("An object whose attributes are what it is made with."),
        signature: Some("(mapping_or_iterable=(), /, **kwargs)"),
        layout: Some(Namespace::layout),
        flags: flags::BASE | flags::ATTRIBUTES,
        slots: Slots {
            repr: Some(repr),
            compare: Some(compare),
            init: Some(init),
            new: Some(|_, class, _| Ok(Ref::with_class(class, Namespace).into())),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("__reduce__", "($self, /)", reduce, "How to pickle it."),
            Method::raw("__replace__", "($self, /, **changes)", replace, "A copy with other values."),
        ],
        properties: &[DICT],
        ..TypeSpec::DEFAULT
    };
}

impl Namespace {
    /// A namespace with these attributes.
    pub fn of(dict: Ref<Dict>) -> Value {
        let namespace = Ref::new(Namespace);
        attributes::set_dict(namespace.header(), Some(dict));
        namespace.into()
    }
}

/// The attributes, for the machine: `None` for anything but a namespace.
fn dict_of(value: &Value) -> Ref<Dict> {
    match value.header() {
        Some(header) if header.class().has(flags::ATTRIBUTES) => attributes::dict_of(header),
        _ => Dict::new(),
    }
}

fn init(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("SimpleNamespace", "(mapping_or_iterable=(), /)");
    let positional = Arguments::positional(arguments.positionals());
    let bound = bind(vm, &SIGNATURE, positional)?;
    let dict = dict_of(value);
    if let Some(initial) = bound.optional(0) {
        let copied = match initial.downcast_exact::<Dict>() {
            Some(initial) => initial.to_value(),
            None => vm.call(
                super::dict_type::DICT.as_value(),
                std::slice::from_ref(initial),
            )?,
        };
        let pairs = copied.downcast::<Dict>().map(|copied| copied.to_vec());
        for (key, item) in pairs.unwrap_or_default() {
            let Some(name) = key.downcast::<Str>() else {
                return Err(vm.type_error("keywords must be strings"));
            };
            dict.set_str(name, item);
        }
    }
    for (name, item) in arguments.keywords() {
        dict.set_str(name, item.clone());
    }
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    let name = if value.class().is(&NAMESPACE) {
        "namespace".to_owned()
    } else {
        value.class().name()
    };
    let text = vm.guard_repr(value, || {
        let mut parts = Vec::new();
        for (key, item) in dict_of(value).to_vec() {
            if let Some(key) = key.downcast::<Str>().filter(|key| !key.is_empty()) {
                parts.push(format!("{key}={}", vm.repr_text(&item)?));
            }
        }
        Ok(parts.join(", "))
    })?;
    let text = text.unwrap_or_else(|| "...".to_owned());
    Ok(Str::value(format!("{name}({text})")))
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let is_namespace = |value: &Value| value.class().is_subtype(&NAMESPACE);
    if !is_namespace(left) || !is_namespace(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    vm.compare(
        dict_of(left).as_value(),
        dict_of(right).as_value(),
        operator,
    )
}

fn reduce(_: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let Some(Some(value)) = values.first() else {
        return Ok(Value::NONE);
    };
    let parts = vec![
        value.class().to_value(),
        Tuple::empty().into(),
        dict_of(value).into(),
    ];
    Ok(Tuple::new(parts).into())
}

fn replace(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let [value] = arguments.positionals() else {
        return Err(vm.type_error("__replace__() takes no positional arguments"));
    };
    let copy = vm.call(value.class().as_value(), &[])?;
    let dict = dict_of(&copy);
    for (key, item) in dict_of(value).to_vec() {
        dict.set(vm, &key, item)?;
    }
    for (name, item) in arguments.keywords() {
        dict.set_str(name, item.clone());
    }
    Ok(copy)
}

/// Whether the class is `SimpleNamespace` or a subclass.
pub fn is_namespace(class: &Ref<Type>) -> bool {
    class.is_subtype(&NAMESPACE)
}
