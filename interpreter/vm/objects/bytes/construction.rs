//! Making `bytes`: `bytes(...)`, and bytes from any object.

use super::arguments::byte_or;
use super::{BYTES, Bytes};
use crate::call::Arguments;
use crate::native::{Signature, bind};
use crate::objects::buffer::{Buffer, not_bytes_like, request};
use crate::objects::codecs;
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The bytes of any object with a buffer; a TypeError for others.
pub fn from_buffer(vm: &Vm, object: &Value) -> Result<Ref<Bytes>> {
    if let Some(bytes) = object.downcast_exact::<Bytes>() {
        return Ok(bytes.clone());
    }
    if !Buffer::is_shown_by(vm, object) {
        return Err(not_bytes_like(vm, object));
    }
    copy_of_buffer(vm, object)
}

/// The bytes of an object with a buffer, which may have gaps.
fn copy_of_buffer(vm: &Vm, object: &Value) -> Result<Ref<Bytes>> {
    if let Some(view) = object.downcast::<crate::objects::memoryview::MemoryView>() {
        return Ok(Bytes::new(&view.to_bytes(vm)?));
    }
    let buffer = Buffer::requested(vm, object, request::FULL_READ_ONLY)?;
    if buffer.is_contiguous() {
        return Ok(Bytes::new(buffer.as_bytes()));
    }
    let view = crate::objects::memoryview::MemoryView::of_buffer(buffer);
    Ok(Bytes::new(&view.to_bytes(vm)?))
}

/// What `bytes(object)` makes of a buffer or an iterable of integers; a str is refused.
pub fn from_object(vm: &Vm, object: &Value) -> Result<Ref<Bytes>> {
    if object.is_exact::<Bytes>() || Buffer::is_shown_by(vm, object) {
        return from_buffer(vm, object);
    }
    from_iterable(vm, object, "bytes", "bytes must be in range(0, 256)").map(|it| Bytes::new(&it))
}

/// The bytes that an iterable of integers gives.
pub fn from_iterable(vm: &Vm, object: &Value, name: &str, range: &str) -> Result<Vec<u8>> {
    let mut found = Vec::new();
    if object.is_exact::<List>() || object.is_exact::<Tuple>() {
        // A list is read as it is at each step: `__index__` may change it.
        vm.for_each(object, |item| {
            found.push(byte_or(vm, &item, range)?);
            Ok(())
        })?;
        return Ok(found);
    }
    if object.downcast::<Str>().is_none() {
        match vm.iter(object) {
            Ok(iterator) => {
                found.reserve(vm.length_hint(object, 64)?.min(1 << 20));
                while let Some(item) = vm.next(&iterator)? {
                    found.push(byte_or(vm, &item, range)?);
                }
                return Ok(found);
            }
            Err(raised) if raised.is(&exceptions::TYPE_ERROR) => {}
            Err(raised) => return Err(raised),
        }
    }
    Err(vm.type_error(format!(
        "cannot convert '{}' object to {name}",
        object.class().name()
    )))
}

/// Zeros, as many as an index says; `None` where the object is no index.
pub fn zeros(vm: &Vm, source: &Value) -> Result<Option<Vec<u8>>> {
    if !source.is_int() && source.class().slots().index.is_none() {
        return Ok(None);
    }
    let count = match vm.index(source) {
        Ok(count) => count,
        Err(raised) if raised.is(&exceptions::TYPE_ERROR) => return Ok(None),
        Err(raised) => return Err(raised),
    };
    let Some(count) = count.as_i64() else {
        return Err(vm.overflow_error(format!(
            "cannot fit '{}' into an index-sized integer",
            count.class().name()
        )));
    };
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative count"));
    };
    let mut zeros = Vec::new();
    if count > isize::MAX as usize - 64 || zeros.try_reserve_exact(count).is_err() {
        return Err(vm.memory_error(""));
    }
    zeros.resize(count, 0);
    Ok(Some(zeros))
}

/// The text of an optional argument of a constructor.
fn optional_text<'a>(
    vm: &Vm,
    argument: Option<&'a Value>,
    function: &str,
    name: &str,
) -> Result<Option<&'a Ref<Str>>> {
    let Some(value) = argument else {
        return Ok(None);
    };
    match value.downcast::<Str>() {
        Some(text) => Ok(Some(text)),
        None => Err(vm.type_error(format!(
            "{function}() argument '{name}' must be str, not {}",
            vm.found_argument(value)
        ))),
    }
}

/// The encoded text, where the arguments of `bytes` or `bytearray` ask for that.
pub fn encoded(
    vm: &Vm,
    function: &str,
    source: Option<&Value>,
    encoding: Option<&Value>,
    errors: Option<&Value>,
) -> Result<Option<Ref<Bytes>>> {
    let encoding = optional_text(vm, encoding, function, "encoding")?;
    let errors = optional_text(vm, errors, function, "errors")?;
    let text = source.and_then(|source| source.downcast::<Str>());
    match (text, encoding) {
        (Some(text), Some(encoding)) => codecs::encode(vm, text, Some(encoding), errors).map(Some),
        (_, Some(_)) => Err(vm.type_error("encoding without a string argument")),
        _ if errors.is_some() => Err(vm.type_error(if text.is_some() {
            "string argument without an encoding"
        } else {
            "errors without a string argument"
        })),
        (Some(_), None) => Err(vm.type_error("string argument without an encoding")),
        (None, None) => Ok(None),
    }
}

pub(crate) fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature =
        Signature::new("bytes", "(source=b'', encoding='utf-8', errors='strict')");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let source = bound.optional(0);
    let made = match encoded_or_method(vm, source, bound.optional(1), bound.optional(2))? {
        Some(bytes) => bytes,
        None => match source {
            None => Bytes::new(&[]),
            Some(source) => match zeros(vm, source)? {
                Some(zeros) => Bytes::new(&zeros),
                None => from_object(vm, source)?,
            },
        },
    };
    if class.is(&BYTES) {
        return Ok(made.into());
    }
    Ok(Bytes::of_class(class, made.as_bytes()).into())
}

/// The bytes where a text is to be encoded, or the object has a method `__bytes__`.
fn encoded_or_method(
    vm: &Vm,
    source: Option<&Value>,
    encoding: Option<&Value>,
    errors: Option<&Value>,
) -> Result<Option<Ref<Bytes>>> {
    if encoding.is_some() || errors.is_some() {
        return encoded(vm, "bytes", source, encoding, errors);
    }
    let Some(source) = source else {
        return Ok(None);
    };
    if source.is_exact::<Bytes>() {
        return from_buffer(vm, source).map(Some);
    }
    if let Some(bytes) = by_method(vm, source)? {
        return Ok(Some(bytes));
    }
    encoded(vm, "bytes", Some(source), None, None)
}

/// What `__bytes__` of an object gives, where it has that method.
pub fn by_method(vm: &Vm, object: &Value) -> Result<Option<Ref<Bytes>>> {
    if object.is_small_int() || object.is_exact::<List>() || object.is_exact::<Str>() {
        return Ok(None);
    }
    let Some(result) = vm.call_special(object, "__bytes__", &[])? else {
        return Ok(None);
    };
    match result.downcast::<Bytes>() {
        Some(bytes) => Ok(Some(bytes.clone())),
        None => Err(vm.type_error(format!(
            "__bytes__ returned non-bytes (type {})",
            result.class().name()
        ))),
    }
}
