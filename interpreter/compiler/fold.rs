//! Constant folding: expressions whose value is known are replaced by it in the tree.
//!
//! It does what CPython 3.13's `ast_opt.c` does and no more, because what it leaves is seen
//! in the code object. An operation that would raise, or whose value would be large, stays.

mod arithmetic;
mod complex;
mod expression;
mod float;
mod format;
mod integer;
mod sequence;

use bumpalo::Bump;
use syntax::ast::{
    Expression, ExpressionKind, Module, Parameter, Parameters, Pattern, PatternKind, Statement,
    StatementKind, TypeParameter, TypeParameterKind,
};
use syntax::error::SyntaxError;

use crate::depth::Depth;
use crate::future::docstring;

/// How to fold.
#[derive(Clone, Copy, Debug)]
pub struct FoldOptions {
    /// The optimization level of `compile()`; from 1 on, `__debug__` is false.
    pub optimize: u8,
    /// Whether annotations are kept as text, and so not folded.
    pub future_annotations: bool,
    /// How many nodes of the tree may lie within each other; see [`Depth`].
    pub depth_limit: u32,
}

/// Folds the constants of `module` in place. Reports a tree that is too deep.
pub fn fold_module<'a>(
    arena: &'a Bump,
    module: &mut Module<'a>,
    options: FoldOptions,
) -> Result<(), SyntaxError> {
    let mut folder = Folder {
        arena,
        options,
        depth: Depth::new(options.depth_limit),
        not_a_numbers: 0,
    };
    match module {
        Module::Module(body) => folder.fold_body(body),
        Module::Interactive(body) => folder.fold_statements(body),
        Module::Expression(expression) => folder.fold_expression(expression),
    }
}

type Fold = Result<(), SyntaxError>;

struct Folder<'a> {
    arena: &'a Bump,
    options: FoldOptions,
    depth: Depth,
    /// How many not-a-numbers were made; see [`crate::constants::ConstantTable`].
    not_a_numbers: u64,
}

