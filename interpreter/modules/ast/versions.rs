//! What older versions of the language lack: `feature_version` of `ast.parse()`.

use std::cell::Cell;

use syntax::error::SyntaxError;
use syntax::lexer;
use syntax::parser::Mode;
use syntax::span::Span;
use syntax::token::TokenKind;

use super::grammar::Node;

/// The version to parse for, and the first construct found that it lacks.
pub struct Versions {
    minor: u32,
    first: Cell<Option<Lack>>,
}

#[derive(Clone, Copy)]
struct Lack {
    since: u32,
    what: &'static str,
    span: Span,
    place: Place,
}

/// Which token an error points to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The construct's own.
    Itself,
    /// The one behind it.
    Behind,
    /// What ends the parameters behind it.
    EndOfParameters,
}

/// The nodes that stand for something new alone.
const NODES: &[(Node, u32, &str)] = &[
    (Node::AsyncFunctionDef, 5, "Async functions are"),
    (Node::AsyncFor, 5, "Async for loops are"),
    (Node::AsyncWith, 5, "Async with statements are"),
    (Node::Await, 5, "Await expressions are"),
    (Node::AnnAssign, 6, "Variable annotation syntax is"),
    (Node::NamedExpr, 8, "Assignment expressions are"),
    (Node::Match, 10, "Pattern matching is"),
    (Node::TryStar, 11, "Exception groups are"),
    (Node::TypeAlias, 12, "Type statement is"),
];

impl Versions {
    /// For Python 3 with this minor version.
    pub fn new(minor: u32) -> Versions {
        Versions {
            minor,
            first: Cell::new(None),
        }
    }

    /// Notes a node.
    pub fn note_node(&self, node: Node, span: Span) {
        if self.minor < NEWEST
            && let Some((_, since, what)) = NODES.iter().find(|row| row.0 == node)
        {
            self.note(*since, what, span, Place::Behind);
        }
    }

    /// Notes something that is there since a version.
    pub fn note(&self, since: u32, what: &'static str, span: Span, place: Place) {
        let end = |span: Span| (span.end_line, span.end_column);
        let is_first = (self.first.get()).is_none_or(|first| end(span) < end(first.span));
        if self.minor < since && is_first {
            self.first.set(Some(Lack {
                since,
                what,
                span,
                place,
            }));
        }
    }

    /// The error for the first construct that the version lacks.
    pub fn refusal(&self, text: &str, mode: Mode) -> Option<SyntaxError> {
        let lack = self.first.get()?;
        let message = format!(
            "{} only supported in Python 3.{} and greater",
            lack.what, lack.since
        );
        let span = match lack.place {
            Place::Itself => lack.span,
            _ => {
                let end = (lack.span.end_line, lack.span.end_column);
                let ends = [TokenKind::RightParenthesis, TokenKind::Colon];
                let tokens = lexer::tokenize(text, mode).tokens;
                let found = tokens.iter().find(|token| {
                    (token.span.line, token.span.column) >= end
                        && (lack.place == Place::Behind || ends.contains(&token.kind))
                });
                found.map_or(lack.span, |token| token.span)
            }
        };
        Some(SyntaxError::at(text, span, message))
    }
}

/// The first version that lacks nothing.
pub const NEWEST: u32 = 13;
