//! `generator` and `coroutine`: suspended functions.
//!
//! The frame is the tail of the object, so one block holds all that a suspended function
//! knows. Async generators have the same payload (see `async_generator`).
//!
//! ```text
//!   header | Generator | Frame (header) | variables | operand stack -> ...
//! ```
#![allow(unsafe_code, reason = "the frame is a tail behind the object")]

use std::cell::Cell;

use super::async_generator;
use super::code::Code;
use super::frame::{FrameObject, traverse_frame};
use super::function::Function;
use super::guarded::Guarded;
use super::heap::{Header, Object, Payload, Ref, state};
use super::str::Str;
use super::value::Value;
use crate::eval::quicken::OPERAND_SHIFT;
use crate::eval::specialized as op;
use crate::eval::{Handled, frames};
use crate::frame::{Frame, flags};
use crate::{Result, Vm, payload};

pub(crate) mod blank;
pub(crate) mod chain;
mod closing;
mod delegation;
pub(crate) mod methods;
mod resuming;

pub(crate) use blank::{Blank, Iterated};
pub(crate) use closing::finalize;
pub use closing::{Thrown, close, throw};
pub use delegation::Step;
pub(crate) use delegation::native_send;
pub use methods::{COROUTINE, COROUTINE_WRAPPER, GENERATOR, present_origin, warn_never_awaited};
pub use resuming::{Input, Output, resume, send, stop_value};
pub(crate) use resuming::{
    ended, next_directly, send_awaited, send_input, thrown_into, with_context,
};

/// What a generator is doing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum State {
    /// Not started.
    Created,
    /// At a `yield`.
    Suspended,
    /// In a `yield from` or an `await` of something that is resumed by its methods.
    Delegating,
    /// In a `yield from` or an `await` of a generator that is chained to it (see `chain`):
    /// what it is doing is what the innermost of the chain is doing. Never seen by scripts.
    Chained,
    /// Running.
    Executing,
    /// Running in the middle of a native function, on a fiber that is parked. Never seen by
    /// scripts.
    Parked,
    /// Ended; the frame is empty.
    Ended,
}

/// The payload of generators, coroutines and async generators.
pub struct Generator {
    state: Cell<State>,
    /// Whether it is chained to what delegates to it.
    pub(crate) has_outer: Cell<bool>,
    /// How many generators delegated to each other when it was chained.
    pub(crate) level: Cell<u32>,
    /// The outermost of the chain, as the generator that runs knows it; null if it is itself.
    pub(crate) outermost: Cell<*const Generator>,
    /// The generator to go on with, as the outermost of a suspended chain knows it; null if
    /// that has to be looked for.
    pub(crate) innermost: Cell<*const Generator>,
    pub(crate) handled: Handled,
    /// The name and the qualified name, where they are not the code's.
    names: Guarded<Option<Box<[Ref<Str>; 2]>>>,
    code: Ref<Code>,
    /// `cr_origin` of a coroutine; the finalizer hook of an async generator.
    pub(crate) origin: Guarded<Option<Value>>,
    pub(crate) hooks_called: Cell<bool>,
    pub(crate) closed: Cell<bool>,
    /// Whether it was closed before it had started: the frame keeps its arguments.
    keeps_arguments: Cell<bool>,
    pub(crate) async_running: Cell<bool>,
}

payload!(Generator, GENERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.code.as_value());
        self.origin.borrow().iter().for_each(&mut *visit);
        self.handled.exception.borrow().iter().for_each(&mut *visit);
        if self.state.get() < State::Executing || self.keeps_arguments.get() {
            traverse_frame(self.frame_pointer(), visit);
        }
    }
    fn clear(&self) {
        drop(self.origin.take());
        self.drop_frame();
    }
    fn tail_size(&self) -> usize {
        self.code.frame_words as usize * size_of::<u64>()
    }
    const SELDOM_FINALIZED: bool = true;
    fn wants_finalizer(&self) -> bool {
        match self.state.get() {
            // The latter is an async generator whose hook for that is set already.
            State::Created => {
                self.code.has(bytecode::code::Flags::COROUTINE) || self.origin.borrow().is_some()
            }
            State::Suspended => self.origin.borrow().is_some() || !self.ends_quietly(),
            State::Delegating | State::Chained | State::Parked => true,
            State::Executing | State::Ended => false,
        }
    }
});

impl Drop for Generator {
    fn drop(&mut self) {
        self.drop_frame();
    }
}

