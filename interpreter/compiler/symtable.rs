//! The symbol table: what each name means in each scope.

mod scope;

pub use scope::*;
