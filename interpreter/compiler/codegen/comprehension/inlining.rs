//! What keeps the variables of an inlined comprehension (PEP 709) apart from those around it.

use std::mem;

use bytecode::{Location, Opcode};

use crate::codegen::CodeGenerator;
use crate::codegen::operand::count;
use crate::instructions::Label;
use crate::symtable::{Meaning, ScopeId, ScopeKind, Symbol};

/// What must be undone after an inlined comprehension. CPython's
/// `inlined_comprehension_state`.
#[derive(Default)]
pub(super) struct Isolation<'a> {
    /// Names that meant something else outside, with what they meant.
    changed_symbols: Vec<(&'a str, Symbol)>,
    /// Names whose outer values wait on the stack.
    pushed_locals: Vec<&'a str>,
    /// How many names became fast locals for the comprehension only.
    hidden_count: usize,
    /// The handler that restores the outer values after an exception, and the place after it.
    labels: Option<(Label, Label)>,
}

impl<'a> CodeGenerator<'a, '_> {
    /// Makes the comprehension's names mean what they mean in `comprehension`, its scope, and
    /// saves the outer values of its variables on the stack, beneath the first iterator. The
    /// source is `push_inlined_comprehension_state`.
    pub(super) fn isolate_comprehension(
        &mut self,
        comprehension: ScopeId,
        location: Location,
    ) -> Isolation<'a> {
        let in_class =
            self.scope().kind == ScopeKind::Class && self.unit.inlined_comprehensions == 0;
        self.unit.inlined_comprehensions += 1;
        let mut isolation = Isolation::default();
        // The scope's own symbols are not touched below: it is not the unit's scope.
        let entry = &mut self.symtable.scopes[comprehension.0 as usize];
        let symbols = mem::take(&mut entry.symbols);
        for (&name, &symbol) in &symbols {
            let outer = self.isolate_meaning(name, symbol, in_class, &mut isolation);
            if symbol.has(Symbol::DEF_LOCAL) && !symbol.has(Symbol::DEF_NONLOCAL) || in_class {
                self.hide_local(name, &mut isolation);
                self.emit_local(Opcode::LoadFastAndClear, name, location);
                if symbol.meaning == Meaning::Cell {
                    let operand = match outer {
                        Meaning::Free => self.free_operand(name),
                        _ => self.cell_operand(name),
                    };
                    self.emit(Opcode::MakeCell, operand, location);
                }
                isolation.pushed_locals.push(name);
            }
        }
        self.symtable.scopes[comprehension.0 as usize].symbols = symbols;
        if !isolation.pushed_locals.is_empty() {
            let swapped = count(isolation.pushed_locals.len() + 1);
            self.emit(Opcode::Swap, swapped, location);
            let cleanup = self.new_label();
            let end = self.new_label();
            isolation.labels = Some((cleanup, end));
            self.emit_jump(Opcode::SetupFinally, cleanup, location);
        }
        isolation
    }

    /// Gives `name` its meaning within the comprehension, if it has another outside; reports
    /// the latter.
    fn isolate_meaning(
        &mut self,
        name: &'a str,
        symbol: Symbol,
        in_class: bool,
        isolation: &mut Isolation<'a>,
    ) -> Meaning {
        let outer_symbols = &mut self.symtable.scopes[self.unit.scope.0 as usize].symbols;
        let outer = outer_symbols.get(name).copied().unwrap_or_default();
        // A free variable is one outside, too. A cell that is free outside stays free there:
        // both are reached in the same way.
        let differs = symbol.meaning != outer.meaning
            && symbol.meaning != Meaning::Free
            && !(symbol.meaning == Meaning::Cell && outer.meaning == Meaning::Free);
        if differs || in_class {
            outer_symbols.insert(name, symbol);
            isolation.changed_symbols.push((name, outer));
        }
        outer.meaning
    }

    /// Outside functions, makes `name` a fast local for the time of the comprehension.
    fn hide_local(&mut self, name: &'a str, isolation: &mut Isolation<'a>) {
        if !self.is_function_like() && !self.unit.fast_hidden.contains(&name) {
            self.unit.fast_hidden.push(name);
            self.unit.code.hidden.insert(name);
            isolation.hidden_count += 1;
        }
    }

    /// Ends what [`CodeGenerator::isolate_comprehension`] began: restores the outer meanings
    /// and values, the latter after an exception too.
    pub(super) fn end_isolation(&mut self, isolation: Isolation<'a>, location: Location) {
        self.unit.inlined_comprehensions -= 1;
        let outer_symbols = &mut self.symtable.scopes[self.unit.scope.0 as usize].symbols;
        for &(name, symbol) in &isolation.changed_symbols {
            outer_symbols.insert(name, symbol);
        }
        if let Some((cleanup, end)) = isolation.labels {
            self.emit(Opcode::PopBlock, 0, Location::NONE);
            self.emit_jump(Opcode::JumpNoInterrupt, end, Location::NONE);
            self.place(cleanup);
            // The unfinished product is beneath the exception.
            self.emit(Opcode::Swap, 2, Location::NONE);
            self.emit(Opcode::PopTop, 0, Location::NONE);
            self.restore_locals(&isolation.pushed_locals, location);
            self.emit(Opcode::Reraise, 0, Location::NONE);
            self.place(end);
            self.restore_locals(&isolation.pushed_locals, location);
        }
        let remaining = self.unit.fast_hidden.len() - isolation.hidden_count;
        self.unit.fast_hidden.truncate(remaining);
    }

    /// Takes the outer values from the stack, beneath the product or the exception.
    fn restore_locals(&mut self, names: &[&'a str], location: Location) {
        self.emit(Opcode::Swap, count(names.len() + 1), location);
        for name in names.iter().rev() {
            self.emit_local(Opcode::StoreFastMaybeNull, name, location);
        }
    }
}
