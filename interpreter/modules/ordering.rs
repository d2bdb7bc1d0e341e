//! `<` as heaps and bisection ask it: without a detour for numbers, strings and tuples of them.

use vm::objects::slots::Comparison;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// Whether `left < right`.
#[inline]
pub fn less(vm: &Vm, left: &Value, right: &Value) -> Result<bool> {
    match quickly_less(left, right) {
        Some(answer) => Ok(answer),
        None => vm.compare_bool(left, right, Comparison::Less),
    }
}

/// Whether `left < right`, where no code of Python's need be asked.
#[inline]
pub fn quickly_less(left: &Value, right: &Value) -> Option<bool> {
    if let (Some(left), Some(right)) = (left.as_small_int(), right.as_small_int()) {
        return Some(left < right);
    }
    if left.is_immediate_float() && right.is_immediate_float() {
        return Some(left.immediate_float_value() < right.immediate_float_value());
    }
    if let (Some(left), Some(right)) = (left.downcast_exact::<Str>(), right.downcast_exact::<Str>())
    {
        return Some(left.as_bytes() < right.as_bytes());
    }
    let (left, right) = (
        left.downcast_exact::<Tuple>()?,
        right.downcast_exact::<Tuple>()?,
    );
    tuple_less(left.items(), right.items())
}

fn tuple_less(left: &[Value], right: &[Value]) -> Option<bool> {
    for (one, other) in left.iter().zip(right) {
        if !quickly_equal(one, other)? {
            // Tuples in tuples are left to the machine, which watches the depth.
            let nested = one.is_exact::<Tuple>();
            return if nested {
                None
            } else {
                quickly_less(one, other)
            };
        }
    }
    Some(left.len() < right.len())
}

fn quickly_equal(left: &Value, right: &Value) -> Option<bool> {
    if left.is(right) {
        return Some(true);
    }
    if left.is_small_int() && right.is_small_int() {
        return Some(false);
    }
    if left.is_immediate_float() && right.is_immediate_float() {
        return Some(left.immediate_float_value() == right.immediate_float_value());
    }
    let (left, right) = (
        left.downcast_exact::<Str>()?,
        right.downcast_exact::<Str>()?,
    );
    Some(left.same_text(right))
}
