//! Chains: delegation at one price, whatever its depth.
//!
//! When `yield from` or `await` enters a generator in the loop, that generator is *chained* to
//! the one that delegates: its frame keeps pointing to the outer frame (`previous`) and its
//! item of handled exceptions to the outer one's, also while all of them are suspended.
//!
//! ```text
//!   outermost <--previous-- inner <--previous-- innermost
//!       |                                           ^
//!       +----------------- innermost ---------------+
//! ```
//!
//! A `yield` of the innermost leaves the whole chain at once, and resuming the outermost goes
//! straight on with the innermost. A member in the middle that is resumed by itself is first
//! taken off its outer one, which then waits as if it had been resumed step by step.
//!
//! The awaitable of `__anext__()` and `asend()` stands for its async generator: what lies on the
//! outer stack is the awaitable, what is chained is the generator. A `yield` of the generator
//! itself ends the link; what it awaits leaves the whole chain.
//!
//! While a program is traced, chains are undone and every generator takes its own step, since
//! tracing sees each of them.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use std::ptr;

use super::super::async_generator;
use super::{Generator, State, payload_of};
use crate::Vm;
use crate::eval::frames;
use crate::frame::flags;

/// Words from a SEND to where a frame goes on that was suspended behind it: the SEND, its
/// cache, the YIELD_VALUE.
const SEND_TO_RESUME: usize = 3;

/// How many generators may delegate to each other: a bound for endless recursion, which takes
/// memory only.
pub(crate) const MAXIMUM_LENGTH: u32 = 1_000_000;

impl Generator {
    /// The generator to go on with when this one is resumed: the innermost of its chain. It is
    /// made the outermost of the chain. None if it runs, or has ended.
    #[inline(always)]
    pub(crate) fn ready(&self, vm: &Vm) -> Option<&Generator> {
        if !self.has_outer.get() {
            let state = self.state.get();
            if state < State::Chained {
                return Some(self);
            }
            if state == State::Chained && !vm.tracing.is_active() {
                // SAFETY: the outermost is told of whatever takes the innermost off the chain.
                let innermost = unsafe { self.innermost.get().as_ref() };
                if let Some(innermost) = innermost
                    && innermost.state.get() < State::Chained
                {
                    self.innermost.set(ptr::null());
                    innermost.outermost.set(self);
                    return Some(innermost);
                }
            }
        }
        self.chain_ready(vm)
    }

    /// Chains the generator that a SEND of `outer` enters, and that is ready to go on with
    /// `innermost`. Its frame's `previous` is set by the loop.
    #[inline(always)]
    pub(crate) fn chain_to(&self, outer: &Generator, innermost: &Generator) {
        outer.state.set(State::Chained);
        self.has_outer.set(true);
        self.level.set(outer.level.get() + 1);
        self.innermost.set(ptr::null());
        let outermost = outer.outermost.get();
        innermost.outermost.set(if outermost.is_null() {
            outer
        } else {
            outermost
        });
    }

    /// The same for a generator that was just made, and runs from now on.
    #[inline(always)]
    pub(crate) fn chain_new(&self, outer: &Generator) {
        outer.state.set(State::Chained);
        self.state.set(State::Executing);
        self.has_outer.set(true);
        self.level.set(outer.level.get() + 1);
        let outermost = outer.outermost.get();
        self.outermost.set(if outermost.is_null() {
            outer
        } else {
            outermost
        });
    }

    /// The outermost generator of the chain, as the one that runs knows it.
    #[inline(always)]
    pub(crate) fn outermost(&self) -> &Generator {
        let outermost = self.outermost.get();
        if outermost.is_null() {
            return self;
        }
        // SAFETY: whatever resumed the chain keeps its outermost alive while it runs.
        unsafe { &*outermost }
    }

    /// Takes the running generator off its chain, so that the outer one takes a step of its
    /// own: for tracing.
    pub(crate) fn step_out(&self) {
        self.go_on_with_outer();
        self.outermost.set(ptr::null());
    }

    #[inline(never)]
    fn chain_ready(&self, vm: &Vm) -> Option<&Generator> {
        let innermost = self.innermost_of_chain();
        if innermost.state.get() >= State::Chained {
            return None;
        }
        if self.has_outer.get() {
            self.leave_outer();
        }
        innermost.outermost.set(ptr::null());
        self.innermost.set(ptr::null());
        if ptr::eq(innermost, self) {
            return Some(self);
        }
        if vm.tracing.is_active() {
            self.undo_chain();
            return Some(self);
        }
        innermost.outermost.set(self);
        Some(innermost)
    }

    /// The generator that this one waits for in the end: as the outermost remembers it, or
    /// found along the chain.
    pub(super) fn innermost_of_chain(&self) -> &Generator {
        let cached = self.innermost.get();
        if cached.is_null() || self.has_outer.get() {
            return self.find_innermost();
        }
        // SAFETY: the members of a chain keep their inner ones alive; whatever takes one off
        // tells the outermost.
        unsafe { &*cached }
    }

    /// Follows the chain inwards to the generator that does not wait for a chained one.
    fn find_innermost(&self) -> &Generator {
        let mut generator = self;
        while generator.state.get() == State::Chained {
            match generator.inner() {
                Some(inner) => generator = inner,
                None => break,
            }
        }
        generator
    }

