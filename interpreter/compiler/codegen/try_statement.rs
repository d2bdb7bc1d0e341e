//! `try` with `except` and `finally`.
//!
//! ```text
//!     SETUP_FINALLY  handlers         SETUP_FINALLY  finally
//!     body                            body
//!     POP_BLOCK                       POP_BLOCK
//!     else body                       finally body
//!     JUMP  end                       JUMP  exit
//! handlers:                       finally:
//!     PUSH_EXC_INFO                   PUSH_EXC_INFO
//!     match, handle, JUMP  end        finally body
//!     RERAISE                         RERAISE
//! end:                            exit:
//! ```

use bytecode::{Location, Opcode};
use syntax::ast::{Context, ExceptHandler, Try};

use super::{CodeGenerator, FrameBlockKind, Result, location_of};
use crate::instructions::Label;

impl<'a, 't> CodeGenerator<'a, 't> {
    pub(super) fn try_statement(&mut self, node: &'t Try<'a>, location: Location) -> Result {
        if node.finalbody.is_empty() {
            self.try_handlers(node, location)
        } else {
            self.try_finally(node, location)
        }
    }

    fn try_handlers(&mut self, node: &'t Try<'a>, location: Location) -> Result {
        if node.is_star {
            self.try_star_except(node, location)
        } else {
            self.try_except(node, location)
        }
    }

    fn try_finally(&mut self, node: &'t Try<'a>, location: Location) -> Result {
        let body = self.new_label();
        let end = self.new_label();
        let exit = self.new_label();
        let cleanup = self.new_label();
        self.emit_jump(Opcode::SetupFinally, end, location);
        self.place(body);
        let block = FrameBlockKind::TryFinally(node.finalbody);
        self.push_frame_block(block, Some(body), Some(end), location)?;
        if node.handlers.is_empty() {
            self.statements(node.body)?;
        } else {
            self.try_handlers(node, location)?;
        }
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.pop_frame_block();
        self.statements(node.finalbody)?;
        self.emit_jump(Opcode::JumpNoInterrupt, exit, Location::NONE);

        self.place(end);
        self.emit_jump(Opcode::SetupCleanup, cleanup, Location::NONE);
        self.emit(Opcode::PushExcInfo, 0, Location::NONE);
        self.push_frame_block(FrameBlockKind::FinallyBody, Some(end), None, Location::NONE)?;
        self.statements(node.finalbody)?;
        self.pop_frame_block();
        self.emit(Opcode::Reraise, 0, Location::NONE);
        self.place(cleanup);
        self.pop_except_and_reraise(Location::NONE);
        self.place(exit);
        Ok(())
    }

    fn try_except(&mut self, node: &'t Try<'a>, location: Location) -> Result {
        let body = self.new_label();
        let except = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        self.emit_jump(Opcode::SetupFinally, except, location);
        self.place(body);
        self.push_frame_block(FrameBlockKind::TryExcept, Some(body), None, location)?;
        self.statements(node.body)?;
        self.pop_frame_block();
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.statements(node.orelse)?;
        self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);

        self.place(except);
        self.emit_jump(Opcode::SetupCleanup, cleanup, Location::NONE);
        self.emit(Opcode::PushExcInfo, 0, Location::NONE);
        self.push_frame_block(FrameBlockKind::ExceptHandlers, None, None, location)?;
        for (index, handler) in node.handlers.iter().enumerate() {
            let location = location_of(handler.span);
            if handler.exception_type.is_none() && index + 1 < node.handlers.len() {
                return Err(self.error(location, "default 'except:' must be last"));
            }
            self.except_handler(handler, end, location)?;
        }
        self.pop_frame_block();
        self.emit(Opcode::Reraise, 0, Location::NONE);
        self.place(cleanup);
        self.pop_except_and_reraise(Location::NONE);
        self.place(end);
        Ok(())
    }

    fn except_handler(
        &mut self,
        handler: &'t ExceptHandler<'a>,
        end: Label,
        location: Location,
    ) -> Result {
        let next = self.new_label();
        if let Some(exception_type) = &handler.exception_type {
            self.expression(exception_type)?;
            self.emit(Opcode::CheckExcMatch, 0, location);
            self.emit_jump(Opcode::PopJumpIfFalse, next, location);
        }
        match handler.name {
            Some(name) => self.named_handler_body(handler, name, end, location)?,
            None => {
                let body = self.new_label();
                self.emit(Opcode::PopTop, 0, location);
                self.place(body);
                let block = FrameBlockKind::ExceptBody(None);
                self.push_frame_block(block, Some(body), None, location)?;
                self.statements(handler.body)?;
                self.pop_frame_block();
                self.emit(Opcode::PopBlock, 0, Location::NONE);
                self.emit(Opcode::PopExcept, 0, Location::NONE);
                self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
            }
        }
        self.place(next);
        Ok(())
    }

    /// The body of `except ... as name`, as in `try: body finally: name = None; del name`.
    fn named_handler_body(
        &mut self,
        handler: &'t ExceptHandler<'a>,
        name: &'a str,
        end: Label,
        location: Location,
    ) -> Result {
        let cleanup_end = self.new_label();
        let cleanup_body = self.new_label();
        self.name_operation(name, Context::Store, location)?;
        self.emit_jump(Opcode::SetupCleanup, cleanup_end, location);
        self.place(cleanup_body);
        let block = FrameBlockKind::ExceptBody(Some(name));
        self.push_frame_block(block, Some(cleanup_body), None, location)?;
        self.statements(handler.body)?;
        self.pop_frame_block();
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.emit(Opcode::PopExcept, 0, Location::NONE);
        self.unbind_exception(name, Location::NONE)?;
        self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
        self.place(cleanup_end);
        self.unbind_exception(name, Location::NONE)?;
        self.emit(Opcode::Reraise, 1, Location::NONE);
        Ok(())
    }
}
