//! Statements: which one begins here, and the simple ones.

use super::{COMPOUND, Parsed, Parser, Refused};
use crate::ast::Context;
use crate::ast::{Expression, Identifier, Statement, StatementKind, TypeAlias};
use crate::span::Span;
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// One compound statement, or a line of simple ones. Pushes them, and returns whether it
    /// was a compound one.
    pub(super) fn statement(&mut self) -> Parsed<bool> {
        let start = self.position;
        let kind = match self.kind {
            TokenKind::If => self.nested(COMPOUND, Self::if_statement),
            TokenKind::While => self.nested(COMPOUND, Self::while_statement),
            TokenKind::For => self.nested(COMPOUND, |parser| parser.for_statement(false)),
            TokenKind::Try => self.nested(COMPOUND, Self::try_statement),
            TokenKind::With => self.nested(COMPOUND, |parser| parser.with_statement(false)),
            TokenKind::Def => self.nested(COMPOUND, |parser| {
                parser.function_definition(&mut [], false)
            }),
            TokenKind::Class => self.nested(COMPOUND, |parser| parser.class_definition(&mut [])),
            TokenKind::Async => self.nested(COMPOUND, |parser| parser.async_statement(&mut [])),
            TokenKind::At => return self.nested(COMPOUND, Self::decorated).map(|()| true),
            TokenKind::Name if self.token_text() == "match" => {
                match self.nested(COMPOUND, Self::match_statement)? {
                    Some(kind) => Ok(kind),
                    None => return self.simple_statements().map(|()| false),
                }
            }
            _ => return self.simple_statements().map(|()| false),
        }?;
        let span = self.statement_span_from(start);
        self.push_statement(kind, span);
        Ok(true)
    }

    /// Decorators and what they decorate, whose place in the text begins after them.
    fn decorated(&mut self) -> Parsed<()> {
        let mark = self.scratch.expressions.len();
        while self.eat(TokenKind::At) {
            let decorator = self.named_expression()?;
            self.expect(TokenKind::Newline)?;
            self.scratch.expressions.push(decorator);
        }
        let decorators = self.scratch.expressions_from(self.arena, mark);
        let start = self.position;
        let kind = match self.kind {
            TokenKind::Def => self.function_definition(decorators, false)?,
            TokenKind::Class => self.class_definition(decorators)?,
            TokenKind::Async if self.second() == TokenKind::Def => {
                self.async_statement(decorators)?
            }
            _ => return Err(Refused),
        };
        let span = self.statement_span_from(start);
        self.push_statement(kind, span);
        Ok(())
    }

    /// A statement that begins with `async`.
    fn async_statement(
        &mut self,
        decorators: &'a mut [Expression<'a>],
    ) -> Parsed<StatementKind<'a>> {
        self.advance();
        match self.kind {
            TokenKind::Def => self.function_definition(decorators, true),
            TokenKind::For => self.for_statement(true),
            TokenKind::With => self.with_statement(true),
            _ => Err(Refused),
        }
    }

    #[inline]
    pub(super) fn push_statement(&mut self, kind: StatementKind<'a>, span: Span) {
        self.scratch.statements.push(Statement { kind, span });
    }

    /// A line of simple statements between semicolons.
    pub(super) fn simple_statements(&mut self) -> Parsed<()> {
        loop {
            let start = self.position;
            let kind = self.simple_statement()?;
            let span = self.span_from(start);
            self.push_statement(kind, span);
            let has_semicolon = self.eat(TokenKind::Semicolon);
            if self.eat(TokenKind::Newline) {
                return Ok(());
            }
            if !has_semicolon {
                return Err(Refused);
            }
        }
    }

    fn simple_statement(&mut self) -> Parsed<StatementKind<'a>> {
        match self.kind {
            TokenKind::Name if self.second() == TokenKind::Name && self.token_text() == "type" => {
                self.type_alias()
            }
            TokenKind::Return => {
                self.advance();
                Ok(StatementKind::Return(self.optional_star_expressions()?))
            }
            TokenKind::Import => self.import(),
            TokenKind::From => self.import_from(),
            TokenKind::Raise => self.raise(),
            TokenKind::Pass => Ok(self.keyword_statement(StatementKind::Pass)),
            TokenKind::Break => Ok(self.keyword_statement(StatementKind::Break)),
            TokenKind::Continue => Ok(self.keyword_statement(StatementKind::Continue)),
            TokenKind::Del => self.delete(),
            TokenKind::Yield => {
                let value = self.yield_expression()?;
                Ok(StatementKind::Expression(self.child(value)))
            }
            TokenKind::Assert => self.assert(),
            TokenKind::Global => {
                let names = self.declared_names()?;
                Ok(StatementKind::Global { names })
            }
            TokenKind::Nonlocal => {
                let names = self.declared_names()?;
                Ok(StatementKind::Nonlocal { names })
            }
            _ => self.expression_statement(),
        }
    }

    fn keyword_statement(&mut self, kind: StatementKind<'a>) -> StatementKind<'a> {
        self.advance();
        kind
    }

    fn raise(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        if !super::expression::begins_expression(self.kind) {
            return Ok(StatementKind::Raise {
                exception: None,
                cause: None,
            });
        }
        let exception = self.expression()?;
        let cause = if self.eat(TokenKind::From) {
            let cause = self.expression()?;
            Some(self.child(cause))
        } else {
            None
        };
        Ok(StatementKind::Raise {
            exception: Some(self.child(exception)),
            cause,
        })
    }

    fn assert(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        let test = self.expression()?;
        let message = if self.eat(TokenKind::Comma) {
            let message = self.expression()?;
            Some(self.child(message))
        } else {
            None
        };
        let test = self.child(test);
        Ok(StatementKind::Assert { test, message })
    }

    /// The names of a `global` or `nonlocal`.
    fn declared_names(&mut self) -> Parsed<&'a [Identifier<'a>]> {
        self.advance();
        let mut names = vec![self.identifier()?];
        while self.eat(TokenKind::Comma) {
            names.push(self.identifier()?);
        }
        Ok(self.arena.alloc_slice_copy(&names))
    }

    /// `type name[parameters] = value`.
    fn type_alias(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        let name = self.name(Context::Store)?;
        let type_parameters = self.type_parameters()?;
        self.expect(TokenKind::Equal)?;
        let value = self.expression()?;
        Ok(StatementKind::TypeAlias(self.arena.alloc(TypeAlias {
            name,
            type_parameters,
            value,
        })))
    }
}
