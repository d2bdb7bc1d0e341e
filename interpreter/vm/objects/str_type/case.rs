//! Methods of `str` that change or test the case or kind of characters.

use primitives::text::{Text, Wtf8Buf};

use super::{exact, of};
use crate::Result;
use crate::native::required;
use crate::objects::str::Str;
use crate::objects::value::Value;

/// Changes the text.
pub(super) fn map(
    arguments: &[Option<Value>],
    map: for<'a> fn(Text<'a>) -> Wtf8Buf,
) -> Result<Value> {
    let own = of(required(arguments, 0));
    let mapped = map(own.text());
    if mapped.as_bytes() == own.as_bytes() {
        return Ok(exact(own).into());
    }
    if own.is_ascii() {
        return Ok(Str::from_ascii(mapped.as_bytes()).into());
    }
    Ok(Str::from_wtf8(&mapped).into())
}

/// The same; ASCII is changed in place, in the result.
pub(super) fn map_ascii(
    arguments: &[Option<Value>],
    change: fn(&mut [u8]),
    other: for<'a> fn(Text<'a>) -> Wtf8Buf,
) -> Result<Value> {
    let own = of(required(arguments, 0));
    if !own.is_ascii() {
        return map(arguments, other);
    }
    let text = own.as_bytes();
    let changed = Str::from_ascii_with(text.len(), 0, |bytes| {
        bytes.copy_from_slice(text);
        change(bytes);
    });
    Ok(changed.into())
}

/// Tests the text.
pub(super) fn test(
    arguments: &[Option<Value>],
    test: for<'a> fn(Text<'a>) -> bool,
) -> Result<Value> {
    Ok(Value::bool(test(of(required(arguments, 0)).text())))
}