impl<'a> Folder<'a> {
    /// The body of a module, function or class.
    fn fold_body(&mut self, body: &mut [Statement<'a>]) -> Fold {
        let had_docstring = docstring(body).is_some();
        self.fold_statements(body)?;
        if had_docstring || docstring(body).is_none() {
            return Ok(());
        }
        // A string that folding made is no docstring: it is hidden in an f-string.
        if let Some(Statement {
            kind: StatementKind::Expression(value),
            span,
        }) = body.first_mut()
        {
            let constant = Expression {
                kind: std::mem::replace(
                    &mut value.kind,
                    ExpressionKind::JoinedStr { values: &mut [] },
                ),
                span: value.span,
            };
            let values = self.arena.alloc_slice_fill_iter([constant]);
            value.kind = ExpressionKind::JoinedStr { values };
            value.span = *span;
        }
        Ok(())
    }

    fn fold_statements(&mut self, statements: &mut [Statement<'a>]) -> Fold {
        statements
            .iter_mut()
            .try_for_each(|statement| self.fold_statement(statement))
    }

    fn fold_statement(&mut self, statement: &mut Statement<'a>) -> Fold {
        self.depth.enter()?;
        match &mut statement.kind {
            StatementKind::FunctionDef(function) => {
                self.fold_type_parameters(function.type_parameters)?;
                self.fold_parameters(&mut function.parameters)?;
                self.fold_body(function.body)?;
                self.fold_expressions(function.decorators)?;
                self.fold_annotation(&mut function.returns)?;
            }
            StatementKind::ClassDef(class) => {
                self.fold_type_parameters(class.type_parameters)?;
                self.fold_expressions(class.bases)?;
                self.fold_keywords(class.keywords)?;
                self.fold_body(class.body)?;
                self.fold_expressions(class.decorators)?;
            }
            StatementKind::Return(value) => self.fold_optional(value)?,
            StatementKind::Delete { targets } => self.fold_expressions(targets)?,
            StatementKind::Assign { targets, value } => {
                self.fold_expressions(targets)?;
                self.fold_expression(value)?;
            }
            StatementKind::AugAssign { target, value, .. } => {
                self.fold_expression(target)?;
                self.fold_expression(value)?;
            }
            StatementKind::AnnAssign {
                target,
                annotation,
                value,
                ..
            } => {
                self.fold_expression(target)?;
                if !self.options.future_annotations {
                    self.fold_expression(annotation)?;
                }
                self.fold_optional(value)?;
            }
            StatementKind::TypeAlias(alias) => {
                self.fold_expression(&mut alias.name)?;
                self.fold_type_parameters(alias.type_parameters)?;
                self.fold_expression(&mut alias.value)?;
            }
            StatementKind::For(node) => {
                self.fold_expression(&mut node.target)?;
                self.fold_expression(&mut node.iterable)?;
                self.fold_statements(node.body)?;
                self.fold_statements(node.orelse)?;
                if !node.is_async {
                    self.fold_iterable(&mut node.iterable);
                }
            }
            StatementKind::While { test, body, orelse }
            | StatementKind::If { test, body, orelse } => {
                self.fold_expression(test)?;
                self.fold_statements(body)?;
                self.fold_statements(orelse)?;
            }
            StatementKind::With { items, body, .. } => {
                for item in items.iter_mut() {
                    self.fold_expression(&mut item.context)?;
                    if let Some(target) = &mut item.target {
                        self.fold_expression(target)?;
                    }
                }
                self.fold_statements(body)?;
            }
            StatementKind::Raise { exception, cause } => {
                self.fold_optional(exception)?;
                self.fold_optional(cause)?;
            }
            StatementKind::Try(node) => {
                self.fold_statements(node.body)?;
                for handler in node.handlers.iter_mut() {
                    self.fold_optional(&mut handler.exception_type)?;
                    self.fold_statements(handler.body)?;
                }
                self.fold_statements(node.orelse)?;
                self.fold_statements(node.finalbody)?;
            }
            StatementKind::Assert { test, message } => {
                self.fold_expression(test)?;
                self.fold_optional(message)?;
            }
            StatementKind::Expression(value) => self.fold_expression(value)?,
            StatementKind::Match { subject, cases } => {
                self.fold_expression(subject)?;
                for case in cases.iter_mut() {
                    self.fold_pattern(&mut case.pattern)?;
                    self.fold_optional(&mut case.guard)?;
                    self.fold_statements(case.body)?;
                }
            }
            StatementKind::Import { .. }
            | StatementKind::ImportFrom { .. }
            | StatementKind::Global { .. }
            | StatementKind::Nonlocal { .. }
            | StatementKind::Pass
            | StatementKind::Break
            | StatementKind::Continue => {}
        }
        self.depth.leave();
        Ok(())
    }

    fn fold_parameters(&mut self, parameters: &mut Parameters<'a>) -> Fold {
        self.fold_parameter_list(parameters.positional_only)?;
        self.fold_parameter_list(parameters.positional)?;
        if let Some(parameter) = &mut parameters.vararg {
            self.fold_annotation(&mut parameter.annotation)?;
        }
        self.fold_parameter_list(parameters.keyword_only)?;
        for default in parameters.keyword_defaults.iter_mut().flatten() {
            self.fold_expression(default)?;
        }
        if let Some(parameter) = &mut parameters.kwarg {
            self.fold_annotation(&mut parameter.annotation)?;
        }
        self.fold_expressions(parameters.defaults)
    }

    fn fold_parameter_list(&mut self, parameters: &mut [Parameter<'a>]) -> Fold {
        parameters
            .iter_mut()
            .try_for_each(|parameter| self.fold_annotation(&mut parameter.annotation))
    }

    fn fold_annotation(&mut self, annotation: &mut Option<&'a mut Expression<'a>>) -> Fold {
        if self.options.future_annotations {
            return Ok(());
        }
        self.fold_optional(annotation)
    }

    fn fold_type_parameters(&mut self, parameters: &mut [TypeParameter<'a>]) -> Fold {
        for parameter in parameters {
            if let TypeParameterKind::TypeVar { bound } = &mut parameter.kind {
                self.fold_optional(bound)?;
            }
            self.fold_optional(&mut parameter.default)?;
        }
        Ok(())
    }

    fn fold_patterns(&mut self, patterns: &mut [Pattern<'a>]) -> Fold {
        patterns
            .iter_mut()
            .try_for_each(|pattern| self.fold_pattern(pattern))
    }

    /// Patterns hold negative and complex numbers as operations.
    fn fold_pattern(&mut self, pattern: &mut Pattern<'a>) -> Fold {
        self.depth.enter()?;
        match &mut pattern.kind {
            PatternKind::MatchSingleton(_)
            | PatternKind::MatchStar(_)
            | PatternKind::MatchAs { pattern: None, .. } => {}
            PatternKind::MatchValue(value) => self.fold_expression(value)?,
            PatternKind::MatchSequence(patterns) | PatternKind::MatchOr(patterns) => {
                self.fold_patterns(patterns)?;
            }
            PatternKind::MatchMapping { keys, patterns, .. } => {
                self.fold_expressions(keys)?;
                self.fold_patterns(patterns)?;
            }
            PatternKind::MatchClass {
                class,
                patterns,
                keyword_patterns,
                ..
            } => {
                self.fold_expression(class)?;
                self.fold_patterns(patterns)?;
                self.fold_patterns(keyword_patterns)?;
            }
            PatternKind::MatchAs {
                pattern: Some(pattern),
                ..
            } => self.fold_pattern(pattern)?,
        }
        self.depth.leave();
        Ok(())
    }
}
