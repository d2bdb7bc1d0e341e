//! `_opcode`: what `opcode` and `dis` know of instructions.

use bytecode::opcode::Opcode;
use bytecode::operand::{BinaryIntrinsic, BinaryOperator, UnaryIntrinsic};
use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::code::Code;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_opcode",
    doc: Some("Facts about instructions."),
    functions: FUNCTIONS,
    fill: |vm, module| {
        module.set(vm, "ENABLE_SPECIALIZATION", Value::int(1));
        Ok(())
    },
};

const fn predicate(
    name: &'static str,
    function: fn(&Vm, &[Option<Value>]) -> Result<Value>,
    doc: &'static str,
) -> Method {
    Method::new(name, "($module, /, opcode)", function, doc)
}

static FUNCTIONS: &[Method] = &[
    Method::new(
        "stack_effect",
        "($module, opcode, oparg=None, /, *, jump=None)",
        stack_effect,
        "By how much an instruction changes the depth of the stack.",
    ),
    predicate(
        "is_valid",
        |vm, values| holds(vm, values, |_| true),
        "Whether there is such an opcode.",
    ),
    predicate(
        "has_arg",
        |vm, values| holds(vm, values, Opcode::has_argument),
        "Whether the argument means something.",
    ),
    predicate(
        "has_const",
        |vm, values| holds(vm, values, Opcode::has_constant),
        "Whether the argument is a constant's index.",
    ),
    predicate(
        "has_name",
        |vm, values| holds(vm, values, Opcode::has_name),
        "Whether the argument is a name's index.",
    ),
    predicate(
        "has_jump",
        |vm, values| holds(vm, values, Opcode::has_jump),
        "Whether the argument is a distance.",
    ),
    predicate(
        "has_free",
        |vm, values| holds(vm, values, Opcode::has_free),
        "Whether the argument is a cell's slot.",
    ),
    predicate(
        "has_local",
        |vm, values| holds(vm, values, Opcode::has_local),
        "Whether the argument is a local variable's slot.",
    ),
    predicate(
        "has_exc",
        |vm, values| holds(vm, values, Opcode::is_block_push),
        "Whether it begins a protected stretch.",
    ),
    Method::new(
        "get_specialization_stats",
        "($module, /)",
        |_, _| Ok(Value::NONE),
        "Nothing: no build counts them.",
    ),
    Method::new(
        "get_nb_ops",
        "($module, /)",
        |_, _| Ok(binary_operators()),
        "Names and symbols of BINARY_OP.",
    ),
    Method::new(
        "get_intrinsic1_descs",
        "($module, /)",
        |_, _| {
            Ok(texts(&|number| {
                UnaryIntrinsic::from_number(number).map(UnaryIntrinsic::text)
            }))
        },
        "The functions of CALL_INTRINSIC_1.",
    ),
    Method::new(
        "get_intrinsic2_descs",
        "($module, /)",
        |_, _| {
            Ok(texts(&|number| {
                BinaryIntrinsic::from_number(number).map(BinaryIntrinsic::text)
            }))
        },
        "The functions of CALL_INTRINSIC_2.",
    ),
    Method::new(
        "get_executor",
        "($module, /, code, offset)",
        executor,
        "Refuses: there are no executors.",
    ),
];

/// The opcode in an argument, if there is one of that number.
fn opcode(vm: &Vm, values: &[Option<Value>]) -> Result<Option<Opcode>> {
    let Some(Some(number)) = values.first() else {
        return Ok(None);
    };
    let number = vm.to_i32(number)?;
    Ok(u16::try_from(number).ok().and_then(Opcode::from_number))
}

fn holds(vm: &Vm, values: &[Option<Value>], test: impl Fn(Opcode) -> bool) -> Result<Value> {
    Ok(Value::bool(opcode(vm, values)?.is_some_and(test)))
}

fn stack_effect(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let opcode = opcode(vm, values)?;
    let operand = match values
        .get(1)
        .and_then(Option::as_ref)
        .filter(|it| !it.is_none())
    {
        Some(operand) => vm.to_i32(operand)?,
        None => 0,
    };
    let jump = match values.get(2).and_then(Option::as_ref) {
        None => true,
        Some(jump) if jump.is_none() => true,
        Some(jump) => match jump.as_bool() {
            Some(jump) => jump,
            None => {
                return Err(vm.value_error("stack_effect: jump must be False, True or None"));
            }
        },
    };
    let Some(opcode) = opcode else {
        return Err(vm.value_error("invalid opcode or oparg"));
    };
    if opcode.popped(operand) < 0 || opcode.pushed(operand) < 0 {
        return Err(vm.value_error("invalid opcode or oparg"));
    }
    Ok(Value::int(opcode.stack_effect(operand, jump).into()))
}

/// The names of the operators, by the operand of BINARY_OP; with `INPLACE_` the second time.
const OPERATORS: [&str; 13] = [
    "ADD",
    "AND",
    "FLOOR_DIVIDE",
    "LSHIFT",
    "MATRIX_MULTIPLY",
    "MULTIPLY",
    "REMAINDER",
    "OR",
    "POWER",
    "RSHIFT",
    "SUBTRACT",
    "TRUE_DIVIDE",
    "XOR",
];

fn binary_operators() -> Value {
    let plain = OPERATORS.iter().map(|name| format!("NB_{name}"));
    let inplace = OPERATORS.iter().map(|name| format!("NB_INPLACE_{name}"));
    let symbols = (0..)
        .map_while(BinaryOperator::from_number)
        .map(BinaryOperator::text);
    let pairs = plain.chain(inplace).zip(symbols);
    let pairs = pairs.map(|(name, text)| Tuple::pair(Str::value(name), Str::value(text)).into());
    List::new(pairs.collect()).into()
}

fn texts(text: &dyn Fn(u32) -> Option<&'static str>) -> Value {
    List::new((0..).map_while(text).map(Str::value).collect()).into()
}

fn executor(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let code = values
        .first()
        .and_then(Option::as_ref)
        .unwrap_or(Value::none_ref());
    if code.downcast::<Code>().is_none() {
        let class = code.class().name();
        return Err(vm.type_error(format!("expected a code object, not '{class}'")));
    }
    Err(vm.runtime_error("Executors are not available in this build"))
}
