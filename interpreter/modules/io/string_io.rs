//! `_io.StringIO`: a stream over text in memory.

use std::cell::Cell;

use primitives::text::wtf8::{Wtf8, Wtf8Buf};
use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::attributes;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::base::TEXT_IO_BASE;
use super::newline::Newlines;
use crate::arguments::{int, optional, size};

/// The text, and where the stream stands in it.
#[derive(Default)]
struct Content {
    text: Vec<u8>,
    /// Code points of the text.
    length: usize,
    /// The position in code points; may lie behind the end.
    position: usize,
    /// Its place in bytes, where the position lies in the text.
    offset: usize,
}

/// The payload of a `StringIO`.
#[derive(Default)]
pub struct StringIo {
    content: Guarded<Content>,
    ready: Cell<bool>,
    closed: Cell<bool>,
    /// What ends of lines are recognized, for reading and writing.
    newlines: Guarded<Option<Newlines>>,
    /// The parameter `newline`.
    newline: Guarded<Option<&'static str>>,
}

payload!(StringIo, STRING_IO, leaf {
    fn wants_finalizer(&self) -> bool {
        false
    }
});

static_type! {
    /// `_io.StringIO`
    pub STRING_IO = TypeSpec {
        name: "StringIO",
        module: "_io",
        doc: Some("A stream over text in memory."),
        signature: Some("(initial_value='', newline='\\n')"),
        base: Some(|| TEXT_IO_BASE.as_ref()),
        layout: Some(<StringIo as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, StringIo::default()).into())),
            init: Some(init),
            next: Some(next),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("close", "($self, /)", close, "Drops the text."),
            Method::new("getvalue", "($self, /)", getvalue, "All text."),
            Method::new("read", "($self, size=-1, /)", read, "Reads text."),
            Method::new("readline", "($self, size=-1, /)", readline, "Reads a line."),
            Method::new("tell", "($self, /)", |vm, it| Ok(open(vm, it)?.content.borrow().position.into()), "The position."),
            Method::new("truncate", "($self, pos=None, /)", truncate, "Changes the size."),
            Method::new("seek", "($self, pos, whence=0, /)", seek, "Moves the position."),
            Method::new("write", "($self, s, /)", write, "Writes text."),
            Method::new("seekable", "($self, /)", |vm, it| open(vm, it).map(|_| Value::TRUE), "True."),
            Method::new("readable", "($self, /)", |vm, it| open(vm, it).map(|_| Value::TRUE), "True."),
            Method::new("writable", "($self, /)", |vm, it| open(vm, it).map(|_| Value::TRUE), "True."),
            Method::new("__getstate__", "($self, /)", getstate, "The state, to pickle it."),
            Method::new("__setstate__", "($self, state, /)", setstate, "Sets the state."),
        ],
        properties: &[
            Property::new("closed", |vm, this| ready(vm, of(this)).map(|it| Value::bool(it.closed.get()))),
            Property::new("line_buffering", |vm, this| check(vm, of(this)).map(|_| Value::FALSE)),
            Property::new("newlines", |vm, this| {
                let newlines = check(vm, of(this))?.newlines.borrow();
                Ok(newlines.as_ref().map_or(Value::NONE, Newlines::seen))
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<StringIo> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn ready<'a>(vm: &Vm, stream: &'a Ref<StringIo>) -> Result<&'a Ref<StringIo>> {
    match stream.ready.get() {
        true => Ok(stream),
        false => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

fn check<'a>(vm: &Vm, stream: &'a Ref<StringIo>) -> Result<&'a Ref<StringIo>> {
    ready(vm, stream)?;
    match stream.closed.get() {
        true => Err(vm.value_error("I/O operation on closed file")),
        false => Ok(stream),
    }
}

fn open<'a>(vm: &Vm, arguments: &'a [Option<Value>]) -> Result<&'a Ref<StringIo>> {
    check(vm, of(required(arguments, 0)))
}

impl Content {
    fn locate(&mut self) {
        let text = Wtf8::from_bytes_trusted(&self.text);
        self.offset = match self.length == self.text.len() {
            true => self.position.min(self.length),
            false => text.offset(self.position),
        };
    }

