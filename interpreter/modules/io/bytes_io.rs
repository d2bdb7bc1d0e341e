//! `_io.BytesIO`: a stream over bytes in memory.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::attributes;
use vm::objects::buffer::Storage;
use vm::objects::bytes::Bytes;
use vm::objects::dict::Dict;
use vm::objects::heap::{Payload, Ref};
use vm::objects::list::List;
use vm::objects::memoryview::MemoryView;
use vm::objects::slots::Slots;
use vm::objects::tuple::Tuple;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::base::{BUFFERED_IO_BASE, closed_error};
use super::writable_argument;
use crate::arguments::{int, optional, size};

/// The payload of a `BytesIO`.
#[derive(Default)]
pub struct BytesIo {
    storage: Storage,
    position: Cell<usize>,
    closed: Cell<bool>,
}

/// The payload of a type without instances.
pub struct BytesIoBuffer;

payload!(BytesIo, BYTES_IO, leaf {
    fn wants_finalizer(&self) -> bool {
        false
    }
});
payload!(BytesIoBuffer, BYTES_IO_BUFFER);

const METHODS: &[Method] = &[
    Method::new("readable", "($self, /)", always, "True."),
    Method::new("seekable", "($self, /)", always, "True."),
    Method::new("writable", "($self, /)", always, "True."),
    Method::new("close", "($self, /)", close, "Drops the bytes."),
    Method::new(
        "flush",
        "($self, /)",
        |vm, it| open(vm, it).map(|_| Value::NONE),
        "Does nothing.",
    ),
    Method::new(
        "isatty",
        "($self, /)",
        |vm, it| open(vm, it).map(|_| Value::FALSE),
        "False.",
    ),
    Method::new(
        "tell",
        "($self, /)",
        |vm, it| Ok(open(vm, it)?.position.get().into()),
        "The position.",
    ),
    Method::new("write", "($self, b, /)", write, "Writes bytes."),
    Method::new(
        "writelines",
        "($self, lines, /)",
        writelines,
        "Writes lines.",
    ),
    Method::new("read1", "($self, size=-1, /)", read, "Reads bytes."),
    Method::new(
        "readinto",
        "($self, buffer, /)",
        readinto,
        "Reads into a buffer.",
    ),
    Method::new("readline", "($self, size=-1, /)", readline, "Reads a line."),
    Method::new(
        "readlines",
        "($self, size=None, /)",
        readlines,
        "Reads a list of lines.",
    ),
    Method::new("read", "($self, size=-1, /)", read, "Reads bytes."),
    Method::new("getbuffer", "($self, /)", getbuffer, "Shows the bytes."),
    Method::new("getvalue", "($self, /)", getvalue, "All bytes."),
    Method::new(
        "seek",
        "($self, pos, whence=0, /)",
        seek,
        "Moves the position.",
    ),
    Method::new(
        "truncate",
        "($self, size=None, /)",
        truncate,
        "Changes the size.",
    ),
    Method::new(
        "__getstate__",
        "($self, /)",
        getstate,
        "The state, to pickle it.",
    ),
    Method::new(
        "__setstate__",
        "($self, object, /)",
        setstate,
        "Sets the state.",
    ),
    Method::new(
        "__sizeof__",
        "($self, /)",
        |_, it| {
            Ok(Value::from(
                size_of::<BytesIo>() + of(required(it, 0)).storage.capacity(),
            ))
        },
        "Its size in bytes.",
    ),
];

static_type! {
    /// `_io.BytesIO`
    pub BYTES_IO = TypeSpec {
        name: "BytesIO",
        module: "_io",
        doc: Some("A stream over bytes in memory."),
        signature: Some("(initial_bytes=b'')"),
        base: Some(|| BUFFERED_IO_BASE.as_ref()),
        layout: Some(<BytesIo as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, BytesIo::default()).into())),
            init: Some(init),
            iter: Some(|vm, this| check_open(vm, of(this)).map(|()| this.clone())),
            next: Some(next),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: &[Property::new("closed", |_, this| Ok(Value::bool(of(this).closed.get())))],
        ..TypeSpec::DEFAULT
    };
    /// `_io._BytesIOBuffer`
    pub BYTES_IO_BUFFER = TypeSpec {
        name: "_BytesIOBuffer",
        module: "_io",
        layout: Some(<BytesIoBuffer as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<BytesIo> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

fn check_open(vm: &Vm, stream: &BytesIo) -> Result<()> {
    if stream.closed.get() {
        Err(closed_error(vm))
    } else {
        Ok(())
    }
}

fn open<'a>(vm: &Vm, arguments: &'a [Option<Value>]) -> Result<&'a Ref<BytesIo>> {
    let stream = of(required(arguments, 0));
    check_open(vm, stream)?;
    Ok(stream)
}

