//! Patterns of `match` statements (PEP 634).
//!
//! The code of a pattern takes its subject from the top of the stack. Where the subject does
//! not match, it jumps to code that takes everything else from there that the pattern put on
//! the stack. Names are bound only after the whole pattern matched: what they capture is kept
//! on the stack, beneath whatever is still needed.

mod alternatives;
mod class;
mod mapping;
mod sequence;

use bytecode::{Location, Opcode};
use syntax::ast::{
    CompareOperator, Constant, Context, Expression, ExpressionKind, Pattern, PatternKind,
};
use syntax::error::SyntaxError;

use super::operand::count;
use super::{CodeGenerator, Result, location_of};
use crate::instructions::Label;

/// What must be known while a pattern is compiled. CPython's `pattern_context`.
pub(super) struct PatternContext<'a> {
    /// The names captured so far. Their values are on the stack, the first one deepest.
    pub(super) captures: Vec<&'a str>,
    /// Whether a pattern that always matches may stand here.
    allows_irrefutable: bool,
    /// Where to jump when the match fails: `failures[n]` takes `n` values from the stack.
    failures: Vec<Label>,
    /// How many values on top of the stack must stay there; captures go beneath them.
    on_top: usize,
}

impl PatternContext<'_> {
    /// The context of a pattern whose subject is on top of the stack.
    pub(super) fn new(allows_irrefutable: bool) -> Self {
        PatternContext {
            captures: Vec::new(),
            allows_irrefutable,
            failures: Vec::new(),
            on_top: 0,
        }
    }
}

