//! Unwinding: from a raised exception to the handler that the exception table names, or out
//! of the frame.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use super::frames;
use super::monitoring::{self, event};
use super::out_of_memory;
use crate::frame::{Frame, flags};
use crate::objects::exceptions::Exception;
use crate::objects::generator::{self, Generator};
use crate::objects::heap::finalizers;
use crate::objects::traceback::Traceback;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// Where an exception comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The present instruction, or what it called.
    Instruction,
    /// Raised again: the frame has its traceback entry already.
    Reraise,
    /// The same, for an exception that came from the instruction at this place.
    ReraiseOf(u32),
    /// Thrown into a suspended generator.
    Thrown,
    /// The frame never began to run.
    Outside,
}

/// Finds the handler. Gives the frame to go on with, its registers saved; an error when the
/// frame that native code entered is left. The failing frame's registers are saved.
#[inline(never)]
pub(crate) fn unwind(
    vm: &Vm,
    mut frame: *mut Frame,
    mut raised: Raised,
    origin: Origin,
) -> Result<*mut Frame> {
    // What the failed instruction has dropped ends at its place, as if it had succeeded.
    if origin != Origin::Outside && finalizers::waiting() {
        vm.run_finalizers();
    }
    if origin == Origin::Instruction {
        add_context(vm, &raised);
    }
    let mut add_traceback = matches!(origin, Origin::Instruction | Origin::Thrown);
    let mut find_handler = origin != Origin::Outside;
    // What the handler is told of the place, where that is not the present instruction.
    let mut failed = match origin {
        Origin::ReraiseOf(index) => Some(index),
        _ => None,
    };
    let mut thrown = origin == Origin::Thrown;
    // Where callbacks are told that it happened.
    let mut told = match monitoring::is_used() {
        true => told_place(frame, origin),
        false => 0,
    };
    if monitoring::wants(vm, event::PY_THROW) && thrown {
        let index = Frame::of(frame).index();
        raised = monitoring::exception(vm, event::PY_THROW, frame, index, raised);
    }
    if monitoring::wants(vm, event::RERAISE) && !add_traceback && find_handler {
        raised = monitoring::exception(vm, event::RERAISE, frame, told, raised);
    }
    loop {
        // SAFETY: the frames on the way are live, their registers saved.
        unsafe {
            if add_traceback {
                Traceback::add(&raised, frame);
                if monitoring::wants(vm, event::RAISE) {
                    raised = monitoring::exception(vm, event::RAISE, frame, told, raised);
                }
            }
            if std::mem::take(&mut thrown) {
                // The generator waits behind the instruction that suspended it.
                failed = Some((*frame).index() as u32);
                (*frame).ip = (*frame).ip.sub(1);
            }
            let index = failed.map_or_else(|| (*frame).index(), |index| index as usize);
            if find_handler && enter_handler(vm, frame, &raised, failed) {
                out_of_memory::handled(&raised);
                if monitoring::is_used() {
                    vm.tracing.raised_at.set((frame as usize, index));
                }
                match monitoring::handled(vm, frame, &raised) {
                    Ok(()) => return Ok(frame),
                    Err(other) => raised = other,
                }
                add_traceback = false;
                (*frame).ip = (*frame).ip.sub(1);
                continue;
            }
            if let Some(index) = failed {
                // The frame object tells the line of what failed, not of what raised it again.
                (*frame).ip = (*frame).code().first().add(index as usize);
            }
            frames::clear_stack(frame, Frame::stack_base(frame));
            if finalizers::waiting() {
                vm.run_finalizers();
            }
            if find_handler && monitoring::wants(vm, event::PY_UNWIND) {
                raised = monitoring::exception(vm, event::PY_UNWIND, frame, told, raised);
            }
            let is_entry = (*frame).flags & flags::ENTRY != 0;
            let previous = (*frame).previous;
            let outer = outer_thrown_into(vm, frame);
            frames::leave(vm, frame);
            if let Some(outer) = outer {
                generator::thrown_into(vm, outer, &raised);
            }
            if finalizers::waiting() {
                vm.run_finalizers();
            }
            if is_entry {
                return Err(raised);
            }
            frame = previous;
        }
        told = Frame::of(frame).index().wrapping_sub(1);
        add_traceback = true;
        find_handler = true;
        failed = None;
    }
}

