//! What the first pass keeps: the scopes it is in, and how it notes names in them.

use bumpalo::Bump;
use bytecode::code::Flags;
use rustc_hash::FxHashMap;
use syntax::ast::{Identifier, Statement};
use syntax::error::SyntaxError;
use syntax::span::Span;

use super::{
    ComprehensionKind, Directive, Scope, ScopeId, ScopeKey, ScopeKind, Symbol, SymbolTable,
};
use crate::depth::Depth;
use crate::mangle::mangle;

/// The first pass.
pub(super) struct Builder<'a> {
    pub(super) arena: &'a Bump,
    pub(super) future_annotations: bool,
    pub(super) depth: Depth,
    /// The class whose private names are mangled.
    pub(super) private: Option<&'a str>,
    table: SymbolTable<'a>,
    /// One for each scope of the table.
    states: Vec<State>,
    /// The scopes around the visited node, the innermost last.
    stack: Vec<ScopeId>,
    directives: Vec<Directive<'a>>,
}

/// What the first pass alone needs of a scope.
#[derive(Clone, Copy, Default)]
pub(super) struct State {
    /// Whether the target of a comprehension's `for` is being visited.
    pub(super) in_comprehension_target: bool,
    /// Within how many iterables of comprehensions the scope stands or the visit is.
    pub(super) comprehension_iterables: u32,
    /// What the scope is, for errors: `a TypeVar bound`.
    pub(super) description: &'static str,
    /// The scope whose `mangled_names` apply here.
    mangling: Option<ScopeId>,
}

pub(super) type Visit = Result<(), SyntaxError>;

impl<'a> Builder<'a> {
    pub(super) fn new(arena: &'a Bump, future_flags: u32, depth_limit: u32) -> Builder<'a> {
        Builder {
            arena,
            future_annotations: future_flags & Flags::FUTURE_ANNOTATIONS != 0,
            depth: Depth::new(depth_limit),
            private: None,
            table: SymbolTable {
                scopes: Vec::new(),
                by_node: FxHashMap::default(),
            },
            states: Vec::new(),
            stack: Vec::new(),
            directives: Vec::new(),
        }
    }

    /// The table, and the directives in the order of the source.
    pub(super) fn finish(mut self) -> (SymbolTable<'a>, Vec<Directive<'a>>) {
        for (index, state) in self.states.iter().enumerate() {
            if let Some(owner) = state.mangling
                && owner.0 as usize != index
            {
                let names = self.table.scope(owner).mangled_names.clone();
                self.table.scopes[index].mangled_names = names;
            }
        }
        (self.table, self.directives)
    }

    pub(super) fn enter_module(&mut self) {
        self.enter("top", ScopeKind::Module, Span::default());
    }

    /// Enters a scope that the code generator will look up by `key`.
    pub(super) fn enter_scope(
        &mut self,
        key: ScopeKey,
        name: &'a str,
        kind: ScopeKind,
        span: Span,
    ) {
        let id = self.enter(name, kind, span);
        self.table.by_node.insert(key, id);
    }

    /// Enters the scope of annotations that are kept as text: it only catches mistakes, and
    /// nothing within it is analyzed.
    pub(super) fn enter_annotation(&mut self, span: Span) {
        self.enter("_annotation", ScopeKind::Annotation, span);
    }

    fn enter(&mut self, name: &'a str, kind: ScopeKind, span: Span) -> ScopeId {
        let id = ScopeId(self.table.scopes.len() as u32);
        let mut scope = Scope::new(name, kind, span);
        let mut state = State::default();
        if let Some(&parent) = self.stack.last() {
            let outer = &mut self.table.scopes[parent.0 as usize];
            scope.is_nested = outer.is_nested || outer.kind.is_function_like();
            if kind != ScopeKind::Annotation {
                outer.children.push(id);
            }
            let outer = self.states[parent.0 as usize];
            state.comprehension_iterables = outer.comprehension_iterables;
            if kind != ScopeKind::Class {
                state.mangling = outer.mangling;
            }
        }
        self.table.scopes.push(scope);
        self.states.push(state);
        self.stack.push(id);
        id
    }

    pub(super) fn exit_scope(&mut self) {
        self.stack.pop();
    }

    fn current_id(&self) -> ScopeId {
        self.stack.last().copied().unwrap_or(ScopeId(0))
    }

    pub(super) fn current(&mut self) -> &mut Scope<'a> {
        let id = self.current_id();
        &mut self.table.scopes[id.0 as usize]
    }

    pub(super) fn state(&mut self) -> &mut State {
        let id = self.current_id();
        &mut self.states[id.0 as usize]
    }

    pub(super) fn is_in_module_scope(&self) -> bool {
        self.current_id() == ScopeId(0)
    }

    /// Begins to collect the names that the current scope mangles; it mangles no others.
    pub(super) fn limit_mangling(&mut self) {
        let id = self.current_id();
        self.states[id.0 as usize].mangling = Some(id);
        self.table.scopes[id.0 as usize].mangled_names = Some(Vec::new());
    }

