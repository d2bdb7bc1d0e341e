//! Code objects.

use std::sync::Arc;

use crate::Constant;

/// Compiled code of a module, class, function or comprehension: the fields of CPython's
/// code object that are not computed from the others.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the co_* attributes of Python's code objects")]
pub struct CodeObject {
    /// `co_argcount`: positional parameters, the positional-only ones included.
    pub argument_count: u32,
    /// `co_posonlyargcount`.
    pub positional_only_argument_count: u32,
    /// `co_kwonlyargcount`.
    pub keyword_only_argument_count: u32,
    /// `co_stacksize`.
    pub stack_size: u32,
    /// `co_flags`.
    pub flags: Flags,
    /// `co_code`: two bytes an instruction, inline caches included and zero.
    pub code: Box<[u8]>,
    /// `co_consts`.
    pub constants: Box<[Constant]>,
    /// `co_names`.
    pub names: Box<[Box<str>]>,
    /// What `co_varnames`, `co_cellvars` and `co_freevars` are made of, in slot order.
    pub local_variables: Box<[LocalVariable]>,
    pub filename: Arc<str>,
    pub name: Box<str>,
    pub qualified_name: Box<str>,
    /// `co_firstlineno`.
    pub first_line: u32,
    /// `co_linetable`, in CPython's encoding (see `Objects/locations.md` there).
    pub line_table: Box<[u8]>,
    /// `co_exceptiontable`, in CPython's encoding.
    pub exception_table: Box<[u8]>,
}

/// A slot of the frame: a local, a cell or a free variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalVariable {
    /// Its name.
    pub name: Box<str>,
    /// What it is; a parameter captured by an inner function is both local and cell.
    pub kind: LocalKind,
}

/// The kinds of [`LocalVariable`], as bits in CPython's encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalKind(pub u8);

impl LocalKind {
    /// Hidden: a comprehension's variable inlined into a class or module (PEP 709).
    pub const HIDDEN: u8 = 0x10;
    /// In `co_varnames`.
    pub const LOCAL: u8 = 0x20;
    /// In `co_cellvars`.
    pub const CELL: u8 = 0x40;
    /// In `co_freevars`.
    pub const FREE: u8 = 0x80;
}

/// `co_flags`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(pub u32);

#[allow(missing_docs, reason = "the CO_* constants of Python's inspect module")]
impl Flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const FUTURE_DIVISION: u32 = 0x20000;
    pub const FUTURE_ABSOLUTE_IMPORT: u32 = 0x40000;
    pub const FUTURE_WITH_STATEMENT: u32 = 0x80000;
    pub const FUTURE_PRINT_FUNCTION: u32 = 0x100000;
    pub const FUTURE_UNICODE_LITERALS: u32 = 0x200000;
    pub const FUTURE_BARRY_AS_BDFL: u32 = 0x400000;
    pub const FUTURE_GENERATOR_STOP: u32 = 0x800000;
    pub const FUTURE_ANNOTATIONS: u32 = 0x1000000;
    pub const NO_MONITORING_EVENTS: u32 = 0x2000000;

    /// The names of the flags that are set, lowest bit first, as Python's `dis` and `inspect`
    /// have them; a bit without a name is given in hexadecimal.
    pub fn names(self) -> Vec<String> {
        (0..u32::BITS)
            .map(|bit| 1 << bit)
            .filter(|&bit| self.has(bit))
            .map(|bit| match Flags::name(bit) {
                Some(name) => name.to_owned(),
                None => format!("{bit:#x}"),
            })
            .collect()
    }

    fn name(bit: u32) -> Option<&'static str> {
        Some(match bit {
            Flags::OPTIMIZED => "OPTIMIZED",
            Flags::NEWLOCALS => "NEWLOCALS",
            Flags::VARARGS => "VARARGS",
            Flags::VARKEYWORDS => "VARKEYWORDS",
            Flags::NESTED => "NESTED",
            Flags::GENERATOR => "GENERATOR",
            Flags::COROUTINE => "COROUTINE",
            Flags::ITERABLE_COROUTINE => "ITERABLE_COROUTINE",
            Flags::ASYNC_GENERATOR => "ASYNC_GENERATOR",
            Flags::FUTURE_DIVISION => "FUTURE_DIVISION",
            Flags::FUTURE_ABSOLUTE_IMPORT => "FUTURE_ABSOLUTE_IMPORT",
            Flags::FUTURE_WITH_STATEMENT => "FUTURE_WITH_STATEMENT",
            Flags::FUTURE_PRINT_FUNCTION => "FUTURE_PRINT_FUNCTION",
            Flags::FUTURE_UNICODE_LITERALS => "FUTURE_UNICODE_LITERALS",
            Flags::FUTURE_BARRY_AS_BDFL => "FUTURE_BARRY_AS_BDFL",
            Flags::FUTURE_GENERATOR_STOP => "FUTURE_GENERATOR_STOP",
            Flags::FUTURE_ANNOTATIONS => "FUTURE_ANNOTATIONS",
            Flags::NO_MONITORING_EVENTS => "NO_MONITORING_EVENTS",
            _ => return None,
        })
    }

    /// Whether all of `bits` are set.
    pub fn has(self, bits: u32) -> bool {
        self.0 & bits == bits
    }
}
