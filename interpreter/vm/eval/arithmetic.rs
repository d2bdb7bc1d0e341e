//! Handlers of operators and of truth.
#![allow(unsafe_code, reason = "integers are added as tagged words")]

use super::following::{finish_immediate, finish_truth};
use super::loads::discard;
use super::registers::{Registers, operand};
use super::specialized as op;
use crate::objects::float::Float;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::protocols::numbers::Operator;
use crate::{Result, Vm};

/// Where the in-place forms of BINARY_OP's operand begin.
const INPLACE: usize = Operator::ALL.len();

#[inline(always)]
fn unary(vm: &Vm, r: &mut Registers, function: fn(&Vm, &Value) -> Result<Value>) -> Result<()> {
    r.save();
    let result = function(vm, r.peek(0))?;
    let old = r.replace(0, result);
    discard(vm, r, old);
    Ok(())
}

#[inline(always)]
pub(super) fn negative(vm: &Vm, r: &mut Registers) -> Result<()> {
    let value = r.peek(0);
    if let Some(number) = value.as_small_int() {
        r.replace(0, Value::int(-number));
        return Ok(());
    }
    unary(vm, r, Vm::negative)
}

#[inline(always)]
pub(super) fn invert(vm: &Vm, r: &mut Registers) -> Result<()> {
    unary(vm, r, Vm::invert)
}

#[inline(always)]
pub(super) fn not(r: &mut Registers) {
    let value = r.pop();
    r.push(Value::bool(!value.is_true()));
}

#[inline(never)]
fn truth(vm: &Vm, value: &Value) -> Result<bool> {
    vm.is_true(value)
}

#[inline(always)]
pub(super) fn to_bool(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let result = truth(vm, r.peek(0))?;
    let old = r.replace(0, Value::bool(result));
    discard(vm, r, old);
    r.skip(TO_BOOL_CACHES);
    Ok(())
}

/// Cache words of TO_BOOL.
const TO_BOOL_CACHES: usize = 3;

/// Drops an object that was tested, and goes on with its truth.
#[inline(always)]
fn finish_tested(vm: &Vm, r: &mut Registers, truth: bool) {
    let tested = r.pop();
    discard(vm, r, tested);
    finish_truth(r, TO_BOOL_CACHES, truth);
}

#[inline(always)]
pub(super) fn to_bool_bool(r: &mut Registers) -> bool {
    let Some(truth) = r.peek(0).as_bool() else {
        return false;
    };
    r.pop_bits();
    finish_truth(r, TO_BOOL_CACHES, truth);
    true
}

#[inline(always)]
pub(super) fn to_bool_int(r: &mut Registers) -> bool {
    let Some(number) = r.peek(0).as_small_int() else {
        return false;
    };
    r.pop_bits();
    finish_truth(r, TO_BOOL_CACHES, number != 0);
    true
}

#[inline(always)]
pub(super) fn to_bool_none(r: &mut Registers) -> bool {
    if !r.peek(0).is_none() {
        return false;
    }
    r.pop_bits();
    finish_truth(r, TO_BOOL_CACHES, false);
    true
}

#[inline(always)]
pub(super) fn to_bool_list(vm: &Vm, r: &mut Registers) -> bool {
    let Some(list) = r.peek(0).downcast_exact::<List>() else {
        return false;
    };
    let truth = !list.is_empty();
    finish_tested(vm, r, truth);
    true
}

#[inline(always)]
pub(super) fn to_bool_str(vm: &Vm, r: &mut Registers) -> bool {
    let Some(text) = r.peek(0).downcast_exact::<Str>() else {
        return false;
    };
    let truth = !text.is_empty();
    finish_tested(vm, r, truth);
    true
}

/// The cache: word 1 the version of a type without `__bool__` and `__len__`.
#[inline(always)]
pub(super) fn to_bool_always_true(vm: &Vm, r: &mut Registers) -> bool {
    let Some(header) = r.peek(0).header() else {
        return false;
    };
    if u64::from(header.class().version()) != r.cache(1) {
        return false;
    }
    finish_tested(vm, r, true);
    true
}

