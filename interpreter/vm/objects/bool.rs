//! `bool`.

use super::heap::{Payload, Ref};
use super::int::{INT, Int};
use super::slots::Slots;
use super::str::Str;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Signature, bind};
use crate::{Result, Vm, static_type};

static_type! {
    /// `bool`
    pub BOOL = TypeSpec {
        name: "bool",
        doc: Some("The truth values True and False."),
        signature: Some("(object=False, /)"),
        base: Some(|| INT.as_ref()),
        layout: Some(<Int as Payload>::layout),
        flags: flags::MATCH_SELF | flags::INT_SUBCLASS,
        slots: Slots {
            new: Some(new),
            repr: Some(|_, this| Ok(Str::value(if this.is_true() { "True" } else { "False" }))),
            and: Some(and),
            or: Some(or),
            xor: Some(xor),
            invert: Some(invert),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
}

fn new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("bool", "(object=False, /)");
    if !arguments.names.is_empty() {
        return Err(vm.type_error("bool() takes no keyword arguments"));
    }
    let bound = bind(vm, &SIGNATURE, arguments)?;
    match &bound[0] {
        Some(object) => vm.is_true(object).map(Value::bool),
        None => Ok(Value::FALSE),
    }
}

/// An operation of two truth values; that of int for anything else.
fn logical(
    vm: &Vm,
    left: &Value,
    right: &Value,
    bools: fn(bool, bool) -> bool,
    ints: impl Fn(&Slots) -> Option<super::slots::Binary>,
) -> Result<Value> {
    match (left.as_bool(), right.as_bool()) {
        (Some(left), Some(right)) => Ok(Value::bool(bools(left, right))),
        _ => match ints(INT.slots()) {
            Some(function) => function(vm, left, right),
            None => Ok(Value::NOT_IMPLEMENTED),
        },
    }
}

fn and(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    logical(
        vm,
        left,
        right,
        |left, right| left & right,
        |slots| slots.and,
    )
}

fn or(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    logical(
        vm,
        left,
        right,
        |left, right| left | right,
        |slots| slots.or,
    )
}

fn xor(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    logical(
        vm,
        left,
        right,
        |left, right| left ^ right,
        |slots| slots.xor,
    )
}

fn invert(vm: &Vm, this: &Value) -> Result<Value> {
    vm.warn_deprecated(
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This \
         returns the bitwise inversion of the underlying int object and is usually not what you \
         expect from the negation of a bool. Use the 'not' operator for boolean negation or \
         ~int(x) for the bitwise inversion of the underlying int.",
    )?;
    match INT.slots().invert {
        Some(invert) => invert(vm, this),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
