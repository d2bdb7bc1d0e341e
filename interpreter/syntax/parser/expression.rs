//! Expressions: operators, conditions, lambdas, lists without brackets.

use super::{Parsed, Parser, Refused};
use crate::ast::{
    BoolOperator, CompareOperator, Context, Expression, ExpressionKind, Operator, UnaryOperator,
};
use crate::token::TokenKind;

/// Whether a token can begin an expression.
#[inline]
pub(super) fn begins_expression(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Number
            | TokenKind::String
            | TokenKind::FStringStart
            | TokenKind::LeftParenthesis
            | TokenKind::LeftBracket
            | TokenKind::LeftBrace
            | TokenKind::Minus
            | TokenKind::Plus
            | TokenKind::Tilde
            | TokenKind::Ellipsis
            | TokenKind::Not
            | TokenKind::Lambda
            | TokenKind::Await
            | TokenKind::None
            | TokenKind::True
            | TokenKind::False
    )
}

/// Whether a token can begin an expression that may be starred.
#[inline]
fn begins_star_expression(kind: TokenKind) -> bool {
    kind == TokenKind::Star || begins_expression(kind)
}

/// The operator that a token stands for between two operands, and how tightly it binds.
#[inline]
fn binary_operator(kind: TokenKind) -> Option<(u8, Operator)> {
    Some(match kind {
        TokenKind::VerticalBar => (1, Operator::BitOr),
        TokenKind::Circumflex => (2, Operator::BitXor),
        TokenKind::Ampersand => (3, Operator::BitAnd),
        TokenKind::LeftShift => (4, Operator::LShift),
        TokenKind::RightShift => (4, Operator::RShift),
        TokenKind::Plus => (5, Operator::Add),
        TokenKind::Minus => (5, Operator::Sub),
        TokenKind::Star => (6, Operator::Mult),
        TokenKind::Slash => (6, Operator::Div),
        TokenKind::DoubleSlash => (6, Operator::FloorDiv),
        TokenKind::Percent => (6, Operator::Mod),
        TokenKind::At => (6, Operator::MatMult),
        _ => return None,
    })
}