    fn rest(&self) -> &[u8] {
        if self.position >= self.length {
            return &[];
        }
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// Takes so many bytes of the rest.
    fn take(&mut self, bytes: usize) -> Value {
        let part = Wtf8::from_bytes_trusted(&self.rest()[..bytes]);
        let part = Str::from_wtf8(part);
        if bytes > 0 {
            self.position += part.len();
            self.offset += bytes;
        }
        part.into()
    }

    /// How many bytes the next `most` code points of the rest take.
    fn bytes_of(&self, most: usize) -> usize {
        let rest = self.rest();
        if most >= self.length - self.position.min(self.length) {
            return rest.len();
        }
        if self.length == self.text.len() {
            return most.min(rest.len());
        }
        Wtf8::from_bytes_trusted(rest).offset(most)
    }

    fn put(&mut self, text: &[u8], length: usize) {
        if self.position == self.length {
            self.text.extend_from_slice(text);
            self.length += length;
        } else if self.position > self.length {
            let gap = self.position - self.length;
            self.text.resize(self.text.len() + gap, 0);
            self.text.extend_from_slice(text);
            self.length = self.position + length;
        } else {
            let replaced = self.bytes_of(length);
            let replaced_length = length.min(self.length - self.position);
            let place = self.offset..self.offset + replaced;
            self.text.splice(place, text.iter().copied());
            self.length += length - replaced_length;
            self.position += length;
            self.offset += text.len();
            return;
        }
        self.position = self.length;
        self.offset = self.text.len();
    }

    fn truncate(&mut self, length: usize) {
        if length < self.length {
            let bytes = Wtf8::from_bytes_trusted(&self.text).offset(length);
            self.text.truncate(bytes);
            self.length = length;
            self.locate();
        }
    }
}

/// A value of the parameter `newline`, as one of those that are known.
pub fn newline_value(text: &Ref<Str>) -> Option<&'static str> {
    let known = ["", "\n", "\r", "\r\n"];
    known
        .into_iter()
        .find(|known| known.as_bytes() == text.as_bytes())
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("StringIO", "(initial_value='', newline='\\n')");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let stream = of(this);
    stream.ready.set(false);
    let newline = match bound.optional(1) {
        None => Some("\n"),
        Some(value) => newline_argument(vm, value)?,
    };
    let value = bound.optional(0).filter(|value| !value.is_none());
    if let Some(value) = value
        && value.downcast::<Str>().is_none()
    {
        return Err(vm.type_error(format!(
            "initial_value must be str or None, not {}",
            value.class().name()
        )));
    }
    stream.set_newline(newline);
    *stream.content.borrow_mut() = Content::default();
    stream.closed.set(false);
    stream.ready.set(true);
    if let Some(text) = value.and_then(|value| value.downcast::<Str>()) {
        stream.write(text);
        let mut content = stream.content.borrow_mut();
        content.position = 0;
        content.offset = 0;
    }
    Ok(())
}

fn newline_argument(vm: &Vm, value: &Value) -> Result<Option<&'static str>> {
    if value.is_none() {
        return Ok(None);
    }
    let Some(text) = value.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "newline must be str or None, not {}",
            value.class().name()
        )));
    };
    match newline_value(text) {
        Some(newline) => Ok(Some(newline)),
        None => Err(vm.value_error(format!("illegal newline value: {}", vm.repr_text(value)?))),
    }
}

impl StringIo {
    fn set_newline(&self, newline: Option<&'static str>) {
        *self.newline.borrow_mut() = newline;
        *self.newlines.borrow_mut() = match newline {
            None => Some(Newlines::new(true)),
            Some("") => Some(Newlines::new(false)),
            Some(_) => None,
        };
    }

    fn write(&self, text: &Ref<Str>) {
        let newline = *self.newline.borrow();
        let mut newlines = self.newlines.borrow_mut();
        let mut content = self.content.borrow_mut();
        if let Some(newlines) = &mut *newlines {
            let decoded = Wtf8Buf::from_bytes_trusted(text.as_bytes().to_vec());
            let decoded = newlines.decode(decoded, true);
            content.put(decoded.as_bytes(), decoded.count());
            return;
        }
        match newline {
            Some(end @ ("\r" | "\r\n")) if memchr::memchr(b'\n', text.as_bytes()).is_some() => {
                let lines = text.as_bytes().split(|&byte| byte == b'\n');
                let translated = lines.collect::<Vec<_>>().join(end.as_bytes());
                let length = Wtf8::from_bytes_trusted(&translated).count();
                content.put(&translated, length);
            }
            _ => content.put(text.as_bytes(), text.len()),
        }
    }

    /// How many bytes the next line takes, of at most so many code points.
    fn line_bytes(&self, most: usize) -> usize {
        let content = self.content.borrow();
        let rest = &content.rest()[..content.bytes_of(most)];
        match *self.newline.borrow() {
            None | Some("\n") => memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1),
            Some("") => match memchr::memchr2(b'\n', b'\r', rest) {
                Some(end) if rest[end] == b'\r' && rest.get(end + 1) == Some(&b'\n') => end + 2,
                Some(end) => end + 1,
                None => rest.len(),
            },
            Some(newline) => memchr::memmem::find(rest, newline.as_bytes())
                .map_or(rest.len(), |end| end + newline.len()),
        }
    }
}

