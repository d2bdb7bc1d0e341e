//! Warnings of expressions that cannot be meant as they are written.

use syntax::ast::{CompareOperator, Constant, Expression, ExpressionKind};

use super::{CodeGenerator, location_of};

impl<'a> CodeGenerator<'a, '_> {
    /// `x is "literal"`.
    pub(super) fn warn_of_identity_with_literal(&mut self, node: &Expression<'a>) {
        let ExpressionKind::Compare {
            left,
            operators,
            comparators,
        } = &node.kind
        else {
            return;
        };
        let mut left: &Expression<'a> = left;
        for (operator, right) in operators.iter().zip(comparators.iter()) {
            let spelled = match operator {
                CompareOperator::Is => Some(("is", "==")),
                CompareOperator::IsNot => Some(("is not", "!=")),
                _ => None,
            };
            if let Some((written, meant)) = spelled
                && let Some(literal) = [left, right].into_iter().find(|side| is_literal(side))
            {
                let literal = type_name(literal).unwrap_or_default();
                let message =
                    format!("\"{written}\" with '{literal}' literal. Did you mean \"{meant}\"?");
                self.warn(location_of(node.span), message);
                return;
            }
            left = right;
        }
    }

    /// `"text" (x)`, `[1, 2] (x)`.
    pub(super) fn warn_if_not_callable(&mut self, function: &Expression<'a>) {
        // Lambdas have a type as well, but can be called.
        if matches!(function.kind, ExpressionKind::Lambda { .. }) {
            return;
        }
        if let Some(name) = type_name(function) {
            let message = format!("'{name}' object is not callable; perhaps you missed a comma?");
            self.warn(location_of(function.span), message);
        }
    }

    /// `1 [x]`, `{1, 2} [x]`.
    pub(super) fn warn_if_not_subscriptable(&mut self, value: &Expression<'a>) {
        let is_wrong = match &value.kind {
            ExpressionKind::Constant(constant) => matches!(
                constant,
                Constant::None
                    | Constant::Ellipsis
                    | Constant::Bool(_)
                    | Constant::Int(_)
                    | Constant::BigInt(_)
                    | Constant::Float(_)
                    | Constant::Complex { .. }
                    | Constant::FrozenSet(_)
            ),
            ExpressionKind::Set { .. }
            | ExpressionKind::SetComp { .. }
            | ExpressionKind::GeneratorExp { .. }
            | ExpressionKind::Lambda { .. } => true,
            _ => false,
        };
        if is_wrong && let Some(name) = type_name(value) {
            let message =
                format!("'{name}' object is not subscriptable; perhaps you missed a comma?");
            self.warn(location_of(value.span), message);
        }
    }

    /// `[1, 2] ["text"]`.
    pub(super) fn warn_of_wrong_index(&mut self, value: &Expression<'a>, index: &Expression<'a>) {
        let Some(index_type) = type_name(index) else {
            return;
        };
        if matches!(index_type, "int" | "bool") {
            return;
        }
        let is_sequence = match &value.kind {
            ExpressionKind::Constant(constant) => {
                matches!(
                    constant,
                    Constant::Str(_) | Constant::Bytes(_) | Constant::Tuple(_)
                )
            }
            ExpressionKind::Tuple { .. }
            | ExpressionKind::List { .. }
            | ExpressionKind::ListComp { .. }
            | ExpressionKind::JoinedStr { .. }
            | ExpressionKind::FormattedValue { .. } => true,
            _ => false,
        };
        if is_sequence && let Some(name) = type_name(value) {
            let message = format!(
                "{name} indices must be integers or slices, not {index_type}; \
                 perhaps you missed a comma?"
            );
            self.warn(location_of(value.span), message);
        }
    }
}

/// Whether it is a constant whose identity means nothing, as that of `None` does.
fn is_literal(node: &Expression<'_>) -> bool {
    match node.kind {
        ExpressionKind::Constant(constant) => !matches!(
            constant,
            Constant::None | Constant::Bool(_) | Constant::Ellipsis
        ),
        _ => false,
    }
}

/// The name of the type that the expression has for certain.
fn type_name(node: &Expression<'_>) -> Option<&'static str> {
    Some(match &node.kind {
        ExpressionKind::Tuple { .. } => "tuple",
        ExpressionKind::List { .. } | ExpressionKind::ListComp { .. } => "list",
        ExpressionKind::Dict { .. } | ExpressionKind::DictComp { .. } => "dict",
        ExpressionKind::Set { .. } | ExpressionKind::SetComp { .. } => "set",
        ExpressionKind::GeneratorExp { .. } => "generator",
        ExpressionKind::Lambda { .. } => "function",
        ExpressionKind::JoinedStr { .. } | ExpressionKind::FormattedValue { .. } => "str",
        ExpressionKind::Constant(constant) => match constant {
            Constant::None => "NoneType",
            Constant::Bool(_) => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) | Constant::BigInt(_) => "int",
            Constant::Float(_) => "float",
            Constant::Complex { .. } => "complex",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
            Constant::Tuple(_) => "tuple",
            Constant::FrozenSet(_) => "frozenset",
        },
        _ => return None,
    })
}