impl<'a> CodeGenerator<'a, '_> {
    /// Emits the code of a pattern.
    pub(super) fn pattern(
        &mut self,
        node: &Pattern<'a>,
        context: &mut PatternContext<'a>,
    ) -> Result {
        let location = location_of(node.span);
        match &node.kind {
            PatternKind::MatchValue(value) => self.value_pattern(value, context, location),
            PatternKind::MatchSingleton(constant) => {
                self.singleton_pattern(constant, context, location);
                Ok(())
            }
            PatternKind::MatchSequence(patterns) => {
                self.sequence_pattern(patterns, context, location)
            }
            PatternKind::MatchMapping {
                keys,
                patterns,
                rest,
            } => self.mapping_pattern(keys, patterns, *rest, context, location),
            PatternKind::MatchClass { .. } => self.class_pattern(node, context, location),
            PatternKind::MatchStar(name) => self.capture(*name, context, location),
            PatternKind::MatchAs { pattern, name } => {
                self.as_pattern(pattern.as_deref(), *name, context, location)
            }
            PatternKind::MatchOr(patterns) => self.or_pattern(patterns, context, location),
        }
    }

    /// A pattern within another: it may always match.
    fn subpattern(&mut self, node: &Pattern<'a>, context: &mut PatternContext<'a>) -> Result {
        let allows_irrefutable = std::mem::replace(&mut context.allows_irrefutable, true);
        self.pattern(node, context)?;
        context.allows_irrefutable = allows_irrefutable;
        Ok(())
    }

    fn value_pattern(
        &mut self,
        value: &Expression<'a>,
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        if !matches!(
            value.kind,
            ExpressionKind::Constant(_) | ExpressionKind::Attribute { .. }
        ) {
            let message = "patterns may only match literals and attribute lookups";
            return Err(self.error(location, message));
        }
        self.expression(value)?;
        self.emit_comparison(CompareOperator::Eq, location);
        self.emit(Opcode::ToBool, 0, location);
        self.jump_to_failure(Opcode::PopJumpIfFalse, context, location);
        Ok(())
    }

    fn singleton_pattern(
        &mut self,
        constant: &Constant<'a>,
        context: &mut PatternContext<'a>,
        location: Location,
    ) {
        self.emit_ast_constant(constant, location);
        self.emit_comparison(CompareOperator::Is, location);
        self.jump_to_failure(Opcode::PopJumpIfFalse, context, location);
    }

    /// `pattern as name`, `name`, `_`.
    fn as_pattern(
        &mut self,
        pattern: Option<&Pattern<'a>>,
        name: Option<&'a str>,
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        let Some(pattern) = pattern else {
            if !context.allows_irrefutable {
                return Err(self.irrefutable_pattern(name, location));
            }
            return self.capture(name, context, location);
        };
        context.on_top += 1;
        self.emit(Opcode::Copy, 1, location);
        self.pattern(pattern, context)?;
        context.on_top -= 1;
        self.capture(name, context, location)
    }

    #[cold]
    fn irrefutable_pattern(&self, name: Option<&str>, location: Location) -> SyntaxError {
        let message = match name {
            Some(name) => format!("name capture '{name}' makes remaining patterns unreachable"),
            None => "wildcard makes remaining patterns unreachable".into(),
        };
        self.error(location, message)
    }

    /// Captures the subject: puts it beneath what must stay on top of the stack, as the last
    /// of the captures. Without a name, takes it from the stack.
    fn capture(
        &mut self,
        name: Option<&'a str>,
        context: &mut PatternContext<'a>,
        location: Location,
    ) -> Result {
        let Some(name) = name else {
            self.emit(Opcode::PopTop, 0, location);
            return Ok(());
        };
        self.check_name(name, Context::Store, location)?;
        if context.captures.contains(&name) {
            return Err(self.captured_twice(name, location));
        }
        self.rotate(context.on_top + context.captures.len() + 1, location);
        context.captures.push(name);
        Ok(())
    }

    #[cold]
    fn captured_twice(&self, name: &str, location: Location) -> SyntaxError {
        let message = format!("multiple assignments to name '{name}' in pattern");
        self.error(location, message)
    }

    /// Puts the top of the stack beneath the `depth - 1` values under it.
    fn rotate(&mut self, depth: usize, location: Location) {
        for depth in (2..=depth).rev() {
            self.emit(Opcode::Swap, count(depth), location);
        }
    }

    /// Goes on if the subject's length, which is measured here, is as `operator` and `size`
    /// demand.
    fn check_length(
        &mut self,
        operator: CompareOperator,
        size: usize,
        context: &mut PatternContext<'a>,
        location: Location,
    ) {
        self.emit(Opcode::GetLen, 0, location);
        self.emit_size(size, location);
        self.emit_comparison(operator, location);
        self.jump_to_failure(Opcode::PopJumpIfFalse, context, location);
    }

    fn emit_size(&mut self, size: usize, location: Location) {
        self.emit_ast_constant(&Constant::Int(size as i64), location);
    }

    /// Goes on if what is on the stack is not `None`; it stays there.
    fn check_not_none(&mut self, context: &mut PatternContext<'a>, location: Location) {
        self.emit(Opcode::Copy, 1, location);
        self.emit_none(location);
        self.emit_comparison(CompareOperator::IsNot, location);
        self.jump_to_failure(Opcode::PopJumpIfFalse, context, location);
    }

    /// Where to jump so that `values` are taken from the stack and the match fails.
    pub(super) fn failure_label(
        &mut self,
        context: &mut PatternContext<'a>,
        values: usize,
    ) -> Label {
        while context.failures.len() <= values {
            context.failures.push(self.new_label());
        }
        context.failures[values]
    }

    /// Jumps to where everything that the pattern put on the stack is taken from it.
    fn jump_to_failure(
        &mut self,
        opcode: Opcode,
        context: &mut PatternContext<'a>,
        location: Location,
    ) {
        let values = context.on_top + context.captures.len();
        let label = self.failure_label(context, values);
        self.emit_jump(opcode, label, location);
    }

    /// Emits the code at the failure labels, if there are any.
    pub(super) fn place_failures(&mut self, context: &mut PatternContext<'a>, location: Location) {
        while let Some(label) = context.failures.pop() {
            self.place(label);
            if !context.failures.is_empty() {
                self.emit(Opcode::PopTop, 0, location);
            }
        }
    }
}

/// `_`, perhaps with a pattern before its `as`, which the parser does not let through.
pub(super) fn is_wildcard(pattern: &Pattern<'_>) -> bool {
    matches!(pattern.kind, PatternKind::MatchAs { name: None, .. })
}
