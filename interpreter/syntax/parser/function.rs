//! `def`.

use super::{Parsed, Parser};
use crate::ast::{Expression, FunctionDef, List, StatementKind};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// A function from its `def`.
    pub(super) fn function_definition(
        &mut self,
        decorators: List<'a, Expression<'a>>,
        is_async: bool,
    ) -> Parsed<StatementKind<'a>> {
        self.advance();
        let name = self.identifier()?.name;
        let type_parameters = self.type_parameters()?;
        self.expect(TokenKind::LeftParenthesis)?;
        let parameters = self.function_parameters()?;
        self.expect(TokenKind::RightParenthesis)?;
        let returns = if self.eat(TokenKind::Arrow) {
            let returns = self.expression()?;
            Some(self.child(returns))
        } else {
            None
        };
        let body = self.suite()?;
        Ok(StatementKind::FunctionDef(self.arena.alloc(FunctionDef {
            name,
            type_parameters,
            parameters,
            body,
            decorators,
            returns,
            is_async,
        })))
    }
}
