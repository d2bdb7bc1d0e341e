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
        self.enter_many(1)
    }

    /// Enters as many nested nodes, or reports that they are too many.
    #[inline]
    pub fn enter_many(&mut self, count: usize) -> Result<(), SyntaxError> {
        let room = self.limit - self.current;
        match u32::try_from(count) {
            Ok(count) if count <= room => self.current += count,
            _ => return Err(too_deep()),
        }
        Ok(())
    }

    /// Leaves the node entered last.
    #[inline]
    pub fn leave(&mut self) {
        self.leave_many(1);
    }

    /// Leaves nodes that [`Depth::enter_many`] entered.
    #[inline]
    pub fn leave_many(&mut self, count: usize) {
        self.current -= count as u32;
    }
}

#[cold]
fn too_deep() -> SyntaxError {
    SyntaxError::without_location(
        ErrorKind::RecursionError,
        "maximum recursion depth exceeded during compilation",
    )
}
