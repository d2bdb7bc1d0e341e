//! What a handler gives, and how the loop goes on after it.

use super::unwinding::Origin;
use crate::objects::value::Value;
use crate::{Raised, Result};

/// How the loop goes on.
pub(super) enum Next {
    /// With the instruction that the registers say.
    Instruction,
    /// With the plain form of the running instruction: the guard of the specialized one does
    /// not hold.
    Plain,
    /// With the running instruction, as if it had this opcode.
    As(u16),
    /// With the handler of an exception that the running instruction raised.
    Raise(Raised),
    /// With the handler of an exception from elsewhere.
    RaiseAgain(Raised, Origin),
    /// Not at all: the frame that native code entered ends, or is suspended.
    Leave(Value),
}

/// What a handler gives.
pub(super) trait Outcome {
    /// How the loop goes on.
    fn next(self) -> Next;
}

impl Outcome for Next {
    #[inline(always)]
    fn next(self) -> Next {
        self
    }
}

impl Outcome for () {
    #[inline(always)]
    fn next(self) -> Next {
        Next::Instruction
    }
}

/// Whether the guard held.
impl Outcome for bool {
    #[inline(always)]
    fn next(self) -> Next {
        if self { Next::Instruction } else { Next::Plain }
    }
}

/// A value leaves the loop with it.
impl Outcome for Option<Value> {
    #[inline(always)]
    fn next(self) -> Next {
        match self {
            Some(value) => Next::Leave(value),
            None => Next::Instruction,
        }
    }
}

impl<T: Outcome> Outcome for Result<T> {
    #[inline(always)]
    fn next(self) -> Next {
        match self {
            Ok(outcome) => outcome.next(),
            Err(raised) => Next::Raise(raised),
        }
    }
}

impl Outcome for (Raised, Origin) {
    #[inline(always)]
    fn next(self) -> Next {
        Next::RaiseAgain(self.0, self.1)
    }
}

impl Outcome for Result<(), (Raised, Origin)> {
    #[inline(always)]
    fn next(self) -> Next {
        match self {
            Ok(()) => Next::Instruction,
            Err((raised, origin)) => Next::RaiseAgain(raised, origin),
        }
    }
}
