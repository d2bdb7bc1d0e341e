//! The standard streams.

use vm::objects::heap::Ref;
use vm::objects::module::Module;
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
