//! What happens when memory is refused: a request for much raises MemoryError in the frame
//! that runs; for small ones there is a reserve, and MemoryError is raised a little later.
#![allow(
    unsafe_code,
    reason = "frames are raw memory of the loop; the reserve is a raw mapping"
)]

use std::alloc::{self, Layout};
use std::cell::Cell;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::null_mut;
#[cfg(weft_stress)]
use std::sync::atomic::AtomicBool;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use super::breaker::{self, reason};
use super::unwinding::{self, Origin};
use crate::frame::Frame;
use crate::objects::exceptions;
use crate::objects::guarded::Global;
use crate::{Raised, Result, Vm};

/// The payload of the unwinding that leaves the native code which asked for too much.
struct Refused;

/// The same, where a small request was refused, and there was no reserve for it any more.
struct RefusedLittle;

/// Below this, requests come from anywhere in the loop, whose registers are then unknown but
/// while a native function is called.
const MUCH: usize = 1 << 16;

/// Bytes that are kept for code that must go on after memory was refused. They are address space
/// only, asked for without the allocator, which would write to the first page of them and so make
/// a huge one. Allocators take whole segments from the system.
const RESERVE: usize = 1 << 26;

static HELD: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

/// Where the system gives no more, the allocator may have much that it cannot give back: then
/// the reserve is made of blocks of its own, each large enough to be cut up for any size.
const BLOCK: Layout = match Layout::from_size_align(1 << 18, 16) {
    Ok(layout) => layout,
    Err(_) => unreachable!(),
};
const MOST_BLOCKS: usize = 32;
/// With fewer, memory is as good as used up.
const FEWEST_BLOCKS: usize = 4;

/// The last reserve: for leaving what has used up the other one, and for whoever handles that.
static LAST: AtomicPtr<u8> = AtomicPtr::new(null_mut());

static BLOCKS: [AtomicPtr<u8>; MOST_BLOCKS] = [const { AtomicPtr::new(null_mut()) }; MOST_BLOCKS];

/// Prepares for the end of memory, once for a process.
pub fn prepare() {
    HELD.store(mapping(), Ordering::Release);
    has_block(&LAST);
    #[cfg(weft_tail_calls)]
    alloc::set_alloc_error_hook(refuse);
}

thread_local! {
    static EXPECTS_REFUSAL: Cell<bool> = const { Cell::new(false) };
    static LITTLE_KEPT: Cell<*mut u8> = const { Cell::new(null_mut()) };
}

/// Lets this thread, which runs no Python code, unwind where memory is refused.
pub(crate) fn expect_refusal() {
    EXPECTS_REFUSAL.set(true);
}

/// What `action` gives, or nothing where it is refused memory. It can be left anywhere.
pub(crate) fn attempt<T>(action: impl FnOnce() -> T) -> Option<T> {
    let expected = EXPECTS_REFUSAL.replace(true);
    let result = catch_unwind(AssertUnwindSafe(action));
    EXPECTS_REFUSAL.set(expected);
    match result {
        Ok(result) => Some(result),
        Err(payload) if payload.is::<Refused>() || payload.is::<RefusedLittle>() => None,
        Err(payload) => resume_unwind(payload),
    }
}

/// Called where an infallible allocation has failed; the process ends when it returns.
#[cfg_attr(
    not(weft_tail_calls),
    allow(dead_code, reason = "the hook is not stable")
)]
fn refuse(layout: Layout) {
    if std::thread::panicking() {
        return;
    }
    let is_much = layout.size() >= MUCH;
    let runs_frame = crate::startup::is_running_frame();
    let expected = EXPECTS_REFUSAL.get();
    let can_leave = expected || runs_frame && !crate::objects::gc::is_collecting();
    if can_leave && (is_much || !runs_frame) {
        lose_little();
        resume_unwind(Box::new(Refused));
    }
    if can_leave && (lose_little() | (expected || give_last_up())) {
        resume_unwind(Box::new(RefusedLittle));
    }
}

/// What unwinding takes from the allocator.
const LITTLE: Layout = match Layout::from_size_align(56, 8) {
    Ok(layout) => layout,
    Err(_) => unreachable!(),
};

/// Keeps what one more unwinding on this thread will take.
fn keep_little() {
    if LITTLE_KEPT.get().is_null() {
        // SAFETY: the size is not zero.
        LITTLE_KEPT.set(unsafe { alloc::alloc(LITTLE) });
    }
}

/// Gives what unwinding takes back to the allocator; whether it was kept.
fn lose_little() -> bool {
    let kept = LITTLE_KEPT.replace(null_mut());
    if !kept.is_null() {
        // SAFETY: the block of `keep_little`.
        unsafe { alloc::dealloc(kept, LITTLE) };
    }
    !kept.is_null()
}

