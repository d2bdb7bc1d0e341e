//! Decoding UTF-16.

use super::{ByteOrder, Decoder, Error};

fn unit(bytes: &[u8], order: ByteOrder) -> Option<u32> {
    let bytes = *bytes.first_chunk::<2>()?;
    Some(u32::from(match order {
        ByteOrder::Little => u16::from_le_bytes(bytes),
        ByteOrder::Big => u16::from_be_bytes(bytes),
    }))
}

/// Takes the units before the next surrogate.
fn take_plain(decoder: &mut Decoder<'_>, order: ByteOrder) {
    let (units, _) = decoder.rest().as_chunks::<2>();
    decoder.output.reserve(units.len());
    for &bytes in units {
        let unit = match order {
            ByteOrder::Little => u16::from_le_bytes(bytes),
            ByteOrder::Big => u16::from_be_bytes(bytes),
        };
        if unit & 0xF800 == 0xD800 {
            return;
        }
        decoder.output.push(u32::from(unit));
        decoder.position += 2;
    }
}

pub(super) fn decode(decoder: &mut Decoder<'_>) -> Result<(), Error> {
    if decoder.order.is_none() && decoder.position == 0 {
        decoder.order = match decoder.input {
            [0xFF, 0xFE, ..] => Some(ByteOrder::Little),
            [0xFE, 0xFF, ..] => Some(ByteOrder::Big),
            _ => None,
        };
        if decoder.order.is_some() {
            decoder.position = 2;
        }
    }
    let order = decoder.order.unwrap_or(ByteOrder::Little);
    let error = |start, end, reason| {
        Err(Error {
            encoding: match order {
                ByteOrder::Little => "utf-16-le",
                ByteOrder::Big => "utf-16-be",
            },
            start,
            end,
            reason,
        })
    };
    loop {
        take_plain(decoder, order);
        let rest = decoder.rest();
        let start = decoder.position;
        let all = decoder.input.len();
        let Some(first) = unit(rest, order) else {
            if rest.is_empty() || !decoder.is_final {
                return Ok(());
            }
            return error(start, all, "truncated data");
        };
        let second = unit(&rest[2..], order);
        match (first, second) {
            (0xD800..0xDC00, None) if !decoder.is_final => return Ok(()),
            (0xD800..0xDC00, None) => return error(start, all, "unexpected end of data"),
            (0xD800..0xDC00, Some(second @ 0xDC00..0xE000)) => {
                let code_point = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                decoder.output.push(code_point);
                decoder.position += 4;
            }
            (0xD800..0xDC00, Some(_)) => {
                return error(start, start + 2, "illegal UTF-16 surrogate");
            }
            (0xDC00..0xE000, _) => return error(start, start + 2, "illegal encoding"),
            _ => {
                decoder.output.push(first);
                decoder.position += 2;
            }
        }
    }
}
