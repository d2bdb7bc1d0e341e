//! The operators of `timedelta`.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use vm::objects::heap::Ref;
use vm::objects::int::Int;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Result, Vm};

use super::delta::{Delta, TIMEDELTA, too_large};
use crate::support::of;

/// Both operands, if both are timedeltas.
fn two<'a>(left: &'a Value, right: &'a Value) -> Option<(&'a Ref<Delta>, &'a Ref<Delta>)> {
    Some((left.downcast()?, right.downcast()?))
}

fn of_total(vm: &Vm, microseconds: i128) -> Result<Value> {
    Ok(Delta::of_microseconds(vm, &TIMEDELTA, microseconds)?.into())
}

fn of_big(vm: &Vm, microseconds: &BigInt) -> Result<Value> {
    match microseconds.to_i128() {
        Some(microseconds) => of_total(vm, microseconds),
        None => Err(too_large(vm)),
    }
}

pub fn add(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let Some((one, other)) = two(left, right) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let days = i64::from(one.days) + i64::from(other.days);
    let rest = one.day_microseconds() + other.day_microseconds();
    Ok(Delta::of_parts(vm, days, rest)?.into())
}

pub fn subtract(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    match two(left, right) {
        Some((one, other)) => Ok(difference(vm, one, other)?.into()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// One timedelta less another.
pub fn difference(vm: &Vm, one: &Delta, other: &Delta) -> Result<Ref<Delta>> {
    let days = i64::from(one.days) - i64::from(other.days);
    Delta::of_parts(vm, days, one.day_microseconds() - other.day_microseconds())
}

pub fn negative(vm: &Vm, this: &Value) -> Result<Value> {
    Ok(negated(vm, of::<Delta>(this))?.into())
}

/// The opposite difference.
pub fn negated(vm: &Vm, delta: &Delta) -> Result<Ref<Delta>> {
    Delta::of_parts(vm, -i64::from(delta.days), -delta.day_microseconds())
}

pub fn absolute(vm: &Vm, this: &Value) -> Result<Value> {
    let delta = of::<Delta>(this);
    match delta.days < 0 {
        true => negative(vm, this),
        false => Ok(delta.alike(vm).into()),
    }
}

pub fn multiply(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let (delta, factor) = match (left.downcast::<Delta>(), right.downcast::<Delta>()) {
        (Some(delta), None) => (delta, right),
        (None, Some(delta)) => (delta, left),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    if let Some(number) = factor.as_small_int()
        && let Some(product) = delta.total().checked_mul(number.into())
    {
        return of_total(vm, product);
    }
    if let Some(number) = factor.as_integer() {
        return of_big(vm, &(number.to_big() * BigInt::from(delta.total())));
    }
    let Some((numerator, denominator)) = ratio_of(vm, factor)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let product = BigInt::from(delta.total()) * numerator;
    of_big(vm, &divide_nearest(vm, &product, &denominator)?)
}

/// What a value that is a float gives as a fraction; a subclass may have its own.
fn ratio_of(vm: &Vm, value: &Value) -> Result<Option<(BigInt, BigInt)>> {
    if let Some(float) = value.as_exact_float() {
        return ratio(vm, float).map(Some);
    }
    if value.as_float().is_none() {
        return Ok(None);
    }
    let pair = vm.call_method(value, "as_integer_ratio", &[])?;
    let Some(pair) = pair.downcast::<Tuple>() else {
        return Err(vm.type_error(format!(
            "unexpected return type from as_integer_ratio(): expected tuple, got '{}'",
            pair.class().name()
        )));
    };
    let [numerator, denominator] = pair.items() else {
        return Err(vm.value_error("as_integer_ratio() must return a 2-tuple"));
    };
    match (numerator.as_integer(), denominator.as_integer()) {
        (Some(numerator), Some(denominator)) => {
            Ok(Some((numerator.to_big(), denominator.to_big())))
        }
        _ => Err(vm.type_error("non-integer arguments in division")),
    }
}

/// A float as a fraction.
fn ratio(vm: &Vm, float: f64) -> Result<(BigInt, BigInt)> {
    if float.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    if float.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (mantissa, exponent, sign) = num_traits::float::FloatCore::integer_decode(float);
    let one = BigInt::from(1);
    let mantissa = BigInt::from(mantissa) * i64::from(sign);
    Ok(if exponent >= 0 {
        (mantissa << exponent.unsigned_abs(), one)
    } else {
        (mantissa, one << exponent.unsigned_abs())
    })
}

/// The quotient rounded to the nearest whole number, half to even.
fn divide_nearest(vm: &Vm, number: &BigInt, divisor: &BigInt) -> Result<BigInt> {
    if divisor.is_zero() {
        return Err(vm.zero_division_error("integer division or modulo by zero"));
    }
    let (quotient, rest) = (number / divisor, number % divisor);
    let twice: BigInt = rest.abs() * 2;
    let away = match twice.cmp(&divisor.abs()) {
        std::cmp::Ordering::Equal => quotient.bit(0),
        order => order.is_gt(),
    };
    Ok(match away {
        false => quotient,
        true if number.is_negative() == divisor.is_negative() => quotient + 1,
        true => quotient - 1,
    })
}

pub fn floor_divide(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let Some(delta) = left.downcast::<Delta>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let total = Int::from_wide(delta.total());
    if let Some(other) = right.downcast::<Delta>() {
        let other = Int::from_wide(other.total());
        return vm.binary(Operator::FloorDivide, &total, &other);
    }
    if !right.is_int() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let quotient = vm.binary(Operator::FloorDivide, &total, right)?;
    match quotient.as_integer() {
        Some(quotient) => of_big(vm, &quotient.to_big()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub fn true_divide(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let Some(delta) = left.downcast::<Delta>() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if let Some(other) = right.downcast::<Delta>() {
        let (one, other) = (delta.total(), other.total());
        return vm.binary(
            Operator::TrueDivide,
            &Int::from_wide(one),
            &Int::from_wide(other),
        );
    }
    let total = BigInt::from(delta.total());
    if let Some(number) = right.as_integer() {
        return of_big(vm, &divide_nearest(vm, &total, &number.to_big())?);
    }
    let Some((numerator, denominator)) = ratio_of(vm, right)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    of_big(vm, &divide_nearest(vm, &(total * denominator), &numerator)?)
}

pub fn remainder(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    match two(left, right) {
        Some((one, other)) => Ok(divide(vm, one, other, "integer modulo by zero")?.1),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

pub fn divmod(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let Some((one, other)) = two(left, right) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (quotient, rest) = divide(vm, one, other, "integer division or modulo by zero")?;
    Ok(Tuple::pair(quotient, rest).into())
}

fn divide(vm: &Vm, one: &Delta, other: &Delta, by_zero: &str) -> Result<(Value, Value)> {
    let (one, other) = (one.total(), other.total());
    if other == 0 {
        return Err(vm.zero_division_error(by_zero));
    }
    let (mut quotient, mut rest) = (one / other, one % other);
    if rest != 0 && (rest < 0) != (other < 0) {
        quotient -= 1;
        rest += other;
    }
    Ok((Int::from_wide(quotient), of_total(vm, rest)?))
}
