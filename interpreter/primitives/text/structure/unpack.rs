//! Bytes to values.

use super::{Format, Layout, from_half};
use crate::text::codecs::ByteOrder;

/// A value that was unpacked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A number with a sign.
    Signed(i64),
    /// A number without a sign.
    Unsigned(u64),
    /// A float.
    Float(f64),
    /// A truth value.
    Bool(bool),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// The number in up to eight bytes.
fn number(bytes: &[u8], order: ByteOrder) -> u64 {
    if order == ByteOrder::Little {
        match bytes {
            [byte] => return (*byte).into(),
            &[a, b] => return u16::from_le_bytes([a, b]).into(),
            &[a, b, c, d] => return u32::from_le_bytes([a, b, c, d]).into(),
            &[a, b, c, d, e, f, g, h] => return u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            _ => {}
        }
    }
    let push = |value: u64, &byte: &u8| value << 8 | u64::from(byte);
    match order {
        ByteOrder::Little => bytes.iter().rev().fold(0, push),
        ByteOrder::Big => bytes.iter().fold(0, push),
    }
}

fn value(format: Format, bytes: &[u8], order: ByteOrder) -> Value<'_> {
    match format {
        Format::Character | Format::Bytes => Value::Bytes(bytes),
        Format::Pascal => {
            let (&length, rest) = bytes.split_first().unwrap_or((&0, &[]));
            Value::Bytes(&rest[..rest.len().min(usize::from(length))])
        }
        Format::Bool => Value::Bool(bytes.iter().any(|&byte| byte != 0)),
        Format::Pointer => Value::Unsigned(number(bytes, order)),
        Format::Integer { is_signed, .. } => {
            let found = number(bytes, order);
            if !is_signed {
                return Value::Unsigned(found);
            }
            let unused = 64 - 8 * bytes.len().clamp(1, 8) as u32;
            Value::Signed((found << unused) as i64 >> unused)
        }
        Format::Half => Value::Float(from_half(number(bytes, order) as u16)),
        Format::Float { .. } => {
            let bits = number(bytes, order) as u32;
            Value::Float(f64::from(f32::from_bits(bits)))
        }
        Format::Double => Value::Float(f64::from_bits(number(bytes, order))),
    }
}

impl Layout {
    /// The values in bytes, of which there are at least as many as the layout has.
    pub fn unpack<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = Value<'a>> + 'a {
        self.fields().map(move |(format, offset, size)| {
            let found = bytes.get(offset..offset + size).unwrap_or_default();
            value(format, found, self.order)
        })
    }
}
