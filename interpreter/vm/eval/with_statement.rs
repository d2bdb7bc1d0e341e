//! Handlers of `with` and `async with`.

use super::loads::discard;
use super::registers::Registers;
use crate::objects::exceptions::Exception;
use crate::objects::value::Value;
use crate::{Result, Vm};

#[inline(always)]
fn before(vm: &Vm, r: &mut Registers, asynchronous: bool) -> Result<()> {
    r.save();
    let (exit, result) = enter(vm, r.peek(0), asynchronous)?;
    let manager = r.replace(0, exit);
    r.push(result);
    discard(vm, r, manager);
    Ok(())
}

#[inline(never)]
fn enter(vm: &Vm, manager: &Value, asynchronous: bool) -> Result<(Value, Value)> {
    let (enter, exit, kind) = if asynchronous {
        ("__aenter__", "__aexit__", "asynchronous context manager")
    } else {
        ("__enter__", "__exit__", "context manager")
    };
    let refuse = |missed: &str| {
        vm.type_error(format!(
            "'{}' object does not support the {kind} protocol{missed}",
            manager.class().name()
        ))
    };
    let Some(enter) = vm.lookup_special(manager, &vm.intern(enter))? else {
        return Err(refuse(""));
    };
    let Some(exit_method) = vm.lookup_special(manager, &vm.intern(exit))? else {
        return Err(refuse(&format!(" (missed {exit} method)")));
    };
    let result = vm.call(&enter, &[])?;
    Ok((exit_method, result))
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
    let result = call_exit(vm, r.peek(3), r.peek(0))?;
    r.push(result);
    Ok(())
}

#[inline(never)]
fn call_exit(vm: &Vm, exit: &Value, exception: &Value) -> Result<Value> {
    let traceback = exception
        .downcast::<Exception>()
        .and_then(|exception| exception.traceback());
    let traceback = traceback.map_or(Value::NONE, Value::from);
    let class = exception.class().to_value();
    vm.call(exit, &[class, exception.clone(), traceback])
}
