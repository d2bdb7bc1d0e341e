//! Says in CPython's words what is wrong with a text that the parser refused.
//!
//! CPython's parser walks its grammar a first time without the rules that exist for the sake
//! of errors; if the text does not match, it walks again with them. Which error it reports
//! depends on the order in which it tries the rules, on what it remembers of earlier tries,
//! and on how far it had the lexer go. So this is a second parser, which does all that the
//! same way. It is slow, but walks next to no rule twice at the same place. See CPython's
//! `Parser/pegen.c`, `Parser/pegen_errors.c` and `Grammar/python.gram`.

mod checks;
mod grammar;
mod input;
mod node;
mod notation;
mod place;
mod walk;

use std::thread;

use crate::error::{ErrorKind, SyntaxError};
use crate::lexer::Tokens;
use crate::parser::Mode;
use crate::token::{Token, TokenKind};
use walk::{DEPTH_LIMIT, Walk};

/// The stack on which a walk of the greatest depth fits several times over.
const STACK_BYTES: usize = 64 << 20;

/// The depth that is safe on any thread's stack.
const MODEST_DEPTH: u32 = 400;

/// The error that CPython 3.13.0 reports for a text, given its tokens.
pub fn explain(text: &str, tokens: &Tokens, mode: Mode) -> SyntaxError {
    check(text, tokens, mode).unwrap_or_else(|| {
        // The parser has refused what CPython accepts.
        SyntaxError::without_location(ErrorKind::SystemError, "the parser refused a valid text")
    })
}

/// Finds what CPython's parser would report, or `None` if it would accept the text.
pub fn check(text: &str, tokens: &Tokens, mode: Mode) -> Option<SyntaxError> {
    thread::scope(|scope| {
        let on_large_stack = thread::Builder::new()
            .name("diagnosis".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || diagnose(text, tokens, mode, DEPTH_LIMIT));
        match on_large_stack.map(|handle| handle.join()) {
            Ok(Ok(answer)) => answer,
            _ => diagnose(text, tokens, mode, MODEST_DEPTH),
        }
    })
}

fn diagnose(text: &str, tokens: &Tokens, mode: Mode, depth_limit: u32) -> Option<SyntaxError> {
    let mut walk = Walk::new(text, tokens, mode, depth_limit);
    let error = match walk.run(mode, false) {
        Ok(true) => return leftover_statement(&walk, mode),
        Ok(false) => {
            let reached = walk.last_fetched();
            match walk.run(mode, true) {
                Ok(_) => return Some(unknown_error(&walk, tokens, reached)),
                Err(error) => error,
            }
        }
        Err(error) => error,
    };
    Some(prefer_lexer_error(&walk, tokens, *error))
}

/// The error where no rule has reported any: the last token that the first walk has reached is
/// to blame.
fn unknown_error(walk: &Walk<'_>, tokens: &Tokens, reached: Option<Token>) -> SyntaxError {
    let Some(token) = reached else {
        return walk.error_here("error at start before reading any input".to_owned());
    };
    let message = match token.kind {
        TokenKind::Indent => "unexpected indent",
        TokenKind::Dedent => "unexpected unindent",
        _ => {
            let message = "invalid syntax".to_owned();
            let error = walk.lines.error_over(&token, &token, message);
            return prefer_lexer_error(walk, tokens, error);
        }
    };
    let error = walk.error_here(message.to_owned());
    SyntaxError {
        kind: ErrorKind::IndentationError,
        ..error
    }
}

/// CPython has the lexer go to the end of the text before it reports an error. What the
/// lexer then raises goes before, and so does a bracket left open on an earlier line.
fn prefer_lexer_error(walk: &Walk<'_>, tokens: &Tokens, error: SyntaxError) -> SyntaxError {
    use ErrorKind::{IndentationError, SyntaxError as PlainError, TabError};
    let Some(last) = walk.last_fetched() else {
        return error;
    };
    let is_syntax_error = matches!(error.kind, PlainError | IndentationError | TabError);
    if last.kind == TokenKind::Error || tokens.error_in_fstring || !is_syntax_error {
        return error;
    }
    match (&tokens.error, tokens.open_brackets.last()) {
        (Some(lexer_error), _) if tokens.error_is_raised => lexer_error.clone(),
        (Some(_), Some(bracket)) if bracket.span.line < last.span.line => {
            bracket.never_closed(walk.lines.text)
        }
        _ => error,
    }
}

/// In interactive mode, nothing but comments may follow the statement.
fn leftover_statement(walk: &Walk<'_>, mode: Mode) -> Option<SyntaxError> {
    if mode != Mode::Interactive {
        return None;
    }
    let (line, column) = walk.cursor();
    let mut rest = walk
        .lines
        .text
        .split_inclusive('\n')
        .skip(line.saturating_sub(1) as usize);
    let first = rest
        .next()
        .and_then(|first| first.get(column as usize..))
        .unwrap_or("");
    let is_blank = |line: &str| {
        let content = line.trim_start_matches([' ', '\t', '\n', '\x0C']);
        content.is_empty() || content.starts_with('#')
    };
    if is_blank(first) && rest.all(is_blank) {
        return None;
    }
    let message = "multiple statements found while compiling a single statement";
    Some(walk.error_here(message.to_owned()))
}
