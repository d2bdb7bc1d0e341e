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

/// Runs `step` with an empty arena that has room for `capacity` bytes at least.
pub(crate) fn with_arena<T>(capacity: usize, step: impl FnOnce(&Bump) -> T) -> T {
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