fn always(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    open(vm, arguments).map(|_| Value::TRUE)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("BytesIO", "(initial_bytes=b'')");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let stream = of(this);
    stream.storage.check_resizable(vm)?;
    let bytes = match bound.optional(0).filter(|bytes| !bytes.is_none()) {
        Some(bytes) => vm.bytes_like(bytes)?.to_vec(),
        None => Vec::new(),
    };
    stream.storage.replace(vm, bytes)?;
    stream.position.set(0);
    stream.closed.set(false);
    Ok(())
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = of(required(arguments, 0));
    stream.storage.replace(vm, Vec::new())?;
    stream.closed.set(true);
    Ok(Value::NONE)
}

impl BytesIo {
    /// Takes up to `most` bytes.
    fn take<R>(&self, most: usize, give: impl FnOnce(&[u8]) -> R) -> R {
        self.storage.read(|bytes| {
            let start = self.position.get().min(bytes.len());
            let count = (bytes.len() - start).min(most);
            if count > 0 {
                self.position.set(start + count);
            }
            give(&bytes[start..start + count])
        })
    }

    fn line_length(&self, most: usize) -> usize {
        self.storage.read(|bytes| {
            let rest = bytes.get(self.position.get()..).unwrap_or_default();
            let rest = &rest[..rest.len().min(most)];
            memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1)
        })
    }

    fn line(&self, most: usize) -> Value {
        let length = self.line_length(most);
        self.take(length, |bytes| Bytes::value(bytes))
    }

    fn put(&self, vm: &Vm, bytes: &[u8]) -> Result<usize> {
        self.storage.check_resizable(vm)?;
        if bytes.is_empty() {
            return Ok(0);
        }
        let start = self.position.get();
        let Some(end) = start
            .checked_add(bytes.len())
            .filter(|end| *end <= isize::MAX as usize)
        else {
            return Err(vm.overflow_error("new position too large"));
        };
        let length = self.storage.len();
        let enough = self.storage.resize(vm, |content| {
            if end > length && content.try_reserve(end - length).is_err() {
                return false;
            }
            if start > length {
                content.resize(start, 0);
            }
            let overlap = content.len().saturating_sub(start).min(bytes.len());
            content[start..start + overlap].copy_from_slice(&bytes[..overlap]);
            content.extend_from_slice(&bytes[overlap..]);
            true
        })?;
        if !enough {
            return Err(vm.memory_error(""));
        }
        self.position.set(end);
        Ok(bytes.len())
    }
}

fn write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let bytes = vm.bytes_like(required(arguments, 1))?;
    stream.put(vm, &bytes).map(Value::from)
}

fn writelines(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let iterator = vm.iter(required(arguments, 1))?;
    while let Some(line) = vm.next(&iterator)? {
        check_open(vm, stream)?;
        let bytes = vm.bytes_like(&line)?;
        stream.put(vm, &bytes)?;
    }
    Ok(Value::NONE)
}

fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let count = size(vm, arguments, 1)?;
    let stream = open(vm, arguments)?;
    let most = usize::try_from(count).unwrap_or(usize::MAX);
    Ok(stream.take(most, |bytes| Bytes::value(bytes)))
}

fn readinto(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let buffer = writable_argument(vm, required(arguments, 1), "readinto", "")?;
    let stream = open(vm, arguments)?;
    let bytes = stream.take(buffer.len(), |bytes| bytes.to_vec());
    buffer.write(0, &bytes);
    Ok(bytes.len().into())
}

fn readline(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let count = size(vm, arguments, 1)?;
    let stream = open(vm, arguments)?;
    Ok(stream.line(usize::try_from(count).unwrap_or(usize::MAX)))
}

