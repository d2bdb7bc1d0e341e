//! Where errors are, in CPython's arithmetic of columns.

use crate::error::{ErrorKind, ErrorLocation, SyntaxError};
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
        self.error(first.span.line, start, cursor.0, End::Bytes(cursor.1), message)
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
        self.error(first.span.line, start, last.span.end_line, End::Offset(0), message)
    }

    /// An error at a bracket that is not closed.
    pub fn error_at_bracket(&self, line: u32, column: u32, message: String) -> SyntaxError {
        self.error(line, End::Token(Some(column)), line, End::Offset(0), message)
    }

    /// An error before the last character of the text.
    pub fn error_before_end(&self, message: String) -> SyntaxError {
        let line = self.last_line();
        let column = self.shown_line(line).len().saturating_sub(1);
        self.error_at_bracket(line, u32::try_from(column).unwrap_or(u32::MAX), message)
    }

    fn error(&self, line: u32, start: End, end_line: u32, end: End, message: String) -> SyntaxError {
        // CPython counts the characters before the end in the line of the start.
        let shown = self.shown_line(line);
        SyntaxError {
            kind: ErrorKind::SyntaxError,
            message,
            location: Some(ErrorLocation {
                line,
                offset: offset(shown, start),
                end_line,
                end_offset: offset(shown, end),
            }),
        }
    }

    /// Whether CPython's token has a place on the line. The newline that ends a statement in
    /// interactive mode has none.
    pub fn has_text(&self, token: &Token) -> bool {
        match token.kind {
            TokenKind::Indent | TokenKind::Dedent | TokenKind::EndMarker | TokenKind::Error => false,
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
    fn shown_line(&self, line: u32) -> &'t str {
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
        let shown = self.shown_line(line);
        let implied = self.mode == Mode::Module && !shown.is_empty() && !shown.ends_with('\n');
        u32::try_from(shown.len() + usize::from(implied)).unwrap_or(u32::MAX)
    }
}

/// The offset in characters of `line`, from 1.
fn offset(line: &str, column: End) -> i32 {
    let bytes = match column {
        End::Offset(offset) => return offset,
        End::Token(None) => 0,
        End::Token(Some(column)) => (column as usize).saturating_add(1),
        End::Bytes(bytes) => bytes as usize,
    };
    // CPython sees one more character after the last, and none after that.
    let inside = bytes.min(line.len());
    let beyond = usize::from(bytes > line.len());
    let is_start = |byte: &&u8| **byte & 0xC0 != 0x80;
    let characters = line.as_bytes()[..inside].iter().filter(is_start).count();
    i32::try_from(characters + beyond).unwrap_or(i32::MAX)
}
