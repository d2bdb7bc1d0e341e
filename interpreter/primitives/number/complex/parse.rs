//! Complex numbers from text, by the rules of `complex(text)`.

use super::Complex;
use crate::number::NumberError;
use crate::number::float::parse_prefix;
use crate::number::source_text::{of_str, trim, without_underscores};

/// Why a text is no complex number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// An underscore stands elsewhere than between digits.
    Underscore,
    /// Anything else is wrong.
    Malformed,
}

impl ParseError {
    /// The `ValueError`, given the `repr` of the text.
    pub fn to_error(self, representation: &str) -> NumberError {
        match self {
            ParseError::Underscore => NumberError::Value(
                format!("could not convert string to complex: {representation}").into(),
            ),
            ParseError::Malformed => NumberError::value("complex() arg is a malformed string"),
        }
    }
}

/// `complex(text)`.
pub fn parse(text: &str) -> Result<Complex, ParseError> {
    let text = of_str(text);
    let bytes = text.as_bytes();
    let result = if bytes.contains(&b'_') {
        parse_bytes(&without_underscores(bytes).ok_or(ParseError::Underscore)?)
    } else {
        parse_bytes(bytes)
    };
    result.ok_or(ParseError::Malformed)
}

fn parse_bytes(bytes: &[u8]) -> Option<Complex> {
    let text = trim(bytes);
    match text {
        [b'(', inner @ .., b')'] => parse_parts(trim(inner)),
        _ => parse_parts(text),
    }
}

/// One of: real; imaginary `j`; real, signed imaginary and `j`. An imaginary part of 1 needs no
/// digit.
fn parse_parts(text: &[u8]) -> Option<Complex> {
    let Some((first, rest)) = parse_prefix(text) else {
        let (unit, rest) = parse_unit(text);
        return is_end(rest).then_some(Complex::new(0.0, unit));
    };
    match rest {
        [] => Some(Complex::from(first)),
        [b'+' | b'-', ..] => {
            let (imaginary, rest) = parse_prefix(rest).unwrap_or_else(|| parse_unit(rest));
            is_end(rest).then_some(Complex::new(first, imaginary))
        }
        _ => is_end(rest).then_some(Complex::new(0.0, first)),
    }
}

/// A sign, or nothing, that stands for 1 with that sign.
fn parse_unit(text: &[u8]) -> (f64, &[u8]) {
    match text {
        [b'+', rest @ ..] => (1.0, rest),
        [b'-', rest @ ..] => (-1.0, rest),
        _ => (1.0, text),
    }
}

fn is_end(text: &[u8]) -> bool {
    matches!(text, [b'j' | b'J'])
}
