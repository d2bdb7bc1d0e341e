//! Names: mangling, their slots, and the instructions that read, bind and delete them.

use bytecode::{Location, Opcode};
use syntax::ast::Context;

use super::{CodeGenerator, Result, UnitKind};
use crate::mangle::mangle;
use crate::symtable::{Meaning, ScopeKind};

/// Where the instruction for a name looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Fast,
    Global,
    Cell,
    Free,
    Name,
}

impl<'a> CodeGenerator<'a, '_> {
    /// `name` as it is called within the class around it (`_Py_MaybeMangle`).
    #[inline]
    pub(crate) fn mangled(&self, name: &'a str) -> &'a str {
        if self.unit.private.is_none() || !name.starts_with("__") {
            return name;
        }
        // Around a generic class, only the type parameters' own names are mangled.
        if let Some(mangled_names) = &self.scope().mangled_names
            && !mangled_names.contains(&name)
        {
            return name;
        }
        mangle(self.arena, self.unit.private, name)
    }

    /// Appends an instruction whose operand is an index of the names. The pseudo instructions
    /// for methods and `super` become the real ones with their flag bits
    /// (`compiler_addop_name`).
    pub(crate) fn emit_name(&mut self, opcode: Opcode, name: &'a str, location: Location) {
        let name = self.mangled(name);
        self.emit_unmangled_name(opcode, name, location);
    }

    /// As [`CodeGenerator::emit_name`], for a name that is never mangled.
    pub(crate) fn emit_unmangled_name(
        &mut self,
        opcode: Opcode,
        name: &'a str,
        location: Location,
    ) {
        let index = self.unit.code.names.insert_full(name).0 as i32;
        let (opcode, operand) = match opcode {
            Opcode::LoadAttr => (opcode, index << 1),
            Opcode::LoadMethod => (Opcode::LoadAttr, index << 1 | 1),
            Opcode::LoadSuperAttr => (opcode, index << 2 | 2),
            Opcode::LoadSuperMethod => (Opcode::LoadSuperAttr, index << 2 | 3),
            Opcode::LoadZeroSuperAttr => (Opcode::LoadSuperAttr, index << 2),
            Opcode::LoadZeroSuperMethod => (Opcode::LoadSuperAttr, index << 2 | 1),
            _ => (opcode, index),
        };
        self.emit(opcode, operand, location);
    }

    /// Appends an instruction whose operand is the slot of a local variable.
    pub(crate) fn emit_local(&mut self, opcode: Opcode, name: &'a str, location: Location) {
        let name = self.mangled(name);
        let index = self.unit.code.varnames.insert_full(name).0 as i32;
        self.emit(opcode, index, location);
    }

    /// The operand for a cell of this unit.
    pub(crate) fn cell_operand(&mut self, name: &'a str) -> i32 {
        self.unit.code.cellvars.insert_full(name).0 as i32
    }

    /// The operand for a free variable of this unit; these are numbered after the cells.
    pub(crate) fn free_operand(&mut self, name: &'a str) -> i32 {
        (self.unit.code.cellvars.len() + self.unit.code.freevars.insert_full(name).0) as i32
    }

    /// What a (mangled) name means here.
    #[inline]
    pub(crate) fn meaning_of(&self, name: &str) -> Meaning {
        self.scope()
            .symbols
            .get(name)
            .map_or(Meaning::Unknown, |symbol| symbol.meaning)
    }

    /// Refuses to bind or delete `__debug__` (`forbidden_name`).
    #[inline]
    pub(crate) fn check_name(&self, name: &str, context: Context, location: Location) -> Result {
        if name != "__debug__" {
            return Ok(());
        }
        match context {
            Context::Load => Ok(()),
            Context::Store => Err(self.error(location, "cannot assign to __debug__")),
            Context::Delete => Err(self.error(location, "cannot delete __debug__")),
        }
    }

    /// Appends what reads, binds or deletes the variable `name` (`compiler_nameop`).
    pub(crate) fn name_operation(
        &mut self,
        name: &'a str,
        context: Context,
        location: Location,
    ) -> Result {
        self.check_name(name, context, location)?;
        let name = self.mangled(name);
        let meaning = self.meaning_of(name);
        match self.place_of(name, meaning) {
            Place::Fast => self.fast_operation(name, context, location),
            Place::Name => self.namespace_operation(name, context, location),
            Place::Global => {
                let is_implicit = meaning == Meaning::GlobalImplicit;
                self.global_operation(name, is_implicit, context, location);
            }
            place => self.cell_operation(name, place, context, location),
        }
        Ok(())
    }

    fn place_of(&self, name: &str, meaning: Meaning) -> Place {
        match meaning {
            Meaning::Free => Place::Free,
            Meaning::Cell => Place::Cell,
            Meaning::Local if self.is_function_like() => Place::Fast,
            Meaning::Local if self.unit.fast_hidden.contains(&name) => Place::Fast,
            Meaning::GlobalImplicit if self.is_function_like() => Place::Global,
            Meaning::GlobalExplicit => Place::Global,
            _ => Place::Name,
        }
    }

    fn fast_operation(&mut self, name: &'a str, context: Context, location: Location) {
        let opcode = match context {
            Context::Load => Opcode::LoadFast,
            Context::Store => Opcode::StoreFast,
            Context::Delete => Opcode::DeleteFast,
        };
        let index = self.unit.code.varnames.insert_full(name).0 as i32;
        self.emit(opcode, index, location);
    }

    fn namespace_operation(&mut self, name: &'a str, context: Context, location: Location) {
        let index = self.unit.code.names.insert_full(name).0 as i32;
        let (opcode, operand) = match context {
            // A comprehension inlined into a class does not see the class's names.
            Context::Load
                if self.scope().kind == ScopeKind::Class
                    && self.unit.inlined_comprehensions > 0 =>
            {
                (Opcode::LoadGlobal, index << 1)
            }
            Context::Load => (Opcode::LoadName, index),
            Context::Store => (Opcode::StoreName, index),
            Context::Delete => (Opcode::DeleteName, index),
        };
        self.emit(opcode, operand, location);
    }

    fn global_operation(
        &mut self,
        name: &'a str,
        is_implicit: bool,
        context: Context,
        location: Location,
    ) {
        let opcode = match context {
            Context::Load if self.scope().can_see_class_scope && is_implicit => {
                self.load_class_dictionary(location);
                Opcode::LoadFromDictOrGlobals
            }
            Context::Load => Opcode::LoadGlobal,
            Context::Store => Opcode::StoreGlobal,
            Context::Delete => Opcode::DeleteGlobal,
        };
        let index = self.unit.code.names.insert_full(name).0 as i32;
        let is_load = opcode == Opcode::LoadGlobal;
        self.emit(opcode, if is_load { index << 1 } else { index }, location);
    }

    fn cell_operation(
        &mut self,
        name: &'a str,
        place: Place,
        context: Context,
        location: Location,
    ) {
        let is_class = self.scope().kind == ScopeKind::Class;
        let opcode = match context {
            Context::Load if is_class && self.unit.inlined_comprehensions == 0 => {
                self.emit(Opcode::LoadLocals, 0, location);
                Opcode::LoadFromDictOrDeref
            }
            Context::Load if self.scope().can_see_class_scope => {
                self.load_class_dictionary(location);
                Opcode::LoadFromDictOrDeref
            }
            Context::Load => Opcode::LoadDeref,
            Context::Store => Opcode::StoreDeref,
            Context::Delete => Opcode::DeleteDeref,
        };
        let operand = match place {
            Place::Free => self.free_operand(name),
            _ => self.cell_operand(name),
        };
        self.emit(opcode, operand, location);
    }

    fn load_class_dictionary(&mut self, location: Location) {
        let operand = self.free_operand("__classdict__");
        self.emit(Opcode::LoadDeref, operand, location);
    }

    /// The operand of `LOAD_CLOSURE` for a variable that a nested code object captures. A
    /// name that is both local and free in a class is taken as free, since the local is what
    /// the class's own code means (`get_ref_type`).
    pub(crate) fn closure_operand(&mut self, name: &str) -> Result<i32> {
        let is_class_cell =
            self.unit.kind == UnitKind::Class && matches!(name, "__class__" | "__classdict__");
        let is_cell = is_class_cell || self.meaning_of(name) == Meaning::Cell;
        let cells = self.unit.code.cellvars.len();
        let index = if is_cell {
            self.unit.code.cellvars.get_index_of(name)
        } else {
            let index = self.unit.code.freevars.get_index_of(name);
            index.map(|index| cells + index)
        };
        match index {
            Some(index) => Ok(index as i32),
            None => Err(self.system_error(format!(
                "the free variable '{name}' is unknown in {}",
                self.unit.code.name
            ))),
        }
    }

    /// Remembers that a method sets `self.attribute`, for `__static_attributes__` of the
    /// class around it (`compiler_maybe_add_static_attribute_to_class`).
    pub(crate) fn add_static_attribute(&mut self, attribute: &'a str) {
        let class = self
            .enclosing
            .iter_mut()
            .rev()
            .find(|unit| unit.kind == UnitKind::Class);
        if let Some(class) = class {
            class.static_attributes.insert(attribute);
        }
    }
}
