//! `_operator`: Python's operators as functions.

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::slots::Comparison;
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Result, Vm};

use crate::support::add_types;

mod digest;
mod getters;
mod method_caller;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_operator",
    doc: Some("Python's operators as functions."),
    functions: FUNCTIONS,
    fill: |vm, module| {
        add_types(
            vm,
            module,
            &[
                &getters::ATTR_GETTER,
                &getters::ITEM_GETTER,
                &method_caller::METHOD_CALLER,
            ],
        );
        Ok(())
    },
};

type Bound = fn(&Vm, &[Option<Value>]) -> Result<Value>;

const fn one(name: &'static str, function: Bound, doc: &'static str) -> Method {
    Method::new(name, "($module, a, /)", function, doc)
}

const fn two(name: &'static str, function: Bound, doc: &'static str) -> Method {
    Method::new(name, "($module, a, b, /)", function, doc)
}

macro_rules! binary {
    ($operator:ident) => {
        |vm, arguments| {
            vm.binary(
                Operator::$operator,
                required(arguments, 0),
                required(arguments, 1),
            )
        }
    };
}

macro_rules! inplace {
    ($operator:ident) => {
        |vm, arguments| {
            vm.inplace(
                Operator::$operator,
                required(arguments, 0),
                required(arguments, 1),
            )
        }
    };
}

macro_rules! comparison {
    ($operator:ident) => {
        |vm, arguments| {
            let (left, right) = (required(arguments, 0), required(arguments, 1));
            vm.compare(left, right, Comparison::$operator)
        }
    };
}

const FUNCTIONS: &[Method] = &[
    one("truth", truth, "Whether a is true."),
    two("contains", contains, "b in a"),
    two("indexOf", index_of, "The first position of b in a."),
    two("countOf", count_of, "How often b is in a."),
    two(
        "is_",
        |_, it| Ok(Value::bool(required(it, 0).is(required(it, 1)))),
        "a is b",
    ),
    two(
        "is_not",
        |_, it| Ok(Value::bool(!required(it, 0).is(required(it, 1)))),
        "a is not b",
    ),
    one("index", index, "a.__index__()"),
    two("add", binary!(Add), "a + b"),
    two("sub", binary!(Subtract), "a - b"),
    two("mul", binary!(Multiply), "a * b"),
    two("matmul", binary!(MatrixMultiply), "a @ b"),
    two("floordiv", binary!(FloorDivide), "a // b"),
    two("truediv", binary!(TrueDivide), "a / b"),
    two("mod", binary!(Remainder), "a % b"),
    one("neg", |vm, it| vm.negative(required(it, 0)), "-a"),
    one("pos", |vm, it| vm.positive(required(it, 0)), "+a"),
    one("abs", |vm, it| vm.absolute(required(it, 0)), "abs(a)"),
    one("inv", |vm, it| vm.invert(required(it, 0)), "~a"),
    one("invert", |vm, it| vm.invert(required(it, 0)), "~a"),
    two("lshift", binary!(LeftShift), "a << b"),
    two("rshift", binary!(RightShift), "a >> b"),
    one(
        "not_",
        |vm, it| Ok(Value::bool(!vm.is_true(required(it, 0))?)),
        "not a",
    ),
    two("and_", binary!(And), "a & b"),
    two("xor", binary!(Xor), "a ^ b"),
    two("or_", binary!(Or), "a | b"),
    two("iadd", inplace!(Add), "a += b"),
    two("isub", inplace!(Subtract), "a -= b"),
    two("imul", inplace!(Multiply), "a *= b"),
    two("imatmul", inplace!(MatrixMultiply), "a @= b"),
    two("ifloordiv", inplace!(FloorDivide), "a //= b"),
    two("itruediv", inplace!(TrueDivide), "a /= b"),
    two("imod", inplace!(Remainder), "a %= b"),
    two("ilshift", inplace!(LeftShift), "a <<= b"),
    two("irshift", inplace!(RightShift), "a >>= b"),
    two("iand", inplace!(And), "a &= b"),
    two("ixor", inplace!(Xor), "a ^= b"),
    two("ior", inplace!(Or), "a |= b"),
    two("concat", concat, "a + b, for sequences"),
    two("iconcat", inplace_concat, "a += b, for sequences"),
    two("getitem", get_item, "a[b]"),
    Method::new("setitem", "($module, a, b, c, /)", set_item, "a[b] = c"),
    two("delitem", delete_item, "del a[b]"),
    two("pow", binary!(Power), "a ** b"),
    two("ipow", inplace!(Power), "a **= b"),
    two("eq", comparison!(Equal), "a == b"),
    two("ne", comparison!(NotEqual), "a != b"),
    two("lt", comparison!(Less), "a < b"),
    two("le", comparison!(LessEqual), "a <= b"),
    two("gt", comparison!(Greater), "a > b"),
    two("ge", comparison!(GreaterEqual), "a >= b"),
    two(
        "_compare_digest",
        digest::compare_digest,
        "a == b, in a time that tells nothing.",
    ),
    Method::new(
        "length_hint",
        "($module, obj, default=0, /)",
        length_hint,
        "An estimate of how many items there are.",
    ),
    Method::raw(
        "call",
        "($module, obj, /, *args, **kwargs)",
        call,
        "obj(*args, **kwargs)",
    ),
];

