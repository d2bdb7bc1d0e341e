//! `cmath`: functions of complex numbers.

use std::f64::consts;

use primitives::number::NumberError;
use primitives::number::complex::Complex as Number;
use primitives::number::math::complex as number;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::complex::{Complex, to_complex};
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "cmath",
    doc: Some("Functions of complex numbers."),
    functions: FUNCTIONS,
    fill: |vm, module| {
        module.set(vm, "pi", consts::PI);
        module.set(vm, "e", consts::E);
        module.set(vm, "tau", consts::TAU);
        module.set(vm, "inf", f64::INFINITY);
        module.set(vm, "infj", Complex::new(0.0, f64::INFINITY));
        module.set(vm, "nan", f64::NAN);
        module.set(vm, "nanj", Complex::new(0.0, f64::NAN));
        Ok(())
    },
};

type Bound = fn(&Vm, &[Option<Value>]) -> Result<Value>;

const fn one(name: &'static str, function: Bound, doc: &'static str) -> Method {
    Method::new(name, "($module, z, /)", function, doc)
}

macro_rules! function {
    ($function:expr) => {
        |vm, arguments| {
            let z = to_complex(vm, required(arguments, 0))?;
            answer(vm, $function(z))
        }
    };
}

macro_rules! test {
    ($test:expr) => {
        |vm, arguments| Ok(Value::bool($test(to_complex(vm, required(arguments, 0))?)))
    };
}

const FUNCTIONS: &[Method] = &[
    one("acos", function!(number::acos), "The arc cosine."),
    one(
        "acosh",
        function!(number::acosh),
        "The inverse of the hyperbolic cosine.",
    ),
    one("asin", function!(number::asin), "The arc sine."),
    one(
        "asinh",
        function!(number::asinh),
        "The inverse of the hyperbolic sine.",
    ),
    one("atan", function!(number::atan), "The arc tangent."),
    one(
        "atanh",
        function!(number::atanh),
        "The inverse of the hyperbolic tangent.",
    ),
    one("cos", function!(number::cos), "The cosine."),
    one("cosh", function!(number::cosh), "The hyperbolic cosine."),
    one("exp", function!(number::exp), "e to the power of z."),
    Method::new(
        "isclose",
        "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        is_close,
        "Whether two numbers differ little.",
    ),
    one(
        "isfinite",
        test!(|z: Number| z.real.is_finite() && z.imaginary.is_finite()),
        "Whether both parts are finite.",
    ),
    one(
        "isinf",
        test!(|z: Number| z.real.is_infinite() || z.imaginary.is_infinite()),
        "Whether a part is infinite.",
    ),
    one(
        "isnan",
        test!(|z: Number| z.real.is_nan() || z.imaginary.is_nan()),
        "Whether a part is NaN.",
    ),
    Method::new(
        "log",
        "($module, z, base=<unrepresentable>, /)",
        log,
        "The logarithm, natural or to a base.",
    ),
    one(
        "log10",
        function!(number::log10),
        "The logarithm to the base 10.",
    ),
    one("phase", phase, "The angle of z."),
    one("polar", polar, "The absolute value and the angle."),
    Method::new(
        "rect",
        "($module, r, phi, /)",
        rect,
        "The number of an absolute value and an angle.",
    ),
    one("sin", function!(number::sin), "The sine."),
    one("sinh", function!(number::sinh), "The hyperbolic sine."),
    one("sqrt", function!(number::sqrt), "The square root."),
    one("tan", function!(number::tan), "The tangent."),
    one("tanh", function!(number::tanh), "The hyperbolic tangent."),
];

fn answer(vm: &Vm, result: std::result::Result<Number, NumberError>) -> Result<Value> {
    result
        .map(Complex::of)
        .map_err(|error| vm.number_error(error))
}

fn log(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let z = to_complex(vm, required(arguments, 0))?;
    let base = match &arguments[1] {
        Some(base) => Some(to_complex(vm, base)?),
        None => None,
    };
    answer(vm, number::log(z, base))
}

fn phase(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let result = number::phase(to_complex(vm, required(arguments, 0))?);
    result
        .map(Value::float)
        .map_err(|error| vm.number_error(error))
}

fn polar(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let result = number::polar(to_complex(vm, required(arguments, 0))?);
    let (size, angle) = result.map_err(|error| vm.number_error(error))?;
    Ok(Tuple::pair(Value::float(size), Value::float(angle)).into())
}

fn rect(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let size = vm.to_f64(required(arguments, 0))?;
    let angle = vm.to_f64(required(arguments, 1))?;
    answer(vm, number::rect(size, angle))
}

fn is_close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let tolerance = |value: &Option<Value>, default: f64| match value {
        Some(value) => vm.to_f64(value),
        None => Ok(default),
    };
    let close = number::is_close(
        to_complex(vm, required(arguments, 0))?,
        to_complex(vm, required(arguments, 1))?,
        tolerance(&arguments[2], 1e-9)?,
        tolerance(&arguments[3], 0.0)?,
    );
    close
        .map(Value::bool)
        .map_err(|error| vm.number_error(error))
}