fn is_held(held: &AtomicPtr<c_void>) -> bool {
    !held.load(Ordering::Relaxed).is_null()
}

fn mapping() -> *mut c_void {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: the mapping is new, wherever it lies.
    let block = unsafe { libc::mmap(null_mut(), RESERVE, libc::PROT_NONE, flags, -1, 0) };
    match block {
        libc::MAP_FAILED => null_mut(),
        block => block,
    }
}

/// Gives a mapping back; whether there was one.
fn give_back(held: &AtomicPtr<c_void>) -> bool {
    let block = held.swap(null_mut(), Ordering::AcqRel);
    if block.is_null() {
        return false;
    }
    // SAFETY: one of `mapping`, which nothing uses, and only one caller gets.
    unsafe { libc::munmap(block, RESERVE) };
    true
}

/// Gives the last reserve up, so that what asked for memory can be left; whether there is one.
fn give_last_up() -> bool {
    let given = give_block_back(&LAST);
    VISITS.store(0, Ordering::Relaxed);
    breaker::request(reason::NO_RESERVE);
    given
}

/// For the allocator, when a small request has failed: gives the reserve up, so that it can
/// be tried once more, and asks the loop to raise MemoryError. False if there is no reserve.
pub fn give_reserve_up() -> bool {
    if !give_back(&HELD) && !give_blocks_up() {
        return false;
    }
    VISITS.store(0, Ordering::Relaxed);
    ENTRIES.store(0, Ordering::Relaxed);
    breaker::request(reason::NO_MEMORY | reason::NO_RESERVE);
    true
}

/// Takes as many blocks from the allocator as it has; whether they are enough.
fn fill_blocks() -> bool {
    let filled = BLOCKS.iter().take_while(|place| has_block(place));
    let enough = filled.count() >= FEWEST_BLOCKS;
    if enough && !has_block(&LAST) {
        // One of them serves as the last reserve.
        let last = BLOCKS[0].swap(null_mut(), Ordering::AcqRel);
        LAST.store(last, Ordering::Release);
    }
    if !enough {
        give_blocks_up();
    }
    enough
}

/// Whether a place holds a block, or gets one now.
fn has_block(place: &AtomicPtr<u8>) -> bool {
    if place.load(Ordering::Relaxed).is_null() {
        // SAFETY: the size is not zero.
        place.store(unsafe { alloc::alloc(BLOCK) }, Ordering::Release);
    }
    !place.load(Ordering::Relaxed).is_null()
}

/// Gives the blocks back; whether there were any.
fn give_blocks_up() -> bool {
    let given = BLOCKS.iter().filter(|place| give_block_back(place));
    given.count() > 0
}

fn give_block_back(place: &AtomicPtr<u8>) -> bool {
    let block = place.swap(null_mut(), Ordering::AcqRel);
    if block.is_null() {
        return false;
    }
    // SAFETY: a block of `fill_blocks`, which nothing uses, and only one caller gets.
    unsafe { alloc::dealloc(block, BLOCK) };
    true
}

/// How many entries of tracebacks were made since the reserve was given up.
static ENTRIES: AtomicU32 = AtomicU32::new(0);

/// So many entries may come out of the reserve.
const MOST_ENTRIES: u32 = 1000;

/// Whether a traceback may get one more entry. Unwinding a deep recursion that has used up all
/// memory would use up the reserve, too, if each frame was kept.
pub(crate) fn may_add_entry() -> bool {
    !breaker::is_requested()
        || !breaker::has(reason::NO_RESERVE)
        || ENTRIES.fetch_add(1, Ordering::Relaxed) < MOST_ENTRIES
}

/// Notes that an exception has found its handler: a MemoryError need not be told again.
#[inline]
pub(super) fn handled(raised: &Raised) {
    if breaker::is_requested() && raised.is(&exceptions::MEMORY_ERROR) {
        breaker::take(reason::NO_MEMORY);
    }
}

/// Asks for the memory that a few small requests will need, and leaves the native code where
/// there is none: for those who could not be left while they make them.
pub(crate) fn ensure_little() {
    if breaker::is_requested() && breaker::has(reason::NO_RESERVE) {
        // SAFETY: the size is not zero; the block is given back as it was taken.
        unsafe {
            let block = alloc::alloc(BLOCK);
            if block.is_null() {
                alloc::handle_alloc_error(BLOCK);
            }
            alloc::dealloc(block, BLOCK);
        }
    }
}

/// The exception for where there is no memory for another one.
static SPARE: Global<Option<Raised>> = Global::new(None);

