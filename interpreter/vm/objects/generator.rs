//! `generator` and `coroutine`: suspended functions.
//!
//! The frame is the tail of the object, so one block holds all that a suspended function
//! knows. Async generators have the same payload (see `async_generator`).
#![allow(unsafe_code, reason = "the frame is a tail behind the object")]

use std::cell::Cell;

use super::code::Code;
use super::exceptions::{self, Exception};
use super::frame::{FrameObject, traverse_frame};
use super::guarded::Guarded;
use super::heap::{Object, Ref};
use super::str::Str;
use super::value::Value;
use crate::eval::quicken::OPERAND_SHIFT;
use crate::eval::specialized as op;
use crate::eval::unwinding::set_context;
use crate::eval::{Handled, frames};
use crate::frame::{Frame, flags};
use crate::{Raised, Result, Vm, payload};

pub(crate) mod methods;

pub use methods::{COROUTINE, COROUTINE_WRAPPER, GENERATOR};

/// What a generator is doing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum State {
    /// Not started.
    Created,
    /// At a `yield`.
    Suspended,
    /// In a `yield from` or an `await`.
    Delegating,
    /// Running.
    Executing,
    /// Ended; the frame is empty.
    Ended,
}

/// The payload of generators, coroutines and async generators.
pub struct Generator {
    state: Cell<State>,
    /// Words of the frame behind the payload.
    words: u32,
    pub(crate) handled: Handled,
    name: Guarded<Ref<Str>>,
    qualified_name: Guarded<Ref<Str>>,
    code: Ref<Code>,
    /// `cr_origin` of a coroutine; the finalizer hook of an async generator.
    pub(crate) origin: Guarded<Option<Value>>,
    pub(crate) hooks_called: Cell<bool>,
    pub(crate) closed: Cell<bool>,
    pub(crate) async_running: Cell<bool>,
}

