//! The abstract syntax tree: CPython 3.13's node types, by its names.
//!
//! All nodes live in a [`bumpalo::Bump`] arena, so that dropping a tree costs nothing and
//! cannot recurse, however deep the tree is. Children are `&mut`, so that the compiler's
//! constant folding can replace an expression in place. The nodes own no heap memory.

mod expression;
mod pattern;
mod statement;

pub use expression::*;
pub use pattern::*;
pub use statement::*;

use crate::span::Span;

/// A sequence of nodes in the arena.
pub type List<'a, T> = &'a mut [T];

/// A name, normalized to NFKC as Python identifiers are.
#[derive(Clone, Copy, Debug)]
pub struct Identifier<'a> {
    /// The normalized text.
    pub name: &'a str,
    /// Where it stands.
    pub span: Span,
}

/// What a source text parses to.
#[derive(Debug)]
pub enum Module<'a> {
    /// A file: CPython's `exec` mode.
    Module(List<'a, Statement<'a>>),
    /// One statement of a REPL: CPython's `single` mode.
    Interactive(List<'a, Statement<'a>>),
    /// One expression: CPython's `eval` mode.
    Expression(&'a mut Expression<'a>),
}

/// `*args`, defaults and the rest of a function's signature.
#[derive(Debug, Default)]
pub struct Parameters<'a> {
    /// Parameters before `/`.
    pub positional_only: List<'a, Parameter<'a>>,
    /// Parameters before `*`.
    pub positional: List<'a, Parameter<'a>>,
    /// `*args`.
    pub vararg: Option<&'a mut Parameter<'a>>,
    /// Parameters after `*`.
    pub keyword_only: List<'a, Parameter<'a>>,
    /// The default of each keyword-only parameter, where it has one.
    pub keyword_defaults: List<'a, Option<Expression<'a>>>,
    /// `**kwargs`.
    pub kwarg: Option<&'a mut Parameter<'a>>,
    /// Defaults of the last of the positional parameters.
    pub defaults: List<'a, Expression<'a>>,
}

/// One parameter of a function.
#[derive(Debug)]
pub struct Parameter<'a> {
    /// Its name.
    pub name: &'a str,
    /// `: annotation`.
    pub annotation: Option<&'a mut Expression<'a>>,
    /// From the name to the end of the annotation.
    pub span: Span,
}

/// One parameter of a generic function, class or type alias (PEP 695, 696).
#[derive(Debug)]
pub struct TypeParameter<'a> {
    /// Its name.
    pub name: &'a str,
    /// `T`, `*Ts` or `**P`.
    pub kind: TypeParameterKind<'a>,
    /// `= default`.
    pub default: Option<&'a mut Expression<'a>>,
    /// The whole parameter.
    pub span: Span,
}

/// The kinds of [`TypeParameter`].
#[derive(Debug)]
pub enum TypeParameterKind<'a> {
    /// `T` or `T: bound`.
    TypeVar {
        /// The bound, or the tuple of constraints.
        bound: Option<&'a mut Expression<'a>>,
    },
    /// `**P`.
    ParamSpec,
    /// `*Ts`.
    TypeVarTuple,
}
