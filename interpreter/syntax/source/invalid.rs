//! Bytes that are no UTF-8, in a source for `compile()`: CPython's tokenizer works on bytes,
//! and the error appears when a name or a string is decoded.

use std::borrow::Cow;
use std::str::Utf8Error;

use crate::diagnosis;
use crate::error::{ErrorKind, ErrorLocation, FoundBy, SyntaxError, character_offset};
use crate::lexer::{self, Tokens};
use crate::parser::Mode;
use crate::token::{Token, TokenKind};

/// Gives the text if all bytes that a parser looks at are UTF-8.
pub(super) fn decode(bytes: Cow<'_, [u8]>) -> Result<Cow<'_, str>, SyntaxError> {
    let bytes = match bytes {
        Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => return Ok(Cow::Borrowed(text)),
            Err(_) => bytes.to_vec(),
        },
        Cow::Owned(bytes) => match String::from_utf8(bytes) {
            Ok(text) => return Ok(Cow::Owned(text)),
            Err(error) => error.into_bytes(),
        },
    };
    let replaced = Replaced::new(&bytes);
    let mut tokens = lexer::tokenize(&replaced.text, Mode::Module);
    let error = match replaced.first_error(&tokens) {
        Some((token, error)) => in_time(token, error, &replaced.text, &mut tokens),
        None => None,
    };
    error.map_or(Ok(Cow::Owned(replaced.text)), Err)
}

/// What CPython makes of the error of the token with a number: nothing if it refuses the text
/// for another reason before it gets there.
fn in_time(
    token: usize,
    error: SyntaxError,
    text: &str,
    tokens: &mut Tokens,
) -> Option<SyntaxError> {
    let kind = tokens.tokens.get(token)?.kind;
    if kind == TokenKind::String {
        tokens.undecodable_string = Some((token, error));
        return diagnosis::diagnose(text, tokens, Mode::Module).error;
    }
    let diagnosis = diagnosis::diagnose(text, tokens, Mode::Module);
    if diagnosis.tokens_read > token {
        return Some(error);
    }
    if kind != TokenKind::Error || tokens.error_in_fstring || !diagnosis.reads_rest {
        return None;
    }
    // The lexer meets the name while another error is pending, and adds no place.
    let message = error.message.trim_start_matches("(unicode error) ");
    let kind = ErrorKind::UnicodeDecodeError;
    Some(SyntaxError::without_location(kind, message))
}

/// What Python's UTF-8 decoder says about `bytes`.
pub(super) fn message(bytes: &[u8], error: Utf8Error) -> String {
    let at = error.valid_up_to();
    let (length, reason) = match error.error_len() {
        None => (bytes.len() - at, "unexpected end of data"),
        Some(1) if !matches!(bytes[at], 0xC2..=0xF4) => (1, "invalid start byte"),
        Some(length) => (length, "invalid continuation byte"),
    };
    if length == 1 {
        format!(
            "'utf-8' codec can't decode byte 0x{:02x} in position {at}: {reason}",
            bytes[at]
        )
    } else {
        let last = at + length - 1;
        format!("'utf-8' codec can't decode bytes in position {at}-{last}: {reason}")
    }
}

/// A text whose invalid bytes are replaced by U+FFFD.
struct Replaced<'b> {
    bytes: &'b [u8],
    text: String,
    /// For each replacement its byte offset in `text`, and the byte offset in `bytes` after
    /// what it replaces.
    replacements: Vec<(usize, usize)>,
}

