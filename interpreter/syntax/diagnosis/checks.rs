//! What is decided by more than a match: the functions that the grammar calls with `check`.

use super::node::{Kind, Node, Value};
use super::walk::{Outcome, Walk};
use crate::literals;
use crate::token::TokenKind;

/// Decides about an alternative that has matched from a token on, by the values of its steps.
pub type Check = fn(&mut Walk<'_>, usize, &[Value]) -> Outcome;

/// The function that the grammar calls so.
pub fn find(name: &str) -> Option<Check> {
    Some(match name {
        "alternative_patterns" => alternative_patterns,
        "assigned_target" => assigned_target,
        "concatenation" => concatenation,
        "conversion" => conversion,
        "deleted_target" => deleted_target,
        "for_target" => for_target,
        "forgotten_comma" => forgotten_comma,
        "format_specification" => format_specification,
        "fstring" => fstring,
        "imaginary_number" => imaginary_number,
        "legacy_statement" => legacy_statement,
        "missing_value" => missing_value,
        "not_equal_sign" => not_equal_sign,
        "positional_after_keyword" => positional_after_keyword,
        "real_number" => real_number,
        "replacement_field" => replacement_field,
        "string_literal" => string_literal,
        "unparenthesized_generator" => unparenthesized_generator,
        _ => return None,
    })
}

fn argument(values: &[Value], number: usize) -> Value {
    values.get(number).copied().unwrap_or(Value::Absent)
}

/// Reports an error from the start of one value to the end of another.
fn raise_over(walk: &mut Walk<'_>, first: Value, last: Value, message: &str) -> Outcome {
    let error = match (walk.extent(first), walk.extent(last)) {
        (Some((first, _)), Some((_, last))) => {
            walk.lines.error_over(&first, &last, message.to_owned())
        }
        _ => walk.error_here(message.to_owned()),
    };
    Err(Box::new(error))
}

fn raise_here(walk: &mut Walk<'_>, message: &str) -> Outcome {
    let error = walk.error_here(message.to_owned());
    Err(Box::new(error))
}

/// Whether a value is the name of a statement of Python 2.
fn is_legacy_name(walk: &Walk<'_>, value: Value) -> bool {
    let Value::Token(number) = value else {
        return false;
    };
    walk.token(number).is_some_and(|token| {
        token.kind == TokenKind::Name && matches!(walk.token_text(&token), "print" | "exec")
    })
}

/// An expression, and another right after it.
fn forgotten_comma(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let (first, second) = (argument(values, 0), argument(values, 1));
    if is_legacy_name(walk, first) || walk.is_outside_brackets() {
        return Ok(None);
    }
    raise_over(
        walk,
        first,
        second,
        "invalid syntax. Perhaps you forgot a comma?",
    )
}

/// A name, and an expression right after it.
fn legacy_statement(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let (name, operand) = (argument(values, 0), argument(values, 1));
    if !is_legacy_name(walk, name) {
        return Ok(None);
    }
    let text = walk
        .extent(name)
        .map_or("", |(token, _)| walk.token_text(&token));
    let message = format!("Missing parentheses in call to '{text}'. Did you mean {text}(...)?");
    raise_over(walk, name, operand, &message)
}

/// What an expression is a target of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Assignment,
    For,
    Deletion,
}

fn assigned_target(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    target(walk, argument(values, 0), Use::Assignment)
}

fn for_target(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    target(walk, argument(values, 0), Use::For)
}

fn deleted_target(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    target(walk, argument(values, 0), Use::Deletion)
}

/// Reports the first part of an expression that cannot be a target, if there is any.
fn target(walk: &mut Walk<'_>, value: Value, use_: Use) -> Outcome {
    let Some(invalid) = invalid_target(walk, value, use_) else {
        return Ok(None);
    };
    let verb = if use_ == Use::Deletion {
        "delete"
    } else {
        "assign to"
    };
    let message = format!("cannot {verb} {}", walk.describe(invalid));
    raise_over(walk, invalid, invalid, &message)
}

/// The nesting is that of brackets, which the lexer limits.
fn invalid_target(walk: &Walk<'_>, value: Value, use_: Use) -> Option<Value> {
    let Some(node) = walk.node(value) else {
        return (walk.describe(value) != "name").then_some(value);
    };
    let children = walk.children(value);
    match node.kind {
        Kind::Attribute | Kind::Subscript => None,
        Kind::List | Kind::Tuple => children
            .iter()
            .find_map(|&child| invalid_target(walk, child, use_)),
        Kind::Starred if use_ != Use::Deletion => invalid_target(walk, *children.first()?, use_),
        // The `a in b` of `for a in b` is taken for a comparison.
        Kind::Comparison if use_ == Use::For => {
            let operator = children.get(1).and_then(|&pair| walk.node(pair));
            match operator.map(|node| node.kind) {
                Some(Kind::In) => invalid_target(walk, *children.first()?, use_),
                _ => None,
            }
        }
        _ => Some(value),
    }
}

/// Arguments, and `for` clauses after the last of them.
fn unparenthesized_generator(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let (arguments, clauses) = (argument(values, 0), argument(values, 1));
    let kind = |value| walk.node(value).map(|node| node.kind);
    let is_positional =
        |value: &&Value| !matches!(kind(**value), Some(Kind::Keyword | Kind::DoubleStarred));
    let positional: Vec<Value> = walk
        .children(arguments)
        .iter()
        .filter(is_positional)
        .copied()
        .collect();
    let Some(&last) = positional.get(1..).and_then(<[Value]>::last) else {
        return Ok(None);
    };
    let end = walk.last_item(clauses);
    raise_over(
        walk,
        last,
        end,
        "Generator expression must be parenthesized",
    )
}

