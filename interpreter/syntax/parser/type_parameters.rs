//! The type parameters of functions, classes and type aliases.

use super::{BRACKET, Parsed, Parser};
use crate::ast::{Expression, List, TypeParameter, TypeParameterKind};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// `[T, *Ts, **P]`, if it is next.
    pub(super) fn type_parameters(&mut self) -> Parsed<List<'a, TypeParameter<'a>>> {
        if self.kind != TokenKind::LeftBracket {
            return Ok(&mut []);
        }
        self.advance();
        let parameters = self.nested(BRACKET, |parser| {
            let mut parameters = vec![parser.type_parameter()?];
            while parser.eat(TokenKind::Comma) {
                if parser.kind == TokenKind::RightBracket {
                    break;
                }
                parameters.push(parser.type_parameter()?);
            }
            Ok(parameters)
        })?;
        self.expect(TokenKind::RightBracket)?;
        Ok(self.arena.alloc_slice_fill_iter(parameters))
    }

    fn type_parameter(&mut self) -> Parsed<TypeParameter<'a>> {
        let start = self.position;
        let (name, kind, default) = if self.eat(TokenKind::Star) {
            let name = self.identifier()?.name;
            let default = self.type_parameter_part(TokenKind::Equal, Self::star_expression)?;
            (name, TypeParameterKind::TypeVarTuple, default)
        } else if self.eat(TokenKind::DoubleStar) {
            let name = self.identifier()?.name;
            let default = self.type_parameter_part(TokenKind::Equal, Self::expression)?;
            (name, TypeParameterKind::ParamSpec, default)
        } else {
            let name = self.identifier()?.name;
            let bound = self.type_parameter_part(TokenKind::Colon, Self::expression)?;
            let default = self.type_parameter_part(TokenKind::Equal, Self::expression)?;
            (name, TypeParameterKind::TypeVar { bound }, default)
        };
        let span = self.span_from(start);
        Ok(TypeParameter {
            name,
            kind,
            default,
            span,
        })
    }

    /// What follows the token `mark`, if that is next.
    fn type_parameter_part(
        &mut self,
        mark: TokenKind,
        rule: impl FnOnce(&mut Self) -> Parsed<Expression<'a>>,
    ) -> Parsed<Option<&'a mut Expression<'a>>> {
        if !self.eat(mark) {
            return Ok(None);
        }
        let part = rule(self)?;
        Ok(Some(self.child(part)))
    }
}
