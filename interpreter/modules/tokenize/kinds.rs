//! The numbers of tokens, as module `token` has them.

use syntax::token::TokenKind;

/// `token.OP`
pub const OP: u32 = 55;
/// `token.COMMENT`
pub const COMMENT: u32 = 62;
/// `token.NL`
pub const NL: u32 = 63;

/// The operators, by number from 7.
const OPERATORS: [&str; 48] = [
    "(", ")", "[", "]", ":", ",", ";", "+", "-", "*", "/", "|", "&", "<", ">", "=", ".", "%", "{",
    "}", "==", "!=", "<=", ">=", "~", "^", "<<", ">>", "**", "+=", "-=", "*=", "/=", "%=", "&=",
    "|=", "^=", "<<=", ">>=", "**=", "//", "//=", "@", "@=", "->", "...", ":=", "!",
];

/// The number of a token of this kind and text.
pub fn number_of(kind: TokenKind, text: &str) -> u32 {
    match kind {
        TokenKind::EndMarker => 0,
        TokenKind::Number => 2,
        TokenKind::String => 3,
        TokenKind::Newline => 4,
        TokenKind::Indent => 5,
        TokenKind::Dedent => 6,
        TokenKind::FStringStart => 59,
        TokenKind::FStringMiddle => 60,
        TokenKind::FStringEnd => 61,
        TokenKind::Invalid => OP,
        TokenKind::NotEqual => 28,
        _ => match OPERATORS.iter().position(|operator| *operator == text) {
            Some(place) => place as u32 + 7,
            None => 1,
        },
    }
}
