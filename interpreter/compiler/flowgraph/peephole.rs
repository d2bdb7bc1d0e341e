//! Improving instructions by their neighbours: CPython's `optimize_basic_block`.

use bytecode::Opcode;

use super::{BlockId, FlowGraph, FlowInstruction};
use crate::constants::ConstantTable;

/// The bit of a `COMPARE_OP` operand that asks for a truth value.
const COMPARE_TO_BOOL: i32 = 16;

impl FlowGraph {
    /// Optimizes every block.
    pub(super) fn optimize_blocks(&mut self, constants: &mut ConstantTable) {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            let has_swaps = self.optimize_block(id, constants);
            if has_swaps {
                self.optimize_swaps(id);
            }
            cursor = self[id].next;
        }
    }

    /// Optimizes one block and reports whether it swaps values of the stack.
    fn optimize_block(&mut self, id: BlockId, constants: &mut ConstantTable) -> bool {
        let mut has_swaps = false;
        let mut index = 0;
        while index < self[id].length as usize {
            let position = self[id].start as usize + index;
            let opcode = self.pool[position].opcode;
            match opcode {
                Opcode::BuildTuple => {
                    has_swaps |= self.optimize_tuple(id, index, constants);
                }
                Opcode::Swap => {
                    has_swaps = true;
                    if self.pool[position].operand == 1 {
                        self.pool[position].erase();
                    }
                }
                // A jump that was led on may lead to another one.
                Opcode::PopJumpIfFalse
                | Opcode::PopJumpIfTrue
                | Opcode::PopJumpIfNone
                | Opcode::PopJumpIfNotNone
                | Opcode::Jump
                | Opcode::JumpNoInterrupt
                    if self.thread_jump(id) =>
                {
                    continue;
                }
                Opcode::StoreFast
                | Opcode::LoadGlobal
                | Opcode::CompareOp
                | Opcode::ContainsOp
                | Opcode::IsOp
                | Opcode::ToBool
                | Opcode::UnaryNot => {
                    if let [first, second, ..] = &mut self.body_mut(id)[index..] {
                        optimize_pair(first, second);
                    }
                }
                _ => {}
            }
            index += 1;
        }
        has_swaps
    }

    /// Optimizes a `BUILD_TUPLE`; reports whether that made a swap.
    fn optimize_tuple(&mut self, id: BlockId, index: usize, constants: &mut ConstantTable) -> bool {
        let position = self[id].start as usize + index;
        if let [tuple, next, ..] = &mut self.body_mut(id)[index..]
            && next.opcode == Opcode::UnpackSequence
            && next.operand == tuple.operand
        {
            match tuple.operand {
                1 => {
                    tuple.erase();
                    next.erase();
                    return false;
                }
                2 | 3 => {
                    tuple.erase();
                    next.opcode = Opcode::Swap;
                    return true;
                }
                _ => {}
            }
        }
        if let Ok(count) = usize::try_from(self.pool[position].operand)
            && index >= count
        {
            self.fold_tuple(position, count, constants);
        }
        false
    }

    /// Lets the jump at the end of a block lead to where its target only jumps on to. The
    /// jump itself becomes a `NOP`, for its line, and a new one is appended.
    fn thread_jump(&mut self, id: BlockId) -> bool {
        let Some(&jump) = self.last(id) else {
            return false;
        };
        let Some(&next_jump) = jump.target.and_then(|target| self.body(target).first()) else {
            return false;
        };
        let opcode = match (jump.opcode, next_jump.opcode) {
            (
                Opcode::PopJumpIfFalse
                | Opcode::PopJumpIfTrue
                | Opcode::PopJumpIfNone
                | Opcode::PopJumpIfNotNone,
                Opcode::Jump,
            ) => jump.opcode,
            (Opcode::Jump | Opcode::JumpNoInterrupt, Opcode::Jump) => Opcode::Jump,
            (Opcode::Jump | Opcode::JumpNoInterrupt, Opcode::JumpNoInterrupt) => jump.opcode,
            _ => return false,
        };
        if jump.target == next_jump.target {
            return false;
        }
        if let Some(last) = self.body_mut(id).last_mut() {
            last.erase();
        }
        let mut threaded = FlowInstruction::new(opcode, 0, next_jump.location);
        threaded.target = next_jump.target;
        self.push(id, threaded);
        true
    }
}

/// Optimizes two instructions that follow each other.
fn optimize_pair(first: &mut FlowInstruction, second: &mut FlowInstruction) {
    match (first.opcode, second.opcode) {
        (Opcode::StoreFast, Opcode::StoreFast)
            if first.operand == second.operand && first.location.line == second.location.line =>
        {
            first.replace(Opcode::PopTop, 0);
        }
        (Opcode::LoadGlobal, Opcode::PushNull) if first.operand & 1 == 0 => {
            first.operand |= 1;
            second.erase();
        }
        (Opcode::CompareOp, Opcode::ToBool) => {
            second.replace(Opcode::CompareOp, first.operand | COMPARE_TO_BOOL);
            first.erase();
        }
        (Opcode::ContainsOp | Opcode::IsOp, Opcode::ToBool) => {
            second.replace(first.opcode, first.operand);
            first.erase();
        }
        (Opcode::ToBool, Opcode::ToBool) => first.erase(),
        (Opcode::UnaryNot, Opcode::ToBool) => {
            second.replace(Opcode::UnaryNot, 0);
            first.erase();
        }
        (Opcode::UnaryNot, Opcode::UnaryNot) => {
            first.erase();
            second.erase();
        }
        _ => {}
    }
}