impl Generator {
    /// The object that RETURN_GENERATOR makes of the running frame, which is left.
    pub(crate) fn of_running(vm: &Vm, frame: *mut Frame) -> Ref<Generator> {
        // SAFETY: the frame is the running one, its registers saved; its words move into the
        // tail, which is large enough for variables and stack.
        unsafe {
            let function = (*frame).function();
            let code = (*frame).code();
            let words = code.frame_words;
            let class = methods::class_of(code.flags);
            let payload = Generator::of_code(code.clone());
            let size = words as usize * size_of::<u64>();
            let kept = frames::kept_words(code);
            let generator = Ref::with_tail(class, payload, size, |tail| {
                std::ptr::copy_nonoverlapping(frame.cast::<u64>(), tail.cast::<u64>(), kept);
            });
            if function.has_other_names() {
                generator.set_names(function.name(), function.qualified_name());
            }
            let copy = generator.frame_pointer();
            let old_flags = (*frame).flags;
            (*copy).flags = old_flags & (flags::HAS_OBJECT | flags::HAS_LOCALS) | flags::GENERATOR;
            (*copy).sp = Frame::stack_base(copy);
            if let Some(object) = (*copy).object() {
                object.moved(copy);
            }
            vm.frame.set((*frame).previous);
            (*copy).previous = std::ptr::null_mut();
            vm.data_stack.pop(frame, old_flags);
            if class.is(&COROUTINE)
                && let Some(origin) = present_origin(vm)
            {
                drop(generator.origin.replace(Some(origin)));
            }
            generator
        }
    }

    /// The generator that a call of `function` makes, which has this code and its blank.
    ///
    /// # Safety
    /// `function` is a function, `words` points to `count` words of values, which fit its
    /// parameters. All of them are given away.
    #[inline(always)]
    pub(crate) unsafe fn of_call(
        function: *const Object<Function>,
        code: &Ref<Code>,
        blank: &Blank,
        words: *const u64,
        count: usize,
    ) -> Ref<Generator> {
        // SAFETY: promised by the caller; the tail has room for a frame of the code.
        unsafe {
            let tail = code.frame_words as usize * size_of::<u64>();
            let object = Ref::<Generator>::allocate(tail);
            blank.copy_to(object, code);
            let frame = object.as_ptr().add(1).cast::<Frame>();
            (*frame).function = function;
            let local = Frame::first_local(frame);
            let local_count = code.local_count as usize;
            (*frame).sp = local.add(local_count);
            frames::copy_words(words, local, count);
            frames::clear_from(frame, count, local_count);
            if code.free_count != 0 {
                frames::copy_closure(frame);
            }
            let generator = Ref::placed(object);
            let this = &*(&raw const function).cast::<Ref<Function>>();
            if this.has_other_names() {
                generator.set_names(this.name(), this.qualified_name());
            }
            generator
        }
    }

    /// The generator that a call with few arguments makes, `first` in front of the others; `None`
    /// if something has to run for that.
    #[inline(always)]
    pub(crate) fn of_values(
        vm: &Vm,
        function: &Ref<Function>,
        first: Option<&Value>,
        others: &[Value],
    ) -> Option<Value> {
        const FEW: usize = 4;
        let before = usize::from(first.is_some());
        let count = others.len() + before;
        if count > FEW {
            return None;
        }
        let blank = Generator::plain_blank(vm, function, count)?;
        let mut words = [0; FEW];
        if let Some(first) = first {
            words[0] = first.clone().into_bits();
        }
        for (word, value) in words[before..].iter_mut().zip(others) {
            *word = value.clone().into_bits();
        }
        let code = function.code();
        // SAFETY: the references of the clones are given away.
        unsafe {
            let function = function.to_value().into_bits() as *const Object<Function>;
            Some(Generator::of_call(function, code, blank, words.as_ptr(), count).into())
        }
    }

    /// The generator that `iterable.__iter__()` makes, if that is a function written in Python
    /// which makes generators and takes nothing else.
    #[inline(always)]
    pub(crate) fn of_iter(
        vm: &Vm,
        iterable: &Value,
        iterated: &Iterated,
    ) -> Option<Ref<Generator>> {
        let function = iterated.method_of(vm, iterable.class())?;
        let code = function.code();
        let blank = Generator::plain_blank(vm, &function, 1)?;
        if !code.has(bytecode::code::Flags::GENERATOR) {
            return None;
        }
        let word = iterable.clone().into_bits();
        // SAFETY: the references of the clone and of the function are given away. A function
        // keeps the code alive that it has.
        unsafe {
            let code: *const Ref<Code> = code;
            let blank: *const Blank = blank;
            let function = function.into_value().into_bits() as *const Object<Function>;
            Some(Generator::of_call(function, &*code, &*blank, &word, 1))
        }
    }

