//! What the code generator hands to the flow graph: a code object in the making.

use std::sync::Arc;

use bytecode::code::Flags;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::constants::ConstantTable;
use crate::instructions::InstructionSequence;

/// Names in the order of their slots.
pub type NameTable<'a> = IndexSet<&'a str, FxBuildHasher>;

/// Everything about one module, class, function or comprehension but its final layout.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields of CPython's code objects")]
pub struct CodeUnit<'a> {
    pub instructions: InstructionSequence,
    pub constants: ConstantTable,
    pub names: NameTable<'a>,
    pub varnames: NameTable<'a>,
    /// Cells in slot order; some may be in `varnames` too (captured parameters).
    pub cellvars: NameTable<'a>,
    pub freevars: NameTable<'a>,
    /// Names of inlined comprehensions' variables outside functions (PEP 709); CPython's
    /// `u_fasthidden`. All of them are in `varnames`.
    pub hidden: NameTable<'a>,
    pub argument_count: u32,
    pub positional_only_argument_count: u32,
    pub keyword_only_argument_count: u32,
    pub flags: Flags,
    pub filename: Arc<str>,
    pub name: &'a str,
    pub qualified_name: String,
    pub first_line: u32,
}
