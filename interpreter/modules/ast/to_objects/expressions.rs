//! Expressions.

use syntax::ast::{
    BoolOperator, CompareOperator, Comprehension, Context, Conversion, Expression, ExpressionKind,
    Keyword, Operator, Parameter, Parameters, UnaryOperator,
};
use syntax::span::Span;
use vm::Result;
use vm::objects::str::Str;
use vm::objects::value::Value;

use super::Builder;
use crate::ast::grammar::Node;
use crate::ast::versions::Place;

impl Builder<'_> {
    pub(super) fn expressions(&self, expressions: &[Expression<'_>]) -> Result<Value> {
        self.list(expressions, |expression| self.expression(expression))
    }

    pub(super) fn optional(&self, expression: Option<&Expression<'_>>) -> Result<Value> {
        expression.map_or(Ok(Value::NONE), |expression| self.expression(expression))
    }

    /// The node object of an expression.
    pub fn expression(&self, expression: &Expression<'_>) -> Result<Value> {
        self.vm.check_native_stack(" during ast construction")?;
        let (node, values) = self.parts(expression)?;
        Ok(self.node(node, expression.span, values))
    }

    fn parts(&self, expression: &Expression<'_>) -> Result<(Node, Vec<Value>)> {
        let span = expression.span;
        Ok(match &expression.kind {
            ExpressionKind::BoolOp { operator, values } => {
                let operator = match operator {
                    BoolOperator::And => Node::And,
                    BoolOperator::Or => Node::Or,
                };
                (
                    Node::BoolOp,
                    vec![self.simple(operator), self.expressions(values)?],
                )
            }
            ExpressionKind::NamedExpr { target, value } => (
                Node::NamedExpr,
                vec![self.expression(target)?, self.expression(value)?],
            ),
            ExpressionKind::BinOp {
                left,
                operator,
                right,
            } => {
                let left = self.expression(left)?;
                if *operator == Operator::MatMult {
                    let what = "The '@' operator is";
                    self.versions.note(5, what, span, Place::Behind);
                }
                let operator = self.simple(operator_node(*operator));
                (Node::BinOp, vec![left, operator, self.expression(right)?])
            }
            ExpressionKind::UnaryOp { operator, operand } => {
                let operator = match operator {
                    UnaryOperator::Invert => Node::Invert,
                    UnaryOperator::Not => Node::Not,
                    UnaryOperator::UAdd => Node::UAdd,
                    UnaryOperator::USub => Node::USub,
                };
                (
                    Node::UnaryOp,
                    vec![self.simple(operator), self.expression(operand)?],
                )
            }
            ExpressionKind::Lambda { parameters, body } => (
                Node::Lambda,
                vec![self.parameters(parameters)?, self.expression(body)?],
            ),
            ExpressionKind::IfExp { test, body, orelse } => {
                let test = self.expression(test)?;
                let body = self.expression(body)?;
                (Node::IfExp, vec![test, body, self.expression(orelse)?])
            }
            ExpressionKind::Dict { items } => {
                let keys = self.list(items, |item| self.optional(item.key.as_ref()))?;
                let values = self.list(items, |item| self.expression(&item.value))?;
                (Node::Dict, vec![keys, values])
            }
            ExpressionKind::Set { elements } => (Node::Set, vec![self.expressions(elements)?]),
            ExpressionKind::ListComp {
                element,
                generators,
            } => (Node::ListComp, self.comprehension(element, generators)?),
            ExpressionKind::SetComp {
                element,
                generators,
            } => (Node::SetComp, self.comprehension(element, generators)?),
            ExpressionKind::GeneratorExp {
                element,
                generators,
            } => (Node::GeneratorExp, self.comprehension(element, generators)?),
            ExpressionKind::DictComp {
                key,
                value,
                generators,
            } => {
                let mut values = vec![self.expression(key)?];
                values.extend(self.comprehension(value, generators)?);
                (Node::DictComp, values)
            }
            ExpressionKind::Await(value) => (Node::Await, vec![self.expression(value)?]),
            ExpressionKind::Yield(value) => (Node::Yield, vec![self.optional(value.as_deref())?]),
            ExpressionKind::YieldFrom(value) => (Node::YieldFrom, vec![self.expression(value)?]),
            ExpressionKind::Compare {
                left,
                operators,
                comparators,
            } => {
                let left = self.expression(left)?;
                let operators = self.list(operators, |it| Ok(self.simple(comparison_node(*it))))?;
                (
                    Node::Compare,
                    vec![left, operators, self.expressions(comparators)?],
                )
            }
            ExpressionKind::Call {
                function,
                arguments,
                keywords,
            } => {
                let function = self.expression(function)?;
                let arguments = self.expressions(arguments)?;
                (
                    Node::Call,
                    vec![function, arguments, self.keywords(keywords)?],
                )
            }
            ExpressionKind::FormattedValue {
                value,
                conversion,
                format_spec,
            } => {
                let value = self.expression(value)?;
                let conversion = Value::int(conversion_number(*conversion));
                let format = self.optional(format_spec.as_deref())?;
                (Node::FormattedValue, vec![value, conversion, format])
            }
            ExpressionKind::JoinedStr { values } => {
                let values = self.list(values, |value| self.part_of_string(value, span))?;
                (Node::JoinedStr, vec![values])
            }
            ExpressionKind::Constant(constant) => {
                self.note_underscores(span);
                (
                    Node::Constant,
                    vec![self.constant(constant)?, self.kind(expression)],
                )
            }
            ExpressionKind::Attribute {
                value,
                attribute,
                context,
            } => {
                let value = self.expression(value)?;
                let name = self.name(attribute);
                (Node::Attribute, vec![value, name, self.context(*context)])
            }
            ExpressionKind::Subscript {
                value,
                slice,
                context,
            } => {
                let value = self.expression(value)?;
                let slice = self.expression(slice)?;
                (Node::Subscript, vec![value, slice, self.context(*context)])
            }
            ExpressionKind::Starred { value, context } => (
                Node::Starred,
                vec![self.expression(value)?, self.context(*context)],
            ),
            ExpressionKind::Name { id, context } => {
                (Node::Name, vec![self.name(id), self.context(*context)])
            }
            ExpressionKind::List { elements, context } => (
                Node::List,
                vec![self.expressions(elements)?, self.context(*context)],
            ),
            ExpressionKind::Tuple { elements, context } => (
                Node::Tuple,
                vec![self.expressions(elements)?, self.context(*context)],
            ),
            ExpressionKind::Slice(slice) => {
                let lower = self.optional(slice.lower.as_deref())?;
                let upper = self.optional(slice.upper.as_deref())?;
                (
                    Node::Slice,
                    vec![lower, upper, self.optional(slice.step.as_deref())?],
                )
            }
        })
    }

    /// Notes a number with underscores.
    fn note_underscores(&self, span: Span) {
        let text = self.text_at(span.line, span.column).as_bytes();
        let length = span.end_column.saturating_sub(span.column) as usize;
        if let [b'0'..=b'9' | b'.', ..] = text
            && text.iter().take(length).any(|byte| *byte == b'_')
        {
            let what = "Underscores in numeric literals are";
            self.versions.note(6, what, span, Place::Itself);
        }
    }

    fn context(&self, context: Context) -> Value {
        self.simple(match context {
            Context::Load => Node::Load,
            Context::Store => Node::Store,
            Context::Delete => Node::Del,
        })
    }

    /// `kind` of a constant: 'u' where its text begins so.
    fn kind(&self, expression: &Expression<'_>) -> Value {
        let is_str = matches!(
            expression.kind,
            ExpressionKind::Constant(syntax::ast::Constant::Str(_))
        );
        let text = self
            .text_at(expression.span.line, expression.span.column)
            .as_bytes();
        match text {
            [b'u' | b'U', b'\'' | b'"', ..] if is_str => Str::value("u"),
            _ => Value::NONE,
        }
    }

    /// A part of an f-string. What stands in its middle has no prefix.
    fn part_of_string(&self, part: &Expression<'_>, whole: Span) -> Result<Value> {
        let first = (part.span.line, part.span.column) == (whole.line, whole.column);
        match &part.kind {
            ExpressionKind::Constant(constant) if !first => {
                let values = vec![self.constant(constant)?, Value::NONE];
                Ok(self.node(Node::Constant, part.span, values))
            }
            _ => self.expression(part),
        }
    }

    fn comprehension(
        &self,
        element: &Expression<'_>,
        generators: &[Comprehension<'_>],
    ) -> Result<Vec<Value>> {
        let element = self.expression(element)?;
        let generators = self.list(generators, |generator| {
            let target = self.expression(&generator.target)?;
            let iterable = self.expression(&generator.iterable)?;
            let conditions = self.expressions(generator.conditions)?;
            if generator.is_async {
                let last = generator.conditions.last().unwrap_or(&generator.iterable);
                let what = "Async comprehensions are";
                self.versions.note(6, what, last.span, Place::Behind);
            }
            let is_async = Value::int(generator.is_async.into());
            Ok(self.plain(
                Node::Comprehension,
                vec![target, iterable, conditions, is_async],
            ))
        })?;
        Ok(vec![element, generators])
    }

    pub(super) fn keywords(&self, keywords: &[Keyword<'_>]) -> Result<Value> {
        self.list(keywords, |keyword| {
            let name = self.optional_name(keyword.name);
            let values = vec![name, self.expression(&keyword.value)?];
            Ok(self.node(Node::Keyword, keyword.span, values))
        })
    }

    fn parameter(&self, parameter: &Parameter<'_>) -> Result<Value> {
        let name = self.name(parameter.name);
        let annotation = self.optional(parameter.annotation.as_deref())?;
        let comment = self
            .comments
            .of_parameter(parameter.span.end_line, parameter.span.end_column);
        Ok(self.node(Node::Arg, parameter.span, vec![name, annotation, comment]))
    }

    pub(super) fn parameters(&self, parameters: &Parameters<'_>) -> Result<Value> {
        if let Some(last) = parameters.positional_only.last() {
            let defaults = parameters.defaults.iter().map(|default| default.span);
            let last = defaults.fold(last.span, |last, other| {
                let end = |span: Span| (span.end_line, span.end_column);
                if end(other) > end(last) { other } else { last }
            });
            let what = "Positional-only parameters are";
            self.versions.note(8, what, last, Place::EndOfParameters);
        }
        let list = |some: &[Parameter<'_>]| self.list(some, |one| self.parameter(one));
        let one = |parameter: Option<&Parameter<'_>>| {
            parameter.map_or(Ok(Value::NONE), |parameter| self.parameter(parameter))
        };
        let values = vec![
            list(parameters.positional_only)?,
            list(parameters.positional)?,
            one(parameters.vararg.as_deref())?,
            list(parameters.keyword_only)?,
            self.list(parameters.keyword_defaults, |it| self.optional(it.as_ref()))?,
            one(parameters.kwarg.as_deref())?,
            self.expressions(parameters.defaults)?,
        ];
        Ok(self.plain(Node::Arguments, values))
    }
}

/// The number that stands for a conversion.
fn conversion_number(conversion: Conversion) -> i64 {
    match conversion {
        Conversion::None => -1,
        Conversion::Str => i64::from(b's'),
        Conversion::Repr => i64::from(b'r'),
        Conversion::Ascii => i64::from(b'a'),
    }
}

/// The node of a binary operator.
pub(super) fn operator_node(operator: Operator) -> Node {
    match operator {
        Operator::Add => Node::Add,
        Operator::Sub => Node::Sub,
        Operator::Mult => Node::Mult,
        Operator::MatMult => Node::MatMult,
        Operator::Div => Node::Div,
        Operator::Mod => Node::Mod,
        Operator::Pow => Node::Pow,
        Operator::LShift => Node::LShift,
        Operator::RShift => Node::RShift,
        Operator::BitOr => Node::BitOr,
        Operator::BitXor => Node::BitXor,
        Operator::BitAnd => Node::BitAnd,
        Operator::FloorDiv => Node::FloorDiv,
    }
}

fn comparison_node(operator: CompareOperator) -> Node {
    match operator {
        CompareOperator::Eq => Node::Eq,
        CompareOperator::NotEq => Node::NotEq,
        CompareOperator::Lt => Node::Lt,
        CompareOperator::LtE => Node::LtE,
        CompareOperator::Gt => Node::Gt,
        CompareOperator::GtE => Node::GtE,
        CompareOperator::Is => Node::Is,
        CompareOperator::IsNot => Node::IsNot,
        CompareOperator::In => Node::In,
        CompareOperator::NotIn => Node::NotIn,
    }
}
