//! Our own engine for bytes and for text in ASCII, where every character is one byte.
//!
//! It runs a program that is made from the library's compiled code when a pattern is first
//! used (`program`): sets of characters have become tables of 256 entries, and each
//! instruction knows with which bytes it can begin, so that alternatives and repetitions that
//! cannot go on are not tried. Patterns that ask for the locale and other text are left to the
//! crate.

mod compilation;
mod machine;
mod program;
mod search;

pub use machine::{NOWHERE, Scratch};
pub use program::Program;
