//! Basic blocks and where their instructions are kept.

use std::num::NonZeroU32;
use std::ops::{Index, IndexMut, Range};

use bytecode::{Location, Opcode};

use super::{FlowGraph, FlowInstruction};

/// The number of a block in its graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BlockId(NonZeroU32);

impl BlockId {
    /// The block at `index`.
    pub(super) fn new(index: usize) -> BlockId {
        BlockId(NonZeroU32::MIN.saturating_add(index as u32))
    }

    /// Its place in the list of blocks.
    #[inline]
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// Instructions that run one after the other: only the last may jump, and jumps lead only to
/// the first. It may be empty.
#[derive(Clone, Debug)]
pub struct Block {
    /// The block that follows it in the code.
    pub next: Option<BlockId>,
    /// Its stretch of the pool: where, how many instructions, room for how many.
    pub start: u32,
    pub length: u32,
    pub capacity: u32,
    /// How many jumps and falls lead here, as far as they are counted.
    pub predecessors: i32,
    /// Depth of the operand stack on entry, when known.
    pub start_depth: Option<i32>,
    /// The exception handlers in force on entry, while they are being spread.
    pub handlers: u32,
    /// The locals, of the first 64, that may be unset on entry.
    pub unset_locals: u64,
    /// Whether something jumped here when the block was made.
    pub is_labelled: bool,
    /// Whether it is an exception handler.
    pub is_handler: bool,
    /// Whether, as a handler, it finds the index of the last instruction on the stack.
    pub preserves_last_instruction: bool,
    /// A mark for the traversals.
    pub visited: bool,
    /// Whether it is reached without an exception.
    pub is_warm: bool,
    /// Whether it is reached only by an exception.
    pub is_cold: bool,
}

impl Block {
    fn new(start: usize) -> Block {
        Block {
            next: None,
            start: start as u32,
            length: 0,
            capacity: 0,
            predecessors: 0,
            start_depth: None,
            handlers: 0,
            unset_locals: 0,
            is_labelled: false,
            is_handler: false,
            preserves_last_instruction: false,
            visited: false,
            is_warm: false,
            is_cold: false,
        }
    }

    /// Lets it own that many instructions from its start on.
    pub(super) fn set_length(&mut self, length: usize) {
        self.length = length as u32;
        self.capacity = length as u32;
    }

    /// Its stretch of the pool.
    #[inline]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..(self.start + self.length) as usize
    }
}

impl Index<BlockId> for FlowGraph {
    type Output = Block;

    #[inline]
    fn index(&self, id: BlockId) -> &Block {
        &self.blocks[id.index()]
    }
}

impl IndexMut<BlockId> for FlowGraph {
    #[inline]
    fn index_mut(&mut self, id: BlockId) -> &mut Block {
        &mut self.blocks[id.index()]
    }
}

impl FlowGraph {
    /// The block where the code starts.
    #[inline]
    pub fn first(&self) -> Option<BlockId> {
        (!self.blocks.is_empty()).then(|| BlockId::new(0))
    }

    /// The blocks in the order of the code.
    pub fn in_order(&self) -> impl Iterator<Item = BlockId> {
        std::iter::successors(self.first(), |&id| self[id].next)
    }

    /// How many blocks there are, those out of use included.
    pub fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Whether a block is an exception handler.
    pub(super) fn has_handlers(&self) -> bool {
        self.blocks.iter().any(|block| block.is_handler)
    }

    /// The instructions of a block.
    #[inline]
    pub fn body(&self, id: BlockId) -> &[FlowInstruction] {
        &self.pool[self[id].range()]
    }

    /// The instructions of a block, to change them.
    #[inline]
    pub(super) fn body_mut(&mut self, id: BlockId) -> &mut [FlowInstruction] {
        let range = self[id].range();
        &mut self.pool[range]
    }

    /// The last instruction of a block.
    #[inline]
    pub(super) fn last(&self, id: BlockId) -> Option<&FlowInstruction> {
        self.body(id).last()
    }

    /// Where a handler starts to run: the depth of the operand stack there, and whether the
    /// index of the last instruction is on it.
    pub fn handler_entry(&self, id: BlockId) -> (i32, bool) {
        let block = &self[id];
        (
            block.start_depth.unwrap_or(0),
            block.preserves_last_instruction,
        )
    }

