//! Slot functions of binary operators whose special methods are written in Python.

use super::super::lookup::Found;
use super::super::names::names;
use super::super::slots::{Binary, SPECIAL_METHODS, Slots};
use super::super::value::Value;
use crate::{Result, Vm};

/// The place of a special method in the table.
pub const fn place_of(name: &str) -> usize {
    let name = name.as_bytes();
    let mut place = 0;
    while place < SPECIAL_METHODS.len() {
        let other = SPECIAL_METHODS[place].0.as_bytes();
        let mut index = 0;
        while index < name.len() && index < other.len() && name[index] == other[index] {
            index += 1;
        }
        if index == name.len() && index == other.len() {
            return place;
        }
        place += 1;
    }
    panic!("a special method of the table");
}

/// Calls a special method if there is one: otherwise `NotImplemented`.
pub fn call_if_there(vm: &Vm, object: &Value, place: usize, other: &Value) -> Result<Value> {
    match vm.find_special(object, &names().special[place])? {
        Some(method) => vm.call_found(&method, object, std::slice::from_ref(other)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Whether the type of `right` has a reflected method of its own.
fn is_overridden(vm: &Vm, left: &Value, right: &Value, place: usize) -> bool {
    let name = &names().special[place];
    match (
        right.class().lookup(vm, name),
        left.class().lookup(vm, name),
    ) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(right), Some(left)) => !right.is(&left),
    }
}

/// The operator, for a slot function `this`: the method of the left operand, then the
/// reflected one of the right; first that of the right where it is of a more special type.
pub fn operate(
    vm: &Vm,
    left: &Value,
    right: &Value,
    this: Binary,
    slot: fn(&Slots) -> Option<Binary>,
    (place, reflected): (usize, usize),
) -> Result<Value> {
    let is_this = |value: &Value| {
        slot(value.class().slots()).is_some_and(|function| std::ptr::fn_addr_eq(function, this))
    };
    let same = left.class().is(right.class());
    let mut other = !same && is_this(right);
    if is_this(left) {
        if other
            && right.class().is_subtype(left.class())
            && is_overridden(vm, left, right, reflected)
        {
            let result = call_if_there(vm, right, reflected, left)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            other = false;
        }
        let result = call_if_there(vm, left, place, right)?;
        if !result.is_not_implemented() || same {
            return Ok(result);
        }
    }
    if other {
        return call_if_there(vm, right, reflected, left);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

macro_rules! operators {
    ($($slot:ident: $name:literal, $reflected:literal;)*) => {
        $(pub fn $slot(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
            const PLACES: (usize, usize) = (place_of($name), place_of($reflected));
            operate(vm, left, right, $slot, |slots| slots.$slot, PLACES)
        })*
    };
}

operators! {
    add: "__add__", "__radd__";
    subtract: "__sub__", "__rsub__";
    multiply: "__mul__", "__rmul__";
    matrix_multiply: "__matmul__", "__rmatmul__";
    true_divide: "__truediv__", "__rtruediv__";
    floor_divide: "__floordiv__", "__rfloordiv__";
    remainder: "__mod__", "__rmod__";
    divmod: "__divmod__", "__rdivmod__";
    left_shift: "__lshift__", "__rlshift__";
    right_shift: "__rshift__", "__rrshift__";
    and: "__and__", "__rand__";
    xor: "__xor__", "__rxor__";
    or: "__or__", "__ror__";
}

/// `__pow__`; with a modulus it has no reflected method.
pub fn power(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> Result<Value> {
    const POWER: usize = place_of("__pow__");
    const REFLECTED: usize = place_of("__rpow__");
    let is_this = |value: &Value| {
        let function = value.class().slots().power;
        function.is_some_and(|function| std::ptr::fn_addr_eq(function, power as Ternary))
    };
    if !modulus.is_none() {
        if !is_this(base) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let arguments = [exponent.clone(), modulus.clone()];
        return match vm.find_special(base, &names().special[POWER])? {
            Some(method) => vm.call_found(&method, base, &arguments),
            None => Ok(Value::NOT_IMPLEMENTED),
        };
    }
    let same = base.class().is(exponent.class());
    let mut other = !same && is_this(exponent);
    if is_this(base) {
        if other
            && exponent.class().is_subtype(base.class())
            && is_overridden(vm, base, exponent, REFLECTED)
        {
            let result = call_if_there(vm, exponent, REFLECTED, base)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            other = false;
        }
        let result = call_if_there(vm, base, POWER, exponent)?;
        if !result.is_not_implemented() || same {
            return Ok(result);
        }
    }
    if other {
        return call_if_there(vm, exponent, REFLECTED, base);
    }
    Ok(Value::NOT_IMPLEMENTED)
}

type Ternary = super::super::slots::Ternary;

/// The special method of a slot function, which must be there.
pub fn required(vm: &Vm, object: &Value, place: usize) -> Result<Found> {
    let name = &names().special[place];
    vm.find_special(object, name)?
        .ok_or_else(|| vm.attribute_error(name.to_string()))
}
