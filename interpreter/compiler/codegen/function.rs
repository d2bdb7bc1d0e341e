//! Function definitions and lambdas.

use bytecode::{Constant, Location, Opcode};
use syntax::ast::{Context, Expression, ExpressionKind, FunctionDef, Parameter, Parameters};

use super::docstring::{clean_docstring, docstring_of};
use super::scope::function_attribute;
use super::{CodeGenerator, FrameBlockKind, Result, UnitKind, intrinsic_2, location_of};
use crate::symtable::{ScopeId, ScopeRole};

impl<'a, 't> CodeGenerator<'a, 't> {
    /// `def` and `async def`.
    pub(super) fn function(&mut self, node: &'t FunctionDef<'a>, location: Location) -> Result {
        self.check_parameters(&node.parameters)?;
        self.expressions(node.decorators)?;
        let first_line = first_line(node.decorators, location);
        let mut attributes = self.default_arguments(&node.parameters, location)?;
        if node.type_parameters.is_empty() {
            self.function_with_annotations(node, attributes, first_line, location)?;
        } else {
            let defaults = function_attribute::DEFAULTS | function_attribute::KEYWORD_DEFAULTS;
            let default_count = (attributes & defaults).count_ones() as i32;
            if default_count == 2 {
                self.emit(Opcode::Swap, 2, location);
            }
            let scope = self.symtable.scope_of(node, ScopeRole::TypeParameters);
            self.enter_type_parameters(node.name, scope, first_line);
            self.type_parameters(node.type_parameters)?;
            for slot in 0..default_count {
                self.emit(Opcode::LoadFast, slot, location);
            }
            attributes &= defaults;
            self.function_with_annotations(node, attributes, first_line, location)?;
            self.emit(Opcode::Swap, 2, location);
            self.emit(
                Opcode::CallIntrinsic2,
                intrinsic_2::SET_FUNCTION_TYPE_PARAMETERS,
                location,
            );
            self.unit.code.argument_count = default_count as u32;
            let code = self.finish_unit(false)?;
            self.make_closure(code, 0, location)?;
            if default_count > 0 {
                self.emit(Opcode::Swap, default_count + 1, location);
                self.emit(Opcode::Call, default_count - 1, location);
            } else {
                self.emit(Opcode::PushNull, 0, location);
                self.emit(Opcode::Call, 0, location);
            }
        }
        self.apply_decorators(node.decorators);
        self.name_operation(node.name, Context::Store, location)
    }

    fn function_with_annotations(
        &mut self,
        node: &'t FunctionDef<'a>,
        mut attributes: i32,
        first_line: u32,
        location: Location,
    ) -> Result {
        if self.annotations(&node.parameters, node.returns.as_deref(), location)? {
            attributes |= function_attribute::ANNOTATIONS;
        }
        let scope = self.symtable.scope_of(node, ScopeRole::Body);
        self.function_body(node, scope, attributes, first_line, location)
    }

    fn function_body(
        &mut self,
        node: &'t FunctionDef<'a>,
        scope: ScopeId,
        attributes: i32,
        first_line: u32,
        location: Location,
    ) -> Result {
        let kind = if node.is_async {
            UnitKind::AsyncFunction
        } else {
            UnitKind::Function
        };
        self.enter_scope(node.name, kind, scope, first_line);
        // The first constant is the docstring, or None.
        let mut body: &'t [_] = node.body;
        let mut documentation = Constant::None;
        if let Some((docstring, _)) = docstring_of(body) {
            body = &body[1..];
            if self.settings.optimize < 2 {
                documentation = Constant::Str(clean_docstring(docstring)?);
            }
        }
        self.unit.code.constants.add(documentation);
        self.set_argument_counts(&node.parameters);
        let start = self.new_label();
        self.place(start);
        let suspends = self.scope().is_coroutine || self.scope().is_generator;
        if suspends {
            let block = FrameBlockKind::StopIteration;
            self.push_frame_block(block, Some(start), None, Location::NONE)?;
        }
        self.statements(body)?;
        if suspends {
            self.wrap_in_stop_iteration_handler();
            self.pop_frame_block();
        }
        let code = self.finish_unit(true)?;
        self.make_closure(code, attributes, location)
    }

