//! The functions of `math` on many numbers.

use primitives::number::integer::to_float;
use primitives::number::math as number;
use vm::call::Arguments;
use vm::native::required;
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Result, Vm};

use crate::support::to_tuple;

fn floats(vm: &Vm, values: &[Value]) -> Result<Vec<f64>> {
    values.iter().map(|value| vm.to_f64(value)).collect()
}

pub fn hypot(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error("math.hypot() takes no keyword arguments"));
    }
    let coordinates = floats(vm, arguments.values)?;
    Ok(Value::float(number::hypot(&coordinates)))
}

pub fn dist(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let left = to_tuple(vm, required(arguments, 0))?;
    let right = to_tuple(vm, required(arguments, 1))?;
    if left.items().len() != right.items().len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let (left, right) = (floats(vm, left.items())?, floats(vm, right.items())?);
    let result = number::dist(&left, &right);
    result
        .map(Value::float)
        .map_err(|error| vm.number_error(error))
}

pub fn fsum(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let mut values = Vec::new();
    vm.for_each(required(arguments, 0), |item| {
        values.push(match item.as_exact_float() {
            Some(value) => value,
            None => vm.to_f64(&item)?,
        });
        Ok(())
    })?;
    let result = number::fsum(&values);
    result
        .map(Value::float)
        .map_err(|error| vm.number_error(error))
}

pub fn prod(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let mut product = arguments[1].clone().unwrap_or(Value::int(1));
    vm.for_each(required(arguments, 0), |item| {
        let ints = product.as_small_int().zip(item.as_small_int());
        let floats = || Some(as_factor(&product)? * item.as_exact_float()?);
        product = match ints.and_then(|(one, other)| one.checked_mul(other)) {
            Some(number) => Value::int(number),
            None => match floats() {
                Some(number) => Value::float(number),
                None => vm.binary(Operator::Multiply, &product, &item)?,
            },
        };
        Ok(())
    })?;
    Ok(product)
}

/// The number as a float, if it is a float or an immediate integer.
fn as_factor(value: &Value) -> Option<f64> {
    value
        .as_exact_float()
        .or_else(|| value.as_small_int().map(|number| number as f64))
}

/// A sum of products under way: integers first, as long as they fit, then floats, which are
/// rounded once at the end, then whatever the operators make of the rest.
struct SumOfProducts {
    total: Value,
    stage: Stage,
    integers: i64,
    left: Vec<f64>,
    right: Vec<f64>,
    /// The sum of the products, rounded at each step: only to see whether it is finite.
    estimate: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Integers,
    Floats,
    Any,
}

pub fn sumprod(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let left = vm.iter(required(arguments, 0))?;
    let right = vm.iter(required(arguments, 1))?;
    let mut sum = SumOfProducts {
        total: Value::int(0),
        stage: Stage::Integers,
        integers: 0,
        left: Vec::new(),
        right: Vec::new(),
        estimate: 0.0,
    };
    loop {
        let (one, other) = (vm.next(&left)?, vm.next(&right)?);
        match (one, other) {
            (Some(one), Some(other)) => sum.add(vm, &one, &other)?,
            (None, None) => break,
            _ => return Err(vm.value_error("Inputs are not the same length")),
        }
    }
    sum.leave(vm)?;
    sum.leave(vm)?;
    Ok(sum.total)
}

/// A pair of numbers of which one is a float, as floats.
fn as_floats(left: &Value, right: &Value) -> Option<(f64, f64)> {
    let integer = |value: &Value| {
        let exact = value.is_small_int()
            || value.as_bool().is_some()
            || value.is_exact::<vm::objects::int::Int>();
        value
            .as_integer()
            .filter(|_| exact)
            .and_then(|number| to_float(number).ok())
    };
    match (left.as_exact_float(), right.as_exact_float()) {
        (Some(left), Some(right)) => Some((left, right)),
        (Some(left), None) => Some((left, integer(right)?)),
        (None, Some(right)) => Some((integer(left)?, right)),
        (None, None) => None,
    }
}

impl SumOfProducts {
    fn add(&mut self, vm: &Vm, left: &Value, right: &Value) -> Result<()> {
        if self.stage == Stage::Integers {
            let product = left.as_small_int().zip(right.as_small_int());
            let product = product.and_then(|(one, other)| one.checked_mul(other));
            if let Some(sum) = product.and_then(|product| self.integers.checked_add(product)) {
                self.integers = sum;
                return Ok(());
            }
            self.leave(vm)?;
        }
        if self.stage == Stage::Floats {
            if let Some((one, other)) = as_floats(left, right) {
                let estimate = self.estimate + one * other;
                if estimate.is_finite() {
                    self.estimate = estimate;
                    self.left.push(one);
                    self.right.push(other);
                    return Ok(());
                }
            }
            self.leave(vm)?;
        }
        let product = vm.binary(Operator::Multiply, left, right)?;
        self.total = vm.binary(Operator::Add, &self.total, &product)?;
        Ok(())
    }

    /// Ends a stage: what it has summed joins the total.
    fn leave(&mut self, vm: &Vm) -> Result<()> {
        match self.stage {
            Stage::Integers => {
                self.stage = Stage::Floats;
                self.total = Value::int(self.integers);
            }
            Stage::Floats => {
                self.stage = Stage::Any;
                if !self.left.is_empty() {
                    let sum = number::sumprod(&self.left, &self.right)
                        .map_err(|error| vm.number_error(error))?;
                    self.total = vm.binary(Operator::Add, &self.total, &Value::float(sum))?;
                }
            }
            Stage::Any => {}
        }
        Ok(())
    }
}
