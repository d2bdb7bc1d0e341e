//! Python values as decimals, and decimals as tuples.

use num_bigint::BigUint;
use num_traits::Zero;
use primitives::number::decimal::{Decimal, Kind, condition};
use primitives::number::float;
use vm::call::Arguments;
use vm::objects::heap::Ref;
use vm::objects::int::Int;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::context::Context;
use super::number::{NUMBER, Number};
use crate::state::State;
use crate::support::tuple;

/// `DecimalTuple` and `numbers.Rational`.
static CLASSES: State<Option<(Value, Value)>> = State::new(None);

/// Makes `DecimalTuple`, and registers the type as a number.
pub fn prepare(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    // A module that is imported afresh shares the classes.
    let known = CLASSES.of(vm).borrow().clone();
    if let Some((class, _)) = known {
        module.set(vm, "DecimalTuple", class);
        return Ok(());
    }
    let named_tuple = vm.import_attribute("collections", "namedtuple")?;
    let values = [
        Str::value("DecimalTuple"),
        Str::value("sign digits exponent"),
        Str::value("decimal"),
    ];
    let class = vm.call_with(
        &named_tuple,
        Arguments {
            values: &values,
            names: &[vm.intern("module").into()],
        },
    )?;
    module.set(vm, "DecimalTuple", class.clone());
    let number = vm.import_attribute("numbers", "Number")?;
    vm.call_method(&number, "register", &[NUMBER.to_value()])?;
    let rational = vm.import_attribute("numbers", "Rational")?;
    drop(CLASSES.of(vm).replace(Some((class, rational))));
    Ok(())
}

/// The exact decimal of an int.
pub fn of_int(value: &Value) -> Option<Decimal> {
    if let Some(small) = value.as_small_int() {
        return Some(Decimal::of_int(small));
    }
    let number = value.as_integer()?.to_big();
    let (sign, size) = number.into_parts();
    Some(Decimal::new(sign == num_bigint::Sign::Minus, size, 0))
}

/// The exact decimal of a float.
pub fn of_float(value: f64) -> Decimal {
    let negative = value.is_sign_negative();
    if value.is_nan() {
        return Decimal::nan().with_sign(negative);
    }
    if value.is_infinite() {
        return Decimal::infinity(negative);
    }
    let Ok((numerator, denominator)) = float::as_integer_ratio(value.abs()) else {
        return Decimal::nan();
    };
    let numerator = numerator.as_ref().to_big().into_parts().1;
    let denominator = denominator.as_ref().to_big().into_parts().1;
    if numerator.is_zero() {
        return Decimal::zero(negative, 0);
    }
    // The denominator is a power of two: as many fives make it a power of ten.
    let twos = denominator.bits() - 1;
    let fives = BigUint::from(5_u32).pow(twos as u32);
    Decimal::new(negative, numerator * fives, -(twos as i64))
}

/// The operand of an operator; `None` for what is neither decimal nor int.
#[inline]
pub fn operand(value: &Value) -> Option<std::borrow::Cow<'_, Decimal>> {
    match value.downcast::<Number>() {
        Some(number) => Some(std::borrow::Cow::Borrowed(&number.0)),
        None => of_int(value).map(std::borrow::Cow::Owned),
    }
}

/// The operand of a method.
pub fn argument<'a>(vm: &Vm, value: &'a Value) -> Result<std::borrow::Cow<'a, Decimal>> {
    operand(value).ok_or_else(|| {
        let class = value.class().name();
        vm.type_error(format!(
            "conversion from {class} to Decimal is not supported"
        ))
    })
}

/// The ASCII text of a number, with ASCII digits for other decimal ones. With `is_lenient`,
/// spaces around it and underscores are dropped. `None` where there is a character that no
/// number has.
fn ascii_text(text: &Ref<Str>, is_lenient: bool) -> Option<String> {
    let text = text.as_str()?;
    let is_space =
        |character: char| character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}');
    let trimmed = match is_lenient {
        true => text.trim_matches(is_space),
        false => text,
    };
    let mut found = String::with_capacity(trimmed.len());
    for character in trimmed.chars() {
        match character {
            '_' if is_lenient => {}
            _ if character.is_ascii() => found.push(character),
            _ => {
                let digit = unicode::decimal_value(character.into())?;
                found.push(char::from(b'0' + digit));
            }
        }
    }
    Some(found)
}

/// The decimal of any value that has one. With `rounds`, as `Context.create_decimal` takes it.
pub fn of_value(vm: &Vm, value: &Value, context: &Context, rounds: bool) -> Result<Decimal> {
    let exact = if let Some(number) = value.downcast::<Number>() {
        number.0.clone()
    } else if let Some(text) = value.downcast::<Str>() {
        return of_text(vm, text, context, rounds);
    } else if let Some(number) = of_int(value) {
        number
    } else if let Some(parts) = value.downcast::<Tuple>() {
        return of_parts(vm, parts.items(), context, rounds);
    } else if let Some(parts) = value.downcast::<List>() {
        return of_parts(vm, &parts.to_vec(), context, rounds);
    } else if let Some(number) = value.as_float() {
        context.signal(vm, condition::FLOAT_OPERATION)?;
        of_float(number)
    } else {
        let class = value.class().name();
        return Err(vm.type_error(format!(
            "conversion from {class} to Decimal is not supported"
        )));
    };
    match rounds {
        true => context.rounded(vm, exact),
        false => Ok(exact),
    }
}

