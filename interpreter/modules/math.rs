//! `math`: functions of real numbers.

use std::f64::consts;

use primitives::number::math as number;
use primitives::number::math::Real;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::int::Int;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

mod integers;
mod sums;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "math",
    doc: Some("Functions of real numbers, as the C standard has them."),
    functions: FUNCTIONS,
    fill: |vm, module| {
        module.set(vm, "pi", consts::PI);
        module.set(vm, "e", consts::E);
        module.set(vm, "tau", consts::TAU);
        module.set(vm, "inf", f64::INFINITY);
        module.set(vm, "nan", f64::NAN);
        Ok(())
    },
};

type Bound = fn(&Vm, &[Option<Value>]) -> Result<Value>;

const fn one(name: &'static str, function: Bound, doc: &'static str) -> Method {
    Method::new(name, "($module, x, /)", function, doc)
}

macro_rules! float {
    ($function:expr) => {
        |vm, arguments| {
            let x = vm.to_f64(required(arguments, 0))?;
            Ok(Value::float($function(x)))
        }
    };
}

macro_rules! checked {
    ($function:expr) => {
        |vm, arguments| {
            let x = vm.to_f64(required(arguments, 0))?;
            match $function(x) {
                Ok(result) => Ok(Value::float(result)),
                Err(error) => Err(vm.number_error(error)),
            }
        }
    };
}

macro_rules! test {
    ($function:expr) => {
        |vm, arguments| Ok(Value::bool($function(vm.to_f64(required(arguments, 0))?)))
    };
}

macro_rules! checked_two {
    ($function:expr) => {
        |vm, arguments| {
            let x = vm.to_f64(required(arguments, 0))?;
            let y = vm.to_f64(required(arguments, 1))?;
            match $function(x, y) {
                Ok(result) => Ok(Value::float(result)),
                Err(error) => Err(vm.number_error(error)),
            }
        }
    };
}

