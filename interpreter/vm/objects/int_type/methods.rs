//! The methods of `int`.

use primitives::number::format;
use primitives::number::integer::{self, ByteOrder};

use super::super::bytes::{self, Bytes};
use super::super::int::{INT, Int};
use super::super::str::Str;
use super::super::tuple::Tuple;
use super::super::value::Value;
use super::{digit_limit, of};
use crate::native::{Method, Property, required};
use crate::{Result, Vm};

pub(super) const METHODS: &[Method] = &[
    Method::new(
        "as_integer_ratio",
        "($self, /)",
        ratio,
        "The pair of itself and 1.\n\n>>> (7).as_integer_ratio()\n(7, 1)",
    ),
    Method::new(
        "bit_count",
        "($self, /)",
        bit_count,
        "How many bits of the magnitude are 1.\n\n>>> (-11).bit_count()\n3",
    ),
    Method::new(
        "bit_length",
        "($self, /)",
        bit_length,
        "How many bits the magnitude needs.\n\n>>> (1000).bit_length()\n10",
    ),
    Method::new("conjugate", "($self, /)", itself, "Itself."),
    Method::new(
        "from_bytes",
        "($type, /, bytes, byteorder='big', *, signed=False)",
        from_bytes,
        "The integer that bytes hold.",
    )
    .class_method(),
    Method::new("is_integer", "($self, /)", |_, _| Ok(Value::TRUE), "True."),
    Method::new(
        "to_bytes",
        "($self, /, length=1, byteorder='big', *, signed=False)",
        to_bytes,
        "The bytes that hold it.",
    ),
    Method::new("__ceil__", "($self, /)", itself, "Itself."),
    Method::new("__floor__", "($self, /)", itself, "Itself."),
    Method::new(
        "__format__",
        "($self, format_spec, /)",
        format_method,
        "By a format spec.",
    ),
    Method::new(
        "__getnewargs__",
        "($self, /)",
        new_arguments,
        "What to pickle.",
    ),
    Method::new(
        "__round__",
        "($self, ndigits=<unrepresentable>, /)",
        round,
        "Rounded to digits.",
    ),
    Method::new("__sizeof__", "($self, /)", size, "Bytes in memory."),
    Method::new("__trunc__", "($self, /)", itself, "Itself."),
];

pub(super) const PROPERTIES: &[Property] = &[
    Property::new("real", |_, this| Ok(plain(this))),
    Property::new("imag", |_, _| Ok(Value::int(0))),
    Property::new("numerator", |_, this| Ok(plain(this))),
    Property::new("denominator", |_, _| Ok(Value::int(1))),
];

fn plain(this: &Value) -> Value {
    Int::from_integer(of(this).to_owned())
}

fn itself(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(plain(required(arguments, 0)))
}

fn ratio(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Tuple::pair(plain(required(arguments, 0)), Value::int(1)).into())
}

fn bit_count(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::from(
        integer::bit_count(of(required(arguments, 0))) as usize
    ))
}

fn bit_length(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::from(
        integer::bit_length(of(required(arguments, 0))) as usize
    ))
}

fn byte_order(vm: &Vm, argument: &Option<Value>, function: &str) -> Result<ByteOrder> {
    let Some(value) = argument else {
        return Ok(ByteOrder::Big);
    };
    let Some(text) = value.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "{function}() argument 'byteorder' must be str, not {}",
            vm.found_argument(value)
        )));
    };
    match text.as_bytes() {
        b"big" => Ok(ByteOrder::Big),
        b"little" => Ok(ByteOrder::Little),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn flag(vm: &Vm, argument: &Option<Value>) -> Result<bool> {
    argument
        .as_ref()
        .map_or(Ok(false), |value| vm.is_true(value))
}

fn from_bytes(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let class = required(arguments, 0);
    let source = required(arguments, 1);
    let order = byte_order(vm, &arguments[2], "from_bytes")?;
    let signed = flag(vm, &arguments[3])?;
    let number = match source.downcast_exact::<Bytes>() {
        Some(data) => integer::from_bytes(data.as_bytes(), order, signed),
        None => {
            let data = match bytes::by_method(vm, source)? {
                Some(data) => data,
                None => bytes::from_object(vm, source)?,
            };
            integer::from_bytes(data.as_bytes(), order, signed)
        }
    };
    let number = Int::from_integer(number);
    if class.is(INT.as_value()) {
        return Ok(number);
    }
    vm.call(class, &[number])
}

fn to_bytes(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let length = match &arguments[1] {
        Some(length) => vm.to_isize(length)?,
        None => 1,
    };
    let order = byte_order(vm, &arguments[2], "to_bytes")?;
    let signed = flag(vm, &arguments[3])?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    let number = of(required(arguments, 0));
    let show = |data: &[u8]| Bytes::new(data).into();
    if let Some(data) = integer::show_few_bytes(number, length, order, signed, show) {
        return Ok(data);
    }
    let data = integer::to_bytes(number, length, order, signed);
    Ok(Bytes::new(&data.map_err(|error| vm.number_error(error))?).into())
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
    let text = format::format_integer(
        of(this),
        &spec.to_text(),
        digit_limit(),
        &this.class().name(),
    );
    Ok(Str::value(text.map_err(|error| vm.number_error(error))?))
}

fn new_arguments(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Tuple::new(vec![plain(required(arguments, 0))]).into())
}

fn round(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let Some(digits) = arguments[1].as_ref().filter(|digits| !digits.is_none()) else {
        return Ok(plain(this));
    };
    let digits = vm.to_isize_clamped(digits)?;
    if digits >= 0 {
        return Ok(plain(this));
    }
    Ok(Int::from_integer(integer::round_to_power_of_ten(
        of(this),
        digits.unsigned_abs() as u64,
    )))
}

fn size(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    // As CPython counts: a header, and four bytes for each 30 bits.
    let bits = integer::bit_length(of(required(arguments, 0)));
    Ok(Value::from(24 + 4 * bits.div_ceil(30).max(1) as usize))
}
