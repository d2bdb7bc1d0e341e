//! Handlers of generators, `yield from`, `await` and `async for`.
//!
//! Resuming a generator from FOR_ITER or SEND goes on in the same loop, as a call does.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use super::loads::{discard, discard_option};
use super::outcome::Next;
use super::quicken::OPERAND_SHIFT;
use super::registers::{Registers, operand};
use super::specialized as op;
use super::unwinding::Origin;
use super::{breaker, frames, generator_calls, iteration, loads, monitoring};
use crate::frame::{Frame, flags};
use crate::objects::async_generator;
use crate::objects::code::Code;
use crate::objects::exceptions;
use crate::objects::generator::chain::MAXIMUM_LENGTH;
use crate::objects::generator::{
    self, COROUTINE, GENERATOR, Generator, State, Step, exact_generator, native_send,
};
use crate::objects::heap::Ref;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};
use bytecode::code::Flags;

/// Makes a generator of the running frame. Gives it back if native code made the call.
#[inline(always)]
pub(super) fn return_generator(vm: &Vm, r: &mut Registers) -> Option<Value> {
    let frame = r.frame;
    // SAFETY: the running frame is live; the generator goes on behind this instruction.
    let (was_entry, previous) = unsafe {
        (*frame).ip = r.ip;
        (*frame).sp = r.sp;
        ((*frame).flags & flags::ENTRY != 0, (*frame).previous)
    };
    let generator = generator_of(vm, frame);
    if was_entry {
        return Some(generator);
    }
    // SAFETY: the caller's frame is live, its registers saved.
    unsafe {
        r.frame = previous;
        r.ip = (*previous).ip.add((*previous).return_offset as usize);
        r.sp = (*previous).sp;
    }
    r.push(generator);
    None
}

/// The generator that a frame makes which begins with RETURN_GENERATOR.
#[inline(always)]
pub(super) fn made_at_once(vm: &Vm, frame: *mut Frame) -> Option<Value> {
    // SAFETY: the frame is the running one, and has not run yet.
    unsafe {
        let start = (*frame).code().generator_start;
        if start == 0 {
            return None;
        }
        if (*frame).code().free_count != 0 {
            frames::copy_closure(frame);
        }
        (*frame).ip = (*frame).code().first().add(start as usize);
    }
    Some(generator_of(vm, frame))
}

#[inline(never)]
fn generator_of(vm: &Vm, frame: *mut Frame) -> Value {
    Generator::of_running(vm, frame).into()
}

/// Suspends the running frame, and all that delegate to it. Gives the value back if native
/// code resumed them.
#[inline(always)]
pub(super) fn yield_value(vm: &Vm, r: &mut Registers, delegating: usize) -> Next {
    if r.frame().flags & flags::ASYNC_STEP != 0 && delegating == 0 {
        return Next::As(op::YIELD_VALUE_STEP);
    }
    let value = r.pop();
    let frame = r.frame;
    let generator = generator::payload_of(frame);
    // SAFETY: the running frame is live and that of a generator; so is its resumer's.
    unsafe {
        (*frame).ip = r.ip;
        (*frame).sp = r.sp;
        generator.set_state(if delegating != 0 {
            State::Delegating
        } else {
            State::Suspended
        });
        let outermost = if generator.has_outer.get() {
            leave_chain(vm, generator)
        } else {
            generator
        };
        vm.handled.leave(&outermost.handled);
        let outer_frame = outermost.frame_pointer();
        let previous = std::mem::replace(&mut (*outer_frame).previous, std::ptr::null_mut());
        vm.frame.set(previous);
        let outer_flags = (*outer_frame).flags;
        if outer_flags & flags::ENTRY != 0 {
            (*outer_frame).flags = outer_flags & !flags::ENTRY;
            return Next::Leave(value);
        }
        r.frame = previous;
        r.ip = (*previous).ip.add((*previous).yield_offset as usize);
        r.sp = (*previous).sp;
        if outer_flags & (flags::STEP | flags::NUMBERED) != 0 {
            if outer_flags & flags::NUMBERED != 0 {
                (*outer_frame).flags = outer_flags & !flags::NUMBERED;
                iteration::finish_enumerated(vm, r, value);
            } else {
                generator_calls::leave(vm, r, outer_frame, value);
            }
            return Next::Instruction;
        }
    }
    // The loop that it goes to stores it, as a rule.
    let next = r.cache(0);
    match next as u16 {
        op::STORE_FAST => {
            let old = r.local(operand(next)).replace(value);
            r.skip(1);
            discard_option(vm, r, old);
        }
        op::STORE_FAST_LOAD_FAST => {
            let old = r.local(operand(next) >> 4).replace(value);
            loads::load_fast(r, operand(next) & 15);
            r.skip(1);
            discard_option(vm, r, old);
        }
        _ => r.push(value),
    }
    Next::Instruction
}