/// The sum or difference of small integers and truth values.
#[inline(always)]
fn with_truth(operator: usize, left: &Value, right: &Value) -> Option<Value> {
    let number = |value: &Value| match value.as_small_int() {
        Some(number) => Some(number),
        None => value.as_bool().map(i64::from),
    };
    let operator = if operator >= INPLACE {
        operator - INPLACE
    } else {
        operator
    };
    match Operator::ALL.get(operator)? {
        Operator::Add => Some(Value::int(number(left)? + number(right)?)),
        Operator::Subtract => Some(Value::int(number(left)? - number(right)?)),
        _ => None,
    }
}

#[inline(never)]
fn binary_slowly(vm: &Vm, operator: usize, left: &Value, right: &Value) -> Result<Value> {
    if let Some(result) = with_truth(operator, left, right) {
        return Ok(result);
    }
    match Operator::ALL.get(operator) {
        Some(&operator) => vm.binary(operator, left, right),
        None => match Operator::ALL.get(operator - INPLACE) {
            Some(&operator) => vm.inplace(operator, left, right),
            None => Err(vm.system_error("unknown operator")),
        },
    }
}

/// Puts the result of an operation in the place of its two operands.
#[inline(always)]
pub(super) fn finish_binary(vm: &Vm, r: &mut Registers, result: Value) {
    let right = r.pop();
    let left = r.replace(0, result);
    discard(vm, r, right);
    discard(vm, r, left);
}

#[inline(always)]
pub(super) fn binary_op(vm: &Vm, r: &mut Registers, operator: usize) -> Result<()> {
    r.save();
    let result = binary_slowly(vm, operator, r.peek(1), r.peek(0))?;
    finish_binary(vm, r, result);
    r.skip(1);
    Ok(())
}

/// The bits that both tagged integers have, below their value.
const INT_TAG: u64 = 0b10;
const INT_MASK: u64 = 0b11;

/// The words of two values, if both are immediate integers.
#[inline(always)]
fn ints(left: &Value, right: &Value) -> Option<(u64, u64)> {
    let (left, right) = (left.bits(), right.bits());
    (((left ^ INT_TAG) | (right ^ INT_TAG)) & INT_MASK == 0).then_some((left, right))
}

/// Replaces two immediate operands by a word.
#[inline(always)]
fn finish_words(r: &mut Registers, value: Value) {
    r.pop_bits();
    r.pop_bits();
    finish_immediate(r, BINARY_OP_CACHES, value);
}

/// Cache words of BINARY_OP.
pub(super) const BINARY_OP_CACHES: usize = 1;

#[inline(always)]
pub(super) fn add_words(left: u64, right: u64) -> Option<u64> {
    let sum = (left as i64).checked_add((right - INT_TAG) as i64)?;
    Some(sum as u64)
}

#[inline(always)]
pub(super) fn subtract_words(left: u64, right: u64) -> Option<u64> {
    let difference = (left as i64).checked_sub((right - INT_TAG) as i64)?;
    Some(difference as u64)
}

#[inline(always)]
pub(super) fn multiply_words(left: u64, right: u64) -> Option<u64> {
    let product = (left as i64 >> 2).checked_mul((right - INT_TAG) as i64)?;
    Some(product as u64 | INT_TAG)
}

/// The operands of a division as integers. The divisor -1 could leave the range of immediate
/// integers.
#[inline(always)]
fn dividend_and_divisor(left: u64, right: u64) -> Option<(i64, i64)> {
    let (left, right) = (left as i64 >> 2, right as i64 >> 2);
    (right != 0 && right != -1).then_some((left, right))
}

