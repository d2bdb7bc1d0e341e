//! `replace` and `translate`.

use std::borrow::Cow;

use crate::text::bytes;
use crate::text::size::SizeError;
use crate::text::view::Text;
use crate::text::wtf8::{Wtf8, Wtf8Buf};

/// In a table of bytes: the byte becomes no other byte of ASCII, or it is not known yet.
const OTHER: u8 = 0xFF;

/// What `str.translate` does with a code point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translation {
    /// The table has no entry.
    Keep,
    /// The entry is None.
    Delete,
    /// The entry is a number or a string of one code point.
    One(u32),
    /// The entry is a string.
    Several(Wtf8Buf),
}

impl<'a> Text<'a> {
    /// Replaces the first so many `old` by `new`, or all of them without a limit. Borrows the
    /// whole if there is nothing to replace.
    pub fn replace(
        self,
        old: &Wtf8,
        new: &Wtf8,
        limit: Option<usize>,
    ) -> Result<Cow<'a, Wtf8>, SizeError> {
        let replaced = if old.is_empty() && !self.is_ascii() && limit != Some(0) {
            let text = self.as_bytes();
            let starts = (0..text.len()).filter(|&place| text[place] & 0xC0 != 0x80);
            let places = starts.chain([text.len()]);
            if new.is_empty() {
                return Ok(Cow::Borrowed(self.value()));
            }
            bytes::interleave(text, new.as_bytes(), limit.unwrap_or(usize::MAX), places)
        } else {
            bytes::replace(self.as_bytes(), old.as_bytes(), new.as_bytes(), limit)
        };
        match replaced {
            Ok(Cow::Borrowed(_)) => Ok(Cow::Borrowed(self.value())),
            Ok(Cow::Owned(bytes)) => Ok(Cow::Owned(Wtf8Buf::from_bytes_trusted(bytes))),
            Err(SizeError::Overflow(_)) => Err(SizeError::Overflow("replace string is too long")),
            Err(SizeError::Memory) => Err(SizeError::Memory),
        }
    }

    /// Maps each code point by the answer of the function. Answers for ASCII are asked for once.
    pub fn translate<E>(
        self,
        mut table: impl FnMut(u32) -> Result<Translation, E>,
    ) -> Result<Wtf8Buf, E> {
        let mut found = Wtf8Buf::with_capacity(self.value().len());
        let mut known: [Option<Translation>; 128] = [const { None }; 128];
        // The bytes that become one byte, as far as that is known.
        let mut simple = [OTHER; 256];
        let mut rest = self.as_bytes();
        loop {
            let is_simple = |byte: &&u8| simple[usize::from(**byte)] != OTHER;
            let length = rest.iter().take_while(is_simple).count();
            let (plain, behind) = rest.split_at(length);
            found.extend_bytes_trusted(plain.iter().map(|&byte| simple[usize::from(byte)]));
            let mut code_points = Wtf8::from_bytes_trusted(behind).code_points();
            let Some(code_point) = code_points.next() else {
                return Ok(found);
            };
            rest = code_points.as_bytes();
            let asked;
            let translation = match known.get_mut(code_point as usize) {
                Some(Some(known)) => &*known,
                Some(unknown) => unknown.insert(table(code_point)?),
                None => {
                    asked = table(code_point)?;
                    &asked
                }
            };
            if code_point < 0x80 {
                match translation {
                    Translation::Keep => simple[code_point as usize] = code_point as u8,
                    Translation::One(other @ 0..0x80) => {
                        simple[code_point as usize] = *other as u8;
                    }
                    _ => {}
                }
            }
            match translation {
                Translation::Keep => found.push(code_point),
                Translation::Delete => {}
                Translation::One(other) => found.push(*other),
                Translation::Several(text) => found.push_wtf8(text),
            }
        }
    }
}
