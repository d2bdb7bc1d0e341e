//! Decoding ASCII and Latin-1.

use super::{Decoder, Error};

/// How many bytes of ASCII there are at the start.
pub(super) fn ascii_length(bytes: &[u8]) -> usize {
    let whole = bytes.chunks(64).take_while(|chunk| chunk.is_ascii());
    let passed: usize = whole.map(<[u8]>::len).sum();
    let rest = &bytes[passed..];
    let more = rest.iter().take_while(|byte| byte.is_ascii()).count();
    passed + more
}

pub(super) fn decode_ascii(decoder: &mut Decoder<'_>) -> Result<(), Error> {
    let rest = decoder.rest();
    let valid = ascii_length(rest);
    decoder.output.push_bytes_trusted(&rest[..valid]);
    decoder.position += valid;
    if valid == rest.len() {
        return Ok(());
    }
    Err(Error {
        encoding: "ascii",
        start: decoder.position,
        end: decoder.position + 1,
        reason: "ordinal not in range(128)",
    })
}

pub(super) fn decode_latin1(decoder: &mut Decoder<'_>) {
    let mut rest = decoder.rest();
    while !rest.is_empty() {
        let (plain, behind) = rest.split_at(ascii_length(rest));
        decoder.output.push_bytes_trusted(plain);
        rest = behind;
        while let Some((&byte, behind)) = rest.split_first()
            && !byte.is_ascii()
        {
            decoder.output.push(u32::from(byte));
            rest = behind;
        }
    }
    decoder.position = decoder.input.len();
}
