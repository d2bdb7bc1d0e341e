//! Entering and leaving units, and closures over them.

use std::mem;
use std::sync::Arc;

use bytecode::code::{Flags, LocalKind};
use bytecode::{CodeObject, Constant, Location, Opcode};

use super::{CodeGenerator, Result, Unit, UnitKind, intrinsic_1, line_start, resume};
use crate::mangle::mangle;
use crate::symtable::{Meaning, ScopeId};

/// Operand bits of `SET_FUNCTION_ATTRIBUTE`, and what [`CodeGenerator::make_closure`] takes.
pub(crate) mod function_attribute {
    use bytecode::operand::FunctionAttribute;

    pub(crate) const DEFAULTS: i32 = FunctionAttribute::Defaults as i32;
    pub(crate) const KEYWORD_DEFAULTS: i32 = FunctionAttribute::KeywordDefaults as i32;
    pub(crate) const ANNOTATIONS: i32 = FunctionAttribute::Annotations as i32;
    pub(crate) const CLOSURE: i32 = FunctionAttribute::Closure as i32;
}

impl<'a> CodeGenerator<'a, '_> {
    /// Starts a unit within the current one; [`CodeGenerator::finish_unit`] ends it.
    pub(crate) fn enter_scope(
        &mut self,
        name: &'a str,
        kind: UnitKind,
        scope: ScopeId,
        first_line: u32,
    ) {
        let mut unit = match self.finished.pop() {
            Some(unit) => unit,
            None => Unit::new(self.settings.filename.clone()),
        };
        unit.restart(&self.symtable, name, kind, scope, first_line);
        unit.private = self.unit.private;
        self.enclosing.push(mem::replace(&mut self.unit, unit));
        self.unit.code.qualified_name = self.qualified_name();
        self.emit(
            Opcode::Resume,
            resume::AT_FUNCTION_START,
            line_start(first_line),
        );
    }

    /// Ends the current unit and goes back to the one around it. `adds_none` says whether
    /// code that falls off the end returns `None`, or what is on the stack.
    pub(crate) fn finish_unit(&mut self, adds_none: bool) -> Result<CodeObject> {
        self.add_return_and_flags(adds_none);
        let outer = self
            .enclosing
            .pop()
            .expect("every unit but the module's stands in another");
        let mut unit = mem::replace(&mut self.unit, outer);
        let code = self.assembler.finish(&mut unit.code);
        self.finished.push(unit);
        code
    }

    /// Adds what every code object ends with.
    pub(super) fn add_return_and_flags(&mut self, adds_none: bool) {
        self.unit.code.flags = self.code_flags();
        if adds_none {
            self.emit_constant(Constant::None, Location::NONE);
        }
        self.emit(Opcode::ReturnValue, 0, Location::NONE);
    }

    /// `co_flags` (`compute_code_flags`).
    fn code_flags(&self) -> Flags {
        let scope = self.scope();
        let mut flags = self.settings.features;
        if self.is_function_like() {
            flags |= Flags::NEWLOCALS | Flags::OPTIMIZED;
            if scope.is_nested {
                flags |= Flags::NESTED;
            }
            flags |= match (scope.is_generator, scope.is_coroutine) {
                (true, false) => Flags::GENERATOR,
                (false, true) => Flags::COROUTINE,
                (true, true) => Flags::ASYNC_GENERATOR,
                (false, false) => 0,
            };
            if scope.has_varargs {
                flags |= Flags::VARARGS;
            }
            if scope.has_varkeywords {
                flags |= Flags::VARKEYWORDS;
            }
        }
        if self.is_top_level_await() && scope.is_coroutine && !scope.is_generator {
            flags |= Flags::COROUTINE;
        }
        Flags(flags)
    }

    /// `__qualname__` of the current unit (`compiler_set_qualname`).
    fn qualified_name(&self) -> String {
        let name = self.unit.code.name;
        let around = match self.enclosing.as_slice() {
            [] | [_] => return name.into(),
            [.., outer, parent] if parent.kind == UnitKind::TypeParameters => {
                if self.enclosing.len() == 2 {
                    return name.into();
                }
                outer
            }
            [.., parent] => parent,
        };
        if matches!(
            self.unit.kind,
            UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Class
        ) {
            let mangled = mangle(self.arena, around.private, name);
            let symbols = &self.symtable.scope(around.scope).symbols;
            let symbol = symbols.get(mangled);
            if symbol.is_some_and(|symbol| symbol.meaning == Meaning::GlobalExplicit) {
                return name.into();
            }
        }
        let locals = match around.kind {
            UnitKind::Function | UnitKind::AsyncFunction | UnitKind::Lambda => ".<locals>",
            _ => "",
        };
        [&around.code.qualified_name, locals, ".", name].concat()
    }

    /// Appends what makes a function of `code`. `attributes` are the bits of
    /// [`function_attribute`] whose values are on the stack (`compiler_make_closure`).
    pub(crate) fn make_closure(
        &mut self,
        code: CodeObject,
        mut attributes: i32,
        location: Location,
    ) -> Result {
        let mut captured = 0;
        for variable in &code.local_variables {
            if variable.kind.0 & LocalKind::FREE != 0 {
                let operand = self.closure_operand(&variable.name)?;
                self.emit(Opcode::LoadClosure, operand, location);
                captured += 1;
            }
        }
        if captured > 0 {
            attributes |= function_attribute::CLOSURE;
            self.emit(Opcode::BuildTuple, captured, location);
        }
        self.emit_constant(Constant::Code(Arc::new(code)), location);
        self.emit(Opcode::MakeFunction, 0, location);
        for attribute in [
            function_attribute::CLOSURE,
            function_attribute::ANNOTATIONS,
            function_attribute::KEYWORD_DEFAULTS,
            function_attribute::DEFAULTS,
        ] {
            if attributes & attribute != 0 {
                self.emit(Opcode::SetFunctionAttribute, attribute, location);
            }
        }
        Ok(())
    }

    /// Makes a `StopIteration` that escapes a generator's body a `RuntimeError`
    /// (`wrap_in_stopiteration_handler`).
    pub(crate) fn wrap_in_stop_iteration_handler(&mut self) {
        let handler = self.new_label();
        self.unit.code.instructions.insert(
            0,
            Opcode::SetupCleanup,
            handler.0 as i32,
            Location::NONE,
        );
        self.emit_constant(Constant::None, Location::NONE);
        self.emit(Opcode::ReturnValue, 0, Location::NONE);
        self.place(handler);
        self.emit(
            Opcode::CallIntrinsic1,
            intrinsic_1::STOP_ITERATION_ERROR,
            Location::NONE,
        );
        self.emit(Opcode::Reraise, 1, Location::NONE);
    }
}