/// The `yield` of a chained async generator: what awaits its step goes on with the value.
#[inline(always)]
pub(super) fn end_step(vm: &Vm, r: &mut Registers) {
    let value = async_generator::unwrap_value(r.pop());
    let generator = generator::payload_of(r.frame);
    generator.set_state(State::Suspended);
    // SAFETY: the running frame is that of a chained generator; the outer one waits at its SEND.
    unsafe {
        let frame = r.frame;
        (*frame).ip = r.ip;
        (*frame).sp = r.sp;
        let outer = (*frame).previous;
        generator::step_yields(vm, generator);
        vm.frame.set(outer);
        r.frame = outer;
        r.ip = (*outer).ip.add((*outer).return_offset as usize);
        r.sp = (*outer).sp;
    }
    if r.cache(0) as u16 == op::END_SEND {
        let step = r.replace(0, value);
        r.skip(1);
        discard(vm, r, step);
    } else {
        r.push(value);
    }
}

/// `yield x`, where the pair is not instrumented.
#[inline(always)]
pub(super) fn load_fast_yield(vm: &Vm, r: &mut Registers, slot: usize) -> Next {
    loads::load_fast(r, slot);
    let next = r.cache(0);
    // That of an async generator comes by itself.
    if next as u16 != op::YIELD_VALUE || r.frame().flags & flags::ASYNC_STEP != 0 {
        return Next::Instruction;
    }
    r.skip(1);
    yield_value(vm, r, operand(next))
}

/// Where a suspended frame goes on that is given a value, and its stack then. Instructions that
/// would do nothing are left out: RESUME, and POP_TOP of the None that nobody asked for.
///
/// # Safety
/// The frame is suspended, and its stack has room for the value.
#[inline(always)]
pub(super) unsafe fn going_on(frame: *mut Frame, value: u64) -> (*mut u64, *mut u64) {
    // SAFETY: promised by the caller; the words of code end with one that never goes on.
    unsafe {
        let (mut ip, sp) = ((*frame).ip, (*frame).sp);
        if !breaker::is_requested() {
            let is_wanted = value != Value::NONE.into_bits();
            let (first, second) = (*ip as u16, *ip.add(1) as u16);
            if first == op::RESUME {
                if second == op::POP_TOP && !is_wanted {
                    return (ip.add(2), sp);
                }
                ip = ip.add(1);
            } else if first == op::POP_TOP && second == op::RESUME && !is_wanted {
                return (ip.add(2), sp);
            }
        }
        *sp = value;
        (ip, sp.add(1))
    }
}

/// The generator that a `yield` of a chained one leaves.
fn leave_chain<'a>(vm: &Vm, generator: &'a generator::Generator) -> &'a generator::Generator {
    if vm.tracing.is_active() {
        step_out(vm, generator);
        return generator;
    }
    let outermost = generator.outermost();
    outermost.innermost.set(generator);
    outermost
}

/// While a program is traced, every generator takes its own step.
#[cold]
#[inline(never)]
fn step_out(vm: &Vm, generator: &Generator) {
    if std::ptr::eq(vm.handled.thrown_into.get(), generator) {
        let resumer = generator.handled.previous.get();
        generator.link_handled();
        generator.outer().handled.previous.set(resumer);
        vm.handled.thrown_into.set(generator.outer());
    }
    generator.step_out();
}

/// Resumes a generator in the same loop; when it returns, the resumer goes on `distance`
/// words behind its cache. Gives false, and the value back, if it cannot be resumed.
#[inline(always)]
fn enter(
    vm: &Vm,
    r: &mut Registers,
    generator: &Ref<Generator>,
    value: u64,
    distance: usize,
    chained: bool,
) -> bool {
    let Some(innermost) = generator.ready(vm) else {
        return false;
    };
    let frame = innermost.frame_pointer();
    // SAFETY: the generator is suspended; its stack has room for the value. The resumer's
    // stack keeps the generator alive.
    unsafe {
        let mut depth = (*r.frame).depth;
        if chained {
            generator.chain_to(generator::payload_of(r.frame), innermost);
        } else {
            depth += 1;
            if depth > vm.shared().recursion_limit.get() {
                return false;
            }
        }
        r.save();
        (*r.frame).return_offset = 2 + distance as u32;
        // FOR_ITER and SEND have one cache word.
        (*r.frame).yield_offset = 2;
        (*generator.frame_pointer()).previous = r.frame;
        (*frame).depth = depth;
        vm.handled.enter(&generator.handled, &innermost.handled);
        innermost.set_state(State::Executing);
        vm.frame.set(frame);
        (r.ip, r.sp) = going_on(frame, value);
        r.frame = frame;
    }
    true
}

