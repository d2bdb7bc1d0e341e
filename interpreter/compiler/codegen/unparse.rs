//! Expressions back to text, for annotations that are kept as strings.
//!
//! The text is that of CPython's `Python/ast_unparse.c`, parentheses and spaces included. It
//! is WTF-8, since a format specification may hold lone surrogates.

mod atoms;

use syntax::ast::{
    BoolOperator, CompareOperator, Comprehension, Expression, ExpressionKind, Keyword, Operator,
    Parameter, Parameters, Slice, UnaryOperator,
};
use syntax::span::Span;

use super::{CodeGenerator, Result};

/// How tightly an operator binds; an expression within a tighter one needs parentheses.
type Level = u8;

const TUPLE: Level = 0;
const TEST: Level = 1;
const OR: Level = 2;
const AND: Level = 3;
const NOT: Level = 4;
const COMPARISON: Level = 5;
const EXPRESSION: Level = 6;
const BIT_OR: Level = EXPRESSION;
const BIT_XOR: Level = 7;
const BIT_AND: Level = 8;
const SHIFT: Level = 9;
const ARITHMETIC: Level = 10;
const TERM: Level = 11;
const FACTOR: Level = 12;
const POWER: Level = 13;
const AWAIT: Level = 14;
const ATOM: Level = 15;

impl<'a> CodeGenerator<'a, '_> {
    /// The text of `expression`.
    pub(super) fn unparse(&mut self, expression: &Expression<'a>) -> Result<Vec<u8>> {
        let lines = self.lines.get_or_insert_with(|| line_starts(self.text));
        let mut unparser = Unparser {
            source: self.text,
            lines,
            out: Vec::new(),
        };
        unparser.expression(expression, TEST)?;
        Ok(unparser.out)
    }
}

/// Where each line of the text begins.
fn line_starts(text: &str) -> Box<[usize]> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    [0].into_iter()
        .chain(newlines.map(|(offset, _)| offset + 1))
        .collect()
}

struct Unparser<'s> {
    source: &'s str,
    lines: &'s [usize],
    out: Vec<u8>,
}

impl<'s> Unparser<'s> {
    fn push(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn comma_unless_first(&mut self, index: usize) {
        if index > 0 {
            self.push(", ");
        }
    }

    /// An unparser of the same source that writes elsewhere.
    fn nested(&self) -> Unparser<'s> {
        Unparser {
            source: self.source,
            lines: self.lines,
            out: Vec::new(),
        }
    }

    /// Whether the literal at `span` begins with `u`, which CPython keeps.
    fn has_u_prefix(&self, span: Span) -> bool {
        let line = self.lines.get((span.line as usize).saturating_sub(1));
        let first = line.and_then(|start| {
            let offset = start + span.column as usize;
            self.source.as_bytes().get(offset)
        });
        first == Some(&b'u')
    }

    /// `write` in parentheses if `condition`.
    fn parenthesized_if(
        &mut self,
        condition: bool,
        write: impl FnOnce(&mut Self) -> Result,
    ) -> Result {
        if condition {
            self.push("(");
        }
        write(self)?;
        if condition {
            self.push(")");
        }
        Ok(())
    }

