//! Decoding UTF-8.

use super::{Decoder, Error};

pub(super) fn decode(decoder: &mut Decoder<'_>) -> Result<(), Error> {
    let rest = decoder.rest();
    if rest.is_ascii() {
        decoder.output.push_bytes_trusted(rest);
        decoder.position = decoder.input.len();
        return Ok(());
    }
    let invalid = match std::str::from_utf8(rest) {
        Ok(text) => {
            decoder.output.push_str(text);
            decoder.position = decoder.input.len();
            return Ok(());
        }
        Err(invalid) => invalid,
    };
    let (valid, rest) = rest.split_at(invalid.valid_up_to());
    decoder.output.push_bytes_trusted(valid);
    decoder.position += valid.len();
    let start = decoder.position;
    let (length, reason) = match (invalid.error_len(), rest.first()) {
        (None, _) if !decoder.is_final => return Ok(()),
        // Half of a surrogate may become a whole one, which handlers know.
        (Some(1), _) if !decoder.is_final && matches!(rest, [0xED, 0xA0..=0xBF]) => {
            return Ok(());
        }
        (None, _) => (rest.len(), "unexpected end of data"),
        (Some(length), Some(0xC2..=0xF4)) => (length, "invalid continuation byte"),
        (Some(length), _) => (length, "invalid start byte"),
    };
    Err(Error {
        encoding: "utf-8",
        start,
        end: start + length,
        reason,
    })
}
