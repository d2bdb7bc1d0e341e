//! Decoding UTF-32.

use super::encoder::is_surrogate;
use super::{ByteOrder, Decoder, Error};

pub(super) fn decode(decoder: &mut Decoder<'_>) -> Result<(), Error> {
    if decoder.order.is_none() && decoder.position == 0 {
        decoder.order = match decoder.input {
            [0xFF, 0xFE, 0, 0, ..] => Some(ByteOrder::Little),
            [0, 0, 0xFE, 0xFF, ..] => Some(ByteOrder::Big),
            _ => None,
        };
        if decoder.order.is_some() {
            decoder.position = 4;
        }
    }
    let order = decoder.order.unwrap_or(ByteOrder::Little);
    loop {
        let rest = decoder.rest();
        let start = decoder.position;
        let (end, reason) = match rest.first_chunk::<4>() {
            None if rest.is_empty() || !decoder.is_final => return Ok(()),
            None => (decoder.input.len(), "truncated data"),
            Some(&bytes) => {
                let code_point = match order {
                    ByteOrder::Little => u32::from_le_bytes(bytes),
                    ByteOrder::Big => u32::from_be_bytes(bytes),
                };
                if is_surrogate(code_point) {
                    let reason = "code point in surrogate code point range(0xd800, 0xe000)";
                    (start + 4, reason)
                } else if code_point > 0x10_FFFF {
                    (start + 4, "code point not in range(0x110000)")
                } else {
                    decoder.output.push(code_point);
                    decoder.position += 4;
                    continue;
                }
            }
        };
        return Err(Error {
            encoding: match order {
                ByteOrder::Little => "utf-32-le",
                ByteOrder::Big => "utf-32-be",
            },
            start,
            end,
            reason,
        });
    }
}
