//! Alternatives: `pattern | pattern`.

use std::mem;

use bytecode::{Location, Opcode};
use syntax::ast::Pattern;

use super::PatternContext;
use crate::codegen::{CodeGenerator, Result, location_of};

impl<'a> CodeGenerator<'a, '_> {
    /// The source is `compiler_pattern_or`.
    pub(super) fn or_pattern(
        &mut self,
        patterns: &[Pattern<'a>],
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        let end = self.new_label();
        // The names that the first alternative captures, in the order that all must have.
        let mut expected = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let is_last = index + 1 == patterns.len();
            let mut alternative = PatternContext::new(is_last && context.allows_irrefutable);
            let alternative_location = location_of(pattern.span);
            self.emit(Opcode::Copy, 1, alternative_location);
            self.pattern(pattern, &mut alternative)?;
            let captures = mem::take(&mut alternative.captures);
            if index == 0 {
                expected = captures;
            } else if !self.reorder_captures(captures, &expected, alternative_location) {
                let message = "alternative patterns bind different names";
                return Err(self.error(location, message));
            }
            self.emit_jump(Opcode::Jump, end, alternative_location);
            self.place_failures(&mut alternative, alternative_location);
        }
        // No alternative matched: the copy of the subject is still there.
        self.emit(Opcode::PopTop, 0, location);
        self.jump_to_failure(Opcode::Jump, context, location);
        self.place(end);
        self.keep_captures(expected, context, location)?;
        self.emit(Opcode::PopTop, 0, location);
        Ok(())
    }

    /// Brings the captured values on the stack, whose names `captures` holds, into the order
    /// of `expected`. Reports whether the names are the same.
    fn reorder_captures(
        &mut self,
        mut captures: Vec<&'a str>,
        expected: &[&'a str],
        location: Location,
    ) -> bool {
        if captures.len() != expected.len() {
            return false;
        }
        for (index, name) in expected.iter().enumerate().rev() {
            let Some(found) = captures.iter().position(|capture| capture == name) else {
                return false;
            };
            // What is beyond `index` is in order already, so the name cannot be there.
            if found < index {
                captures[..=index].rotate_left(found + 1);
                for _ in 0..=found {
                    self.rotate(index + 1, location);
                }
            }
        }
        true
    }

    /// Takes the captures of the alternatives, which are on top of the stack, to those of
    /// the pattern around.
    fn keep_captures(
        &mut self,
        captures: Vec<&'a str>,
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        // Between them and their place are: the other captures of the alternatives, the copy
        // of the subject, what must stay on top, and the captures before.
        let depth = captures.len() + 1 + context.on_top + context.captures.len();
        for name in captures {
            self.rotate(depth, location);
            if context.captures.contains(&name) {
                return Err(self.captured_twice(name, location));
            }
            context.captures.push(name);
        }
        Ok(())
    }
}
