//! The pickle machine: reads instructions, and keeps a stack of objects with marks.

use primitives::number::float;
use primitives::number::integer::{self, ByteOrder};
use primitives::text::Wtf8;
use vm::objects::bytearray::BYTEARRAY;
use vm::objects::bytes::Bytes;
use vm::objects::codecs;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::int::Int;
use vm::objects::list::List;
use vm::objects::memoryview::MemoryView;
use vm::objects::set::{FROZENSET, Set};
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::input::Input;
use super::opcodes as op;
use super::unpickler::{UNPICKLER, Unpickler};
use super::unpickling_error;

/// One call of `load`.
pub struct Loader<'a> {
    pub(super) vm: &'a Vm,
    pub(super) unpickler: &'a Ref<Unpickler>,
    pub(super) input: Input<'a>,
    pub(super) stack: Vec<Value>,
    marks: Vec<usize>,
}

/// Reads one object, from bytes or from the unpickler's file.
pub fn load(vm: &Vm, unpickler: &Ref<Unpickler>, data: Option<&[u8]>) -> Result<Value> {
    let file = unpickler.file.borrow().clone();
    let input = match (data, file) {
        (Some(data), _) => Input::of_bytes(data),
        (None, Some(file)) => Input::of_file(file),
        (None, None) => Input::of_bytes(&[]),
    };
    unpickler.protocol.set(0);
    let mut loader = Loader {
        vm,
        unpickler,
        input,
        stack: Vec::new(),
        marks: Vec::new(),
    };
    let result = loader.run();
    let skipped = loader.input.skip_peeked(vm);
    let object = result?;
    skipped?;
    Ok(object)
}

