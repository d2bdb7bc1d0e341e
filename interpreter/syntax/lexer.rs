//! Text to tokens.
//!
//! logos cuts the text into pieces (`raw`); what depends on context is done here and in the
//! files below: lines and indentation, brackets, numbers (`number`), strings (`string`)
//! and f-strings (`fstring`). The tokens, their places and the errors are those that
//! CPython's tokenizer gives to its parser: no comments, and no ends of lines that end nothing.

pub(crate) mod buffer;
mod fstring;
mod indentation;
mod number;
mod raw;
mod string;

use logos::Logos;

use crate::error::{ErrorKind, ErrorLocation, FoundBy, SyntaxError, Warning};
use crate::parser::Mode;
use crate::span::Span;
use crate::token::{Token, TokenKind};
use fstring::FString;
use indentation::Indentation;
use raw::Raw;

/// How deep brackets may nest.
const MAXIMUM_BRACKETS: usize = 200;

/// What a text was cut into.
#[derive(Debug, Default)]
pub struct Tokens {
    /// The tokens. The last is `EndMarker`, or `Error` if the text cannot be cut further.
    ///
    /// `Newline` begins with the comment before it, if there is one. Its text is without the
    /// line end, but it spans one column more. `Indent`, `Dedent`, `EndMarker`, `Error` and a
    /// `Newline` that the text lacks have neither text nor place in CPython, which takes the
    /// tokenizer's position where it needs one: that is their span.
    pub tokens: Vec<Token>,
    /// Why the last token is `Error`. The parser reports it when it reaches that token.
    pub error: Option<SyntaxError>,
    /// Whether CPython's tokenizer raises `error` itself. Otherwise its parser does, when it
    /// reaches the token; such an error does not displace an earlier `invalid syntax`.
    pub error_is_raised: bool,
    /// Whether the error stands inside an f-string.
    pub error_in_fstring: bool,
    /// What is worth a `SyntaxWarning`, in the order of the text.
    pub warnings: Vec<WarningAtToken>,
    /// A string token, by its number, whose bytes were no text, and the error that CPython
    /// reports when it makes the string's value.
    pub undecodable_string: Option<(usize, SyntaxError)>,
    /// The brackets that were open where lexing stopped, outermost first.
    pub open_brackets: Vec<OpenBracket>,
}

/// A warning, and when CPython gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarningAtToken {
    /// The number of the token that is read when the warning is given.
    pub token: usize,
    /// The warning.
    pub warning: Warning,
}

/// A bracket that has not been closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenBracket {
    /// `(`, `[` or `{`.
    pub character: char,
    /// Where it stands.
    pub span: Span,
}

impl OpenBracket {
    /// CPython's error for a bracket that is still open at the end of the text.
    pub fn never_closed(&self, source: &str) -> SyntaxError {
        let mut error = SyntaxError::at(
            source,
            self.span,
            format!("'{}' was never closed", self.character),
        );
        if let Some(location) = &mut error.location {
            location.end_offset = 0;
        }
        error.found_by = FoundBy::Parser {
            first_line: u32::MAX,
            is_past: (self.span.line as usize) < source.split_inclusive('\n').count(),
        };
        error
    }
}

/// As [`tokenize`] of a module, but without the checks that CPython's module `tokenize` does not
/// make: of brackets, of the characters of names, of what follows a number.
pub fn tokenize_leniently(text: &str) -> Tokens {
    cut(text, Mode::Module, true)
}

/// Cuts `text`, whose line ends are all `\n`, into tokens. The last line of a module always has
/// an end. Where a statement at the prompt ends with the text, what it lacks is added.
pub fn tokenize(text: &str, mode: Mode) -> Tokens {
    cut(text, mode, false)
}

fn cut(text: &str, mode: Mode, lenient: bool) -> Tokens {
    if i32::try_from(text.len()).is_err() {
        return too_long();
    }
    let mut lexer = Lexer {
        source: text,
        mode,
        lenient,
        bytes: text.as_bytes(),
        raw: Raw::lexer(text),
        tokens: buffer::with_room((text.len() / 4).min(1 << 16) + 8),
        line: u32::from(!text.is_empty()),
        line_start: 0,
        buffer_start: 0,
        at_line_start: true,
        indentation: Indentation::default(),
        brackets: Vec::new(),
        fstrings: Vec::new(),
        warnings: Vec::new(),
    };
    let stop = lexer.run();
    lexer.finish(stop)
}

