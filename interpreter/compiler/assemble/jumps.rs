//! The blocks one after the other, and the operands of jumps.

use bytecode::{Location, Opcode};
use syntax::error::{ErrorKind, SyntaxError};

use crate::flowgraph::{BlockId, FlowGraph};

/// After that many rounds, instructions no longer shrink, so that the rounds come to an end.
/// CPython has no such limit, and code that it compiles needs a few rounds.
const ROUNDS: usize = 100;

/// An instruction in its final place.
#[derive(Clone, Copy, Debug)]
pub struct PlacedInstruction {
    pub opcode: Opcode,
    pub operand: u32,
    pub location: Location,
    pub handler: Option<BlockId>,
    /// Code units before the inline caches: the instruction and its `EXTENDED_ARG`s.
    pub width: u8,
    /// Code units of inline caches.
    pub caches: u8,
}

impl PlacedInstruction {
    /// Code units that it takes.
    #[inline]
    pub fn size(&self) -> u32 {
        u32::from(self.width) + u32::from(self.caches)
    }
}

/// Instructions in their final order.
#[derive(Debug, Default)]
pub struct LinearCode {
    pub instructions: Vec<PlacedInstruction>,
    /// For each instruction, and for the end, the code units before it.
    pub offsets: Vec<u32>,
    /// For each block by its number, the index of its first instruction.
    pub starts: Vec<u32>,
    jumps: Vec<Jump>,
}

/// A jump, by the indices of itself and its target.
#[derive(Clone, Copy, Debug)]
struct Jump {
    index: u32,
    target: u32,
}

impl LinearCode {
    /// Puts the blocks of `graph` one after the other, in place of what was there.
    pub fn place(&mut self, graph: &FlowGraph) -> Result<(), SyntaxError> {
        self.instructions.clear();
        self.jumps.clear();
        self.starts.clear();
        self.starts.resize(graph.block_count(), u32::MAX);
        let mut next = 0;
        for id in graph.in_order() {
            self.starts[id.index()] = next;
            next += graph.body(id).len() as u32;
        }
        self.instructions.reserve(next as usize);
        for id in graph.in_order() {
            self.append(graph, id)?;
        }
        Ok(())
    }

    fn append(&mut self, graph: &FlowGraph, id: BlockId) -> Result<(), SyntaxError> {
        for instruction in graph.body(id) {
            let mut opcode = instruction.opcode;
            let mut operand = instruction.operand as u32;
            if let Some(target) = instruction.target
                && opcode.has_jump()
            {
                let index = self.instructions.len() as u32;
                // Until the offsets are known, CPython sizes a jump by its target's index.
                operand = self.starts[target.index()];
                opcode = directed(opcode, operand > index);
                self.jumps.push(Jump {
                    index,
                    target: operand,
                });
            }
            if opcode.is_pseudo() || operand > i32::MAX as u32 {
                let message = format!("cannot assemble {} {}", opcode.name(), operand);
                return Err(SyntaxError::without_location(
                    ErrorKind::SystemError,
                    message,
                ));
            }
            self.instructions.push(PlacedInstruction {
                opcode,
                operand,
                location: instruction.location,
                handler: instruction.handler,
                width: width(operand),
                caches: opcode.caches() as u8,
            });
        }
        Ok(())
    }

    /// Computes the offsets and the operands of jumps. Longer operands need more
    /// `EXTENDED_ARG`s, which move the code behind them, so this goes in rounds until nothing
    /// changes. CPython's `resolve_jump_offsets`.
    pub fn resolve_jumps(&mut self) {
        self.compute_offsets();
        for round in 0.. {
            let mut resized = false;
            for jump in &self.jumps {
                let instruction = &mut self.instructions[jump.index as usize];
                // A jump counts from the instruction after it.
                let from = self.offsets[jump.index as usize + 1];
                instruction.operand = from.abs_diff(self.offsets[jump.target as usize]);
                let mut new_width = width(instruction.operand);
                if round > ROUNDS {
                    new_width = new_width.max(instruction.width);
                }
                resized |= new_width != instruction.width;
                instruction.width = new_width;
            }
            if !resized {
                return;
            }
            self.compute_offsets();
        }
    }

    fn compute_offsets(&mut self) {
        let mut end = 0;
        self.offsets.clear();
        self.offsets.push(end);
        self.offsets
            .extend(self.instructions.iter().map(|instruction| {
                end += instruction.size();
                end
            }));
    }
}

/// The real instruction of a jump that leads forward or not.
fn directed(opcode: Opcode, forward: bool) -> Opcode {
    match opcode {
        Opcode::Jump | Opcode::JumpNoInterrupt if forward => Opcode::JumpForward,
        Opcode::Jump => Opcode::JumpBackward,
        Opcode::JumpNoInterrupt => Opcode::JumpBackwardNoInterrupt,
        _ => opcode,
    }
}

/// Code units of an instruction with that operand: each holds eight bits of it.
#[inline]
fn width(operand: u32) -> u8 {
    1 + u8::from(operand > 0xFF) + u8::from(operand > 0xFFFF) + u8::from(operand > 0xFF_FFFF)
}
