//! f-strings (PEP 701).

mod debug_text;

use super::string::text_of;
use super::{Parsed, Parser, REPLACEMENT_FIELD, Refused};
use crate::ast::{Constant, Conversion, Expression, ExpressionKind};
use crate::error::{ErrorKind, SyntaxError};
use crate::literals;
use crate::token::{Token, TokenKind};

impl<'a> Parser<'a, '_> {
    /// One f-string. Pushes its pieces: constants and formatted values.
    pub(super) fn format_string(&mut self) -> Parsed<()> {
        let start = self.position;
        let is_raw = self.token_text().contains(['r', 'R']);
        self.advance();
        loop {
            match self.kind {
                TokenKind::FStringMiddle => {
                    let middle = &self.tokens[self.position];
                    let text = self.token_text();
                    let value = if is_raw || !text.contains('\\') {
                        text.as_bytes()
                    } else {
                        let end = self.end_of_format_string(start)?;
                        let (arena, source) = (self.arena, self.text);
                        literals::fstring_middle(arena, source, middle, &end, false, self.warnings)
                            .map_err(|_| Refused)?
                    };
                    let constant = self.constant(Constant::Str(value));
                    self.scratch.expressions.push(constant);
                }
                TokenKind::LeftBrace => {
                    self.nested(REPLACEMENT_FIELD, |parser| parser.replacement_field(start))?;
                }
                _ => return self.expect(TokenKind::FStringEnd),
            }
        }
    }

    /// The last token of the f-string whose first token is at `start`.
    fn end_of_format_string(&self, start: usize) -> Parsed<Token> {
        let mut open = 0_usize;
        for token in &self.tokens[start..] {
            match token.kind {
                TokenKind::FStringStart => open += 1,
                TokenKind::FStringEnd if open == 1 => return Ok(*token),
                TokenKind::FStringEnd => open -= 1,
                _ => {}
            }
        }
        Err(Refused)
    }

    /// `{value=!r:specification}` in the f-string whose first token is at `format_string`.
    /// With `=`, the text of the field is a piece before the value.
    fn replacement_field(&mut self, format_string: usize) -> Parsed<()> {
        let start = self.position;
        self.advance();
        let value = self.yield_or_star_expressions()?;
        let is_debug = self.eat(TokenKind::Equal);
        let text_end = self.position;
        let mut conversion = self.conversion()?;
        let format_spec = if self.kind == TokenKind::Colon {
            let specification = self.format_specification(format_string)?;
            Some(self.child(specification))
        } else {
            None
        };
        self.expect(TokenKind::RightBrace)?;
        if is_debug {
            if conversion == Conversion::None && format_spec.is_none() {
                conversion = Conversion::Repr;
            }
            let text = self.debug_text(format_string, start, text_end)?;
            self.scratch.expressions.push(text);
        }
        let value = self.child(value);
        let kind = ExpressionKind::FormattedValue {
            value,
            conversion,
            format_spec,
        };
        let formatted = self.node(start, kind);
        self.scratch.expressions.push(formatted);
        Ok(())
    }

    /// `!s`, `!r` or `!a`, if it is next.
    fn conversion(&mut self) -> Parsed<Conversion> {
        if self.kind != TokenKind::Exclamation {
            return Ok(Conversion::None);
        }
        let end = self.tokens[self.position].end;
        self.advance();
        if self.tokens[self.position].start != end {
            return Err(Refused);
        }
        match self.identifier()?.name {
            "s" => Ok(Conversion::Str),
            "r" => Ok(Conversion::Repr),
            "a" => Ok(Conversion::Ascii),
            _ => Err(Refused),
        }
    }

    /// What follows the colon of a replacement field, from the colon. It is a `JoinedStr`,
    /// except where it consists of several constants only, as CPython leaves it then.
    fn format_specification(&mut self, format_string: usize) -> Parsed<Expression<'a>> {
        let start = self.position;
        self.advance();
        let mark = self.scratch.expressions.len();
        loop {
            match self.kind {
                TokenKind::FStringMiddle => {
                    let middle = &self.tokens[self.position];
                    let (arena, source) = (self.arena, self.text);
                    let value =
                        literals::format_specification(arena, source, middle, self.warnings)
                            .map_err(|_| Refused)?;
                    let constant = self.constant(Constant::Str(value));
                    if !value.is_empty() {
                        self.scratch.expressions.push(constant);
                    }
                }
                TokenKind::LeftBrace => {
                    self.nested(REPLACEMENT_FIELD, |parser| {
                        parser.replacement_field(format_string)
                    })?;
                }
                _ => break,
            }
        }
        let pieces = &self.scratch.expressions[mark..];
        if pieces.len() > 1 && pieces.iter().all(|piece| text_of(piece).is_some()) {
            let span = pieces[0].span.to(pieces[pieces.len() - 1].span);
            let text = self.join_constants(mark..self.scratch.expressions.len());
            self.scratch.expressions.truncate(mark);
            let kind = ExpressionKind::Constant(Constant::Str(text));
            return Ok(Expression { kind, span });
        }
        self.fold_pieces(mark);
        let values = self.scratch.expressions_from(self.arena, mark);
        Ok(self.node(start, ExpressionKind::JoinedStr { values }))
    }

    /// The text that a `=` makes part of the f-string. The field's brace is the token `start`;
    /// the text ends before the token `end`.
    fn debug_text(
        &mut self,
        format_string: usize,
        start: usize,
        end: usize,
    ) -> Parsed<Expression<'a>> {
        let Some(range) = debug_text::range(self.text, self.tokens, format_string, end) else {
            // CPython's lexer has lost the text, and its tree refuses a constant without value.
            self.failure = Some(SyntaxError::without_location(
                ErrorKind::ValueError,
                "field 'value' is required for Constant",
            ));
            return Err(Refused);
        };
        let text = self.text.get(range).unwrap_or("");
        let text = if text.contains('#') {
            &*self.arena.alloc_str(&debug_text::without_comments(text))
        } else {
            text
        };
        let mut span = self.tokens[start].span.to(self.tokens[end].span);
        span.column += 1;
        span.end_line = self.tokens[end].span.line;
        span.end_column = self.tokens[end].span.column;
        Ok(Expression {
            kind: ExpressionKind::Constant(Constant::Str(text.as_bytes())),
            span,
        })
    }
}
