//! The memory of a token list, kept from one text to the next.

use std::cell::Cell;

use crate::token::Token;

thread_local! {
    /// The list of this thread's last text. Without it, each text would take and give back the
    /// largest piece of memory that parsing needs, and the allocator tidies up at each such
    /// occasion.
    static KEPT: Cell<Vec<Token>> = const { Cell::new(Vec::new()) };
}

/// A list with room for more tokens is given back instead of kept.
const LARGEST_KEPT: usize = 1 << 18;

/// An empty list with room for `capacity` tokens at least.
pub(super) fn with_room(capacity: usize) -> Vec<Token> {
    let mut tokens = KEPT.take();
    tokens.reserve(capacity);
    tokens
}

/// Keeps the memory of `tokens`, which nobody needs any more, for the next text.
pub(crate) fn keep(mut tokens: Vec<Token>) {
    if tokens.capacity() <= LARGEST_KEPT {
        tokens.clear();
        KEPT.set(tokens);
    }
}