/// The generator that delegates to the one that ends, if `throw()` throws into that one next.
fn outer_thrown_into<'a>(vm: &Vm, frame: *mut Frame) -> Option<&'a Generator> {
    // SAFETY: the frame is live.
    if unsafe { (*frame).flags & flags::GENERATOR == 0 } {
        return None;
    }
    let generator = generator::payload_of(frame);
    let is_thrown_into = std::ptr::eq(vm.handled.thrown_into.get(), generator);
    (is_thrown_into && generator.has_outer.get()).then(|| generator.outer())
}

/// The code unit that callbacks are told: the last one of the instruction, as CPython counts,
/// caches included; the one before it if the exception comes from a frame that it called.
fn told_place(frame: *mut Frame, origin: Origin) -> usize {
    let frame = Frame::of(frame);
    let index = frame.index();
    match origin {
        Origin::Instruction => {
            let words = frame.code().bytecode().get(2 * index);
            let opcode = words.and_then(|&byte| bytecode::Opcode::from_number(byte.into()));
            index + opcode.map_or(0, bytecode::Opcode::caches)
        }
        Origin::Thrown => index.wrapping_sub(1),
        _ => index,
    }
}

/// Prepares a frame to go on with the handler of its present instruction, if it has one.
/// `failed` is the place that the handler is told, if not that of the instruction.
unsafe fn enter_handler(vm: &Vm, frame: *mut Frame, raised: &Raised, failed: Option<u32>) -> bool {
    // SAFETY: the frame is live, its registers saved; the table names places and depths that
    // the compiler computed.
    unsafe {
        let code = (*frame).code();
        let index = (*frame).index();
        if (*frame).calls_native() {
            (*frame).return_offset = 0;
        }
        let Some(handler) = code.handler(index as u32) else {
            return false;
        };
        let base = Frame::stack_base(frame).add(handler.depth as usize);
        frames::clear_stack(frame, base);
        if finalizers::waiting() {
            vm.run_finalizers();
        }
        if handler.lasti {
            push(frame, Value::int(failed.map_or(index as i64, i64::from)));
        }
        push(frame, raised.0.clone());
        (*frame).ip = code.first().add(handler.target as usize);
        true
    }
}

unsafe fn push(frame: *mut Frame, value: Value) {
    // SAFETY: the code's stack size includes what handlers push.
    unsafe {
        *(*frame).sp = value.into_bits();
        (*frame).sp = (*frame).sp.add(1);
    }
}

/// Gives a new exception the one that is being handled as its context.
fn add_context(vm: &Vm, raised: &Raised) {
    let Some(exception) = raised.0.downcast::<Exception>() else {
        return;
    };
    if exception.has_traceback() || exception.has_context() {
        return;
    }
    if let Some(handled) = vm.handled_exception() {
        set_context(&raised.0, handled);
    }
}

/// Sets the context of an exception that is raised while `handled` is being handled, and
/// breaks the cycle that this would make.
pub(crate) fn set_context(value: &Value, handled: Value) {
    if handled.is(value) {
        return;
    }
    let mut current = handled.clone();
    let mut slow = handled.clone();
    let mut advance_slow = false;
    while let Some(exception) = current.downcast::<Exception>() {
        let Some(context) = exception.context() else {
            break;
        };
        if context.is(value) {
            exception.set_context(None);
            break;
        }
        // Some other cycle: nothing can be said about its end.
        if context.is(&slow) {
            break;
        }
        if advance_slow && let Some(next) = slow.downcast::<Exception>().and_then(|it| it.context())
        {
            slow = next;
        }
        advance_slow = !advance_slow;
        current = context;
    }
    if let Some(exception) = value.downcast::<Exception>() {
        exception.set_context(Some(handled));
    }
}
