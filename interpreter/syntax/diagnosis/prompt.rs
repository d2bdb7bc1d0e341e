//! When a statement that is typed at a prompt is complete.

use super::walk::Walk;
use super::{Found, MODEST_DEPTH, find_error, is_end_of_text, with_buffer};
use crate::error::SyntaxError;
use crate::lexer::{self, Tokens};
use crate::parser::Mode;
use crate::token::{Token, TokenKind};

/// Whether CPython's parser, which reads lines only when it needs them, asks for another one
/// behind `text`, whose lines all have an end: before it accepts the text or refuses it.
pub fn wants_line(text: &str) -> bool {
    let tokens = lexer::tokenize(text, Mode::Interactive);
    let Some(available) = available(text, &tokens) else {
        return false;
    };
    let mut walk = Walk::new(text, &tokens, Mode::Interactive, MODEST_DEPTH);
    // An error of the lexer is found with the tokens that were asked for.
    let _ = walk.run(Mode::Interactive, false);
    walk.fetched() > available
}

/// The error of a text that is refused before its brackets are closed: CPython does not ask for
/// more lines then, and so does not find out about the brackets.
pub fn typed_error(text: &str) -> Option<SyntaxError> {
    let mut tokens = lexer::tokenize(text, Mode::Interactive);
    tokens.open_brackets.first()?;
    let available = available(text, &tokens)?;
    // What is behind the text is no error.
    if let Some(last) = tokens.tokens.get_mut(available) {
        last.kind = TokenKind::EndMarker;
    }
    let mut walk = Walk::new(text, &tokens, Mode::Interactive, MODEST_DEPTH);
    let is_refused = matches!(walk.run(Mode::Interactive, false), Ok(false));
    if !is_refused || walk.fetched() > available {
        return None;
    }
    match find_error(&mut walk, Mode::Interactive)? {
        Found::Final(error) | Found::Preliminary(error) => Some(with_buffer(&walk, error)),
    }
}

/// How many tokens there are whatever comes behind the text; None where it is at its end.
fn available(text: &str, tokens: &Tokens) -> Option<usize> {
    let is_open = tokens
        .error
        .as_ref()
        .is_some_and(|error| is_end_of_text(text, error));
    // An empty line ends all blocks.
    if text.ends_with("\n\n") && !is_open {
        return None;
    }
    let is_behind = |token: &Token| match token.kind {
        TokenKind::Error => is_open,
        TokenKind::Dedent | TokenKind::EndMarker => true,
        TokenKind::Newline => token.start as usize >= text.len(),
        _ => false,
    };
    let behind = tokens.tokens.iter().rev().take_while(|it| is_behind(it));
    Some(tokens.tokens.len() - behind.count())
}
