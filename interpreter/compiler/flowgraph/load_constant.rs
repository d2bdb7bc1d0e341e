//! What can be decided because a constant is known: CPython's `optimize_load_const`.

use bytecode::{Constant, Opcode};

use super::constants::is_true;
use super::{FlowGraph, FlowInstruction};
use crate::constants::ConstantTable;

impl FlowGraph {
    /// Optimizes each constant together with the instruction that takes it.
    pub(super) fn optimize_constant_loads(&mut self, constants: &mut ConstantTable) {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            optimize_body(self.body_mut(id), constants);
            cursor = self[id].next;
        }
    }
}

fn optimize_body(body: &mut [FlowInstruction], constants: &mut ConstantTable) {
    // The constant on top of the stack, known also after it was copied.
    let mut loaded: Option<i32> = None;
    let mut index = 0;
    while index < body.len() {
        let instruction = &body[index];
        let copies_constant =
            loaded.is_some() && instruction.opcode == Opcode::Copy && instruction.operand == 1;
        if !copies_constant {
            loaded = (instruction.opcode == Opcode::LoadConst).then_some(instruction.operand);
        }
        if let Some(constant) = loaded
            && optimize_taker(&mut body[index..], constant, constants)
        {
            index += 1;
        }
        index += 1;
    }
}

/// Optimizes `code`, which starts with loading or copying the constant of that index, by what
/// follows there. Reports whether that was consumed too.
fn optimize_taker(
    code: &mut [FlowInstruction],
    constant: i32,
    constants: &mut ConstantTable,
) -> bool {
    let [load, taker, rest @ ..] = code else {
        return false;
    };
    match taker.opcode {
        Opcode::PopJumpIfFalse | Opcode::PopJumpIfTrue => {
            let Some(value) = constants.get(constant as u32) else {
                return false;
            };
            load.erase();
            if is_true(value) == (taker.opcode == Opcode::PopJumpIfTrue) {
                taker.opcode = Opcode::Jump;
            } else {
                taker.erase();
            }
            false
        }
        Opcode::IsOp => {
            if matches!(constants.get(constant as u32), Some(Constant::None)) {
                test_for_none(load, taker, rest);
            }
            false
        }
        Opcode::ReturnValue => {
            load.erase();
            taker.replace(Opcode::ReturnConst, constant);
            true
        }
        Opcode::ToBool => {
            let Some(value) = constants.get(constant as u32) else {
                return false;
            };
            let value = constants.add(Constant::Bool(is_true(value)));
            load.erase();
            taker.replace(Opcode::LoadConst, value as i32);
            false
        }
        _ => false,
    }
}

/// Makes one jump of loading `None`, `is` or `is not`, and a conditional jump. The conversion
/// to a truth value in between goes in any case: `is` gives one.
fn test_for_none(
    load: &mut FlowInstruction,
    is: &mut FlowInstruction,
    rest: &mut [FlowInstruction],
) {
    let jump = match rest {
        [to_bool, rest @ ..] if to_bool.opcode == Opcode::ToBool => {
            to_bool.erase();
            rest.first_mut()
        }
        [jump, ..] => Some(jump),
        [] => None,
    };
    let Some(jump) = jump else { return };
    let is_inverted = is.operand != 0;
    jump.opcode = match (jump.opcode, is_inverted) {
        (Opcode::PopJumpIfTrue, false) | (Opcode::PopJumpIfFalse, true) => Opcode::PopJumpIfNone,
        (Opcode::PopJumpIfTrue, true) | (Opcode::PopJumpIfFalse, false) => Opcode::PopJumpIfNotNone,
        _ => return,
    };
    load.erase();
    is.erase();
}