    fn expression(&mut self, node: &Expression<'_>, level: Level) -> Result {
        match &node.kind {
            ExpressionKind::BoolOp { operator, values } => {
                self.boolean_operation(*operator, values, level)
            }
            ExpressionKind::BinOp {
                left,
                operator,
                right,
            } => self.binary_operation(left, *operator, right, level),
            ExpressionKind::UnaryOp { operator, operand } => {
                let (text, own) = match operator {
                    UnaryOperator::Invert => ("~", FACTOR),
                    UnaryOperator::Not => ("not ", NOT),
                    UnaryOperator::UAdd => ("+", FACTOR),
                    UnaryOperator::USub => ("-", FACTOR),
                };
                self.parenthesized_if(level > own, |this| {
                    this.push(text);
                    this.expression(operand, own)
                })
            }
            ExpressionKind::Compare {
                left,
                operators,
                comparators,
            } => self.comparison(left, operators, comparators, level),
            ExpressionKind::Lambda { parameters, body } => {
                self.parenthesized_if(level > TEST, |this| this.lambda(parameters, body))
            }
            ExpressionKind::IfExp { test, body, orelse } => {
                self.parenthesized_if(level > TEST, |this| {
                    this.expression(body, TEST + 1)?;
                    this.push(" if ");
                    this.expression(test, TEST + 1)?;
                    this.push(" else ");
                    this.expression(orelse, TEST)
                })
            }
            ExpressionKind::NamedExpr { target, value } => {
                self.parenthesized_if(level > TUPLE, |this| {
                    this.expression(target, ATOM)?;
                    this.push(" := ");
                    this.expression(value, ATOM)
                })
            }
            ExpressionKind::Await(value) => self.parenthesized_if(level > AWAIT, |this| {
                this.push("await ");
                this.expression(value, ATOM)
            }),
            ExpressionKind::Tuple { elements: [], .. } => {
                self.push("()");
                Ok(())
            }
            ExpressionKind::Tuple { elements, .. } => {
                self.parenthesized_if(level > TUPLE, |this| {
                    this.list(elements)?;
                    if elements.len() == 1 {
                        this.push(",");
                    }
                    Ok(())
                })
            }
            _ => self.atom(node),
        }
    }

    /// The kinds of expression that never need parentheses around them.
    fn atom(&mut self, node: &Expression<'_>) -> Result {
        match &node.kind {
            ExpressionKind::Constant(constant) => return self.constant(constant, node.span),
            ExpressionKind::Name { id, .. } => self.push(id),
            ExpressionKind::Attribute {
                value, attribute, ..
            } => return self.attribute(value, attribute),
            ExpressionKind::Subscript { value, slice, .. } => {
                self.expression(value, ATOM)?;
                self.push("[");
                self.expression(slice, TUPLE)?;
                self.push("]");
            }
            ExpressionKind::Slice(slice) => return self.slice(slice),
            ExpressionKind::Starred { value, .. } => {
                self.push("*");
                return self.expression(value, EXPRESSION);
            }
            ExpressionKind::Call {
                function,
                arguments,
                keywords,
            } => return self.call(function, arguments, keywords),
            ExpressionKind::List { elements, .. } => {
                self.push("[");
                self.list(elements)?;
                self.push("]");
            }
            ExpressionKind::Set { elements } => {
                self.push("{");
                self.list(elements)?;
                self.push("}");
            }
            ExpressionKind::Dict { items } => {
                self.push("{");
                for (index, item) in items.iter().enumerate() {
                    self.comma_unless_first(index);
                    match &item.key {
                        Some(key) => {
                            self.expression(key, TEST)?;
                            self.push(": ");
                            self.expression(&item.value, TEST)?;
                        }
                        None => {
                            self.push("**");
                            self.expression(&item.value, EXPRESSION)?;
                        }
                    }
                }
                self.push("}");
            }
            ExpressionKind::JoinedStr { values } => return self.joined_string(values, false),
            ExpressionKind::FormattedValue {
                value,
                conversion,
                format_spec,
            } => return self.formatted_value(value, *conversion, format_spec.as_deref()),
            _ => return self.suspending_or_comprehension(node),
        }
        Ok(())
    }

