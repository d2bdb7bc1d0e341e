//! Compound statements other than definitions and `match`, and blocks.

use super::{BRACKET, INDENTED_BLOCK, INLINE_BLOCK, Parsed, Parser, Refused};
use crate::ast::{ExceptHandler, Expression, For, List, Statement, StatementKind, Try, WithItem};
use crate::token::TokenKind;

impl<'a> Parser<'a, '_> {
    /// A block: indented lines, or simple statements on the same line. The colon is taken.
    pub(super) fn block(&mut self) -> Parsed<List<'a, Statement<'a>>> {
        let mark = self.scratch.statements.len();
        if self.eat(TokenKind::Newline) {
            self.expect(TokenKind::Indent)?;
            self.nested(INDENTED_BLOCK, |parser| {
                parser.statement()?;
                while parser.kind != TokenKind::Dedent {
                    parser.statement()?;
                }
                Ok(())
            })?;
            self.advance();
        } else {
            self.nested(INLINE_BLOCK, Self::simple_statements)?;
        }
        Ok(self.scratch.statements_from(self.arena, mark))
    }

    /// `:` and a block.
    pub(super) fn suite(&mut self) -> Parsed<List<'a, Statement<'a>>> {
        self.expect(TokenKind::Colon)?;
        self.block()
    }

    /// `else:` and its block, if it is next.
    fn optional_else(&mut self) -> Parsed<List<'a, Statement<'a>>> {
        if self.eat(TokenKind::Else) {
            self.suite()
        } else {
            Ok(&mut [])
        }
    }

    /// `if` with its chain of `elif`, each of which is an `if` in the `else` of the one before.
    pub(super) fn if_statement(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        let test = self.named_expression()?;
        let body = self.suite()?;
        if self.kind != TokenKind::Elif {
            let orelse = self.optional_else()?;
            let test = self.child(test);
            return Ok(StatementKind::If { test, body, orelse });
        }
        let mut chain = Vec::new();
        let depth = self.depth;
        while self.kind == TokenKind::Elif {
            let start = self.position;
            self.advance();
            self.deepen(1)?;
            let test = self.named_expression()?;
            chain.push((start, test, self.suite()?));
        }
        let mut orelse = self.optional_else()?;
        self.depth = depth;
        for (start, test, body) in chain.into_iter().rev() {
            let test = self.child(test);
            let kind = StatementKind::If { test, body, orelse };
            let span = self.statement_span_from(start);
            orelse = std::slice::from_mut(self.arena.alloc(Statement { kind, span }));
        }
        let test = self.child(test);
        Ok(StatementKind::If { test, body, orelse })
    }

    pub(super) fn while_statement(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        let test = self.named_expression()?;
        let test = self.child(test);
        let body = self.suite()?;
        let orelse = self.optional_else()?;
        Ok(StatementKind::While { test, body, orelse })
    }

    pub(super) fn for_statement(&mut self, is_async: bool) -> Parsed<StatementKind<'a>> {
        self.advance();
        let target = self.star_targets()?;
        self.expect(TokenKind::In)?;
        let iterable = self.star_expressions()?;
        let body = self.suite()?;
        let orelse = self.optional_else()?;
        Ok(StatementKind::For(self.arena.alloc(For {
            target,
            iterable,
            body,
            orelse,
            is_async,
        })))
    }

    pub(super) fn with_statement(&mut self, is_async: bool) -> Parsed<StatementKind<'a>> {
        self.advance();
        let in_parentheses = if self.kind == TokenKind::LeftParenthesis {
            self.attempt(|parser| parser.nested(BRACKET, Self::parenthesized_with_items))?
        } else {
            None
        };
        let items = match in_parentheses {
            Some(items) => items,
            None => {
                let mut items = vec![self.with_item()?];
                while self.eat(TokenKind::Comma) {
                    items.push(self.with_item()?);
                }
                items
            }
        };
        let items = self.arena.alloc_slice_fill_iter(items);
        let body = self.suite()?;
        Ok(StatementKind::With {
            items,
            body,
            is_async,
        })
    }

    /// Items in parentheses before a colon. Without the colon, the parenthesis is the first
    /// item's own, as in `with (a) as b:`.
    fn parenthesized_with_items(&mut self) -> Parsed<Vec<WithItem<'a>>> {
        self.advance();
        let mut items = vec![self.with_item()?];
        while self.eat(TokenKind::Comma) {
            if self.kind == TokenKind::RightParenthesis {
                break;
            }
            items.push(self.with_item()?);
        }
        self.expect(TokenKind::RightParenthesis)?;
        if self.kind == TokenKind::Colon {
            Ok(items)
        } else {
            Err(Refused)
        }
    }

    fn with_item(&mut self) -> Parsed<WithItem<'a>> {
        let context = self.expression()?;
        let target = if self.eat(TokenKind::As) {
            Some(self.star_target()?)
        } else {
            None
        };
        Ok(WithItem { context, target })
    }

    pub(super) fn try_statement(&mut self) -> Parsed<StatementKind<'a>> {
        self.advance();
        let body = self.suite()?;
        let mut handlers = Vec::new();
        let is_star = self.kind == TokenKind::Except && self.second() == TokenKind::Star;
        while self.kind == TokenKind::Except {
            handlers.push(self.except_handler(is_star)?);
        }
        let orelse = if handlers.is_empty() {
            &mut []
        } else {
            self.optional_else()?
        };
        let has_finally = self.eat(TokenKind::Finally);
        if handlers.is_empty() && !has_finally {
            return Err(Refused);
        }
        let finalbody = if has_finally { self.suite()? } else { &mut [] };
        Ok(StatementKind::Try(self.arena.alloc(Try {
            body,
            handlers: self.arena.alloc_slice_fill_iter(handlers),
            orelse,
            finalbody,
            is_star,
        })))
    }

    /// `except`, or `except*` where `is_star` says so: one `try` does not mix them.
    fn except_handler(&mut self, is_star: bool) -> Parsed<ExceptHandler<'a>> {
        let start = self.position;
        self.advance();
        if self.eat(TokenKind::Star) != is_star {
            return Err(Refused);
        }
        let (exception_type, name) = if self.kind == TokenKind::Colon && !is_star {
            (None, None)
        } else {
            self.caught()?
        };
        let body = self.suite()?;
        let span = self.statement_span_from(start);
        Ok(ExceptHandler {
            exception_type,
            name,
            body,
            span,
        })
    }

    /// The type of a handler, and the name after `as`.
    fn caught(&mut self) -> Parsed<(Option<&'a mut Expression<'a>>, Option<&'a str>)> {
        let exception_type = self.expression()?;
        let name = if self.eat(TokenKind::As) {
            Some(self.identifier()?.name)
        } else {
            None
        };
        Ok((Some(self.child(exception_type)), name))
    }
}
