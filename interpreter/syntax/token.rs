//! Tokens: what the lexer gives and the parser takes.

use crate::span::Span;

/// One token. Its text is `source[start..end]`.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Byte offset of its first byte in the decoded source.
    pub start: u32,
    /// Byte offset after its last byte.
    pub end: u32,
    /// Where it stands.
    pub span: Span,
}

impl Token {
    /// The token's text.
    pub fn text<'s>(&self, source: &'s str) -> &'s str {
        &source[self.start as usize..self.end as usize]
    }
}

/// The kinds of token. Keywords are kinds of their own; soft keywords are [`Name`].
///
/// [`Name`]: TokenKind::Name
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "named by Python's token module and keywords")]
pub enum TokenKind {
    EndMarker,
    Name,
    Number,
    String,
    Newline,
    Indent,
    Dedent,
    FStringStart,
    FStringMiddle,
    FStringEnd,
    /// The text cannot be cut further; the lexer's error says why. Always the last token.
    Error,
    /// `$`, `?` or a backquote: CPython's bare `OP`, which no rule takes.
    Invalid,

    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Colon,
    Comma,
    Semicolon,
    Dot,
    Ellipsis,
    Arrow,
    At,
    Exclamation,
    ColonEqual,
    Equal,
    Plus,
    Minus,
    Star,
    Slash,
    VerticalBar,
    Ampersand,
    Percent,
    Circumflex,
    Tilde,
    LeftShift,
    RightShift,
    DoubleStar,
    DoubleSlash,
    Less,
    Greater,
    EqualEqual,
    /// `!=`, and `<>` which the parser refuses.
    NotEqual,
    LessEqual,
    GreaterEqual,
    PlusEqual,
    MinusEqual,
    StarEqual,
    SlashEqual,
    PercentEqual,
    AmpersandEqual,
    VerticalBarEqual,
    CircumflexEqual,
    LeftShiftEqual,
    RightShiftEqual,
    DoubleStarEqual,
    DoubleSlashEqual,
    AtEqual,

    False,
    None,
    True,
    And,
    As,
    Assert,
    Async,
    Await,
    Break,
    Class,
    Continue,
    Def,
    Del,
    Elif,
    Else,
    Except,
    Finally,
    For,
    From,
    Global,
    If,
    Import,
    In,
    Is,
    Lambda,
    Nonlocal,
    Not,
    Or,
    Pass,
    Raise,
    Return,
    Try,
    While,
    With,
    Yield,
}