fn readlines(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let most = match optional(arguments, 1) {
        Some(value) if value.is_int() => vm.to_isize(value)?,
        Some(value) => {
            return Err(vm.type_error(format!(
                "integer argument expected, got '{}'",
                value.class().name()
            )));
        }
        None => -1,
    };
    let most = usize::try_from(most)
        .ok()
        .filter(|most| *most > 0)
        .unwrap_or(usize::MAX);
    let (mut lines, mut total) = (Vec::new(), 0);
    loop {
        let length = stream.line_length(usize::MAX);
        if length == 0 {
            break;
        }
        lines.push(stream.take(length, |bytes| Bytes::value(bytes)));
        total += length;
        if total >= most {
            break;
        }
    }
    Ok(List::new(lines).into())
}

fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let stream = of(this);
    check_open(vm, stream)?;
    let length = stream.line_length(usize::MAX);
    Ok((length > 0).then(|| stream.take(length, |bytes| Bytes::value(bytes))))
}

fn getbuffer(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let buffer = Storage::export(stream, |stream| &stream.storage);
    Ok(MemoryView::of_buffer(buffer).into())
}

fn getvalue(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    Ok(stream.storage.read(|bytes| Bytes::value(bytes)))
}

fn seek(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let offset = vm.to_isize(required(arguments, 1))?;
    let whence = int(vm, arguments, 2, 0)?;
    let base = match whence {
        0 if offset < 0 => {
            return Err(vm.value_error(format!("negative seek value {offset}")));
        }
        0 => 0,
        1 => stream.position.get(),
        2 => stream.storage.len(),
        _ => {
            return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    };
    let Some(position) = (base as isize).checked_add(offset) else {
        return Err(vm.overflow_error("new position too large"));
    };
    stream.position.set(position.max(0) as usize);
    Ok(stream.position.get().into())
}

fn truncate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    stream.storage.check_resizable(vm)?;
    let length = match optional(arguments, 1) {
        Some(_) => size(vm, arguments, 1)?,
        None => stream.position.get() as isize,
    };
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error(format!("negative size value {length}")));
    };
    stream.storage.resize(vm, |bytes| bytes.truncate(length))?;
    Ok(length.into())
}

fn getstate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let dict = attributes::existing_dict(stream.header());
    let dict = dict.map(|dict| dict.copy()).or_else(|| {
        let attributes = attributes::attributes_of(stream.header());
        if attributes.is_empty() {
            return None;
        }
        let dict = Dict::new();
        attributes
            .into_iter()
            .for_each(|(name, value)| dict.set_str(&name, value));
        Some(dict)
    });
    let bytes = stream.storage.read(|bytes| Bytes::value(bytes));
    let dict = dict.map_or(Value::NONE, Value::from);
    Ok(Tuple::new(vec![bytes, stream.position.get().into(), dict]).into())
}

fn setstate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stream = open(vm, arguments)?;
    let state = required(arguments, 1);
    let Some([bytes, position, dict]) = state.downcast::<Tuple>().map(|state| state.items()) else {
        return Err(vm.type_error(format!(
            "{}.__setstate__ argument should be 3-tuple, got {}",
            required(arguments, 0).class().name(),
            state.class().name()
        )));
    };
    stream.storage.check_resizable(vm)?;
    let bytes = vm.bytes_like(bytes)?.to_vec();
    stream.storage.replace(vm, bytes)?;
    if !position.is_int() {
        return Err(vm.type_error(format!(
            "second item of state must be an integer, not {}",
            position.class().name()
        )));
    }
    let position = vm.to_isize(position)?;
    let Ok(position) = usize::try_from(position) else {
        return Err(vm.value_error("position value cannot be negative"));
    };
    stream.position.set(position);
    set_attributes(vm, required(arguments, 0), dict)?;
    Ok(Value::NONE)
}

/// Sets the attributes of an unpickled stream.
pub fn set_attributes(vm: &Vm, this: &Value, dict: &Value) -> Result<()> {
    if dict.is_none() {
        return Ok(());
    }
    let Some(dict) = dict.downcast::<Dict>() else {
        return Err(vm.type_error(format!(
            "{} item of state should be a dict, got a {}",
            if this.is_exact::<BytesIo>() {
                "third"
            } else {
                "fourth"
            },
            dict.class().name()
        )));
    };
    let Some(header) = this.header() else {
        return Ok(());
    };
    let own = attributes::dict_of(header);
    for (name, value) in dict.to_vec() {
        own.set(vm, &name, value)?;
    }
    Ok(())
}
