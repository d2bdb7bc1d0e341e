//! What a walk makes of the tokens: as little as the errors' messages and places need.

/// The value of what has matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// An optional item is missing, or the item never has a value.
    Absent,
    /// Something of no interest.
    Something,
    /// The token with this number.
    Token(u32),
    /// The node with this number.
    Node(u32),
}

/// A node.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// The number of its first token.
    pub first: u32,
    /// The number of its last token.
    pub last: u32,
    /// Where its children start in the table of children.
    pub children: u32,
    /// How many children it has.
    pub count: u32,
}

/// The kinds of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Attribute,
    Await,
    BytesLiteral,
    Call,
    Comparison,
    Conditional,
    Dict,
    DictComprehension,
    Ellipsis,
    False,
    FString,
    Generator,
    Lambda,
    List,
    ListComprehension,
    NamedExpression,
    None,
    /// An operator with its operands, except comparisons.
    Operation,
    Set,
    SetComprehension,
    Starred,
    StringLiteral,
    Subscript,
    True,
    Tuple,
    Yield,

    /// The arguments of a call: expressions, `Keyword`s and `DoubleStarred`s.
    Arguments,
    /// A `for` of a comprehension: what it runs through, and its conditions.
    Clause,
    /// `**mapping` as an argument.
    DoubleStarred,
    /// The `in` of a comparison.
    In,
    /// `name=value` as an argument.
    Keyword,
    Parameter,
    Pattern,
    /// The values of a repeated item.
    Sequence,
}

impl Kind {
    /// The kind that the notation calls so.
    pub fn from_name(name: &str) -> Option<Kind> {
        Some(match name {
            "Arguments" => Kind::Arguments,
            "Attribute" => Kind::Attribute,
            "Await" => Kind::Await,
            "Call" => Kind::Call,
            "Clause" => Kind::Clause,
            "Comparison" => Kind::Comparison,
            "Conditional" => Kind::Conditional,
            "Dict" => Kind::Dict,
            "DictComprehension" => Kind::DictComprehension,
            "DoubleStarred" => Kind::DoubleStarred,
            "Ellipsis" => Kind::Ellipsis,
            "False" => Kind::False,
            "Generator" => Kind::Generator,
            "In" => Kind::In,
            "Keyword" => Kind::Keyword,
            "Lambda" => Kind::Lambda,
            "List" => Kind::List,
            "ListComprehension" => Kind::ListComprehension,
            "NamedExpression" => Kind::NamedExpression,
            "None" => Kind::None,
            "Operation" => Kind::Operation,
            "Parameter" => Kind::Parameter,
            "Pattern" => Kind::Pattern,
            "Sequence" => Kind::Sequence,
            "Set" => Kind::Set,
            "SetComprehension" => Kind::SetComprehension,
            "Starred" => Kind::Starred,
            "Subscript" => Kind::Subscript,
            "True" => Kind::True,
            "Tuple" => Kind::Tuple,
            "Yield" => Kind::Yield,
            _ => return None,
        })
    }

    /// How CPython's messages call an expression of this kind.
    pub fn description(self) -> &'static str {
        match self {
            Kind::Attribute => "attribute",
            Kind::Await => "await expression",
            Kind::BytesLiteral | Kind::StringLiteral => "literal",
            Kind::Call => "function call",
            Kind::Comparison => "comparison",
            Kind::Conditional => "conditional expression",
            Kind::Dict => "dict literal",
            Kind::DictComprehension => "dict comprehension",
            Kind::Ellipsis => "ellipsis",
            Kind::False => "False",
            Kind::FString => "f-string expression",
            Kind::Generator => "generator expression",
            Kind::Lambda => "lambda",
            Kind::List => "list",
            Kind::ListComprehension => "list comprehension",
            Kind::NamedExpression => "named expression",
            Kind::None => "None",
            Kind::Set => "set display",
            Kind::SetComprehension => "set comprehension",
            Kind::Starred => "starred",
            Kind::Subscript => "subscript",
            Kind::True => "True",
            Kind::Tuple => "tuple",
            Kind::Yield => "yield expression",
            Kind::Operation
            | Kind::Arguments
            | Kind::Clause
            | Kind::DoubleStarred
            | Kind::In
            | Kind::Keyword
            | Kind::Parameter
            | Kind::Pattern
            | Kind::Sequence => "expression",
        }
    }
}