const FUNCTIONS: &[Method] = &[
    one("acos", checked!(number::acos), "The arc cosine."),
    one(
        "acosh",
        checked!(number::acosh),
        "The inverse of the hyperbolic cosine.",
    ),
    one("asin", checked!(number::asin), "The arc sine."),
    one(
        "asinh",
        checked!(number::asinh),
        "The inverse of the hyperbolic sine.",
    ),
    one("atan", checked!(number::atan), "The arc tangent."),
    Method::new(
        "atan2",
        "($module, y, x, /)",
        atan2,
        "The angle of the point (x, y).",
    ),
    one(
        "atanh",
        checked!(number::atanh),
        "The inverse of the hyperbolic tangent.",
    ),
    one("cbrt", checked!(number::cbrt), "The cube root."),
    one("ceil", ceil, "The least integer from x on."),
    Method::new(
        "copysign",
        "($module, x, y, /)",
        copysign,
        "x with the sign of y.",
    ),
    one("cos", checked!(number::cos), "The cosine."),
    one("cosh", checked!(number::cosh), "The hyperbolic cosine."),
    one(
        "degrees",
        float!(number::degrees),
        "An angle in degrees, from radians.",
    ),
    Method::new(
        "dist",
        "($module, p, q, /)",
        sums::dist,
        "The distance of two points.",
    ),
    one("erf", checked!(number::erf), "The error function."),
    one(
        "erfc",
        checked!(number::erfc),
        "The complementary error function.",
    ),
    one("exp", checked!(number::exp), "e to the power of x."),
    one("exp2", checked!(number::exp2), "2 to the power of x."),
    one(
        "expm1",
        checked!(number::expm1),
        "exp(x) - 1, exact for small x.",
    ),
    one("fabs", float!(f64::abs), "The absolute value."),
    Method::new(
        "factorial",
        "($module, n, /)",
        integers::factorial,
        "1 * 2 * ... * n",
    ),
    one("floor", floor, "The greatest integer up to x."),
    Method::new(
        "fma",
        "($module, x, y, z, /)",
        fma,
        "x * y + z, rounded once.",
    ),
    Method::new(
        "fmod",
        "($module, x, y, /)",
        checked_two!(number::fmod),
        "The remainder as C has it.",
    ),
    one("frexp", frexp, "The fraction and the exponent of two."),
    Method::new(
        "fsum",
        "($module, seq, /)",
        sums::fsum,
        "The sum of floats, exactly rounded.",
    ),
    one("gamma", checked!(number::gamma), "The gamma function."),
    Method::raw(
        "gcd",
        "($module, *integers)",
        integers::gcd,
        "The greatest common divisor.",
    ),
    Method::raw("hypot", "", sums::hypot, "The length of a vector."),
    Method::new(
        "isclose",
        "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        is_close,
        "Whether two floats differ little.",
    ),
    one(
        "isfinite",
        test!(f64::is_finite),
        "Whether x is neither infinite nor NaN.",
    ),
    one("isinf", test!(f64::is_infinite), "Whether x is infinite."),
    one("isnan", test!(f64::is_nan), "Whether x is NaN."),
    Method::new(
        "isqrt",
        "($module, n, /)",
        integers::isqrt,
        "The integer part of the square root.",
    ),
    Method::raw(
        "lcm",
        "($module, *integers)",
        integers::lcm,
        "The least common multiple.",
    ),
    Method::new("ldexp", "($module, x, i, /)", ldexp, "x * 2**i"),
    one(
        "lgamma",
        checked!(number::lgamma),
        "The logarithm of the absolute value of gamma(x).",
    ),
    Method::new(
        "log",
        "(x[, base])",
        log,
        "The logarithm, natural or to a base.",
    ),
    one(
        "log1p",
        checked!(number::log1p),
        "log(1 + x), exact for small x.",
    ),
    one(
        "log10",
        |vm, it| logarithm(vm, it, number::log10),
        "The logarithm to the base 10.",
    ),
    one(
        "log2",
        |vm, it| logarithm(vm, it, number::log2),
        "The logarithm to the base 2.",
    ),
    one("modf", modf, "The fraction and the whole part."),
    Method::new(
        "pow",
        "($module, x, y, /)",
        checked_two!(number::pow),
        "x to the power of y, as C has it.",
    ),
    one(
        "radians",
        float!(number::radians),
        "An angle in radians, from degrees.",
    ),
    Method::new(
        "remainder",
        "($module, x, y, /)",
        checked_two!(number::remainder),
        "The remainder by the nearest multiple of y.",
    ),
    one("sin", checked!(number::sin), "The sine."),
    one("sinh", checked!(number::sinh), "The hyperbolic sine."),
    one("sqrt", checked!(number::sqrt), "The square root."),
    one("tan", checked!(number::tan), "The tangent."),
    one("tanh", checked!(number::tanh), "The hyperbolic tangent."),
    Method::new(
        "sumprod",
        "($module, p, q, /)",
        sums::sumprod,
        "The sum of products.",
    ),
    one(
        "trunc",
        trunc,
        "The integer that is left without the fraction.",
    ),
    Method::new(
        "prod",
        "($module, iterable, /, *, start=1)",
        sums::prod,
        "The product of the items.",
    ),
    Method::new(
        "perm",
        "($module, n, k=None, /)",
        integers::perm,
        "How many ways to arrange k of n things.",
    ),
    Method::new(
        "comb",
        "($module, n, k, /)",
        integers::comb,
        "How many ways to choose k of n things.",
    ),
    Method::new(
        "nextafter",
        "($module, x, y, /, *, steps=None)",
        next_after,
        "The float that is so many steps from x towards y.",
    ),
    one(
        "ulp",
        float!(number::ulp),
        "The value of the last bit of x.",
    ),
];

fn atan2(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let y = vm.to_f64(required(arguments, 0))?;
    let x = vm.to_f64(required(arguments, 1))?;
    Ok(Value::float(number::atan2(y, x)))
}

fn copysign(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let x = vm.to_f64(required(arguments, 0))?;
    let y = vm.to_f64(required(arguments, 1))?;
    Ok(Value::float(x.copysign(y)))
}

fn fma(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let x = vm.to_f64(required(arguments, 0))?;
    let y = vm.to_f64(required(arguments, 1))?;
    let z = vm.to_f64(required(arguments, 2))?;
    let result = number::fma(x, y, z).map_err(|error| vm.number_error(error))?;
    Ok(Value::float(result))
}

