//! Atoms and what follows them: names, literals, attributes, subscripts.

use super::{BRACKET, Parsed, Parser, Refused};
use crate::ast::{Constant, Context, Expression, ExpressionKind, Slice};
use crate::literals;
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// An atom with its attributes, calls and subscripts.
    pub(super) fn primary(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let mut value = self.atom()?;
        loop {
            value = match self.kind {
                TokenKind::Dot => {
                    self.advance();
                    let attribute = self.identifier()?.name;
                    let value = self.child(value);
                    let context = Context::Load;
                    self.node(
                        start,
                        ExpressionKind::Attribute {
                            value,
                            attribute,
                            context,
                        },
                    )
                }
                TokenKind::LeftParenthesis => {
                    let function = self.child(value);
                    let (arguments, keywords) = self.nested(BRACKET, Self::call_arguments)?;
                    let kind = ExpressionKind::Call {
                        function,
                        arguments,
                        keywords,
                    };
                    self.node(start, kind)
                }
                TokenKind::LeftBracket => {
                    self.advance();
                    let value = self.child(value);
                    let slice = self.nested(BRACKET, Self::slices)?;
                    self.expect(TokenKind::RightBracket)?;
                    let slice = self.child(slice);
                    let context = Context::Load;
                    self.node(
                        start,
                        ExpressionKind::Subscript {
                            value,
                            slice,
                            context,
                        },
                    )
                }
                _ => return Ok(value),
            }
        }
    }

    #[inline]
    fn atom(&mut self) -> Parsed<Expression<'a>> {
        match self.kind {
            TokenKind::Name => self.name(Context::Load),
            TokenKind::Number => self.number(),
            TokenKind::String | TokenKind::FStringStart => self.strings(),
            TokenKind::LeftParenthesis => self.nested(BRACKET, Self::parenthesized),
            TokenKind::LeftBracket => self.nested(BRACKET, Self::bracketed),
            TokenKind::LeftBrace => self.nested(BRACKET, Self::braced),
            TokenKind::None => Ok(self.constant(Constant::None)),
            TokenKind::True => Ok(self.constant(Constant::Bool(true))),
            TokenKind::False => Ok(self.constant(Constant::Bool(false))),
            TokenKind::Ellipsis => Ok(self.constant(Constant::Ellipsis)),
            _ => Err(Refused),
        }
    }

    /// Takes the next token for `value`.
    pub(super) fn constant(&mut self, value: Constant<'a>) -> Expression<'a> {
        let span = self.tokens[self.position].span;
        self.advance();
        Expression {
            kind: ExpressionKind::Constant(value),
            span,
        }
    }

    pub(super) fn number(&mut self) -> Parsed<Expression<'a>> {
        if self.kind != TokenKind::Number {
            return Err(Refused);
        }
        let value = literals::number(self.arena, self.token_text()).map_err(|_| Refused)?;
        Ok(self.constant(value))
    }

    /// What stands between the brackets of a subscript.
    fn slices(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let first = self.slice_or_starred()?;
        let is_starred = super::expression::is_starred(&first);
        if self.kind != TokenKind::Comma && !is_starred {
            return Ok(first);
        }
        let begins = |kind| kind != TokenKind::RightBracket;
        self.bare_tuple(start, first, begins, Self::slice_or_starred)
    }

    fn slice_or_starred(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let lower = match self.kind {
            TokenKind::Star => return self.starred(Self::expression),
            TokenKind::Colon => None,
            _ => {
                let value = self.named_expression()?;
                let is_named = matches!(value.kind, ExpressionKind::NamedExpr { .. })
                    && self.tokens[start].kind == TokenKind::Name;
                if self.kind != TokenKind::Colon || is_named {
                    return Ok(value);
                }
                Some(self.child(value))
            }
        };
        self.advance();
        let upper = self.slice_bound()?;
        let step = if self.eat(TokenKind::Colon) {
            self.slice_bound()?
        } else {
            None
        };
        let slice = self.arena.alloc(Slice { lower, upper, step });
        Ok(self.node(start, ExpressionKind::Slice(slice)))
    }

    fn slice_bound(&mut self) -> Parsed<Option<&'a mut Expression<'a>>> {
        if matches!(
            self.kind,
            TokenKind::Colon | TokenKind::Comma | TokenKind::RightBracket
        ) {
            return Ok(None);
        }
        let bound = self.expression()?;
        Ok(Some(self.child(bound)))
    }
}
