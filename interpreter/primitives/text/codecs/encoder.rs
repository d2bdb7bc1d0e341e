//! Encoding that stops at errors.

use super::multibyte::{Encoded, Multibyte, State};
use super::{ByteOrder, Codec, Error, escapes, utf7};
use crate::text::view::Text;
use crate::text::wtf8::{Wtf8, Wtf8Buf};

/// What stands for code points that cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// Text, which is encoded in its turn.
    Text(Wtf8Buf),
    /// Bytes, which are taken as they are.
    Bytes(Vec<u8>),
}

/// A replacement cannot be encoded: the error that it was to replace stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotEncodable;

/// Text on its way to bytes.
#[derive(Debug)]
pub struct Encoder<'a> {
    codec: Codec<'a>,
    text: Text<'a>,
    /// The index and the byte offset of the next code point.
    position: usize,
    offset: usize,
    output: Vec<u8>,
    state: State,
    is_final: bool,
}

impl<'a> Encoder<'a> {
    /// An encoder at the start of the text.
    pub fn new(codec: Codec<'a>, text: Text<'a>) -> Self {
        let mut output = Vec::with_capacity(text.value().len());
        match codec {
            Codec::Utf8Sig => output.extend(b"\xEF\xBB\xBF"),
            Codec::Utf16(None) => output.extend(0xFEFF_u16.to_le_bytes()),
            Codec::Utf32(None) => output.extend(0xFEFF_u32.to_le_bytes()),
            _ => {}
        }
        Self {
            codec,
            text,
            position: 0,
            offset: 0,
            output,
            state: State::default(),
            is_final: true,
        }
    }

    /// Goes on in the state that an earlier piece of the text has led to; with `is_final` false,
    /// more may follow.
    pub fn set_state(&mut self, state: State, is_final: bool) {
        self.state = state;
        self.is_final = is_final;
    }

    /// The state of an encoding of several bytes.
    pub fn state(&self) -> State {
        self.state
    }

    /// Encodes up to the end, or to the next error.
    pub fn run(&mut self) -> Result<(), Error> {
        let rest = self.text.value().slice(self.offset, usize::MAX);
        match self.codec {
            Codec::Utf7 => utf7::encode(rest, &mut self.output),
            Codec::UnicodeEscape => escapes::encode(rest, &mut self.output),
            Codec::RawUnicodeEscape => escapes::encode_raw(rest, &mut self.output),
            Codec::Utf8 | Codec::Utf8Sig => return self.run_utf8(rest),
            Codec::Ascii | Codec::Latin1 if self.text.is_ascii() => {
                self.output.extend_from_slice(rest.as_bytes());
            }
            Codec::Ascii | Codec::Latin1 => return self.run_single_byte(rest),
            Codec::Charmap(table) => {
                return self.run_by_code_point(rest, |code_point, output| {
                    let byte = table.byte(code_point);
                    output.extend(byte);
                    byte.is_some()
                });
            }
            Codec::Multibyte(codec) => return self.run_multibyte(codec, rest),
            Codec::Utf16(Some(ByteOrder::Big)) => {
                let codec = Codec::Utf16(Some(ByteOrder::Big));
                return self.run_by_code_point(rest, |next, output| append(codec, next, output));
            }
            Codec::Utf16(_) => {
                let codec = Codec::Utf16(None);
                return self.run_by_code_point(rest, |next, output| append(codec, next, output));
            }
            codec => {
                return self.run_by_code_point(rest, |next, output| append(codec, next, output));
            }
        }
        self.position = self.text.length();
        self.offset = self.text.value().len();
        Ok(())
    }

    fn run_utf8(&mut self, rest: &Wtf8) -> Result<(), Error> {
        let Some(valid) = first_surrogate(rest.as_bytes()) else {
            self.output.extend_from_slice(rest.as_bytes());
            self.position = self.text.length();
            self.offset = self.text.value().len();
            return Ok(());
        };
        let before = rest.slice(0, valid);
        self.output.extend_from_slice(before.as_bytes());
        self.position += before.count();
        self.offset += valid;
        let behind = rest.slice(valid, usize::MAX);
        Err(self.error(behind, |code_point| !is_surrogate(code_point)))
    }

