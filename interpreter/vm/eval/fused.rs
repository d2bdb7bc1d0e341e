//! An operation or comparison that runs together with the loads of its operands.
//!
//! The specializer of BINARY_OP and COMPARE_OP gives the load in front of it, and the one in
//! front of that, an opcode that does the work of all. Its operands then never go over the
//! stack. Where they are others than those that were seen, the load is just done, and the
//! operation itself comes next and looks at them again.
#![allow(unsafe_code, reason = "constants are words of instructions")]

use super::arithmetic::{BINARY_OP_CACHES, bits_words};
use super::comparison::int_relation;
use super::following::{finish_immediate, finish_truth};
use super::loads;
use super::quicken::with_opcode;
use super::registers::{Registers, operand};
use super::specialized::{self as op, plain_of};
use crate::objects::value::Value;

/// Cache words of COMPARE_OP.
const COMPARE_OP_CACHES: usize = 1;

/// The loads in front of an operation, which `quicken` writes to the cache of the operation.
pub(super) mod loaded {
    /// Others than those below.
    pub const OTHERWISE: u64 = 0;
    /// An immediate integer on the right.
    pub const CONSTANT: u64 = 1;
    /// A variable, and an immediate integer on the right.
    pub const VARIABLE_CONSTANT: u64 = 2;
    /// A variable on the right.
    pub const VARIABLE: u64 = 3;
    /// Two variables by one instruction.
    pub const VARIABLES: u64 = 4;
}

/// The opcode of the load before an operation with this opcode, and where it stands.
fn opcode_of_load(load: u64, operation: u16) -> (u16, usize) {
    let opcode = match (load, operation) {
        (loaded::CONSTANT, op::BINARY_OP_ADD_INT) => op::LOAD_CONST_ADD_INT,
        (loaded::CONSTANT, op::BINARY_OP_SUBTRACT_INT) => op::LOAD_CONST_SUBTRACT_INT,
        (loaded::CONSTANT, op::BINARY_OP_MULTIPLY_INT) => op::LOAD_CONST_MULTIPLY_INT,
        (loaded::CONSTANT, op::BINARY_OP_REMAINDER_INT) => op::LOAD_CONST_REMAINDER_INT,
        (loaded::CONSTANT, op::BINARY_OP_FLOOR_DIVIDE_INT) => op::LOAD_CONST_FLOOR_DIVIDE_INT,
        (loaded::CONSTANT, op::BINARY_OP_BITS_INT) => op::LOAD_CONST_BITS_INT,
        (loaded::CONSTANT, op::COMPARE_OP_INT) => op::LOAD_CONST_COMPARE_INT,
        (loaded::CONSTANT, _) => op::LOAD_CONST_IMMEDIATE,
        (loaded::VARIABLE_CONSTANT, op::BINARY_OP_ADD_INT) => op::LOAD_FAST_CONST_ADD_INT,
        (loaded::VARIABLE_CONSTANT, op::BINARY_OP_SUBTRACT_INT) => op::LOAD_FAST_CONST_SUBTRACT_INT,
        (loaded::VARIABLE_CONSTANT, op::BINARY_OP_MULTIPLY_INT) => op::LOAD_FAST_CONST_MULTIPLY_INT,
        (loaded::VARIABLE_CONSTANT, op::BINARY_OP_REMAINDER_INT) => {
            op::LOAD_FAST_CONST_REMAINDER_INT
        }
        (loaded::VARIABLE_CONSTANT, op::BINARY_OP_FLOOR_DIVIDE_INT) => {
            op::LOAD_FAST_CONST_FLOOR_DIVIDE_INT
        }
        (loaded::VARIABLE_CONSTANT, op::BINARY_OP_BITS_INT) => op::LOAD_FAST_CONST_BITS_INT,
        (loaded::VARIABLE_CONSTANT, op::COMPARE_OP_INT) => op::LOAD_FAST_CONST_COMPARE_INT,
        (loaded::VARIABLE, op::BINARY_OP_ADD_INT) => op::LOAD_FAST_ADD_INT,
        (loaded::VARIABLE, op::BINARY_OP_SUBTRACT_INT) => op::LOAD_FAST_SUBTRACT_INT,
        (loaded::VARIABLE, op::BINARY_OP_MULTIPLY_INT) => op::LOAD_FAST_MULTIPLY_INT,
        (loaded::VARIABLE, op::BINARY_OP_ADD_FLOAT) => op::LOAD_FAST_ADD_FLOAT,
        (loaded::VARIABLE, op::BINARY_OP_SUBTRACT_FLOAT) => op::LOAD_FAST_SUBTRACT_FLOAT,
        (loaded::VARIABLE, op::BINARY_OP_MULTIPLY_FLOAT) => op::LOAD_FAST_MULTIPLY_FLOAT,
        (loaded::VARIABLE, op::COMPARE_OP_INT) => op::LOAD_FAST_COMPARE_INT,
        (loaded::VARIABLES, op::BINARY_OP_ADD_INT) => op::LOAD_FAST_LOAD_FAST_ADD_INT,
        (loaded::VARIABLES, op::BINARY_OP_SUBTRACT_INT) => op::LOAD_FAST_LOAD_FAST_SUBTRACT_INT,
        (loaded::VARIABLES, op::BINARY_OP_MULTIPLY_INT) => op::LOAD_FAST_LOAD_FAST_MULTIPLY_INT,
        (loaded::VARIABLES, op::BINARY_OP_ADD_FLOAT) => op::LOAD_FAST_LOAD_FAST_ADD_FLOAT,
        (loaded::VARIABLES, op::BINARY_OP_SUBTRACT_FLOAT) => op::LOAD_FAST_LOAD_FAST_SUBTRACT_FLOAT,
        (loaded::VARIABLES, op::BINARY_OP_MULTIPLY_FLOAT) => op::LOAD_FAST_LOAD_FAST_MULTIPLY_FLOAT,
        (loaded::VARIABLES, op::COMPARE_OP_INT) => op::LOAD_FAST_LOAD_FAST_COMPARE_INT,
        (loaded::VARIABLES, _) => op::LOAD_FAST_LOAD_FAST,
        _ => op::LOAD_FAST,
    };
    (
        opcode,
        if load == loaded::VARIABLE_CONSTANT {
            2
        } else {
            1
        },
    )
}

