//! `str`: immutable text in WTF-8, behind the header in one block.
//!
//! ```text
//!   header | hash | byte length | code points | index | the bytes ...
//! ```
//!
//! A string is ASCII when it has as many code points as bytes; then every position is known.
//! For others an index of offsets is built when a position is first asked for.
#![allow(unsafe_code, reason = "the text is a tail behind the object")]

use std::cell::{Cell, OnceCell};
use std::fmt;

use primitives::text::Text;
use primitives::text::wtf8::{Index, Wtf8};

use super::heap::Ref;
use super::types::Type;
use super::value::Value;
use crate::payload;

mod interning;
pub use interning::intern;

/// The payload of a string. Its text lies behind it.
pub struct Str {
    /// The hash; `NOT_HASHED` until it is asked for.
    hash: Cell<i64>,
    byte_length: usize,
    length: usize,
    index: OnceCell<Option<Box<Index>>>,
    interned: Cell<bool>,
}

/// No hash is -1.
const NOT_HASHED: i64 = -1;

payload!(Str, super::str_type::STR, leaf {
    fn tail_size(&self) -> usize {
        self.byte_length
    }
});

impl Ref<Str> {
    /// A string of these bytes, which must be WTF-8, with this number of code points.
    pub fn from_wtf8_counted(class: &Ref<Type>, bytes: &[u8], length: usize) -> Ref<Str> {
        let payload = Str {
            hash: Cell::new(NOT_HASHED),
            byte_length: bytes.len(),
            length,
            index: OnceCell::new(),
            interned: Cell::new(false),
        };
        Ref::with_tail(class, payload, bytes.len(), |tail| {
            // SAFETY: the tail has room for the bytes, and cannot overlap them.
            unsafe { tail.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) }
        })
    }

    /// The text.
    #[inline(always)]
    pub fn as_wtf8(&self) -> &Wtf8 {
        Wtf8::from_bytes_trusted(self.as_bytes())
    }

    /// The text's bytes, in WTF-8.
    #[inline(always)]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: the tail was allocated and filled with this length.
        unsafe { std::slice::from_raw_parts(self.tail(), self.byte_length) }
    }

    /// The text, unless it has surrogates.
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        if self.is_ascii() {
            // SAFETY: ASCII is UTF-8.
            return Some(unsafe { std::str::from_utf8_unchecked(self.as_bytes()) });
        }
        self.as_wtf8().to_str()
    }

    /// The text for messages: surrogates are replaced.
    pub fn to_text(&self) -> String {
        String::from_utf8_lossy(self.as_bytes()).into_owned()
    }

    /// The hash, as CPython computes it.
    #[inline(always)]
    pub fn hash(&self) -> i64 {
        let hash = self.hash.get();
        if hash == NOT_HASHED {
            self.compute_hash()
        } else {
            hash
        }
    }

    #[inline(never)]
    fn compute_hash(&self) -> i64 {
        let hash = str_hash(self.as_wtf8());
        self.hash.set(hash);
        hash
    }

    /// Whether the two have the same text.
    #[inline(always)]
    pub fn same_text(&self, other: &Ref<Str>) -> bool {
        if self.is(other) {
            return true;
        }
        let (one, other) = (self.as_bytes(), other.as_bytes());
        // Most texts that differ do so at once.
        one.len() == other.len() && one.first() == other.first() && one == other
    }

    /// The byte offset of a code point; the length in bytes for the position behind the last.
    #[inline]
    pub fn offset_of(&self, position: usize) -> usize {
        if self.is_ascii() {
            return position;
        }
        self.indexed_text().offset(position)
    }

    /// The text with its length, for methods.
    #[inline]
    pub fn text(&self) -> Text<'_> {
        let text = Text::with_length(self.as_wtf8(), self.length);
        match self.index.get() {
            Some(Some(index)) => text.with_index(index),
            _ => text,
        }
    }

    /// The text with its length, and with an index where one helps to find positions.
    #[inline]
    pub fn indexed_text(&self) -> Text<'_> {
        if self.is_ascii() || self.byte_length < Index::SMALLEST {
            return Text::with_length(self.as_wtf8(), self.length);
        }
        self.index
            .get_or_init(|| Index::new(self.as_wtf8()).map(Box::new));
        self.text()
    }

    /// The two, one behind the other.
    pub fn concat(&self, other: &Ref<Str>) -> Ref<Str> {
        Str::join(&[self, other])
    }

    /// Appends in place if this is the only reference to the string; else gives it back.
    pub fn append_in_place(self, other: &Ref<Str>) -> Result<Ref<Str>, Ref<Str>> {
        if self.header().count() != 1 || self.interned.get() || self.is(other) {
            return Err(self);
        }
        super::heap::grow_tail(self, other.byte_length, |this, tail| {
            // SAFETY: the tail has grown by the length of `other`, a different object.
            unsafe {
                tail.add(this.byte_length)
                    .copy_from_nonoverlapping(other.tail(), other.byte_length);
            }
            this.byte_length += other.byte_length;
            this.length += other.length;
            this.hash.set(NOT_HASHED);
            this.index.take();
        })
    }
}

