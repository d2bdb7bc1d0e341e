//! Says in CPython's words what is wrong with a text that the parser refused.
//!
//! CPython's parser walks its grammar a first time without the rules that exist for the sake
//! of errors; if the text does not match, it walks again with them. Which error it reports
//! depends on the order in which it tries the rules, on what it remembers of earlier tries,
//! and on how far it had the lexer go. So this is a second parser, which does all that the
//! same way. It is slow, but walks next to no rule twice at the same place. See CPython's
//! `Parser/pegen.c`, `Parser/pegen_errors.c` and `Grammar/python.gram`.

mod brackets;
mod checks;
mod grammar;
mod node;
mod notation;
mod place;
mod prompt;
mod walk;

use std::thread;

use crate::error::{ErrorKind, FoundBy, SyntaxError, Warning};
use crate::lexer::{Tokens, WarningAtToken};
use crate::parser::Mode;
use crate::token::{Token, TokenKind};
pub use prompt::{typed_error, wants_line};
use walk::{DEPTH_LIMIT, Walk};

/// The stack on which a walk of the greatest depth fits several times over.
const STACK_BYTES: usize = 64 << 20;

/// The depth that is safe on any thread's stack.
const MODEST_DEPTH: u32 = 400;

/// What CPython's parser would say about a text.
#[derive(Debug)]
pub struct Diagnosis {
    /// Why it would refuse the text, if it would.
    pub error: Option<SyntaxError>,
    /// What it would warn of, in order.
    pub warnings: Vec<Warning>,
    /// How many tokens it would look at.
    pub tokens_read: usize,
    /// Whether it would have the lexer go on to the end of the text before it reports.
    pub reads_rest: bool,
}

/// What CPython 3.13.0's parser would say about `text`, given its tokens. Most texts are walked on
/// the caller's stack, as a thread costs many times as much; those nested too deep, again on a
/// large one.
pub fn diagnose(text: &str, tokens: &Tokens, mode: Mode) -> Diagnosis {
    let (modest, is_cut_short) = walk_to(MODEST_DEPTH, text, tokens, mode);
    if !is_cut_short {
        return modest;
    }
    thread::scope(|scope| {
        let on_large_stack = thread::Builder::new()
            .name("diagnosis".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || walk_to(DEPTH_LIMIT, text, tokens, mode).0);
        match on_large_stack.map(|handle| handle.join()) {
            Ok(Ok(answer)) => answer,
            _ => modest,
        }
    })
}

/// Whether CPython's parser, before it looks for an error, has come to the end of a text that it
/// refuses: more text could complete it. `dedents` says whether the end of the text ends the
/// blocks of an interactive statement, too.
pub fn is_incomplete(text: &str, mode: Mode, dedents: bool) -> bool {
    let tokens = crate::lexer::tokenize(text, mode);
    if !dedents && mode == Mode::Interactive && !text.ends_with('\n') {
        let mut last = tokens.tokens.iter().rev().map(|token| token.kind);
        let is_end = last.next() == Some(TokenKind::EndMarker);
        let mut ends = last.take_while(|kind| is_line_end(*kind));
        if is_end && ends.any(|kind| kind == TokenKind::Dedent) {
            return true;
        }
    }
    let mut walk = Walk::new(text, &tokens, mode, MODEST_DEPTH);
    if matches!(walk.run(mode, false), Ok(true)) {
        return false;
    }
    match walk.last_fetched().map(|token| token.kind) {
        Some(TokenKind::EndMarker) => true,
        // A line end that the text lacks is its end as well.
        Some(TokenKind::Newline | TokenKind::Dedent) => {
            let fetched = walk.fetched();
            let before = fetched.checked_sub(2).and_then(|it| tokens.tokens.get(it));
            let is_lacking =
                !text.ends_with('\n') || before.is_some_and(|token| is_line_end(token.kind));
            let mut behind = tokens.tokens.iter().skip(fetched).map(|token| token.kind);
            is_lacking && behind.all(|kind| kind == TokenKind::EndMarker || is_line_end(kind))
        }
        Some(TokenKind::Error) => tokens
            .error
            .is_some_and(|error| is_end_of_text(text, &error)),
        _ => false,
    }
}

fn is_line_end(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Newline | TokenKind::Dedent)
}

/// Whether the lexer has stopped at the end of the text, within something.
fn is_end_of_text(text: &str, error: &SyntaxError) -> bool {
    let goes_on = text.ends_with("\\\n");
    error.message.starts_with("unterminated triple-quoted")
        || goes_on && error.message.starts_with("unterminated string literal")
        || error.message.starts_with("unexpected EOF")
        || error.message.ends_with("was never closed")
}

