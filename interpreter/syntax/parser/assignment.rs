//! Statements that begin with an expression: assignments, annotations, expressions alone.

use super::{Parsed, Parser, Refused};
use crate::ast::{Context, Expression, Operator, StatementKind};
use crate::token::TokenKind;

/// The operator of an augmented assignment.
fn augmented_operator(kind: TokenKind) -> Option<Operator> {
    Some(match kind {
        TokenKind::PlusEqual => Operator::Add,
        TokenKind::MinusEqual => Operator::Sub,
        TokenKind::StarEqual => Operator::Mult,
        TokenKind::AtEqual => Operator::MatMult,
        TokenKind::SlashEqual => Operator::Div,
        TokenKind::PercentEqual => Operator::Mod,
        TokenKind::AmpersandEqual => Operator::BitAnd,
        TokenKind::VerticalBarEqual => Operator::BitOr,
        TokenKind::CircumflexEqual => Operator::BitXor,
        TokenKind::LeftShiftEqual => Operator::LShift,
        TokenKind::RightShiftEqual => Operator::RShift,
        TokenKind::DoubleStarEqual => Operator::Pow,
        TokenKind::DoubleSlashEqual => Operator::FloorDiv,
        _ => return None,
    })
}

impl<'a> Parser<'a, '_> {
    /// A statement that begins with an expression.
    pub(super) fn expression_statement(&mut self) -> Parsed<StatementKind<'a>> {
        let start = self.position;
        let first = self.star_expressions()?;
        match self.kind {
            TokenKind::Equal => self.assignment(first),
            TokenKind::Colon => self.annotated_assignment(start, first),
            kind => match augmented_operator(kind) {
                Some(operator) => self.augmented_assignment(first, operator),
                None => Ok(StatementKind::Expression(self.child(first))),
            },
        }
    }

    /// `first = ... = value`, from its first `=`.
    fn assignment(&mut self, first: Expression<'a>) -> Parsed<StatementKind<'a>> {
        let mark = self.scratch.expressions.len();
        let mut value = first;
        while self.eat(TokenKind::Equal) {
            self.make_target(&mut value, Context::Store)?;
            self.scratch.expressions.push(value);
            value = self.yield_or_star_expressions()?;
        }
        let targets = self.scratch.expressions_from(self.arena, mark);
        let value = self.child(value);
        Ok(StatementKind::Assign { targets, value })
    }

    /// `target: annotation = value`, from its colon.
    fn annotated_assignment(
        &mut self,
        start: usize,
        mut target: Expression<'a>,
    ) -> Parsed<StatementKind<'a>> {
        self.make_single_target(&mut target)?;
        let simple = self.position == start + 1 && self.tokens[start].kind == TokenKind::Name;
        self.advance();
        let annotation = self.expression()?;
        let value = if self.eat(TokenKind::Equal) {
            let value = self.yield_or_star_expressions()?;
            Some(self.child(value))
        } else {
            None
        };
        Ok(StatementKind::AnnAssign {
            target: self.child(target),
            annotation: self.child(annotation),
            value,
            simple,
        })
    }

    /// `target += value`, from its operator.
    fn augmented_assignment(
        &mut self,
        mut target: Expression<'a>,
        operator: Operator,
    ) -> Parsed<StatementKind<'a>> {
        self.make_single_target(&mut target)?;
        self.advance();
        let value = self.yield_or_star_expressions()?;
        Ok(StatementKind::AugAssign {
            target: self.child(target),
            operator,
            value: self.child(value),
        })
    }

    /// `del targets`.
    pub(super) fn delete(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        let mark = self.scratch.expressions.len();
        loop {
            let mut target = self.primary()?;
            self.make_target(&mut target, Context::Delete)?;
            self.scratch.expressions.push(target);
            if !self.eat(TokenKind::Comma) || self.ends_statement() {
                break;
            }
        }
        if !self.ends_statement() {
            return Err(Refused);
        }
        let targets = self.scratch.expressions_from(self.arena, mark);
        Ok(StatementKind::Delete { targets })
    }

    /// Whether a simple statement can end before the next token.
    fn ends_statement(&self) -> bool {
        matches!(self.kind, TokenKind::Newline | TokenKind::Semicolon)
    }
}
