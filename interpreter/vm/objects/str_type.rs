//! `str`: its slots and methods.

use primitives::text::{self, Text, Wtf8};

use super::bytes::Bytes;
use super::heap::{Payload, Ref};
use super::sequence::{position, repeat_count};
use super::slice::Slice;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::{Result, Vm, static_type};

mod case;
mod construction;
mod filesystem;
mod format;
mod iterator;
mod layout;
mod methods;
pub mod percent;
mod search;
mod split;
mod translate;

pub use construction::ascii;
pub use filesystem::text_of_file_name;
pub use format::format_text;
pub use iterator::{STR_ASCII_ITERATOR, STR_ITERATOR};
pub use split::join_items;

static_type! {
    /// `str`
    pub STR = TypeSpec {
        name: "str",
        doc: Some("An immutable sequence of Unicode code points."),
        layout: Some(<Str as Payload>::layout),
        flags: flags::BASE | flags::MATCH_SELF | flags::STR_SUBCLASS,
        slots: Slots {
            new: Some(construction::new),
            repr: Some(|_, this| Ok(Str::from_wtf8(&text::methods::repr(of(this).as_wtf8())).into())),
            str: Some(|_, this| Ok(exact(of(this)).into())),
            hash: Some(|_, this| Ok(of(this).hash())),
            compare: Some(compare),
            iter: Some(iterator::iter),
            length: Some(|_, this| Ok(of(this).len())),
            getitem: Some(get_item),
            contains: Some(contains),
            concatenate: Some(concatenate),
            repeat: Some(repeat),
            remainder: Some(percent::remainder),
            ..Slots::EMPTY
        },
        methods: methods::METHODS,
        ..TypeSpec::DEFAULT
    };
}

/// The string that `self` is.
pub(super) fn of(value: &Value) -> &Ref<Str> {
    value
        .downcast::<Str>()
        .expect("the type of self is checked before a method is called")
}

/// The same string as a `str` and no instance of a subclass.
pub(super) fn exact(text: &Ref<Str>) -> Ref<Str> {
    if text.class().is(&STR) {
        text.clone()
    } else {
        Str::from_text(text.text())
    }
}

/// A part of a string as a result: the string itself where it is all of it.
pub(super) fn part(own: &Ref<Str>, part: &Wtf8) -> Value {
    if part.len() == own.as_bytes().len() {
        return exact(own).into();
    }
    if own.is_ascii() {
        return match part.as_bytes() {
            [only] => Str::from_code_point(u32::from(*only)).into(),
            bytes => Str::from_ascii(bytes).into(),
        };
    }
    Str::from_wtf8(part).into()
}

fn part_of_text(own: &Ref<Str>, part: Text<'_>) -> Value {
    if part.as_bytes().len() == own.as_bytes().len() {
        return exact(own).into();
    }
    if part.length() == 1
        && let Some(point) = part.code_point(0)
    {
        return Str::from_code_point(point).into();
    }
    Str::from_text(part).into()
}

fn compare(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(left), Some(right)) = (left.downcast::<Str>(), right.downcast::<Str>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(match operator {
        Comparison::Equal => left.same_text(right),
        Comparison::NotEqual => !left.same_text(right),
        _ => operator.holds(left.as_bytes().cmp(right.as_bytes())),
    }))
}

