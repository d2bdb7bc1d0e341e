//! Codecs by mappings: a text or a dict of characters, or any other mapping.

use primitives::text::Wtf8Buf;
use primitives::text::codecs::{Charmap, Codec, DecodeHandler, EncodeHandler, Error, Replacement};
use vm::native::required;
use vm::objects::bytes::Bytes;
use vm::objects::codecs::errors::Handler;
use vm::objects::codecs::{decode_bytes, encode_text};
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{bytes_pair, handler_name, pair, text_argument};

const UNDEFINED: &str = "character maps to <undefined>";
/// In decoding tables, the character that means nothing.
const NOTHING: u32 = 0xFFFE;

/// `charmap_build`: a dict from characters to their places in the table.
pub fn build(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let map = text_argument(vm, required(arguments, 0), "charmap_build")?;
    let table = Dict::new();
    for (place, point) in map.as_wtf8().code_points().enumerate() {
        if point != NOTHING {
            table.set(vm, &Value::int(point.into()), place.into())?;
        }
    }
    Ok(table.into())
}

/// `charmap_decode`.
pub fn decode(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let bytes = vm.bytes_like(required(arguments, 0))?;
    let errors = handler_name(vm, &arguments[1], "charmap_decode")?;
    let mapping = arguments[2].as_ref().filter(|mapping| !mapping.is_none());
    let Some(mapping) = mapping else {
        let (text, consumed) = decode_bytes(vm, Codec::Latin1, &bytes, errors, true)?;
        return Ok(pair(text, consumed));
    };
    if let Some(characters) = mapping.downcast::<Str>() {
        let charmap = Charmap::new(characters.as_wtf8());
        let (text, consumed) = decode_bytes(vm, Codec::Charmap(&charmap), &bytes, errors, true)?;
        return Ok(pair(text, consumed));
    }
    let mut handler = Handler::of_bytes(vm, errors, &bytes);
    let mut out = Wtf8Buf::new();
    let mut place = 0;
    while let Some(&byte) = bytes.get(place) {
        if character(vm, mapping, byte, &mut out)? {
            place += 1;
            continue;
        }
        let error = undefined(place, place + 1);
        let (replacement, position) = DecodeHandler::replace(&mut handler, error, &bytes)?;
        out.push_wtf8(&replacement);
        place = position;
    }
    Ok(pair(Str::from_wtf8(&out), bytes.len()))
}

fn undefined(start: usize, end: usize) -> Error {
    Error {
        encoding: "charmap",
        start,
        end,
        reason: UNDEFINED,
    }
}

/// What a mapping has for a key; nothing where it has none.
fn look_up(vm: &Vm, mapping: &Value, key: u32) -> Result<Option<Value>> {
    match vm.get_item(mapping, &Value::int(key.into())) {
        Ok(value) if value.is_none() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(raised) if raised.is(&exceptions::LOOKUP_ERROR) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// Appends what a byte stands for; says no where it stands for nothing.
fn character(vm: &Vm, mapping: &Value, byte: u8, out: &mut Wtf8Buf) -> Result<bool> {
    let Some(found) = look_up(vm, mapping, byte.into())? else {
        return Ok(false);
    };
    if let Some(text) = found.downcast::<Str>() {
        let is_nothing = text.as_wtf8().code_points().eq([NOTHING]);
        if !is_nothing {
            out.push_wtf8(text.as_wtf8());
        }
        return Ok(!is_nothing);
    }
    if !found.is_int() {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    }
    match found.as_i64() {
        Some(point) if point == i64::from(NOTHING) => Ok(false),
        Some(point @ 0..=0x10_FFFF) => {
            out.push(point as u32);
            Ok(true)
        }
        _ => Err(vm.type_error("character mapping must be in range(0x110000)")),
    }
}

/// `charmap_encode`.
pub fn encode(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = text_argument(vm, required(arguments, 0), "charmap_encode")?;
    let errors = handler_name(vm, &arguments[1], "charmap_encode")?;
    let mapping = arguments[2].as_ref().filter(|mapping| !mapping.is_none());
    let Some(mapping) = mapping else {
        return Ok(pair(
            encode_text(vm, Codec::Latin1, text, errors)?,
            text.len(),
        ));
    };
    let mut handler = Handler::of_text(vm, errors, text);
    let points: Vec<u32> = text.as_wtf8().code_points().collect();
    let mut out = Vec::with_capacity(points.len());
    let mut place = 0;
    while let Some(&point) = points.get(place) {
        if bytes_of(vm, mapping, point, &mut out)? {
            place += 1;
            continue;
        }
        place = replace(vm, mapping, text, &points, place, &mut handler, &mut out)?;
    }
    Ok(bytes_pair(&out, text.len()))
}

/// Handles the error at a place, and gives the place to go on.
fn replace(
    vm: &Vm,
    mapping: &Value,
    text: &Ref<Str>,
    points: &[u32],
    place: usize,
    handler: &mut Handler<'_>,
    out: &mut Vec<u8>,
) -> Result<usize> {
    let mut end = place + 1;
    while let Some(&point) = points.get(end) {
        if bytes_of(vm, mapping, point, &mut Vec::new())? {
            break;
        }
        end += 1;
    }
    let error = undefined(place, end);
    let (replacement, position) =
        EncodeHandler::replace(handler, error.clone(), text.indexed_text())?;
    match replacement {
        Replacement::Bytes(bytes) => out.extend(bytes),
        Replacement::Text(replacement) => {
            for point in replacement.code_points() {
                if !bytes_of(vm, mapping, point, out)? {
                    return Err(handler.fail(error, text.indexed_text()));
                }
            }
        }
    }
    Ok(position)
}

/// Appends what a character is encoded as; says no where it is not encoded.
fn bytes_of(vm: &Vm, mapping: &Value, point: u32, out: &mut Vec<u8>) -> Result<bool> {
    let Some(found) = look_up(vm, mapping, point)? else {
        return Ok(false);
    };
    if let Some(bytes) = found.downcast::<Bytes>() {
        out.extend_from_slice(bytes.as_bytes());
        return Ok(true);
    }
    if !found.is_int() {
        return Err(vm.type_error(format!(
            "character mapping must return integer, bytes or None, not {}",
            found.class().name()
        )));
    }
    match found.as_i64() {
        Some(byte @ 0..=0xFF) => {
            out.push(byte as u8);
            Ok(true)
        }
        _ => Err(vm.type_error("character mapping must be in range(256)")),
    }
}
