//! Decoders of text streams: natively for UTF-8, ASCII and Latin-1, by Python's incremental
//! decoders for other encodings.

use primitives::text::codecs::{Codec, Errors, decode_partly, find};
use primitives::text::codecs::{DecodeHandler, Error, Failure};
use primitives::text::wtf8::Wtf8Buf;
use vm::objects::bytes::Bytes;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::newline::{Newlines, decoder_state};

/// What is known natively of an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// ASCII.
    Ascii,
    /// Latin-1.
    Latin1,
    /// Any other.
    Other,
}

impl Encoding {
    /// The encoding of this name.
    pub fn of(name: &str) -> Encoding {
        match find(name) {
            Some(Codec::Utf8) => Encoding::Utf8,
            Some(Codec::Ascii) => Encoding::Ascii,
            Some(Codec::Latin1) => Encoding::Latin1,
            _ => Encoding::Other,
        }
    }

    fn codec(self) -> Option<Codec<'static>> {
        match self {
            Encoding::Utf8 => Some(Codec::Utf8),
            Encoding::Ascii => Some(Codec::Ascii),
            Encoding::Latin1 => Some(Codec::Latin1),
            Encoding::Other => None,
        }
    }
}

enum Source {
    /// The codec, the handler of errors, and an incomplete sequence.
    Native(Codec<'static>, Errors, Vec<u8>),
    /// Python's incremental decoder.
    Python(Value),
}

/// A decoder with what it knows of ends of lines.
pub struct TextDecoder {
    source: Source,
    names: (Value, Value),
    /// What recognizes ends of lines.
    pub newlines: Option<Newlines>,
}

struct Handler(Errors);

impl DecodeHandler for Handler {
    type Failure = Failure;

    fn replace(
        &mut self,
        error: Error,
        bytes: &[u8],
    ) -> std::result::Result<(Wtf8Buf, usize), Failure> {
        self.0.decoding(error, bytes)
    }
}

impl TextDecoder {
    /// The decoder of an encoding.
    pub fn new(
        vm: &Vm,
        encoding: Encoding,
        names: (Value, Value),
        newlines: Option<Newlines>,
    ) -> Result<TextDecoder> {
        let errors = names
            .1
            .downcast::<Str>()
            .and_then(|errors| Errors::find(errors.as_str()?));
        let source = match (encoding.codec(), errors) {
            (Some(codec), Some(errors)) => Source::Native(codec, errors, Vec::new()),
            _ => {
                let info = lookup(vm, &names.0)?;
                let make = vm.get_attribute(&info, &vm.intern("incrementaldecoder"))?;
                Source::Python(vm.call(&make, std::slice::from_ref(&names.1))?)
            }
        };
        Ok(TextDecoder {
            source,
            names,
            newlines,
        })
    }

    /// What the collector is to see.
    pub fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Source::Python(decoder) = &self.source {
            visit(decoder);
        }
    }

    /// Decodes the next bytes.
    pub fn decode(&mut self, vm: &Vm, input: &[u8], is_final: bool) -> Result<Wtf8Buf> {
        let text = match &mut self.source {
            Source::Native(codec, errors, tail) => {
                let joined;
                let bytes = if tail.is_empty() {
                    input
                } else {
                    joined = [tail.as_slice(), input].concat();
                    &joined
                };
                match decode_partly(*codec, bytes, is_final, &mut Handler(*errors)) {
                    Ok((text, consumed)) => {
                        *tail = bytes.get(consumed..).unwrap_or_default().to_vec();
                        text
                    }
                    Err(_) => {
                        // The codec makes the exception.
                        let arguments = [self.names.0.clone(), self.names.1.clone()];
                        let bytes = Bytes::value(bytes);
                        let text = vm.call_method(&bytes, "decode", &arguments)?;
                        tail.clear();
                        text_of(vm, &text)?
                    }
                }
            }
            Source::Python(decoder) => {
                let arguments = [Bytes::value(input), Value::bool(is_final)];
                let text = vm.call_method(decoder, "decode", &arguments)?;
                text_of(vm, &text)?
            }
        };
        Ok(match &mut self.newlines {
            Some(newlines) => newlines.decode(text, is_final),
            None => text,
        })
    }

    /// The bytes that wait, and the flags: Python's `getstate()`.
    pub fn state(&self, vm: &Vm) -> Result<(Vec<u8>, i64)> {
        let (bytes, flags) = match &self.source {
            Source::Native(_, _, tail) => (tail.clone(), 0),
            Source::Python(decoder) => {
                let state = vm.call_method(decoder, "getstate", &[])?;
                let (bytes, flags) = decoder_state(vm, &state)?;
                let Some(bytes) = bytes.downcast::<Bytes>() else {
                    return Err(vm.type_error(format!(
                        "illegal decoder state: the first item should be a bytes object, not '{}'",
                        bytes.class().name()
                    )));
                };
                (bytes.as_bytes().to_vec(), vm.to_i64(&flags)?)
            }
        };
        Ok(match &self.newlines {
            Some(newlines) => (bytes, flags << 1 | i64::from(newlines.pending_return)),
            None => (bytes, flags),
        })
    }

    /// Sets what [`TextDecoder::state`] gives.
    pub fn set_state(&mut self, vm: &Vm, bytes: &[u8], flags: i64) -> Result<()> {
        let flags = match &mut self.newlines {
            Some(newlines) => {
                newlines.pending_return = flags & 1 != 0;
                flags >> 1
            }
            None => flags,
        };
        match &mut self.source {
            Source::Native(_, _, tail) => *tail = bytes.to_vec(),
            Source::Python(decoder) => {
                let state = Tuple::pair(Bytes::value(bytes), Value::int(flags)).into();
                vm.call_method(decoder, "setstate", &[state])?;
            }
        }
        Ok(())
    }

    /// Starts again.
    pub fn reset(&mut self, vm: &Vm) -> Result<()> {
        if let Some(newlines) = &mut self.newlines {
            newlines.reset();
        }
        match &mut self.source {
            Source::Native(_, _, tail) => tail.clear(),
            Source::Python(decoder) => drop(vm.call_method(decoder, "reset", &[])?),
        }
        Ok(())
    }
}

fn text_of(vm: &Vm, text: &Value) -> Result<Wtf8Buf> {
    match text.downcast::<Str>() {
        Some(text) => Ok(Wtf8Buf::from_bytes_trusted(text.as_bytes().to_vec())),
        None => Err(vm.type_error(format!(
            "decoder should return a string result, not '{}'",
            text.class().name()
        ))),
    }
}

/// The codec of a text encoding; a LookupError where there is none.
pub fn lookup(vm: &Vm, encoding: &Value) -> Result<Value> {
    let lookup = vm.import_attribute("_codecs", "lookup")?;
    let info = vm.call(&lookup, std::slice::from_ref(encoding))?;
    if info.is_exact::<Tuple>() {
        return Ok(info);
    }
    if let Some(is_text) = vm.find_attribute_by(&info, "_is_text_encoding")?
        && !vm.is_true(&is_text)?
    {
        return Err(vm.lookup_error(format!(
            "'{}' is not a text encoding; use codecs.open() to handle arbitrary codecs",
            vm.str_text(encoding)?
        )));
    }
    Ok(info)
}
