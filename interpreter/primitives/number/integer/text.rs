//! Integers as text: decimal, and in the powers of two.

use num_bigint::BigInt;
use num_traits::Signed;

use super::{IntegerRef, limbs};
use crate::number::NumberError;

/// `sys.int_info.default_max_str_digits`: how many digits a conversion between integers and
/// decimal text may have, unless `sys.set_int_max_str_digits` says otherwise.
pub const DEFAULT_DIGIT_LIMIT: usize = 4300;

/// `sys.int_info.str_digits_check_threshold`: no limit may be lower, except for none, 0.
pub const LEAST_DIGIT_LIMIT: usize = 640;

/// The notations of `bin`, `oct` and `hex`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Radix {
    /// With the prefix `0b`.
    Binary,
    /// With the prefix `0o`.
    Octal,
    /// With the prefix `0x`.
    Hexadecimal,
}

impl Radix {
    /// The number of its digits.
    pub fn number(self) -> u32 {
        match self {
            Radix::Binary => 2,
            Radix::Octal => 8,
            Radix::Hexadecimal => 16,
        }
    }

    /// What stands before its digits.
    pub fn prefix(self) -> &'static str {
        match self {
            Radix::Binary => "0b",
            Radix::Octal => "0o",
            Radix::Hexadecimal => "0x",
        }
    }
}

/// `str(value)`. More than `limit` digits are an error, if the limit is not 0.
pub fn to_decimal(value: IntegerRef<'_>, limit: usize) -> Result<String, NumberError> {
    match value {
        IntegerRef::Small(value) => {
            let mut text = String::with_capacity(20);
            write_small(value, &mut text);
            Ok(text)
        }
        IntegerRef::Big(value) => big_to_decimal(value, limit),
    }
}

fn big_to_decimal(value: &BigInt, limit: usize) -> Result<String, NumberError> {
    // This spares the conversion, whose cost grows faster than the length, where the number is
    // too long.
    if limit != 0 && least_digits(value.bits()) > limit as u64 {
        return Err(too_many_digits(limit));
    }
    let text = limbs::to_decimal(IntegerRef::Big(value)).unwrap_or_else(|| value.to_string());
    let digits = text.len() - usize::from(value.is_negative());
    if limit != 0 && digits > limit {
        return Err(too_many_digits(limit));
    }
    Ok(text)
}

/// How many decimal digits a number of this many bits has at least.
fn least_digits(bits: u64) -> u64 {
    /// The logarithm of 2 to the base 10, rounded down to 17 digits.
    const LOGARITHM: u128 = 30_102_999_566_398_119;
    const SCALE: u128 = 100_000_000_000_000_000;
    (u128::from(bits.saturating_sub(1)) * LOGARITHM / SCALE) as u64 + 1
}

fn too_many_digits(limit: usize) -> NumberError {
    NumberError::Value(
        format!(
            "Exceeds the limit ({limit} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        )
        .into(),
    )
}

/// Appends `str(value)`.
pub fn write_small(value: i64, out: &mut String) {
    show_small(value, |text| out.push_str(text));
}

/// Shows `str(value)`.
#[inline]
pub fn show_small<T>(value: i64, show: impl FnOnce(&str) -> T) -> T {
    const PAIRS: &[u8; 200] = b"\
        0001020304050607080910111213141516171819202122232425262728293031323334353637383940\
        4142434445464748495051525354555657585960616263646566676869707172737475767778798081\
        828384858687888990919293949596979899";
    let mut digits = [0; 20];
    let mut first = digits.len();
    let mut rest = value.unsigned_abs();
    while rest >= 100 {
        let pair = (rest % 100) as usize * 2;
        rest /= 100;
        first -= 2;
        digits[first..first + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if rest >= 10 {
        let pair = rest as usize * 2;
        first -= 2;
        digits[first..first + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    } else {
        first -= 1;
        digits[first] = b'0' + rest as u8;
    }
    if value < 0 {
        first -= 1;
        digits[first] = b'-';
    }
    show(str::from_utf8(&digits[first..]).unwrap_or_default())
}

/// The digits in lower case, behind the sign and, if asked for, the prefix.
pub fn to_radix(value: IntegerRef<'_>, radix: Radix, has_prefix: bool) -> String {
    let digits = match value {
        IntegerRef::Small(value) => small_digits(value.unsigned_abs(), radix),
        IntegerRef::Big(value) => value.magnitude().to_str_radix(radix.number()),
    };
    let mut text = String::with_capacity(digits.len() + 3);
    if value.is_negative() {
        text.push('-');
    }
    if has_prefix {
        text.push_str(radix.prefix());
    }
    text.push_str(&digits);
    text
}

fn small_digits(size: u64, radix: Radix) -> String {
    match radix {
        Radix::Binary => format!("{size:b}"),
        Radix::Octal => format!("{size:o}"),
        Radix::Hexadecimal => format!("{size:x}"),
    }
}
