//! Tokens to tree: a recursive descent over the grammar of Python 3.13.
//!
//! Binary operators are parsed by precedence climbing and left recursion by loops. The parser
//! accepts and refuses what CPython's PEG grammar does and builds the same tree, but decides
//! from the next token or two where CPython tries one alternative after the other. Targets,
//! for example, are parsed as expressions and then held against the grammar of targets.
//!
//! It has no messages of its own: a text that it refuses goes to [`crate::diagnosis`].

mod assignment;
mod atom;
mod call;
mod class;
mod compound;
mod comprehension;
mod display;
mod expression;
mod format_string;
mod function;
mod import;
mod parameters;
mod pattern;
mod scratch;
mod statement;
mod string;
mod target;
mod type_parameters;

use std::borrow::Cow;

use bumpalo::Bump;
use unicode::normalize_identifier;

use crate::ast::{Context, Expression, ExpressionKind, Identifier, List, Module, StatementKind};
use crate::diagnosis;
use crate::error::{ErrorKind, SyntaxError, Warning};
use crate::lexer::{self, WarningAtToken};
use crate::span::Span;
use crate::token::{Token, TokenKind};
use scratch::Scratch;

/// What a text is parsed as, by the names of CPython's `compile()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file: `exec`.
    Module,
    /// One statement of a REPL: `single`.
    Interactive,
    /// One expression: `eval`.
    Expression,
}

/// How far the parser may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep the text may be nested, counted in the rules that CPython's parser would have
    /// entered: about 28 for a bracket, 6 for a block, 1 for a unary operator. A unit takes
    /// less than 1 KiB of the native stack.
    pub parser_depth: u32,
}

impl Limits {
    /// The limits of CPython 3.13, which allows a depth of 6000 exactly. The parser only
    /// estimates the depth; where that is near the limit, diagnosis counts. It needs a native
    /// stack of 8 MiB.
    pub const CPYTHON: Limits = Limits { parser_depth: 7500 };

    /// The estimate from which on CPython may refuse the text.
    const NEAR: u32 = 4500;
}

/// Parses `text`, whose line ends are all `\n`, into a tree in `arena`.
///
/// Adds to `warnings` what deserves a `SyntaxWarning`, also where the text is refused. Fails
/// with CPython's error, or with a `MemoryError` where the text is nested deeper than `limits`
/// allows.
pub fn parse<'a>(
    arena: &'a Bump,
    text: &'a str,
    mode: Mode,
    limits: Limits,
    warnings: &mut Vec<Warning>,
) -> Result<Module<'a>, SyntaxError> {
    let tokens = lexer::tokenize(text, mode);
    let mut parser = Parser {
        arena,
        text,
        tokens: &tokens.tokens,
        position: 0,
        kind: tokens
            .tokens
            .first()
            .map_or(TokenKind::Error, |token| token.kind),
        depth: OUTERMOST,
        depth_limit: limits.parser_depth.min(Limits::NEAR),
        limits,
        warnings: Vec::new(),
        failure: None,
        scratch: Scratch::default(),
        is_ascii: text.is_ascii(),
    };
    let module = parser.module(mode);
    let is_near_limit = parser.depth_limit > Limits::NEAR;
    let Parser {
        warnings: of_literals,
        failure,
        ..
    } = parser;
    if failure.is_some() || (module.is_ok() && !is_near_limit) {
        warnings.extend(diagnosis::in_order(tokens.warnings, of_literals));
        lexer::buffer::keep(tokens.tokens);
        return module.map_err(|Refused| failure.unwrap_or_else(unexplained));
    }
    let diagnosis = diagnosis::diagnose(text, &tokens, mode);
    warnings.extend(diagnosis.warnings);
    match diagnosis.error {
        Some(error) => Err(error),
        None => module.map_err(|Refused| unexplained()),
    }
}

/// The error where the parser has refused what CPython accepts.
fn unexplained() -> SyntaxError {
    SyntaxError::without_location(ErrorKind::SystemError, "the parser refused a valid text")
}

