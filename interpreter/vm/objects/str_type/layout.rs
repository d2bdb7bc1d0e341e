//! Methods of `str` that pad, and that strip.

use std::borrow::Cow;

use primitives::text::bytes::Side;
use primitives::text::{SizeError, Wtf8};

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

/// Where the text lies in its width.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Left,
    Middle,
    Right,
}

impl Place {
    /// How much of what is missing to a width goes in front of the text.
    fn margin(self, missing: usize, width: usize) -> usize {
        match self {
            Place::Left => 0,
            Place::Middle => missing / 2 + (missing & width & 1),
            Place::Right => missing,
        }
    }
}

/// Widths up to this one are filled at once.
const ORDINARY_WIDTH: usize = 1 << 16;

/// The text of ASCII at a position within a width.
fn padded(own: &Ref<Str>, left: usize, width: usize, fill: u8) -> Ref<Str> {
    let text = own.as_bytes();
    Str::from_ascii_with(width, fill, |bytes| {
        bytes[left..left + text.len()].copy_from_slice(text);
    })
}

pub(super) fn pad(vm: &Vm, arguments: &[Option<Value>], place: Place) -> Result<Value> {
    let width = width(vm, required(arguments, 1))?;
    let fill = match &arguments[2] {
        None => u32::from(b' '),
        Some(fill) => fill_character(vm, fill)?,
    };
    let own = of(required(arguments, 0));
    if width <= own.len() {
        return Ok(exact(own).into());
    }
    let missing = width - own.len();
    let left = place.margin(missing, width);
    match u8::try_from(fill) {
        Ok(fill) if fill.is_ascii() && own.is_ascii() && width <= ORDINARY_WIDTH => {
            Ok(padded(own, left, width, fill).into())
        }
        _ => result(vm, own, own.text().padded(left, missing - left, fill)),
    }
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
    if own.is_ascii() && own.len() < width && width <= ORDINARY_WIDTH {
        let text = own.as_bytes();
        let missing = width - text.len();
        let filled = Str::from_ascii_with(width, b'0', |bytes| {
            bytes[missing..].copy_from_slice(text);
            if let Some(b'+' | b'-') = text.first() {
                bytes.swap(0, missing);
            }
        });
        return Ok(filled.into());
    }
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

/// So long are texts at most that are looked through before anything else is done.
const SHORT: usize = 64;

pub(super) fn replace(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let old = vm.expect_str_argument(required(arguments, 1), "replace", "1")?;
    let new = vm.expect_str_argument(required(arguments, 2), "replace", "2")?;
    let limit = limit(vm, &arguments[3])?;
    let own = of(required(arguments, 0));
    if old.is(new) && own.as_value().is_exact::<Str>() {
        return Ok(own.to_value());
    }
    // Most short texts have none of the characters that are escaped.
    if let [byte] = old.as_bytes()
        && own.as_bytes().len() <= SHORT
        && own.as_value().is_exact::<Str>()
        && !own.as_bytes().contains(byte)
    {
        return Ok(own.to_value());
    }
    let replaced = own.text().replace(old.as_wtf8(), new.as_wtf8(), limit);
    if let (Ok(Cow::Owned(made)), true) = (&replaced, own.is_ascii() && new.is_ascii()) {
        return Ok(Str::from_ascii(made.as_bytes()).into());
    }
    result(vm, own, replaced)
}
