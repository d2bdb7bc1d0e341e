//! The extent of plain string literals.

use memchr::{memchr, memchr_iter, memchr2, memchr3, memrchr};

use super::{Lexer, Stop};
use crate::token::TokenKind;

impl Lexer<'_> {
    /// Finishes the string token whose prefix and first quote logos has found.
    pub(super) fn string(&mut self, start: usize, after_quote: usize) -> Result<(), Stop> {
        let quote = self.bytes[after_quote - 1];
        let (quotes, end) = if self.bytes[after_quote..].starts_with(&[quote, quote]) {
            (3, self.triple_quoted_end(after_quote + 2, quote))
        } else {
            (1, self.single_quoted_end(after_quote, quote))
        };
        let end = match end {
            Ok(end) => end,
            Err(unterminated) => return Err(self.unterminated(start, quote, quotes, unterminated)),
        };
        let (line, line_start) = (self.line, self.line_start);
        self.pass_lines(start, end);
        self.push_from(TokenKind::String, start, end, line, line_start);
        self.move_to(end);
        Ok(())
    }

    fn single_quoted_end(&self, mut index: usize, quote: u8) -> Result<usize, Unterminated> {
        let mut escaped_quote = false;
        while let Some(found) = memchr3(quote, b'\\', b'\n', &self.bytes[index..]) {
            index += found;
            match self.bytes[index] {
                b'\\' => {
                    escaped_quote |= self.bytes.get(index + 1) == Some(&quote);
                    index = (index + 2).min(self.bytes.len());
                }
                b'\n' => {
                    return Err(Unterminated {
                        at: index,
                        escaped_quote,
                    });
                }
                _ => return Ok(index + 1),
            }
        }
        Err(Unterminated {
            at: self.bytes.len(),
            escaped_quote,
        })
    }

    fn triple_quoted_end(&self, mut index: usize, quote: u8) -> Result<usize, Unterminated> {
        while let Some(found) = memchr2(quote, b'\\', &self.bytes[index..]) {
            index += found;
            if self.bytes[index] == b'\\' {
                index = (index + 2).min(self.bytes.len());
            } else if self.bytes[index..].starts_with(&[quote; 3]) {
                return Ok(index + 3);
            } else {
                index += 1;
            }
        }
        Err(Unterminated {
            at: self.bytes.len(),
            escaped_quote: false,
        })
    }

    /// Moves the current line on to where the text from `start` to `end` ends.
    pub(super) fn pass_lines(&mut self, start: usize, end: usize) {
        let text = &self.bytes[start..end];
        if memchr(b'\n', text).is_some() {
            self.line += memchr_iter(b'\n', text).count() as u32;
            if let Some(last) = memrchr(b'\n', text) {
                self.line_start = start + last + 1;
            }
        }
    }

    /// The error is CPython's: at the first character of the token, in the token's first line.
    fn unterminated(&mut self, start: usize, quote: u8, quotes: u8, end: Unterminated) -> Stop {
        let detected = self.line_of(end.at);
        let closes_fstring = self
            .fstrings
            .last()
            .is_some_and(|fstring| fstring.quote == quote && fstring.quotes == quotes);
        let message = if closes_fstring {
            "f-string: expecting '}'".to_string()
        } else if quotes == 3 {
            format!("unterminated triple-quoted string literal (detected at line {detected})")
        } else {
            let advice = if end.escaped_quote {
                "; perhaps you escaped the end quote?"
            } else {
                ""
            };
            format!("unterminated string literal (detected at line {detected}){advice}")
        };
        self.raise(start + 1, message)
    }

    /// The line of the byte at `index`, which is not before the current line. The end of the
    /// text belongs to the last line, as if that had no line end.
    pub(super) fn line_of(&self, index: usize) -> u32 {
        let index = index
            .min(self.bytes.len().saturating_sub(1))
            .max(self.line_start);
        self.line + memchr_iter(b'\n', &self.bytes[self.line_start..index]).count() as u32
    }
}

/// A string has no end.
struct Unterminated {
    /// The byte offset where that was found out.
    at: usize,
    /// Whether a quote that could have been the end has a backslash before it.
    escaped_quote: bool,
}
