//! Constants: which instructions load them, and what becomes of them.

use bytecode::{Constant, Opcode};
use num_traits::Zero;

use super::FlowGraph;
use crate::constants::ConstantTable;

/// Whether Python holds `constant` to be true.
pub(super) fn is_true(constant: &Constant) -> bool {
    match constant {
        Constant::None => false,
        Constant::Bool(value) => *value,
        Constant::Int(value) => *value != 0,
        Constant::BigInt(value) => !value.is_zero(),
        Constant::Float(value) => *value != 0.0,
        Constant::Complex(real, imaginary) => *real != 0.0 || *imaginary != 0.0,
        Constant::Str(text) => !text.as_bytes().is_empty(),
        Constant::Bytes(bytes) => !bytes.is_empty(),
        Constant::Tuple(members) | Constant::FrozenSet(members) => !members.is_empty(),
        Constant::Ellipsis | Constant::Code(_) => true,
    }
}

impl FlowGraph {
    /// Replaces the building of a tuple by the instruction at `index` of the pool, which
    /// follows its `count` members in the same block, by the tuple, if all are constants.
    /// CPython's `fold_tuple_on_constants`.
    pub(super) fn fold_tuple(&mut self, index: usize, count: usize, constants: &mut ConstantTable) {
        let loads = &self.pool[index - count..index];
        if !loads.iter().all(|load| load.opcode == Opcode::LoadConst) {
            return;
        }
        let members: Option<Box<[Constant]>> = loads
            .iter()
            .map(|load| constants.get(load.operand as u32).cloned())
            .collect();
        let Some(members) = members else { return };
        let constant = constants.add(Constant::Tuple(members));
        for load in &mut self.pool[index - count..index] {
            load.erase();
        }
        self.pool[index].replace(Opcode::LoadConst, constant as i32);
    }

    /// Drops the constants that no instruction loads. The first stays: it may be the
    /// docstring. CPython's `remove_unused_consts`.
    pub(super) fn remove_unused_constants(&mut self, constants: &mut ConstantTable) {
        if constants.is_empty() {
            return;
        }
        let mut new_indices = std::mem::take(&mut self.indices);
        new_indices.clear();
        new_indices.resize(constants.len(), UNUSED);
        new_indices[0] = 0;
        self.for_each_constant(|operand| {
            if let Some(index) = new_indices.get_mut(*operand as usize) {
                *index = 0;
            }
        });
        if new_indices.contains(&UNUSED) {
            self.drop_constants(constants, &mut new_indices);
        }
        self.indices = new_indices;
    }

    /// Drops the constants that `new_indices` says are unused, and gives the others theirs.
    fn drop_constants(&mut self, constants: &mut ConstantTable, new_indices: &mut [u32]) {
        let used = new_indices.iter_mut().filter(|index| **index != UNUSED);
        for (new_index, index) in (0..).zip(used) {
            *index = new_index;
        }
        constants.retain(|index| new_indices[index as usize] != UNUSED);
        self.for_each_constant(|operand| {
            if let Some(&index) = new_indices.get(*operand as usize) {
                *operand = index as i32;
            }
        });
    }

    /// Hands `visit` the operand of each instruction that loads a constant.
    fn for_each_constant(&mut self, mut visit: impl FnMut(&mut i32)) {
        let mut cursor = self.first();
        while let Some(id) = cursor {
            for instruction in self.body_mut(id) {
                if matches!(instruction.opcode, Opcode::LoadConst | Opcode::ReturnConst) {
                    visit(&mut instruction.operand);
                }
            }
            cursor = self[id].next;
        }
    }
}

/// The new index of a constant that is dropped.
const UNUSED: u32 = u32::MAX;
