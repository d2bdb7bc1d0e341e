//! Annotations of variables, parameters and results.

use bytecode::code::Flags;
use bytecode::{Constant, Location, Opcode, Text};
use syntax::ast::{Expression, ExpressionKind, Parameter, Parameters, Statement, StatementKind};

use super::{CodeGenerator, Result, location_of};

impl<'a> CodeGenerator<'a, '_> {
    /// Whether annotations are strings (`from __future__ import annotations`).
    pub(super) fn has_string_annotations(&self) -> bool {
        self.has_feature(Flags::FUTURE_ANNOTATIONS)
    }

    /// Pushes the source text of an annotation.
    pub(super) fn annotation_text(&mut self, annotation: &Expression<'a>) -> Result {
        let text = self.unparse(annotation)?;
        let constant = Constant::Str(Text::from_wtf8(text));
        self.emit_constant(constant, location_of(annotation.span));
        Ok(())
    }

    /// Pushes the annotations of a function as a tuple of names and values, if it has any,
    /// and tells whether it has (`compiler_visit_annotations`).
    pub(super) fn annotations(
        &mut self,
        parameters: &Parameters<'a>,
        returns: Option<&Expression<'a>>,
        location: Location,
    ) -> Result<bool> {
        let all = (parameters.positional.iter())
            .chain(parameters.positional_only.iter())
            .chain(parameters.vararg.as_deref())
            .chain(parameters.keyword_only.iter())
            .chain(parameters.kwarg.as_deref());
        let mut count = 0;
        for Parameter {
            name, annotation, ..
        } in all
        {
            if let Some(annotation) = annotation {
                self.named_annotation(name, annotation, location)?;
                count += 2;
            }
        }
        if let Some(returns) = returns {
            self.named_annotation("return", returns, location)?;
            count += 2;
        }
        if count > 0 {
            self.emit(Opcode::BuildTuple, count, location);
        }
        Ok(count > 0)
    }

    fn named_annotation(
        &mut self,
        name: &'a str,
        annotation: &Expression<'a>,
        location: Location,
    ) -> Result {
        let name = self.mangled(name);
        self.emit_text(name, location);
        if self.has_string_annotations() {
            return self.annotation_text(annotation);
        }
        match &annotation.kind {
            // `*args: *Ts`.
            ExpressionKind::Starred { value, .. } => {
                self.expression(value)?;
                self.emit(Opcode::UnpackSequence, 1, location);
                Ok(())
            }
            _ => self.expression(annotation),
        }
    }

    /// Evaluates an expression only to see that it can be.
    pub(super) fn check_annotated(&mut self, expression: &Expression<'a>) -> Result {
        self.expression(expression)?;
        self.emit(Opcode::PopTop, 0, location_of(expression.span));
        Ok(())
    }

    /// As [`CodeGenerator::check_annotated`], for what is between brackets.
    pub(super) fn check_annotated_subscript(&mut self, slice: &Expression<'a>) -> Result {
        match &slice.kind {
            ExpressionKind::Slice(slice) => {
                let parts = [&slice.lower, &slice.upper, &slice.step];
                let mut given = parts.into_iter().flatten();
                given.try_for_each(|part| self.check_annotated(part))
            }
            ExpressionKind::Tuple { elements, .. } => elements
                .iter()
                .try_for_each(|element| self.check_annotated_subscript(element)),
            _ => self.check_annotated(slice),
        }
    }
}

/// Whether a variable is annotated anywhere in a body, functions and classes within it left
/// aside (`find_ann`).
pub(super) fn has_annotations(body: &[Statement<'_>]) -> bool {
    body.iter().any(|statement| match &statement.kind {
        StatementKind::AnnAssign { .. } => true,
        StatementKind::For(node) => has_annotations(node.body) || has_annotations(node.orelse),
        StatementKind::While { body, orelse, .. } | StatementKind::If { body, orelse, .. } => {
            has_annotations(body) || has_annotations(orelse)
        }
        StatementKind::With { body, .. } => has_annotations(body),
        StatementKind::Try(node) => {
            (node.handlers.iter()).any(|handler| has_annotations(handler.body))
                || has_annotations(node.body)
                || has_annotations(node.finalbody)
                || has_annotations(node.orelse)
        }
        StatementKind::Match { cases, .. } => cases.iter().any(|case| has_annotations(case.body)),
        _ => false,
    })
}
