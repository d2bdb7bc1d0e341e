//! The standard streams.

use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::io::standard::{self, Stream};

/// Makes `stdin`, `stdout` and `stderr`: `None` where the descriptor is closed.
pub(super) fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    for stream in [Stream::Input, Stream::Output, Stream::Error] {
        let value = standard::open(vm, stream)?;
        let name = stream.name();
        module.set(vm, &format!("__{name}__"), value.clone());
        module.set(vm, name, value);
    }
    Ok(())
}

/// Flushes `sys.stdout` and `sys.stderr` when the interpreter ends; false if that fails.
pub fn flush_standard_streams(vm: &Vm) -> bool {
    let mut fine = true;
    for name in ["stdout", "stderr"] {
        let Some(stream) = vm.shared().sys.get_str(&vm.intern(name)) else {
            continue;
        };
        if stream.is_none() || is_closed(vm, &stream) {
            continue;
        }
        if let Err(raised) = vm.call_method(&stream, "flush", &[])
            && name == "stdout"
        {
            vm.unraisable(raised, Some(&stream));
            fine = false;
        }
    }
    fine
}

fn is_closed(vm: &Vm, stream: &Value) -> bool {
    match vm.find_attribute_by(stream, "closed") {
        Ok(Some(closed)) => vm.is_true(&closed).unwrap_or(false),
        _ => false,
    }
}
