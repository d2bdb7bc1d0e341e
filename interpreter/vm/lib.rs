//! The machine: objects, memory, types, the evaluation loop, import, tracebacks.
//!
//! Start at [`Vm`], which native functions get as their first argument, and
//! [`objects::value::Value`]. `objects/` holds one built-in type a file, `eval/` the loop,
//! `protocols/` what the machine asks of any object (`repr`, comparison, iteration ...).
#![cfg_attr(
    not(any(debug_assertions, weft_stress)),
    allow(
        unused_mut,
        reason = "where borrows are checked, their guards must be mutable"
    )
)]
#![cfg_attr(
    weft_tail_calls,
    feature(alloc_error_hook, explicit_tail_calls, rust_preserve_none_cc),
    allow(incomplete_features)
)]

pub mod builtins;
pub mod call;
pub mod compiling;
pub mod errors;
pub mod eval;
pub mod fibers;
pub mod frame;
pub mod import;
pub mod lock;
pub mod native;
pub mod objects;
pub mod protocols;
pub mod startup;
pub mod threads;
pub mod traceback;
pub mod vm;

pub use errors::Raised;
pub use vm::Vm;

/// What may raise a Python exception.
pub type Result<T, E = Raised> = std::result::Result<T, E>;
