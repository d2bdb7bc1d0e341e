//! Lines: their ends, indentation, continuation, and the end of the text.

use memchr::memchr;

use super::{Lexer, Stop};
use crate::error::{ErrorKind, character_offset};
use crate::parser::Mode;
use crate::token::TokenKind;

/// How deep blocks may nest.
const MAXIMUM_INDENTATION: usize = 100;

/// Tabs go to columns that are multiples of this.
const TAB_SIZE: u32 = 8;

/// The open blocks.
#[derive(Debug)]
pub(super) struct Indentation {
    /// The width of each, the outermost first, which is 0.
    widths: Vec<Width>,
}

impl Default for Indentation {
    fn default() -> Self {
        Indentation {
            widths: vec![Width::default()],
        }
    }
}

/// The width of leading white space, measured twice: the text is ambiguous if two lines
/// compare differently by tabs of eight columns and by tabs of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Width {
    columns: u32,
    characters: u32,
}

impl Lexer<'_> {
    /// Reads the white space of a line outside brackets, and passes lines that hold nothing.
    /// Gives the tokens that the indentation asks for.
    pub(super) fn begin_line(&mut self) -> Result<(), Stop> {
        let mut index = self.cursor();
        let mut width = Width::default();
        let mut continued = 0;
        loop {
            self.buffer_start = self.line_start;
            match self.byte(index) {
                Some(b' ') => {
                    width.columns += 1;
                    width.characters += 1;
                    index += 1;
                }
                Some(b'\t') => {
                    width.columns = (width.columns / TAB_SIZE + 1) * TAB_SIZE;
                    width.characters += 1;
                    index += 1;
                }
                Some(b'\x0C') => {
                    width = Width::default();
                    index += 1;
                }
                Some(b'\\') => {
                    if continued == 0 {
                        continued = width.columns;
                    }
                    index = self.continued_line(index)?;
                }
                Some(b'#' | b'\n') => {
                    let newline = memchr(b'\n', &self.bytes[index..]);
                    if newline.is_none() && self.mode != Mode::Module {
                        self.move_to(self.bytes.len());
                        return Err(Stop::End);
                    }
                    index = newline.map_or(self.bytes.len(), |newline| index + newline + 1);
                    self.next_line(index);
                    width = Width::default();
                    continued = 0;
                }
                None => {
                    // A last line of blanks without an end is empty in modules only.
                    if self.mode == Mode::Module {
                        (width, continued) = (Width::default(), 0);
                    }
                    break;
                }
                Some(_) => break,
            }
        }
        self.move_to(index);
        if continued != 0 {
            width = Width {
                columns: continued,
                characters: continued,
            };
        }
        if index < self.bytes.len() {
            return self.indent(width, index);
        }
        self.indent(width, self.virtual_end())?;
        Err(Stop::End)
    }

    /// Compares the width of the line whose text begins at `cursor` with the open blocks.
    fn indent(&mut self, width: Width, cursor: usize) -> Result<(), Stop> {
        let widths = &mut self.indentation.widths;
        let current = widths.last().copied().unwrap_or_default();
        if width == current {
            return Ok(());
        }
        if width.columns > current.columns {
            if widths.len() >= MAXIMUM_INDENTATION {
                let message = "too many levels of indentation";
                return Err(self.refuse_line(ErrorKind::IndentationError, message));
            }
            if width.characters <= current.characters {
                return Err(self.inconsistent());
            }
            widths.push(width);
            self.push_at(TokenKind::Indent, cursor);
            return Ok(());
        }
        if width.columns == current.columns {
            return Err(self.inconsistent());
        }
        let open = widths.len();
        while widths.len() > 1
            && widths
                .last()
                .is_some_and(|last| width.columns < last.columns)
        {
            widths.pop();
        }
        let closed = open - widths.len();
        let current = widths.last().copied().unwrap_or_default();
        if width.columns != current.columns {
            let message = "unindent does not match any outer indentation level";
            return Err(self.refuse(self.line_end(), ErrorKind::IndentationError, message));
        }
        if width.characters != current.characters {
            return Err(self.inconsistent());
        }
        for _ in 0..closed {
            self.push_at(TokenKind::Dedent, cursor);
        }
        Ok(())
    }

    fn inconsistent(&self) -> Stop {
        let message = "inconsistent use of tabs and spaces in indentation";
        self.refuse_line(ErrorKind::TabError, message)
    }

    /// An error that CPython places at the first column of the line.
    fn refuse_line(&self, kind: ErrorKind, message: &str) -> Stop {
        self.fail(self.line_end(), false, kind, message, 1, 0)
    }

    /// The byte offset after the line's end.
    fn line_end(&self) -> usize {
        let newline = memchr(b'\n', &self.bytes[self.line_start..]);
        newline.map_or(self.virtual_end(), |newline| self.line_start + newline + 1)
    }

    /// A line end that logos has found at `newline`; `start` is there or at the comment before.
    pub(super) fn newline(&mut self, start: usize, newline: usize) -> Result<(), Stop> {
        if self.brackets.is_empty() {
            self.push_newline(start, newline);
            self.next_line(newline + 1);
            return self.begin_line();
        }
        self.next_line(newline + 1);
        self.buffer_start = self.line_start;
        self.at_line_start = true;
        Ok(())
    }

    fn push_newline(&mut self, start: usize, newline: usize) {
        self.push(TokenKind::Newline, start, newline);
        if let Some(token) = self.tokens.last_mut() {
            token.span.end_column += 1;
        }
    }

    /// The current line is the one that starts at `start`, unless the text ends there.
    fn next_line(&mut self, start: usize) {
        if start < self.bytes.len() {
            self.line += 1;
            self.line_start = start;
        }
    }

    /// A backslash between tokens.
    pub(super) fn continuation(&mut self, backslash: usize) -> Result<(), Stop> {
        let index = self.continued_line(backslash)?;
        if self.at_line_start {
            self.buffer_start = self.line_start;
        }
        self.move_to(index);
        Ok(())
    }

    /// Where the line starts that continues the one which `backslash` ends.
    fn continued_line(&mut self, backslash: usize) -> Result<usize, Stop> {
        let next = backslash + 1;
        if self.byte(next).is_some_and(|byte| byte != b'\n') {
            return Err(self.not_a_continuation(next));
        }
        if next == self.bytes.len() && self.mode != Mode::Module {
            return Err(self.not_a_continuation(backslash));
        }
        if next + 1 >= self.bytes.len() {
            if let Some(bracket) = self.brackets.last() {
                return Err(self.never_closed(bracket.never_closed(self.source)));
            }
            let message = "unexpected EOF while parsing";
            return Err(self.refuse(self.virtual_end(), ErrorKind::SyntaxError, message));
        }
        self.next_line(next + 1);
        Ok(next + 1)
    }

    /// Something other than a line end follows a backslash, at `index`. CPython measures the
    /// column from the start of its buffer, which may be an earlier line.
    fn not_a_continuation(&self, index: usize) -> Stop {
        let column = (index - self.buffer_start) as u32;
        let offset = character_offset(self.source, self.line, column);
        let message = "unexpected character after line continuation character";
        self.fail(index + 1, false, ErrorKind::SyntaxError, message, offset, 0)
    }

    fn never_closed(&self, error: crate::error::SyntaxError) -> Stop {
        Stop::Error(Box::new(super::Failure {
            error,
            is_raised: false,
            cursor: self.virtual_end(),
        }))
    }

    /// logos has come to the end of the text in the middle of a line; `start` is there or at
    /// the comment before.
    pub(super) fn end_of_text(&mut self, start: usize) -> Stop {
        if let Some(bracket) = self.brackets.last() {
            return self.never_closed(bracket.never_closed(self.source));
        }
        if self.mode != Mode::Module {
            return Stop::End;
        }
        self.push_newline(start, self.bytes.len());
        match self.indent(Width::default(), self.virtual_end()) {
            Ok(()) => Stop::End,
            Err(stop) => stop,
        }
    }

    /// At the prompt, the end of the text stands for an end of line. If that leaves blocks
    /// open, it ends them, and stands for the empty line after them.
    pub(super) fn end_statement(&mut self) {
        if self.tokens.is_empty() {
            return;
        }
        let end = self.virtual_end();
        self.push_at(TokenKind::Newline, end);
        let open = self.indentation.widths.len() - 1;
        for _ in 0..open {
            self.push_at(TokenKind::Dedent, end);
        }
        if open > 0 {
            self.push_at(TokenKind::Newline, end);
        }
    }

    /// The end of the text, after the line end that CPython adds to modules that lack it.
    pub(super) fn virtual_end(&self) -> usize {
        self.bytes.len() + usize::from(self.lacks_line_end())
    }

    /// Whether the text ends without the line end that it should have.
    pub(super) fn lacks_line_end(&self) -> bool {
        self.mode == Mode::Module && self.bytes.last().is_some_and(|&last| last != b'\n')
    }
}

