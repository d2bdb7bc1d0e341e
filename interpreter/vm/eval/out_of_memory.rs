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
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use super::breaker::{self, reason};
use super::unwinding::{self, Origin};
use crate::frame::Frame;
use crate::{Result, Vm};

/// The payload of the unwinding that leaves the native code which asked for too much.
struct Refused;

/// Below this, requests come from anywhere in the loop, whose registers are then unknown.
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

static BLOCKS: [AtomicPtr<u8>; MOST_BLOCKS] = [const { AtomicPtr::new(null_mut()) }; MOST_BLOCKS];

/// Prepares for the end of memory, once for a process.
pub fn prepare() {
    fill_reserve();
    #[cfg(weft_tail_calls)]
    alloc::set_alloc_error_hook(refuse);
}

thread_local! {
    static EXPECTS_REFUSAL: Cell<bool> = const { Cell::new(false) };
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
        Err(payload) if payload.is::<Refused>() => None,
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
    let runs_frame = || crate::startup::is_running_frame() && !crate::objects::gc::is_collecting();
    if EXPECTS_REFUSAL.get() || is_much && runs_frame() {
        resume_unwind(Box::new(Refused));
    }
}

fn fill_reserve() {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: the mapping is new, wherever it lies.
    let block = unsafe { libc::mmap(null_mut(), RESERVE, libc::PROT_NONE, flags, -1, 0) };
    let block = match block {
        libc::MAP_FAILED => null_mut(),
        block => block,
    };
    HELD.store(block, Ordering::Release);
}

/// For the allocator, when a small request has failed: gives the reserve up, so that it can
/// be tried once more, and asks the loop to raise MemoryError. False if there is no reserve.
pub fn give_reserve_up() -> bool {
    let held = HELD.swap(null_mut(), Ordering::AcqRel);
    if !held.is_null() {
        // SAFETY: the mapping of `fill_reserve`, which nothing uses, and only one caller gets.
        unsafe { libc::munmap(held, RESERVE) };
    } else if !give_blocks_up() {
        return false;
    }
    VISITS.store(0, Ordering::Relaxed);
    breaker::request(reason::NO_MEMORY | reason::NO_RESERVE);
    true
}

/// Takes as many blocks from the allocator as it has; whether they are enough.
fn fill_blocks() -> bool {
    let have = |place: &&AtomicPtr<u8>| {
        if place.load(Ordering::Relaxed).is_null() {
            // SAFETY: the size is not zero.
            place.store(unsafe { alloc::alloc(BLOCK) }, Ordering::Release);
        }
        !place.load(Ordering::Relaxed).is_null()
    };
    let enough = BLOCKS.iter().take_while(have).count() >= FEWEST_BLOCKS;
    if !enough {
        give_blocks_up();
    }
    enough
}

/// Gives the blocks back; whether there were any.
fn give_blocks_up() -> bool {
    let mut any = false;
    for place in &BLOCKS {
        let block = place.swap(null_mut(), Ordering::AcqRel);
        if !block.is_null() {
            // SAFETY: a block of `fill_blocks`, which nothing uses, and only one caller gets.
            unsafe { alloc::dealloc(block, BLOCK) };
            any = true;
        }
    }
    any
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
    if !visits.is_power_of_two() && !visits.is_multiple_of(LATE) {
        return Ok(());
    }
    if HELD.load(Ordering::Relaxed).is_null() && has_room() {
        fill_reserve();
    }
    if !HELD.load(Ordering::Relaxed).is_null() || visits >= SOON && fill_blocks() {
        breaker::take(reason::NO_RESERVE);
        return Ok(());
    }
    if visits < LATE {
        return Ok(());
    }
    crate::objects::gc::collect(vm, 2);
    if fill_blocks() {
        breaker::take(reason::NO_RESERVE);
        return Ok(());
    }
    VISITS.store(0, Ordering::Relaxed);
    Err(vm.memory_error(""))
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
            Err(payload) if payload.is::<Refused>() => frame = raise(vm)?,
            Err(payload) => resume_unwind(payload),
        }
    }
}

#[cold]
fn raise(vm: &Vm) -> Result<*mut Frame> {
    let frame = vm.frame.get();
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
    unwinding::unwind(vm, frame, vm.memory_error(""), Origin::Instruction)
}
