//! `str.maketrans` and `str.translate`.

use primitives::text::methods::Translation;

use super::{exact, of};
use crate::native::required;
use crate::objects::dict::Dict;
use crate::objects::exceptions;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) fn translate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let own = of(required(arguments, 0));
    let table = required(arguments, 1);
    let translated = own.text().translate(|point| look_up(vm, table, point))?;
    if translated.as_bytes() == own.as_bytes() {
        return Ok(exact(own).into());
    }
    Ok(Str::from_wtf8(&translated).into())
}

fn look_up(vm: &Vm, table: &Value, point: u32) -> Result<Translation> {
    let found = match vm.get_item(table, &Value::int(point.into())) {
        Ok(found) => found,
        Err(raised) if raised.is(&exceptions::LOOKUP_ERROR) => return Ok(Translation::Keep),
        Err(raised) => return Err(raised),
    };
    if found.is_none() {
        return Ok(Translation::Delete);
    }
    if let Some(text) = found.downcast::<Str>() {
        return Ok(Translation::Several(text.as_wtf8().to_owned()));
    }
    if !found.is_int() {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    }
    match found.as_i64() {
        Some(point @ 0..=0x10_FFFF) => Ok(Translation::One(point as u32)),
        _ => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}

pub(super) fn make_table(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let from = required(arguments, 0);
    let table = Dict::new();
    let Some(to) = &arguments[1] else {
        let Some(given) = from.downcast_exact::<Dict>() else {
            return Err(
                vm.type_error("if you give only one argument to maketrans it must be a dict")
            );
        };
        for (key, value) in given.to_vec() {
            table.set(vm, &code_point_key(vm, &key)?, value)?;
        }
        return Ok(table.into());
    };
    let to = vm.expect_str_argument(to, "maketrans", "2")?;
    let deleted = match &arguments[2] {
        Some(deleted) => Some(vm.expect_str_argument(deleted, "maketrans", "3")?),
        None => None,
    };
    let Some(from) = from.downcast::<Str>() else {
        return Err(vm.type_error(
            "first maketrans argument must be a string if there is a second argument",
        ));
    };
    if from.len() != to.len() {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    for (from, to) in from.as_wtf8().code_points().zip(to.as_wtf8().code_points()) {
        table.set(vm, &Value::int(from.into()), Value::int(to.into()))?;
    }
    if let Some(deleted) = deleted {
        for point in deleted.as_wtf8().code_points() {
            table.set(vm, &Value::int(point.into()), Value::NONE)?;
        }
    }
    Ok(table.into())
}

fn code_point_key(vm: &Vm, key: &Value) -> Result<Value> {
    if let Some(text) = key.downcast::<Str>() {
        let mut points = text.as_wtf8().code_points();
        return match (points.next(), points.next()) {
            (Some(point), None) => Ok(Value::int(point.into())),
            _ => Err(vm.value_error("string keys in translate table must be of length 1")),
        };
    }
    if key.is_int() {
        return Ok(key.clone());
    }
    Err(vm.type_error("keys in translate table must be strings or integers"))
}
