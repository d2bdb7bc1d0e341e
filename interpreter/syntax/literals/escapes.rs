//! Escape sequences in strings and bytes.

use bumpalo::Bump;
use bumpalo::collections::Vec;
use memchr::memchr;

/// A text without its escapes.
pub(super) struct Decoded<'a> {
    pub value: &'a [u8],
    /// The first escape that means nothing, or an octal one above `\377`.
    pub invalid_escape: Option<InvalidEscape>,
}

/// Where the character stands that follows the backslash: a byte offset, at an ASCII
/// character.
pub(super) struct InvalidEscape {
    pub at: usize,
}

/// Decodes the text of a string. Fails with the message of CPython's decoder.
pub(super) fn decode_text<'a>(arena: &'a Bump, text: &str) -> Result<Decoded<'a>, String> {
    let mut decoder = Decoder::new(arena, text);
    while decoder.copy_to_backslash() {
        decoder.text_escape()?;
    }
    Ok(decoder.finish())
}

/// Decodes the text of a bytes object, which is ASCII. Fails with CPython's message.
pub(super) fn decode_bytes<'a>(arena: &'a Bump, text: &str) -> Result<Decoded<'a>, String> {
    let mut decoder = Decoder::new(arena, text);
    while decoder.copy_to_backslash() {
        decoder.bytes_escape()?;
    }
    Ok(decoder.finish())
}

struct Decoder<'t, 'a> {
    text: &'t str,
    bytes: &'t [u8],
    /// The byte offset of what comes next.
    index: usize,
    value: Vec<'a, u8>,
    invalid: Option<InvalidEscape>,
}

impl<'t, 'a> Decoder<'t, 'a> {
    fn new(arena: &'a Bump, text: &'t str) -> Self {
        Decoder {
            text,
            bytes: text.as_bytes(),
            index: 0,
            value: Vec::with_capacity_in(text.len(), arena),
            invalid: None,
        }
    }

