//! What a handler does at once for the instructions behind its own.
//!
//! A result that a conditional jump or a variable takes next need not go over the stack, and a
//! loop need not be told that it goes back. The word that comes next says whether this is so;
//! where it was instrumented, it is not.

use super::breaker;
use super::registers::{Registers, operand};
use super::specialized as op;
use crate::objects::value::Value;

/// Goes on with a truth value: jumps at once where a conditional jump comes next, and pushes
/// it otherwise. `caches` are those of the running instruction.
#[inline(always)]
pub(super) fn finish_truth(r: &mut Registers, caches: usize, truth: bool) {
    let next = r.cache(caches);
    match next as u16 {
        op::POP_JUMP_IF_FALSE => {
            let distance = if truth { 0 } else { operand(next) };
            r.skip(caches + 2 + distance);
        }
        op::POP_JUMP_IF_TRUE => {
            let distance = if truth { operand(next) } else { 0 };
            r.skip(caches + 2 + distance);
        }
        _ => {
            r.push(Value::bool(truth));
            r.skip(caches);
        }
    }
}

/// Goes on with the word of an immediate value: stores it at once where STORE_FAST comes next,
/// and pushes it otherwise. `caches` are those of the running instruction.
#[inline(always)]
pub(super) fn finish_immediate(r: &mut Registers, caches: usize, value: Value) {
    let next = r.cache(caches);
    if next as u16 == op::STORE_FAST {
        let place = r.local(operand(next));
        // An object that was there may need more than to be forgotten.
        if !place.as_ref().is_some_and(Value::is_object) {
            *place = Some(value);
            r.skip(caches + 1);
            loop_back(r);
            return;
        }
    }
    r.push(value);
    r.skip(caches);
}

/// Goes back to the head of the loop at once where its end comes next.
#[inline(always)]
pub(super) fn loop_back(r: &mut Registers) {
    let next = r.cache(0);
    if next as u16 == op::JUMP_BACKWARD && !breaker::is_requested() {
        r.skip(2);
        r.back(operand(next));
    }
}

/// Leaves out the RESUME of a function that was just entered, where it would do nothing.
#[inline(always)]
pub(super) fn start(r: &mut Registers) {
    if r.cache(0) as u16 == op::RESUME && !breaker::is_requested() {
        r.skip(1);
    }
}
