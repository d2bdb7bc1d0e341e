//! The second pass: from the outer scopes to the inner ones, what each name means.

use rustc_hash::{FxHashMap, FxHashSet};
use syntax::error::SyntaxError;

use super::{ComprehensionKind, Directive, Meaning, ScopeId, ScopeKind, Symbol, SymbolTable};

/// Decides the meaning of every symbol of `table`, and which comprehensions are inlined.
pub(super) fn analyze<'a>(
    table: &mut SymbolTable<'a>,
    directives: &[Directive<'a>],
) -> Result<(), SyntaxError> {
    let mut analysis = Analysis {
        table,
        directives,
        environment: FxHashMap::default(),
        changes: Vec::new(),
    };
    analysis.analyze_scope(ScopeId(0), None).map(|_| ())
}

type Names<'a> = FxHashSet<&'a str>;

struct Analysis<'t, 'a> {
    table: &'t mut SymbolTable<'a>,
    directives: &'t [Directive<'a>],
    /// What the scopes around the analyzed one say of a name: bits of [`outer`].
    environment: FxHashMap<&'a str, u8>,
    /// The names of the environment that changed, with what stood there before.
    changes: Vec<(&'a str, u8)>,
}

/// The bits of the environment.
mod outer {
    /// Bound by a function around.
    pub(super) const BOUND: u8 = 1;
    /// Declared global by a scope around.
    pub(super) const GLOBAL: u8 = 2;
    /// Bound as a type parameter.
    pub(super) const TYPE_PARAMETER: u8 = 4;
}

