//! `match` and its patterns.

use super::{BRACKET, PATTERN_BRACKET, Parsed, Parser, Refused};
use crate::ast::{
    Constant, Context, Expression, ExpressionKind, Identifier, List, MatchCase, Operator, Pattern,
    PatternKind, StatementKind, UnaryOperator,
};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// A `match` statement, or `None` where `match` is only a name.
    pub(super) fn match_statement(&mut self) -> Parsed<Option<StatementKind<'a>>> {
        let is_possible =
            self.second() == TokenKind::Star || super::expression::begins_expression(self.second());
        if !is_possible {
            return Ok(None);
        }
        let Some(subject) = self.attempt(Self::match_subject)? else {
            return Ok(None);
        };
        let subject = self.child(subject);
        let mut cases = Vec::new();
        while self.at_word("case") {
            cases.push(self.match_case()?);
        }
        self.expect(TokenKind::Dedent)?;
        let cases = self.arena.alloc_slice_fill_iter(cases);
        Ok(Some(StatementKind::Match { subject, cases }))
    }

    /// From `match` to its first `case`.
    fn match_subject(&mut self) -> Parsed<Expression<'a>> {
        self.advance();
        let subject = self.star_named_expressions()?;
        self.expect(TokenKind::Colon)?;
        self.expect(TokenKind::Newline)?;
        self.expect(TokenKind::Indent)?;
        if self.at_word("case") {
            Ok(subject)
        } else {
            Err(Refused)
        }
    }

    fn match_case(&mut self) -> Parsed<MatchCase<'a>> {
        self.advance();
        let pattern = self.patterns()?;
        let guard = if self.eat(TokenKind::If) {
            let guard = self.named_expression()?;
            Some(self.child(guard))
        } else {
            None
        };
        let body = self.suite()?;
        Ok(MatchCase {
            pattern,
            guard,
            body,
        })
    }

    /// Patterns; more than one, or a comma, make a sequence.
    fn patterns(&mut self) -> Parsed<Pattern<'a>> {
        let start = self.position;
        let first = self.star_or_plain_pattern()?;
        if self.kind != TokenKind::Comma {
            return not_starred(first);
        }
        let ends = |kind| matches!(kind, TokenKind::Colon | TokenKind::If);
        let patterns = self.sequence_after(first, ends)?;
        Ok(self.pattern_node(start, PatternKind::MatchSequence(patterns)))
    }

    /// The patterns of a sequence that begins with `first`; a comma may be next.
    fn sequence_after(
        &mut self,
        first: Pattern<'a>,
        ends: impl Fn(TokenKind) -> bool,
    ) -> Parsed<List<'a, Pattern<'a>>> {
        let mut patterns = vec![first];
        while self.eat(TokenKind::Comma) {
            if ends(self.kind) {
                break;
            }
            patterns.push(self.star_or_plain_pattern()?);
        }
        Ok(self.arena.alloc_slice_fill_iter(patterns))
    }

    fn star_or_plain_pattern(&mut self) -> Parsed<Pattern<'a>> {
        if self.kind != TokenKind::Star {
            return self.pattern();
        }
        let start = self.position;
        self.advance();
        let name = if self.at_word("_") {
            self.advance();
            None
        } else {
            Some(self.capture_target()?)
        };
        Ok(self.pattern_node(start, PatternKind::MatchStar(name)))
    }

    /// A name that a pattern binds.
    fn capture_target(&mut self) -> Parsed<&'a str> {
        let is_wildcard = self.at_word("_");
        let name = self.identifier()?.name;
        if is_wildcard || self.follows_name_in_pattern() {
            return Err(Refused);
        }
        Ok(name)
    }

    /// Whether the next token makes of a name more than a capture.
    fn follows_name_in_pattern(&self) -> bool {
        matches!(
            self.kind,
            TokenKind::Dot | TokenKind::LeftParenthesis | TokenKind::Equal
        )
    }

    /// A pattern with its alternatives and its `as`.
    fn pattern(&mut self) -> Parsed<Pattern<'a>> {
        let start = self.position;
        let pattern = self.or_pattern()?;
        if !self.eat(TokenKind::As) {
            return Ok(pattern);
        }
        let name = Some(self.capture_target()?);
        let pattern = Some(self.arena.alloc(pattern));
        Ok(self.pattern_node(start, PatternKind::MatchAs { pattern, name }))
    }

    fn or_pattern(&mut self) -> Parsed<Pattern<'a>> {
        let start = self.position;
        let first = self.closed_pattern()?;
        if self.kind != TokenKind::VerticalBar {
            return Ok(first);
        }
        let mut alternatives = vec![first];
        while self.eat(TokenKind::VerticalBar) {
            alternatives.push(self.closed_pattern()?);
        }
        let alternatives = self.arena.alloc_slice_fill_iter(alternatives);
        Ok(self.pattern_node(start, PatternKind::MatchOr(alternatives)))
    }

    fn closed_pattern(&mut self) -> Parsed<Pattern<'a>> {
        let start = self.position;
        let kind = match self.kind {
            TokenKind::Name => return self.name_pattern(),
            TokenKind::LeftParenthesis => {
                return self.nested(PATTERN_BRACKET, Self::parenthesized_pattern);
            }
            TokenKind::LeftBracket => self.nested(PATTERN_BRACKET, Self::list_pattern)?,
            TokenKind::LeftBrace => self.nested(PATTERN_BRACKET, Self::mapping_pattern)?,
            TokenKind::None => self.singleton_pattern(Constant::None),
            TokenKind::True => self.singleton_pattern(Constant::Bool(true)),
            TokenKind::False => self.singleton_pattern(Constant::Bool(false)),
            _ => {
                let value = self.literal_expression()?;
                PatternKind::MatchValue(self.child(value))
            }
        };
        Ok(self.pattern_node(start, kind))
    }

    fn singleton_pattern(&mut self, value: Constant<'a>) -> PatternKind<'a> {
        self.advance();
        PatternKind::MatchSingleton(value)
    }

    /// A literal as a pattern or as a key of a mapping.
    fn literal_expression(&mut self) -> Parsed<Expression<'a>> {
        match self.kind {
            TokenKind::Number | TokenKind::Minus => self.signed_number(),
            TokenKind::String | TokenKind::FStringStart => self.strings(),
            TokenKind::None => Ok(self.constant(Constant::None)),
            TokenKind::True => Ok(self.constant(Constant::Bool(true))),
            TokenKind::False => Ok(self.constant(Constant::Bool(false))),
            _ => Err(Refused),
        }
    }

    /// A number with its sign; or a real number, a sign, and an imaginary number.
    fn signed_number(&mut self) -> Parsed<Expression<'a>> {
        let start = self.position;
        let is_negative = self.eat(TokenKind::Minus);
        let mut number = self.number()?;
        let is_imaginary = is_complex(&number);
        if is_negative {
            let operand = self.child(number);
            let operator = UnaryOperator::USub;
            number = self.node(start, ExpressionKind::UnaryOp { operator, operand });
        }
        let operator = match self.kind {
            TokenKind::Plus => Operator::Add,
            TokenKind::Minus => Operator::Sub,
            _ => return Ok(number),
        };
        self.advance();
        let imaginary = self.number()?;
        if is_imaginary || !is_complex(&imaginary) {
            return Err(Refused);
        }
        let (left, right) = (self.child(number), self.child(imaginary));
        Ok(self.node(
            start,
            ExpressionKind::BinOp {
                left,
                operator,
                right,
            },
        ))
    }

    /// A pattern that begins with a name: wildcard, capture, value or class.
    fn name_pattern(&mut self) -> Parsed<Pattern<'a>> {
        let start = self.position;
        let is_wildcard = self.at_word("_");
        let first = self.identifier()?;
        if is_wildcard || !self.follows_name_in_pattern() {
            let name = (!is_wildcard).then_some(first.name);
            let pattern = None;
            return Ok(self.pattern_node(start, PatternKind::MatchAs { pattern, name }));
        }
        let has_dot = self.kind == TokenKind::Dot;
        let value = self.dotted_value(start, first)?;
        let value = self.child(value);
        let kind = match self.kind {
            TokenKind::LeftParenthesis => {
                self.nested(BRACKET, |parser| parser.class_pattern(value))?
            }
            TokenKind::Equal => return Err(Refused),
            _ if has_dot => PatternKind::MatchValue(value),
            _ => return Err(Refused),
        };
        Ok(self.pattern_node(start, kind))
    }

    /// The attributes after a name.
    fn dotted_value(&mut self, start: usize, first: Identifier<'a>) -> Parsed<Expression<'a>> {
        let context = Context::Load;
        let mut value = Expression {
            kind: ExpressionKind::Name {
                id: first.name,
                context,
            },
            span: first.span,
        };
        while self.eat(TokenKind::Dot) {
            let attribute = self.identifier()?.name;
            let inner = self.child(value);
            let kind = ExpressionKind::Attribute {
                value: inner,
                attribute,
                context,
            };
            value = self.node(start, kind);
        }
        Ok(value)
    }

    /// A group, or a sequence in parentheses.
    fn parenthesized_pattern(&mut self) -> Parsed<Pattern<'a>> {
        let start = self.position;
        self.advance();
        if self.eat(TokenKind::RightParenthesis) {
            return Ok(self.pattern_node(start, PatternKind::MatchSequence(&mut [])));
        }
        let first = self.star_or_plain_pattern()?;
        if self.kind != TokenKind::Comma {
            self.expect(TokenKind::RightParenthesis)?;
            return not_starred(first);
        }
        let patterns = self.sequence_after(first, |kind| kind == TokenKind::RightParenthesis)?;
        self.expect(TokenKind::RightParenthesis)?;
        Ok(self.pattern_node(start, PatternKind::MatchSequence(patterns)))
    }

    /// A sequence in brackets.
    fn list_pattern(&mut self) -> Parsed<PatternKind<'a>> {
        self.advance();
        if self.eat(TokenKind::RightBracket) {
            return Ok(PatternKind::MatchSequence(&mut []));
        }
        let first = self.star_or_plain_pattern()?;
        let patterns = self.sequence_after(first, |kind| kind == TokenKind::RightBracket)?;
        self.expect(TokenKind::RightBracket)?;
        Ok(PatternKind::MatchSequence(patterns))
    }

    /// `{key: pattern, **rest}`.
    fn mapping_pattern(&mut self) -> Parsed<PatternKind<'a>> {
        self.advance();
        let (mut keys, mut patterns) = (Vec::new(), Vec::new());
        let mut rest = None;
        while self.kind != TokenKind::RightBrace {
            if self.eat(TokenKind::DoubleStar) {
                rest = Some(self.capture_target()?);
                self.eat(TokenKind::Comma);
                break;
            }
            keys.push(self.mapping_key()?);
            self.expect(TokenKind::Colon)?;
            patterns.push(self.pattern()?);
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        self.expect(TokenKind::RightBrace)?;
        Ok(PatternKind::MatchMapping {
            keys: self.arena.alloc_slice_fill_iter(keys),
            patterns: self.arena.alloc_slice_fill_iter(patterns),
            rest,
        })
    }

    /// A literal or a dotted name.
    fn mapping_key(&mut self) -> Parsed<Expression<'a>> {
        if self.kind != TokenKind::Name {
            return self.literal_expression();
        }
        let start = self.position;
        let first = self.identifier()?;
        if self.kind != TokenKind::Dot {
            return Err(Refused);
        }
        self.dotted_value(start, first)
    }

    /// The arguments of a class pattern with their parentheses.
    fn class_pattern(&mut self, class: &'a mut Expression<'a>) -> Parsed<PatternKind<'a>> {
        self.advance();
        let mut patterns = Vec::new();
        let (mut keyword_attributes, mut keyword_patterns) = (Vec::new(), Vec::new());
        while self.kind != TokenKind::RightParenthesis {
            if self.kind == TokenKind::Name && self.second() == TokenKind::Equal {
                keyword_attributes.push(self.identifier()?);
                self.advance();
                keyword_patterns.push(self.pattern()?);
            } else if keyword_attributes.is_empty() {
                patterns.push(self.pattern()?);
            } else {
                return Err(Refused);
            }
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        self.expect(TokenKind::RightParenthesis)?;
        Ok(PatternKind::MatchClass {
            class,
            patterns: self.arena.alloc_slice_fill_iter(patterns),
            keyword_attributes: self.arena.alloc_slice_copy(&keyword_attributes),
            keyword_patterns: self.arena.alloc_slice_fill_iter(keyword_patterns),
        })
    }

    fn pattern_node(&self, start: usize, kind: PatternKind<'a>) -> Pattern<'a> {
        Pattern {
            kind,
            span: self.span_from(start),
        }
    }
}

/// Refuses a star outside a sequence.
fn not_starred(pattern: Pattern<'_>) -> Parsed<Pattern<'_>> {
    if matches!(pattern.kind, PatternKind::MatchStar(_)) {
        Err(Refused)
    } else {
        Ok(pattern)
    }
}

fn is_complex(number: &Expression<'_>) -> bool {
    matches!(
        number.kind,
        ExpressionKind::Constant(Constant::Complex { .. })
    )
}
