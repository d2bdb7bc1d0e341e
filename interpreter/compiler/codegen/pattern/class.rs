//! Class patterns.

use bytecode::{Location, Opcode};
use syntax::ast::{Constant, Context, Identifier, Pattern, PatternKind};

use super::{PatternContext, is_wildcard};
use crate::codegen::operand::count;
use crate::codegen::{CodeGenerator, Result, location_of};

impl<'a> CodeGenerator<'a, '_> {
    /// The source is `compiler_pattern_class`.
    pub(super) fn class_pattern(
        &mut self,
        node: &Pattern<'a>,
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        let PatternKind::MatchClass {
            class,
            patterns,
            keyword_attributes,
            keyword_patterns,
        } = &node.kind
        else {
            return Ok(());
        };
        self.check_attributes(keyword_attributes, keyword_patterns)?;
        self.expression(class)?;
        let names = keyword_attributes
            .iter()
            .map(|attribute| Constant::Str(attribute.name.as_bytes()));
        let names = self.arena.alloc_slice_fill_iter(names);
        self.emit_ast_constant(&Constant::Tuple(names), location);
        self.emit(Opcode::MatchClass, count(patterns.len()), location);
        // There is a tuple of the attributes now, or None.
        context.on_top += 1;
        self.check_not_none(context, location);
        let total = patterns.len() + keyword_patterns.len();
        self.emit(Opcode::UnpackSequence, count(total), location);
        context.on_top += total;
        context.on_top -= 1;
        for pattern in patterns.iter().chain(keyword_patterns.iter()) {
            context.on_top -= 1;
            if is_wildcard(pattern) {
                self.emit(Opcode::PopTop, 0, location);
            } else {
                self.subpattern(pattern, context)?;
            }
        }
        Ok(())
    }

    /// Refuses an attribute that is matched twice, and `__debug__`. Errors point at the
    /// pattern of the attribute.
    fn check_attributes(&self, attributes: &[Identifier<'a>], patterns: &[Pattern<'a>]) -> Result {
        for (index, (attribute, pattern)) in attributes.iter().zip(patterns).enumerate() {
            self.check_name(attribute.name, Context::Store, location_of(pattern.span))?;
            let mut later = attributes.iter().zip(patterns).skip(index + 1);
            if let Some((_, pattern)) = later.find(|(other, _)| other.name == attribute.name) {
                let name = attribute.name;
                let message = format!("attribute name repeated in class pattern: {name}");
                return Err(self.error(location_of(pattern.span), message));
            }
        }
        Ok(())
    }
}
