//! Targets: expressions that are bound or deleted.

use super::{Parsed, Parser, Refused};
use crate::ast::{Context, Expression, ExpressionKind};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// The targets of a `for`; more than one, or a comma, make a tuple.
    pub(super) fn star_targets(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let first = self.unchecked_star_target()?;
        let mut target = if self.kind == TokenKind::Comma {
            let begins =
                |kind| kind == TokenKind::Star || super::expression::begins_expression(kind);
            self.bare_tuple(start, first, begins, Self::unchecked_star_target)?
        } else {
            first
        };
        self.make_target(&mut target, Context::Store)?;
        Ok(target)
    }

    /// One target that may be starred, as after the `as` of a `with`.
    pub(super) fn star_target(&mut self) -> Parsed<Expression<'a>> {
        let mut target = self.unchecked_star_target()?;
        self.make_target(&mut target, Context::Store)?;
        Ok(target)
    }

    /// What may turn out a target: every target is a primary, apart from its star.
    fn unchecked_star_target(&mut self) -> Parsed<Expression<'a>> {
        if self.kind == TokenKind::Star {
            self.starred(Self::primary)
        } else {
            self.primary()
        }
    }

    /// Gives a target its context, and refuses what is none. Stars are for binding only.
    pub(super) fn make_target(
        &mut self,
        target: &mut Expression<'a>,
        new_context: Context,
    ) -> Parsed<()> {
        match &mut target.kind {
            ExpressionKind::Name { context, .. }
            | ExpressionKind::Attribute { context, .. }
            | ExpressionKind::Subscript { context, .. } => {
                *context = new_context;
                Ok(())
            }
            ExpressionKind::Starred { value, context } if new_context == Context::Store => {
                *context = new_context;
                self.make_target(value, new_context)
            }
            ExpressionKind::Tuple { elements, context }
            | ExpressionKind::List { elements, context } => {
                *context = new_context;
                elements
                    .iter_mut()
                    .try_for_each(|element| self.make_target(element, new_context))
            }
            _ => Err(Refused),
        }
    }

    /// As [`Self::make_target`] for a target of `:` or `+=`, which has no parts.
    pub(super) fn make_single_target(&mut self, target: &mut Expression<'a>) -> Parsed<()> {
        match &mut target.kind {
            ExpressionKind::Name { context, .. }
            | ExpressionKind::Attribute { context, .. }
            | ExpressionKind::Subscript { context, .. } => {
                *context = Context::Store;
                Ok(())
            }
            _ => Err(Refused),
        }
    }
}
