//! Handlers of calls that concern generators: those that make one, and `next(generator)`,
//! `generator.send(value)` and `generator.throw(exception)`, which resume one in the same loop.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use super::calls::{CALL_CACHES, expand_method};
use super::generators::{go_straight_into, going_on};
use super::loads::discard;
use super::native_calls::word_of;
use super::outcome::Next;
use super::registers::Registers;
use super::specialized as op;
use super::unwinding::Origin;
use crate::frame::{Frame, flags};
use crate::objects::code::Code;
use crate::objects::descriptors::MethodDescriptor;
use crate::objects::exceptions;
use crate::objects::function::Function;
use crate::objects::generator::{self, COROUTINE, GENERATOR, Generator, State};
use crate::objects::heap::{Object, Ref};
use crate::objects::method::Method;
use crate::objects::native_function::NativeFunction;
use crate::objects::types;
use crate::objects::value::Value;
use crate::{Raised, Vm};

/// Words from a CALL to the instruction behind it.
const CALL_WORDS: u32 = 1 + CALL_CACHES;

/// A call of a function that makes a generator of its frame at once: the object is made and its
/// frame filled without running anything.
#[inline(always)]
pub(super) fn make(vm: &Vm, r: &mut Registers, count: usize) -> bool {
    let function = match r.peek(count + 1).downcast_exact::<Function>() {
        Some(function) => function,
        None => match function_of_method(*r, count) {
            Some(function) => function,
            None => return false,
        },
    };
    let total = count + usize::from(r.peek_option(count).is_some());
    let code = function.code();
    let fits = u64::from(code.version) == r.cache(1) && code.argument_count as usize == total;
    if !fits
        || vm.coroutine_origin_depth.get() != 0
        || r.frame().depth >= vm.shared().recursion_limit.get()
    {
        return false;
    }
    let Some(blank) = Code::blank(code) else {
        return false;
    };
    let words = r.sp.wrapping_sub(total);
    // SAFETY: the words of the callable and of the arguments move into the new object.
    let generator = unsafe {
        let function = r.peek(count + 1).bits() as *const Object<Function>;
        Generator::of_call(function, code, blank, words, total)
    };
    r.sp = r.sp.wrapping_sub(count + 2);
    r.skip(CALL_CACHES as usize);
    let class = generator.class();
    // What comes next would find that a new generator or coroutine is its own iterator.
    match r.cache(0) as u16 {
        op::GET_AWAITABLE if class.is(&COROUTINE) => {
            r.skip(1);
            go_straight_into(vm, r, generator);
        }
        op::GET_YIELD_FROM_ITER if class.is(&GENERATOR) => {
            r.skip(1);
            go_straight_into(vm, r, generator);
        }
        op::GET_ITER if class.is(&GENERATOR) => {
            r.push(generator.into());
            r.skip(1);
        }
        _ => r.push(generator.into()),
    }
    true
}

/// The function of a method that is called; the receiver goes in front of the arguments.
#[inline(never)]
fn function_of_method<'a>(mut r: Registers, count: usize) -> Option<&'a Ref<Function>> {
    let is_method = r.peek_option(count).is_none() && r.peek(count + 1).is_exact::<Method>();
    if !is_method {
        return None;
    }
    expand_method(&mut r, count);
    r.peek(count + 1).downcast_exact::<Function>()
}

/// `next(generator)`, or with a default: the cache's word 2 is the word of the builtin function.
#[inline(always)]
pub(super) fn next(vm: &Vm, r: &mut Registers, count: usize) -> bool {
    if r.peek_option(count).is_some() || r.peek(count + 1).bits() != r.cache(2) {
        return false;
    }
    let Some(generator) = resumable(r.peek(count - 1)) else {
        return false;
    };
    let Some(innermost) = ready(vm, r, generator) else {
        return false;
    };
    let default = (count == 2).then(|| r.pop_bits());
    let generator = r.pop();
    r.pop_bits();
    let callable = r.pop();
    // `builtins` holds the function, as a rule, and it has no finalizer.
    drop(callable);
    let mut step = flags::STEP;
    if let Some(default) = default {
        r.push_bits(default);
        step |= flags::DEFAULT;
    }
    enter(vm, r, generator, innermost, Value::NONE.into_bits(), step);
    true
}

/// `generator.send(value)`: of a method found without being bound, or of one that was. The
/// cache's word 2 is the row of the method.
#[inline(always)]
pub(super) fn send(vm: &Vm, r: &mut Registers) -> bool {
    let callable = r.peek(2);
    let generator = match r.peek_option(1) {
        Some(receiver) => {
            let Some(descriptor) = callable.downcast_exact::<MethodDescriptor>() else {
                return false;
            };
            if word_of(descriptor.method()) != r.cache(2) {
                return false;
            }
            receiver
        }
        None => {
            let Some(function) = callable.downcast_exact::<NativeFunction>() else {
                return false;
            };
            match function.bound_receiver() {
                Some(receiver) if word_of(function.method()) == r.cache(2) => receiver,
                _ => return false,
            }
        }
    };
    let Some(generator) = resumable(generator) else {
        return false;
    };
    // Sending a value to one that has not started is an error, which the method raises.
    if generator.own_state() == State::Created && !r.peek(0).is_none() {
        return false;
    }
    let Some(innermost) = ready(vm, r, generator) else {
        return false;
    };
    let generator = generator.to_value();
    let value = r.pop_bits();
    drop(r.pop_option());
    let callable = r.pop();
    enter(vm, r, generator, innermost, value, flags::STEP);
    drop(callable);
    true
}

