//! Subscripts and slices.

use bytecode::{Location, Opcode};
use syntax::ast::{Context, Expression, ExpressionKind};

use super::{CodeGenerator, Result, location_of};

impl<'a> CodeGenerator<'a, '_> {
    /// `value[slice]`, read, bound or deleted.
    pub(super) fn subscript(&mut self, node: &Expression<'a>, location: Location) -> Result {
        let ExpressionKind::Subscript {
            value,
            slice,
            context,
        } = &node.kind
        else {
            return Ok(());
        };
        if *context == Context::Load {
            self.warn_if_not_subscriptable(value);
            self.warn_of_wrong_index(value, slice);
        }
        self.expression(value)?;
        let opcode = if is_two_element_slice(slice) && *context != Context::Delete {
            self.slice_parts(slice)?;
            match context {
                Context::Load => Opcode::BinarySlice,
                _ => Opcode::StoreSlice,
            }
        } else {
            self.expression(slice)?;
            match context {
                Context::Load => Opcode::BinarySubscr,
                Context::Store => Opcode::StoreSubscr,
                Context::Delete => Opcode::DeleteSubscr,
            }
        };
        self.emit(opcode, 0, location);
        Ok(())
    }

    /// A slice object.
    pub(super) fn slice(&mut self, node: &Expression<'a>, location: Location) -> Result {
        let parts = self.slice_parts(node)?;
        self.emit(Opcode::BuildSlice, parts, location);
        Ok(())
    }

    /// Leaves the parts of a slice on the stack and gives their number: the bounds, `None`
    /// where one is missing, and the step if there is one.
    pub(super) fn slice_parts(&mut self, node: &Expression<'a>) -> Result<i32> {
        let ExpressionKind::Slice(slice) = &node.kind else {
            return Err(self.system_error("not a slice"));
        };
        let location = location_of(node.span);
        for bound in [&slice.lower, &slice.upper] {
            match bound {
                Some(bound) => self.expression(bound)?,
                None => self.emit_none(location),
            }
        }
        match &slice.step {
            Some(step) => {
                self.expression(step)?;
                Ok(3)
            }
            None => Ok(2),
        }
    }
}

/// Whether it is a slice without a step: there are instructions for these.
pub(super) fn is_two_element_slice(subscript: &Expression<'_>) -> bool {
    matches!(&subscript.kind, ExpressionKind::Slice(slice) if slice.step.is_none())
}