#[inline(always)]
pub(super) fn floor_divide_words(left: u64, right: u64) -> Option<u64> {
    let (left, right) = dividend_and_divisor(left, right)?;
    let quotient = left / right;
    let inexact = left % right != 0 && (left < 0) != (right < 0);
    let quotient = quotient - i64::from(inexact);
    Some((quotient as u64) << 2 | INT_TAG)
}

#[inline(always)]
pub(super) fn remainder_words(left: u64, right: u64) -> Option<u64> {
    let (left, right) = dividend_and_divisor(left, right)?;
    let remainder = left % right;
    let wrong_sign = remainder != 0 && (remainder < 0) != (right < 0);
    let remainder = if wrong_sign {
        remainder + right
    } else {
        remainder
    };
    Some((remainder as u64) << 2 | INT_TAG)
}

/// `&`, `|`, `^`, `<<`, `>>` and their in-place forms.
#[inline(always)]
pub(super) fn bits_words(operator: usize, left: u64, right: u64) -> Option<u64> {
    let operator = if operator >= INPLACE {
        operator - INPLACE
    } else {
        operator
    };
    match Operator::ALL[operator] {
        Operator::And => Some(left & right),
        Operator::Or => Some(left | right),
        Operator::Xor => Some(left ^ right | INT_TAG),
        Operator::RightShift => {
            let count = right as i64 >> 2;
            let shifted = left as i64 >> 2 >> count.min(63);
            (count >= 0).then_some((shifted as u64) << 2 | INT_TAG)
        }
        Operator::LeftShift => {
            let count = right as i64 >> 2;
            let value = left as i64 & !(INT_MASK as i64);
            if !(0..62).contains(&count) || (value << count) >> count != value {
                return None;
            }
            Some((value << count) as u64 | INT_TAG)
        }
        _ => None,
    }
}

/// Lets an operation on the words of integers take two values.
#[inline(always)]
pub(super) fn int(
    operation: impl Fn(u64, u64) -> Option<u64>,
) -> impl Fn(&Value, &Value) -> Option<Value> {
    move |left, right| {
        let (left, right) = ints(left, right)?;
        // SAFETY: the operations give the words of immediate integers.
        operation(left, right).map(|bits| unsafe { Value::from_bits(bits) })
    }
}

/// Lets an operation on floats take two values.
#[inline(always)]
pub(super) fn float(
    operation: impl Fn(f64, f64) -> f64,
) -> impl Fn(&Value, &Value) -> Option<Value> {
    move |left, right| {
        if !left.is_immediate_float() || !right.is_immediate_float() {
            return None;
        }
        let (left, right) = (left.immediate_float_value(), right.immediate_float_value());
        Value::immediate_float(operation(left, right))
    }
}

/// Runs an operation on the two topmost operands, if they are immediate integers whose result
/// is one.
#[inline(always)]
pub(super) fn int_operation(
    r: &mut Registers,
    operation: impl Fn(u64, u64) -> Option<u64>,
) -> bool {
    let Some(result) = int(operation)(r.peek(1), r.peek(0)) else {
        return false;
    };
    finish_words(r, result);
    true
}

#[inline(always)]
pub(super) fn bits_int(r: &mut Registers, operator: usize) -> bool {
    int_operation(r, |left, right| bits_words(operator, left, right))
}

/// The value of a float, or of an immediate integer as a float.
#[inline(always)]
fn number(value: &Value) -> Option<f64> {
    if value.is_immediate_float() {
        return Some(value.immediate_float_value());
    }
    if let Some(int) = value.as_small_int() {
        return Some(int as f64);
    }
    value.downcast_exact::<Float>().map(|float| float.value())
}

/// The two operands as floats, if at least one is a float and the other one too or an
/// immediate integer.
#[inline(always)]
pub(super) fn both_floats(r: &Registers) -> Option<(f64, f64)> {
    let (left, right) = (r.peek(1), r.peek(0));
    if left.is_immediate_float() && right.is_immediate_float() {
        return Some((left.immediate_float_value(), right.immediate_float_value()));
    }
    mixed_floats(left, right)
}

