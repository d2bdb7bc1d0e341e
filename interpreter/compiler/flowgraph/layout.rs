//! The last passes before the assembler.

use bytecode::Opcode;
use syntax::error::SyntaxError;

use super::{BlockId, FlowGraph, FlowInstruction};

impl FlowGraph {
    /// Replaces the pseudo instructions other than jumps by real ones, or by nothing.
    /// CPython's `convert_pseudo_ops`.
    pub(super) fn replace_pseudo_instructions(&mut self) -> Result<(), SyntaxError> {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            for instruction in self.body_mut(id) {
                match instruction.opcode {
                    Opcode::SetupFinally | Opcode::SetupWith | Opcode::SetupCleanup => {
                        instruction.erase();
                    }
                    Opcode::LoadClosure => instruction.opcode = Opcode::LoadFast,
                    Opcode::StoreFastMaybeNull => instruction.opcode = Opcode::StoreFast,
                    _ => {}
                }
            }
            cursor = self[id].next;
        }
        self.remove_redundant_nops_and_jumps()
    }

    /// Conditional jumps can only lead forward. One that leads backward is reversed, and jumps
    /// over an unconditional jump. CPython's `normalize_jumps`.
    pub(super) fn make_conditional_jumps_forward(&mut self) {
        for block in &mut self.blocks {
            block.visited = false;
        }
        let mut cursor = self.first();
        while let Some(id) = cursor {
            self[id].visited = true;
            self.make_jump_forward(id);
            cursor = self[id].next;
        }
    }

    fn make_jump_forward(&mut self, id: BlockId) {
        let Some(&jump) = self.last(id) else { return };
        let Some(target) = jump.target else { return };
        let Some(reversed) = reversed(jump.opcode) else {
            return;
        };
        if !self[target].visited {
            return;
        }
        let block = self.new_block();
        let mut backward = FlowInstruction::new(Opcode::Jump, 0, jump.location);
        backward.target = Some(target);
        self.push(block, backward);
        self[block].is_cold = self[id].is_cold;
        let next = self[id].next;
        if let Some(last) = self.body_mut(id).last_mut() {
            last.opcode = reversed;
            last.target = next;
        }
        self.insert_after(id, block);
    }
}

/// The jump on the opposite condition.
fn reversed(opcode: Opcode) -> Option<Opcode> {
    match opcode {
        Opcode::PopJumpIfNotNone => Some(Opcode::PopJumpIfNone),
        Opcode::PopJumpIfNone => Some(Opcode::PopJumpIfNotNone),
        Opcode::PopJumpIfFalse => Some(Opcode::PopJumpIfTrue),
        Opcode::PopJumpIfTrue => Some(Opcode::PopJumpIfFalse),
        _ => None,
    }
}
