//! Class definitions.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{ClassDef, Context, Expression, ExpressionKind};
use syntax::span::Span;

use super::function::first_line;
use super::{CodeGenerator, Result, UnitKind, intrinsic_1, line_start};
use crate::symtable::ScopeRole;

impl<'a, 't> CodeGenerator<'a, 't> {
    /// `class`: the call of `__build_class__` with a function of the body, the name, the
    /// bases and the keywords.
    pub(super) fn class(&mut self, node: &'t ClassDef<'a>, location: Location) -> Result {
        self.expressions(node.decorators)?;
        let first_line = first_line(node.decorators, location);
        if node.type_parameters.is_empty() {
            self.class_body(node, first_line, location)?;
            self.call_helper(location, 2, node.bases, node.keywords)?;
        } else {
            self.generic_class(node, first_line, location)?;
        }
        self.apply_decorators(node.decorators);
        self.name_operation(node.name, Context::Store, location)
    }

    /// A class with type parameters, made by a function that binds them, with
    /// `typing.Generic[...]` as its last base.
    fn generic_class(
        &mut self,
        node: &'t ClassDef<'a>,
        first_line: u32,
        location: Location,
    ) -> Result {
        let scope = self.symtable.scope_of(node, ScopeRole::TypeParameters);
        self.enter_type_parameters(node.name, scope, first_line);
        self.unit.private = Some(node.name);
        self.type_parameters(node.type_parameters)?;
        self.name_operation(".type_params", Context::Store, location)?;
        self.class_body(node, first_line, location)?;
        self.name_operation(".type_params", Context::Load, location)?;
        self.emit(
            Opcode::CallIntrinsic1,
            intrinsic_1::SUBSCRIPT_GENERIC,
            location,
        );
        self.name_operation(".generic_base", Context::Store, location)?;
        let generic_base = Expression {
            kind: ExpressionKind::Name {
                id: ".generic_base",
                context: Context::Load,
            },
            span: Span {
                line: location.line as u32,
                column: location.column as u32,
                end_line: location.end_line as u32,
                end_column: location.end_column as u32,
            },
        };
        let bases: Vec<&Expression<'a>> = node.bases.iter().chain([&generic_base]).collect();
        self.call_helper(location, 2, &bases, node.keywords)?;
        let code = self.finish_unit(false)?;
        self.make_closure(code, 0, location)?;
        self.emit(Opcode::PushNull, 0, location);
        self.emit(Opcode::Call, 0, location);
        Ok(())
    }

    /// Pushes `__build_class__`, the function of the body, and the class's name.
    fn class_body(
        &mut self,
        node: &'t ClassDef<'a>,
        first_line: u32,
        location: Location,
    ) -> Result {
        let scope = self.symtable.scope_of(node, ScopeRole::Body);
        self.enter_scope(node.name, UnitKind::Class, scope, first_line);
        self.unit.private = Some(node.name);
        let start = line_start(first_line);
        self.class_prologue(!node.type_parameters.is_empty(), start)?;
        self.body(node.body, start)?;
        self.class_epilogue()?;
        let code = self.finish_unit(true)?;
        self.emit(Opcode::LoadBuildClass, 0, location);
        self.emit(Opcode::PushNull, 0, location);
        self.make_closure(code, 0, location)?;
        self.emit_text(node.name, location);
        Ok(())
    }

    /// Binds what every class has: `__module__`, `__qualname__` and so on.
    fn class_prologue(&mut self, is_generic: bool, location: Location) -> Result {
        self.name_operation("__name__", Context::Load, location)?;
        self.name_operation("__module__", Context::Store, location)?;
        let qualified_name = self.unit.code.qualified_name.as_str().into();
        self.emit_constant(Constant::Str(qualified_name), location);
        self.name_operation("__qualname__", Context::Store, location)?;
        let first_line = i64::from(self.unit.code.first_line);
        self.emit_constant(Constant::Int(first_line), location);
        self.name_operation("__firstlineno__", Context::Store, location)?;
        if is_generic {
            self.name_operation(".type_params", Context::Load, location)?;
            self.name_operation("__type_params__", Context::Store, location)?;
        }
        if self.scope().needs_class_dictionary {
            self.emit(Opcode::LoadLocals, 0, location);
            let operand = self.cell_operand("__classdict__");
            self.emit(Opcode::StoreDeref, operand, location);
        }
        Ok(())
    }

    /// Binds what is known at the end of the body, and returns the cell of `__class__`, or
    /// `None` if no method refers to it.
    fn class_epilogue(&mut self) -> Result {
        let location = Location::NONE;
        let mut attributes: Vec<&str> = self.unit.static_attributes.iter().copied().collect();
        attributes.sort_unstable();
        let attributes = attributes
            .into_iter()
            .map(|name| Constant::Str(name.into()))
            .collect();
        self.emit_constant(Constant::Tuple(attributes), location);
        self.name_operation("__static_attributes__", Context::Store, location)?;
        if self.scope().needs_class_dictionary {
            let operand = self.cell_operand("__classdict__");
            self.emit(Opcode::LoadClosure, operand, location);
            self.name_operation("__classdictcell__", Context::Store, location)?;
        }
        if self.scope().needs_class_closure {
            let operand = self.cell_operand("__class__");
            self.emit(Opcode::LoadClosure, operand, location);
            self.emit(Opcode::Copy, 1, location);
            self.name_operation("__classcell__", Context::Store, location)?;
        } else {
            self.emit_constant(Constant::None, location);
        }
        self.emit(Opcode::ReturnValue, 0, location);
        Ok(())
    }
}
