//! f-strings (PEP 701).

mod debug_text;

use super::string::text_of;
use super::{Parsed, Parser, REPLACEMENT_FIELD, Refused};
use crate::ast::{Constant, Conversion, Expression, ExpressionKind};
use crate::error::{ErrorKind, SyntaxError, Warning};
use crate::lexer::WarningAtToken;
use crate::literals;
use crate::token::{Token, TokenKind};

/// The f-string whose pieces are parsed.
struct FormatString {
    /// Its first token.
    start: usize,
    /// Whether it has an `r` prefix.
    is_raw: bool,
    /// The warnings of its pieces, which count only once it is complete.
    warnings: Vec<Warning>,
}

impl<'a> Parser<'a, '_> {
    /// One f-string. Pushes its pieces: constants and formatted values.
    pub(super) fn format_string(&mut self) -> Parsed<()> {
        let mut format_string = FormatString {
            start: self.position,
            is_raw: self.token_text().contains(['r', 'R']),
            warnings: Vec::new(),
        };
        self.advance();
        loop {
            match self.kind {
                TokenKind::FStringMiddle => {
                    let middle = self.tokens[self.position];
                    let value = self.decode_piece(&mut format_string, self.text, middle)?;
                    let constant = self.constant(Constant::Str(value));
                    self.scratch.expressions.push(constant);
                }
                TokenKind::LeftBrace => self.nested(REPLACEMENT_FIELD, |parser| {
                    parser.replacement_field(&mut format_string, false)
                })?,
                _ => {
                    let token = self.position;
                    self.expect(TokenKind::FStringEnd)?;
                    let warnings = format_string.warnings.into_iter();
                    self.warnings
                        .extend(warnings.map(|warning| WarningAtToken { token, warning }));
                    return Ok(());
                }
            }
        }
    }

    /// The value of a piece of text: what `piece` covers of `source`.
    fn decode_piece(
        &self,
        format_string: &mut FormatString,
        source: &'a str,
        piece: Token,
    ) -> Parsed<&'a [u8]> {
        let has_escapes = !format_string.is_raw && piece.text(source).contains('\\');
        // Only what can fail or warn needs a place, which is the end of the f-string.
        let end = if has_escapes {
            self.end_of_format_string(format_string.start)?
        } else {
            piece
        };
        let FormatString {
            is_raw, warnings, ..
        } = format_string;
        let warn = |warning| warnings.push(warning);
        literals::fstring_middle(self.arena, source, &piece, &end, *is_raw, warn)
            .map_err(|_| Refused)
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

    /// `{value=!r:specification}`, which may stand in the format specification of another
    /// one. With `=`, the text of the field is a piece before the value.
    fn replacement_field(
        &mut self,
        format_string: &mut FormatString,
        in_specification: bool,
    ) -> Parsed<()> {
        let start = self.position;
        self.advance();
        let value = self.yield_or_star_expressions()?;
        let is_debug = self.eat(TokenKind::Equal);
        let target = self.position;
        let mut conversion = self.conversion()?;
        let mut text_end = self.tokens[target].span;
        let format_spec = if self.kind == TokenKind::Colon {
            let specification = self.format_specification(format_string)?;
            if conversion == Conversion::None {
                text_end = specification.span;
            }
            Some(self.child(specification))
        } else {
            None
        };
        self.expect(TokenKind::RightBrace)?;
        if is_debug {
            if conversion == Conversion::None && format_spec.is_none() {
                conversion = Conversion::Repr;
            }
            let mut span = self.tokens[start].span;
            span.column += 1;
            (span.end_line, span.end_column) = (text_end.line, text_end.column);
            let text = self.debug_text(format_string, target, in_specification)?;
            let kind = ExpressionKind::Constant(Constant::Str(text));
            self.scratch.expressions.push(Expression { kind, span });
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
    fn format_specification(&mut self, format_string: &mut FormatString) -> Parsed<Expression<'a>> {
        let start = self.position;
        self.advance();
        let mark = self.scratch.expressions.len();
        loop {
            match self.kind {
                TokenKind::FStringMiddle => {
                    let token = self.position;
                    let (arena, source, middle) = (self.arena, self.text, &self.tokens[token]);
                    let warn = |warning| self.warnings.push(WarningAtToken { token, warning });
                    let value = literals::format_specification(arena, source, middle, warn)
                        .map_err(|_| Refused)?;
                    let constant = self.constant(Constant::Str(value));
                    if !value.is_empty() {
                        self.scratch.expressions.push(constant);
                    }
                }
                TokenKind::LeftBrace => {
                    self.nested(REPLACEMENT_FIELD, |parser| {
                        parser.replacement_field(format_string, true)
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

    /// The text that a `=` makes part of the f-string; the token `target` follows it. CPython
    /// 3.13.0 decodes its escapes, as those of any piece, outside of format specifications.
    fn debug_text(
        &mut self,
        format_string: &mut FormatString,
        target: usize,
        in_specification: bool,
    ) -> Parsed<&'a [u8]> {
        let range = debug_text::range(self.text, self.tokens, format_string.start, target);
        let Some(text) = range.and_then(|range| self.text.get(range)) else {
            // CPython's lexer has lost the text, and its tree refuses a constant without value.
            self.failure = Some(SyntaxError::without_location(
                ErrorKind::ValueError,
                "field 'value' is required for Constant",
            ));
            return Err(Refused);
        };
        let text = if text.contains('#') {
            &*self.arena.alloc_str(&debug_text::without_comments(text))
        } else {
            text
        };
        if in_specification {
            return Ok(text.as_bytes());
        }
        let piece = Token {
            kind: TokenKind::FStringMiddle,
            start: 0,
            end: u32::try_from(text.len()).map_err(|_| Refused)?,
            span: self.tokens[target].span,
        };
        self.decode_piece(format_string, text, piece)
    }
}
