//! The loop as one `match`, for compilers without tail calls.

use crate::eval::monitoring::instrumented;
use crate::eval::outcome::{Next, Outcome};
use crate::eval::registers::{Registers, operand};
use crate::eval::specialized as op;
use crate::eval::table::table;
use crate::eval::unwinding::{self, Origin};
use crate::eval::{
    arithmetic, attributes, building, calls, class_calls, comparison, control, descriptors,
    exceptions, fused, generator_calls, generators, imports, intrinsics, iteration, loads,
    matching, names, native_calls, pairs, specialize, subscripts, with_statement,
};
use crate::frame::Frame;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// What follows an instruction.
enum After {
    Instruction,
    Leave(Value),
}

/// Runs a frame, and those that it calls, until it returns, yields or raises.
pub(super) fn evaluate(vm: &Vm, frame: *mut Frame) -> Result<Value> {
    let mut registers = Registers::of(frame);
    loop {
        if let After::Leave(value) = step(vm, &mut registers)? {
            return Ok(value);
        }
    }
}

/// Runs an instruction.
#[inline(always)]
fn step(vm: &Vm, r: &mut Registers) -> Result<After> {
    let mut opcode = r.fetch() as u16;
    loop {
        if specialize_if_due(vm, r, opcode) {
            opcode = r.word() as u16;
        }
        match execute(vm, r, opcode) {
            Next::Instruction => return Ok(After::Instruction),
            Next::Plain => opcode = op::plain_of(opcode),
            Next::As(other) => opcode = other,
            Next::Raise(raised) => return raise(vm, r, raised, Origin::Instruction),
            Next::RaiseAgain(raised, origin) => return raise(vm, r, raised, origin),
            Next::Leave(value) => return Ok(After::Leave(value)),
        }
    }
}

/// Goes on with the handler of an exception.
#[cold]
#[inline(never)]
fn raise(vm: &Vm, r: &mut Registers, raised: Raised, origin: Origin) -> Result<After> {
    r.save();
    *r = Registers::of(unwinding::unwind(vm, r.frame, raised, origin)?);
    Ok(After::Instruction)
}

macro_rules! arms {
    ($vm:ident, $r:ident, $argument:ident, $word:ident;
        $($name:ident $(: $specialize:path)? => $handler:expr;)*
    ) => {
        /// Lets an instruction that counts its executions be specialized when it is due.
        #[inline(always)]
        fn specialize_if_due($vm: &Vm, $r: &Registers, opcode: u16) -> bool {
            match opcode {
                $($(op::$name => {
                    let is_due = $r.is_due($specialize);
                    if is_due {
                        $r.save();
                        $specialize($vm, $r.frame, $r.ip.wrapping_sub(1));
                    }
                    is_due
                })?)*
                _ => false,
            }
        }

        /// Runs the handler of an instruction.
        #[inline(always)]
        fn execute($vm: &Vm, $r: &mut Registers, opcode: u16) -> Next {
            let $word = $r.word();
            let $argument = operand($word);
            match opcode {
                $(op::$name => Outcome::next($handler),)*
                _ => Outcome::next(control::unknown_opcode($vm, *$r)),
            }
        }
    };
}

table!(arms);
