//! `_io.TextIOWrapper`: text over a buffered stream of bytes.

mod reading;
mod seeking;
mod setup;
mod writing;

use std::cell::Cell;

use vm::native::{Method, Property, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::base::{self, TEXT_IO_BASE, closed_error};
use super::buffered::Buffered;
use super::decoder::{Encoding, TextDecoder};
use super::file::FileIo;
use super::newline::Newlines;
use super::open::cannot_pickle;

/// How ends of lines are read and written.
#[derive(Clone, Copy, Default)]
struct NewlineMode {
    /// Whether `\r`, `\n` and `\r\n` all end lines.
    universal: bool,
    /// Whether they all become `\n`.
    translate: bool,
    /// What ends lines, where that is fixed.
    end: Option<&'static str>,
    /// What is written for `\n`.
    write: Option<&'static str>,
}

/// Text that was decoded, and how many bytes of it were taken.
#[derive(Default)]
struct Decoded {
    text: Vec<u8>,
    taken: usize,
    /// Whether anything was read since the position was last set.
    started: bool,
    /// The state of the decoder before the present text, and the bytes that gave it.
    snapshot: Option<(i64, Vec<u8>)>,
    /// Bytes for each code point of the present text.
    ratio: f64,
}

/// The payload of a text stream.
pub struct TextIo {
    buffer: Guarded<Option<Value>>,
    ready: Cell<bool>,
    detached: Cell<bool>,
    closed: Cell<bool>,
    finalizing: Cell<bool>,
    encoding: Cell<Encoding>,
    encoding_name: Guarded<Value>,
    errors: Guarded<Value>,
    newline: Cell<NewlineMode>,
    line_buffering: Cell<bool>,
    write_through: Cell<bool>,
    chunk_size: Cell<usize>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    seekable: Cell<bool>,
    /// Whether `tell` works: not while lines are iterated.
    telling: Cell<bool>,
    has_read1: Cell<bool>,
    /// Python's incremental encoder, for encodings that are not known natively.
    encoder: Guarded<Option<Value>>,
    decoder: Guarded<Option<TextDecoder>>,
    pending: Guarded<Vec<u8>>,
    decoded: Guarded<Decoded>,
}

impl Default for TextIo {
    fn default() -> TextIo {
        TextIo {
            buffer: Guarded::default(),
            ready: Cell::default(),
            detached: Cell::default(),
            closed: Cell::default(),
            finalizing: Cell::default(),
            encoding: Cell::new(Encoding::Utf8),
            encoding_name: Guarded::new(Value::NONE),
            errors: Guarded::new(Value::NONE),
            newline: Cell::default(),
            line_buffering: Cell::default(),
            write_through: Cell::default(),
            chunk_size: Cell::new(super::DEFAULT_BUFFER_SIZE),
            readable: Cell::default(),
            writable: Cell::default(),
            seekable: Cell::default(),
            telling: Cell::default(),
            has_read1: Cell::default(),
            encoder: Guarded::default(),
            decoder: Guarded::default(),
            pending: Guarded::default(),
            decoded: Guarded::default(),
        }
    }
}

payload!(TextIo, TEXT_IO_WRAPPER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.buffer.borrow().iter().for_each(&mut *visit);
        self.encoder.borrow().iter().for_each(&mut *visit);
        if let Some(decoder) = &*self.decoder.borrow() {
            decoder.traverse(visit);
        }
        visit(&self.encoding_name.borrow());
        visit(&self.errors.borrow());
    }
    fn clear(&self) {
        drop(self.buffer.take());
        drop(self.encoder.take());
        drop(self.decoder.take());
    }
    fn wants_finalizer(&self) -> bool {
        self.ready.get() && !self.closed.get()
    }
});

