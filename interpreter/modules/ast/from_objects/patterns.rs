//! Patterns.

use syntax::ast::{
    Constant, Context, Expression, ExpressionKind, List, MatchCase, Operator, Pattern, PatternKind,
    UnaryOperator,
};
use vm::Result;
use vm::objects::value::Value;

use super::Reader;
use crate::ast::grammar::Node;

impl<'a> Reader<'a, '_> {
    pub(super) fn case(&self, object: &Value) -> Result<MatchCase<'a>> {
        let pattern = self.present(object, Node::MatchCase, "pattern")?;
        Ok(MatchCase {
            pattern: self.pattern(&pattern, false)?,
            guard: self.optional_child(object, "guard")?,
            body: self.body(object, Node::MatchCase)?,
        })
    }

    fn patterns(
        &self,
        object: &Value,
        node: Node,
        name: &str,
        star: bool,
    ) -> Result<List<'a, Pattern<'a>>> {
        let items = self.items(object, node, name)?;
        self.map(items, |item| self.pattern(item, star))
    }

    /// A pattern; `star` says whether `*name` may stand here.
    fn pattern(&self, object: &Value, star: bool) -> Result<Pattern<'a>> {
        let span = self.checked_span(object, "pattern", true)?;
        let node = self.node_of(object, "pattern")?;
        self.enter(node)?;
        let kind = match node {
            Node::MatchValue => {
                let value = self.child(object, node, "value")?;
                self.check_value(value)?;
                PatternKind::MatchValue(value)
            }
            Node::MatchSingleton => {
                let constant = self.constant(&self.required(object, node.name(), "value")?)?;
                if !matches!(constant, Constant::None | Constant::Bool(_)) {
                    return Err(
                        self.value_error("MatchSingleton can only contain True, False and None")
                    );
                }
                PatternKind::MatchSingleton(constant)
            }
            Node::MatchSequence => {
                PatternKind::MatchSequence(self.patterns(object, node, "patterns", true)?)
            }
            Node::MatchMapping => self.mapping(object)?,
            Node::MatchClass => {
                let class = self.child(object, node, "cls")?;
                self.check_class(class)?;
                let patterns = self.patterns(object, node, "patterns", false)?;
                let keyword_attributes = self.names(object, node, "kwd_attrs", span)?;
                for name in keyword_attributes {
                    self.check_name(name.name)?;
                }
                let keyword_patterns = self.patterns(object, node, "kwd_patterns", false)?;
                if keyword_attributes.len() != keyword_patterns.len() {
                    return Err(self.value_error(
                        "MatchClass doesn't have the same number of keyword attributes as \
                         patterns",
                    ));
                }
                PatternKind::MatchClass {
                    class,
                    patterns,
                    keyword_attributes,
                    keyword_patterns,
                }
            }
            Node::MatchStar => {
                let name = self.optional_name(object, "name")?;
                if !star {
                    return Err(self.value_error("can't use MatchStar here"));
                }
                PatternKind::MatchStar(self.capture(name)?)
            }
            Node::MatchAs => self.capture_pattern(object)?,
            _ => {
                let patterns = self.patterns(object, node, "patterns", false)?;
                if patterns.len() < 2 {
                    return Err(self.value_error("MatchOr requires at least 2 patterns"));
                }
                PatternKind::MatchOr(patterns)
            }
        };
        Ok(Pattern { kind, span })
    }

    fn capture(&self, name: Option<&'a str>) -> Result<Option<&'a str>> {
        if let Some(name) = name {
            if name == "_" {
                return Err(self.value_error("can't capture name '_' in patterns"));
            }
            self.check_name(name)?;
        }
        Ok(name)
    }

    fn capture_pattern(&self, object: &Value) -> Result<PatternKind<'a>> {
        let pattern = match self.optional(object, "pattern")? {
            Some(pattern) => Some(self.arena.alloc(self.pattern(&pattern, false)?)),
            None => None,
        };
        let name = self.capture(self.optional_name(object, "name")?)?;
        if pattern.is_some() && name.is_none() {
            return Err(
                self.value_error("MatchAs must specify a target name if a pattern is given")
            );
        }
        Ok(PatternKind::MatchAs { pattern, name })
    }

    fn mapping(&self, object: &Value) -> Result<PatternKind<'a>> {
        let node = Node::MatchMapping;
        let keys = self.children(object, node, "keys", Context::Load)?;
        let patterns = self.patterns(object, node, "patterns", false)?;
        let rest = self.optional_name(object, "rest")?;
        if keys.len() != patterns.len() {
            return Err(
                self.value_error("MatchMapping doesn't have the same number of keys as patterns")
            );
        }
        let rest = self.capture(rest)?;
        for key in keys.iter() {
            let singleton = matches!(
                key.kind,
                ExpressionKind::Constant(Constant::None | Constant::Bool(_))
            );
            if !singleton {
                self.check_value(key)?;
            }
        }
        Ok(PatternKind::MatchMapping {
            keys,
            patterns,
            rest,
        })
    }

    fn check_class(&self, class: &Expression<'_>) -> Result<()> {
        let mut class = class;
        loop {
            match &class.kind {
                ExpressionKind::Name { .. } => return Ok(()),
                ExpressionKind::Attribute { value, .. } => class = value,
                _ => {
                    return Err(self.value_error(
                        "MatchClass cls field can only contain Name or Attribute nodes.",
                    ));
                }
            }
        }
    }

    fn check_value(&self, value: &Expression<'_>) -> Result<()> {
        let fits = match &value.kind {
            ExpressionKind::Constant(
                Constant::Int(_)
                | Constant::BigInt(_)
                | Constant::Float(_)
                | Constant::Complex { .. }
                | Constant::Str(_)
                | Constant::Bytes(_),
            ) => true,
            ExpressionKind::Constant(_) => {
                return Err(self.value_error("unexpected constant inside of a literal pattern"));
            }
            ExpressionKind::Attribute { .. } | ExpressionKind::JoinedStr { .. } => true,
            ExpressionKind::UnaryOp { .. } => is_negative(value, true),
            ExpressionKind::BinOp {
                left,
                operator,
                right,
            } => {
                matches!(operator, Operator::Add | Operator::Sub)
                    && (is_number(left, true, false) || is_negative(left, false))
                    && is_number(right, false, true)
            }
            _ => false,
        };
        if fits {
            return Ok(());
        }
        Err(self.value_error("patterns may only match literals and attribute lookups"))
    }
}

fn is_number(value: &Expression<'_>, real: bool, imaginary: bool) -> bool {
    match &value.kind {
        ExpressionKind::Constant(Constant::Int(_) | Constant::BigInt(_) | Constant::Float(_)) => {
            real
        }
        ExpressionKind::Constant(Constant::Complex { .. }) => imaginary,
        _ => false,
    }
}

fn is_negative(value: &Expression<'_>, imaginary: bool) -> bool {
    match &value.kind {
        ExpressionKind::UnaryOp {
            operator: UnaryOperator::USub,
            operand,
        } => is_number(operand, true, imaginary),
        _ => false,
    }
}
