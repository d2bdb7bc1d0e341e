//! From an instruction sequence to basic blocks.

use syntax::error::SyntaxError;

use super::{BlockId, FlowGraph, FlowInstruction, malformed};
use crate::instructions::{Instruction, InstructionSequence};

/// The mark of an instruction that something jumps to.
const TARGET: u32 = u32::MAX;

impl FlowGraph {
    /// Makes it the graph of `sequence`, which is cut into blocks: a new one starts at each
    /// target of a jump and after each jump or exit. CPython's `instr_sequence_to_cfg`.
    pub fn build(&mut self, sequence: &InstructionSequence) -> Result<(), SyntaxError> {
        let instructions = &sequence.instructions;
        self.blocks.clear();
        self.pool.clear();
        self.jumps.clear();
        self.pool.extend(instructions.iter().map(|instruction| {
            FlowInstruction::new(
                instruction.opcode,
                instruction.operand,
                instruction.location,
            )
        }));
        // For each instruction, whether it is a target, then the index of the block it starts.
        let mut starts = std::mem::take(&mut self.indices);
        starts.clear();
        starts.resize(instructions.len(), 0);
        for (index, instruction) in instructions.iter().enumerate() {
            if instruction.opcode.has_target() {
                let place = place_of(sequence, instruction).ok_or_else(malformed)?;
                *starts.get_mut(place).ok_or_else(malformed)? = TARGET;
                self.jumps.push((index as u32, place as u32));
            }
        }
        self.cut(instructions, &mut starts);
        self.resolve_targets(&starts);
        self.indices = starts;
        Ok(())
    }

    fn cut(&mut self, instructions: &[Instruction], starts: &mut [u32]) {
        let mut start = 0;
        let mut current = self.add_block(start);
        let mut after_terminator = false;
        for (index, (instruction, mark)) in instructions.iter().zip(starts).enumerate() {
            let is_target = *mark == TARGET;
            if after_terminator || (is_target && index > start) {
                self[current].set_length(index - start);
                start = index;
                let block = self.add_block(start);
                self[current].next = Some(block);
                current = block;
            }
            if is_target {
                self[current].is_labelled = true;
                *mark = current.index() as u32;
            }
            after_terminator = instruction.opcode.is_terminator();
        }
        self[current].set_length(instructions.len() - start);
    }

    /// Lets the jumps know their target's block. The pool still has the sequence's order.
    fn resolve_targets(&mut self, starts: &[u32]) {
        for jump in 0..self.jumps.len() {
            let (index, place) = self.jumps[jump];
            let target = BlockId::new(starts[place as usize] as usize);
            self.pool[index as usize].target = Some(target);
            self[target].is_handler |= self.pool[index as usize].opcode.is_block_push();
        }
    }
}

/// The index of the instruction that `instruction`'s label stands before.
fn place_of(sequence: &InstructionSequence, instruction: &Instruction) -> Option<usize> {
    let label = usize::try_from(instruction.operand).ok()?;
    let place = *sequence.labels.get(label)?;
    (place != InstructionSequence::UNPLACED).then_some(place as usize)
}
