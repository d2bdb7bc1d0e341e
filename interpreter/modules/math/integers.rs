//! The functions of `math` on integers.

use primitives::number::integer::{self, Integer, IntegerRef};
use primitives::number::{NumberError, math as number};
use vm::call::Arguments;
use vm::native::required;
use vm::objects::int::Int;
use vm::objects::int_type::patient::MANY_BITS;
use vm::objects::value::Value;
use vm::{Result, Vm};

type Numbers = std::result::Result<Integer, NumberError>;

fn answer(vm: &Vm, result: Numbers) -> Result<Value> {
    result
        .map(Int::from_integer)
        .map_err(|error| vm.number_error(error))
}

/// The number of a value that `Vm::index` gave.
fn number_of(index: &Value) -> IntegerRef<'_> {
    index.as_integer().unwrap_or(IntegerRef::Small(0))
}

/// From here on, what is computed may take long.
const MANY: i64 = 100_000;

pub fn factorial(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let n = vm.index(required(arguments, 0))?;
    if let Some(n @ MANY..) = n.as_i64() {
        let work = move || number::factorial(IntegerRef::Small(n));
        return answer(vm, vm.work_patiently(work)?);
    }
    answer(vm, number::factorial(number_of(&n)))
}

pub fn isqrt(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let n = vm.index(required(arguments, 0))?;
    if integer::bit_length(number_of(&n)) > MANY_BITS / 4 {
        let n = number_of(&n).to_big();
        let work = move || integer::square_root(IntegerRef::Big(&n));
        return answer(vm, vm.work_patiently(work)?);
    }
    answer(vm, integer::square_root(number_of(&n)))
}

pub fn perm(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(k) = arguments[1].as_ref().filter(|k| !k.is_none()) else {
        return factorial(vm, arguments);
    };
    let (n, k) = (vm.index(required(arguments, 0))?, vm.index(k)?);
    if let (Some(n @ MANY..), Some(k @ 1000..)) = (n.as_i64(), k.as_i64()) {
        let numbers = (IntegerRef::Small(n), IntegerRef::Small(k));
        let work = move || number::permutations(numbers.0, numbers.1);
        return answer(vm, vm.work_patiently(work)?);
    }
    answer(vm, number::permutations(number_of(&n), number_of(&k)))
}

pub fn comb(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let n = vm.index(required(arguments, 0))?;
    let k = vm.index(required(arguments, 1))?;
    if let (Some(n @ MANY..), Some(k @ 1000..)) = (n.as_i64(), k.as_i64()) {
        let numbers = (IntegerRef::Small(n), IntegerRef::Small(k));
        let work = move || number::combinations(numbers.0, numbers.1);
        return answer(vm, vm.work_patiently(work)?);
    }
    answer(vm, number::combinations(number_of(&n), number_of(&k)))
}

fn fold(
    vm: &Vm,
    name: &str,
    arguments: Arguments<'_>,
    start: i64,
    function: fn(IntegerRef<'_>, IntegerRef<'_>) -> Numbers,
) -> Result<Value> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error(format!("math.{name}() takes no keyword arguments")));
    }
    let mut result = Integer::Small(start);
    for value in arguments.values {
        let index = vm.index(value)?;
        vm.check_signals()?;
        let number = number_of(&index);
        let numbers = if is_long_divisor(result.as_ref(), number) {
            let (one, other) = (result.as_ref().to_big(), number.to_big());
            let work = move || function(IntegerRef::Big(&one), IntegerRef::Big(&other));
            vm.work_patiently(work)?
        } else {
            function(result.as_ref(), number)
        };
        result = numbers.map_err(|error| vm.number_error(error))?;
    }
    Ok(Int::from_integer(result))
}

/// Whether a common divisor takes long: its time grows with the square.
fn is_long_divisor(one: IntegerRef<'_>, other: IntegerRef<'_>) -> bool {
    integer::bit_length(one).min(integer::bit_length(other)) > MANY_BITS / 64
}

pub fn gcd(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    fold(vm, "gcd", arguments, 0, |one, other| {
        Ok(integer::gcd(one, other))
    })
}

pub fn lcm(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    fold(vm, "lcm", arguments, 1, integer::lcm)
}
