//! The methods of `float`.

use primitives::number::{float, format, integer};

use super::super::int::Int;
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::value::Value;
use super::{FLOAT, of};
use crate::native::{Method, Property, required};
use crate::{Result, Vm};

pub(super) const METHODS: &[Method] = &[
    Method::new(
        "as_integer_ratio",
        "($self, /)",
        ratio,
        "A pair of ints whose ratio it is.\n\n>>> (0.75).as_integer_ratio()\n(3, 4)",
    ),
    Method::new("conjugate", "($self, /)", itself, "Itself."),
    Method::new(
        "fromhex",
        "($type, string, /)",
        from_hex,
        "From a hexadecimal text.\n\n>>> float.fromhex(\"0x1.8p+1\")\n3.0",
    )
    .class_method(),
    Method::new(
        "hex",
        "($self, /)",
        hex,
        "As a hexadecimal text.\n\n>>> (3.0).hex()\n'0x1.8000000000000p+1'",
    ),
    Method::new(
        "is_integer",
        "($self, /)",
        is_integer,
        "Whether it has no fraction.",
    ),
    Method::new(
        "__ceil__",
        "($self, /)",
        ceil,
        "The least int not below it.",
    ),
    Method::new(
        "__floor__",
        "($self, /)",
        floor,
        "The greatest int not above it.",
    ),
    Method::new(
        "__format__",
        "($self, format_spec, /)",
        format_method,
        "By a format spec.",
    ),
    Method::new(
        "__getformat__",
        "($type, typestr, /)",
        get_format,
        "How the machine stores floats.",
    )
    .class_method(),
    Method::new(
        "__getnewargs__",
        "($self, /)",
        new_arguments,
        "What to pickle.",
    ),
    Method::new(
        "__round__",
        "($self, ndigits=None, /)",
        round,
        "Rounded to digits.",
    ),
    Method::new("__trunc__", "($self, /)", trunc, "The int towards zero."),
];

pub(super) const PROPERTIES: &[Property] = &[
    Property::new("real", |_, this| Ok(Value::float(of(this)))),
    Property::new("imag", |_, _| Ok(Value::float(0.0))),
];

fn number(arguments: &[Option<Value>]) -> f64 {
    of(required(arguments, 0))
}

fn to_int(vm: &Vm, value: f64) -> Result<Value> {
    integer::from_float(value)
        .map(Int::from_integer)
        .map_err(|error| vm.number_error(error))
}

fn itself(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::float(number(arguments)))
}

fn ratio(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (numerator, denominator) =
        float::as_integer_ratio(number(arguments)).map_err(|error| vm.number_error(error))?;
    Ok(Tuple::pair(Int::from_integer(numerator), Int::from_integer(denominator)).into())
}

fn from_hex(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (class, text) = (required(arguments, 0), required(arguments, 1));
    let Some(text) = text.downcast::<Str>() else {
        return Err(vm.type_error("bad argument type for built-in operation"));
    };
    let value = float::from_hex(&text.to_text()).map_err(|error| vm.number_error(error))?;
    if class.is(FLOAT.as_value()) {
        return Ok(Value::float(value));
    }
    vm.call(class, &[Value::float(value)])
}

fn hex(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Str::value(float::to_hex(number(arguments))))
}

fn is_integer(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::bool(float::is_integer(number(arguments))))
}

fn ceil(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    to_int(vm, number(arguments).ceil())
}

fn floor(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    to_int(vm, number(arguments).floor())
}

fn trunc(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    to_int(vm, number(arguments).trunc())
}

fn format_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, spec) = (required(arguments, 0), required(arguments, 1));
    let Some(spec) = spec.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "__format__() argument must be str, not {}",
            vm.found_argument(spec)
        )));
    };
    if spec.is_empty() {
        return Ok(vm.str(this)?.into());
    }
    let text = format::format_float(of(this), &spec.to_text(), &this.class().name());
    Ok(Str::value(text.map_err(|error| vm.number_error(error))?))
}

fn get_format(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let kind = required(arguments, 1);
    let Some(kind) = kind.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "__getformat__() argument must be str, not {}",
            vm.found_argument(kind)
        )));
    };
    match kind.as_bytes() {
        b"double" | b"float" => Ok(Str::value(if cfg!(target_endian = "little") {
            "IEEE, little-endian"
        } else {
            "IEEE, big-endian"
        })),
        _ => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}

fn new_arguments(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Tuple::new(vec![Value::float(number(arguments))]).into())
}

fn round(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = number(arguments);
    match arguments[1].as_ref().filter(|digits| !digits.is_none()) {
        None => float::round_to_integer(value).map(Int::from_integer),
        Some(digits) => {
            let digits = vm.to_isize_clamped(digits)? as i64;
            float::round(value, digits).map(Value::float)
        }
    }
    .map_err(|error| vm.number_error(error))
}
