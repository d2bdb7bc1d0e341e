//! What native modules share: making types ready, the payload of `self`, traversal.

use vm::call::Arguments;
use vm::native::{Method, Property};
use vm::objects::class_creation::{DICT, make_ready};
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::module::Module;
use vm::objects::tuple::Tuple;
use vm::objects::types::{StaticType, Type};
use vm::objects::value::Value;
use vm::{Result, Vm};

/// The payload of `self`.
///
/// # Panics
/// If the value has another payload: methods and slots are called with instances only.
#[inline(always)]
pub fn of<T: Payload>(value: &Value) -> &Ref<T> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

/// Makes types ready and adds them to a module under their names.
pub fn add_types(vm: &Vm, module: &Ref<Module>, types: &[&'static StaticType]) {
    for class in types {
        make_ready(class);
        module.set(vm, class.native_name(), class.to_value());
    }
}

/// Refuses keyword arguments, unless a subclass has an `__init__` that takes them.
pub fn refuse_keywords(
    vm: &Vm,
    class: &Ref<Type>,
    base: &Ref<Type>,
    name: &str,
    arguments: Arguments<'_>,
) -> Result<()> {
    if arguments.names.is_empty() {
        return Ok(());
    }
    let same = match (class.slots().init, base.slots().init) {
        (Some(one), Some(other)) => std::ptr::fn_addr_eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    };
    if class.is(base) || same {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    Ok(())
}

/// The items as an exact tuple: the iterable itself where it is one.
pub fn to_tuple(vm: &Vm, iterable: &Value) -> Result<Ref<Tuple>> {
    match iterable.downcast_exact::<Tuple>() {
        Some(tuple) => Ok(tuple.clone()),
        None => Ok(Tuple::new(vm.collect(iterable)?)),
    }
}

/// Whether the value is callable.
pub fn is_callable(value: &Value) -> bool {
    value.class().slots().call.is_some()
}

/// A tuple of these values, as a value.
pub fn tuple(values: Vec<Value>) -> Value {
    Tuple::new(values).into()
}

/// `iter(())`, as `__reduce__` of exhausted iterators gives it.
pub fn reduced_empty(vm: &Vm) -> Value {
    let iter = vm.shared().builtins.get_str(&vm.intern("iter"));
    tuple(vec![
        iter.unwrap_or(Value::NONE),
        tuple(vec![Tuple::empty().into()]),
    ])
}

/// What `__getstate__` gives.
pub fn state_of(vm: &Vm, value: &Value) -> Result<Value> {
    vm.call_method(value, "__getstate__", &[])
}

/// The DeprecationWarning of this text.
pub fn warn_deprecated(vm: &Vm, message: &str) -> Result<()> {
    vm.warn(&exceptions::DEPRECATION_WARNING, message, 1)
}

/// The row of `__reduce__`.
pub const fn reduce_method(function: fn(&Vm, &[Option<Value>]) -> Result<Value>) -> Method {
    Method::new("__reduce__", "($self, /)", function, "How to pickle it.")
}

/// The row of `__setstate__`.
pub const fn set_state_method(function: fn(&Vm, &[Option<Value>]) -> Result<Value>) -> Method {
    Method::new(
        "__setstate__",
        "($self, state, /)",
        function,
        "Takes a pickled state.",
    )
}

/// The row of `__dict__` of native types whose instances have attributes: it can be replaced,
/// but not deleted.
pub const INSTANCE_DICT: Property = Property {
    set: Some(|vm, this, value| match (value, DICT.set) {
        (None, _) => Err(vm.type_error("cannot delete __dict__")),
        (Some(_), Some(set)) => set(vm, this, value),
        (Some(_), None) => Ok(()),
    }),
    ..DICT
};

/// The row of a read-only attribute that CPython has as a member.
pub const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

/// What holds values that the collector must see.
pub trait Visit {
    /// Shows them.
    fn visit(&self, visit: &mut dyn FnMut(&Value));
}

impl Visit for Value {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self);
    }
}

impl<T> Visit for Ref<T> {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.as_value());
    }
}

impl<T: Visit> Visit for Option<T> {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(content) = self {
            content.visit(visit);
        }
    }
}

impl<T: Visit> Visit for Vec<T> {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter().for_each(|item| item.visit(visit));
    }
}

impl<T: Visit> Visit for std::collections::VecDeque<T> {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter().for_each(|item| item.visit(visit));
    }
}

impl<T: Visit, U: Visit> Visit for (T, U) {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.visit(visit);
        self.1.visit(visit);
    }
}

impl<T: Visit> Visit for Guarded<T> {
    fn visit(&self, visit: &mut dyn FnMut(&Value)) {
        self.borrow().visit(visit);
    }
}

/// Implements `Payload` for a container: the fields that are traversed, and those of them that
/// are cleared to break cycles.
#[macro_export]
macro_rules! container {
    ($payload:ty, $class:path, [$($field:ident),*], clear [$($cleared:ident),*]) => {
        vm::payload!($payload, $class, {
            fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
                $($crate::support::Visit::visit(&self.$field, visit);)*
            }
            fn clear(&self) {
                $(drop(self.$cleared.take());)*
            }
        });
    };
}