    /// The generator that is chained to this one. A step of an async generator stands for that.
    pub(super) fn inner(&self) -> Option<&Generator> {
        let receiver = self.receiver()?;
        match receiver.downcast::<Generator>() {
            Some(inner) => Some(&**inner),
            None => async_generator::generator_of(receiver),
        }
    }

    /// What delegates to this one, which is chained to it.
    pub(crate) fn outer(&self) -> &Generator {
        // SAFETY: the frame of a chained generator points to that of the outer one.
        payload_of(unsafe { (*self.frame_pointer()).previous })
    }

    /// The outermost of a generator that is chained.
    pub(super) fn find_outermost(&self) -> &Generator {
        let mut generator = self;
        while generator.has_outer.get() {
            generator = generator.outer();
        }
        generator
    }

    /// Makes what the outer one handles visible to this one, after `throw()` had hidden it.
    pub(crate) fn link_handled(&self) {
        if self.has_outer.get() {
            self.handled.previous.set(&raw const self.outer().handled);
        }
    }

    /// The same for the whole chain of a running outermost generator, which is being parked: what
    /// resumes it next is another.
    pub(crate) fn link_all_handled(&self) {
        let mut generator = self.innermost_of_chain();
        while generator.has_outer.get() {
            generator.link_handled();
            generator = generator.outer();
        }
    }

    /// Takes a suspended generator off the one that delegates to it. That one waits behind its
    /// YIELD_VALUE then.
    pub(super) fn leave_outer(&self) {
        let outer = self.outer();
        self.forget_outer();
        outer.state.set(State::Delegating);
        // SAFETY: the outer frame waits at its SEND; the compiler emits YIELD_VALUE and RESUME
        // behind each.
        unsafe {
            let frame = outer.frame_pointer();
            (*frame).ip = (*frame).ip.add(SEND_TO_RESUME);
        }
        let outermost = outer.find_outermost();
        outermost.innermost.set(outer);
        outer.outermost.set(if ptr::eq(outermost, outer) {
            ptr::null()
        } else {
            outermost
        });
    }

    fn forget_outer(&self) {
        self.has_outer.set(false);
        self.handled.previous.set(ptr::null());
        // SAFETY: the frame is suspended; it has no caller.
        unsafe {
            (*self.frame_pointer()).previous = ptr::null_mut();
            (*self.frame_pointer()).flags &= !flags::ASYNC_STEP;
        }
    }

    /// Takes a suspended generator off the one that delegates to it, and the one that it
    /// delegates to off itself.
    pub(super) fn stand_alone(&self) {
        if self.has_outer.get() {
            self.leave_outer();
        }
        self.outermost.set(ptr::null());
        self.innermost.set(ptr::null());
        if self.state.get() == State::Chained
            && let Some(inner) = self.inner()
        {
            inner.leave_outer();
            inner.outermost.set(ptr::null());
            inner.innermost.set(ptr::null());
        }
    }

    /// Takes all members off each other, from the outermost on.
    fn undo_chain(&self) {
        let mut generator = self;
        while generator.state.get() == State::Chained {
            generator.stand_alone();
            match generator.inner() {
                Some(inner) => generator = inner,
                None => break,
            }
        }
    }

    /// Makes the frame of a suspended generator the innermost, for those who look at frames.
    pub(super) fn link(&self, vm: &Vm) {
        let frame = self.frame_pointer();
        // SAFETY: the frame is suspended: it has no other caller.
        unsafe {
            (*frame).depth = frames::depth(vm) + 1;
            (*frame).previous = vm.frame.replace(frame);
        }
    }

    /// Takes back what [`Generator::link`] did.
    pub(super) fn unlink(&self, vm: &Vm) {
        // SAFETY: the frame is the innermost.
        let previous =
            unsafe { std::mem::replace(&mut (*self.frame_pointer()).previous, ptr::null_mut()) };
        vm.frame.set(previous);
    }

    /// Lets go of the generator that is chained to this one, which ends without running.
    pub(super) fn release_inner(&self) {
        if let Some(inner) = self.inner()
            && inner.has_outer.get()
            && ptr::eq(inner.outer(), self)
        {
            inner.forget_outer();
            inner.innermost.set(ptr::null());
            inner.outermost.set(ptr::null());
        }
    }

    /// The outer one is the innermost again: this one has ended while it ran.
    pub(super) fn go_on_with_outer(&self) -> &Generator {
        let outer = self.outer();
        self.has_outer.set(false);
        self.hand_over_to(outer);
        // SAFETY: the frame is live.
        unsafe { (*self.frame_pointer()).flags &= !flags::ASYNC_STEP };
        outer
    }

    /// What [`Generator::go_on_with_outer`] does for the outer one.
    #[inline(always)]
    pub(super) fn hand_over_to(&self, outer: &Generator) {
        outer.state.set(State::Executing);
        let outermost = self.outermost.get();
        outer.outermost.set(if ptr::eq(outermost, outer) {
            ptr::null()
        } else {
            outermost
        });
        // SAFETY: both frames are live; the outer one goes on at the depth of the inner one.
        unsafe { (*outer.frame_pointer()).depth = (*self.frame_pointer()).depth };
    }
}
