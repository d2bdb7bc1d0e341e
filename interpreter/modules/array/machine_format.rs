//! Pickling of arrays: bytes in one of the formats that machines have for numbers.

use primitives::number::integer::{ByteOrder, from_bytes};
use primitives::text::wtf8::Wtf8Buf;
use vm::native::required;
use vm::objects::bytes::Bytes;
use vm::objects::int::Int;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::types::Type;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::items::Kind;
use super::slots::{ARRAY, Array};
use crate::support::{of, tuple};

/// What a format holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Unsigned,
    Signed,
    Float,
    Text,
}

/// The formats by number: content, bytes of an item, byte order. CPython's pickles have them.
const FORMATS: [(Content, usize, ByteOrder); 22] = {
    use ByteOrder::{Big, Little};
    use Content::{Float, Signed, Text, Unsigned};
    [
        (Unsigned, 1, Little),
        (Signed, 1, Little),
        (Unsigned, 2, Little),
        (Unsigned, 2, Big),
        (Signed, 2, Little),
        (Signed, 2, Big),
        (Unsigned, 4, Little),
        (Unsigned, 4, Big),
        (Signed, 4, Little),
        (Signed, 4, Big),
        (Unsigned, 8, Little),
        (Unsigned, 8, Big),
        (Signed, 8, Little),
        (Signed, 8, Big),
        (Float, 4, Little),
        (Float, 4, Big),
        (Float, 8, Little),
        (Float, 8, Big),
        (Text, 2, Little),
        (Text, 2, Big),
        (Text, 4, Little),
        (Text, 4, Big),
    ]
};

fn content_of(kind: Kind) -> Content {
    match kind {
        kind if kind.is_text() => Content::Text,
        kind if kind.is_float() => Content::Float,
        kind if kind.is_signed() => Content::Signed,
        _ => Content::Unsigned,
    }
}

/// The number of the format that this machine has for a kind.
fn format_of(kind: Kind) -> usize {
    let wanted = (content_of(kind), kind.size());
    let found = FORMATS.iter().position(|(content, size, order)| {
        (*content, *size) == wanted && *order == ByteOrder::Little
    });
    found.unwrap_or(0)
}

/// `array.__reduce_ex__(protocol)`.
pub fn reduce_ex(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, protocol) = (required(arguments, 0), required(arguments, 1));
    let array = of::<Array>(this);
    if !protocol.is_int() {
        return Err(vm.type_error("__reduce_ex__ argument should be an integer"));
    }
    let protocol = vm.to_i64(protocol)?;
    let dict = vm
        .find_attribute_by(this, "__dict__")?
        .unwrap_or(Value::NONE);
    let code = Str::value(array.kind.code().to_string());
    let class = this.class().to_value();
    if protocol < 3 {
        let list = List::new(array.to_values(vm)?).into();
        return Ok(tuple(vec![class, tuple(vec![code, list]), dict]));
    }
    let reconstructor = vm.import_attribute("array", "_array_reconstructor")?;
    let bytes = Bytes::value(array.bytes.to_vec());
    let parts = tuple(vec![class, code, format_of(array.kind).into(), bytes]);
    Ok(tuple(vec![reconstructor, parts, dict]))
}

/// `_array_reconstructor(arraytype, typecode, mformat_code, items)`.
pub fn reconstruct(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let class = required(arguments, 0);
    let text = required(arguments, 1)
        .downcast::<Str>()
        .filter(|text| text.len() == 1);
    let Some(text) = text else {
        return Err(vm.type_error(format!(
            "_array_reconstructor() argument 2 must be a unicode character, not {}",
            vm.found_argument(required(arguments, 1))
        )));
    };
    let code = text.as_wtf8().code_points().next().unwrap_or_default();
    let number = vm.to_i32(required(arguments, 2))?;
    let items = required(arguments, 3);
    let Some(array_class) = class.downcast::<Type>() else {
        return Err(vm.type_error(format!(
            "first argument must be a type object, not {}",
            vm.found_argument(class)
        )));
    };
    if !array_class.is_subtype(&ARRAY) {
        return Err(vm.type_error(format!(
            "{} is not a subtype of {}",
            array_class.name(),
            ARRAY.name()
        )));
    }
    let Some(kind) = Kind::of(code) else {
        return Err(vm.value_error("second argument must be a valid type code"));
    };
    let format = usize::try_from(number)
        .ok()
        .and_then(|number| FORMATS.get(number));
    let Some(&(content, size, order)) = format else {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    };
    let Some(bytes) = items.downcast::<Bytes>() else {
        return Err(vm.type_error(format!(
            "fourth argument should be bytes, not {}",
            items.class().name()
        )));
    };
    if format_of(kind) == number as usize {
        return vm.call(class, &[text.to_value(), items.clone()]);
    }
    // Of text, CPython wants twice as much.
    let whole = if content == Content::Text {
        2 * size
    } else {
        size
    };
    if !bytes.len().is_multiple_of(whole) {
        return Err(vm.value_error("string length not a multiple of item size"));
    }
    let (kind, values) = decoded(vm, kind, content, size, order, bytes.as_bytes())?;
    vm.call(class, &[Str::value(kind.code().to_string()), values])
}

/// The items of another machine, and the kind that fits them best on this one.
fn decoded(
    vm: &Vm,
    kind: Kind,
    content: Content,
    size: usize,
    order: ByteOrder,
    bytes: &[u8],
) -> Result<(Kind, Value)> {
    let is_big = order == ByteOrder::Big;
    let items = bytes.chunks_exact(size);
    let little = |item: &[u8]| -> u64 {
        let mut word = [0u8; 8];
        word[..item.len()].copy_from_slice(item);
        if is_big {
            word[..item.len()].reverse();
        }
        u64::from_le_bytes(word)
    };
    match content {
        Content::Text => {
            let mut text = Wtf8Buf::new();
            let mut units = items.map(|item| little(item) as u32).peekable();
            while let Some(unit) = units.next() {
                let low = units
                    .peek()
                    .copied()
                    .filter(|low| (0xDC00..0xE000).contains(low));
                let point = match (size, unit, low) {
                    (2, 0xD800..0xDC00, Some(low)) => {
                        units.next();
                        0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                    }
                    _ => unit,
                };
                if point > 0x10_FFFF {
                    return Err(vm.value_error("character is not in range [U+0000; U+10ffff]"));
                }
                text.push_wtf8(Str::from_code_point(point).as_wtf8());
            }
            Ok((kind, Str::from_wtf8(&text).into()))
        }
        Content::Float => {
            let floats = items.map(|item| {
                let bits = little(item);
                Value::float(if size == 4 {
                    f32::from_bits(bits as u32).into()
                } else {
                    f64::from_bits(bits)
                })
            });
            Ok((kind, List::new(floats.collect()).into()))
        }
        Content::Signed | Content::Unsigned => {
            let signed = content == Content::Signed;
            let fitting = "bBhHiIlLqQ"
                .chars()
                .filter_map(|code| Kind::of(code.into()));
            let mut fitting = fitting.filter(|it| it.size() == size && it.is_signed() == signed);
            let numbers = items.map(|item| Int::from_integer(from_bytes(item, order, signed)));
            Ok((
                fitting.next_back().unwrap_or(kind),
                List::new(numbers.collect()).into(),
            ))
        }
    }
}
