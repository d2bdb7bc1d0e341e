//! Handlers of comparisons, identity and membership.

use super::arithmetic::{both_floats, finish_binary};
use super::following::finish_truth;
use super::loads::discard;
use super::registers::Registers;
use crate::objects::dict::Dict;
use crate::objects::set::{self, Set};
use crate::objects::slots::Comparison;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

const SHIFT: u32 = bytecode::operand::Comparison::SHIFT;
const TO_BOOL: usize = bytecode::operand::Comparison::TO_BOOL as usize;

const OPERATORS: [Comparison; 8] = [
    Comparison::Less,
    Comparison::LessEqual,
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Greater,
    Comparison::GreaterEqual,
    // The compiler emits no such operators.
    Comparison::Equal,
    Comparison::Equal,
];

#[inline(always)]
pub(super) fn operator_of(argument: usize) -> Comparison {
    OPERATORS[argument >> SHIFT & 7]
}

#[inline(never)]
fn compare_slowly(vm: &Vm, argument: usize, left: &Value, right: &Value) -> Result<Value> {
    let result = vm.compare(left, right, operator_of(argument))?;
    if argument & TO_BOOL != 0 {
        return Ok(Value::bool(vm.is_true(&result)?));
    }
    Ok(result)
}

#[inline(always)]
pub(super) fn compare_op(vm: &Vm, r: &mut Registers, argument: usize) -> Result<()> {
    r.save();
    let result = compare_slowly(vm, argument, r.peek(1), r.peek(0))?;
    finish_binary(vm, r, result);
    r.skip(1);
    Ok(())
}

/// Compares the words of two immediate integers, which are ordered as the integers are. The
/// compiler writes to the operand which relations the operator holds for: bit 1 for less, 2 for
/// greater, 3 for equal.
#[inline(always)]
pub(super) fn int_relation(argument: usize, left: u64, right: u64) -> bool {
    let (left, right) = (left as i64, right as i64);
    let relation = 2 * u32::from(left >= right) + u32::from(left <= right);
    argument >> relation & 1 != 0
}

#[inline(always)]
pub(super) fn compare_int(r: &mut Registers, argument: usize) -> bool {
    let (left, right) = (r.peek(1), r.peek(0));
    if !left.is_small_int() || !right.is_small_int() {
        return false;
    }
    let truth = int_relation(argument, left.bits(), right.bits());
    r.pop_bits();
    r.pop_bits();
    finish_truth(r, 1, truth);
    true
}

#[inline(always)]
pub(super) fn compare_float(r: &mut Registers, argument: usize) -> bool {
    let Some((left, right)) = both_floats(r) else {
        return false;
    };
    // An integer that a float cannot hold must be compared exactly.
    const EXACT: i64 = 1 << 53;
    for value in [r.peek(1), r.peek(0)] {
        if value
            .as_small_int()
            .is_some_and(|int| !(-EXACT..=EXACT).contains(&int))
        {
            return false;
        }
    }
    let truth = match operator_of(argument) {
        Comparison::Less => left < right,
        Comparison::LessEqual => left <= right,
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Greater => left > right,
        Comparison::GreaterEqual => left >= right,
    };
    drop(r.pop());
    drop(r.pop());
    finish_truth(r, 1, truth);
    true
}

/// `==` and `!=` of strings.
#[inline(always)]
pub(super) fn compare_str(vm: &Vm, r: &mut Registers, argument: usize) -> bool {
    let (Some(left), Some(right)) = (
        r.peek(1).downcast_exact::<Str>(),
        r.peek(0).downcast_exact::<Str>(),
    ) else {
        return false;
    };
    let same = left.same_text(right);
    let truth = same == (operator_of(argument) == Comparison::Equal);
    let right = r.pop();
    let left = r.pop();
    discard(vm, r, right);
    discard(vm, r, left);
    finish_truth(r, 1, truth);
    true
}

#[inline(always)]
pub(super) fn is_op(vm: &Vm, r: &mut Registers, inverted: usize) {
    let right = r.pop();
    let left = r.pop();
    let truth = left.is(&right) != (inverted != 0);
    discard(vm, r, right);
    discard(vm, r, left);
    finish_truth(r, 0, truth);
}

#[inline(never)]
fn contains_slowly(vm: &Vm, container: &Value, item: &Value) -> Result<bool> {
    vm.contains(container, item)
}

#[inline(always)]
fn finish_contains(vm: &Vm, r: &mut Registers, truth: bool) {
    let container = r.pop();
    let item = r.pop();
    discard(vm, r, container);
    discard(vm, r, item);
    finish_truth(r, 1, truth);
}

#[inline(always)]
pub(super) fn contains_op(vm: &Vm, r: &mut Registers, inverted: usize) -> Result<()> {
    r.save();
    let found = contains_slowly(vm, r.peek(0), r.peek(1))?;
    finish_contains(vm, r, found != (inverted != 0));
    Ok(())
}

#[inline(always)]
pub(super) fn contains_dict(vm: &Vm, r: &mut Registers, inverted: usize) -> Result<bool> {
    let Some(dict) = r.peek(0).downcast_exact::<Dict>() else {
        return Ok(false);
    };
    r.save();
    let found = dict.contains(vm, r.peek(1))?;
    finish_contains(vm, r, found != (inverted != 0));
    Ok(true)
}

#[inline(always)]
pub(super) fn contains_set(vm: &Vm, r: &mut Registers, inverted: usize) -> Result<bool> {
    let Some(set) = r.peek(0).downcast::<Set>() else {
        return Ok(false);
    };
    r.save();
    let found = match set.contains_at_once(r.peek(1)) {
        Some(found) => found,
        None => set::contains(vm, r.peek(0), r.peek(1))?,
    };
    finish_contains(vm, r, found != (inverted != 0));
    Ok(true)
}
