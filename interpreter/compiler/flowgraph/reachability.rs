//! Emptying the blocks that nothing leads to.

use super::FlowGraph;

impl FlowGraph {
    /// Counts each block's predecessors and empties those that have none.
    /// CPython's `remove_unreachable`.
    pub(super) fn remove_unreachable(&mut self) {
        for block in &mut self.blocks {
            block.predecessors = 0;
        }
        let mut pending = self.start_traversal();
        if let Some(first) = self.first() {
            self[first].predecessors = 1;
            self.visit(first, &mut pending);
        }
        while let Some(id) = pending.pop() {
            if let Some(next) = self[id].next
                && self.falls_through(id)
            {
                self.visit(next, &mut pending);
                self[next].predecessors += 1;
            }
            for index in self[id].range() {
                let instruction = &self.pool[index];
                if let Some(target) = instruction.target
                    && instruction.opcode.has_target()
                {
                    self.visit(target, &mut pending);
                    self[target].predecessors += 1;
                }
            }
        }
        self.pending = pending;
        for block in &mut self.blocks {
            if block.predecessors == 0 {
                block.length = 0;
                block.is_handler = false;
            }
        }
    }
}
