//! `array(typecode, initializer)`.

use vm::call::Arguments;
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions::DEPRECATION_WARNING;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::types::Type;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::changes::{append_bytes, extend};
use super::items::Kind;
use super::slots::{ARRAY, Array};
use crate::support::refuse_keywords;

/// `array.__new__`.
pub fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    refuse_keywords(vm, class, &ARRAY, "array.array", arguments)?;
    let given = arguments.positionals();
    let (code, initial) = match given {
        [code] => (code, None),
        [code, initial] => (code, Some(initial)),
        _ => {
            let (limit, s) = if given.is_empty() {
                ("at least 1", "")
            } else {
                ("at most 2", "s")
            };
            return Err(vm.type_error(format!(
                "array() takes {limit} argument{s} ({} given)",
                given.len()
            )));
        }
    };
    let code = character(vm, code)?;
    if code == u32::from('u') {
        vm.warn(
            &DEPRECATION_WARNING,
            "The 'u' type code is deprecated and will be removed in Python 3.16",
            1,
        )?;
    }
    check_initial(vm, code, initial)?;
    let Some(kind) = Kind::of(code) else {
        return Err(
            vm.value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
        );
    };
    let array = Array::of_class(class, kind, Vec::new());
    if let Some(initial) = initial {
        fill(vm, &array, initial)?;
    }
    Ok(array.into())
}

fn character(vm: &Vm, code: &Value) -> Result<u32> {
    let text = code.downcast::<Str>().filter(|text| text.len() == 1);
    let point = text.and_then(|text| text.as_wtf8().code_points().next());
    point.ok_or_else(|| {
        vm.type_error(format!(
            "array() argument 1 must be a unicode character, not {}",
            vm.found_argument(code)
        ))
    })
}

/// Characters only go into arrays of characters.
fn check_initial(vm: &Vm, code: u32, initial: Option<&Value>) -> Result<()> {
    let is_text = [u32::from('u'), u32::from('w')].contains(&code);
    let (false, Some(initial)) = (is_text, initial) else {
        return Ok(());
    };
    let shown = char::from_u32(code).unwrap_or('?');
    if initial.downcast::<Str>().is_some() {
        return Err(vm.type_error(format!(
            "cannot use a str to initialize an array with typecode '{shown}'"
        )));
    }
    if initial
        .downcast::<Array>()
        .is_some_and(|array| array.kind.is_text())
    {
        return Err(vm.type_error(format!(
            "cannot use a unicode array to initialize an array with typecode '{shown}'"
        )));
    }
    Ok(())
}

fn fill(vm: &Vm, array: &Ref<Array>, initial: &Value) -> Result<()> {
    let bytes = initial.downcast::<Bytes>().is_some() || initial.downcast::<ByteArray>().is_some();
    if bytes {
        return append_whole_items(vm, array, &vm.bytes_like(initial)?);
    }
    if let Some(text) = initial.downcast::<Str>() {
        return append_text(vm, array, text);
    }
    if let Some(other) = initial.downcast::<Array>()
        && other.kind != array.kind
    {
        for item in other.to_values(vm)? {
            super::changes::append(vm, array, &item)?;
        }
        return Ok(());
    }
    extend(vm, array, initial)
}

/// Adds the code points of a string.
pub fn append_text(vm: &Vm, array: &Array, text: &Ref<Str>) -> Result<()> {
    let points = text.as_wtf8().code_points();
    let bytes: Vec<u8> = points.flat_map(|point| point.to_le_bytes()).collect();
    if bytes.is_empty() {
        return Ok(());
    }
    append_bytes(vm, array, &bytes)
}

/// Adds bytes, whose number must be that of whole items.
pub fn append_whole_items(vm: &Vm, array: &Array, bytes: &[u8]) -> Result<()> {
    if !bytes.len().is_multiple_of(array.kind.size()) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    if bytes.is_empty() {
        return Ok(());
    }
    append_bytes(vm, array, bytes)
}