    /// Encodes what is in ASCII, or in Latin-1, where all that is not ASCII begins with one of two
    /// bytes.
    fn run_single_byte(&mut self, rest: &Wtf8) -> Result<(), Error> {
        let is_latin1 = matches!(self.codec, Codec::Latin1);
        let bytes = rest.as_bytes();
        self.output.reserve(bytes.len());
        let (mut place, known) = (0, self.output.len());
        while let Some(&byte) = bytes.get(place) {
            match byte {
                0..0x80 => self.output.push(byte),
                0xC2 | 0xC3 if is_latin1 => {
                    place += 1;
                    let low = bytes.get(place).map_or(0, |low| low & 0x3F);
                    self.output.push((byte & 3) << 6 | low);
                }
                _ => break,
            }
            place += 1;
        }
        self.position += self.output.len() - known;
        self.offset += place;
        if place == bytes.len() {
            return Ok(());
        }
        let end = if is_latin1 { 0x100 } else { 0x80 };
        let behind = rest.slice(place, usize::MAX);
        Err(self.error(behind, |code_point| code_point < end))
    }

    /// Goes on at this code point.
    fn go_to(&mut self, position: usize) {
        let position = position.min(self.text.length());
        self.offset = match position.checked_sub(self.position) {
            Some(ahead) if !self.text.is_ascii() => {
                let rest = self.text.value().slice(self.offset, usize::MAX);
                self.offset + rest.offset(ahead)
            }
            _ => self.text.offset(position),
        };
        self.position = position;
    }

    fn run_multibyte(&mut self, codec: Multibyte, rest: &Wtf8) -> Result<(), Error> {
        let mut code_points = rest.code_points();
        loop {
            let left = code_points.as_bytes().len();
            self.offset = self.text.value().len() - left;
            let Some(code_point) = code_points.next() else {
                break;
            };
            let next = code_points.clone().next();
            let (state, output) = (&mut self.state, &mut self.output);
            match codec.encode(code_point, next, self.is_final, state, output) {
                Encoded::Taken(count) => {
                    self.position += count;
                    if count == 2 {
                        code_points.next();
                    }
                }
                Encoded::Waiting => return Ok(()),
                Encoded::Illegal => return Err(codec.illegal(self.position)),
            }
        }
        if self.is_final {
            codec.finish(&mut self.state, &mut self.output);
        }
        Ok(())
    }

    /// Encodes by a function that appends the bytes of a code point, if there are any.
    fn run_by_code_point(
        &mut self,
        rest: &Wtf8,
        append: impl Fn(u32, &mut Vec<u8>) -> bool,
    ) -> Result<(), Error> {
        let mut code_points = rest.code_points();
        self.output.reserve(rest.len());
        loop {
            let left = code_points.as_bytes();
            let Some(code_point) = code_points.next() else {
                self.offset = self.text.value().len();
                return Ok(());
            };
            if !append(code_point, &mut self.output) {
                self.offset = self.text.value().len() - left.len();
                let behind = Wtf8::from_bytes_trusted(left);
                return Err(self.error(behind, |next| append(next, &mut Vec::new())));
            }
            self.position += 1;
        }
    }

    /// The error at the start of what is left, up to what can be encoded again.
    fn error(&self, rest: &Wtf8, is_encodable: impl Fn(u32) -> bool) -> Error {
        let run = rest
            .code_points()
            .take_while(|&code_point| !is_encodable(code_point));
        // Encodings of wide units report one code point at a time.
        let is_wide = matches!(self.codec, Codec::Utf16(_) | Codec::Utf32(_));
        let length = run.take(if is_wide { 1 } else { usize::MAX }).count();
        let (encoding, reason) = match self.codec {
            Codec::Ascii => ("ascii", "ordinal not in range(128)"),
            Codec::Latin1 => ("latin-1", "ordinal not in range(256)"),
            Codec::Utf16(None) => ("utf-16", SURROGATES),
            Codec::Utf16(Some(ByteOrder::Little)) => ("utf-16-le", SURROGATES),
            Codec::Utf16(Some(ByteOrder::Big)) => ("utf-16-be", SURROGATES),
            Codec::Utf32(None) => ("utf-32", SURROGATES),
            Codec::Utf32(Some(ByteOrder::Little)) => ("utf-32-le", SURROGATES),
            Codec::Utf32(Some(ByteOrder::Big)) => ("utf-32-be", SURROGATES),
            Codec::Charmap(_) => ("charmap", "character maps to <undefined>"),
            _ => ("utf-8", SURROGATES),
        };
        Error {
            encoding,
            start: self.position,
            end: self.position + length,
            reason,
        }
    }

