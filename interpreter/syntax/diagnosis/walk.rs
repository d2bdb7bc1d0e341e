//! The walk of the tokens along the grammar, as CPython's parser makes it.

use bumpalo::Bump;

use super::brackets::bracket_levels;
use super::grammar::{
    Action, Alternative, Choice, Edge, GRAMMAR, Grammar, Item, Memory, Message, MessagePart, Place,
    Step,
};
use super::node::{Kind, Node, Value};
use super::place::Lines;
use crate::error::{ErrorKind, SyntaxError, Warning};
use crate::lexer::{Tokens, WarningAtToken};
use crate::literals;
use crate::parser::Mode;
use crate::token::{Token, TokenKind};

/// How deep CPython's parser functions may call one another.
pub const DEPTH_LIMIT: u32 = 6000;

/// The depth of the statements that are in no other.
const OUTERMOST_STATEMENT: u32 = 4;

/// A result that took fewer rules is found anew where CPython does not remember it.
const WORTH_REMEMBERING: u64 = 8;

/// The soft keywords.
const SOFT_KEYWORDS: [&str; 4] = ["_", "case", "match", "type"];

/// The error that has stopped the walk.
pub type Stop = Box<SyntaxError>;

/// The value of what has matched, or `None` if nothing has.
pub type Outcome = Result<Option<Value>, Stop>;

/// A walk, or two of them: the error rules are off in the first and on in the second.
pub struct Walk<'t> {
    grammar: &'static Grammar,
    /// The text, its lines and its tokens.
    pub lines: Lines<'t>,
    /// The tokens, as this mode of compiling has them.
    tokens: Vec<Token>,
    lexer_error: Option<SyntaxError>,
    undecodable_string: &'t Option<(usize, SyntaxError)>,
    /// How many brackets are open after each token.
    levels: Vec<u16>,
    /// The number of the token that comes next.
    mark: usize,
    /// How many tokens the lexer has been asked for.
    fetched: usize,
    error_rules: bool,
    depth: u32,
    depth_limit: u32,
    /// Whether the limit of the depth was met.
    pub is_cut_short: bool,
    nodes: Vec<Node>,
    children: Vec<Value>,
    /// The values of the steps that have matched, of all alternatives under way.
    values: Vec<Value>,
    remembered: Vec<Vec<Remembered>>,
    /// The results before this token have been forgotten.
    forgotten: usize,
    /// How many rules have been walked along.
    walked: u64,
    /// The warnings of literals, in the order of the walks.
    pub warnings: Vec<WarningAtToken>,
    /// For the values of literals, which are only looked at for their errors.
    pub arena: Bump,
}

/// A rule's result at some token.
#[derive(Clone, Copy)]
struct Remembered {
    rule: u16,
    condition: Condition,
    value: Option<Value>,
    end: u32,
}

/// When a remembered result holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Condition {
    /// Always: CPython remembers it, too.
    Always,
    /// While the error rules are on. CPython walks anew, to the same effect.
    WithErrorRules,
}

