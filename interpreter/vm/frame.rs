//! Frames: what the loop knows of a running or suspended function.
//!
//! ```text
//!   Frame (header) | local, cell and free variables | operand stack -> ...
//! ```
//!
//! The frames of calls lie behind each other on the data stack, in chunks of heap memory; the
//! frame of a generator is the tail of the generator object. All that a suspended function
//! knows is in its frame, so the collector can follow it.
#![allow(unsafe_code, reason = "frames are raw memory of the loop")]

use std::cell::{Cell, RefCell};

use crate::eval::out_of_memory;
use crate::objects::code::Code;
use crate::objects::frame::FrameObject;
use crate::objects::function::Function;
use crate::objects::heap::{Object, Ref};
use crate::objects::value::Value;

/// The header of a frame. Which of the fields are filled depends on `flags`.
#[repr(C)]
pub struct Frame {
    /// The code; the function keeps it alive.
    pub(crate) code: *const Object<Code>,
    /// The function, counted.
    pub(crate) function: *const Object<Function>,
    /// The caller's frame, while this one runs.
    pub(crate) previous: *mut Frame,
    /// The instruction that runs, or that a call was made by. Written before anything that
    /// looks at frames can run.
    pub(crate) ip: *mut u64,
    /// Behind the topmost operand, while the frame is not the running one.
    pub(crate) sp: *mut u64,
    /// The mapping of local names of a module or class body, counted; only with `HAS_LOCALS`.
    pub(crate) locals: u64,
    /// The frame object, counted; only with `HAS_OBJECT`.
    pub(crate) object: u64,
    /// Instructions from `ip` to where a return goes on; [`IN_NATIVE`] while a native function
    /// is called.
    pub(crate) return_offset: u32,
    /// Instructions from `ip` to where this frame goes on when a generator yields to it.
    pub(crate) yield_offset: u32,
    /// How many Python frames are active, this one included.
    pub(crate) depth: u32,
    /// Bits of [`flags`].
    pub(crate) flags: u32,
}

/// Words of the header.
pub(crate) const HEADER_WORDS: u32 = (size_of::<Frame>() / size_of::<u64>()) as u32;

/// The return offset of a frame that calls a native function: its registers are saved.
pub(crate) const IN_NATIVE: u32 = u32::MAX;

/// Words behind the deepest stack of a frame's code, for what the loop adds to the operands of
/// an instruction.
pub(crate) const SPARE_WORDS: u32 = 4;

/// The bits of [`Frame::flags`]. A frame without any is left in the shortest way.
pub(crate) mod flags {
    /// A return leaves the loop.
    pub const ENTRY: u32 = 1 << 0;
    /// `__init__`, called by the loop for a class: the instance lies on the caller's stack.
    pub const INIT: u32 = 1 << 1;
    /// The frame is the tail of a generator.
    pub const GENERATOR: u32 = 1 << 2;
    /// `object` is filled.
    pub const HAS_OBJECT: u32 = 1 << 3;
    /// `locals` is filled.
    pub const HAS_LOCALS: u32 = 1 << 4;
    /// The first frame of a chunk of the data stack.
    pub const CHUNK: u32 = 1 << 5;
    /// What is returned is not wanted: the call stands for the setting of an attribute.
    pub const SETTER: u32 = 1 << 7;
    /// The contents belong to the frame object: the function has ended.
    pub const TAKEN: u32 = 1 << 6;
    /// A generator that `next()` or `send()` resumed in the loop: the frame keeps a reference to
    /// it, and a return is a StopIteration of the caller's.
    pub const STEP: u32 = 1 << 8;
    /// Together with `STEP`: a return gives the default of `next(generator, default)`, which
    /// lies on the caller's stack.
    pub const DEFAULT: u32 = 1 << 9;
    /// Together with `STEP`: it was `throw()`, into a chain; nothing was thrown into before.
    pub const THROWN: u32 = 1 << 10;
    /// An async generator that is chained to what awaits its step: a `yield` ends the step, and
    /// a return is a StopAsyncIteration of the awaiter's.
    pub const ASYNC_STEP: u32 = 1 << 11;
    /// A generator that a loop over `enumerate` resumed in the loop: a `yield` takes the next
    /// number, too.
    pub const NUMBERED: u32 = 1 << 12;
}

