//! The abstract grammar: the only table of node classes and their fields.

/// How often a field holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Once.
    One,
    /// Once, or `None`.
    Optional,
    /// A list.
    Many,
}

/// A field of a node.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What it holds: a class of the grammar, or `identifier`, `int`, `string`, `constant`.
    pub kind: &'static str,
    /// How often.
    pub quantity: Quantity,
    /// Its name.
    pub name: &'static str,
}

/// Node classes that stand for one thing in the grammar.
pub struct Group {
    /// The name of the base class; that of the only class where there is no base.
    pub name: &'static str,
    /// The classes.
    pub members: &'static [Node],
    /// Whether nodes have positions.
    pub positions: Positions,
}

/// Whether nodes have positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Positions {
    /// They have none.
    None,
    /// The end may be left out.
    Start,
    /// The end must be there.
    Both,
}

impl Group {
    /// Whether the classes have a base of the group's name.
    pub fn has_base(&self) -> bool {
        !matches!(self.members, [only] if only.name() == self.name)
    }
}

macro_rules! grammar {
    ($($group:literal $positions:ident = $($node:ident $name:literal ($fields:literal))|+;)*) => {
        /// A node class.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names of the grammar")]
        pub enum Node {
            $($($node,)+)*
        }

        impl Node {
            /// All of them, in their order.
            pub const ALL: &[Node] = &[$($(Node::$node,)+)*];

            /// The name of the class.
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Node::$node => $name,)+)*
                }
            }

            /// The fields as the grammar writes them.
            pub const fn notation(self) -> &'static str {
                match self {
                    $($(Node::$node => $fields,)+)*
                }
            }
        }

        /// The groups, in the order of the grammar.
        pub static GROUPS: &[Group] = &[
            $(Group {
                name: $group,
                members: &[$(Node::$node,)+],
                positions: Positions::$positions,
            },)*
        ];
    };
}