fn truth(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(Value::bool(vm.is_true(required(arguments, 0))?))
}

fn contains(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let found = vm.contains(required(arguments, 0), required(arguments, 1))?;
    Ok(Value::bool(found))
}

fn searched(vm: &Vm, iterable: &Value) -> Result<Value> {
    vm.iter(iterable).map_err(|raised| {
        if raised.is(&vm::objects::exceptions::TYPE_ERROR) {
            let name = iterable.class().name();
            vm.type_error(format!("argument of type '{name}' is not iterable"))
        } else {
            raised
        }
    })
}

fn index_of(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = searched(vm, required(arguments, 0))?;
    let mut position = 0usize;
    while let Some(item) = vm.next(&iterator)? {
        if vm.equal(&item, required(arguments, 1))? {
            return Ok(position.into());
        }
        position += 1;
    }
    Err(vm.value_error("sequence.index(x): x not in sequence"))
}

fn count_of(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let iterator = searched(vm, required(arguments, 0))?;
    let mut count = 0usize;
    while let Some(item) = vm.next(&iterator)? {
        count += usize::from(vm.equal(&item, required(arguments, 1))?);
    }
    Ok(count.into())
}

fn index(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    match value.as_bool() {
        Some(flag) => Ok(Value::int(flag.into())),
        None => vm.index(value),
    }
}

fn concat(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (left, right) = (required(arguments, 0), required(arguments, 1));
    if let Some(concatenate) = left.class().slots().concatenate {
        return concatenate(vm, left, right);
    }
    if vm.is_sequence(left) && vm.is_sequence(right) {
        let result = vm.binary_by_slot(left, right, |slots| slots.add)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    Err(vm.type_error(format!(
        "'{}' object can't be concatenated",
        left.class().name()
    )))
}

fn inplace_concat(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (left, right) = (required(arguments, 0), required(arguments, 1));
    if let Some(concatenate) = left.class().slots().inplace_concatenate {
        return concatenate(vm, left, right);
    }
    if left.class().slots().concatenate.is_none()
        && vm.is_sequence(left)
        && vm.is_sequence(right)
        && let Some(add) = left.class().slots().inplace_add
    {
        let result = add(vm, left, right)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    concat(vm, arguments)
}

fn get_item(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    vm.get_item(required(arguments, 0), required(arguments, 1))
}

fn set_item(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    vm.set_item(
        required(arguments, 0),
        required(arguments, 1),
        required(arguments, 2),
    )?;
    Ok(Value::NONE)
}

fn delete_item(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    vm.delete_item(required(arguments, 0), required(arguments, 1))?;
    Ok(Value::NONE)
}

fn length_hint(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let default = match &arguments[1] {
        Some(default) => vm.to_isize(default)?,
        None => 0,
    };
    // A negative default comes back as it is.
    const ABSENT: usize = usize::MAX;
    match vm.length_hint(required(arguments, 0), ABSENT)? {
        ABSENT => Ok(Value::int(default as i64)),
        hint => Ok(hint.into()),
    }
}

fn call(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    match arguments.positionals().first() {
        Some(callable) => vm.call_with(callable, arguments.skip(1)),
        None => Err(vm.type_error("call expected at least 1 argument, got 0")),
    }
}
