//! `for`, `async for`, `while`, `break` and `continue`.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{Expression, For, Statement};

use super::{CodeGenerator, FrameBlockKind, Result, UnitKind, location_of};

impl<'a, 't> CodeGenerator<'a, 't> {
    pub(super) fn for_statement(&mut self, node: &'t For<'a>, location: Location) -> Result {
        let start = self.new_label();
        let cleanup = self.new_label();
        let end = self.new_label();
        self.push_frame_block(FrameBlockKind::For, Some(start), Some(end), location)?;
        self.expression(&node.iterable)?;
        let iterable = location_of(node.iterable.span);
        self.emit(Opcode::GetIter, 0, iterable);
        self.place(start);
        self.emit_jump(Opcode::ForIter, cleanup, iterable);
        // For the line of the target in a statement of several lines.
        self.emit(Opcode::Nop, 0, location_of(node.target.span));
        self.expression(&node.target)?;
        self.statements(node.body)?;
        self.emit_jump(Opcode::Jump, start, Location::NONE);
        self.place(cleanup);
        // A generator that is exhausted jumps to END_FOR, any other iterator behind it.
        self.emit(Opcode::EndFor, 0, Location::NONE);
        self.emit(Opcode::PopTop, 0, Location::NONE);
        self.pop_frame_block();
        self.statements(node.orelse)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn async_for(&mut self, node: &'t For<'a>, location: Location) -> Result {
        self.check_async(location, "'async for' outside async function")?;
        let start = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        self.expression(&node.iterable)?;
        let iterable = location_of(node.iterable.span);
        self.emit(Opcode::GetAiter, 0, iterable);
        self.place(start);
        self.push_frame_block(FrameBlockKind::For, Some(start), Some(end), location)?;
        // StopAsyncIteration from __anext__ ends the loop.
        self.emit_jump(Opcode::SetupFinally, except, location);
        self.emit(Opcode::GetAnext, 0, location);
        self.emit_constant(Constant::None, location);
        self.yield_from(location, true);
        self.emit(Opcode::PopBlock, 0, location);
        self.expression(&node.target)?;
        self.statements(node.body)?;
        self.emit_jump(Opcode::Jump, start, Location::NONE);
        self.pop_frame_block();
        self.place(except);
        self.emit(Opcode::EndAsyncFor, 0, iterable);
        self.statements(node.orelse)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn while_statement(
        &mut self,
        test: &Expression<'a>,
        body: &'t [Statement<'a>],
        orelse: &'t [Statement<'a>],
        location: Location,
    ) -> Result {
        let start = self.new_label();
        let inside = self.new_label();
        let end = self.new_label();
        let anchor = self.new_label();
        self.place(start);
        self.push_frame_block(FrameBlockKind::While, Some(start), Some(end), location)?;
        self.jump_if(test, anchor, false, location)?;
        self.place(inside);
        self.statements(body)?;
        self.jump_if(test, inside, true, location)?;
        self.pop_frame_block();
        self.place(anchor);
        self.statements(orelse)?;
        self.place(end);
        Ok(())
    }

    pub(super) fn break_statement(&mut self, origin: Location) -> Result {
        let mut location = origin;
        self.emit(Opcode::Nop, 0, location);
        let found = self.unwind_frame_blocks(&mut location, false, true)?;
        let Some((block, exit)) = found.and_then(|block| Some((block, block.exit?))) else {
            return Err(self.error(origin, "'break' outside loop"));
        };
        self.unwind_frame_block(&block, &mut location, false)?;
        self.emit_jump(Opcode::Jump, exit, location);
        Ok(())
    }

    pub(super) fn continue_statement(&mut self, origin: Location) -> Result {
        let mut location = origin;
        self.emit(Opcode::Nop, 0, location);
        let found = self.unwind_frame_blocks(&mut location, false, true)?;
        let Some(start) = found.and_then(|block| block.start) else {
            return Err(self.error(origin, "'continue' not properly in loop"));
        };
        self.emit_jump(Opcode::Jump, start, location);
        Ok(())
    }

    /// Refuses an `async` statement where nothing can be awaited.
    pub(super) fn check_async(&mut self, location: Location, message: &str) -> Result {
        if self.is_top_level_await() {
            self.symtable.scopes[self.unit.scope.0 as usize].is_coroutine = true;
        } else if self.unit.kind != UnitKind::AsyncFunction {
            return Err(self.error(location, message));
        }
        Ok(())
    }
}
