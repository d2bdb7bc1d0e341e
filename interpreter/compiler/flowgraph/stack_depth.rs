//! How deep the operand stack gets.

use syntax::error::{ErrorKind, SyntaxError};

use super::{BlockId, FlowGraph};

impl FlowGraph {
    /// The greatest depth of the operand stack, in values; notes each block's depth on entry.
    /// CPython's `calculate_stackdepth`.
    pub(super) fn compute_stack_depth(&mut self) -> Result<u32, SyntaxError> {
        for block in &mut self.blocks {
            block.start_depth = None;
        }
        let mut pending = self.start_traversal();
        let mut greatest = 0;
        if let Some(first) = self.first() {
            self.enter_at_depth(first, 0, &mut pending)?;
        }
        while let Some(id) = pending.pop() {
            let depth = self.follow_depth(id, &mut greatest, &mut pending)?;
            if let Some(next) = self[id].next
                && self.falls_through(id)
            {
                self.enter_at_depth(next, depth, &mut pending)?;
            }
        }
        self.pending = pending;
        Ok(greatest)
    }

    /// Follows the depth through a block, to its end.
    fn follow_depth(
        &mut self,
        id: BlockId,
        greatest: &mut u32,
        pending: &mut Vec<BlockId>,
    ) -> Result<i32, SyntaxError> {
        let mut depth = self[id].start_depth.unwrap_or(0);
        for index in self[id].range() {
            let instruction = &self.pool[index];
            let (opcode, operand) = (instruction.opcode, instruction.operand);
            if let Some(target) = instruction.target
                && opcode.has_target()
            {
                let target_depth = depth.saturating_add(opcode.stack_effect(operand, true));
                *greatest = (*greatest).max(u32::try_from(target_depth).unwrap_or(0));
                self.enter_at_depth(target, target_depth, pending)?;
            }
            depth = depth.saturating_add(opcode.stack_effect(operand, false));
            *greatest = (*greatest)
                .max(u32::try_from(depth).map_err(|_| invalid("Invalid CFG, stack underflow"))?);
        }
        Ok(depth)
    }

    fn enter_at_depth(
        &mut self,
        id: BlockId,
        depth: i32,
        pending: &mut Vec<BlockId>,
    ) -> Result<(), SyntaxError> {
        match self[id].start_depth {
            None => {
                self[id].start_depth = Some(depth);
                pending.push(id);
                Ok(())
            }
            Some(known) if known == depth => Ok(()),
            Some(_) => Err(invalid("Invalid CFG, inconsistent stackdepth")),
        }
    }
}

fn invalid(message: &str) -> SyntaxError {
    SyntaxError::without_location(ErrorKind::ValueError, message)
}
