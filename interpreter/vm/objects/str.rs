//! `str`: immutable text in WTF-8, behind the header in one block.
//!
//! ```text
//!   header | hash | byte length | code points, flags | the bytes ... | pointer to an index
//! ```
//!
//! A string is ASCII when it has as many code points as bytes; then every position is known.
//! Others, if they are long, have a pointer to an index of offsets behind their text; the index
//! is built when a position is first asked for.
#![allow(unsafe_code, reason = "the text is a tail behind the object")]

use std::cell::Cell;
use std::fmt;

use primitives::text::Text;
use primitives::text::wtf8::{Index, Wtf8};

use super::heap::{Payload, Ref};
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
    /// How many code points there are, above the bit that says whether the string is interned.
    length_and_interned: Cell<usize>,
}

/// No hash is -1.
const NOT_HASHED: i64 = -1;

const INTERNED: usize = 1;
const LENGTH_SHIFT: u32 = 1;

/// Where the pointer to an index lies, counted from the beginning of the text.
const fn index_place(byte_length: usize) -> usize {
    byte_length.next_multiple_of(align_of::<*mut Index>())
}

/// Whether a string of these lengths has a place for an index.
#[inline(always)]
const fn has_index_place(byte_length: usize, length: usize) -> bool {
    length != byte_length && byte_length >= Index::SMALLEST
}

#[inline(always)]
const fn tail_size(byte_length: usize, length: usize) -> usize {
    if has_index_place(byte_length, length) {
        index_place(byte_length) + size_of::<*mut Index>()
    } else {
        byte_length
    }
}

payload!(Str, super::str_type::STR, leaf {
    #[inline(always)]
    fn tail_size(&self) -> usize {
        tail_size(self.byte_length, self.len())
    }
});

impl Drop for Str {
    #[inline(always)]
    fn drop(&mut self) {
        if has_index_place(self.byte_length, self.len()) {
            self.drop_index();
        }
    }
}

impl Ref<Str> {
    /// A string of these bytes, which must be WTF-8, with this number of code points.
    pub fn from_wtf8_counted(class: &Ref<Type>, bytes: &[u8], length: usize) -> Ref<Str> {
        Str::allocate(class, bytes.len(), length, |tail| {
            // SAFETY: the tail has room for the bytes, and cannot overlap them.
            unsafe { copy(bytes.as_ptr(), tail, bytes.len()) }
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
        let hash = if self.is_ascii() {
            super::hashing::secret().hash_bytes(self.as_bytes())
        } else {
            str_hash(self.as_wtf8())
        };
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
        one.len() == other.len() && same_bytes(one, other)
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
        let text = Text::with_length(self.as_wtf8(), self.len());
        match self.index() {
            Some(index) => text.with_index(index),
            None => text,
        }
    }

    /// The text with its length, and with an index where one helps to find positions.
    #[inline]
    pub fn indexed_text(&self) -> Text<'_> {
        if !has_index_place(self.byte_length, self.len()) {
            return Text::with_length(self.as_wtf8(), self.len());
        }
        if self.index().is_none()
            && let Some(index) = Index::new(self.as_wtf8())
        {
            // SAFETY: the string has the place, which holds no index.
            unsafe { *self.index_place() = Box::into_raw(Box::new(index)) }
        }
        self.text()
    }

    /// The two, one behind the other.
    pub fn concat(&self, other: &Ref<Str>) -> Ref<Str> {
        Str::join(&[self, other])
    }

    /// Appends in place if this is the only reference to the string; else gives it back.
    pub fn append_in_place(self, other: &Ref<Str>) -> Result<Ref<Str>, Ref<Str>> {
        if self.header().count() != 1 || self.is_interned() || self.is(other) {
            return Err(self);
        }
        let byte_length = self.byte_length + other.byte_length;
        let length = self.len() + other.len();
        if has_index_place(self.byte_length, self.len()) {
            self.drop_index();
        }
        let more = tail_size(byte_length, length) - self.tail_size();
        super::heap::grow_tail(self, more, |this, tail| {
            // SAFETY: the tail has grown by the length of `other`, a different object, and by
            // the place of an index if there is to be one.
            unsafe {
                tail.add(this.byte_length)
                    .copy_from_nonoverlapping(other.tail(), other.byte_length);
                this.byte_length = byte_length;
                this.length_and_interned.set(length << LENGTH_SHIFT);
                this.hash.set(NOT_HASHED);
                initialize_index(tail, byte_length, length);
            }
        })
    }
}

/// Copies bytes. Most texts are short, and copied faster than by a call.
///
/// # Safety
/// As for [`std::ptr::copy_nonoverlapping`].
#[inline(always)]
unsafe fn copy(from: *const u8, to: *mut u8, length: usize) {
    // SAFETY: promised by the caller; the words that are copied overlap each other, and lie
    // within the length.
    unsafe {
        match length {
            8..=16 => {
                let last = from.add(length - 8).cast::<u64>().read_unaligned();
                let first = from.cast::<u64>().read_unaligned();
                to.cast::<u64>().write_unaligned(first);
                to.add(length - 8).cast::<u64>().write_unaligned(last);
            }
            4..8 => {
                let last = from.add(length - 4).cast::<u32>().read_unaligned();
                let first = from.cast::<u32>().read_unaligned();
                to.cast::<u32>().write_unaligned(first);
                to.add(length - 4).cast::<u32>().write_unaligned(last);
            }
            0..4 => {
                for index in 0..length {
                    to.add(index).write(from.add(index).read());
                }
            }
            _ => to.copy_from_nonoverlapping(from, length),
        }
    }
}

/// Whether two texts of one length are the same, without a call for short ones.
#[inline(always)]
fn same_bytes(one: &[u8], other: &[u8]) -> bool {
    let length = one.len();
    let word = |bytes: &[u8], place: usize| {
        let word = bytes
            .get(place..place + 8)
            .and_then(|it| it.try_into().ok());
        word.map_or(0, u64::from_ne_bytes)
    };
    match length {
        8..=16 => {
            word(one, 0) == word(other, 0) && word(one, length - 8) == word(other, length - 8)
        }
        0..8 => one.iter().zip(other).all(|(one, other)| one == other),
        // Most texts that differ do so at once.
        _ => one.first() == other.first() && one == other,
    }
}

/// Makes the place of an index empty, if there is one.
///
/// # Safety
/// The tail is that of a string of these lengths.
#[inline(always)]
unsafe fn initialize_index(tail: *mut u8, byte_length: usize, length: usize) {
    if has_index_place(byte_length, length) {
        // SAFETY: promised by the caller; the tail is aligned to words.
        unsafe {
            let place = tail.add(index_place(byte_length));
            place.cast::<*mut Index>().write(std::ptr::null_mut());
        }
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
        self.length_and_interned.get() >> LENGTH_SHIFT
    }

    /// Whether it is empty.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.byte_length == 0
    }

