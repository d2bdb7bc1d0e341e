//! Handlers of jumps, of the start of functions and of their end.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use super::loads::discard;
use super::registers::Registers;
use super::specialized as op;
use super::{breaker, frames, monitoring};
use crate::frame::{Frame, flags};
use crate::objects::exceptions;
use crate::objects::generator;
use crate::objects::heap::finalizers;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

#[inline(always)]
pub(super) fn resume(vm: &Vm, r: &mut Registers, place: usize) -> Result<()> {
    if breaker::is_requested() {
        let mut registers = *r;
        resume_slowly(vm, &mut registers, place)?;
        r.ip = registers.ip;
    }
    Ok(())
}

#[cold]
#[inline(never)]
fn resume_slowly(vm: &Vm, r: &mut Registers, place: usize) -> Result<()> {
    r.save();
    // In the loop of `yield from` and `await`, the innermost generator handles interrupts.
    if place & 3 < 2 {
        vm.handle_breaker()?;
    }
    if monitoring::instrumented::entered(vm, r) {
        r.back(1);
    }
    Ok(())
}

#[inline(always)]
pub(super) fn jump_backward(vm: &Vm, r: &mut Registers, distance: usize) -> Result<()> {
    if breaker::is_requested() {
        r.save();
        vm.handle_breaker()?;
    }
    r.skip(1);
    r.back(distance);
    Ok(())
}

#[inline(always)]
pub(super) fn pop_jump_if_false(r: &mut Registers, distance: usize) {
    let value = r.pop();
    r.skip(if value.is_false() { distance + 1 } else { 1 });
}

#[inline(always)]
pub(super) fn pop_jump_if_true(r: &mut Registers, distance: usize) {
    let value = r.pop();
    r.skip(if value.is_true() { distance + 1 } else { 1 });
}

#[inline(always)]
pub(super) fn pop_jump_if_none(vm: &Vm, r: &mut Registers, distance: usize) {
    let value = r.pop();
    r.skip(if value.is_none() { distance + 1 } else { 1 });
    discard(vm, r, value);
}

#[inline(always)]
pub(super) fn pop_jump_if_not_none(vm: &Vm, r: &mut Registers, distance: usize) {
    let value = r.pop();
    r.skip(if value.is_none() { 1 } else { distance + 1 });
    discard(vm, r, value);
}

#[cold]
#[inline(never)]
pub(super) fn unknown_opcode(vm: &Vm, r: Registers) -> Result<()> {
    r.save();
    let opcode = r.code().words().get(r.frame().index()).copied();
    Err(vm.system_error(format!(
        "unknown opcode {}",
        opcode.unwrap_or_default() & 0xFFFF
    )))
}

#[inline(always)]
pub(super) fn return_value(vm: &Vm, r: &mut Registers) -> Result<Option<Value>> {
    let value = r.pop();
    leave_frame(vm, r, value)
}

#[inline(always)]
pub(super) fn return_constant(vm: &Vm, r: &mut Registers, index: usize) -> Result<Option<Value>> {
    let value = r.constant(index).clone();
    leave_frame(vm, r, value)
}

/// Ends the running frame with a value. Gives the value back if the frame was entered by
/// native code.
#[inline(always)]
fn leave_frame(vm: &Vm, r: &mut Registers, value: Value) -> Result<Option<Value>> {
    let frame = r.frame;
    // SAFETY: the running frame is live; a frame without flags lies on the data stack and has
    // nothing but its variables and its function to give back.
    unsafe {
        if (*frame).flags == flags::GENERATOR {
            leave_generator(vm, r, value);
            return Ok(None);
        }
        if (*frame).flags != 0 {
            let mut registers = *r;
            let result = leave_slowly(vm, &mut registers, value);
            *r = registers;
            return result;
        }
        frames::give_back(frame);
        let previous = (*frame).previous;
        vm.data_stack.pop(frame, 0);
        vm.frame.set(previous);
        r.frame = previous;
        r.ip = (*previous).ip.add((*previous).return_offset as usize);
        r.sp = (*previous).sp;
    }
    r.push(value);
    if finalizers::waiting() {
        finalize_in_caller(vm, r);
    }
    Ok(None)
}

