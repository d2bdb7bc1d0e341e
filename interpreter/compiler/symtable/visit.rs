//! The first pass over statements and patterns.

use syntax::ast::{
    Alias, ClassDef, Expression, ExpressionKind, FunctionDef, MatchCase, Parameter, Parameters,
    Pattern, PatternKind, Statement, StatementKind, TypeAlias,
};
use syntax::error::SyntaxError;
use syntax::span::Span;

use super::builder::{Builder, Visit};
use super::{ScopeKey, ScopeKind, ScopeRole, Symbol};

impl<'a> Builder<'a> {
    pub(super) fn visit_statements(&mut self, statements: &[Statement<'a>]) -> Visit {
        statements
            .iter()
            .try_for_each(|statement| self.visit_statement(statement))
    }

    fn visit_statement(&mut self, statement: &Statement<'a>) -> Visit {
        self.depth.enter()?;
        let span = statement.span;
        match &statement.kind {
            StatementKind::FunctionDef(function) => self.visit_function(function, span)?,
            StatementKind::ClassDef(class) => self.visit_class(class, span)?,
            StatementKind::TypeAlias(alias) => self.visit_type_alias(alias, span)?,
            StatementKind::Return(None)
            | StatementKind::Pass
            | StatementKind::Break
            | StatementKind::Continue => {}
            StatementKind::Return(Some(value)) => {
                self.visit_expression(value)?;
                self.current().returns_value = true;
            }
            StatementKind::Delete { targets } => self.visit_expressions(targets)?,
            StatementKind::Assign { targets, value } => {
                self.visit_expressions(targets)?;
                self.visit_expression(value)?;
            }
            StatementKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                self.visit_annotated_target(target, value.is_some(), *simple, span)?;
                self.visit_annotation(annotation)?;
                self.visit_optional(value)?;
            }
            StatementKind::AugAssign { target, value, .. } => {
                self.visit_expression(target)?;
                self.visit_expression(value)?;
            }
            StatementKind::For(node) => {
                self.visit_expression(&node.target)?;
                self.visit_expression(&node.iterable)?;
                self.visit_statements(node.body)?;
                self.visit_statements(node.orelse)?;
            }
            StatementKind::While { test, body, orelse }
            | StatementKind::If { test, body, orelse } => {
                self.visit_expression(test)?;
                self.visit_statements(body)?;
                self.visit_statements(orelse)?;
            }
            StatementKind::Match { subject, cases } => {
                self.visit_expression(subject)?;
                cases.iter().try_for_each(|case| self.visit_case(case))?;
            }
            StatementKind::Raise { exception, cause } => {
                self.visit_optional(exception)?;
                self.visit_optional(cause)?;
            }
            StatementKind::Try(node) => {
                self.visit_statements(node.body)?;
                for handler in node.handlers.iter() {
                    self.visit_optional(&handler.exception_type)?;
                    if let Some(name) = handler.name {
                        self.note(name, Symbol::DEF_LOCAL, handler.span)?;
                    }
                    self.visit_statements(handler.body)?;
                }
                self.visit_statements(node.orelse)?;
                self.visit_statements(node.finalbody)?;
            }
            StatementKind::Assert { test, message } => {
                self.visit_expression(test)?;
                self.visit_optional(message)?;
            }
            StatementKind::Import { names } | StatementKind::ImportFrom { names, .. } => {
                names
                    .iter()
                    .try_for_each(|alias| self.visit_import(alias))?;
            }
            StatementKind::Global { names } => {
                self.declare(statement, names, Symbol::DEF_GLOBAL)?;
            }
            StatementKind::Nonlocal { names } => {
                self.declare(statement, names, Symbol::DEF_NONLOCAL)?;
            }
            StatementKind::Expression(expression) => self.visit_expression(expression)?,
            StatementKind::With { items, body, .. } => {
                for item in items.iter() {
                    self.visit_expression(&item.context)?;
                    if let Some(target) = &item.target {
                        self.visit_expression(target)?;
                    }
                }
                self.visit_statements(body)?;
            }
        }
        self.depth.leave();
        Ok(())
    }