#[inline(always)]
pub(super) fn for_generator(vm: &Vm, r: &mut Registers, distance: usize) -> Result<bool> {
    let Some(generator) = r.peek(0).downcast_exact::<Generator>() else {
        return Ok(false);
    };
    Ok(enter(
        vm,
        r,
        generator,
        Value::NONE.into_bits(),
        distance,
        false,
    ))
}

/// Resumes the generator whose items a loop numbers and takes apart.
#[inline(always)]
pub(super) fn for_enumerated(
    vm: &Vm,
    r: &mut Registers,
    generator: &Ref<Generator>,
    distance: usize,
) -> bool {
    let none = Value::NONE.into_bits();
    let resumer = r.frame;
    if !enter(vm, r, generator, none, distance, false) {
        return false;
    }
    // SAFETY: both frames are live: one waits for the other.
    unsafe {
        (*resumer).yield_offset = 1;
        (*generator.frame_pointer()).flags |= flags::NUMBERED;
    }
    true
}

/// The stack: the receiver, the value to send.
#[inline(always)]
pub(super) fn send_gen(vm: &Vm, r: &mut Registers, distance: usize) -> Result<bool> {
    let Some(generator) = exact_generator(r.peek(1)) else {
        return Ok(false);
    };
    // Sending a value to one that has not started is an error, which sending slowly raises.
    let refused = generator.own_state() == State::Created && !r.peek(0).is_none()
        || r.frame().flags & flags::GENERATOR == 0;
    if refused {
        return Ok(false);
    }
    if generator::payload_of(r.frame).level.get() >= MAXIMUM_LENGTH {
        return Err(frames::recursion_error(vm, ""));
    }
    let value = r.pop().into_bits();
    if !enter(vm, r, generator, value, distance, true) {
        r.push_bits(value);
        return Ok(false);
    }
    Ok(true)
}

/// Enters the generator on the top of the stack at once, if a SEND of None into it comes next.
#[inline(always)]
pub(super) fn go_straight(vm: &Vm, r: &mut Registers) {
    if !sends_none(r) {
        return;
    }
    let Some(generator) = exact_generator(r.peek(0)) else {
        return;
    };
    let send = r.cache(1);
    r.skip(2);
    if !enter(vm, r, generator, Value::NONE.bits(), operand(send), true) {
        r.back(2);
    }
}

/// As [`go_straight`], for a generator that was just made and is its own iterator.
#[inline(always)]
pub(super) fn go_straight_into(vm: &Vm, r: &mut Registers, generator: Ref<Generator>) {
    let frame = generator.frame_pointer();
    r.push(generator.into());
    if !sends_none(r) {
        return;
    }
    let distance = operand(r.cache(1));
    r.skip(2);
    r.save();
    // SAFETY: the new generator lies on the stack of the running frame, which keeps it alive,
    // and is that of a generator. It starts behind RETURN_GENERATOR.
    unsafe {
        let generator = generator::payload_of(frame);
        generator.chain_new(generator::payload_of(r.frame));
        (*r.frame).return_offset = 2 + distance as u32;
        (*r.frame).yield_offset = 2;
        (*frame).previous = r.frame;
        (*frame).depth = (*r.frame).depth;
        vm.handled.enter(&generator.handled, &generator.handled);
        vm.frame.set(frame);
        (r.ip, r.sp) = going_on(frame, Value::NONE.bits());
        r.frame = frame;
    }
}

/// Whether a SEND of None comes next that may enter a generator in the loop.
#[inline(always)]
fn sends_none(r: &Registers) -> bool {
    let none = Value::NONE.bits() << OPERAND_SHIFT | u64::from(op::LOAD_CONST_IMMEDIATE);
    r.cache(0) == none
        && r.cache(1) as u16 == op::SEND_GEN
        && r.frame().flags & flags::GENERATOR != 0
        && generator::payload_of(r.frame).level.get() < MAXIMUM_LENGTH
}

