//! Compiling deeply nested texts on a stack that is large enough.

use std::thread;

use syntax::error::{ErrorKind, SyntaxError};
use syntax::parser::Limits;

use crate::depth::Depth;

/// How deep a text may be nested.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nesting {
    /// For the parser.
    pub(crate) parser: Limits,
    /// For each pass over the tree, in nodes.
    pub(crate) tree: u32,
}

impl Nesting {
    /// What fits on any stack that a caller can be expected to have.
    const SHALLOW: Nesting = Nesting {
        parser: Limits { parser_depth: 800 },
        tree: 200,
    };

    /// CPython's limits.
    const CPYTHON: Nesting = Nesting {
        parser: Limits::CPYTHON,
        tree: Depth::PYTHON_LIMIT,
    };
}

/// Reserved sizes of the large stack in bytes, the wanted one first. The memory is taken as
/// it is touched.
const STACK_SIZES: [usize; 2] = [1 << 29, 1 << 27];

/// Runs `step` on the caller's stack while the nesting is shallow, as almost always, and
/// otherwise again on a large stack with CPython's limits.
pub(crate) fn with_enough_stack<T: Send>(
    mut step: impl FnMut(Nesting) -> Result<T, SyntaxError> + Send,
) -> Result<T, SyntaxError> {
    match step(Nesting::SHALLOW) {
        Err(error) if is_too_deep(&error) => {}
        result => return result,
    }
    for size in STACK_SIZES {
        let result = thread::scope(|scope| {
            let thread = thread::Builder::new()
                .stack_size(size)
                .spawn_scoped(scope, || step(Nesting::CPYTHON));
            Some(thread.ok()?.join())
        });
        match result {
            Some(Ok(result)) => return result,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => {}
        }
    }
    Err(SyntaxError::without_location(ErrorKind::MemoryError, ""))
}

fn is_too_deep(error: &SyntaxError) -> bool {
    matches!(
        error.kind,
        ErrorKind::MemoryError | ErrorKind::RecursionError
    )
}
