//! Decoding that stops at errors.

use super::multibyte::{self, State};
use super::{ByteOrder, Codec, Error, escapes, single_byte, utf7, utf8, utf16, utf32};
use crate::text::wtf8::{Wtf8, Wtf8Buf};

/// Bytes on their way to text.
#[derive(Debug)]
pub struct Decoder<'a> {
    codec: Codec<'a>,
    pub(super) input: &'a [u8],
    pub(super) is_final: bool,
    pub(super) position: usize,
    pub(super) output: Wtf8Buf,
    pub(super) order: Option<ByteOrder>,
    pub(super) shift: utf7::Shift,
    pub(super) state: State,
    pub(super) invalid_escape: Option<InvalidEscape>,
}

/// The first escape that `unicode_escape` does not know, of which Python warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidEscape {
    /// A backslash before this byte.
    Character(u8),
    /// An octal number beyond `\377`.
    Octal(u16),
}

impl std::fmt::Display for InvalidEscape {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Character(byte) => {
                write!(
                    formatter,
                    "invalid escape sequence '\\{}'",
                    char::from(byte)
                )
            }
            Self::Octal(value) => write!(formatter, "invalid octal escape sequence '\\{value:o}'"),
        }
    }
}

impl<'a> Decoder<'a> {
    /// A decoder at the start of the bytes. With `is_final` false, it ends before an incomplete
    /// sequence. Marks at the start of `utf-8-sig` are the caller's.
    pub fn new(codec: Codec<'a>, input: &'a [u8], is_final: bool) -> Self {
        let order = match codec {
            Codec::Utf16(order) | Codec::Utf32(order) => order,
            _ => None,
        };
        Self {
            codec,
            input,
            is_final,
            position: 0,
            output: Wtf8Buf::with_capacity(input.len()),
            order,
            shift: utf7::Shift::default(),
            state: State::default(),
            invalid_escape: None,
        }
    }

    /// Goes on in the state that an earlier piece of the bytes has led to.
    pub fn set_state(&mut self, state: State) {
        self.state = state;
    }

    /// The state of an encoding of several bytes.
    pub fn state(&self) -> State {
        self.state
    }

    /// Decodes up to the end, or to the next error.
    pub fn run(&mut self) -> Result<(), Error> {
        match self.codec {
            Codec::Ascii => single_byte::decode_ascii(self),
            Codec::Latin1 => {
                single_byte::decode_latin1(self);
                Ok(())
            }
            Codec::Utf8 | Codec::Utf8Sig => utf8::decode(self),
            Codec::Utf7 => utf7::decode(self),
            Codec::Utf16(_) => utf16::decode(self),
            Codec::Utf32(_) => utf32::decode(self),
            Codec::UnicodeEscape => escapes::decode(self),
            Codec::RawUnicodeEscape => escapes::decode_raw(self),
            Codec::Charmap(table) => table.decode(self),
            Codec::Multibyte(codec) => multibyte::decode(codec, self),
        }
    }

    /// Appends what stands for an error, and goes on at this byte.
    pub fn resume(&mut self, replacement: &Wtf8, position: usize) {
        self.output.push_wtf8(replacement);
        self.position = position.min(self.input.len());
    }

    /// How many bytes have been decoded.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The order that was given, or that a mark at the start tells.
    pub fn byte_order(&self) -> Option<ByteOrder> {
        self.order
    }

    /// The first escape that is not known.
    pub fn invalid_escape(&self) -> Option<InvalidEscape> {
        self.invalid_escape
    }

    /// The text so far.
    pub fn output(&self) -> &Wtf8 {
        &self.output
    }

    /// The text.
    pub fn into_output(self) -> Wtf8Buf {
        self.output
    }

    /// The bytes that are left.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.input.get(self.position..).unwrap_or_default()
    }
}
