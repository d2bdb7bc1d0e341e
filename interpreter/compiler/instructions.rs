//! The list of instructions that the code generator fills and the flow graph takes.

use bytecode::{Location, Opcode};

/// A place to jump to, named before it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(pub u32);

/// An instruction whose jumps are still [`Label`]s.
#[derive(Clone, Copy, Debug)]
pub struct Instruction {
    /// What it does.
    pub opcode: Opcode,
    /// Its operand; the number of a [`Label`] where the opcode has a target.
    pub operand: i32,
    /// What it was compiled from.
    pub location: Location,
}

/// Instructions in the order of the source, with labels between them.
#[derive(Clone, Debug, Default)]
pub struct InstructionSequence {
    /// The instructions.
    pub instructions: Vec<Instruction>,
    /// For each label, the index of the instruction that it stands before, or
    /// [`InstructionSequence::UNPLACED`].
    pub labels: Vec<u32>,
}

impl InstructionSequence {
    /// The place of a label that was made and not yet put anywhere.
    pub const UNPLACED: u32 = u32::MAX;

    /// Removes all instructions and labels.
    pub fn clear(&mut self) {
        self.instructions.clear();
        self.labels.clear();
    }

    /// Makes a label.
    pub fn new_label(&mut self) -> Label {
        self.labels.push(Self::UNPLACED);
        Label(self.labels.len() as u32 - 1)
    }

    /// Puts `label` before the next instruction.
    pub fn place(&mut self, label: Label) {
        self.labels[label.0 as usize] = self.instructions.len() as u32;
    }

    /// Appends an instruction.
    pub fn push(&mut self, opcode: Opcode, operand: i32, location: Location) {
        self.instructions.push(Instruction {
            opcode,
            operand,
            location,
        });
    }

    /// Puts an instruction at `index`, moving those from there on, and the labels before them.
    pub fn insert(&mut self, index: usize, opcode: Opcode, operand: i32, location: Location) {
        self.instructions.insert(
            index,
            Instruction {
                opcode,
                operand,
                location,
            },
        );
        for place in &mut self.labels {
            if *place != Self::UNPLACED && *place as usize >= index {
                *place += 1;
            }
        }
    }
}
