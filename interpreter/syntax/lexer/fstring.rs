//! f-strings (PEP 701): the literal parts, and the changes between them and the fields.

use super::{Lexer, Stop};
use crate::token::TokenKind;

/// How deep f-strings may nest in one another.
const MAXIMUM_NESTING: usize = 150;

/// How deep replacement fields may nest in the format specifications of one f-string.
const MAXIMUM_FIELD_NESTING: i32 = 3;

/// An f-string that has not ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct FString {
    /// Its quote character.
    pub quote: u8,
    /// One or three.
    pub quotes: u8,
    raw: bool,
    /// Where it starts: byte offset, line, byte offset of that line.
    start: usize,
    line: u32,
    line_start: usize,
    /// Whether the lexer is in a literal part, not in a replacement field.
    pub in_literal: bool,
    in_format_specification: bool,
    /// The number of brackets of any kind that are open in it.
    pub depth: i32,
    /// The number of brackets that are open round the current field; -1 outside of fields.
    pub field_depth: i32,
}

impl Lexer<'_> {
    /// An f-string starts whose prefix and first quote logos has found.
    pub(super) fn fstring_start(&mut self, start: usize, after_quote: usize) -> Result<(), Stop> {
        let quote = self.bytes[after_quote - 1];
        let triple = self.bytes[after_quote..].starts_with(&[quote, quote]);
        let end = if triple { after_quote + 2 } else { after_quote };
        if self.fstrings.len() + 1 >= MAXIMUM_NESTING {
            return Err(self.raise(end, "too many nested f-strings"));
        }
        self.fstrings.push(FString {
            quote,
            quotes: if triple { 3 } else { 1 },
            raw: self.bytes[start..after_quote]
                .iter()
                .any(|byte| matches!(byte, b'r' | b'R')),
            start,
            line: self.line,
            line_start: self.line_start,
            in_literal: true,
            in_format_specification: false,
            depth: 0,
            field_depth: -1,
        });
        self.push(TokenKind::FStringStart, start, end);
        self.move_to(end);
        Ok(())
    }

    /// A colon in a replacement field: whether it starts the format specification.
    pub(super) fn starts_format_specification(&mut self) -> bool {
        let Some(fstring) = self.fstrings.last_mut() else {
            return false;
        };
        if fstring.field_depth < 0 || fstring.depth - 1 != fstring.field_depth {
            return false;
        }
        fstring.in_literal = true;
        fstring.in_format_specification = true;
        true
    }

    /// A closing brace in an f-string: ends the field if it is the field's own.
    pub(super) fn close_field(&mut self) {
        if let Some(fstring) = self.fstrings.last_mut()
            && fstring.depth == fstring.field_depth
        {
            fstring.field_depth -= 1;
            fstring.in_literal = true;
            fstring.in_format_specification = false;
        }
    }

    /// One step in a literal part: a middle token, the end token, or the start of a field.
    pub(super) fn fstring_literal(&mut self) -> Result<(), Stop> {
        let Some(fstring) = self.fstrings.last().copied() else {
            return Ok(());
        };
        let start = self.cursor();
        if self.byte(start) == Some(b'{') && self.byte(start + 1) != Some(b'{') {
            return self.enter_field(start);
        }
        let quotes = [fstring.quote; 3];
        let quotes = &quotes[..usize::from(fstring.quotes)];
        if self.bytes[start..].starts_with(quotes) {
            self.fstrings.pop();
            let end = start + quotes.len();
            self.push(TokenKind::FStringEnd, start, end);
            self.move_to(end);
            return Ok(());
        }
        self.fstring_middle(start, fstring)
    }

    /// A replacement field begins at `at`, which the lexer reads next.
    fn enter_field(&mut self, at: usize) -> Result<(), Stop> {
        let Some(fstring) = self.fstrings.last_mut() else {
            return Ok(());
        };
        fstring.field_depth += 1;
        if fstring.field_depth >= MAXIMUM_FIELD_NESTING {
            return Err(self.raise(at, "f-string: expressions nested too deeply"));
        }
        fstring.in_literal = false;
        Ok(())
    }

    /// Text up to the f-string's end or the next brace. The token's end column counts both
    /// braces of `{{` and `}}`, of which the token's text holds one.
    fn fstring_middle(&mut self, start: usize, fstring: FString) -> Result<(), Stop> {
        let in_specification = fstring.in_format_specification && fstring.field_depth >= 0;
        let mut named_escape = false;
        let mut quotes = 0;
        let mut index = start;
        let (first_line, first_line_start) = (self.line, self.line_start);
        let mut line = first_line;
        loop {
            let Some(byte) = self.byte(index) else {
                // The text may lack its last line end, which CPython adds.
                if in_specification && fstring.quotes == 1 && index < self.virtual_end() {
                    self.leave_literal();
                    break;
                }
                return Err(self.unterminated_fstring(index, fstring));
            };
            if byte == fstring.quote {
                quotes += 1;
                index += 1;
                if quotes == fstring.quotes {
                    index -= usize::from(quotes);
                    break;
                }
                continue;
            }
            quotes = 0;
            match byte {
                b'\n' if fstring.quotes == 1 => {
                    // A line end ends the format specification too.
                    if in_specification {
                        self.leave_literal();
                        break;
                    }
                    return Err(self.unterminated_fstring(index, fstring));
                }
                b'{' => {
                    if self.byte(index + 1) != Some(b'{') || in_specification {
                        self.pass_lines(start, index);
                        self.leave_literal();
                        self.enter_field(index)?;
                        self.push_from(
                            TokenKind::FStringMiddle,
                            start,
                            index,
                            first_line,
                            first_line_start,
                        );
                        self.move_to(index);
                        return Ok(());
                    }
                    return self.double_brace(start, index, first_line, first_line_start);
                }
                b'}' if named_escape => {
                    index += 1;
                    break;
                }
                b'}' => {
                    if self.byte(index + 1) == Some(b'}') && !in_specification && fstring.depth == 0
                    {
                        return self.double_brace(start, index, first_line, first_line_start);
                    }
                    self.leave_literal();
                    break;
                }
                b'\\' => {
                    index += 1;
                    match self.byte(index) {
                        Some(brace @ (b'{' | b'}')) => {
                            if !fstring.raw {
                                self.warn_escape(line, brace);
                            }
                            continue;
                        }
                        Some(b'N') if !fstring.raw => {
                            index += 1;
                            if self.byte(index) == Some(b'{') {
                                named_escape = true;
                                index += 1;
                            }
                        }
                        Some(next) => {
                            line += u32::from(next == b'\n');
                            index += 1;
                        }
                        None => index = self.virtual_end(),
                    }
                }
                _ => {
                    line += u32::from(byte == b'\n');
                    index += 1;
                }
            }
        }
        self.pass_lines(start, index);
        self.push_from(
            TokenKind::FStringMiddle,
            start,
            index,
            first_line,
            first_line_start,
        );
        self.move_to(index);
        Ok(())
    }

    /// The lexer goes on with the current field.
    fn leave_literal(&mut self) {
        if let Some(fstring) = self.fstrings.last_mut() {
            fstring.in_literal = false;
            fstring.in_format_specification = false;
        }
    }

    /// A middle token that ends with the first of the two braces at `brace`.
    fn double_brace(
        &mut self,
        start: usize,
        brace: usize,
        first_line: u32,
        first_line_start: usize,
    ) -> Result<(), Stop> {
        self.pass_lines(start, brace);
        self.push_from(
            TokenKind::FStringMiddle,
            start,
            brace + 1,
            first_line,
            first_line_start,
        );
        if let Some(token) = self.tokens.last_mut() {
            token.span.end_column += 1;
        }
        self.move_to(brace + 2);
        Ok(())
    }

    fn unterminated_fstring(&mut self, at: usize, fstring: FString) -> Stop {
        let detected = self.line_of(at);
        let triple = if fstring.quotes == 3 {
            "triple-quoted "
        } else {
            ""
        };
        self.line = fstring.line;
        self.line_start = fstring.line_start;
        self.raise(
            fstring.start + 1,
            format!("unterminated {triple}f-string literal (detected at line {detected})"),
        )
    }

    fn warn_escape(&mut self, line: u32, brace: u8) {
        let brace = char::from(brace);
        self.warn(line, format!("invalid escape sequence '\\{brace}'"));
    }
}
