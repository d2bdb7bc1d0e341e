//! Methods of `str` that pad, and that strip.

use std::borrow::Cow;

use primitives::text::bytes::Side;
use primitives::text::{SizeError, Text, Wtf8};

use super::{exact, of, part};
use crate::native::required;
use crate::objects::bytes::arguments::{limit, width};
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

fn result(vm: &Vm, own: &Ref<Str>, made: Result<Cow<'_, Wtf8>, SizeError>) -> Result<Value> {
    Ok(match made.map_err(|error| vm.size_error(error))? {
        Cow::Borrowed(all) => part(own, all),
        Cow::Owned(made) => Str::from_wtf8(&made).into(),
    })
}

type Pad = for<'a> fn(Text<'a>, usize, u32) -> Result<Cow<'a, Wtf8>, SizeError>;

pub(super) fn pad(vm: &Vm, arguments: &[Option<Value>], pad: Pad) -> Result<Value> {
    let width = width(vm, required(arguments, 1))?;
    let fill = match &arguments[2] {
        None => u32::from(b' '),
        Some(fill) => fill_character(vm, fill)?,
    };
    let own = of(required(arguments, 0));
    if width <= own.len() {
        return Ok(exact(own).into());
    }
    result(vm, own, pad(own.text(), width, fill))
}

fn fill_character(vm: &Vm, fill: &Value) -> Result<u32> {
    let Some(text) = fill.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "The fill character must be a unicode character, not {}",
            fill.class().name()
        )));
    };
    let mut points = text.as_wtf8().code_points();
    match (points.next(), points.next()) {
        (Some(point), None) => Ok(point),
        _ => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

pub(super) fn fill_zeros(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let width = width(vm, required(arguments, 1))?;
    let own = of(required(arguments, 0));
    result(vm, own, own.text().zfill(width))
}

pub(super) fn expand_tabs(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let size = match &arguments[1] {
        Some(size) => vm.to_i32(size)? as isize,
        None => 8,
    };
    let own = of(required(arguments, 0));
    if !own.as_bytes().contains(&b'\t') {
        return Ok(exact(own).into());
    }
    let expanded = own.text().expand_tabs(size);
    let expanded = expanded.map_err(|error| vm.size_error(error))?;
    Ok(Str::from_wtf8(&expanded).into())
}

pub(super) fn strip(vm: &Vm, arguments: &[Option<Value>], name: &str, side: Side) -> Result<Value> {
    let own = of(required(arguments, 0));
    let left = match &arguments[1] {
        Some(characters) if !characters.is_none() => {
            let Some(characters) = characters.downcast::<Str>() else {
                return Err(vm.type_error(format!("{name} arg must be None or str")));
            };
            own.text().strip(characters.as_wtf8(), side)
        }
        _ => own.text().strip_white_space(side),
    };
    Ok(part(own, left))
}

pub(super) fn remove(
    vm: &Vm,
    arguments: &[Option<Value>],
    name: &str,
    suffix: bool,
) -> Result<Value> {
    let affix = vm.expect_str_argument(required(arguments, 1), name, "")?;
    let own = of(required(arguments, 0));
    let left = match suffix {
        true => own.text().remove_suffix(affix.as_wtf8()),
        false => own.text().remove_prefix(affix.as_wtf8()),
    };
    Ok(part(own, left))
}

pub(super) fn replace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let old = vm.expect_str_argument(required(arguments, 1), "replace", "1")?;
    let new = vm.expect_str_argument(required(arguments, 2), "replace", "2")?;
    let limit = limit(vm, &arguments[3])?;
    let own = of(required(arguments, 0));
    let replaced = own.text().replace(old.as_wtf8(), new.as_wtf8(), limit);
    result(vm, own, replaced)
}
