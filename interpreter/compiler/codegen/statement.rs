//! Statements: bodies, the dispatch by kind, and the simple statements.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{self, Expression, ExpressionKind, Statement, StatementKind};

use super::annotation::has_annotations;
use super::docstring::{clean_docstring, docstring_of};
use super::{CodeGenerator, Result, UnitKind, intrinsic_1, location_of};
use crate::constants;

impl<'a, 't> CodeGenerator<'a, 't> {
    /// The statements of a module or class, with its docstring and annotations
    /// (`compiler_body`).
    pub(crate) fn body(&mut self, body: &'t [Statement<'a>], location: Location) -> Result {
        let location = match body.first() {
            Some(first) if self.unit.kind == UnitKind::Module => location_of(first.span),
            _ => location,
        };
        if has_annotations(body) {
            self.emit(Opcode::SetupAnnotations, 0, location);
        }
        let mut rest = body;
        if let Some((docstring, location)) = docstring_of(body) {
            rest = &body[1..];
            if self.settings.optimize < 2 {
                let docstring = clean_docstring(docstring)?;
                self.emit_constant(Constant::Str(docstring), location);
                self.name_operation("__doc__", ast::Context::Store, Location::NONE)?;
            }
        }
        self.statements(rest)
    }

    /// Statements in a row.
    pub(crate) fn statements(&mut self, statements: &'t [Statement<'a>]) -> Result {
        statements
            .iter()
            .try_for_each(|statement| self.statement(statement))
    }

    /// One statement.
    pub(crate) fn statement(&mut self, statement: &'t Statement<'a>) -> Result {
        let location = location_of(statement.span);
        match &statement.kind {
            StatementKind::FunctionDef(function) => self.function(function, location),
            StatementKind::ClassDef(class) => self.class(class, location),
            StatementKind::Return(value) => self.return_statement(value.as_deref(), location),
            StatementKind::Delete { targets } => self.expressions(targets),
            StatementKind::Assign { targets, value } => self.assign(targets, value, location),
            StatementKind::TypeAlias(alias) => self.type_alias(alias, location),
            StatementKind::AugAssign {
                target,
                operator,
                value,
            } => self.augmented_assign(target, *operator, value, location),
            StatementKind::AnnAssign {
                target,
                annotation,
                value,
                simple,
            } => self.annotated_assign(target, annotation, value.as_deref(), *simple, location),
            StatementKind::For(node) if node.is_async => self.async_for(node, location),
            StatementKind::For(node) => self.for_statement(node, location),
            StatementKind::While { test, body, orelse } => {
                self.while_statement(test, body, orelse, location)
            }
            StatementKind::If { test, body, orelse } => {
                self.if_statement(test, body, orelse, location)
            }
            StatementKind::With {
                items,
                body,
                is_async: true,
            } => self.async_with(items, body, location),
            StatementKind::With { items, body, .. } => self.with(items, body),
            StatementKind::Match { subject, cases } => self.match_statement(subject, cases),
            StatementKind::Raise { exception, cause } => {
                self.raise(exception.as_deref(), cause.as_deref(), location)
            }
            StatementKind::Try(node) => self.try_statement(node, location),
            StatementKind::Assert { test, message } => {
                self.assert(test, message.as_deref(), location)
            }
            StatementKind::Import { names } => self.import(names, location),
            StatementKind::ImportFrom {
                module,
                names,
                level,
            } => self.import_from(*module, names, *level, location),
            StatementKind::Global { .. } | StatementKind::Nonlocal { .. } => Ok(()),
            StatementKind::Expression(value) => self.expression_statement(value, location),
            StatementKind::Pass => {
                self.emit(Opcode::Nop, 0, location);
                Ok(())
            }
            StatementKind::Break => self.break_statement(location),
            StatementKind::Continue => self.continue_statement(location),
        }
    }

    /// Expressions in a row.
    pub(crate) fn expressions(&mut self, expressions: &[Expression<'a>]) -> Result {
        expressions
            .iter()
            .try_for_each(|expression| self.expression(expression))
    }

    fn if_statement(
        &mut self,
        test: &Expression<'a>,
        body: &'t [Statement<'a>],
        orelse: &'t [Statement<'a>],
        location: Location,
    ) -> Result {
        let end = self.new_label();
        if orelse.is_empty() {
            self.jump_if(test, end, false, location)?;
            self.statements(body)?;
        } else {
            let next = self.new_label();
            self.jump_if(test, next, false, location)?;
            self.statements(body)?;
            self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
            self.place(next);
            self.statements(orelse)?;
        }
        self.place(end);
        Ok(())
    }

    fn return_statement(
        &mut self,
        value: Option<&Expression<'a>>,
        statement_location: Location,
    ) -> Result {
        let mut location = statement_location;
        if !self.is_function_like() {
            return Err(self.error(location, "'return' outside function"));
        }
        if value.is_some() && self.scope().is_coroutine && self.scope().is_generator {
            return Err(self.error(location, "'return' with value in async generator"));
        }
        let constant = match value {
            Some(Expression {
                kind: ExpressionKind::Constant(constant),
                ..
            }) => Some(constant),
            _ => None,
        };
        let keeps_value = value.is_some() && constant.is_none();
        if let Some(value) = value {
            if keeps_value {
                self.expression(value)?;
            } else {
                // A line for the constant.
                location = location_of(value.span);
                self.emit(Opcode::Nop, 0, location);
            }
        }
        if value.is_none_or(|value| value.span.line as i32 != statement_location.line) {
            location = statement_location;
            self.emit(Opcode::Nop, 0, location);
        }
        self.unwind_frame_blocks(&mut location, keeps_value, false)?;
        match constant {
            Some(constant) => self.emit_constant(constants::from_ast(constant), location),
            None if value.is_none() => self.emit_constant(Constant::None, location),
            None => {}
        }
        self.emit(Opcode::ReturnValue, 0, location);
        Ok(())
    }

    fn raise(
        &mut self,
        exception: Option<&Expression<'a>>,
        cause: Option<&Expression<'a>>,
        location: Location,
    ) -> Result {
        let mut count = 0;
        if let Some(exception) = exception {
            self.expression(exception)?;
            count += 1;
            if let Some(cause) = cause {
                self.expression(cause)?;
                count += 1;
            }
        }
        self.emit(Opcode::RaiseVarargs, count, location);
        Ok(())
    }

    fn assert(
        &mut self,
        test: &Expression<'a>,
        message: Option<&Expression<'a>>,
        location: Location,
    ) -> Result {
        let is_always_true = match &test.kind {
            ExpressionKind::Tuple { elements, .. } => !elements.is_empty(),
            ExpressionKind::Constant(ast::Constant::Tuple(elements)) => !elements.is_empty(),
            _ => false,
        };
        if is_always_true {
            let message = "assertion is always true, perhaps remove parentheses?";
            self.warn(location, message);
        }
        if self.settings.optimize > 0 {
            return Ok(());
        }
        let end = self.new_label();
        self.jump_if(test, end, true, location)?;
        self.emit(Opcode::LoadAssertionError, 0, location);
        if let Some(message) = message {
            self.expression(message)?;
            self.emit(Opcode::Call, 0, location);
        }
        self.emit(Opcode::RaiseVarargs, 1, location_of(test.span));
        self.place(end);
        Ok(())
    }

    fn expression_statement(&mut self, value: &Expression<'a>, location: Location) -> Result {
        if self.is_interactive && self.enclosing.is_empty() {
            self.expression(value)?;
            self.emit(Opcode::CallIntrinsic1, intrinsic_1::PRINT, location);
            self.emit(Opcode::PopTop, 0, Location::NONE);
            return Ok(());
        }
        if matches!(value.kind, ExpressionKind::Constant(_)) {
            self.emit(Opcode::Nop, 0, location);
            return Ok(());
        }
        self.expression(value)?;
        self.emit(Opcode::PopTop, 0, Location::NONE);
        Ok(())
    }
}