    /// `lambda`.
    pub(crate) fn lambda(&mut self, node: &Expression<'a>) -> Result {
        let ExpressionKind::Lambda { parameters, body } = &node.kind else {
            return Err(self.system_error("not a lambda"));
        };
        let location = location_of(node.span);
        self.check_parameters(parameters)?;
        let attributes = self.default_arguments(parameters, location)?;
        let scope = self.symtable.scope_of(node, ScopeRole::Body);
        self.enter_scope("<lambda>", UnitKind::Lambda, scope, node.span.line);
        // A lambda has no docstring.
        self.unit.code.constants.add(Constant::None);
        self.set_argument_counts(parameters);
        self.expression(body)?;
        let is_generator = self.scope().is_generator;
        if !is_generator {
            self.emit(Opcode::ReturnValue, 0, location_of(body.span));
        }
        let code = self.finish_unit(!is_generator)?;
        self.make_closure(code, attributes, location)
    }

    fn set_argument_counts(&mut self, parameters: &Parameters<'a>) {
        let code = &mut self.unit.code;
        code.positional_only_argument_count = parameters.positional_only.len() as u32;
        code.argument_count =
            (parameters.positional_only.len() + parameters.positional.len()) as u32;
        code.keyword_only_argument_count = parameters.keyword_only.len() as u32;
    }

    /// Pushes the defaults, and tells which there are by bits of [`function_attribute`].
    fn default_arguments(
        &mut self,
        parameters: &Parameters<'a>,
        location: Location,
    ) -> Result<i32> {
        let mut attributes = 0;
        if !parameters.defaults.is_empty() {
            self.expressions(parameters.defaults)?;
            let count = parameters.defaults.len() as i32;
            self.emit(Opcode::BuildTuple, count, location);
            attributes |= function_attribute::DEFAULTS;
        }
        let mut names = Vec::new();
        for (parameter, default) in parameters
            .keyword_only
            .iter()
            .zip(parameters.keyword_defaults.iter())
        {
            if let Some(default) = default {
                names.push(Constant::Str(self.mangled(parameter.name).into()));
                self.expression(default)?;
            }
        }
        if !names.is_empty() {
            let count = names.len() as i32;
            self.emit_constant(Constant::Tuple(names.into()), location);
            self.emit(Opcode::BuildConstKeyMap, count, location);
            attributes |= function_attribute::KEYWORD_DEFAULTS;
        }
        Ok(attributes)
    }

    /// Refuses parameters called `__debug__`.
    fn check_parameters(&self, parameters: &Parameters<'a>) -> Result {
        let Parameters {
            positional_only,
            positional,
            vararg,
            keyword_only,
            kwarg,
            ..
        } = parameters;
        let all = positional_only
            .iter()
            .chain(positional.iter())
            .chain(vararg.as_deref())
            .chain(keyword_only.iter())
            .chain(kwarg.as_deref());
        for Parameter { name, span, .. } in all {
            self.check_name(name, Context::Store, location_of(*span))?;
        }
        Ok(())
    }

    /// Calls the decorators that lie under the function or class on the stack.
    pub(super) fn apply_decorators(&mut self, decorators: &[Expression<'a>]) {
        for decorator in decorators.iter().rev() {
            self.emit(Opcode::Call, 0, location_of(decorator.span));
        }
    }
}

/// The line that a function or class begins at, with its decorators.
pub(super) fn first_line(decorators: &[Expression<'_>], location: Location) -> u32 {
    match decorators.first() {
        Some(decorator) => decorator.span.line,
        None => location.line as u32,
    }
}
