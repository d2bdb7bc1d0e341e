//! Mapping patterns.

use bytecode::repr::Representer;
use bytecode::{Location, Opcode};
use rustc_hash::FxHashSet;
use syntax::ast::{CompareOperator, Constant, Expression, ExpressionKind, Pattern};
use syntax::error::{ErrorKind, SyntaxError};

use super::PatternContext;
use crate::codegen::operand::count;
use crate::codegen::{CodeGenerator, Result};
use crate::constants::{self, EqualityKey};

impl<'a> CodeGenerator<'a, '_> {
    /// The source is `compiler_pattern_mapping`.
    pub(super) fn mapping_pattern(
        &mut self,
        keys: &[Expression<'a>],
        patterns: &[Pattern<'a>],
        rest: Option<&'a str>,
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        context.on_top += 1;
        self.emit(Opcode::MatchMapping, 0, location);
        self.jump_to_failure(Opcode::PopJumpIfFalse, context, location);
        if keys.is_empty() && rest.is_none() {
            context.on_top -= 1;
            self.emit(Opcode::PopTop, 0, location);
            return Ok(());
        }
        if !keys.is_empty() {
            self.check_length(CompareOperator::GtE, keys.len(), context, location);
        }
        self.mapping_keys(keys, location)?;
        self.emit(Opcode::BuildTuple, count(keys.len()), location);
        self.emit(Opcode::MatchKeys, 0, location);
        // Above the subject are a tuple of the keys, and one of the values or None.
        context.on_top += 2;
        self.check_not_none(context, location);
        self.emit(Opcode::UnpackSequence, count(keys.len()), location);
        context.on_top += keys.len();
        context.on_top -= 1;
        for pattern in patterns {
            context.on_top -= 1;
            self.subpattern(pattern, context)?;
        }
        context.on_top -= 2;
        if rest.is_some() {
            self.emit_rest(keys.len(), location);
            return self.capture(rest, context, location);
        }
        self.emit(Opcode::PopTop, 0, location);
        self.emit(Opcode::PopTop, 0, location);
        Ok(())
    }

    /// Leaves the keys on the stack. They must be literals, all different, or dotted names.
    fn mapping_keys(&mut self, keys: &[Expression<'a>], location: Location) -> Result {
        let mut seen: FxHashSet<EqualityKey<'a>> = FxHashSet::default();
        for key in keys {
            match &key.kind {
                ExpressionKind::Constant(constant) => {
                    if !seen.insert(constants::equality_key(constant)) {
                        return Err(self.repeated_key(constant, location));
                    }
                }
                ExpressionKind::Attribute { .. } => {}
                _ => {
                    let message =
                        "mapping pattern keys may only match literals and attribute lookups";
                    return Err(self.error(location, message));
                }
            }
            self.expression(key)?;
        }
        Ok(())
    }

    #[cold]
    fn repeated_key(&self, key: &Constant<'a>, location: Location) -> SyntaxError {
        let mut text = String::new();
        let key = constants::from_ast(key);
        match Representer::stable().write(&key, &mut text) {
            Ok(()) => {
                let message = format!("mapping pattern checks duplicate key ({text})");
                self.error(location, message)
            }
            Err(too_long) => {
                SyntaxError::without_location(ErrorKind::ValueError, too_long.to_string())
            }
        }
    }

    /// Makes a dict of the subject without the keys; the tuple of these is above the subject.
    fn emit_rest(&mut self, keys: usize, location: Location) {
        self.emit(Opcode::BuildMap, 0, location);
        self.emit(Opcode::Swap, 3, location);
        self.emit(Opcode::DictUpdate, 2, location);
        self.emit(Opcode::UnpackSequence, count(keys), location);
        for remaining in (1..=keys).rev() {
            self.emit(Opcode::Copy, count(1 + remaining), location);
            self.emit(Opcode::Swap, 2, location);
            self.emit(Opcode::DeleteSubscr, 0, location);
        }
    }
}
