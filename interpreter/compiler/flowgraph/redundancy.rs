//! Removing instructions that do nothing.

use bytecode::{Location, Opcode};
use syntax::error::{ErrorKind, SyntaxError};

use super::{BlockId, FlowGraph};

impl FlowGraph {
    /// Removes every `NOP` that no line needs, in all blocks; reports whether there was one.
    /// CPython's `remove_redundant_nops`.
    fn remove_redundant_nops(&mut self) -> bool {
        let mut changed = false;
        let mut cursor = self.first();
        while let Some(id) = cursor {
            changed |= self.remove_redundant_nops_of(id);
            cursor = self[id].next;
        }
        changed
    }

    /// Removes `NOP`s, and constants and copies that are popped at once, until there are
    /// none. CPython's `remove_redundant_nops_and_pairs`.
    pub(super) fn remove_redundant_nops_and_pairs(&mut self) {
        while self.remove_pairs_once() {}
    }

    /// Removes `NOP`s and jumps to the next instruction, until there are none.
    /// CPython's `remove_redundant_nops_and_jumps`.
    pub(super) fn remove_redundant_nops_and_jumps(&mut self) -> Result<(), SyntaxError> {
        loop {
            let removed_nops = self.remove_redundant_nops();
            let removed_jumps = self.remove_redundant_jumps()?;
            if !removed_nops && !removed_jumps {
                return Ok(());
            }
        }
    }

    /// As [`FlowGraph::remove_redundant_nops`], in one block.
    pub(super) fn remove_redundant_nops_of(&mut self, id: BlockId) -> bool {
        let range = self[id].range();
        let Some(first_nop) = self.body(id).iter().position(|i| i.opcode == Opcode::Nop) else {
            return false;
        };
        let mut kept = range.start + first_nop;
        let mut previous_line = match first_nop {
            0 => -1,
            _ => self.pool[kept - 1].location.line,
        };
        for index in range.start + first_nop..range.end {
            let instruction = self.pool[index];
            let is_last = index + 1 == range.end;
            if instruction.opcode == Opcode::Nop
                && self.is_redundant_nop(id, index, is_last, previous_line)
            {
                continue;
            }
            self.pool[kept] = instruction;
            kept += 1;
            previous_line = instruction.location.line;
        }
        self[id].length = (kept - range.start) as u32;
        kept != range.end
    }

    /// Whether nobody misses the `NOP` at `index`: it has no line, or an instruction beside it
    /// has the same one. A following instruction without a line takes the `NOP`'s.
    fn is_redundant_nop(
        &mut self,
        id: BlockId,
        index: usize,
        is_last: bool,
        previous_line: i32,
    ) -> bool {
        let location = self.pool[index].location;
        if location.line < 0 || location.line == previous_line {
            return true;
        }
        if is_last {
            return self
                .next_nonempty(self[id].next)
                .is_some_and(|next| self.first_line_of(next) == location.line);
        }
        let next = &mut self.pool[index + 1];
        if next.location.line < 0 {
            next.location = location;
        }
        next.location.line == location.line
    }

    /// The line on which a block starts once its `NOP`s without line are gone.
    fn first_line_of(&self, id: BlockId) -> i32 {
        self.body(id)
            .iter()
            .find(|instruction| {
                instruction.opcode != Opcode::Nop
                    || instruction.location.line != Location::NONE.line
            })
            .map_or(Location::NONE.line, |instruction| instruction.location.line)
    }

    fn remove_pairs_once(&mut self) -> bool {
        let mut changed = false;
        let mut previous: Option<usize> = None;
        let mut cursor = self.first();
        while let Some(id) = cursor {
            self.remove_redundant_nops_of(id);
            if self[id].is_labelled {
                previous = None;
            }
            for index in self[id].range() {
                if self.pool[index].opcode == Opcode::PopTop
                    && let Some(pusher) = previous
                    && self.only_pushes(pusher)
                {
                    self.pool[pusher].erase();
                    self.pool[index].erase();
                    changed = true;
                }
                previous = Some(index);
            }
            let jumps = previous.is_some_and(|index| self.pool[index].opcode.has_jump());
            if jumps || !self.falls_through(id) {
                previous = None;
            }
            cursor = self[id].next;
        }
        changed
    }

    /// Whether the instruction at `index` has no effect but to push a value.
    fn only_pushes(&self, index: usize) -> bool {
        let instruction = &self.pool[index];
        match instruction.opcode {
            Opcode::LoadConst => true,
            Opcode::Copy => instruction.operand == 1,
            _ => false,
        }
    }

    fn remove_redundant_jumps(&mut self) -> Result<bool, SyntaxError> {
        let mut changed = false;
        let mut cursor = self.first();
        while let Some(id) = cursor {
            cursor = self[id].next;
            let Some(last) = self.last(id) else { continue };
            if !last.opcode.is_unconditional_jump() {
                continue;
            }
            let Some(target) = self.next_nonempty(last.target) else {
                let message = "jump with NULL target";
                return Err(SyntaxError::without_location(
                    ErrorKind::SystemError,
                    message,
                ));
            };
            if self.next_nonempty(cursor) == Some(target) {
                changed = true;
                if let Some(last) = self.body_mut(id).last_mut() {
                    last.erase();
                }
            }
        }
        Ok(changed)
    }
}
