//! Bytes to values.

use bytecode::CodeObject;
use bytecode::code::{Flags, LocalKind, LocalVariable};
use num_bigint::{BigInt, BigUint, Sign};
use primitives::text::wtf8::Wtf8;
use vm::objects::buffer::Buffer;
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::code::Code;
use vm::objects::complex::Complex;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::float;
use vm::objects::heap::Ref;
use vm::objects::int::Int;
use vm::objects::list::List;
use vm::objects::set::{FROZENSET, SET, Set};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::{DEEPEST, letter};

/// The bytes as text, unless only a codec can tell what they are.
fn valid(bytes: &[u8]) -> Option<&Wtf8> {
    std::str::from_utf8(bytes).ok().map(Wtf8::new)
}

/// Where bytes come from.
pub enum Source {
    /// From memory.
    Bytes {
        /// All of them.
        bytes: Vec<u8>,
        /// Where the next one is.
        position: usize,
    },
    /// From an object with `readinto`.
    File(Value),
}

/// Reads a value.
pub struct Reader<'a> {
    vm: &'a Vm,
    source: Source,
    allow_code: bool,
    /// The values that can be referred to; `None` while one is not complete.
    references: Vec<Option<Value>>,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the beginning of a source.
    pub fn new(vm: &'a Vm, source: Source, allow_code: bool) -> Reader<'a> {
        Reader {
            vm,
            source,
            allow_code,
            references: Vec::new(),
            depth: 0,
        }
    }

    /// The next value.
    pub fn value(&mut self) -> Result<Value> {
        let value = self.object()?;
        value.ok_or_else(|| self.vm.type_error("NULL object in marshal data for object"))
    }

    fn eof(&self, message: &str) -> Raised {
        self.vm.error(&exceptions::EOF_ERROR, message)
    }

    fn bad(&self, what: &str) -> Raised {
        self.vm.value_error(format!("bad marshal data ({what})"))
    }

    fn bytes(&mut self, count: usize) -> Result<Vec<u8>> {
        match &mut self.source {
            Source::Bytes { bytes, position } => {
                let end = position.saturating_add(count);
                let Some(found) = bytes.get(*position..end).map(<[u8]>::to_vec) else {
                    return Err(self.eof("marshal data too short"));
                };
                *position = end;
                Ok(found)
            }
            Source::File(file) => {
                let file = file.clone();
                self.read_into(&file, count)
            }
        }
    }

    fn read_into(&mut self, file: &Value, count: usize) -> Result<Vec<u8>> {
        let buffer = ByteArray::new(vec![0; count]);
        let result = self
            .vm
            .call_method(file, "readinto", &[buffer.to_value()])?;
        let read = self.vm.to_isize(&result)?;
        match usize::try_from(read) {
            Ok(read) if read == count => Ok(buffer.to_vec()),
            Ok(read) if read > count => Err(self.vm.value_error(format!(
                "read() returned too much data: {count} bytes requested, {read} returned"
            ))),
            _ => Err(self.eof("EOF read where not expected")),
        }
    }

    fn byte(&mut self, message: &str) -> Result<u8> {
        if let Source::Bytes { bytes, position } = &mut self.source {
            let Some(byte) = bytes.get(*position).copied() else {
                return Err(self.eof(message));
            };
            *position += 1;
            return Ok(byte);
        }
        let found = self.bytes(1).map_err(|raised| {
            if raised.is(&exceptions::EOF_ERROR) {
                self.eof(message)
            } else {
                raised
            }
        })?;
        Ok(found.first().copied().unwrap_or(0))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let bytes = self.bytes(N)?;
        let mut array = [0; N];
        array
            .iter_mut()
            .zip(bytes)
            .for_each(|(place, byte)| *place = byte);
        Ok(array)
    }

    fn long(&mut self) -> Result<i32> {
        Ok(i32::from_le_bytes(self.array()?))
    }

    fn size(&mut self, what: &str) -> Result<usize> {
        let size = self.long()?;
        usize::try_from(size).map_err(|_| self.bad(&format!("{what} size out of range")))
    }

    fn object(&mut self) -> Result<Option<Value>> {
        let code = self.byte("EOF read where object expected")?;
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.vm.value_error("recursion limit exceeded"));
        }
        self.vm.check_native_stack("")?;
        let value = self.of_letter(code & !letter::FLAG, code & letter::FLAG != 0)?;
        self.depth -= 1;
        Ok(value)
    }

    fn of_letter(&mut self, kind: u8, flag: bool) -> Result<Option<Value>> {
        let value = match kind {
            letter::NULL => return Ok(None),
            letter::NONE => return Ok(Some(Value::NONE)),
            letter::STOP_ITERATION => return Ok(Some(exceptions::STOP_ITERATION.to_value())),
            letter::ELLIPSIS => return Ok(Some(Value::ELLIPSIS)),
            letter::FALSE => return Ok(Some(Value::FALSE)),
            letter::TRUE => return Ok(Some(Value::TRUE)),
            letter::REFERENCE => return self.reference().map(Some),
            letter::TUPLE | letter::SMALL_TUPLE => return self.tuple(kind, flag).map(Some),
            letter::LIST => return self.list(flag).map(Some),
            letter::DICT => return self.dict(flag).map(Some),
            letter::SET | letter::FROZENSET => return self.set(kind, flag).map(Some),
            letter::CODE => return self.code(flag).map(Some),
            letter::INT => Value::int(self.long()?.into()),
            letter::INT64 => Value::int(i64::from_le_bytes(self.array()?)),
            letter::LONG => self.integer()?,
            letter::FLOAT => Value::float(self.float_text()?),
            letter::BINARY_FLOAT => Value::float(f64::from_le_bytes(self.array()?)),
            letter::COMPLEX => {
                let real = self.float_text()?;
                Complex::new(real, self.float_text()?).into()
            }
            letter::BINARY_COMPLEX => {
                let real = f64::from_le_bytes(self.array()?);
                Complex::new(real, f64::from_le_bytes(self.array()?)).into()
            }
            letter::BYTES => {
                let size = self.size("bytes object")?;
                Bytes::value(self.bytes(size)?)
            }
            letter::ASCII
            | letter::ASCII_INTERNED
            | letter::SHORT_ASCII
            | letter::SHORT_ASCII_INTERNED
            | letter::STR
            | letter::INTERNED => self.text(kind)?,
            _ => return Err(self.bad("unknown type code")),
        };
        if flag {
            self.references.push(Some(value.clone()));
        }
        Ok(Some(value))
    }

    fn reference(&mut self) -> Result<Value> {
        let number = self.long()?;
        let number = usize::try_from(number).ok();
        let value = number.and_then(|number| self.references.get(number).cloned());
        value.flatten().ok_or_else(|| self.bad("invalid reference"))
    }

    /// Keeps a place for a value that is not complete.
    fn reserve(&mut self, flag: bool) -> Option<usize> {
        flag.then(|| {
            self.references.push(None);
            self.references.len() - 1
        })
    }

    fn fill(&mut self, place: Option<usize>, value: &Value) {
        if let Some(slot) = place.and_then(|place| self.references.get_mut(place)) {
            *slot = Some(value.clone());
        }
    }

    fn integer(&mut self) -> Result<Value> {
        let count = self.long()?;
        if count == i32::MIN {
            return Err(self.bad("long size out of range"));
        }
        let length = count.unsigned_abs() as usize;
        let mut digits = Vec::new();
        for index in 0..length {
            let short = u16::from_le_bytes(self.array()?);
            if short >= 1 << 15 {
                return Err(self.bad("digit out of range in long"));
            }
            if short == 0 && index == length - 1 {
                return Err(self.bad("unnormalized long data"));
            }
            digits.extend([short & 31, short >> 5 & 31, short >> 10].map(|digit| digit as u8));
        }
        let magnitude = BigUint::from_radix_le(&digits, 1 << 5).unwrap_or_default();
        let sign = if count < 0 { Sign::Minus } else { Sign::Plus };
        Ok(Int::from_big(BigInt::from_biguint(sign, magnitude)))
    }

    fn float_text(&mut self) -> Result<f64> {
        let length = self.byte("EOF read where not expected")?;
        let text = self.bytes(length.into())?;
        let text = Str::value(String::from_utf8_lossy(&text));
        let number = self.vm.call(float::FLOAT.as_value(), &[text])?;
        Ok(number.as_exact_float().unwrap_or_default())
    }

    fn text(&mut self, kind: u8) -> Result<Value> {
        let length = match kind {
            letter::SHORT_ASCII | letter::SHORT_ASCII_INTERNED => {
                self.byte("EOF read where not expected")?.into()
            }
            _ => self.size("string")?,
        };
        let bytes = self.bytes(length)?;
        let text = match kind {
            letter::STR | letter::INTERNED => match valid(&bytes) {
                Some(text) => Str::from_wtf8(text),
                // The codec finds the words for what is wrong.
                None => {
                    let arguments = [Str::value("utf-8"), Str::value("surrogatepass")];
                    let decoded =
                        self.vm
                            .call_method(&Bytes::value(&bytes), "decode", &arguments)?;
                    return Ok(decoded);
                }
            },
            _ if bytes.is_ascii() => Str::from_ascii(&bytes),
            // Each byte is a code point.
            _ => Str::from(
                bytes
                    .iter()
                    .map(|byte| char::from(*byte))
                    .collect::<String>(),
            ),
        };
        let interned = matches!(
            kind,
            letter::ASCII_INTERNED | letter::SHORT_ASCII_INTERNED | letter::INTERNED
        );
        Ok(if interned {
            text.interned().into()
        } else {
            text.into()
        })
    }

    fn items(&mut self, count: usize, what: &str) -> Result<Vec<Value>> {
        let mut items = Vec::with_capacity(count.min(1 << 16));
        for _ in 0..count {
            let Some(item) = self.object()? else {
                return Err(self
                    .vm
                    .type_error(format!("NULL object in marshal data for {what}")));
            };
            items.push(item);
        }
        Ok(items)
    }

    fn tuple(&mut self, kind: u8, flag: bool) -> Result<Value> {
        let count = match kind {
            letter::SMALL_TUPLE => self.byte("EOF read where not expected")?.into(),
            _ => self.size("tuple")?,
        };
        let place = self.reserve(flag);
        let value = Tuple::new(self.items(count, "tuple")?).into();
        self.fill(place, &value);
        Ok(value)
    }

    fn list(&mut self, flag: bool) -> Result<Value> {
        let count = self.size("list")?;
        let list = List::new(Vec::new());
        let place = self.reserve(flag);
        self.fill(place, list.as_value());
        for _ in 0..count {
            let Some(item) = self.object()? else {
                return Err(self.vm.type_error("NULL object in marshal data for list"));
            };
            list.push(item);
        }
        Ok(list.into())
    }

    fn dict(&mut self, flag: bool) -> Result<Value> {
        let dict = Dict::new();
        let place = self.reserve(flag);
        self.fill(place, dict.as_value());
        while let Some(key) = self.object()? {
            let Some(value) = self.object()? else {
                break;
            };
            dict.set(self.vm, &key, value)?;
        }
        Ok(dict.into())
    }

    fn set(&mut self, kind: u8, flag: bool) -> Result<Value> {
        let count = self.size("set")?;
        let is_set = kind == letter::SET;
        if count == 0 && !is_set {
            let empty = self.vm.call(FROZENSET.as_value(), &[])?;
            let place = self.reserve(flag);
            self.fill(place, &empty);
            return Ok(empty);
        }
        let set = Set::of_class(if is_set { &SET } else { &FROZENSET });
        let place = self.reserve(flag);
        if is_set {
            self.fill(place, set.as_value());
        }
        for _ in 0..count {
            let Some(member) = self.object()? else {
                return Err(self.vm.type_error("NULL object in marshal data for set"));
            };
            set.add(self.vm, &member)?;
        }
        self.fill(place, set.as_value());
        Ok(set.into())
    }

    fn part(&mut self) -> Result<Value> {
        let part = self.object()?;
        part.ok_or_else(|| {
            self.vm
                .type_error("NULL object in marshal data for code object")
        })
    }

    fn internal(&self) -> Raised {
        self.vm.system_error("bad argument to internal function")
    }

    fn text_part(&mut self) -> Result<Ref<Str>> {
        let part = self.part()?;
        part.downcast::<Str>()
            .cloned()
            .ok_or_else(|| self.internal())
    }

    fn bytes_part(&mut self) -> Result<Box<[u8]>> {
        let part = self.part()?;
        match part.downcast::<Bytes>() {
            Some(bytes) => Ok(bytes.as_bytes().into()),
            None => Buffer::contiguous(self.vm, &part)
                .map(|buffer| buffer.as_bytes().into())
                .map_err(|_| self.internal()),
        }
    }

    fn tuple_part(&mut self) -> Result<Ref<Tuple>> {
        let part = self.part()?;
        part.downcast::<Tuple>()
            .cloned()
            .ok_or_else(|| self.internal())
    }

    fn names_part(&mut self) -> Result<Vec<Box<str>>> {
        let names = self.tuple_part()?;
        let texts = names
            .items()
            .iter()
            .map(|name| match name.downcast::<Str>() {
                Some(name) => Ok(name.to_text().into_boxed_str()),
                None => Err(self.vm.type_error(format!(
                    "name tuples must contain only strings, not '{}'",
                    name.class().name()
                ))),
            });
        texts.collect()
    }

    fn code(&mut self, flag: bool) -> Result<Value> {
        if !self.allow_code {
            return Err(self
                .vm
                .value_error("unmarshalling code objects is disallowed"));
        }
        let place = self.reserve(flag);
        let mut numbers = [0; 5];
        for number in &mut numbers {
            *number = self.long()?.cast_unsigned();
        }
        let [
            argument_count,
            positional_only,
            keyword_only,
            stack_size,
            flags,
        ] = numbers;
        let code = self.bytes_part()?;
        let constants = self.tuple_part()?;
        let names = self.names_part()?;
        let variables = self.names_part()?;
        let kinds = self.bytes_part()?;
        let filename = self.text_part()?;
        let name = self.text_part()?;
        let qualified_name = self.text_part()?;
        let first_line = self.long()?.cast_unsigned();
        let line_table = self.bytes_part()?;
        let exception_table = self.bytes_part()?;
        let positional = argument_count.saturating_add(keyword_only) as usize;
        if variables.len() != kinds.len() || positional > variables.len() {
            return Err(self.vm.value_error("code: varnames is too small"));
        }
        if code.len() % 2 != 0 || positional_only > argument_count {
            return Err(self.vm.value_error("code: co_code is malformed"));
        }
        let local_variables = variables
            .into_iter()
            .zip(kinds)
            .map(|(name, kind)| LocalVariable {
                name,
                kind: LocalKind(kind),
            });
        let object = CodeObject {
            argument_count,
            positional_only_argument_count: positional_only,
            keyword_only_argument_count: keyword_only,
            stack_size,
            flags: Flags(flags),
            code,
            constants: Box::default(),
            names: names.into(),
            local_variables: local_variables.collect(),
            filename: filename.to_text().into(),
            name: name.to_text().into(),
            qualified_name: qualified_name.to_text().into(),
            first_line,
            line_table,
            exception_table,
        };
        let constants = constants.items().into();
        let value = Code::of_parts(object, constants, filename).into();
        self.fill(place, &value);
        Ok(value)
    }
}