    fn visit_function(&mut self, function: &FunctionDef<'a>, span: Span) -> Visit {
        self.note(function.name, Symbol::DEF_LOCAL, span)?;
        self.visit_defaults(&function.parameters)?;
        self.visit_expressions(function.decorators)?;
        let is_generic = !function.type_parameters.is_empty();
        if is_generic {
            let key = ScopeKey::new(function, ScopeRole::TypeParameters);
            self.enter_type_parameters(key, function.name, span)?;
            // CPython reserves the slot of the defaults even if there are none.
            self.note(".defaults", Symbol::DEF_PARAM, span)?;
            if function
                .parameters
                .keyword_defaults
                .iter()
                .any(Option::is_some)
            {
                self.note(".kwdefaults", Symbol::DEF_PARAM, span)?;
            }
            self.visit_type_parameters(function.type_parameters)?;
        }
        self.visit_annotations(function, span)?;
        let key = ScopeKey::new(function, ScopeRole::Body);
        self.enter_scope(key, function.name, ScopeKind::Function, span);
        self.current().is_coroutine = function.is_async;
        self.visit_parameters(&function.parameters)?;
        self.visit_statements(function.body)?;
        self.exit_scope();
        if is_generic {
            self.exit_scope();
        }
        Ok(())
    }

    pub(super) fn visit_defaults(&mut self, parameters: &Parameters<'a>) -> Visit {
        self.visit_expressions(parameters.defaults)?;
        let mut defaults = parameters.keyword_defaults.iter().flatten();
        defaults.try_for_each(|default| self.visit_expression(default))
    }

    pub(super) fn visit_parameters(&mut self, parameters: &Parameters<'a>) -> Visit {
        for parameter in parameters
            .positional_only
            .iter()
            .chain(parameters.positional.iter())
            .chain(parameters.keyword_only.iter())
        {
            self.note(parameter.name, Symbol::DEF_PARAM, parameter.span)?;
        }
        if let Some(parameter) = &parameters.vararg {
            self.note(parameter.name, Symbol::DEF_PARAM, parameter.span)?;
            self.current().has_varargs = true;
        }
        if let Some(parameter) = &parameters.kwarg {
            self.note(parameter.name, Symbol::DEF_PARAM, parameter.span)?;
            self.current().has_varkeywords = true;
        }
        Ok(())
    }

    fn visit_annotations(&mut self, function: &FunctionDef<'a>, span: Span) -> Visit {
        if self.future_annotations {
            self.enter_annotation(span);
        }
        let parameters = &function.parameters;
        self.visit_parameter_annotations(parameters.positional_only)?;
        self.visit_parameter_annotations(parameters.positional)?;
        if let Some(parameter) = &parameters.vararg {
            self.visit_optional(&parameter.annotation)?;
        }
        if let Some(parameter) = &parameters.kwarg {
            self.visit_optional(&parameter.annotation)?;
        }
        self.visit_parameter_annotations(parameters.keyword_only)?;
        if self.future_annotations {
            self.exit_scope();
        }
        match &function.returns {
            Some(returns) => self.visit_annotation(returns),
            None => Ok(()),
        }
    }

