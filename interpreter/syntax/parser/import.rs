//! `import` and `from ... import`.

use super::{Parsed, Parser, Refused};
use crate::ast::{Alias, StatementKind};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    pub(super) fn import(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        let mut names = Vec::new();
        loop {
            let start = self.position;
            let name = self.dotted_name()?;
            names.push(self.alias(start, name)?);
            if !self.eat(TokenKind::Comma) {
                break;
            }
        }
        let names = self.arena.alloc_slice_copy(&names);
        Ok(StatementKind::Import { names })
    }

    pub(super) fn import_from(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        let mut level = 0_u32;
        loop {
            match self.kind {
                TokenKind::Dot => level = level.saturating_add(1),
                TokenKind::Ellipsis => level = level.saturating_add(3),
                _ => break,
            }
            self.advance();
        }
        let module = if level > 0 && self.kind == TokenKind::Import {
            None
        } else {
            Some(self.dotted_name()?)
        };
        self.expect(TokenKind::Import)?;
        let names = self.import_targets()?;
        Ok(StatementKind::ImportFrom {
            module,
            names,
            level,
        })
    }

    fn import_targets(&mut self) -> Parsed<&'a [Alias<'a>]> {
        let start = self.position;
        if self.eat(TokenKind::Star) {
            let span = self.span_from(start);
            return Ok(self.arena.alloc_slice_copy(&[Alias {
                name: "*",
                asname: None,
                span,
            }]));
        }
        let in_parentheses = self.eat(TokenKind::LeftParenthesis);
        let mut names = Vec::new();
        loop {
            let start = self.position;
            let name = self.identifier()?.name;
            names.push(self.alias(start, name)?);
            if !self.eat(TokenKind::Comma) {
                break;
            }
            if in_parentheses && self.kind == TokenKind::RightParenthesis {
                break;
            }
        }
        if in_parentheses {
            self.expect(TokenKind::RightParenthesis)?;
        }
        Ok(self.arena.alloc_slice_copy(&names))
    }

    /// `as other`, if it follows the imported `name`.
    fn alias(&mut self, start: usize, name: &'a str) -> Parsed<Alias<'a>> {
        let asname = if self.eat(TokenKind::As) {
            Some(self.identifier()?.name)
        } else {
            None
        };
        let span = self.span_from(start);
        Ok(Alias { name, asname, span })
    }

    /// Names joined by dots.
    fn dotted_name(&mut self) -> Parsed<&'a str> {
        let start = self.position;
        let first = self.identifier()?.name;
        if self.kind != TokenKind::Dot {
            return Ok(first);
        }
        let mut joined = String::from(first);
        while self.eat(TokenKind::Dot) {
            joined.push('.');
            joined.push_str(self.identifier()?.name);
        }
        let range = self.tokens[start].start as usize..self.tokens[self.position - 1].end as usize;
        let written = self.text.get(range).ok_or(Refused)?;
        if written == joined {
            return Ok(written);
        }
        Ok(self.arena.alloc_str(&joined))
    }
}
