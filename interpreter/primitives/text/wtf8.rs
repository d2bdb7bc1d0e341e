//! Strings of Python's code points, lone surrogates included, as bytes.
//!
//! The encoding is UTF-8 extended to surrogates, which stand for themselves: a high one before
//! a low one stays two code points. Bytes of strings put together are thus bytes of the strings
//! put together, and their order is the order of their code points.

mod code_points;
mod count;
mod index;

use std::borrow::{Borrow, Cow};
use std::ops::Deref;

use ref_cast::RefCast;

pub use code_points::CodePoints;
pub use index::Index;

/// A borrowed string of Python.
#[derive(RefCast, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Wtf8([u8]);

/// An owned string of Python.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wtf8Buf(Vec<u8>);

impl Wtf8 {
    /// Takes bytes for a string. They must be valid UTF-8 but for surrogates: other bytes break
    /// no memory, but give wrong code points.
    #[inline]
    pub fn from_bytes_trusted(bytes: &[u8]) -> &Self {
        Self::ref_cast(bytes)
    }

    /// A string of Rust as one of Python.
    #[inline]
    pub fn new(text: &str) -> &Self {
        Self::ref_cast(text.as_bytes())
    }

    /// The bytes, valid UTF-8 but for surrogates.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As a string of Rust, unless there is a surrogate.
    #[inline]
    pub fn to_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// As a string of Rust in which U+FFFD stands for surrogates.
    pub fn to_string_lossy(&self) -> Cow<'_, str> {
        match self.to_str() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(
                self.code_points()
                    .map(|code_point| char::from_u32(code_point).unwrap_or('\u{FFFD}'))
                    .collect(),
            ),
        }
    }

    /// How many bytes there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all code points are below 0x80.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.0.is_ascii()
    }

    /// The code points, from either end.
    #[inline]
    pub fn code_points(&self) -> CodePoints<'_> {
        CodePoints::new(&self.0)
    }

    /// How many code points there are: Python's `len`.
    #[inline]
    pub fn count(&self) -> usize {
        count::code_points(&self.0)
    }

    /// The byte offset of the code point with this index, or the length if there is none.
    #[inline]
    pub fn offset(&self, index: usize) -> usize {
        count::offset(&self.0, index)
    }

    /// The bytes from one offset to another, both at the start of a code point. Offsets beyond
    /// the end count as the end.
    #[inline]
    pub fn slice(&self, start: usize, end: usize) -> &Self {
        let end = end.min(self.0.len());
        Self::ref_cast(self.0.get(start.min(end)..end).unwrap_or_default())
    }

    /// Whether a code point is a surrogate.
    pub fn has_surrogates(&self) -> bool {
        self.to_str().is_none()
    }
}

impl std::fmt::Debug for Wtf8 {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&crate::text::methods::repr(self).to_string_lossy())
    }
}

impl std::fmt::Debug for Wtf8Buf {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&**self, formatter)
    }
}

impl Wtf8Buf {
    /// An empty string.
    #[inline]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// An empty string with room for so many bytes.
    #[inline]
    pub fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// Takes bytes for a string, as [`Wtf8::from_bytes_trusted`] does.
    #[inline]
    pub fn from_bytes_trusted(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[inline]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Appends a code point. What is beyond Unicode becomes U+FFFD.
    #[inline]
    pub fn push(&mut self, code_point: u32) {
        let low = |shift: u32| (code_point >> shift & 0x3F) as u8 | 0x80;
        match code_point {
            0..0x80 => self.0.push(code_point as u8),
            0x80..0x800 => {
                let first = (code_point >> 6) as u8 | 0xC0;
                self.0.extend_from_slice(&[first, low(0)]);
            }
            0x800..0x1_0000 => {
                let first = (code_point >> 12) as u8 | 0xE0;
                self.0.extend_from_slice(&[first, low(6), low(0)]);
            }
            0x1_0000..0x11_0000 => {
                let first = (code_point >> 18) as u8 | 0xF0;
                self.0.extend_from_slice(&[first, low(12), low(6), low(0)]);
            }
            _ => self.push_str("\u{FFFD}"),
        }
    }

    /// Appends a string of Rust.
    #[inline]
    pub fn push_str(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    /// Appends a string of Python.
    #[inline]
    pub fn push_wtf8(&mut self, text: &Wtf8) {
        self.0.extend_from_slice(&text.0);
    }

    /// Appends bytes that are ASCII, or otherwise valid in their context.
    #[inline]
    pub fn push_bytes_trusted(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// Appends bytes that are ASCII.
    #[inline]
    pub(crate) fn extend_bytes_trusted(&mut self, bytes: impl Iterator<Item = u8>) {
        self.0.extend(bytes);
    }

    /// Drops what is behind this byte offset, which must be at the start of a code point.
    #[inline]
    pub fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Makes room for so many more bytes.
    #[inline]
    pub fn reserve(&mut self, additional: usize) {
        self.0.reserve(additional);
    }
}

impl Deref for Wtf8Buf {
    type Target = Wtf8;

    #[inline]
    fn deref(&self) -> &Wtf8 {
        Wtf8::ref_cast(&self.0)
    }
}

impl Borrow<Wtf8> for Wtf8Buf {
    fn borrow(&self) -> &Wtf8 {
        self
    }
}

impl ToOwned for Wtf8 {
    type Owned = Wtf8Buf;

    fn to_owned(&self) -> Wtf8Buf {
        Wtf8Buf(self.0.to_vec())
    }
}

impl AsRef<Wtf8> for str {
    fn as_ref(&self) -> &Wtf8 {
        Wtf8::new(self)
    }
}

impl<'a> From<&'a str> for &'a Wtf8 {
    fn from(text: &'a str) -> Self {
        Wtf8::new(text)
    }
}

impl From<String> for Wtf8Buf {
    fn from(text: String) -> Self {
        Self(text.into_bytes())
    }
}

impl From<&str> for Wtf8Buf {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl FromIterator<u32> for Wtf8Buf {
    fn from_iter<T: IntoIterator<Item = u32>>(code_points: T) -> Self {
        let mut text = Self::new();
        text.extend(code_points);
        text
    }
}

impl Extend<u32> for Wtf8Buf {
    fn extend<T: IntoIterator<Item = u32>>(&mut self, code_points: T) {
        for code_point in code_points {
            self.push(code_point);
        }
    }
}
