//! Fibers of generators: native code that resumes a generator, a coroutine or an async generator
//! runs it on a stack of its own.
//!
//! ```text
//!   native code (a task's step, sum(), g.send())
//!     | resume                          ^ yield, return, exception
//!     v                                 |
//!   fiber: the loop, the generator's frame and those that it calls or delegates to
//! ```
//!
//! A generator that waits at a `yield` is *clean*: all that it knows is in its frame. Its fiber
//! is idle then, and runs whichever generator is resumed next, the last one first. So a
//! suspended generator costs its frame only, and may go on upon any thread.
//!
//! A coroutine below which [`Vm::park`] was called is *parked*: native functions stand on its
//! fiber, which it keeps until it is resumed.
//!
//! What the loop itself resumes (`for`, `yield from`, `await`) is chained to the frame that runs
//! already, and goes on upon its fiber.
#![allow(
    unsafe_code,
    reason = "fibers outlive the borrows of what they run, and share the machine's state"
)]

use std::cell::{Cell, RefCell, UnsafeCell};
use std::ptr;

use runtime::fiber::{Fiber, Settings, StackPool, Statistics, Suspender};
use rustc_hash::FxHashMap;

use crate::eval::Handled;
use crate::frame::{Chunk, Frame, Position};
use crate::objects::generator::{Generator, Step};
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// What a fiber is resumed with: an idle one runs the frame, in which the exception is raised
/// first. A parked one gets no frame; what it goes on with lies in [`Fibers::result`].
struct Input {
    frame: *mut Frame,
    thrown: Option<Raised>,
}

/// What a fiber gives: what the frame yielded, returned or raised; or, if [`Fibers::parking`] is
/// filled, what the parked fiber tells its resumer.
type Output = Result<Value>;

/// What native code learns of a generator that it resumed.
pub(crate) enum Outcome {
    /// It has yielded, returned or raised.
    Done(Result<Value>),
    /// It is parked, and wants this value to be passed on as if it had yielded it.
    Parked(Value),
}

/// How many fibers a thread has.
pub struct Figures {
    /// Those that run something, or are parked.
    pub live: usize,
    /// Those that are parked.
    pub parked: usize,
    /// Those that wait for work.
    pub idle: usize,
    /// The stacks of all of them.
    pub stacks: Statistics,
}

/// A fiber, and what of the machine's state belongs to it while it does not run.
struct GeneratorFiber {
    fiber: UnsafeCell<Fiber<Input, Output>>,
    /// The next idle fiber.
    next: Cell<*mut GeneratorFiber>,
    suspender: Cell<*const Suspender<Input, Output>>,
    /// The generator that it runs.
    generator: Cell<*const Generator>,
    /// The fiber whose native code resumed it.
    outer: Cell<*const GeneratorFiber>,
    stack_limit: usize,
    /// Where its frames begin.
    scratch: Position,
    /// How many chunks of the data stack were in use when it was resumed.
    chunks_below: Cell<usize>,
    /// How many objects were being represented when it was resumed.
    representing_below: Cell<usize>,
    /// What `throw()` ran when it was resumed (see `HandledChain::thrown_into`).
    thrown_below: Cell<*const Generator>,
}

/// What belongs to a parked fiber.
struct Parked {
    fiber: Box<GeneratorFiber>,
    /// What it waits for.
    awaited: Value,
    state: Kept,
}

/// The machine's state at a place where a fiber is parked.
struct Kept {
    frame: *mut Frame,
    handled: *const Handled,
    position: Position,
    chunks: Vec<Chunk>,
    representing: Vec<usize>,
    context: Option<Value>,
    thrown_into: *const Generator,
}

/// The fibers of a thread.
pub struct Fibers {
    pool: RefCell<Option<StackPool>>,
    /// The idle fiber that ran last; a list through [`GeneratorFiber::next`].
    idle: Cell<*mut GeneratorFiber>,
    idle_count: Cell<usize>,
    /// The fiber that runs; null on the thread's own stack.
    current: Cell<*const GeneratorFiber>,
    /// Parked fibers by the address of the generator that they run.
    parked: RefCell<FxHashMap<usize, Parked>>,
    /// What the fiber that is being parked leaves for its resumer to keep.
    parking: RefCell<Option<(Value, Kept)>>,
    /// What the parked fiber that is being resumed goes on with.
    result: RefCell<Option<Result<Value>>>,
}

