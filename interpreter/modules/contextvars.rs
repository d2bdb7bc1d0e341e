//! `_contextvars`: contexts, their variables and the tokens of changes.

use vm::Vm;
use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::class_creation::make_ready;

use crate::support::add_types;

mod context;
mod token;
mod variable;

pub use context::{Context, copy_current, current, enter, leave};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_contextvars",
    doc: Some("Context variables: values that belong to a task."),
    functions: &[Method::new(
        "copy_context",
        "($module, /)",
        |vm: &Vm, _| Ok(current(vm).copy().into()),
        "A copy of the current context.",
    )],
    fill: |vm, module| {
        make_ready(&token::MISSING_TYPE);
        add_types(
            vm,
            module,
            &[&context::CONTEXT, &variable::CONTEXT_VAR, &token::TOKEN],
        );
        Ok(())
    },
};