#[inline(always)]
pub(super) fn send(vm: &Vm, r: &mut Registers, distance: usize) -> Result<()> {
    if send_gen(vm, r, distance)? || send_step(vm, r, distance) {
        return Ok(());
    }
    r.save();
    let step = send_once(vm, r.frame, r.peek(1), r.peek(0))?;
    r.skip(1);
    let sent = match step {
        Step::Yielded(value) => r.replace(0, value),
        Step::Returned(value) => {
            r.skip(distance);
            r.replace(0, value)
        }
    };
    discard(vm, r, sent);
    Ok(())
}

/// Enters the async generator of a step that the running frame awaits.
#[inline(always)]
fn send_step(vm: &Vm, r: &mut Registers, distance: usize) -> bool {
    let Some((generator, value)) = async_generator::step_in_loop(r.peek(1), r.peek(0)) else {
        return false;
    };
    if monitoring::is_used() || r.frame().flags & flags::GENERATOR == 0 {
        return false;
    }
    let outer = generator::payload_of(r.frame);
    if !outer.can_be_awaited() || outer.level.get() >= MAXIMUM_LENGTH {
        return false;
    }
    let value = value.clone().into_bits();
    let sent = r.pop();
    let frame = generator.frame_pointer();
    let step = r.peek(0);
    if !enter(vm, r, generator, value, distance, true) {
        // SAFETY: the word is that of the clone.
        drop(unsafe { Value::from_bits(value) });
        r.push(sent);
        return false;
    }
    // SAFETY: the frame is that of the generator, which runs or waits for what runs.
    unsafe { (*frame).flags |= flags::ASYNC_STEP };
    async_generator::begin_step(step);
    drop(sent);
    true
}

/// A step of what the running frame delegates to.
#[inline(always)]
fn send_once(vm: &Vm, frame: *mut Frame, receiver: &Value, value: &Value) -> Result<Step> {
    // A frame that awaits waits with the async generator that it takes values from, which needs
    // no fiber of its own then.
    // SAFETY: the running frame is live.
    let is_generator = unsafe { (*frame).flags & flags::GENERATOR != 0 };
    if is_generator
        && generator::payload_of(frame).can_be_awaited()
        && let Some(step) = async_generator::send_awaited(vm, receiver, value)
    {
        if let Ok(Step::Returned(value)) = &step {
            monitoring::stopped_with(vm, value);
        }
        return step;
    }
    vm.send_into(receiver, value)
}

#[inline(always)]
pub(super) fn get_yield_from_iter(vm: &Vm, r: &mut Registers) -> Result<()> {
    if !r.peek(0).is_exact::<Generator>() {
        if let Some(blank) = Code::blank(r.code())
            && let Some(generator) = Generator::of_iter(vm, r.peek(0), &blank.iterated)
        {
            let iterable = r.pop();
            go_straight_into(vm, r, generator);
            discard(vm, r, iterable);
            return Ok(());
        }
        r.save();
        let iterator = yield_from_iterator(vm, r.peek(0), r.code().flags)?;
        let iterable = r.replace(0, iterator);
        discard(vm, r, iterable);
    }
    go_straight(vm, r);
    Ok(())
}

#[inline(never)]
fn yield_from_iterator(vm: &Vm, iterable: &Value, flags: u32) -> Result<Value> {
    if iterable.class().is(&COROUTINE) {
        if flags & (Flags::COROUTINE | Flags::ITERABLE_COROUTINE) == 0 {
            return Err(vm.type_error(
                "cannot 'yield from' a coroutine object in a non-coroutine generator",
            ));
        }
        return Ok(iterable.clone());
    }
    vm.iter(iterable)
}

impl Vm {
    /// The iterator that awaiting `value` goes through.
    pub fn awaitable_iterator(&self, value: &Value) -> Result<Value> {
        if let Some(generator) = value.downcast::<Generator>() {
            let is_coroutine = generator.class().is(&COROUTINE);
            if is_coroutine
                || generator.class().is(&GENERATOR)
                    && generator.code().has(Flags::ITERABLE_COROUTINE)
            {
                return Ok(value.clone());
            }
        }
        if native_send(value).is_some() {
            return Ok(value.clone());
        }
        let Some(await_) = value.class().slots().await_ else {
            return Err(self.type_error(format!(
                "object {} can't be used in 'await' expression",
                value.class().name()
            )));
        };
        let iterator = await_(self, value)?;
        let is_coroutine = iterator.downcast::<Generator>().is_some_and(|generator| {
            generator.class().is(&COROUTINE) || generator.code().has(Flags::ITERABLE_COROUTINE)
        });
        if is_coroutine {
            return Err(self.type_error("__await__() returned a coroutine"));
        }
        if iterator.class().slots().next.is_none() {
            return Err(self.type_error(format!(
                "__await__() returned non-iterator of type '{}'",
                iterator.class().name()
            )));
        }
        Ok(iterator)
    }
}

