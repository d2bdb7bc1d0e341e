//! The methods of `Decimal`.

use primitives::number::decimal::{Decimal, Kind, Locale, Rounding};
use vm::Result;
use vm::Vm;
use vm::native::{Method, Property, required};
use vm::objects::complex::COMPLEX;
use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;

use super::context::rounding_of;
use super::conversion::{argument, to_tuple};
use super::current::current;
use super::number::{
    Binary, NUMBER, Unary, context_of, from_float, made, number, ratio, truncated,
};
use super::shared_methods::with_shared_methods;
use crate::support::tuple;

/// A method `name(context=None)`.
macro_rules! one {
    ($name:literal, $operation:expr, $doc:literal) => {
        Method::new(
            $name,
            "($self, /, context=None)",
            |vm, it| unary(vm, it, $operation),
            $doc,
        )
    };
}

/// A method `name(other, context=None)`.
macro_rules! two {
    ($name:literal, $operation:expr, $doc:literal) => {
        Method::new(
            $name,
            "($self, /, other, context=None)",
            |vm, it| binary(vm, it, $operation),
            $doc,
        )
    };
}

/// A method without arguments that asks something of the number.
macro_rules! ask {
    ($name:literal, $question:expr, $doc:literal) => {
        Method::new(
            $name,
            "($self, /)",
            |_, it| {
                let question: fn(&Decimal) -> bool = $question;
                Ok(Value::bool(question(number(required(it, 0)))))
            },
            $doc,
        )
    };
}

