//! `builtin_function_or_method`: native functions, and native methods bound to an object.

use std::cell::OnceCell;

use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::names::names;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Native, Property, Signature, bind_in, padded, required};
use crate::{Result, Vm, payload, static_type};

/// The payload of a native function.
pub struct NativeFunction {
    method: &'static Method,
    /// Found when it is first needed: most functions are never called.
    signature: OnceCell<&'static Signature>,
    /// `__self__`: the receiver of a bound method, the module of a function.
    receiver: Option<Value>,
    /// Whether the receiver is passed as the first argument.
    bound: bool,
    /// The type whose method it is.
    class: Option<Ref<Type>>,
    module: Guarded<Option<Value>>,
}

payload!(NativeFunction, NATIVE_FUNCTION, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.receiver.iter().for_each(&mut *visit);
        self.class.iter().for_each(|class| visit(class.as_value()));
        self.module.borrow().iter().for_each(visit);
    }
});

static_type! {
    /// `builtin_function_or_method`
    pub NATIVE_FUNCTION = TypeSpec {
        name: "builtin_function_or_method",
        layout: Some(NativeFunction::layout),
        flags: flags::WEAK_REFERENCES,
        slots: Slots {
            repr: Some(repr),
            hash: Some(hash),
            compare: Some(compare),
            call: Some(call),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__reduce__", "($self, /)", |vm, values| reduce(vm, receiver_of(values)), "")],
        properties: &[
            Property::new("__doc__", |_, value| Ok(of(value).map_or(Value::NONE, |it| text(it.method.doc)))),
            Property::new("__name__", |_, value| Ok(of(value).map_or(Value::NONE, |it| Str::value(it.method.name)))),
            Property::new("__qualname__", |_, value| {
                Ok(of(value).map_or(Value::NONE, |it| Str::value(it.qualified_name())))
            }),
            Property::new("__self__", |_, value| {
                Ok(of(value).and_then(|it| it.receiver.clone()).unwrap_or(Value::NONE))
            }),
            Property::new("__text_signature__", |_, value| {
                Ok(of(value).and_then(|it| it.signature().text()).map_or(Value::NONE, Str::value))
            }),
            Property {
                member: true,
                ..Property::settable("__module__", |_, value| {
                    let module = of(value).and_then(|it| it.module.borrow().clone());
                    Ok(module.unwrap_or(Value::NONE))
                }, |_, value, module| {
                    let old = of(value).map(|it| it.module.replace(module.cloned()));
                    drop(old);
                    Ok(())
                })
            },
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> Option<&Ref<NativeFunction>> {
    value.downcast::<NativeFunction>()
}

fn receiver_of(values: &[Option<Value>]) -> &Value {
    required(values, 0)
}

fn text(text: &'static str) -> Value {
    if text.is_empty() {
        Value::NONE
    } else {
        Str::value(text)
    }
}

impl NativeFunction {
    /// A function of a module: `name` is the module's.
    pub fn of_module(method: &'static Method, module: &Value, name: &Value) -> Ref<NativeFunction> {
        Ref::new(NativeFunction {
            method,
            signature: OnceCell::new(),
            receiver: Some(module.clone()),
            bound: false,
            class: None,
            module: Guarded::new(Some(name.clone())),
        })
    }

    /// The method of a native type, bound to an instance or to a class.
    pub fn bound(
        method: &'static Method,
        receiver: Value,
        class: Option<Ref<Type>>,
    ) -> Ref<NativeFunction> {
        Self::bound_with(method, OnceCell::new(), receiver, class)
    }

    /// The same where the signature may be known.
    pub fn bound_with(
        method: &'static Method,
        signature: OnceCell<&'static Signature>,
        receiver: Value,
        class: Option<Ref<Type>>,
    ) -> Ref<NativeFunction> {
        Ref::new(NativeFunction {
            method,
            signature,
            receiver: Some(receiver),
            bound: true,
            class,
            module: Guarded::new(None),
        })
    }

    /// The static method of a native type.
    pub fn static_of(method: &'static Method, class: &Ref<Type>) -> Ref<NativeFunction> {
        Ref::new(NativeFunction {
            method,
            signature: OnceCell::new(),
            receiver: Some(class.to_value()),
            bound: false,
            class: Some(class.clone()),
            module: Guarded::new(None),
        })
    }

    #[inline(always)]
    fn signature(&self) -> &'static Signature {
        self.signature
            .get_or_init(|| Signature::shared(self.method, self.bound))
    }

    /// The row that declares the function.
    pub fn method(&self) -> &'static Method {
        self.method
    }

    /// `__self__`.
    pub fn receiver(&self) -> Option<&Value> {
        self.receiver.as_ref()
    }

    /// The receiver that is passed as the first argument.
    #[inline(always)]
    pub fn bound_receiver(&self) -> Option<&Value> {
        self.receiver.as_ref().filter(|_| self.bound)
    }

    /// How many parameters get nothing in a call with that many values, the receiver of a bound
    /// method included. `None` where the values must be bound to the parameters one by one.
    pub fn missing(&self, given: usize) -> Option<usize> {
        missing(self.method, self.signature(), given)
    }

    fn place(&self) -> String {
        if let Some(receiver) = self
            .receiver
            .as_ref()
            .filter(|_| self.bound || self.class.is_some())
        {
            return match receiver.downcast::<Type>() {
                Some(class) => class.qualified_name(),
                None => receiver.class().qualified_name(),
            };
        }
        match self
            .module
            .borrow()
            .as_ref()
            .and_then(|it| it.downcast::<Str>())
        {
            Some(module) if module.as_bytes() != b"builtins" => module.to_text(),
            _ => String::new(),
        }
    }

    fn qualified_name(&self) -> String {
        if self.bound || self.class.is_some() {
            format!("{}.{}", self.place(), self.method.name)
        } else {
            self.method.name.to_owned()
        }
    }

    /// Calls the function.
    #[inline]
    pub fn call(&self, vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
        if self.bound
            && let Some(receiver) = &self.receiver
        {
            return self.call_bound(vm, receiver, arguments);
        }
        invoke(vm, self.method, self.signature(), &arguments, || {
            self.place()
        })
    }

    #[inline]
    fn call_bound(&self, vm: &Vm, receiver: &Value, arguments: Arguments<'_>) -> Result<Value> {
        const FEW: usize = 5;
        let names = arguments.names;
        let count = arguments.values.len() + 1;
        if count <= FEW {
            let mut values = [Value::NONE; FEW];
            values[0] = receiver.clone();
            values[1..count].clone_from_slice(arguments.values);
            let values = &values[..count];
            let arguments = Arguments { values, names };
            return invoke(vm, self.method, self.signature(), &arguments, || {
                self.place()
            });
        }
        let mut values = Vec::with_capacity(count);
        values.push(receiver.clone());
        values.extend_from_slice(arguments.values);
        let arguments = Arguments {
            values: &values,
            names,
        };
        invoke(vm, self.method, self.signature(), &arguments, || {
            self.place()
        })
    }
}

/// How many parameters of a row get nothing in a call with that many values by position.
pub fn missing(row: &Method, signature: &Signature, given: usize) -> Option<usize> {
    match row.function {
        Native::Raw(_) => Some(0),
        Native::Bound(_) => signature.missing(given),
    }
}

/// Binds the arguments, the receiver of a method included, and runs the function.
#[inline(always)]
pub fn invoke(
    vm: &Vm,
    method: &'static Method,
    signature: &Signature,
    arguments: &Arguments<'_>,
    place: impl Fn() -> String,
) -> Result<Value> {
    match method.function {
        Native::Raw(function) => function(vm, *arguments),
        Native::Bound(function) => match signature.bind_fast(arguments) {
            Some(values) => function(vm, values),
            None => match signature.places(arguments) {
                Some(count) => padded(arguments.values, count, |values| function(vm, values)),
                None => {
                    let bound = bind_in(vm, signature, &place, arguments)?;
                    function(vm, &bound)
                }
            },
        },
    }
}

fn call(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    match of(value) {
        Some(function) => function.call(vm, arguments),
        None => Ok(Value::NONE),
    }
}

fn repr(_: &Vm, value: &Value) -> Result<Value> {
    let Some(function) = of(value) else {
        return Ok(Value::NONE);
    };
    let name = function.method.name;
    let is_method = function.bound || function.class.is_some();
    Ok(Str::value(match &function.receiver {
        Some(receiver) if is_method => format!(
            "<built-in method {name} of {} object at {:#x}>",
            receiver.class().name(),
            receiver.identity()
        ),
        _ => format!("<built-in function {name}>"),
    }))
}

fn same(one: &NativeFunction, other: &NativeFunction) -> bool {
    let receivers = match (&one.receiver, &other.receiver) {
        (Some(one), Some(other)) => one.is(other),
        (one, other) => one.is_none() && other.is_none(),
    };
    receivers && std::ptr::eq(one.method, other.method)
}

fn compare(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (of(left), of(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(match operator {
        Comparison::Equal => Value::bool(same(one, other)),
        Comparison::NotEqual => Value::bool(!same(one, other)),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn hash(_: &Vm, value: &Value) -> Result<i64> {
    let receiver = of(value).and_then(|it| it.receiver.as_ref());
    let receiver = receiver.map_or(0, |receiver| receiver.bits() >> 4);
    let method = of(value).map_or(0, |it| std::ptr::from_ref(it.method) as u64 >> 3);
    Ok((receiver ^ method) as i64 & i64::MAX)
}

fn reduce(vm: &Vm, value: &Value) -> Result<Value> {
    let Some(function) = of(value) else {
        return Ok(Value::NONE);
    };
    let is_method = function.bound || function.class.is_some();
    match &function.receiver {
        Some(receiver) if is_method => {
            let getattr = vm.shared().builtins.get_str(&vm.intern("getattr"));
            let arguments = Tuple::pair(receiver.clone(), Str::value(function.method.name));
            Ok(Tuple::pair(getattr.unwrap_or(Value::NONE), arguments.into()).into())
        }
        _ => vm.get_attribute(value, &names().__qualname__),
    }
}