/// Gives the loads in front of the operation at `place` the opcode that fits what it has been
/// specialized to, if anything.
///
/// # Safety
/// `place` is a BINARY_OP or COMPARE_OP of code that runs.
pub(super) unsafe fn fuse(place: *mut u64, operation: Option<u16>) {
    // SAFETY: promised by the caller; `quicken` counted the loads in front.
    unsafe {
        let load = *place.add(1);
        if load == loaded::OTHERWISE {
            return;
        }
        // No specialized form: the loads are as they were made.
        let operation = operation.unwrap_or(op::INVALID);
        if load == loaded::VARIABLE_CONSTANT {
            let (opcode, distance) = opcode_of_load(loaded::CONSTANT, operation);
            rewrite(place.sub(distance), opcode);
        }
        let (opcode, distance) = opcode_of_load(load, operation);
        rewrite(place.sub(distance), opcode);
    }
}

/// Gives the load at `place` another opcode, unless it is instrumented.
///
/// # Safety
/// `place` is a load of code that runs.
unsafe fn rewrite(place: *mut u64, opcode: u16) {
    // SAFETY: promised by the caller.
    unsafe {
        if plain_of(*place as u16) == plain_of(opcode) {
            *place = with_opcode(*place, opcode);
        }
    }
}

/// The result of an operation whose right operand is the word of an immediate integer, as
/// `quicken` writes it to the operand of an instruction.
#[inline(always)]
fn with_constant(
    left: &Value,
    right: usize,
    operation: impl Fn(u64, u64) -> Option<u64>,
) -> Option<u64> {
    if !left.is_small_int() {
        return None;
    }
    operation(left.bits(), right as u64)
}

