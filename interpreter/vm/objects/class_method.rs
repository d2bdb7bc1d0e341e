//! `classmethod` and `staticmethod`.

use super::attributes;
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::method;
use super::names::names;
use super::slots::Slots;
use super::str::Str;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Property, Signature, bind};
use crate::{Result, Vm, payload, static_type};

/// The payload of a class method.
#[derive(Default)]
pub struct ClassMethod {
    callable: Guarded<Option<Value>>,
}

/// The payload of a static method.
#[derive(Default)]
pub struct StaticMethod {
    callable: Guarded<Option<Value>>,
}

payload!(ClassMethod, CLASS_METHOD, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.callable.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.callable.take());
    }
});
payload!(StaticMethod, STATIC_METHOD, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.callable.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.callable.take());
    }
});

static_type! {
    /// `classmethod`
    pub CLASS_METHOD = TypeSpec {
        name: "classmethod",
        doc: Some("A function that gets the class as its first argument."),
        signature: Some("(function, /)"),
        layout: Some(ClassMethod::layout),
        flags: flags::BASE | flags::ATTRIBUTES,
        slots: Slots {
            repr: Some(repr),
            get: Some(get_class_method),
            init: Some(init),
            new: Some(|_, class, _| Ok(Ref::with_class(class, ClassMethod::default()).into())),
            ..Slots::EMPTY
        },
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
    /// `staticmethod`
    pub STATIC_METHOD = TypeSpec {
        name: "staticmethod",
        doc: Some("A function that is not bound."),
        signature: Some("(function, /)"),
        layout: Some(StaticMethod::layout),
        flags: flags::BASE | flags::ATTRIBUTES,
        slots: Slots {
            repr: Some(repr),
            call: Some(call),
            get: Some(get_static_method),
            init: Some(init),
            new: Some(|_, class, _| Ok(Ref::with_class(class, StaticMethod::default()).into())),
            ..Slots::EMPTY
        },
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

const PROPERTIES: &[Property] = &[
    Property {
        member: true,
        ..Property::new("__func__", |_, value| Ok(callable(value)))
    },
    Property {
        member: true,
        ..Property::new("__wrapped__", |_, value| Ok(callable(value)))
    },
    Property::new("__isabstractmethod__", |vm, value| {
        is_abstract(vm, &callable(value)).map(Value::bool)
    }),
    super::class_creation::DICT,
];

/// Whether `__isabstractmethod__` of a callable is true.
pub fn is_abstract(vm: &Vm, callable: &Value) -> Result<bool> {
    match vm.find_attribute(callable, &names().__isabstractmethod__)? {
        Some(result) => vm.is_true(&result),
        None => Ok(false),
    }
}

impl ClassMethod {
    /// `classmethod(callable)`, without what `__init__` copies.
    pub fn of(callable: Value) -> Value {
        Ref::new(ClassMethod {
            callable: Guarded::new(Some(callable)),
        })
        .into()
    }

    /// `__func__`.
    pub fn callable(&self) -> Option<Value> {
        self.callable.borrow().clone()
    }
}

impl StaticMethod {
    /// `staticmethod(callable)`, without what `__init__` copies.
    pub fn of(callable: Value) -> Value {
        Ref::new(StaticMethod {
            callable: Guarded::new(Some(callable)),
        })
        .into()
    }

    /// `__func__`.
    pub fn callable(&self) -> Option<Value> {
        self.callable.borrow().clone()
    }
}

fn callable(value: &Value) -> Value {
    let callable = match value.downcast::<ClassMethod>() {
        Some(it) => it.callable(),
        None => value
            .downcast::<StaticMethod>()
            .and_then(|it| it.callable()),
    };
    callable.unwrap_or(Value::NONE)
}

fn init(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<()> {
    static CLASS: Signature = Signature::new("classmethod", "(function, /)");
    static STATIC: Signature = Signature::new("staticmethod", "(function, /)");
    let class_method = value.downcast::<ClassMethod>();
    let signature = if class_method.is_some() {
        &CLASS
    } else {
        &STATIC
    };
    let bound = bind(vm, signature, arguments)?;
    let function = bound.required(0);
    let old = match class_method {
        Some(it) => it.callable.replace(Some(function.clone())),
        None => value
            .downcast::<StaticMethod>()
            .and_then(|it| it.callable.replace(Some(function.clone()))),
    };
    drop(old);
    copy_names(vm, value, function)
}

/// Copies what `functools.wraps` copies.
fn copy_names(vm: &Vm, value: &Value, function: &Value) -> Result<()> {
    let names = names();
    let copied = [
        &names.__module__,
        &names.__name__,
        &names.__qualname__,
        &names.__doc__,
        &names.__annotations__,
    ];
    let Some(header) = value.header() else {
        return Ok(());
    };
    for name in copied {
        if let Some(found) = vm.find_attribute(function, name)? {
            attributes::set(header, name, found);
        }
    }
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    let name = match value.downcast::<ClassMethod>() {
        Some(_) => "classmethod",
        None => "staticmethod",
    };
    let callable = vm.repr_text(&callable(value))?;
    Ok(Str::value(format!("<{name}({callable})>")))
}

fn get_class_method(
    vm: &Vm,
    value: &Value,
    object: Option<&Value>,
    class: &Value,
) -> Result<Value> {
    let callable = value.downcast::<ClassMethod>().and_then(|it| it.callable());
    let Some(callable) = callable else {
        return Err(vm.runtime_error("uninitialized classmethod object"));
    };
    let class = match object {
        Some(object) if class.is_none() => object.class().to_value(),
        _ => class.clone(),
    };
    Ok(method::Method::new(callable, class).into())
}

fn get_static_method(vm: &Vm, value: &Value, _: Option<&Value>, _: &Value) -> Result<Value> {
    let callable = value
        .downcast::<StaticMethod>()
        .and_then(|it| it.callable());
    callable.ok_or_else(|| vm.runtime_error("uninitialized staticmethod object"))
}

fn call(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    vm.call_with(&callable(value), arguments)
}
