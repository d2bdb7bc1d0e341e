//! Writing frozen code.

use std::collections::HashMap;
use std::sync::Arc;

use num_bigint::Sign;

use super::{STRINGS, WIDTH, tag};
use crate::code::LocalKind;
use crate::constant::looks_like_a_name;
use crate::{CodeObject, Constant};

/// A module's code object as bytes.
pub fn freeze(code: &CodeObject) -> Vec<u8> {
    let mut strings = Strings::default();
    strings.add_all(code);
    let ends = WIDTH * strings.texts.len();
    let text_bytes: usize = strings.texts.iter().map(|text| text.len()).sum();
    let mut writer = Writer {
        strings: &strings,
        first_place: STRINGS + ends + text_bytes,
        codes: Vec::new(),
    };
    let place = writer.code(code);
    let mut out = Vec::new();
    out.extend(wide(strings.texts.len()));
    out.extend(wide(place));
    let mut end = 0;
    for text in &strings.texts {
        end += text.len();
        out.extend(wide(end));
    }
    strings.texts.iter().for_each(|text| out.extend(*text));
    out.extend(writer.codes);
    out
}

fn wide(number: usize) -> [u8; WIDTH] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

/// The names of all code objects, each once.
#[derive(Default)]
struct Strings<'a> {
    texts: Vec<&'a [u8]>,
    numbers: HashMap<&'a [u8], u64>,
}

impl<'a> Strings<'a> {
    fn add(&mut self, text: &'a [u8]) {
        let next = self.texts.len() as u64;
        self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            next
        });
    }

    fn add_all(&mut self, code: &'a CodeObject) {
        self.add(code.name.as_bytes());
        self.add(code.qualified_name.as_bytes());
        code.names.iter().for_each(|name| self.add(name.as_bytes()));
        for variable in &code.local_variables {
            self.add(variable.name.as_bytes());
        }
        self.add_names_of(&code.constants);
    }

    fn add_names_of(&mut self, constants: &'a [Constant]) {
        for constant in constants {
            match constant {
                Constant::Str(text) if looks_like_a_name(text.as_bytes()) => {
                    self.add(text.as_bytes());
                }
                Constant::Tuple(items) | Constant::FrozenSet(items) => self.add_names_of(items),
                Constant::Code(code) => self.add_all(code),
                _ => {}
            }
        }
    }
}

struct Writer<'a> {
    strings: &'a Strings<'a>,
    /// Where the first code lies among the module's bytes.
    first_place: usize,
    codes: Vec<u8>,
}

impl Writer<'_> {
    /// Writes the nested code objects, and then this one; gives its place.
    fn code(&mut self, code: &CodeObject) -> usize {
        let constants = self.constants(&code.constants);
        let variables = code.local_variables.iter();
        let is_free = |kind: LocalKind| kind.0 & LocalKind::FREE != 0;
        let free = variables.clone().filter(|it| is_free(it.kind)).count();
        let begins_with_text = matches!(code.constants.first(), Some(Constant::Str(_)));
        let opcode = |unit: usize| code.code.get(2 * unit).copied().unwrap_or(0);
        let mut header = Vec::new();
        for number in [
            code.flags.0.into(),
            code.argument_count.into(),
            code.positional_only_argument_count.into(),
            code.keyword_only_argument_count.into(),
            code.stack_size.into(),
            code.first_line.into(),
            code.local_variables.len() as u64,
            free as u64,
            code.code.len() as u64,
            opcode(0).into(),
            opcode(1).into(),
            self.string(code.name.as_bytes()),
            self.string(code.qualified_name.as_bytes()),
            begins_with_text.into(),
        ] {
            write_number(&mut header, number);
        }
        let (mut variable_bytes, mut name_bytes) = (Vec::new(), Vec::new());
        for variable in variables {
            write_number(&mut variable_bytes, self.string(variable.name.as_bytes()));
            variable_bytes.push(variable.kind.0);
        }
        for name in &code.names {
            write_number(&mut name_bytes, self.string(name.as_bytes()));
        }
        let tables = [
            &*code.code,
            &*code.line_table,
            &*code.exception_table,
            &variable_bytes,
            &name_bytes,
        ];
        // Fourteen numbers of at most five bytes.
        let mut out = vec![header.len() as u8];
        out.extend(header);
        for table in tables {
            write_number(&mut out, table.len() as u64);
        }
        tables.iter().for_each(|table| out.extend(*table));
        write_part(&mut out, &constants);
        let place = self.first_place + self.codes.len();
        self.codes.extend(out);
        place
    }

    fn string(&self, text: &[u8]) -> u64 {
        self.strings.numbers.get(text).copied().unwrap_or(0)
    }

    fn constants(&mut self, constants: &[Constant]) -> Vec<u8> {
        let mut out = Vec::new();
        for constant in constants {
            self.constant(&mut out, constant);
        }
        out
    }

    fn constant(&mut self, out: &mut Vec<u8>, constant: &Constant) {
        match constant {
            Constant::None => out.push(tag::NONE),
            Constant::Bool(false) => out.push(tag::FALSE),
            Constant::Bool(true) => out.push(tag::TRUE),
            Constant::Ellipsis => out.push(tag::ELLIPSIS),
            Constant::Int(value) => {
                out.push(tag::INT);
                write_number(out, (value << 1 ^ value >> 63).cast_unsigned());
            }
            Constant::BigInt(value) => {
                let (sign, bytes) = value.to_bytes_le();
                out.push(match sign {
                    Sign::Minus => tag::NEGATIVE_BIG_INT,
                    _ => tag::BIG_INT,
                });
                write_part(out, &bytes);
            }
            Constant::Float(value) => {
                out.push(tag::FLOAT);
                out.extend(value.to_le_bytes());
            }
            Constant::Complex(real, imaginary) => {
                out.push(tag::COMPLEX);
                out.extend(real.to_le_bytes());
                out.extend(imaginary.to_le_bytes());
            }
            Constant::Str(text) => {
                let text = text.as_bytes();
                if looks_like_a_name(text) {
                    out.push(tag::NAME);
                    write_number(out, self.string(text));
                } else {
                    out.push(tag::STR);
                    write_part(out, text);
                }
            }
            Constant::Bytes(bytes) => {
                out.push(tag::BYTES);
                write_part(out, bytes);
            }
            Constant::Tuple(items) => {
                let items = self.constants(items);
                out.push(tag::TUPLE);
                write_part(out, &items);
            }
            Constant::FrozenSet(items) => {
                let items = self.constants(items);
                out.push(tag::FROZEN_SET);
                write_part(out, &items);
            }
            Constant::Code(code) => self.nested(out, code),
        }
    }

    fn nested(&mut self, out: &mut Vec<u8>, code: &Arc<CodeObject>) {
        let place = self.code(code);
        out.push(tag::CODE);
        write_number(out, place as u64);
    }
}

fn write_part(out: &mut Vec<u8>, part: &[u8]) {
    write_number(out, part.len() as u64);
    out.extend(part);
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
