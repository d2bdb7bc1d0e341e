//! `BufferedReader`, `BufferedWriter` and `BufferedRandom`: buffers over a raw stream.
//!
//! Bytes that were read ahead and bytes that are still to be written lie in two stores, at most
//! one of which is filled at a time.

mod reading;
mod writing;

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::DEFAULT_BUFFER_SIZE;
use super::base::{self, BUFFERED_IO_BASE, unsupported};
use super::file::FileIo;
use super::open::{cannot_pickle, offset};
use crate::system_calls::thread_ident;

/// The payload of the three.
#[derive(Default)]
pub struct Buffered {
    raw: Guarded<Option<Value>>,
    /// Whether `__init__` has succeeded.
    ready: Cell<bool>,
    detached: Cell<bool>,
    closed: Cell<bool>,
    finalizing: Cell<bool>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    buffer_size: Cell<usize>,
    /// Whether the raw stream is a plain file, whose functions are called directly.
    plain_file: Cell<bool>,
    /// Where the raw stream stands, if known.
    raw_position: Cell<Option<i64>>,
    /// What was read ahead, and how much of it has been taken.
    ahead: Guarded<Vec<u8>>,
    taken: Cell<usize>,
    /// What is to be written.
    pending: Guarded<Vec<u8>>,
    /// The thread that is in a method.
    owner: Cell<usize>,
}

payload!(Buffered, BUFFERED_READER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.raw.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.raw.take());
    }
    fn wants_finalizer(&self) -> bool {
        !self.closed.get()
    }
});

macro_rules! common {
    ($($more:expr),* $(,)?) => {
        &[
            Method::new("detach", "($self, /)", detach, "Gives the raw stream away."),
            Method::new("flush", "($self, /)", flush, "Writes what is buffered."),
            Method::new("close", "($self, /)", close, "Flushes and closes."),
            Method::new("seekable", "($self, /)", |vm, it| ask_raw(vm, it, "seekable"), "Whether the position can be moved."),
            Method::new("fileno", "($self, /)", |vm, it| ask_raw(vm, it, "fileno"), "The descriptor."),
            Method::new("isatty", "($self, /)", |vm, it| ask_raw(vm, it, "isatty"), "Whether it is a terminal."),
            Method::new("_dealloc_warn", "($self, source, /)", dealloc_warn, "Warns of a file left open."),
            Method::new("seek", "($self, target, whence=0, /)", seek, "Moves the position."),
            Method::new("tell", "($self, /)", tell, "The position."),
            Method::new("truncate", "($self, pos=None, /)", truncate, "Changes the size."),
            Method::new("__sizeof__", "($self, /)", bytes_in_memory, "Its size in bytes."),
            Method::new("__reduce__", "($self, /)", cannot_pickle, "Refuses."),
            Method::new("__reduce_ex__", "($self, object, /)", cannot_pickle, "Refuses."),
            $($more,)*
        ]
    };
}

/// Further methods of streams that can be read.
macro_rules! reading {
    ($($more:expr),* $(,)?) => {
        common![
            READABLE,
            Method::new("read", "($self, size=-1, /)", reading::read, "Reads bytes."),
            Method::new("peek", "($self, size=0, /)", reading::peek, "Bytes that come next."),
            Method::new("read1", "($self, size=-1, /)", reading::read1, "Reads bytes by one call at most."),
            Method::new("readinto", "($self, buffer, /)", reading::readinto, "Reads into a buffer."),
            Method::new("readinto1", "($self, buffer, /)", reading::readinto1, "Reads into a buffer by one call."),
            Method::new("readline", "($self, size=-1, /)", reading::readline, "Reads a line."),
            $($more,)*
        ]
    };
}

const READABLE: Method = Method::new(
    "readable",
    "($self, /)",
    |vm, arguments| ask_raw(vm, arguments, "readable"),
    "Whether it can be read.",
);
const WRITABLE: Method = Method::new(
    "writable",
    "($self, /)",
    |vm, arguments| ask_raw(vm, arguments, "writable"),
    "Whether it can be written.",
);
const WRITE: Method = Method::new(
    "write",
    "($self, buffer, /)",
    writing::write,
    "Writes bytes.",
);

