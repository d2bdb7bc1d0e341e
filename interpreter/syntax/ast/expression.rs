//! Expressions.

use super::{List, Parameters};
use crate::span::Span;

/// An expression and where it stands.
#[derive(Debug)]
pub struct Expression<'a> {
    /// What it is.
    pub kind: ExpressionKind<'a>,
    /// Where it stands, without the parentheses around it (but a tuple's are its own).
    pub span: Span,
}

/// A child expression.
pub type Child<'a> = &'a mut Expression<'a>;

/// The kinds of expression, as in CPython's `ast`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields are those of CPython's ast module")]
pub enum ExpressionKind<'a> {
    BoolOp {
        operator: BoolOperator,
        values: List<'a, Expression<'a>>,
    },
    NamedExpr {
        target: Child<'a>,
        value: Child<'a>,
    },
    BinOp {
        left: Child<'a>,
        operator: Operator,
        right: Child<'a>,
    },
    UnaryOp {
        operator: UnaryOperator,
        operand: Child<'a>,
    },
    Lambda {
        parameters: &'a mut Parameters<'a>,
        body: Child<'a>,
    },
    IfExp {
        test: Child<'a>,
        body: Child<'a>,
        orelse: Child<'a>,
    },
    /// A missing key means `**value`.
    Dict {
        items: List<'a, DictItem<'a>>,
    },
    Set {
        elements: List<'a, Expression<'a>>,
    },
    ListComp {
        element: Child<'a>,
        generators: List<'a, Comprehension<'a>>,
    },
    SetComp {
        element: Child<'a>,
        generators: List<'a, Comprehension<'a>>,
    },
    DictComp {
        key: Child<'a>,
        value: Child<'a>,
        generators: List<'a, Comprehension<'a>>,
    },
    GeneratorExp {
        element: Child<'a>,
        generators: List<'a, Comprehension<'a>>,
    },
    Await(Child<'a>),
    Yield(Option<Child<'a>>),
    YieldFrom(Child<'a>),
    Compare {
        left: Child<'a>,
        operators: &'a [CompareOperator],
        comparators: List<'a, Expression<'a>>,
    },
    Call {
        function: Child<'a>,
        arguments: List<'a, Expression<'a>>,
        keywords: List<'a, Keyword<'a>>,
    },
    FormattedValue {
        value: Child<'a>,
        conversion: Conversion,
        /// A `JoinedStr`.
        format_spec: Option<Child<'a>>,
    },
    JoinedStr {
        values: List<'a, Expression<'a>>,
    },
    Constant(Constant<'a>),
    Attribute {
        value: Child<'a>,
        attribute: &'a str,
        context: Context,
    },
    Subscript {
        value: Child<'a>,
        slice: Child<'a>,
        context: Context,
    },
    Starred {
        value: Child<'a>,
        context: Context,
    },
    Name {
        id: &'a str,
        context: Context,
    },
    List {
        elements: List<'a, Expression<'a>>,
        context: Context,
    },
    Tuple {
        elements: List<'a, Expression<'a>>,
        context: Context,
    },
    /// Boxed, to keep every expression small.
    Slice(&'a mut Slice<'a>),
}

/// `lower:upper:step` within a subscript.
#[derive(Debug)]
pub struct Slice<'a> {
    /// Before the first colon.
    pub lower: Option<Child<'a>>,
    /// After the first colon.
    pub upper: Option<Child<'a>>,
    /// After the second colon.
    pub step: Option<Child<'a>>,
}

/// `key: value`, or `**value` where the key is missing.
#[derive(Debug)]
pub struct DictItem<'a> {
    /// The key.
    pub key: Option<Expression<'a>>,
    /// The value.
    pub value: Expression<'a>,
}

/// `for target in iterable if ... if ...`.
#[derive(Debug)]
pub struct Comprehension<'a> {
    /// What is bound in each turn.
    pub target: Expression<'a>,
    /// What is iterated.
    pub iterable: Expression<'a>,
    /// The conditions.
    pub conditions: List<'a, Expression<'a>>,
    /// Whether it is `async for`.
    pub is_async: bool,
}

/// `name=value`, or `**value` where the name is missing.
#[derive(Debug)]
pub struct Keyword<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The value.
    pub value: Expression<'a>,
    /// The whole argument.
    pub span: Span,
}

/// A constant value. The text of a `Str` is WTF-8: UTF-8 that may hold lone surrogates,
/// because a Python literal may (`"\ud800"`).
///
/// Tuples, frozen sets, negative and compound numbers come from constant folding only.
#[derive(Clone, Copy, Debug)]
pub enum Constant<'a> {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// `...`.
    Ellipsis,
    /// An integer that fits an `i64`.
    Int(i64),
    /// Any other integer.
    BigInt(&'a BigInt<'a>),
    /// A floating point number.
    Float(f64),
    /// A complex number.
    Complex {
        /// The real part.
        real: f64,
        /// The imaginary part.
        imaginary: f64,
    },
    /// A string, in WTF-8.
    Str(&'a [u8]),
    /// A bytes object.
    Bytes(&'a [u8]),
    /// A tuple.
    Tuple(&'a [Constant<'a>]),
    /// A frozen set, its members in the order they were written, duplicates included.
    FrozenSet(&'a [Constant<'a>]),
}

/// An integer too large for an `i64`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BigInt<'a> {
    /// Whether it is below zero.
    pub negative: bool,
    /// The magnitude, least significant first, without leading zeros.
    pub limbs: &'a [u32],
}

/// Whether a target is read, bound or deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Read.
    Load,
    /// Bound.
    Store,
    /// Deleted.
    Delete,
}

/// `!s`, `!r` and `!a` of a replacement field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// None.
    None,
    /// `!s`.
    Str,
    /// `!r`.
    Repr,
    /// `!a`.
    Ascii,
}

/// `and`, `or`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by CPython's ast module")]
pub enum BoolOperator {
    And,
    Or,
}

/// The binary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by CPython's ast module")]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

/// The unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by CPython's ast module")]
pub enum UnaryOperator {
    Invert,
    Not,
    UAdd,
    USub,
}

/// The comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by CPython's ast module")]
pub enum CompareOperator {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}