fn of_text(vm: &Vm, text: &Ref<Str>, context: &Context, rounds: bool) -> Result<Decimal> {
    let text = ascii_text(text, !rounds).unwrap_or_default();
    context.run(vm, |limits, signals| match rounds {
        true => Decimal::parse_rounded(&text, limits, signals),
        false => Decimal::parse_exact(&text, signals),
    })
}

fn of_parts(vm: &Vm, parts: &[Value], context: &Context, rounds: bool) -> Result<Decimal> {
    let [sign, digits, exponent] = parts else {
        return Err(vm.value_error("argument must be a sequence of length 3"));
    };
    let negative = match sign.as_i64().filter(|_| sign.is_int()) {
        Some(0) => false,
        Some(1) => true,
        _ => return Err(vm.value_error("sign must be an integer with the value 0 or 1")),
    };
    let kind = if let Some(text) = exponent.downcast::<Str>() {
        match text.as_bytes() {
            b"F" => Kind::Infinite,
            b"n" => Kind::Quiet,
            b"N" => Kind::Signaling,
            _ => {
                return Err(
                    vm.value_error("string argument in the third position must be 'F', 'n' or 'N'")
                );
            }
        }
    } else if exponent.is_int() {
        Kind::Finite
    } else {
        return Err(vm.value_error("exponent must be an integer"));
    };
    let digits = match (digits.downcast::<Tuple>(), digits.downcast::<List>()) {
        (Some(digits), _) => digits.items().to_vec(),
        (_, Some(digits)) => digits.to_vec(),
        _ => return Err(vm.value_error("coefficient must be a tuple of digits")),
    };
    let mut text = String::with_capacity(digits.len() + 1);
    for digit in &digits {
        match digit.as_i64().and_then(|digit| u8::try_from(digit).ok()) {
            Some(digit @ 0..=9) if kind != Kind::Infinite => text.push(char::from(b'0' + digit)),
            Some(0..=9) => {}
            _ => return Err(vm.value_error("coefficient must be a tuple of digits")),
        }
    }
    let coefficient = BigUint::parse_bytes(text.as_bytes(), 10).unwrap_or_default();
    let exponent = match kind {
        Kind::Finite => vm.to_isize(exponent)? as i64,
        _ => 0,
    };
    let number = Decimal {
        negative,
        kind,
        coefficient,
        exponent: exponent.clamp(i64::MIN / 4, i64::MAX / 4),
    };
    if rounds {
        return context.rounded(vm, number);
    }
    context.run(vm, |_, signals| number.exactly(signals))
}

/// `as_tuple`.
pub fn to_tuple(vm: &Vm, number: &Decimal) -> Result<Value> {
    let digits: Vec<Value> = number
        .coefficient
        .to_string()
        .bytes()
        .map(|digit| Value::int(i64::from(digit - b'0')))
        .collect();
    let (digits, exponent) = match number.kind {
        Kind::Finite => (digits, Value::int(number.exponent)),
        Kind::Infinite => (vec![Value::int(0)], Str::value("F")),
        Kind::Quiet | Kind::Signaling => {
            let digits = match number.coefficient.is_zero() {
                true => Vec::new(),
                false => digits,
            };
            let letter = if number.kind == Kind::Quiet { "n" } else { "N" };
            (digits, Str::value(letter))
        }
    };
    let classes = CLASSES.of(vm).borrow().clone();
    let class = classes.map_or(Value::NONE, |(class, _)| class);
    let sign = Value::int(number.negative.into());
    vm.call(&class, &[sign, tuple(digits), exponent])
}

/// Numerator and denominator of a rational number; `None` for other values.
pub fn rational(vm: &Vm, value: &Value) -> Result<Option<(Decimal, Decimal)>> {
    let classes = CLASSES.of(vm).borrow().clone();
    let Some((_, class)) = classes else {
        return Ok(None);
    };
    let is_instance = vm.import_attribute("builtins", "isinstance")?;
    if !vm.call(&is_instance, &[value.clone(), class])?.is_true() {
        return Ok(None);
    }
    let part = |name: &str| -> Result<Decimal> {
        let part = vm.get_attribute(value, &vm.intern(name))?;
        of_int(&part)
            .ok_or_else(|| vm.type_error("numerator/denominator of a Rational must be int"))
    };
    Ok(Some((part("numerator")?, part("denominator")?)))
}

/// The int of a sign and a size.
pub fn to_int(negative: bool, size: BigUint) -> Value {
    let sign = if negative {
        num_bigint::Sign::Minus
    } else {
        num_bigint::Sign::Plus
    };
    Int::from_big(num_bigint::BigInt::from_biguint(sign, size))
}
