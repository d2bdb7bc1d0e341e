//! `await`, `yield` and `yield from`.

use bytecode::{Location, Opcode};
use syntax::ast::Expression;

use super::{CodeGenerator, Result, UnitKind, intrinsic_1, resume};

impl<'a> CodeGenerator<'a, '_> {
    pub(super) fn yield_expression(
        &mut self,
        value: Option<&Expression<'a>>,
        location: Location,
    ) -> Result {
        if !self.is_function_like() {
            return Err(self.error(location, "'yield' outside function"));
        }
        match value {
            Some(value) => self.expression(value)?,
            None => self.emit_none(location),
        }
        self.emit_yield(location);
        Ok(())
    }

    pub(super) fn yield_from_expression(
        &mut self,
        value: &Expression<'a>,
        location: Location,
    ) -> Result {
        if !self.is_function_like() {
            return Err(self.error(location, "'yield from' outside function"));
        }
        if self.unit.kind == UnitKind::AsyncFunction {
            return Err(self.error(location, "'yield from' inside async function"));
        }
        self.expression(value)?;
        self.emit(Opcode::GetYieldFromIter, 0, location);
        self.emit_none(location);
        self.yield_from(location, false);
        Ok(())
    }

    pub(super) fn await_expression(
        &mut self,
        value: &Expression<'a>,
        location: Location,
    ) -> Result {
        if !self.is_top_level_await() {
            if !self.is_function_like() {
                return Err(self.error(location, "'await' outside function"));
            }
            if !matches!(
                self.unit.kind,
                UnitKind::AsyncFunction | UnitKind::Comprehension
            ) {
                return Err(self.error(location, "'await' outside async function"));
            }
        }
        self.expression(value)?;
        self.emit(Opcode::GetAwaitable, 0, location);
        self.emit_none(location);
        self.yield_from(location, true);
        Ok(())
    }

    /// Yields the value on the stack and goes on with what is sent.
    pub(super) fn emit_yield(&mut self, location: Location) {
        let scope = self.scope();
        if scope.is_generator && scope.is_coroutine {
            self.emit(
                Opcode::CallIntrinsic1,
                intrinsic_1::ASYNC_GENERATOR_WRAP,
                location,
            );
        }
        self.emit(Opcode::YieldValue, 0, location);
        self.emit(Opcode::Resume, resume::AFTER_YIELD, location);
    }

    /// Delegates to the iterator or awaitable on the stack, above which the first value to
    /// send is, until it is exhausted; leaves its result. The source is
    /// `compiler_add_yield_from`.
    pub(crate) fn yield_from(&mut self, location: Location, is_await: bool) {
        let send = self.new_label();
        let fail = self.new_label();
        let exit = self.new_label();
        let resumed = if is_await {
            resume::AFTER_AWAIT
        } else {
            resume::AFTER_YIELD_FROM
        };
        self.place(send);
        self.emit_jump(Opcode::Send, exit, location);
        // The handler is for a StopIteration that throw() or close() raise, which only the
        // YIELD_VALUE can meet.
        self.emit_jump(Opcode::SetupFinally, fail, location);
        self.emit(Opcode::YieldValue, 1, location);
        self.emit(Opcode::PopBlock, 0, Location::NONE);
        self.emit(Opcode::Resume, resumed, location);
        self.emit_jump(Opcode::JumpNoInterrupt, send, location);
        self.place(fail);
        self.emit(Opcode::CleanupThrow, 0, location);
        self.place(exit);
        self.emit(Opcode::EndSend, 0, location);
    }
}
