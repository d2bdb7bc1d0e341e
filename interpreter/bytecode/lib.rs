//! What the compiler emits and the machine runs: CPython 3.13's bytecode.
//!
//! [`opcode`] is the only table of opcodes. This crate imports nothing of Weft's but
//! `unicode`, and knows no runtime values: a [`Constant`] is plain data.

pub mod code;
pub mod compare;
pub mod constant;
pub mod dis;
pub mod exception_table;
pub mod frozen;
pub mod instruction;
pub mod line_table;
pub mod location;
pub mod lookup;
pub mod opcode;
pub mod operand;
pub mod repr;
mod set_order;

pub use code::CodeObject;
pub use constant::{Constant, Text};
pub use dis::{Listing, Operand};
pub use exception_table::{ExceptionEntry, ExceptionTable, ExceptionTableWriter};
pub use instruction::Instruction;
pub use line_table::{LineTable, LineTableWriter};
pub use location::Location;
pub use opcode::Opcode;