#[inline(never)]
fn mixed_floats(left: &Value, right: &Value) -> Option<(f64, f64)> {
    if left.is_small_int() && right.is_small_int() {
        return None;
    }
    Some((number(left)?, number(right)?))
}

/// Puts the result of an operation in the place of two operands of which at least one is a float.
#[inline(always)]
fn float_operation(r: &mut Registers, operation: fn(f64, f64) -> f64) -> bool {
    let (left, right) = (r.peek(1), r.peek(0));
    if left.is_immediate_float()
        && right.is_immediate_float()
        && let Some(result) = Value::immediate_float(operation(
            left.immediate_float_value(),
            right.immediate_float_value(),
        ))
    {
        finish_words(r, result);
        return true;
    }
    match mixed_operation(left, right, operation) {
        Some(result) => {
            drop(r.pop());
            drop(r.replace(0, result));
            r.skip(1);
            true
        }
        None => false,
    }
}

#[inline(never)]
fn mixed_operation(left: &Value, right: &Value, operation: fn(f64, f64) -> f64) -> Option<Value> {
    let (left, right) = mixed_floats(left, right)?;
    Some(Value::float(operation(left, right)))
}

#[inline(always)]
pub(super) fn add_float(r: &mut Registers) -> bool {
    float_operation(r, |left, right| left + right)
}

#[inline(always)]
pub(super) fn subtract_float(r: &mut Registers) -> bool {
    float_operation(r, |left, right| left - right)
}

#[inline(always)]
pub(super) fn multiply_float(r: &mut Registers) -> bool {
    float_operation(r, |left, right| left * right)
}

#[inline(always)]
pub(super) fn divide_float(r: &mut Registers) -> bool {
    let divisor = r.peek(0);
    // Zero is an immediate value; its division is an error, which the plain form raises.
    if divisor.as_exact_float() == Some(0.0) || divisor.as_small_int() == Some(0) {
        return false;
    }
    float_operation(r, |left, right| left / right)
}

#[inline(always)]
fn both_strs<'a>(r: &Registers) -> Option<(&'a Ref<Str>, &'a Ref<Str>)> {
    Some((
        r.peek(1).downcast_exact::<Str>()?,
        r.peek(0).downcast_exact::<Str>()?,
    ))
}

#[inline(never)]
fn concatenate(left: &Ref<Str>, right: &Ref<Str>) -> Value {
    left.concat(right).into()
}

#[inline(always)]
pub(super) fn add_str(r: &mut Registers) -> bool {
    let Some((left, right)) = both_strs(r) else {
        return false;
    };
    let result = concatenate(left, right);
    let right = r.pop();
    let left = r.replace(0, result);
    drop(right);
    drop(left);
    r.skip(1);
    true
}

/// `text += more` where `text` is the local variable that is stored next: the string grows in
/// place when nothing else refers to it.
#[inline(always)]
pub(super) fn append_str(r: &mut Registers) -> bool {
    if both_strs(r).is_none() {
        return false;
    }
    let next = r.cache(1);
    let slot = operand(next);
    if next as u16 != op::STORE_FAST {
        return false;
    }
    match r.local(slot) {
        Some(local) if local.is(r.peek(1)) => {}
        _ => return false,
    }
    let variable = r.local(slot).take();
    let right = r.pop();
    let left = r.pop();
    drop(variable);
    r.push(append(left, right));
    r.skip(1);
    true
}

#[inline(never)]
fn append(left: Value, right: Value) -> Value {
    let (Some(text), Some(more)) = (left.downcast_exact::<Str>(), right.downcast_exact::<Str>())
    else {
        return left;
    };
    let text = text.clone();
    drop(left);
    match text.append_in_place(more) {
        Ok(grown) => grown.into(),
        Err(text) => text.concat(more).into(),
    }
}
