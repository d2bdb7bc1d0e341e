//! The loop as functions that jump to each other, one an opcode.
//!
//! All have the same parameters, which the calling convention keeps in machine registers: the
//! first four survive calls of ordinary functions. A handler ends in `become`, a jump to the
//! handler of the next instruction, so that the native stack does not grow.
#![allow(unsafe_code, reason = "instructions and exceptions are raw words")]

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

/// A handler: machine, instruction pointer, stack pointer, frame, word of the instruction.
type Handler =
    extern "rust-preserve-none" fn(&Vm, *mut u64, *mut u64, *mut Frame, u64) -> Result<Value>;

type Table = [Handler; op::LIMIT];

#[inline(always)]
fn handler_for(word: u64) -> Handler {
    // SAFETY: `quicken` and `specialize` write opcodes only, which are fewer than the rows.
    unsafe { *HANDLERS.get_unchecked(word as u16 as usize) }
}

/// Jumps to the handler of the next instruction.
macro_rules! go_on {
    ($vm:ident, $registers:expr) => {{
        let mut registers: Registers = $registers;
        let word = registers.fetch();
        let handler = handler_for(word);
        become handler($vm, registers.ip, registers.sp, registers.frame, word)
    }};
}

/// Runs a frame, and those that it calls, until it returns, yields or raises.
#[inline(never)]
pub(super) fn evaluate(vm: &Vm, frame: *mut Frame) -> Result<Value> {
    let mut registers = Registers::of(frame);
    let word = registers.fetch();
    let handler = handler_for(word);
    handler(vm, registers.ip, registers.sp, registers.frame, word)
}

/// Runs the plain form of an instruction.
extern "rust-preserve-none" fn plain(
    vm: &Vm,
    ip: *mut u64,
    sp: *mut u64,
    frame: *mut Frame,
    word: u64,
) -> Result<Value> {
    let handler = handler_for(op::plain_of(word as u16).into());
    become handler(vm, ip, sp, frame, word)
}

/// Goes on with the handler of the exception in the last parameter.
#[cold]
#[inline(never)]
extern "rust-preserve-none" fn raise(
    vm: &Vm,
    ip: *mut u64,
    sp: *mut u64,
    frame: *mut Frame,
    raised: u64,
) -> Result<Value> {
    // SAFETY: whoever jumps here gives the exception away.
    let raised = Raised(unsafe { Value::from_bits(raised) });
    match handler_of(vm, Registers { ip, sp, frame }, raised, Origin::Instruction) {
        Ok(frame) => go_on!(vm, Registers::of(frame)),
        Err(raised) => Err(raised),
    }
}

/// The frame that handles an exception, ready to go on.
#[cold]
#[inline(never)]
fn handler_of(vm: &Vm, r: Registers, raised: Raised, origin: Origin) -> Result<*mut Frame> {
    r.save();
    unwinding::unwind(vm, r.frame, raised, origin)
}

macro_rules! functions {
    ($vm:ident, $r:ident, $argument:ident, $word:ident;
        $($name:ident $(: $specialize:path)? => $handler:expr;)*
    ) => {
        $(
            #[allow(non_snake_case, unused_variables, clippy::unit_arg, reason = "made of a row")]
            extern "rust-preserve-none" fn $name($vm: &Vm, ip: *mut u64, sp: *mut u64, frame: *mut Frame, $word: u64) -> Result<Value> {
                let mut registers = Registers { ip, sp, frame };
                $(
                    if registers.is_due($specialize) {
                        become specialize_instruction($vm, ip, sp, frame, $word);
                    }
                )?
                let $r = &mut registers;
                let $argument = operand($word);
                match Outcome::next($handler) {
                    Next::Instruction => go_on!($vm, registers),
                    Next::Plain => become plain($vm, registers.ip, registers.sp, registers.frame, $word),
                    Next::As(opcode) => {
                        let handler = handler_for(opcode.into());
                        become handler($vm, registers.ip, registers.sp, registers.frame, $word)
                    }
                    Next::Raise(raised) => {
                        become raise($vm, registers.ip, registers.sp, registers.frame, raised.0.into_bits())
                    }
                    Next::RaiseAgain(raised, origin) => {
                        match handler_of($vm, registers, raised, origin) {
                            Ok(frame) => go_on!($vm, Registers::of(frame)),
                            Err(raised) => Err(raised),
                        }
                    }
                    Next::Leave(value) => Ok(value),
                }
            }
        )*

        /// The handlers by opcode.
        static HANDLERS: Table = {
            let mut table: Table = [INVALID; op::LIMIT];
            $(table[op::$name as usize] = $name;)*
            table
        };

        /// Looks at the operands of an instruction, and runs it in the form that fits them.
        #[cold]
        #[inline(never)]
        extern "rust-preserve-none" fn specialize_instruction($vm: &Vm, ip: *mut u64, sp: *mut u64, frame: *mut Frame, $word: u64) -> Result<Value> {
            let registers = Registers { ip, sp, frame };
            registers.save();
            let place = ip.wrapping_sub(1);
            match op::plain_of($word as u16) {
                $($(op::$name => $specialize($vm, frame, place),)?)*
                _ => {}
            }
            let $word = registers.word();
            let handler = handler_for($word);
            become handler($vm, ip, sp, frame, $word)
        }
    };
}

table!(functions);