/// Columns would not fit CPython's `int`.
fn too_long() -> Tokens {
    let message = "Parser column offset overflow - source line is too big";
    Tokens {
        tokens: vec![Token {
            kind: TokenKind::Error,
            start: 0,
            end: 0,
            span: Span {
                line: 1,
                column: 0,
                end_line: 1,
                end_column: 0,
            },
        }],
        error: Some(SyntaxError::without_location(
            ErrorKind::OverflowError,
            message,
        )),
        error_is_raised: true,
        ..Tokens::default()
    }
}

/// Why lexing stops.
enum Stop {
    /// The text is at its end.
    End,
    /// The text cannot be cut further. Boxed, as it is rare.
    Error(Box<Failure>),
}

struct Failure {
    error: SyntaxError,
    is_raised: bool,
    /// The byte offset that CPython's tokenizer had reached.
    cursor: usize,
}

struct Lexer<'s> {
    source: &'s str,
    mode: Mode,
    /// Whether checks are left out (see [`tokenize_leniently`]).
    lenient: bool,
    bytes: &'s [u8],
    raw: logos::Lexer<'s, Raw>,
    tokens: Vec<Token>,
    /// The line of the cursor, from 1; an empty text has none. As in CPython, the end of the text belongs to the last
    /// line that holds anything.
    line: u32,
    /// The byte offset where that line starts.
    line_start: usize,
    /// The byte offset of the last line at whose start no token was being read.
    buffer_start: usize,
    /// Whether no token has been read in this line, inside brackets.
    at_line_start: bool,
    indentation: Indentation,
    brackets: Vec<OpenBracket>,
    fstrings: Vec<FString>,
    warnings: Vec<WarningAtToken>,
}

impl<'s> Lexer<'s> {
    fn run(&mut self) -> Stop {
        let Err(stop) = self.begin_line() else {
            loop {
                let step = match self.fstrings.last() {
                    Some(fstring) if fstring.in_literal => self.fstring_literal(),
                    _ => self.normal(),
                };
                if let Err(stop) = step {
                    return stop;
                }
            }
        };
        stop
    }

    /// Reads tokens until an f-string's literal part begins.
    fn normal(&mut self) -> Result<(), Stop> {
        loop {
            let Some(raw) = self.raw.next() else {
                return Err(self.end_of_text(self.bytes.len()));
            };
            let range = self.raw.span();
            let (start, end) = (range.start, range.end);
            match raw {
                Ok(Raw::Plain(kind)) => self.push(kind, start, end),
                Ok(Raw::UnicodeName) => self.unicode_name(start, end)?,
                Ok(Raw::Open(kind)) => self.open_bracket(kind, start, end)?,
                Ok(Raw::Close(kind)) => {
                    self.close_bracket(kind, start, end)?;
                    if self.in_literal() {
                        return Ok(());
                    }
                }
                Ok(Raw::Colon(kind)) => {
                    if self.starts_format_specification() {
                        self.push(TokenKind::Colon, start, start + 1);
                        self.move_to(start + 1);
                        return Ok(());
                    }
                    self.push(kind, start, end);
                }
                Ok(Raw::Number) => self.number(start, end)?,
                Ok(Raw::PlainString) => {
                    if end - start == 2 && self.byte(end) == Some(self.bytes[start]) {
                        self.string(start, start + 1)?;
                    } else {
                        self.push(TokenKind::String, start, end);
                    }
                }
                Ok(Raw::StringStart) => self.string(start, end)?,
                Ok(Raw::FStringStart) => return self.fstring_start(start, end),
                Ok(Raw::Newline) => self.newline(start, start)?,
                Ok(Raw::Backslash) => self.continuation(start)?,
                // CPython's end of a line includes the comment before it.
                Ok(Raw::Comment) => match self.raw.next() {
                    Some(_) => self.newline(start, end)?,
                    None => return Err(self.end_of_text(start)),
                },
                Err(()) => {
                    let code = self.bytes[start];
                    return Err(self.raise(
                        start + 1,
                        format!("invalid non-printable character U+{code:04X}"),
                    ));
                }
            }
        }
    }

    fn in_literal(&self) -> bool {
        self.fstrings
            .last()
            .is_some_and(|fstring| fstring.in_literal)
    }

