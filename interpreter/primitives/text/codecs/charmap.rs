//! Encodings of single bytes, as tables of characters.

use std::sync::{LazyLock, OnceLock};

use unicode::encodings::{UNDEFINED, single_bytes};

use super::single_byte::ascii_length;
use super::{Decoder, Error};
use crate::text::wtf8::Wtf8;

const NOTHING: u32 = UNDEFINED as u32;

/// In a page: no byte.
const NO_BYTE: u16 = 0x100;

/// The characters of up to 256 bytes, and the bytes of the characters.
#[derive(Clone, Debug)]
pub struct Charmap {
    decoding: Vec<u32>,
    /// The bytes of 256 code points each.
    pages: Vec<[u16; 256]>,
    /// The page of each 256 code points. The first page is empty.
    page_numbers: Vec<u8>,
    is_ascii_compatible: bool,
}

impl Charmap {
    /// The table in which each code point of the text stands for its index; U+FFFE stands for
    /// none. Where a code point is there twice, it is encoded as the last.
    pub fn new(characters: &Wtf8) -> Self {
        let decoding: Vec<u32> = characters.code_points().take(256).collect();
        let mut pages = vec![[NO_BYTE; 256]];
        let mut page_numbers = vec![0; 0x1100];
        for (byte, &code_point) in (0..).zip(&decoding) {
            let Some(number) = page_numbers.get_mut(code_point as usize >> 8) else {
                continue;
            };
            if code_point == NOTHING {
                continue;
            }
            if *number == 0 && pages.len() < 256 {
                *number = pages.len() as u8;
                pages.push([NO_BYTE; 256]);
            }
            pages[usize::from(*number)][code_point as usize & 0xFF] = byte;
        }
        let is_ascii_compatible = decoding.len() >= 0x80
            && decoding
                .iter()
                .zip(0..0x80)
                .all(|(&found, byte)| found == byte);
        Self {
            decoding,
            pages,
            page_numbers,
            is_ascii_compatible,
        }
    }

    /// The byte of a code point.
    #[inline]
    pub fn byte(&self, code_point: u32) -> Option<u8> {
        let number = *self.page_numbers.get(code_point as usize >> 8)?;
        let found = self.pages[usize::from(number)][code_point as usize & 0xFF];
        u8::try_from(found).ok()
    }

    /// The code point of a byte.
    #[inline]
    pub fn code_point(&self, byte: u8) -> Option<u32> {
        let found = self.decoding.get(usize::from(byte)).copied();
        found.filter(|&code_point| code_point != NOTHING)
    }

    pub(super) fn decode(&self, decoder: &mut Decoder<'_>) -> Result<(), Error> {
        if self.is_ascii_compatible {
            let rest = decoder.rest();
            let plain = &rest[..ascii_length(rest)];
            decoder.output.push_bytes_trusted(plain);
            decoder.position += plain.len();
        }
        let rest = decoder.rest();
        decoder.output.reserve(2 * rest.len());
        let mut decoded = 0;
        for &byte in rest {
            let Some(code_point) = self.code_point(byte) else {
                break;
            };
            decoder.output.push(code_point);
            decoded += 1;
        }
        decoder.position += decoded;
        if decoded == rest.len() {
            return Ok(());
        }
        Err(Error {
            encoding: "charmap",
            start: decoder.position,
            end: decoder.position + 1,
            reason: "character maps to <undefined>",
        })
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
