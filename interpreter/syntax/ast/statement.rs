//! Statements.

use super::{Expression, Identifier, List, MatchCase, Operator, Parameters, TypeParameter};
use crate::span::Span;

/// A statement and where it stands.
#[derive(Debug)]
pub struct Statement<'a> {
    /// What it is.
    pub kind: StatementKind<'a>,
    /// Where it stands; a function's or class's begins at `def`, `async` or `class`, not at
    /// its first decorator.
    pub span: Span,
}

/// The kinds of statement, as in CPython's `ast`; `is_async` stands for the node types that
/// CPython spells with `Async`, `is_star` for `TryStar`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub enum StatementKind<'a> {
    FunctionDef(&'a mut FunctionDef<'a>),
    ClassDef(&'a mut ClassDef<'a>),
    Return(Option<&'a mut Expression<'a>>),
    Delete {
        targets: List<'a, Expression<'a>>,
    },
    Assign {
        targets: List<'a, Expression<'a>>,
        value: &'a mut Expression<'a>,
    },
    TypeAlias(&'a mut TypeAlias<'a>),
    AugAssign {
        target: &'a mut Expression<'a>,
        operator: Operator,
        value: &'a mut Expression<'a>,
    },
    AnnAssign {
        target: &'a mut Expression<'a>,
        annotation: &'a mut Expression<'a>,
        value: Option<&'a mut Expression<'a>>,
        /// Whether the target is a name without parentheses around it.
        simple: bool,
    },
    For(&'a mut For<'a>),
    While {
        test: &'a mut Expression<'a>,
        body: List<'a, Statement<'a>>,
        orelse: List<'a, Statement<'a>>,
    },
    If {
        test: &'a mut Expression<'a>,
        body: List<'a, Statement<'a>>,
        orelse: List<'a, Statement<'a>>,
    },
    With {
        items: List<'a, WithItem<'a>>,
        body: List<'a, Statement<'a>>,
        is_async: bool,
    },
    Match {
        subject: &'a mut Expression<'a>,
        cases: List<'a, MatchCase<'a>>,
    },
    Raise {
        exception: Option<&'a mut Expression<'a>>,
        cause: Option<&'a mut Expression<'a>>,
    },
    Try(&'a mut Try<'a>),
    Assert {
        test: &'a mut Expression<'a>,
        message: Option<&'a mut Expression<'a>>,
    },
    Import {
        names: &'a [Alias<'a>],
    },
    ImportFrom {
        module: Option<&'a str>,
        names: &'a [Alias<'a>],
        /// How many leading dots.
        level: u32,
    },
    Global {
        names: &'a [Identifier<'a>],
    },
    Nonlocal {
        names: &'a [Identifier<'a>],
    },
    Expression(&'a mut Expression<'a>),
    Pass,
    Break,
    Continue,
}

/// `def` and `async def`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub struct FunctionDef<'a> {
    pub name: &'a str,
    pub type_parameters: List<'a, TypeParameter<'a>>,
    pub parameters: Parameters<'a>,
    pub body: List<'a, Statement<'a>>,
    pub decorators: List<'a, Expression<'a>>,
    pub returns: Option<&'a mut Expression<'a>>,
    pub is_async: bool,
}

/// `class`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub struct ClassDef<'a> {
    pub name: &'a str,
    pub type_parameters: List<'a, TypeParameter<'a>>,
    pub bases: List<'a, Expression<'a>>,
    pub keywords: List<'a, super::Keyword<'a>>,
    pub body: List<'a, Statement<'a>>,
    pub decorators: List<'a, Expression<'a>>,
}

/// `type name[parameters] = value`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub struct TypeAlias<'a> {
    /// A `Name`.
    pub name: Expression<'a>,
    pub type_parameters: List<'a, TypeParameter<'a>>,
    pub value: Expression<'a>,
}

/// `for` and `async for`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub struct For<'a> {
    pub target: Expression<'a>,
    pub iterable: Expression<'a>,
    pub body: List<'a, Statement<'a>>,
    pub orelse: List<'a, Statement<'a>>,
    pub is_async: bool,
}

/// `context as target` of a `with`.
#[derive(Debug)]
pub struct WithItem<'a> {
    /// The context manager.
    pub context: Expression<'a>,
    /// What its `__enter__` is bound to.
    pub target: Option<Expression<'a>>,
}

/// `try`, with `except` or `except*`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub struct Try<'a> {
    pub body: List<'a, Statement<'a>>,
    pub handlers: List<'a, ExceptHandler<'a>>,
    pub orelse: List<'a, Statement<'a>>,
    pub finalbody: List<'a, Statement<'a>>,
    pub is_star: bool,
}

/// `except type as name:`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub struct ExceptHandler<'a> {
    pub exception_type: Option<&'a mut Expression<'a>>,
    pub name: Option<&'a str>,
    pub body: List<'a, Statement<'a>>,
    pub span: Span,
}

/// `name as other` of an import; the name may be dotted, or `*`.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub struct Alias<'a> {
    pub name: &'a str,
    pub asname: Option<&'a str>,
    pub span: Span,
}
