//! The tables that the analysis fills and the code generator asks.

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use syntax::span::Span;

/// Number of a scope within its [`SymbolTable`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScopeId(pub u32);

/// All scopes of one module.
#[derive(Debug)]
pub struct SymbolTable<'a> {
    /// The scopes; the module's is the first.
    pub scopes: Vec<Scope<'a>>,
    /// Which scope a node of the tree opens.
    pub by_node: FxHashMap<ScopeKey, ScopeId>,
}

/// Names a scope by the node that opens it: its address, which is stable because the tree
/// lives in an arena and does not change after folding, its size, because the first of its
/// children may stand at the same address, and which of the node's scopes it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScopeKey {
    address: usize,
    size: u32,
    role: ScopeRole,
}

/// Which of the scopes of one node is meant, and which struct of the tree is the node: the
/// struct itself, never a reference to it (`ScopeKey::new(&**function, ...)` where a
/// `&mut FunctionDef` is at hand). Annotations that are kept as text have no scope here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeRole {
    /// The body of a [`FunctionDef`](syntax::ast::FunctionDef) or a
    /// [`ClassDef`](syntax::ast::ClassDef), by that struct; the body of a lambda or a
    /// comprehension, by the [`Expression`](syntax::ast::Expression) whose kind it is; the
    /// value of a [`TypeAlias`](syntax::ast::TypeAlias), by that struct.
    Body,
    /// The type parameters of a `FunctionDef`, `ClassDef` or `TypeAlias`, by that struct.
    TypeParameters,
    /// The bound, or the constraints, of a [`TypeParameter`](syntax::ast::TypeParameter), by
    /// that struct.
    Bound,
    /// The default of a `TypeParameter`, by that struct.
    Default,
}

impl ScopeKey {
    /// The key of `node`'s scope of that role.
    pub fn new<T>(node: &T, role: ScopeRole) -> ScopeKey {
        ScopeKey {
            address: std::ptr::from_ref(node).addr(),
            size: size_of::<T>() as u32,
            role,
        }
    }
}

impl<'a> SymbolTable<'a> {
    /// The scope with that number.
    pub fn scope(&self, id: ScopeId) -> &Scope<'a> {
        &self.scopes[id.0 as usize]
    }

    /// The scope that `node` opens. Panics if the analysis did not visit the node, which
    /// would be a mistake of this crate.
    pub fn scope_of<T>(&self, node: &T, role: ScopeRole) -> ScopeId {
        self.by_node[&ScopeKey::new(node, role)]
    }
}

/// The kinds of scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "CPython's block types")]
pub enum ScopeKind {
    Module,
    Class,
    Function,
    Annotation,
    TypeVariable,
    TypeAlias,
    TypeParameters,
}

impl ScopeKind {
    /// Whether names that it binds can be captured by inner scopes.
    pub fn is_function_like(self) -> bool {
        matches!(
            self,
            ScopeKind::Function
                | ScopeKind::TypeVariable
                | ScopeKind::TypeAlias
                | ScopeKind::TypeParameters
        )
    }
}

/// Which comprehension a function scope is, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named by the syntax")]
pub enum ComprehensionKind {
    None,
    List,
    Dict,
    Set,
    Generator,
}

/// One scope. The fields are those of CPython's `_symtable_entry`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the ste_* fields of CPython's symbol table")]
pub struct Scope<'a> {
    pub kind: ScopeKind,
    pub name: &'a str,
    /// In the order in which the names were first met: inlined comprehensions depend on it.
    pub symbols: IndexMap<&'a str, Symbol, FxBuildHasher>,
    /// The parameters, in the order of their slots.
    pub varnames: Vec<&'a str>,
    pub children: Vec<ScopeId>,
    pub span: Span,
    /// Whether it stands within a function, directly or not.
    pub is_nested: bool,
    pub is_generator: bool,
    pub is_coroutine: bool,
    pub comprehension: ComprehensionKind,
    /// Whether the comprehension is inlined into the scope around it (PEP 709).
    pub is_inlined: bool,
    pub has_varargs: bool,
    pub has_varkeywords: bool,
    /// Whether a `return` with a value was met.
    pub returns_value: bool,
    /// A class: some method uses `__class__` or `super`.
    pub needs_class_closure: bool,
    /// A class: some annotation scope reads `__classdict__`.
    pub needs_class_dictionary: bool,
    pub can_see_class_scope: bool,
    /// Names that a generic class's type parameter scope mangles; CPython's
    /// `ste_mangled_names`.
    pub mangled_names: Option<Vec<&'a str>>,
}

/// As many symbols as fit a hash table of eight places, which is enough for most scopes.
const COMMON_SYMBOLS: usize = 7;

impl<'a> Scope<'a> {
    pub(super) fn new(name: &'a str, kind: ScopeKind, span: Span) -> Scope<'a> {
        Scope {
            kind,
            name,
            symbols: IndexMap::with_capacity_and_hasher(COMMON_SYMBOLS, FxBuildHasher),
            varnames: Vec::new(),
            children: Vec::new(),
            span,
            is_nested: false,
            is_generator: false,
            is_coroutine: false,
            comprehension: ComprehensionKind::None,
            is_inlined: false,
            has_varargs: false,
            has_varkeywords: false,
            returns_value: false,
            needs_class_closure: false,
            needs_class_dictionary: false,
            can_see_class_scope: false,
            mangled_names: None,
        }
    }
}

/// What is known of one name in one scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Symbol {
    /// How it is used: the `DEF_*` and `USE` bits.
    pub flags: u16,
    /// What it means, once the analysis is done.
    pub meaning: Meaning,
}

#[allow(missing_docs, reason = "named as in CPython's symbol table")]
impl Symbol {
    pub const DEF_GLOBAL: u16 = 1 << 0;
    pub const DEF_LOCAL: u16 = 1 << 1;
    pub const DEF_PARAM: u16 = 1 << 2;
    pub const DEF_NONLOCAL: u16 = 1 << 3;
    pub const USE: u16 = 1 << 4;
    pub const DEF_FREE_CLASS: u16 = 1 << 6;
    pub const DEF_IMPORT: u16 = 1 << 7;
    pub const DEF_ANNOT: u16 = 1 << 8;
    pub const DEF_COMP_ITER: u16 = 1 << 9;
    pub const DEF_TYPE_PARAM: u16 = 1 << 10;
    pub const DEF_COMP_CELL: u16 = 1 << 11;
    pub const DEF_BOUND: u16 =
        Self::DEF_LOCAL | Self::DEF_PARAM | Self::DEF_IMPORT | Self::DEF_TYPE_PARAM;

    /// Whether any of `flags` is set.
    pub fn has(self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

/// Where a name's value is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meaning {
    /// Not decided, or not in the scope at all.
    #[default]
    Unknown,
    /// A local of the scope.
    Local,
    /// Global by a `global` statement.
    GlobalExplicit,
    /// Global because nothing binds it.
    GlobalImplicit,
    /// A cell of a scope around this one.
    Free,
    /// A local that inner scopes capture.
    Cell,
}
