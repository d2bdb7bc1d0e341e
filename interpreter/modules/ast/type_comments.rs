//! Comments about types: which statement or parameter each belongs to.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use syntax::lexer;
use syntax::parser::Mode;
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
        let Some(kind) = words
            .strip_prefix("type:")
            .filter(|rest| rest.starts_with(blank))
        else {
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
