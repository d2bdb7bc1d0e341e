//! The base classes of streams: `_IOBase` and those for raw, buffered and text streams.

use vm::native::{Method, Property, required};
use vm::objects::attributes;
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::arguments::{int, size};

static_type! {
    /// `_io._IOBase`
    pub IO_BASE = TypeSpec {
        name: "_IOBase",
        module: "_io",
        doc: Some("The base of all streams."),
        signature: Some("()"),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new_plain),
            iter: Some(|vm, this| check_closed(vm, this).map(|()| this.clone())),
            next: Some(next_line),
            finalize: Some(finalize),
            ..Slots::EMPTY
        },
        methods: BASE_METHODS,
        properties: &[
            vm::objects::class_creation::DICT,
            Property::new("closed", |vm, this| is_marked_closed(vm, this).map(Value::bool)),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `_io._RawIOBase`
    pub RAW_IO_BASE = TypeSpec {
        name: "_RawIOBase",
        module: "_io",
        doc: Some("The base of raw streams."),
        base: Some(|| IO_BASE.as_ref()),
        flags: flags::BASE,
        slots: Slots { new: Some(new_plain), ..Slots::EMPTY },
        methods: &[
            Method::new("read", "($self, size=-1, /)", raw_read, "Reads bytes, by readinto()."),
            Method::new("readall", "($self, /)", |vm, arguments| raw_readall(vm, required(arguments, 0)), "Reads to the end."),
            Method::raw("readinto", "($self, /, *args)", |vm, _| Err(vm.not_implemented_error("")), "Not implemented."),
            Method::raw("write", "($self, /, *args)", |vm, _| Err(vm.not_implemented_error("")), "Not implemented."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `_io._BufferedIOBase`
    pub BUFFERED_IO_BASE = TypeSpec {
        name: "_BufferedIOBase",
        module: "_io",
        doc: Some("The base of buffered streams."),
        base: Some(|| IO_BASE.as_ref()),
        flags: flags::BASE,
        slots: Slots { new: Some(new_plain), ..Slots::EMPTY },
        methods: &[
            Method::new("detach", "($self, /)", |vm, _| Err(unsupported(vm, "detach")), "Gives the raw stream away."),
            Method::raw("read", "($self, size=-1, /)", |vm, _| Err(unsupported(vm, "read")), "Reads bytes."),
            Method::raw("read1", "($self, size=-1, /)", |vm, _| Err(unsupported(vm, "read1")), "Reads bytes by one call."),
            Method::new("readinto", "($self, buffer, /)", |vm, arguments| read_into(vm, arguments, "read"), "Reads into a buffer."),
            Method::new("readinto1", "($self, buffer, /)", |vm, arguments| read_into(vm, arguments, "read1"), "Reads into a buffer by one call."),
            Method::raw("write", "($self, b, /)", |vm, _| Err(unsupported(vm, "write")), "Writes bytes."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `_io._TextIOBase`
    pub TEXT_IO_BASE = TypeSpec {
        name: "_TextIOBase",
        module: "_io",
        doc: Some("The base of text streams."),
        base: Some(|| IO_BASE.as_ref()),
        flags: flags::BASE,
        slots: Slots { new: Some(new_plain), ..Slots::EMPTY },
        methods: &[
            Method::new("detach", "($self, /)", |vm, _| Err(unsupported(vm, "detach")), "Gives the buffer away."),
            Method::raw("read", "($self, size=-1, /)", |vm, _| Err(unsupported(vm, "read")), "Reads text."),
            Method::raw("readline", "($self, size=-1, /)", |vm, _| Err(unsupported(vm, "readline")), "Reads a line."),
            Method::raw("write", "($self, s, /)", |vm, _| Err(unsupported(vm, "write")), "Writes text."),
        ],
        properties: &[
            Property::new("encoding", |_, _| Ok(Value::NONE)),
            Property::new("newlines", |_, _| Ok(Value::NONE)),
            Property::new("errors", |_, _| Ok(Value::NONE)),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `io.UnsupportedOperation`
    pub UNSUPPORTED_OPERATION = TypeSpec {
        name: "UnsupportedOperation",
        module: "io",
        base: Some(|| exceptions::OS_ERROR.as_ref()),
        more_bases: &[|| exceptions::VALUE_ERROR.as_ref()],
        flags: flags::MUTABLE | flags::BASE,
        ..TypeSpec::DEFAULT
    };
}

const BASE_METHODS: &[Method] = &[
    Method::raw(
        "seek",
        "($self, offset, whence=os.SEEK_SET, /)",
        |vm, _| Err(unsupported(vm, "seek")),
        "Moves the position.",
    ),
    Method::new(
        "tell",
        "($self, /)",
        |vm, arguments| {
            vm.call_method(
                required(arguments, 0),
                "seek",
                &[Value::int(0), Value::int(1)],
            )
        },
        "The position.",
    ),
    Method::raw(
        "truncate",
        "($self, size=None, /)",
        |vm, _| Err(unsupported(vm, "truncate")),
        "Changes the size.",
    ),
    Method::new("flush", "($self, /)", flush, "Writes what is buffered."),
    Method::new("close", "($self, /)", close, "Flushes and closes."),
    Method::new(
        "seekable",
        "($self, /)",
        |_, _| Ok(Value::FALSE),
        "Whether the position can be moved.",
    ),
    Method::new(
        "readable",
        "($self, /)",
        |_, _| Ok(Value::FALSE),
        "Whether it can be read.",
    ),
    Method::new(
        "writable",
        "($self, /)",
        |_, _| Ok(Value::FALSE),
        "Whether it can be written.",
    ),
    Method::new(
        "_checkClosed",
        "($self, /)",
        |vm, arguments| check_closed(vm, required(arguments, 0)).map(|()| Value::NONE),
        "An error if it is closed.",
    ),
    Method::new(
        "_checkSeekable",
        "($self, /)",
        |vm, arguments| check_seekable(vm, required(arguments, 0)),
        "An error if it is not seekable.",
    ),
    Method::new(
        "_checkReadable",
        "($self, /)",
        |vm, arguments| check_readable(vm, required(arguments, 0)),
        "An error if it is not readable.",
    ),
    Method::new(
        "_checkWritable",
        "($self, /)",
        |vm, arguments| check_writable(vm, required(arguments, 0)),
        "An error if it is not writable.",
    ),
    Method::new(
        "fileno",
        "($self, /)",
        |vm, _| Err(unsupported(vm, "fileno")),
        "The descriptor.",
    ),
    Method::new(
        "isatty",
        "($self, /)",
        |vm, arguments| check_closed(vm, required(arguments, 0)).map(|()| Value::FALSE),
        "Whether it is a terminal.",
    ),
    Method::new(
        "__enter__",
        "($self, /)",
        |vm, arguments| {
            let this = required(arguments, 0);
            check_closed(vm, this).map(|()| this.clone())
        },
        "Gives itself.",
    ),
    Method::raw(
        "__exit__",
        "($self, /, *args)",
        |vm, arguments| match arguments.values.first() {
            Some(this) => vm.call_method(this, "close", &[]),
            None => Ok(Value::NONE),
        },
        "Closes it.",
    ),
    Method::new(
        "readline",
        "($self, size=-1, /)",
        read_line,
        "Reads a line.",
    ),
    Method::new(
        "readlines",
        "($self, hint=-1, /)",
        read_lines,
        "Reads a list of lines.",
    ),
    Method::new(
        "writelines",
        "($self, lines, /)",
        write_lines,
        "Writes lines.",
    ),
];

fn new_plain(_: &Vm, class: &Ref<Type>, _: vm::call::Arguments<'_>) -> Result<Value> {
    Ok(vm::objects::object_type::new_plain(class))
}

/// UnsupportedOperation.
#[cold]
pub fn unsupported(vm: &Vm, message: &str) -> Raised {
    vm.error(&UNSUPPORTED_OPERATION, message)
}

/// The ValueError for a closed stream.
#[cold]
pub fn closed_error(vm: &Vm) -> Raised {
    vm.value_error("I/O operation on closed file.")
}

const CLOSED_MARK: &str = "__IOBase_closed";

fn is_marked_closed(vm: &Vm, this: &Value) -> Result<bool> {
    let mark = this
        .header()
        .and_then(|header| attributes::get(header, &vm.intern(CLOSED_MARK)));
    mark.map_or(Ok(false), |mark| vm.is_true(&mark))
}

/// `stream.closed`.
pub fn is_closed(vm: &Vm, this: &Value) -> Result<bool> {
    let closed = vm.get_attribute(this, &vm.intern("closed"))?;
    vm.is_true(&closed)
}

/// An error if the stream is closed.
pub fn check_closed(vm: &Vm, this: &Value) -> Result<()> {
    match is_closed(vm, this)? {
        true => Err(closed_error(vm)),
        false => Ok(()),
    }
}

fn check(vm: &Vm, this: &Value, method: &str, message: &str) -> Result<Value> {
    let answer = vm.call_method(this, method, &[])?;
    if answer.is_true() {
        Ok(answer)
    } else {
        Err(unsupported(vm, message))
    }
}

fn check_seekable(vm: &Vm, this: &Value) -> Result<Value> {
    check(vm, this, "seekable", "File or stream is not seekable.")
}

/// An error if the stream is not readable.
pub fn check_readable(vm: &Vm, this: &Value) -> Result<Value> {
    check(vm, this, "readable", "File or stream is not readable.")
}

/// An error if the stream is not writable.
pub fn check_writable(vm: &Vm, this: &Value) -> Result<Value> {
    check(vm, this, "writable", "File or stream is not writable.")
}

fn flush(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    match is_marked_closed(vm, required(arguments, 0))? {
        true => Err(closed_error(vm)),
        false => Ok(Value::NONE),
    }
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    close_base(vm, required(arguments, 0)).map(|()| Value::NONE)
}

/// `_IOBase.close`: flushes, and remembers that the stream is closed.
pub fn close_base(vm: &Vm, this: &Value) -> Result<()> {
    if is_marked_closed(vm, this)? {
        return Ok(());
    }
    let result = vm.call_method(this, "flush", &[]);
    if let Some(header) = this.header() {
        attributes::set(header, &vm.intern(CLOSED_MARK), Value::TRUE);
    }
    result.map(drop)
}

/// Closes a stream that nobody refers to any more.
pub fn finalize(vm: &Vm, this: &Value) {
    let closed = match vm.find_attribute_by(this, "closed") {
        Ok(Some(closed)) => vm.is_true(&closed).unwrap_or(true),
        // A stream that cannot tell was never made to its end.
        _ => true,
    };
    if closed {
        return;
    }
    // Tells `close` that it is called by the finalizer; not all classes take the attribute.
    let _ = vm.set_attribute(this, &vm.intern("_finalizing"), &Value::TRUE);
    if let Err(raised) = vm.call_method(this, "close", &[]) {
        vm.unraisable(raised, Some(this));
    }
}

fn next_line(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let line = vm.call_method(this, "readline", &[])?;
    Ok(if vm.length(&line)? == 0 {
        None
    } else {
        Some(line)
    })
}

fn bytes_result(vm: &Vm, value: &Value, method: &str) -> Result<Vec<u8>> {
    match value.downcast::<Bytes>() {
        Some(bytes) => Ok(bytes.as_bytes().to_vec()),
        None => Err(vm.error(
            &exceptions::OS_ERROR,
            format!(
                "{method}() should have returned a bytes object, not '{}'",
                value.class().name()
            ),
        )),
    }
}

fn read_line(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let limit = size(vm, arguments, 1)?;
    let peek = vm.find_attribute_by(this, "peek")?;
    let mut line = Vec::new();
    while limit < 0 || line.len() < limit.unsigned_abs() {
        let mut wanted = 1;
        if let Some(peek) = &peek {
            let ahead = bytes_result(vm, &vm.call(peek, &[Value::int(1)])?, "peek")?;
            if !ahead.is_empty() {
                wanted = ahead
                    .iter()
                    .position(|&byte| byte == b'\n')
                    .map_or(ahead.len(), |it| it + 1);
                if limit >= 0 {
                    wanted = wanted.min(limit.unsigned_abs() - line.len());
                }
            }
        }
        let part = vm.call_method(this, "read", &[Value::from(wanted)])?;
        let part = bytes_result(vm, &part, "read")?;
        if part.is_empty() {
            break;
        }
        line.extend_from_slice(&part);
        if line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(Bytes::value(line))
}

fn read_lines(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let hint = size(vm, arguments, 1)?;
    let mut lines = Vec::new();
    let mut total = 0;
    let iterator = vm.iter(required(arguments, 0))?;
    while let Some(line) = vm.next(&iterator)? {
        let length = if hint > 0 { vm.length(&line)? } else { 0 };
        lines.push(line);
        total += length;
        if hint > 0 && total > hint.unsigned_abs() {
            break;
        }
    }
    Ok(List::new(lines).into())
}

fn write_lines(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    check_closed(vm, this)?;
    let iterator = vm.iter(required(arguments, 1))?;
    while let Some(line) = vm.next(&iterator)? {
        vm.call_method(this, "write", &[line])?;
    }
    Ok(Value::NONE)
}

fn raw_read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let limit = int(vm, arguments, 1, -1)?;
    let Ok(limit) = usize::try_from(limit) else {
        return vm.call_method(this, "readall", &[]);
    };
    let buffer = ByteArray::new(vec![0; limit]).into_value();
    let count = vm.call_method(this, "readinto", std::slice::from_ref(&buffer))?;
    if count.is_none() {
        return Ok(count);
    }
    let count = vm.to_isize(&count)?;
    let bytes = vm.bytes_like(&buffer)?;
    match usize::try_from(count)
        .ok()
        .and_then(|count| bytes.get(..count))
    {
        Some(bytes) => Ok(Bytes::value(bytes)),
        None => Err(vm.value_error(format!(
            "readinto returned {count} outside buffer size {limit}"
        ))),
    }
}

/// `_RawIOBase.readall`.
pub fn raw_readall(vm: &Vm, this: &Value) -> Result<Value> {
    let mut all = Vec::new();
    loop {
        let part = vm.call_method(
            this,
            "read",
            &[Value::int(super::DEFAULT_BUFFER_SIZE as i64)],
        )?;
        if part.is_none() && all.is_empty() {
            return Ok(part);
        }
        if part.is_none() {
            break;
        }
        let Some(part) = part.downcast::<Bytes>() else {
            return Err(vm.type_error("read() should return bytes"));
        };
        if part.is_empty() {
            break;
        }
        all.extend_from_slice(part.as_bytes());
    }
    Ok(Bytes::value(all))
}

fn read_into(vm: &Vm, arguments: &[Option<Value>], method: &str) -> Result<Value> {
    let this = required(arguments, 0);
    let buffer = super::writable_argument(vm, required(arguments, 1), "readinto", "")?;
    let data = vm.call_method(this, method, &[Value::from(buffer.len())])?;
    let Some(bytes) = data.downcast::<Bytes>() else {
        return Err(vm.type_error("read() should return bytes"));
    };
    if bytes.len() > buffer.len() {
        return Err(vm.value_error(format!(
            "read() returned too much data: {} bytes requested, {} returned",
            buffer.len(),
            bytes.len()
        )));
    }
    buffer.write(0, bytes.as_bytes());
    Ok(bytes.len().into())
}

/// The repr of a stream with a name: `<class name='...'>`.
pub fn named_repr(vm: &Vm, this: &Value, name: Option<Value>) -> Result<Value> {
    let class = this.class().name();
    Ok(Str::value(match name {
        Some(name) => {
            let shown = vm.guard_repr(this, || vm.repr(&name))?;
            let Some(shown) = shown else {
                return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
            };
            format!("<{class} name={shown}>")
        }
        None => format!("<{class}>"),
    }))
}
