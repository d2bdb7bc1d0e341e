//! Fibers: functions that run on a stack of their own and may be suspended in the middle.
//!
//! This is the only code that knows which crate switches stacks.
//!
//! # What whoever runs fibers must know
//!
//! - **Overflow.** Below each stack lies a guard page; a fiber that runs into it ends the process
//!   with SIGSEGV. Code that recurses compares [`native_stack::here`](crate::native_stack::here)
//!   with [`Fiber::stack_limit`] first.
//! - **Ends.** A fiber ends when its body returns or panics; a panic travels on to whoever resumed
//!   it. Dropping a suspended fiber unwinds it by a panic of its own, so that everything on its
//!   stack is dropped; that takes microseconds. Where nothing on its stack needs a drop,
//!   [`Fiber::take_back`] is as cheap as a finished fiber's drop.
//! - **Unwinding.** A fiber that suspends again while it is unwound is unwound again at that
//!   place; one that does so forever hangs. So no destructor suspends, and whoever catches panics
//!   on a fiber lets those that it does not know go on.
//! - **Threads.** A fiber is not `Send`, because nobody can know what is on its stack. A suspended
//!   one may still be resumed, taken back or dropped on another thread, if nothing on its stack is
//!   bound to a thread: no `MutexGuard`, no borrow of a thread-local, no address of one. The
//!   compiler may keep the address of a thread-local over a call of [`Suspender::suspend`],
//!   because it believes that a function stays on its thread: a function that suspends must not
//!   use thread-locals itself, but call functions that are not inlined. The fiber's pool goes
//!   with it, as [`StackPool`] says.
#![allow(
    unsafe_code,
    reason = "stacks are reset without unwinding on the caller's word"
)]

use std::panic::{self, AssertUnwindSafe};
use std::ptr::NonNull;

use corosensei::{Coroutine, CoroutineResult, Yielder};

mod mapping;
mod stack_pool;

pub use mapping::Guard;
pub use stack_pool::{OutOfStacks, Settings, StackPool, Statistics};

use stack_pool::{PooledStack, StackMemory};

/// What a fiber did when it was resumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<Output> {
    /// It suspended itself with this value, and can be resumed.
    Suspended(Output),
    /// Its body returned this value.
    Finished(Output),
}

impl<Output> Progress<Output> {
    /// The value, whether the fiber finished or not.
    #[inline]
    pub fn into_output(self) -> Output {
        match self {
            Progress::Suspended(output) | Progress::Finished(output) => output,
        }
    }
}

/// A function that runs on a stack of its own, from one suspension to the next.
pub struct Fiber<Input: 'static, Output: 'static> {
    coroutine: Coroutine<Input, Output, Output, PooledStack>,
    /// Where the coroutine's stack is.
    memory: StackMemory,
}

impl<Input: 'static, Output: 'static> Fiber<Input, Output> {
    /// A fiber that will run `body` on a stack of `pool`, with the input of the first resume.
    #[inline]
    pub fn new<Body>(pool: &StackPool, body: Body) -> Result<Self, OutOfStacks>
    where
        Body: FnOnce(&Suspender<Input, Output>, Input) -> Output + 'static,
    {
        let stack = pool.take()?;
        Ok(Fiber {
            memory: stack.memory(),
            coroutine: Coroutine::with_stack(stack, move |yielder, input| {
                body(Suspender::of(yielder), input)
            }),
        })
    }

    /// Runs the fiber until it suspends itself or finishes. A panic of its body goes on here.
    ///
    /// # Panics
    /// If the fiber has finished.
    #[inline]
    pub fn resume(&mut self, input: Input) -> Progress<Output> {
        match self.coroutine.resume(input) {
            CoroutineResult::Yield(output) => Progress::Suspended(output),
            CoroutineResult::Return(output) => Progress::Finished(output),
        }
    }

    /// Whether the body has returned or panicked.
    #[inline]
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.coroutine.done()
    }

    /// Whether the fiber has been resumed at least once.
    #[inline]
    #[must_use]
    pub fn is_started(&self) -> bool {
        self.coroutine.started()
    }

    /// The lowest address that the body's frames may reach; the guard lies below.
    #[inline]
    #[must_use]
    pub fn stack_limit(&self) -> usize {
        self.memory.limit()
    }

    /// Memory at the top of the stack, for the owner's use as long as the fiber lives. It is as
    /// long as the pool's settings say, aligned to 64 bytes, shares its page with the body's first
    /// frames, and holds anything at first.
    #[inline]
    #[must_use]
    pub fn scratch(&self) -> NonNull<[u8]> {
        self.memory.scratch()
    }

    /// Ends the fiber wherever it is, without unwinding, and returns its stack.
    ///
    /// # Safety
    /// Nothing on its stack needs to be dropped or is pointed to from elsewhere; a body that was
    /// never started needs no drop either.
    #[inline]
    pub unsafe fn take_back(mut self) {
        // SAFETY: the caller vouches for what is on the stack.
        unsafe { self.coroutine.force_reset() };
    }

    /// Gives back the memory of the stack but for its topmost 64 KiB, which is worth its system
    /// call for a fiber that is kept for further work after a deep use.
    ///
    /// # Safety
    /// The fiber is suspended within its topmost 32 KiB.
    pub unsafe fn trim(&mut self) {
        // SAFETY: the caller vouches for the pages.
        unsafe { self.memory.trim() };
    }
}

impl<Input: 'static, Output: 'static> Drop for Fiber<Input, Output> {
    #[inline]
    fn drop(&mut self) {
        if !self.coroutine.done() {
            unwind(&mut self.coroutine);
        }
    }
}

/// Unwinds a suspended fiber. A destructor on its stack that panics has been reported by the panic
/// hook; its panic ends here, since going on could meet another one, which would abort.
#[cold]
fn unwind<Input: 'static, Output: 'static>(
    coroutine: &mut Coroutine<Input, Output, Output, PooledStack>,
) {
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| coroutine.force_unwind()));
    if let Err(payload) = outcome {
        if !coroutine.done() {
            // The destructor of a body that never ran panicked; it must not run again.
            // SAFETY: the body was all that the stack held, and has been dropped.
            unsafe { coroutine.force_reset() };
        }
        // The payload's own destructor might panic too.
        let _ = panic::catch_unwind(AssertUnwindSafe(|| drop(payload)));
    }
}

/// What a body suspends itself with.
#[repr(transparent)]
pub struct Suspender<Input, Output>(Yielder<Input, Output>);

impl<Input, Output> Suspender<Input, Output> {
    #[inline]
    fn of(yielder: &Yielder<Input, Output>) -> &Self {
        // SAFETY: the one has the layout of the other.
        unsafe { &*(&raw const *yielder).cast() }
    }

    /// Hands `output` to whoever resumed the fiber, and returns with the input of the next resume.
    ///
    /// If the fiber is dropped meanwhile, this unwinds.
    #[inline]
    pub fn suspend(&self, output: Output) -> Input {
        self.0.suspend(output)
    }
}
