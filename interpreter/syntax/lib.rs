//! Python source text to abstract syntax tree.
//!
//! [`source`] decodes bytes, [`lexer`] cuts the text into tokens, [`parser`] builds the
//! [`ast`] in an arena, and [`diagnosis`] says in CPython's words what is wrong with a text
//! that the parser refused. This crate imports nothing of Weft's but `unicode`.

pub mod ast;
pub mod diagnosis;
pub mod error;
pub mod lexer;
pub mod literals;
pub mod parser;
pub mod source;
pub mod span;
pub mod token;
