//! Which loads of local variables must check that the variable is set.

use bytecode::Opcode;

use super::{BlockId, FlowGraph};

/// How many locals are followed through the whole graph, a bit each; the others only within
/// their block, which keeps the work linear.
const FOLLOWED: usize = 64;

impl FlowGraph {
    /// Makes `LOAD_FAST` a `LOAD_FAST_CHECK` where the local may be unset.
    /// CPython's `add_checks_for_loads_of_uninitialized_variables`.
    pub(super) fn check_loads_of_unset_locals(&mut self, locals: usize, parameters: usize) {
        let Some(first) = self.first() else { return };
        if locals == 0 {
            return;
        }
        if locals > FOLLOWED {
            self.check_loads_within_blocks(locals);
        }
        let mut pending = self.start_traversal();
        // Locals but no parameters are unset on entry; deletions come later, and any block
        // may hold one, so each is looked at once at least.
        self.spread(
            first,
            bits_below(locals) & !bits_below(parameters),
            &mut pending,
        );
        let mut cursor = Some(first);
        while let Some(id) = cursor {
            self[id].visited = false;
            self.scan_block(id, &mut pending);
            cursor = self[id].next;
        }
        while let Some(id) = pending.pop() {
            if std::mem::take(&mut self[id].visited) {
                self.scan_block(id, &mut pending);
            }
        }
        self.pending = pending;
    }

    /// Tells a block that the locals of `unset` may be unset on entry; if that is news, it must
    /// be looked at again. Here `visited` means that it is on the list and has not been looked
    /// at since.
    fn spread(&mut self, id: BlockId, unset: u64, pending: &mut Vec<BlockId>) {
        let block = &mut self[id];
        if block.unset_locals | unset != block.unset_locals {
            block.unset_locals |= unset;
            self.visit(id, pending);
        }
    }

    fn scan_block(&mut self, id: BlockId, pending: &mut Vec<BlockId>) {
        let mut unset = self[id].unset_locals;
        // Instructions with the same handler and the same unset locals bring it nothing new.
        let mut told = None;
        for index in self[id].range() {
            if let Some(handler) = self.pool[index].handler
                && told != Some((handler, unset))
            {
                told = Some((handler, unset));
                self.spread(handler, unset, pending);
            }
            let instruction = &mut self.pool[index];
            match instruction.opcode {
                Opcode::LoadFast => {
                    let bit = bit(instruction.operand);
                    if unset & bit != 0 {
                        instruction.opcode = Opcode::LoadFastCheck;
                    }
                    unset &= !bit;
                }
                Opcode::StoreFast | Opcode::LoadFastCheck => {
                    unset &= !bit(instruction.operand);
                }
                Opcode::DeleteFast | Opcode::LoadFastAndClear | Opcode::StoreFastMaybeNull => {
                    unset |= bit(instruction.operand);
                }
                _ => {}
            }
        }
        if let Some(next) = self[id].next
            && self.falls_through(id)
        {
            self.spread(next, unset, pending);
        }
        if let Some(last) = self.last(id)
            && let Some(target) = last.target
            && last.opcode.has_jump()
        {
            self.spread(target, unset, pending);
        }
    }

    /// For the locals that are not followed: a load is checked unless the local is known to be
    /// set by an instruction before it in the same block. CPython's `fast_scan_many_locals`.
    fn check_loads_within_blocks(&mut self, locals: usize) {
        // The number of the block in which each local is known to be set.
        let mut set_in = vec![0u32; locals.saturating_sub(FOLLOWED)];
        let mut number = 0;
        let mut cursor = self.first();
        while let Some(id) = cursor {
            number += 1;
            for instruction in self.body_mut(id) {
                let slot = usize::try_from(instruction.operand).unwrap_or(0);
                let Some(set_in) = slot
                    .checked_sub(FOLLOWED)
                    .and_then(|index| set_in.get_mut(index))
                else {
                    continue;
                };
                match instruction.opcode {
                    Opcode::DeleteFast | Opcode::LoadFastAndClear | Opcode::StoreFastMaybeNull => {
                        *set_in = number - 1
                    }
                    Opcode::StoreFast => *set_in = number,
                    Opcode::LoadFast => {
                        if *set_in != number {
                            instruction.opcode = Opcode::LoadFastCheck;
                        }
                        *set_in = number;
                    }
                    _ => {}
                }
            }
            cursor = self[id].next;
        }
    }
}

/// The bit of a slot; none if it is not followed.
#[inline]
fn bit(slot: i32) -> u64 {
    if (0..FOLLOWED as i32).contains(&slot) {
        1 << slot
    } else {
        0
    }
}

/// A word with the lowest `count` bits set.
fn bits_below(count: usize) -> u64 {
    u32::try_from(count)
        .ok()
        .and_then(|count| 1u64.checked_shl(count))
        .map_or(u64::MAX, |bit| bit - 1)
}
