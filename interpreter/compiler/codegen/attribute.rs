//! Attributes, `super()` included.

use bytecode::{Location, Opcode};
use syntax::ast::{Context, Expression, ExpressionKind};

use super::operand::count;
use super::{CodeGenerator, Result, UnitKind, location_of};
use crate::symtable::{Meaning, ScopeId, Symbol};

/// A call of `super` whose attribute is read by one instruction, without the super object.
pub(super) struct SuperCall<'n, 'a> {
    function: &'n Expression<'a>,
    arguments: &'n [Expression<'a>],
    location: Location,
}

impl SuperCall<'_, '_> {
    /// `super()`, as opposed to `super(type, object)`.
    pub(super) fn is_without_arguments(&self) -> bool {
        self.arguments.is_empty()
    }
}

impl<'a> CodeGenerator<'a, '_> {
    /// `value.attribute`, read, bound or deleted.
    pub(super) fn attribute(&mut self, node: &Expression<'a>, location: Location) -> Result {
        let ExpressionKind::Attribute {
            value,
            attribute,
            context,
        } = &node.kind
        else {
            return Ok(());
        };
        if *context == Context::Load
            && let Some(super_call) = self.optimizable_super_call(value, attribute)
        {
            let opcode = if super_call.is_without_arguments() {
                Opcode::LoadZeroSuperAttr
            } else {
                Opcode::LoadSuperAttr
            };
            self.super_call_arguments(&super_call)?;
            self.emit_name(opcode, attribute, location);
            let location = attribute_location(location, attribute);
            self.emit(Opcode::Nop, 0, location);
            return Ok(());
        }
        if *context == Context::Store
            && matches!(value.kind, ExpressionKind::Name { id: "self", .. })
        {
            self.add_static_attribute(attribute);
        }
        self.expression(value)?;
        let location = attribute_location(location, attribute);
        let opcode = match context {
            Context::Load => Opcode::LoadAttr,
            Context::Store => {
                self.check_name(attribute, Context::Store, location)?;
                Opcode::StoreAttr
            }
            Context::Delete => Opcode::DeleteAttr,
        };
        self.emit_name(opcode, attribute, location);
        Ok(())
    }

    /// Whether `value.attribute` is an attribute of `super()` that one instruction can read.
    /// The source is `can_optimize_super_call`.
    pub(super) fn optimizable_super_call<'n>(
        &self,
        value: &'n Expression<'a>,
        attribute: &str,
    ) -> Option<SuperCall<'n, 'a>> {
        let ExpressionKind::Call {
            function,
            arguments,
            keywords,
        } = &value.kind
        else {
            return None;
        };
        let ExpressionKind::Name { id: "super", .. } = function.kind else {
            return None;
        };
        if attribute == "__class__" || !keywords.is_empty() {
            return None;
        }
        // Something of the module's, or nearer, may hide the builtin.
        if self.meaning_of("super") != Meaning::GlobalImplicit
            || self.module_symbol("super").meaning != Meaning::Unknown
        {
            return None;
        }
        let is_optimizable = match arguments.len() {
            2 => !arguments.iter().any(is_starred),
            // The method's first parameter, and the class, must be there to be found.
            0 => self.has_positional_parameter() && self.is_class_cell_free(),
            _ => false,
        };
        is_optimizable.then(|| SuperCall {
            function,
            arguments,
            location: location_of(value.span),
        })
    }

    /// Leaves `super`, the type and the object on the stack.
    pub(super) fn super_call_arguments(&mut self, call: &SuperCall<'_, 'a>) -> Result {
        self.name_operation("super", Context::Load, location_of(call.function.span))?;
        if !call.is_without_arguments() {
            return self.expressions(call.arguments);
        }
        self.name_operation("__class__", Context::Load, call.location)?;
        if let Some(&first) = self.unit.code.varnames.get_index(0) {
            self.name_operation(first, Context::Load, call.location)?;
        }
        Ok(())
    }

    fn has_positional_parameter(&self) -> bool {
        let code = &self.unit.code;
        code.argument_count > 0 || code.positional_only_argument_count > 0
    }

    /// Whether the class around the method is there to be found.
    fn is_class_cell_free(&self) -> bool {
        self.unit.kind != UnitKind::Class && self.meaning_of("__class__") == Meaning::Free
    }

    /// What the module knows of a name.
    pub(super) fn module_symbol(&self, name: &str) -> Symbol {
        let module = self.symtable.scope(ScopeId(0));
        module.symbols.get(name).copied().unwrap_or_default()
    }
}

/// The location of a node `value.attribute`, but starting at the name of the attribute if it
/// is on a later line, so that tracebacks and tracing show the line of the name.
pub(super) fn attribute_location(node: Location, attribute: &str) -> Location {
    start_at_attribute(node, node, attribute)
}

/// `location`, but starting at the name of the attribute that `node` ends with, if that is on
/// another line. The source is `update_start_location_to_match_attr`.
pub(super) fn start_at_attribute(
    mut location: Location,
    node: Location,
    attribute: &str,
) -> Location {
    if location.line == node.end_line {
        return location;
    }
    location.line = node.end_line;
    let length = count(attribute.chars().count());
    if length <= node.end_column {
        location.column = node.end_column - length;
    } else {
        location.column = -1;
        location.end_column = -1;
    }
    location.end_line = location.end_line.max(location.line);
    if location.line == location.end_line {
        location.end_column = location.end_column.max(location.column);
    }
    location
}

/// Whether it is `*value`.
pub(super) fn is_starred(node: &Expression<'_>) -> bool {
    matches!(node.kind, ExpressionKind::Starred { .. })
}