impl Loader<'_> {
    fn run(&mut self) -> Result<Value> {
        loop {
            let Some(code) = self.input.code(self.vm)? else {
                return Err(self.vm.error(&exceptions::EOF_ERROR, "Ran out of input"));
            };
            if code == op::STOP {
                return self.pop();
            }
            self.step(code)?;
        }
    }

    #[inline]
    fn step(&mut self, code: u8) -> Result<()> {
        match code {
            op::NONE => self.push(Value::NONE),
            op::NEWTRUE => self.push(Value::TRUE),
            op::NEWFALSE => self.push(Value::FALSE),
            op::BININT => {
                let number = i32::from_le_bytes(self.input.array(self.vm)?);
                self.push(Value::int(number.into()));
            }
            op::BININT1 => {
                let [number] = self.input.array(self.vm)?;
                self.push(Value::int(number.into()));
            }
            op::BININT2 => {
                let number = u16::from_le_bytes(self.input.array(self.vm)?);
                self.push(Value::int(number.into()));
            }
            op::BINFLOAT => {
                let number = f64::from_be_bytes(self.input.array(self.vm)?);
                self.push(Value::float(number));
            }
            op::MARK => self.marks.push(self.stack.len()),
            op::BINGET => {
                let [number] = self.input.array(self.vm)?;
                self.get(number.into())?;
            }
            op::LONG_BINGET => {
                let number = u32::from_le_bytes(self.input.array(self.vm)?);
                self.get(number as usize)?;
            }
            op::MEMOIZE => {
                let number = self.unpickler.memo.borrow().len();
                self.put(number)?;
            }
            op::BINPUT => {
                let [number] = self.input.array(self.vm)?;
                self.put(number.into())?;
            }
            op::LONG_BINPUT => {
                let number = u32::from_le_bytes(self.input.array(self.vm)?);
                self.put(number as usize)?;
            }
            op::SHORT_BINUNICODE => {
                let [length] = self.input.array(self.vm)?;
                self.text(length.into())?;
            }
            op::BINUNICODE => {
                let length = u32::from_le_bytes(self.input.array(self.vm)?);
                self.text(length as usize)?;
            }
            op::BINUNICODE8 => {
                let length = self.length8("BINUNICODE")?;
                self.text(length)?;
            }
            op::EMPTY_TUPLE => self.push(Tuple::empty().into()),
            op::TUPLE1 => self.few(1)?,
            op::TUPLE2 => self.few(2)?,
            op::TUPLE3 => self.few(3)?,
            op::TUPLE => {
                let items = self.pop_to_mark()?;
                self.push(Tuple::new(items).into());
            }
            op::EMPTY_LIST => self.push(List::new(Vec::new()).into()),
            op::APPEND => self.append_one()?,
            op::APPENDS => self.append_many()?,
            op::EMPTY_DICT => self.push(Dict::new().into()),
            op::SETITEM => {
                let first = self.above(2)?;
                self.set_items(first)?;
            }
            op::SETITEMS => {
                let first = self.mark()?;
                self.set_items(first)?;
            }
            op::REDUCE => self.reduce()?,
            op::BUILD => self.build()?,
            op::NEWOBJ => self.new_object(false)?,
            op::NEWOBJ_EX => self.new_object(true)?,
            op::STACK_GLOBAL => self.stack_global()?,
            op::GLOBAL => self.global()?,
            op::FRAME => {
                let length = self.length8("FRAME")?;
                self.input.expect(self.vm, length)?;
            }
            op::PROTO => {
                let [protocol] = self.input.array(self.vm)?;
                if i64::from(protocol) > op::HIGHEST_PROTOCOL {
                    return Err(self
                        .vm
                        .value_error(format!("unsupported pickle protocol: {protocol}")));
                }
                self.unpickler.protocol.set(protocol.into());
            }
            _ => self.rare(code)?,
        }
        Ok(())
    }

    /// The instructions that are seldom met: here those that make numbers, texts and bytes.
    #[inline(never)]
    fn rare(&mut self, code: u8) -> Result<()> {
        match code {
            op::INT => self.int_line()?,
            op::LONG => self.long_line()?,
            op::LONG1 => {
                let [length] = self.input.array(self.vm)?;
                self.long(length.into())?;
            }
            op::LONG4 => {
                let length = i32::from_le_bytes(self.input.array(self.vm)?);
                let Ok(length) = usize::try_from(length) else {
                    return Err(self.bad("LONG pickle has negative byte count"));
                };
                self.long(length)?;
            }
            op::FLOAT => self.float_line()?,
            op::UNICODE => {
                let line = self.input.line(self.vm, 1)?;
                let line = Bytes::value(line);
                let encoding = self.vm.intern("raw_unicode_escape");
                let text = codecs::decode(self.vm, &line, Some(&encoding), None)?;
                self.push(text);
            }
            op::STRING => self.string_line()?,
            op::BINSTRING => {
                let length = i32::from_le_bytes(self.input.array(self.vm)?);
                let Ok(length) = usize::try_from(length) else {
                    return Err(self.bad("BINSTRING pickle has negative byte count"));
                };
                let bytes = Bytes::value(self.input.read(self.vm, length)?);
                self.old_string(bytes)?;
            }
            op::SHORT_BINSTRING => {
                let [length] = self.input.array(self.vm)?;
                let bytes = Bytes::value(self.input.read(self.vm, length.into())?);
                self.old_string(bytes)?;
            }
            op::BINBYTES => {
                let length = u32::from_le_bytes(self.input.array(self.vm)?);
                self.bytes(length as usize)?;
            }
            op::SHORT_BINBYTES => {
                let [length] = self.input.array(self.vm)?;
                self.bytes(length.into())?;
            }
            op::BINBYTES8 => {
                let length = self.length8("BINBYTES")?;
                self.bytes(length)?;
            }
            op::BYTEARRAY8 => {
                let length = self.length8("BYTEARRAY8")?;
                self.bytes(length)?;
                let bytes = self.pop()?;
                let array = self.vm.call(BYTEARRAY.as_value(), &[bytes])?;
                self.push(array);
            }
            op::NEXT_BUFFER => self.next_buffer()?,
            op::READONLY_BUFFER => self.read_only_buffer()?,
            _ => return self.rare_container(code),
        }
        Ok(())
    }

    /// Those of them that make or fill containers, or that move what is on the stack.
    fn rare_container(&mut self, code: u8) -> Result<()> {
        match code {
            op::LIST => {
                let items = self.pop_to_mark()?;
                self.push(List::new(items).into());
            }
            op::DICT => {
                let items = self.pop_to_mark()?;
                if items.len() % 2 != 0 {
                    return Err(self.bad("odd number of items for DICT"));
                }
                let dict = Dict::with_capacity(items.len() / 2);
                for pair in items.chunks_exact(2) {
                    dict.set(self.vm, &pair[0], pair[1].clone())?;
                }
                self.push(dict.into());
            }
            op::EMPTY_SET => self.push(Set::new().into()),
            op::ADDITEMS => self.add_items()?,
            op::FROZENSET => {
                let items = self.pop_to_mark()?;
                let set = Set::of_class(&FROZENSET);
                for item in &items {
                    set.add(self.vm, item)?;
                }
                self.push(set.into());
            }
            op::POP => self.pop_one()?,
            op::POP_MARK => drop(self.pop_to_mark()?),
            op::DUP => {
                let top = self.top()?.clone();
                self.push(top);
            }
            op::GET => {
                let number = self.number_line()?;
                let found = usize::try_from(number).ok();
                match found.and_then(|number| self.unpickler.memo.borrow().get(number)) {
                    Some(object) => self.push(object),
                    None => return Err(self.unknown(number)),
                }
            }
            op::PUT => {
                let number = self.number_line()?;
                self.top()?;
                let Ok(number) = usize::try_from(number) else {
                    return Err(self.vm.value_error("negative PUT argument"));
                };
                self.put(number)?;
            }
            _ => return self.rare_object(code),
        }
        Ok(())
    }

    /// Those of them that make objects of other kinds.
    fn rare_object(&mut self, code: u8) -> Result<()> {
        match code {
            op::OBJ => self.object()?,
            op::INST => self.instance()?,
            op::PERSID => self.persistent_line()?,
            op::BINPERSID => {
                let id = self.pop()?;
                self.persistent(&id)?;
            }
            op::EXT1 => {
                let [code] = self.input.array(self.vm)?;
                self.extension(code.into())?;
            }
            op::EXT2 => {
                let code = u16::from_le_bytes(self.input.array(self.vm)?);
                self.extension(code.into())?;
            }
            op::EXT4 => {
                let code = i32::from_le_bytes(self.input.array(self.vm)?);
                self.extension(code)?;
            }
            0 => return Err(self.vm.error_with(&exceptions::EOF_ERROR, Vec::new())),
            _ => {
                let shown = match code {
                    b'\'' | b'\\' => format!("\\x{code:02x}"),
                    0x20..=0x7e => char::from(code).to_string(),
                    _ => format!("\\x{code:02x}"),
                };
                return Err(self.bad(&format!("invalid load key, '{shown}'.")));
            }
        }
        Ok(())
    }

    #[cold]
    pub(super) fn bad(&self, message: &str) -> Raised {
        unpickling_error(self.vm, message)
    }

    #[inline]
    pub(super) fn push(&mut self, object: Value) {
        self.stack.push(object);
    }

    /// Where the objects begin that belong to no earlier mark.
    #[inline]
    fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }

    #[cold]
    fn underflow(&self) -> Raised {
        self.bad(match self.marks.is_empty() {
            true => "unpickling stack underflow",
            false => "unexpected MARK found",
        })
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Result<Value> {
        if self.stack.len() <= self.fence() {
            return Err(self.underflow());
        }
        self.stack.pop().ok_or_else(|| self.underflow())
    }

    pub(super) fn top(&self) -> Result<&Value> {
        if self.stack.len() <= self.fence() {
            return Err(self.underflow());
        }
        self.stack.last().ok_or_else(|| self.underflow())
    }

    /// Where the last `count` objects begin, with another below them.
    fn above(&self, count: usize) -> Result<usize> {
        match self.stack.len().checked_sub(count) {
            Some(first) if first > self.fence() => Ok(first),
            _ => Err(self.underflow()),
        }
    }

    /// Takes the last mark: where the objects above it begin.
    pub(super) fn mark(&mut self) -> Result<usize> {
        match self.marks.pop() {
            Some(mark) => Ok(mark),
            None => Err(self.bad("could not find MARK")),
        }
    }

    /// Takes the objects above the last mark.
    pub(super) fn pop_to_mark(&mut self) -> Result<Vec<Value>> {
        let mark = self.mark()?;
        if mark > self.stack.len() || mark < self.fence() {
            return Err(self.underflow());
        }
        Ok(self.stack.split_off(mark))
    }

    fn pop_one(&mut self) -> Result<()> {
        if self.marks.last() == Some(&self.stack.len()) {
            self.marks.pop();
            return Ok(());
        }
        self.pop().map(drop)
    }

    fn few(&mut self, count: usize) -> Result<()> {
        match self.stack.len().checked_sub(count) {
            Some(first) if first >= self.fence() => {
                let items = self.stack.drain(first..).collect();
                self.push(Tuple::new(items).into());
                Ok(())
            }
            _ => Err(self.underflow()),
        }
    }

    #[cold]
    fn unknown(&self, number: i64) -> Raised {
        self.bad(&format!("Memo value not found at index {number}"))
    }

    #[inline]
    fn get(&mut self, number: usize) -> Result<()> {
        let object = self.unpickler.memo.borrow().get(number);
        match object {
            Some(object) => {
                self.push(object);
                Ok(())
            }
            None => Err(self.unknown(number as i64)),
        }
    }

    #[inline]
    fn put(&mut self, number: usize) -> Result<()> {
        let object = self.top()?.clone();
        let old = self.unpickler.memo.borrow_mut().set(number, object);
        drop(old);
        Ok(())
    }

    fn length8(&mut self, what: &str) -> Result<usize> {
        let length = i64::from_le_bytes(self.input.array(self.vm)?);
        usize::try_from(length).map_err(|_| {
            let unit = if what == "FRAME" {
                return self.vm.overflow_error(format!(
                    "FRAME length exceeds system's maximum of {} bytes",
                    isize::MAX
                ));
            } else {
                isize::MAX
            };
            self.vm.overflow_error(format!(
                "{what} exceeds system's maximum size of {unit} bytes"
            ))
        })
    }

    fn text(&mut self, length: usize) -> Result<()> {
        let bytes = self.input.read(self.vm, length)?;
        let text = match std::str::from_utf8(bytes) {
            Ok(_) => Str::from_wtf8(Wtf8::from_bytes_trusted(bytes)).into(),
            Err(_) => {
                let bytes = Bytes::value(bytes);
                let errors = self.vm.intern("surrogatepass");
                codecs::decode(self.vm, &bytes, None, Some(&errors))?
            }
        };
        self.push(text);
        Ok(())
    }

    fn bytes(&mut self, length: usize) -> Result<()> {
        let bytes = Bytes::value(self.input.read(self.vm, length)?);
        self.push(bytes);
        Ok(())
    }

    fn long(&mut self, length: usize) -> Result<()> {
        let bytes = self.input.read(self.vm, length)?;
        let number = integer::from_bytes(bytes, ByteOrder::Little, true);
        self.push(Int::from_integer(number));
        Ok(())
    }

    fn int_line(&mut self) -> Result<()> {
        let line = self.input.line(self.vm, 2)?;
        let value = match line {
            b"00" => Value::FALSE,
            b"01" => Value::TRUE,
            _ => match integer::parse_bytes(line, 0, 0).or_else(|_| octal(line)) {
                Ok(number) => Int::from_integer(number),
                Err(_) => return Err(self.vm.value_error("could not convert string to int")),
            },
        };
        self.push(value);
        Ok(())
    }

    fn long_line(&mut self) -> Result<()> {
        let line = self.input.line(self.vm, 2)?;
        let digits = line.strip_suffix(b"L").unwrap_or(line);
        let number = integer::parse_bytes(digits, 0, 0);
        match number {
            Ok(number) => {
                self.push(Int::from_integer(number));
                Ok(())
            }
            Err(error) => {
                let shown = self.vm.repr(&Bytes::value(digits))?;
                let shown = shown.to_text();
                let shown = shown.trim_start_matches('b').to_owned();
                Err(self.vm.number_error(error.to_error(0, &shown)))
            }
        }
    }

    fn float_line(&mut self) -> Result<()> {
        let line = self.input.line(self.vm, 2)?;
        match float::parse_bytes(line) {
            Ok(number) => {
                self.push(Value::float(number));
                Ok(())
            }
            Err(_) => Err(self.vm.value_error("could not convert string to float")),
        }
    }

    fn number_line(&mut self) -> Result<i64> {
        let line = self.input.line(self.vm, 2)?.to_vec();
        match integer::parse_bytes(&line, 10, 0) {
            Ok(number) => match number.as_ref().to_i64() {
                Some(number) => Ok(number),
                None => Err(self
                    .vm
                    .overflow_error("Python int too large to convert to C ssize_t")),
            },
            Err(error) => {
                let shown = self.vm.repr(&Bytes::value(&line))?.to_text();
                let shown = shown.trim_start_matches('b');
                Err(self.vm.number_error(error.to_error(10, shown)))
            }
        }
    }

    fn string_line(&mut self) -> Result<()> {
        let line = self.input.line(self.vm, 1)?;
        let inner = match line {
            [b'\'', inner @ .., b'\''] | [b'"', inner @ .., b'"'] => inner,
            _ => return Err(self.bad("the STRING opcode argument must be quoted")),
        };
        let inner = Bytes::value(inner);
        let decode = self.vm.import_attribute("_codecs", "escape_decode")?;
        let decoded = self.vm.call(&decode, &[inner])?;
        match decoded
            .downcast::<Tuple>()
            .and_then(|pair| pair.items().first())
        {
            Some(bytes) => self.old_string(bytes.clone()),
            None => Ok(()),
        }
    }

    /// A string of Python 2: bytes, or decoded as the unpickler was told.
    fn old_string(&mut self, bytes: Value) -> Result<()> {
        let encoding = self.unpickler.encoding.borrow().clone();
        let errors = self.unpickler.errors.borrow().clone();
        let is_kept = encoding
            .as_ref()
            .is_some_and(|encoding| encoding.as_bytes() == b"bytes");
        let object = match is_kept {
            true => bytes,
            false => codecs::decode(self.vm, &bytes, encoding.as_ref(), errors.as_ref())?,
        };
        self.push(object);
        Ok(())
    }

    fn next_buffer(&mut self) -> Result<()> {
        let buffers = self.unpickler.buffers.borrow().clone();
        let Some(buffers) = buffers else {
            return Err(self.bad(
                "pickle stream refers to out-of-band data but no *buffers* argument was given",
            ));
        };
        match self.vm.next(&buffers)? {
            Some(buffer) => {
                self.push(buffer);
                Ok(())
            }
            None => Err(self.bad("not enough out-of-band buffers")),
        }
    }

    fn read_only_buffer(&mut self) -> Result<()> {
        let object = self.top()?.clone();
        let asked = vm::objects::buffer::request::FULL_READ_ONLY;
        let view: Value = MemoryView::of_object(self.vm, &object, asked)?.into();
        let name = self.vm.intern("readonly");
        if !self.vm.get_attribute(&view, &name)?.is_true() {
            let view = self.vm.call_method(&view, "toreadonly", &[])?;
            if let Some(top) = self.stack.last_mut() {
                *top = view;
            }
        }
        Ok(())
    }

    /// Whether the unpickler has no `find_class` of its own.
    pub(super) fn finds_plainly(&self) -> bool {
        self.unpickler.class().is(&UNPICKLER)
    }
}

/// A number as C reads it: a leading zero makes it octal.
fn octal(line: &[u8]) -> std::result::Result<integer::Integer, integer::ParseError> {
    integer::parse_bytes(line, 8, 0)
}