impl Frame {
    /// What a pointer of the loop points to.
    #[inline(always)]
    pub(crate) fn of<'a>(frame: *mut Frame) -> &'a Frame {
        // SAFETY: the callers give live frames, and let the reference go before them.
        unsafe { &*frame }
    }

    /// Whether the frame is in the midst of calling a native function.
    pub(crate) fn calls_native(&self) -> bool {
        self.return_offset == IN_NATIVE
    }

    /// The code.
    #[inline(always)]
    pub(crate) fn code(&self) -> &Ref<Code> {
        // SAFETY: the pointer is that of a live code object; a Ref is the same word.
        unsafe { &*(&raw const self.code).cast::<Ref<Code>>() }
    }

    /// The function.
    #[inline(always)]
    pub(crate) fn function(&self) -> &Ref<Function> {
        // SAFETY: the frame holds a reference to the function.
        unsafe { &*(&raw const self.function).cast::<Ref<Function>>() }
    }

    /// The mapping of local names, of the frame of a module or class body.
    pub(crate) fn locals(&self) -> Option<&Value> {
        // SAFETY: the flag says that the word is a value that the frame holds.
        (self.flags & flags::HAS_LOCALS != 0)
            .then(|| unsafe { &*(&raw const self.locals).cast::<Value>() })
    }

    /// The frame object, if there is one already.
    pub(crate) fn object(&self) -> Option<&Ref<FrameObject>> {
        // SAFETY: the flag says that the word is a reference that the frame holds.
        (self.flags & flags::HAS_OBJECT != 0)
            .then(|| unsafe { &*(&raw const self.object).cast::<Ref<FrameObject>>() })
    }

    /// The first variable.
    #[inline(always)]
    pub(crate) fn first_local(frame: *mut Frame) -> *mut u64 {
        frame.wrapping_add(1).cast::<u64>()
    }

    /// The bottom of the operand stack.
    #[inline(always)]
    pub(crate) fn stack_base(frame: *mut Frame) -> *mut u64 {
        // SAFETY: the frame is live.
        let count = unsafe { (*frame).code().local_count };
        Frame::first_local(frame).wrapping_add(count as usize)
    }

    /// The variables.
    pub(crate) fn variables<'a>(frame: *mut Frame) -> &'a [Option<Value>] {
        // SAFETY: the variables are initialized when the frame is made; `Option<Value>` is a
        // word, zero for None.
        unsafe {
            let count = (*frame).code().local_count as usize;
            std::slice::from_raw_parts(Frame::first_local(frame).cast::<Option<Value>>(), count)
        }
    }

    /// Sets a variable, and gives what was there.
    pub(crate) fn replace_variable(
        frame: *mut Frame,
        slot: usize,
        value: Option<Value>,
    ) -> Option<Value> {
        // SAFETY: the callers know the slot to be one of the code's variables.
        unsafe {
            let place = Frame::first_local(frame).add(slot).cast::<Option<Value>>();
            std::ptr::replace(place, value)
        }
    }

    /// The place of the present instruction among the code units.
    pub(crate) fn index(&self) -> usize {
        self.code().index_of(self.ip)
    }

    /// The line of the present instruction.
    pub(crate) fn line(&self) -> Option<i32> {
        self.code().line(self.index())
    }
}

/// Words of an ordinary chunk of the data stack.
const CHUNK_WORDS: usize = 16 * 1024;

/// A piece of heap memory of the data stack.
pub(crate) struct Chunk {
    words: Box<[std::mem::MaybeUninit<u64>]>,
    /// Where the stack stood in the chunk below.
    below_top: *mut u64,
    below_limit: *mut u64,
}

/// Where a data stack stands in its present chunk.
#[derive(Clone, Copy)]
pub(crate) struct Position {
    top: *mut u64,
    limit: *mut u64,
}

impl Position {
    /// At the beginning of this memory, which is aligned to words.
    pub(crate) fn of(memory: std::ptr::NonNull<[u8]>) -> Position {
        let top = memory.cast::<u64>().as_ptr();
        Position {
            top,
            limit: top.wrapping_add(memory.len() / size_of::<u64>()),
        }
    }
}

