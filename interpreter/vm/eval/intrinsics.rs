//! The intrinsic functions of CALL_INTRINSIC_1 and CALL_INTRINSIC_2.

use bytecode::code::Flags;
use bytecode::operand::{BinaryIntrinsic, UnaryIntrinsic};

use super::imports;
use super::loads::discard;
use super::registers::Registers;
use crate::objects::async_generator;
use crate::objects::exceptions::{self, Exception};
use crate::objects::function::Function;
use crate::objects::list::List;
use crate::objects::tuple::Tuple;
use crate::objects::type_parameters;
use crate::objects::value::Value;
use crate::{Result, Vm};

#[inline(always)]
pub(super) fn unary(vm: &Vm, r: &mut Registers, number: usize) -> Result<()> {
    r.save();
    let result = call_unary(vm, *r, number, r.peek(0))?;
    let value = r.replace(0, result);
    discard(vm, r, value);
    Ok(())
}

#[inline(never)]
fn call_unary(vm: &Vm, r: Registers, number: usize, value: &Value) -> Result<Value> {
    match UnaryIntrinsic::from_number(number as u32) {
        Some(UnaryIntrinsic::Print) => print(vm, value),
        Some(UnaryIntrinsic::ImportStar) => imports::import_star(vm, &r, value),
        Some(UnaryIntrinsic::StopIterationError) => Ok(stop_iteration_error(vm, &r, value)),
        Some(UnaryIntrinsic::AsyncGeneratorWrap) => Ok(async_generator::wrap(value)),
        Some(UnaryIntrinsic::UnaryPositive) => vm.positive(value),
        Some(UnaryIntrinsic::ListToTuple) => Ok(match value.downcast_exact::<List>() {
            // Nobody else has the list of a display: its items move.
            Some(list) if list.header().count() == 1 => Tuple::new(list.items.take()).into(),
            Some(list) => Tuple::new(list.to_vec()).into(),
            None => value.clone(),
        }),
        Some(UnaryIntrinsic::TypeVar) => typing(vm, "TypeVar", std::slice::from_ref(value)),
        Some(UnaryIntrinsic::ParamSpec) => typing(vm, "ParamSpec", std::slice::from_ref(value)),
        Some(UnaryIntrinsic::TypeVarTuple) => {
            typing(vm, "TypeVarTuple", std::slice::from_ref(value))
        }
        Some(UnaryIntrinsic::SubscriptGeneric) => {
            typing(vm, "Generic", std::slice::from_ref(value))
        }
        Some(UnaryIntrinsic::TypeAlias) => typing(vm, "TypeAliasType", std::slice::from_ref(value)),
        Some(UnaryIntrinsic::Invalid) | None => Err(vm.system_error("invalid intrinsic function")),
    }
}

#[inline(always)]
pub(super) fn binary(vm: &Vm, r: &mut Registers, number: usize) -> Result<()> {
    r.save();
    let result = call_binary(vm, number, r.peek(1), r.peek(0))?;
    let second = r.pop();
    let first = r.replace(0, result);
    discard(vm, r, second);
    discard(vm, r, first);
    Ok(())
}

#[inline(never)]
fn call_binary(vm: &Vm, number: usize, first: &Value, second: &Value) -> Result<Value> {
    let both = [first.clone(), second.clone()];
    match BinaryIntrinsic::from_number(number as u32) {
        Some(BinaryIntrinsic::PrepareReraiseStar) => {
            exceptions::prepare_reraise_star(vm, first, second)
        }
        Some(BinaryIntrinsic::TypeVarWithBound) => typing(vm, "TypeVar bound", &both),
        Some(BinaryIntrinsic::TypeVarWithConstraints) => typing(vm, "TypeVar constraints", &both),
        Some(BinaryIntrinsic::SetFunctionTypeParameters) => {
            if let Some(function) = first.downcast::<Function>() {
                function.set_type_parameters(Some(second.clone()));
            }
            Ok(first.clone())
        }
        Some(BinaryIntrinsic::SetTypeParameterDefault) => typing(vm, "default", &both),
        Some(BinaryIntrinsic::Invalid) | None => Err(vm.system_error("invalid intrinsic function")),
    }
}

/// What the syntax of type parameters needs of the module that has their types.
fn typing(vm: &Vm, what: &str, arguments: &[Value]) -> Result<Value> {
    type_parameters::intrinsic(vm, what, arguments)
}

/// Shows the value of an expression statement in the REPL.
fn print(vm: &Vm, value: &Value) -> Result<Value> {
    match vm.shared().sys.get_str(&vm.intern("displayhook")) {
        Some(hook) => vm.call(&hook, std::slice::from_ref(value)),
        None => Err(vm.runtime_error("lost sys.displayhook")),
    }
}

/// What a generator raises in the place of a StopIteration that came out of its body.
fn stop_iteration_error(vm: &Vm, r: &Registers, exception: &Value) -> Value {
    let flags = r.code().flags;
    let kind = if flags & Flags::ASYNC_GENERATOR != 0 {
        "async generator"
    } else if flags & Flags::COROUTINE != 0 {
        "coroutine"
    } else {
        "generator"
    };
    let class = exception.class();
    let name = if class.is_subtype(&exceptions::STOP_ITERATION) {
        "StopIteration"
    } else if flags & Flags::ASYNC_GENERATOR != 0
        && class.is_subtype(&exceptions::STOP_ASYNC_ITERATION)
    {
        "StopAsyncIteration"
    } else {
        return exception.clone();
    };
    let error = vm.runtime_error(format!("{kind} raised {name}"));
    if let Some(error) = error.0.downcast::<Exception>() {
        error.set_cause(Some(exception.clone()));
        error.set_context(Some(exception.clone()));
    }
    error.0
}
