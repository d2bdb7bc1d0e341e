//! The pool of stacks: slabs of address space, cut into guarded stacks that are used again and again.
//!
//! ```text
//!  start                                                          end
//!  | guard |            stack, grows down <---- | header | scratch | colour |
//!  ^       ^                    ^               ^
//!  slot    limit                kept            base
//! ```
//!
//! Header, scratch and the first frames share one page, so that a shallow fiber costs one page of
//! memory. The colour moves them within it: if the first frames of all fibers lay at the same place
//! of a page, they would compete for the same lines of the processor's cache.
#![allow(
    unsafe_code,
    reason = "stacks are plain memory, reached through the header at their base"
)]

use std::cell::RefCell;
use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::{error, fmt, io};

use corosensei::stack::valgrind::ValgrindStackRegistration;
use corosensei::stack::{Stack, StackPointer};

use super::mapping::{self, Guard, Mapping};

/// A stack that reached further down than this gives the pages below back when it is returned.
const KEPT_BYTES: usize = 64 << 10;

/// So many bytes just below the kept ones tell whether a stack was used so deeply.
const TELLTALE_BYTES: usize = 256;

/// The first slab holds so many stacks, each further one twice as many as the one before.
const FIRST_SLAB: usize = 32;

/// No slab holds more stacks than this.
const LARGEST_SLAB: usize = 4096;

/// The places at which the topmost frames of a stack may lie, and how far they are apart.
const COLOURS: usize = 4;
const COLOUR_BYTES: usize = 256;

/// Scratch memory begins at such an address.
const SCRATCH_ALIGNMENT: usize = 64;

/// What a [`StackPool`] is made with.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Address space of a stack in bytes, guard included; rounded up to a power of two. Memory is
    /// used as it is touched.
    pub stack_bytes: usize,
    /// Bytes at the top of each stack for whoever runs the fiber.
    pub scratch_bytes: usize,
    /// So many stacks exist at most.
    pub most_stacks: usize,
    /// So many returned stacks keep their memory; the others keep their addresses only.
    pub most_warm: usize,
    /// How stacks are guarded; nothing means by advice, or by protection where the kernel knows
    /// no such advice.
    pub guard: Option<Guard>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            stack_bytes: 1 << 20,
            scratch_bytes: 1 << 10,
            most_stacks: 1 << 22,
            most_warm: 1 << 10,
            guard: None,
        }
    }
}

/// What a pool holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Stacks that fibers have now.
    pub live: usize,
    /// Stacks that wait for a fiber, and keep their memory.
    pub warm: usize,
    /// Stacks that wait for a fiber, without memory.
    pub cold: usize,
    /// The most stacks that fibers have had at a time.
    pub high_water: usize,
    /// Address space, in bytes.
    pub reserved_bytes: usize,
    /// Reservations of address space, each one mapping or less: the kernel joins neighbours.
    pub slabs: usize,
    /// Stacks whose guard is part of the slab's mapping.
    pub guarded_by_advice: usize,
    /// Stacks whose guard is a mapping of its own.
    pub guarded_by_protection: usize,
    /// How often the lower pages of a stack were given back.
    pub trimmed: usize,
}

/// No further stack is to be had.
#[derive(Debug)]
pub enum OutOfStacks {
    /// As many exist as the pool may make.
    Bound(usize),
    /// The system has no address space or no mapping left.
    System(io::Error),
}

impl fmt::Display for OutOfStacks {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutOfStacks::Bound(stacks) => {
                write!(out, "out of fiber stacks: all {stacks} are in use")
            }
            OutOfStacks::System(error) => write!(out, "out of fiber stacks: {error}"),
        }
    }
}

impl error::Error for OutOfStacks {}

/// A pool of stacks for fibers. The stack returned last is the one used next.
///
/// A clone is the same pool. The pool and its fibers belong together: they count their use of each
/// other without atomic operations, so one thread at a time may touch any of them. Whoever shares
/// them between threads does it under one lock, and says so in an `unsafe impl Send` of a type
/// of its own.
#[derive(Clone)]
pub struct StackPool {
    shared: Rc<Shared>,
}

