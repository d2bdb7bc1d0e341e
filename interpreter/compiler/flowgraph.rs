//! The control flow graph: instructions in basic blocks, and the passes that optimize them.
//!
//! [`FlowGraph::build`] cuts an instruction sequence into blocks, [`FlowGraph::optimize`] runs
//! the passes in CPython's order, and [`FlowGraph::finish_layout`] prepares the graph for the
//! assembler. Each pass is in a file of its own. The algorithms are those of CPython 3.13's
//! `Python/flowgraph.c`, because the bytecode must come out the same.
//!
//! Blocks are numbered and name each other by [`BlockId`]. Their instructions lie in one pool;
//! a block owns a stretch of it, and moves to the pool's end when it must grow.

mod block;
mod build;
mod cold;
mod constants;
mod exceptions;
mod inlining;
mod layout;
mod lines;
mod load_constant;
mod locals;
mod peephole;
mod reachability;
mod redundancy;
mod slots;
mod stack_depth;
mod superinstructions;
mod swaps;

use bytecode::code::Flags;
use bytecode::{Location, Opcode};
use syntax::error::{ErrorKind, SyntaxError};

use block::Block;
pub use block::BlockId;
use exceptions::HandlerLists;
pub use slots::local_variables;

use crate::constants::ConstantTable;
use crate::unit::CodeUnit;

/// An instruction in the graph.
#[derive(Clone, Copy, Debug)]
pub struct FlowInstruction {
    /// What it does.
    pub opcode: Opcode,
    /// Its operand; without meaning where the opcode has a target.
    pub operand: i32,
    /// What it was compiled from.
    pub location: Location,
    /// The block it may jump to, or the handler that it sets up.
    pub target: Option<BlockId>,
    /// The block that handles exceptions raised here.
    pub handler: Option<BlockId>,
}

impl FlowInstruction {
    /// An instruction without target or handler.
    fn new(opcode: Opcode, operand: i32, location: Location) -> FlowInstruction {
        FlowInstruction {
            opcode,
            operand,
            location,
            target: None,
            handler: None,
        }
    }

    /// Makes it do something else, at the same place.
    #[inline]
    fn replace(&mut self, opcode: Opcode, operand: i32) {
        self.opcode = opcode;
        self.operand = operand;
    }

    /// Makes it do nothing; a later pass removes it unless its line needs it.
    #[inline]
    fn erase(&mut self) {
        self.replace(Opcode::Nop, 0);
    }

    /// Whether it has a line of its own.
    #[inline]
    fn has_line(&self) -> bool {
        self.location.line >= 0
    }
}

/// The control flow graph of one code object. [`FlowGraph::build`] replaces it by another's
/// and keeps the memory.
#[derive(Debug, Default)]
pub struct FlowGraph {
    blocks: Vec<Block>,
    pool: Vec<FlowInstruction>,
    /// Blocks that a traversal has still to look at; empty between passes.
    pending: Vec<BlockId>,
    /// The lists of handlers that blocks name while handlers are being spread.
    handlers: HandlerLists,
    /// The jumps while the graph is built: the index of each, and of its target.
    jumps: Vec<(u32, u32)>,
    /// Room for the indices that a pass needs.
    indices: Vec<u32>,
}

impl FlowGraph {
    /// Optimizes the graph: CPython's `_PyCfg_OptimizeCodeUnit`.
    ///
    /// `constants` gains those that folding makes and loses those that no instruction loads.
    /// The first `parameter_count` of the `local_count` local variables are set on entry.
    pub fn optimize(
        &mut self,
        constants: &mut ConstantTable,
        local_count: usize,
        parameter_count: usize,
    ) -> Result<(), SyntaxError> {
        self.label_exception_handlers();
        self.inline_small_exits();
        self.remove_unreachable();
        self.resolve_line_numbers();
        self.optimize_constant_loads(constants);
        self.optimize_blocks(constants);
        self.remove_redundant_nops_and_pairs();
        self.remove_unreachable();
        self.remove_redundant_nops_and_jumps()?;
        self.remove_unused_constants(constants);
        self.check_loads_of_unset_locals(local_count, parameter_count);
        self.insert_superinstructions();
        self.move_cold_blocks_to_end()?;
        self.resolve_line_numbers();
        Ok(())
    }

    /// Prepares the optimized graph of `code` for the assembler, after which only the operands
    /// of jumps are open. Reports the size of the operand stack.
    /// CPython's `_PyCfg_OptimizedCfgToInstructionSequence`.
    pub fn finish_layout(&mut self, code: &CodeUnit<'_>) -> Result<u32, SyntaxError> {
        let stack_size = self.compute_stack_depth()?;
        self.insert_prefix_and_fix_slots(code);
        self.replace_pseudo_instructions()?;
        self.make_conditional_jumps_forward();
        Ok(stack_size)
    }
}

/// Whether code with these flags is a generator, a coroutine or both.
fn is_generator(flags: Flags) -> bool {
    const ANY: u32 = Flags::GENERATOR | Flags::COROUTINE | Flags::ASYNC_GENERATOR;
    flags.0 & ANY != 0
}

/// What CPython reports of a graph that breaks its rules. The code generator makes none.
fn malformed() -> SyntaxError {
    SyntaxError::without_location(ErrorKind::SystemError, "malformed control flow graph.")
}
