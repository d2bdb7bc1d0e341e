//! The slots of the frame: locals, cells, free variables, and the code that sets them up.

use bytecode::code::{LocalKind, LocalVariable};
use bytecode::{Location, Opcode};

use super::{FlowGraph, FlowInstruction, is_generator};
use crate::unit::CodeUnit;

impl FlowGraph {
    /// Puts the instructions before the code that make cells, copy free variables and create
    /// the generator, and replaces numbers of cells and free variables by numbers of slots.
    /// CPython's `prepare_localsplus`.
    pub(super) fn insert_prefix_and_fix_slots(&mut self, code: &CodeUnit<'_>) {
        let generator = is_generator(code.flags);
        if code.cellvars.is_empty() && code.freevars.is_empty() && !generator {
            return;
        }
        let slots = slots_of_cells(code);
        if let Some(first) = self.first() {
            self.prepend(first, &prefix(code, &slots));
        }
        let mut cursor = self.first();
        while let Some(id) = cursor {
            for instruction in self.body_mut(id) {
                if accesses_cell(instruction.opcode)
                    && let Ok(cell) = usize::try_from(instruction.operand)
                    && let Some(&slot) = slots.get(cell)
                {
                    instruction.operand = slot as i32;
                }
            }
            cursor = self[id].next;
        }
    }
}

/// The slot of each cell, then of each free variable. A parameter's cell has the parameter's.
fn slots_of_cells(code: &CodeUnit<'_>) -> Vec<usize> {
    let mut next_slot = code.varnames.len();
    let mut take_slot = || {
        next_slot += 1;
        next_slot - 1
    };
    let mut slots: Vec<usize> = code
        .cellvars
        .iter()
        .map(|name| match code.varnames.get_index_of(name) {
            Some(slot) => slot,
            None => take_slot(),
        })
        .collect();
    slots.extend(code.freevars.iter().map(|_| take_slot()));
    slots
}

/// The instructions before the code; operands of `MAKE_CELL` number the cells.
fn prefix(code: &CodeUnit<'_>, slots: &[usize]) -> Vec<FlowInstruction> {
    let mut prefix = Vec::new();
    if !code.freevars.is_empty() {
        let count = code.freevars.len() as i32;
        prefix.push(FlowInstruction::new(
            Opcode::CopyFreeVars,
            count,
            Location::NONE,
        ));
    }
    let mut cells: Vec<usize> = (0..code.cellvars.len()).collect();
    cells.sort_unstable_by_key(|&cell| slots[cell]);
    for cell in cells {
        prefix.push(FlowInstruction::new(
            Opcode::MakeCell,
            cell as i32,
            Location::NONE,
        ));
    }
    if is_generator(code.flags) {
        let line = code.first_line as i32;
        let location = Location {
            line,
            end_line: line,
            column: -1,
            end_column: -1,
        };
        prefix.push(FlowInstruction::new(Opcode::ReturnGenerator, 0, location));
        prefix.push(FlowInstruction::new(Opcode::PopTop, 0, location));
    }
    prefix
}

fn accesses_cell(opcode: Opcode) -> bool {
    matches!(
        opcode,
        Opcode::MakeCell
            | Opcode::LoadClosure
            | Opcode::LoadDeref
            | Opcode::StoreDeref
            | Opcode::DeleteDeref
            | Opcode::LoadFromDictOrDeref
    )
}

/// The slots of the frame with their names and kinds, in order.
/// CPython's `compute_localsplus_info`.
pub fn local_variables(code: &CodeUnit<'_>) -> Box<[LocalVariable]> {
    let locals = code.varnames.iter().map(|&name| {
        let mut kind = LocalKind::LOCAL;
        if code.hidden.contains(name) {
            kind |= LocalKind::HIDDEN;
        }
        if code.cellvars.contains(name) {
            kind |= LocalKind::CELL;
        }
        (name, kind)
    });
    let cells = code
        .cellvars
        .iter()
        .filter(|&&name| !code.varnames.contains(name))
        .map(|&name| (name, LocalKind::CELL));
    let free = code.freevars.iter().map(|&name| (name, LocalKind::FREE));
    locals
        .chain(cells)
        .chain(free)
        .map(|(name, kind)| LocalVariable {
            name: name.into(),
            kind: LocalKind(kind),
        })
        .collect()
}