grammar! {
    "mod" None =
        Module "Module" ("stmt* body, type_ignore* type_ignores")
        | Interactive "Interactive" ("stmt* body")
        | Expression "Expression" ("expr body")
        | FunctionType "FunctionType" ("expr* argtypes, expr returns");
    "stmt" Start =
        FunctionDef "FunctionDef" ("identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params")
        | AsyncFunctionDef "AsyncFunctionDef" ("identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params")
        | ClassDef "ClassDef" ("identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params")
        | Return "Return" ("expr? value")
        | Delete "Delete" ("expr* targets")
        | Assign "Assign" ("expr* targets, expr value, string? type_comment")
        | TypeAlias "TypeAlias" ("expr name, type_param* type_params, expr value")
        | AugAssign "AugAssign" ("expr target, operator op, expr value")
        | AnnAssign "AnnAssign" ("expr target, expr annotation, expr? value, int simple")
        | For "For" ("expr target, expr iter, stmt* body, stmt* orelse, string? type_comment")
        | AsyncFor "AsyncFor" ("expr target, expr iter, stmt* body, stmt* orelse, string? type_comment")
        | While "While" ("expr test, stmt* body, stmt* orelse")
        | If "If" ("expr test, stmt* body, stmt* orelse")
        | With "With" ("withitem* items, stmt* body, string? type_comment")
        | AsyncWith "AsyncWith" ("withitem* items, stmt* body, string? type_comment")
        | Match "Match" ("expr subject, match_case* cases")
        | Raise "Raise" ("expr? exc, expr? cause")
        | Try "Try" ("stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody")
        | TryStar "TryStar" ("stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody")
        | Assert "Assert" ("expr test, expr? msg")
        | Import "Import" ("alias* names")
        | ImportFrom "ImportFrom" ("identifier? module, alias* names, int? level")
        | Global "Global" ("identifier* names")
        | Nonlocal "Nonlocal" ("identifier* names")
        | Expr "Expr" ("expr value")
        | Pass "Pass" ("")
        | Break "Break" ("")
        | Continue "Continue" ("");
    "expr" Start =
        BoolOp "BoolOp" ("boolop op, expr* values")
        | NamedExpr "NamedExpr" ("expr target, expr value")
        | BinOp "BinOp" ("expr left, operator op, expr right")
        | UnaryOp "UnaryOp" ("unaryop op, expr operand")
        | Lambda "Lambda" ("arguments args, expr body")
        | IfExp "IfExp" ("expr test, expr body, expr orelse")
        | Dict "Dict" ("expr* keys, expr* values")
        | Set "Set" ("expr* elts")
        | ListComp "ListComp" ("expr elt, comprehension* generators")
        | SetComp "SetComp" ("expr elt, comprehension* generators")
        | DictComp "DictComp" ("expr key, expr value, comprehension* generators")
        | GeneratorExp "GeneratorExp" ("expr elt, comprehension* generators")
        | Await "Await" ("expr value")
        | Yield "Yield" ("expr? value")
        | YieldFrom "YieldFrom" ("expr value")
        | Compare "Compare" ("expr left, cmpop* ops, expr* comparators")
        | Call "Call" ("expr func, expr* args, keyword* keywords")
        | FormattedValue "FormattedValue" ("expr value, int conversion, expr? format_spec")
        | JoinedStr "JoinedStr" ("expr* values")
        | Constant "Constant" ("constant value, string? kind")
        | Attribute "Attribute" ("expr value, identifier attr, expr_context ctx")
        | Subscript "Subscript" ("expr value, expr slice, expr_context ctx")
        | Starred "Starred" ("expr value, expr_context ctx")
        | Name "Name" ("identifier id, expr_context ctx")
        | List "List" ("expr* elts, expr_context ctx")
        | Tuple "Tuple" ("expr* elts, expr_context ctx")
        | Slice "Slice" ("expr? lower, expr? upper, expr? step");
    "expr_context" None = Load "Load" ("") | Store "Store" ("") | Del "Del" ("");
    "boolop" None = And "And" ("") | Or "Or" ("");
    "operator" None =
        Add "Add" ("") | Sub "Sub" ("") | Mult "Mult" ("") | MatMult "MatMult" ("")
        | Div "Div" ("") | Mod "Mod" ("") | Pow "Pow" ("") | LShift "LShift" ("")
        | RShift "RShift" ("") | BitOr "BitOr" ("") | BitXor "BitXor" ("")
        | BitAnd "BitAnd" ("") | FloorDiv "FloorDiv" ("");
    "unaryop" None =
        Invert "Invert" ("") | Not "Not" ("") | UAdd "UAdd" ("") | USub "USub" ("");
    "cmpop" None =
        Eq "Eq" ("") | NotEq "NotEq" ("") | Lt "Lt" ("") | LtE "LtE" ("") | Gt "Gt" ("")
        | GtE "GtE" ("") | Is "Is" ("") | IsNot "IsNot" ("") | In "In" ("") | NotIn "NotIn" ("");
    "comprehension" None =
        Comprehension "comprehension" ("expr target, expr iter, expr* ifs, int is_async");
    "excepthandler" Start =
        ExceptHandler "ExceptHandler" ("expr? type, identifier? name, stmt* body");
    "arguments" None =
        Arguments "arguments" ("arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults");
    "arg" Start = Arg "arg" ("identifier arg, expr? annotation, string? type_comment");
    "keyword" Start = Keyword "keyword" ("identifier? arg, expr value");
    "alias" Start = Alias "alias" ("identifier name, identifier? asname");
    "withitem" None = WithItem "withitem" ("expr context_expr, expr? optional_vars");
    "match_case" None = MatchCase "match_case" ("pattern pattern, expr? guard, stmt* body");
    "pattern" Both =
        MatchValue "MatchValue" ("expr value")
        | MatchSingleton "MatchSingleton" ("constant value")
        | MatchSequence "MatchSequence" ("pattern* patterns")
        | MatchMapping "MatchMapping" ("expr* keys, pattern* patterns, identifier? rest")
        | MatchClass "MatchClass" ("expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns")
        | MatchStar "MatchStar" ("identifier? name")
        | MatchAs "MatchAs" ("pattern? pattern, identifier? name")
        | MatchOr "MatchOr" ("pattern* patterns");
    "type_ignore" None = TypeIgnore "TypeIgnore" ("int lineno, string tag");
    "type_param" Both =
        TypeVar "TypeVar" ("identifier name, expr? bound, expr? default_value")
        | ParamSpec "ParamSpec" ("identifier name, expr? default_value")
        | TypeVarTuple "TypeVarTuple" ("identifier name, expr? default_value");
}

impl Node {
    /// The fields, in order.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        let parts = self.notation().split(", ").filter(|part| !part.is_empty());
        parts.filter_map(|part| {
            let (kind, name) = part.split_once(' ')?;
            let (kind, quantity) = match (kind.strip_suffix('*'), kind.strip_suffix('?')) {
                (Some(kind), _) => (kind, Quantity::Many),
                (_, Some(kind)) => (kind, Quantity::Optional),
                _ => (kind, Quantity::One),
            };
            Some(Field {
                kind,
                quantity,
                name,
            })
        })
    }

    /// The docstring: the class as the grammar has it.
    pub fn doc(self) -> String {
        match self.notation() {
            "" => self.name().to_owned(),
            notation => format!("{}({notation})", self.name()),
        }
    }
}
