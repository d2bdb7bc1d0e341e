//! What the lexer gives, as CPython's parser gets it.

use super::place::Lines;
use crate::error::SyntaxError;
use crate::lexer::Tokens;
use crate::parser::Mode;
use crate::token::{Token, TokenKind};

/// The tokens as a mode of compiling has them.
///
/// The lexer ends every text with a newline, as CPython does for modules. For an expression
/// there is none that the text does not have. For a statement, there is one before the end, and
/// one after blocks that end with the text; they have no place on the line.
pub fn tokens_for(mode: Mode, text: &str, tokens: &[Token]) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    let Some(end) = tokens
        .iter()
        .rposition(|token| token.kind == TokenKind::EndMarker)
    else {
        return tokens;
    };
    let implied = tokens[..end]
        .iter()
        .rposition(|token| token.kind != TokenKind::Dedent);
    let implied = implied
        .filter(|&number| tokens[number].kind == TokenKind::Newline && !text.ends_with('\n'));
    match (mode, implied) {
        (Mode::Expression, Some(implied)) => {
            tokens.remove(implied);
        }
        (Mode::Interactive, implied) => {
            if implied.is_none_or(|implied| implied + 1 < end) {
                tokens.insert(
                    end,
                    Token {
                        kind: TokenKind::Newline,
                        ..tokens[end]
                    },
                );
            }
            if let Some(implied) = implied {
                let start = u32::try_from(text.len()).unwrap_or(u32::MAX);
                tokens[implied] = Token {
                    start,
                    end: start,
                    ..tokens[implied]
                };
            }
        }
        _ => {}
    }
    if text.is_empty() {
        for token in &mut tokens {
            (token.span.line, token.span.end_line) = (0, 0);
        }
    }
    tokens
}

/// The lexer's error as a mode of compiling has it: a backslash before the end of a text is
/// followed by a newline in modules only.
pub fn lexer_error_for(mode: Mode, lines: &Lines<'_>, tokens: &Tokens) -> Option<SyntaxError> {
    let error = tokens.error.as_ref()?;
    let is_implied = mode != Mode::Module && lines.text.ends_with('\\');
    if !is_implied || error.message != "unexpected EOF while parsing" {
        return Some(error.clone());
    }
    let message = "unexpected character after line continuation character".to_owned();
    Some(lines.error_before_end(message))
}

/// How many brackets are open after each token.
pub fn bracket_levels(tokens: &[Token]) -> Vec<u16> {
    use TokenKind::*;
    let mut level: u16 = 0;
    let levels = tokens.iter().map(|token| {
        match token.kind {
            LeftParenthesis | LeftBracket | LeftBrace => level = level.saturating_add(1),
            RightParenthesis | RightBracket | RightBrace => level = level.saturating_sub(1),
            _ => {}
        }
        level
    });
    levels.collect()
}
