//! Copying small exits to the jumps that lead to them.

use bytecode::Opcode;

use super::{BlockId, FlowGraph};

/// The longest exit that is copied, in instructions.
const LONGEST_COPY: usize = 4;

impl FlowGraph {
    /// Replaces unconditional jumps to a small exit, or to a block that has no line and does
    /// not fall through, by the block itself, until there are none.
    /// CPython's `inline_small_or_no_lineno_blocks`.
    pub(super) fn inline_small_exits(&mut self) {
        let mut changed = true;
        while std::mem::take(&mut changed) {
            let mut cursor = self.first();
            while let Some(id) = cursor {
                changed |= self.inline_target(id);
                cursor = self[id].next;
            }
        }
    }

    fn inline_target(&mut self, id: BlockId) -> bool {
        let Some(&jump) = self.last(id) else {
            return false;
        };
        let Some(target) = jump.target else {
            return false;
        };
        // A jump to itself that has no line would be copied for ever; none is generated.
        if !jump.opcode.is_unconditional_jump() || target == id {
            return false;
        }
        let is_small_exit = self.exits_scope(target) && self.body(target).len() <= LONGEST_COPY;
        let has_no_line = self.has_no_line(target) && !self.falls_through(target);
        if !is_small_exit && !has_no_line {
            return false;
        }
        if let Some(last) = self.body_mut(id).last_mut() {
            last.erase();
        }
        self.append_copy(id, target);
        // The copied jump must check for signals and the like if the replaced one did.
        if has_no_line
            && jump.opcode == Opcode::Jump
            && let Some(last) = self.body_mut(id).last_mut()
            && last.opcode.is_unconditional_jump()
        {
            last.opcode = Opcode::Jump;
        }
        self[target].predecessors -= 1;
        true
    }
}
