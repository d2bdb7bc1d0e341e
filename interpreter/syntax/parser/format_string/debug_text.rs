//! The text that `f"{value=}"` shows.
//!
//! CPython's lexer notes it in two variables that belong to the whole f-string, not to one
//! field. So slices, walruses and fields within a format specification can cut the text short
//! or leave the one of an earlier field. The same steps are taken here.

use std::ops::Range;

use crate::token::{Token, TokenKind};

/// What CPython's lexer knows of the f-string whose text it reads.
struct State {
    /// Whether a literal part is read, not a replacement field.
    in_literal: bool,
    in_specification: bool,
    /// Whether an `=` was seen in the field.
    is_debug: bool,
    /// How many brackets are open in the f-string.
    depth: i32,
    /// How many brackets were open where the innermost field began, -1 outside of fields.
    field_depth: i32,
    /// Where the text begins.
    start: usize,
    /// Where it ends, once known.
    end: Option<usize>,
}

impl State {
    /// Whether punctuation inside `cursor` brackets has to do with the text.
    fn is_noted(&self, cursor: i32) -> bool {
        cursor == 0 || cursor == 1 && (self.is_debug || self.in_specification)
    }

    /// Punctuation that may end the text.
    fn close(&mut self, token: &Token) {
        if self.is_noted(self.depth - 1) && self.end.is_none() {
            self.end = Some(token.start as usize);
        }
    }
}

/// The range of `text` that CPython takes for the text before the token `target` (`!`, `:` or
/// `}`) of the f-string whose first token is at `first`; `None` if it has lost it.
pub(super) fn range(
    text: &str,
    tokens: &[Token],
    first: usize,
    target: usize,
) -> Option<Range<usize>> {
    let mut state = State {
        in_literal: true,
        in_specification: false,
        is_debug: false,
        depth: 0,
        field_depth: -1,
        start: 0,
        end: None,
    };
    let mut index = first + 1;
    while index <= target {
        let token = tokens.get(index)?;
        match token.kind {
            TokenKind::FStringStart => {
                index = after_format_string(tokens, index);
                continue;
            }
            TokenKind::FStringMiddle => middle(&mut state, text, token, tokens.get(index + 1)?),
            _ => punctuation(&mut state, token, index == target),
        }
        if index == target {
            let is_known = state.is_debug && state.is_noted(state.depth - 1);
            return if is_known {
                Some(state.start..state.end?)
            } else {
                None
            };
        }
        if token.kind == TokenKind::RightBrace {
            close_brace(&mut state);
        }
        index += 1;
    }
    None
}

/// The index after the f-string whose first token is at `first`.
fn after_format_string(tokens: &[Token], first: usize) -> usize {
    let mut open = 0_usize;
    let mut index = first;
    while let Some(token) = tokens.get(index) {
        index += 1;
        match token.kind {
            TokenKind::FStringStart => open += 1,
            TokenKind::FStringEnd => open -= 1,
            _ => {}
        }
        if open == 0 {
            break;
        }
    }
    index
}

/// A literal part, and what ended it.
fn middle(state: &mut State, text: &str, token: &Token, next: &Token) {
    let end = token.end as usize;
    let is_brace = text.as_bytes().get(end) == Some(&b'{');
    if is_brace && next.kind == TokenKind::LeftBrace && next.start == token.end {
        state.start = end + 1;
        state.end = None;
        state.field_depth += 1;
        state.in_specification = false;
        state.in_literal = false;
    } else if is_brace {
        // The second brace of `{{`.
        state.start = end;
        state.end = None;
    } else if !matches!(
        next.kind,
        TokenKind::FStringMiddle | TokenKind::FStringEnd | TokenKind::LeftBrace
    ) {
        state.in_specification = false;
        state.in_literal = false;
    }
}

/// Any token other than a literal part. Does not yet close a brace that is the target.
fn punctuation(state: &mut State, token: &Token, is_target: bool) {
    match token.kind {
        TokenKind::LeftBrace => {
            if state.in_literal {
                state.field_depth += 1;
                state.in_literal = false;
            }
            if state.is_noted(state.depth) {
                state.start = token.end as usize;
                state.end = None;
            }
            state.depth += 1;
        }
        TokenKind::LeftParenthesis | TokenKind::LeftBracket => state.depth += 1,
        TokenKind::RightParenthesis | TokenKind::RightBracket => state.depth -= 1,
        TokenKind::Equal => state.is_debug = true,
        TokenKind::Exclamation | TokenKind::NotEqual | TokenKind::ColonEqual => state.close(token),
        TokenKind::RightBrace => state.close(token),
        TokenKind::Colon => {
            state.close(token);
            if !is_target && state.depth - 1 == state.field_depth {
                state.in_literal = true;
                state.in_specification = true;
            }
        }
        _ => {}
    }
}

/// The brace after the text has been noted.
fn close_brace(state: &mut State) {
    state.depth -= 1;
    if state.depth == state.field_depth {
        state.field_depth -= 1;
        state.in_literal = true;
        state.in_specification = false;
        state.is_debug = false;
    }
}

/// `text` without what follows each `#` on its line, be it a comment or in a string.
pub(super) fn without_comments(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.find('#') {
            Some(hash) => {
                result.push_str(&line[..hash]);
                if line.ends_with('\n') {
                    result.push('\n');
                }
            }
            None => result.push_str(line),
        }
    }
    result
}