    /// What the generator of a call is a copy of that has just `count` positional arguments;
    /// `None` if something has to run for that.
    #[inline(always)]
    fn plain_blank<'a>(vm: &Vm, function: &'a Ref<Function>, count: usize) -> Option<&'a Blank> {
        let code = function.code();
        let is_plain = code.is_simple
            && code.argument_count as usize == count
            && vm.coroutine_origin_depth.get() == 0
            && frames::depth(vm) < vm.shared().recursion_limit.get();
        if !is_plain {
            return None;
        }
        Code::blank(code)
    }

    /// The payload for a generator that has not started, with the names of its code.
    fn of_code(code: Ref<Code>) -> Generator {
        Generator {
            state: Cell::new(State::Created),
            has_outer: Cell::new(false),
            level: Cell::new(0),
            outermost: Cell::new(std::ptr::null()),
            innermost: Cell::new(std::ptr::null()),
            handled: Handled::default(),
            names: Guarded::default(),
            code,
            origin: Guarded::default(),
            hooks_called: Cell::new(false),
            closed: Cell::new(false),
            keeps_arguments: Cell::new(false),
            async_running: Cell::new(false),
        }
    }

    /// What it is doing.
    pub fn state(&self) -> State {
        match self.state.get() {
            State::Chained => match self.innermost_of_chain().state.get() {
                State::Executing => State::Executing,
                _ => State::Delegating,
            },
            State::Parked => State::Delegating,
            state => state,
        }
    }

    /// What it is doing, as far as it knows itself.
    #[inline(always)]
    pub(crate) fn own_state(&self) -> State {
        self.state.get()
    }

    /// Sets what it is doing.
    #[inline(always)]
    pub(crate) fn set_state(&self, state: State) {
        self.state.set(state);
    }

    /// The frame, as the loop has it.
    #[inline(always)]
    pub(crate) fn frame_pointer(&self) -> *mut Frame {
        // The tail lies directly behind the payload, which is a whole number of words long.
        (self as *const Generator)
            .wrapping_add(1)
            .cast_mut()
            .cast::<Frame>()
    }

    /// The code.
    pub fn code(&self) -> &Ref<Code> {
        &self.code
    }

    /// `__name__`.
    pub fn name(&self) -> Ref<Str> {
        match &*self.names.borrow() {
            Some(names) => names[0].clone(),
            None => self.code.name.clone(),
        }
    }

    /// `__qualname__`.
    pub fn qualified_name(&self) -> Ref<Str> {
        match &*self.names.borrow() {
            Some(names) => names[1].clone(),
            None => self.code.qualified_name.clone(),
        }
    }

    /// Gives it other names.
    pub(crate) fn set_names(&self, name: Ref<Str>, qualified_name: Ref<Str>) {
        let names = Some(Box::new([name, qualified_name]));
        drop(self.names.replace(names));
    }

    /// Whether it waits at a `yield`, `yield from` or `await`.
    pub fn is_suspended(&self) -> bool {
        matches!(self.state(), State::Suspended | State::Delegating)
    }

    /// What it delegates to (`gi_yieldfrom`).
    pub fn delegate(&self, vm: &Vm) -> Option<Value> {
        if self.state() != State::Delegating {
            return None;
        }
        if self.state.get() == State::Parked {
            return vm.awaited_by_parked(self.outermost());
        }
        self.receiver().cloned()
    }

    /// What is chained to it, which waits as it does.
    pub fn chained(&self) -> Option<Value> {
        (self.state.get() == State::Chained)
            .then(|| self.receiver().cloned())
            .flatten()
    }

    /// Whether it is suspended in a `yield from` or `await` of a chained generator.
    pub(crate) fn waits_in_chain(&self) -> bool {
        self.state.get() == State::Chained && self.state() == State::Delegating
    }

    /// Whether it runs in the middle of a native function, on a fiber that is parked.
    pub(crate) fn is_parked(&self) -> bool {
        self.innermost_of_chain().state.get() == State::Parked
    }

    /// Says whether the generator, which runs, is parked.
    pub(crate) fn set_parked(&self, parked: bool) {
        self.innermost_of_chain().state.set(if parked {
            State::Parked
        } else {
            State::Executing
        });
    }

    /// Whether `await` takes it: it may suspend itself for its resumer.
    pub(crate) fn can_be_awaited(&self) -> bool {
        use bytecode::code::Flags;
        const ANY: u32 = Flags::COROUTINE | Flags::ITERABLE_COROUTINE | Flags::ASYNC_GENERATOR;
        self.code.flags & ANY != 0
    }

    /// What a frame delegates to that is at a SEND, or was suspended behind one.
    fn receiver(&self) -> Option<&Value> {
        // SAFETY: such a frame has what it delegates to on the top of its stack.
        unsafe {
            let sp = (*self.frame_pointer()).sp;
            (*sp.sub(1).cast::<Option<Value>>()).as_ref()
        }
    }

    /// The frame object, until it has ended.
    pub fn frame_object(&self) -> Option<Ref<FrameObject>> {
        (self.state.get() != State::Ended).then(|| FrameObject::of(self.frame_pointer()))
    }

    /// Whether no handler but the generator's own covers the place where it waits.
    fn ends_quietly(&self) -> bool {
        // SAFETY: a suspended frame has its registers saved; it waits at a RESUME.
        unsafe {
            let word = *(*self.frame_pointer()).ip;
            let depth_1 = u64::from(bytecode::operand::ResumePlace::DEPTH_1);
            op::plain_of(word as u16) == op::RESUME && word >> OPERAND_SHIFT & depth_1 != 0
        }
    }

    /// Ends it before it has started; its arguments go with it.
    fn end_unstarted(&self) {
        self.state.set(State::Ended);
        self.keeps_arguments.set(true);
    }

    /// Drops what the frame holds, without running it.
    fn drop_frame(&self) {
        let frame = self.frame_pointer();
        if self.state.get() == State::Chained {
            self.release_inner();
        }
        match self.state.replace(State::Ended) {
            State::Ended if !self.keeps_arguments.replace(false) => {}
            running @ (State::Executing | State::Parked) => self.state.set(running),
            // SAFETY: the frame does not run.
            _ => unsafe {
                (*frame).previous = std::ptr::null_mut();
                frames::give_up_suspended(frame);
            },
        }
    }
}