impl StackPool {
    /// A pool without stacks; they are made when they are needed.
    #[must_use]
    pub fn new(settings: Settings) -> StackPool {
        StackPool {
            shared: Rc::new(Shared::new(settings)),
        }
    }

    /// What the pool holds now.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        self.shared.state.borrow().statistics()
    }

    /// Gives back the memory of all stacks that no fiber has.
    pub fn trim(&self) {
        self.shared.cool_all();
    }

    #[inline]
    pub(super) fn take(&self) -> Result<PooledStack, OutOfStacks> {
        let start = self.shared.take()?;
        let base = self.shared.base(start);
        let header = Header {
            pool: Rc::into_raw(Rc::clone(&self.shared)),
            start,
            limit: start + self.shared.page_bytes,
        };
        let place = ptr::with_exposed_provenance_mut::<Header>(base);
        // SAFETY: the base lies in a slab of this pool, aligned for the header, in a stack that
        // nobody else has.
        unsafe {
            place.write(header);
            let header = NonNull::new_unchecked(place);
            Ok(PooledStack(StackMemory { header }))
        }
    }
}

impl fmt::Debug for StackPool {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.statistics().fmt(out)
    }
}

/// At the base of a stack that a fiber has.
#[repr(C, align(64))]
struct Header {
    /// A counted reference to the pool.
    pool: *const Shared,
    start: usize,
    limit: usize,
}

/// A stack that a fiber has; it returns to its pool when it is dropped.
pub(super) struct PooledStack(StackMemory);

/// Where a stack is. It is valid as long as the [`PooledStack`] that it was taken from.
#[derive(Clone, Copy)]
pub(super) struct StackMemory {
    header: NonNull<Header>,
}

impl PooledStack {
    #[inline]
    pub(super) fn memory(&self) -> StackMemory {
        self.0
    }
}

impl StackMemory {
    #[inline]
    fn header(&self) -> &Header {
        // SAFETY: the header stays valid until the stack is returned.
        unsafe { self.header.as_ref() }
    }

    /// The lowest address above the guard.
    #[inline]
    pub(super) fn limit(self) -> usize {
        self.header().limit
    }

    #[inline]
    pub(super) fn scratch(self) -> NonNull<[u8]> {
        // SAFETY: the header holds a reference to the pool, and the scratch memory follows it.
        unsafe {
            let bytes = (*self.header().pool).scratch_bytes;
            NonNull::slice_from_raw_parts(self.header.add(1).cast(), bytes)
        }
    }

    /// Gives back the pages further down than the kept ones.
    ///
    /// # Safety
    /// Nothing in use lies there.
    pub(super) unsafe fn trim(self) {
        // SAFETY: the header holds a reference to the pool; the caller vouches for the pages.
        unsafe { (*self.header().pool).trim(self.header().start) };
    }
}

impl Drop for PooledStack {
    #[inline]
    fn drop(&mut self) {
        let Header { pool, start, .. } = *self.0.header();
        // SAFETY: the header holds one counted reference to the pool, which is taken over here;
        // the header is not read again, as whoever takes the stack writes a new one.
        let pool = unsafe { Rc::from_raw(pool) };
        pool.give(start);
    }
}

// SAFETY: the base is aligned by the header's alignment, and the guard page is the lowest one
// between limit and base. `Shared::new` makes the stack large enough.
unsafe impl Stack for PooledStack {
    #[inline]
    fn base(&self) -> StackPointer {
        self.0.header.addr()
    }

    #[inline]
    fn limit(&self) -> StackPointer {
        StackPointer::new(self.0.header().start).unwrap_or(StackPointer::MIN)
    }
}

struct Shared {
    /// Stacks are as long as a power of two, and this is the exponent.
    stack_shift: u32,
    scratch_bytes: usize,
    page_bytes: usize,
    most_warm: usize,
    state: RefCell<State>,
}

struct State {
    warm: Vec<usize>,
    cold: Vec<usize>,
    live: usize,
    high_water: usize,
    made: usize,
    most_stacks: usize,
    /// The last one is being cut.
    slabs: Vec<Slab>,
    guard: Option<Guard>,
    guarded_by_advice: usize,
    guarded_by_protection: usize,
    trimmed: usize,
}

