//! Arguments of native functions, as the modules of the system read them.

use vm::call::Arguments;
use vm::native::{Bound, Signature, bind};
use vm::objects::exceptions::{self, Exception};
use vm::objects::str::Str;
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

/// The arguments of a function that takes them by position only and counts them itself, as
/// CPython's functions with a format string do.
pub fn counted<'a>(
    vm: &Vm,
    arguments: Arguments<'a>,
    name: &str,
    least: usize,
    most: usize,
) -> Result<&'a [Value]> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    let given = arguments.values.len();
    let (limit, wanted) = match (given < least, least == most) {
        _ if (least..=most).contains(&given) => return Ok(arguments.values),
        (_, true) => ("exactly", least),
        (true, _) => ("at least", least),
        (false, _) => ("at most", most),
    };
    let s = if wanted == 1 { "" } else { "s" };
    Err(vm.type_error(format!(
        "{name}() takes {limit} {wanted} argument{s} ({given} given)"
    )))
}

/// Binds the arguments of a call as CPython does for what it does not name in its messages.
pub fn bind_nameless<'a>(
    vm: &Vm,
    signature: &Signature,
    arguments: Arguments<'a>,
) -> Result<Bound<'a>> {
    bind(vm, signature, arguments).map_err(|raised| {
        let message = raised.0.downcast::<Exception>().and_then(|exception| {
            let text = exception
                .arguments()
                .items()
                .first()?
                .downcast::<Str>()?
                .to_text();
            text.strip_prefix("()").map(str::to_owned)
        });
        match message {
            Some(rest) if raised.is(&exceptions::TYPE_ERROR) => {
                let is_keyword = rest.contains("unexpected keyword");
                let name = if is_keyword {
                    "this function"
                } else {
                    "function"
                };
                vm.type_error(format!("{name}{rest}"))
            }
            _ => raised,
        }
    })
}
