//! The first pass over expressions.

use syntax::ast::{Comprehension, Context, Expression, ExpressionKind, Keyword, Parameters};
use syntax::error::SyntaxError;
use syntax::span::Span;

use super::builder::{Builder, Visit};
use super::{ComprehensionKind, ScopeKey, ScopeKind, ScopeRole, Symbol};

impl<'a> Builder<'a> {
    pub(super) fn visit_expressions(&mut self, expressions: &[Expression<'a>]) -> Visit {
        expressions
            .iter()
            .try_for_each(|expression| self.visit_expression(expression))
    }

    pub(super) fn visit_optional(&mut self, expression: &Option<&'a mut Expression<'a>>) -> Visit {
        match expression {
            Some(expression) => self.visit_expression(expression),
            None => Ok(()),
        }
    }

    pub(super) fn visit_keywords(&mut self, keywords: &[Keyword<'a>]) -> Visit {
        keywords
            .iter()
            .try_for_each(|keyword| self.visit_expression(&keyword.value))
    }

    pub(super) fn visit_expression(&mut self, expression: &Expression<'a>) -> Visit {
        self.depth.enter()?;
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Constant(_) => {}
            ExpressionKind::Name { id, context } => self.visit_name(id, *context, span)?,
            ExpressionKind::NamedExpr { target, value } => {
                self.visit_named_expression(target, value, span)?;
            }
            ExpressionKind::BoolOp { values, .. } | ExpressionKind::JoinedStr { values } => {
                self.visit_expressions(values)?;
            }
            ExpressionKind::BinOp { left, right, .. } => {
                self.visit_expression(left)?;
                self.visit_expression(right)?;
            }
            ExpressionKind::UnaryOp { operand, .. } => self.visit_expression(operand)?,
            ExpressionKind::Lambda { parameters, body } => {
                self.visit_lambda(expression, parameters, body)?;
            }
            ExpressionKind::IfExp { test, body, orelse } => {
                self.visit_expression(test)?;
                self.visit_expression(body)?;
                self.visit_expression(orelse)?;
            }
            ExpressionKind::Dict { items } => {
                let mut keys = items.iter().filter_map(|item| item.key.as_ref());
                keys.try_for_each(|key| self.visit_expression(key))?;
                items
                    .iter()
                    .try_for_each(|item| self.visit_expression(&item.value))?;
            }
            ExpressionKind::Set { elements }
            | ExpressionKind::List { elements, .. }
            | ExpressionKind::Tuple { elements, .. } => self.visit_expressions(elements)?,
            ExpressionKind::ListComp {
                element,
                generators,
            } => {
                self.visit_comprehension(expression, generators, element, None)?;
            }
            ExpressionKind::SetComp {
                element,
                generators,
            } => {
                self.visit_comprehension(expression, generators, element, None)?;
            }
            ExpressionKind::DictComp {
                key,
                value,
                generators,
            } => {
                self.visit_comprehension(expression, generators, key, Some(value))?;
            }
            ExpressionKind::GeneratorExp {
                element,
                generators,
            } => {
                self.visit_comprehension(expression, generators, element, None)?;
            }
            ExpressionKind::Await(value) => {
                self.refuse_in_types("await expression", span)?;
                self.visit_expression(value)?;
                self.current().is_coroutine = true;
            }
            ExpressionKind::Yield(value) => {
                self.refuse_in_types("yield expression", span)?;
                self.visit_optional(value)?;
                self.note_yield(span)?;
            }
            ExpressionKind::YieldFrom(value) => {
                self.refuse_in_types("yield expression", span)?;
                self.visit_expression(value)?;
                self.note_yield(span)?;
            }
            ExpressionKind::Compare {
                left, comparators, ..
            } => {
                self.visit_expression(left)?;
                self.visit_expressions(comparators)?;
            }
            ExpressionKind::Call {
                function,
                arguments,
                keywords,
            } => {
                self.visit_expression(function)?;
                self.visit_expressions(arguments)?;
                self.visit_keywords(keywords)?;
            }
            ExpressionKind::FormattedValue {
                value, format_spec, ..
            } => {
                self.visit_expression(value)?;
                self.visit_optional(format_spec)?;
            }
            ExpressionKind::Attribute { value, .. } | ExpressionKind::Starred { value, .. } => {
                self.visit_expression(value)?;
            }
            ExpressionKind::Subscript { value, slice, .. } => {
                self.visit_expression(value)?;
                self.visit_expression(slice)?;
            }
            ExpressionKind::Slice(slice) => {
                self.visit_optional(&slice.lower)?;
                self.visit_optional(&slice.upper)?;
                self.visit_optional(&slice.step)?;
            }
        }
        self.depth.leave();
        Ok(())
    }

    fn visit_name(&mut self, name: &'a str, context: Context, span: Span) -> Visit {
        if context != Context::Load {
            return self.note(name, Symbol::DEF_LOCAL, span);
        }
        self.note(name, Symbol::USE, span)?;
        // A call of `super()` reads `__class__`.
        if name == "super" && self.current().kind.is_function_like() {
            self.note("__class__", Symbol::USE, span)?;
        }
        Ok(())
    }

    fn visit_named_expression(
        &mut self,
        target: &Expression<'a>,
        value: &Expression<'a>,
        span: Span,
    ) -> Visit {
        self.refuse_in_types("named expression", span)?;
        if self.state().comprehension_iterables > 0 {
            let message =
                "assignment expression cannot be used in a comprehension iterable expression";
            return Err(SyntaxError::at_bytes(span, message));
        }
        if self.current().comprehension != ComprehensionKind::None
            && let ExpressionKind::Name { id, .. } = target.kind
        {
            self.bind_outside_comprehension(id, target.span)?;
        }
        self.visit_expression(value)?;
        self.visit_expression(target)
    }

    fn visit_lambda(
        &mut self,
        expression: &Expression<'a>,
        parameters: &Parameters<'a>,
        body: &Expression<'a>,
    ) -> Visit {
        self.visit_defaults(parameters)?;
        let key = ScopeKey::new(expression, ScopeRole::Body);
        self.enter_scope(key, "lambda", ScopeKind::Function, expression.span);
        self.visit_parameters(parameters)?;
        self.visit_expression(body)?;
        self.exit_scope();
        Ok(())
    }

    /// A comprehension, whose element is `element`, or `element: value`. The outermost
    /// iterable is evaluated in the scope around it and comes in as a parameter.
    fn visit_comprehension(
        &mut self,
        expression: &Expression<'a>,
        generators: &[Comprehension<'a>],
        element: &Expression<'a>,
        value: Option<&Expression<'a>>,
    ) -> Visit {
        let (name, kind) = match expression.kind {
            ExpressionKind::ListComp { .. } => ("listcomp", ComprehensionKind::List),
            ExpressionKind::SetComp { .. } => ("setcomp", ComprehensionKind::Set),
            ExpressionKind::DictComp { .. } => ("dictcomp", ComprehensionKind::Dict),
            _ => ("genexpr", ComprehensionKind::Generator),
        };
        let Some((outermost, inner)) = generators.split_first() else {
            return Ok(());
        };
        self.visit_iterable(outermost)?;
        let key = ScopeKey::new(expression, ScopeRole::Body);
        self.enter_scope(key, name, ScopeKind::Function, expression.span);
        self.current().comprehension = kind;
        self.current().is_coroutine = outermost.is_async;
        self.note(".0", Symbol::DEF_PARAM, expression.span)?;
        self.visit_target(outermost)?;
        self.visit_expressions(outermost.conditions)?;
        for generator in inner {
            self.visit_target(generator)?;
            self.visit_iterable(generator)?;
            self.visit_expressions(generator.conditions)?;
            self.current().is_coroutine |= generator.is_async;
        }
        if let Some(value) = value {
            self.visit_expression(value)?;
        }
        self.visit_expression(element)?;
        let is_generator = kind == ComprehensionKind::Generator;
        self.current().is_generator = is_generator;
        let is_async = self.current().is_coroutine && !is_generator;
        self.exit_scope();
        self.current().is_coroutine |= is_async;
        Ok(())
    }

    fn visit_iterable(&mut self, generator: &Comprehension<'a>) -> Visit {
        self.state().comprehension_iterables += 1;
        self.visit_expression(&generator.iterable)?;
        self.state().comprehension_iterables -= 1;
        Ok(())
    }

    fn visit_target(&mut self, generator: &Comprehension<'a>) -> Visit {
        self.state().in_comprehension_target = true;
        self.visit_expression(&generator.target)?;
        self.state().in_comprehension_target = false;
        Ok(())
    }

    fn note_yield(&mut self, span: Span) -> Visit {
        self.current().is_generator = true;
        let place = match self.current().comprehension {
            ComprehensionKind::None => return Ok(()),
            ComprehensionKind::List => "list comprehension",
            ComprehensionKind::Set => "set comprehension",
            ComprehensionKind::Dict => "dict comprehension",
            ComprehensionKind::Generator => "generator expression",
        };
        Err(SyntaxError::at_bytes(
            span,
            format!("'yield' inside {place}"),
        ))
    }

    /// Refuses what annotations, type aliases and type parameters may not hold.
    fn refuse_in_types(&mut self, what: &str, span: Span) -> Visit {
        let place = match self.current().kind {
            ScopeKind::Module | ScopeKind::Class | ScopeKind::Function => return Ok(()),
            ScopeKind::Annotation => "an annotation",
            ScopeKind::TypeVariable => self.state().description,
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParameters => "the definition of a generic",
        };
        Err(SyntaxError::at_bytes(
            span,
            format!("{what} cannot be used within {place}"),
        ))
    }
}
