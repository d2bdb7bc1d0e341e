//! The first pass over type parameters (PEP 695, 696).

use syntax::ast::{Expression, ExpressionKind, TypeParameter, TypeParameterKind};
use syntax::span::Span;

use super::builder::{Builder, Visit};
use super::{ScopeKey, ScopeKind, ScopeRole, Symbol};

impl<'a> Builder<'a> {
    /// Enters the scope that holds the type parameters of `name`, whose whole definition is
    /// at `span`.
    pub(super) fn enter_type_parameters(
        &mut self,
        key: ScopeKey,
        name: &'a str,
        span: Span,
    ) -> Visit {
        let is_in_class = self.current().kind == ScopeKind::Class;
        self.enter_scope(key, name, ScopeKind::TypeParameters, span);
        self.see_class_scope(is_in_class, span)
    }

    /// Notes whether the current scope, one of types, stands in a class, whose names it then
    /// reads through `__classdict__`.
    pub(super) fn see_class_scope(&mut self, is_in_class: bool, span: Span) -> Visit {
        self.current().can_see_class_scope = is_in_class;
        if is_in_class {
            self.note("__classdict__", Symbol::USE, span)?;
        }
        Ok(())
    }

    pub(super) fn visit_type_parameters(&mut self, parameters: &[TypeParameter<'a>]) -> Visit {
        parameters
            .iter()
            .try_for_each(|parameter| self.visit_type_parameter(parameter))
    }

    fn visit_type_parameter(&mut self, parameter: &TypeParameter<'a>) -> Visit {
        self.depth.enter()?;
        const DEFINED: u16 = Symbol::DEF_TYPE_PARAM | Symbol::DEF_LOCAL;
        self.note(parameter.name, DEFINED, parameter.span)?;
        let default = match &parameter.kind {
            TypeParameterKind::TypeVar { bound } => {
                if let Some(bound) = bound {
                    let description = match bound.kind {
                        ExpressionKind::Tuple { .. } => "a TypeVar constraint",
                        _ => "a TypeVar bound",
                    };
                    self.visit_part(parameter, ScopeRole::Bound, bound, description)?;
                }
                "a TypeVar default"
            }
            TypeParameterKind::TypeVarTuple => "a TypeVarTuple default",
            TypeParameterKind::ParamSpec => "a ParamSpec default",
        };
        if let Some(value) = &parameter.default {
            self.visit_part(parameter, ScopeRole::Default, value, default)?;
        }
        self.depth.leave();
        Ok(())
    }

    /// The bound or the default, which has a scope of its own.
    fn visit_part(
        &mut self,
        parameter: &TypeParameter<'a>,
        role: ScopeRole,
        part: &Expression<'a>,
        description: &'static str,
    ) -> Visit {
        let is_in_class = self.current().can_see_class_scope;
        let key = ScopeKey::new(parameter, role);
        self.enter_scope(key, parameter.name, ScopeKind::TypeVariable, part.span);
        self.see_class_scope(is_in_class, part.span)?;
        self.state().description = description;
        self.visit_expression(part)?;
        self.exit_scope();
        Ok(())
    }
}