const PROPERTIES: &[Property] = &[
    Property {
        member: true,
        ..Property::new("raw", |_, this| {
            Ok(of(this).raw.borrow().clone().unwrap_or(Value::NONE))
        })
    },
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
    Property::new("closed", |vm, this| {
        let raw = of(this).raw(vm)?;
        vm.get_attribute(&raw, &vm.intern("closed"))
    }),
    Property::new("name", |vm, this| {
        let raw = of(this).raw(vm)?;
        vm.get_attribute(&raw, &vm.intern("name"))
    }),
    Property::new("mode", |vm, this| {
        let raw = of(this).raw(vm)?;
        vm.get_attribute(&raw, &vm.intern("mode"))
    }),
];

const SLOTS: Slots = Slots {
    new: Some(|_, class, _| Ok(Ref::with_class(class, Buffered::default()).into())),
    repr: Some(repr),
    ..Slots::EMPTY
};

const COMMON: TypeSpec = TypeSpec {
    module: "_io",
    signature: Some("(raw, buffer_size=DEFAULT_BUFFER_SIZE)"),
    base: Some(|| BUFFERED_IO_BASE.as_ref()),
    layout: Some(<Buffered as Payload>::layout),
    flags: flags::BASE | flags::FLUSHED,
    properties: PROPERTIES,
    ..TypeSpec::DEFAULT
};

static_type! {
    /// `_io.BufferedReader`
    pub BUFFERED_READER = TypeSpec {
        name: "BufferedReader",
        doc: Some("A buffer for reading from a raw stream."),
        slots: Slots {
            init: Some(|vm, this, arguments| init(vm, this, arguments, "BufferedReader", true, false)),
            next: Some(reading::next),
            ..SLOTS
        },
        methods: reading![],
        ..COMMON
    };
    /// `_io.BufferedWriter`
    pub BUFFERED_WRITER = TypeSpec {
        name: "BufferedWriter",
        doc: Some("A buffer for writing to a raw stream."),
        slots: Slots {
            init: Some(|vm, this, arguments| init(vm, this, arguments, "BufferedWriter", false, true)),
            ..SLOTS
        },
        methods: common![WRITABLE, WRITE],
        ..COMMON
    };
    /// `_io.BufferedRandom`
    pub BUFFERED_RANDOM = TypeSpec {
        name: "BufferedRandom",
        doc: Some("A buffer for reading from and writing to a raw stream."),
        slots: Slots {
            init: Some(|vm, this, arguments| init(vm, this, arguments, "BufferedRandom", true, true)),
            next: Some(reading::next),
            ..SLOTS
        },
        methods: reading![WRITABLE, WRITE],
        ..COMMON
    };
}

fn of(value: &Value) -> &Ref<Buffered> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

/// Keeps other threads out of a buffer while a method runs.
struct Entered<'a>(&'a Buffered);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.0.owner.set(0);
    }
}

impl Buffered {
    /// A buffer for writing over a file, made natively.
    pub fn over(raw: Value, readable: bool, buffer_size: usize) -> Ref<Buffered> {
        let class = if readable {
            &BUFFERED_READER
        } else {
            &BUFFERED_WRITER
        };
        let buffered = Buffered::default();
        buffered.prepare(&raw, readable, !readable, buffer_size);
        drop(buffered.raw.replace(Some(raw)));
        Ref::with_class(class, buffered)
    }

    fn prepare(&self, raw: &Value, readable: bool, writable: bool, buffer_size: usize) {
        self.readable.set(readable);
        self.writable.set(writable);
        self.buffer_size.set(buffer_size);
        self.plain_file.set(raw.is_exact::<FileIo>());
        self.raw_position.set(None);
        self.ahead.borrow_mut().clear();
        self.pending.borrow_mut().clear();
        self.taken.set(0);
        self.ready.set(true);
        self.detached.set(false);
    }