impl<'a> Parser<'a, '_> {
    /// Expressions, any of them starred; more than one, or a comma, make a tuple.
    pub(super) fn star_expressions(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let first = self.star_expression()?;
        if self.kind != TokenKind::Comma {
            return Ok(first);
        }
        self.bare_tuple(start, first, begins_star_expression, Self::star_expression)
    }

    /// As [`Self::star_expressions`], without stars.
    pub(super) fn expressions(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let first = self.expression()?;
        if self.kind != TokenKind::Comma {
            return Ok(first);
        }
        self.bare_tuple(start, first, begins_expression, Self::expression)
    }

    /// As [`Self::star_expressions`], where `:=` is allowed too: the subject of a `match`.
    pub(super) fn star_named_expressions(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let first = self.star_named_expression()?;
        if self.kind != TokenKind::Comma {
            return if is_starred(&first) {
                Err(Refused)
            } else {
                Ok(first)
            };
        }
        self.bare_tuple(
            start,
            first,
            begins_star_expression,
            Self::star_named_expression,
        )
    }

    /// The tuple without parentheses that began with `first`; a comma is next.
    pub(super) fn bare_tuple(
        &mut self,
        start: usize,
        first: Expression<'a>,
        begins: impl Fn(TokenKind) -> bool,
        element: impl Fn(&mut Self) -> Parsed<Expression<'a>>,
    ) -> Parsed<Expression<'a>> {
        let mark = self.scratch.expressions.len();
        self.scratch.expressions.push(first);
        while self.eat(TokenKind::Comma) {
            if !begins(self.kind) {
                break;
            }
            let next = element(self)?;
            self.scratch.expressions.push(next);
        }
        let elements = self.scratch.expressions_from(self.arena, mark);
        let context = Context::Load;
        Ok(self.node(start, ExpressionKind::Tuple { elements, context }))
    }

    pub(super) fn star_expression(&mut self) -> Parsed<Expression<'a>> {
        if self.kind == TokenKind::Star {
            return self.starred(Self::bitwise_or);
        }
        self.expression()
    }

    pub(super) fn star_named_expression(&mut self) -> Parsed<Expression<'a>> {
        if self.kind == TokenKind::Star {
            return self.starred(Self::bitwise_or);
        }
        self.named_expression()
    }

    /// `*` and an operand that `operand` parses.
    pub(super) fn starred(
        &mut self,
        operand: impl FnOnce(&mut Self) -> Parsed<Expression<'a>>,
    ) -> Parsed<Expression<'a>> {
        let start = self.position;
        self.expect(TokenKind::Star)?;
        let value = operand(self)?;
        let value = self.child(value);
        let context = Context::Load;
        Ok(self.node(start, ExpressionKind::Starred { value, context }))
    }

    /// An expression, or `name := expression`.
    pub(super) fn named_expression(&mut self) -> Parsed<Expression<'a>> {
        if self.kind != TokenKind::Name || self.second() != TokenKind::ColonEqual {
            return self.expression();
        }
        let start = self.position;
        let target = self.name(Context::Store)?;
        self.advance();
        let value = self.expression()?;
        let (target, value) = (self.child(target), self.child(value));
        Ok(self.node(start, ExpressionKind::NamedExpr { target, value }))
    }

    /// `yield`, `yield values` or `yield from iterable`.
    pub(super) fn yield_expression(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        self.expect(TokenKind::Yield)?;
        let kind = if self.eat(TokenKind::From) {
            let iterable = self.expression()?;
            ExpressionKind::YieldFrom(self.child(iterable))
        } else if begins_star_expression(self.kind) {
            let value = self.star_expressions()?;
            ExpressionKind::Yield(Some(self.child(value)))
        } else {
            ExpressionKind::Yield(None)
        };
        Ok(self.node(start, kind))
    }

    /// A `yield`, or expressions: what may stand right of `=`.
    pub(super) fn yield_or_star_expressions(&mut self) -> Parsed<Expression<'a>> {
        if self.kind == TokenKind::Yield {
            self.yield_expression()
        } else {
            self.star_expressions()
        }
    }

    /// Expressions where they may be left out, as after `return`.
    pub(super) fn optional_star_expressions(&mut self) -> Parsed<Option<&'a mut Expression<'a>>> {
        if !begins_star_expression(self.kind) {
            return Ok(None);
        }
        let value = self.star_expressions()?;
        Ok(Some(self.child(value)))
    }

    /// An expression without `:=`, `*` and bare tuples.
    pub(super) fn expression(&mut self) -> Parsed<Expression<'a>> {
        if self.kind == TokenKind::Lambda {
            return self.nested(2, Self::lambda);
        }
        let start = self.position;
        let body = self.disjunction()?;
        if self.kind != TokenKind::If {
            return Ok(body);
        }
        // Nothing that an expression can stand before begins with `if`, so that this one
        // must have its `else`.
        self.advance();
        let test = self.disjunction()?;
        self.expect(TokenKind::Else)?;
        let orelse = self.nested(1, Self::expression)?;
        let (test, body, orelse) = (self.child(test), self.child(body), self.child(orelse));
        Ok(self.node(start, ExpressionKind::IfExp { test, body, orelse }))
    }

    fn lambda(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        self.expect(TokenKind::Lambda)?;
        let parameters = self.lambda_parameters()?;
        self.expect(TokenKind::Colon)?;
        let body = self.expression()?;
        let parameters = self.arena.alloc(parameters);
        let body = self.child(body);
        Ok(self.node(start, ExpressionKind::Lambda { parameters, body }))
    }

    /// Operands of `or`.
    pub(super) fn disjunction(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let first = self.conjunction()?;
        if self.kind != TokenKind::Or {
            return Ok(first);
        }
        let mark = self.scratch.expressions.len();
        self.scratch.expressions.push(first);
        while self.eat(TokenKind::Or) {
            let next = self.conjunction()?;
            self.scratch.expressions.push(next);
        }
        let values = self.scratch.expressions_from(self.arena, mark);
        let operator = BoolOperator::Or;
        Ok(self.node(start, ExpressionKind::BoolOp { operator, values }))
    }

    /// Operands of `and`.
    #[inline]
    fn conjunction(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let first = self.inversion()?;
        if self.kind != TokenKind::And {
            return Ok(first);
        }
        let mark = self.scratch.expressions.len();
        self.scratch.expressions.push(first);
        while self.eat(TokenKind::And) {
            let next = self.inversion()?;
            self.scratch.expressions.push(next);
        }
        let values = self.scratch.expressions_from(self.arena, mark);
        let operator = BoolOperator::And;
        Ok(self.node(start, ExpressionKind::BoolOp { operator, values }))
    }

    fn inversion(&mut self) -> Parsed<Expression<'a>> {
        if self.kind != TokenKind::Not {
            return self.comparison();
        }
        let start = self.position;
        self.advance();
        let operand = self.nested(1, Self::inversion)?;
        let operand = self.child(operand);
        let operator = UnaryOperator::Not;
        Ok(self.node(start, ExpressionKind::UnaryOp { operator, operand }))
    }

    #[inline]
    fn comparison(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let left = self.bitwise_or()?;
        let Some(operator) = self.compare_operator()? else {
            return Ok(left);
        };
        self.comparison_after(start, left, operator)
    }

    fn comparison_after(
        &mut self,
        start: usize,
        left: Expression<'a>,
        first: CompareOperator,
    ) -> Parsed<Expression<'a>> {
        let left = self.child(left);
        let comparator = self.bitwise_or()?;
        let mark = self.scratch.expressions.len();
        self.scratch.expressions.push(comparator);
        let operators = match self.compare_operator()? {
            None => &*self.arena.alloc(first),
            Some(second) => return self.comparison_chain(start, left, vec![first, second], mark),
        };
        let comparators = self.scratch.expressions_from(self.arena, mark);
        let operators = std::slice::from_ref(operators);
        Ok(self.node(
            start,
            ExpressionKind::Compare {
                left,
                operators,
                comparators,
            },
        ))
    }

    /// The rest of `a < b < c`, whose second operator has been read.
    fn comparison_chain(
        &mut self,
        start: usize,
        left: &'a mut Expression<'a>,
        mut operators: Vec<CompareOperator>,
        mark: usize,
    ) -> Parsed<Expression<'a>> {
        loop {
            let comparator = self.bitwise_or()?;
            self.scratch.expressions.push(comparator);
            match self.compare_operator()? {
                Some(operator) => operators.push(operator),
                None => break,
            }
        }
        let comparators = self.scratch.expressions_from(self.arena, mark);
        let operators = self.arena.alloc_slice_copy(&operators);
        Ok(self.node(
            start,
            ExpressionKind::Compare {
                left,
                operators,
                comparators,
            },
        ))
    }

    /// Takes a comparison operator, if one is next.
    #[inline]
    fn compare_operator(&mut self) -> Parsed<Option<CompareOperator>> {
        let operator = match self.kind {
            TokenKind::EqualEqual => CompareOperator::Eq,
            TokenKind::NotEqual if self.token_text() == "<>" => return Err(Refused),
            TokenKind::NotEqual => CompareOperator::NotEq,
            TokenKind::Less => CompareOperator::Lt,
            TokenKind::LessEqual => CompareOperator::LtE,
            TokenKind::Greater => CompareOperator::Gt,
            TokenKind::GreaterEqual => CompareOperator::GtE,
            TokenKind::In => CompareOperator::In,
            TokenKind::Not if self.second() == TokenKind::In => {
                self.advance();
                CompareOperator::NotIn
            }
            TokenKind::Is if self.second() == TokenKind::Not => {
                self.advance();
                CompareOperator::IsNot
            }
            TokenKind::Is => CompareOperator::Is,
            _ => return Ok(None),
        };
        self.advance();
        Ok(Some(operator))
    }

    /// An operand of a comparison.
    #[inline]
    pub(super) fn bitwise_or(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let left = self.factor()?;
        if binary_operator(self.kind).is_none() {
            return Ok(left);
        }
        self.binary(start, left, 1)
    }

    /// The operators that bind at least as tightly as `minimum`, after their first operand
    /// `left`, which began at the token `start`.
    fn binary(
        &mut self,
        start: usize,
        mut left: Expression<'a>,
        minimum: u8,
    ) -> Parsed<Expression<'a>> {
        while let Some((precedence, operator)) = binary_operator(self.kind) {
            if precedence < minimum {
                break;
            }
            self.advance();
            let right_start = self.position;
            let mut right = self.factor()?;
            if binary_operator(self.kind).is_some_and(|(next, _)| next > precedence) {
                right = self.binary(right_start, right, precedence + 1)?;
            }
            let (left_child, right) = (self.child(left), self.child(right));
            left = self.node(
                start,
                ExpressionKind::BinOp {
                    left: left_child,
                    operator,
                    right,
                },
            );
        }
        Ok(left)
    }

    /// An operand of a binary operator other than `**`, with its signs.
    fn factor(&mut self) -> Parsed<Expression<'a>> {
        let operator = match self.kind {
            TokenKind::Plus => UnaryOperator::UAdd,
            TokenKind::Minus => UnaryOperator::USub,
            TokenKind::Tilde => UnaryOperator::Invert,
            _ => return self.power(),
        };
        let start = self.position;
        self.advance();
        let operand = self.nested(1, Self::factor)?;
        let operand = self.child(operand);
        Ok(self.node(start, ExpressionKind::UnaryOp { operator, operand }))
    }

    #[inline]
    fn power(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let base = if self.kind == TokenKind::Await {
            self.advance();
            let awaited = self.primary()?;
            let awaited = self.child(awaited);
            self.node(start, ExpressionKind::Await(awaited))
        } else {
            self.primary()?
        };
        if self.kind != TokenKind::DoubleStar {
            return Ok(base);
        }
        self.advance();
        let exponent = self.nested(2, Self::factor)?;
        let (left, right) = (self.child(base), self.child(exponent));
        let operator = Operator::Pow;
        Ok(self.node(
            start,
            ExpressionKind::BinOp {
                left,
                operator,
                right,
            },
        ))
    }
}

/// Whether an expression has a star before it.
pub(super) fn is_starred(expression: &Expression<'_>) -> bool {
    matches!(expression.kind, ExpressionKind::Starred { .. })
}
