//! Frozen code: a module's code objects as bytes that the binary holds. Nothing is read but
//! what is asked for, and nothing is copied: the tables stay where they are.
//!
//! ```text
//!   module:  count of strings | place of the module's code | ends of the strings | strings | codes
//!   code:    length of header | header | lengths | bytecode | locations | exceptions | variables | names | constants
//! ```
//!
//! The numbers at the beginning are 32 bits wide. All others are in groups of seven bits, lowest
//! first, with bit 7 set on all but the last. Names are numbers of strings. [`freeze`] writes it.

use std::sync::Arc;

use num_bigint::{BigInt, Sign};

use crate::code::{Flags, LocalKind, LocalVariable};
use crate::{CodeObject, Constant, ExceptionTable, LineTable, Text};

mod writing;

pub use writing::freeze;

/// What a constant is: its first byte.
mod tag {
    pub const NONE: u8 = 0;
    pub const FALSE: u8 = 1;
    pub const TRUE: u8 = 2;
    pub const ELLIPSIS: u8 = 3;
    pub const INT: u8 = 4;
    pub const BIG_INT: u8 = 5;
    pub const NEGATIVE_BIG_INT: u8 = 6;
    pub const FLOAT: u8 = 7;
    pub const COMPLEX: u8 = 8;
    pub const NAME: u8 = 9;
    pub const STR: u8 = 10;
    pub const BYTES: u8 = 11;
    pub const TUPLE: u8 = 12;
    pub const FROZEN_SET: u8 = 13;
    pub const CODE: u8 = 14;
}

const WIDTH: usize = size_of::<u32>();

/// Where the ends of the strings begin.
const STRINGS: usize = 2 * WIDTH;

/// A module of frozen code.
#[derive(Clone, Copy, Debug)]
pub struct FrozenModule {
    bytes: &'static [u8],
}

impl FrozenModule {
    /// The module that [`freeze`] made these bytes of.
    pub const fn new(bytes: &'static [u8]) -> FrozenModule {
        FrozenModule { bytes }
    }

    /// How many strings there are.
    pub fn string_count(self) -> usize {
        self.wide(0)
    }

    /// The string of a number, in WTF-8.
    pub fn string(self, number: u32) -> &'static [u8] {
        let behind_ends = STRINGS + WIDTH * self.string_count();
        let end_place = STRINGS + WIDTH * number as usize;
        let start = match number {
            0 => 0,
            _ => self.wide(end_place - WIDTH),
        };
        let range = behind_ends + start..behind_ends + self.wide(end_place);
        self.bytes.get(range).unwrap_or_default()
    }

    /// The code of the module.
    pub fn code(self) -> FrozenCode {
        self.code_at(self.wide(WIDTH))
    }

    fn code_at(self, place: usize) -> FrozenCode {
        FrozenCode {
            module: self,
            place,
        }
    }

    fn wide(self, place: usize) -> usize {
        let number = self.bytes.get(place..).and_then(|it| it.first_chunk());
        number.map_or(0, |&number| u32::from_le_bytes(number) as usize)
    }
}

/// A code object of a frozen module.
#[derive(Clone, Copy, Debug)]
pub struct FrozenCode {
    module: FrozenModule,
    place: usize,
}

/// What calls of a frozen code object need to know.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "those of CodeObject")]
pub struct Header {
    pub flags: u32,
    pub argument_count: u32,
    pub positional_only_argument_count: u32,
    pub keyword_only_argument_count: u32,
    pub stack_size: u32,
    pub first_line: u32,
    pub variable_count: u32,
    pub free_variable_count: u32,
    pub code_length: u32,
    /// The first code units' opcodes.
    pub first_opcodes: [u8; 2],
    /// The number of the string.
    pub name: u32,
    /// The number of the string.
    pub qualified_name: u32,
    /// Whether the first constant is a string.
    pub begins_with_text: bool,
}

/// What running a frozen code object needs to know.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "those of CodeObject")]
pub struct Tables {
    pub code: &'static [u8],
    pub line_table: &'static [u8],
    pub exception_table: &'static [u8],
    pub variables: Variables,
    pub names: Names,
    pub constants: Constants,
}

impl FrozenCode {
    /// The module that the code is of.
    pub fn module(self) -> FrozenModule {
        self.module
    }

    /// The numbers.
    pub fn header(self) -> Header {
        let mut reader = self.reader();
        reader.byte();
        let mut next = || reader.number() as u32;
        Header {
            flags: next(),
            argument_count: next(),
            positional_only_argument_count: next(),
            keyword_only_argument_count: next(),
            stack_size: next(),
            first_line: next(),
            variable_count: next(),
            free_variable_count: next(),
            code_length: next(),
            first_opcodes: [next() as u8, next() as u8],
            name: next(),
            qualified_name: next(),
            begins_with_text: next() != 0,
        }
    }

    fn reader(self) -> Reader {
        Reader {
            rest: self.module.bytes.get(self.place..).unwrap_or_default(),
        }
    }