    /// The raw stream, if there is one.
    pub fn raw_if_open(&self) -> Option<Value> {
        self.raw.borrow().clone().filter(|_| self.ready.get())
    }

    /// The raw stream; a ValueError where there is none.
    pub fn raw(&self, vm: &Vm) -> Result<Value> {
        if !self.ready.get() {
            return Err(vm.value_error(if self.detached.get() {
                "raw stream has been detached"
            } else {
                "I/O operation on uninitialized object"
            }));
        }
        let raw = self.raw.borrow().clone();
        raw.ok_or_else(|| vm.value_error("raw stream has been detached"))
    }

    /// The raw stream as a plain file, whose functions can be called directly.
    fn file<'a>(&self, raw: &'a Value) -> Option<&'a Ref<FileIo>> {
        if self.plain_file.get() {
            raw.downcast_exact::<FileIo>()
        } else {
            None
        }
    }

    fn enter<'a>(&'a self, vm: &Vm, this: &Value) -> Result<Entered<'a>> {
        let me = thread_ident();
        while self.owner.get() != 0 {
            if self.owner.get() == me {
                return Err(
                    vm.runtime_error(format!("reentrant call inside {}", vm.repr_text(this)?))
                );
            }
            vm.allow_threads(|| std::thread::sleep(std::time::Duration::from_micros(50)));
            vm.check_signals()?;
        }
        self.owner.set(me);
        Ok(Entered(self))
    }

    fn check_open(&self, vm: &Vm, action: &str) -> Result<Value> {
        let raw = self.raw(vm)?;
        let closed = match self.file(&raw) {
            Some(file) => file.descriptor() < 0,
            None => base::is_closed(vm, &raw)?,
        };
        if closed {
            return Err(vm.value_error(format!("{action} of closed file")));
        }
        Ok(raw)
    }

    /// How many bytes were read ahead and not taken.
    fn waiting(&self) -> usize {
        self.ahead.borrow().len() - self.taken.get()
    }

    fn forget_ahead(&self) {
        self.ahead.borrow_mut().clear();
        self.taken.set(0);
    }

    /// Moves the raw stream.
    fn raw_seek(&self, vm: &Vm, raw: &Value, target: i64, whence: i32) -> Result<i64> {
        let position = match self.file(raw) {
            Some(file) => file.seek_to(vm, target, whence)?,
            None => {
                let arguments = [Value::int(target), Value::int(whence.into())];
                position_of(vm, &vm.call_method(raw, "seek", &arguments)?)?
            }
        };
        self.raw_position.set(Some(position));
        Ok(position)
    }

    /// Where the raw stream stands.
    fn raw_tell(&self, vm: &Vm, raw: &Value) -> Result<i64> {
        let position = match self.file(raw) {
            Some(file) => file.seek_to(vm, 0, 1)?,
            None => position_of(vm, &vm.call_method(raw, "tell", &[])?)?,
        };
        self.raw_position.set(Some(position));
        Ok(position)
    }

    fn moved_raw(&self, count: usize) {
        let position = self.raw_position.get();
        self.raw_position
            .set(position.map(|position| position.saturating_add(count as i64)));
    }

    /// Writes what is pending, and makes the raw stream stand where the reader does.
    fn flush_and_rewind(&self, vm: &Vm, raw: &Value) -> Result<()> {
        self.flush_pending(vm, raw)?;
        if self.readable.get() && self.waiting() > 0 {
            let back = -(self.waiting() as i64);
            self.forget_ahead();
            self.raw_seek(vm, raw, back, 1)?;
        }
        self.forget_ahead();
        Ok(())
    }
}

/// What `seek()` or `tell()` of a raw stream gave.
fn position_of(vm: &Vm, value: &Value) -> Result<i64> {
    let position = vm.index(value)?.as_i64();
    match position {
        Some(position) if position >= 0 => Ok(position),
        position => Err(vm.error(
            &vm::objects::exceptions::OS_ERROR,
            format!(
                "Raw stream returned invalid position {}",
                position.unwrap_or(-1)
            ),
        )),
    }
}