struct Slab {
    mapping: Mapping,
    /// So many bytes have been cut into stacks.
    cut: usize,
    /// Valgrind must know where stacks are to understand a switch between them.
    registrations: Vec<ValgrindStackRegistration>,
}

impl Shared {
    fn new(settings: Settings) -> Shared {
        let page_bytes = rustix::param::page_size();
        let scratch_bytes = settings.scratch_bytes.next_multiple_of(SCRATCH_ALIGNMENT);
        let top = size_of::<Header>() + scratch_bytes + COLOURS * COLOUR_BYTES;
        let least = page_bytes + corosensei::stack::MIN_STACK_SIZE + top;
        let stack_bytes = settings.stack_bytes.clamp(least, usize::MAX >> 2);
        let stack_bytes = stack_bytes.next_power_of_two();
        Shared {
            stack_shift: stack_bytes.ilog2(),
            scratch_bytes,
            page_bytes,
            most_warm: settings.most_warm,
            state: RefCell::new(State {
                warm: Vec::new(),
                cold: Vec::new(),
                live: 0,
                high_water: 0,
                made: 0,
                most_stacks: settings.most_stacks.min(most_addressable(stack_bytes)),
                slabs: Vec::new(),
                guard: settings.guard,
                guarded_by_advice: 0,
                guarded_by_protection: 0,
                trimmed: 0,
            }),
        }
    }

    #[inline]
    fn stack_bytes(&self) -> usize {
        1 << self.stack_shift
    }

    /// Where a stack's header is; its first frame lies below.
    #[inline]
    fn base(&self, start: usize) -> usize {
        let colour = (start >> self.stack_shift) % COLOURS * COLOUR_BYTES;
        start + self.stack_bytes() - colour - self.scratch_bytes - size_of::<Header>()
    }

    /// The lowest address of what a stack keeps when it is returned.
    #[inline]
    fn kept(&self, start: usize) -> usize {
        (self.base(start) - KEPT_BYTES.min(self.stack_bytes())) & !(self.page_bytes - 1)
    }

    #[inline]
    fn take(&self) -> Result<usize, OutOfStacks> {
        let mut state = self.state.borrow_mut();
        let start = match state.warm.pop() {
            Some(start) => start,
            None => match state.cold.pop() {
                Some(start) => start,
                None => self.make(&mut state)?,
            },
        };
        state.live += 1;
        state.high_water = state.high_water.max(state.live);
        Ok(start)
    }

    #[inline]
    fn give(&self, start: usize) {
        let kept = self.kept(start);
        if kept > start + self.page_bytes + TELLTALE_BYTES && was_deep(kept) {
            // SAFETY: the stack has been returned, nobody uses it.
            unsafe { self.trim(start) };
        }
        let mut state = self.state.borrow_mut();
        state.live -= 1;
        if state.warm.len() < self.most_warm {
            state.warm.push(start);
        } else {
            self.cool(&mut state, start);
        }
    }

    /// Keeps a stack without its memory.
    #[cold]
    fn cool(&self, state: &mut State, start: usize) {
        // SAFETY: the stack has been returned, nobody uses it. The guard stays.
        unsafe { mapping::discard(start + self.page_bytes, start + self.stack_bytes()) };
        state.cold.push(start);
    }

    fn cool_all(&self) {
        let mut state = self.state.borrow_mut();
        while let Some(start) = state.warm.pop() {
            self.cool(&mut state, start);
        }
    }

    /// # Safety
    /// Nobody uses what lies below the kept part of that stack.
    #[cold]
    unsafe fn trim(&self, start: usize) {
        let (low, high) = (start + self.page_bytes, self.kept(start));
        if low < high {
            // SAFETY: the pages are a slab's, between guard and kept part.
            unsafe { mapping::discard(low, high) };
            self.state.borrow_mut().trimmed += 1;
        }
    }