impl<'a> Analysis<'_, 'a> {
    /// Analyzes a scope and those in it, and gives the names that are free in them.
    /// `class` is the class whose names the scope can see, if it is one of types.
    fn analyze_scope(
        &mut self,
        id: ScopeId,
        class: Option<ScopeId>,
    ) -> Result<Names<'a>, SyntaxError> {
        let mark = self.changes.len();
        let index = id.0 as usize;
        let mut own_free = Names::default();
        for position in 0..self.table.scopes[index].symbols.len() {
            self.resolve(id, position, class, &mut own_free)?;
        }
        let mut free = Names::default();
        let mut inlined_cells = Names::default();
        if !self.table.scopes[index].children.is_empty() {
            self.open_to_children(id, mark);
            self.analyze_children(id, class, &mut free, &mut inlined_cells)?;
        }
        let kind = self.table.scopes[index].kind;
        if kind.is_function_like() {
            self.make_cells(id, &mut free, &inlined_cells);
        } else if kind == ScopeKind::Class {
            let scope = &mut self.table.scopes[index];
            scope.needs_class_closure |= free.remove("__class__");
            scope.needs_class_dictionary |= free.remove("__classdict__");
        }
        self.record_free(id, &free, &inlined_cells);
        self.undo(mark);
        if own_free.is_empty() {
            return Ok(free);
        }
        own_free.extend(free);
        Ok(own_free)
    }

    /// Decides on one symbol by its flags and by what is known from the scopes around.
    fn resolve(
        &mut self,
        id: ScopeId,
        position: usize,
        class: Option<ScopeId>,
        free: &mut Names<'a>,
    ) -> Result<(), SyntaxError> {
        let scope = &self.table.scopes[id.0 as usize];
        let Some((&name, &symbol)) = scope.symbols.get_index(position) else {
            return Ok(());
        };
        let known = self.environment.get(name).copied().unwrap_or(0);
        let meaning = if symbol.has(Symbol::DEF_GLOBAL) {
            if symbol.has(Symbol::DEF_NONLOCAL) {
                let message = format!("name '{name}' is nonlocal and global");
                return Err(self.refusal(id, name, message));
            }
            self.change(name, known, (known | outer::GLOBAL) & !outer::BOUND);
            Meaning::GlobalExplicit
        } else if symbol.has(Symbol::DEF_NONLOCAL) {
            let message = if id == ScopeId(0) {
                "nonlocal declaration not allowed at module level".into()
            } else if known & outer::BOUND == 0 {
                format!("no binding for nonlocal '{name}' found")
            } else if known & outer::TYPE_PARAMETER != 0 {
                format!("nonlocal binding not allowed for type parameter '{name}'")
            } else {
                free.insert(name);
                self.set(id, position, Meaning::Free);
                return Ok(());
            };
            return Err(self.refusal(id, name, message));
        } else if symbol.has(Symbol::DEF_BOUND) {
            let known_here = if symbol.has(Symbol::DEF_TYPE_PARAM) {
                known | outer::TYPE_PARAMETER
            } else {
                known & !outer::TYPE_PARAMETER
            };
            self.change(name, known, known_here & !outer::GLOBAL);
            Meaning::Local
        } else {
            self.resolve_use(name, known, class, free)
        };
        self.set(id, position, meaning);
        Ok(())
    }

    /// A name that the scope reads and does not bind.
    fn resolve_use(
        &self,
        name: &'a str,
        known: u8,
        class: Option<ScopeId>,
        free: &mut Names<'a>,
    ) -> Meaning {
        // A scope of types in a class looks in the class and in the globals only for what
        // the class binds, even if a function around the class binds it too.
        if let Some(class) = class
            && let Some(symbol) = self.table.scope(class).symbols.get(name)
        {
            if symbol.has(Symbol::DEF_GLOBAL) {
                return Meaning::GlobalExplicit;
            }
            if symbol.has(Symbol::DEF_BOUND) && !symbol.has(Symbol::DEF_NONLOCAL) {
                return Meaning::GlobalImplicit;
            }
        }
        if known & outer::BOUND != 0 {
            free.insert(name);
            return Meaning::Free;
        }
        Meaning::GlobalImplicit
    }

    fn set(&mut self, id: ScopeId, position: usize, meaning: Meaning) {
        let symbols = &mut self.table.scopes[id.0 as usize].symbols;
        if let Some((_, symbol)) = symbols.get_index_mut(position) {
            symbol.meaning = meaning;
        }
    }

    fn change(&mut self, name: &'a str, old: u8, new: u8) {
        if old != new {
            self.changes.push((name, old));
            self.environment.insert(name, new);
        }
    }

    fn undo(&mut self, mark: usize) {
        while self.changes.len() > mark {
            if let Some((name, old)) = self.changes.pop() {
                self.environment.insert(name, old);
            }
        }
    }

    /// Makes the environment that of the scope's children: a function's locals are bound in
    /// them, while a class shows them nothing of its own but the two cells it may need.
    fn open_to_children(&mut self, id: ScopeId, mark: usize) {
        let kind = self.table.scope(id).kind;
        if kind == ScopeKind::Class {
            for position in mark..self.changes.len() {
                let (name, old) = self.changes[position];
                if let Some(known) = self.environment.get_mut(name) {
                    const HIDDEN: u8 = outer::BOUND | outer::GLOBAL;
                    *known = (*known & !HIDDEN) | (old & HIDDEN);
                }
            }
            for name in ["__class__", "__classdict__"] {
                self.bind(name);
            }
        } else if kind.is_function_like() {
            for position in 0..self.table.scope(id).symbols.len() {
                let symbols = &self.table.scope(id).symbols;
                if let Some((&name, symbol)) = symbols.get_index(position)
                    && symbol.meaning == Meaning::Local
                {
                    self.bind(name);
                }
            }
        }
    }

    fn bind(&mut self, name: &'a str) {
        let known = self.environment.get(name).copied().unwrap_or(0);
        self.change(name, known, known | outer::BOUND);
    }

    fn analyze_children(
        &mut self,
        id: ScopeId,
        class: Option<ScopeId>,
        free: &mut Names<'a>,
        inlined_cells: &mut Names<'a>,
    ) -> Result<(), SyntaxError> {
        let index = id.0 as usize;
        let children = std::mem::take(&mut self.table.scopes[index].children);
        let scope = &self.table.scopes[index];
        let (kind, can_see_class_scope) = (scope.kind, scope.can_see_class_scope);
        let mut kept = Vec::with_capacity(children.len());
        for child in children {
            let inner = self.table.scope(child);
            let seen = match kind {
                _ if !inner.can_see_class_scope => None,
                ScopeKind::Class => Some(id),
                _ => class,
            };
            // A comprehension is inlined unless it is a generator expression, or stands in
            // a scope of types within a class.
            let is_inlined = inner.comprehension != ComprehensionKind::None
                && !inner.is_generator
                && !can_see_class_scope;
            let mut child_free = self.analyze_scope(child, seen)?;
            if is_inlined {
                self.inline(id, child, &mut child_free, inlined_cells);
                self.table.scopes[child.0 as usize].is_inlined = true;
                kept.extend_from_slice(&self.table.scope(child).children);
            } else {
                kept.push(child);
            }
            if free.is_empty() {
                *free = child_free;
            } else {
                free.extend(child_free);
            }
        }
        self.table.scopes[index].children = kept;
        Ok(())
    }

    /// Moves the names of the comprehension `inner` into the scope `id` around it.
    fn inline(
        &mut self,
        id: ScopeId,
        inner: ScopeId,
        inner_free: &mut Names<'a>,
        inlined_cells: &mut Names<'a>,
    ) {
        let is_class = self.table.scope(id).kind == ScopeKind::Class;
        let mut drops_class_cell = false;
        for position in 0..self.table.scope(inner).symbols.len() {
            let symbols = &self.table.scope(inner).symbols;
            let Some((&name, &symbol)) = symbols.get_index(position) else {
                break;
            };
            if symbol.has(Symbol::DEF_PARAM) {
                continue;
            }
            if symbol.meaning == Meaning::Cell || symbol.has(Symbol::DEF_COMP_CELL) {
                inlined_cells.insert(name);
            }
            let mut meaning = symbol.meaning;
            if meaning == Meaning::Free && is_class && name == "__class__" {
                // It is never free through a class.
                meaning = Meaning::GlobalImplicit;
                inner_free.remove(name);
                drops_class_cell = true;
            }
            let outer_symbols = &mut self.table.scopes[id.0 as usize].symbols;
            match outer_symbols.get(name).copied() {
                None => {
                    let flags = symbol.flags;
                    outer_symbols.insert(name, Symbol { flags, meaning });
                }
                // What is free in the comprehension and local here is now plainly local.
                Some(existing) => {
                    if existing.has(Symbol::DEF_BOUND)
                        && !is_class
                        && !self.is_free_in_children(inner, name)
                    {
                        inner_free.remove(name);
                    }
                }
            }
        }
        if drops_class_cell {
            self.table.scopes[inner.0 as usize]
                .symbols
                .shift_remove("__class__");
        }
    }

    fn is_free_in_children(&self, id: ScopeId, name: &str) -> bool {
        self.table.scope(id).children.iter().any(|&child| {
            let symbol = self.table.scope(child).symbols.get(name);
            symbol.is_some_and(|symbol| symbol.meaning == Meaning::Free)
        })
    }

    /// Makes cells of the locals that are free in inner scopes.
    fn make_cells(&mut self, id: ScopeId, free: &mut Names<'a>, inlined_cells: &Names<'a>) {
        if free.is_empty() && inlined_cells.is_empty() {
            return;
        }
        for (&name, symbol) in &mut self.table.scopes[id.0 as usize].symbols {
            if symbol.meaning == Meaning::Local
                && (free.contains(name) || inlined_cells.contains(name))
            {
                symbol.meaning = Meaning::Cell;
                free.remove(name);
            }
        }
    }

    /// Notes the cells that inlining brought, and the names that only pass through the scope
    /// to inner ones.
    fn record_free(&mut self, id: ScopeId, free: &Names<'a>, inlined_cells: &Names<'a>) {
        let scope = &mut self.table.scopes[id.0 as usize];
        for name in inlined_cells {
            if let Some(symbol) = scope.symbols.get_mut(name) {
                symbol.flags |= Symbol::DEF_COMP_CELL;
            }
        }
        let marks_class = scope.kind == ScopeKind::Class || scope.can_see_class_scope;
        // CPython's order is that of a set, and differs from run to run; ours is sorted.
        let mut names: Vec<&'a str> = free.iter().copied().collect();
        names.sort_unstable();
        for name in names {
            let is_bound = || {
                let known = self.environment.get(name).copied().unwrap_or(0);
                known & outer::BOUND != 0
            };
            match scope.symbols.entry(name) {
                indexmap::map::Entry::Occupied(mut entry) => {
                    if marks_class {
                        entry.get_mut().flags |= Symbol::DEF_FREE_CLASS;
                    }
                }
                indexmap::map::Entry::Vacant(entry) => {
                    if id == ScopeId(0) || is_bound() {
                        entry.insert(Symbol {
                            flags: 0,
                            meaning: Meaning::Free,
                        });
                    }
                }
            }
        }
    }

    fn refusal(&self, id: ScopeId, name: &str, message: String) -> SyntaxError {
        let mut here = self
            .directives
            .iter()
            .filter(|directive| directive.scope == id);
        let span = match here.find(|directive| directive.name == name) {
            Some(directive) => directive.span,
            None => self.table.scope(id).span,
        };
        SyntaxError::at_bytes(span, message)
    }
}
