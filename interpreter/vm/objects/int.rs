//! The payload of integers that are not immediate. Methods and arithmetic: `int_type`.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use primitives::number::integer;

use super::heap::Ref;
use super::types::Type;
use super::value::Value;
use crate::payload;

pub use super::int_type::INT;

/// The number in a value that is an `int`.
pub use primitives::number::integer::IntegerRef as Integer;

/// The payload of an integer outside 62 bits, or of an instance of a subclass of `int`.
pub struct Int(BigInt);

payload!(Int, INT);

impl Int {
    /// The number.
    pub fn number(&self) -> &BigInt {
        &self.0
    }

    /// An object for a number that is not immediate.
    #[cold]
    #[inline(never)]
    pub fn boxed_i64(value: i64) -> Value {
        Ref::new(Int(value.into())).into()
    }

    /// The integer.
    pub fn from_usize(value: usize) -> Value {
        match i64::try_from(value) {
            Ok(value) => Value::int(value),
            Err(_) => Int::from_big(value.into()),
        }
    }

    /// The integer: immediate where it fits.
    pub fn from_big(number: BigInt) -> Value {
        match number.to_i64().and_then(Value::small_int) {
            Some(value) => value,
            None => Ref::new(Int(number)).into(),
        }
    }

    /// The integer: immediate where it fits.
    #[inline]
    pub fn from_wide(number: i128) -> Value {
        match i64::try_from(number).ok().and_then(Value::small_int) {
            Some(value) => value,
            None => {
                // One digit is more common than two, and made faster.
                let number = || match u64::try_from(number) {
                    Ok(digit) => Int(digit.into()),
                    Err(_) => Int(number.into()),
                };
                Ref::make(INT.as_ref(), number, 0, |_| ()).into()
            }
        }
    }

    /// The result of an operation on integers.
    #[inline(always)]
    pub fn from_integer(number: integer::Integer) -> Value {
        match number {
            integer::Integer::Small(value) => Value::int(value),
            integer::Integer::Big(value) => Int::from_big(value),
        }
    }

    /// An instance of a subclass of `int`.
    pub fn of_class(class: &Ref<Type>, number: BigInt) -> Value {
        if class.is(&INT) {
            return Int::from_big(number);
        }
        Ref::with_class(class, Int(number)).into()
    }
}

impl Value {
    /// The number, if this is an int, a bool or an instance of a subclass of int.
    #[inline]
    pub fn as_integer(&self) -> Option<Integer<'_>> {
        if let Some(value) = self.as_small_int() {
            return Some(Integer::Small(value));
        }
        if let Some(value) = self.as_bool() {
            return Some(Integer::Small(value.into()));
        }
        self.downcast::<Int>().map(|int| Integer::Big(&int.0))
    }

    /// The number of an int, bool or instance of a subclass of int, if it fits an `i64`.
    #[inline]
    pub fn as_i64(&self) -> Option<i64> {
        self.as_integer()?.to_i64()
    }

    /// Whether this is an int, a bool or an instance of a subclass of int.
    pub fn is_int(&self) -> bool {
        self.as_integer().is_some()
    }
}