#[inline(always)]
pub(super) fn get_awaitable(vm: &Vm, r: &mut Registers, place: usize) -> Result<()> {
    if !is_free_coroutine(r.peek(0)) {
        r.save();
        let iterator = awaitable(vm, r.peek(0), place)?;
        let value = r.replace(0, iterator);
        discard(vm, r, value);
    }
    go_straight(vm, r);
    Ok(())
}

/// A coroutine that nothing awaits: its own iterator.
#[inline(always)]
fn is_free_coroutine(value: &Value) -> bool {
    value.class().is(&COROUTINE)
        && value
            .downcast::<Generator>()
            .is_some_and(|coroutine| coroutine.own_state() <= State::Suspended)
}

#[inline(never)]
fn awaitable(vm: &Vm, value: &Value, place: usize) -> Result<Value> {
    let iterator = vm.awaitable_iterator(value).map_err(|raised| {
        let method = match place {
            1 => "__aenter__",
            2 => "__aexit__",
            _ => return raised,
        };
        if value.class().slots().await_.is_some() {
            return raised;
        }
        vm.type_error(format!(
            "'async with' received an object from {method} that does not implement \
             __await__: {}",
            value.class().name()
        ))
    })?;
    if let Some(generator) = iterator.downcast::<Generator>()
        && generator.class().is(&COROUTINE)
        && generator.delegate(vm).is_some()
    {
        return Err(vm.runtime_error("coroutine is being awaited already"));
    }
    Ok(iterator)
}

#[inline(always)]
pub(super) fn get_aiter(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let iterator = async_iterator(vm, r.peek(0))?;
    let value = r.replace(0, iterator);
    discard(vm, r, value);
    Ok(())
}

#[inline(never)]
fn async_iterator(vm: &Vm, value: &Value) -> Result<Value> {
    let Some(aiter) = value.class().slots().aiter else {
        return Err(vm.type_error(format!(
            "'async for' requires an object with __aiter__ method, got {}",
            value.class().name()
        )));
    };
    let iterator = aiter(vm, value)?;
    if iterator.class().slots().anext.is_none() {
        return Err(vm.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement \
             __anext__: {}",
            iterator.class().name()
        )));
    }
    Ok(iterator)
}

#[inline(always)]
pub(super) fn get_anext(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let awaitable = async_next(vm, r.peek(0))?;
    r.push(awaitable);
    Ok(())
}

#[inline(never)]
fn async_next(vm: &Vm, iterator: &Value) -> Result<Value> {
    let Some(anext) = iterator.class().slots().anext else {
        return Err(vm.type_error(format!(
            "'async for' requires an iterator with __anext__ method, got {}",
            iterator.class().name()
        )));
    };
    let next = anext(vm, iterator)?;
    if iterator.class().is(&async_generator::ASYNC_GENERATOR) {
        return Ok(next);
    }
    vm.awaitable_iterator(&next).map_err(|raised| {
        let error = vm.type_error(format!(
            "'async for' received an invalid object from __anext__: {}",
            next.class().name()
        ));
        if let Some(exception) = error.0.downcast::<exceptions::Exception>() {
            exception.set_cause(Some(raised.0.clone()));
            exception.set_context(Some(raised.0));
        }
        error
    })
}

/// The stack: the awaitable, the exception.
#[inline(always)]
pub(super) fn end_async_for(vm: &Vm, r: &mut Registers) -> Result<(), (Raised, Origin)> {
    let exception = r.pop();
    let is_end = exception
        .class()
        .is_subtype(&exceptions::STOP_ASYNC_ITERATION);
    if !is_end {
        return Err((Raised(exception), Origin::Reraise));
    }
    discard(vm, r, exception);
    let awaitable = r.pop();
    discard(vm, r, awaitable);
    Ok(())
}

/// The stack: the receiver, the value last sent, the exception.
#[inline(always)]
pub(super) fn cleanup_throw(vm: &Vm, r: &mut Registers) -> Result<(), (Raised, Origin)> {
    let exception = r.pop();
    let value =
        generator::stop_value(Raised(exception)).map_err(|raised| (raised, Origin::Reraise))?;
    let sent = r.replace(0, value);
    let receiver = r.replace(1, Value::NONE);
    discard(vm, r, sent);
    discard(vm, r, receiver);
    Ok(())
}
