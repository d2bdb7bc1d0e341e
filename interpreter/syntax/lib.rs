//! Python source text to abstract syntax tree.
//!
//! [`source`] decodes bytes, [`lexer`] cuts the text into tokens, [`parser`] builds the
//! [`ast`] in an arena, and [`diagnosis`] says in CPython's words what is wrong with a text
//! that the parser refused. This crate imports nothing else of Weft's.

pub mod ast;
pub mod diagnosis;
pub mod error;
pub mod span;
pub mod token;
pub mod lexer;
pub mod literals;
pub mod parser;
pub mod source;
pub mod unicode;
