//! Signals while a pattern is matched: their handlers run at once, and what one raises leaves
//! the engine by unwinding, since an engine knows no errors.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use vm::eval::breaker;
use vm::{Raised, Result};

/// What unwinds.
struct Interrupted;

thread_local! {
    static RAISED: Cell<Option<Raised>> = const { Cell::new(None) };
}

/// Does what the loop is asked for. Called by the engines every so many steps.
#[inline(always)]
pub fn look() {
    if breaker::is_requested() {
        answer();
    }
}

#[cold]
#[inline(never)]
fn answer() {
    if let Err(raised) = vm::startup::current().check_signals() {
        RAISED.set(Some(raised));
        resume_unwind(Box::new(Interrupted));
    }
}

/// Runs an engine; an error if it was interrupted.
pub fn catch<T>(action: impl FnOnce() -> T) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(action)) {
        Ok(result) => Ok(result),
        Err(payload) if payload.is::<Interrupted>() => match RAISED.take() {
            Some(raised) => Err(raised),
            None => resume_unwind(payload),
        },
        Err(payload) => resume_unwind(payload),
    }
}