/// Ends the frame of a generator that the loop resumed by FOR_ITER or SEND.
#[inline(always)]
fn leave_generator(vm: &Vm, r: &mut Registers, value: Value) {
    let frame = r.frame;
    // SAFETY: the running frame is live, and so is its resumer's, which has its registers saved.
    unsafe {
        let previous = (*frame).previous;
        r.frame = previous;
        r.ip = (*previous).ip.add((*previous).return_offset as usize);
        r.sp = (*previous).sp;
        vm.frame.set(previous);
    }
    // What comes next drops the generator, as a rule: at once, then.
    let next = r.cache(0) as u16;
    let is_sent = next == op::END_SEND;
    let is_dropped = is_sent || next == op::END_FOR && r.cache(1) as u16 == op::POP_TOP;
    if is_dropped && generator::is_forgotten(vm, frame, r.peek(0)) {
        r.pop_bits();
        // SAFETY: the word that was on the stack is the reference of the resumer.
        unsafe { generator::free_returning(vm, frame) };
        if is_sent {
            r.skip(1);
            r.push(value);
        } else {
            r.skip(2);
            drop(value);
        }
    } else {
        generator::frame_returns(vm, frame);
        r.push(value);
    }
    if finalizers::waiting() {
        finalize_in_caller(vm, r);
    }
}

/// Runs finalizers as if the call that just returned did.
#[inline(always)]
fn finalize_in_caller(vm: &Vm, r: &Registers) {
    // SAFETY: the frame is live; its `ip` still says where the call was made.
    unsafe { (*r.frame).sp = r.sp };
    vm.run_finalizers();
}

/// Ends a frame that has flags.
#[inline(never)]
fn leave_slowly(vm: &Vm, r: &mut Registers, value: Value) -> Result<Option<Value>> {
    r.save();
    let mut result = Some(value);
    // SAFETY: the running frame is live.
    let caller = unsafe { (*r.frame).previous };
    let previous = match end_frame(vm, r.frame, &mut result) {
        Ok(previous) => previous,
        Err(raised) => {
            // The error is the caller's, at its call.
            // SAFETY: only frames that the loop called can fail to end.
            unsafe {
                r.frame = caller;
                r.ip = (*caller).ip.add(1);
                r.sp = (*caller).sp;
            }
            return Err(raised);
        }
    };
    if previous.is_null() {
        return Ok(result);
    }
    // SAFETY: the caller's frame is live, and has its registers saved.
    unsafe {
        r.frame = previous;
        r.ip = (*previous).ip.add((*previous).return_offset as usize);
        r.sp = (*previous).sp;
    }
    if let Some(value) = result {
        r.push(value);
    }
    if finalizers::waiting() {
        finalize_in_caller(vm, r);
    }
    Ok(None)
}

#[cold]
#[inline(never)]
fn wrong_init(vm: &Vm, value: &Value) -> Raised {
    vm.type_error(format!(
        "__init__() should return None, not '{}'",
        value.class().name()
    ))
}

/// Takes the frame from the stack. Gives the frame to go on with, null to leave the loop.
fn end_frame(vm: &Vm, frame: *mut Frame, result: &mut Option<Value>) -> Result<*mut Frame> {
    // SAFETY: the running frame is live.
    let (frame_flags, previous) = unsafe { ((*frame).flags, (*frame).previous) };
    frames::leave_returning(vm, frame);
    if frame_flags & flags::SETTER != 0 {
        drop(result.take());
    }
    if frame_flags & flags::INIT != 0
        && let Some(value) = result.take()
        && !value.is_none()
    {
        return Err(wrong_init(vm, &value));
    }
    if frame_flags & flags::DEFAULT != 0 {
        drop(result.take());
        return Ok(previous);
    }
    if frame_flags & flags::ASYNC_STEP != 0 {
        drop(result.take());
        return Err(vm.error_with(&exceptions::STOP_ASYNC_ITERATION, vec![]));
    }
    if frame_flags & flags::STEP != 0 {
        return Err(vm.stop_iteration(result.take().unwrap_or(Value::NONE)));
    }
    if frame_flags & flags::ENTRY != 0 {
        if finalizers::waiting() {
            vm.run_finalizers();
        }
        return Ok(std::ptr::null_mut());
    }
    Ok(previous)
}
