//! The value: one machine word, immediate or a counted pointer.
//!
//! The low three bits tell what a word is:
//!
//! ```text
//!   000            pointer to an object's Header (8-byte aligned)
//!   x10            integer of 62 bits, in the upper 62 bits
//!   001, 100, 101  float, rotated so that the three high bits of its exponent lie there
//!   x11            None, False, True, Ellipsis, NotImplemented
//! ```
//!
//! A float is immediate when its magnitude lies between 2^-255 and 2^257, or is zero or
//! below 2^-767; others (infinities and NaN among them) are objects. The scheme is that of
//! "Float Self-Tagging" (Melançon, Serrano, Feeley, 2025).
#![allow(unsafe_code, reason = "reference counts and tagged pointers")]

use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroU64;

use super::float::Float;
use super::heap::{self, Header, Payload, Ref};
use super::int::Int;
use super::types::Type;

/// A Python value. Cloning counts a reference, dropping gives it back.
#[repr(transparent)]
pub struct Value(NonZeroU64, PhantomData<*mut ()>);

const POINTER_MASK: u64 = 0b111;
const INT_MASK: u64 = 0b11;
const INT_TAG: u64 = 0b10;
const INT_SHIFT: u32 = 2;
const FLOAT_TAGS: u64 = 0b11_0010;
const FLOAT_OFFSET: u64 = 1;
const FLOAT_ROTATION: u32 = 4;
const SPECIAL_TAG: u64 = 0b011;

const fn special(number: u64) -> NonZeroU64 {
    NonZeroU64::new(number << 3 | SPECIAL_TAG).expect("the tag is not zero")
}

const NONE: NonZeroU64 = special(1);
const FALSE: NonZeroU64 = special(2);
const TRUE: NonZeroU64 = special(3);
const ELLIPSIS: NonZeroU64 = special(4);
const NOT_IMPLEMENTED: NonZeroU64 = special(5);

/// The smallest integer that is immediate.
pub const SMALLEST_INT: i64 = -(1 << 61);
/// The largest integer that is immediate.
pub const LARGEST_INT: i64 = (1 << 61) - 1;

/// A value in a static.
struct Constant(Value);

// SAFETY: it is immediate: neither counted nor changed.
unsafe impl Sync for Constant {}

static NONE_CONSTANT: Constant = Constant(Value::NONE);