fn frexp(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (fraction, exponent) = number::frexp(vm.to_f64(required(arguments, 0))?);
    Ok(Tuple::pair(Value::float(fraction), Value::int(exponent.into())).into())
}

fn modf(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (fraction, whole) = number::modf(vm.to_f64(required(arguments, 0))?);
    Ok(Tuple::pair(Value::float(fraction), Value::float(whole)).into())
}

fn ldexp(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let x = vm.to_f64(required(arguments, 0))?;
    let Some(exponent) = required(arguments, 1).as_integer() else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    let exponent = match exponent.to_i64() {
        Some(exponent) => exponent,
        None if exponent.is_negative() => i64::MIN,
        None => i64::MAX,
    };
    let result = number::ldexp(x, exponent).map_err(|error| vm.number_error(error))?;
    Ok(Value::float(result))
}

fn is_close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tolerance = |value: &Option<Value>, default: f64| match value {
        Some(value) => vm.to_f64(value),
        None => Ok(default),
    };
    let close = number::is_close(
        vm.to_f64(required(arguments, 0))?,
        vm.to_f64(required(arguments, 1))?,
        tolerance(&arguments[2], 1e-9)?,
        tolerance(&arguments[3], 0.0)?,
    );
    close
        .map(Value::bool)
        .map_err(|error| vm.number_error(error))
}

fn real<'a>(vm: &Vm, value: &'a Value) -> Result<Real<'a>> {
    match value.as_integer() {
        Some(integer) => Ok(Real::Integer(integer)),
        None => vm.to_f64(value).map(Real::Float),
    }
}

fn logarithm(
    vm: &Vm,
    arguments: &[Option<Value>],
    function: fn(Real<'_>) -> std::result::Result<f64, primitives::number::NumberError>,
) -> Result<Value> {
    let result = function(real(vm, required(arguments, 0))?);
    result
        .map(Value::float)
        .map_err(|error| vm.number_error(error))
}

fn log(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = real(vm, required(arguments, 0))?;
    let base = match &arguments[1] {
        Some(base) => Some(real(vm, base)?),
        None => None,
    };
    let result = number::log(value, base);
    result
        .map(Value::float)
        .map_err(|error| vm.number_error(error))
}

type Rounding = fn(
    f64,
) -> std::result::Result<
    primitives::number::integer::Integer,
    primitives::number::NumberError,
>;

fn rounded(vm: &Vm, x: f64, function: Rounding) -> Result<Value> {
    function(x)
        .map(Int::from_integer)
        .map_err(|error| vm.number_error(error))
}

fn by_method(vm: &Vm, value: &Value, method: &str, function: Rounding) -> Result<Value> {
    if value.is_small_int() {
        return Ok(value.clone());
    }
    if let Some(x) = value.as_exact_float() {
        return rounded(vm, x, function);
    }
    match vm.call_special(value, method, &[])? {
        Some(result) => Ok(result),
        None => rounded(vm, vm.to_f64(value)?, function),
    }
}

fn floor(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    by_method(vm, required(arguments, 0), "__floor__", number::floor)
}

fn ceil(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    by_method(vm, required(arguments, 0), "__ceil__", number::ceil)
}

fn trunc(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    if let Some(x) = value.as_exact_float() {
        return rounded(vm, x, number::trunc);
    }
    match vm.call_special(value, "__trunc__", &[])? {
        Some(result) => Ok(result),
        None => Err(vm.type_error(format!(
            "type {} doesn't define __trunc__ method",
            value.class().name()
        ))),
    }
}

fn next_after(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let x = vm.to_f64(required(arguments, 0))?;
    let y = vm.to_f64(required(arguments, 1))?;
    let Some(steps) = arguments[2].as_ref().filter(|steps| !steps.is_none()) else {
        return Ok(Value::float(number::nextafter(x, y)));
    };
    let steps = vm.index(steps)?;
    let Some(steps) = steps.as_integer() else {
        return Ok(Value::NONE);
    };
    let result = number::nextafter_by(x, y, steps);
    result
        .map(Value::float)
        .map_err(|error| vm.number_error(error))
}