/// The generator that a frame belongs to.
pub(crate) fn of_frame(frame: *mut Frame) -> Ref<Generator> {
    let object = frame.cast::<Object<Generator>>().wrapping_sub(1);
    // SAFETY: the frame is the tail of a generator, which is alive.
    unsafe {
        let value = std::mem::ManuallyDrop::new(Value::from_bits(object as u64));
        let value = (*value).clone();
        std::mem::transmute::<Value, Ref<Generator>>(value)
    }
}

/// The payload of the generator that a running frame belongs to.
#[inline(always)]
pub(crate) fn payload_of<'a>(frame: *mut Frame) -> &'a Generator {
    // SAFETY: the frame is the tail of a generator, which is alive while it runs.
    unsafe { &*frame.cast::<Generator>().wrapping_sub(1) }
}

/// The reference to its generator that a frame keeps which `next()` or `send()` resumed.
///
/// # Safety
/// The frame has kept it, and gives it away.
pub(crate) unsafe fn kept_by(frame: *mut Frame) -> Value {
    let object = frame.cast::<Object<Generator>>().wrapping_sub(1);
    // SAFETY: promised by the caller; the frame is the tail of a generator.
    unsafe { Value::from_bits(object as u64) }
}

/// The outer generator of the chain goes on, in place of one that has ended.
#[inline(always)]
fn leave_to_outer(vm: &Vm, generator: &Generator) {
    let thrown_into = &vm.handled.thrown_into;
    let outer = generator.go_on_with_outer();
    if std::ptr::eq(thrown_into.get(), generator) {
        thrown_into.set(outer);
        // After parking, the outer one is visible already.
        if !std::ptr::eq(vm.handled.top(), &outer.handled) {
            vm.handled.enter(&outer.handled, &outer.handled);
        }
    }
}

/// Ends the frame of a generator that returns and has only variables to give back.
#[inline(always)]
pub(crate) fn frame_returns(vm: &Vm, frame: *mut Frame) {
    let generator = payload_of(frame);
    generator.set_state(State::Ended);
    vm.handled.leave(&generator.handled);
    if generator.has_outer.get() {
        leave_to_outer(vm, generator);
    }
    // SAFETY: the frame no longer runs, and its stack is empty. The resumer, or its stack, keeps
    // the generator alive. The words of an ended generator's frame are not looked at any more.
    unsafe {
        frames::give_back(frame);
        (*frame).previous = std::ptr::null_mut();
    }
    drop(generator.handled.exception.take());
}

