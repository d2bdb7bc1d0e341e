//! `_contextvars`: contexts, their variables and the tokens of changes.

use vm::Vm;
use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::class_creation::make_ready;

use crate::support::add_types;

mod context;
mod own;
mod token;
mod variable;

pub use context::{Context, current, current_value, enter, leave};
pub use own::{Inherited, OwnContext};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_contextvars",
    doc: Some("Context variables: values that belong to a task."),
    functions: &[Method::new(
        "copy_context",
        "($module, /)",
        |vm: &Vm, _| Ok(Inherited::from_current(vm).into_object()),
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
