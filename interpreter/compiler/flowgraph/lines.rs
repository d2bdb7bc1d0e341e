//! Giving instructions without a line the line of those before them.
//!
//! PEP 626 wants the line of a frame to be right when it ends. The machine computes it lazily
//! from the location of the ending instruction, so each of these needs one.

use bytecode::Location;

use super::{BlockId, FlowGraph, FlowInstruction};

impl FlowGraph {
    /// Spreads lines to the instructions that have none. CPython's `resolve_line_numbers`.
    pub(super) fn resolve_line_numbers(&mut self) {
        self.duplicate_exits_without_line();
        self.give_fallen_into_exits_lines();
        self.propagate_lines();
    }

    /// Copies each exit without line that several blocks lead to, for each jump to it: so each
    /// has one predecessor, from which it takes its line. CPython's
    /// `duplicate_exits_without_lineno`.
    fn duplicate_exits_without_line(&mut self) {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            self.duplicate_target(id);
            cursor = self[id].next;
        }
    }

    fn duplicate_target(&mut self, id: BlockId) {
        let Some(&jump) = self.last(id) else { return };
        if !jump.opcode.has_jump() {
            return;
        }
        let Some(target) = self.next_nonempty(jump.target) else {
            return;
        };
        if self[target].predecessors <= 1 || !self.is_exit_without_line(target) {
            return;
        }
        let copy = self.new_block();
        self.append_copy(copy, target);
        if let Some(first) = self.body_mut(copy).first_mut() {
            first.location = jump.location;
        }
        if let Some(last) = self.body_mut(id).last_mut() {
            last.target = Some(copy);
        }
        self[target].predecessors -= 1;
        self[copy].predecessors = 1;
        self[copy].is_labelled = true;
        self.insert_after(target, copy);
    }

    /// The exits without line that remain are reached by falling through only.
    fn give_fallen_into_exits_lines(&mut self) {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            cursor = self[id].next;
            let (Some(&last), Some(next)) = (self.last(id), cursor) else {
                continue;
            };
            if self.falls_through(id)
                && self.is_exit_without_line(next)
                && let Some(first) = self.body_mut(next).first_mut()
            {
                first.location = last.location;
            }
        }
    }

    /// Whether a block ends the frame or may switch to another thread, and has no line.
    fn is_exit_without_line(&self, id: BlockId) -> bool {
        let body = self.body(id);
        if body.is_empty() || body.iter().any(FlowInstruction::has_line) {
            return false;
        }
        self.exits_scope(id) || body.iter().any(|i| i.opcode.has_eval_break())
    }

    /// Within a block, instructions take the line of the one before; between blocks, the first
    /// takes that of the only predecessor. CPython's `propagate_line_numbers`.
    fn propagate_lines(&mut self) {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            cursor = self[id].next;
            let mut previous = Location::NONE;
            for instruction in self.body_mut(id) {
                if instruction.has_line() {
                    previous = instruction.location;
                } else {
                    instruction.location = previous;
                }
            }
            let Some(&last) = self.last(id) else { continue };
            if let Some(next) = cursor
                && self.falls_through(id)
            {
                self.take_line(next, previous);
            }
            if let Some(target) = last.target
                && last.opcode.has_jump()
            {
                self.take_line(target, previous);
            }
        }
    }

    fn take_line(&mut self, id: BlockId, location: Location) {
        if self[id].predecessors == 1
            && let Some(first) = self.body_mut(id).first_mut()
            && !first.has_line()
        {
            first.location = location;
        }
    }
}
