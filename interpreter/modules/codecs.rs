//! `_codecs`: the registry of codecs, and the codecs of the machine as functions.

use primitives::text::codecs::{ByteOrder, Codec};
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::buffer::BytesLike;
use vm::objects::bytes::Bytes;
use vm::objects::codecs::{decode_bytes, encode_text, errors, registry, with_note};
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

mod charmap;
mod escapes;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_codecs",
    doc: None,
    functions: FUNCTIONS,
    fill: |_, _| Ok(()),
};

const LITTLE: Option<ByteOrder> = Some(ByteOrder::Little);
const BIG: Option<ByteOrder> = Some(ByteOrder::Big);

/// A decoder that takes only whole input.
macro_rules! whole {
    ($name:literal, $codec:expr) => {
        Method::new(
            $name,
            "($module, data, errors=None, /)",
            |vm, arguments| decode(vm, arguments, $name, $codec, true),
            "Bytes to text.",
        )
    };
}

/// A decoder that may leave incomplete input.
macro_rules! partial {
    ($name:literal, $codec:expr) => {
        Method::new(
            $name,
            "($module, data, errors=None, final=False, /)",
            |vm, arguments| {
                let is_final = flag(vm, &arguments[2], false)?;
                decode(vm, arguments, $name, $codec, is_final)
            },
            "Bytes to text.",
        )
    };
}

macro_rules! encoder {
    ($name:literal, $codec:expr) => {
        Method::new(
            $name,
            "($module, str, errors=None, /)",
            |vm, arguments| encode(vm, arguments, $name, $codec),
            "Text to bytes.",
        )
    };
}

/// An encoder whose order of bytes is an argument: little if negative, big if positive.
macro_rules! ordered_encoder {
    ($name:literal, $codec:path) => {
        Method::new(
            $name,
            "($module, str, errors=None, byteorder=0, /)",
            |vm, arguments| {
                let order = order(vm, &arguments[2])?;
                encode(vm, arguments, $name, $codec(order))
            },
            "Text to bytes.",
        )
    };
}

macro_rules! extended {
    ($name:literal, $codec:path, $width:literal) => {
        Method::new(
            $name,
            "($module, data, errors=None, byteorder=0, final=False, /)",
            |vm, arguments| decode_with_order(vm, arguments, $name, $codec, $width),
            "Bytes to text, and the order of bytes.",
        )
    };
}