impl Default for Fibers {
    fn default() -> Fibers {
        Fibers {
            pool: RefCell::new(None),
            idle: Cell::new(ptr::null_mut()),
            idle_count: Cell::new(0),
            current: Cell::new(ptr::null()),
            parked: RefCell::default(),
            parking: RefCell::new(None),
            result: RefCell::new(None),
        }
    }
}

impl Fibers {
    #[inline(always)]
    fn take_idle(&self) -> Option<Box<GeneratorFiber>> {
        let fiber = self.idle.get();
        if fiber.is_null() {
            return None;
        }
        // SAFETY: the list owns its fibers.
        let fiber = unsafe { Box::from_raw(fiber) };
        self.idle.set(fiber.next.get());
        self.idle_count.set(self.idle_count.get() - 1);
        Some(fiber)
    }

    #[inline(always)]
    fn add_idle(&self, fiber: Box<GeneratorFiber>) {
        if cfg!(weft_stress) || self.idle_count.get() >= MOST_IDLE {
            fiber.take_back();
            return;
        }
        fiber.next.set(self.idle.get());
        self.idle.set(Box::into_raw(fiber));
        self.idle_count.set(self.idle_count.get() + 1);
    }
}

impl GeneratorFiber {
    /// Returns the stack of an idle fiber to the pool.
    #[inline(never)]
    fn take_back(self) {
        // SAFETY: an idle fiber waits in its body, which owns nothing.
        unsafe { self.fiber.into_inner().take_back() };
    }
}

impl Drop for Fibers {
    fn drop(&mut self) {
        while let Some(fiber) = self.take_idle() {
            fiber.take_back();
        }
        // What parked ones hold lives until the process ends; nobody can resume them.
        std::mem::forget(self.parked.take());
    }
}

impl Vm {
    /// Makes sure that there is a fiber for [`Vm::run_on_fiber`]; a MemoryError otherwise.
    #[inline(always)]
    pub(crate) fn ensure_fiber(&self) -> Result<()> {
        if self.fibers.idle.get().is_null() {
            let fiber = self.new_fiber()?;
            // Even under stress, where none is kept.
            self.fibers.idle.set(Box::into_raw(fiber));
            self.fibers.idle_count.set(1);
        }
        Ok(())
    }

    /// Runs the frame of a generator, which the caller has linked, on a fiber that
    /// [`Vm::ensure_fiber`] has made sure of.
    pub(crate) fn run_on_fiber(
        &self,
        generator: &Generator,
        frame: *mut Frame,
        thrown: Option<Raised>,
    ) -> Outcome {
        let Some(fiber) = self.fibers.take_idle() else {
            return Outcome::Done(self.go_on(frame, thrown));
        };
        fiber.generator.set(generator);
        fiber.chunks_below.set(self.data_stack.chunk_count());
        fiber
            .representing_below
            .set(self.representing.borrow().len());
        fiber.thrown_below.set(self.handled.thrown_into.get());
        let position = fiber.scratch;
        self.switch(fiber, Input { frame, thrown }, position)
    }

    /// Resumes a parked fiber. None if the generator is not what a parked fiber runs.
    pub(crate) fn resume_parked(
        &self,
        generator: &Generator,
        input: Result<Value>,
    ) -> Result<Outcome, Result<Value>> {
        let key = ptr::from_ref(generator) as usize;
        let Some(parked) = self.fibers.parked.borrow_mut().remove(&key) else {
            return Err(input);
        };
        drop(parked.awaited);
        let state = parked.state;
        let position = state.position;
        parked
            .fiber
            .chunks_below
            .set(self.data_stack.append(state.chunks));
        let mut representing = self.representing.borrow_mut();
        parked.fiber.representing_below.set(representing.len());
        representing.extend(state.representing);
        drop(representing);
        generator.link_parked(self, state.frame, state.handled);
        let context = state.context.map(|it| self.context.replace(Some(it)));
        let thrown_into = self.handled.thrown_into.replace(state.thrown_into);
        parked.fiber.thrown_below.set(thrown_into);
        *self.fibers.result.borrow_mut() = Some(input);
        let nothing = Input {
            frame: ptr::null_mut(),
            thrown: None,
        };
        let outcome = self.switch(parked.fiber, nothing, position);
        self.handled.thrown_into.set(thrown_into);
        if let Some(context) = context {
            drop(self.context.replace(context));
        }
        Ok(outcome)
    }

