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
/// [`CodeUnit::restart`] makes it another's and keeps the memory.
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

impl<'a> CodeUnit<'a> {
    /// An empty unit, without a name yet.
    pub fn new(filename: Arc<str>) -> CodeUnit<'a> {
        CodeUnit {
            instructions: InstructionSequence::default(),
            constants: ConstantTable::default(),
            names: NameTable::default(),
            varnames: NameTable::default(),
            cellvars: NameTable::default(),
            freevars: NameTable::default(),
            hidden: NameTable::default(),
            argument_count: 0,
            positional_only_argument_count: 0,
            keyword_only_argument_count: 0,
            flags: Flags(0),
            filename,
            name: "",
            qualified_name: String::new(),
            first_line: 1,
        }
    }

    /// Empties it for another code object of the same file.
    pub fn restart(&mut self, name: &'a str, first_line: u32) {
        self.instructions.clear();
        self.constants.clear();
        self.names.clear();
        self.varnames.clear();
        self.cellvars.clear();
        self.freevars.clear();
        self.hidden.clear();
        self.argument_count = 0;
        self.positional_only_argument_count = 0;
        self.keyword_only_argument_count = 0;
        self.flags = Flags(0);
        self.name = name;
        self.qualified_name.clear();
        self.first_line = first_line;
    }
}