static_type! {
    /// `_io.TextIOWrapper`
    pub TEXT_IO_WRAPPER = TypeSpec {
        name: "TextIOWrapper",
        module: "_io",
        doc: Some("Text over a buffered stream of bytes."),
        signature: Some("(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)"),
        base: Some(|| TEXT_IO_BASE.as_ref()),
        layout: Some(<TextIo as Payload>::layout),
        flags: flags::BASE | flags::FLUSHED,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, TextIo::default()).into())),
            init: Some(setup::init),
            next: Some(reading::next),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new("detach", "($self, /)", detach, "Gives the buffer away."),
    Method::new(
        "reconfigure",
        "($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)",
        setup::reconfigure,
        "Changes the parameters.",
    ),
    Method::new("write", "($self, text, /)", writing::write, "Writes text."),
    Method::new("read", "($self, size=-1, /)", reading::read, "Reads text."),
    Method::new(
        "readline",
        "($self, size=-1, /)",
        reading::readline,
        "Reads a line.",
    ),
    Method::new(
        "flush",
        "($self, /)",
        writing::flush,
        "Writes what is buffered.",
    ),
    Method::new("close", "($self, /)", close, "Flushes and closes."),
    Method::new(
        "fileno",
        "($self, /)",
        |vm, it| ask_buffer(vm, it, "fileno"),
        "The descriptor.",
    ),
    Method::new(
        "seekable",
        "($self, /)",
        |vm, it| ask_buffer(vm, it, "seekable"),
        "Whether the position can be moved.",
    ),
    Method::new(
        "readable",
        "($self, /)",
        |vm, it| ask_buffer(vm, it, "readable"),
        "Whether it can be read.",
    ),
    Method::new(
        "writable",
        "($self, /)",
        |vm, it| ask_buffer(vm, it, "writable"),
        "Whether it can be written.",
    ),
    Method::new(
        "isatty",
        "($self, /)",
        |vm, it| ask_buffer(vm, it, "isatty"),
        "Whether it is a terminal.",
    ),
    Method::new(
        "seek",
        "($self, cookie, whence=os.SEEK_SET, /)",
        seeking::seek,
        "Moves the position.",
    ),
    Method::new(
        "tell",
        "($self, /)",
        seeking::tell,
        "The position, as a number for seek().",
    ),
    Method::new(
        "truncate",
        "($self, pos=None, /)",
        seeking::truncate,
        "Changes the size.",
    ),
    Method::new("__reduce__", "($self, /)", cannot_pickle, "Refuses."),
    Method::new(
        "__reduce_ex__",
        "($self, object, /)",
        cannot_pickle,
        "Refuses.",
    ),
];

const fn member(name: &'static str, get: fn(&Vm, &Value) -> Result<Value>) -> Property {
    Property {
        member: true,
        ..Property::new(name, get)
    }
}

const PROPERTIES: &[Property] = &[
    member("encoding", |_, this| {
        Ok(of(this).encoding_name.borrow().clone())
    }),
    member("buffer", |_, this| {
        Ok(of(this).buffer.borrow().clone().unwrap_or(Value::NONE))
    }),
    member("line_buffering", |_, this| {
        Ok(Value::bool(of(this).line_buffering.get()))
    }),
    member("write_through", |_, this| {
        Ok(Value::bool(of(this).write_through.get()))
    }),
    Property {
        member: true,
        ..Property::settable(
            "_finalizing",
            |_, this| Ok(Value::bool(of(this).finalizing.get())),
            |_, this, value| {
                of(this).finalizing.set(value.is_some_and(Value::is_true));
                Ok(())
            },
        )
    },
    Property::new("name", |vm, this| {
        let buffer = of(this).buffer(vm)?;
        vm.get_attribute(&buffer, &vm.intern("name"))
    }),
    Property::new("closed", |vm, this| {
        let buffer = of(this).buffer(vm)?;
        vm.get_attribute(&buffer, &vm.intern("closed"))
    }),
    Property::new("newlines", |vm, this| {
        of(this).buffer(vm)?;
        let decoder = of(this).decoder.borrow();
        let newlines = decoder
            .as_ref()
            .and_then(|decoder| decoder.newlines.as_ref());
        Ok(newlines.map_or(Value::NONE, Newlines::seen))
    }),
    Property::new("errors", |vm, this| {
        of(this).buffer(vm)?;
        Ok(of(this).errors.borrow().clone())
    }),
    Property::settable(
        "_CHUNK_SIZE",
        |vm, this| {
            of(this).buffer(vm)?;
            Ok(of(this).chunk_size.get().into())
        },
        |vm, this, value| {
            of(this).buffer(vm)?;
            let size = value.map_or(Ok(0), |value| vm.to_isize(value))?;
            match usize::try_from(size) {
                Ok(size) if size > 0 => of(this).chunk_size.set(size),
                _ => return Err(vm.value_error("a strictly positive integer is required")),
            }
            Ok(())
        },
    ),
];