impl Value {
    /// `None`, borrowed for as long as wanted.
    #[inline(always)]
    pub fn none_ref() -> &'static Value {
        &NONE_CONSTANT.0
    }

    /// `None`.
    pub const NONE: Value = Value(NONE, PhantomData);
    /// `False`.
    pub const FALSE: Value = Value(FALSE, PhantomData);
    /// `True`.
    pub const TRUE: Value = Value(TRUE, PhantomData);
    /// `...`.
    pub const ELLIPSIS: Value = Value(ELLIPSIS, PhantomData);
    /// `NotImplemented`.
    pub const NOT_IMPLEMENTED: Value = Value(NOT_IMPLEMENTED, PhantomData);

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(value: bool) -> Value {
        if value { Value::TRUE } else { Value::FALSE }
    }

    /// An integer, which becomes an object only outside 62 bits.
    #[inline(always)]
    pub fn int(value: i64) -> Value {
        match Value::small_int(value) {
            Some(value) => value,
            None => Int::boxed_i64(value),
        }
    }

    /// The immediate integer, if `value` fits 62 bits.
    #[inline(always)]
    pub const fn small_int(value: i64) -> Option<Value> {
        if value >= SMALLEST_INT && value <= LARGEST_INT {
            let word = (value as u64) << INT_SHIFT | INT_TAG;
            Some(Value(NonZeroU64::new(word).expect("tagged"), PhantomData))
        } else {
            None
        }
    }

    /// A float, which becomes an object only where the word cannot hold its exponent.
    #[inline(always)]
    pub fn float(value: f64) -> Value {
        match Value::immediate_float(value) {
            Some(value) => value,
            None => Float::boxed(value),
        }
    }

    /// The immediate float, if the word can hold its exponent.
    #[inline(always)]
    pub fn immediate_float(value: f64) -> Option<Value> {
        let word = value
            .to_bits()
            .rotate_left(FLOAT_ROTATION)
            .wrapping_add(FLOAT_OFFSET);
        if FLOAT_TAGS >> (word & POINTER_MASK) & 1 == 1 {
            NonZeroU64::new(word).map(|word| Value(word, PhantomData))
        } else {
            None
        }
    }

    /// The word itself.
    #[inline(always)]
    pub fn bits(&self) -> u64 {
        self.0.get()
    }

    /// The number that stands for the object, as `id()` shows it.
    #[inline(always)]
    pub fn identity(&self) -> u64 {
        self.bits()
    }

    /// Whether the two are the same object (`is`). Immediate values are the same when equal.
    #[inline(always)]
    pub fn is(&self, other: &Value) -> bool {
        self.0 == other.0
    }

    /// Whether this is `None`.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.0 == NONE
    }

    /// Whether this is `True`.
    #[inline(always)]
    pub fn is_true(&self) -> bool {
        self.0 == TRUE
    }

    /// Whether this is `False`.
    #[inline(always)]
    pub fn is_false(&self) -> bool {
        self.0 == FALSE
    }

    /// Whether this is `NotImplemented`.
    #[inline(always)]
    pub fn is_not_implemented(&self) -> bool {
        self.0 == NOT_IMPLEMENTED
    }

    /// `True` or `False` as a Rust bool; `None` for any other value.
    #[inline(always)]
    pub fn as_bool(&self) -> Option<bool> {
        match self.0 {
            TRUE => Some(true),
            FALSE => Some(false),
            _ => None,
        }
    }

    /// The value of an immediate integer.
    #[inline(always)]
    pub fn as_small_int(&self) -> Option<i64> {
        self.is_small_int()
            .then(|| (self.bits() as i64) >> INT_SHIFT)
    }

    /// Whether this is an immediate integer.
    #[inline(always)]
    pub fn is_small_int(&self) -> bool {
        self.bits() & INT_MASK == INT_TAG
    }

    /// Whether this is an immediate float.
    #[inline(always)]
    pub fn is_immediate_float(&self) -> bool {
        FLOAT_TAGS >> (self.bits() & POINTER_MASK) & 1 == 1
    }

    /// The value of a float of exact type `float`.
    #[inline(always)]
    pub fn as_exact_float(&self) -> Option<f64> {
        if self.is_immediate_float() {
            Some(self.immediate_float_value())
        } else {
            self.downcast_exact::<Float>().map(|float| float.value())
        }
    }

    /// The value of a word known to be an immediate float; without meaning for any other.
    #[inline(always)]
    pub fn immediate_float_value(&self) -> f64 {
        f64::from_bits(
            self.bits()
                .wrapping_sub(FLOAT_OFFSET)
                .rotate_right(FLOAT_ROTATION),
        )
    }

    /// Whether this is a pointer to an object.
    #[inline(always)]
    pub fn is_object(&self) -> bool {
        self.bits() & POINTER_MASK == 0
    }

    /// The header of the object, if this is one.
    #[inline(always)]
    pub fn header(&self) -> Option<&Header> {
        // SAFETY: a word with the pointer tag points to a live header, on which it holds a
        // reference for as long as it is borrowed.
        self.is_object()
            .then(|| unsafe { &*(self.bits() as *const Header) })
    }

    /// The type of the value.
    #[inline(always)]
    pub fn class(&self) -> &Ref<Type> {
        match self.header() {
            Some(header) => header.class(),
            None => self.immediate_class(),
        }
    }

    #[inline(never)]
    fn immediate_class(&self) -> &'static Ref<Type> {
        use super::{bool, float, int, singletons};
        if self.is_small_int() {
            return int::INT.as_ref();
        }
        if self.is_immediate_float() {
            return float::FLOAT.as_ref();
        }
        match self.0 {
            TRUE | FALSE => bool::BOOL.as_ref(),
            ELLIPSIS => singletons::ELLIPSIS.as_ref(),
            NOT_IMPLEMENTED => singletons::NOT_IMPLEMENTED.as_ref(),
            _ => singletons::NONE.as_ref(),
        }
    }

    /// The value as an object with this payload: of its type or of a subclass.
    #[inline(always)]
    pub fn downcast<T: Payload>(&self) -> Option<&Ref<T>> {
        let header = self.header()?;
        // SAFETY: the layout says that the object's payload is a T, and a Ref is a counted
        // pointer to a header as the word is.
        std::ptr::eq(header.class().layout(), T::layout())
            .then(|| unsafe { &*(self as *const Value).cast::<Ref<T>>() })
    }

    /// The value as an object whose type is exactly the payload's own.
    #[inline(always)]
    pub fn downcast_exact<T: Payload>(&self) -> Option<&Ref<T>> {
        let header = self.header()?;
        // SAFETY: as in `downcast`; instances of the payload's own type hold the payload.
        header
            .class()
            .is(T::class())
            .then(|| unsafe { &*(self as *const Value).cast::<Ref<T>>() })
    }

    /// Whether [`Value::downcast_exact`] gives something.
    #[inline(always)]
    pub fn is_exact<T: Payload>(&self) -> bool {
        self.header()
            .is_some_and(|header| header.class().is(T::class()))
    }

    /// The values as optional ones, all present.
    #[inline(always)]
    pub fn as_options(values: &[Value]) -> &[Option<Value>] {
        // SAFETY: a Value is never zero, so that an Option of it is the same word.
        unsafe { &*(values as *const [Value] as *const [Option<Value>]) }
    }

    /// Takes over one reference that is held elsewhere.
    ///
    /// # Safety
    /// `bits` is the word of a live value, and the caller gives away one reference to it.
    #[inline(always)]
    pub unsafe fn from_bits(bits: u64) -> Value {
        // SAFETY: the word of a value is never zero.
        Value(unsafe { NonZeroU64::new_unchecked(bits) }, PhantomData)
    }

    /// The word, together with the reference that this value held.
    #[inline(always)]
    pub fn into_bits(self) -> u64 {
        let bits = self.bits();
        std::mem::forget(self);
        bits
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        if let Some(header) = self.header() {
            header.add_reference();
        }
        Value(self.0, PhantomData)
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if self.is_object() {
            // SAFETY: the word points to a live header, and this value's reference is given
            // back once.
            unsafe { heap::give_back(self.bits() as *const Header) }
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.as_small_int(), self.header()) {
            (Some(int), _) => write!(out, "{int}"),
            (_, Some(header)) => write!(out, "<{} object>", header.class().name()),
            _ => write!(out, "<{} {:#x}>", self.class().name(), self.bits()),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::int(value)
    }
}

