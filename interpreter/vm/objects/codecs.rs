//! Codecs: text to bytes and back, by the name of an encoding.
//!
//! Encodings of text that the machine knows are converted here. For others the registry is
//! asked (`registry`), whose search functions come from the library's package `encodings`.
//! What happens at errors is in `errors`.

use primitives::text::Wtf8;
use primitives::text::codecs::{
    Codec, DecodeHandler, Decoder, encode as encode_with, find as find_codec,
};

use super::buffer::BytesLike;
use super::bytes::Bytes;
use super::heap::Ref;
use super::str::Str;
use super::value::Value;
use crate::{Raised, Result, Vm};

pub mod errors;
pub mod registry;

use errors::Handler;

/// Codecs whose errors tell nothing of the codec besides the exception itself.
fn is_plain(name: &str) -> bool {
    let mut normalized = name.to_ascii_lowercase();
    normalized = normalized.replace(['-', ' '], "_");
    matches!(
        normalized.as_str(),
        "utf_8"
            | "utf8"
            | "utf_16"
            | "utf_32"
            | "utf16"
            | "utf32"
            | "ascii"
            | "us_ascii"
            | "latin_1"
            | "latin1"
            | "iso_8859_1"
            | "iso8859_1"
    )
}

fn native_codec(encoding: Option<&Ref<Str>>) -> Option<Codec<'static>> {
    match encoding {
        None => Some(Codec::Utf8),
        Some(name) => find_codec(name.as_str()?),
    }
}

fn name_of(vm: &Vm, encoding: Option<&Ref<Str>>) -> Result<String> {
    let name = encoding.map_or_else(|| "utf-8".to_owned(), |name| name.to_text());
    if name.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    Ok(name)
}

/// In development mode, whether there are such an encoding and such an error handler, even
/// where the text needs neither.
pub fn check_names(vm: &Vm, encoding: Option<&Ref<Str>>, errors: Option<&Ref<Str>>) -> Result<()> {
    if !vm.shared().options.dev_mode {
        return Ok(());
    }
    if encoding.is_some() && native_codec(encoding).is_none() {
        registry::lookup(vm, &name_of(vm, encoding)?)?;
    }
    match errors {
        Some(errors) => errors::lookup_error(vm, errors).map(drop),
        None => Ok(()),
    }
}

/// `text.encode(encoding, errors)`.
pub fn encode(
    vm: &Vm,
    text: &Ref<Str>,
    encoding: Option<&Ref<Str>>,
    errors: Option<&Ref<Str>>,
) -> Result<Ref<Bytes>> {
    check_names(vm, encoding, errors)?;
    if let Some(codec) = native_codec(encoding) {
        let encoded = encode_text(vm, codec, text, errors);
        return match encoding {
            Some(name) if encoded.is_err() && !is_plain(&name.to_text()) => {
                encoded.map_err(|raised| with_note(vm, raised, "encoding", &name.to_text()))
            }
            _ => encoded,
        };
    }
    let name = name_of(vm, encoding)?;
    let codec = text_codec(vm, &name, "encode")?;
    let encoded = registry::call(vm, &codec, registry::ENCODER, text.as_value(), errors);
    let encoded = encoded.map_err(|raised| with_note(vm, raised, "encoding", &name))?;
    if let Some(bytes) = encoded.downcast::<Bytes>() {
        return Ok(bytes.clone());
    }
    if let Some(array) = encoded.downcast::<super::bytearray::ByteArray>() {
        let category = &super::exceptions::RUNTIME_WARNING;
        let message = format!(
            "encoder {name} returned bytearray instead of bytes; use codecs.encode() to \
                     encode to arbitrary types"
        );
        crate::builtins::warnings::warn(vm, category, &message, 1)?;
        return Ok(Bytes::new(&array.to_vec()));
    }
    Err(vm.type_error(format!(
        "'{name}' encoder returned '{}' instead of 'bytes'; use codecs.encode() to encode to \
         arbitrary types",
        encoded.class().name()
    )))
}