    fn suspending_or_comprehension(&mut self, node: &Expression<'_>) -> Result {
        match &node.kind {
            ExpressionKind::GeneratorExp {
                element,
                generators,
            } => self.comprehension("(", element, None, generators, ")"),
            ExpressionKind::ListComp {
                element,
                generators,
            } => self.comprehension("[", element, None, generators, "]"),
            ExpressionKind::SetComp {
                element,
                generators,
            } => self.comprehension("{", element, None, generators, "}"),
            ExpressionKind::DictComp {
                key,
                value,
                generators,
            } => self.comprehension("{", key, Some(value), generators, "}"),
            ExpressionKind::Yield(None) => {
                self.push("(yield)");
                Ok(())
            }
            ExpressionKind::Yield(Some(value)) => self.in_parentheses("yield ", value),
            ExpressionKind::YieldFrom(value) => self.in_parentheses("yield from ", value),
            // All other kinds are written by the callers.
            _ => Ok(()),
        }
    }

    fn in_parentheses(&mut self, keyword: &str, value: &Expression<'_>) -> Result {
        self.push("(");
        self.push(keyword);
        self.expression(value, TEST)?;
        self.push(")");
        Ok(())
    }

    fn list(&mut self, elements: &[Expression<'_>]) -> Result {
        for (index, element) in elements.iter().enumerate() {
            self.comma_unless_first(index);
            self.expression(element, TEST)?;
        }
        Ok(())
    }

    fn boolean_operation(
        &mut self,
        operator: BoolOperator,
        values: &[Expression<'_>],
        level: Level,
    ) -> Result {
        let (text, own) = match operator {
            BoolOperator::And => (" and ", AND),
            BoolOperator::Or => (" or ", OR),
        };
        self.parenthesized_if(level > own, |this| {
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    this.push(text);
                }
                this.expression(value, own + 1)?;
            }
            Ok(())
        })
    }

    fn binary_operation(
        &mut self,
        left: &Expression<'_>,
        operator: Operator,
        right: &Expression<'_>,
        level: Level,
    ) -> Result {
        let (text, own) = match operator {
            Operator::Add => (" + ", ARITHMETIC),
            Operator::Sub => (" - ", ARITHMETIC),
            Operator::Mult => (" * ", TERM),
            Operator::MatMult => (" @ ", TERM),
            Operator::Div => (" / ", TERM),
            Operator::Mod => (" % ", TERM),
            Operator::FloorDiv => (" // ", TERM),
            Operator::LShift => (" << ", SHIFT),
            Operator::RShift => (" >> ", SHIFT),
            Operator::BitOr => (" | ", BIT_OR),
            Operator::BitXor => (" ^ ", BIT_XOR),
            Operator::BitAnd => (" & ", BIT_AND),
            Operator::Pow => (" ** ", POWER),
        };
        // A power groups to the right, all others to the left.
        let is_power = Level::from(operator == Operator::Pow);
        self.parenthesized_if(level > own, |this| {
            this.expression(left, own + is_power)?;
            this.push(text);
            this.expression(right, own + 1 - is_power)
        })
    }

