//! Statements.

use syntax::ast::{
    Alias, ClassDef, ExceptHandler, FunctionDef, Operator, Statement, StatementKind, TypeParameter,
    TypeParameterKind, WithItem,
};
use vm::Result;
use vm::objects::value::Value;

use super::Builder;
use super::expressions::operator_node;
use crate::ast::grammar::Node;
use crate::ast::versions::Place;

impl Builder<'_> {
    pub(super) fn statements(&self, statements: &[Statement<'_>]) -> Result<Value> {
        self.list(statements, |statement| self.statement(statement))
    }

    fn statement(&self, statement: &Statement<'_>) -> Result<Value> {
        self.vm.check_native_stack(" during ast construction")?;
        let (node, values) = self.statement_parts(statement)?;
        Ok(self.node(node, statement.span, values))
    }

    fn statement_parts(&self, statement: &Statement<'_>) -> Result<(Node, Vec<Value>)> {
        Ok(match &statement.kind {
            StatementKind::FunctionDef(function) => {
                let node = if function.is_async {
                    Node::AsyncFunctionDef
                } else {
                    Node::FunctionDef
                };
                (node, self.function(function, statement.span.line)?)
            }
            StatementKind::ClassDef(class) => (Node::ClassDef, self.class(class)?),
            StatementKind::Return(value) => (Node::Return, vec![self.optional(value.as_deref())?]),
            StatementKind::Delete { targets } => (Node::Delete, vec![self.expressions(targets)?]),
            StatementKind::Assign { targets, value } => {
                let targets = self.expressions(targets)?;
                let value = self.expression(value)?;
                let end = statement.span;
                let comment = self.comments.behind(end.end_line, end.end_column);
                (Node::Assign, vec![targets, value, comment])
            }
            StatementKind::TypeAlias(alias) => {
                let name = self.expression(&alias.name)?;
                let parameters = self.type_parameters(alias.type_parameters)?;
                (
                    Node::TypeAlias,
                    vec![name, parameters, self.expression(&alias.value)?],
                )
            }
            StatementKind::AugAssign {
                target,
                operator,
                value,
            } => {
                if *operator == Operator::MatMult {
                    let what = "The '@' operator is";
                    self.versions.note(5, what, target.span, Place::Behind);
                }
                let target = self.expression(target)?;
                let operator = self.simple(operator_node(*operator));
                (
                    Node::AugAssign,
                    vec![target, operator, self.expression(value)?],
                )
            }
            StatementKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => {
                let target = self.expression(target)?;
                let annotation = self.expression(annotation)?;
                let value = self.optional(value.as_deref())?;
                let simple = Value::int((*simple).into());
                (Node::AnnAssign, vec![target, annotation, value, simple])
            }
            StatementKind::For(statement) => {
                let node = if statement.is_async {
                    Node::AsyncFor
                } else {
                    Node::For
                };
                let line = statement.iterable.span.end_line;
                let comment = self.head_comment(line, statement.body, false);
                let values = vec![
                    self.expression(&statement.target)?,
                    self.expression(&statement.iterable)?,
                    self.statements(statement.body)?,
                    self.statements(statement.orelse)?,
                    comment,
                ];
                (node, values)
            }
            StatementKind::While { test, body, orelse } => {
                let test = self.expression(test)?;
                let body = self.statements(body)?;
                (Node::While, vec![test, body, self.statements(orelse)?])
            }
            StatementKind::If { test, body, orelse } => {
                let test = self.expression(test)?;
                let body = self.statements(body)?;
                (Node::If, vec![test, body, self.statements(orelse)?])
            }
            StatementKind::With {
                items,
                body,
                is_async,
            } => {
                let node = if *is_async {
                    Node::AsyncWith
                } else {
                    Node::With
                };
                let comment = self.head_comment(statement.span.line, body, false);
                let items = self.list(items, |item| self.with_item(item))?;
                (node, vec![items, self.statements(body)?, comment])
            }
            StatementKind::Match { subject, cases } => {
                let subject = self.expression(subject)?;
                (
                    Node::Match,
                    vec![subject, self.list(cases, |case| self.case(case))?],
                )
            }
            StatementKind::Raise { exception, cause } => {
                let exception = self.optional(exception.as_deref())?;
                (
                    Node::Raise,
                    vec![exception, self.optional(cause.as_deref())?],
                )
            }
            StatementKind::Try(statement) => {
                let node = if statement.is_star {
                    Node::TryStar
                } else {
                    Node::Try
                };
                let values = vec![
                    self.statements(statement.body)?,
                    self.list(statement.handlers, |handler| self.handler(handler))?,
                    self.statements(statement.orelse)?,
                    self.statements(statement.finalbody)?,
                ];
                (node, values)
            }
            StatementKind::Assert { test, message } => {
                let test = self.expression(test)?;
                (Node::Assert, vec![test, self.optional(message.as_deref())?])
            }
            StatementKind::Import { names } => (
                Node::Import,
                vec![self.list(names, |name| Ok(self.alias(name)))?],
            ),
            StatementKind::ImportFrom {
                module,
                names,
                level,
            } => {
                let module = self.optional_name(*module);
                let names = self.list(names, |name| Ok(self.alias(name)))?;
                (
                    Node::ImportFrom,
                    vec![module, names, Value::int((*level).into())],
                )
            }
            StatementKind::Global { names } => (Node::Global, vec![self.names(names)]),
            StatementKind::Nonlocal { names } => (Node::Nonlocal, vec![self.names(names)]),
            StatementKind::Expression(value) => (Node::Expr, vec![self.expression(value)?]),
            StatementKind::Pass => (Node::Pass, vec![]),
            StatementKind::Break => (Node::Break, vec![]),
            StatementKind::Continue => (Node::Continue, vec![]),
        })
    }

    /// The comment between the head of a compound statement and its block; for functions it may
    /// stand on a line of its own.
    fn head_comment(&self, line: u32, body: &[Statement<'_>], is_function: bool) -> Value {
        let first = body.first().map_or(line + 1, |first| first.span.line);
        if first <= line {
            return Value::NONE;
        }
        let last = first - 1;
        match is_function {
            true => self.comments.of_function(line, last),
            false => self.comments.within(line, last),
        }
    }

    fn function(&self, function: &FunctionDef<'_>, line: u32) -> Result<Vec<Value>> {
        let type_parameters = self.type_parameters(function.type_parameters)?;
        let parameters = self.parameters(&function.parameters)?;
        let line = end_of_parameters(function).max(line);
        let comment = self.head_comment(line, function.body, true);
        Ok(vec![
            self.name(function.name),
            parameters,
            self.statements(function.body)?,
            self.expressions(function.decorators)?,
            self.optional(function.returns.as_deref())?,
            comment,
            type_parameters,
        ])
    }

    fn class(&self, class: &ClassDef<'_>) -> Result<Vec<Value>> {
        Ok(vec![
            self.name(class.name),
            self.expressions(class.bases)?,
            self.keywords(class.keywords)?,
            self.statements(class.body)?,
            self.expressions(class.decorators)?,
            self.type_parameters(class.type_parameters)?,
        ])
    }

    fn with_item(&self, item: &WithItem<'_>) -> Result<Value> {
        let context = self.expression(&item.context)?;
        Ok(self.plain(
            Node::WithItem,
            vec![context, self.optional(item.target.as_ref())?],
        ))
    }

    fn handler(&self, handler: &ExceptHandler<'_>) -> Result<Value> {
        let values = vec![
            self.optional(handler.exception_type.as_deref())?,
            self.optional_name(handler.name),
            self.statements(handler.body)?,
        ];
        Ok(self.node(Node::ExceptHandler, handler.span, values))
    }

    fn alias(&self, alias: &Alias<'_>) -> Value {
        let values = vec![self.name(alias.name), self.optional_name(alias.asname)];
        self.node(Node::Alias, alias.span, values)
    }

    fn type_parameters(&self, parameters: &[TypeParameter<'_>]) -> Result<Value> {
        for parameter in parameters {
            if let Some(default) = &parameter.default {
                let what = "Type parameter defaults are";
                self.versions.note(13, what, default.span, Place::Behind);
            }
        }
        if let Some(last) = parameters.last() {
            let what = "Type parameter lists are";
            self.versions.note(12, what, last.span, Place::Behind);
        }
        self.list(parameters, |parameter| {
            let name = self.name(parameter.name);
            let default = self.optional(parameter.default.as_deref())?;
            let (node, values) = match &parameter.kind {
                TypeParameterKind::TypeVar { bound } => {
                    let bound = self.optional(bound.as_deref())?;
                    (Node::TypeVar, vec![name, bound, default])
                }
                TypeParameterKind::ParamSpec => (Node::ParamSpec, vec![name, default]),
                TypeParameterKind::TypeVarTuple => (Node::TypeVarTuple, vec![name, default]),
            };
            Ok(self.node(node, parameter.span, values))
        })
    }
}

/// The line on which the last parameter of a function ends, or the annotation of what it returns.
fn end_of_parameters(function: &FunctionDef<'_>) -> u32 {
    let parameters = &function.parameters;
    let lists = [
        &*parameters.positional_only,
        &*parameters.positional,
        &*parameters.keyword_only,
    ];
    let listed = lists.iter().flat_map(|list| list.iter());
    let single = [parameters.vararg.as_deref(), parameters.kwarg.as_deref()];
    let parameters_end = listed
        .chain(single.into_iter().flatten())
        .map(|it| it.span.end_line);
    let defaults = parameters.defaults.iter();
    let defaults = defaults.chain(parameters.keyword_defaults.iter().flatten());
    let others = defaults
        .chain(function.returns.as_deref())
        .map(|it| it.span.end_line);
    parameters_end.chain(others).max().unwrap_or_default()
}
