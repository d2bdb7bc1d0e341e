//! Comprehensions and generator expressions.

mod inlining;
mod loops;

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{Comprehension, Expression};

use super::{CodeGenerator, Result, UnitKind, location_of};
use crate::symtable::ScopeRole;

/// What a comprehension is, without its place.
#[derive(Clone, Copy)]
pub(super) struct Comprehended<'n, 'a> {
    pub(super) product: Product<'n, 'a>,
    /// What is made in each turn; of a dict, the key.
    pub(super) element: &'n Expression<'a>,
    pub(super) generators: &'n [Comprehension<'a>],
}

/// What a comprehension makes.
#[derive(Clone, Copy)]
pub(super) enum Product<'n, 'a> {
    List,
    Set,
    Dict { value: &'n Expression<'a> },
    Generator,
}

impl Product<'_, '_> {
    fn function_name(self) -> &'static str {
        match self {
            Product::List => "<listcomp>",
            Product::Set => "<setcomp>",
            Product::Dict { .. } => "<dictcomp>",
            Product::Generator => "<genexpr>",
        }
    }

    /// The instruction that makes it without elements; a generator needs none.
    fn build(self) -> Option<Opcode> {
        match self {
            Product::List => Some(Opcode::BuildList),
            Product::Set => Some(Opcode::BuildSet),
            Product::Dict { .. } => Some(Opcode::BuildMap),
            Product::Generator => None,
        }
    }
}

impl<'a> CodeGenerator<'a, '_> {
    /// A comprehension: in place if the symbol table says so (PEP 709), else as a call of a
    /// function that takes the first iterator. The source is `compiler_comprehension`.
    pub(super) fn comprehension(
        &mut self,
        node: &Expression<'a>,
        what: Comprehended<'_, 'a>,
        location: Location,
    ) -> Result {
        let Some(outermost) = what.generators.first() else {
            return Err(self.system_error("a comprehension without generators"));
        };
        let scope = self.symtable.scope_of(node, ScopeRole::Body);
        let entry = self.symtable.scope(scope);
        let is_asynchronous = entry.is_coroutine && what.product.build().is_some();
        let is_allowed = self.may_hold_asynchronous_comprehension();
        if entry.is_inlined {
            self.comprehension_iterator(outermost)?;
            let isolation = self.isolate_comprehension(scope, location);
            if is_asynchronous && !is_allowed {
                return Err(self.misplaced_asynchronous_comprehension(location));
            }
            self.comprehension_body(what, true, location)?;
            self.end_isolation(isolation, location);
            return Ok(());
        }
        let name = what.product.function_name();
        self.enter_scope(name, UnitKind::Comprehension, scope, node.span.line);
        if is_asynchronous && !is_allowed {
            return Err(self.misplaced_asynchronous_comprehension(location));
        }
        self.comprehension_body(what, false, location)?;
        match what.product {
            Product::Generator => self.wrap_in_stop_iteration_handler(),
            _ => self.emit(Opcode::ReturnValue, 0, location),
        }
        let code = self.finish_unit(true)?;
        if is_asynchronous && self.is_top_level_await() {
            self.symtable.scopes[self.unit.scope.0 as usize].is_coroutine = true;
        }
        self.make_closure(code, 0, location)?;
        self.comprehension_iterator(outermost)?;
        self.emit(Opcode::Call, 0, location);
        if is_asynchronous {
            self.emit(Opcode::GetAwaitable, 0, location);
            self.emit_constant(Constant::None, location);
            self.yield_from(location, true);
        }
        Ok(())
    }

    /// The empty product, and the loops that fill it.
    fn comprehension_body(
        &mut self,
        what: Comprehended<'_, 'a>,
        is_inlined: bool,
        location: Location,
    ) -> Result {
        if let Some(build) = what.product.build() {
            self.emit(build, 0, location);
            if is_inlined {
                self.emit(Opcode::Swap, 2, location);
            }
        }
        self.comprehension_loop(what, 0, 0, is_inlined, location)
    }

    /// The iterator of the outermost `for`, which is evaluated outside of the comprehension.
    fn comprehension_iterator(&mut self, outermost: &Comprehension<'a>) -> Result {
        self.expression(&outermost.iterable)?;
        let opcode = if outermost.is_async {
            Opcode::GetAiter
        } else {
            Opcode::GetIter
        };
        self.emit(opcode, 0, location_of(outermost.iterable.span));
        Ok(())
    }

    fn may_hold_asynchronous_comprehension(&self) -> bool {
        matches!(
            self.unit.kind,
            UnitKind::AsyncFunction | UnitKind::Comprehension
        ) || self.is_top_level_await()
    }

    #[cold]
    fn misplaced_asynchronous_comprehension(
        &self,
        location: Location,
    ) -> syntax::error::SyntaxError {
        let message = "asynchronous comprehension outside of an asynchronous function";
        self.error(location, message)
    }
}
