//! What Python's built-in data can do, on plain Rust data: arithmetic, text, codecs, formats.
//!
//! This crate knows no Python objects and no machine. Where Python raises, its functions
//! return an error enum of their own subject, which the machine turns into an exception.

pub mod number;
pub mod text;
