//! Modules: those in Rust, a file or folder each, and those in the language itself, which stand
//! in `lib/` and are embedded in the binary.

mod arguments;
mod io;
mod paths;
mod state;
pub mod sys;
mod system_calls;

use vm::import::{EmbeddedModule, NativeModule};

mod ordering;
mod process;
mod support;
pub mod bisect;
pub mod cmath;
pub mod collections;
pub mod functools;
pub mod heapq;
pub mod itertools;
pub mod math;
pub mod operator;
pub mod random;
pub mod imp;
pub mod marshal;
pub mod opcode;
pub mod typing;

pub use process::{block_signals, die_by_interrupt};

/// The modules in Rust.
pub static NATIVE: &[&NativeModule] = &[
    &bisect::MODULE,
    &cmath::MODULE,
    &collections::MODULE,
    &functools::MODULE,
    &heapq::MODULE,
    &itertools::MODULE,
    &math::MODULE,
    &operator::MODULE,
    &random::MODULE,
    &imp::MODULE,
    &marshal::MODULE,
    &opcode::MODULE,
    &typing::MODULE,
];

/// The modules in the language itself, sorted by name.
pub static EMBEDDED: &[EmbeddedModule] =
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
