//! What an interpreter needs below it: stacks to switch between, and an event loop's parts.
//!
//! Nothing here knows which language runs on it.

pub mod fiber;
pub mod native_stack;
pub mod reactor;