/// Whether nothing but its resumer, which has it as `resumed` on its stack, knows the generator
/// of a running frame, and nothing but its frame is to be given up when it returns.
#[inline(always)]
pub(crate) fn is_forgotten(vm: &Vm, frame: *mut Frame, resumed: &Value) -> bool {
    let generator = payload_of(frame);
    let object = frame.cast::<Object<Generator>>().wrapping_sub(1);
    if resumed.bits() != object as u64 {
        return false;
    }
    // SAFETY: the frame is the tail of a generator, which is alive while it runs.
    let header = unsafe { &*object.cast::<Header>() };
    header.count() == 1
        && header.state() & (state::HAS_WEAK_REFERENCES | state::MOVED) == 0
        && generator.names.borrow().is_none()
        && generator.origin.borrow().is_none()
        && generator.handled.exception.borrow().is_none()
        && !std::ptr::eq(vm.handled.thrown_into.get(), generator)
}

/// Ends the frame of a generator that returns, as [`frame_returns`], and the generator with it.
///
/// # Safety
/// The generator [`is_forgotten`], and the reference of its resumer is given away.
#[inline(always)]
pub(crate) unsafe fn free_returning(vm: &Vm, frame: *mut Frame) {
    let generator = payload_of(frame);
    vm.handled.leave(&generator.handled);
    if generator.has_outer.get() {
        generator.hand_over_to(generator.outer());
    }
    // SAFETY: promised by the caller: nothing else refers to it; its frame and its code are all
    // that it holds.
    unsafe {
        frames::give_back(frame);
        let value = kept_by(frame);
        let this = std::mem::transmute::<Value, Ref<Generator>>(value);
        let tail = generator.tail_size();
        drop(std::ptr::read(&raw const generator.code));
        this.free_emptied(tail);
    }
}

/// The step of a chained async generator ends with a `yield`: what awaits it goes on.
pub(crate) fn step_yields(vm: &Vm, generator: &Generator) {
    async_generator::end_step(generator.outer().receiver());
    vm.handled.leave(&generator.handled);
    leave_to_outer(vm, generator);
    generator.outermost.set(std::ptr::null());
    // SAFETY: the frame is suspended; it has no caller any more.
    unsafe { (*generator.frame_pointer()).previous = std::ptr::null_mut() };
}

/// Ends the frame of a generator.
pub(crate) fn frame_ends(vm: &Vm, frame: *mut Frame) {
    let generator = payload_of(frame);
    // SAFETY: the frame is live.
    if unsafe { (*frame).flags & flags::ASYNC_STEP != 0 } {
        generator.closed.set(true);
        async_generator::end_step(generator.outer().receiver());
    }
    generator.set_state(State::Ended);
    vm.handled.leave(&generator.handled);
    if generator.has_outer.get() {
        leave_to_outer(vm, generator);
    }
    // SAFETY: the frame no longer runs. The resumer, its stack or the frame itself keeps the
    // generator alive.
    unsafe {
        frames::give_up(frame);
        (*frame).previous = std::ptr::null_mut();
        drop(generator.handled.exception.take());
        let frame_flags = (*frame).flags;
        if frame_flags & flags::STEP != 0 {
            (*frame).flags = frame_flags & !(flags::STEP | flags::DEFAULT | flags::THROWN);
            if frame_flags & flags::THROWN != 0 {
                vm.handled.thrown_into.set(std::ptr::null());
            }
            drop(kept_by(frame));
        }
    }
}

/// `frame.clear()` of a generator's frame.
pub(crate) fn clear_frame(vm: &Vm, generator: &Ref<Generator>) -> Result<()> {
    let is_coroutine = generator.code.has(bytecode::code::Flags::COROUTINE);
    match generator.state() {
        State::Executing => Err(vm.runtime_error("cannot clear an executing frame")),
        State::Suspended | State::Delegating | State::Chained | State::Parked => {
            Err(vm.runtime_error("cannot clear a suspended frame"))
        }
        State::Created => {
            if is_coroutine {
                let name = generator.qualified_name().to_text();
                warn_never_awaited(vm, generator.as_value(), &name);
            }
            generator.drop_frame();
            Ok(())
        }
        State::Ended => Ok(()),
    }
}

/// A generator or coroutine of exactly these types.
#[inline(always)]
pub(crate) fn exact_generator(value: &Value) -> Option<&Ref<Generator>> {
    let class = value.header()?.class();
    // SAFETY: instances of these types have the payload; a Ref is the same word as a Value.
    (class.is(&GENERATOR) || class.is(&COROUTINE))
        .then(|| unsafe { &*std::ptr::from_ref(value).cast::<Ref<Generator>>() })
}
