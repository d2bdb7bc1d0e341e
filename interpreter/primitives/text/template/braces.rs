//! Templates of `str.format`: literal text, and fields in braces.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::TemplateError;
use crate::text::wtf8::{Wtf8, Wtf8Buf};

/// Literal text, and the field behind it if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text, with one brace at its end where the template doubles it.
    pub literal: &'a Wtf8,
    /// The field.
    pub field: Option<Field<'a>>,
}

/// What is in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The name, with its attributes and items.
    pub name: &'a Wtf8,
    /// What is behind the `!`.
    pub conversion: Option<u32>,
    /// What is behind the `:`.
    pub specification: &'a Wtf8,
    /// Whether there are fields in the specification.
    pub is_nested: bool,
}

/// The pieces of a template. After an error there are no more.
#[derive(Clone, Debug)]
pub struct Pieces<'a> {
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    /// The pieces of a template.
    pub fn new(template: &'a Wtf8) -> Self {
        Self {
            rest: template.as_bytes(),
        }
    }

    fn piece(&mut self) -> Result<Piece<'a>, TemplateError> {
        let text = self.rest;
        let literal = |length| Wtf8::from_bytes_trusted(&text[..length]);
        let Some(place) = memchr2(b'{', b'}', text) else {
            self.rest = &[];
            return Ok(Piece {
                literal: literal(text.len()),
                field: None,
            });
        };
        let behind = &text[place + 1..];
        if behind.first() == Some(&text[place]) {
            self.rest = &behind[1..];
            return Ok(Piece {
                literal: literal(place + 1),
                field: None,
            });
        }
        if text[place] == b'}' {
            let message = "Single '}' encountered in format string";
            return Err(TemplateError::new(message));
        }
        if behind.is_empty() {
            let message = "Single '{' encountered in format string";
            return Err(TemplateError::new(message));
        }
        let (field, rest) = field(behind)?;
        self.rest = rest;
        Ok(Piece {
            literal: literal(place),
            field: Some(field),
        })
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let piece = self.piece();
        if piece.is_err() {
            self.rest = &[];
        }
        Some(piece)
    }
}

/// The field behind a brace, and what is behind the field.
fn field(text: &[u8]) -> Result<(Field<'_>, &[u8]), TemplateError> {
    let end = name_end(text)?;
    let name = Wtf8::from_bytes_trusted(&text[..end]);
    let mut rest = &text[end + 1..];
    let mut found = Field {
        name,
        conversion: None,
        specification: Wtf8::from_bytes_trusted(&[]),
        is_nested: false,
    };
    match text[end] {
        b'}' => return Ok((found, rest)),
        b'!' => {
            let mut code_points = Wtf8::from_bytes_trusted(rest).code_points();
            found.conversion = code_points.next();
            rest = code_points.as_bytes();
            if found.conversion.is_none() {
                let message = "end of string while looking for conversion specifier";
                return Err(TemplateError::new(message));
            }
            match rest.split_first() {
                Some((b'}', behind)) => return Ok((found, behind)),
                Some((b':', behind)) => rest = behind,
                Some(_) => {
                    let message = "expected ':' after conversion specifier";
                    return Err(TemplateError::new(message));
                }
                None => {}
            }
        }
        _ => {}
    }
    let mut depth = 1_usize;
    let mut place = 0;
    while let Some(next) = memchr2(b'{', b'}', &rest[place..]) {
        place += next + 1;
        if rest[place - 1] == b'{' {
            found.is_nested = true;
            depth += 1;
            continue;
        }
        depth -= 1;
        if depth == 0 {
            found.specification = Wtf8::from_bytes_trusted(&rest[..place - 1]);
            return Ok((found, &rest[place..]));
        }
    }
    Err(TemplateError::new("unmatched '{' in format spec"))
}

/// The place of the character that ends the name of a field.
fn name_end(text: &[u8]) -> Result<usize, TemplateError> {
    let mut place = 0;
    while let Some(&byte) = text.get(place) {
        match byte {
            b'{' => return Err(TemplateError::new("unexpected '{' in field name")),
            // In brackets, nothing else has a meaning.
            b'[' => match memchr(b']', &text[place..]) {
                Some(length) => place += length,
                None => break,
            },
            b'}' | b':' | b'!' => return Ok(place),
            _ => place += 1,
        }
    }
    Err(TemplateError::new("expected '}' before end of string"))
}

/// The error for a conversion that is none of `r`, `s` and `a`.
pub fn unknown_conversion(code_point: u32) -> TemplateError {
    let text = if matches!(code_point, 33..=126) {
        let shown = Wtf8Buf::from_iter([code_point]);
        format!("Unknown conversion specifier {}", shown.to_string_lossy())
    } else {
        format!("Unknown conversion specifier \\x{code_point:x}")
    };
    TemplateError(Cow::Owned(text))
}