    /// Suspends everything that runs below the nearest coroutine, native functions included,
    /// until that coroutine is resumed; gives what it is resumed with. `awaited` is what it
    /// waits for, `value` what its resumer gets.
    pub fn park(&self, awaited: &Value, value: Value) -> Result<Value> {
        if !self.can_park() {
            return Err(self.runtime_error("no coroutine is running"));
        }
        self.park_fiber(awaited, value)
    }

    /// Whether a coroutine is running that [`Vm::park`] could suspend.
    pub fn can_park(&self) -> bool {
        let mut fiber = self.fibers.current.get();
        while !fiber.is_null() {
            // SAFETY: a fiber lives while it, or one that it resumed, runs.
            let (generator, outer) = unsafe { (&*(*fiber).generator.get(), (*fiber).outer.get()) };
            if generator.can_be_awaited() {
                return true;
            }
            fiber = outer;
        }
        false
    }

    /// What a parked coroutine waits for.
    pub fn awaited_by_parked(&self, generator: &Generator) -> Option<Value> {
        let key = ptr::from_ref(generator) as usize;
        let parked = self.fibers.parked.borrow();
        parked.get(&key).map(|parked| parked.awaited.clone())
    }

    /// Awaits something from a native function or a plain one: what runs below the nearest
    /// coroutine is parked until the result is there. RuntimeError outside of a coroutine.
    pub fn wait(&self, awaitable: &Value) -> Result<Value> {
        if !self.can_park() {
            return Err(self.runtime_error("wait() needs a running coroutine to suspend"));
        }
        let iterator = self.awaitable_iterator(awaitable)?;
        if let Some(coroutine) = iterator.downcast::<Generator>()
            && coroutine.delegate(self).is_some()
        {
            return Err(self.runtime_error("coroutine is being awaited already"));
        }
        let mut input = Ok(Value::NONE);
        loop {
            let step = match input {
                Ok(value) => self.send_into(&iterator, &value)?,
                Err(raised) => self.throw_into(&iterator, raised)?,
            };
            match step {
                Step::Yielded(value) => input = self.park(&iterator, value),
                Step::Returned(value) => return Ok(value),
            }
        }
    }

    /// Figures of the fibers of this thread.
    pub fn fiber_figures(&self) -> Figures {
        let pool = self.fibers.pool.borrow();
        let stacks = pool.as_ref().map(StackPool::statistics).unwrap_or_default();
        let idle = self.fibers.idle_count.get();
        Figures {
            live: stacks.live.saturating_sub(idle),
            parked: self.fibers.parked.borrow().len(),
            idle,
            stacks,
        }
    }

    #[inline(never)]
    fn new_fiber(&self) -> Result<Box<GeneratorFiber>> {
        let mut pool = self.fibers.pool.borrow_mut();
        let pool = pool.get_or_insert_with(|| StackPool::new(Settings::default()));
        let vm = ptr::from_ref(self);
        let fiber = Fiber::new(pool, move |suspender, first| {
            // SAFETY: the fiber belongs to the machine's thread, whose state outlives it.
            run_fiber(unsafe { &*vm }, suspender, first)
        })
        .map_err(|error| self.memory_error(error.to_string()))?;
        Ok(Box::new(GeneratorFiber {
            suspender: Cell::new(ptr::null()),
            generator: Cell::new(ptr::null()),
            outer: Cell::new(ptr::null()),
            stack_limit: fiber.stack_limit() + STACK_RESERVE,
            scratch: Position::of(fiber.scratch()),
            chunks_below: Cell::new(0),
            representing_below: Cell::new(0),
            thrown_below: Cell::new(ptr::null()),
            next: Cell::new(ptr::null_mut()),
            fiber: UnsafeCell::new(fiber),
        }))
    }

