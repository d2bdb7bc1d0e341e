//! `from __future__ import ...` at the beginning of a module.

use bytecode::code::Flags;
use syntax::ast::{Alias, Constant, ExpressionKind, Module, Statement, StatementKind};
use syntax::error::{ErrorKind, ErrorLocation, FoundBy, SyntaxError};
use syntax::span::Span;

/// What the future statements of a module ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FutureFeatures {
    /// `FUTURE_*` bits of [`Flags`], of the features that are not part of the language yet.
    pub flags: u32,
    /// Where the last future statement stands, if there is one. A `from __future__ import`
    /// after it is an error, which the code generator reports.
    pub last: Option<Span>,
}

/// The features that every module has, so that importing them changes nothing.
const MANDATORY: [&str; 8] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
];

/// CPython's error shows at most so many bytes of the feature's name.
const SHOWN_NAME_BYTES: usize = 100;

impl FutureFeatures {
    /// Finds the future statements of `module`, or reports a feature that does not exist.
    pub fn of(module: &Module<'_>) -> Result<FutureFeatures, SyntaxError> {
        let mut features = FutureFeatures::default();
        let (Module::Module(body) | Module::Interactive(body)) = module else {
            return Ok(features);
        };
        for statement in &body[usize::from(docstring(body).is_some())..] {
            let StatementKind::ImportFrom {
                module: Some("__future__"),
                names,
                level: 0,
            } = statement.kind
            else {
                break;
            };
            for alias in names {
                features.add(alias, statement.span)?;
            }
            features.last = Some(statement.span);
        }
        Ok(features)
    }

    fn add(&mut self, alias: &Alias<'_>, statement: Span) -> Result<(), SyntaxError> {
        match alias.name {
            "annotations" => self.flags |= Flags::FUTURE_ANNOTATIONS,
            "barry_as_FLUFL" => self.flags |= Flags::FUTURE_BARRY_AS_BDFL,
            "braces" => return Err(refusal(statement, "not a chance".into())),
            name if MANDATORY.contains(&name) => {}
            name => {
                let shown = &name[..name.floor_char_boundary(SHOWN_NAME_BYTES)];
                let message = format!("future feature {shown} is not defined");
                return Err(refusal(statement, message));
            }
        }
        Ok(())
    }
}

/// CPython 3.13.0 gives the start of the statement, and no end.
fn refusal(statement: Span, message: String) -> SyntaxError {
    SyntaxError {
        kind: ErrorKind::SyntaxError,
        message,
        location: Some(ErrorLocation {
            line: statement.line,
            offset: i32::try_from(statement.column + 1).unwrap_or(i32::MAX),
            end_line: statement.line,
            end_offset: 0,
        }),
        found_by: FoundBy::Future,
    }
}

/// The docstring of a body: its first statement, if that is a string.
pub fn docstring<'a>(body: &[Statement<'a>]) -> Option<&'a [u8]> {
    match &body.first()?.kind {
        StatementKind::Expression(expression) => match expression.kind {
            ExpressionKind::Constant(Constant::Str(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