/// The hash of text, as CPython computes it.
pub fn str_hash(text: &Wtf8) -> i64 {
    let secret = super::hashing::secret();
    if text.is_ascii() {
        return secret.hash_bytes(text.as_bytes());
    }
    secret.hash_code_points(text.code_points())
}

impl Str {
    /// How many code points it has.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether it is empty.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.byte_length == 0
    }

    /// Whether it is all ASCII.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.length == self.byte_length
    }

    /// Whether it stands in the table of interned strings.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.interned.get()
    }

    /// A new string.
    pub fn from_wtf8(text: &Wtf8) -> Ref<Str> {
        Ref::from_wtf8_counted(Self::exact(), text.as_bytes(), text.count())
    }

    /// A new string of ASCII bytes.
    ///
    /// # Panics
    /// In debug builds, if they are not.
    pub fn from_ascii(bytes: &[u8]) -> Ref<Str> {
        debug_assert!(bytes.is_ascii());
        Ref::from_wtf8_counted(Self::exact(), bytes, bytes.len())
    }

    /// A new string of WTF-8 with a known number of code points.
    #[inline]
    pub fn from_text(text: Text<'_>) -> Ref<Str> {
        Ref::from_wtf8_counted(Self::exact(), text.as_bytes(), text.length())
    }

    /// A string of a class that is `str` or inherits from it.
    pub fn of_class(class: &Ref<Type>, text: &Ref<Str>) -> Ref<Str> {
        Ref::from_wtf8_counted(class, text.as_bytes(), text.length)
    }

    /// The parts, one behind the other, in one block.
    pub fn join(parts: &[&Ref<Str>]) -> Ref<Str> {
        Str::join_with(None, parts)
    }

    /// The parts with a separator between them, in one block.
    pub fn join_with(separator: Option<&Ref<Str>>, parts: &[&Ref<Str>]) -> Ref<Str> {
        let gaps = parts.len().saturating_sub(1);
        let mut byte_length = separator.map_or(0, |separator| separator.byte_length * gaps);
        let mut length = separator.map_or(0, |separator| separator.length * gaps);
        for part in parts {
            byte_length += part.byte_length;
            length += part.length;
        }
        let payload = Str {
            hash: Cell::new(NOT_HASHED),
            byte_length,
            length,
            index: OnceCell::new(),
            interned: Cell::new(false),
        };
        Ref::with_tail(Self::exact(), payload, byte_length, |tail| {
            let mut place = tail;
            let mut append = |text: &Ref<Str>| {
                // SAFETY: the lengths of all that is appended add up to the tail's.
                unsafe {
                    place.copy_from_nonoverlapping(text.tail(), text.byte_length);
                    place = place.add(text.byte_length);
                }
            };
            for (number, part) in parts.iter().enumerate() {
                if number > 0
                    && let Some(separator) = separator
                {
                    append(separator);
                }
                append(part);
            }
        })
    }

    /// The string of one code point.
    pub fn from_code_point(point: u32) -> Ref<Str> {
        interning::character(point)
    }

    fn exact() -> &'static Ref<Type> {
        super::str_type::STR.as_ref()
    }
}

impl From<&str> for Ref<Str> {
    fn from(text: &str) -> Ref<Str> {
        Str::from_wtf8(Wtf8::new(text))
    }
}

impl Str {
    /// A new string.
    #[allow(
        clippy::should_implement_trait,
        reason = "gives a reference, not a Str"
    )]
    pub fn from(text: impl AsRef<str>) -> Ref<Str> {
        Ref::from(text.as_ref())
    }

    /// A new string, as a value.
    pub fn value(text: impl AsRef<str>) -> Value {
        Str::from(text).into()
    }
}

impl fmt::Display for Ref<Str> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&String::from_utf8_lossy(self.as_bytes()))
    }
}