    /// Appends what stands for an error, and goes on at this code point.
    pub fn resume(
        &mut self,
        replacement: &Replacement,
        position: usize,
    ) -> Result<(), NotEncodable> {
        let unit = match self.codec {
            Codec::Utf16(_) => 2,
            Codec::Utf32(_) => 4,
            _ => 1,
        };
        match replacement {
            Replacement::Bytes(bytes) if bytes.len().is_multiple_of(unit) => {
                self.output.extend_from_slice(bytes);
            }
            Replacement::Bytes(_) => return Err(NotEncodable),
            Replacement::Text(text) => {
                // Of all code points, encodings of Unicode take only ASCII here.
                let is_unicode = unit > 1 || matches!(self.codec, Codec::Utf8 | Codec::Utf8Sig);
                if is_unicode && !text.is_ascii() {
                    return Err(NotEncodable);
                }
                if let Codec::Multibyte(codec) = self.codec {
                    let (state, output) = (&mut self.state, &mut self.output);
                    for code_point in text.code_points() {
                        let encoded = codec.encode(code_point, None, true, state, output);
                        if matches!(encoded, Encoded::Illegal) {
                            return Err(NotEncodable);
                        }
                    }
                    self.go_to(position);
                    return Ok(());
                }
                for code_point in text.code_points() {
                    if !append(self.codec, code_point, &mut self.output) {
                        return Err(NotEncodable);
                    }
                }
            }
        }
        self.go_to(position);
        Ok(())
    }

    /// The index of the next code point.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The bytes.
    pub fn into_output(self) -> Vec<u8> {
        self.output
    }
}

const SURROGATES: &str = "surrogates not allowed";

/// Whether a code point is a surrogate.
#[inline]
pub(super) fn is_surrogate(code_point: u32) -> bool {
    matches!(code_point, 0xD800..0xE000)
}

/// The offset of the first surrogate.
fn first_surrogate(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(0xED, bytes)
        .find(|&place| bytes.get(place + 1).is_some_and(|&second| second >= 0xA0))
}

/// Appends the bytes of one code point, if the codec has any.
#[inline]
fn append(codec: Codec<'_>, code_point: u32, output: &mut Vec<u8>) -> bool {
    match codec {
        Codec::Ascii if code_point < 0x80 => output.push(code_point as u8),
        Codec::Latin1 if code_point < 0x100 => output.push(code_point as u8),
        Codec::Utf8 | Codec::Utf8Sig if !is_surrogate(code_point) => {
            let mut one = Wtf8Buf::new();
            one.push(code_point);
            output.extend_from_slice(one.as_bytes());
        }
        Codec::Utf16(order) if !is_surrogate(code_point) => append_utf16(code_point, order, output),
        Codec::Utf32(order) if !is_surrogate(code_point) => {
            output.extend_from_slice(&match order {
                Some(ByteOrder::Big) => code_point.to_be_bytes(),
                _ => code_point.to_le_bytes(),
            })
        }
        Codec::Charmap(table) => match table.byte(code_point) {
            Some(byte) => output.push(byte),
            None => return false,
        },
        _ => return false,
    }
    true
}

#[inline]
fn append_utf16(code_point: u32, order: Option<ByteOrder>, output: &mut Vec<u8>) {
    let mut push = |unit: u32| {
        let unit = unit as u16;
        output.extend_from_slice(&match order {
            Some(ByteOrder::Big) => unit.to_be_bytes(),
            _ => unit.to_le_bytes(),
        });
    };
    match code_point.checked_sub(0x1_0000) {
        None => push(code_point),
        Some(above) => {
            push(0xD800 + (above >> 10));
            push(0xDC00 + (above & 0x3FF));
        }
    }
}
