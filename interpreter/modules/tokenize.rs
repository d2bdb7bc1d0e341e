//! `_tokenize`: the lexer for `tokenize`, with comments and the ends of lines that end nothing.

use std::collections::VecDeque;

use syntax::error::{ErrorKind, SyntaxError};
use syntax::lexer::{self, Tokens};
use syntax::parser::Mode;
use syntax::token::{Token, TokenKind};
use vm::call::Arguments;
use vm::compiling;
use vm::import::NativeModule;
use vm::native::{Signature, bind};
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

mod kinds;

use kinds::{COMMENT, NL, OP, number_of};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_tokenize",
    doc: None,
    functions: &[],
    fill: |vm, module| {
        module.add_class(vm, &TOKENIZER);
        Ok(())
    },
};

/// The payload of an iterator over tokens.
pub struct Tokenizer {
    /// What gives the lines; taken when the first token is asked for.
    readline: Guarded<Option<Value>>,
    encoding: Option<String>,
    extra: bool,
    found: Guarded<VecDeque<Value>>,
    /// What is raised behind the last token.
    error: Guarded<Option<Value>>,
}

payload!(Tokenizer, TOKENIZER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.readline.borrow().iter().for_each(&mut *visit);
        self.found.borrow().iter().for_each(&mut *visit);
        self.error.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop((self.readline.take(), self.found.take(), self.error.take()));
    }
});

static_type! {
    /// `_tokenize.TokenizerIter`
    pub TOKENIZER = TypeSpec {
        name: "TokenizerIter",
        module: "_tokenize",
        layout: Some(<Tokenizer as Payload>::layout),
        slots: Slots {
            new: Some(new),
            iter: Some(|_, this| Ok(this.clone())),
            next: Some(next),
            ..Slots::EMPTY
        },
        ..TypeSpec::DEFAULT
    };
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "tokenizeriter",
        "(readline, /, *, extra_tokens, encoding=None)",
    );
    let given = bind(vm, &SIGNATURE, arguments)?;
    let encoding = match given.optional(2) {
        Some(encoding) => {
            let argument = "'encoding'";
            Some(
                vm.expect_str_argument(encoding, "tokenizeriter", argument)?
                    .to_text(),
            )
        }
        None => None,
    };
    Ok(Ref::with_class(
        class,
        Tokenizer {
            readline: Guarded::new(Some(given.required(0).clone())),
            encoding,
            extra: vm.is_true(given.required(1))?,
            found: Guarded::default(),
            error: Guarded::default(),
        },
    )
    .into())
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let Some(tokenizer) = this.downcast::<Tokenizer>() else {
        return Ok(None);
    };
    if let Some(readline) = tokenizer.readline.take() {
        let text = read(vm, &readline, tokenizer.encoding.as_deref())?;
        let (found, error) = tokens_of(vm, &text, tokenizer.extra);
        drop(tokenizer.found.replace(found));
        drop(tokenizer.error.replace(error.map(|raised| raised.0)));
    }
    let found = tokenizer.found.borrow_mut().pop_front();
    if found.is_some() {
        return Ok(found);
    }
    match tokenizer.error.take() {
        Some(error) => Err(Raised(error)),
        None => Ok(None),
    }
}

/// All lines.
fn read(vm: &Vm, readline: &Value, encoding: Option<&str>) -> Result<String> {
    let mut text = String::new();
    loop {
        let line = match vm.call(readline, &[]) {
            Ok(line) => line,
            Err(raised) if raised.is(&exceptions::STOP_ITERATION) => return Ok(text),
            Err(raised) => return Err(raised),
        };
        let line = match (encoding, line.downcast::<Bytes>()) {
            (Some(encoding), Some(_)) => {
                let arguments = [Str::value(encoding), Str::value("replace")];
                vm.call_method(&line, "decode", &arguments)?
            }
            (Some(_), None) => {
                return Err(vm.type_error("readline() returned a non-bytes object"));
            }
            (None, _) => line,
        };
        let Some(line) = line.downcast::<Str>() else {
            return Err(vm.type_error("readline() returned a non-string object"));
        };
        if line.is_empty() {
            return Ok(text);
        }
        text.push_str(&line.to_text());
    }
}

