//! Folding of expressions.

use syntax::ast::{
    CompareOperator, Comprehension, Constant, Context, Expression, ExpressionKind, Keyword,
    Operator, UnaryOperator,
};

use super::{Fold, Folder, arithmetic, format, sequence};

impl<'a> Folder<'a> {
    pub(super) fn fold_expressions(&mut self, expressions: &mut [Expression<'a>]) -> Fold {
        expressions
            .iter_mut()
            .try_for_each(|expression| self.fold_expression(expression))
    }

    pub(super) fn fold_optional(
        &mut self,
        expression: &mut Option<&'a mut Expression<'a>>,
    ) -> Fold {
        match expression {
            Some(expression) => self.fold_expression(expression),
            None => Ok(()),
        }
    }

    pub(super) fn fold_keywords(&mut self, keywords: &mut [Keyword<'a>]) -> Fold {
        keywords
            .iter_mut()
            .try_for_each(|keyword| self.fold_expression(&mut keyword.value))
    }

    pub(super) fn fold_expression(&mut self, expression: &mut Expression<'a>) -> Fold {
        self.depth.enter()?;
        match &mut expression.kind {
            ExpressionKind::Constant(_) => {}
            ExpressionKind::Name { id, context } => {
                if *context == Context::Load && *id == "__debug__" {
                    let value = Constant::Bool(self.options.optimize == 0);
                    expression.kind = ExpressionKind::Constant(value);
                }
            }
            ExpressionKind::BoolOp { values, .. } | ExpressionKind::JoinedStr { values } => {
                self.fold_expressions(values)?;
            }
            ExpressionKind::BinOp { left, right, .. } => {
                self.fold_expression(left)?;
                self.fold_expression(right)?;
                self.fold_binary(expression);
            }
            ExpressionKind::UnaryOp { operand, .. } => {
                self.fold_expression(operand)?;
                self.fold_unary(expression);
            }
            ExpressionKind::Lambda { parameters, body } => {
                self.fold_parameters(parameters)?;
                self.fold_expression(body)?;
            }
            ExpressionKind::IfExp { test, body, orelse } => {
                self.fold_expression(test)?;
                self.fold_expression(body)?;
                self.fold_expression(orelse)?;
            }
            ExpressionKind::Dict { items } => {
                let mut keys = items.iter_mut().filter_map(|item| item.key.as_mut());
                keys.try_for_each(|key| self.fold_expression(key))?;
                items
                    .iter_mut()
                    .try_for_each(|item| self.fold_expression(&mut item.value))?;
            }
            ExpressionKind::Set { elements } | ExpressionKind::List { elements, .. } => {
                self.fold_expressions(elements)?;
            }
            ExpressionKind::Tuple { elements, context } => {
                self.fold_expressions(elements)?;
                if *context == Context::Load
                    && let Some(members) = self.constants(elements)
                {
                    expression.kind = ExpressionKind::Constant(Constant::Tuple(members));
                }
            }
            ExpressionKind::ListComp {
                element,
                generators,
            }
            | ExpressionKind::SetComp {
                element,
                generators,
            }
            | ExpressionKind::GeneratorExp {
                element,
                generators,
            } => {
                self.depth.enter_many(generators.len())?;
                self.fold_expression(element)?;
                self.fold_generators(generators)?;
                self.depth.leave_many(generators.len());
            }
            ExpressionKind::DictComp {
                key,
                value,
                generators,
            } => {
                self.depth.enter_many(generators.len())?;
                self.fold_expression(key)?;
                self.fold_expression(value)?;
                self.fold_generators(generators)?;
                self.depth.leave_many(generators.len());
            }
            ExpressionKind::Yield(value) => self.fold_optional(value)?,
            ExpressionKind::Await(value)
            | ExpressionKind::YieldFrom(value)
            | ExpressionKind::NamedExpr { value, .. }
            | ExpressionKind::Attribute { value, .. }
            | ExpressionKind::Starred { value, .. } => self.fold_expression(value)?,
            ExpressionKind::Compare {
                left,
                comparators,
                operators,
            } => {
                self.fold_expression(left)?;
                self.fold_expressions(comparators)?;
                if let Some(CompareOperator::In | CompareOperator::NotIn) = operators.last()
                    && let Some(container) = comparators.last_mut()
                {
                    self.fold_iterable(container);
                }
            }
            ExpressionKind::Call {
                function,
                arguments,
                keywords,
            } => {
                self.fold_expression(function)?;
                self.fold_expressions(arguments)?;
                self.fold_keywords(keywords)?;
            }
            ExpressionKind::FormattedValue {
                value, format_spec, ..
            } => {
                self.fold_expression(value)?;
                self.fold_optional(format_spec)?;
            }
            ExpressionKind::Subscript {
                value,
                slice,
                context,
            } => {
                self.fold_expression(value)?;
                self.fold_expression(slice)?;
                if *context == Context::Load
                    && let (ExpressionKind::Constant(value), ExpressionKind::Constant(index)) =
                        (&value.kind, &slice.kind)
                    && let Some(item) = sequence::item(value, index)
                {
                    expression.kind = ExpressionKind::Constant(item);
                }
            }
            ExpressionKind::Slice(slice) => {
                self.fold_optional(&mut slice.lower)?;
                self.fold_optional(&mut slice.upper)?;
                self.fold_optional(&mut slice.step)?;
            }
        }
        self.depth.leave();
        Ok(())
    }

    /// The loops of a comprehension, which the code generator nests in each other: the caller
    /// counts each as a level.
    fn fold_generators(&mut self, generators: &mut [Comprehension<'a>]) -> Fold {
        for generator in generators {
            self.fold_expression(&mut generator.target)?;
            self.fold_expression(&mut generator.iterable)?;
            self.fold_expressions(generator.conditions)?;
            self.fold_iterable(&mut generator.iterable);
        }
        Ok(())
    }

    /// What is only iterated or searched need be no list and no set.
    pub(super) fn fold_iterable(&mut self, expression: &mut Expression<'a>) {
        match &mut expression.kind {
            ExpressionKind::List { elements, context } => {
                if has_starred(elements) {
                    return;
                }
                expression.kind = match self.constants(elements) {
                    Some(members) => ExpressionKind::Constant(Constant::Tuple(members)),
                    None => ExpressionKind::Tuple {
                        elements: std::mem::take(elements),
                        context: *context,
                    },
                };
            }
            ExpressionKind::Set { elements } => {
                if let Some(members) = self.constants(elements) {
                    expression.kind = ExpressionKind::Constant(Constant::FrozenSet(members));
                }
            }
            _ => {}
        }
    }

    /// The values of `expressions`, if all of them are constants.
    fn constants(&self, expressions: &[Expression<'a>]) -> Option<&'a [Constant<'a>]> {
        let value = |expression: &Expression<'a>| match expression.kind {
            ExpressionKind::Constant(value) => Some(value),
            _ => None,
        };
        if !expressions
            .iter()
            .all(|expression| value(expression).is_some())
        {
            return None;
        }
        let values = expressions.iter().filter_map(value);
        Some(bumpalo::collections::Vec::from_iter_in(values, self.arena).into_bump_slice())
    }

    fn fold_unary(&mut self, expression: &mut Expression<'a>) {
        let ExpressionKind::UnaryOp { operator, operand } = &mut expression.kind else {
            return;
        };
        match &mut operand.kind {
            ExpressionKind::Constant(value) => {
                if let Some(mut result) = arithmetic::unary(self.arena, *operator, value) {
                    if *operator != UnaryOperator::UAdd {
                        self.number(&mut result);
                    }
                    expression.kind = ExpressionKind::Constant(result);
                }
            }
            ExpressionKind::Compare { operators, .. } if *operator == UnaryOperator::Not => {
                // `==` and `<` are left alone: classes may define them without their opposites.
                let opposite = match operators {
                    [CompareOperator::Is] => CompareOperator::IsNot,
                    [CompareOperator::IsNot] => CompareOperator::Is,
                    [CompareOperator::In] => CompareOperator::NotIn,
                    [CompareOperator::NotIn] => CompareOperator::In,
                    _ => return,
                };
                *operators = self.arena.alloc_slice_copy(&[opposite]);
                let (kind, span) = (take(operand), operand.span);
                *expression = Expression { kind, span };
            }
            _ => {}
        }
    }

    fn fold_binary(&mut self, expression: &mut Expression<'a>) {
        let ExpressionKind::BinOp {
            left,
            operator,
            right,
        } = &mut expression.kind
        else {
            return;
        };
        let ExpressionKind::Constant(left) = left.kind else {
            return;
        };
        match &mut right.kind {
            ExpressionKind::Constant(right) => {
                if let Some(mut result) = arithmetic::binary(self.arena, &left, *operator, right) {
                    self.number(&mut result);
                    expression.kind = ExpressionKind::Constant(result);
                }
            }
            ExpressionKind::Tuple { elements, .. } => {
                if let Constant::Str(text) = left
                    && *operator == Operator::Mod
                    && !has_starred(elements)
                    && let Some(values) = format::joined_string(self.arena, text, elements)
                {
                    expression.kind = ExpressionKind::JoinedStr { values };
                }
            }
            _ => {}
        }
    }

    /// Numbers the not-a-numbers of a new value.
    fn number(&mut self, value: &mut Constant<'a>) {
        let mut number = |value: &mut f64| {
            if value.is_nan() {
                self.not_a_numbers += 1;
                let bits = f64::NAN.to_bits() | self.not_a_numbers;
                *value = f64::from_bits(bits).copysign(*value);
            }
        };
        match value {
            Constant::Float(value) => number(value),
            Constant::Complex { real, imaginary } => {
                number(real);
                number(imaginary);
            }
            _ => {}
        }
    }
}

/// Takes the expression's content away.
pub(super) fn take<'a>(expression: &mut Expression<'a>) -> ExpressionKind<'a> {
    std::mem::replace(
        &mut expression.kind,
        ExpressionKind::Constant(Constant::None),
    )
}

fn has_starred(elements: &[Expression<'_>]) -> bool {
    elements
        .iter()
        .any(|element| matches!(element.kind, ExpressionKind::Starred { .. }))
}