    fn visit_parameter_annotations(&mut self, parameters: &[Parameter<'a>]) -> Visit {
        parameters
            .iter()
            .try_for_each(|parameter| self.visit_optional(&parameter.annotation))
    }

    fn visit_annotation(&mut self, annotation: &Expression<'a>) -> Visit {
        if !self.future_annotations {
            return self.visit_expression(annotation);
        }
        self.enter_annotation(annotation.span);
        self.visit_expression(annotation)?;
        self.exit_scope();
        Ok(())
    }

    fn visit_annotated_target(
        &mut self,
        target: &Expression<'a>,
        has_value: bool,
        simple: bool,
        statement: Span,
    ) -> Visit {
        let ExpressionKind::Name { id: name, .. } = target.kind else {
            return self.visit_expression(target);
        };
        let known = self.flags_of(name);
        if known & (Symbol::DEF_GLOBAL | Symbol::DEF_NONLOCAL) != 0
            && !self.is_in_module_scope()
            && simple
        {
            let is_global = known & Symbol::DEF_GLOBAL != 0;
            let word = if is_global { "global" } else { "nonlocal" };
            let message = format!("annotated name '{name}' can't be {word}");
            return Err(SyntaxError::at_bytes(statement, message));
        }
        if simple {
            self.note(name, Symbol::DEF_ANNOT | Symbol::DEF_LOCAL, target.span)?;
        } else if has_value {
            self.note(name, Symbol::DEF_LOCAL, target.span)?;
        }
        Ok(())
    }

    fn visit_class(&mut self, class: &ClassDef<'a>, span: Span) -> Visit {
        self.note(class.name, Symbol::DEF_LOCAL, span)?;
        self.visit_expressions(class.decorators)?;
        let outer_private = self.private;
        let is_generic = !class.type_parameters.is_empty();
        if is_generic {
            let key = ScopeKey::new(class, ScopeRole::TypeParameters);
            self.enter_type_parameters(key, class.name, span)?;
            // The scope makes the tuple of parameters and reads it to build the bases.
            const MADE_AND_READ: u16 = Symbol::DEF_LOCAL | Symbol::USE;
            self.note(".type_params", MADE_AND_READ, span)?;
            self.note(".generic_base", MADE_AND_READ, span)?;
            self.private = Some(class.name);
            self.limit_mangling();
            self.visit_type_parameters(class.type_parameters)?;
        }
        self.visit_expressions(class.bases)?;
        self.visit_keywords(class.keywords)?;
        let key = ScopeKey::new(class, ScopeRole::Body);
        self.enter_scope(key, class.name, ScopeKind::Class, span);
        self.private = Some(class.name);
        if is_generic {
            self.note("__type_params__", Symbol::DEF_LOCAL, span)?;
            self.note(".type_params", Symbol::USE, span)?;
        }
        self.visit_statements(class.body)?;
        self.exit_scope();
        if is_generic {
            self.exit_scope();
        }
        self.private = outer_private;
        Ok(())
    }

    fn visit_type_alias(&mut self, alias: &TypeAlias<'a>, span: Span) -> Visit {
        self.visit_expression(&alias.name)?;
        let ExpressionKind::Name { id: name, .. } = alias.name.kind else {
            return Ok(());
        };
        let is_in_class = self.current().kind == ScopeKind::Class;
        let is_generic = !alias.type_parameters.is_empty();
        if is_generic {
            let key = ScopeKey::new(alias, ScopeRole::TypeParameters);
            self.enter_type_parameters(key, name, span)?;
            self.visit_type_parameters(alias.type_parameters)?;
        }
        let key = ScopeKey::new(alias, ScopeRole::Body);
        self.enter_scope(key, name, ScopeKind::TypeAlias, span);
        self.see_class_scope(is_in_class, alias.value.span)?;
        self.visit_expression(&alias.value)?;
        self.exit_scope();
        if is_generic {
            self.exit_scope();
        }
        Ok(())
    }

    fn visit_import(&mut self, alias: &Alias<'a>) -> Visit {
        let name = alias.asname.unwrap_or(alias.name);
        if name == "*" {
            if self.current().kind == ScopeKind::Module {
                return Ok(());
            }
            let message = "import * only allowed at module level";
            return Err(SyntaxError::at_bytes(alias.span, message));
        }
        let bound = name.split_once('.').map_or(name, |(package, _)| package);
        self.note(bound, Symbol::DEF_IMPORT, alias.span)
    }

    fn visit_case(&mut self, case: &MatchCase<'a>) -> Visit {
        self.visit_pattern(&case.pattern)?;
        self.visit_optional(&case.guard)?;
        self.visit_statements(case.body)
    }

    fn visit_patterns(&mut self, patterns: &[Pattern<'a>]) -> Visit {
        patterns
            .iter()
            .try_for_each(|pattern| self.visit_pattern(pattern))
    }

    fn visit_pattern(&mut self, pattern: &Pattern<'a>) -> Visit {
        self.depth.enter()?;
        let mut bound = None;
        match &pattern.kind {
            PatternKind::MatchSingleton(_) => {}
            PatternKind::MatchValue(value) => self.visit_expression(value)?,
            PatternKind::MatchSequence(patterns) | PatternKind::MatchOr(patterns) => {
                self.visit_patterns(patterns)?;
            }
            PatternKind::MatchStar(name) => bound = *name,
            PatternKind::MatchMapping {
                keys,
                patterns,
                rest,
            } => {
                self.visit_expressions(keys)?;
                self.visit_patterns(patterns)?;
                bound = *rest;
            }
            PatternKind::MatchClass {
                class,
                patterns,
                keyword_patterns,
                ..
            } => {
                self.visit_expression(class)?;
                self.visit_patterns(patterns)?;
                self.visit_patterns(keyword_patterns)?;
            }
            PatternKind::MatchAs { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.visit_pattern(pattern)?;
                }
                bound = *name;
            }
        }
        if let Some(name) = bound {
            self.note(name, Symbol::DEF_LOCAL, pattern.span)?;
        }
        self.depth.leave();
        Ok(())
    }
}