    /// `co_code`.
    pub fn bytecode(self) -> &'static [u8] {
        self.tables().code
    }

    /// The tables.
    pub fn tables(self) -> Tables {
        let mut reader = self.reader();
        let header_length = reader.byte();
        reader.take(header_length.into());
        let lengths: [usize; 5] = std::array::from_fn(|_| reader.number() as usize);
        let [code, line_table, exception_table, variables, names] =
            lengths.map(|length| reader.take(length));
        Tables {
            code,
            line_table,
            exception_table,
            variables: Variables(Reader { rest: variables }),
            names: Names(Reader { rest: names }),
            constants: Constants::read(self.module, &mut reader),
        }
    }

    /// The locations of the instructions.
    pub fn line_entries(self) -> LineTable<'static> {
        LineTable::new(self.tables().line_table, self.header().first_line as i32)
    }

    /// The entries of the exception table.
    pub fn exception_entries(self) -> ExceptionTable<'static> {
        ExceptionTable::new(self.tables().exception_table)
    }

    /// The code object that was frozen, and those nested in it.
    pub fn thaw(self, filename: &Arc<str>) -> CodeObject {
        let (header, tables) = (self.header(), self.tables());
        let text = |number: u32| -> Box<str> {
            String::from_utf8_lossy(self.module.string(number)).into()
        };
        CodeObject {
            argument_count: header.argument_count,
            positional_only_argument_count: header.positional_only_argument_count,
            keyword_only_argument_count: header.keyword_only_argument_count,
            stack_size: header.stack_size,
            flags: Flags(header.flags),
            code: tables.code.into(),
            constants: tables.constants.map(|it| it.thaw(filename)).collect(),
            names: tables.names.map(text).collect(),
            local_variables: tables
                .variables
                .map(|(name, kind)| LocalVariable {
                    name: text(name),
                    kind,
                })
                .collect(),
            filename: filename.clone(),
            name: text(header.name),
            qualified_name: text(header.qualified_name),
            first_line: header.first_line,
            line_table: tables.line_table.into(),
            exception_table: tables.exception_table.into(),
        }
    }
}

/// The variables of a code object: the number of each one's name, and its kind.
#[derive(Clone, Copy, Debug)]
pub struct Variables(Reader);

impl Iterator for Variables {
    type Item = (u32, LocalKind);

    fn next(&mut self) -> Option<(u32, LocalKind)> {
        if self.0.rest.is_empty() {
            return None;
        }
        Some((self.0.number() as u32, LocalKind(self.0.byte())))
    }
}

/// The names of a code object: the numbers of the strings.
#[derive(Clone, Copy, Debug)]
pub struct Names(Reader);

impl Iterator for Names {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        (!self.0.rest.is_empty()).then(|| self.0.number() as u32)
    }
}

/// Constants, one behind the other.
#[derive(Clone, Copy, Debug)]
pub struct Constants {
    module: FrozenModule,
    reader: Reader,
}

impl Constants {
    fn read(module: FrozenModule, reader: &mut Reader) -> Constants {
        let length = reader.number() as usize;
        let rest = reader.take(length);
        Constants {
            module,
            reader: Reader { rest },
        }
    }
}