    /// Resumes a fiber, and takes the machine's state back afterwards.
    #[inline(always)]
    fn switch(&self, fiber: Box<GeneratorFiber>, input: Input, position: Position) -> Outcome {
        let fibers = &self.fibers;
        let outer = fibers.current.replace(&raw const *fiber);
        fiber.outer.set(outer);
        let limit = self.stack_limit.replace(fiber.stack_limit);
        let resumer_position = self.data_stack.replace_position(position);
        // SAFETY: a fiber that is resumed is owned by this function, and by nothing else.
        let output = unsafe { (*fiber.fiber.get()).resume(input).into_output() };
        self.data_stack.replace_position(resumer_position);
        self.stack_limit.set(limit);
        fibers.current.set(outer);
        if fibers.parking.borrow().is_some() {
            return self.keep_parked(fiber, output);
        }
        fibers.add_idle(fiber);
        Outcome::Done(output)
    }

    #[cold]
    fn keep_parked(&self, fiber: Box<GeneratorFiber>, output: Output) -> Outcome {
        if let Some((awaited, state)) = self.fibers.parking.take() {
            let key = fiber.generator.get() as usize;
            let parked = Parked {
                fiber,
                awaited,
                state,
            };
            self.fibers.parked.borrow_mut().insert(key, parked);
        }
        Outcome::Parked(output.unwrap_or(Value::NONE))
    }

    /// Parks the running fiber. If it does not run a coroutine, its resumer parks the next one
    /// (see `generator::resume`).
    pub(crate) fn park_fiber(&self, awaited: &Value, value: Value) -> Result<Value> {
        let fiber = self.fibers.current.get();
        // SAFETY: the fiber runs: this very code. Its body has set the suspender.
        let (fiber, suspender) = unsafe { (&*fiber, &*(*fiber).suspender.get()) };
        // SAFETY: the generator runs on this fiber, so its resumer keeps it.
        let generator = unsafe { &*fiber.generator.get() };
        let thrown_into = self.handled.thrown_into.replace(fiber.thrown_below.get());
        if !thrown_into.is_null() {
            generator.link_all_handled();
        }
        let (frame, handled) = generator.unlink_parked(self);
        let state = Kept {
            frame,
            handled,
            position: self.data_stack.position(),
            chunks: self.data_stack.split_off(fiber.chunks_below.get()),
            representing: (self.representing.borrow_mut())
                .split_off(fiber.representing_below.get()),
            context: self.context.borrow().clone(),
            thrown_into,
        };
        *self.fibers.parking.borrow_mut() = Some((awaited.clone(), state));
        drop(suspender.suspend(Ok(value)));
        let result = self.fibers.result.take();
        result.unwrap_or_else(|| Err(self.system_error("a parked fiber was given other work")))
    }
}

/// So many fibers wait for work; the stacks of others go back to the pool.
const MOST_IDLE: usize = 64;

/// Bytes of a fiber's stack for native code that does not recurse.
const STACK_RESERVE: usize = 64 << 10;

/// The body of a fiber: runs one frame after the other.
fn run_fiber(vm: &Vm, suspender: &Suspender<Input, Output>, first: Input) -> Output {
    let fiber = vm.fibers.current.get();
    // SAFETY: the fiber runs this body.
    unsafe { (*fiber).suspender.set(suspender) };
    let mut input = first;
    loop {
        let result = vm.go_on(input.frame, input.thrown);
        input = suspender.suspend(result);
    }
}

impl Generator {
    /// Takes the frames of a generator that is being parked off those of its resumer. Gives the
    /// innermost frame and item of handled exceptions.
    fn unlink_parked(&self, vm: &Vm) -> (*mut Frame, *const Handled) {
        let own = self.frame_pointer();
        // SAFETY: the generator runs, so its frame is live and linked to its resumer's.
        let previous = unsafe { std::mem::replace(&mut (*own).previous, ptr::null_mut()) };
        let frame = vm.frame.replace(previous);
        let handled = vm
            .handled
            .exchange(self.handled.previous.replace(ptr::null()));
        self.set_parked(true);
        (frame, handled)
    }

    /// Links the frames of a parked generator to those of its resumer.
    fn link_parked(&self, vm: &Vm, frame: *mut Frame, handled: *const Handled) {
        let own = self.frame_pointer();
        self.set_parked(false);
        // SAFETY: the frame is live; nobody else has linked it.
        unsafe { (*own).previous = vm.frame.replace(frame) };
        self.handled.previous.set(vm.handled.exchange(handled));
    }
}
