//! The private copy of the instructions: how a code unit becomes a word of 64 bits.
//!
//! ```text
//!   63          32 31           16 15        0
//!   | operand     | counter       | opcode   |
//! ```
//!
//! The operand has its EXTENDED_ARG prefixes folded in. Each code unit has its word, inline
//! caches included, so that offsets and jumps are those of the code object; a cache unit is a
//! whole word.

use bytecode::Opcode;
use bytecode::instruction::Instructions;

use super::pairs;
use super::specialized as op;
use crate::objects::code::Code;

/// Where the operand begins.
pub(crate) const OPERAND_SHIFT: u32 = 32;
/// Where the counter begins.
pub(crate) const COUNTER_SHIFT: u32 = 16;

/// Executions before the first attempt at specialization.
const WARMUP: u64 = 1;

/// A word.
pub(crate) fn word(opcode: u16, operand: u32) -> u64 {
    u64::from(operand) << OPERAND_SHIFT | u64::from(opcode)
}

/// A word with another opcode.
pub(crate) fn with_opcode(word: u64, opcode: u16) -> u64 {
    word & !0xFFFF | u64::from(opcode)
}

/// A word with another counter.
pub(crate) fn with_counter(word: u64, counter: u16) -> u64 {
    word & !(0xFFFF << COUNTER_SHIFT) | u64::from(counter) << COUNTER_SHIFT
}

/// The counter of an instruction that is not to be specialized soon.
pub(crate) const NEVER: u16 = u16::MAX;

/// The words of a code object.
pub(crate) fn words_of(code: &Code) -> Box<[u64]> {
    let mut words: Vec<u64> = vec![0; code.unit_count() + 1];
    let mut instructions = Instructions::new(code.bytecode()).peekable();
    while let Some(instruction) = instructions.next() {
        let next = instructions.peek().map(|next| next.opcode);
        let index = instruction.offset as usize / 2;
        let operand = instruction.argument.unwrap_or(0);
        let Some(place) = words.get_mut(index) else {
            break;
        };
        *place = match instruction.opcode {
            Opcode::LoadConst => load_constant(code, operand, next),
            opcode if let Some(pair) = next.and_then(|next| pairs::opcode_of(opcode, next)) => {
                word(pair, operand)
            }
            // Opcodes that no code has which the compiler makes.
            Opcode::Reserved
            | Opcode::ExitInitCheck
            | Opcode::InterpreterExit
            | Opcode::EnterExecutor => word(op::INVALID, operand),
            opcode if opcode.is_pseudo() => word(op::INVALID, operand),
            opcode => {
                let counts = opcode.caches() > 0
                    || matches!(
                        opcode,
                        Opcode::LoadName | Opcode::StoreName | Opcode::StoreGlobal
                    );
                let counter = if counts { WARMUP } else { 0 };
                word(opcode.number(), operand) | counter << COUNTER_SHIFT
            }
        };
    }
    // Falling off the end must stop somewhere.
    if let Some(last) = words.last_mut() {
        *last = word(op::INVALID, 0);
    }
    words.into_boxed_slice()
}

/// LOAD_CONST of a value whose word fits the operand needs no look at the constants.
fn load_constant(code: &Code, operand: u32, next: Option<Opcode>) -> u64 {
    let pair = next.and_then(pairs::opcode_of_constant);
    let constant = code.constants().get(operand as usize);
    match constant {
        Some(value) if !value.is_object() => match u32::try_from(value.bits()) {
            Ok(bits) => {
                let pair = pair.filter(|_| value.is_small_int());
                word(pair.unwrap_or(op::LOAD_CONST_IMMEDIATE), bits)
            }
            Err(_) => word(Opcode::LoadConst.number(), operand),
        },
        _ => word(Opcode::LoadConst.number(), operand),
    }
}