    fn comparison(
        &mut self,
        left: &Expression<'_>,
        operators: &[CompareOperator],
        comparators: &[Expression<'_>],
        level: Level,
    ) -> Result {
        self.parenthesized_if(level > COMPARISON, |this| {
            this.expression(left, COMPARISON + 1)?;
            for (operator, comparator) in operators.iter().zip(comparators) {
                this.push(match operator {
                    CompareOperator::Eq => " == ",
                    CompareOperator::NotEq => " != ",
                    CompareOperator::Lt => " < ",
                    CompareOperator::LtE => " <= ",
                    CompareOperator::Gt => " > ",
                    CompareOperator::GtE => " >= ",
                    CompareOperator::Is => " is ",
                    CompareOperator::IsNot => " is not ",
                    CompareOperator::In => " in ",
                    CompareOperator::NotIn => " not in ",
                });
                this.expression(comparator, COMPARISON + 1)?;
            }
            Ok(())
        })
    }

    fn comprehension(
        &mut self,
        open: &str,
        element: &Expression<'_>,
        value: Option<&Expression<'_>>,
        generators: &[Comprehension<'_>],
        close: &str,
    ) -> Result {
        self.push(open);
        self.expression(element, TEST)?;
        if let Some(value) = value {
            self.push(": ");
            self.expression(value, TEST)?;
        }
        for generator in generators {
            self.push(if generator.is_async {
                " async for "
            } else {
                " for "
            });
            self.expression(&generator.target, TUPLE)?;
            self.push(" in ");
            self.expression(&generator.iterable, TEST + 1)?;
            for condition in generator.conditions.iter() {
                self.push(" if ");
                self.expression(condition, TEST + 1)?;
            }
        }
        self.push(close);
        Ok(())
    }

    fn call(
        &mut self,
        function: &Expression<'_>,
        arguments: &[Expression<'_>],
        keywords: &[Keyword<'_>],
    ) -> Result {
        self.expression(function, ATOM)?;
        if let [only] = arguments
            && matches!(only.kind, ExpressionKind::GeneratorExp { .. })
            && keywords.is_empty()
        {
            return self.expression(only, TEST);
        }
        self.push("(");
        self.list(arguments)?;
        for (index, keyword) in keywords.iter().enumerate() {
            self.comma_unless_first(arguments.len() + index);
            match keyword.name {
                Some(name) => {
                    self.push(name);
                    self.push("=");
                }
                None => self.push("**"),
            }
            self.expression(&keyword.value, TEST)?;
        }
        self.push(")");
        Ok(())
    }

    fn slice(&mut self, slice: &Slice<'_>) -> Result {
        if let Some(lower) = &slice.lower {
            self.expression(lower, TEST)?;
        }
        self.push(":");
        if let Some(upper) = &slice.upper {
            self.expression(upper, TEST)?;
        }
        if let Some(step) = &slice.step {
            self.push(":");
            self.expression(step, TEST)?;
        }
        Ok(())
    }

    fn lambda(&mut self, parameters: &Parameters<'_>, body: &Expression<'_>) -> Result {
        let has_positional =
            !parameters.positional_only.is_empty() || !parameters.positional.is_empty();
        // CPython writes `lambda*args`, without a space.
        self.push(if has_positional { "lambda " } else { "lambda" });
        self.parameters(parameters)?;
        self.push(": ");
        self.expression(body, TEST)
    }

    fn parameters(&mut self, parameters: &Parameters<'_>) -> Result {
        let positional_only = parameters.positional_only.len();
        let positional = positional_only + parameters.positional.len();
        let without_default = positional.saturating_sub(parameters.defaults.len());
        let mut written = 0;
        let all = parameters
            .positional_only
            .iter()
            .chain(parameters.positional.iter());
        for parameter in all {
            self.comma_unless_first(written);
            self.parameter(parameter)?;
            if written >= without_default {
                self.push("=");
                self.expression(&parameters.defaults[written - without_default], TEST)?;
            }
            written += 1;
            if written == positional_only {
                self.push(", /");
            }
        }
        if parameters.vararg.is_some() || !parameters.keyword_only.is_empty() {
            self.comma_unless_first(written);
            self.push("*");
            if let Some(vararg) = &parameters.vararg {
                self.parameter(vararg)?;
            }
            written += 1;
        }
        let defaults = parameters.keyword_defaults.iter();
        for (parameter, default) in parameters.keyword_only.iter().zip(defaults) {
            self.push(", ");
            self.parameter(parameter)?;
            if let Some(default) = default {
                self.push("=");
                self.expression(default, TEST)?;
            }
        }
        if let Some(kwarg) = &parameters.kwarg {
            self.comma_unless_first(written);
            self.push("**");
            self.parameter(kwarg)?;
        }
        Ok(())
    }

    fn parameter(&mut self, parameter: &Parameter<'_>) -> Result {
        self.push(parameter.name);
        if let Some(annotation) = &parameter.annotation {
            self.push(": ");
            self.expression(annotation, TEST)?;
        }
        Ok(())
    }
}