pub(super) const METHODS: &[Method] = with_shared_methods! { one, two, ask;
    Method::new(
        "same_quantum",
        "($self, /, other, context=None)",
        |vm, it| {
            context_of(vm, it[2].as_ref())?;
            let other = argument(vm, required(it, 1))?;
            Ok(Value::bool(number(required(it, 0)).same_quantum(&other)))
        },
        "Whether the exponents are equal.",
    ),
    Method::new(
        "fma",
        "($self, /, other, third, context=None)",
        |vm, it| {
            let (two, three) = (
                argument(vm, required(it, 1))?,
                argument(vm, required(it, 2))?,
            );
            let context = context_of(vm, it[3].as_ref())?;
            let one = number(required(it, 0));
            context
                .run(vm, |c, s| one.multiply_add(&two, &three, c, s))
                .map(made)
        },
        "The product with one number plus another, rounded once.",
    ),
    Method::new(
        "quantize",
        "($self, /, exp, rounding=None, context=None)",
        quantize,
        "With another's exponent.",
    ),
    Method::new(
        "to_integral",
        TO_INTEGRAL,
        |vm, it| to_integral(vm, it, false),
        "The nearest whole number.",
    ),
    Method::new(
        "to_integral_value",
        TO_INTEGRAL,
        |vm, it| to_integral(vm, it, false),
        "The nearest whole number.",
    ),
    Method::new(
        "to_integral_exact",
        TO_INTEGRAL,
        |vm, it| to_integral(vm, it, true),
        "The nearest whole number, with signals.",
    ),
    Method::new(
        "is_normal",
        "($self, /, context=None)",
        |vm, it| {
            let limits = context_of(vm, it[1].as_ref())?.limits();
            Ok(Value::bool(number(required(it, 0)).is_normal(&limits)))
        },
        "Whether it is of full precision.",
    ),
    Method::new(
        "is_subnormal",
        "($self, /, context=None)",
        |vm, it| {
            let limits = context_of(vm, it[1].as_ref())?.limits();
            Ok(Value::bool(number(required(it, 0)).is_subnormal(&limits)))
        },
        "Whether it is subnormal.",
    ),
    Method::new(
        "number_class",
        "($self, /, context=None)",
        |vm, it| {
            let limits = context_of(vm, it[1].as_ref())?.limits();
            Ok(Str::value(number(required(it, 0)).class_name(&limits)))
        },
        "The name of its class.",
    ),
    Method::new(
        "to_eng_string",
        "($self, /, context=None)",
        |vm, it| {
            let capitals = context_of(vm, it[1].as_ref())?.limits().capitals;
            Ok(Str::value(number(required(it, 0)).to_text(true, capitals)))
        },
        "The number in engineering notation.",
    ),
    ask!("is_canonical", |_| true, "True."),
    Method::new(
        "adjusted",
        "($self, /)",
        |_, it| {
            let number = number(required(it, 0));
            let exponent = if number.is_finite() {
                number.adjusted()
            } else {
                0
            };
            Ok(Value::int(exponent))
        },
        "The exponent of the first digit.",
    ),
    Method::new("canonical", "($self, /)", itself, "Itself."),
    Method::new("conjugate", "($self, /)", itself, "Itself."),
    Method::new(
        "radix",
        "($self, /)",
        |_, _| Ok(made(Decimal::radix())),
        "Ten.",
    ),
    Method::new(
        "copy_abs",
        "($self, /)",
        |_, it| Ok(made(number(required(it, 0)).clone().with_sign(false))),
        "Without a sign.",
    ),
    Method::new(
        "copy_negate",
        "($self, /)",
        |_, it| Ok(made(number(required(it, 0)).clone().negated())),
        "With the other sign.",
    ),
    Method::new(
        "as_integer_ratio",
        "($self, /)",
        |vm, it| ratio(vm, required(it, 0)),
        "A pair of ints.",
    ),
    Method::new(
        "as_tuple",
        "($self, /)",
        |vm, it| to_tuple(vm, number(required(it, 0))),
        "Sign, digits and exponent.",
    ),
    Method::new(
        "from_float",
        "($type, f, /)",
        |vm, it| {
            let found = made(from_float(vm, required(it, 1))?);
            match required(it, 0) {
                class if class.is(NUMBER.as_value()) => Ok(found),
                class => vm.call(class, &[found]),
            }
        },
        "The exact number of a float.",
    )
    .class_method(),
    Method::new(
        "__copy__",
        "($self, /)",
        |_, it| Ok(required(it, 0).clone()),
        "Itself.",
    ),
    Method::new(
        "__deepcopy__",
        "($self, memo, /)",
        |_, it| Ok(required(it, 0).clone()),
        "Itself.",
    ),
    Method::new(
        "__format__",
        "($self, fmtarg, override=<unrepresentable>, /)",
        format,
        "By a specification.",
    ),
    Method::new(
        "__reduce__",
        "($self, /)",
        |vm, it| {
            let this = required(it, 0);
            let text: Value = vm.str(this)?.into();
            Ok(tuple(vec![this.class().to_value(), tuple(vec![text])]))
        },
        "How to pickle it.",
    ),
    Method::new(
        "__round__",
        "($self, ndigits=<unrepresentable>, /)",
        round,
        "Rounded to a whole number, or to digits.",
    ),
    Method::new(
        "__ceil__",
        "($self, /)",
        |vm, it| truncated(vm, required(it, 0), Rounding::Ceiling),
        "Rounded up.",
    ),
    Method::new(
        "__floor__",
        "($self, /)",
        |vm, it| truncated(vm, required(it, 0), Rounding::Floor),
        "Rounded down.",
    ),
    Method::new(
        "__trunc__",
        "($self, /)",
        |vm, it| truncated(vm, required(it, 0), Rounding::Down),
        "The whole part.",
    ),
    Method::new(
        "__complex__",
        "($self, /)",
        |vm, it| {
            let real = Value::float(vm.to_f64(required(it, 0))?);
            vm.call(COMPLEX.as_value(), &[real])
        },
        "As a complex number.",
    ),
    Method::new(
        "__sizeof__",
        "($self, /)",
        |_, it| {
            // As CPython counts: words of nineteen digits behind the object, four at least.
            let words = (number(required(it, 0)).digits() + 18) / 19;
            let more = if words > 4 { words * 8 } else { 0 };
            Ok(Value::int(104 + more))
        },
        "Bytes in memory.",
    ),
};

const TO_INTEGRAL: &str = "($self, /, rounding=None, context=None)";

pub(super) const PROPERTIES: &[Property] = &[
    Property::new("real", |_, this| Ok(this.clone())),
    Property::new("imag", |_, _| Ok(made(Decimal::zero(false, 0)))),
];

fn itself(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(required(arguments, 0).clone())
}

fn unary(vm: &Vm, arguments: &[Option<Value>], operation: Unary) -> Result<Value> {
    let context = context_of(vm, arguments[1].as_ref())?;
    let one = number(required(arguments, 0));
    context.run(vm, |c, s| operation(one, c, s)).map(made)
}

fn binary(vm: &Vm, arguments: &[Option<Value>], operation: Binary) -> Result<Value> {
    let context = context_of(vm, arguments[2].as_ref())?;
    let two = argument(vm, required(arguments, 1))?;
    let one = number(required(arguments, 0));
    context.run(vm, |c, s| operation(one, &two, c, s)).map(made)
}

fn rounding_argument(vm: &Vm, value: &Option<Value>, default: Rounding) -> Result<Rounding> {
    match value.as_ref().filter(|value| !value.is_none()) {
        Some(value) => rounding_of(vm, value),
        None => Ok(default),
    }
}

