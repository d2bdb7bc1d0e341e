//! What stands in brackets: tuples, groups, lists, sets, dictionaries and comprehensions.

use super::expression::is_starred;
use super::{Parsed, Parser, Refused};
use crate::ast::{Context, DictItem, Expression, ExpressionKind};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// A tuple, a generator expression, or one expression in parentheses.
    pub(super) fn parenthesized(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        self.advance();
        if self.kind == TokenKind::Yield {
            let value = self.yield_expression()?;
            self.expect(TokenKind::RightParenthesis)?;
            return Ok(value);
        }
        let context = Context::Load;
        if self.eat(TokenKind::RightParenthesis) {
            let elements = &mut [];
            return Ok(self.node(start, ExpressionKind::Tuple { elements, context }));
        }
        let first = self.star_named_expression()?;
        match self.kind {
            TokenKind::Comma => {
                let mark = self.elements_after(first, TokenKind::RightParenthesis)?;
                let elements = self.scratch.expressions_from(self.arena, mark);
                Ok(self.node(start, ExpressionKind::Tuple { elements, context }))
            }
            _ if is_starred(&first) => Err(Refused),
            TokenKind::For | TokenKind::Async => self.generator_expression(start, first),
            _ => {
                self.expect(TokenKind::RightParenthesis)?;
                Ok(first)
            }
        }
    }

    /// The rest of a generator expression that began at the token `start`, an opening
    /// parenthesis, with `element`.
    pub(super) fn generator_expression(
        &mut self,
        start: usize,
        element: Expression<'a>,
    ) -> Parsed<Expression<'a>> {
        let element = self.child(element);
        let generators = self.comprehensions()?;
        self.expect(TokenKind::RightParenthesis)?;
        Ok(self.node(
            start,
            ExpressionKind::GeneratorExp {
                element,
                generators,
            },
        ))
    }

    /// A list or a list comprehension.
    pub(super) fn bracketed(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        self.advance();
        let context = Context::Load;
        if self.eat(TokenKind::RightBracket) {
            let elements = &mut [];
            return Ok(self.node(start, ExpressionKind::List { elements, context }));
        }
        let first = self.star_named_expression()?;
        if matches!(self.kind, TokenKind::For | TokenKind::Async) {
            if is_starred(&first) {
                return Err(Refused);
            }
            let element = self.child(first);
            let generators = self.comprehensions()?;
            self.expect(TokenKind::RightBracket)?;
            return Ok(self.node(
                start,
                ExpressionKind::ListComp {
                    element,
                    generators,
                },
            ));
        }
        let mark = self.elements_after(first, TokenKind::RightBracket)?;
        let elements = self.scratch.expressions_from(self.arena, mark);
        Ok(self.node(start, ExpressionKind::List { elements, context }))
    }

    /// A dictionary, a set, or a comprehension of either.
    pub(super) fn braced(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        self.advance();
        match self.kind {
            TokenKind::RightBrace | TokenKind::DoubleStar => {
                let mark = self.scratch.dict_items.len();
                return self.dict_items(start, mark);
            }
            _ => {}
        }
        let first_start = self.position;
        let first = self.star_named_expression()?;
        if self.kind == TokenKind::Colon {
            let is_named = matches!(first.kind, ExpressionKind::NamedExpr { .. })
                && self.tokens[first_start].kind == TokenKind::Name;
            return if is_named || is_starred(&first) {
                Err(Refused)
            } else {
                self.dict_after(start, first)
            };
        }
        if matches!(self.kind, TokenKind::For | TokenKind::Async) {
            if is_starred(&first) {
                return Err(Refused);
            }
            let element = self.child(first);
            let generators = self.comprehensions()?;
            self.expect(TokenKind::RightBrace)?;
            return Ok(self.node(
                start,
                ExpressionKind::SetComp {
                    element,
                    generators,
                },
            ));
        }
        let mark = self.elements_after(first, TokenKind::RightBrace)?;
        let elements = self.scratch.expressions_from(self.arena, mark);
        Ok(self.node(start, ExpressionKind::Set { elements }))
    }

    /// The rest of a dictionary, or of its comprehension, after its first key; a colon is next.
    fn dict_after(&mut self, start: usize, key: Expression<'a>) -> Parsed<Expression<'a>> {
        self.advance();
        let value = self.expression()?;
        if matches!(self.kind, TokenKind::For | TokenKind::Async) {
            let (key, value) = (self.child(key), self.child(value));
            let generators = self.comprehensions()?;
            self.expect(TokenKind::RightBrace)?;
            return Ok(self.node(
                start,
                ExpressionKind::DictComp {
                    key,
                    value,
                    generators,
                },
            ));
        }
        let mark = self.scratch.dict_items.len();
        self.scratch.dict_items.push(DictItem {
            key: Some(key),
            value,
        });
        if !self.eat(TokenKind::Comma) && self.kind != TokenKind::RightBrace {
            return Err(Refused);
        }
        self.dict_items(start, mark)
    }

    /// Items until the closing brace; those above `mark` on the stack are before them.
    fn dict_items(&mut self, start: usize, mark: usize) -> Parsed<Expression<'a>> {
        while self.kind != TokenKind::RightBrace {
            let item = if self.eat(TokenKind::DoubleStar) {
                DictItem {
                    key: None,
                    value: self.bitwise_or()?,
                }
            } else {
                let key = self.expression()?;
                self.expect(TokenKind::Colon)?;
                DictItem {
                    key: Some(key),
                    value: self.expression()?,
                }
            };
            self.scratch.dict_items.push(item);
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        self.expect(TokenKind::RightBrace)?;
        let items = self.scratch.dict_items_from(self.arena, mark);
        Ok(self.node(start, ExpressionKind::Dict { items }))
    }

    /// Pushes `first` and the elements after it, and takes the bracket `close`. Returns the
    /// height of the stack below `first`.
    fn elements_after(&mut self, first: Expression<'a>, close: TokenKind) -> Parsed<usize> {
        let mark = self.scratch.expressions.len();
        self.scratch.expressions.push(first);
        while self.eat(TokenKind::Comma) {
            if self.kind == close {
                break;
            }
            let element = self.star_named_expression()?;
            self.scratch.expressions.push(element);
        }
        self.expect(close)?;
        Ok(mark)
    }
}