    /// Adds an empty block that nothing leads to.
    pub(super) fn new_block(&mut self) -> BlockId {
        self.add_block(self.pool.len())
    }

    /// Adds an empty block whose instructions will be at `start` of the pool.
    pub(super) fn add_block(&mut self, start: usize) -> BlockId {
        self.blocks.push(Block::new(start));
        BlockId::new(self.blocks.len() - 1)
    }

    /// Puts `block` after `id` in the order of the code.
    pub(super) fn insert_after(&mut self, id: BlockId, block: BlockId) {
        self[block].next = self[id].next;
        self[id].next = Some(block);
    }

    /// Appends an instruction to a block.
    pub(super) fn push(&mut self, id: BlockId, instruction: FlowInstruction) {
        self.reserve(id, 1);
        let end = self[id].range().end;
        self.pool[end] = instruction;
        self[id].length += 1;
    }

    /// Appends a copy of the instructions of `from` to `to`.
    pub(super) fn append_copy(&mut self, to: BlockId, from: BlockId) {
        self.reserve(to, self[from].length as usize);
        let source = self[from].range();
        let added = self[from].length;
        let end = self[to].range().end;
        self.pool.copy_within(source, end);
        self[to].length += added;
    }

    /// Puts `instructions` before those of a block.
    pub(super) fn prepend(&mut self, id: BlockId, instructions: &[FlowInstruction]) {
        self.reserve(id, instructions.len());
        let old = self[id].range();
        self.pool
            .copy_within(old.clone(), old.start + instructions.len());
        self.pool[old.start..old.start + instructions.len()].copy_from_slice(instructions);
        self[id].length += instructions.len() as u32;
    }

    /// Makes room for `additional` instructions at the end of a block.
    fn reserve(&mut self, id: BlockId, additional: usize) {
        let block = &self[id];
        let needed = block.length as usize + additional;
        if needed <= block.capacity as usize {
            return;
        }
        let filler = FlowInstruction::new(Opcode::Nop, 0, Location::NONE);
        if (block.start + block.capacity) as usize != self.pool.len() {
            let range = block.range();
            self[id].start = self.pool.len() as u32;
            self.pool.extend_from_within(range);
        }
        // Doubling keeps a block that grows again and again from being copied each time.
        let capacity = needed.max(2 * self[id].length as usize);
        let start = self[id].start as usize;
        self.pool.resize(start + capacity, filler);
        self[id].capacity = capacity as u32;
    }

    /// The first block from `cursor` on that has instructions.
    #[inline]
    pub(super) fn next_nonempty(&self, mut cursor: Option<BlockId>) -> Option<BlockId> {
        while let Some(id) = cursor
            && self[id].length == 0
        {
            cursor = self[id].next;
        }
        cursor
    }

    /// Whether control can run out of a block's end into the next one.
    #[inline]
    pub(super) fn falls_through(&self, id: BlockId) -> bool {
        self.last(id)
            .is_none_or(|last| !last.opcode.is_scope_exit() && !last.opcode.is_unconditional_jump())
    }

    /// Whether a block ends the frame.
    pub(super) fn exits_scope(&self, id: BlockId) -> bool {
        self.last(id)
            .is_some_and(|last| last.opcode.is_scope_exit())
    }

    /// Whether no instruction of a block has a line.
    pub(super) fn has_no_line(&self, id: BlockId) -> bool {
        !self.body(id).iter().any(FlowInstruction::has_line)
    }

    /// Begins a traversal: no block is visited, none pending. Hand the list back to
    /// `self.pending` afterwards, so that the next one need not allocate.
    pub(super) fn start_traversal(&mut self) -> Vec<BlockId> {
        for block in &mut self.blocks {
            block.visited = false;
        }
        let mut pending = std::mem::take(&mut self.pending);
        pending.clear();
        pending
    }

    /// Marks a block as visited and puts it on the list, unless it was visited.
    #[inline]
    pub(super) fn visit(&mut self, id: BlockId, pending: &mut Vec<BlockId>) {
        let block = &mut self[id];
        if !block.visited {
            block.visited = true;
            pending.push(id);
        }
    }
}