    /// Whether it is all ASCII.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.len() == self.byte_length
    }

    /// Whether it stands in the table of interned strings.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.length_and_interned.get() & INTERNED != 0
    }

    fn set_interned(&self) {
        let old = self.length_and_interned.get();
        self.length_and_interned.set(old | INTERNED);
    }

    /// A string of these lengths; `fill` writes its bytes.
    #[inline(always)]
    fn allocate(
        class: &Ref<Type>,
        byte_length: usize,
        length: usize,
        fill: impl FnOnce(*mut u8),
    ) -> Ref<Str> {
        let payload = || Str {
            hash: Cell::new(NOT_HASHED),
            byte_length,
            length_and_interned: Cell::new(length << LENGTH_SHIFT),
        };
        Ref::make(class, payload, tail_size(byte_length, length), |tail| {
            fill(tail);
            // SAFETY: the tail was allocated for these lengths.
            unsafe { initialize_index(tail, byte_length, length) }
        })
    }

    /// Where the pointer to the index lies; only for strings that have one.
    fn index_place(&self) -> *mut *mut Index {
        (self as *const Str)
            .wrapping_add(1)
            .cast::<u8>()
            .wrapping_add(index_place(self.byte_length))
            .cast_mut()
            .cast()
    }

    /// The index, if there is one.
    fn index(&self) -> Option<&Index> {
        if !has_index_place(self.byte_length, self.len()) {
            return None;
        }
        // SAFETY: the place holds null or an index that the string owns and keeps.
        unsafe { (*self.index_place()).as_ref() }
    }

    #[cold]
    fn drop_index(&self) {
        // SAFETY: the place holds null or an index that the string owns; no borrow of it is
        // left when the string is dropped or changed.
        unsafe {
            let index = std::mem::replace(&mut *self.index_place(), std::ptr::null_mut());
            if !index.is_null() {
                drop(Box::from_raw(index));
            }
        }
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

    /// The part of an exact string of ASCII between two positions, the string itself if all of it.
    #[inline]
    pub fn part_of_ascii(text: &Ref<Str>, start: usize, stop: usize) -> Ref<Str> {
        match &text.as_bytes()[start..stop] {
            part if part.len() == text.byte_length => text.clone(),
            [only] => Str::from_code_point(u32::from(*only)),
            part => Str::from_ascii(part),
        }
    }

    /// A new string of WTF-8 with a known number of code points.
    #[inline]
    pub fn from_text(text: Text<'_>) -> Ref<Str> {
        Ref::from_wtf8_counted(Self::exact(), text.as_bytes(), text.length())
    }

    /// A new string of so many ASCII bytes, which are `fill` where `write` writes no others.
    #[inline]
    pub fn from_ascii_with(length: usize, fill: u8, write: impl FnOnce(&mut [u8])) -> Ref<Str> {
        let string = Str::allocate(Self::exact(), length, length, |tail| {
            // SAFETY: the tail has this length, and is filled before it is looked at.
            unsafe {
                tail.write_bytes(fill, length);
                write(std::slice::from_raw_parts_mut(tail, length));
            }
        });
        debug_assert!(string.as_bytes().is_ascii());
        string
    }

    /// A string of a class that is `str` or inherits from it.
    pub fn of_class(class: &Ref<Type>, text: &Ref<Str>) -> Ref<Str> {
        Ref::from_wtf8_counted(class, text.as_bytes(), text.len())
    }

    /// The parts, one behind the other, in one block.
    pub fn join(parts: &[&Ref<Str>]) -> Ref<Str> {
        Str::join_with(None, parts)
    }

    /// The parts with a separator between them, in one block.
    pub fn join_with(separator: Option<&Ref<Str>>, parts: &[&Ref<Str>]) -> Ref<Str> {
        let gaps = parts.len().saturating_sub(1);
        let mut byte_length = separator.map_or(0, |separator| separator.byte_length * gaps);
        let mut length = separator.map_or(0, |separator| separator.len() * gaps);
        for part in parts {
            byte_length += part.byte_length;
            length += part.len();
        }
        Str::allocate(Self::exact(), byte_length, length, |tail| {
            let mut place = tail;
            let mut append = |text: &Ref<Str>| {
                // SAFETY: the lengths of all that is appended add up to the tail's.
                unsafe {
                    copy(text.tail(), place, text.byte_length);
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
