//! Integers of any size: `i64` while they fit, without allocation, and `BigInt` beyond.

mod arithmetic;
mod bits;
mod bytes;
mod compare;
mod divisors;
mod float;
mod hash;
mod limbs;
mod parse;
mod power;
mod round;
mod text;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

pub use arithmetic::{
    absolute, add, divide, divide_small, floor_divide, floor_divide_small, modulo, modulo_small,
    multiply, negate, subtract, to_wide,
};
pub use bits::{
    and, bit_count, bit_length, exclusive_or, invert, or, shift_left, shift_right, trailing_zeros,
};
pub use bytes::{ByteOrder, from_bytes, show_few_bytes, to_bytes};
pub use compare::{compare, compare_with_float, equals_float};
pub use divisors::{gcd, lcm, square_root};
pub(crate) use float::frexp;
pub use float::{from_float, is_exact_as_float, to_float, true_divide};
pub use hash::{hash, hash_small};
pub use parse::{ParseError, parse, parse_bytes, parse_few_decimal_digits};
pub use power::{Power, modular_power, power};
pub use round::round_to_power_of_ten;
pub use text::{
    DEFAULT_DIGIT_LIMIT, LEAST_DIGIT_LIMIT, Radix, show_small, to_decimal, to_radix, write_small,
};

/// An integer that an operation has made. `Big` holds none that is an `i64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Integer {
    /// One of 64 bits.
    Small(i64),
    /// A larger one.
    Big(BigInt),
}

/// An integer that an operation reads.
#[derive(Clone, Copy, Debug)]
pub enum IntegerRef<'a> {
    /// One of 64 bits.
    Small(i64),
    /// A larger one. One of 64 bits does no harm here, except to speed.
    Big(&'a BigInt),
}

impl Integer {
    /// The same value, to read.
    #[inline]
    pub fn as_ref(&self) -> IntegerRef<'_> {
        match self {
            Integer::Small(value) => IntegerRef::Small(*value),
            Integer::Big(value) => IntegerRef::Big(value),
        }
    }
}

impl IntegerRef<'_> {
    /// The value, if it has 64 bits.
    #[inline]
    pub fn to_i64(self) -> Option<i64> {
        match self {
            IntegerRef::Small(value) => Some(value),
            IntegerRef::Big(value) => value.to_i64(),
        }
    }

    /// The same value, `Small` if it has 64 bits.
    #[inline]
    pub fn normalize(self) -> Self {
        match self.to_i64() {
            Some(value) => IntegerRef::Small(value),
            None => self,
        }
    }

    /// A copy of the value, as one of any size.
    pub fn to_big(self) -> BigInt {
        match self {
            IntegerRef::Small(value) => value.into(),
            IntegerRef::Big(value) => value.clone(),
        }
    }

    /// A copy of the value.
    pub fn to_owned(self) -> Integer {
        match self {
            IntegerRef::Small(value) => Integer::Small(value),
            IntegerRef::Big(value) => match value.to_i64() {
                Some(small) => Integer::Small(small),
                None => Integer::Big(value.clone()),
            },
        }
    }

    /// Whether it is less than zero.
    #[inline]
    pub fn is_negative(self) -> bool {
        match self {
            IntegerRef::Small(value) => value < 0,
            IntegerRef::Big(value) => value.is_negative(),
        }
    }

    /// Whether it is zero.
    #[inline]
    pub fn is_zero(self) -> bool {
        self.to_i64() == Some(0)
    }
}

impl From<i64> for Integer {
    #[inline]
    fn from(value: i64) -> Integer {
        Integer::Small(value)
    }
}

impl From<u64> for Integer {
    fn from(value: u64) -> Integer {
        match i64::try_from(value) {
            Ok(small) => Integer::Small(small),
            Err(_) => Integer::Big(value.into()),
        }
    }
}

impl From<i128> for Integer {
    fn from(value: i128) -> Integer {
        match i64::try_from(value) {
            Ok(small) => Integer::Small(small),
            Err(_) => Integer::Big(value.into()),
        }
    }
}

impl From<BigInt> for Integer {
    fn from(value: BigInt) -> Integer {
        match value.to_i64() {
            Some(small) => Integer::Small(small),
            None => Integer::Big(value),
        }
    }
}

impl From<i64> for IntegerRef<'_> {
    #[inline]
    fn from(value: i64) -> Self {
        IntegerRef::Small(value)
    }
}

impl<'a> From<&'a BigInt> for IntegerRef<'a> {
    #[inline]
    fn from(value: &'a BigInt) -> Self {
        IntegerRef::Big(value)
    }
}
