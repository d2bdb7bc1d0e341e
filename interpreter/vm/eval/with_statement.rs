//! Handlers of `with` and `async with`.

use super::calls;
use super::loads::discard;
use super::registers::Registers;
use crate::objects::exceptions::Exception;
use crate::objects::function::Function;
use crate::objects::lookup::Found;
use crate::objects::method::Method;
use crate::objects::names::names;
use crate::objects::value::Value;
use crate::{Result, Vm};

#[inline(always)]
fn before(vm: &Vm, r: &mut Registers, asynchronous: bool) -> Result<()> {
    r.save();
    let (enter, exit) = methods(vm, r.peek(0), asynchronous)?;
    let enter = match enter {
        Found::Method(function) if function.is_exact::<Function>() => {
            // The manager, which lies on the stack, is the argument.
            let manager = r.replace(0, exit);
            r.push(manager);
            return calls::enter_with_operands(vm, r, function, 1, 0);
        }
        other => other,
    };
    let result = run(vm, &enter, r.peek(0))?;
    let manager = r.replace(0, exit);
    r.push(result);
    discard(vm, r, manager);
    Ok(())
}

/// How the manager is entered, and the bound method that leaves it.
#[inline(never)]
fn methods(vm: &Vm, manager: &Value, asynchronous: bool) -> Result<(Found, Value)> {
    let names = names();
    let (enter, exit, kind) = if asynchronous {
        (
            &names.__aenter__,
            &names.__aexit__,
            "asynchronous context manager",
        )
    } else {
        (&names.__enter__, &names.__exit__, "context manager")
    };
    let refuse = |missed: &str| {
        vm.type_error(format!(
            "'{}' object does not support the {kind} protocol{missed}",
            manager.class().name()
        ))
    };
    let Some(enter) = vm.find_special(manager, enter)? else {
        return Err(refuse(""));
    };
    let Some(exit_method) = vm.lookup_special(manager, exit)? else {
        return Err(refuse(&format!(" (missed {exit} method)")));
    };
    Ok((enter, exit_method))
}

#[inline(never)]
fn run(vm: &Vm, enter: &Found, manager: &Value) -> Result<Value> {
    vm.call_found(enter, manager, &[])
}

#[inline(always)]
pub(super) fn before_with(vm: &Vm, r: &mut Registers) -> Result<()> {
    before(vm, r, false)
}

#[inline(always)]
pub(super) fn before_async_with(vm: &Vm, r: &mut Registers) -> Result<()> {
    before(vm, r, true)
}

/// The stack: `__exit__`, the failed instruction, the exception handled before, the exception.
#[inline(always)]
pub(super) fn with_except_start(vm: &Vm, r: &mut Registers) -> Result<()> {
    r.save();
    let exit = r.peek(3);
    let arguments = exit_arguments(r.peek(0));
    if let Some(method) = exit.downcast_exact::<Method>()
        && method.function().is_exact::<Function>()
    {
        // The frame has spare words for them.
        r.push(method.this().clone());
        arguments.into_iter().for_each(|argument| r.push(argument));
        return calls::enter_with_operands(vm, r, method.function().clone(), 4, 0);
    }
    let result = vm.call(exit, &arguments)?;
    r.push(result);
    Ok(())
}

/// What `__exit__` is told of an exception.
#[inline(never)]
fn exit_arguments(exception: &Value) -> [Value; 3] {
    let traceback = exception
        .downcast::<Exception>()
        .and_then(|exception| exception.traceback());
    let traceback = traceback.map_or(Value::NONE, Value::from);
    [exception.class().to_value(), exception.clone(), traceback]
}
