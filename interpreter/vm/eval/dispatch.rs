//! The loop itself: how the rows of the table of handlers become a program.
//!
//! Where the compiler can do it, each handler is a function that ends in a jump to the next
//! one (`tail_calls`); elsewhere one function holds them all (`looping`). Both have
//! `evaluate`, which runs a frame until native code goes on.

use super::generators;
use super::out_of_memory;
use super::unwinding::{self, Origin};
use crate::frame::Frame;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

#[cfg(not(weft_tail_calls))]
mod looping;
#[cfg(weft_tail_calls)]
mod tail_calls;

#[cfg(not(weft_tail_calls))]
use looping as driver;
#[cfg(weft_tail_calls)]
use tail_calls as driver;

impl Vm {
    /// Runs a frame that is on the top of its stack until it returns, yields or raises;
    /// `thrown` is raised in it first.
    pub(crate) fn run_frame(&self, frame: *mut Frame, thrown: Option<Raised>) -> Result<Value> {
        if thrown.is_none()
            && let Some(generator) = generators::made_at_once(self, frame)
        {
            return Ok(generator);
        }
        mark_entry(frame);
        self.go_on(frame, thrown)
    }

    /// As [`Vm::run_frame`], until a frame on the way is left that native code entered.
    pub(crate) fn go_on(&self, frame: *mut Frame, thrown: Option<Raised>) -> Result<Value> {
        if let Err(raised) = self.check_native_stack("") {
            unwinding::unwind(self, frame, raised, Origin::Outside)?;
        }
        let frame = match thrown {
            Some(raised) => unwinding::unwind(self, frame, raised, Origin::Thrown)?,
            None => frame,
        };
        out_of_memory::guarded(self, frame, driver::evaluate)
    }
}

/// Makes the frame one whose end leaves the loop.
#[allow(unsafe_code, reason = "frames are raw memory of the loop")]
fn mark_entry(frame: *mut Frame) {
    // SAFETY: the caller gives a live frame.
    unsafe { (*frame).flags |= crate::frame::flags::ENTRY };
}
