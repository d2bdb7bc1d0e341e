//! Where errors are, in CPython's arithmetic of columns.

use std::borrow::Cow;

use crate::error::{ErrorKind, ErrorLocation, FoundBy, SyntaxError, offset_in, shown_line};
use crate::parser::Mode;
use crate::token::{Token, TokenKind};

/// The text of which CPython shows a line with an error, and by which it counts offsets.
pub struct Lines<'t> {
    /// The whole text.
    pub text: &'t str,
    mode: Mode,
}

/// A column in bytes, as CPython's parser has it before it converts it.
#[derive(Clone, Copy)]
enum End {
    /// A token's column, from 0; tokens without text have none.
    Token(Option<u32>),
    /// A number of bytes.
    Bytes(u32),
    /// This offset, whatever the line.
    Offset(i32),
}

impl<'t> Lines<'t> {
    /// For a text that is compiled in a mode.
    pub fn new(text: &'t str, mode: Mode) -> Lines<'t> {
        Lines { text, mode }
    }

    /// An error from the start of one token to the end of another.
    pub fn error_over(&self, first: &Token, last: &Token, message: String) -> SyntaxError {
        let start = End::Token(self.has_text(first).then_some(first.span.column));
        let end = End::Token(self.has_text(last).then_some(last.span.end_column));
        self.error(first.span.line, start, last.span.end_line, end, message)
    }

    /// An error from the start of a token to where the lexer has got.
    pub fn error_from(&self, first: &Token, cursor: (u32, u32), message: String) -> SyntaxError {
        let start = End::Token(self.has_text(first).then_some(first.span.column));
        self.error(
            first.span.line,
            start,
            cursor.0,
            End::Bytes(cursor.1),
            message,
        )
    }

    /// An error at a token, or if that has no text, where the lexer has got.
    pub fn error_near(&self, token: &Token, cursor: (u32, u32), message: String) -> SyntaxError {
        if self.has_text(token) {
            return self.error_over(token, token, message);
        }
        let start = End::Bytes(cursor.1);
        self.error(cursor.0, start, cursor.0, End::Offset(-1), message)
    }

    /// An error on a token's line, without an offset.
    pub fn error_on_line(&self, token: &Token, message: String) -> SyntaxError {
        let none = End::Offset(0);
        self.error(token.span.line, none, token.span.end_line, none, message)
    }

    /// An error from the last character of a token, without an end.
    pub fn error_at_end(&self, first: &Token, last: &Token, message: String) -> SyntaxError {
        let start = End::Bytes(last.span.end_column);
        self.error(
            first.span.line,
            start,
            last.span.end_line,
            End::Offset(0),
            message,
        )
    }

    fn error(
        &self,
        line: u32,
        start: End,
        end_line: u32,
        end: End,
        message: String,
    ) -> SyntaxError {
        // CPython counts the characters before the end in the line of the start. It reads that
        // from the file, or else has it from the lexer, which leaves out the end of the line
        // once it has got to another.
        let shown = match self.mode {
            Mode::Module => shown_line(self.text, line).unwrap_or_default(),
            _ if end_line > line => Cow::Borrowed(self.line(line).trim_end_matches('\n')),
            _ => Cow::Borrowed(self.line(line)),
        };
        SyntaxError {
            kind: ErrorKind::SyntaxError,
            message,
            location: Some(ErrorLocation {
                line,
                offset: offset(&shown, start),
                end_line,
                end_offset: offset(&shown, end),
            }),
            found_by: FoundBy::PARSER,
        }
    }

    /// Whether CPython's token has a place on the line. The newline that ends a statement in
    /// interactive mode has none.
    pub fn has_text(&self, token: &Token) -> bool {
        match token.kind {
            TokenKind::Indent | TokenKind::Dedent | TokenKind::EndMarker | TokenKind::Error => {
                false
            }
            TokenKind::Newline => {
                self.mode == Mode::Module || (token.start as usize) < self.text.len()
            }
            _ => true,
        }
    }

    fn last_line(&self) -> u32 {
        u32::try_from(self.text.split_inclusive('\n').count()).unwrap_or(u32::MAX)
    }

    /// A line with its end, from 1.
    pub fn line(&self, line: u32) -> &'t str {
        let before = line.saturating_sub(1) as usize;
        self.text.split_inclusive('\n').nth(before).unwrap_or("")
    }

    /// Where the lexer is after a token: the line, and the number of bytes before the place.
    pub fn cursor_after(&self, token: &Token, is_at_end: bool) -> (u32, u32) {
        let span = token.span;
        if is_at_end {
            let line = self.last_line();
            return (line, self.line_length(line));
        }
        match token.kind {
            TokenKind::Newline => (span.line, self.line_length(span.line)),
            TokenKind::Indent | TokenKind::Dedent => (span.line, span.end_column),
            _ => (span.end_line, span.end_column),
        }
    }

    /// A line's length in bytes with its end, which modules always have.
    fn line_length(&self, line: u32) -> u32 {
        let shown = self.line(line);
        let implied = self.mode == Mode::Module && !shown.is_empty() && !shown.ends_with('\n');
        u32::try_from(shown.len() + usize::from(implied)).unwrap_or(u32::MAX)
    }
}

/// The offset in characters of `line`, from 1.
fn offset(line: &str, column: End) -> i32 {
    match column {
        End::Offset(offset) => offset,
        End::Token(None) => 0,
        End::Token(Some(column)) => offset_in(line, (column as usize).saturating_add(1)),
        End::Bytes(bytes) => offset_in(line, bytes as usize),
    }
}
