//! How deep the tokens stand in brackets.

use crate::token::{Token, TokenKind};

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
