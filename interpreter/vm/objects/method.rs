//! `method`: a function bound to an object.

use super::heap::{Payload, Ref};
use super::names::names;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method as Row, Property};
use crate::objects::lookup::generic_get_attribute;
use crate::{Result, Vm, payload, static_type};

/// The payload of a bound method.
pub struct Method {
    function: Value,
    this: Value,
}

payload!(Method, METHOD, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.this);
    }
});

static_type! {
    /// `method`
    pub METHOD = TypeSpec {
        name: "method",
        signature: Some("(function, instance, /)"),
        layout: Some(<Method as Payload>::layout),
        doc: Some("A function bound to an object."),
        flags: flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(method_repr),
            hash: Some(method_hash),
            call: Some(method_call),
            getattribute: Some(method_getattribute),
            compare: Some(method_compare),
            get: Some(method_get),
            new: Some(method_new),
            ..Slots::EMPTY
        },
        properties: &[
            Property { member: true, ..Property::new("__func__", |vm, this| Ok(of(vm, this)?.function.clone())) },
            Property { member: true, ..Property::new("__self__", |vm, this| Ok(of(vm, this)?.this.clone())) },
            Property::new("__doc__", |vm, this| {
                vm.get_attribute(&of(vm, this)?.function, &names().__doc__)
            }),
        ],
        methods: &[Row::new("__reduce__", "($self, /)", method_reduce, "How to pickle it.")],
        ..TypeSpec::DEFAULT
    };
}

impl Method {
    /// `function` bound to `this`.
    #[inline]
    pub fn new(function: Value, this: Value) -> Ref<Method> {
        Ref::new_in_place(Method { function, this })
    }

    /// `__func__`.
    #[inline(always)]
    pub fn function(&self) -> &Value {
        &self.function
    }

    /// `__self__`.
    #[inline(always)]
    pub fn this(&self) -> &Value {
        &self.this
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<Method>> {
    value
        .downcast::<Method>()
        .ok_or_else(|| vm.type_error("a method is required"))
}

fn method_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("method() takes no keyword arguments"));
    }
    let [function, this] = arguments.values else {
        return Err(vm.type_error(format!(
            "method expected 2 arguments, got {}",
            arguments.values.len()
        )));
    };
    if function.class().slots().call.is_none() {
        return Err(vm.type_error("first argument must be callable"));
    }
    if this.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    Ok(Method::new(function.clone(), this.clone()).into())
}

fn method_call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let method = of(vm, this)?;
    vm.call_prepending(&method.function, &method.this, arguments)
}

fn method_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let method = of(vm, this)?;
    let mut name = vm.find_attribute(&method.function, &names().__qualname__)?;
    if name
        .as_ref()
        .is_none_or(|name| name.downcast::<Str>().is_none())
    {
        name = vm.find_attribute(&method.function, &names().__name__)?;
    }
    let name = name
        .and_then(|name| Some(name.downcast::<Str>()?.to_text()))
        .unwrap_or_else(|| "?".to_owned());
    let this = vm.repr_text(&method.this)?;
    Ok(Str::value(format!("<bound method {name} of {this}>")))
}

fn method_hash(vm: &Vm, this: &Value) -> Result<i64> {
    let method = of(vm, this)?;
    let one = super::hashing::identity_hash(&method.this);
    let hash = one ^ vm.hash(&method.function)?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn method_compare(vm: &Vm, one: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (one.downcast::<Method>(), other.downcast::<Method>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let equal = one.this.is(&other.this) && vm.equal(&one.function, &other.function)?;
    match operator {
        Comparison::Equal => Ok(Value::bool(equal)),
        Comparison::NotEqual => Ok(Value::bool(!equal)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// A bound method is not bound again.
fn method_get(_: &Vm, this: &Value, _: Option<&Value>, _: &Value) -> Result<Value> {
    Ok(this.clone())
}

/// Attributes that the method does not have are those of its function.
fn method_getattribute(vm: &Vm, this: &Value, name: &Ref<Str>) -> Result<Value> {
    if this.class().lookup(vm, name).is_some() {
        return generic_get_attribute(vm, this, name);
    }
    vm.check_native_stack("")?;
    vm.get_attribute(&of(vm, this)?.function, name)
}

fn method_reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(Some(this)) = arguments.first() else {
        return Ok(Value::NONE);
    };
    let method = of(vm, this)?;
    let name = vm.get_attribute(&method.function, &names().__name__)?;
    let Some(getattr) = vm.shared().builtins.get_str(&vm.intern("getattr")) else {
        return Err(vm.attribute_error("getattr"));
    };
    let arguments = super::tuple::Tuple::pair(method.this.clone(), name);
    Ok(super::tuple::Tuple::pair(getattr, arguments.into()).into())
}
