//! `class`.

use super::{BRACKET, Parsed, Parser};
use crate::ast::{ClassDef, Expression, List, StatementKind};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// A class from its `class`.
    pub(super) fn class_definition(
        &mut self,
        decorators: List<'a, Expression<'a>>,
    ) -> Parsed<StatementKind<'a>> {
        self.advance();
        let name = self.identifier()?.name;
        let type_parameters = self.type_parameters()?;
        let (bases, keywords): super::call::Arguments<'a> =
            if self.kind == TokenKind::LeftParenthesis {
                self.nested(BRACKET, Self::class_arguments)?
            } else {
                (&mut [], &mut [])
            };
        let body = self.suite()?;
        Ok(StatementKind::ClassDef(self.arena.alloc(ClassDef {
            name,
            type_parameters,
            bases,
            keywords,
            body,
            decorators,
        })))
    }
}
