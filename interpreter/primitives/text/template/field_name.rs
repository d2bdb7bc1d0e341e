//! The names of fields: an argument, and the way from it to a value.

use unicode::decimal_value;

use super::TemplateError;
use crate::text::size::LARGEST;
use crate::text::wtf8::Wtf8;

/// What a name starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First<'a> {
    /// Nothing: the next positional argument.
    Automatic,
    /// The index of a positional argument.
    Index(usize),
    /// The name of an argument.
    Name(&'a Wtf8),
}

/// A step from one value to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accessor<'a> {
    /// `.name`
    Attribute(&'a Wtf8),
    /// `[12]`
    Index(usize),
    /// `[key]`
    Key(&'a Wtf8),
}

/// The argument of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument<'a> {
    /// A positional argument.
    Index(usize),
    /// An argument by name.
    Name(&'a Wtf8),
}

/// The number that a text of decimal digits of any script is, if it is one.
fn index(text: &[u8]) -> Result<Option<usize>, TemplateError> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut value = 0_usize;
    for code_point in Wtf8::from_bytes_trusted(text).code_points() {
        let Some(digit) = decimal_value(code_point) else {
            return Ok(None);
        };
        if value > (LARGEST - usize::from(digit)) / 10 {
            let message = "Too many decimal digits in format string";
            return Err(TemplateError::new(message));
        }
        value = value * 10 + usize::from(digit);
    }
    Ok(Some(value))
}

/// What a name starts with, and the steps behind that.
pub fn split_name(name: &Wtf8) -> Result<(First<'_>, Accessors<'_>), TemplateError> {
    let name = name.as_bytes();
    let end = memchr::memchr2(b'.', b'[', name).unwrap_or(name.len());
    let (first, rest) = name.split_at(end);
    let first = match index(first)? {
        Some(index) => First::Index(index),
        None if first.is_empty() => First::Automatic,
        None => First::Name(Wtf8::from_bytes_trusted(first)),
    };
    Ok((first, Accessors { rest }))
}

/// The steps of a name. After an error there are no more.
#[derive(Clone, Debug)]
pub struct Accessors<'a> {
    rest: &'a [u8],
}

impl<'a> Accessors<'a> {
    fn accessor(&mut self) -> Result<Accessor<'a>, TemplateError> {
        let (&mark, text) = self.rest.split_first().unwrap_or((&b'.', &[]));
        let (name, accessor) = match mark {
            b'.' => {
                let end = memchr::memchr2(b'.', b'[', text).unwrap_or(text.len());
                let (name, rest) = text.split_at(end);
                self.rest = rest;
                (name, Accessor::Attribute(Wtf8::from_bytes_trusted(name)))
            }
            b'[' => {
                let Some(end) = memchr::memchr(b']', text) else {
                    return Err(TemplateError::new("Missing ']' in format string"));
                };
                let name = &text[..end];
                self.rest = &text[end + 1..];
                let accessor = match index(name)? {
                    Some(index) => Accessor::Index(index),
                    None => Accessor::Key(Wtf8::from_bytes_trusted(name)),
                };
                (name, accessor)
            }
            _ => {
                let message = "Only '.' or '[' may follow ']' in format field specifier";
                return Err(TemplateError::new(message));
            }
        };
        if name.is_empty() {
            return Err(TemplateError::new("Empty attribute in format string"));
        }
        Ok(accessor)
    }
}

impl<'a> Iterator for Accessors<'a> {
    type Item = Result<Accessor<'a>, TemplateError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let accessor = self.accessor();
        if accessor.is_err() {
            self.rest = &[];
        }
        Some(accessor)
    }
}

/// How the fields of a template are numbered: all by themselves, or all by the template.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    /// No field has told yet.
    #[default]
    Unknown,
    /// By themselves, the next one with this number.
    Automatic(usize),
    /// By the template.
    Manual,
}

impl Numbering {
    /// The argument that a name starts with.
    pub fn argument<'a>(&mut self, first: First<'a>) -> Result<Argument<'a>, TemplateError> {
        match (first, &mut *self) {
            (First::Name(name), _) => Ok(Argument::Name(name)),
            (First::Index(_), Self::Automatic(_)) => Err(TemplateError::new(
                "cannot switch from automatic field numbering to manual field specification",
            )),
            (First::Index(index), _) => {
                *self = Self::Manual;
                Ok(Argument::Index(index))
            }
            (First::Automatic, Self::Manual) => Err(TemplateError::new(
                "cannot switch from manual field specification to automatic field numbering",
            )),
            (First::Automatic, Self::Automatic(next)) => {
                let index = *next;
                *next += 1;
                Ok(Argument::Index(index))
            }
            (First::Automatic, Self::Unknown) => {
                *self = Self::Automatic(1);
                Ok(Argument::Index(0))
            }
        }
    }
}