/// The text with ends of lines as the lexer wants them, and what each line was before.
struct Source {
    text: String,
    lines: Vec<Line>,
}

struct Line {
    /// Where it begins in the text.
    start: usize,
    /// As it was given, end included.
    shown: String,
}

impl Source {
    fn new(given: &str) -> Source {
        let mut source = Source {
            text: String::with_capacity(given.len()),
            lines: Vec::new(),
        };
        for shown in given.split_inclusive('\n') {
            let start = source.text.len();
            match shown.strip_suffix("\r\n") {
                Some(line) => {
                    source.text.push_str(line);
                    source.text.push('\n');
                }
                None => source.text.push_str(shown),
            }
            source.lines.push(Line {
                start,
                shown: shown.to_owned(),
            });
        }
        source
    }

    /// The lines from one number to another, from 1.
    fn shown(&self, first: u32, last: u32) -> String {
        let first = (first as usize).saturating_sub(1);
        let lines = self.lines.get(first..(last as usize).min(self.lines.len()));
        lines
            .unwrap_or_default()
            .iter()
            .map(|line| line.shown.as_str())
            .collect()
    }

    /// The characters before a byte of a line.
    fn column(&self, line: u32, bytes: u32) -> i64 {
        let start = (line as usize)
            .checked_sub(1)
            .and_then(|index| self.lines.get(index));
        let text = start.and_then(|line| self.text.get(line.start..line.start + bytes as usize));
        match text {
            Some(text) => text.chars().count() as i64,
            None => i64::from(bytes),
        }
    }

    /// How a line ends.
    fn line_end(&self, line: u32) -> &str {
        let shown = (line as usize)
            .checked_sub(1)
            .and_then(|index| self.lines.get(index));
        match shown.map_or("", |line| line.shown.as_str()) {
            shown if shown.ends_with("\r\n") => "\r\n",
            shown if shown.ends_with('\n') => "\n",
            _ => "",
        }
    }

    fn last_line(&self) -> u32 {
        self.lines.len() as u32
    }
}

fn token(kind: u32, text: &str, start: (i64, i64), end: (i64, i64), line: &str) -> Value {
    let pair =
        |(line, column): (i64, i64)| Value::from(Tuple::pair(Value::int(line), Value::int(column)));
    let kind = Value::int(kind.into());
    let parts = vec![
        kind,
        Str::value(text),
        pair(start),
        pair(end),
        Str::value(line),
    ];
    Tuple::new(parts).into()
}

fn tokens_of(vm: &Vm, given: &str, extra: bool) -> (VecDeque<Value>, Option<Raised>) {
    let source = Source::new(given);
    if source.text.contains('\0') {
        let before = source.text.split('\0').next().unwrap_or_default();
        let line = before.matches('\n').count() as u32 + 1;
        let mut error = SyntaxError::at(
            &source.text,
            syntax::span::Span {
                line,
                column: 0,
                end_line: line,
                end_column: 0,
            },
            "source code cannot contain null bytes",
        );
        if let Some(location) = &mut error.location {
            (location.offset, location.end_offset) = (0, 0);
        }
        let shown = before.rsplit('\n').next().unwrap_or_default().to_owned();
        let text = format!("{}{shown}", "\n".repeat(line as usize - 1));
        return (
            VecDeque::new(),
            Some(compiling::raised(vm, &error, "<string>", &text)),
        );
    }
    let tokens = if extra {
        lexer::tokenize_leniently(&source.text)
    } else {
        lexer::tokenize(&source.text, Mode::Module)
    };
    let mut cutter = Cutter {
        source: &source,
        extra,
        found: VecDeque::new(),
        position: 0,
        line: 1,
        error_line: tokens
            .error
            .as_ref()
            .and_then(|error| Some(error.location.as_ref()?.line)),
    };
    for (index, token) in tokens.tokens.iter().enumerate() {
        let following = tokens.tokens.get(index + 1..).unwrap_or_default();
        cutter.add(token, following);
    }
    let error = cutter.error(vm, &tokens);
    (cutter.found, error)
}

