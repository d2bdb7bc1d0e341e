//! Joining two accesses of local variables into one instruction.

use bytecode::Opcode;

use super::{FlowGraph, FlowInstruction};

/// Slots below this one fit the halves of an operand.
const SLOTS: i32 = 16;

impl FlowGraph {
    /// Joins neighbouring loads and stores of locals. CPython's `insert_superinstructions`.
    pub(super) fn insert_superinstructions(&mut self) {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            let mut rest = self.body_mut(id);
            let mut joined = false;
            while let [first, after @ ..] = rest {
                if let Some(second) = after.first_mut() {
                    joined |= join(first, second);
                }
                rest = after;
            }
            if joined {
                self.remove_redundant_nops_of(id);
            }
            cursor = self[id].next;
        }
    }
}

/// Joins two instructions if they are on one line, or one of them on none; reports
/// whether it did.
fn join(first: &mut FlowInstruction, second: &mut FlowInstruction) -> bool {
    let joined = match (first.opcode, second.opcode) {
        (Opcode::LoadFast, Opcode::LoadFast) => Opcode::LoadFastLoadFast,
        (Opcode::StoreFast, Opcode::LoadFast) => Opcode::StoreFastLoadFast,
        (Opcode::StoreFast, Opcode::StoreFast) => Opcode::StoreFastStoreFast,
        _ => return false,
    };
    let on_different_lines =
        first.has_line() && second.has_line() && first.location.line != second.location.line;
    if on_different_lines || first.operand >= SLOTS || second.operand >= SLOTS {
        return false;
    }
    first.replace(joined, (first.operand << 4) | second.operand);
    second.erase();
    true
}
