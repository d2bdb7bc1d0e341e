//! The memory of syntax trees, kept from one compilation to the next.

use std::cell::Cell;

use bumpalo::Bump;

thread_local! {
    /// The arena of this thread's last compilation. Its pages are in memory already, which
    /// saves a page fault for every 4 KiB of the next tree.
    static KEPT: Cell<Option<Bump>> = const { Cell::new(None) };
}

/// A larger arena, in bytes, is given back instead of kept.
const LARGEST_KEPT: usize = 16 << 20;

/// No more is reserved at once, in bytes: beyond it the arena grows as it is filled, so that a
/// huge text which is soon refused takes no memory for a tree.
const LARGEST_RESERVED: usize = 256 << 20;

/// Runs `step` with an empty arena that has room for about `capacity` bytes.
pub(crate) fn with_arena<T>(capacity: usize, step: impl FnOnce(&Bump) -> T) -> T {
    let capacity = capacity.min(LARGEST_RESERVED);
    let kept = KEPT
        .take()
        .filter(|arena| arena.chunk_capacity() >= capacity);
    let mut arena = kept.unwrap_or_else(|| Bump::with_capacity(capacity));
    let result = step(&arena);
    arena.reset();
    if arena.allocated_bytes() <= LARGEST_KEPT {
        KEPT.set(Some(arena));
    }
    result
}