/// `generator.throw(exception)`, as [`send`]: of an exception that is made already, into a
/// generator that waits by itself, or for others that do.
#[inline(always)]
pub(super) fn throw(vm: &Vm, r: &mut Registers) -> Next {
    let callable = r.peek(2);
    let generator = match r.peek_option(1) {
        Some(receiver) if callable.bits() == r.cache(2) => receiver,
        _ => return Next::Plain,
    };
    let Some(generator) = resumable(generator) else {
        return Next::Plain;
    };
    let class = r.peek(0).class();
    let is_possible = class.has(types::flags::EXCEPTION_SUBCLASS)
        && !generator.has_outer.get()
        && match generator.own_state() {
            State::Suspended => true,
            State::Chained => {
                vm.handled.thrown_into.get().is_null()
                    && !class.is_subtype(&exceptions::GENERATOR_EXIT)
            }
            _ => false,
        };
    if !is_possible {
        return Next::Plain;
    }
    match ready(vm, r, generator) {
        // SAFETY: the members of a chain live as long as the outermost.
        Some(innermost) if unsafe { (*innermost).own_state() } == State::Suspended => {
            throw_into(vm, r, innermost)
        }
        _ => Next::Plain,
    }
}

/// Raises the exception on the top of the stack where the innermost of the generator below it
/// waits.
#[inline(never)]
fn throw_into(vm: &Vm, r: &mut Registers, innermost: *const Generator) -> Next {
    let raised = Raised(r.pop());
    let generator = r.pop();
    // The class holds the method, and it has no finalizer.
    drop(r.pop());
    // SAFETY: the chain is alive and suspended; the frame that is entered keeps it.
    let innermost = unsafe { &*innermost };
    let Some(outermost) = generator.downcast_exact::<Generator>() else {
        return Next::RaiseAgain(raised, Origin::Instruction);
    };
    let outermost: *const Generator = &raw const **outermost;
    let is_chain = !std::ptr::eq(innermost, outermost);
    let step = match is_chain {
        true => flags::STEP | flags::THROWN,
        false => flags::STEP,
    };
    let none = Value::NONE.into_bits();
    enter(vm, r, generator, innermost, none, step);
    let frame = innermost.frame_pointer();
    // SAFETY: the frame is the running one; it waits where it was suspended.
    unsafe {
        r.ip = (*frame).ip.add(1);
        r.sp = (*frame).sp;
        if is_chain {
            // What the others of the chain handle is not seen by whom `throw()` runs.
            let resumer = (*outermost).handled.previous.get();
            innermost.handled.previous.set(resumer);
        }
    }
    generator::thrown_into(vm, innermost, &raised);
    if is_chain {
        vm.handled.thrown_into.set(innermost);
    }
    Next::RaiseAgain(raised, Origin::Thrown)
}

/// A generator that cannot be awaited: what suspends itself for its resumer needs a fiber of its
/// own, which the native functions give it.
#[inline(always)]
fn resumable(value: &Value) -> Option<&Ref<Generator>> {
    let generator = value.downcast_exact::<Generator>()?;
    (!generator.can_be_awaited()).then_some(generator)
}

/// The innermost of the chain of a generator, if it may go on.
#[inline(always)]
fn ready(vm: &Vm, r: &Registers, generator: &Ref<Generator>) -> Option<*const Generator> {
    if r.frame().depth >= vm.shared().recursion_limit.get() {
        return None;
    }
    generator.ready(vm).map(std::ptr::from_ref)
}

/// Goes on with a generator; its frame keeps the reference until it yields or ends. The operands
/// of the call are off the stack.
#[inline(always)]
fn enter(
    vm: &Vm,
    r: &mut Registers,
    generator: Value,
    innermost: *const Generator,
    value: u64,
    step: u32,
) {
    r.save();
    let Some(outermost) = generator.downcast_exact::<Generator>() else {
        return;
    };
    // SAFETY: the generator is alive and suspended; its stack has room for the value.
    unsafe {
        let innermost = &*innermost;
        let frame = innermost.frame_pointer();
        let outer_frame = outermost.frame_pointer();
        (*r.frame).yield_offset = CALL_WORDS;
        (*r.frame).return_offset = CALL_WORDS;
        (*outer_frame).flags |= step;
        (*outer_frame).previous = r.frame;
        (*frame).depth = (*r.frame).depth + 1;
        vm.handled.enter(&outermost.handled, &innermost.handled);
        innermost.set_state(State::Executing);
        vm.frame.set(frame);
        (r.ip, r.sp) = going_on(frame, value);
        r.frame = frame;
    }
    std::mem::forget(generator);
}

/// Goes on with the caller of `next()` or `send()`, to which the generator has yielded.
#[inline(always)]
pub(super) fn leave(vm: &Vm, r: &mut Registers, outer_frame: *mut Frame, value: Value) {
    // SAFETY: the flag says that the frame has kept a reference to its generator.
    let (generator, frame_flags) = unsafe {
        let frame_flags = (*outer_frame).flags;
        (*outer_frame).flags = frame_flags & !(flags::STEP | flags::DEFAULT | flags::THROWN);
        (generator::kept_by(outer_frame), frame_flags)
    };
    let has_default = frame_flags & flags::DEFAULT != 0;
    if frame_flags & flags::THROWN != 0 {
        let reached = vm.handled.thrown_into.replace(std::ptr::null());
        // SAFETY: a member of the chain, which the generator keeps alive.
        unsafe { &*reached }.link_handled();
    }
    if has_default {
        let default = r.replace(0, value);
        discard(vm, r, default);
    } else {
        r.push(value);
    }
    discard(vm, r, generator);
}
