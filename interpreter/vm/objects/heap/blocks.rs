//! Memory for objects: blocks that were given back wait for the next object of their size.
//!
//! Most objects are small and die young. A few blocks of each small size are kept in a list,
//! whose ends are cheaper than the allocator's; all others are the allocator's.
#![allow(unsafe_code, reason = "allocation")]

use std::alloc;
use std::ptr::null_mut;

use crate::objects::guarded::Global;

/// Sizes of blocks are multiples of this; it is also their alignment.
pub(super) const GRAIN: usize = 8;
/// How many sizes have a list.
const SIZES: usize = 64;
/// How many blocks a list keeps.
const KEPT: usize = 256;

/// A block that waits: it begins with the address of the next one.
struct Waiting {
    next: *mut Waiting,
}

#[derive(Clone, Copy)]
struct Bin {
    first: *mut Waiting,
    room: usize,
}

const EMPTY: Bin = Bin {
    first: null_mut(),
    room: KEPT,
};

/// The lists, by size.
static BINS: Global<[Bin; SIZES]> = Global::new([EMPTY; SIZES]);

fn layout(size: usize) -> alloc::Layout {
    // SAFETY: the alignment is a power of two, and objects are far smaller than the largest
    // layout, or else their contents could not have been made.
    unsafe { alloc::Layout::from_size_align_unchecked(size.next_multiple_of(GRAIN), GRAIN) }
}

/// A block of at least `size` bytes.
///
/// # Safety
/// The size is not zero.
#[inline(always)]
pub(super) unsafe fn allocate(size: usize) -> *mut u8 {
    // SAFETY: the interpreter lock is held; blocks that wait are of the size of their list.
    unsafe {
        if let Some(bin) = BINS.get().get_mut((size - 1) / GRAIN)
            && !bin.first.is_null()
        {
            let block = bin.first;
            bin.first = (*block).next;
            bin.room += 1;
            return block.cast::<u8>();
        }
        allocate_anew(size)
    }
}

#[inline(never)]
unsafe fn allocate_anew(size: usize) -> *mut u8 {
    // SAFETY: promised by the caller.
    unsafe {
        let block = alloc::alloc(layout(size));
        if block.is_null() {
            alloc::handle_alloc_error(layout(size));
        }
        block
    }
}

/// Gives a block back.
///
/// # Safety
/// The block is one of [`allocate`] or [`grow`] for the same size, and nothing refers to it.
#[inline(always)]
pub(super) unsafe fn give_back(block: *mut u8, size: usize) {
    // SAFETY: promised by the caller; the interpreter lock is held.
    unsafe {
        if let Some(bin) = BINS.get().get_mut((size - 1) / GRAIN)
            && bin.room != 0
        {
            let block = block.cast::<Waiting>();
            (*block).next = bin.first;
            bin.first = block;
            bin.room -= 1;
            return;
        }
        alloc::dealloc(block, layout(size));
    }
}

/// Makes a block larger, moving it if need be.
///
/// # Safety
/// As for [`give_back`].
pub(super) unsafe fn grow(block: *mut u8, old: usize, new: usize) -> *mut u8 {
    // SAFETY: promised by the caller.
    unsafe { alloc::realloc(block, layout(old), layout(new).size()) }
}