/// A frozen constant.
#[derive(Clone, Debug)]
pub enum FrozenConstant {
    /// One that holds nothing else.
    Plain(Constant),
    /// A string that is a name: its number, and its text.
    Name(u32, &'static [u8]),
    /// Any other string, in WTF-8.
    Str(&'static [u8]),
    /// A bytes object.
    Bytes(&'static [u8]),
    /// A tuple.
    Tuple(Constants),
    /// A frozen set.
    FrozenSet(Constants),
    /// A nested code object.
    Code(FrozenCode),
}

impl Iterator for Constants {
    type Item = FrozenConstant;

    fn next(&mut self) -> Option<FrozenConstant> {
        if self.reader.rest.is_empty() {
            return None;
        }
        let reader = &mut self.reader;
        let plain = match reader.byte() {
            tag::NONE => Constant::None,
            tag::FALSE => Constant::Bool(false),
            tag::TRUE => Constant::Bool(true),
            tag::ELLIPSIS => Constant::Ellipsis,
            tag::INT => {
                let number = reader.number();
                Constant::Int((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
            }
            tag::BIG_INT => big_int(Sign::Plus, reader),
            tag::NEGATIVE_BIG_INT => big_int(Sign::Minus, reader),
            tag::FLOAT => Constant::Float(reader.float()),
            tag::COMPLEX => Constant::Complex(reader.float(), reader.float()),
            tag::NAME => {
                let number = reader.number() as u32;
                return Some(FrozenConstant::Name(number, self.module.string(number)));
            }
            tag::STR => return Some(FrozenConstant::Str(reader.part())),
            tag::BYTES => return Some(FrozenConstant::Bytes(reader.part())),
            tag::TUPLE => return Some(FrozenConstant::Tuple(Constants::read(self.module, reader))),
            tag::FROZEN_SET => {
                return Some(FrozenConstant::FrozenSet(Constants::read(
                    self.module,
                    reader,
                )));
            }
            tag::CODE => {
                let place = reader.number() as usize;
                return Some(FrozenConstant::Code(self.module.code_at(place)));
            }
            _ => return None,
        };
        Some(FrozenConstant::Plain(plain))
    }
}

fn big_int(sign: Sign, reader: &mut Reader) -> Constant {
    Constant::BigInt(Box::new(BigInt::from_bytes_le(sign, reader.part())))
}

impl FrozenConstant {
    fn thaw(self, filename: &Arc<str>) -> Constant {
        let all = |items: Constants| items.map(|item| item.thaw(filename)).collect();
        match self {
            FrozenConstant::Plain(constant) => constant,
            FrozenConstant::Name(_, text) | FrozenConstant::Str(text) => {
                Constant::Str(Text::from_wtf8(text))
            }
            FrozenConstant::Bytes(bytes) => Constant::Bytes(bytes.into()),
            FrozenConstant::Tuple(items) => Constant::Tuple(all(items)),
            FrozenConstant::FrozenSet(items) => Constant::FrozenSet(all(items)),
            FrozenConstant::Code(code) => Constant::Code(Arc::new(code.thaw(filename))),
        }
    }
}

/// Reads numbers and stretches; behind the end, everything is zero or empty.
#[derive(Clone, Copy, Debug)]
struct Reader {
    rest: &'static [u8],
}

impl Reader {
    #[inline]
    fn byte(&mut self) -> u8 {
        let Some((&byte, rest)) = self.rest.split_first() else {
            return 0;
        };
        self.rest = rest;
        byte
    }

    #[inline]
    fn number(&mut self) -> u64 {
        // Most numbers are small.
        match self.rest.split_first() {
            Some((&byte, rest)) if byte & 0x80 == 0 => {
                self.rest = rest;
                byte.into()
            }
            _ => self.large_number(),
        }
    }

    #[inline(never)]
    fn large_number(&mut self) -> u64 {
        let mut value = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte & 0x80 == 0 {
                return value;
            }
        }
    }

    fn float(&mut self) -> f64 {
        let bytes = self.take(size_of::<f64>()).first_chunk();
        bytes.map_or(0.0, |&bytes| f64::from_le_bytes(bytes))
    }

    /// A stretch behind its length.
    fn part(&mut self) -> &'static [u8] {
        let length = self.number() as usize;
        self.take(length)
    }

    fn take(&mut self, length: usize) -> &'static [u8] {
        let (part, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str, constants: Vec<Constant>) -> CodeObject {
        let variable = |name: &str, kind: u8| LocalVariable {
            name: name.into(),
            kind: LocalKind(kind),
        };
        CodeObject {
            argument_count: 1,
            positional_only_argument_count: 0,
            keyword_only_argument_count: 200,
            stack_size: 3,
            flags: Flags(0x1234567),
            code: [149, 0, 83, 1].into(),
            constants: constants.into(),
            names: ["append".into(), name.into()].into(),
            local_variables: [
                variable("a", LocalKind::LOCAL),
                variable("b", LocalKind::FREE),
            ]
            .into(),
            filename: "<frozen x>".into(),
            name: name.into(),
            qualified_name: format!("outer.<locals>.{name}").into(),
            first_line: 70_000,
            line_table: vec![0x80; 300].into(),
            exception_table: Box::default(),
        }
    }

    #[test]
    fn thaws_what_was_frozen() {
        let inner = Arc::new(code("inner", vec![Constant::None]));
        let plain = vec![
            Constant::Str("a docstring".into()),
            Constant::Str("name".into()),
            Constant::Str(Text::from_wtf8([0xed, 0xa0, 0x80])),
            Constant::Bool(true),
            Constant::Bool(false),
            Constant::Ellipsis,
            Constant::Int(i64::MIN),
            Constant::Int(i64::MAX),
            Constant::Int(-1),
            Constant::BigInt(Box::new(BigInt::from(-3) << 100)),
            Constant::BigInt(Box::new(BigInt::from(3) << 100)),
            Constant::Float(-0.0),
            Constant::Complex(1.5, -2.5),
            Constant::Bytes([0, 255].into()),
        ];
        let mut constants = plain.clone();
        constants.push(Constant::Tuple([Constant::Tuple(plain.into())].into()));
        constants.push(Constant::FrozenSet([Constant::Int(1)].into()));
        constants.push(Constant::Code(inner));
        let module = code("<module>", constants);
        let bytes: &'static [u8] = freeze(&module).leak();
        let frozen = FrozenModule::new(bytes).code();
        let thawed = frozen.thaw(&module.filename);
        assert_eq!(format!("{module:?}"), format!("{thawed:?}"));
        let header = frozen.header();
        assert_eq!((header.variable_count, header.free_variable_count), (2, 1));
        assert_eq!((header.code_length, header.first_opcodes), (4, [149, 83]));
        assert!(header.begins_with_text);
    }
}
