//! Weak proxies: they pass on everything to their referent.

use super::{WeakRef, of};
use crate::call::Arguments;
use crate::native::{Method, required};
use crate::objects::heap::{Payload, Ref};
use crate::objects::slots::{Comparison, Slots};
use crate::objects::str::Str;
use crate::objects::types::TypeSpec;
use crate::objects::value::Value;
use crate::protocols::numbers::Operator;
use crate::{Result, Vm, static_type};

static_type! {
    /// `weakref.ProxyType`
    pub PROXY = TypeSpec {
        name: "ProxyType",
        module: "weakref",
        layout: Some(WeakRef::layout),
        slots: SLOTS,
        methods: METHODS,
        ..TypeSpec::DEFAULT
    };
    /// `weakref.CallableProxyType`
    pub CALLABLE_PROXY = TypeSpec {
        name: "CallableProxyType",
        module: "weakref",
        layout: Some(WeakRef::layout),
        slots: Slots { call: Some(call), ..SLOTS },
        methods: METHODS,
        ..TypeSpec::DEFAULT
    };
}

/// What the slots do not pass on.
const METHODS: &[Method] = &[
    Method::new(
        "__bytes__",
        "($self, /)",
        |vm, arguments| forward(vm, arguments, "__bytes__"),
        "The bytes of the referent.",
    ),
    Method::new(
        "__reversed__",
        "($self, /)",
        |vm, arguments| forward(vm, arguments, "__reversed__"),
        "The referent from its end.",
    ),
];

fn forward(vm: &Vm, arguments: &[Option<Value>], name: &str) -> Result<Value> {
    vm.call_method(&open(vm, required(arguments, 0))?, name, &[])
}

/// `weakref.proxy(value, callback)`.
pub fn proxy(vm: &Vm, value: &Value, callback: Option<&Value>) -> Result<Value> {
    let class = match value.class().slots().call {
        Some(_) => &CALLABLE_PROXY,
        None => &PROXY,
    };
    WeakRef::create(vm, class, value, callback)
}

/// The referent of a proxy; any other value itself.
fn open(vm: &Vm, value: &Value) -> Result<Value> {
    // There are proxies of proxies.
    vm.check_native_stack("")?;
    if !value.class().is(&PROXY) && !value.class().is(&CALLABLE_PROXY) {
        return Ok(value.clone());
    }
    of(value)
        .get()
        .ok_or_else(|| vm.reference_error("weakly-referenced object no longer exists"))
}

macro_rules! binary {
    ($operator:ident) => {
        Some(|vm, left, right| vm.binary(Operator::$operator, &open(vm, left)?, &open(vm, right)?))
    };
}

macro_rules! inplace {
    ($operator:ident) => {
        Some(|vm, left, right| vm.inplace(Operator::$operator, &open(vm, left)?, &open(vm, right)?))
    };
}

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(|vm, value| Ok(vm.str(&open(vm, value)?)?.into())),
    hash: None,
    compare: Some(compare),
    getattribute: Some(|vm, value, name| vm.get_attribute(&open(vm, value)?, name)),
    setattribute: Some(|vm, value, name, to| match to {
        Some(to) => vm.set_attribute(&open(vm, value)?, name, to),
        None => vm.delete_attribute(&open(vm, value)?, name),
    }),
    iter: Some(|vm, value| vm.iter(&open(vm, value)?)),
    next: Some(next),
    bool: Some(|vm, value| vm.is_true(&open(vm, value)?)),
    length: Some(|vm, value| vm.length(&open(vm, value)?)),
    getitem: Some(|vm, value, key| vm.get_item(&open(vm, value)?, key)),
    setitem: Some(|vm, value, key, to| match to {
        Some(to) => vm.set_item(&open(vm, value)?, key, to),
        None => vm.delete_item(&open(vm, value)?, key),
    }),
    contains: Some(|vm, value, item| vm.contains(&open(vm, value)?, item)),
    add: binary!(Add),
    subtract: binary!(Subtract),
    multiply: binary!(Multiply),
    matrix_multiply: binary!(MatrixMultiply),
    true_divide: binary!(TrueDivide),
    floor_divide: binary!(FloorDivide),
    remainder: binary!(Remainder),
    divmod: Some(|vm, left, right| vm.divmod(&open(vm, left)?, &open(vm, right)?)),
    power: Some(|vm, base, exponent, modulus| {
        vm.power(&open(vm, base)?, &open(vm, exponent)?, &open(vm, modulus)?)
    }),
    left_shift: binary!(LeftShift),
    right_shift: binary!(RightShift),
    and: binary!(And),
    xor: binary!(Xor),
    or: binary!(Or),
    inplace_add: inplace!(Add),
    inplace_subtract: inplace!(Subtract),
    inplace_multiply: inplace!(Multiply),
    inplace_matrix_multiply: inplace!(MatrixMultiply),
    inplace_true_divide: inplace!(TrueDivide),
    inplace_floor_divide: inplace!(FloorDivide),
    inplace_remainder: inplace!(Remainder),
    inplace_power: Some(|vm, base, exponent, _| {
        vm.inplace(Operator::Power, &open(vm, base)?, &open(vm, exponent)?)
    }),
    inplace_left_shift: inplace!(LeftShift),
    inplace_right_shift: inplace!(RightShift),
    inplace_and: inplace!(And),
    inplace_xor: inplace!(Xor),
    inplace_or: inplace!(Or),
    negative: Some(|vm, value| vm.negative(&open(vm, value)?)),
    positive: Some(|vm, value| vm.positive(&open(vm, value)?)),
    absolute: Some(|vm, value| vm.absolute(&open(vm, value)?)),
    invert: Some(|vm, value| vm.invert(&open(vm, value)?)),
    int: Some(int),
    float: Some(|vm, value| Ok(Value::float(vm.to_f64(&open(vm, value)?)?))),
    index: Some(|vm, value| vm.index(&open(vm, value)?)),
    ..Slots::EMPTY
};

fn call(vm: &Vm, value: &Value, arguments: Arguments<'_>) -> Result<Value> {
    vm.call_with(&open(vm, value)?, arguments)
}

fn next(vm: &Vm, value: &Value) -> Result<Option<Value>> {
    let referent = open(vm, value)?;
    if referent.class().slots().next.is_none() {
        return Err(vm.type_error(format!(
            "Weakref proxy referenced a non-iterator '{}' object",
            referent.class().name()
        )));
    }
    vm.next(&referent)
}

fn int(vm: &Vm, value: &Value) -> Result<Value> {
    vm.call(crate::objects::int::INT.as_value(), &[open(vm, value)?])
}

fn compare(vm: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    vm.compare(&open(vm, left)?, &open(vm, right)?, operator)
}

fn repr(vm: &Vm, value: &Value) -> Result<Value> {
    let reference: &Ref<WeakRef> = of(value);
    let address = value.identity();
    Ok(Str::value(match reference.get() {
        Some(referent) => {
            let class = referent.class().dotted_name(vm);
            let place = referent.identity();
            format!("<weakproxy at {address:#x}; to '{class}' at {place:#x}>")
        }
        None => format!("<weakproxy at {address:#x}; dead>"),
    }))
}
