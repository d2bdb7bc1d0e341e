//! The allocator of the process, with an end: what is larger than the machine's memory is
//! refused, so that a script gets a MemoryError where CPython raises one.
//!
//! mimalloc reserves address space without asking whether there is memory behind it. A script
//! that asks for a terabyte would be killed while it fills the first pages.
#![allow(unsafe_code, reason = "the interface of allocators")]

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicUsize, Ordering};

mod plain;
pub use plain::{Mimalloc, keep_freed_memory};

/// An allocator that refuses what no machine of this size can hold.
pub struct Bounded<A>(pub A);

/// Sizes below are never refused here, and cost one comparison.
const LARGE: usize = 1 << 32;

/// The machine's memory in bytes, swap included; 0 until it is known.
static MEMORY: AtomicUsize = AtomicUsize::new(0);

#[cold]
fn fits(size: usize) -> bool {
    let mut memory = MEMORY.load(Ordering::Relaxed);
    if memory == 0 {
        memory = memory_of_machine();
        MEMORY.store(memory, Ordering::Relaxed);
    }
    size <= memory
}

/// Small pieces are for what cannot fail: the machine has a reserve for them.
#[cold]
fn may_try_again(size: usize) -> bool {
    size < LARGE >> 16 && vm::eval::out_of_memory::give_reserve_up()
}

/// What the kernel tells, in lines like `MemTotal:  16318412 kB`.
fn memory_of_machine() -> usize {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = text.lines().filter_map(|line| {
        let (name, rest) = line.split_once(':')?;
        matches!(name, "MemTotal" | "SwapTotal")
            .then(|| rest.trim().trim_end_matches(" kB").parse::<usize>().ok())?
    });
    match kilobytes.sum::<usize>() {
        0 => usize::MAX,
        total => total.saturating_mul(1024),
    }
}

// SAFETY: everything is done by the inner allocator, or refused with a null pointer.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Bounded<A> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() >= LARGE && !fits(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are those that the inner allocator needs; so below.
        unsafe {
            let block = self.0.alloc(layout);
            if block.is_null() && may_try_again(layout.size()) {
                return self.0.alloc(layout);
            }
            block
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if layout.size() >= LARGE && !fits(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: as above.
        unsafe {
            let block = self.0.alloc_zeroed(layout);
            if block.is_null() && may_try_again(layout.size()) {
                return self.0.alloc_zeroed(layout);
            }
            block
        }
    }

    #[inline]
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size >= LARGE && !fits(size) {
            return std::ptr::null_mut();
        }
        // SAFETY: as above.
        unsafe {
            let block = self.0.realloc(pointer, layout, size);
            if block.is_null() && may_try_again(size) {
                return self.0.realloc(pointer, layout, size);
            }
            block
        }
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { self.0.dealloc(pointer, layout) }
    }
}
