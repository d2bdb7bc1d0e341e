//! Type parameters of functions, classes and aliases, and `type` statements (PEP 695, 696).

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{
    Context, Expression, ExpressionKind, TypeAlias, TypeParameter, TypeParameterKind,
};

use super::{CodeGenerator, Result, UnitKind, intrinsic_1, intrinsic_2, location_of};
use crate::symtable::{ScopeId, ScopeRole};

impl<'a> CodeGenerator<'a, '_> {
    /// Starts the unit in which the type parameters of `name` are bound.
    pub(super) fn enter_type_parameters(&mut self, name: &'a str, scope: ScopeId, first_line: u32) {
        let title = bumpalo::format!(in self.arena, "<generic parameters of {}>", name);
        self.enter_scope(
            title.into_bump_str(),
            UnitKind::TypeParameters,
            scope,
            first_line,
        );
    }

    /// Makes and binds type parameters, and pushes the tuple of them.
    pub(super) fn type_parameters(&mut self, parameters: &[TypeParameter<'a>]) -> Result {
        let mut seen_default = false;
        for parameter in parameters {
            let location = location_of(parameter.span);
            self.emit_text(parameter.name, location);
            self.type_parameter_value(parameter, location)?;
            if let Some(default) = &parameter.default {
                seen_default = true;
                let scope = self.symtable.scope_of(parameter, ScopeRole::Default);
                let is_tuple = matches!(parameter.kind, TypeParameterKind::TypeVarTuple);
                self.lazy_value(default, parameter.name, scope, is_tuple)?;
                self.emit(
                    Opcode::CallIntrinsic2,
                    intrinsic_2::SET_TYPE_PARAMETER_DEFAULT,
                    location,
                );
            } else if seen_default {
                let message = format!(
                    "non-default type parameter '{}' follows default type parameter",
                    parameter.name
                );
                return Err(self.error(location, message));
            }
            self.emit(Opcode::Copy, 1, location);
            self.name_operation(parameter.name, Context::Store, location)?;
        }
        if let Some(first) = parameters.first() {
            let count = parameters.len() as i32;
            self.emit(Opcode::BuildTuple, count, location_of(first.span));
        }
        Ok(())
    }

    /// Makes one parameter of its name on the stack.
    fn type_parameter_value(
        &mut self,
        parameter: &TypeParameter<'a>,
        location: Location,
    ) -> Result {
        let intrinsic = match &parameter.kind {
            TypeParameterKind::TypeVar { bound: Some(bound) } => {
                let scope = self.symtable.scope_of(parameter, ScopeRole::Bound);
                self.lazy_value(bound, parameter.name, scope, false)?;
                let intrinsic = match bound.kind {
                    ExpressionKind::Tuple { .. } => intrinsic_2::TYPE_VAR_WITH_CONSTRAINTS,
                    _ => intrinsic_2::TYPE_VAR_WITH_BOUND,
                };
                self.emit(Opcode::CallIntrinsic2, intrinsic, location);
                return Ok(());
            }
            TypeParameterKind::TypeVar { bound: None } => intrinsic_1::TYPE_VAR,
            TypeParameterKind::ParamSpec => intrinsic_1::PARAM_SPEC,
            TypeParameterKind::TypeVarTuple => intrinsic_1::TYPE_VAR_TUPLE,
        };
        self.emit(Opcode::CallIntrinsic1, intrinsic, location);
        Ok(())
    }

    /// Pushes a function that evaluates a bound or default when it is asked for.
    fn lazy_value(
        &mut self,
        value: &Expression<'a>,
        name: &'a str,
        scope: ScopeId,
        allows_star: bool,
    ) -> Result {
        let location = location_of(value.span);
        self.enter_scope(name, UnitKind::TypeParameters, scope, value.span.line);
        match &value.kind {
            ExpressionKind::Starred { value, .. } if allows_star => {
                self.expression(value)?;
                self.emit(Opcode::UnpackSequence, 1, location);
            }
            _ => self.expression(value)?,
        }
        self.emit(Opcode::ReturnValue, 0, location);
        let code = self.finish_unit(true)?;
        self.make_closure(code, 0, location)
    }

    /// `type name[parameters] = value`.
    pub(super) fn type_alias(&mut self, node: &TypeAlias<'a>, location: Location) -> Result {
        let ExpressionKind::Name { id: name, .. } = node.name.kind else {
            return Err(self.system_error("the name of a type alias is not a name"));
        };
        if node.type_parameters.is_empty() {
            self.emit_text(name, location);
            self.emit_constant(Constant::None, location);
            self.type_alias_value(node, name, location)?;
        } else {
            let scope = self.symtable.scope_of(node, ScopeRole::TypeParameters);
            self.enter_type_parameters(name, scope, location.line as u32);
            self.emit_text(name, location);
            self.type_parameters(node.type_parameters)?;
            self.type_alias_value(node, name, location)?;
            let code = self.finish_unit(false)?;
            self.make_closure(code, 0, location)?;
            self.emit(Opcode::PushNull, 0, location);
            self.emit(Opcode::Call, 0, location);
        }
        self.name_operation(name, Context::Store, location)
    }

    fn type_alias_value(
        &mut self,
        node: &TypeAlias<'a>,
        name: &'a str,
        location: Location,
    ) -> Result {
        let scope = self.symtable.scope_of(node, ScopeRole::Body);
        self.enter_scope(name, UnitKind::Function, scope, location.line as u32);
        // The function has no docstring.
        self.unit.code.constants.add(Constant::None);
        self.expression(&node.value)?;
        self.emit(Opcode::ReturnValue, 0, location);
        let code = self.finish_unit(false)?;
        self.make_closure(code, 0, location)?;
        self.emit(Opcode::BuildTuple, 3, location);
        self.emit(Opcode::CallIntrinsic1, intrinsic_1::TYPE_ALIAS, location);
        Ok(())
    }
}
