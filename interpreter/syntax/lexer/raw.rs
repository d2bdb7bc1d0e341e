//! What logos cuts: pieces of text, of which the lexer makes tokens.

use logos::{Lexer, Logos};
use memchr::memchr;

use crate::token::TokenKind;

/// A piece of text outside the literal parts of f-strings.
///
/// Whatever needs context, or an error message, is only begun here: the lexer looks at the
/// text that follows and moves logos on.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\x0C]+")]
pub(super) enum Raw {
    /// A token that needs no context.
    #[token("->", |_| TokenKind::Arrow)]
    #[token("...", |_| TokenKind::Ellipsis)]
    #[token(",", |_| TokenKind::Comma)]
    #[token(";", |_| TokenKind::Semicolon)]
    #[token(".", |_| TokenKind::Dot)]
    #[token("@", |_| TokenKind::At)]
    #[token("!", |_| TokenKind::Exclamation)]
    #[token("=", |_| TokenKind::Equal)]
    #[token("+", |_| TokenKind::Plus)]
    #[token("-", |_| TokenKind::Minus)]
    #[token("*", |_| TokenKind::Star)]
    #[token("/", |_| TokenKind::Slash)]
    #[token("|", |_| TokenKind::VerticalBar)]
    #[token("&", |_| TokenKind::Ampersand)]
    #[token("%", |_| TokenKind::Percent)]
    #[token("^", |_| TokenKind::Circumflex)]
    #[token("~", |_| TokenKind::Tilde)]
    #[token("<<", |_| TokenKind::LeftShift)]
    #[token(">>", |_| TokenKind::RightShift)]
    #[token("**", |_| TokenKind::DoubleStar)]
    #[token("//", |_| TokenKind::DoubleSlash)]
    #[token("<", |_| TokenKind::Less)]
    #[token(">", |_| TokenKind::Greater)]
    #[token("==", |_| TokenKind::EqualEqual)]
    #[token("!=", |_| TokenKind::NotEqual)]
    #[token("<>", |_| TokenKind::NotEqual)]
    #[token("<=", |_| TokenKind::LessEqual)]
    #[token(">=", |_| TokenKind::GreaterEqual)]
    #[token("+=", |_| TokenKind::PlusEqual)]
    #[token("-=", |_| TokenKind::MinusEqual)]
    #[token("*=", |_| TokenKind::StarEqual)]
    #[token("/=", |_| TokenKind::SlashEqual)]
    #[token("%=", |_| TokenKind::PercentEqual)]
    #[token("&=", |_| TokenKind::AmpersandEqual)]
    #[token("|=", |_| TokenKind::VerticalBarEqual)]
    #[token("^=", |_| TokenKind::CircumflexEqual)]
    #[token("<<=", |_| TokenKind::LeftShiftEqual)]
    #[token(">>=", |_| TokenKind::RightShiftEqual)]
    #[token("**=", |_| TokenKind::DoubleStarEqual)]
    #[token("//=", |_| TokenKind::DoubleSlashEqual)]
    #[token("@=", |_| TokenKind::AtEqual)]
    #[token("$", |_| TokenKind::Invalid)]
    #[token("?", |_| TokenKind::Invalid)]
    #[token("`", |_| TokenKind::Invalid)]
    #[token("False", |_| TokenKind::False)]
    #[token("None", |_| TokenKind::None)]
    #[token("True", |_| TokenKind::True)]
    #[token("and", |_| TokenKind::And)]
    #[token("as", |_| TokenKind::As)]
    #[token("assert", |_| TokenKind::Assert)]
    #[token("async", |_| TokenKind::Async)]
    #[token("await", |_| TokenKind::Await)]
    #[token("break", |_| TokenKind::Break)]
    #[token("class", |_| TokenKind::Class)]
    #[token("continue", |_| TokenKind::Continue)]
    #[token("def", |_| TokenKind::Def)]
    #[token("del", |_| TokenKind::Del)]
    #[token("elif", |_| TokenKind::Elif)]
    #[token("else", |_| TokenKind::Else)]
    #[token("except", |_| TokenKind::Except)]
    #[token("finally", |_| TokenKind::Finally)]
    #[token("for", |_| TokenKind::For)]
    #[token("from", |_| TokenKind::From)]
    #[token("global", |_| TokenKind::Global)]
    #[token("if", |_| TokenKind::If)]
    #[token("import", |_| TokenKind::Import)]
    #[token("in", |_| TokenKind::In)]
    #[token("is", |_| TokenKind::Is)]
    #[token("lambda", |_| TokenKind::Lambda)]
    #[token("nonlocal", |_| TokenKind::Nonlocal)]
    #[token("not", |_| TokenKind::Not)]
    #[token("or", |_| TokenKind::Or)]
    #[token("pass", |_| TokenKind::Pass)]
    #[token("raise", |_| TokenKind::Raise)]
    #[token("return", |_| TokenKind::Return)]
    #[token("try", |_| TokenKind::Try)]
    #[token("while", |_| TokenKind::While)]
    #[token("with", |_| TokenKind::With)]
    #[token("yield", |_| TokenKind::Yield)]
    #[regex("[A-Za-z_][A-Za-z0-9_]*", |_| TokenKind::Name)]
    Plain(TokenKind),

    /// A name that may hold characters which no identifier has.
    #[regex(
        "[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*",
        priority = 1
    )]
    UnicodeName,

    /// A bracket opens.
    #[token("(", |_| TokenKind::LeftParenthesis)]
    #[token("[", |_| TokenKind::LeftBracket)]
    #[token("{", |_| TokenKind::LeftBrace)]
    Open(TokenKind),

    /// A bracket closes.
    #[token(")", |_| TokenKind::RightParenthesis)]
    #[token("]", |_| TokenKind::RightBracket)]
    #[token("}", |_| TokenKind::RightBrace)]
    Close(TokenKind),

    /// `:` or `:=`; in a replacement field either may begin the format specification.
    #[token(":", |_| TokenKind::Colon)]
    #[token(":=", |_| TokenKind::ColonEqual)]
    Colon(TokenKind),

    /// The start of a number; all of it if neither a letter, `_`, `.` nor a digit follows.
    #[regex(r"0|[1-9][0-9]*|\.[0-9]")]
    Number,

    /// A whole string in one line without escapes. `""` may be the start of a triple quote.
    #[regex(r#""[^"\\\n]*""#)]
    #[regex(r"'[^'\\\n]*'")]
    PlainString,

    /// Prefix and first quote of any other string.
    #[regex(r#"([rRuUbB]|[bB][rR]|[rR][bB])?["']"#)]
    StringStart,

    /// Prefix and first quote of an f-string.
    #[regex(r#"([fF]|[fF][rR]|[rR][fF])["']"#)]
    FStringStart,

    /// The end of a line.
    #[token("\n")]
    Newline,

    /// The start of a line continuation.
    #[token("\\")]
    Backslash,

    /// A comment, up to the end of its line.
    #[token("#", comment)]
    Comment,
}

fn comment(raw: &mut Lexer<Raw>) {
    let rest = raw.remainder().as_bytes();
    raw.bump(memchr(b'\n', rest).unwrap_or(rest.len()));
}
