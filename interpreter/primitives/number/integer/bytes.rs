//! Integers as bytes, `int.to_bytes` and `int.from_bytes`.

use num_bigint::{BigInt, Sign};
use num_traits::Signed;

use super::{Integer, IntegerRef, limbs};
use crate::number::NumberError;
use crate::number::error::check_memory;

/// Which byte comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The most significant one.
    Big,
    /// The least significant one.
    Little,
}

/// The integer in `length` bytes, in two's complement if it may have a sign.
pub fn to_bytes(
    value: IntegerRef<'_>,
    length: usize,
    order: ByteOrder,
    is_signed: bool,
) -> Result<Vec<u8>, NumberError> {
    const TOO_BIG: NumberError = NumberError::overflow("int too big to convert");
    if value.is_negative() && !is_signed {
        return Err(NumberError::overflow(
            "can't convert negative int to unsigned",
        ));
    }
    if length == 0 && matches!(value.to_i64(), Some(0 | -1)) {
        return Ok(Vec::new());
    }
    check_memory(length as u64)?;
    let mut bytes = match value {
        IntegerRef::Small(value) => value.to_le_bytes().to_vec(),
        IntegerRef::Big(value) => value.to_signed_bytes_le(),
    };
    let sign = if value.is_negative() { 0xFF } else { 0 };
    while bytes.len() > length && bytes.last() == Some(&sign) {
        bytes.pop();
    }
    if bytes.len() > length {
        return Err(TOO_BIG);
    }
    bytes.resize(length, sign);
    // The topmost bit is the sign's.
    let top_bit = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
    if is_signed && top_bit != value.is_negative() {
        return Err(TOO_BIG);
    }
    if order == ByteOrder::Big {
        bytes.reverse();
    }
    Ok(bytes)
}

/// Shows the integer in `length` bytes, where that takes little; `None` where it does not, or
/// where the integer does not fit.
pub fn show_few_bytes<T>(
    value: IntegerRef<'_>,
    length: usize,
    order: ByteOrder,
    is_signed: bool,
    show: impl FnOnce(&[u8]) -> T,
) -> Option<T> {
    match value {
        IntegerRef::Small(value) => {
            let bytes = small_to_bytes(value, length, order, is_signed)?;
            Some(show(&bytes[..length]))
        }
        IntegerRef::Big(value) => {
            const MOST: usize = 64;
            let bits = value.bits() + u64::from(is_signed);
            if value.is_negative() || bits > 8 * length as u64 || length > MOST {
                return None;
            }
            let mut bytes = [0; MOST];
            for (place, digit) in bytes.chunks_exact_mut(8).zip(value.iter_u64_digits()) {
                place.copy_from_slice(&digit.to_le_bytes());
            }
            let bytes = &mut bytes[..length];
            if order == ByteOrder::Big {
                bytes.reverse();
            }
            Some(show(bytes))
        }
    }
}

fn small_to_bytes(value: i64, length: usize, order: ByteOrder, is_signed: bool) -> Option<[u8; 8]> {
    let bits = match length {
        1..=8 => 8 * length as u32,
        _ => return None,
    };
    let fits = match is_signed {
        true => (value << (64 - bits)) >> (64 - bits) == value,
        false => value >= 0 && (bits == 64 || value >> bits == 0),
    };
    let bytes = match order {
        ByteOrder::Little => value.to_le_bytes(),
        ByteOrder::Big => (value << (64 - bits)).to_be_bytes(),
    };
    fits.then_some(bytes)
}

/// The integer that the bytes hold, in two's complement if it may have a sign.
pub fn from_bytes(bytes: &[u8], order: ByteOrder, is_signed: bool) -> Integer {
    if bytes.len() <= 8 {
        return small_from_bytes(bytes, order, is_signed);
    }
    if !is_signed && let Some(value) = limbs::from_bytes(bytes, order) {
        return value;
    }
    let value = match (order, is_signed) {
        (ByteOrder::Big, true) => BigInt::from_signed_bytes_be(bytes),
        (ByteOrder::Little, true) => BigInt::from_signed_bytes_le(bytes),
        (ByteOrder::Big, false) => BigInt::from_bytes_be(Sign::Plus, bytes),
        (ByteOrder::Little, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
    };
    debug_assert!(is_signed || !value.is_negative());
    value.into()
}

fn small_from_bytes(bytes: &[u8], order: ByteOrder, is_signed: bool) -> Integer {
    let append = |value: u64, &byte: &u8| value << 8 | u64::from(byte);
    let value = match order {
        ByteOrder::Big => bytes.iter().fold(0, append),
        ByteOrder::Little => bytes.iter().rev().fold(0, append),
    };
    if !is_signed || bytes.is_empty() {
        return value.into();
    }
    let unused = 64 - 8 * bytes.len() as u32;
    Integer::Small((value << unused).cast_signed() >> unused)
}
