//! What an interpreter needs below it: stacks to switch between, and an event loop's parts.
//!
//! Nothing here knows which language runs on it.

pub mod children;
pub mod fiber;
pub mod mailbox;
pub mod names;
pub mod native_stack;
pub mod reactor;
pub mod ready;
pub mod signals;
pub mod timers;
pub mod workers;
