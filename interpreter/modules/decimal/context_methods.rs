//! The methods of `Context`.

use primitives::number::decimal::{Decimal, Kind};
use vm::native::{Method, required};
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::context::{Context, reduce};
use super::conversion::{argument, of_value};
use super::number::{Binary, Unary, from_float, made};
use super::number_methods::pair;
use crate::support::of;

/// A method of one number.
macro_rules! one {
    ($name:literal, $operation:expr, $doc:literal) => {
        Method::new(
            $name,
            "($self, x, /)",
            |vm, it| unary(vm, it, $operation),
            $doc,
        )
    };
}

/// A method of two numbers, by position.
macro_rules! two {
    ($name:literal, $operation:expr, $doc:literal) => {
        Method::new(
            $name,
            "($self, x, y, /)",
            |vm, it| binary(vm, it, $operation),
            $doc,
        )
    };
}

/// A method that asks something of a number.
macro_rules! ask {
    ($name:literal, $question:expr, $doc:literal) => {
        Method::new(
            $name,
            "($self, x, /)",
            |vm, it| {
                let question: fn(&Decimal) -> bool = $question;
                Ok(Value::bool(question(&*argument(vm, required(it, 1))?)))
            },
            $doc,
        )
    };
}

pub(super) const METHODS: &[Method] = &[
    one!("abs", Decimal::absolute, "The size."),
    one!("exp", Decimal::exponential, "e raised to a number."),
    one!("ln", Decimal::natural_logarithm, "The natural logarithm."),
    one!(
        "log10",
        Decimal::decimal_logarithm,
        "The logarithm to the base ten."
    ),
    one!("logb", Decimal::logb, "The exponent of the first digit."),
    one!(
        "logical_invert",
        Decimal::logical_invert,
        "The digits zero and one swapped."
    ),
    one!("minus", Decimal::minus, "The negative number."),
    one!(
        "next_minus",
        |x, c, s| x.next(false, c, s),
        "The next smaller number."
    ),
    one!(
        "next_plus",
        |x, c, s| x.next(true, c, s),
        "The next larger number."
    ),
    one!(
        "normalize",
        Decimal::normalize,
        "The number without zeros at its end."
    ),
    one!("plus", Decimal::plus, "The number, rounded."),
    one!("sqrt", Decimal::square_root, "The square root."),
    one!(
        "to_integral",
        |x, c, s| x.to_integral(c.rounding, false, c, s),
        "The nearest whole number."
    ),
    one!(
        "to_integral_value",
        |x, c, s| x.to_integral(c.rounding, false, c, s),
        "The nearest whole number."
    ),
    one!(
        "to_integral_exact",
        |x, c, s| x.to_integral(c.rounding, true, c, s),
        "The nearest whole number, with signals."
    ),
    one!(
        "copy_abs",
        |x, _, _| x.clone().with_sign(false),
        "Without a sign."
    ),
    one!(
        "copy_negate",
        |x, _, _| x.clone().negated(),
        "With the other sign."
    ),
    one!("copy_decimal", |x, _, _| x.clone(), "The same number."),
    two!("add", Decimal::add, "The sum."),
    two!("subtract", Decimal::subtract, "The difference."),
    two!("multiply", Decimal::multiply, "The product."),
    two!("divide", Decimal::divide, "The quotient."),
    two!(
        "divide_int",
        Decimal::divide_to_integer,
        "The whole part of the quotient."
    ),
    two!("remainder", Decimal::remainder, "The remainder."),
    two!(
        "remainder_near",
        Decimal::remainder_near,
        "The remainder nearest to zero."
    ),
    two!("compare", Decimal::compare, "-1, 0 or 1."),
    two!(
        "compare_signal",
        Decimal::compare_signal,
        "-1, 0 or 1; NaNs are invalid."
    ),
    two!(
        "compare_total",
        |x, y, _, _| x.compare_total(y),
        "-1, 0 or 1 by the total order."
    ),
    two!(
        "compare_total_mag",
        |x, y, _, _| x.compare_total_sizes(y),
        "-1, 0 or 1 by size."
    ),
    two!(
        "copy_sign",
        |x, y, _, _| x.clone().with_sign(y.negative),
        "With another's sign."
    ),
    two!(
        "logical_and",
        |x, y, c, s| x.logical(y, |a, b| a && b, c, s),
        "And, digit by digit."
    ),
    two!(
        "logical_or",
        |x, y, c, s| x.logical(y, |a, b| a || b, c, s),
        "Or, digit by digit."
    ),
    two!(
        "logical_xor",
        |x, y, c, s| x.logical(y, |a, b| a != b, c, s),
        "Xor, digit by digit."
    ),
    two!(
        "max",
        |x, y, c, s| x.extreme(y, true, false, c, s),
        "The larger number."
    ),
    two!(
        "max_mag",
        |x, y, c, s| x.extreme(y, true, true, c, s),
        "The number of larger size."
    ),
    two!(
        "min",
        |x, y, c, s| x.extreme(y, false, false, c, s),
        "The smaller number."
    ),
    two!(
        "min_mag",
        |x, y, c, s| x.extreme(y, false, true, c, s),
        "The number of smaller size."
    ),
    two!(
        "next_toward",
        Decimal::next_toward,
        "The next number in a direction."
    ),
    two!("quantize", Decimal::quantize, "With another's exponent."),
    two!(
        "rotate",
        |x, y, c, s| x.moved(y, true, c, s),
        "The digits rotated."
    ),
    two!(
        "scaleb",
        Decimal::scaleb,
        "The number times a power of ten."
    ),
    two!(
        "shift",
        |x, y, c, s| x.moved(y, false, c, s),
        "The digits shifted."
    ),
    Method::new(
        "is_canonical",
        "($self, x, /)",
        |vm, it| {
            canonical(vm, required(it, 1))?;
            Ok(Value::TRUE)
        },
        "True.",
    ),
    ask!("is_finite", Decimal::is_finite, "Whether it is a number."),
    ask!(
        "is_infinite",
        Decimal::is_infinite,
        "Whether it is an infinity."
    ),
    ask!("is_nan", Decimal::is_nan, "Whether it is a NaN."),
    ask!(
        "is_qnan",
        |x| x.kind == Kind::Quiet,
        "Whether it is a quiet NaN."
    ),
    ask!(
        "is_snan",
        |x| x.kind == Kind::Signaling,
        "Whether it is a signaling NaN."
    ),
    ask!("is_signed", |x| x.negative, "Whether it has a minus."),
    ask!("is_zero", Decimal::is_zero, "Whether it is a zero."),
    Method::new(
        "is_normal",
        "($self, x, /)",
        |vm, it| {
            let limits = of::<Context>(required(it, 0)).limits();
            Ok(Value::bool(
                argument(vm, required(it, 1))?.is_normal(&limits),
            ))
        },
        "Whether it is of full precision.",
    ),
    Method::new(
        "is_subnormal",
        "($self, x, /)",
        |vm, it| {
            let limits = of::<Context>(required(it, 0)).limits();
            Ok(Value::bool(
                argument(vm, required(it, 1))?.is_subnormal(&limits),
            ))
        },
        "Whether it is subnormal.",
    ),
    Method::new(
        "number_class",
        "($self, x, /)",
        |vm, it| {
            let limits = of::<Context>(required(it, 0)).limits();
            Ok(Str::value(
                argument(vm, required(it, 1))?.class_name(&limits),
            ))
        },
        "The name of its class.",
    ),
    Method::new(
        "same_quantum",
        "($self, x, y, /)",
        |vm, it| {
            let (one, two) = (
                argument(vm, required(it, 1))?,
                argument(vm, required(it, 2))?,
            );
            Ok(Value::bool(one.same_quantum(&two)))
        },
        "Whether the exponents are equal.",
    ),
    Method::new(
        "to_sci_string",
        "($self, x, /)",
        |vm, it| to_text(vm, it, false),
        "As text.",
    ),
    Method::new(
        "to_eng_string",
        "($self, x, /)",
        |vm, it| to_text(vm, it, true),
        "In engineering notation.",
    ),
    Method::new(
        "canonical",
        "($self, x, /)",
        |vm, it| canonical(vm, required(it, 1)),
        "Itself.",
    ),
    Method::new(
        "divmod",
        "($self, x, y, /)",
        |vm, it| {
            let (one, two) = (
                argument(vm, required(it, 1))?,
                argument(vm, required(it, 2))?,
            );
            let context = of::<Context>(required(it, 0));
            let (quotient, rest) = context.run(vm, |c, s| one.divide_both(&two, c, s))?;
            Ok(pair(quotient, rest))
        },
        "Quotient and remainder.",
    ),
    Method::new(
        "fma",
        "($self, x, y, z, /)",
        |vm, it| {
            let (one, two) = (
                argument(vm, required(it, 1))?,
                argument(vm, required(it, 2))?,
            );
            let three = argument(vm, required(it, 3))?;
            let context = of::<Context>(required(it, 0));
            context
                .run(vm, |c, s| one.multiply_add(&two, &three, c, s))
                .map(made)
        },
        "The product of two numbers plus a third, rounded once.",
    ),
    Method::new(
        "power",
        "($self, /, a, b, modulo=None)",
        power,
        "A power, modulo a number if wanted.",
    ),
    Method::new(
        "radix",
        "($self, /)",
        |_, _| Ok(made(Decimal::radix())),
        "Ten.",
    ),
    Method::new(
        "Etiny",
        "($self, /)",
        |_, it| Ok(Value::int(of::<Context>(required(it, 0)).limits().etiny())),
        "The exponent of the smallest subnormal number.",
    ),
    Method::new(
        "Etop",
        "($self, /)",
        |_, it| Ok(Value::int(of::<Context>(required(it, 0)).limits().etop())),
        "The largest exponent of numbers of full precision.",
    ),
    Method::new(
        "clear_flags",
        "($self, /)",
        |_, it| {
            of::<Context>(required(it, 0)).change(|settings| settings.flags = 0);
            Ok(Value::NONE)
        },
        "Forgets all signals.",
    ),
    Method::new(
        "clear_traps",
        "($self, /)",
        |_, it| {
            of::<Context>(required(it, 0)).change(|settings| settings.traps = 0);
            Ok(Value::NONE)
        },
        "Traps no signals.",
    ),
    Method::new("copy", "($self, /)", copy, "A copy."),
    Method::new("__copy__", "($self, /)", copy, "A copy."),
    Method::new(
        "__reduce__",
        "($self, /)",
        |vm, it| reduce(vm, required(it, 0)),
        "How to pickle it.",
    ),
    Method::new(
        "create_decimal",
        "($self, num='0', /)",
        |vm, it| {
            let context = of::<Context>(required(it, 0));
            match it.get(1).and_then(Option::as_ref) {
                None => Ok(made(context.rounded(vm, Decimal::zero(false, 0))?)),
                Some(value) => of_value(vm, value, context, true).map(made),
            }
        },
        "A number, rounded.",
    ),
    Method::new(
        "create_decimal_from_float",
        "($self, f, /)",
        |vm, it| {
            let context = of::<Context>(required(it, 0));
            let exact = from_float(vm, required(it, 1))?;
            context.rounded(vm, exact).map(made)
        },
        "A float, rounded.",
    ),
    Method::new(
        "_apply",
        "($self, x, /)",
        |vm, it| {
            let number = argument(vm, required(it, 1))?.into_owned();
            of::<Context>(required(it, 0))
                .run(vm, |c, s| number.finish(c, s))
                .map(made)
        },
        "The number, rounded.",
    ),
];

