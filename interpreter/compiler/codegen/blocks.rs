//! Frame blocks: what a `return`, `break` or `continue` must unwind on its way.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{Context, Statement};

use super::{CodeGenerator, Result};
use crate::instructions::Label;

/// How deep blocks may nest (`CO_MAXBLOCKS`).
const MAXIMUM_BLOCKS: usize = 21;

/// The kinds of [`FrameBlock`] with what unwinding them needs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FrameBlockKind<'a, 't> {
    While,
    For,
    TryExcept,
    /// A `try` whose `finally` body is this.
    TryFinally(&'t [Statement<'a>]),
    FinallyBody,
    With,
    AsyncWith,
    /// The body of an `except` clause that binds this name.
    ExceptBody(Option<&'a str>),
    /// A value that is returned waits on the stack.
    Value,
    ExceptHandlers,
    ExceptStarHandlers,
    AsyncComprehension,
    StopIteration,
}

/// CPython's `fblockinfo`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FrameBlock<'a, 't> {
    pub(crate) kind: FrameBlockKind<'a, 't>,
    /// Where `continue` jumps to.
    pub(crate) start: Option<Label>,
    /// Where `break` jumps to.
    pub(crate) exit: Option<Label>,
    pub(crate) location: Location,
}

impl<'a, 't> CodeGenerator<'a, 't> {
    /// Opens a block.
    pub(crate) fn push_frame_block(
        &mut self,
        kind: FrameBlockKind<'a, 't>,
        start: Option<Label>,
        exit: Option<Label>,
        location: Location,
    ) -> Result {
        if self.unit.frame_blocks.len() >= MAXIMUM_BLOCKS {
            return Err(self.error(location, "too many statically nested blocks"));
        }
        self.unit.frame_blocks.push(FrameBlock {
            kind,
            start,
            exit,
            location,
        });
        Ok(())
    }

    /// Closes the innermost block.
    pub(crate) fn pop_frame_block(&mut self) {
        self.unit.frame_blocks.pop();
    }

    /// Unwinds blocks, innermost first: all of them, or with `to_loop` those within the
    /// innermost loop, which is reported. The blocks stay open for the code that follows.
    ///
    /// `keeps_value` says that a value on top of the stack must stay there. Afterwards
    /// `location` is that of the statement's last instructions.
    pub(crate) fn unwind_frame_blocks(
        &mut self,
        location: &mut Location,
        keeps_value: bool,
        to_loop: bool,
    ) -> Result<Option<FrameBlock<'a, 't>>> {
        // The finally bodies that are compiled on the way see only the blocks around them.
        let mut unwound = Vec::new();
        let mut found = None;
        while let Some(&top) = self.unit.frame_blocks.last() {
            if matches!(top.kind, FrameBlockKind::ExceptStarHandlers) {
                return Err(self.error(
                    *location,
                    "'break', 'continue' and 'return' cannot appear in an except* block",
                ));
            }
            if to_loop && matches!(top.kind, FrameBlockKind::While | FrameBlockKind::For) {
                found = Some(top);
                break;
            }
            self.unit.frame_blocks.pop();
            unwound.push(top);
            self.unwind_frame_block(&top, location, keeps_value)?;
        }
        self.unit.frame_blocks.extend(unwound.into_iter().rev());
        Ok(found)
    }

    /// Appends what leaves one block (`compiler_unwind_fblock`).
    pub(crate) fn unwind_frame_block(
        &mut self,
        block: &FrameBlock<'a, 't>,
        location: &mut Location,
        keeps_value: bool,
    ) -> Result {
        match block.kind {
            FrameBlockKind::While
            | FrameBlockKind::ExceptHandlers
            | FrameBlockKind::ExceptStarHandlers
            | FrameBlockKind::AsyncComprehension
            | FrameBlockKind::StopIteration => {}
            FrameBlockKind::For | FrameBlockKind::Value => {
                self.swap_if(keeps_value, *location);
                self.emit(Opcode::PopTop, 0, *location);
            }
            FrameBlockKind::TryExcept => self.emit(Opcode::PopBlock, 0, *location),
            FrameBlockKind::TryFinally(body) => {
                self.emit(Opcode::PopBlock, 0, *location);
                if keeps_value {
                    self.push_frame_block(FrameBlockKind::Value, None, None, *location)?;
                }
                self.statements(body)?;
                if keeps_value {
                    self.pop_frame_block();
                }
                // The finally body seems to run after the statement that unwinds, so what
                // remains of that statement is artificial.
                *location = Location::NONE;
            }
            FrameBlockKind::FinallyBody => {
                self.swap_if(keeps_value, *location);
                self.emit(Opcode::PopTop, 0, *location);
                self.swap_if(keeps_value, *location);
                self.emit(Opcode::PopBlock, 0, *location);
                self.emit(Opcode::PopExcept, 0, *location);
            }
            FrameBlockKind::With | FrameBlockKind::AsyncWith => {
                self.unwind_with(block, location, keeps_value)?;
            }
            FrameBlockKind::ExceptBody(name) => {
                if name.is_some() {
                    self.emit(Opcode::PopBlock, 0, *location);
                }
                self.swap_if(keeps_value, *location);
                self.emit(Opcode::PopBlock, 0, *location);
                self.emit(Opcode::PopExcept, 0, *location);
                if let Some(name) = name {
                    self.unbind_exception(name, *location)?;
                }
            }
        }
        Ok(())
    }

    fn unwind_with(
        &mut self,
        block: &FrameBlock<'a, 't>,
        location: &mut Location,
        keeps_value: bool,
    ) -> Result {
        self.emit(Opcode::PopBlock, 0, block.location);
        self.swap_if(keeps_value, block.location);
        self.call_exit_with_nones(block.location);
        if matches!(block.kind, FrameBlockKind::AsyncWith) {
            self.emit(Opcode::GetAwaitable, 2, block.location);
            self.emit_constant(Constant::None, block.location);
            self.yield_from(block.location, true);
        }
        self.emit(Opcode::PopTop, 0, block.location);
        *location = Location::NONE;
        Ok(())
    }

    fn swap_if(&mut self, condition: bool, location: Location) {
        if condition {
            self.emit(Opcode::Swap, 2, location);
        }
    }

    /// Appends the call of `__exit__(None, None, None)`.
    pub(super) fn call_exit_with_nones(&mut self, location: Location) {
        for _ in 0..3 {
            self.emit_constant(Constant::None, location);
        }
        self.emit(Opcode::Call, 2, location);
    }

    /// Appends `name = None; del name`, which ends an `except ... as name` clause even where
    /// its body deleted the name.
    pub(super) fn unbind_exception(&mut self, name: &'a str, location: Location) -> Result {
        self.emit_constant(Constant::None, location);
        self.name_operation(name, Context::Store, location)?;
        self.name_operation(name, Context::Delete, location)
    }

    /// Appends what gives the previous exception back and raises the current one again
    /// (`compiler_pop_except_and_reraise`).
    pub(super) fn pop_except_and_reraise(&mut self, location: Location) {
        self.emit(Opcode::Copy, 3, location);
        self.emit(Opcode::PopExcept, 0, location);
        self.emit(Opcode::Reraise, 1, location);
    }
}
