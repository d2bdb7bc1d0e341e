//! Comments about types: which statement or parameter each belongs to.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use syntax::error::SyntaxError;
use syntax::lexer;
use syntax::parser::Mode;
use syntax::span::Span;
use syntax::token::TokenKind;
use vm::objects::str::Str;
use vm::objects::value::Value;

/// The comments of a text that have not been used.
#[derive(Default)]
pub struct TypeComments {
    /// The lines with `# type: ignore`, and what follows these words.
    pub ignores: Vec<(u32, String)>,
    /// The others, by line: the column, and the type.
    comments: RefCell<FxHashMap<u32, (usize, String)>>,
    /// The error for a comment that stands where there may be one, but not in this form.
    refused: RefCell<Option<SyntaxError>>,
    lines: Vec<String>,
}

impl TypeComments {
    /// The comments of a text.
    pub fn of(text: &str) -> TypeComments {
        let lines: Vec<&str> = text.split('\n').collect();
        let mut covered: FxHashMap<usize, Vec<(usize, usize)>> = FxHashMap::default();
        for token in lexer::tokenize(text, Mode::Module).tokens {
            let silent = [
                TokenKind::Newline,
                TokenKind::Indent,
                TokenKind::Dedent,
                TokenKind::EndMarker,
                TokenKind::Error,
            ];
            if silent.contains(&token.kind) {
                continue;
            }
            let (first, last) = (token.span.line as usize, token.span.end_line as usize);
            for line in first..=last {
                let start = if line == first {
                    token.span.column as usize
                } else {
                    0
                };
                let end = if line == last {
                    token.span.end_column as usize
                } else {
                    usize::MAX
                };
                covered.entry(line).or_default().push((start, end));
            }
        }
        let mut found = TypeComments {
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            ..TypeComments::default()
        };
        for (index, line) in lines.iter().enumerate() {
            let number = index + 1;
            let taken = covered.get(&number).map_or(&[][..], Vec::as_slice);
            let hash = line.match_indices('#').map(|(place, _)| place);
            let free = |place: &usize| !taken.iter().any(|(a, b)| a <= place && place < b);
            if let Some(place) = hash.into_iter().find(free) {
                found.add(number as u32, place, line.get(place..).unwrap_or_default());
            }
        }
        found
    }

    fn add(&mut self, line: u32, column: usize, comment: &str) {
        let blank = |c: char| c == ' ' || c == '\t';
        let words = comment.trim_start_matches('#').trim_start_matches(blank);
        let Some(kind) = words.strip_prefix("type:") else {
            return;
        };
        let kind = kind.trim_start_matches(blank);
        let tag = kind.strip_prefix("ignore");
        let ends =
            |tag: &&str| !tag.starts_with(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii());
        match tag.filter(ends) {
            Some(tag) => self.ignores.push((line, tag.to_owned())),
            None => {
                self.comments
                    .borrow_mut()
                    .insert(line, (column, kind.to_owned()));
            }
        }
    }

    /// The comment behind a parameter that ends here.
    pub fn of_parameter(&self, line: u32, column: u32) -> Value {
        let Some((place, _)) = self.comments.borrow().get(&line).cloned() else {
            return Value::NONE;
        };
        let text = self.lines.get((line as usize).wrapping_sub(1));
        let between = text.and_then(|text| text.get(column as usize..place));
        if between.is_some_and(is_behind) {
            return self.within(line, line);
        }
        Value::NONE
    }

    /// The comment of a function whose head begins on the first of these lines: behind the
    /// head, or alone on a line below it.
    pub fn of_function(&self, first: u32, last: u32) -> Value {
        let comments = self.comments.borrow().clone();
        let mut found = (first..=last).filter(|line| comments.contains_key(line));
        let kind = found
            .next()
            .map_or(Value::NONE, |line| self.within(line, line));
        if let (false, Some(second)) = (kind.is_none(), found.next())
            && let Some((_, text)) = comments.get(&second)
        {
            let is_below =
                (first..second).any(|line| comments.contains_key(&line) && self.is_alone(line));
            let span = self.span_of(second, text);
            let message = match is_below {
                true => {
                    format!("expected an indented block after function definition on line {first}")
                }
                false => "Cannot have two type comments on def".to_owned(),
            };
            let text = self.lines.join("\n");
            let error = SyntaxError::at(&text, span, message);
            self.refused.borrow_mut().get_or_insert(error);
        }
        kind
    }

    /// Whether nothing but a comment is on a line.
    fn is_alone(&self, line: u32) -> bool {
        let text = self.lines.get((line as usize).wrapping_sub(1));
        text.is_some_and(|text| text.trim_start().starts_with('#'))
    }

    /// Where the type in the comment of a line stands, which is at its end.
    fn span_of(&self, line: u32, kind: &str) -> Span {
        let text = self.lines.get((line as usize).wrapping_sub(1));
        let end = text.map_or(0, |text| text.len());
        Span {
            line,
            column: (end - kind.len().min(end)) as u32,
            end_line: line,
            end_column: end as u32,
        }
    }

    /// The error for the first comment that belongs to nothing, after a tree was made.
    pub fn refusal(&self, text: &str) -> Option<SyntaxError> {
        if let Some(error) = self.refused.take() {
            return Some(error);
        }
        let comments = self.comments.borrow();
        let (line, (column, kind)) = comments.iter().min_by_key(|(line, _)| **line)?;
        let before = self.lines.get((*line as usize).wrapping_sub(1));
        let before = before
            .and_then(|text| text.get(..*column))
            .unwrap_or_default();
        let before = before.trim_end().strip_suffix(',').unwrap_or_default();
        let is_bare_star = before.trim_end().strip_suffix('*').is_some_and(|before| {
            before.trim_end().ends_with(['(', ',']) || before.trim().is_empty()
        });
        let message = match is_bare_star {
            true => "bare * has associated type comment",
            false => "invalid syntax",
        };
        Some(SyntaxError::at(text, self.span_of(*line, kind), message))
    }

    /// The comment behind a statement that ends here.
    pub fn behind(&self, line: u32, column: u32) -> Value {
        let place = self.comments.borrow().get(&line).map(|comment| comment.0);
        let text = self.lines.get((line as usize).wrapping_sub(1));
        let between = text
            .zip(place)
            .and_then(|(text, place)| text.get(column as usize..place));
        match between.is_some_and(|between| between.trim().is_empty()) {
            true => self.within(line, line),
            false => Value::NONE,
        }
    }

    /// The first comment on these lines.
    pub fn within(&self, first: u32, last: u32) -> Value {
        let mut comments = self.comments.borrow_mut();
        if comments.is_empty() {
            return Value::NONE;
        }
        let mut lines = first..=last.max(first);
        let found = lines.find_map(|line| comments.remove(&line));
        found.map_or(Value::NONE, |(_, kind)| Str::value(kind))
    }
}

/// Whether the text between a parameter and a comment ends neither the parameters nor begins
/// another one.
fn is_behind(text: &str) -> bool {
    let mut depth = 0;
    let mut comma = false;
    for character in text.chars() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                comma = true;
                continue;
            }
            _ => {}
        }
        if depth < 0 || comma && !character.is_whitespace() {
            return false;
        }
    }
    depth == 0
}
