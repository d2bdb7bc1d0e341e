//! From an instruction sequence to basic blocks.

use syntax::error::SyntaxError;

use super::{BlockId, FlowGraph, FlowInstruction, malformed};
use crate::instructions::{Instruction, InstructionSequence};

/// The mark of an instruction that something jumps to.
const TARGET: u32 = u32::MAX;

impl FlowGraph {
    /// Cuts `sequence` into blocks: a new one starts at each target of a jump and after each
    /// jump or exit. CPython's `instr_sequence_to_cfg`.
    pub fn build(sequence: &InstructionSequence) -> Result<FlowGraph, SyntaxError> {
        let instructions = &sequence.instructions;
        let mut graph = FlowGraph {
            blocks: Vec::new(),
            pool: Vec::with_capacity(instructions.len() + 16),
            pending: Vec::new(),
        };
        // For each instruction, whether it is a target, then the index of the block it starts.
        let mut starts = vec![0; instructions.len()];
        for instruction in instructions {
            if instruction.opcode.has_target() {
                let place = place_of(sequence, instruction).ok_or_else(malformed)?;
                *starts.get_mut(place).ok_or_else(malformed)? = TARGET;
            }
        }
        graph.cut(instructions, &mut starts);
        graph.resolve_targets(sequence, &starts)?;
        Ok(graph)
    }

    fn cut(&mut self, instructions: &[Instruction], starts: &mut [u32]) {
        let mut current = self.new_block();
        let mut after_terminator = false;
        for (index, instruction) in instructions.iter().enumerate() {
            let is_target = starts[index] == TARGET;
            if after_terminator || (is_target && self[current].length > 0) {
                let block = self.new_block();
                self[current].next = Some(block);
                current = block;
            }
            if is_target {
                self[current].is_labelled = true;
                starts[index] = current.index() as u32;
            }
            self.pool.push(FlowInstruction::new(
                instruction.opcode,
                instruction.operand,
                instruction.location,
            ));
            let block = &mut self[current];
            block.length += 1;
            block.capacity += 1;
            after_terminator = instruction.opcode.is_terminator();
        }
    }

    fn resolve_targets(
        &mut self,
        sequence: &InstructionSequence,
        starts: &[u32],
    ) -> Result<(), SyntaxError> {
        // The pool still has the order of the sequence.
        for (index, instruction) in sequence.instructions.iter().enumerate() {
            if !instruction.opcode.has_target() {
                continue;
            }
            let place = place_of(sequence, instruction).ok_or_else(malformed)?;
            let target = BlockId::new(starts[place] as usize);
            self.pool[index].target = Some(target);
            if instruction.opcode.is_block_push() {
                self[target].is_handler = true;
            }
        }
        Ok(())
    }
}

/// The index of the instruction that `instruction`'s label stands before.
fn place_of(sequence: &InstructionSequence, instruction: &Instruction) -> Option<usize> {
    let label = usize::try_from(instruction.operand).ok()?;
    let place = *sequence.labels.get(label)?;
    (place != InstructionSequence::UNPLACED).then_some(place as usize)
}