fn init(
    vm: &Vm,
    this: &Value,
    arguments: Arguments<'_>,
    name: &'static str,
    readable: bool,
    writable: bool,
) -> Result<()> {
    static READER: Signature = Signature::new("BufferedReader", "(raw, buffer_size=8192)");
    static WRITER: Signature = Signature::new("BufferedWriter", "(raw, buffer_size=8192)");
    static RANDOM: Signature = Signature::new("BufferedRandom", "(raw, buffer_size=8192)");
    let signature = match name {
        "BufferedReader" => &READER,
        "BufferedWriter" => &WRITER,
        _ => &RANDOM,
    };
    let bound = bind(vm, signature, arguments)?;
    let buffered = of(this);
    buffered.ready.set(false);
    buffered.detached.set(false);
    let raw = bound.required(0);
    let size = match bound.optional(1) {
        Some(size) => vm.to_isize(size)?,
        None => DEFAULT_BUFFER_SIZE as isize,
    };
    let plain = raw.is_exact::<FileIo>();
    if readable && writable {
        let answer = vm.call_method(raw, "seekable", &[])?;
        if !answer.is_true() {
            return Err(unsupported(vm, "File or stream is not seekable."));
        }
    }
    if readable {
        base::check_readable(vm, raw)?;
    }
    if writable {
        base::check_writable(vm, raw)?;
    }
    let size = match usize::try_from(size) {
        Ok(size) if size > 0 => size,
        _ => return Err(vm.value_error("buffer size must be strictly positive")),
    };
    if size > isize::MAX as usize / 4 {
        return Err(vm.memory_error(""));
    }
    buffered.prepare(raw, readable, writable, size);
    buffered.closed.set(false);
    drop(buffered.raw.replace(Some(raw.clone())));
    if !plain {
        // Streams that cannot tell are fine.
        let told = vm
            .call_method(raw, "tell", &[])
            .and_then(|position| position_of(vm, &position));
        buffered.raw_position.set(told.ok());
    }
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let name = match of(this).raw(vm) {
        Ok(raw) => vm.find_attribute_by(&raw, "name")?,
        Err(_) => None,
    };
    base::named_repr(vm, this, name)
}

fn ask_raw(vm: &Vm, arguments: &[Option<Value>], method: &str) -> Result<Value> {
    let raw = of(required(arguments, 0)).raw(vm)?;
    vm.call_method(&raw, method, &[])
}

fn detach(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    of(this).raw(vm)?;
    vm.call_method(this, "flush", &[])?;
    let buffered = of(this);
    let raw = buffered.raw.take();
    buffered.detached.set(true);
    buffered.ready.set(false);
    buffered.closed.set(true);
    Ok(raw.unwrap_or(Value::NONE))
}

fn flush(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    flush_stream(vm, this)?;
    Ok(Value::NONE)
}

/// `flush()` of a stream of this class.
pub fn flush_stream(vm: &Vm, this: &Value) -> Result<()> {
    let buffered = of(this);
    if !buffered.writable.get() {
        // A reader has nothing to write; the raw stream may have, and says whether it is closed.
        let raw = buffered.raw(vm)?;
        return vm.call_method(&raw, "flush", &[]).map(drop);
    }
    let raw = buffered.check_open(vm, "flush")?;
    let _entered = buffered.enter(vm, this)?;
    buffered.flush_and_rewind(vm, &raw)
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let buffered = of(this);
    let raw = buffered.raw(vm)?;
    if base::is_closed(vm, this)? {
        buffered.closed.set(true);
        return Ok(Value::NONE);
    }
    if buffered.finalizing.get()
        && let Err(raised) = vm.call_method(&raw, "_dealloc_warn", std::slice::from_ref(this))
        && !raised.is(&vm::objects::exceptions::ATTRIBUTE_ERROR)
    {
        vm.unraisable(raised, Some(this));
    }
    let flushed = vm.call_method(this, "flush", &[]);
    let closed = vm.call_method(&raw, "close", &[]);
    buffered.pending.borrow_mut().clear();
    buffered.forget_ahead();
    if closed.is_ok() {
        buffered.closed.set(true);
    }
    super::open::both(flushed, closed)
}