const FUNCTIONS: &[Method] = &[
    Method::new(
        "register",
        "($module, search_function, /)",
        |vm, it| {
            registry::register(vm, required(it, 0))?;
            Ok(Value::NONE)
        },
        "Registers a search function.",
    ),
    Method::new(
        "unregister",
        "($module, search_function, /)",
        |_, it| {
            registry::unregister(required(it, 0));
            Ok(Value::NONE)
        },
        "Forgets a search function, and what has been found.",
    ),
    Method::new(
        "lookup",
        "($module, encoding, /)",
        |vm, it| {
            let name = vm.expect_str_argument(required(it, 0), "lookup", "")?;
            if name.as_bytes().contains(&0) {
                return Err(vm.value_error("embedded null character"));
            }
            registry::lookup(vm, &name.to_text())
        },
        "The codec of an encoding.",
    ),
    Method::new(
        "encode",
        "($module, /, obj, encoding='utf-8', errors='strict')",
        |vm, it| convert(vm, it, "encode", registry::ENCODER),
        "Encodes by a codec.",
    ),
    Method::new(
        "decode",
        "($module, /, obj, encoding='utf-8', errors='strict')",
        |vm, it| convert(vm, it, "decode", registry::DECODER),
        "Decodes by a codec.",
    ),
    Method::new(
        "register_error",
        "($module, errors, handler, /)",
        |vm, it| {
            let name = vm.expect_str_argument(required(it, 0), "register_error", "1")?;
            registry::register_error(vm, name, required(it, 1))?;
            Ok(Value::NONE)
        },
        "Registers an error handler.",
    ),
    Method::new(
        "_unregister_error",
        "($module, errors, /)",
        |vm, it| {
            let name = vm.expect_str_argument(required(it, 0), "_unregister_error", "")?;
            Ok(Value::bool(registry::unregister_error(name)))
        },
        "Forgets an error handler.",
    ),
    Method::new(
        "lookup_error",
        "($module, name, /)",
        |vm, it| {
            errors::lookup_error(
                vm,
                vm.expect_str_argument(required(it, 0), "lookup_error", "")?,
            )
        },
        "The error handler of a name.",
    ),
    Method::new(
        "escape_encode",
        "($module, data, errors=None, /)",
        escapes::encode,
        "Bytes with escapes.",
    ),
    Method::new(
        "escape_decode",
        "($module, data, errors=None, /)",
        escapes::decode,
        "Bytes from escapes.",
    ),
    Method::new(
        "charmap_build",
        "($module, map, /)",
        charmap::build,
        "An encoding table from a decoding one.",
    ),
    Method::new(
        "charmap_decode",
        "($module, data, errors=None, mapping=None, /)",
        charmap::decode,
        "Bytes to text by a mapping.",
    ),
    Method::new(
        "charmap_encode",
        "($module, str, errors=None, mapping=None, /)",
        charmap::encode,
        "Text to bytes by a mapping.",
    ),
    Method::new(
        "readbuffer_encode",
        "($module, data, errors=None, /)",
        read_buffer,
        "The bytes of an object.",
    ),
    whole!("ascii_decode", Codec::Ascii),
    whole!("latin_1_decode", Codec::Latin1),
    partial!("utf_7_decode", Codec::Utf7),
    partial!("utf_8_decode", Codec::Utf8),
    partial!("utf_16_decode", Codec::Utf16(None)),
    partial!("utf_16_le_decode", Codec::Utf16(LITTLE)),
    partial!("utf_16_be_decode", Codec::Utf16(BIG)),
    partial!("utf_32_decode", Codec::Utf32(None)),
    partial!("utf_32_le_decode", Codec::Utf32(LITTLE)),
    partial!("utf_32_be_decode", Codec::Utf32(BIG)),
    extended!("utf_16_ex_decode", Codec::Utf16, 2),
    extended!("utf_32_ex_decode", Codec::Utf32, 4),
    Method::new(
        "unicode_escape_decode",
        "($module, data, errors=None, final=True, /)",
        |vm, it| decode_escapes(vm, it, "unicode_escape_decode", Codec::UnicodeEscape),
        "Bytes with escapes to text.",
    ),
    Method::new(
        "raw_unicode_escape_decode",
        "($module, data, errors=None, final=True, /)",
        |vm, it| decode_escapes(vm, it, "raw_unicode_escape_decode", Codec::RawUnicodeEscape),
        "Bytes with escapes to text.",
    ),
    encoder!("ascii_encode", Codec::Ascii),
    encoder!("latin_1_encode", Codec::Latin1),
    encoder!("utf_7_encode", Codec::Utf7),
    encoder!("utf_8_encode", Codec::Utf8),
    encoder!("utf_16_le_encode", Codec::Utf16(LITTLE)),
    encoder!("utf_16_be_encode", Codec::Utf16(BIG)),
    encoder!("utf_32_le_encode", Codec::Utf32(LITTLE)),
    encoder!("utf_32_be_encode", Codec::Utf32(BIG)),
    encoder!("unicode_escape_encode", Codec::UnicodeEscape),
    encoder!("raw_unicode_escape_encode", Codec::RawUnicodeEscape),
    ordered_encoder!("utf_16_encode", Codec::Utf16),
    ordered_encoder!("utf_32_encode", Codec::Utf32),
];

fn flag(vm: &Vm, argument: &Option<Value>, default: bool) -> Result<bool> {
    match argument {
        Some(value) => vm.is_true(value),
        None => Ok(default),
    }
}

fn order(vm: &Vm, argument: &Option<Value>) -> Result<Option<ByteOrder>> {
    let number = match argument {
        Some(value) => vm.to_i32(value)?,
        None => 0,
    };
    Ok(match number {
        0 => None,
        1.. => BIG,
        _ => LITTLE,
    })
}

/// The optional name of an error handler.
fn handler_name<'a>(
    vm: &Vm,
    argument: &'a Option<Value>,
    function: &str,
) -> Result<Option<&'a Ref<Str>>> {
    match argument {
        Some(value) if !value.is_none() => match value.downcast::<Str>() {
            Some(name) => Ok(Some(name)),
            None => Err(vm.type_error(format!(
                "{function}() argument 2 must be str or None, not {}",
                vm.found_argument(value)
            ))),
        },
        _ => Ok(None),
    }
}

fn text_argument<'a>(vm: &Vm, value: &'a Value, function: &str) -> Result<&'a Ref<Str>> {
    vm.expect_str_argument(value, function, "1")
}