payload!(Generator, GENERATOR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.code.as_value());
        self.origin.borrow().iter().for_each(&mut *visit);
        self.handled.exception.borrow().iter().for_each(&mut *visit);
        if matches!(
            self.state.get(),
            State::Created | State::Suspended | State::Delegating
        ) {
            traverse_frame(self.frame_pointer(), visit);
        }
    }
    fn clear(&self) {
        drop(self.origin.take());
        self.drop_frame();
    }
    fn tail_size(&self) -> usize {
        self.words as usize * size_of::<u64>()
    }
    fn wants_finalizer(&self) -> bool {
        match self.state.get() {
            State::Created => self.code.has(bytecode::code::Flags::COROUTINE),
            State::Suspended | State::Delegating => {
                self.origin.borrow().is_some() || self.is_delegating() || !self.ends_quietly()
            }
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
            let payload = Generator {
                state: Cell::new(State::Created),
                words,
                handled: Handled::default(),
                name: Guarded::new(function.name()),
                qualified_name: Guarded::new(function.qualified_name()),
                code: code.clone(),
                origin: Guarded::default(),
                hooks_called: Cell::new(false),
                closed: Cell::new(false),
                async_running: Cell::new(false),
            };
            let size = words as usize * size_of::<u64>();
            let kept = frames::kept_words(code);
            let generator = Ref::with_tail(class, payload, size, |tail| {
                std::ptr::copy_nonoverlapping(frame.cast::<u64>(), tail.cast::<u64>(), kept);
            });
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
            generator
        }
    }

    /// What it is doing.
    #[inline(always)]
    pub fn state(&self) -> State {
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
        self.name.borrow().clone()
    }

    /// `__qualname__`.
    pub fn qualified_name(&self) -> Ref<Str> {
        self.qualified_name.borrow().clone()
    }

    fn is_delegating(&self) -> bool {
        self.state.get() == State::Delegating
    }

    /// Whether it waits at a `yield`, `yield from` or `await`.
    pub fn is_suspended(&self) -> bool {
        matches!(self.state.get(), State::Suspended | State::Delegating)
    }

    /// What it delegates to (`gi_yieldfrom`).
    pub fn delegate(&self) -> Option<Value> {
        if !self.is_delegating() {
            return None;
        }
        // SAFETY: a delegating frame has what it delegates to on the top of its stack.
        unsafe {
            let sp = (*self.frame_pointer()).sp;
            (*sp.sub(1).cast::<Option<Value>>()).clone()
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

    /// Drops what the frame holds, without running it.
    fn drop_frame(&self) {
        let frame = self.frame_pointer();
        match self.state.replace(State::Ended) {
            State::Ended => {}
            State::Executing => self.state.set(State::Executing),
            // SAFETY: the frame does not run.
            _ => unsafe {
                (*frame).previous = std::ptr::null_mut();
                frames::give_up(frame);
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

/// Ends the frame of a generator.
pub(crate) fn frame_ends(vm: &Vm, frame: *mut Frame) {
    let generator = payload_of(frame);
    generator.set_state(State::Ended);
    vm.handled.leave(&generator.handled);
    // SAFETY: the frame no longer runs. The resumer, or its stack, keeps the generator alive.
    unsafe {
        frames::give_up(frame);
        (*frame).previous = std::ptr::null_mut();
    }
    drop(generator.handled.exception.take());
}

/// `frame.clear()` of a generator's frame.
pub(crate) fn clear_frame(vm: &Vm, generator: &Ref<Generator>) -> Result<()> {
    match generator.state() {
        State::Executing => Err(vm.runtime_error("cannot clear an executing frame")),
        State::Suspended | State::Delegating => {
            Err(vm.runtime_error("cannot clear a suspended frame"))
        }
        State::Created => {
            generator.drop_frame();
            Ok(())
        }
        State::Ended => Ok(()),
    }
}

/// What a generator is resumed with.
pub enum Input {
    /// The value of the `yield`.
    Send(Value),
    /// An exception, raised at the `yield`.
    Throw(Raised),
}

/// What a generator gave.
pub enum Output {
    /// It waits at a `yield`.
    Yielded(Value),
    /// It has ended.
    Returned(Value),
}

fn kind(generator: &Ref<Generator>) -> &'static str {
    if generator.class().is(&COROUTINE) {
        "coroutine"
    } else if generator
        .class()
        .is(&super::async_generator::ASYNC_GENERATOR)
    {
        "async generator"
    } else {
        "generator"
    }
}

/// Resumes a generator. An ended one returns `None` again, or raises what it is given.
pub fn resume(vm: &Vm, generator: &Ref<Generator>, input: Input) -> Result<Output> {
    resume_by(vm, generator, input, false)
}

fn resume_by(vm: &Vm, generator: &Ref<Generator>, input: Input, closing: bool) -> Result<Output> {
    match generator.state() {
        State::Created => {
            if let Input::Send(value) = &input
                && !value.is_none()
            {
                return Err(vm.type_error(format!(
                    "can't send non-None value to a just-started {}",
                    kind(generator)
                )));
            }
        }
        State::Executing => {
            return Err(vm.value_error(format!("{} already executing", kind(generator))));
        }
        State::Ended => {
            if generator.class().is(&COROUTINE) && !closing {
                return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
            }
            return match input {
                Input::Send(_) => Ok(Output::Returned(Value::NONE)),
                Input::Throw(raised) => Err(raised),
            };
        }
        State::Suspended | State::Delegating => {}
    }
    // The generator lives at least until its frame has ended.
    let generator = generator.clone();
    let frame = generator.frame_pointer();
    let (value, thrown) = match input {
        Input::Send(value) => (value, None),
        Input::Throw(raised) => (Value::NONE, Some(raised)),
    };
    let depth = frames::depth(vm) + 1;
    if depth > vm.shared().recursion_limit.get() {
        return Err(frames::recursion_error(vm, ""));
    }
    // SAFETY: the frame is suspended; its stack has room for the value.
    unsafe {
        *(*frame).sp = value.into_bits();
        (*frame).sp = (*frame).sp.add(1);
        (*frame).previous = vm.frame.get();
        (*frame).depth = depth;
    }
    vm.handled.enter(&generator.handled);
    if let Some(raised) = &thrown {
        let handled = generator.handled.exception.borrow().clone();
        if let Some(handled) = handled {
            set_context(&raised.0, handled);
        }
    }
    generator.set_state(State::Executing);
    vm.frame.set(frame);
    let value = vm.run_frame(frame, thrown)?;
    if generator.is_suspended() {
        return Ok(Output::Yielded(value));
    }
    Ok(Output::Returned(value))
}

/// As `send()`: the yielded value; a return is a StopIteration.
pub fn send(vm: &Vm, generator: &Ref<Generator>, input: Input) -> Result<Value> {
    match resume(vm, generator, input)? {
        Output::Yielded(value) => Ok(value),
        Output::Returned(value) => Err(ended(vm, generator, value)),
    }
}

/// The exception that says that a generator has returned.
fn ended(vm: &Vm, generator: &Ref<Generator>, value: Value) -> Raised {
    if generator
        .class()
        .is(&super::async_generator::ASYNC_GENERATOR)
    {
        return vm.error_with(&exceptions::STOP_ASYNC_ITERATION, vec![]);
    }
    vm.stop_iteration(value)
}

/// The value of a StopIteration; another exception is given back.
pub fn stop_value(raised: Raised) -> Result<Value> {
    if !raised.is(&exceptions::STOP_ITERATION) {
        return Err(raised);
    }
    let value = raised
        .0
        .downcast::<Exception>()
        .and_then(|exception| exception.field(0));
    Ok(value.unwrap_or(Value::NONE))
}

/// Closes what a generator delegates to.
fn close_delegate(vm: &Vm, delegate: &Value) -> Result<()> {
    if let Some(generator) = exact_generator(delegate) {
        return close(vm, generator).map(drop);
    }
    let method = match vm.find_attribute(delegate, &vm.intern("close")) {
        Ok(method) => method,
        Err(raised) => {
            vm.unraisable(raised, Some(delegate));
            None
        }
    };
    match method {
        Some(method) => vm.call(&method, &[]).map(drop),
        None => Ok(()),
    }
}

/// A generator or coroutine of exactly these types.
pub(crate) fn exact_generator(value: &Value) -> Option<&Ref<Generator>> {
    let generator = value.downcast::<Generator>()?;
    let class = generator.class();
    (class.is(&GENERATOR) || class.is(&COROUTINE)).then_some(generator)
}

/// `close()`: the value that the generator returned, `None` otherwise.
pub fn close(vm: &Vm, generator: &Ref<Generator>) -> Result<Value> {
    match generator.state() {
        State::Created => {
            generator.drop_frame();
            return Ok(Value::NONE);
        }
        State::Ended => return Ok(Value::NONE),
        _ => {}
    }
    let mut closing = Ok(());
    if let Some(delegate) = generator.delegate() {
        generator.set_state(State::Executing);
        closing = close_delegate(vm, &delegate);
        generator.set_state(State::Delegating);
    }
    if generator.is_suspended() && generator.ends_quietly() {
        generator.drop_frame();
        // CPython forgets an error of the delegate here, too.
        return Ok(Value::NONE);
    }
    let thrown = match closing {
        Ok(()) => vm.error_with(&exceptions::GENERATOR_EXIT, vec![]),
        Err(raised) => raised,
    };
    match resume_by(vm, generator, Input::Throw(thrown), true) {
        Ok(Output::Yielded(_)) => {
            Err(vm.runtime_error(format!("{} ignored GeneratorExit", kind(generator))))
        }
        Ok(Output::Returned(value)) => Ok(value),
        Err(raised) if raised.is(&exceptions::GENERATOR_EXIT) => Ok(Value::NONE),
        Err(raised) => stop_value(raised),
    }
}

/// What `throw()` was called with: a class or an instance, perhaps a value and a traceback.
#[derive(Clone)]
pub struct Thrown {
    /// The class or instance.
    pub class: Value,
    /// The value.
    pub value: Option<Value>,
    /// The traceback.
    pub traceback: Option<Value>,
}

/// `throw()`.
pub fn throw(
    vm: &Vm,
    generator: &Ref<Generator>,
    thrown: &Thrown,
    close_on_exit: bool,
) -> Result<Value> {
    vm.check_native_stack("")?;
    let Some(delegate) = generator.delegate() else {
        return throw_here(vm, generator, thrown);
    };
    let is_exit = crate::eval::exceptions::is_or_makes(&thrown.class, &exceptions::GENERATOR_EXIT);
    let result = if is_exit && close_on_exit {
        generator.set_state(State::Executing);
        let closed = close_delegate(vm, &delegate);
        generator.set_state(State::Delegating);
        match closed {
            Ok(()) => return throw_here(vm, generator, thrown),
            Err(raised) => Err(raised),
        }
    } else if let Some(inner) = exact_generator(&delegate) {
        let frame = generator.frame_pointer();
        let previous = vm.frame.get();
        // SAFETY: the frame is suspended; it is linked so that tracebacks see it.
        unsafe { (*frame).previous = previous };
        vm.frame.set(frame);
        generator.set_state(State::Executing);
        let result = throw(vm, inner, thrown, close_on_exit);
        generator.set_state(State::Delegating);
        vm.frame.set(previous);
        // SAFETY: as above.
        unsafe { (*frame).previous = std::ptr::null_mut() };
        result
    } else {
        match vm.find_attribute(&delegate, &vm.intern("throw"))? {
            None => return throw_here(vm, generator, thrown),
            Some(method) => {
                let mut arguments = vec![thrown.class.clone()];
                arguments.extend(thrown.value.clone());
                arguments.extend(thrown.traceback.clone());
                generator.set_state(State::Executing);
                let result = vm.call(&method, &arguments);
                generator.set_state(State::Delegating);
                result
            }
        }
    };
    match result {
        Ok(value) => Ok(value),
        Err(raised) => send(vm, generator, Input::Throw(raised)),
    }
}

fn throw_here(vm: &Vm, generator: &Ref<Generator>, thrown: &Thrown) -> Result<Value> {
    let raised = methods::exception_of(vm, thrown)?;
    send(vm, generator, Input::Throw(raised))
}

/// What finalizing a suspended generator does: it is closed.
pub(crate) fn finalize(vm: &Vm, this: &Value) {
    let Some(generator) = this.downcast::<Generator>() else {
        return;
    };
    if generator.state() == State::Ended {
        return;
    }
    if super::async_generator::finalize(vm, generator) {
        return;
    }
    let is_coroutine = generator.code().has(bytecode::code::Flags::COROUTINE);
    if is_coroutine && generator.state() == State::Created {
        methods::warn_never_awaited(vm, generator);
        return;
    }
    if let Err(raised) = close(vm, generator) {
        vm.unraisable(raised, Some(this));
    }
}
