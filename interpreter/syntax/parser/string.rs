//! String literals, alone or several in a row.

use super::{Parsed, Parser, Refused};
use crate::ast::{Constant, Expression, ExpressionKind};
use crate::lexer::WarningAtToken;
use crate::literals;
use crate::token::TokenKind;

/// What kinds of literal stand in a row.
#[derive(Clone, Copy, Default)]
struct Kinds {
    bytes: bool,
    text: bool,
    format_strings: bool,
}

/// Whether a token begins a string literal.
fn begins_string(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::String | TokenKind::FStringStart)
}

impl<'a> Parser<'a, '_> {
    /// One or more string literals, which are concatenated.
    pub(super) fn strings(&mut self) -> Parsed<Expression<'a>> {
        if self.kind == TokenKind::String && !begins_string(self.second()) {
            return self.string();
        }
        let start = self.position;
        let mark = self.scratch.expressions.len();
        let mut kinds = Kinds::default();
        while begins_string(self.kind) {
            if self.kind == TokenKind::FStringStart {
                kinds.format_strings = true;
                self.format_string()?;
            } else {
                let literal = self.string()?;
                let is_bytes = matches!(literal.kind, ExpressionKind::Constant(Constant::Bytes(_)));
                kinds.bytes |= is_bytes;
                kinds.text |= !is_bytes;
                self.scratch.expressions.push(literal);
            }
        }
        self.concatenate(start, mark, kinds)
    }

    /// One literal that is no f-string.
    fn string(&mut self) -> Parsed<Expression<'a>> {
        let token = self.position;
        let warn = |warning| self.warnings.push(WarningAtToken { token, warning });
        let literal = literals::string(self.arena, self.text, &self.tokens[token], warn)
            .map_err(|_| Refused)?;
        Ok(self.constant(if literal.is_bytes {
            Constant::Bytes(literal.value)
        } else {
            Constant::Str(literal.value)
        }))
    }

    /// Makes one expression of the literals above `mark`, which began at the token `start`.
    fn concatenate(&mut self, start: usize, mark: usize, kinds: Kinds) -> Parsed<Expression<'a>> {
        if kinds.format_strings {
            if kinds.bytes {
                return Err(Refused);
            }
            self.fold_pieces(mark);
            let values = self.scratch.expressions_from(self.arena, mark);
            return Ok(self.node(start, ExpressionKind::JoinedStr { values }));
        }
        let value = self.join_constants(mark..self.scratch.expressions.len());
        self.scratch.expressions.truncate(mark);
        let constant = match (kinds.bytes, kinds.text) {
            (true, true) => return Err(Refused),
            (true, false) => Constant::Bytes(value),
            (false, _) => Constant::Str(value),
        };
        Ok(self.node(start, ExpressionKind::Constant(constant)))
    }

    /// Joins neighbouring constants among the pieces of f-strings above `mark`, and drops the
    /// empty ones.
    pub(super) fn fold_pieces(&mut self, mark: usize) {
        let (mut kept, mut next) = (mark, mark);
        while next < self.scratch.expressions.len() {
            let pieces = &self.scratch.expressions[next..];
            let run = pieces
                .iter()
                .take_while(|piece| text_of(piece).is_some())
                .count();
            if run > 1 {
                let span = pieces[0].span.to(pieces[run - 1].span);
                let kind =
                    ExpressionKind::Constant(Constant::Str(self.join_constants(next..next + run)));
                self.scratch.expressions[next] = Expression { kind, span };
            }
            let is_empty = text_of(&self.scratch.expressions[next]).is_some_and(<[u8]>::is_empty);
            if !is_empty {
                self.scratch.expressions.swap(kept, next);
                kept += 1;
            }
            next += run.max(1);
        }
        self.scratch.expressions.truncate(kept);
    }

    /// The texts of a range of the stack, one after the other.
    pub(super) fn join_constants(&self, range: std::ops::Range<usize>) -> &'a [u8] {
        let texts = || {
            self.scratch.expressions[range.clone()]
                .iter()
                .filter_map(text_of)
        };
        let length = texts().map(<[u8]>::len).sum();
        let mut joined = bumpalo::collections::Vec::with_capacity_in(length, self.arena);
        for text in texts() {
            joined.extend_from_slice(text);
        }
        joined.into_bump_slice()
    }
}

/// The text or bytes of a constant.
pub(super) fn text_of<'a>(expression: &Expression<'a>) -> Option<&'a [u8]> {
    match expression.kind {
        ExpressionKind::Constant(Constant::Str(text) | Constant::Bytes(text)) => Some(text),
        _ => None,
    }
}
