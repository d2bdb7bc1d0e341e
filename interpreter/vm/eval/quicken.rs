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

use super::fused::loaded;
use super::pairs;
use super::specialized as op;
use crate::objects::code::Code;
use crate::objects::value::Value;

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

/// What becomes of a code unit, by its number.
#[derive(Clone, Copy)]
struct Plan {
    opcode: Opcode,
    caches: u8,
    /// All bits where the operand means something.
    operand_mask: u32,
    word: u64,
}

impl Plan {
    const fn of(number: u8) -> Plan {
        let opcode = match Opcode::from_number(number as u16) {
            Some(opcode) => opcode,
            None => Opcode::Reserved,
        };
        let counts = opcode.caches() > 0
            || matches!(
                opcode,
                Opcode::LoadName | Opcode::StoreName | Opcode::StoreGlobal
            );
        Plan {
            opcode,
            caches: opcode.caches() as u8,
            operand_mask: if opcode.has_argument() { u32::MAX } else { 0 },
            word: match opcode {
                // Opcodes that no code has which the compiler makes.
                Opcode::Reserved
                | Opcode::ExitInitCheck
                | Opcode::InterpreterExit
                | Opcode::EnterExecutor => op::INVALID as u64,
                _ if counts => opcode.number() as u64 | WARMUP << COUNTER_SHIFT,
                _ => opcode.number() as u64,
            },
        }
    }
}

static PLANS: [Plan; 256] = {
    let mut plans = [Plan::of(0); 256];
    let mut number = 0;
    while number < plans.len() {
        plans[number] = Plan::of(number as u8);
        number += 1;
    }
    plans
};

/// The words of a code object.
pub(crate) fn words_of(code: &Code) -> Box<[u64]> {
    let (units, _) = code.bytecode().as_chunks::<2>();
    let mut words: Vec<u64> = vec![0; code.unit_count() + 1];
    let constants = code.constants();
    let mut extended = 0;
    let mut index = 0;
    while let Some(unit) = units.get(index) {
        let plan = &PLANS[usize::from(unit[0])];
        let value = extended << 8 | u32::from(unit[1]);
        extended = match plan.opcode {
            Opcode::ExtendedArg => value,
            _ => 0,
        };
        let operand = value & plan.operand_mask;
        let place = index;
        index += 1 + usize::from(plan.caches);
        let next = || {
            units
                .get(index)
                .map(|unit| PLANS[usize::from(unit[0])].opcode)
        };
        if matches!(plan.opcode, Opcode::BinaryOp | Opcode::CompareOp) {
            words[place + 1] = loads_before(&words, place);
        }
        words[place] = match plan.opcode {
            Opcode::LoadConst => load_constant(constants.get(operand as usize), operand),
            Opcode::LoadFast | Opcode::LoadFastLoadFast
                if let Some(pair) = next().and_then(|next| pairs::opcode_of(plan.opcode, next)) =>
            {
                word(pair, operand)
            }
            _ => plan.word | u64::from(operand) << OPERAND_SHIFT,
        };
    }
    // Falling off the end must stop somewhere.
    if let Some(last) = words.last_mut() {
        *last = word(op::INVALID, 0);
    }
    words.into_boxed_slice()
}

/// What loads the operands of the operation at `index`. All words before it are those of
/// instructions that have not run yet, or small numbers in caches.
fn loads_before(words: &[u64], index: usize) -> u64 {
    let opcode = |distance| match index.checked_sub(distance) {
        Some(index) => words[index] as u16,
        None => op::INVALID,
    };
    let has_integer = || u64::from((words[index - 1] >> OPERAND_SHIFT) as u32) & 0b11 == 0b10;
    match opcode(1) {
        op::LOAD_FAST => loaded::VARIABLE,
        op::LOAD_FAST_LOAD_FAST => loaded::VARIABLES,
        op::LOAD_CONST_IMMEDIATE if !has_integer() => loaded::OTHERWISE,
        op::LOAD_CONST_IMMEDIATE if opcode(2) == op::LOAD_FAST => loaded::VARIABLE_CONSTANT,
        op::LOAD_CONST_IMMEDIATE => loaded::CONSTANT,
        _ => loaded::OTHERWISE,
    }
}

/// LOAD_CONST of a value whose word fits the operand needs no look at the constants.
fn load_constant(constant: Option<&Value>, operand: u32) -> u64 {
    match constant {
        Some(value) if !value.is_object() => match u32::try_from(value.bits()) {
            Ok(bits) => word(op::LOAD_CONST_IMMEDIATE, bits),
            Err(_) => word(Opcode::LoadConst.number(), operand),
        },
        _ => word(Opcode::LoadConst.number(), operand),
    }
}
