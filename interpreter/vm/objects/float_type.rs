//! `float`: slots and arithmetic. Methods: `float_type::methods`.

use primitives::number::float::{self, Power};
use primitives::number::hash::of_pointer;
use primitives::number::{NumberError, integer};

use super::bytearray::ByteArray;
use super::bytes::{self, Bytes};
use super::complex::Complex;
use super::float::Float;
use super::heap::{Payload, Ref};
use super::int::Int;
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Signature, bind};
use crate::{Result, Vm, static_type};

mod methods;

static_type! {
    /// `float`
    pub FLOAT = TypeSpec {
        name: "float",
        doc: Some("A floating point number of double precision."),
        signature: Some("(x=0, /)"),
        layout: Some(<Float as Payload>::layout),
        flags: flags::BASE | flags::MATCH_SELF,
        slots: Slots {
            new: Some(new),
            repr: Some(|_, this| Ok(Str::value(float::repr(of(this))))),
            hash: Some(hash),
            compare: Some(compare),
            bool: Some(|_, this| Ok(of(this) != 0.0)),
            add: Some(|vm, left, right| binary(vm, left, right, |left, right| Ok(left + right))),
            subtract: Some(|vm, left, right| binary(vm, left, right, |left, right| Ok(left - right))),
            multiply: Some(|vm, left, right| binary(vm, left, right, |left, right| Ok(left * right))),
            true_divide: Some(|vm, left, right| binary(vm, left, right, float::true_divide)),
            floor_divide: Some(|vm, left, right| binary(vm, left, right, float::floor_divide)),
            remainder: Some(|vm, left, right| binary(vm, left, right, float::modulo)),
            divmod: Some(divmod),
            power: Some(power),
            negative: Some(|_, this| Ok(Value::float(-of(this)))),
            positive: Some(|_, this| Ok(Value::float(of(this)))),
            absolute: Some(|_, this| Ok(Value::float(of(this).abs()))),
            int: Some(truncate),
            float: Some(|_, this| Ok(Value::float(of(this)))),
            ..Slots::EMPTY
        },
        methods: methods::METHODS,
        properties: methods::PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

/// The number of `self`.
fn of(value: &Value) -> f64 {
    value
        .as_float()
        .expect("the type of self is checked before a method is called")
}

/// `float(object)` for anything but floats and small ints: by `__float__` or `__index__`.
pub fn to_f64(vm: &Vm, value: &Value) -> Result<f64> {
    let slots = value.class().slots();
    if let Some(function) = slots.float {
        let result = function(vm, value)?;
        let Some(number) = result.as_float() else {
            return Err(vm.type_error(format!(
                "{}.__float__ returned non-float (type {})",
                value.class().name(),
                result.class().name()
            )));
        };
        if !result.class().is(&FLOAT) {
            vm.warn_deprecated(&format!(
                "{}.__float__ returned non-float (type {}).  The ability to return an instance \
                 of a strict subclass of float is deprecated, and may be removed in a \
                 future version of Python.",
                value.class().name(),
                result.class().name()
            ))?;
        }
        return Ok(number);
    }
    if slots.index.is_some() {
        let index = vm.index(value)?;
        if let Some(number) = index.as_integer() {
            return integer::to_float(number).map_err(|error| vm.number_error(error));
        }
    }
    Err(vm.type_error(format!("must be real number, not {}", value.class().name())))
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("float", "(x=0, /)");
    if let [only] = arguments.values
        && arguments.names.is_empty()
        && class.is(&FLOAT)
    {
        if only.is_immediate_float() {
            return Ok(only.clone());
        }
        if let Some(number) = only.as_small_int() {
            return Ok(Value::float(number as f64));
        }
        return Ok(Float::of_class(class, from_object(vm, only)?));
    }
    if !arguments.names.is_empty() && FLOAT.initializes(class) {
        return Err(vm.type_error("float() takes no keyword arguments"));
    }
    let bound = bind(
        vm,
        &SIGNATURE,
        Arguments::positional(arguments.positionals()),
    )?;
    let number = match &bound[0] {
        None => 0.0,
        Some(object) => from_object(vm, object)?,
    };
    Ok(Float::of_class(class, number))
}

fn from_object(vm: &Vm, object: &Value) -> Result<f64> {
    let slots = object.class().slots();
    if slots.float.is_none() && slots.index.is_none() {
        if let Some(number) = parse_text(vm, object)? {
            return Ok(number);
        }
        if let Ok(data) = bytes::from_buffer(vm, object)
            && let Some(number) = parse_text(vm, data.as_value())?
        {
            return Ok(number);
        }
        return Err(vm.type_error(format!(
            "float() argument must be a string or a real number, not '{}'",
            object.class().name()
        )));
    }
    if object.is_exact::<Float>() {
        return vm.to_f64(object);
    }
    to_f64(vm, object)
}

/// The float that a str, bytes or bytearray is written as; `None` for anything else.
fn parse_text(vm: &Vm, object: &Value) -> Result<Option<f64>> {
    let result = if let Some(text) = object.downcast::<Str>() {
        text.as_str()
            .ok_or(float::ParseError)
            .and_then(float::parse)
    } else if let Some(data) = object.downcast::<Bytes>() {
        float::parse_bytes(data.as_bytes())
    } else if let Some(data) = object.downcast::<ByteArray>() {
        float::parse_bytes(&data.to_vec())
    } else {
        return Ok(None);
    };
    match result {
        Ok(number) => Ok(Some(number)),
        Err(error) => {
            let representation = vm.repr_text(object)?;
            Err(vm.number_error(error.to_error(&representation)))
        }
    }
}

/// The operands of an operator as floats; `None` where one is neither float nor int.
fn operands(vm: &Vm, left: &Value, right: &Value) -> Result<Option<(f64, f64)>> {
    let number = |value: &Value| -> Result<Option<f64>> {
        if let Some(float) = value.as_float() {
            return Ok(Some(float));
        }
        match value.as_integer() {
            Some(int) => integer::to_float(int)
                .map(Some)
                .map_err(|error| vm.number_error(error)),
            None => Ok(None),
        }
    };
    let Some(left) = number(left)? else {
        return Ok(None);
    };
    Ok(number(right)?.map(|right| (left, right)))
}

fn binary(
    vm: &Vm,
    left: &Value,
    right: &Value,
    operation: impl Fn(f64, f64) -> std::result::Result<f64, NumberError>,
) -> Result<Value> {
    match operands(vm, left, right)? {
        Some((left, right)) => operation(left, right)
            .map(Value::float)
            .map_err(|error| vm.number_error(error)),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn divmod(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let Some((left, right)) = operands(vm, left, right)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (quotient, remainder) =
        float::divide(left, right).map_err(|error| vm.number_error(error))?;
    Ok(Tuple::pair(Value::float(quotient), Value::float(remainder)).into())
}

fn power(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> Result<Value> {
    if !modulus.is_none() {
        return Err(
            vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")
        );
    }
    let Some((base, exponent)) = operands(vm, base, exponent)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match float::power(base, exponent) {
        Ok(Power::Float(result)) => Ok(Value::float(result)),
        Ok(Power::Complex(result)) => Ok(Complex::of(result)),
        Err(error) => Err(vm.number_error(error)),
    }
}

fn hash(_: &Vm, this: &Value) -> Result<i64> {
    Ok(float::hash(of(this)).unwrap_or_else(|| of_pointer(this.bits())))
}

fn compare(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let number = of(left);
    let order = if let Some(other) = right.as_float() {
        number.partial_cmp(&other)
    } else if let Some(other) = right.as_integer() {
        integer::compare_with_float(other, number).map(std::cmp::Ordering::reverse)
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(match order {
        Some(order) => operator.holds(order),
        // NaN is unequal to everything.
        None => operator == Comparison::NotEqual,
    }))
}

fn truncate(vm: &Vm, this: &Value) -> Result<Value> {
    integer::from_float(of(this).trunc())
        .map(Int::from_integer)
        .map_err(|error| vm.number_error(error))
}
