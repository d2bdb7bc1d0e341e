//! Abstract syntax tree to code object, as CPython 3.13 compiles.
//!
//! The passes, in order: [`fold`] evaluates constant expressions in the tree, [`symtable`]
//! decides what each name means, [`codegen`] emits instructions, [`flowgraph`] optimizes
//! them, [`assemble`] lays them out as a [`bytecode::CodeObject`].

pub mod assemble;
pub mod codegen;
pub mod constants;
pub mod depth;
pub mod flowgraph;
pub mod fold;
pub mod future;
pub mod instructions;
pub mod mangle;
pub mod symtable;
pub mod unit;
