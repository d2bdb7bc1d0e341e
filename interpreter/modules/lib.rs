//! Modules: those in Rust, a file or folder each, and those in the language itself, which stand
//! in `lib/` and are embedded in the binary.

use vm::import::{EmbeddedModule, NativeModule};

mod process;
pub mod typing;

pub use process::{block_signals, die_by_interrupt};

/// The modules in Rust.
pub static NATIVE: &[&NativeModule] = &[
    &typing::MODULE,
];

/// The modules in the language itself, sorted by name.
pub static EMBEDDED: &[EmbeddedModule] =
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
