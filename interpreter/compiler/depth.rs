//! How deep a pass over the tree may recurse.

use syntax::error::{ErrorKind, SyntaxError};

/// Counts the nodes that a recursive pass is in, as CPython's passes do.
#[derive(Clone, Copy, Debug)]
pub struct Depth {
    current: u32,
    limit: u32,
}

impl Depth {
    /// The limit of a module that CPython 3.13.0 compiles from a call in another module. A
    /// statement, an expression, a pattern and a type parameter count one each.
    pub const PYTHON_LIMIT: u32 = 9998;

    /// A counter that lets `limit` nodes lie within each other.
    pub fn new(limit: u32) -> Depth {
        Depth { current: 0, limit }
    }

    /// Enters a node; reports CPython's `RecursionError` if that is one too many.
    #[inline]
    pub fn enter(&mut self) -> Result<(), SyntaxError> {
        if self.current >= self.limit {
            return Err(too_deep());
        }
        self.current += 1;
        Ok(())
    }

    /// Leaves the node entered last.
    #[inline]
    pub fn leave(&mut self) {
        self.current -= 1;
    }
}

#[cold]
fn too_deep() -> SyntaxError {
    SyntaxError::without_location(
        ErrorKind::RecursionError,
        "maximum recursion depth exceeded during compilation",
    )
}
