//! `cmp_to_key`.

use vm::call::Arguments;
use vm::native::{Property, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::types::TypeSpec;
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use crate::container;
use crate::support::of;

/// The payload of a key function, without an object, and of the keys that it makes.
pub struct KeyWrapper {
    function: Value,
    object: Guarded<Option<Value>>,
}

container!(KeyWrapper, KEY_WRAPPER, [function, object], clear[object]);

static_type! {
    /// `functools.KeyWrapper`
    pub KEY_WRAPPER = TypeSpec {
        name: "KeyWrapper",
        module: "functools",
        layout: Some(<KeyWrapper as Payload>::layout),
        slots: Slots { call: Some(call), compare: Some(compare), ..Slots::EMPTY },
        properties: &[
            Property {
                member: true,
                doc: Some("Value wrapped by a key function."),
                ..Property::settable("obj", object, set_object)
            },
            Property::new("__text_signature__", |_, _| Ok(Str::value("(obj)"))),
        ],
        ..TypeSpec::DEFAULT
    };
}

/// `cmp_to_key(mycmp)`.
pub fn cmp_to_key(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let function = required(arguments, 0).clone();
    Ok(Ref::new(KeyWrapper {
        function,
        object: Guarded::default(),
    })
    .into())
}

fn object(_: &Vm, this: &Value) -> Result<Value> {
    Ok(of::<KeyWrapper>(this)
        .object
        .borrow()
        .clone()
        .unwrap_or(Value::NONE))
}

fn set_object(_: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    drop(of::<KeyWrapper>(this).object.replace(value.cloned()));
    Ok(())
}

fn call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("K", "(obj)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let function = of::<KeyWrapper>(this).function.clone();
    let object = Guarded::new(Some(bound.required(0).clone()));
    Ok(Ref::new(KeyWrapper { function, object }).into())
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(one), Some(other)) = (
        left.downcast::<KeyWrapper>(),
        right.downcast::<KeyWrapper>(),
    ) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let objects = (one.object.borrow().clone(), other.object.borrow().clone());
    let (Some(first), Some(second)) = objects else {
        return Err(vm.attribute_error("object"));
    };
    let order = vm.call(&one.function, &[first, second])?;
    match order.as_small_int() {
        Some(order) => Ok(Value::bool(operator.holds(order.cmp(&0)))),
        None => vm.compare(&order, &Value::int(0), operator),
    }
}
