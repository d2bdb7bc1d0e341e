//! The instructions of a code object.

use crate::{CodeObject, Opcode};

/// Bytes of a code unit: an instruction without its cache, or an inline cache entry.
pub const CODE_UNIT: u32 = 2;

/// An instruction; offsets are in bytes of `co_code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    /// What it does; `Reserved` for a number that CPython 3.13 does not have.
    pub opcode: Opcode,
    /// The operand, with the EXTENDED_ARG prefixes before it folded in; `None` where the
    /// opcode has none.
    pub argument: Option<u32>,
    /// Where the EXTENDED_ARG prefixes begin; `offset` where there are none.
    pub start_offset: u32,
    /// Where the instruction itself is.
    pub offset: u32,
}

impl Instruction {
    /// Where its inline cache begins.
    pub fn cache_offset(&self) -> u32 {
        self.offset.saturating_add(CODE_UNIT)
    }

    /// Where the next instruction begins.
    pub fn end_offset(&self) -> u32 {
        let caches = self.opcode.caches() as u32;
        self.cache_offset().saturating_add(CODE_UNIT * caches)
    }

    /// Where it may jump to; `None` where it is no jump, or the target lies outside of any code.
    pub fn jump_target(&self) -> Option<u32> {
        let argument = self.argument.filter(|_| self.opcode.has_jump())?;
        let distance = argument.checked_mul(CODE_UNIT)?;
        if self.opcode.is_backward_jump() {
            self.end_offset().checked_sub(distance)
        } else {
            self.end_offset().checked_add(distance)
        }
    }
}

/// Iterates over the instructions of a code object, the EXTENDED_ARG prefixes included.
#[derive(Clone, Debug)]
pub struct Instructions<'a> {
    code: &'a [u8],
    offset: u32,
    /// What the prefixes so far add up to.
    extended: u32,
    first_prefix: Option<u32>,
}

impl<'a> Instructions<'a> {
    /// Those of a `co_code`.
    pub fn new(code: &'a [u8]) -> Instructions<'a> {
        Instructions {
            code,
            offset: 0,
            extended: 0,
            first_prefix: None,
        }
    }
}

impl Iterator for Instructions<'_> {
    type Item = Instruction;

    fn next(&mut self) -> Option<Instruction> {
        let offset = self.offset;
        let unit = self.code.get(offset as usize..)?.first_chunk::<2>()?;
        let opcode = Opcode::from_number(u16::from(unit[0])).unwrap_or(Opcode::Reserved);
        let value = self.extended << 8 | u32::from(unit[1]);
        let start_offset;
        if opcode == Opcode::ExtendedArg {
            self.extended = value;
            self.first_prefix.get_or_insert(offset);
            start_offset = offset;
        } else {
            self.extended = 0;
            start_offset = self.first_prefix.take().unwrap_or(offset);
        }
        let instruction = Instruction {
            opcode,
            argument: opcode.has_argument().then_some(value),
            start_offset,
            offset,
        };
        self.offset = instruction.end_offset();
        Some(instruction)
    }
}

impl CodeObject {
    /// The instructions without EXTENDED_ARG, which is folded into the operands it extends.
    pub fn instructions(&self) -> impl Iterator<Item = Instruction> + Clone + '_ {
        self.instructions_and_prefixes()
            .filter(|instruction| instruction.opcode != Opcode::ExtendedArg)
    }

    /// The instructions as `dis` lists them: each EXTENDED_ARG too, with the operand so far.
    pub fn instructions_and_prefixes(&self) -> Instructions<'_> {
        Instructions::new(&self.code)
    }
}
