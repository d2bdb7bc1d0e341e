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
use super::shared_methods::with_shared_methods;
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

pub(super) const METHODS: &[Method] = with_shared_methods! { one, two, ask;
    one!("abs", Decimal::absolute, "The size."),
    one!("minus", Decimal::minus, "The negative number."),
    one!("plus", Decimal::plus, "The number, rounded."),
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
    two!("quantize", Decimal::quantize, "With another's exponent."),
    Method::new(
        "is_canonical",
        "($self, x, /)",
        |vm, it| {
            canonical(vm, required(it, 1))?;
            Ok(Value::TRUE)
        },
        "True.",
    ),
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
};

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