fn canonical(vm: &Vm, value: &Value) -> Result<Value> {
    match value.downcast::<super::number::Number>() {
        Some(_) => Ok(value.clone()),
        None => Err(vm.type_error("argument must be a Decimal")),
    }
}

fn unary(vm: &Vm, arguments: &[Option<Value>], operation: Unary) -> Result<Value> {
    let one = argument(vm, required(arguments, 1))?;
    let context = of::<Context>(required(arguments, 0));
    context.run(vm, |c, s| operation(&one, c, s)).map(made)
}

fn binary(vm: &Vm, arguments: &[Option<Value>], operation: Binary) -> Result<Value> {
    let one = argument(vm, required(arguments, 1))?;
    let two = argument(vm, required(arguments, 2))?;
    let context = of::<Context>(required(arguments, 0));
    context
        .run(vm, |c, s| operation(&one, &two, c, s))
        .map(made)
}

fn to_text(vm: &Vm, arguments: &[Option<Value>], engineering: bool) -> Result<Value> {
    let capitals = of::<Context>(required(arguments, 0)).limits().capitals;
    let number = argument(vm, required(arguments, 1))?;
    Ok(Str::value(number.to_text(engineering, capitals)))
}

fn power(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let one = argument(vm, required(arguments, 1))?;
    let two = argument(vm, required(arguments, 2))?;
    let context = of::<Context>(required(arguments, 0));
    match arguments[3].as_ref().filter(|modulus| !modulus.is_none()) {
        None => context.run(vm, |c, s| one.power(&two, c, s)).map(made),
        Some(modulus) => {
            let modulus = argument(vm, modulus)?;
            context
                .run(vm, |c, s| one.modular_power(&two, &modulus, c, s))
                .map(made)
        }
    }
}

fn copy(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let settings = of::<Context>(required(arguments, 0)).settings.get();
    Ok(Context::new(settings).into())
}