/// What a walk finds, and whether the limit of its depth cut it short.
fn walk_to(depth_limit: u32, text: &str, tokens: &Tokens, mode: Mode) -> (Diagnosis, bool) {
    let mut walk = Walk::new(text, tokens, mode, depth_limit);
    let found = find_error(&mut walk, mode);
    let (error, reads_rest) = match found {
        None => (None, false),
        Some(Found::Final(error)) => (Some(with_buffer(&walk, error)), false),
        Some(Found::Preliminary(error)) => {
            let error = with_buffer(&walk, error);
            (Some(prefer_lexer_error(&walk, tokens, error)), true)
        }
    };
    let tokens_read = walk.fetched();
    let mut warnings = tokens.warnings.clone();
    warnings.retain(|found| reads_rest || found.token < tokens_read);
    let is_cut_short = walk.is_cut_short;
    let diagnosis = Diagnosis {
        error,
        warnings: in_order(warnings, walk.warnings),
        tokens_read,
        reads_rest,
    };
    (diagnosis, is_cut_short)
}

/// Notes with an error of the parser which lines the lexer holds.
fn with_buffer(walk: &Walk<'_>, error: SyntaxError) -> SyntaxError {
    let (FoundBy::Parser { .. }, Some(location)) = (error.found_by, error.location) else {
        return error;
    };
    let is_of_lexer = |token: Token| token.kind == TokenKind::Error;
    if walk.last_fetched().is_some_and(is_of_lexer) {
        return error;
    }
    // A token of several lines is kept from its start on, and so are lines that a backslash
    // joins.
    let mut first_line = location.line;
    for token in walk.fetched_tokens().iter().rev() {
        if token.span.end_line == first_line {
            first_line = token.span.line;
        }
    }
    while first_line > 1 && walk.lines.line(first_line - 1).ends_with("\\\n") {
        first_line -= 1;
    }
    let found_by = FoundBy::Parser {
        first_line,
        is_past: location.line < walk.cursor().0,
    };
    SyntaxError { found_by, ..error }
}

/// Puts together the warnings of the lexer and those of literals in CPython's order: the lexer
/// warns when a token is read, and the value of a literal is made after that.
pub fn in_order(
    mut of_lexer: Vec<WarningAtToken>,
    of_literals: Vec<WarningAtToken>,
) -> Vec<Warning> {
    of_lexer.extend(of_literals);
    of_lexer.sort_by_key(|found| found.token);
    of_lexer.into_iter().map(|found| found.warning).collect()
}

/// An error of the parser.
enum Found {
    /// CPython reports this.
    Final(SyntaxError),
    /// CPython has the lexer go to the end of the text, which may displace this.
    Preliminary(SyntaxError),
}

fn find_error(walk: &mut Walk<'_>, mode: Mode) -> Option<Found> {
    let error = match walk.run(mode, false) {
        Ok(true) => return leftover_statement(walk, mode).map(Found::Final),
        Ok(false) => {
            let reached = walk.last_fetched();
            match walk.run(mode, true) {
                Ok(_) => return Some(unknown_error(walk, reached)),
                Err(error) => error,
            }
        }
        Err(error) => error,
    };
    use ErrorKind::{IndentationError, SyntaxError as PlainError, TabError};
    Some(match error.kind {
        PlainError | IndentationError | TabError => Found::Preliminary(*error),
        _ => Found::Final(*error),
    })
}

/// The error where no rule has reported any: the last token that the first walk has reached is
/// to blame.
fn unknown_error(walk: &Walk<'_>, reached: Option<Token>) -> Found {
    let Some(token) = reached else {
        let message = "error at start before reading any input";
        return Found::Final(walk.error_here(message.to_owned()));
    };
    let message = match token.kind {
        TokenKind::Indent => "unexpected indent",
        TokenKind::Dedent => "unexpected unindent",
        _ => {
            let message = "invalid syntax".to_owned();
            return Found::Preliminary(walk.lines.error_over(&token, &token, message));
        }
    };
    let error = walk.error_here(message.to_owned());
    Found::Final(SyntaxError {
        kind: ErrorKind::IndentationError,
        ..error
    })
}

/// What the lexer raises before the end of the text goes before the parser's error, and so
/// does a bracket left open on an earlier line.
fn prefer_lexer_error(walk: &Walk<'_>, tokens: &Tokens, error: SyntaxError) -> SyntaxError {
    let Some(last) = walk.last_fetched() else {
        return error;
    };
    if last.kind == TokenKind::Error || tokens.error_in_fstring {
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
