//! `int`: slots and arithmetic. Methods: `int_type::methods`; the constructor:
//! `int_type::construction`.
#![allow(unsafe_code, reason = "a global setting under the interpreter lock")]

use std::cell::Cell;

use primitives::number::NumberError;
use primitives::number::integer::{self, IntegerRef, Power, Radix};

use super::float::FLOAT;
use super::guarded::Global;
use super::heap::Payload;
use super::int::{Int, Integer};
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::{Raised, Result, Vm, static_type};

mod construction;
mod methods;
pub mod patient;

pub use construction::parse_text;

static_type! {
    /// `int`
    pub INT = TypeSpec {
        name: "int",
        doc: Some("An integer of any size.\n\n>>> int(\"-0b101\", base=0)\n-5"),
        layout: Some(<Int as Payload>::layout),
        flags: flags::BASE | flags::MATCH_SELF | flags::INT_SUBCLASS,
        slots: Slots {
            new: Some(construction::new),
            repr: Some(repr),
            hash: Some(|_, this| Ok(this.as_integer().map_or(0, integer::hash))),
            compare: Some(compare),
            bool: Some(|_, this| Ok(!of(this).is_zero())),
            add: Some(add),
            subtract: Some(subtract),
            multiply: Some(multiply),
            true_divide: Some(true_divide),
            floor_divide: Some(floor_divide),
            remainder: Some(remainder),
            divmod: Some(divmod),
            power: Some(power),
            left_shift: Some(left_shift),
            right_shift: Some(right_shift),
            and: Some(and),
            or: Some(or),
            xor: Some(xor),
            negative: Some(|_, this| Ok(Int::from_integer(integer::negate(of(this))))),
            positive: Some(plain),
            absolute: Some(|_, this| Ok(Int::from_integer(integer::absolute(of(this))))),
            invert: Some(|_, this| Ok(Int::from_integer(integer::invert(of(this))))),
            int: Some(plain),
            float: Some(to_float),
            index: Some(plain),
            ..Slots::EMPTY
        },
        methods: methods::METHODS,
        properties: methods::PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

static DIGIT_LIMIT: Global<Cell<usize>> = Global::new(Cell::new(integer::DEFAULT_DIGIT_LIMIT));

/// `sys.get_int_max_str_digits()`.
pub fn digit_limit() -> usize {
    // SAFETY: the interpreter lock is held.
    unsafe { DIGIT_LIMIT.get() }.get()
}

/// `sys.set_int_max_str_digits(limit)`.
pub fn set_digit_limit(limit: usize) {
    // SAFETY: the interpreter lock is held.
    unsafe { DIGIT_LIMIT.get() }.set(limit);
}

impl Vm {
    /// The exception for an error of arithmetic.
    #[cold]
    pub fn number_error(&self, error: NumberError) -> Raised {
        match error {
            NumberError::Value(text) => self.value_error(text),
            NumberError::Overflow(text) => self.overflow_error(text),
            NumberError::ZeroDivision(text) => self.zero_division_error(text),
            NumberError::OutOfRange => self.error_with(
                &super::exceptions::OVERFLOW_ERROR,
                vec![Value::int(34), Str::value("Numerical result out of range")],
            ),
            NumberError::Memory => self.memory_error(""),
        }
    }
}

/// The number of `self`.
pub(super) fn of(value: &Value) -> Integer<'_> {
    value
        .as_integer()
        .expect("the type of self is checked before a method is called")
}

/// The int itself, as an instance of `int` and not of a subclass.
fn plain(_: &Vm, this: &Value) -> Result<Value> {
    Ok(Int::from_integer(of(this).to_owned()))
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let number = of(this);
    if let Some(small) = number.to_i64() {
        return Ok(integer::show_small(small, |text| {
            Str::from_ascii(text.as_bytes()).into()
        }));
    }
    let limit = digit_limit();
    let text = if limit == 0 && integer::bit_length(number) > patient::MANY_BITS / 8 {
        let number = number.to_big();
        vm.work_patiently(move || integer::to_decimal(IntegerRef::Big(&number), limit))?
    } else {
        integer::to_decimal(number, limit)
    };
    Ok(Str::value(text.map_err(|error| vm.number_error(error))?))
}

/// The digits of an int in base 2, 8 or 16, with a sign where it is negative.
pub fn digits(value: &Value, base: u32) -> String {
    let radix = match base {
        2 => Radix::Binary,
        8 => Radix::Octal,
        _ => Radix::Hexadecimal,
    };
    integer::to_radix(of(value), radix, false)
}

fn compare(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let (Some(left), Some(right)) = (left.as_integer(), right.as_integer()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(operator.holds(integer::compare(left, right))))
}

fn to_float(vm: &Vm, this: &Value) -> Result<Value> {
    integer::to_float(of(this))
        .map(Value::float)
        .map_err(|error| vm.number_error(error))
}

/// A binary operator that always succeeds on ints; those of up to 127 bits are numbers of the
/// machine's while it works.
macro_rules! operators {
    ($($name:ident = $operation:path, $wide:path;)*) => {
        $(pub(super) fn $name(_: &Vm, left: &Value, right: &Value) -> Result<Value> {
            let (Some(left), Some(right)) = (left.as_integer(), right.as_integer()) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            if let (Some(left), Some(right)) = (integer::to_wide(left), integer::to_wide(right))
                && let Some(result) = $wide(left, right)
            {
                return Ok(Int::from_wide(result));
            }
            Ok(Int::from_integer($operation(left, right)))
        })*
    };
}

/// A binary operator that may fail on ints.
macro_rules! failing_operators {
    ($($name:ident = $operation:path, $wide:path;)*) => {
        $(pub(super) fn $name(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
            match (left.as_integer(), right.as_integer()) {
                (Some(left), Some(right)) => {
                    if let (Some(left), Some(right)) =
                        (integer::to_wide(left), integer::to_wide(right))
                        && let Some(result) = $wide(left, right)
                    {
                        return Ok(Int::from_wide(result));
                    }
                    patient::compute(vm, $operation, left, right)
                }
                _ => Ok(Value::NOT_IMPLEMENTED),
            }
        })*
    };
}

operators! {
    add = integer::add, i128::checked_add;
    subtract = integer::subtract, i128::checked_sub;
    and = integer::and, wide_and;
    or = integer::or, wide_or;
    xor = integer::exclusive_or, wide_xor;
}

fn wide_and(left: i128, right: i128) -> Option<i128> {
    Some(left & right)
}

fn wide_or(left: i128, right: i128) -> Option<i128> {
    Some(left | right)
}

fn wide_xor(left: i128, right: i128) -> Option<i128> {
    Some(left ^ right)
}

pub(super) fn multiply(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let (Some(left), Some(right)) = (left.as_integer(), right.as_integer()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if let (Some(left), Some(right)) = (integer::to_wide(left), integer::to_wide(right))
        && let Some(product) = left.checked_mul(right)
    {
        return Ok(Int::from_wide(product));
    }
    patient::compute(vm, integer::multiply, left, right)
}

failing_operators! {
    floor_divide = integer::floor_divide, wide_floor_divide;
    remainder = integer::modulo, wide_remainder;
    right_shift = integer::shift_right, wide_right_shift;
}

fn wide_floor_divide(left: i128, right: i128) -> Option<i128> {
    let quotient = left.checked_div(right)?;
    let exact = quotient * right == left;
    Some(quotient - i128::from(!exact && (left < 0) != (right < 0)))
}

fn wide_remainder(left: i128, right: i128) -> Option<i128> {
    let rest = left.checked_rem(right)?;
    let is_other_side = rest != 0 && (rest < 0) != (right < 0);
    Some(if is_other_side { rest + right } else { rest })
}

fn wide_right_shift(left: i128, right: i128) -> Option<i128> {
    left.checked_shr(u32::try_from(right).ok()?)
}

/// Numbers of more bits than CPython could count are an error of their own.
const MOST_SHIFT_BITS: u64 = 66;

fn left_shift(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    match (left.as_integer(), right.as_integer()) {
        (Some(left), Some(right)) => match integer::shift_left(left, right) {
            Ok(result) => Ok(Int::from_integer(result)),
            Err(NumberError::Memory) if integer::bit_length(right) > MOST_SHIFT_BITS => {
                Err(vm.overflow_error("too many digits in integer"))
            }
            Err(error) => Err(vm.number_error(error)),
        },
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn true_divide(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    match (left.as_integer(), right.as_integer()) {
        (Some(left), Some(right)) => integer::true_divide(left, right)
            .map(Value::float)
            .map_err(|error| vm.number_error(error)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn divmod(vm: &Vm, left: &Value, right: &Value) -> Result<Value> {
    let (Some(left), Some(right)) = (left.as_integer(), right.as_integer()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (quotient, remainder) =
        integer::divide(left, right).map_err(|error| vm.number_error(error))?;
    let pair = (Int::from_integer(quotient), Int::from_integer(remainder));
    Ok(super::tuple::Tuple::pair(pair.0, pair.1).into())
}

fn power(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> Result<Value> {
    let (Some(number), Some(power)) = (base.as_integer(), exponent.as_integer()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if modulus.is_none() {
        if power.is_negative() && !number.is_zero() {
            // A negative power is one of floats, error messages included.
            if let Some(float) = FLOAT.slots().power {
                let base = to_float(vm, base)?;
                let exponent = to_float(vm, exponent)?;
                return float(vm, &base, &exponent, modulus);
            }
        }
        let result = if patient::is_long_power(number, power) {
            let (number, power) = (number.to_big(), power.to_big());
            vm.work_patiently(move || {
                integer::power(
                    IntegerRef::Big(&number),
                    IntegerRef::Big(&power).normalize(),
                )
            })?
        } else {
            integer::power(number, power)
        };
        return match result {
            Ok(Power::Integer(result)) => Ok(Int::from_integer(result)),
            Ok(Power::Float(result)) => Ok(Value::float(result)),
            Err(error) => Err(vm.number_error(error)),
        };
    }
    let Some(modulus) = modulus.as_integer() else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let result = if patient::is_long_modular(power, modulus) {
        let numbers = [number, power, modulus].map(IntegerRef::to_big);
        vm.work_patiently(move || {
            let [number, power, modulus] = &numbers;
            let [number, power, modulus] = [number, power, modulus].map(IntegerRef::Big);
            integer::modular_power(number, power, modulus)
        })?
    } else {
        integer::modular_power(number, power, modulus)
    };
    result
        .map(Int::from_integer)
        .map_err(|error| vm.number_error(error))
}
