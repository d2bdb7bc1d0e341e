//! The values of literals.

mod escapes;
mod number;

use bumpalo::Bump;
use memchr::memchr;

use crate::ast::Constant;
use crate::error::{ErrorKind, SyntaxError, Warning};
use crate::span::Span;
use crate::token::Token;
use escapes::{Decoded, InvalidEscape};

/// The value of one string token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StringLiteral<'a> {
    /// The characters, or the bytes. Characters are in UTF-8 generalized to surrogates, each
    /// of which is encoded for itself: two escapes never make one character.
    pub value: &'a [u8],
    /// Whether it is a bytes object.
    pub is_bytes: bool,
    /// Whether it is written with a `u` prefix, as the tree's `kind` says.
    pub has_u_prefix: bool,
}

/// The value of a number token. Fails with CPython's message where an integer has too many
/// digits; CPython reports that in the token's line with offsets 0.
pub fn number<'a>(arena: &'a Bump, text: &str) -> Result<Constant<'a>, String> {
    number::parse(arena, text)
}

/// The value of a string token of `source`.
///
/// What is copied is kept in `arena`; text without escapes is not copied. `warn` gets the
/// first invalid escape.
pub fn string<'a>(
    arena: &'a Bump,
    source: &'a str,
    token: &Token,
    warn: impl FnOnce(Warning),
) -> Result<StringLiteral<'a>, SyntaxError> {
    let text = token.text(source);
    let Parts { prefix, body } = split(text);
    let has = |letter: u8| prefix.iter().any(|byte| byte.eq_ignore_ascii_case(&letter));
    let is_bytes = has(b'b');
    let is_plain = has(b'r') || memchr(b'\\', body.as_bytes()).is_none();
    if is_bytes && !body.is_ascii() {
        let message = "bytes can only contain ASCII literal characters";
        return Err(SyntaxError::at(source, token.span, message));
    }
    let value = if is_plain {
        body.as_bytes()
    } else {
        let decoded = if is_bytes {
            escapes::decode_bytes(arena, body).map_err(|message| format!("(value error) {message}"))
        } else {
            escapes::decode_text(arena, body)
                .map_err(|message| format!("(unicode error) {message}"))
        };
        let decoded = decoded.map_err(|message| SyntaxError::at(source, token.span, message))?;
        report(&decoded, body, token.span.line, warn);
        decoded.value
    };
    Ok(StringLiteral {
        value,
        is_bytes,
        has_u_prefix: has(b'u'),
    })
}

/// The value of an f-string's middle token outside of format specifications, as in
/// [`StringLiteral::value`]. `raw` tells whether the f-string has an `r` prefix. `end` is the
/// f-string's end token, where CPython places errors and warnings.
pub fn fstring_middle<'a>(
    arena: &'a Bump,
    source: &'a str,
    middle: &Token,
    end: &Token,
    raw: bool,
    warn: impl FnOnce(Warning),
) -> Result<&'a [u8], SyntaxError> {
    let mut text = middle.text(source);
    if text == "{{" || text == "}}" {
        text = &text[..1];
    }
    if raw || memchr(b'\\', text.as_bytes()).is_none() {
        return Ok(text.as_bytes());
    }
    let decoded = escapes::decode_text(arena, text).map_err(|message| {
        SyntaxError::at(source, end.span, format!("(unicode error) {message}"))
    })?;
    report_in_fstring(&decoded, text, end.span.line, warn);
    Ok(decoded.value)
}

/// The value of a middle token inside a format specification, as in [`StringLiteral::value`].
/// CPython decodes escapes there even in a raw f-string.
pub fn format_specification<'a>(
    arena: &'a Bump,
    source: &'a str,
    middle: &Token,
    warn: impl FnOnce(Warning),
) -> Result<&'a [u8], SyntaxError> {
    let text = middle.text(source);
    if memchr(b'\\', text.as_bytes()).is_none() {
        return Ok(text.as_bytes());
    }
    let decoded = escapes::decode_text(arena, text)
        .map_err(|message| SyntaxError::without_location(ErrorKind::UnicodeDecodeError, message))?;
    report_in_fstring(&decoded, text, middle.span.line, warn);
    Ok(decoded.value)
}

/// A string token without its quotes.
struct Parts<'a> {
    prefix: &'a [u8],
    body: &'a str,
}

fn split(text: &str) -> Parts<'_> {
    let bytes = text.as_bytes();
    let letters = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let quoted = &bytes[letters..];
    let triple = quoted.len() >= 6 && quoted[1] == quoted[0] && quoted[2] == quoted[0];
    let quotes = if triple { 3 } else { 1 };
    let body = text
        .get(letters + quotes..text.len().saturating_sub(quotes))
        .unwrap_or("");
    Parts {
        prefix: &bytes[..letters],
        body,
    }
}

/// Warns of the first invalid escape in `text`; CPython 3.13.0 gives the line of the token.
fn report(decoded: &Decoded, text: &str, line: u32, warn: impl FnOnce(Warning)) {
    let Some(InvalidEscape { at }) = decoded.invalid_escape else {
        return;
    };
    let escape = &text[at..];
    let message = if escape.starts_with(['4', '5', '6', '7']) {
        format!(
            "invalid octal escape sequence '\\{}'",
            &escape[..escape.len().min(3)]
        )
    } else {
        let first = escape.chars().next().unwrap_or('\\');
        format!("invalid escape sequence '\\{first}'")
    };
    let span = Span {
        line,
        column: 0,
        end_line: line,
        end_column: 0,
    };
    warn(Warning { message, span });
}

/// The lexer has already warned of a backslash before a brace.
fn report_in_fstring(decoded: &Decoded, text: &str, line: u32, warn: impl FnOnce(Warning)) {
    let before_brace = decoded
        .invalid_escape
        .as_ref()
        .is_some_and(|escape| text[escape.at..].starts_with(['{', '}']));
    if !before_brace {
        report(decoded, text, line, warn);
    }
}