impl From<usize> for Value {
    fn from(value: usize) -> Value {
        Int::from_usize(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Value {
        Value::float(value)
    }
}

impl<T: Payload> From<Ref<T>> for Value {
    #[inline(always)]
    fn from(object: Ref<T>) -> Value {
        object.into_value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_word() {
        assert_eq!(size_of::<Value>(), 8);
        assert_eq!(size_of::<Option<Value>>(), 8);
        assert_eq!(size_of::<Header>(), 16);
    }

    #[test]
    fn ordinary_floats_are_immediate_and_come_back() {
        for float in [0.0, -0.0, 1.0, -1.5, 0.1, 1e70, -1e-70, 3.5e-320] {
            let value = Value::immediate_float(float).expect("immediate");
            assert_eq!(value.immediate_float_value().to_bits(), float.to_bits());
            assert!(!value.is_object() && !value.is_small_int());
        }
        for float in [f64::INFINITY, f64::NAN, 1e300, 1e-100] {
            assert!(Value::immediate_float(float).is_none());
        }
    }

    #[test]
    fn integers_of_62_bits_are_immediate() {
        for int in [0, 1, -1, SMALLEST_INT, LARGEST_INT] {
            assert_eq!(Value::int(int).as_small_int(), Some(int));
        }
        assert!(Value::small_int(LARGEST_INT + 1).is_none());
    }
}
