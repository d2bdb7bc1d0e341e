//! The arguments of calls and of class definitions.

use super::{Parsed, Parser, Refused};
use crate::ast::{Expression, Keyword, List};
use crate::token::TokenKind;

/// Positional and keyword arguments.
pub(super) type Arguments<'a> = (List<'a, Expression<'a>>, List<'a, Keyword<'a>>);

/// What an argument may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing yet but positional arguments.
    Positional,
    /// A keyword argument: of the positional ones, only starred may follow.
    Keyword,
    /// A `**argument`: only keywords may follow.
    DoubleStarred,
}

impl<'a> Parser<'a, '_> {
    /// The arguments of a call with their parentheses. A lone generator expression needs no
    /// parentheses of its own: the call's are taken for its own.
    pub(super) fn call_arguments(&mut self) -> Parsed<Arguments<'a>> {
        let start = self.position;
        self.advance();
        if self.eat(TokenKind::RightParenthesis) {
            return Ok((&mut [], &mut []));
        }
        let is_special = match self.kind {
            TokenKind::Star | TokenKind::DoubleStar => true,
            TokenKind::Name => self.second() == TokenKind::Equal,
            _ => false,
        };
        if is_special {
            let mark = self.scratch.expressions.len();
            return self.arguments_after(mark);
        }
        let first = self.named_expression()?;
        if matches!(self.kind, TokenKind::For | TokenKind::Async) {
            let generator = self.generator_expression(start, first)?;
            return Ok((std::slice::from_mut(self.child(generator)), &mut []));
        }
        let mark = self.scratch.expressions.len();
        self.scratch.expressions.push(first);
        if !self.eat(TokenKind::Comma) && self.kind != TokenKind::RightParenthesis {
            return Err(Refused);
        }
        self.arguments_after(mark)
    }

    /// The arguments of a class definition with their parentheses.
    pub(super) fn class_arguments(&mut self) -> Parsed<Arguments<'a>> {
        self.expect(TokenKind::LeftParenthesis)?;
        let mark = self.scratch.expressions.len();
        self.arguments_after(mark)
    }

    /// Arguments until the closing parenthesis; those above `mark` on the stack are before them.
    fn arguments_after(&mut self, mark: usize) -> Parsed<Arguments<'a>> {
        let keywords_mark = self.scratch.keywords.len();
        let mut stage = Stage::Positional;
        while self.kind != TokenKind::RightParenthesis {
            self.argument(&mut stage)?;
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        self.expect(TokenKind::RightParenthesis)?;
        Ok((
            self.scratch.expressions_from(self.arena, mark),
            self.scratch.keywords_from(self.arena, keywords_mark),
        ))
    }

    fn argument(&mut self, stage: &mut Stage) -> Parsed<()> {
        let start = self.position;
        let name = match self.kind {
            TokenKind::Name if self.second() == TokenKind::Equal => {
                let name = self.identifier()?.name;
                self.advance();
                if *stage == Stage::Positional {
                    *stage = Stage::Keyword;
                }
                Some(name)
            }
            TokenKind::DoubleStar => {
                self.advance();
                *stage = Stage::DoubleStarred;
                None
            }
            TokenKind::Star if *stage != Stage::DoubleStarred => {
                let argument = self.starred(Self::expression)?;
                self.scratch.expressions.push(argument);
                return Ok(());
            }
            _ if *stage == Stage::Positional => {
                let argument = self.named_expression()?;
                self.scratch.expressions.push(argument);
                return Ok(());
            }
            _ => return Err(Refused),
        };
        let value = self.expression()?;
        let span = self.span_from(start);
        self.scratch.keywords.push(Keyword { name, value, span });
        Ok(())
    }
}