fn of(value: &Value) -> &Ref<TextIo> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

impl TextIo {
    /// The buffer; a ValueError where there is none.
    fn buffer(&self, vm: &Vm) -> Result<Value> {
        if !self.ready.get() {
            return Err(vm.value_error(if self.detached.get() {
                "underlying buffer has been detached"
            } else {
                "I/O operation on uninitialized object"
            }));
        }
        let buffer = self.buffer.borrow().clone();
        buffer.ok_or_else(|| vm.value_error("underlying buffer has been detached"))
    }

    /// The buffer of a stream that is open.
    fn open_buffer(&self, vm: &Vm, this: &Value) -> Result<Value> {
        let buffer = self.buffer(vm)?;
        let closed = match buffer.downcast::<Buffered>() {
            // Plain streams are asked without looking attributes up.
            Some(buffered) if this.is_exact::<TextIo>() && !is_subclass(&buffer) => {
                let raw = buffered.raw(vm)?;
                match raw.downcast_exact::<FileIo>() {
                    Some(file) => file.descriptor() < 0,
                    None => base::is_closed(vm, &buffer)?,
                }
            }
            _ => base::is_closed(vm, this)?,
        };
        if closed {
            Err(closed_error(vm))
        } else {
            Ok(buffer)
        }
    }
}

/// Whether a buffered stream is an instance of a script's class.
/// What buffers a stream, and the file below, if all are native streams and no subclasses.
pub(super) fn layers(this: &Value) -> Option<(Value, Value)> {
    let stream = this.downcast_exact::<TextIo>()?;
    let buffer = stream.buffer.borrow().clone()?;
    let raw = buffer.downcast::<Buffered>()?.raw_if_open()?;
    let is_plain = !is_subclass(&buffer) && raw.is_exact::<FileIo>();
    is_plain.then_some((buffer, raw))
}

/// `flush()` of a native stream.
pub(super) fn flush(vm: &Vm, this: &Value) -> Result<()> {
    writing::flush_stream(vm, this)
}

fn is_subclass(buffer: &Value) -> bool {
    buffer.class().has(flags::HEAP)
}

/// Whether the value is one of the native buffered streams, whose functions can be called.
fn is_plain_buffer(buffer: &Value) -> bool {
    buffer.downcast::<Buffered>().is_some() && !is_subclass(buffer)
}

fn ask_buffer(vm: &Vm, arguments: &[Option<Value>], method: &str) -> Result<Value> {
    let buffer = of(required(arguments, 0)).buffer(vm)?;
    vm.call_method(&buffer, method, &[])
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let class = this.class().name();
    let shown = vm.guard_repr(this, || {
        let mut text = format!("<{class}");
        for name in ["name", "mode"] {
            let value = match vm.find_attribute_by(this, name) {
                Err(raised) if raised.is(&vm::objects::exceptions::VALUE_ERROR) => None,
                found => found?,
            };
            if let Some(value) = value {
                text.push_str(&format!(" {name}={}", vm.repr_text(&value)?));
            }
        }
        let encoding = of(this).encoding_name.borrow().clone();
        text.push_str(&format!(" encoding={}>", vm.repr_text(&encoding)?));
        Ok(Str::from(text))
    })?;
    match shown {
        Some(text) => Ok(text.into()),
        None => Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__"))),
    }
}

fn detach(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    of(this).buffer(vm)?;
    vm.call_method(this, "flush", &[])?;
    let stream = of(this);
    let buffer = stream.buffer.take();
    stream.detached.set(true);
    stream.ready.set(false);
    Ok(buffer.unwrap_or(Value::NONE))
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let stream = of(this);
    let buffer = stream.buffer(vm)?;
    if base::is_closed(vm, this)? {
        stream.closed.set(true);
        return Ok(Value::NONE);
    }
    if stream.finalizing.get() {
        let warned = vm.call_method(&buffer, "_dealloc_warn", std::slice::from_ref(this));
        if let Err(raised) = warned
            && !raised.is(&vm::objects::exceptions::ATTRIBUTE_ERROR)
        {
            vm.unraisable(raised, Some(this));
        }
    }
    let flushed = vm.call_method(this, "flush", &[]);
    let closed = vm.call_method(&buffer, "close", &[]);
    if closed.is_ok() {
        stream.closed.set(true);
    }
    super::open::both(flushed, closed)
}

pub use setup::over;
