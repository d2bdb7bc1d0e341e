//! Comparisons and chains of them, for their value; for their truth see [`super::boolean`].

use bytecode::{Location, Opcode};
use syntax::ast::{CompareOperator, Expression, ExpressionKind};

use super::{CodeGenerator, Result, operand};

impl<'a> CodeGenerator<'a, '_> {
    /// A comparison, or a chain like `a < b < c`, that leaves its value.
    pub(super) fn comparison(&mut self, node: &Expression<'a>, location: Location) -> Result {
        let ExpressionKind::Compare {
            left,
            operators,
            comparators,
        } = &node.kind
        else {
            return Ok(());
        };
        self.warn_of_identity_with_literal(node);
        self.expression(left)?;
        let last = operators.len() - 1;
        if last == 0 {
            self.expression(&comparators[0])?;
            self.emit_comparison(operators[0], location);
            return Ok(());
        }
        let cleanup = self.new_label();
        for (operator, comparator) in operators[..last].iter().zip(&comparators[..last]) {
            self.chained_comparison(*operator, comparator, location)?;
            self.emit(Opcode::Copy, 1, location);
            self.emit(Opcode::ToBool, 0, location);
            self.emit_jump(Opcode::PopJumpIfFalse, cleanup, location);
            self.emit(Opcode::PopTop, 0, location);
        }
        self.expression(&comparators[last])?;
        self.emit_comparison(operators[last], location);
        let end = self.new_label();
        self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
        self.place(cleanup);
        self.emit(Opcode::Swap, 2, location);
        self.emit(Opcode::PopTop, 0, location);
        self.place(end);
        Ok(())
    }

    /// One link of a chain: compares what is on the stack with `comparator`, which stays
    /// beneath the result for the next link.
    pub(super) fn chained_comparison(
        &mut self,
        operator: CompareOperator,
        comparator: &Expression<'a>,
        location: Location,
    ) -> Result {
        self.expression(comparator)?;
        self.emit(Opcode::Swap, 2, location);
        self.emit(Opcode::Copy, 2, location);
        self.emit_comparison(operator, location);
        Ok(())
    }

    /// The instruction of a comparison operator.
    pub(crate) fn emit_comparison(&mut self, operator: CompareOperator, location: Location) {
        match operator {
            CompareOperator::Is => self.emit(Opcode::IsOp, 0, location),
            CompareOperator::IsNot => self.emit(Opcode::IsOp, 1, location),
            CompareOperator::In => self.emit(Opcode::ContainsOp, 0, location),
            CompareOperator::NotIn => self.emit(Opcode::ContainsOp, 1, location),
            ordering => {
                if let Some(operand) = operand::comparison(ordering) {
                    self.emit(Opcode::CompareOp, operand, location);
                }
            }
        }
    }
}
