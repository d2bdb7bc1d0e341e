//! What a program in any language needs below it: stacks to switch between.
//!
//! Nothing here knows which language runs on it.

pub mod fiber;
pub mod native_stack;