fn pair(first: impl Into<Value>, length: usize) -> Value {
    Tuple::pair(first.into(), length.into()).into()
}

fn encode(vm: &Vm, arguments: &[Option<Value>], function: &str, codec: Codec<'_>) -> Result<Value> {
    let text = text_argument(vm, required(arguments, 0), function)?;
    let errors = handler_name(vm, &arguments[1], function)?;
    Ok(pair(encode_text(vm, codec, text, errors)?, text.len()))
}

fn decode(
    vm: &Vm,
    arguments: &[Option<Value>],
    function: &str,
    codec: Codec<'_>,
    is_final: bool,
) -> Result<Value> {
    let bytes = vm.bytes_like(required(arguments, 0))?;
    let errors = handler_name(vm, &arguments[1], function)?;
    let (text, consumed) = decode_bytes(vm, codec, &bytes, errors, is_final)?;
    Ok(pair(text, consumed))
}

/// Escapes may be given as text too.
fn decode_escapes(
    vm: &Vm,
    arguments: &[Option<Value>],
    function: &str,
    codec: Codec<'_>,
) -> Result<Value> {
    let is_final = flag(vm, &arguments[2], true)?;
    let Some(text) = required(arguments, 0).downcast::<Str>() else {
        return decode(vm, arguments, function, codec, is_final);
    };
    let errors = handler_name(vm, &arguments[1], function)?;
    let bytes = BytesLike::Bytes(encode_text(vm, Codec::Utf8, text, None)?);
    let (text, consumed) = decode_bytes(vm, codec, &bytes, errors, is_final)?;
    Ok(pair(text, consumed))
}

fn decode_with_order(
    vm: &Vm,
    arguments: &[Option<Value>],
    function: &str,
    codec: fn(Option<ByteOrder>) -> Codec<'static>,
    width: usize,
) -> Result<Value> {
    let bytes = vm.bytes_like(required(arguments, 0))?;
    let errors = handler_name(vm, &arguments[1], function)?;
    let given = order(vm, &arguments[2])?;
    let is_final = flag(vm, &arguments[3], false)?;
    let marks: [&[u8]; 2] = match width {
        2 => [b"\xFF\xFE", b"\xFE\xFF"],
        _ => [b"\xFF\xFE\0\0", b"\0\0\xFE\xFF"],
    };
    let (text, consumed) = decode_bytes(vm, codec(given), &bytes, errors, is_final)?;
    let number = match given {
        Some(ByteOrder::Little) => -1,
        Some(ByteOrder::Big) => 1,
        None if bytes.starts_with(marks[0]) => -1,
        None if bytes.starts_with(marks[1]) => 1,
        None => 0,
    };
    Ok(Tuple::new(vec![text.into(), consumed.into(), Value::int(number)]).into())
}

fn convert(vm: &Vm, arguments: &[Option<Value>], function: &str, place: usize) -> Result<Value> {
    let text = |argument: &Option<Value>, name: &str| match argument {
        None => Ok(None),
        Some(value) => match value.downcast::<Str>() {
            Some(text) => Ok(Some(text.clone())),
            None => Err(vm.type_error(format!(
                "{function}() argument '{name}' must be str, not {}",
                vm.found_argument(value)
            ))),
        },
    };
    let encoding = text(&arguments[1], "encoding")?;
    let errors = text(&arguments[2], "errors")?;
    let encoding = encoding.map_or_else(|| "utf-8".to_owned(), |name| name.to_text());
    let codec = registry::lookup(vm, &encoding)?;
    let doing = if place == registry::ENCODER {
        "encoding"
    } else {
        "decoding"
    };
    registry::call(vm, &codec, place, required(arguments, 0), errors.as_ref())
        .map_err(|raised| with_note(vm, raised, doing, &encoding))
}

fn read_buffer(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    handler_name(vm, &arguments[1], "readbuffer_encode")?;
    let data = required(arguments, 0);
    let bytes = match data.downcast::<Str>() {
        Some(text) => encode_text(vm, Codec::Utf8, text, None)?,
        None => vm::objects::bytes::from_buffer(vm, data)?,
    };
    let length = bytes.len();
    Ok(pair(bytes, length))
}

/// Bytes as a value, and how much of the input they stand for.
fn bytes_pair(bytes: &[u8], length: usize) -> Value {
    pair(Bytes::new(bytes), length)
}
