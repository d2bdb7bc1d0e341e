//! The clauses of comprehensions.

use super::{Parsed, Parser, Refused};
use crate::ast::{Comprehension, List};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// One or more `for target in iterable if condition`.
    pub(super) fn comprehensions(&mut self) -> Parsed<List<'a, Comprehension<'a>>> {
        let mark = self.scratch.comprehensions.len();
        while matches!(self.kind, TokenKind::For | TokenKind::Async) {
            let clause = self.comprehension()?;
            self.scratch.comprehensions.push(clause);
        }
        if self.scratch.comprehensions.len() == mark {
            return Err(Refused);
        }
        Ok(self.scratch.comprehensions_from(self.arena, mark))
    }

    fn comprehension(&mut self) -> Parsed<Comprehension<'a>> {
        let is_async = self.eat(TokenKind::Async);
        self.expect(TokenKind::For)?;
        let target = self.star_targets()?;
        self.expect(TokenKind::In)?;
        let iterable = self.disjunction()?;
        let mark = self.scratch.expressions.len();
        while self.eat(TokenKind::If) {
            let condition = self.disjunction()?;
            self.scratch.expressions.push(condition);
        }
        let conditions = self.scratch.expressions_from(self.arena, mark);
        Ok(Comprehension {
            target,
            iterable,
            conditions,
            is_async,
        })
    }
}
