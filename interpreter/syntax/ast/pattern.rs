//! Patterns of a `match` statement.

use super::{Constant, Expression, Identifier, List, Statement};
use crate::span::Span;

/// A pattern and where it stands.
#[derive(Debug)]
pub struct Pattern<'a> {
    /// What it is.
    pub kind: PatternKind<'a>,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of pattern, as in CPython's `ast`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub enum PatternKind<'a> {
    /// A value compared with `==`: a literal or a dotted name.
    MatchValue(&'a mut Expression<'a>),
    /// `None`, `True` or `False`, compared with `is`.
    MatchSingleton(Constant<'a>),
    MatchSequence(List<'a, Pattern<'a>>),
    MatchMapping {
        keys: List<'a, Expression<'a>>,
        patterns: List<'a, Pattern<'a>>,
        rest: Option<&'a str>,
    },
    MatchClass {
        class: &'a mut Expression<'a>,
        patterns: List<'a, Pattern<'a>>,
        keyword_attributes: &'a [Identifier<'a>],
        keyword_patterns: List<'a, Pattern<'a>>,
    },
    /// `*name`, or `*_` where the name is missing.
    MatchStar(Option<&'a str>),
    /// `pattern as name`; `name` alone; `_` where both are missing.
    MatchAs {
        pattern: Option<&'a mut Pattern<'a>>,
        name: Option<&'a str>,
    },
    MatchOr(List<'a, Pattern<'a>>),
}

/// One `case` of a `match` statement.
#[derive(Debug)]
pub struct MatchCase<'a> {
    /// What the subject is held against.
    pub pattern: Pattern<'a>,
    /// `if guard`.
    pub guard: Option<&'a mut Expression<'a>>,
    /// What runs.
    pub body: List<'a, Statement<'a>>,
}
