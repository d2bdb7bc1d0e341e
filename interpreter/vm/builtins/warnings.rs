//! Warnings from native code: they go through the library's `warnings` module, as a script has
//! set it up.

use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::types::Type;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Issues a warning; an exception where a filter turns it into one.
pub fn warn(vm: &Vm, category: &Ref<Type>, message: &str, stack_level: i64) -> Result<()> {
    let warn = vm.import_attribute("_warnings", "warn")?;
    let arguments = [
        Str::value(message),
        category.to_value(),
        Value::int(stack_level),
    ];
    vm.call(&warn, &arguments)?;
    Ok(())
}

impl Vm {
    /// Issues a DeprecationWarning at the running line.
    pub fn warn_deprecated(&self, message: &str) -> Result<()> {
        warn(self, &exceptions::DEPRECATION_WARNING, message, 1)
    }

    /// Issues a RuntimeWarning at the running line.
    pub fn warn_runtime(&self, message: &str) -> Result<()> {
        warn(self, &exceptions::RUNTIME_WARNING, message, 1)
    }
}