/// The rules that CPython's parser has entered when it reaches the first atom of a text.
const OUTERMOST: u32 = 30;
/// The rules between an opening bracket and an atom after it.
const BRACKET: u32 = 28;
/// The rules that a replacement field of an f-string adds.
const REPLACEMENT_FIELD: u32 = 33;
/// The rules that a compound statement adds, without its block.
const COMPOUND: u32 = 2;
/// The rules that a block on the line of its statement adds.
const INLINE_BLOCK: u32 = 2;
/// The rules that a block on lines of its own adds.
const INDENTED_BLOCK: u32 = 4;
/// The rules that a lambda in the default of another lambda's parameter adds to its own.
const LAMBDA_DEFAULT: u32 = 6;
/// The rules between a pattern's opening bracket and a pattern within.
const PATTERN_BRACKET: u32 = 8;

/// The text is not Python, or a limit was hit and `Parser::failure` says which.
#[derive(Clone, Copy, Debug)]
struct Refused;

/// What every rule of the parser returns.
type Parsed<T> = Result<T, Refused>;

/// The parser: a cursor over the tokens, and what it needs to build the tree.
struct Parser<'a, 't> {
    arena: &'a Bump,
    text: &'a str,
    tokens: &'t [Token],
    position: usize,
    /// The kind of the token at `position`.
    kind: TokenKind,
    depth: u32,
    depth_limit: u32,
    limits: Limits,
    /// The warnings of literals.
    warnings: Vec<WarningAtToken>,
    /// An error that the tokens do not show, and which diagnosis would not find.
    failure: Option<SyntaxError>,
    scratch: Scratch<'a>,
    /// Whether the whole text is ASCII, so that no name in it needs to be normalized.
    is_ascii: bool,
}

