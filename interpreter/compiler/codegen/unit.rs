//! The unit: a code object in the making and what the code generator must remember of it.

use std::sync::Arc;

use bytecode::code::Flags;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use super::blocks::FrameBlock;
use crate::constants::ConstantTable;
use crate::instructions::InstructionSequence;
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

impl<'a, 't> Unit<'a, 't> {
    /// A unit without instructions, its variables numbered by what `scope` says of them.
    pub(crate) fn new(
        symtable: &SymbolTable<'a>,
        filename: Arc<str>,
        name: &'a str,
        kind: UnitKind,
        scope: ScopeId,
        first_line: u32,
    ) -> Self {
        let entry = symtable.scope(scope);
        let mut cellvars = names_meaning(entry, Meaning::Cell, Symbol::DEF_COMP_CELL);
        if entry.needs_class_closure {
            cellvars.insert("__class__");
        }
        if entry.needs_class_dictionary {
            cellvars.insert("__classdict__");
        }
        let freevars = names_meaning(entry, Meaning::Free, Symbol::DEF_FREE_CLASS);
        Unit {
            code: CodeUnit {
                instructions: InstructionSequence::default(),
                constants: ConstantTable::default(),
                names: NameTable::default(),
                varnames: entry.varnames.iter().copied().collect(),
                cellvars,
                freevars,
                hidden: NameTable::default(),
                argument_count: 0,
                positional_only_argument_count: 0,
                keyword_only_argument_count: 0,
                flags: Flags(0),
                filename,
                name,
                qualified_name: String::new(),
                first_line,
            },
            scope,
            kind,
            private: None,
            frame_blocks: Vec::new(),
            static_attributes: IndexSet::default(),
            inlined_comprehensions: 0,
            fast_hidden: Vec::new(),
        }
    }
}

/// The names of that meaning, or with one of `flags`, in the order of their code points
/// (`dictbytype`).
fn names_meaning<'a>(scope: &Scope<'a>, meaning: Meaning, flags: u16) -> NameTable<'a> {
    let mut names: Vec<&'a str> = scope
        .symbols
        .iter()
        .filter(|(_, symbol)| symbol.meaning == meaning || symbol.has(flags))
        .map(|(name, _)| *name)
        .collect();
    names.sort_unstable();
    names.into_iter().collect()
}
