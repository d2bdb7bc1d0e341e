//! `and`, `or`, `x if y else z`, and jumps that depend on a test.

use bytecode::{Location, Opcode};
use syntax::ast::{BoolOperator, Expression, ExpressionKind, UnaryOperator};

use super::{CodeGenerator, Result, location_of};
use crate::instructions::Label;

impl<'a> CodeGenerator<'a, '_> {
    /// `and` and `or` for their value.
    pub(super) fn boolean_operation(
        &mut self,
        operator: BoolOperator,
        values: &[Expression<'a>],
        location: Location,
    ) -> Result {
        let Some((last, others)) = values.split_last() else {
            return Ok(());
        };
        let end = self.new_label();
        let jump = jump_opcode(operator == BoolOperator::Or);
        for value in others {
            self.expression(value)?;
            self.emit(Opcode::Copy, 1, location);
            self.emit(Opcode::ToBool, 0, location);
            self.emit_jump(jump, end, location);
            self.emit(Opcode::PopTop, 0, location);
        }
        self.expression(last)?;
        self.place(end);
        Ok(())
    }

    /// `body if test else orelse`.
    pub(super) fn conditional_expression(
        &mut self,
        test: &Expression<'a>,
        body: &Expression<'a>,
        orelse: &Expression<'a>,
        location: Location,
    ) -> Result {
        let end = self.new_label();
        let otherwise = self.new_label();
        self.jump_if(test, otherwise, false, location)?;
        self.expression(body)?;
        self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
        self.place(otherwise);
        self.expression(orelse)?;
        self.place(end);
        Ok(())
    }

    /// Evaluates `test` and jumps to `target` if its truth is `condition`; goes on otherwise.
    /// `location` is that of the whole statement or expression, for the jumps that belong to
    /// no part of it. The source is `compiler_jump_if`.
    pub(crate) fn jump_if(
        &mut self,
        test: &Expression<'a>,
        target: Label,
        condition: bool,
        location: Location,
    ) -> Result {
        match &test.kind {
            ExpressionKind::UnaryOp {
                operator: UnaryOperator::Not,
                operand,
            } => {
                return self.jump_if(operand, target, !condition, location);
            }
            ExpressionKind::BoolOp { operator, values } => {
                return self.jump_if_any(*operator, values, target, condition, location);
            }
            ExpressionKind::IfExp { test, body, orelse } => {
                let end = self.new_label();
                let otherwise = self.new_label();
                self.jump_if(test, otherwise, false, location)?;
                self.jump_if(body, target, condition, location)?;
                self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
                self.place(otherwise);
                self.jump_if(orelse, target, condition, location)?;
                self.place(end);
                return Ok(());
            }
            ExpressionKind::Compare { operators, .. } if operators.len() > 1 => {
                return self.jump_if_chain(test, target, condition);
            }
            _ => {}
        }
        let location = location_of(test.span);
        self.expression(test)?;
        self.emit(Opcode::ToBool, 0, location);
        self.emit_jump(jump_opcode(condition), target, location);
        Ok(())
    }

    /// `and` and `or` for their truth: each value but the last decides alone or not at all.
    fn jump_if_any(
        &mut self,
        operator: BoolOperator,
        values: &[Expression<'a>],
        target: Label,
        condition: bool,
        location: Location,
    ) -> Result {
        let Some((last, others)) = values.split_last() else {
            return Ok(());
        };
        let deciding = operator == BoolOperator::Or;
        // Where the deciding truth is not the one that jumps to the target, it goes past the
        // last value.
        let decided = if deciding == condition {
            target
        } else {
            self.new_label()
        };
        for value in others {
            self.jump_if(value, decided, deciding, location)?;
        }
        self.jump_if(last, target, condition, location)?;
        if decided != target {
            self.place(decided);
        }
        Ok(())
    }

    /// `a < b < c` for its truth.
    fn jump_if_chain(&mut self, node: &Expression<'a>, target: Label, condition: bool) -> Result {
        let ExpressionKind::Compare {
            left,
            operators,
            comparators,
        } = &node.kind
        else {
            return Ok(());
        };
        let location = location_of(node.span);
        self.warn_of_identity_with_literal(node);
        let cleanup = self.new_label();
        self.expression(left)?;
        let last = operators.len() - 1;
        for (operator, comparator) in operators[..last].iter().zip(&comparators[..last]) {
            self.chained_comparison(*operator, comparator, location)?;
            self.emit(Opcode::ToBool, 0, location);
            self.emit_jump(Opcode::PopJumpIfFalse, cleanup, location);
        }
        self.expression(&comparators[last])?;
        self.emit_comparison(operators[last], location);
        self.emit(Opcode::ToBool, 0, location);
        self.emit_jump(jump_opcode(condition), target, location);
        let end = self.new_label();
        self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
        self.place(cleanup);
        self.emit(Opcode::PopTop, 0, location);
        if !condition {
            self.emit_jump(Opcode::JumpNoInterrupt, target, Location::NONE);
        }
        self.place(end);
        Ok(())
    }
}

/// The jump that is taken if the value on the stack is `condition`.
fn jump_opcode(condition: bool) -> Opcode {
    if condition {
        Opcode::PopJumpIfTrue
    } else {
        Opcode::PopJumpIfFalse
    }
}