impl<'t> Walk<'t> {
    /// A walk that has not begun.
    pub fn new(text: &'t str, tokens: &'t Tokens, mode: Mode, depth_limit: u32) -> Walk<'t> {
        let lines = Lines::new(text, mode);
        let lexer_error = tokens.error.clone();
        let undecodable_string = &tokens.undecodable_string;
        let tokens = tokens.tokens.clone();
        Walk {
            grammar: &GRAMMAR,
            lines,
            lexer_error,
            undecodable_string,
            levels: bracket_levels(&tokens),
            mark: 0,
            fetched: 0,
            error_rules: false,
            depth: 0,
            depth_limit,
            is_cut_short: false,
            nodes: Vec::new(),
            children: Vec::new(),
            values: Vec::new(),
            remembered: vec![Vec::new(); tokens.len() + 1],
            forgotten: 0,
            walked: 0,
            warnings: Vec::new(),
            arena: Bump::new(),
            tokens,
        }
    }

    /// Walks the text from its start. Tells whether all of it matches.
    pub fn run(&mut self, mode: Mode, error_rules: bool) -> Result<bool, Stop> {
        self.mark = 0;
        self.depth = 0;
        self.forgotten = 0;
        self.error_rules = error_rules;
        self.values.clear();
        self.nodes.clear();
        self.children.clear();
        for results in &mut self.remembered {
            results.clear();
        }
        let start = match mode {
            Mode::Module => self.grammar.module,
            Mode::Interactive => self.grammar.single,
            Mode::Expression => self.grammar.whole_expression,
        };
        Ok(self.rule(start)?.is_some())
    }

    /// How many tokens the lexer has been asked for.
    pub fn fetched(&self) -> usize {
        self.fetched
    }

    /// The tokens that the lexer has been asked for.
    pub fn fetched_tokens(&self) -> &[Token] {
        self.tokens.get(..self.fetched).unwrap_or_default()
    }

    /// The last token that the lexer has been asked for.
    pub fn last_fetched(&self) -> Option<Token> {
        self.tokens.get(self.fetched.checked_sub(1)?).copied()
    }

    /// The token with a number.
    pub fn token(&self, number: u32) -> Option<Token> {
        self.tokens.get(number as usize).copied()
    }

    /// A token's text.
    pub fn token_text(&self, token: &Token) -> &'t str {
        self.lines
            .text
            .get(token.start as usize..token.end as usize)
            .unwrap_or("")
    }

    /// Whether the last token that has matched stands outside of all brackets.
    pub fn is_outside_brackets(&self) -> bool {
        let level = self
            .mark
            .checked_sub(1)
            .and_then(|before| self.levels.get(before));
        level.is_none_or(|&level| level == 0)
    }

    /// Makes a node of the tokens from number `start` to the last that has matched.
    pub fn build(&mut self, kind: Kind, start: usize, children: &[Value]) -> Value {
        let base = self.children.len();
        for &child in children {
            match self.sequence_items(child) {
                Some((from, to)) => self.children.extend_from_within(from..to),
                None if child == Value::Absent => {}
                None => self.children.push(child),
            }
        }
        self.push_node(kind, start, base)
    }

    /// Makes a node whose children have been appended from `base` on.
    fn push_node(&mut self, kind: Kind, start: usize, base: usize) -> Value {
        let matched = self.tokens.get(start..self.mark).unwrap_or(&[]);
        let is_substance = |token: &Token| {
            use TokenKind::{Dedent, EndMarker, Indent, Newline};
            !matches!(token.kind, Newline | Indent | Dedent | EndMarker)
        };
        let last = start + matched.iter().rposition(is_substance).unwrap_or(0);
        self.nodes.push(Node {
            kind,
            first: start as u32,
            last: last as u32,
            children: base as u32,
            count: (self.children.len() - base) as u32,
        });
        Value::Node((self.nodes.len() - 1) as u32)
    }

    /// Where the items of a sequence stand among the children.
    fn sequence_items(&self, value: Value) -> Option<(usize, usize)> {
        let node = self
            .node(value)
            .filter(|node| node.kind == Kind::Sequence)?;
        Some((
            node.children as usize,
            (node.children + node.count) as usize,
        ))
    }

    /// The node that a value is.
    pub fn node(&self, value: Value) -> Option<Node> {
        match value {
            Value::Node(number) => self.nodes.get(number as usize).copied(),
            _ => None,
        }
    }

    /// The children of a node.
    pub fn children(&self, value: Value) -> &[Value] {
        self.node(value)
            .and_then(|node| {
                self.children
                    .get(node.children as usize..)?
                    .get(..node.count as usize)
            })
            .unwrap_or(&[])
    }

    /// The first and the last token of a value.
    pub fn extent(&self, value: Value) -> Option<(Token, Token)> {
        match value {
            Value::Token(number) => self.token(number).map(|token| (token, token)),
            _ => {
                let node = self.node(value)?;
                Some((self.token(node.first)?, self.token(node.last)?))
            }
        }
    }

    /// Asks the lexer for the next token, which may be its error.
    fn next_token(&mut self) -> Result<Token, Stop> {
        let last = self.tokens.len().saturating_sub(1);
        let token = self.tokens.get(self.mark.min(last)).copied();
        self.fetched = self.fetched.max(self.mark + 1).min(self.tokens.len());
        match token {
            Some(token) if token.kind != TokenKind::Error => Ok(token),
            _ => {
                let unknown =
                    || SyntaxError::without_location(ErrorKind::SyntaxError, "invalid syntax");
                let error = self.lexer_error.clone().unwrap_or_else(unknown);
                Err(Box::new(error))
            }
        }
    }

    /// Goes one level deeper, as far as CPython goes.
    fn enter(&mut self) -> Result<(), Stop> {
        if self.depth >= self.depth_limit {
            self.is_cut_short = true;
            return Err(Box::new(SyntaxError::without_location(
                ErrorKind::MemoryError,
                "Parser stack overflowed - Python source too complex to parse",
            )));
        }
        self.depth += 1;
        Ok(())
    }

    fn rule(&mut self, number: usize) -> Outcome {
        self.enter()?;
        self.next_token()?;
        if number == self.grammar.statement && self.depth == OUTERMOST_STATEMENT {
            self.forget();
        }
        let memory = self.grammar.rules[number].memory;
        let outcome = match memory {
            Memory::Kept => self.recall(number, Condition::Always),
            Memory::Plain if self.error_rules => self.recall(number, Condition::WithErrorRules),
            Memory::LeftRecursive => self.grow(number),
            Memory::Plain | Memory::Growing => self.fresh(number),
        };
        self.depth -= 1;
        outcome
    }

    /// Walks along a rule.
    fn fresh(&mut self, number: usize) -> Outcome {
        self.walked += 1;
        let rule = &self.grammar.rules[number];
        let before = self.error_rules;
        self.error_rules &= !rule.calm;
        let outcome = self.choice(&rule.choice);
        self.error_rules = before;
        outcome
    }

    /// Walks along a rule unless its result is known.
    fn recall(&mut self, number: usize, condition: Condition) -> Outcome {
        let start = self.mark;
        if let Some(result) = self.find(number, condition) {
            self.mark = result.end as usize;
            return Ok(result.value);
        }
        let before = self.walked;
        let value = self.fresh(number)?;
        let is_cheap = self.walked - before < WORTH_REMEMBERING;
        if is_cheap && condition != Condition::Always {
            return Ok(value);
        }
        let end = self.mark as u32;
        self.remembered[start].push(Remembered {
            rule: number as u16,
            condition,
            value,
            end,
        });
        Ok(value)
    }

    fn find(&self, number: usize, condition: Condition) -> Option<Remembered> {
        let matches =
            |result: &&Remembered| result.rule as usize == number && result.condition == condition;
        self.remembered[self.mark].iter().find(matches).copied()
    }

    /// Walks along a left-recursive rule. At first its inner occurrence fails; then it is what
    /// the round before has found, until that gets no longer.
    fn grow(&mut self, number: usize) -> Outcome {
        let start = self.mark;
        if let Some(result) = self.find(number, Condition::Always) {
            self.mark = result.end as usize;
            return Ok(result.value);
        }
        let slot = self.remembered[start].len();
        let mut best = Remembered {
            rule: number as u16,
            condition: Condition::Always,
            value: None,
            end: start as u32,
        };
        self.remembered[start].push(best);
        loop {
            self.mark = start;
            self.enter()?;
            let value = self.fresh(number)?;
            self.depth -= 1;
            if value.is_none() || self.mark <= best.end as usize {
                break;
            }
            best.value = value;
            best.end = self.mark as u32;
            self.remembered[start][slot] = best;
        }
        self.mark = best.end as usize;
        Ok(best.value)
    }

    /// Forgets the results before an outermost statement: no walk goes back behind its start.
    fn forget(&mut self) {
        for results in &mut self.remembered[self.forgotten..self.mark] {
            *results = Vec::new();
        }
        self.forgotten = self.mark;
        self.arena.reset();
    }

    /// An action can fail though everything has matched: then no further alternative is tried.
    fn choice(&mut self, choice: &'static Choice) -> Outcome {
        let start = self.mark;
        let base = self.values.len();
        for alternative in &choice.alternatives {
            if alternative.error_rule && !self.error_rules {
                continue;
            }
            let mut cut = false;
            if self.steps(alternative, &mut cut)? {
                let value = self.act(alternative, start, base)?;
                self.values.truncate(base);
                return Ok(value);
            }
            self.values.truncate(base);
            self.mark = start;
            if cut {
                break;
            }
        }
        Ok(None)
    }

    fn steps(&mut self, alternative: &'static Alternative, cut: &mut bool) -> Result<bool, Stop> {
        for Step { item, wanted } in &alternative.steps {
            if let Item::Cut = item {
                *cut = true;
            }
            match self.item(item, *wanted)? {
                Some(value) => self.values.push(value),
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    fn item(&mut self, item: &'static Item, wanted: bool) -> Outcome {
        match item {
            Item::Token(kind) => self.take(*kind),
            Item::Rule(number) => self.rule(*number),
            Item::Group(choice) => {
                self.enter()?;
                let outcome = self.choice(choice);
                self.depth -= 1;
                outcome
            }
            Item::Optional(item) => {
                let start = self.mark;
                let value = self.item(item, wanted)?;
                if value.is_none() {
                    self.mark = start;
                }
                Ok(Some(value.unwrap_or(Value::Absent)))
            }
            Item::Repeated {
                item,
                at_least_once,
            } => self.repeated(item, *at_least_once, wanted),
            Item::Separated { item, separator } => self.separated(item, *separator, wanted),
            Item::Ahead(item) => self.ahead(item, true),
            Item::NotAhead(item) => self.ahead(item, false),
            Item::Cut => Ok(Some(Value::Absent)),
            Item::Must(kind, text) => self.must(*kind, text),
            Item::Soft(keyword) => self.take_name(|text| text == keyword),
            Item::AnySoftKeyword => {
                // CPython compares no further than the name goes.
                self.take_name(|text| SOFT_KEYWORDS.iter().any(|word| word.starts_with(text)))
            }
            Item::TypeComment => self.next_token().map(|_| None),
        }
    }

    fn take(&mut self, kind: TokenKind) -> Outcome {
        let token = self.next_token()?;
        if token.kind != kind {
            return Ok(None);
        }
        if kind == TokenKind::Number {
            return self.number(token).map(Some);
        }
        self.mark += 1;
        Ok(Some(Value::Token((self.mark - 1) as u32)))
    }

    fn take_name(&mut self, is_wanted: impl FnOnce(&str) -> bool) -> Outcome {
        let token = self.next_token()?;
        if token.kind != TokenKind::Name || !is_wanted(self.token_text(&token)) {
            return Ok(None);
        }
        self.mark += 1;
        Ok(Some(Value::Token((self.mark - 1) as u32)))
    }

    /// Takes a number, whose value CPython makes at once.
    fn number(&mut self, token: Token) -> Result<Value, Stop> {
        if let Err(message) = literals::number(&self.arena, self.token_text(&token)) {
            let error = self.lines.error_on_line(&token, message);
            return Err(Box::new(error));
        }
        self.mark += 1;
        Ok(Value::Token((self.mark - 1) as u32))
    }

    /// The error of the string token with a number, if its bytes were no text.
    pub fn decode(&self, token: usize) -> Result<(), Stop> {
        match self.undecodable_string {
            Some((number, error)) if *number == token => Err(Box::new(error.clone())),
            _ => Ok(()),
        }
    }

    /// Keeps the warning of a literal. CPython gives it while the error rules are off.
    pub fn warn(&mut self, warning: Option<Warning>) {
        if let Some(warning) = warning.filter(|_| !self.error_rules) {
            let token = self.fetched.saturating_sub(1);
            self.warnings.push(WarningAtToken { token, warning });
        }
    }

    fn must(&mut self, kind: TokenKind, text: &str) -> Outcome {
        let taken = self.take(kind)?;
        if taken.is_none() {
            let token = self.next_token()?;
            let error = self
                .lines
                .error_over(&token, &token, format!("expected '{text}'"));
            return Err(Box::new(error));
        }
        Ok(taken)
    }

    fn ahead(&mut self, item: &'static Item, should_match: bool) -> Outcome {
        let start = self.mark;
        let value = self.item(item, false)?;
        self.mark = start;
        Ok((value.is_some() == should_match).then_some(Value::Absent))
    }

    /// Takes an item as often as it matches.
    fn repeated(&mut self, item: &'static Item, at_least_once: bool, wanted: bool) -> Outcome {
        let start = self.mark;
        let base = self.values.len();
        self.enter()?;
        let mut matched = false;
        loop {
            let end = self.mark;
            let Some(value) = self.item(item, wanted)? else {
                self.mark = end;
                break;
            };
            matched = true;
            if wanted {
                self.values.push(value);
            }
        }
        self.depth -= 1;
        if at_least_once && !matched {
            return Ok(None);
        }
        Ok(Some(self.sequence(start, base, wanted)))
    }

    /// Takes an item, and more of them after separators. CPython has a function for the first
    /// and one more for the rest.
    fn separated(&mut self, item: &'static Item, separator: TokenKind, wanted: bool) -> Outcome {
        let start = self.mark;
        let base = self.values.len();
        self.enter()?;
        let Some(first) = self.item(item, wanted)? else {
            self.depth -= 1;
            return Ok(None);
        };
        self.values.push(first);
        self.enter()?;
        loop {
            let end = self.mark;
            let next = match self.take(separator)? {
                Some(_) => self.item(item, wanted)?,
                None => None,
            };
            let Some(value) = next else {
                self.mark = end;
                break;
            };
            if wanted {
                self.values.push(value);
            }
        }
        self.depth -= 2;
        Ok(Some(self.sequence(start, base, wanted)))
    }

    /// Makes a sequence of the values from `base` on, if it is wanted.
    fn sequence(&mut self, start: usize, base: usize, wanted: bool) -> Value {
        let first_child = self.children.len();
        if wanted {
            self.children.extend_from_slice(&self.values[base..]);
        }
        self.values.truncate(base);
        match wanted {
            true => self.push_node(Kind::Sequence, start, first_child),
            false => Value::Something,
        }
    }

    fn act(&mut self, alternative: &'static Alternative, start: usize, base: usize) -> Outcome {
        let value = |walk: &Self, step: usize| {
            walk.values
                .get(base + step)
                .copied()
                .unwrap_or(Value::Absent)
        };
        match &alternative.action {
            Action::Nothing => Ok(Some(Value::Something)),
            Action::Pass(step) => Ok(Some(value(self, *step))),
            Action::Build(kind, steps) => {
                let children: Vec<Value> = steps.iter().map(|&step| value(self, step)).collect();
                Ok(Some(self.build(*kind, start, &children)))
            }
            Action::Check(check, steps) => {
                let arguments: Vec<Value> = steps.iter().map(|&step| value(self, step)).collect();
                check(self, start, &arguments)
            }
            Action::Raise {
                indentation,
                message,
                place,
            } => {
                let message = self.message(message, base);
                let mut error = self.error_at(place, base, message)?;
                if *indentation {
                    error.kind = ErrorKind::IndentationError;
                }
                Err(Box::new(error))
            }
        }
    }

    fn error_at(
        &mut self,
        place: &Place,
        base: usize,
        message: String,
    ) -> Result<SyntaxError, Stop> {
        let extent = |walk: &Self, edge: Edge| {
            let (Edge::Whole(step) | Edge::First(step) | Edge::Last(step)) = edge;
            let value = walk
                .values
                .get(base + step)
                .copied()
                .unwrap_or(Value::Absent);
            walk.extent(match edge {
                Edge::Whole(_) => value,
                Edge::First(_) => walk.children(value).first().copied().unwrap_or(value),
                Edge::Last(_) => walk.last_item(value),
            })
        };
        let found = match *place {
            Place::Here => return Ok(self.error_here(message)),
            Place::Next => {
                let token = self.next_token()?;
                return Ok(self.lines.error_near(&token, self.cursor(), message));
            }
            Place::At(step) => extent(self, Edge::Whole(step)),
            Place::From(step) => {
                let cursor = self.cursor();
                let from = extent(self, Edge::Whole(step));
                return Ok(match from {
                    Some((first, _)) => self.lines.error_from(&first, cursor, message),
                    None => self.error_here(message),
                });
            }
            Place::Over(first, last) => match (extent(self, first), extent(self, last)) {
                (Some((first, _)), Some((_, last))) => Some((first, last)),
                _ => None,
            },
        };
        Ok(match found {
            Some((first, last)) => self.lines.error_over(&first, &last, message),
            None => self.error_here(message),
        })
    }

    /// The last item of a sequence. The last of `for` clauses is the last expression in it.
    pub fn last_item(&self, value: Value) -> Value {
        let last = |value| self.children(value).last().copied();
        let item = last(value).unwrap_or(value);
        match self.node(item) {
            Some(Node {
                kind: Kind::Clause, ..
            }) => last(item).unwrap_or(item),
            _ => item,
        }
    }

    /// An error at the last token that the lexer has been asked for.
    pub fn error_here(&self, message: String) -> SyntaxError {
        match self.last_fetched() {
            Some(token) => self.lines.error_near(&token, self.cursor(), message),
            None => SyntaxError::without_location(ErrorKind::SyntaxError, message),
        }
    }

    /// The line and the column that the lexer has got to.
    pub fn cursor(&self) -> (u32, u32) {
        match self.last_fetched() {
            Some(token) => {
                let is_at_end = self.is_at_end(self.fetched - 1);
                self.lines.cursor_after(&token, is_at_end)
            }
            None => (0, 0),
        }
    }

    /// Whether nothing but ends of blocks follows, so that the lexer has seen the text's end.
    fn is_at_end(&self, number: usize) -> bool {
        let rest = self.tokens.get(number..).unwrap_or(&[]);
        rest.iter()
            .all(|token| token.kind != TokenKind::Indent && !self.lines.has_text(token))
    }

    fn message(&self, message: &Message, base: usize) -> String {
        let value = |step: usize| {
            self.values
                .get(base + step)
                .copied()
                .unwrap_or(Value::Absent)
        };
        let mut text = String::new();
        for part in message {
            match part {
                MessagePart::Text(piece) => text.push_str(piece),
                MessagePart::Kind(step) => text.push_str(self.describe(value(*step))),
                MessagePart::TokenText(step) => {
                    if let Some((token, _)) = self.extent(value(*step)) {
                        text.push_str(self.token_text(&token));
                    }
                }
                MessagePart::Line(step) => {
                    let line = self
                        .extent(value(*step))
                        .map_or(0, |(token, _)| token.span.line);
                    text.push_str(&line.to_string());
                }
                MessagePart::Bound(step) => {
                    let kind = self.node(value(*step)).map(|node| node.kind);
                    let is_tuple = kind == Some(Kind::Tuple);
                    text.push_str(if is_tuple { "constraints" } else { "bound" });
                }
            }
        }
        text
    }

    /// How CPython's messages call an expression.
    pub fn describe(&self, value: Value) -> &'static str {
        match value {
            Value::Token(number) => match self.token(number).map(|token| token.kind) {
                Some(TokenKind::Number) => "literal",
                _ => "name",
            },
            _ => self
                .node(value)
                .map_or("expression", |node| node.kind.description()),
        }
    }
}
