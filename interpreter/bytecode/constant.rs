//! Constants of a code object, as plain data.

use std::fmt;
use std::sync::Arc;

use num_bigint::BigInt;

use crate::CodeObject;
use crate::repr::Representer;

/// A constant of a code object.
#[derive(Clone, Debug)]
pub enum Constant {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// `...`.
    Ellipsis,
    /// An integer that fits an `i64`.
    Int(i64),
    /// Any other integer.
    BigInt(Box<BigInt>),
    /// A floating point number.
    Float(f64),
    /// A complex number: real part, imaginary part.
    Complex(f64, f64),
    /// A string.
    Str(Text),
    /// A bytes object.
    Bytes(Box<[u8]>),
    /// A tuple.
    Tuple(Box<[Constant]>),
    /// A frozen set: its distinct members in the order they were written.
    FrozenSet(Box<[Constant]>),
    /// The code of a nested function, class or comprehension.
    Code(Arc<CodeObject>),
}

impl Constant {
    /// The name of its Python type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Constant::None => "NoneType",
            Constant::Bool(_) => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) | Constant::BigInt(_) => "int",
            Constant::Float(_) => "float",
            Constant::Complex(..) => "complex",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
            Constant::Tuple(_) => "tuple",
            Constant::FrozenSet(_) => "frozenset",
            Constant::Code(_) => "code",
        }
    }
}

/// The stable representation, which [`Representer::stable`] describes.
impl fmt::Display for Constant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        // The stable representation never fails.
        let _ = Representer::stable().write(self, &mut text);
        out.write_str(&text)
    }
}

/// Text of a Python string: WTF-8, that is UTF-8 which may hold lone surrogates.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Box<[u8]>);

impl Text {
    /// Text of `bytes`, which must be WTF-8.
    pub fn from_wtf8(bytes: impl Into<Box<[u8]>>) -> Text {
        Text(bytes.into())
    }

    /// The text as a `&str`, where it holds no lone surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The text in parts: stretches without surrogates, and the lone surrogates between them.
    pub fn chunks(&self) -> impl Iterator<Item = Result<&str, u16>> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let valid = match std::str::from_utf8(rest) {
                Ok(_) => rest.len(),
                Err(error) => error.valid_up_to(),
            };
            if let Some((part, after)) = rest.split_at_checked(valid).filter(|_| valid > 0) {
                rest = after;
                return Some(Ok(std::str::from_utf8(part).unwrap_or_default()));
            }
            let (bytes, after) = rest.split_first_chunk::<3>()?;
            rest = after;
            let [first, second, third] = bytes.map(u16::from);
            Some(Err((first & 15) << 12 | (second & 63) << 6 | third & 63))
        })
    }

    /// The WTF-8 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text(text.as_bytes().into())
    }
}

/// Whether CPython interns a constant of this text.
pub fn looks_like_a_name(text: &[u8]) -> bool {
    text.iter()
        .all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
