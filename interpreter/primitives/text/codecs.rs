//! Codecs: text to bytes and back, with handlers of errors.
//!
//! A [`Decoder`] or [`Encoder`] runs until something cannot be converted, and returns that as
//! an [`Error`]. The caller gives it a replacement and lets it run on. [`decode`] and [`encode`]
//! do that with a handler: one of [`Errors`], or one of the caller's.

mod charmap;
mod decoder;
mod encoder;
mod escapes;
mod handlers;
pub mod multibyte;
mod names;
mod single_byte;
mod utf16;
mod utf32;
mod utf7;
mod utf8;

use super::view::Text;
use super::wtf8::Wtf8Buf;

pub use charmap::Charmap;
pub use decoder::{Decoder, InvalidEscape};
pub use encoder::{Encoder, NotEncodable, Replacement};
pub use handlers::{Errors, Failure};
pub use names::find;

/// The order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The lowest byte first.
    Little,
    /// The highest byte first.
    Big,
}

/// An encoding.
#[derive(Clone, Copy, Debug)]
pub enum Codec<'a> {
    /// `ascii`.
    Ascii,
    /// `latin-1`.
    Latin1,
    /// `utf-8`.
    Utf8,
    /// `utf-8-sig`: with a mark at the start.
    Utf8Sig,
    /// `utf-7`.
    Utf7,
    /// `utf-16-le`, `utf-16-be`, or `utf-16` with a mark of the order.
    Utf16(Option<ByteOrder>),
    /// `utf-32-le`, `utf-32-be`, or `utf-32` with a mark of the order.
    Utf32(Option<ByteOrder>),
    /// `unicode_escape`: the escapes of string literals.
    UnicodeEscape,
    /// `raw_unicode_escape`: only `\u` and `\U`.
    RawUnicodeEscape,
    /// A table of 256 characters.
    Charmap(&'a Charmap),
    /// One of the encodings of several bytes besides those of Unicode.
    Multibyte(multibyte::Multibyte),
}

/// What cannot be decoded or encoded: the attributes of Python's `UnicodeDecodeError` and
/// `UnicodeEncodeError` besides the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The name of the encoding, as Python's errors give it.
    pub encoding: &'static str,
    /// The index of the first byte or code point.
    pub start: usize,
    /// The index behind the last one.
    pub end: usize,
    /// What is wrong.
    pub reason: &'static str,
}

impl Error {
    /// What `str()` makes of the error of decoding these bytes.
    pub fn describe_decoding(&self, bytes: &[u8]) -> String {
        let Self {
            encoding,
            start,
            end,
            reason,
        } = self;
        match bytes.get(*start) {
            Some(byte) if *end == start + 1 => format!(
                "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
            ),
            _ => format!(
                "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
                end.saturating_sub(1)
            ),
        }
    }

    /// What `str()` makes of the error of encoding this text.
    pub fn describe_encoding(&self, text: Text<'_>) -> String {
        let Self {
            encoding,
            start,
            end,
            reason,
        } = self;
        match text.code_point(*start) {
            Some(code_point) if *end == start + 1 => {
                let mut escape = Wtf8Buf::new();
                super::methods::push_numeric_escape(&mut escape, code_point);
                format!(
                    "'{encoding}' codec can't encode character '{}' in position {start}: {reason}",
                    escape.to_string_lossy()
                )
            }
            _ => format!(
                "'{encoding}' codec can't encode characters in position {start}-{}: {reason}",
                end.saturating_sub(1)
            ),
        }
    }
}

/// Decides what stands for bytes that cannot be decoded.
pub trait DecodeHandler {
    /// What ends the decoding.
    type Failure;

    /// What stands for the bytes of the error, and the index at which to go on.
    fn replace(&mut self, error: Error, bytes: &[u8]) -> Result<(Wtf8Buf, usize), Self::Failure>;
}

/// Decides what stands for code points that cannot be encoded.
pub trait EncodeHandler {
    /// What ends the encoding.
    type Failure;

    /// What stands for the code points of the error, and the index at which to go on.
    fn replace(
        &mut self,
        error: Error,
        text: Text<'_>,
    ) -> Result<(Replacement, usize), Self::Failure>;

    /// The failure when a replacement cannot be encoded either.
    fn fail(&mut self, error: Error, text: Text<'_>) -> Self::Failure;
}

/// Decodes bytes. With `is_final` false, an incomplete sequence at the end is left. Returns the
/// text, and how many bytes it stands for.
pub fn decode_partly<H: DecodeHandler>(
    codec: Codec<'_>,
    bytes: &[u8],
    is_final: bool,
    handler: &mut H,
) -> Result<(Wtf8Buf, usize), H::Failure> {
    let (codec, skipped) = match codec {
        Codec::Utf8Sig if bytes.starts_with(b"\xEF\xBB\xBF") => (Codec::Utf8, 3),
        Codec::Utf8Sig => (Codec::Utf8, 0),
        _ => (codec, 0),
    };
    // Positions in errors count from behind the mark, as does what handlers see.
    let bytes = &bytes[skipped..];
    let mut decoder = Decoder::new(codec, bytes, is_final);
    while let Err(error) = decoder.run() {
        let (replacement, position) = handler.replace(error, bytes)?;
        decoder.resume(&replacement, position);
    }
    let consumed = decoder.position() + skipped;
    Ok((decoder.into_output(), consumed))
}

/// Decodes bytes.
pub fn decode<H: DecodeHandler>(
    codec: Codec<'_>,
    bytes: &[u8],
    handler: &mut H,
) -> Result<Wtf8Buf, H::Failure> {
    decode_partly(codec, bytes, true, handler).map(|(text, _)| text)
}

/// Encodes text.
pub fn encode<H: EncodeHandler>(
    codec: Codec<'_>,
    text: Text<'_>,
    handler: &mut H,
) -> Result<Vec<u8>, H::Failure> {
    let mut encoder = Encoder::new(codec, text);
    while let Err(error) = encoder.run() {
        let (replacement, position) = handler.replace(error.clone(), text)?;
        if encoder.resume(&replacement, position).is_err() {
            return Err(handler.fail(error, text));
        }
    }
    Ok(encoder.into_output())
}
