//! `with` and `async with`.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{Statement, WithItem};

use super::{CodeGenerator, FrameBlockKind, Result, location_of};
use crate::instructions::Label;

impl<'a, 't> CodeGenerator<'a, 't> {
    /// `with` with these items, each within the one before.
    pub(super) fn with(&mut self, items: &'t [WithItem<'a>], body: &'t [Statement<'a>]) -> Result {
        let Some((item, inner)) = items.split_first() else {
            return self.statements(body);
        };
        let block = self.new_label();
        let final_label = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.expression(&item.context)?;
        let location = location_of(item.context.span);
        self.emit(Opcode::BeforeWith, 0, location);
        self.emit_jump(Opcode::SetupWith, final_label, location);
        self.place(block);
        let kind = FrameBlockKind::With;
        self.push_frame_block(kind, Some(block), Some(final_label), location)?;
        self.with_target(item, location)?;
        self.with(inner, body)?;
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.pop_frame_block();

        // The body ended well.
        self.call_exit_with_nones(location);
        self.emit(Opcode::PopTop, 0, location);
        self.emit_jump(Opcode::Jump, exit, location);

        // The body raised.
        self.place(final_label);
        self.emit_jump(Opcode::SetupCleanup, cleanup, location);
        self.emit(Opcode::PushExcInfo, 0, location);
        self.emit(Opcode::WithExceptStart, 0, location);
        self.finish_with_exception(cleanup);
        self.place(exit);
        Ok(())
    }

    /// `async with` with these items, each within the one before.
    pub(super) fn async_with(
        &mut self,
        items: &'t [WithItem<'a>],
        body: &'t [Statement<'a>],
        statement_location: Location,
    ) -> Result {
        let Some((item, inner)) = items.split_first() else {
            return self.statements(body);
        };
        self.check_async(statement_location, "'async with' outside async function")?;
        let block = self.new_label();
        let final_label = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.expression(&item.context)?;
        let location = location_of(item.context.span);
        self.emit(Opcode::BeforeAsyncWith, 0, location);
        self.await_result(1, location);
        self.emit_jump(Opcode::SetupWith, final_label, location);
        self.place(block);
        let kind = FrameBlockKind::AsyncWith;
        self.push_frame_block(kind, Some(block), Some(final_label), location)?;
        self.with_target(item, location)?;
        self.async_with(inner, body, statement_location)?;
        self.pop_frame_block();
        self.emit(Opcode::PopBlock, 0, location);

        // The body ended well.
        self.call_exit_with_nones(location);
        self.await_result(2, location);
        self.emit(Opcode::PopTop, 0, location);
        self.emit_jump(Opcode::Jump, exit, location);

        // The body raised.
        self.place(final_label);
        self.emit_jump(Opcode::SetupCleanup, cleanup, location);
        self.emit(Opcode::PushExcInfo, 0, location);
        self.emit(Opcode::WithExceptStart, 0, location);
        self.await_result(2, location);
        self.finish_with_exception(cleanup);
        self.place(exit);
        Ok(())
    }

    fn with_target(&mut self, item: &WithItem<'a>, location: Location) -> Result {
        match &item.target {
            Some(target) => self.expression(target),
            None => {
                self.emit(Opcode::PopTop, 0, location);
                Ok(())
            }
        }
    }

    /// Awaits what is on the stack; `source` tells `GET_AWAITABLE` for its message whether
    /// it came from `__aenter__` (1) or `__aexit__` (2).
    fn await_result(&mut self, source: i32, location: Location) {
        self.emit(Opcode::GetAwaitable, source, location);
        self.emit_constant(Constant::None, location);
        self.yield_from(location, true);
    }

    /// Raises the exception again unless `__exit__` gave a true value
    /// (`compiler_with_except_finish`).
    fn finish_with_exception(&mut self, cleanup: Label) {
        let suppress = self.new_label();
        self.emit(Opcode::ToBool, 0, Location::NONE);
        self.emit_jump(Opcode::PopJumpIfTrue, suppress, Location::NONE);
        self.emit(Opcode::Reraise, 2, Location::NONE);
        self.place(suppress);
        self.emit(Opcode::PopTop, 0, Location::NONE);
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.emit(Opcode::PopExcept, 0, Location::NONE);
        self.emit(Opcode::PopTop, 0, Location::NONE);
        self.emit(Opcode::PopTop, 0, Location::NONE);
        let exit = self.new_label();
        self.emit_jump(Opcode::JumpNoInterrupt, exit, Location::NONE);
        self.place(cleanup);
        self.pop_except_and_reraise(Location::NONE);
        self.place(exit);
    }
}