/// `bytes.decode(encoding, errors)`, of any object with a buffer.
pub fn decode(
    vm: &Vm,
    object: &Value,
    encoding: Option<&Ref<Str>>,
    errors: Option<&Ref<Str>>,
) -> Result<Value> {
    check_names(vm, encoding, errors)?;
    if let Some(codec) = native_codec(encoding) {
        let bytes = vm.bytes_like(object)?;
        let decoded = decode_bytes(vm, codec, &bytes, errors, true);
        return match (decoded, encoding) {
            (Ok((text, _)), _) => Ok(text.into()),
            (Err(raised), Some(name)) if !is_plain(&name.to_text()) => {
                Err(with_note(vm, raised, "decoding", &name.to_text()))
            }
            (Err(raised), _) => Err(raised),
        };
    }
    let name = name_of(vm, encoding)?;
    let codec = text_codec(vm, &name, "decode")?;
    let decoded = registry::call(vm, &codec, registry::DECODER, object, errors);
    let decoded = decoded.map_err(|raised| with_note(vm, raised, "decoding", &name))?;
    if decoded.downcast::<Str>().is_some() {
        return Ok(decoded);
    }
    Err(vm.type_error(format!(
        "'{name}' decoder returned '{}' instead of 'str'; use codecs.decode() to decode to \
         arbitrary types",
        decoded.class().name()
    )))
}

/// The codec of an encoding, which must be between text and bytes.
fn text_codec(vm: &Vm, name: &str, function: &str) -> Result<Value> {
    let codec = registry::lookup(vm, name)?;
    if let Some(flag) = vm.find_attribute_by(&codec, "_is_text_encoding")?
        && !vm.is_true(&flag)?
    {
        return Err(vm.lookup_error(format!(
            "'{name}' is not a text encoding; use codecs.{function}() to handle arbitrary codecs"
        )));
    }
    Ok(codec)
}

/// The exception with a note that tells which codec failed.
#[cold]
pub fn with_note(vm: &Vm, raised: Raised, doing: &str, name: &str) -> Raised {
    let note = Str::value(format!("{doing} with '{name}' codec failed"));
    match vm.call_method(&raised.0, "add_note", &[note]) {
        Ok(_) => raised,
        Err(other) => other,
    }
}

/// Encodes text by a codec.
pub fn encode_text(
    vm: &Vm,
    codec: Codec<'_>,
    text: &Ref<Str>,
    errors: Option<&Ref<Str>>,
) -> Result<Ref<Bytes>> {
    let as_it_is = match codec {
        Codec::Ascii | Codec::Latin1 => text.is_ascii(),
        Codec::Utf8 => text.is_ascii() || !text.as_wtf8().has_surrogates(),
        _ => false,
    };
    if as_it_is {
        return Ok(Bytes::new(text.as_bytes()));
    }
    let mut handler = Handler::of_text(vm, errors, text);
    let encoded = encode_with(codec, text.indexed_text(), &mut handler)?;
    Ok(Bytes::new(&encoded))
}

/// Decodes bytes by a codec. Gives the text, and how many bytes it stands for; with `is_final`
/// false, an incomplete sequence at the end is left.
pub fn decode_bytes(
    vm: &Vm,
    codec: Codec<'_>,
    bytes: &BytesLike,
    errors: Option<&Ref<Str>>,
    is_final: bool,
) -> Result<(Ref<Str>, usize)> {
    match codec {
        Codec::Ascii | Codec::Utf8 | Codec::Latin1 if bytes.is_ascii() => {
            return Ok((Str::from_ascii(bytes), bytes.len()));
        }
        Codec::Utf8 if std::str::from_utf8(bytes).is_ok() => {
            return Ok((Str::from_wtf8(Wtf8::from_bytes_trusted(bytes)), bytes.len()));
        }
        _ => {}
    }
    let (codec, skipped) = match codec {
        Codec::Utf8Sig if bytes.starts_with(b"\xEF\xBB\xBF") => (Codec::Utf8, 3),
        Codec::Utf8Sig => (Codec::Utf8, 0),
        _ => (codec, 0),
    };
    let rest = bytes.get(skipped..).unwrap_or_default();
    let mut handler = Handler::of_bytes(vm, errors, rest);
    let mut decoder = Decoder::new(codec, rest, is_final);
    while let Err(error) = decoder.run() {
        let (replacement, position) = handler.replace(error, rest)?;
        decoder.resume(&replacement, position);
    }
    if let Some(escape) = decoder.invalid_escape() {
        vm.warn_deprecated(&escape.to_string())?;
    }
    let consumed = decoder.position() + skipped;
    Ok((Str::from_wtf8(&decoder.into_output()), consumed))
}
