//! `try` with `except*`.
//!
//! While the handlers run, the stack holds the original group, the list of what is to be
//! raised afterwards, and the part of the group that no handler has matched yet.

use bytecode::{Location, Opcode};
use syntax::ast::{Context, ExceptHandler, Try};

use super::{CodeGenerator, FrameBlockKind, Result, intrinsic_2, location_of};
use crate::instructions::Label;

impl<'a, 't> CodeGenerator<'a, 't> {
    pub(super) fn try_star_except(&mut self, node: &'t Try<'a>, location: Location) -> Result {
        let body = self.new_label();
        let except = self.new_label();
        let orelse = self.new_label();
        let end = self.new_label();
        let cleanup = self.new_label();
        let reraise_star = self.new_label();
        self.emit_jump(Opcode::SetupFinally, except, location);
        self.place(body);
        self.push_frame_block(FrameBlockKind::TryExcept, Some(body), None, location)?;
        self.statements(node.body)?;
        self.pop_frame_block();
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.emit_jump(Opcode::JumpNoInterrupt, orelse, Location::NONE);

        self.place(except);
        self.emit_jump(Opcode::SetupCleanup, cleanup, Location::NONE);
        self.emit(Opcode::PushExcInfo, 0, Location::NONE);
        self.push_frame_block(FrameBlockKind::ExceptStarHandlers, None, None, location)?;
        for (index, handler) in node.handlers.iter().enumerate() {
            let location = location_of(handler.span);
            if index == 0 {
                self.emit(Opcode::BuildList, 0, location);
                self.emit(Opcode::Copy, 2, location);
            }
            self.except_star_handler(handler, location)?;
            if index + 1 == node.handlers.len() {
                // What is left of the group, or None.
                self.emit(Opcode::ListAppend, 1, Location::NONE);
                self.emit_jump(Opcode::JumpNoInterrupt, reraise_star, Location::NONE);
            }
        }
        self.pop_frame_block();
        self.place(reraise_star);
        self.reraise_star(end);
        self.place(cleanup);
        self.pop_except_and_reraise(Location::NONE);
        self.place(orelse);
        self.statements(node.orelse)?;
        self.place(end);
        Ok(())
    }

    /// One `except*` clause. An exception from its body joins the list.
    fn except_star_handler(
        &mut self,
        handler: &'t ExceptHandler<'a>,
        location: Location,
    ) -> Result {
        let next = self.new_label();
        let next_with_error = self.new_label();
        let no_match = self.new_label();
        if let Some(exception_type) = &handler.exception_type {
            self.expression(exception_type)?;
            self.emit(Opcode::CheckEgMatch, 0, location);
            self.emit(Opcode::Copy, 1, location);
            self.emit_jump(Opcode::PopJumpIfNone, no_match, location);
        }
        let cleanup_end = self.new_label();
        let cleanup_body = self.new_label();
        match handler.name {
            Some(name) => self.name_operation(name, Context::Store, location)?,
            None => self.emit(Opcode::PopTop, 0, location),
        }
        self.emit_jump(Opcode::SetupCleanup, cleanup_end, location);
        self.place(cleanup_body);
        let block = FrameBlockKind::ExceptBody(handler.name);
        self.push_frame_block(block, Some(cleanup_body), None, location)?;
        self.statements(handler.body)?;
        self.pop_frame_block();
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        if let Some(name) = handler.name {
            self.unbind_exception(name, Location::NONE)?;
        }
        self.emit_jump(Opcode::JumpNoInterrupt, next, Location::NONE);

        self.place(cleanup_end);
        if let Some(name) = handler.name {
            self.unbind_exception(name, Location::NONE)?;
        }
        self.emit(Opcode::ListAppend, 3, Location::NONE);
        self.emit(Opcode::PopTop, 0, Location::NONE);
        self.emit_jump(Opcode::JumpNoInterrupt, next_with_error, Location::NONE);
        self.place(next);
        // Holds the location that comes along the jump.
        self.emit(Opcode::Nop, 0, Location::NONE);
        self.emit_jump(Opcode::JumpNoInterrupt, next_with_error, Location::NONE);
        self.place(no_match);
        self.emit(Opcode::PopTop, 0, location);
        self.place(next_with_error);
        Ok(())
    }

    /// Raises what the list holds, or goes on to `end` if that is nothing.
    fn reraise_star(&mut self, end: Label) {
        let reraise = self.new_label();
        self.emit(
            Opcode::CallIntrinsic2,
            intrinsic_2::PREPARE_RERAISE_STAR,
            Location::NONE,
        );
        self.emit(Opcode::Copy, 1, Location::NONE);
        self.emit_jump(Opcode::PopJumpIfNotNone, reraise, Location::NONE);
        self.emit(Opcode::PopTop, 0, Location::NONE);
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.emit(Opcode::PopExcept, 0, Location::NONE);
        self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
        self.place(reraise);
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.emit(Opcode::Swap, 2, Location::NONE);
        self.emit(Opcode::PopExcept, 0, Location::NONE);
        self.emit(Opcode::Reraise, 0, Location::NONE);
    }
}
