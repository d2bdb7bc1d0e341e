//! Values to bytes.

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;
use rustc_hash::FxHashMap;
use vm::objects::buffer::Buffer;
use vm::objects::bytes::Bytes;
use vm::objects::code::Code;
use vm::objects::complex::Complex;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::int::{Int, Integer};
use vm::objects::list::List;
use vm::objects::set::{FROZENSET, SET, Set};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::protocols::numbers::Operator;
use vm::{Result, Vm};

use super::{DEEPEST, letter};

/// The value in the format of this version.
pub fn write(vm: &Vm, value: &Value, version: i32, allow_code: bool) -> Result<Vec<u8>> {
    let mut writer = Writer {
        vm,
        out: Vec::new(),
        references: FxHashMap::default(),
        version,
        allow_code,
        depth: 0,
    };
    writer.value(value)?;
    Ok(writer.out)
}

struct Writer<'a> {
    vm: &'a Vm,
    out: Vec<u8>,
    /// The number of each value that can be referred to.
    references: FxHashMap<u64, u32>,
    version: i32,
    allow_code: bool,
    depth: usize,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value) -> Result<()> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.vm.value_error("object too deeply nested to marshal"));
        }
        self.vm.check_native_stack("")?;
        match singleton(value) {
            Some(letter) => self.out.push(letter),
            None => self.object(value)?,
        }
        self.depth -= 1;
        Ok(())
    }

    fn object(&mut self, value: &Value) -> Result<()> {
        let flag = if self.version < 3 || is_unshared(value) {
            0
        } else if let Some(number) = self.references.get(&value.bits()) {
            self.out.push(letter::REFERENCE);
            self.out.extend(number.to_le_bytes());
            return Ok(());
        } else {
            let number = self.references.len() as u32;
            self.references.insert(value.bits(), number);
            letter::FLAG
        };
        self.complex_object(value, flag)
    }

    fn complex_object(&mut self, value: &Value, flag: u8) -> Result<()> {
        if value.is_small_int() || value.is_exact::<Int>() {
            if let Some(number) = value.as_integer() {
                self.integer(number, flag);
            }
        } else if let Some(number) = value.as_exact_float() {
            return self.floats(letter::BINARY_FLOAT, letter::FLOAT, flag, &[number]);
        } else if let Some(number) = value.downcast_exact::<Complex>().and(value.as_complex()) {
            let parts = [number.real, number.imaginary];
            return self.floats(letter::BINARY_COMPLEX, letter::COMPLEX, flag, &parts);
        } else if let Some(bytes) = value.downcast_exact::<Bytes>() {
            self.out.push(letter::BYTES | flag);
            return self.sized(bytes.as_bytes());
        } else if let Some(text) = value.downcast_exact::<Str>() {
            return self.text(text, flag);
        } else if let Some(tuple) = value.downcast_exact::<Tuple>() {
            let items = tuple.items();
            match u8::try_from(items.len()) {
                Ok(length) if self.version >= 4 => {
                    self.out.extend([letter::SMALL_TUPLE | flag, length]);
                }
                _ => {
                    self.out.push(letter::TUPLE | flag);
                    self.size(items.len())?;
                }
            }
            return items.iter().try_for_each(|item| self.value(item));
        } else if let Some(list) = value.downcast_exact::<List>() {
            let items = list.to_vec();
            self.out.push(letter::LIST | flag);
            self.size(items.len())?;
            return items.iter().try_for_each(|item| self.value(item));
        } else if let Some(dict) = value.downcast_exact::<Dict>() {
            self.out.push(letter::DICT | flag);
            for (key, item) in dict.to_vec() {
                self.value(&key)?;
                self.value(&item)?;
            }
            self.out.push(letter::NULL);
        } else if value.class().is(&SET) || value.class().is(&FROZENSET) {
            return self.set(value, flag);
        } else if let Some(code) = value.downcast_exact::<Code>() {
            return self.code(code, flag);
        } else if Buffer::is_shown_by(self.vm, value) {
            let buffer = Buffer::contiguous(self.vm, value);
            let Ok(buffer) = buffer else {
                return Err(self.vm.value_error("unmarshallable object"));
            };
            let bytes = buffer.as_bytes().to_vec();
            self.out.push(letter::BYTES | flag);
            return self.sized(&bytes);
        } else {
            return Err(self.vm.value_error("unmarshallable object"));
        }
        Ok(())
    }

    fn size(&mut self, size: usize) -> Result<()> {
        match i32::try_from(size) {
            Ok(size) => self.out.extend(size.to_le_bytes()),
            Err(_) => return Err(self.vm.value_error("unmarshallable object")),
        }
        Ok(())
    }

    fn sized(&mut self, bytes: &[u8]) -> Result<()> {
        self.size(bytes.len())?;
        self.out.extend(bytes);
        Ok(())
    }

    /// An integer: of 32 bits, or digits of 15 bits behind their signed number.
    fn integer(&mut self, number: Integer<'_>, flag: u8) {
        let big = match number {
            Integer::Small(value) => match i32::try_from(value) {
                Ok(value) => {
                    self.out.push(letter::INT | flag);
                    self.out.extend(value.to_le_bytes());
                    return;
                }
                Err(_) => BigInt::from(value),
            },
            Integer::Big(value) => match value.to_i32() {
                Some(value) => return self.integer(Integer::Small(value.into()), flag),
                None => value.clone(),
            },
        };
        self.out.push(letter::LONG | flag);
        let digits = big.magnitude().to_radix_le(1 << 5);
        // Three digits of five bits are one of fifteen.
        let shorts: Vec<u16> = digits
            .chunks(3)
            .map(|part| {
                part.iter()
                    .rev()
                    .fold(0, |all, digit| all << 5 | u16::from(*digit))
            })
            .collect();
        let count = shorts.len() as i32;
        let count = if big.sign() == Sign::Minus {
            -count
        } else {
            count
        };
        self.out.extend(count.to_le_bytes());
        shorts
            .iter()
            .for_each(|short| self.out.extend(short.to_le_bytes()));
    }

    fn floats(&mut self, binary: u8, text: u8, flag: u8, numbers: &[f64]) -> Result<()> {
        if self.version > 1 {
            self.out.push(binary | flag);
            numbers
                .iter()
                .for_each(|number| self.out.extend(number.to_le_bytes()));
            return Ok(());
        }
        self.out.push(text | flag);
        for number in numbers {
            let template = Str::value("%.17g");
            let shown = self
                .vm
                .binary(Operator::Remainder, &template, &Value::float(*number))?;
            let shown = self.vm.str_text(&shown)?;
            self.out.push(shown.len() as u8);
            self.out.extend(shown.as_bytes());
        }
        Ok(())
    }

    fn text(&mut self, text: &Ref<Str>, flag: u8) -> Result<()> {
        let interned = text.is_interned();
        let bytes = text.as_bytes();
        if self.version < 4 || !text.is_ascii() {
            let interned = interned && self.version >= 3;
            let letter = if interned {
                letter::INTERNED
            } else {
                letter::STR
            };
            self.out.push(letter | flag);
            return self.sized(bytes);
        }
        match u8::try_from(bytes.len()) {
            Ok(length) => {
                let letter = if interned {
                    letter::SHORT_ASCII_INTERNED
                } else {
                    letter::SHORT_ASCII
                };
                self.out.extend([letter | flag, length]);
                self.out.extend(bytes);
                Ok(())
            }
            Err(_) => {
                let letter = if interned {
                    letter::ASCII_INTERNED
                } else {
                    letter::ASCII
                };
                self.out.push(letter | flag);
                self.sized(bytes)
            }
        }
    }

    /// The members of a set, in the order of their own formats, so that equal sets give equal
    /// bytes.
    fn set(&mut self, value: &Value, flag: u8) -> Result<()> {
        let members = value
            .downcast::<Set>()
            .map_or(Vec::new(), |set| set.to_vec());
        let is_set = value.class().is(&SET);
        self.out.push(
            if is_set {
                letter::SET
            } else {
                letter::FROZENSET
            } | flag,
        );
        self.size(members.len())?;
        let mut keyed = Vec::with_capacity(members.len());
        for member in members {
            keyed.push((
                write(self.vm, &member, self.version, self.allow_code)?,
                member,
            ));
        }
        keyed.sort_by(|one, other| one.0.cmp(&other.0));
        keyed.iter().try_for_each(|(_, member)| self.value(member))
    }

    /// A value made on the way: nothing else can refer to it.
    fn made(&mut self, value: Value) -> Result<()> {
        self.value(&value)
    }

    fn code(&mut self, code: &Ref<Code>, flag: u8) -> Result<()> {
        if !self.allow_code {
            return Err(self
                .vm
                .value_error("marshalling code objects is disallowed"));
        }
        let object = code.object();
        self.out.push(letter::CODE | flag);
        let numbers = [
            code.argument_count,
            code.positional_only_count,
            code.keyword_only_count,
            object.stack_size,
            code.flags,
        ];
        numbers
            .iter()
            .for_each(|number| self.out.extend(number.to_le_bytes()));
        self.made(Bytes::value(&object.code))?;
        self.made(Tuple::from_slice(code.constants()).into())?;
        self.made(names(code.names()))?;
        self.made(names(code.variables()))?;
        let kinds: Vec<u8> = object.local_variables.iter().map(|it| it.kind.0).collect();
        self.made(Bytes::value(kinds))?;
        self.value(code.filename().as_value())?;
        self.value(code.name.as_value())?;
        self.value(code.qualified_name.as_value())?;
        self.out.extend(object.first_line.to_le_bytes());
        self.made(Bytes::value(&object.line_table))?;
        self.made(Bytes::value(&object.exception_table))
    }
}

fn names(names: &[Ref<Str>]) -> Value {
    Tuple::new(names.iter().map(|name| name.to_value()).collect()).into()
}

/// The letter of a value that is always the same object.
fn singleton(value: &Value) -> Option<u8> {
    Some(match value.as_bool() {
        Some(true) => letter::TRUE,
        Some(false) => letter::FALSE,
        None if value.is_none() => letter::NONE,
        None if value.is(&Value::ELLIPSIS) => letter::ELLIPSIS,
        None if value.is(exceptions::STOP_ITERATION.as_value()) => letter::STOP_ITERATION,
        None => return None,
    })
}

/// Whether nothing else can refer to the value.
fn is_unshared(value: &Value) -> bool {
    value.header().is_some_and(|header| header.count() == 1)
}
