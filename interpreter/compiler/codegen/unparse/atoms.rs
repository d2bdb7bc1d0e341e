//! Constants, attributes and f-strings as text.

use bytecode::Text;
use bytecode::repr::{IntegerTooLong, Representer, write_text};
use syntax::ast::{Constant, Conversion, Expression, ExpressionKind};
use syntax::error::{ErrorKind, SyntaxError};
use syntax::span::Span;

use super::super::Result;
use super::{ATOM, TEST, Unparser};
use crate::constants;

impl Unparser<'_> {
    pub(super) fn constant(&mut self, constant: &Constant<'_>, span: Span) -> Result {
        match constant {
            Constant::Ellipsis => self.push("..."),
            Constant::Str(_) if self.has_u_prefix(span) => {
                self.push("u");
                self.constant_value(constant)?;
            }
            _ => self.constant_value(constant)?,
        }
        Ok(())
    }

    fn constant_value(&mut self, constant: &Constant<'_>) -> Result {
        if let Constant::Tuple(members) = constant {
            self.push("(");
            for (index, member) in members.iter().enumerate() {
                self.comma_unless_first(index);
                self.constant_value(member)?;
            }
            self.push(if members.len() == 1 { ",)" } else { ")" });
            return Ok(());
        }
        let mut text = String::new();
        Representer::new()
            .write(&constants::from_ast(constant), &mut text)
            .map_err(too_long)?;
        if matches!(constant, Constant::Float(_) | Constant::Complex { .. }) {
            // Read back, this number overflows to infinity.
            text = text.replace("inf", "1e309");
        }
        self.push(&text);
        Ok(())
    }

    pub(super) fn attribute(&mut self, value: &Expression<'_>, attribute: &str) -> Result {
        self.expression(value, ATOM)?;
        let is_integer = matches!(
            value.kind,
            ExpressionKind::Constant(Constant::Int(_) | Constant::BigInt(_))
        );
        self.push(if is_integer { " ." } else { "." });
        self.push(attribute);
        Ok(())
    }

    /// An f-string; a format specification is one without quotes.
    pub(super) fn joined_string(&mut self, values: &[Expression<'_>], is_format: bool) -> Result {
        let mut body = self.nested();
        for value in values {
            body.string_part(value, is_format)?;
        }
        if is_format {
            self.out.append(&mut body.out);
        } else {
            let mut text = String::from("f");
            write_text(&Text::from_wtf8(body.out), &mut text);
            self.push(&text);
        }
        Ok(())
    }

    fn string_part(&mut self, part: &Expression<'_>, is_format: bool) -> Result {
        match &part.kind {
            ExpressionKind::Constant(Constant::Str(text)) => {
                for &byte in *text {
                    if matches!(byte, b'{' | b'}') {
                        self.out.push(byte);
                    }
                    self.out.push(byte);
                }
                Ok(())
            }
            ExpressionKind::JoinedStr { values } => self.joined_string(values, is_format),
            _ => self.expression(part, ATOM),
        }
    }

    pub(super) fn formatted_value(
        &mut self,
        value: &Expression<'_>,
        conversion: Conversion,
        format_specification: Option<&Expression<'_>>,
    ) -> Result {
        let mut field = self.nested();
        field.expression(value, TEST + 1)?;
        self.push(if field.out.starts_with(b"{") {
            "{ "
        } else {
            "{"
        });
        self.out.append(&mut field.out);
        self.push(match conversion {
            Conversion::None => "",
            Conversion::Str => "!s",
            Conversion::Repr => "!r",
            Conversion::Ascii => "!a",
        });
        if let Some(specification) = format_specification {
            self.push(":");
            self.string_part(specification, true)?;
        }
        self.push("}");
        Ok(())
    }
}

fn too_long(error: IntegerTooLong) -> SyntaxError {
    SyntaxError::without_location(ErrorKind::ValueError, error.to_string())
}
