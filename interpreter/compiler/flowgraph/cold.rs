//! Moving the code that only exceptions reach behind all other code.

use bytecode::{Location, Opcode};
use syntax::error::SyntaxError;

use super::{FlowGraph, FlowInstruction};

impl FlowGraph {
    /// Moves cold blocks to the end, in their order. CPython's `push_cold_blocks_to_end`.
    pub(super) fn move_cold_blocks_to_end(&mut self) -> Result<(), SyntaxError> {
        // Only a handler is cold, or what is reached from one.
        if !self.has_handlers() {
            return Ok(());
        }
        self.mark_warm();
        self.mark_cold();
        self.replace_falls_from_cold_to_warm();
        if self.split_off_cold() {
            self.remove_redundant_nops_and_jumps()?;
        }
        Ok(())
    }

    fn mark_warm(&mut self) {
        let mut pending = self.start_traversal();
        if let Some(first) = self.first() {
            self.visit(first, &mut pending);
        }
        while let Some(id) = pending.pop() {
            self[id].is_warm = true;
            if let Some(next) = self[id].next
                && self.falls_through(id)
            {
                self.visit(next, &mut pending);
            }
            if let Some(last) = self.last(id)
                && let Some(target) = last.target
                && last.opcode.has_jump()
            {
                self.visit(target, &mut pending);
            }
        }
        self.pending = pending;
    }

    fn mark_cold(&mut self) {
        let mut pending = self.start_traversal();
        let mut cursor = self.first();
        while let Some(id) = cursor {
            if self[id].is_handler {
                self.visit(id, &mut pending);
            }
            cursor = self[id].next;
        }
        while let Some(id) = pending.pop() {
            self[id].is_cold = true;
            if let Some(next) = self[id].next
                && self.falls_through(id)
                && !self[next].is_warm
            {
                self.visit(next, &mut pending);
            }
            if let Some(last) = self.last(id)
                && let Some(target) = last.target
                && last.opcode.has_jump()
                && !self[target].is_warm
            {
                self.visit(target, &mut pending);
            }
        }
        self.pending = pending;
    }

    /// A cold block that falls into a warm one must jump there once it is moved.
    fn replace_falls_from_cold_to_warm(&mut self) {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            cursor = self[id].next;
            let Some(next) = cursor else { return };
            if !self[id].is_cold || !self[next].is_warm || !self.falls_through(id) {
                continue;
            }
            let block = self.new_block();
            let mut jump = FlowInstruction::new(Opcode::JumpNoInterrupt, 0, Location::NONE);
            jump.target = Some(next);
            self.push(block, jump);
            self[block].is_cold = true;
            self[block].predecessors = 1;
            self[next].is_labelled = true;
            self.insert_after(id, block);
        }
    }

    /// Chains the warm blocks, then the cold ones; reports whether there are cold ones.
    fn split_off_cold(&mut self) -> bool {
        let mut first_cold = None;
        let mut last_cold = None;
        let mut last_warm = None;
        let mut cursor = self.first();
        while let Some(id) = cursor {
            cursor = self[id].next;
            // The first block is never cold, so that it stays the first.
            let is_cold = self[id].is_cold && last_warm.is_some();
            let last = if is_cold {
                first_cold = first_cold.or(Some(id));
                &mut last_cold
            } else {
                &mut last_warm
            };
            if let Some(last) = last.replace(id) {
                self[last].next = Some(id);
            }
        }
        if let Some(last) = last_warm {
            self[last].next = first_cold;
        }
        if let Some(last) = last_cold {
            self[last].next = None;
        }
        first_cold.is_some()
    }
}