/// Goes on with the word of an immediate integer.
#[inline(always)]
fn finish_int(r: &mut Registers, caches: usize, bits: u64) {
    // SAFETY: the operations give the words of immediate integers.
    finish_immediate(r, caches, unsafe { Value::from_bits(bits) });
}

#[inline(always)]
pub(super) fn constant(
    r: &mut Registers,
    bits: usize,
    operation: impl Fn(u64, u64) -> Option<u64>,
) {
    match with_constant(r.peek(0), bits, operation) {
        Some(result) => {
            r.pop_bits();
            finish_int(r, 1 + BINARY_OP_CACHES, result);
        }
        None => r.push_bits(bits as u64),
    }
}

#[inline(always)]
pub(super) fn constant_bits(r: &mut Registers, bits: usize) {
    let operator = operand(r.cache(0));
    constant(r, bits, |left, right| bits_words(operator, left, right));
}

#[inline(always)]
pub(super) fn variable_constant(
    r: &mut Registers,
    slot: usize,
    operation: impl Fn(u64, u64) -> Option<u64>,
) {
    let constant = operand(r.cache(0));
    match with_constant(r.bound_local(slot), constant, operation) {
        Some(result) => finish_int(r, 2 + BINARY_OP_CACHES, result),
        None => loads::load_fast(r, slot),
    }
}

#[inline(always)]
pub(super) fn variable_constant_bits(r: &mut Registers, slot: usize) {
    let operator = operand(r.cache(1));
    variable_constant(r, slot, |left, right| bits_words(operator, left, right));
}

#[inline(always)]
pub(super) fn variable(
    r: &mut Registers,
    slot: usize,
    operation: impl Fn(&Value, &Value) -> Option<Value>,
) {
    match operation(r.peek(0), r.bound_local(slot)) {
        Some(result) => {
            r.pop_bits();
            finish_immediate(r, 1 + BINARY_OP_CACHES, result);
        }
        None => loads::load_fast(r, slot),
    }
}

#[inline(always)]
pub(super) fn variables(
    r: &mut Registers,
    slots: usize,
    operation: impl Fn(&Value, &Value) -> Option<Value>,
) {
    match operation(r.bound_local(slots >> 4), r.bound_local(slots & 15)) {
        Some(result) => finish_immediate(r, 1 + BINARY_OP_CACHES, result),
        None => loads::load_fast_load_fast(r, slots),
    }
}

#[inline(always)]
pub(super) fn compare_constant(r: &mut Registers, bits: usize) {
    let left = r.peek(0);
    if left.is_small_int() {
        let truth = int_relation(operand(r.cache(0)), left.bits(), bits as u64);
        r.pop_bits();
        finish_truth(r, 1 + COMPARE_OP_CACHES, truth);
    } else {
        r.push_bits(bits as u64);
    }
}

#[inline(always)]
pub(super) fn compare_variable_constant(r: &mut Registers, slot: usize) {
    let left = r.bound_local(slot);
    if left.is_small_int() {
        let constant = operand(r.cache(0)) as u64;
        let truth = int_relation(operand(r.cache(1)), left.bits(), constant);
        finish_truth(r, 2 + COMPARE_OP_CACHES, truth);
    } else {
        loads::load_fast(r, slot);
    }
}

#[inline(always)]
pub(super) fn compare_variable(r: &mut Registers, slot: usize) {
    let (left, right) = (r.peek(0), r.bound_local(slot));
    if left.is_small_int() && right.is_small_int() {
        let truth = int_relation(operand(r.cache(0)), left.bits(), right.bits());
        r.pop_bits();
        finish_truth(r, 1 + COMPARE_OP_CACHES, truth);
    } else {
        loads::load_fast(r, slot);
    }
}

#[inline(always)]
pub(super) fn compare_variables(r: &mut Registers, slots: usize) {
    let (left, right) = (r.bound_local(slots >> 4), r.bound_local(slots & 15));
    if left.is_small_int() && right.is_small_int() {
        let truth = int_relation(operand(r.cache(0)), left.bits(), right.bits());
        finish_truth(r, 1 + COMPARE_OP_CACHES, truth);
    } else {
        loads::load_fast_load_fast(r, slots);
    }
}