    fn mangle_in(&self, scope: ScopeId, name: &'a str) -> &'a str {
        if self.private.is_none() || !name.starts_with("__") {
            return name;
        }
        if let Some(owner) = self.states[scope.0 as usize].mangling
            && let Some(mangled) = &self.table.scope(owner).mangled_names
            && !mangled.contains(&name)
        {
            return name;
        }
        mangle(self.arena, self.private, name)
    }

    fn flags_in(&self, scope: ScopeId, name: &'a str) -> u16 {
        let mangled = self.mangle_in(scope, name);
        let symbols = &self.table.scope(scope).symbols;
        symbols.get(mangled).map_or(0, |symbol| symbol.flags)
    }

    /// How `name` was used so far in the current scope.
    pub(super) fn flags_of(&self, name: &'a str) -> u16 {
        self.flags_in(self.current_id(), name)
    }

    /// Notes that the current scope uses `name` as `flags` say.
    #[inline]
    pub(super) fn note(&mut self, name: &'a str, flags: u16, span: Span) -> Visit {
        let id = self.current_id();
        if flags & Symbol::DEF_TYPE_PARAM != 0
            && let Some(owner) = self.states[id.0 as usize].mangling
            && let Some(names) = &mut self.table.scopes[owner.0 as usize].mangled_names
            && !names.contains(&name)
        {
            names.push(name);
        }
        self.note_in(id, name, flags, span)
    }

    fn note_in(&mut self, scope: ScopeId, name: &'a str, flags: u16, span: Span) -> Visit {
        // The current scope decides on mangling, even where another one gets the name.
        let mangled = self.mangle_in(self.current_id(), name);
        let index = scope.0 as usize;
        let entry = &mut self.table.scopes[index];
        let symbol = entry.symbols.entry(mangled).or_default();
        let repeated = flags & symbol.flags;
        if repeated & Symbol::DEF_PARAM != 0 {
            let message = format!("duplicate argument '{name}' in function definition");
            return Err(SyntaxError::at_bytes(span, message));
        }
        if repeated & Symbol::DEF_TYPE_PARAM != 0 {
            let message = format!("duplicate type parameter '{name}'");
            return Err(SyntaxError::at_bytes(span, message));
        }
        symbol.flags |= flags;
        if self.states[index].in_comprehension_target {
            if symbol.has(Symbol::DEF_GLOBAL | Symbol::DEF_NONLOCAL) {
                let message = format!(
                    "comprehension inner loop cannot rebind assignment expression target '{name}'"
                );
                return Err(SyntaxError::at_bytes(span, message));
            }
            symbol.flags |= Symbol::DEF_COMP_ITER;
        }
        if flags & Symbol::DEF_PARAM != 0 {
            entry.varnames.push(mangled);
        } else if flags & Symbol::DEF_GLOBAL != 0 {
            let module = &mut self.table.scopes[0].symbols;
            module.entry(mangled).or_default().flags |= flags;
        }
        Ok(())
    }

    fn record_directive(&mut self, name: &'a str, span: Span) {
        let scope = self.current_id();
        let name = self.mangle_in(scope, name);
        self.directives.push(Directive { scope, name, span });
    }

    /// `global` and `nonlocal` statements; `flag` says which.
    pub(super) fn declare(
        &mut self,
        statement: &Statement<'a>,
        names: &[Identifier<'a>],
        flag: u16,
    ) -> Visit {
        let word = if flag == Symbol::DEF_GLOBAL {
            "global"
        } else {
            "nonlocal"
        };
        for &Identifier { name, .. } in names {
            let known = Symbol {
                flags: self.flags_of(name),
                ..Symbol::default()
            };
            let refusal = if known.has(Symbol::DEF_PARAM) {
                format!("name '{name}' is parameter and {word}")
            } else if known.has(Symbol::USE) {
                format!("name '{name}' is used prior to {word} declaration")
            } else if known.has(Symbol::DEF_ANNOT) {
                format!("annotated name '{name}' can't be {word}")
            } else if known.has(Symbol::DEF_LOCAL) {
                format!("name '{name}' is assigned to before {word} declaration")
            } else {
                self.note(name, flag, statement.span)?;
                self.record_directive(name, statement.span);
                continue;
            };
            return Err(SyntaxError::at_bytes(statement.span, refusal));
        }
        Ok(())
    }

    /// The target of an assignment expression within a comprehension belongs to the scope
    /// around all comprehensions.
    pub(super) fn bind_outside_comprehension(&mut self, name: &'a str, span: Span) -> Visit {
        for position in (0..self.stack.len()).rev() {
            let id = self.stack[position];
            let scope = self.table.scope(id);
            let refusal = match scope.kind {
                _ if scope.comprehension != ComprehensionKind::None => {
                    const ITERATED: u16 = Symbol::DEF_COMP_ITER | Symbol::DEF_LOCAL;
                    if self.flags_in(id, name) & ITERATED == ITERATED {
                        let message = format!(
                            "assignment expression cannot rebind comprehension iteration variable '{name}'"
                        );
                        return Err(SyntaxError::at_bytes(span, message));
                    }
                    continue;
                }
                ScopeKind::Annotation => continue,
                ScopeKind::Function => {
                    let is_global = self.flags_in(id, name) & Symbol::DEF_GLOBAL != 0;
                    let flag = if is_global {
                        Symbol::DEF_GLOBAL
                    } else {
                        Symbol::DEF_NONLOCAL
                    };
                    self.note(name, flag, span)?;
                    self.record_directive(name, span);
                    return self.note_in(id, name, Symbol::DEF_LOCAL, span);
                }
                ScopeKind::Module => {
                    self.note(name, Symbol::DEF_GLOBAL, span)?;
                    self.record_directive(name, span);
                    return self.note_in(id, name, Symbol::DEF_GLOBAL, span);
                }
                ScopeKind::Class => "a class body",
                ScopeKind::TypeParameters => {
                    let message = "assignment expression within a comprehension cannot be used within the definition of a generic";
                    return Err(SyntaxError::at_bytes(span, message));
                }
                ScopeKind::TypeAlias => "a type alias",
                ScopeKind::TypeVariable => "a TypeVar bound",
            };
            let message =
                format!("assignment expression within a comprehension cannot be used in {refusal}");
            return Err(SyntaxError::at_bytes(span, message));
        }
        Ok(())
    }
}