/// The stack of the frames of calls.
pub(crate) struct DataStack {
    top: Cell<*mut u64>,
    limit: Cell<*mut u64>,
    chunks: RefCell<Vec<Chunk>>,
    spare: RefCell<Option<Chunk>>,
}

impl Default for DataStack {
    fn default() -> DataStack {
        DataStack {
            top: Cell::new(std::ptr::null_mut()),
            limit: Cell::new(std::ptr::null_mut()),
            chunks: RefCell::default(),
            spare: RefCell::default(),
        }
    }
}

impl DataStack {
    /// Room for a frame of that many words, and the flags that it starts with.
    #[inline(always)]
    pub(crate) fn push(&self, words: usize) -> (*mut Frame, u32) {
        let frame = self.top.get();
        let end = frame.wrapping_add(words);
        if end <= self.limit.get() {
            self.top.set(end);
            (frame.cast::<Frame>(), 0)
        } else {
            (self.push_chunk(words), flags::CHUNK)
        }
    }

    /// Room for a frame of that many words, if there is some without more memory.
    #[inline(always)]
    pub(crate) fn push_quickly(&self, words: usize) -> Option<*mut Frame> {
        let frame = self.top.get();
        let end = frame.wrapping_add(words);
        if end > self.limit.get() {
            return None;
        }
        self.top.set(end);
        Some(frame.cast::<Frame>())
    }

    #[cold]
    #[inline(never)]
    fn push_chunk(&self, words: usize) -> *mut Frame {
        let size = words.max(CHUNK_WORDS);
        out_of_memory::ensure_little();
        self.chunks.borrow_mut().reserve(1);
        let spare = self.spare.take().filter(|it| it.words.len() >= size);
        let mut chunk = spare.unwrap_or_else(|| Chunk {
            words: Box::new_uninit_slice(size),
            below_top: std::ptr::null_mut(),
            below_limit: std::ptr::null_mut(),
        });
        chunk.below_top = self.top.get();
        chunk.below_limit = self.limit.get();
        let first = chunk.words.as_mut_ptr().cast::<u64>();
        self.limit.set(first.wrapping_add(chunk.words.len()));
        self.top.set(first.wrapping_add(words));
        self.chunks.borrow_mut().push(chunk);
        first.cast::<Frame>()
    }

    /// Where it stands.
    pub(crate) fn position(&self) -> Position {
        Position {
            top: self.top.get(),
            limit: self.limit.get(),
        }
    }

    /// Goes on in other memory; gives where it stood.
    #[inline(always)]
    pub(crate) fn replace_position(&self, position: Position) -> Position {
        Position {
            top: self.top.replace(position.top),
            limit: self.limit.replace(position.limit),
        }
    }

    /// How many chunks are in use.
    #[inline(always)]
    pub(crate) fn chunk_count(&self) -> usize {
        self.chunks.borrow().len()
    }

    /// Takes the chunks above the first `count` away: those of a fiber that is parked.
    pub(crate) fn split_off(&self, count: usize) -> Vec<Chunk> {
        self.chunks.borrow_mut().split_off(count)
    }

    /// Puts the chunks of a fiber on top; gives how many are below.
    pub(crate) fn append(&self, mut chunks: Vec<Chunk>) -> usize {
        let mut all = self.chunks.borrow_mut();
        let below = all.len();
        all.append(&mut chunks);
        below
    }

    /// Takes back the topmost frame, which had these flags.
    #[inline(always)]
    pub(crate) fn pop(&self, frame: *mut Frame, frame_flags: u32) {
        if frame_flags & flags::CHUNK == 0 {
            self.top.set(frame.cast::<u64>());
        } else {
            self.pop_chunk();
        }
    }

    #[cold]
    #[inline(never)]
    fn pop_chunk(&self) {
        let chunk = self.chunks.borrow_mut().pop();
        if let Some(chunk) = chunk {
            self.top.set(chunk.below_top);
            self.limit.set(chunk.below_limit);
            *self.spare.borrow_mut() = Some(chunk);
        }
    }
}
