//! Values to bytes.

use super::{Format, StructError, to_half};
use crate::text::codecs::ByteOrder;

/// Puts the low bytes of a number in order.
fn put(value: u64, order: ByteOrder, place: &mut [u8]) {
    if order == ByteOrder::Little {
        match place {
            [byte] => return *byte = value as u8,
            [_, _] => return place.copy_from_slice(&(value as u16).to_le_bytes()),
            [_, _, _, _] => return place.copy_from_slice(&(value as u32).to_le_bytes()),
            [_, _, _, _, _, _, _, _] => return place.copy_from_slice(&value.to_le_bytes()),
            _ => {}
        }
    }
    let size = place.len().min(8);
    match order {
        ByteOrder::Little => place[..size].copy_from_slice(&value.to_le_bytes()[..size]),
        ByteOrder::Big => place[..size].copy_from_slice(&value.to_be_bytes()[8 - size..]),
    }
}

/// Puts an integer in its place, if it fits as integers of its format do.
#[inline]
pub fn pack_small(format: Format, value: i64, order: ByteOrder, place: &mut [u8]) -> bool {
    let Format::Integer { is_signed, .. } = format else {
        return false;
    };
    let unused = 64 - 8 * place.len().clamp(1, 8) as u32;
    let fits = match is_signed {
        true => value << unused >> unused == value,
        false => value >= 0 && (value as u64) << unused >> unused == value as u64,
    };
    if fits {
        put(value as u64, order, place);
    }
    fits
}

/// Puts an integer in its place, which has the size of its format. None stands for one beyond
/// 128 bits.
pub fn pack_integer(
    format: Format,
    value: Option<i128>,
    order: ByteOrder,
    place: &mut [u8],
) -> Result<(), StructError> {
    let bits = 8 * place.len().clamp(1, 8) as u32;
    let is_signed = |is_signed| match is_signed {
        true => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
        false => (0, (1_i128 << bits) - 1),
    };
    let (lowest, highest) = match format {
        Format::Integer {
            is_signed: signed, ..
        } => is_signed(signed),
        _ => (is_signed(true).0, is_signed(false).1),
    };
    if let Some(value) = value.filter(|value| (lowest..=highest).contains(value)) {
        put(value as u64, order, place);
        return Ok(());
    }
    let Format::Integer { letter, .. } = format else {
        return Err(StructError::new("int too large to convert"));
    };
    let letter = char::from(letter);
    let text = format!("'{letter}' format requires {lowest} <= number <= {highest}");
    Err(StructError::Struct(text.into()))
}

/// Puts a float in its place, which has the size of its format.
pub fn pack_float(
    format: Format,
    value: f64,
    order: ByteOrder,
    place: &mut [u8],
) -> Result<(), StructError> {
    let bits = match format {
        Format::Half => match to_half(value) {
            Some(half) => u64::from(half),
            None => {
                let message = "float too large to pack with e format";
                return Err(StructError::Overflow(message));
            }
        },
        Format::Float { is_native } => {
            let single = value as f32;
            if !is_native && single.is_infinite() && value.is_finite() {
                let message = "float too large to pack with f format";
                return Err(StructError::Overflow(message));
            }
            u64::from(single.to_bits())
        }
        _ => value.to_bits(),
    };
    put(bits, order, place);
    Ok(())
}

/// Puts a truth value in its place.
pub fn pack_bool(value: bool, place: &mut [u8]) {
    if let Some(byte) = place.first_mut() {
        *byte = u8::from(value);
    }
}

/// Puts bytes in their place: cut, or filled up with zeros.
pub fn pack_bytes(format: Format, bytes: &[u8], place: &mut [u8]) -> Result<(), StructError> {
    let fill = |bytes: &[u8], place: &mut [u8]| {
        let length = bytes.len().min(place.len());
        place[..length].copy_from_slice(&bytes[..length]);
        place[length..].fill(0);
    };
    match (format, place) {
        (Format::Character, place) if bytes.len() != 1 || place.is_empty() => {
            return Err(super::NOT_ONE_BYTE);
        }
        (Format::Pascal, [first, place @ ..]) => {
            let length = bytes.len().min(place.len());
            *first = u8::try_from(length).unwrap_or(u8::MAX);
            fill(&bytes[..length], place);
        }
        (_, place) => fill(bytes, place),
    }
    Ok(())
}