/// Arguments, and more of them, though keywords came first.
fn positional_after_keyword(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let arguments = walk.children(argument(values, 0));
    let kind = |value: &Value| walk.node(*value).map(|node| node.kind);
    let unpacks = arguments
        .iter()
        .any(|value| kind(value) == Some(Kind::DoubleStarred));
    raise_here(
        walk,
        match unpacks {
            true => "positional argument follows keyword argument unpacking",
            false => "positional argument follows keyword argument",
        },
    )
}

/// A key without a colon.
fn missing_value(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let message = "':' expected after dictionary key".to_owned();
    let error = match walk.extent(argument(values, 0)) {
        Some((first, last)) => walk.lines.error_at_end(&first, &last, message),
        None => walk.error_here(message),
    };
    Err(Box::new(error))
}

/// `!=`. The lexer gives `<>` as the same kind of token.
fn not_equal_sign(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let sign = argument(values, 0);
    let text = walk
        .extent(sign)
        .map_or("", |(token, _)| walk.token_text(&token));
    Ok((text == "!=").then_some(sign))
}

fn is_imaginary(walk: &Walk<'_>, number: Value) -> bool {
    let text = walk
        .extent(number)
        .map_or("", |(token, _)| walk.token_text(&token));
    text.ends_with(['j', 'J'])
}

fn real_number(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let number = argument(values, 0);
    if is_imaginary(walk, number) {
        return raise_over(
            walk,
            number,
            number,
            "real number required in complex literal",
        );
    }
    Ok(Some(number))
}

fn imaginary_number(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let number = argument(values, 0);
    if !is_imaginary(walk, number) {
        return raise_over(
            walk,
            number,
            number,
            "imaginary number required in complex literal",
        );
    }
    Ok(Some(number))
}

/// Patterns with bars in between, or a single one.
fn alternative_patterns(walk: &mut Walk<'_>, start: usize, values: &[Value]) -> Outcome {
    Ok(Some(match *walk.children(argument(values, 0)) {
        [pattern] => pattern,
        _ => walk.build(Kind::Pattern, start, &[]),
    }))
}

/// A string that is no f-string: now its escape sequences are decoded.
fn string_literal(walk: &mut Walk<'_>, start: usize, values: &[Value]) -> Outcome {
    let Some((token, _)) = walk.extent(argument(values, 0)) else {
        return Ok(None);
    };
    walk.decode(start)?;
    let mut warning = None;
    let warn = |found| warning = Some(found);
    let literal = literals::string(&walk.arena, walk.lines.text, &token, warn)?;
    let kind = match literal.is_bytes {
        true => Kind::BytesLiteral,
        false => Kind::StringLiteral,
    };
    walk.warn(warning);
    Ok(Some(walk.build(kind, start, &[])))
}

/// Strings that stand one after the other.
fn concatenation(walk: &mut Walk<'_>, start: usize, values: &[Value]) -> Outcome {
    let strings = argument(values, 0);
    let has = |kind: Kind| {
        let is_kind = |node: Node| node.kind == kind;
        walk.children(strings)
            .iter()
            .any(|&string| walk.node(string).is_some_and(is_kind))
    };
    let formatted = has(Kind::FString);
    let bytes = has(Kind::BytesLiteral);
    if bytes && (formatted || has(Kind::StringLiteral)) {
        return raise_here(walk, "cannot mix bytes and nonbytes literals");
    }
    let kind = if formatted {
        Kind::FString
    } else {
        Kind::StringLiteral
    };
    Ok(Some(walk.build(kind, start, &[])))
}

/// A whole f-string: now its escape sequences are decoded.
fn fstring(walk: &mut Walk<'_>, start: usize, values: &[Value]) -> Outcome {
    let ends = (
        walk.extent(argument(values, 0)),
        walk.extent(argument(values, 2)),
    );
    if let (Some((opening, _)), Some((closing, _))) = ends {
        let raw = walk.token_text(&opening).contains(['r', 'R']);
        let text = walk.lines.text;
        let parts = walk.children(argument(values, 1)).to_vec();
        for part in parts {
            let Value::Token(number) = part else { continue };
            let Some(middle) = walk.token(number) else {
                continue;
            };
            let mut warning = None;
            let warn = |found| warning = Some(found);
            literals::fstring_middle(&walk.arena, text, &middle, &closing, raw, warn)?;
            walk.warn(warning);
        }
    }
    Ok(Some(walk.build(Kind::FString, start, &[])))
}

/// Text of a format specification. CPython lets the decoder's own exception through.
fn format_specification(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let part = argument(values, 0);
    if let Some((middle, _)) = walk.extent(part) {
        let text = walk.lines.text;
        let mut warning = None;
        let warn = |found| warning = Some(found);
        literals::format_specification(&walk.arena, text, &middle, warn)?;
        walk.warn(warning);
    }
    Ok(Some(part))
}

/// `!r` and its like.
fn conversion(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let (sign, name) = (argument(values, 0), argument(values, 1));
    if let (Some((mark, _)), Some((letter, _))) = (walk.extent(sign), walk.extent(name))
        && (mark.span.line, mark.span.end_column) != (letter.span.line, letter.span.column)
    {
        let message = "f-string: conversion type must come right after the exclamanation mark";
        return raise_over(walk, sign, name, message);
    }
    Ok(Some(name))
}

/// A whole replacement field: now its conversion is looked at.
fn replacement_field(walk: &mut Walk<'_>, _: usize, values: &[Value]) -> Outcome {
    let name = argument(values, 0);
    if let Some((token, _)) = walk.extent(name)
        && let text = walk.token_text(&token)
        && !matches!(text, "s" | "r" | "a")
    {
        let message =
            format!("f-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
        return raise_over(walk, name, name, &message);
    }
    Ok(Some(Value::Something))
}
