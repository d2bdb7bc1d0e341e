//! Arguments of native functions, as the modules of the system read them.

use vm::objects::value::Value;
use vm::{Result, Vm};

/// An optional argument; `None` stands for one that is not given.
#[inline]
pub fn optional(arguments: &[Option<Value>], position: usize) -> Option<&Value> {
    arguments
        .get(position)?
        .as_ref()
        .filter(|value| !value.is_none())
}

/// An optional bool.
pub fn truth(vm: &Vm, arguments: &[Option<Value>], position: usize, default: bool) -> Result<bool> {
    match arguments.get(position) {
        Some(Some(value)) => vm.is_true(value),
        _ => Ok(default),
    }
}

/// An optional C int.
pub fn int(vm: &Vm, arguments: &[Option<Value>], position: usize, default: i32) -> Result<i32> {
    match arguments.get(position) {
        Some(Some(value)) => vm.to_i32(value),
        _ => Ok(default),
    }
}

/// An optional size, where `None` means -1.
pub fn size(vm: &Vm, arguments: &[Option<Value>], position: usize) -> Result<isize> {
    match optional(arguments, position) {
        None => Ok(-1),
        Some(value) if value.is_int() || value.class().slots().index.is_some() => {
            vm.to_isize(value)
        }
        Some(value) => Err(vm.type_error(format!(
            "argument should be integer or None, not '{}'",
            value.class().name()
        ))),
    }
}