impl<'a> Parser<'a, '_> {
    fn module(&mut self, mode: Mode) -> Parsed<Module<'a>> {
        match mode {
            Mode::Module => {
                let mark = self.scratch.statements.len();
                while self.kind != TokenKind::EndMarker {
                    self.statement()?;
                }
                Ok(Module::Module(
                    self.scratch.statements_from(self.arena, mark),
                ))
            }
            Mode::Interactive => Ok(Module::Interactive(self.interactive()?)),
            Mode::Expression => {
                let expression = self.expressions()?;
                while self.eat(TokenKind::Newline) {}
                if self.kind != TokenKind::EndMarker {
                    return Err(Refused);
                }
                Ok(Module::Expression(self.child(expression)))
            }
        }
    }

    /// One statement. An empty line ends a compound statement, as at the prompt.
    fn interactive(&mut self) -> Parsed<List<'a, crate::ast::Statement<'a>>> {
        let mark = self.scratch.statements.len();
        match self.kind {
            TokenKind::EndMarker => return Err(Refused),
            TokenKind::Newline => {
                let span = self.tokens[self.position].span;
                self.advance();
                self.push_statement(StatementKind::Pass, span);
            }
            _ => {
                let is_compound = self.statement()?;
                if is_compound {
                    self.expect(TokenKind::Newline)?;
                }
            }
        }
        if self.kind != TokenKind::EndMarker && self.has_text_after_statement() {
            return Err(Refused);
        }
        Ok(self.scratch.statements_from(self.arena, mark))
    }

    /// Whether anything but white space and comments follows the last token.
    fn has_text_after_statement(&self) -> bool {
        let end = self.tokens[self.position - 1].end as usize;
        let rest = self.text.get(end..).unwrap_or("");
        rest.split('\n').any(|line| {
            let line = line.trim_start_matches([' ', '\t', '\x0c']);
            !line.is_empty() && !line.starts_with('#')
        })
    }

    /// Goes on to the next token; stays at the last.
    #[inline(always)]
    fn advance(&mut self) {
        if let Some(token) = self.tokens.get(self.position + 1) {
            self.position += 1;
            self.kind = token.kind;
        }
    }

    /// Goes past a token of `kind`, if the next one is.
    #[inline(always)]
    fn eat(&mut self, kind: TokenKind) -> bool {
        let found = self.kind == kind;
        if found {
            self.advance();
        }
        found
    }

    /// Goes past a token of `kind`, and refuses any other.
    #[inline(always)]
    fn expect(&mut self, kind: TokenKind) -> Parsed<()> {
        if self.eat(kind) { Ok(()) } else { Err(Refused) }
    }

    /// The kind of the token after the next.
    #[inline(always)]
    fn second(&self) -> TokenKind {
        self.tokens
            .get(self.position + 1)
            .map_or(TokenKind::Error, |token| token.kind)
    }

    /// The text of the next token.
    #[inline]
    fn token_text(&self) -> &'a str {
        let token = &self.tokens[self.position];
        &self.text[token.start as usize..token.end as usize]
    }

    /// Whether the next token is the name `word`, such as a soft keyword.
    #[inline]
    fn at_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Name && self.token_text() == word
    }

    /// A name, normalized.
    #[inline]
    fn identifier(&mut self) -> Parsed<Identifier<'a>> {
        if self.kind != TokenKind::Name {
            return Err(Refused);
        }
        let name = self.token_text();
        let name = if self.is_ascii {
            name
        } else {
            match normalize_identifier(name) {
                Cow::Borrowed(name) => name,
                Cow::Owned(name) => self.arena.alloc_str(&name),
            }
        };
        let span = self.tokens[self.position].span;
        self.advance();
        Ok(Identifier { name, span })
    }

    /// A name as an expression.
    fn name(&mut self, context: Context) -> Parsed<Expression<'a>> {
        let Identifier { name, span } = self.identifier()?;
        Ok(Expression {
            kind: ExpressionKind::Name { id: name, context },
            span,
        })
    }

    /// From the token at `start` to the last token taken.
    #[inline(always)]
    fn span_from(&self, start: usize) -> Span {
        self.tokens[start]
            .span
            .to(self.tokens[self.position - 1].span)
    }

    /// From the token at `start` to the last token that is more than layout.
    fn statement_span_from(&self, start: usize) -> Span {
        let last = self.tokens[start..self.position]
            .iter()
            .rev()
            .find(|token| {
                !matches!(
                    token.kind,
                    TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent
                )
            });
        let first = self.tokens[start].span;
        last.map_or(first, |last| first.to(last.span))
    }

    /// An expression of `kind` from the token at `start` to the last token taken.
    #[inline(always)]
    fn node(&self, start: usize, kind: ExpressionKind<'a>) -> Expression<'a> {
        Expression {
            kind,
            span: self.span_from(start),
        }
    }

    /// Moves an expression into the arena.
    #[inline(always)]
    fn child(&self, expression: Expression<'a>) -> &'a mut Expression<'a> {
        self.arena.alloc(expression)
    }

    /// Runs `rule` with the nesting `cost` deeper, where the limit allows it.
    #[inline(always)]
    fn nested<T>(&mut self, cost: u32, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.deepen(cost)?;
        let result = rule(self);
        self.depth -= cost;
        result
    }

    /// Counts `cost` more levels of nesting. The caller takes them off again where it succeeds.
    #[inline(always)]
    fn deepen(&mut self, cost: u32) -> Parsed<()> {
        self.depth += cost;
        if self.depth >= self.depth_limit {
            return self.pass_limit();
        }
        Ok(())
    }

    /// Goes on to the greater limit, if there is one.
    #[cold]
    fn pass_limit(&mut self) -> Parsed<()> {
        if self.depth < self.limits.parser_depth {
            self.depth_limit = self.limits.parser_depth;
            return Ok(());
        }
        self.failure = Some(SyntaxError::without_location(
            ErrorKind::MemoryError,
            "Parser stack overflowed - Python source too complex to parse",
        ));
        Err(Refused)
    }

    /// Runs `rule`; where it refuses, goes back to where it began and returns `None`.
    fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<Option<T>> {
        let (position, kind, depth) = (self.position, self.kind, self.depth);
        let warnings = self.warnings.len();
        let scratch = self.scratch.marks();
        match rule(self) {
            Ok(value) => Ok(Some(value)),
            Err(Refused) if self.failure.is_some() => Err(Refused),
            Err(Refused) => {
                (self.position, self.kind, self.depth) = (position, kind, depth);
                self.warnings.truncate(warnings);
                self.scratch.truncate(scratch);
                Ok(None)
            }
        }
    }
}
