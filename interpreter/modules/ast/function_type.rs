//! The mode `func_type` of `compile()`: `(int, *str) -> bool`.

use bumpalo::Bump;
use syntax::ast::Module;
use syntax::error::SyntaxError;
use syntax::lexer;
use syntax::parser::{self, Limits, Mode};
use syntax::span::Span;
use syntax::token::{Token, TokenKind};
use vm::compiling;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::classes::classes;
use super::to_objects::Builder;
use super::type_comments::TypeComments;

/// The node of a function's type.
pub fn parse(
    vm: &Vm,
    text: &str,
    filename: &str,
    limits: Limits,
    comments: &TypeComments,
) -> Result<Value> {
    let builder = Builder::new(vm, classes(vm)?, text, comments);
    let tokens = lexer::tokenize(text, Mode::Expression).tokens;
    let refused = |token: Option<&Token>| {
        let span = token.map_or(Span::default(), |token| token.span);
        compiling::raised(
            vm,
            &SyntaxError::at(text, span, "invalid syntax"),
            filename,
            text,
        )
    };
    if let Some(token) = misplaced_star(&tokens) {
        return Err(refused(Some(token)));
    }
    let Some((pieces, returned)) = pieces(&tokens) else {
        return Err(refused(tokens.first()));
    };
    let expression = |piece: &[Token]| {
        let (Some(first), Some(last)) = (piece.first(), piece.last()) else {
            return Err(refused(tokens.last()));
        };
        let padded = padded(text, first.span, last.span);
        let arena = Bump::new();
        match parser::parse(&arena, &padded, Mode::Expression, limits, &mut Vec::new()) {
            Ok(Module::Expression(tree)) => builder.expression(tree),
            Ok(_) => Err(refused(Some(first))),
            Err(error) => Err(compiling::raised(vm, &error, filename, text)),
        }
    };
    let mut arguments = Vec::new();
    for piece in pieces {
        arguments.push(expression(piece)?);
    }
    Ok(builder.function_type(arguments, expression(returned)?))
}

/// The first token that may not follow an argument with stars, or a comma. Behind `*a` only `**b`
/// may come, and behind that nothing.
fn misplaced_star(tokens: &[Token]) -> Option<&Token> {
    let mut depth = 0;
    let mut stars = 0;
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1);
        match token.kind {
            TokenKind::LeftParenthesis | TokenKind::LeftBracket | TokenKind::LeftBrace => {
                depth += 1;
            }
            TokenKind::RightParenthesis | TokenKind::RightBracket | TokenKind::RightBrace => {
                depth -= 1;
                if depth == 0 {
                    return None;
                }
            }
            TokenKind::Comma if depth == 1 && stars == 2 => return Some(token),
            _ => {}
        }
        let begins = index == 0 || depth == 1 && token.kind == TokenKind::Comma;
        let Some(next) = next.filter(|_| begins) else {
            continue;
        };
        match next.kind {
            TokenKind::DoubleStar => stars = 2,
            _ if stars == 1 => return Some(next),
            TokenKind::Star => stars = 1,
            TokenKind::RightParenthesis if index != 0 => return Some(next),
            _ => {}
        }
    }
    None
}

/// The tokens of each argument, without stars, and those of what is returned.
fn pieces(tokens: &[Token]) -> Option<(Vec<&[Token]>, &[Token])> {
    let mut depth = 0;
    let mut start = 1;
    let mut pieces = Vec::new();
    if tokens.first()?.kind != TokenKind::LeftParenthesis {
        return None;
    }
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::LeftParenthesis | TokenKind::LeftBracket | TokenKind::LeftBrace => {
                depth += 1
            }
            TokenKind::RightParenthesis | TokenKind::RightBracket | TokenKind::RightBrace => {
                depth -= 1;
            }
            TokenKind::Comma if depth == 1 => {
                pieces.push(tokens.get(start..index)?);
                start = index + 1;
            }
            _ => {}
        }
        if depth == 0 {
            if start < index {
                pieces.push(tokens.get(start..index)?);
            }
            let rest = tokens.get(index + 1..)?;
            let (arrow, rest) = rest.split_first()?;
            let end = rest
                .iter()
                .position(|token| matches!(token.kind, TokenKind::Newline | TokenKind::EndMarker));
            let returned = rest.get(..end?)?;
            let stars = |piece: &&[Token]| {
                let stars = [TokenKind::Star, TokenKind::DoubleStar];
                usize::from(
                    piece
                        .first()
                        .is_some_and(|token| stars.contains(&token.kind)),
                )
            };
            let pieces = pieces.into_iter().map(|piece| &piece[stars(&piece)..]);
            return (arrow.kind == TokenKind::Arrow).then_some((pieces.collect(), returned));
        }
    }
    None
}

/// The text from `first` to `last` in parentheses, at its place: all before it is blank.
fn padded(text: &str, first: Span, last: Span) -> String {
    let mut out = String::from("(");
    for (index, line) in text.split('\n').enumerate() {
        let number = index as u32 + 1;
        if number > last.end_line {
            break;
        }
        let start = match number.cmp(&first.line) {
            std::cmp::Ordering::Less => line.len(),
            std::cmp::Ordering::Equal => first.column as usize,
            std::cmp::Ordering::Greater => 0,
        };
        let end = if number == last.end_line {
            last.end_column as usize
        } else {
            line.len()
        };
        if number > 1 {
            out.push('\n');
        }
        // The parenthesis stands in the place of the first byte of the text.
        let blanks = if number == 1 {
            start.saturating_sub(1)
        } else {
            start
        };
        out.extend(std::iter::repeat_n(' ', blanks));
        out.push_str(line.get(start..end).unwrap_or_default());
    }
    out.push(')');
    out
}