#[cfg(test)]
mod tests {
    use crate::lexer::tokenize;
    use crate::parser::Mode;
    use crate::token::TokenKind::{self, *};

    #[track_caller]
    fn assert_end(mode: Mode, text: &str, expected: &[TokenKind]) {
        let tokens = tokenize(text, mode).tokens;
        let kinds: Vec<TokenKind> = tokens.iter().map(|token| token.kind).collect();
        assert!(kinds.ends_with(expected), "{text:?}: {kinds:?}");
    }

    #[test]
    fn the_last_line_without_an_end_depends_on_the_mode() {
        use Mode::{Expression, Interactive, Module};
        assert_end(Module, "x", &[Name, Newline, EndMarker]);
        assert_end(Expression, "x", &[Name, EndMarker]);
        assert_end(Interactive, "x", &[Name, Newline, EndMarker]);
        assert_end(Module, "x\n  ", &[Name, Newline, EndMarker]);
        assert_end(Expression, "x\n  ", &[Newline, Indent, EndMarker]);
        assert_end(Module, "x\n \\\n ", &[Name, Newline, EndMarker]);
        assert_end(Expression, "(x \\", &[Name, Error]);
        assert_end(
            Interactive,
            "if x:\n y\n",
            &[Newline, Dedent, Newline, EndMarker],
        );
        assert_end(
            Interactive,
            "if x:\n y",
            &[Name, Newline, Dedent, Newline, EndMarker],
        );
        assert_end(
            Interactive,
            "if x:\n y\n#",
            &[Newline, Newline, Dedent, Newline, EndMarker],
        );
        assert_end(Interactive, "", &[EndMarker]);
    }
}