impl<'b> Replaced<'b> {
    fn new(bytes: &'b [u8]) -> Replaced<'b> {
        let mut text = String::with_capacity(bytes.len() + 16);
        let mut replacements = Vec::new();
        let mut original = 0;
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            original += chunk.valid().len() + chunk.invalid().len();
            if !chunk.invalid().is_empty() {
                replacements.push((text.len(), original));
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        Replaced {
            bytes,
            text,
            replacements,
        }
    }

    /// The byte offset in the original of a byte offset in the text.
    fn original(&self, offset: usize) -> usize {
        let index = self.replacements.partition_point(|&(at, _)| at < offset);
        match index
            .checked_sub(1)
            .and_then(|index| self.replacements.get(index))
        {
            Some(&(at, after)) => after + offset - (at + char::REPLACEMENT_CHARACTER.len_utf8()),
            None => offset,
        }
    }

    fn has_replacement(&self, start: usize, end: usize) -> bool {
        let index = self.replacements.partition_point(|&(at, _)| at < start);
        self.replacements
            .get(index)
            .is_some_and(|&(at, _)| at < end)
    }

    /// The first token that CPython cannot decode, by its number, and the error.
    fn first_error(&self, tokens: &Tokens) -> Option<(usize, SyntaxError)> {
        let mut tokens_by_number = tokens.tokens.iter().enumerate();
        tokens_by_number.find_map(|(number, token)| {
            let (start, end) = (token.start as usize, token.end as usize);
            let error = match token.kind {
                TokenKind::Error => self.name_error(tokens, start),
                TokenKind::String if self.has_replacement(start, end) => self.string_error(token),
                TokenKind::FStringMiddle if self.has_replacement(start, end) => {
                    let message = self.decoding_error(start, end)?;
                    let kind = ErrorKind::UnicodeDecodeError;
                    Some(SyntaxError::without_location(kind, message))
                }
                _ => None,
            };
            Some((number, error?))
        })
    }

    fn decoding_error(&self, start: usize, end: usize) -> Option<String> {
        let bytes = self.bytes.get(self.original(start)..self.original(end))?;
        let error = std::str::from_utf8(bytes).err()?;
        Some(message(bytes, error))
    }

    /// The lexer refused a character before `cursor`: in a name that is not UTF-8?
    fn name_error(&self, tokens: &Tokens, cursor: usize) -> Option<SyntaxError> {
        let message = &tokens.error.as_ref()?.message;
        let is_of_character = ["invalid character ", "invalid non-printable character "]
            .iter()
            .any(|start| message.starts_with(start));
        if !is_of_character {
            return None;
        }
        let in_name = |byte: &u8| *byte == b'_' || *byte >= 0x80 || byte.is_ascii_alphanumeric();
        let bytes = self.text.as_bytes();
        let run = bytes[..cursor]
            .iter()
            .rev()
            .take_while(|byte| in_name(byte))
            .count();
        // A number may stand directly before the name.
        let previous = tokens
            .tokens
            .iter()
            .rev()
            .nth(1)
            .map_or(0, |token| token.end as usize);
        let start = (cursor - run).max(previous);
        let end = cursor
            + bytes[cursor..]
                .iter()
                .take_while(|byte| in_name(byte))
                .count();
        let message = self.decoding_error(start, end)?;
        let line = tokens.tokens.last()?.span.line;
        let offset = character_offset(&self.text, line, self.column(end).saturating_sub(1));
        Some(SyntaxError {
            kind: ErrorKind::SyntaxError,
            message: format!("(unicode error) {message}"),
            location: Some(ErrorLocation {
                line,
                offset,
                end_line: line,
                end_offset: -1,
            }),
            found_by: FoundBy::PARSER,
        })
    }

    /// A plain string is decoded as a whole, but one with escapes stretch by stretch. That
    /// bytes literals hold nothing but ASCII is checked before.
    fn string_error(&self, token: &Token) -> Option<SyntaxError> {
        let text = token.text(&self.text);
        let quote = text.find(['"', '\''])?;
        let prefix = &text[..quote];
        if prefix.contains(['b', 'B']) {
            return None;
        }
        let quotes = if text.len() >= quote + 6 && text[quote..].starts_with(['"', '\'']) {
            let three = &text.as_bytes()[quote..quote + 3];
            if three.iter().all(|&byte| byte == three[0]) {
                3
            } else {
                1
            }
        } else {
            1
        };
        let start = token.start as usize + quote + quotes;
        let end = token.end as usize - quotes;
        let is_raw = prefix.contains(['r', 'R']) || !text.contains('\\');
        let message = if is_raw {
            self.decoding_error(start, end)?
        } else {
            self.stretches(start, end)
                .find_map(|(start, end)| self.decoding_error(start, end))?
        };
        Some(self.at_token(token, format!("(unicode error) {message}")))
    }

    /// The stretches of characters that are not ASCII.
    fn stretches(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> {
        let bytes = &self.text.as_bytes()[..end];
        let mut index = start;
        std::iter::from_fn(move || {
            let first = index + bytes[index..].iter().position(|byte| !byte.is_ascii())?;
            let length = bytes[first..]
                .iter()
                .take_while(|byte| !byte.is_ascii())
                .count();
            index = first + length;
            Some((first, index))
        })
    }

    /// The column, in bytes of the original, of a byte offset in the text.
    fn column(&self, offset: usize) -> u32 {
        let line_start = self.text[..offset]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        (self.original(offset) - self.original(line_start)) as u32
    }

    /// CPython takes the token's columns, which count the original bytes, for columns of the
    /// text with replacements.
    fn at_token(&self, token: &Token, message: String) -> SyntaxError {
        let (start, end) = (token.start as usize, token.end as usize);
        let span = token.span;
        SyntaxError {
            kind: ErrorKind::SyntaxError,
            message,
            location: Some(ErrorLocation {
                line: span.line,
                offset: character_offset(&self.text, span.line, self.column(start)),
                end_line: span.end_line,
                end_offset: character_offset(&self.text, span.line, self.column(end)),
            }),
            found_by: FoundBy::PARSER,
        }
    }
}
