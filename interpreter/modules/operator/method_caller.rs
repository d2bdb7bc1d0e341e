//! `methodcaller`.

use vm::call::Arguments;
use vm::native::required;
use vm::objects::heap::{Payload, Ref};
use vm::objects::lookup::Found;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::getters::{TEXT_SIGNATURE, check};
use crate::container;
use crate::support::{of, reduce_method, tuple};

/// The payload of `methodcaller`.
pub struct MethodCaller {
    name: Ref<Str>,
    /// Positional arguments, then the values of keyword arguments.
    values: Vec<Value>,
    keywords: Vec<Value>,
}

container!(MethodCaller, METHOD_CALLER, [values], clear []);

static_type! {
    /// `operator.methodcaller`
    pub METHOD_CALLER = TypeSpec {
        name: "methodcaller",
        module: "operator",
        doc: Some("Calls a method of its operand."),
        signature: Some("(name, /, *args, **kwargs)"),
        layout: Some(<MethodCaller as Payload>::layout),
        slots: Slots {
            new: Some(new),
            call: Some(call),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: &[reduce_method(reduce)],
        properties: &[TEXT_SIGNATURE],
        ..TypeSpec::DEFAULT
    };
}

impl MethodCaller {
    fn arguments(&self) -> Arguments<'_> {
        Arguments {
            values: &self.values,
            names: &self.keywords,
        }
    }
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let Some(name) = arguments.positionals().first() else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = name.downcast::<Str>() else {
        return Err(vm.type_error("method name must be a string"));
    };
    let rest = arguments.skip(1);
    Ok(Ref::with_class(
        class,
        MethodCaller {
            name: name.interned(),
            values: rest.values.to_vec(),
            keywords: rest.names.to_vec(),
        },
    )
    .into())
}

fn call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    check(vm, "methodcaller", arguments, true)?;
    let (caller, object) = (of::<MethodCaller>(this), &arguments.values[0]);
    match vm.get_method(object, &caller.name)? {
        Found::Method(function) => vm.call_prepending(&function, object, caller.arguments()),
        Found::Attribute(callable) => vm.call_with(&callable, caller.arguments()),
    }
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let caller = of::<MethodCaller>(this);
    let text = vm.guard_repr(this, || {
        let mut texts = vec![vm.repr_text(caller.name.as_value())?];
        let arguments = caller.arguments();
        for value in arguments.positionals() {
            texts.push(vm.repr_text(value)?);
        }
        for (name, value) in arguments.keywords() {
            texts.push(format!("{name}={}", vm.repr_text(value)?));
        }
        Ok(texts.join(", "))
    })?;
    let text = text.unwrap_or_else(|| "...".to_owned());
    Ok(Str::value(format!("{}({text})", this.class().name())))
}

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let (caller, class) = (of::<MethodCaller>(this), this.class().to_value());
    let own = caller.arguments();
    if own.names.is_empty() {
        let mut parts = vec![caller.name.to_value()];
        parts.extend_from_slice(own.values);
        return Ok(Tuple::pair(class, tuple(parts)).into());
    }
    let partial = vm.import_attribute("functools", "partial")?;
    let mut values = vec![class, caller.name.to_value()];
    values.extend(own.keywords().map(|(_, value)| value.clone()));
    let constructor = vm.call_with(
        &partial,
        Arguments {
            values: &values,
            names: &caller.keywords,
        },
    )?;
    Ok(Tuple::pair(constructor, Tuple::from_slice(own.positionals()).into()).into())
}
