//! The parameters of functions and lambdas.

use super::{LAMBDA_DEFAULT, Parsed, Parser, Refused};
use crate::ast::{Expression, Parameter, Parameters};
use crate::token::TokenKind;

/// Parameters as they are gathered.
#[derive(Default)]
struct Gathered<'a> {
    positional_only: Vec<Parameter<'a>>,
    positional: Vec<Parameter<'a>>,
    defaults: Vec<Expression<'a>>,
    vararg: Option<Parameter<'a>>,
    keyword_only: Vec<Parameter<'a>>,
    keyword_defaults: Vec<Option<Expression<'a>>>,
    kwarg: Option<Parameter<'a>>,
}

/// Whose parameters are parsed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// Annotations are allowed, and a parenthesis ends the parameters.
    Function,
    /// A colon ends the parameters.
    Lambda,
}

impl Owner {
    fn end(self) -> TokenKind {
        match self {
            Owner::Function => TokenKind::RightParenthesis,
            Owner::Lambda => TokenKind::Colon,
        }
    }
}

impl<'a> Parser<'a, '_> {
    /// The parameters between the parentheses of a `def`.
    pub(super) fn function_parameters(&mut self) -> Parsed<Parameters<'a>> {
        self.parameters(Owner::Function)
    }

    /// The parameters between `lambda` and its colon.
    pub(super) fn lambda_parameters(&mut self) -> Parsed<Parameters<'a>> {
        self.parameters(Owner::Lambda)
    }

    fn parameters(&mut self, owner: Owner) -> Parsed<Parameters<'a>> {
        if self.kind == owner.end() {
            return Ok(Parameters::default());
        }
        let mut gathered = Gathered::default();
        self.positional_parameters(owner, &mut gathered)?;
        if self.kind == TokenKind::Star {
            self.star_parameters(owner, &mut gathered)?;
        }
        if self.eat(TokenKind::DoubleStar) {
            gathered.kwarg = Some(self.parameter(owner)?);
            self.parameter_end(owner)?;
        }
        if self.kind != owner.end() {
            return Err(Refused);
        }
        let arena = self.arena;
        Ok(Parameters {
            positional_only: arena.alloc_slice_fill_iter(gathered.positional_only),
            positional: arena.alloc_slice_fill_iter(gathered.positional),
            vararg: gathered.vararg.map(|parameter| arena.alloc(parameter)),
            keyword_only: arena.alloc_slice_fill_iter(gathered.keyword_only),
            keyword_defaults: arena.alloc_slice_fill_iter(gathered.keyword_defaults),
            kwarg: gathered.kwarg.map(|parameter| arena.alloc(parameter)),
            defaults: arena.alloc_slice_fill_iter(gathered.defaults),
        })
    }

    /// The parameters before `*` and `**`, and the `/` among them.
    fn positional_parameters(&mut self, owner: Owner, gathered: &mut Gathered<'a>) -> Parsed<()> {
        loop {
            if self.kind == TokenKind::Name {
                let parameter = self.parameter(owner)?;
                gathered.positional.push(parameter);
                if self.eat(TokenKind::Equal) {
                    gathered
                        .defaults
                        .push(self.nested(LAMBDA_DEFAULT, Self::expression)?);
                } else if !gathered.defaults.is_empty() {
                    return Err(Refused);
                }
            } else if self.kind == TokenKind::Slash
                && gathered.positional_only.is_empty()
                && !gathered.positional.is_empty()
            {
                self.advance();
                gathered.positional_only = std::mem::take(&mut gathered.positional);
            } else {
                return Ok(());
            }
            self.parameter_end(owner)?;
        }
    }

    /// `*args` or `*`, and the parameters after it. A lone `*` must have some.
    fn star_parameters(&mut self, owner: Owner, gathered: &mut Gathered<'a>) -> Parsed<()> {
        self.advance();
        if self.eat(TokenKind::Comma) {
            if self.kind != TokenKind::Name {
                return Err(Refused);
            }
        } else {
            gathered.vararg = Some(self.star_parameter(owner)?);
            self.parameter_end(owner)?;
        }
        while self.kind == TokenKind::Name {
            let parameter = self.parameter(owner)?;
            gathered.keyword_only.push(parameter);
            let default = if self.eat(TokenKind::Equal) {
                Some(self.nested(LAMBDA_DEFAULT, Self::expression)?)
            } else {
                None
            };
            gathered.keyword_defaults.push(default);
            self.parameter_end(owner)?;
        }
        Ok(())
    }

    /// A comma after a parameter, or the end of them all.
    fn parameter_end(&mut self, owner: Owner) -> Parsed<()> {
        if self.eat(TokenKind::Comma) || self.kind == owner.end() {
            Ok(())
        } else {
            Err(Refused)
        }
    }

    fn parameter(&mut self, owner: Owner) -> Parsed<Parameter<'a>> {
        self.annotated_parameter(owner, Self::expression)
    }

    /// The name of `*args`, whose annotation may be starred.
    fn star_parameter(&mut self, owner: Owner) -> Parsed<Parameter<'a>> {
        self.annotated_parameter(owner, Self::star_expression)
    }

    #[inline]
    fn annotated_parameter(
        &mut self,
        owner: Owner,
        annotation: impl FnOnce(&mut Self) -> Parsed<Expression<'a>>,
    ) -> Parsed<Parameter<'a>> {
        let start = self.position;
        let name = self.identifier()?.name;
        let annotation = if owner == Owner::Function && self.eat(TokenKind::Colon) {
            let annotation = annotation(self)?;
            Some(self.child(annotation))
        } else {
            None
        };
        let span = self.span_from(start);
        Ok(Parameter {
            name,
            annotation,
            span,
        })
    }
}
