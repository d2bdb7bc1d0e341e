//! Docstrings.

use bytecode::{Location, Text};
use syntax::ast::{Constant, ExpressionKind, Statement, StatementKind};
use syntax::error::{ErrorKind, SyntaxError};

use super::{Result, location_of};

const TAB_SIZE: usize = 8;

/// The docstring that `body` begins with, and where it stands.
pub(super) fn docstring_of<'a>(body: &[Statement<'a>]) -> Option<(&'a [u8], Location)> {
    if let StatementKind::Expression(value) = &body.first()?.kind
        && let ExpressionKind::Constant(Constant::Str(text)) = value.kind
    {
        return Some((text, location_of(value.span)));
    }
    None
}

/// The docstring without the indentation that its lines share (`_PyCompile_CleanDoc`): tabs
/// are expanded, the first line is stripped on the left, and no line is dropped, so that line
/// numbers within it stay right.
pub(super) fn clean_docstring(docstring: &[u8]) -> Result<Text> {
    let expanded = expand_tabs(docstring);
    let text = expanded.as_deref().unwrap_or(docstring);
    if let Err(error) = std::str::from_utf8(text) {
        return Err(surrogate_error(text, error.valid_up_to()));
    }
    let mut lines = text.split_inclusive(|&byte| byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let first_indentation = indentation(first);
    let margin = lines
        .clone()
        .filter(|line| !matches!(line.get(indentation(line)), None | Some(b'\n')))
        .map(indentation)
        .min()
        .unwrap_or(0);
    if first_indentation == 0 && margin == 0 {
        return Ok(Text::from_wtf8(text));
    }
    let mut clean = Vec::with_capacity(text.len());
    clean.extend_from_slice(&first[first_indentation..]);
    for line in lines {
        clean.extend_from_slice(&line[margin.min(indentation(line))..]);
    }
    Ok(Text::from_wtf8(clean))
}

/// How many spaces a line begins with.
fn indentation(line: &[u8]) -> usize {
    line.iter().take_while(|&&byte| byte == b' ').count()
}

/// The text with spaces for tabs, as `str.expandtabs` does it, or nothing if it has no tabs.
fn expand_tabs(text: &[u8]) -> Option<Vec<u8>> {
    if !text.contains(&b'\t') {
        return None;
    }
    let mut expanded = Vec::with_capacity(text.len() + 64);
    let mut column = 0;
    for &byte in text {
        match byte {
            b'\t' => {
                let spaces = TAB_SIZE - column % TAB_SIZE;
                expanded.resize(expanded.len() + spaces, b' ');
                column += spaces;
                continue;
            }
            b'\n' | b'\r' => column = 0,
            // The bytes within a character take no column.
            _ => column += usize::from(byte & 0xC0 != 0x80),
        }
        expanded.push(byte);
    }
    Some(expanded)
}

/// CPython cleans docstrings as UTF-8, which has no surrogates.
fn surrogate_error(text: &[u8], start: usize) -> SyntaxError {
    let characters = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    let position = characters(&text[..start]);
    let surrogates = text[start..]
        .chunks_exact(3)
        .take_while(|bytes| bytes[0] == 0xED && bytes[1] >= 0xA0)
        .count();
    let message = if surrogates > 1 {
        let last = position + surrogates - 1;
        format!(
            "'utf-8' codec can't encode characters in position {position}-{last}: surrogates not allowed"
        )
    } else {
        let bytes = text.get(start..start + 3).unwrap_or_default();
        let code = bytes
            .iter()
            .fold(0u32, |code, &byte| code << 6 | u32::from(byte & 0x3F));
        format!(
            "'utf-8' codec can't encode character '\\u{:04x}' in position {position}: surrogates not allowed",
            code & 0xFFF | 0xD000
        )
    };
    SyntaxError::without_location(ErrorKind::UnicodeEncodeError, message)
}