/// Turns the lexer's tokens into those of the module.
struct Cutter<'s> {
    source: &'s Source,
    extra: bool,
    found: VecDeque<Value>,
    /// How far the text has been shown, and the line there.
    position: usize,
    line: u32,
    /// The line of the error that ends the tokens.
    error_line: Option<u32>,
}

impl Cutter<'_> {
    fn add(&mut self, token: &Token, following: &[Token]) {
        let silent = matches!(
            token.kind,
            TokenKind::Indent | TokenKind::Dedent | TokenKind::EndMarker | TokenKind::Error
        );
        if self.extra {
            // What is silent stands in front of the next token that has a text.
            let next = following
                .iter()
                .find(|next| !matches!(next.kind, TokenKind::Indent | TokenKind::Dedent));
            let until = match (silent, next) {
                (false, _) => token.start as usize,
                (true, Some(next)) if token.kind != TokenKind::EndMarker => match next.kind {
                    TokenKind::EndMarker | TokenKind::Error => self.source.text.len(),
                    _ => next.start as usize,
                },
                _ => self.source.text.len(),
            };
            let failed = token.kind == TokenKind::Error
                || next.is_some_and(|next| next.kind == TokenKind::Error);
            let until = if silent && failed {
                self.failed_until(token)
            } else {
                until
            };
            self.gap(until);
        }
        match token.kind {
            TokenKind::Error => {}
            TokenKind::EndMarker => self.end(),
            TokenKind::Indent => self.indent(following),
            TokenKind::Dedent => self.dedent(following),
            TokenKind::Newline => self.newline(token),
            _ => self.ordinary(token),
        }
    }

    /// Up to where comments are shown in front of an error.
    fn failed_until(&self, token: &Token) -> usize {
        let line = self
            .error_line
            .and_then(|line| self.source.lines.get(line as usize - 1));
        match (token.kind, line) {
            (TokenKind::Error, Some(line)) => line.start.max(self.position),
            _ => self.position,
        }
    }

    /// The comments and ends of lines up to a position.
    fn gap(&mut self, until: usize) {
        let source = self.source;
        while self.position < until {
            let rest = source.text.get(self.position..until).unwrap_or_default();
            let Some(place) = rest.find(['#', '\n', '\\']) else {
                break;
            };
            let start = self.position + place;
            match rest.as_bytes().get(place) {
                Some(b'\\') => {
                    // The line goes on.
                    self.position = (start + 2).min(until.max(start + 1));
                    self.line += 1;
                    continue;
                }
                Some(b'#') => {
                    let end = rest.get(place..).and_then(|rest| rest.find('\n'));
                    let end = end.map_or(until, |end| start + end);
                    self.piece(COMMENT, start, end);
                    self.position = end;
                    if end == source.text.len() {
                        self.line_end(end);
                    }
                }
                _ => self.line_end(start),
            }
        }
        self.position = self.position.max(until);
    }

    fn column(&self, position: usize) -> i64 {
        let start = self
            .source
            .lines
            .get(self.line as usize - 1)
            .map_or(0, |line| line.start);
        self.source
            .column(self.line, position.saturating_sub(start) as u32)
    }

    fn piece(&mut self, kind: u32, start: usize, end: usize) {
        let text = self.source.text.get(start..end).unwrap_or_default();
        let line = i64::from(self.line);
        let shown = self.source.shown(self.line, self.line);
        let (from, to) = (self.column(start), self.column(end));
        self.found
            .push_back(token(kind, text, (line, from), (line, to), &shown));
    }

    /// The end of a line that ends nothing.
    fn line_end(&mut self, start: usize) {
        let line = i64::from(self.line);
        let shown = self.source.shown(self.line, self.line);
        let column = self.column(start);
        let text = self.source.line_end(self.line);
        let end = column + text.len().max(1) as i64;
        self.found
            .push_back(token(NL, text, (line, column), (line, end), &shown));
        self.position = start + 1;
        self.line += 1;
    }

    fn newline(&mut self, found: &Token) {
        let span = found.span;
        let number = number_of(TokenKind::Newline, "");
        let line = i64::from(span.line);
        let shown = self.source.shown(span.line, span.line);
        let comment = self
            .source
            .text
            .get(found.start as usize..found.end as usize);
        let comment = comment.unwrap_or_default();
        let from = self.source.column(span.line, span.column);
        let to = from + comment.chars().count() as i64;
        if !self.extra {
            let made = token(number, comment, (line, from), (line, to), &shown);
            self.found.push_back(made);
            return;
        }
        if !comment.is_empty() {
            self.found
                .push_back(token(COMMENT, comment, (line, from), (line, to), &shown));
        }
        let text = self.source.line_end(span.line);
        let end = to + text.len().max(1) as i64;
        self.found
            .push_back(token(number, text, (line, to), (line, end), &shown));
        self.position = found.end as usize + 1;
        self.line = span.line + 1;
    }

    fn ordinary(&mut self, found: &Token) {
        let span = found.span;
        let text = self
            .source
            .text
            .get(found.start as usize..found.end as usize);
        let text = text.unwrap_or_default();
        let mut number = number_of(found.kind, text);
        if self.extra && (7..OP).contains(&number) {
            number = OP;
        }
        let start: (i64, i64) = (span.line.into(), self.source.column(span.line, span.column));
        let mut end: (i64, i64) = (
            span.end_line.into(),
            self.source.column(span.end_line, span.end_column),
        );
        if found.kind == TokenKind::FStringMiddle {
            // The second of two braces belongs to the token's place, but not to its text.
            end.1 = match text.rsplit_once('\n') {
                Some((_, last)) => last.chars().count() as i64,
                None => start.1 + text.chars().count() as i64,
            };
        }
        let shown = self.source.shown(span.line, span.end_line);
        self.found
            .push_back(token(number, text, start, end, &shown));
        self.position = found.end as usize;
        self.line = span.end_line;
    }

    /// The token behind those that have no text.
    fn next_with_text(following: &[Token]) -> Option<&Token> {
        following.iter().find(|next| {
            !matches!(
                next.kind,
                TokenKind::Indent | TokenKind::Dedent | TokenKind::EndMarker | TokenKind::Error
            )
        })
    }

    fn indent(&mut self, following: &[Token]) {
        let number = number_of(TokenKind::Indent, "");
        let Some(next) = Self::next_with_text(following) else {
            return;
        };
        let line = next.span.line;
        let shown = self.source.shown(line, line);
        let place = i64::from(line);
        if !self.extra {
            self.found
                .push_back(token(number, "", (place, -1), (place, -1), &shown));
            return;
        }
        let start = (next.start - next.span.column) as usize;
        let text = self
            .source
            .text
            .get(start..next.start as usize)
            .unwrap_or_default();
        let column = self.source.column(line, next.span.column);
        self.found
            .push_back(token(number, text, (place, 0), (place, column), &shown));
    }

    fn dedent(&mut self, following: &[Token]) {
        let number = number_of(TokenKind::Dedent, "");
        let Some(next) = Self::next_with_text(following) else {
            if following.iter().any(|next| next.kind == TokenKind::Error) {
                return;
            }
            return self.at_end(number);
        };
        let line = next.span.line;
        let column = if self.extra {
            self.source.column(line, next.span.column)
        } else {
            -1
        };
        let place = (i64::from(line), column);
        let shown = self.source.shown(line, line);
        self.found
            .push_back(token(number, "", place, place, &shown));
    }

    fn end(&mut self) {
        self.at_end(number_of(TokenKind::EndMarker, ""));
    }

    fn at_end(&mut self, number: u32) {
        let last = self.source.last_line();
        if self.extra {
            let place = (i64::from(last) + 1, 0);
            self.found.push_back(token(number, "", place, place, ""));
            return;
        }
        if last == 0 {
            return;
        }
        let shown = self.source.shown(last, last);
        let blank = shown.trim_start().is_empty() || shown.trim_start().starts_with('#');
        let shown = if blank { "" } else { shown.as_str() };
        let place = (i64::from(last), -1);
        self.found.push_back(token(number, "", place, place, shown));
    }

    fn raised(&self, vm: &Vm, error: &SyntaxError) -> Raised {
        let line = self.error_line.unwrap_or(0);
        let shown = self.source.shown(line, line);
        let shown = shown.trim_end_matches(['\n', '\r']);
        let class = match (error.kind, error.message.as_ref()) {
            (ErrorKind::TabError, _) => &exceptions::TAB_ERROR,
            (ErrorKind::IndentationError, _) => &exceptions::INDENTATION_ERROR,
            (_, "unexpected character after line continuation character") => {
                &exceptions::SYNTAX_ERROR
            }
            _ => {
                let end = self.source.lines.get(line as usize);
                let end = end.map_or(self.source.text.len(), |next| next.start);
                let text = self.source.text.get(..end).unwrap_or_default();
                let text = text.strip_suffix('\n').unwrap_or(text);
                return compiling::raised(vm, error, "<string>", text);
            }
        };
        let place = vec![
            Str::value("<string>"),
            Value::int(line.into()),
            Value::int(shown.chars().count() as i64 + 1),
            Str::value(shown),
            Value::NONE,
            Value::NONE,
        ];
        let arguments = [Str::value(&error.message), Tuple::new(place).into()];
        match vm.call(class.as_value(), &arguments) {
            Ok(error) => Raised(error),
            Err(other) => other,
        }
    }

    /// What is raised behind the last token.
    fn error(&mut self, vm: &Vm, tokens: &Tokens) -> Option<Raised> {
        let source = self.source;
        let Some(error) = &tokens.error else {
            if tokens.open_brackets.is_empty() {
                return None;
            }
            // The end marker, and what the lexer added to end the last statement.
            let marker = [TokenKind::EndMarker, TokenKind::Dedent, TokenKind::Newline];
            let added = tokens.tokens.iter().rev().take_while(|token| {
                marker.contains(&token.kind) && token.start as usize >= source.text.len()
            });
            for _ in 0..added.count().min(self.found.len()) {
                self.found.pop_back();
            }
            if source.line_end(source.last_line()).is_empty() && self.extra {
                self.line = source.last_line();
                self.line_end(source.text.len());
            }
            return Some(end_of_text(vm, source.last_line(), 0));
        };
        if error.message.ends_with("was never closed") {
            self.line = self.line.min(source.last_line());
            self.gap(source.text.len());
            if source.line_end(source.last_line()).is_empty() && self.extra {
                self.line_end(source.text.len());
            }
            return Some(end_of_text(vm, source.last_line(), 0));
        }
        if error.message == "unexpected EOF while parsing" {
            let line = source.shown(source.last_line(), source.last_line());
            let length = line.trim_end_matches('\n').chars().count() as i32;
            let column = if length > 1 { length + 1 } else { 0 };
            return Some(end_of_text(vm, source.last_line(), column));
        }
        Some(self.raised(vm, error))
    }
}

/// The SyntaxError of a statement that the text does not end.
fn end_of_text(vm: &Vm, line: u32, column: i32) -> Raised {
    let raised = vm.syntax_error_plain("unexpected EOF in multi-line statement");
    for (name, number) in [
        ("lineno", i64::from(line)),
        ("offset", column.into()),
        ("end_lineno", line.into()),
    ] {
        if let Err(other) = vm.set_attribute(&raised.0, &vm.intern(name), &Value::int(number)) {
            return other;
        }
    }
    raised
}