    fn finish(self) -> Decoded<'a> {
        Decoded {
            value: self.value.into_bump_slice(),
            invalid_escape: self.invalid,
        }
    }

    /// Copies what stands before the next backslash, and passes that. Whether there was one.
    fn copy_to_backslash(&mut self) -> bool {
        let rest = &self.bytes[self.index..];
        let found = memchr(b'\\', rest);
        let length = found.unwrap_or(rest.len());
        self.value.extend_from_slice(&rest[..length]);
        self.index += length + usize::from(found.is_some());
        found.is_some()
    }

    /// An escape in a string, whose backslash has been passed.
    fn text_escape(&mut self) -> Result<(), String> {
        let backslash = self.index - 1;
        match self.bytes.get(self.index).copied() {
            // A backslash before a character that is not ASCII stands for itself.
            None | Some(0x80..) => self.value.push(b'\\'),
            Some(b'x') => self.hexadecimal(backslash, 2, "truncated \\xXX escape")?,
            Some(b'u') => self.hexadecimal(backslash, 4, "truncated \\uXXXX escape")?,
            Some(b'U') => self.hexadecimal(backslash, 8, "truncated \\UXXXXXXXX escape")?,
            Some(b'N') => self.named(backslash)?,
            Some(b'0'..=b'7') => {
                let code = self.octal();
                self.push_code_point(code);
            }
            Some(byte) => self.simple(byte),
        }
        Ok(())
    }

    /// An escape in a bytes object, whose backslash has been passed.
    fn bytes_escape(&mut self) -> Result<(), String> {
        let backslash = self.index - 1;
        match self.bytes.get(self.index).copied() {
            None => return Err("Trailing \\ in string".to_string()),
            Some(b'x') => {
                let digits = self.bytes.get(self.index + 1..self.index + 3);
                let value = digits.and_then(|digits| {
                    Some(hexadecimal_digit(digits[0])? * 16 + hexadecimal_digit(digits[1])?)
                });
                let Some(value) = value else {
                    return Err(format!("invalid \\x escape at position {backslash}"));
                };
                self.value.push(value as u8);
                self.index += 3;
            }
            Some(b'0'..=b'7') => {
                let code = self.octal();
                self.value.push(code as u8);
            }
            Some(byte) => self.simple(byte),
        }
        Ok(())
    }

    /// A backslash and one character that need nothing else.
    fn simple(&mut self, byte: u8) {
        let value = match byte {
            b'\n' => None,
            b'\\' | b'\'' | b'"' => Some(byte),
            b'a' => Some(b'\x07'),
            b'b' => Some(b'\x08'),
            b'f' => Some(b'\x0C'),
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'v' => Some(b'\x0B'),
            _ => {
                self.note_invalid(self.index);
                self.value.push(b'\\');
                Some(byte)
            }
        };
        self.value.extend(value);
        self.index += 1;
    }

    fn note_invalid(&mut self, at: usize) {
        self.invalid.get_or_insert(InvalidEscape { at });
    }

    /// Up to three octal digits.
    fn octal(&mut self) -> u32 {
        let start = self.index;
        let mut code = 0;
        for &digit in self.bytes[start..].iter().take(3) {
            if !(b'0'..=b'7').contains(&digit) {
                break;
            }
            code = code * 8 + u32::from(digit - b'0');
            self.index += 1;
        }
        if code > 0o377 {
            self.note_invalid(start);
        }
        code
    }

    /// `\x`, `\u` or `\U` and as many digits as it takes.
    fn hexadecimal(
        &mut self,
        backslash: usize,
        digits: usize,
        message: &str,
    ) -> Result<(), String> {
        self.index += 1;
        let mut code = 0;
        for _ in 0..digits {
            let digit = self
                .bytes
                .get(self.index)
                .copied()
                .and_then(hexadecimal_digit);
            let Some(digit) = digit else {
                return Err(self.error(backslash, self.index, message));
            };
            code = code << 4 | digit;
            self.index += 1;
        }
        if code > u32::from(char::MAX) {
            return Err(self.error(backslash, self.index, "illegal Unicode character"));
        }
        self.push_code_point(code);
        Ok(())
    }

    /// `\N{name}`.
    fn named(&mut self, backslash: usize) -> Result<(), String> {
        const MALFORMED: &str = "malformed \\N character escape";
        let brace = self.index + 1;
        if self.bytes.get(brace) != Some(&b'{') {
            return Err(self.error(backslash, brace, MALFORMED));
        }
        let start = brace + 1;
        let Some(length) = memchr(b'}', &self.bytes[start..]) else {
            return Err(self.error(backslash, self.bytes.len(), MALFORMED));
        };
        let end = start + length;
        if length == 0 {
            return Err(self.error(backslash, end, MALFORMED));
        }
        let Some(character) = unicode::character_by_name(&self.text[start..end]) else {
            return Err(self.error(backslash, end + 1, "unknown Unicode character name"));
        };
        self.push_code_point(u32::from(character));
        self.index = end + 1;
        Ok(())
    }

    fn push_code_point(&mut self, code: u32) {
        match char::from_u32(code) {
            Some(character) => {
                let mut buffer = [0; 4];
                self.value
                    .extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
            }
            None => self.value.extend_from_slice(&[
                0xE0 | (code >> 12) as u8,
                0x80 | (code >> 6 & 0x3F) as u8,
                0x80 | (code & 0x3F) as u8,
            ]),
        }
    }

    /// The decoder's error about the bytes from `start` to `end`, of which there are always
    /// two or more.
    fn error(&self, start: usize, end: usize, reason: &str) -> String {
        let (start, end) = (self.position(start), self.position(end));
        format!(
            "'unicodeescape' codec can't decode bytes in position {start}-{}: {reason}",
            end - 1
        )
    }

    /// CPython's positions count the text after it has escaped what is not ASCII: each such
    /// character as ten bytes, and a backslash before one as six.
    fn position(&self, index: usize) -> usize {
        let mut position = 0;
        let mut escaping = false;
        for character in self.text[..index].chars() {
            if character.is_ascii() {
                position += 1;
                escaping = character == '\\' && !escaping;
            } else {
                position += if escaping { 15 } else { 10 };
                escaping = false;
            }
        }
        position
    }
}

fn hexadecimal_digit(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(16)
}
