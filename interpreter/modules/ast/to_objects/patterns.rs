//! Patterns.

use syntax::ast::{MatchCase, Pattern, PatternKind};
use vm::Result;
use vm::objects::value::Value;

use super::Builder;
use crate::ast::grammar::Node;

impl Builder<'_> {
    pub(super) fn case(&self, case: &MatchCase<'_>) -> Result<Value> {
        let pattern = self.pattern(&case.pattern)?;
        let guard = self.optional(case.guard.as_deref())?;
        Ok(self.plain(
            Node::MatchCase,
            vec![pattern, guard, self.statements(case.body)?],
        ))
    }

    fn patterns(&self, patterns: &[Pattern<'_>]) -> Result<Value> {
        self.list(patterns, |pattern| self.pattern(pattern))
    }

    fn pattern(&self, pattern: &Pattern<'_>) -> Result<Value> {
        self.vm.check_native_stack(" during ast construction")?;
        let (node, values) = match &pattern.kind {
            PatternKind::MatchValue(value) => (Node::MatchValue, vec![self.expression(value)?]),
            PatternKind::MatchSingleton(constant) => {
                (Node::MatchSingleton, vec![self.constant(constant)?])
            }
            PatternKind::MatchSequence(patterns) => {
                (Node::MatchSequence, vec![self.patterns(patterns)?])
            }
            PatternKind::MatchMapping {
                keys,
                patterns,
                rest,
            } => {
                let keys = self.expressions(keys)?;
                let patterns = self.patterns(patterns)?;
                (
                    Node::MatchMapping,
                    vec![keys, patterns, self.optional_name(*rest)],
                )
            }
            PatternKind::MatchClass {
                class,
                patterns,
                keyword_attributes,
                keyword_patterns,
            } => {
                let class = self.expression(class)?;
                let patterns = self.patterns(patterns)?;
                let names = self.names(keyword_attributes);
                let values = vec![class, patterns, names, self.patterns(keyword_patterns)?];
                (Node::MatchClass, values)
            }
            PatternKind::MatchStar(name) => (Node::MatchStar, vec![self.optional_name(*name)]),
            PatternKind::MatchAs { pattern, name } => {
                let pattern = match pattern {
                    Some(pattern) => self.pattern(pattern)?,
                    None => Value::NONE,
                };
                (Node::MatchAs, vec![pattern, self.optional_name(*name)])
            }
            PatternKind::MatchOr(patterns) => (Node::MatchOr, vec![self.patterns(patterns)?]),
        };
        Ok(self.node(node, pattern.span, values))
    }
}
