//! `int(...)`.

use primitives::number::integer;

use super::super::bytearray::ByteArray;
use super::super::bytes::Bytes;
use super::super::heap::Ref;
use super::super::int::{INT, Int};
use super::super::str::Str;
use super::super::types::Type;
use super::super::value::Value;
use super::{digit_limit, patient};
use crate::call::Arguments;
use crate::native::{Signature, bind};
use crate::{Result, Vm};

type Parsed = std::result::Result<integer::Integer, integer::ParseError>;

pub(super) fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    if let [only] = arguments.values
        && class.is(&INT)
        && arguments.names.is_empty()
    {
        return from_object(vm, only);
    }
    static SIGNATURE: Signature = Signature::new("int", "(x=0, /, base=10)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let value = match (&bound[0], &bound[1]) {
        (None, None) => Value::int(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(object), None) => from_object(vm, object)?,
        (Some(object), Some(base)) => from_text(vm, object, base)?,
    };
    if class.is(&INT) {
        return Ok(value);
    }
    let number = value.as_integer().map(|number| number.to_big());
    Ok(Int::of_class(class, number.unwrap_or_default()))
}

fn from_text(vm: &Vm, object: &Value, base: &Value) -> Result<Value> {
    let base = vm.to_isize_clamped(base)? as i64;
    if base != 0 && !(2..=36).contains(&base) {
        return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    match parse_text(vm, object, base)? {
        Some(value) => Ok(value),
        None => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

/// The int that a str, bytes or bytearray is written as; `None` for anything else.
pub fn parse_text(vm: &Vm, object: &Value, base: i64) -> Result<Option<Value>> {
    let result = if let Some(text) = object.downcast::<Str>() {
        match text.as_str() {
            Some(text) => parse_patiently(vm, text, base)?,
            None => Err(integer::ParseError::Literal),
        }
    } else if let Some(bytes) = object.downcast::<Bytes>() {
        integer::parse_bytes(bytes.as_bytes(), base, digit_limit())
    } else if let Some(bytes) = object.downcast::<ByteArray>() {
        integer::parse_bytes(&bytes.to_vec(), base, digit_limit())
    } else {
        return Ok(None);
    };
    match result {
        Ok(number) => Ok(Some(Int::from_integer(number))),
        Err(error @ integer::ParseError::TooManyDigits { .. }) => {
            Err(vm.number_error(error.to_error(base, "")))
        }
        Err(error) => {
            let representation = match object.downcast::<ByteArray>() {
                Some(bytes) => vm.repr_text(Bytes::new(&bytes.to_vec()).as_value())?,
                None => vm.repr_text(object)?,
            };
            Err(vm.number_error(error.to_error(base, &representation)))
        }
    }
}

/// What the text is written as; of many digits, on a thread of its own.
fn parse_patiently(vm: &Vm, text: &str, base: i64) -> Result<Parsed> {
    let limit = digit_limit();
    if limit == 0 && text.len() as u64 > patient::MANY_BITS / 32 {
        let text = text.to_owned();
        return vm.work_patiently(move || integer::parse(&text, base, limit));
    }
    Ok(integer::parse(text, base, limit))
}

/// `int(object)`.
fn from_object(vm: &Vm, object: &Value) -> Result<Value> {
    if object.is_small_int() {
        return Ok(object.clone());
    }
    if let Some(text) = object.downcast_exact::<Str>()
        && let Some(number) = integer::parse_few_decimal_digits(text.as_bytes())
    {
        return Ok(Value::int(number));
    }
    if object.is_immediate_float() {
        const LIMIT: f64 = (1_i64 << 53) as f64;
        let number = object.immediate_float_value();
        if number.abs() < LIMIT {
            return Ok(Value::int(number as i64));
        }
    }
    let slots = object.class().slots();
    if let Some(int) = slots.int {
        let result = int(vm, object)?;
        return exact(vm, result, "__int__");
    }
    if slots.index.is_some() {
        return index(vm, object);
    }
    if let Some(result) = vm.call_special(object, "__trunc__", &[])? {
        vm.warn_deprecated("The delegation of int() to __trunc__ is deprecated.")?;
        if result.is_int() {
            return exact(vm, result, "__trunc__");
        }
        if result.class().slots().index.is_none() {
            return Err(vm.type_error(format!(
                "__trunc__ returned non-Integral (type {})",
                result.class().name()
            )));
        }
        return index(vm, &result);
    }
    if let Some(value) = parse_text(vm, object, 10)? {
        return Ok(value);
    }
    if let Ok(bytes) = super::super::bytes::from_buffer(vm, object)
        && let Some(value) = parse_text(vm, bytes.as_value(), 10)?
    {
        return Ok(value);
    }
    Err(vm.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{}'",
        object.class().name()
    )))
}

/// What `__index__` gives, as an exact int.
fn index(vm: &Vm, object: &Value) -> Result<Value> {
    let result = vm.index(object)?;
    let number = result.as_integer().map(|number| number.to_owned());
    Ok(number.map_or(result, Int::from_integer))
}

/// The result of a conversion method as an exact int.
fn exact(vm: &Vm, result: Value, method: &str) -> Result<Value> {
    let Some(number) = result.as_integer() else {
        return Err(vm.type_error(format!(
            "{method} returned non-int (type {})",
            result.class().name()
        )));
    };
    if result.class().is(&INT) {
        return Ok(Int::from_integer(number.to_owned()));
    }
    vm.warn_deprecated(&format!(
        "{method} returned non-int (type {}).  The ability to return an instance of a strict \
         subclass of int is deprecated, and may not be supported in a future version of Python.",
        result.class().name()
    ))?;
    Ok(Int::from_integer(number.to_owned()))
}
