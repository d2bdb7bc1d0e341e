//! Assignments: plain, augmented and annotated.

use bytecode::{Location, Opcode};
use syntax::ast::{Context, Expression, ExpressionKind, Operator};

use super::attribute::attribute_location;
use super::operand::binary_operator;
use super::subscript::is_two_element_slice;
use super::{CodeGenerator, Result, UnitKind, location_of};

impl<'a> CodeGenerator<'a, '_> {
    pub(super) fn assign(
        &mut self,
        targets: &[Expression<'a>],
        value: &Expression<'a>,
        location: Location,
    ) -> Result {
        self.expression(value)?;
        for (index, target) in targets.iter().enumerate() {
            if index + 1 < targets.len() {
                self.emit(Opcode::Copy, 1, location);
            }
            self.expression(target)?;
        }
        Ok(())
    }

    /// `target operator= value`.
    pub(super) fn augmented_assign(
        &mut self,
        target: &Expression<'a>,
        operator: Operator,
        value: &Expression<'a>,
        statement_location: Location,
    ) -> Result {
        let location = location_of(target.span);
        match &target.kind {
            ExpressionKind::Attribute {
                value: object,
                attribute,
                ..
            } => {
                self.expression(object)?;
                self.emit(Opcode::Copy, 1, location);
                let location = attribute_location(location, attribute);
                self.emit_name(Opcode::LoadAttr, attribute, location);
                self.augment(operator, value, statement_location)?;
                self.emit(Opcode::Swap, 2, location);
                self.emit_name(Opcode::StoreAttr, attribute, location);
            }
            ExpressionKind::Subscript {
                value: object,
                slice,
                ..
            } => {
                self.expression(object)?;
                if is_two_element_slice(slice) {
                    self.slice_parts(slice)?;
                    for _ in 0..3 {
                        self.emit(Opcode::Copy, 3, location);
                    }
                    self.emit(Opcode::BinarySlice, 0, location);
                    self.augment(operator, value, statement_location)?;
                    for depth in [4, 3, 2] {
                        self.emit(Opcode::Swap, depth, location);
                    }
                    self.emit(Opcode::StoreSlice, 0, location);
                } else {
                    self.expression(slice)?;
                    self.emit(Opcode::Copy, 2, location);
                    self.emit(Opcode::Copy, 2, location);
                    self.emit(Opcode::BinarySubscr, 0, location);
                    self.augment(operator, value, statement_location)?;
                    self.emit(Opcode::Swap, 3, location);
                    self.emit(Opcode::Swap, 2, location);
                    self.emit(Opcode::StoreSubscr, 0, location);
                }
            }
            ExpressionKind::Name { id, .. } => {
                self.name_operation(id, Context::Load, location)?;
                self.augment(operator, value, statement_location)?;
                self.name_operation(id, Context::Store, location)?;
            }
            _ => return Err(self.system_error("invalid target of an augmented assignment")),
        }
        Ok(())
    }

    fn augment(
        &mut self,
        operator: Operator,
        value: &Expression<'a>,
        location: Location,
    ) -> Result {
        self.expression(value)?;
        self.emit(Opcode::BinaryOp, binary_operator(operator, true), location);
        Ok(())
    }

    /// `target: annotation = value`. The annotation is evaluated after the assignment, and
    /// only outside functions.
    pub(super) fn annotated_assign(
        &mut self,
        target: &Expression<'a>,
        annotation: &Expression<'a>,
        value: Option<&Expression<'a>>,
        is_simple: bool,
        location: Location,
    ) -> Result {
        if let Some(value) = value {
            self.expression(value)?;
            self.expression(target)?;
        }
        let is_stored = matches!(self.unit.kind, UnitKind::Module | UnitKind::Class);
        match &target.kind {
            ExpressionKind::Name { id, .. } => {
                self.check_name(id, Context::Store, location)?;
                if is_simple && is_stored {
                    if self.has_string_annotations() {
                        self.annotation_text(annotation)?;
                    } else {
                        self.expression(annotation)?;
                    }
                    self.emit_name(Opcode::LoadName, "__annotations__", location);
                    let name = self.mangled(id);
                    self.emit_text(name, location);
                    self.emit(Opcode::StoreSubscr, 0, location);
                }
            }
            ExpressionKind::Attribute {
                value: object,
                attribute,
                ..
            } => {
                self.check_name(attribute, Context::Store, location)?;
                if value.is_none() {
                    self.check_annotated(object)?;
                }
            }
            ExpressionKind::Subscript {
                value: object,
                slice,
                ..
            } => {
                if value.is_none() {
                    self.check_annotated(object)?;
                    self.check_annotated_subscript(slice)?;
                }
            }
            _ => return Err(self.system_error("invalid target of an annotated assignment")),
        }
        if !is_simple && is_stored && !self.has_string_annotations() {
            self.check_annotated(annotation)?;
        }
        Ok(())
    }
}
