//! Formatted string literals.

use bytecode::{Location, Opcode};
use syntax::ast::{Constant, Conversion, Expression};

use super::{CodeGenerator, Result, operand};

impl<'a> CodeGenerator<'a, '_> {
    /// The parts of an f-string as one string.
    pub(super) fn joined_string(
        &mut self,
        values: &[Expression<'a>],
        location: Location,
    ) -> Result {
        if values.len() > operand::STACK_USE_GUIDELINE {
            return self.join_by_list(values, location);
        }
        self.expressions(values)?;
        match values.len() {
            0 => self.emit_ast_constant(&Constant::Str(b""), location),
            1 => {}
            many => self.emit(Opcode::BuildString, operand::count(many), location),
        }
        Ok(())
    }

    /// `"".join([...])`, so that many parts do not need as much stack.
    fn join_by_list(&mut self, values: &[Expression<'a>], location: Location) -> Result {
        self.emit_ast_constant(&Constant::Str(b""), location);
        self.emit_name(Opcode::LoadMethod, "join", location);
        self.emit(Opcode::BuildList, 0, location);
        for value in values {
            self.expression(value)?;
            self.emit(Opcode::ListAppend, 1, location);
        }
        self.emit(Opcode::Call, 1, location);
        Ok(())
    }

    /// A replacement field: `{value!conversion:format_spec}`.
    pub(super) fn formatted_value(
        &mut self,
        value: &Expression<'a>,
        conversion: Conversion,
        format_spec: Option<&Expression<'a>>,
        location: Location,
    ) -> Result {
        self.expression(value)?;
        if let Some(conversion) = operand::conversion(conversion) {
            self.emit(Opcode::ConvertValue, conversion, location);
        }
        match format_spec {
            Some(format_spec) => {
                self.expression(format_spec)?;
                self.emit(Opcode::FormatWithSpec, 0, location);
            }
            None => self.emit(Opcode::FormatSimple, 0, location),
        }
        Ok(())
    }
}