/// A MemoryError, or the spare one where there is no memory for it.
fn memory_error(vm: &Vm) -> Raised {
    let fresh = attempt(|| vm.memory_error(""));
    fresh.unwrap_or_else(|| {
        // SAFETY: the interpreter lock is held.
        let spare = unsafe { SPARE.get() };
        spare.get_or_insert_with(|| vm.memory_error("")).clone()
    })
}

/// How often the reserve was asked to be filled since it was given up.
static VISITS: AtomicU32 = AtomicU32::new(0);

/// After so many visits, the handler of the MemoryError has let go what it can.
const SOON: u32 = 1 << 4;
/// After so many, what has been left may be waiting for the collector.
const LATE: u32 = 1 << 8;

/// Fills the reserve again if it was given up and there is memory now. That is tried soon after
/// the reserve was given up, when what failed has been left, and rarely later, because an
/// allocator that has nothing searches long. A MemoryError where there is too little for long.
pub(super) fn renew_reserve(vm: &Vm) -> Result<()> {
    let visits = VISITS.fetch_add(1, Ordering::Relaxed);
    keep_little();
    if visits == 0 {
        // SAFETY: the interpreter lock is held.
        unsafe { SPARE.get() }.get_or_insert_with(|| vm.memory_error(""));
    }
    if !visits.is_power_of_two() && !visits.is_multiple_of(LATE) {
        return Ok(());
    }
    if !is_held(&HELD) && has_room() {
        HELD.store(mapping(), Ordering::Release);
    }
    if is_held(&HELD) || visits >= SOON && fill_blocks() {
        has_reserve();
        return Ok(());
    }
    if visits < LATE {
        return Ok(());
    }
    crate::objects::gc::collect(vm, 2);
    if fill_blocks() {
        has_reserve();
        return Ok(());
    }
    VISITS.store(0, Ordering::Relaxed);
    Err(vm.memory_error(""))
}

/// Whether native code was ever left because memory was refused.
#[cfg(weft_stress)]
pub(crate) fn was_refused() -> bool {
    WAS_REFUSED.load(Ordering::Relaxed)
}

#[cfg(weft_stress)]
static WAS_REFUSED: AtomicBool = AtomicBool::new(false);

fn has_reserve() {
    has_block(&LAST);
    // SAFETY: the interpreter lock is held.
    drop(unsafe { SPARE.get() }.take());
    breaker::take(reason::NO_RESERVE);
}

/// Whether there is room for the reserve and more: what was given up must not be taken back from
/// the code that handles the MemoryError.
fn has_room() -> bool {
    let mut room: Vec<u8> = Vec::new();
    room.try_reserve_exact(RESERVE / 2 * 3).is_ok()
}

/// Runs `evaluate` on a frame; where it is refused memory, goes on with the handler of a
/// MemoryError.
pub(super) fn guarded(
    vm: &Vm,
    mut frame: *mut Frame,
    evaluate: fn(&Vm, *mut Frame) -> Result<crate::objects::value::Value>,
) -> Result<crate::objects::value::Value> {
    loop {
        match catch_unwind(AssertUnwindSafe(|| evaluate(vm, frame))) {
            Ok(result) => return result,
            Err(payload) if payload.is::<Refused>() => frame = raise(vm, true)?,
            Err(payload) if payload.is::<RefusedLittle>() => frame = raise(vm, false)?,
            Err(payload) => resume_unwind(payload),
        }
    }
}

#[cold]
fn raise(vm: &Vm, is_much: bool) -> Result<*mut Frame> {
    #[cfg(weft_stress)]
    WAS_REFUSED.store(true, Ordering::Relaxed);
    keep_little();
    let frame = vm.frame.get();
    if !is_much && !Frame::of(frame).calls_native() {
        // What the frame holds on its stack is unknown, and so is the handler: it is left.
        // SAFETY: the running frame is live; its operands are not looked at again.
        unsafe { (*frame).sp = Frame::stack_base(frame) };
        return unwinding::unwind(vm, frame, memory_error(vm), Origin::Outside);
    }
    // SAFETY: the running frame is live, and its registers were saved before it asked for
    // much. The operands that the instruction took may be gone already: those above what the
    // handler keeps are left alone.
    unsafe {
        let index = (*frame).index() as u32;
        let kept = (*frame).code().handler(index);
        let kept = kept.map_or(0, |handler| handler.depth as usize);
        let base = Frame::stack_base(frame).add(kept);
        (*frame).sp = (*frame).sp.min(base);
    }
    unwinding::unwind(vm, frame, memory_error(vm), Origin::Instruction)
}
