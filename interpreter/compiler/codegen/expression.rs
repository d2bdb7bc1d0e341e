//! Expressions: which code belongs to which node, and the simple ones themselves.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{Context, Expression, ExpressionKind, Operator, UnaryOperator};
use syntax::error::SyntaxError;

use super::comprehension::{Comprehended, Product};
use super::{CodeGenerator, Result, intrinsic_1, location_of, operand};

impl<'a> CodeGenerator<'a, '_> {
    /// Emits the code of `node`. Read, it leaves its value on the stack; bound, it takes a
    /// value from there; deleted, it does neither.
    pub(crate) fn expression(&mut self, node: &Expression<'a>) -> Result {
        let location = location_of(node.span);
        match &node.kind {
            ExpressionKind::Name { id, context } => self.name_operation(id, *context, location),
            ExpressionKind::Constant(constant) => {
                self.emit_ast_constant(constant, location);
                Ok(())
            }
            ExpressionKind::Attribute { .. } => self.attribute(node, location),
            ExpressionKind::Call { .. } => self.call(node, location),
            ExpressionKind::Subscript { .. } => self.subscript(node, location),
            ExpressionKind::BinOp {
                left,
                operator,
                right,
            } => {
                self.expression(left)?;
                self.expression(right)?;
                self.emit_binary_operation(*operator, false, location);
                Ok(())
            }
            ExpressionKind::UnaryOp { operator, operand } => {
                self.unary_operation(*operator, operand, location)
            }
            ExpressionKind::BoolOp { operator, values } => {
                self.boolean_operation(*operator, values, location)
            }
            ExpressionKind::Compare { .. } => self.comparison(node, location),
            ExpressionKind::IfExp { test, body, orelse } => {
                self.conditional_expression(test, body, orelse, location)
            }
            ExpressionKind::NamedExpr { target, value } => {
                self.expression(value)?;
                self.emit(Opcode::Copy, 1, location);
                self.expression(target)
            }
            ExpressionKind::Lambda { .. } => self.lambda(node),
            ExpressionKind::List { elements, context } => self.list(elements, *context, location),
            ExpressionKind::Tuple { elements, context } => self.tuple(elements, *context, location),
            ExpressionKind::Set { elements } => self.set(elements, location),
            ExpressionKind::Dict { items } => self.dictionary(items, location),
            ExpressionKind::ListComp {
                element,
                generators,
            } => {
                let what = Comprehended {
                    product: Product::List,
                    element,
                    generators,
                };
                self.comprehension(node, what, location)
            }
            ExpressionKind::SetComp {
                element,
                generators,
            } => {
                let what = Comprehended {
                    product: Product::Set,
                    element,
                    generators,
                };
                self.comprehension(node, what, location)
            }
            ExpressionKind::DictComp {
                key,
                value,
                generators,
            } => {
                let product = Product::Dict { value };
                let what = Comprehended {
                    product,
                    element: key,
                    generators,
                };
                self.comprehension(node, what, location)
            }
            ExpressionKind::GeneratorExp {
                element,
                generators,
            } => {
                let what = Comprehended {
                    product: Product::Generator,
                    element,
                    generators,
                };
                self.comprehension(node, what, location)
            }
            ExpressionKind::JoinedStr { values } => self.joined_string(values, location),
            ExpressionKind::FormattedValue {
                value,
                conversion,
                format_spec,
            } => self.formatted_value(value, *conversion, format_spec.as_deref(), location),
            ExpressionKind::Yield(value) => self.yield_expression(value.as_deref(), location),
            ExpressionKind::YieldFrom(value) => self.yield_from_expression(value, location),
            ExpressionKind::Await(value) => self.await_expression(value, location),
            ExpressionKind::Slice(_) => self.slice(node, location),
            ExpressionKind::Starred { context, .. } => Err(self.misplaced_star(*context, location)),
        }
    }

    /// Emits `None`.
    pub(crate) fn emit_none(&mut self, location: Location) {
        self.emit_constant(Constant::None, location);
    }

    /// Emits the instruction for a binary operator, or for its augmented assignment.
    pub(crate) fn emit_binary_operation(
        &mut self,
        operator: Operator,
        in_place: bool,
        location: Location,
    ) {
        let operand = operand::binary_operator(operator, in_place);
        self.emit(Opcode::BinaryOp, operand, location);
    }

    fn unary_operation(
        &mut self,
        operator: UnaryOperator,
        value: &Expression<'a>,
        location: Location,
    ) -> Result {
        self.expression(value)?;
        match operator {
            UnaryOperator::UAdd => {
                self.emit(
                    Opcode::CallIntrinsic1,
                    intrinsic_1::UNARY_POSITIVE,
                    location,
                );
            }
            UnaryOperator::Not => {
                self.emit(Opcode::ToBool, 0, location);
                self.emit(Opcode::UnaryNot, 0, location);
            }
            UnaryOperator::Invert => self.emit(Opcode::UnaryInvert, 0, location),
            UnaryOperator::USub => self.emit(Opcode::UnaryNegative, 0, location),
        }
        Ok(())
    }

    #[cold]
    fn misplaced_star(&self, context: Context, location: Location) -> SyntaxError {
        let message = match context {
            // Targets in a list or tuple were unpacked before they came here.
            Context::Store => "starred assignment target must be in a list or tuple",
            _ => "can't use starred expression here",
        };
        self.error(location, message)
    }
}
