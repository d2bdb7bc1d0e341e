//! `complex`.

use primitives::number::complex::{self, Complex as Number};
use primitives::number::hash::of_pointer;
use primitives::number::{NumberError, format, integer};

use super::heap::{Payload, Ref};
use super::slots::{Comparison, Slots};
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::native::{Method, Property, Signature, bind, required};
use crate::{Result, Vm, payload, static_type};

/// The payload of a complex number.
pub struct Complex(Number);

payload!(Complex, COMPLEX);

static_type! {
    /// `complex`
    pub COMPLEX = TypeSpec {
        name: "complex",
        doc: Some("A complex number."),
        signature: Some("(real=0, imag=0)"),
        layout: Some(<Complex as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(new),
            repr: Some(|_, this| Ok(Str::value(complex::repr(of(this))))),
            hash: Some(|_, this| Ok(complex::hash(of(this), of_pointer(this.bits())))),
            compare: Some(compare),
            bool: Some(|_, this| Ok(!of(this).is_zero())),
            add: Some(|vm, left, right| binary(vm, left, right, |left, right| Ok(left + right))),
            subtract: Some(|vm, left, right| binary(vm, left, right, |left, right| Ok(left - right))),
            multiply: Some(|vm, left, right| binary(vm, left, right, |left, right| Ok(left * right))),
            true_divide: Some(|vm, left, right| binary(vm, left, right, complex::divide)),
            power: Some(power),
            negative: Some(|_, this| Ok(Complex::of(-of(this)))),
            positive: Some(|_, this| Ok(Complex::of(of(this)))),
            absolute: Some(absolute),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("conjugate", "($self, /)", conjugate, "With the other imaginary sign."),
            Method::new("__complex__", "($self, /)", itself, "Itself."),
            Method::new("__format__", "($self, format_spec, /)", format_method, "By a format spec."),
            Method::new("__getnewargs__", "($self, /)", new_arguments, "What to pickle."),
        ],
        properties: &[
            Property { member: true, ..Property::new("real", |_, this| Ok(Value::float(of(this).real))) },
            Property { member: true, ..Property::new("imag", |_, this| Ok(Value::float(of(this).imaginary))) },
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> Number {
    value
        .as_complex()
        .expect("the type of self is checked before a method is called")
}

impl Complex {
    /// A complex number of these parts.
    pub fn new(real: f64, imaginary: f64) -> Ref<Complex> {
        Ref::new(Complex(Number::new(real, imaginary)))
    }

    /// A complex number.
    pub fn of(number: Number) -> Value {
        Ref::new(Complex(number)).into()
    }
}

impl Value {
    /// The number, if this is a complex or an instance of a subclass.
    pub fn as_complex(&self) -> Option<Number> {
        self.downcast::<Complex>().map(|complex| complex.0)
    }
}

/// An operand as a complex number; `None` where it is no number of a built-in type.
fn operand(vm: &Vm, value: &Value) -> Result<Option<Number>> {
    if let Some(number) = value.as_complex() {
        return Ok(Some(number));
    }
    if let Some(number) = value.as_float() {
        return Ok(Some(number.into()));
    }
    match value.as_integer() {
        Some(int) => integer::to_float(int)
            .map(|real| Some(real.into()))
            .map_err(|error| vm.number_error(error)),
        None => Ok(None),
    }
}

fn binary(
    vm: &Vm,
    left: &Value,
    right: &Value,
    operation: impl Fn(Number, Number) -> std::result::Result<Number, NumberError>,
) -> Result<Value> {
    let (Some(left), Some(right)) = (operand(vm, left)?, operand(vm, right)?) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    operation(left, right)
        .map(Complex::of)
        .map_err(|error| vm.number_error(error))
}

fn power(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> Result<Value> {
    if !modulus.is_none() {
        return Err(vm.value_error("complex modulo"));
    }
    binary(vm, base, exponent, complex::power)
}

fn absolute(vm: &Vm, this: &Value) -> Result<Value> {
    complex::absolute(of(this))
        .map(Value::float)
        .map_err(|error| vm.number_error(error))
}

fn compare(_: &Vm, left: &Value, right: &Value, operator: Comparison) -> Result<Value> {
    let number = of(left);
    let equal = if let Some(other) = right.as_complex() {
        number == other
    } else if let Some(other) = right.as_float() {
        number == other.into()
    } else if let Some(other) = right.as_integer() {
        number.imaginary == 0.0 && integer::equals_float(other, number.real)
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match operator {
        Comparison::Equal => Ok(Value::bool(equal)),
        Comparison::NotEqual => Ok(Value::bool(!equal)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// What `__complex__` gives; `None` where the type has no such method.
fn by_method(vm: &Vm, value: &Value) -> Result<Option<Number>> {
    if value.class().is(&COMPLEX) {
        return Ok(value.as_complex());
    }
    let Some(result) = vm.call_special(value, "__complex__", &[])? else {
        return Ok(None);
    };
    let Some(number) = result.as_complex() else {
        return Err(vm.type_error(format!(
            "__complex__ returned non-complex (type {})",
            result.class().name()
        )));
    };
    if !result.class().is(&COMPLEX) {
        vm.warn_deprecated(&format!(
            "{}.__complex__ returned non-complex (type {}).  The ability to return an instance \
             of a strict subclass of complex is deprecated, and may not be supported in a \
             future version of Python.",
            value.class().name(),
            result.class().name()
        ))?;
    }
    Ok(Some(number))
}

/// A number as a complex one: by `__complex__`, `__float__` or `__index__`.
pub fn to_complex(vm: &Vm, value: &Value) -> Result<Number> {
    match by_method(vm, value)? {
        Some(number) => Ok(number),
        None => vm.to_f64(value).map(Number::from),
    }
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("complex", "(real=0, imag=0)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let (real, imaginary) = (bound[0].as_ref(), bound[1].as_ref());
    if let (Some(real), None) = (real, imaginary)
        && real.is_exact::<Complex>()
        && class.is(&COMPLEX)
    {
        return Ok(real.clone());
    }
    if let Some(text) = real.and_then(|real| real.downcast::<Str>()) {
        if imaginary.is_some() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        let parsed = match text.as_str() {
            Some(text) => complex::parse(text),
            None => Err(complex::ParseError::Malformed),
        };
        let number = parsed.map_err(|error| {
            let representation = vm.repr_text(text.as_value());
            match representation {
                Ok(representation) => vm.number_error(error.to_error(&representation)),
                Err(raised) => raised,
            }
        })?;
        return Ok(made(class, number));
    }
    if imaginary.is_some_and(|imaginary| imaginary.downcast::<Str>().is_some()) {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let first = match real {
        Some(real) => part(vm, real, "first", "must be a string or a number")?,
        None => Part::Real(0.0),
    };
    let second = match imaginary {
        Some(imaginary) => part(vm, imaginary, "second", "must be a number")?,
        None => return Ok(made(class, first.number())),
    };
    let (first, second) = (first, second);
    let mut number = Number::new(first.number().real, second.number().real);
    if let Part::Complex(second) = second {
        number.real -= second.imaginary;
    }
    if let Part::Complex(first) = first {
        number.imaginary += first.imaginary;
    }
    Ok(made(class, number))
}

/// An argument of the constructor.
#[derive(Clone, Copy)]
enum Part {
    Real(f64),
    Complex(Number),
}

impl Part {
    fn number(self) -> Number {
        match self {
            Part::Real(real) => real.into(),
            Part::Complex(number) => number,
        }
    }
}

fn part(vm: &Vm, value: &Value, which: &str, rule: &str) -> Result<Part> {
    if which == "first"
        && let Some(number) = by_method(vm, value)?
    {
        return Ok(Part::Complex(number));
    }
    if let Some(number) = value.as_complex() {
        return Ok(Part::Complex(number));
    }
    let slots = value.class().slots();
    if slots.float.is_none() && slots.index.is_none() {
        return Err(vm.type_error(format!(
            "complex() {which} argument {rule}, not '{}'",
            value.class().name()
        )));
    }
    vm.to_f64(value).map(Part::Real)
}

fn made(class: &Ref<Type>, number: Number) -> Value {
    Ref::with_class(class, Complex(number)).into()
}

fn conjugate(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Complex::of(of(required(arguments, 0)).conjugate()))
}

fn itself(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Complex::of(of(required(arguments, 0))))
}

fn format_method(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (this, spec) = (required(arguments, 0), required(arguments, 1));
    let Some(spec) = spec.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "__format__() argument must be str, not {}",
            vm.found_argument(spec)
        )));
    };
    if spec.is_empty() {
        return Ok(vm.str(this)?.into());
    }
    let text = format::format_complex(of(this), &spec.to_text(), &this.class().name());
    Ok(Str::value(text.map_err(|error| vm.number_error(error))?))
}

fn new_arguments(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = of(required(arguments, 0));
    let pair = Tuple::pair(Value::float(number.real), Value::float(number.imaginary));
    Ok(pair.into())
}
