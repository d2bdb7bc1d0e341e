//! Encodings of single bytes, as tables of characters.

use std::sync::{LazyLock, OnceLock};

use unicode::encodings::{UNDEFINED, single_bytes};

use super::{Decoder, Error};
use crate::text::wtf8::Wtf8;

const NOTHING: u32 = UNDEFINED as u32;

/// The characters of up to 256 bytes, and the bytes of the characters.
#[derive(Clone, Debug)]
pub struct Charmap {
    decoding: Vec<u32>,
    /// The bytes of code points below 256.
    low: [Option<u8>; 256],
    /// The other code points in order, with their bytes.
    high: Vec<(u32, u8)>,
}

impl Charmap {
    /// The table in which each code point of the text stands for its index; U+FFFE stands for
    /// none. Where a code point is there twice, it is encoded as the last.
    pub fn new(characters: &Wtf8) -> Self {
        let decoding: Vec<u32> = characters.code_points().collect();
        let mut low = [None; 256];
        let mut high = Vec::new();
        for (byte, &code_point) in (0..=255).zip(&decoding) {
            match low.get_mut(code_point as usize) {
                Some(place) => *place = Some(byte),
                None if code_point != NOTHING => high.push((code_point, byte)),
                None => {}
            }
        }
        high.sort();
        Self {
            decoding,
            low,
            high,
        }
    }

    /// The byte of a code point.
    #[inline]
    pub fn byte(&self, code_point: u32) -> Option<u8> {
        match self.low.get(code_point as usize) {
            Some(byte) => *byte,
            None => {
                let behind = self.high.partition_point(|entry| entry.0 <= code_point);
                let &(found, byte) = self.high.get(behind.checked_sub(1)?)?;
                (found == code_point).then_some(byte)
            }
        }
    }

    /// The code point of a byte.
    #[inline]
    pub fn code_point(&self, byte: u8) -> Option<u32> {
        let found = self.decoding.get(usize::from(byte)).copied();
        found.filter(|&code_point| code_point != NOTHING)
    }

    pub(super) fn decode(&self, decoder: &mut Decoder<'_>) -> Result<(), Error> {
        for &byte in decoder.rest() {
            let Some(code_point) = self.code_point(byte) else {
                return Err(Error {
                    encoding: "charmap",
                    start: decoder.position,
                    end: decoder.position + 1,
                    reason: "character maps to <undefined>",
                });
            };
            decoder.output.push(code_point);
            decoder.position += 1;
        }
        Ok(())
    }
}

/// The table of the encoding with this name, made at its first use.
pub(super) fn table(name: &str) -> Option<&'static Charmap> {
    static TABLES: LazyLock<Vec<OnceLock<Charmap>>> =
        LazyLock::new(|| single_bytes().iter().map(|_| OnceLock::new()).collect());
    let index = single_bytes().binary_search_by(|&(known, _)| known.cmp(name));
    let index = index.ok()?;
    let characters = single_bytes().get(index)?.1;
    let made = TABLES.get(index)?.get_or_init(|| {
        // Tables are of the upper half where the lower one is ASCII.
        let is_half = characters.chars().count() == 128;
        let ascii = (0..if is_half { 0x80 } else { 0 }).map(char::from);
        let all: String = ascii.chain(characters.chars()).collect();
        Charmap::new(Wtf8::new(&all))
    });
    Some(made)
}