    fn byte(&self, index: usize) -> Option<u8> {
        self.bytes.get(index).copied()
    }

    /// The byte offset that logos has reached.
    fn cursor(&self) -> usize {
        self.raw.span().end
    }

    /// Lets logos go on at `index`, which is next to an ASCII character.
    fn move_to(&mut self, index: usize) {
        let cursor = self.cursor();
        if index >= cursor {
            self.raw.bump(index - cursor);
        } else {
            self.raw = Raw::lexer(self.source);
            self.raw.bump(index);
        }
    }

    #[inline]
    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.push_from(kind, start, end, self.line, self.line_start);
    }

    /// Adds a token that starts in `line` and ends in the current line.
    #[inline]
    fn push_from(
        &mut self,
        kind: TokenKind,
        start: usize,
        end: usize,
        line: u32,
        line_start: usize,
    ) {
        self.at_line_start = false;
        self.tokens.push(Token {
            kind,
            start: start as u32,
            end: end as u32,
            span: Span {
                line,
                column: (start - line_start) as u32,
                end_line: self.line,
                end_column: (end - self.line_start) as u32,
            },
        });
    }

    fn unicode_name(&mut self, start: usize, end: usize) -> Result<(), Stop> {
        let name = &self.source[start..end];
        if self.lenient {
            self.push(TokenKind::Name, start, end);
            return Ok(());
        }
        let Some((offset, character)) = unicode::first_invalid_in_identifier(name) else {
            self.push(TokenKind::Name, start, end);
            return Ok(());
        };
        let code = u32::from(character);
        let message = if unicode::is_printable(code) {
            format!("invalid character '{character}' (U+{code:04X})")
        } else {
            format!("invalid non-printable character U+{code:04X}")
        };
        Err(self.raise(start + offset + character.len_utf8(), message))
    }

    #[inline]
    fn number(&mut self, start: usize, mut end: usize) -> Result<(), Stop> {
        let simple = self.bytes[start] != b'.'
            && !self.byte(end).is_some_and(|next| {
                next == b'.' || next == b'_' || next >= 0x80 || next.is_ascii_alphanumeric()
            });
        if !simple {
            end = self.any_number(start)?;
            self.move_to(end);
        }
        self.push(TokenKind::Number, start, end);
        Ok(())
    }

    /// Gives the end of the number at `start`.
    fn any_number(&mut self, start: usize) -> Result<usize, Stop> {
        match number::scan(self.bytes, start, self.lenient) {
            Ok(number) => {
                if let Some(kind) = number.touches_keyword {
                    self.warn(self.line, format!("invalid {kind} literal"));
                }
                Ok(number.end)
            }
            Err(failure) => {
                let mut stop = self.raise(failure.cursor, failure.message);
                if let (Stop::Error(boxed), Some((from, to))) = (&mut stop, failure.range)
                    && let Some(location) = &mut boxed.error.location
                {
                    // CPython gives these in bytes.
                    location.offset = (from - self.line_start) as i32;
                    location.end_offset = (to - self.line_start) as i32;
                }
                Err(stop)
            }
        }
    }

    fn open_bracket(&mut self, kind: TokenKind, start: usize, end: usize) -> Result<(), Stop> {
        if self.brackets.len() >= MAXIMUM_BRACKETS {
            return Err(self.raise(end, "too many nested parentheses"));
        }
        self.push(kind, start, end);
        let column = (start - self.line_start) as u32;
        self.brackets.push(OpenBracket {
            character: char::from(self.bytes[start]),
            span: Span {
                line: self.line,
                column,
                end_line: self.line,
                end_column: column + 1,
            },
        });
        if let Some(fstring) = self.fstrings.last_mut() {
            fstring.depth += 1;
        }
        Ok(())
    }

    fn close_bracket(&mut self, kind: TokenKind, start: usize, end: usize) -> Result<(), Stop> {
        let character = char::from(self.bytes[start]);
        let fstring = self.fstrings.last().copied();
        if character == '}' && fstring.is_some_and(|fstring| fstring.depth == 0) {
            return Err(self.raise(end, "f-string: single '}' is not allowed"));
        }
        let Some(opening) = self.brackets.pop() else {
            if self.lenient {
                self.push(kind, start, end);
                return Ok(());
            }
            return Err(self.raise(end, format!("unmatched '{character}'")));
        };
        let matches = matches!(
            (opening.character, character),
            ('(', ')') | ('[', ']') | ('{', '}')
        );
        if !matches && !self.lenient {
            return Err(self.mismatch(opening, character, end));
        }
        if let Some(fstring) = self.fstrings.last_mut() {
            fstring.depth -= 1;
            if fstring.depth < 0 {
                return Err(self.raise(end, format!("f-string: unmatched '{character}'")));
            }
        }
        self.push(kind, start, end);
        if character == '}' {
            self.close_field();
        }
        Ok(())
    }

    fn mismatch(&mut self, opening: OpenBracket, closing: char, end: usize) -> Stop {
        let closes_field = opening.character == '{'
            && self
                .fstrings
                .last()
                .is_some_and(|fstring| fstring.depth - 1 == fstring.field_depth);
        if closes_field {
            return self.raise(end, format!("f-string: unmatched '{closing}'"));
        }
        let mut message = format!(
            "closing parenthesis '{closing}' does not match opening parenthesis '{}'",
            opening.character
        );
        if opening.span.line != self.line {
            message += &format!(" on line {}", opening.span.line);
        }
        self.raise(end, message)
    }

    /// Warns of something in the token that is being read.
    fn warn(&mut self, line: u32, message: String) {
        let span = Span {
            line,
            column: 0,
            end_line: line,
            end_column: 0,
        };
        self.warnings.push(WarningAtToken {
            token: self.tokens.len(),
            warning: Warning { message, span },
        });
    }

    /// An error that CPython's tokenizer raises when it has read up to `cursor`.
    fn raise(&self, cursor: usize, message: impl Into<String>) -> Stop {
        let offset = self.characters_to(cursor);
        self.fail(
            cursor,
            true,
            ErrorKind::SyntaxError,
            message,
            offset,
            offset,
        )
    }

    /// An error that CPython's parser raises for a tokenizer that stopped at `cursor`.
    fn refuse(&self, cursor: usize, kind: ErrorKind, message: &str) -> Stop {
        self.fail(cursor, false, kind, message, self.characters_to(cursor), -1)
    }

    /// An error in the current line.
    fn fail(
        &self,
        cursor: usize,
        is_raised: bool,
        kind: ErrorKind,
        message: impl Into<String>,
        offset: i32,
        end_offset: i32,
    ) -> Stop {
        let location = ErrorLocation {
            line: self.line,
            offset,
            end_line: self.line,
            end_offset,
        };
        let error = SyntaxError {
            kind,
            message: message.into(),
            location: Some(location),
            found_by: if is_raised {
                FoundBy::Tokenizer
            } else {
                FoundBy::PARSER
            },
        };
        Stop::Error(Box::new(Failure {
            error,
            is_raised,
            cursor,
        }))
    }

    /// How many characters there are from the start of the line to `cursor`; one more for the
    /// line end that a text lacks.
    fn characters_to(&self, cursor: usize) -> i32 {
        let text = &self.bytes[self.line_start..cursor.min(self.bytes.len())];
        let count = text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        (count + cursor.saturating_sub(self.bytes.len())) as i32
    }

    fn finish(mut self, stop: Stop) -> Tokens {
        if matches!((self.mode, &stop), (Mode::Interactive, Stop::End)) {
            self.end_statement();
        }
        let (kind, cursor, error, is_raised) = match stop {
            Stop::End => (TokenKind::EndMarker, self.virtual_end(), None, false),
            Stop::Error(failure) => {
                let Failure {
                    error,
                    is_raised,
                    cursor,
                } = *failure;
                (TokenKind::Error, cursor, Some(error), is_raised)
            }
        };
        self.push_at(kind, cursor);
        Tokens {
            tokens: self.tokens,
            error,
            error_is_raised: is_raised,
            error_in_fstring: !self.fstrings.is_empty(),
            warnings: self.warnings,
            undecodable_string: None,
            open_brackets: self.brackets,
        }
    }

    /// Adds a token without text at `cursor`.
    fn push_at(&mut self, kind: TokenKind, cursor: usize) {
        let column = cursor.saturating_sub(self.line_start) as u32;
        // CPython may stop inside a character.
        let offset = self.source.floor_char_boundary(cursor) as u32;
        self.tokens.push(Token {
            kind,
            start: offset,
            end: offset,
            span: Span {
                line: self.line,
                column,
                end_line: self.line,
                end_column: column,
            },
        });
    }
}