fn quantize(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let context = context_of(vm, arguments[3].as_ref())?;
    let rounding = rounding_argument(vm, &arguments[2], context.limits().rounding)?;
    let two = argument(vm, required(arguments, 1))?;
    let one = number(required(arguments, 0));
    context
        .run(vm, |c, s| one.quantize(&two, &c.with_rounding(rounding), s))
        .map(made)
}

fn to_integral(vm: &Vm, arguments: &[Option<Value>], exact: bool) -> Result<Value> {
    let context = context_of(vm, arguments[2].as_ref())?;
    let rounding = rounding_argument(vm, &arguments[1], context.limits().rounding)?;
    let one = number(required(arguments, 0));
    context
        .run(vm, |c, s| one.to_integral(rounding, exact, c, s))
        .map(made)
}

fn round(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let Some(places) = &arguments[1] else {
        return truncated(vm, this, Rounding::HalfEven);
    };
    if !places.is_int() {
        return Err(vm.type_error("optional arg must be an integer"));
    }
    let places = vm.to_isize(places)? as i64;
    let exponent = places
        .checked_neg()
        .unwrap_or(i64::MAX / 4)
        .clamp(i64::MIN / 4, i64::MAX / 4);
    let unit = Decimal::new(false, 1_u32.into(), exponent);
    let context = current(vm)?;
    let one = number(this);
    context
        .run(vm, |limits, signals| one.quantize(&unit, limits, signals))
        .map(made)
}

fn format(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(specification) = required(arguments, 1).downcast::<Str>() else {
        return Err(vm.type_error("format arg must be str"));
    };
    let limits = current(vm)?.limits();
    let text = specification.to_text();
    if text.ends_with('N') {
        vm.warn_deprecated("Format specifier 'N' is deprecated")?;
    }
    let locale = match arguments.get(2).and_then(Option::as_ref) {
        Some(given) => match given.downcast::<Dict>() {
            Some(dict) => Some(locale_of(vm, dict)?),
            None => return Err(vm.type_error("optional argument must be a dict")),
        },
        None if text.ends_with(['n', 'N']) => Some(current_locale(vm)?),
        None => None,
    };
    let number = number(required(arguments, 0));
    // The width is no reason to run out of memory.
    let is_huge = text.bytes().filter(u8::is_ascii_digit).count() > 9;
    let shown = match is_huge {
        true => text.replace(|character: char| character.is_ascii_digit(), ""),
        false => text,
    };
    match number.format(&shown, limits.rounding, limits.capitals, locale.as_ref()) {
        Ok(_) if is_huge => Err(vm.memory_error("")),
        Ok(text) => Ok(Str::value(text)),
        Err(_) => Err(vm.value_error("invalid format string")),
    }
}

/// What the second argument of `__format__` says.
fn locale_of(vm: &Vm, dict: &Ref<Dict>) -> Result<Locale> {
    let text = |name: &str, default: &str| -> Result<String> {
        match dict.get_str(&vm.intern(name)) {
            None => Ok(default.to_owned()),
            Some(value) => match value.downcast::<Str>() {
                Some(text) => Ok(text.to_text()),
                None => Err(vm.type_error("invalid override dict")),
            },
        }
    };
    let point = text("decimal_point", ".")?;
    let separator = text("thousands_sep", ",")?;
    let groups: Vec<u8> = text("grouping", "\u{3}")?
        .chars()
        .map(|length| u8::try_from(u32::from(length)).unwrap_or(127))
        .collect();
    let valid = !point.is_empty() && point.chars().count() <= 1 && separator.chars().count() <= 1;
    if !valid || groups.contains(&255) {
        return Err(vm.value_error("invalid override dict"));
    }
    Ok(Locale {
        point,
        separator,
        groups,
    })
}

/// The locale of the process.
fn current_locale(vm: &Vm) -> Result<Locale> {
    let conventions = vm.import_attribute("locale", "localeconv")?;
    let conventions = vm.call(&conventions, &[])?;
    let text = |name: &str| -> Result<String> {
        let value = vm.get_item(&conventions, &Str::value(name))?;
        Ok(vm.str(&value)?.to_text())
    };
    let lengths = vm.get_item(&conventions, &Str::value("grouping"))?;
    let mut groups = Vec::new();
    for length in vm.collect(&lengths)? {
        groups.push(u8::try_from(vm.to_isize(&length)?).unwrap_or(127));
    }
    Ok(Locale {
        point: text("decimal_point")?,
        separator: text("thousands_sep")?,
        groups,
    })
}

/// A pair of numbers.
pub fn pair(one: Decimal, two: Decimal) -> Value {
    Tuple::pair(made(one), made(two)).into()
}
