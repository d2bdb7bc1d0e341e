//! The unit: a code object in the making and what the code generator must remember of it.

use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::blocks::FrameBlock;
use crate::symtable::{Meaning, Scope, ScopeId, Symbol, SymbolTable};
use crate::unit::{CodeUnit, NameTable};

/// What a unit is compiled from (`u_scope_type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnitKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    TypeParameters,
}

/// CPython's `compiler_unit`.
#[derive(Debug)]
pub(crate) struct Unit<'a, 't> {
    pub(crate) code: CodeUnit<'a>,
    pub(crate) scope: ScopeId,
    pub(crate) kind: UnitKind,
    /// The class whose private names are mangled here.
    pub(crate) private: Option<&'a str>,
    /// The blocks that a `return`, `break` or `continue` must unwind, outermost first.
    pub(crate) frame_blocks: Vec<FrameBlock<'a, 't>>,
    /// A class: the attributes that its methods set on `self`.
    pub(crate) static_attributes: IndexSet<&'a str, FxBuildHasher>,
    /// How many inlined comprehensions are open (`u_in_inlined_comp`).
    pub(crate) inlined_comprehensions: u32,
    /// Outside functions: the names that are fast locals now, because the comprehension that
    /// binds them is inlined and open. All of them are in `code.hidden` too, and stay there.
    pub(crate) fast_hidden: Vec<&'a str>,
}

impl<'a> Unit<'a, '_> {
    /// A unit that [`Unit::restart`] must prepare.
    pub(crate) fn new(filename: Arc<str>) -> Self {
        Unit {
            code: CodeUnit::new(filename),
            scope: ScopeId(0),
            kind: UnitKind::Module,
            private: None,
            frame_blocks: Vec::new(),
            static_attributes: IndexSet::default(),
            inlined_comprehensions: 0,
            fast_hidden: Vec::new(),
        }
    }

    /// Empties it for another code object, whose variables are numbered by what `scope` says
    /// of them.
    pub(crate) fn restart(
        &mut self,
        symtable: &SymbolTable<'a>,
        name: &'a str,
        kind: UnitKind,
        scope: ScopeId,
        first_line: u32,
    ) {
        let entry = symtable.scope(scope);
        self.code.restart(name, first_line);
        self.code.varnames.extend(entry.varnames.iter().copied());
        let cellvars = &mut self.code.cellvars;
        add_names_meaning(cellvars, entry, Meaning::Cell, Symbol::DEF_COMP_CELL);
        if entry.needs_class_closure {
            cellvars.insert("__class__");
        }
        if entry.needs_class_dictionary {
            cellvars.insert("__classdict__");
        }
        let freevars = &mut self.code.freevars;
        add_names_meaning(freevars, entry, Meaning::Free, Symbol::DEF_FREE_CLASS);
        self.scope = scope;
        self.kind = kind;
        self.private = None;
        self.frame_blocks.clear();
        self.static_attributes.clear();
        self.inlined_comprehensions = 0;
        self.fast_hidden.clear();
    }
}

/// Adds the names of that meaning, or with one of `flags`, in the order of their code points
/// (`dictbytype`).
fn add_names_meaning<'a>(
    names: &mut NameTable<'a>,
    scope: &Scope<'a>,
    meaning: Meaning,
    flags: u16,
) {
    let wanted = scope
        .symbols
        .iter()
        .filter(|(_, symbol)| symbol.meaning == meaning || symbol.has(flags));
    names.extend(wanted.map(|(name, _)| *name));
    names.sort_unstable();
}