fn dealloc_warn(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let buffered = of(required(arguments, 0));
    let raw = buffered.raw.borrow().clone();
    if let (true, Some(raw)) = (buffered.ready.get(), raw) {
        let source = required(arguments, 1).clone();
        if let Err(raised) = vm.call_method(&raw, "_dealloc_warn", &[source])
            && !raised.is(&vm::objects::exceptions::ATTRIBUTE_ERROR)
        {
            return Err(raised);
        }
    }
    Ok(Value::NONE)
}

fn seek(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let buffered = of(this);
    let whence = crate::arguments::int(vm, arguments, 2, 0)?;
    if !(0..=4).contains(&whence) {
        return Err(vm.value_error(format!("whence value {whence} unsupported")));
    }
    let raw = buffered.check_open(vm, "seek")?;
    check_raw_seekable(vm, buffered, &raw)?;
    let target = offset(vm, required(arguments, 1))?;
    let _entered = buffered.enter(vm, this)?;
    if let Some(position) = buffered.seek_within(vm, &raw, target, whence)? {
        return Ok(Value::int(position));
    }
    buffered.flush_pending(vm, &raw)?;
    let target = match whence {
        1 => target.saturating_sub(buffered.waiting() as i64),
        _ => target,
    };
    let position = buffered.raw_seek(vm, &raw, target, whence)?;
    buffered.forget_ahead();
    Ok(Value::int(position))
}

fn check_raw_seekable(vm: &Vm, buffered: &Buffered, raw: &Value) -> Result<()> {
    if buffered.file(raw).is_some() {
        return Ok(());
    }
    if vm.call_method(raw, "seekable", &[])?.is_true() {
        return Ok(());
    }
    Err(unsupported(vm, "File or stream is not seekable."))
}

impl Buffered {
    /// Moves within what was read ahead, if the target lies there; gives the position then.
    fn seek_within(&self, vm: &Vm, raw: &Value, target: i64, whence: i32) -> Result<Option<i64>> {
        if !self.readable.get() || whence > 1 || self.ahead.borrow().is_empty() {
            return Ok(None);
        }
        let raw_position = match self.raw_position.get() {
            Some(position) => position,
            None => self.raw_tell(vm, raw)?,
        };
        let length = self.ahead.borrow().len() as i64;
        let start = raw_position - length;
        let here = start + self.taken.get() as i64;
        let wanted = if whence == 0 {
            target
        } else {
            here.saturating_add(target)
        };
        if wanted < start || wanted > raw_position {
            return Ok(None);
        }
        self.taken.set((wanted - start) as usize);
        // Devices may say that they are at 0, whatever was read from them.
        Ok(Some(wanted.max(0)))
    }
}

fn tell(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let buffered = of(required(arguments, 0));
    let raw = buffered.raw(vm)?;
    let position = buffered.raw_tell(vm, &raw)?;
    let position = position - buffered.waiting() as i64 + buffered.pending.borrow().len() as i64;
    // A raw stream may go back behind our back.
    Ok(Value::int(position.max(0)))
}

fn truncate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let buffered = of(this);
    let raw = buffered.check_open(vm, "truncate")?;
    if !buffered.writable.get() {
        return Err(unsupported(vm, "truncate"));
    }
    let _entered = buffered.enter(vm, this)?;
    buffered.flush_and_rewind(vm, &raw)?;
    buffered.raw_position.set(None);
    let position = arguments.get(1).cloned().flatten().unwrap_or(Value::NONE);
    vm.call_method(&raw, "truncate", &[position])
}

fn bytes_in_memory(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let buffered = of(required(arguments, 0));
    let bytes = size_of::<Buffered>() + buffered.buffer_size.get();
    Ok(Value::from(bytes))
}

pub use reading::read1_into;
pub use writing::write_bytes;
