//! Sequence patterns.

use bytecode::{Location, Opcode};
use syntax::ast::{CompareOperator, Operator, Pattern, PatternKind};

use super::{PatternContext, is_wildcard};
use crate::codegen::display::unpack_around_star;
use crate::codegen::operand::count;
use crate::codegen::{CodeGenerator, Result};

impl<'a> CodeGenerator<'a, '_> {
    /// The source is `compiler_pattern_sequence`.
    pub(super) fn sequence_pattern(
        &mut self,
        patterns: &[Pattern<'a>],
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        let star = self.find_star(patterns, location)?;
        context.on_top += 1;
        self.emit(Opcode::MatchSequence, 0, location);
        self.jump_to_failure(Opcode::PopJumpIfFalse, context, location);
        if star.is_none() {
            self.check_length(CompareOperator::Eq, patterns.len(), context, location);
        } else if patterns.len() > 1 {
            self.check_length(CompareOperator::GtE, patterns.len() - 1, context, location);
        }
        context.on_top -= 1;
        if patterns.iter().all(matches_anything) {
            self.emit(Opcode::PopTop, 0, location);
            return Ok(());
        }
        match star {
            // Nobody wants the list that unpacking would make for the star.
            Some(star) if matches_anything(&patterns[star]) => {
                self.subscript_sequence(patterns, star, context, location)
            }
            _ => self.unpack_sequence(patterns, star, context, location),
        }
    }

    /// The index of the starred name; there must be one at most.
    fn find_star(&self, patterns: &[Pattern<'a>], location: Location) -> Result<Option<usize>> {
        let is_star = |pattern: &Pattern<'a>| matches!(pattern.kind, PatternKind::MatchStar(_));
        let star = patterns.iter().position(is_star);
        if star.is_some_and(|star| patterns[star + 1..].iter().any(is_star)) {
            let message = "multiple starred names in sequence pattern";
            return Err(self.error(location, message));
        }
        Ok(star)
    }

    /// Matches the elements after unpacking all of them.
    fn unpack_sequence(
        &mut self,
        patterns: &[Pattern<'a>],
        star: Option<usize>,
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        match star.map(|star| unpack_around_star(star, patterns.len())) {
            None => self.emit(Opcode::UnpackSequence, count(patterns.len()), location),
            Some(Some(operand)) => self.emit(Opcode::UnpackEx, operand, location),
            Some(None) => {
                let message = "too many expressions in star-unpacking sequence pattern";
                return Err(self.error(location, message));
            }
        }
        context.on_top += patterns.len();
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        Ok(())
    }

    /// Matches the elements by their index, those of the star not at all.
    fn subscript_sequence(
        &mut self,
        patterns: &[Pattern<'a>],
        star: usize,
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        context.on_top += 1;
        for (index, pattern) in patterns.iter().enumerate() {
            if index == star || is_wildcard(pattern) {
                continue;
            }
            self.emit(Opcode::Copy, 1, location);
            if index < star {
                self.emit_size(index, location);
            } else {
                // The sequence may not know negative indices.
                self.emit(Opcode::GetLen, 0, location);
                self.emit_size(patterns.len() - index, location);
                self.emit_binary_operation(Operator::Sub, false, location);
            }
            self.emit(Opcode::BinarySubscr, 0, location);
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 1;
        self.emit(Opcode::PopTop, 0, location);
        Ok(())
    }
}

/// `_` and `*_`.
fn matches_anything(pattern: &Pattern<'_>) -> bool {
    is_wildcard(pattern) || matches!(pattern.kind, PatternKind::MatchStar(None))
}