fn close(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = of(required(arguments, 0));
    stream.closed.set(true);
    *stream.content.borrow_mut() = Content::default();
    Ok(Value::NONE)
}

fn getvalue(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let content = open(vm, arguments)?.content.borrow();
    Ok(Ref::from_wtf8_counted(
        vm::objects::str_type::STR.as_ref(),
        &content.text,
        content.length,
    )
    .into())
}

fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let most = usize::try_from(size(vm, arguments, 1)?).unwrap_or(usize::MAX);
    let mut content = stream.content.borrow_mut();
    let bytes = content.bytes_of(most);
    Ok(content.take(bytes))
}

fn readline(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let most = usize::try_from(size(vm, arguments, 1)?).unwrap_or(usize::MAX);
    let bytes = stream.line_bytes(most);
    Ok(stream.content.borrow_mut().take(bytes))
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let stream = check(vm, of(this))?;
    if !this.is_exact::<StringIo>() {
        let line = vm.call_method(this, "readline", &[])?;
        return match line.downcast::<Str>() {
            Some(text) => Ok(Some(line.clone()).filter(|_| !text.is_empty())),
            None => Err(vm.error(
                &exceptions::OS_ERROR,
                format!(
                    "readline() should have returned a str object, not '{}'",
                    line.class().name()
                ),
            )),
        };
    }
    let bytes = stream.line_bytes(usize::MAX);
    Ok((bytes > 0).then(|| stream.content.borrow_mut().take(bytes)))
}

fn truncate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let length = match optional(arguments, 1) {
        Some(_) => size(vm, arguments, 1)?,
        None => stream.content.borrow().position as isize,
    };
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error(format!("Negative size value {length}")));
    };
    stream.content.borrow_mut().truncate(length);
    Ok(length.into())
}

fn seek(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let offset = vm.to_isize(required(arguments, 1))?;
    let whence = int(vm, arguments, 2, 0)?;
    if !(0..=2).contains(&whence) {
        return Err(vm.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)")));
    }
    if whence == 0 && offset < 0 {
        return Err(vm.value_error(format!("Negative seek position {offset}")));
    }
    if whence != 0 && offset != 0 {
        return Err(vm.error(&exceptions::OS_ERROR, "Can't do nonzero cur-relative seeks"));
    }
    let mut content = stream.content.borrow_mut();
    content.position = match whence {
        0 => offset as usize,
        1 => content.position,
        _ => content.length,
    };
    content.locate();
    Ok(content.position.into())
}

fn write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let text = required(arguments, 1);
    ready(vm, of(required(arguments, 0)))?;
    let Some(text) = text.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "string argument expected, got '{}'",
            text.class().name()
        )));
    };
    let stream = open(vm, arguments)?;
    if !text.is_empty() {
        stream.write(text);
    }
    Ok(text.len().into())
}

fn getstate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let value = getvalue(vm, arguments)?;
    let newline = stream.newline.borrow().map_or(Value::NONE, Str::value);
    let position = stream.content.borrow().position;
    let this = required(arguments, 0);
    let dict = match this.header().map(attributes::attributes_of) {
        Some(attributes) if !attributes.is_empty() => {
            let dict = vm::objects::dict::Dict::new();
            attributes
                .into_iter()
                .for_each(|(name, value)| dict.set_str(&name, value));
            dict.into()
        }
        _ => Value::NONE,
    };
    Ok(Tuple::new(vec![value, newline, position.into(), dict]).into())
}

fn setstate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let stream = of(this);
    if stream.closed.get() {
        return Err(vm.value_error("I/O operation on closed file"));
    }
    let state = required(arguments, 1);
    let items = state.downcast::<Tuple>().map(|state| state.items());
    let Some([value, newline, position, dict]) = items else {
        return Err(vm.type_error(format!(
            "{}.__setstate__ argument should be 4-tuple, got {}",
            this.class().name(),
            state.class().name()
        )));
    };
    let (Some(text), newline) = (value.downcast::<Str>(), newline_argument(vm, newline)?) else {
        return Err(vm.type_error(format!(
            "initial_value must be str or None, not {}",
            value.class().name()
        )));
    };
    if !position.is_int() {
        return Err(vm.type_error(format!(
            "third item of state must be an integer, got {}",
            position.class().name()
        )));
    }
    let Ok(position) = usize::try_from(vm.to_isize(position)?) else {
        return Err(vm.value_error("position value cannot be negative"));
    };
    stream.set_newline(newline);
    stream.ready.set(true);
    let mut content = Content {
        text: text.as_bytes().to_vec(),
        length: text.len(),
        position,
        offset: 0,
    };
    content.locate();
    *stream.content.borrow_mut() = content;
    super::bytes_io::set_attributes(vm, this, dict)?;
    Ok(Value::NONE)
}
