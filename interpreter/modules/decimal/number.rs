//! `Decimal`: construction, operators, comparison, conversions.

use num_bigint::BigUint;
use num_traits::Zero;
use primitives::number::decimal::{
    Context as Limits, Decimal, Kind, Rounding, Signals, condition, ten_to_the,
};
use primitives::number::hash::of_pointer;
use vm::call::Arguments;
use vm::native::{Signature, bind};
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::{Comparison, Slots};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::context::Context;
use super::conversion::{of_float, of_int, of_value, operand, rational, to_int};
use super::current::current;
use super::number_methods::{METHODS, PROPERTIES};
use crate::support::of;

/// The payload of a decimal.
pub struct Number(pub(super) Decimal);

payload!(Number, NUMBER);

static_type! {
    /// `decimal.Decimal`
    pub NUMBER = TypeSpec {
        name: "Decimal",
        module: "decimal",
        doc: Some("A decimal floating-point number."),
        signature: Some("(value=\"0\", context=None)"),
        layout: Some(<Number as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(new),
            repr: Some(|vm, this| {
                let text = text_of(vm, this)?;
                Ok(Str::value(format!("Decimal('{text}')")))
            }),
            str: Some(|vm, this| Ok(Str::value(text_of(vm, this)?))),
            hash: Some(hash),
            compare: Some(compare),
            bool: Some(|_, this| Ok(!number(this).is_zero())),
            add: Some(|vm, left, right| binary(vm, left, right, Decimal::add)),
            subtract: Some(|vm, left, right| binary(vm, left, right, Decimal::subtract)),
            multiply: Some(|vm, left, right| binary(vm, left, right, Decimal::multiply)),
            true_divide: Some(|vm, left, right| binary(vm, left, right, Decimal::divide)),
            floor_divide: Some(|vm, left, right| binary(vm, left, right, Decimal::divide_to_integer)),
            remainder: Some(|vm, left, right| binary(vm, left, right, Decimal::remainder)),
            divmod: Some(divmod),
            power: Some(power),
            negative: Some(|vm, this| unary(vm, this, Decimal::minus)),
            positive: Some(|vm, this| unary(vm, this, Decimal::plus)),
            absolute: Some(|vm, this| unary(vm, this, Decimal::absolute)),
            int: Some(|vm, this| truncated(vm, this, Rounding::Down)),
            float: Some(to_float),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

/// An operation on one number.
pub type Unary = fn(&Decimal, &Limits, &mut Signals) -> Decimal;
/// An operation on two.
pub type Binary = fn(&Decimal, &Decimal, &Limits, &mut Signals) -> Decimal;

/// The number of `self`.
#[inline]
pub fn number(value: &Value) -> &Decimal {
    &of::<Number>(value).0
}

/// A number as a value.
#[inline]
pub fn made(number: Decimal) -> Value {
    Ref::new(Number(number)).into()
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("Decimal", "(value='0', context=None)");
    if let ([value], [], true) = (arguments.values, arguments.names, class.is(&NUMBER)) {
        return match value.is_exact::<Number>() {
            true => Ok(value.clone()),
            false => Ok(made(of_value(vm, value, &*current(vm)?, false)?)),
        };
    }
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let context = context_of(vm, bound.optional(1))?;
    let number = match bound.optional(0) {
        None => Decimal::zero(false, 0),
        Some(value) if class.is(&NUMBER) && value.is_exact::<Number>() => return Ok(value.clone()),
        Some(value) => of_value(vm, value, &context, false)?,
    };
    Ok(Ref::with_class(class, Number(number)).into())
}

/// The context of an optional argument; the current one where there is none.
pub fn context_of(vm: &Vm, argument: Option<&Value>) -> Result<Ref<Context>> {
    match argument.filter(|value| !value.is_none()) {
        None => current(vm),
        Some(value) => match value.downcast::<Context>() {
            Some(context) => Ok(context.clone()),
            None => Err(vm.type_error("optional argument must be a context")),
        },
    }
}

fn text_of(vm: &Vm, this: &Value) -> Result<String> {
    let capitals = current(vm)?.limits().capitals;
    Ok(number(this).to_text(false, capitals))
}

fn unary(vm: &Vm, this: &Value, operation: Unary) -> Result<Value> {
    let context = current(vm)?;
    context
        .run(vm, |limits, signals| {
            operation(number(this), limits, signals)
        })
        .map(made)
}

fn binary(vm: &Vm, left: &Value, right: &Value, operation: Binary) -> Result<Value> {
    let (Some(one), Some(two)) = (operand(left), operand(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let context = current(vm)?;
    context
        .run(vm, |limits, signals| operation(&one, &two, limits, signals))
        .map(made)
}

fn divmod(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let (Some(one), Some(two)) = (operand(left), operand(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let context = current(vm)?;
    let (quotient, rest) =
        context.run(vm, |limits, signals| one.divide_both(&two, limits, signals))?;
    Ok(Tuple::pair(made(quotient), made(rest)).into())
}

fn power(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> Result<Value> {
    let (Some(one), Some(two)) = (operand(base), operand(exponent)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let context = current(vm)?;
    if modulus.is_none() {
        return context
            .run(vm, |limits, signals| one.power(&two, limits, signals))
            .map(made);
    }
    let Some(three) = operand(modulus) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    context
        .run(vm, |limits, signals| {
            one.modular_power(&two, &three, limits, signals)
        })
        .map(made)
}

/// The whole number, or the error of what is none.
pub fn truncated(vm: &Vm, this: &Value, rounding: Rounding) -> Result<Value> {
    let number = number(this);
    if number.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer"));
    }
    if number.exponent > 1 << 32 && !number.is_zero() {
        return Err(vm.memory_error(""));
    }
    match number.to_integer(rounding) {
        Some((negative, size)) => Ok(to_int(negative, size)),
        None => Err(vm.value_error("cannot convert NaN to integer")),
    }
}

fn to_float(vm: &Vm, this: &Value) -> Result<Value> {
    let number = number(this);
    if number.kind == Kind::Signaling {
        return Err(vm.value_error("cannot convert signaling NaN to float"));
    }
    let text = match number.is_nan() {
        true if number.negative => "-nan".to_owned(),
        true => "nan".to_owned(),
        false => number.to_text(false, true),
    };
    Ok(Value::float(text.parse::<f64>().unwrap_or(f64::NAN)))
}

/// The modulus of hashes, a prime.
const MODULUS: u64 = (1 << 61) - 1;

/// The inverse of ten, modulo the prime.
const TENTH: u64 = modular_power(10, MODULUS - 2);

const fn modular_product(one: u64, two: u64) -> u64 {
    let product = one as u128 * two as u128;
    let sum = (product as u64 & MODULUS) + (product >> 61) as u64;
    if sum >= MODULUS { sum - MODULUS } else { sum }
}

const fn modular_power(mut base: u64, mut exponent: u64) -> u64 {
    let mut power = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = modular_product(power, base);
        }
        base = modular_product(base, base);
        exponent >>= 1;
    }
    power
}

fn hash(vm: &Vm, this: &Value) -> Result<i64> {
    let number = number(this);
    let size = match number.kind {
        Kind::Signaling => return Err(vm.type_error("Cannot hash a signaling NaN value")),
        Kind::Quiet => return Ok(of_pointer(this.bits())),
        Kind::Infinite => 314_159,
        Kind::Finite => {
            let base = if number.exponent < 0 { TENTH } else { 10 };
            let scale = modular_power(base, number.exponent.unsigned_abs());
            let limbs = number.coefficient.iter_u64_digits().rev();
            // 2 ** 64 is 8, modulo the prime.
            let coefficient = limbs.fold(0, |sum, limb| {
                (modular_product(sum, 8) + limb % MODULUS) % MODULUS
            });
            modular_product(coefficient, scale) as i64
        }
    };
    let hash = if number.negative { -size } else { size };
    Ok(if hash == -1 { -2 } else { hash })
}

fn compare(vm: &Vm, this: &Value, other: &Value, operator: Comparison) -> Result<Value> {
    let is_equality = matches!(operator, Comparison::Equal | Comparison::NotEqual);
    let own = number(this);
    if let Some(order) = operand(other).and_then(|other| own.partial_order(&other)) {
        return Ok(Value::bool(operator.holds(order)));
    }
    let context = current(vm)?;
    let mut left = std::borrow::Cow::Borrowed(own);
    let right = if let Some(operand) = operand(other) {
        operand.into_owned()
    } else if let Some(float) = other.as_float() {
        mix(vm, &context, is_equality)?;
        of_float(float)
    } else if let Some(parts) = other.as_complex() {
        if !is_equality || parts.imaginary != 0.0 {
            return Ok(match operator {
                Comparison::Equal => Value::FALSE,
                Comparison::NotEqual => Value::TRUE,
                _ => Value::NOT_IMPLEMENTED,
            });
        }
        mix(vm, &context, true)?;
        of_float(parts.real)
    } else if let Some((numerator, denominator)) = rational(vm, other)? {
        if own.is_finite() {
            let mut ignored = 0;
            left =
                std::borrow::Cow::Owned(own.multiply(&denominator, &Limits::exact(), &mut ignored));
        }
        numerator
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let Some(order) = left.partial_order(&right) else {
        let signaling = left.kind == Kind::Signaling || right.kind == Kind::Signaling;
        if signaling || !is_equality {
            context.signal(vm, condition::INVALID_OPERATION)?;
        }
        return Ok(Value::bool(operator == Comparison::NotEqual));
    };
    Ok(Value::bool(operator.holds(order)))
}

/// Counts that a float meets a decimal; that two are compared for equality raises nothing.
fn mix(vm: &Vm, context: &Context, is_equality: bool) -> Result<()> {
    if is_equality {
        context.change(|settings| settings.flags |= condition::FLOAT_OPERATION);
        return Ok(());
    }
    context.signal(vm, condition::FLOAT_OPERATION)
}

/// `as_integer_ratio`.
pub fn ratio(vm: &Vm, this: &Value) -> Result<Value> {
    let number = number(this);
    if number.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    if number.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if number.is_zero() {
        return Ok(Tuple::pair(Value::int(0), Value::int(1)).into());
    }
    let unit = ten_to_the(number.exponent.unsigned_abs());
    let (numerator, denominator) = if number.exponent >= 0 {
        (&number.coefficient * unit, BigUint::from(1_u32))
    } else {
        let common = gcd(number.coefficient.clone(), unit.clone());
        (&number.coefficient / &common, unit / common)
    };
    let pair = Tuple::pair(
        to_int(number.negative, numerator),
        to_int(false, denominator),
    );
    Ok(pair.into())
}

fn gcd(mut one: BigUint, mut two: BigUint) -> BigUint {
    while !two.is_zero() {
        let rest = &one % &two;
        one = std::mem::replace(&mut two, rest);
    }
    one
}

/// `from_float`, for floats and ints.
pub fn from_float(vm: &Vm, value: &Value) -> Result<Decimal> {
    if let Some(number) = of_int(value) {
        return Ok(number);
    }
    match value.as_float() {
        Some(number) => Ok(of_float(number)),
        None => Err(vm.type_error("argument must be int or float")),
    }
}