/// `text[index]` where the index is an integer.
#[inline]
pub fn code_point_at(text: &Ref<Str>, index: isize) -> Option<u32> {
    let position = position(index, text.len())?;
    if text.is_ascii() {
        return text.as_bytes().get(position).map(|byte| u32::from(*byte));
    }
    text.indexed_text().code_point(position)
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let text = of(this);
    if let Some(index) = key.as_small_int() {
        return match code_point_at(text, index as isize) {
            Some(point) => Ok(Str::from_code_point(point).into()),
            None => Err(vm.index_error("string index out of range")),
        };
    }
    if let Some(slice) = key.downcast::<Slice>() {
        let span = slice.span(vm, || text.len())?;
        if span.step == 1 || span.count == 0 {
            let start = span.start.max(0) as usize;
            let found = text.indexed_text().slice(start..start + span.count);
            return Ok(part_of_text(text, found));
        }
        let start = span.start as usize;
        let picked = text
            .indexed_text()
            .slice_with_step(start, span.step, span.count);
        return Ok(Str::from_wtf8(&picked).into());
    }
    if !key.is_int() && key.class().slots().index.is_none() {
        return Err(vm.type_error(format!(
            "string indices must be integers, not '{}'",
            key.class().name()
        )));
    }
    let index = vm.to_subscript(key)?;
    match code_point_at(text, index) {
        Some(point) => Ok(Str::from_code_point(point).into()),
        None => Err(vm.index_error("string index out of range")),
    }
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> Result<bool> {
    match item.downcast::<Str>() {
        Some(item) => Ok(of(this).text().contains(item.as_wtf8())),
        None => Err(vm.type_error(format!(
            "'in <string>' requires string as left operand, not {}",
            item.class().name()
        ))),
    }
}

fn concatenate(vm: &Vm, this: &Value, other: &Value) -> Result<Value> {
    let Some(right) = other.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "can only concatenate str (not \"{}\") to str",
            other.class().name()
        )));
    };
    let left = of(this);
    if right.is_empty() {
        return Ok(exact(left).into());
    }
    if left.is_empty() {
        return Ok(exact(right).into());
    }
    Ok(left.concat(right).into())
}

/// How many characters of repeated ASCII are made in their place.
const MANY_REPEATED: usize = 1 << 16;

fn repeat(vm: &Vm, this: &Value, count: &Value) -> Result<Value> {
    let text = of(this);
    let index = vm.index(count)?;
    if index.as_i64().is_some_and(|count| {
        count > 0
            && text
                .len()
                .checked_mul(count as usize)
                .is_none_or(|it| it > isize::MAX as usize)
    }) {
        return Err(vm.overflow_error("repeated string is too long"));
    }
    let count = repeat_count(vm, &index, text.as_bytes().len())?;
    if count == 1 {
        return Ok(exact(text).into());
    }
    let (bytes, length) = (text.as_bytes(), text.as_bytes().len());
    if text.is_ascii() && !bytes.is_empty() && length * count <= MANY_REPEATED {
        let fill = |out: &mut [u8]| match bytes {
            [byte] => out.fill(*byte),
            _ => out
                .chunks_exact_mut(length)
                .for_each(|part| part.copy_from_slice(bytes)),
        };
        return Ok(Str::from_ascii_with(length * count, 0, fill).into());
    }
    let repeated = text
        .text()
        .repeat(count)
        .map_err(|error| vm.size_error(error))?;
    let text = Text::with_length(&repeated, text.len() * count);
    Ok(Str::from_text(text).into())
}

/// A str of this text: the one given if it is a str that says the same.
fn only_if_new(text: &Wtf8, known: &Value) -> Ref<Str> {
    match known.downcast_exact::<Str>() {
        Some(known) if known.as_wtf8() == text => known.clone(),
        _ => Str::from_wtf8(text),
    }
}

/// The text with escapes for all that is not ASCII, as `ascii()` shows representations.
pub fn escaped_to_ascii(text: &Ref<Str>) -> Ref<Str> {
    if text.is_ascii() {
        return text.clone();
    }
    let codec = text::codecs::Codec::Ascii;
    let mut handler = text::codecs::Errors::BackslashReplace;
    match text::codecs::encode(codec, text.text(), &mut handler) {
        Ok(bytes) => Str::from_ascii(&bytes),
        Err(_) => text.clone(),
    }
}

/// The text in UTF-8; a UnicodeEncodeError where it has surrogates.
pub fn encode_utf8(vm: &Vm, text: &Ref<Str>) -> Result<Vec<u8>> {
    if text.is_ascii() || !text.as_wtf8().has_surrogates() {
        return Ok(text.as_bytes().to_vec());
    }
    let encoded: Ref<Bytes> = super::codecs::encode(vm, text, None, None)?;
    Ok(encoded.as_bytes().to_vec())
}