    /// Cuts a new stack.
    #[cold]
    fn make(&self, state: &mut State) -> Result<usize, OutOfStacks> {
        if state.made >= state.most_stacks {
            return Err(OutOfStacks::Bound(state.made));
        }
        if state.slabs.last().is_none_or(Slab::is_used_up) {
            let slab = self.reserve(state)?;
            state.slabs.push(slab);
        }
        let slab = state.slabs.last_mut().expect("a slab was added if missing");
        let offset = slab.cut;
        let mut guard = state.guard.unwrap_or(Guard::Advice);
        let mut outcome = slab.mapping.guard(offset, self.page_bytes, guard);
        if outcome.is_err() && state.guard.is_none() {
            guard = Guard::Protection;
            outcome = slab.mapping.guard(offset, self.page_bytes, guard);
        }
        outcome.map_err(OutOfStacks::System)?;
        state.guard = Some(guard);
        if state.made == 0 && guard == Guard::Protection {
            state.most_stacks = state.most_stacks.min(most_protected());
        }
        match guard {
            Guard::Advice => state.guarded_by_advice += 1,
            Guard::Protection => state.guarded_by_protection += 1,
        }
        slab.cut += self.stack_bytes();
        state.made += 1;
        let start = slab.mapping.start() + offset;
        slab.registrations.push(ValgrindStackRegistration::new(
            ptr::with_exposed_provenance_mut(start),
            self.base(start) - start,
        ));
        // Returning a stack must not fail: there is room for all of them in either list.
        make_room(&mut state.warm, state.made.min(self.most_warm));
        make_room(&mut state.cold, state.made);
        Ok(start)
    }

    /// A new slab; a smaller one where address space is scarce.
    fn reserve(&self, state: &State) -> Result<Slab, OutOfStacks> {
        let doubled = FIRST_SLAB << state.slabs.len().min(16);
        let mut stacks = doubled
            .min(LARGEST_SLAB)
            .min(state.most_stacks - state.made);
        loop {
            match Mapping::reserve(stacks.saturating_mul(self.stack_bytes())) {
                Ok(mapping) => {
                    return Ok(Slab {
                        mapping,
                        cut: 0,
                        registrations: Vec::new(),
                    });
                }
                Err(error) if stacks == 1 => return Err(OutOfStacks::System(error)),
                Err(_) => stacks /= 2,
            }
        }
    }
}

impl Slab {
    fn is_used_up(&self) -> bool {
        self.cut == self.mapping.bytes()
    }
}

impl State {
    fn statistics(&self) -> Statistics {
        Statistics {
            live: self.live,
            warm: self.warm.len(),
            cold: self.cold.len(),
            high_water: self.high_water,
            reserved_bytes: self.slabs.iter().map(|slab| slab.mapping.bytes()).sum(),
            slabs: self.slabs.len(),
            guarded_by_advice: self.guarded_by_advice,
            guarded_by_protection: self.guarded_by_protection,
            trimmed: self.trimmed,
        }
    }
}

/// Makes room for so many items in all.
fn make_room(list: &mut Vec<usize>, items: usize) {
    if list.capacity() < items {
        list.reserve(items - list.len());
    }
}

/// Whether a stack was used below its kept part: fresh pages are zero. A use that left just these
/// bytes alone is overlooked, and its pages stay resident until the stack turns cold.
#[inline(never)]
fn was_deep(kept: usize) -> bool {
    const WORDS: usize = TELLTALE_BYTES / size_of::<u64>();
    // SAFETY: the bytes below the kept part belong to the same stack, above its guard, and are
    // mapped, aligned, and not written meanwhile.
    let telltale = unsafe { &*ptr::with_exposed_provenance::<[u64; WORDS]>(kept - TELLTALE_BYTES) };
    telltale.iter().fold(0, |seen, word| seen | word) != 0
}

/// How many stacks the process may have addresses for: of a limit a quarter is left to others, who
/// cannot go on without memory as fibers can.
fn most_addressable(stack_bytes: usize) -> usize {
    let limit = rustix::process::getrlimit(rustix::process::Resource::As).current;
    limit
        .and_then(|bytes| usize::try_from(bytes).ok())
        .map_or(usize::MAX, |bytes| bytes / 4 * 3 / stack_bytes)
}

/// How many stacks may be guarded by protection: each takes two mappings, and a quarter of those
/// that the kernel allows is left to others.
fn most_protected() -> usize {
    let allowed = std::fs::read_to_string("/proc/sys/vm/max_map_count")
        .ok()
        .and_then(|text| text.trim().parse::<usize>().ok())
        .unwrap_or(65_530);
    allowed / 4 * 3 / 2
}
