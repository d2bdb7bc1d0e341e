//! `'...%s...' % (a, b)` as an f-string.

use bumpalo::Bump;
use bumpalo::collections::Vec;
use syntax::ast::{Constant, Conversion, Expression, ExpressionKind};
use syntax::span::Span;

use super::expression::take;

/// What stands in the format, in order.
enum Piece<'a> {
    Text(&'a [u8]),
    Field {
        conversion: Conversion,
        specification: Option<&'a str>,
    },
}

/// The values of the f-string that is `format % (elements)`; takes the elements away then.
/// `None` if the format has other conversions than `%s`, `%r` and `%a`, or not as many
/// conversions as there are elements.
pub(super) fn joined_string<'a>(
    arena: &'a Bump,
    format: &'a [u8],
    elements: &mut [Expression<'a>],
) -> Option<&'a mut [Expression<'a>]> {
    let pieces = pieces(arena, format, elements.len())?;
    let mut elements = elements.iter_mut();
    let mut values = Vec::with_capacity_in(pieces.len(), arena);
    for piece in pieces {
        values.push(match piece {
            Piece::Text(text) => text_constant(text),
            Piece::Field {
                conversion,
                specification,
            } => {
                let element = elements.next()?;
                let span = element.span;
                let value = arena.alloc(Expression {
                    kind: take(element),
                    span,
                });
                let format_spec = specification.map(|specification| {
                    &mut *arena.alloc(text_constant(specification.as_bytes()))
                });
                let kind = ExpressionKind::FormattedValue {
                    value,
                    conversion,
                    format_spec,
                };
                Expression { kind, span }
            }
        });
    }
    Some(values.into_bump_slice_mut())
}

/// A string that has no place in the source: line 0.
fn text_constant(text: &[u8]) -> Expression<'_> {
    Expression {
        kind: ExpressionKind::Constant(Constant::Str(text)),
        span: Span::default(),
    }
}

fn pieces<'a>(arena: &'a Bump, format: &'a [u8], fields: usize) -> Option<Vec<'a, Piece<'a>>> {
    let mut pieces = Vec::new_in(arena);
    let mut met = 0;
    let mut rest = format;
    loop {
        let (text, after) = split_text(arena, rest);
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let Some((_, conversion)) = after.split_first() else {
            return (met == fields).then_some(pieces);
        };
        met += 1;
        if met > fields {
            return None;
        }
        let (field, after) = field(arena, conversion)?;
        pieces.push(field);
        rest = after;
    }
}

/// The text up to the next conversion, with `%` for `%%`, and what follows.
fn split_text<'a>(arena: &'a Bump, format: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let mut end = 0;
    let mut has_percents = false;
    while let Some(byte) = format.get(end) {
        if *byte != b'%' {
            end += 1;
        } else if format.get(end + 1) == Some(&b'%') {
            has_percents = true;
            end += 2;
        } else {
            break;
        }
    }
    let (text, rest) = format.split_at(end);
    if !has_percents {
        return (text, rest);
    }
    let mut single = Vec::with_capacity_in(text.len(), arena);
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        single.push(byte);
        if byte == b'%' {
            bytes.next();
        }
    }
    (single.into_bump_slice(), rest)
}

/// The conversion whose text begins after the `%`, and what follows it.
fn field<'a>(arena: &'a Bump, format: &'a [u8]) -> Option<(Piece<'a>, &'a [u8])> {
    let flags = format
        .iter()
        .take_while(|byte| b"-+ #0".contains(byte))
        .count();
    let is_left = format[..flags].contains(&b'-');
    let (width, mut rest) = number(&format[flags..])?;
    let mut precision = None;
    if let Some((b'.', after)) = rest.split_first() {
        let (digits, after) = number(after)?;
        precision = Some(digits.unwrap_or(0));
        rest = after;
    }
    let (conversion, rest) = rest.split_first()?;
    let conversion = match conversion {
        b's' => Conversion::Str,
        b'r' => Conversion::Repr,
        b'a' => Conversion::Ascii,
        _ => return None,
    };
    let mut specification = bumpalo::collections::String::new_in(arena);
    if !is_left && width.is_some_and(|width| width > 0) {
        specification.push('>');
    }
    if let Some(width) = width {
        specification.push_str(&width.to_string());
    }
    if let Some(precision) = precision {
        specification.push('.');
        specification.push_str(&precision.to_string());
    }
    let specification = (!specification.is_empty()).then(|| specification.into_bump_str());
    Some((
        Piece::Field {
            conversion,
            specification,
        },
        rest,
    ))
}

/// A number of no more than two digits, if there is one, and what follows; `None` for more
/// digits, which CPython leaves to the interpreter.
fn number(text: &[u8]) -> Option<(Option<u32>, &[u8])> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(digits);
    match digits {
        [] => Some((None, rest)),
        [_] | [_, _] => {
            let value = digits
                .iter()
                .fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
            Some((Some(value), rest))
        }
        _ => None,
    }
}
