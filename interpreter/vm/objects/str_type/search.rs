//! Methods of `str` that search.

use std::ops::Range;

use primitives::text::{Text, Wtf8, bounds};

use super::of;
use crate::native::required;
use crate::objects::bytes::arguments::optional_bound;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The text to search in, the needle, and the range.
#[inline(always)]
fn searched<'a>(
    vm: &Vm,
    arguments: &'a [Option<Value>],
    name: &str,
) -> Result<(Text<'a>, &'a Wtf8, Option<Range<usize>>)> {
    let needle = vm.expect_str_argument(required(arguments, 1), name, "1")?;
    let start = optional_bound(vm, &arguments[2])?;
    let end = optional_bound(vm, &arguments[3])?;
    let own = of(required(arguments, 0));
    let range = bounds(start, end, own.len());
    let text = match start.is_some() || end.is_some() {
        true => own.indexed_text(),
        false => own.text(),
    };
    Ok((text, needle.as_wtf8(), range))
}

#[inline(always)]
fn search(
    vm: &Vm,
    arguments: &[Option<Value>],
    name: &str,
    search: impl for<'a> Fn(Text<'a>, &Wtf8, Range<usize>) -> Option<usize>,
) -> Result<Option<usize>> {
    let (text, needle, range) = searched(vm, arguments, name)?;
    Ok(range.and_then(|range| search(text, needle, range)))
}

fn place(found: Option<usize>) -> Result<Value> {
    Ok(found.map_or(Value::int(-1), Value::from))
}

fn place_or_error(vm: &Vm, found: Option<usize>) -> Result<Value> {
    found
        .map(Value::from)
        .ok_or_else(|| vm.value_error("substring not found"))
}

pub(super) fn find(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    place(search(vm, arguments, "find", |text, needle, range| {
        text.find(needle, range)
    })?)
}

pub(super) fn find_last(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    place(search(vm, arguments, "rfind", |text, needle, range| {
        text.rfind(needle, range)
    })?)
}

pub(super) fn index(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    place_or_error(
        vm,
        search(vm, arguments, "index", |text, needle, range| {
            text.find(needle, range)
        })?,
    )
}

pub(super) fn index_last(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    place_or_error(
        vm,
        search(vm, arguments, "rindex", |text, needle, range| {
            text.rfind(needle, range)
        })?,
    )
}

pub(super) fn count(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (text, needle, range) = searched(vm, arguments, "count")?;
    Ok(range.map_or(0, |range| text.count(needle, range)).into())
}

#[inline(always)]
fn affix(
    vm: &Vm,
    arguments: &[Option<Value>],
    name: &str,
    whole: fn(&[u8], &[u8]) -> bool,
    test: for<'a> fn(Text<'a>, &Wtf8, Range<usize>) -> bool,
) -> Result<Value> {
    let own = of(required(arguments, 0));
    if let [_, Some(affix), None, None] = arguments {
        let holds = |affix: &Ref<Str>| whole(own.as_bytes(), affix.as_bytes());
        if let Some(affix) = affix.downcast::<Str>() {
            return Ok(Value::bool(holds(affix)));
        }
        if let Some(several) = affix.downcast::<Tuple>()
            && several.items().iter().all(|affix| affix.is_exact::<Str>())
        {
            let mut several = several.items().iter().filter_map(Value::downcast::<Str>);
            return Ok(Value::bool(several.any(holds)));
        }
    }
    let start = optional_bound(vm, &arguments[2])?;
    let end = optional_bound(vm, &arguments[3])?;
    let range = bounds(start, end, own.len());
    let text = own.text();
    let holds = |affix: &Wtf8| {
        let range = range.clone();
        range.is_some_and(|range| test(text, affix, range))
    };
    let affix = required(arguments, 1);
    if let Some(affix) = affix.downcast::<Str>() {
        return Ok(Value::bool(holds(affix.as_wtf8())));
    }
    let Some(several) = affix.downcast::<Tuple>() else {
        return Err(vm.type_error(format!(
            "{name} first arg must be str or a tuple of str, not {}",
            affix.class().name()
        )));
    };
    for affix in several.items() {
        let Some(affix) = affix.downcast::<Str>() else {
            return Err(vm.type_error(format!(
                "tuple for {name} must only contain str, not {}",
                affix.class().name()
            )));
        };
        if holds(affix.as_wtf8()) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

pub(super) fn starts_with(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    affix(
        vm,
        arguments,
        "startswith",
        <[u8]>::starts_with,
        |text, needle, range| text.starts_with(needle, range),
    )
}

pub(super) fn ends_with(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    affix(
        vm,
        arguments,
        "endswith",
        <[u8]>::ends_with,
        |text, needle, range| text.ends_with(needle, range),
    )
}
