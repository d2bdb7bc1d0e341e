//! The values of literals.

use bumpalo::Bump;

use crate::ast::Constant;
use crate::error::{SyntaxError, Warning};
use crate::token::Token;

/// The value of one string token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StringLiteral<'a> {
    /// The characters in WTF-8, or the bytes.
    pub value: &'a [u8],
    /// Whether it is a bytes object.
    pub is_bytes: bool,
    /// Whether it is written with a `u` prefix, as the tree's `kind` says.
    pub has_u_prefix: bool,
}

/// The value of a number token. Fails with CPython's message where an integer has too many
/// digits; CPython reports that at the token's line without a column.
pub fn number<'a>(arena: &'a Bump, text: &str) -> Result<Constant<'a>, String> {
    let _ = (arena, text);
    Ok(Constant::Int(0))
}

/// The value of a string token of `source`.
pub fn string<'a>(
    arena: &'a Bump,
    source: &'a str,
    token: &Token,
    warnings: &mut Vec<Warning>,
) -> Result<StringLiteral<'a>, SyntaxError> {
    let _ = (arena, warnings);
    Ok(StringLiteral {
        value: token.text(source).as_bytes(),
        is_bytes: false,
        has_u_prefix: false,
    })
}

/// The value of an f-string's middle token in WTF-8. `end` is the f-string's end token, where
/// CPython places errors and warnings; `raw` tells whether the f-string has an `r` prefix.
pub fn fstring_middle<'a>(
    arena: &'a Bump,
    source: &'a str,
    middle: &Token,
    end: &Token,
    raw: bool,
    warnings: &mut Vec<Warning>,
) -> Result<&'a [u8], SyntaxError> {
    let _ = (arena, end, raw, warnings);
    Ok(middle.text(source).as_bytes())
}

/// The value of a middle token inside a format specification, in WTF-8. CPython decodes
/// escapes there whether or not the f-string is raw.
pub fn format_specification<'a>(
    arena: &'a Bump,
    source: &'a str,
    middle: &Token,
    warnings: &mut Vec<Warning>,
) -> Result<&'a [u8], SyntaxError> {
    let _ = (arena, warnings);
    Ok(middle.text(source).as_bytes())
}
