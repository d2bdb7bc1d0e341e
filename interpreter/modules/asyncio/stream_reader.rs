//! The core of `asyncio.StreamReader`: what it is fed with, and reading what is there. The rest
//! is Python's, in `lib/asyncio/streams.py`.

use std::cell::Cell;

use vm::native::{Method, Property, required};
use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions::ASSERTION_ERROR;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, static_type};

use super::future::{self, State};
use super::task::exact_native;
use crate::arguments::optional;
use crate::asyncio::attributes::{flag, stored};
use crate::asyncio::plain::PlainMethods;
use crate::container;
use crate::support::{INSTANCE_DICT, of};

mod fed;
pub mod protocol;
mod reading;

use fed::Fed;
use reading::Wanted;
pub use reading::{READING, Reading};

/// The payload of readers.
pub struct StreamReader {
    limit: Guarded<Option<Value>>,
    event_loop: Guarded<Option<Value>>,
    /// `_buffer`: a bytearray.
    buffer: Guarded<Option<Value>>,
    /// The bytes, as long as the buffer has none.
    fed: Fed,
    /// Whether a script may hold the buffer: then all bytes go there at once.
    buffer_seen: Cell<bool>,
    /// The future of whoever waits for data.
    waiter: Guarded<Option<Value>>,
    exception: Guarded<Option<Value>>,
    /// What is paused when too much waits to be read.
    transport: Guarded<Option<Value>>,
    eof: Cell<bool>,
    paused: Cell<bool>,
}

container!(
    StreamReader,
    STREAM_READER,
    [limit, event_loop, buffer, waiter, exception, transport],
    clear[limit, event_loop, buffer, waiter, exception, transport]
);

static_type! {
    /// `_asyncio.StreamReaderCore`
    pub STREAM_READER = TypeSpec {
        name: "StreamReaderCore",
        module: "_asyncio",
        doc: Some("What readers do with data that is there."),
        layout: Some(<StreamReader as Payload>::layout),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, StreamReader::new()).into())),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    Method::new(
        "exception",
        "($self, /)",
        |_, it| Ok(value_in(&of::<StreamReader>(required(it, 0)).exception)),
        "What went wrong, or None.",
    ),
    Method::new(
        "feed_data",
        "($self, /, data)",
        |vm, it| {
            feed(vm, required(it, 0), required(it, 1))?;
            Ok(Value::NONE)
        },
        "Data has come.",
    ),
    Method::new(
        "at_eof",
        "($self, /)",
        |vm, it| {
            let reader = of::<StreamReader>(required(it, 0));
            Ok(Value::bool(reader.eof.get() && reader.len(vm)? == 0))
        },
        "Whether there is nothing to read any more.",
    ),
    Method::new(
        "_length",
        "($self, /)",
        |vm, it| Ok(Value::from(of::<StreamReader>(required(it, 0)).len(vm)?)),
        "How many bytes wait to be read.",
    ),
    Method::new(
        "_maybe_resume_transport",
        "($self, /)",
        |vm, it| {
            resume_transport(vm, of(required(it, 0)))?;
            Ok(Value::NONE)
        },
        "Lets the transport go on when few bytes wait to be read.",
    ),
    Method::new(
        "_wakeup_waiter",
        "($self, /)",
        |vm, it| {
            wake(vm, of(required(it, 0)))?;
            Ok(Value::NONE)
        },
        "Wakes whoever waits for data.",
    ),
    Method::new(
        "read",
        "($self, /, n=-1)",
        |vm, it| {
            let count = optional(it, 1).cloned().unwrap_or(Value::int(-1));
            match size(&count) {
                Some(size) => Ok(Reading::create(vm, required(it, 0), Wanted::Some(size))),
                None => vm.call_method(required(it, 0), "_read_otherwise", &[count]),
            }
        },
        "Coroutine: at most so many bytes, as soon as there are any; everything for a negative \
         number.",
    ),
    Method::new(
        "readexactly",
        "($self, /, n)",
        |vm, it| {
            let count = required(it, 1);
            match size(count) {
                Some(size) => Ok(Reading::create(vm, required(it, 0), Wanted::Exactly(size))),
                None => vm.call_method(
                    required(it, 0),
                    "_read_exactly_otherwise",
                    std::slice::from_ref(count),
                ),
            }
        },
        "Coroutine: so many bytes.",
    ),
    Method::new(
        "readline",
        "($self, /)",
        |vm, it| Ok(Reading::create(vm, required(it, 0), Wanted::Line)),
        "Coroutine: a line; what is left at the end.",
    ),
    Method::new(
        "_next_line",
        "($self, /)",
        |vm, it| {
            let this = required(it, 0);
            if PLAIN.of(vm, this) & READLINE == 0 {
                return vm.call_method(this, "_next_otherwise", &[]);
            }
            Ok(Reading::create(vm, this, Wanted::NextLine))
        },
        "Coroutine: a line; at the end of all StopAsyncIteration.",
    ),
    Method::new(
        "readuntil",
        "($self, /, separator=b'\\n')",
        |vm, it| {
            let this = required(it, 0);
            let separator = match optional(it, 1) {
                Some(separator) => separator.clone(),
                None => Bytes::value(b"\n"),
            };
            let native = separator.downcast_exact::<Bytes>();
            if native.is_none_or(|separator| separator.as_bytes().is_empty()) {
                return vm.call_method(this, "_read_until_otherwise", &[separator]);
            }
            Ok(Reading::create_until(vm, this, separator))
        },
        "Coroutine: everything up to a separator, which may be a tuple of several, and with it.",
    ),
];

const PROPERTIES: &[Property] = &[
    stored!(StreamReader, "_limit", limit),
    stored!(StreamReader, "_loop", event_loop),
    Property::settable(
        "_buffer",
        |vm, this| {
            let reader = of::<StreamReader>(this);
            reader.buffer_seen.set(true);
            reader.buffer(vm)
        },
        |_, this, value| {
            let reader = of::<StreamReader>(this);
            reader.fed.clear();
            reader.buffer_seen.set(true);
            drop(reader.buffer.replace(value.cloned()));
            Ok(())
        },
    ),
    stored!(StreamReader, "_waiter", waiter),
    stored!(StreamReader, "_exception", exception),
    stored!(StreamReader, "_transport", transport),
    flag!(StreamReader, "_eof", eof),
    flag!(StreamReader, "_paused", paused),
    INSTANCE_DICT,
];

static PLAIN: PlainMethods = PlainMethods::new(
    &STREAM_READER,
    &[("exception", "exception"), ("readline", "readline")],
);
const EXCEPTION: u32 = 1;
const READLINE: u32 = 2;

/// Whether something went wrong; `None` for what is no reader as it uses to be.
pub fn has_failed(vm: &Vm, reader: &Value) -> Option<bool> {
    let native = reader.downcast::<StreamReader>()?;
    (PLAIN.of(vm, reader) & EXCEPTION != 0).then(|| native.exception.borrow().is_some())
}

fn value_in(field: &Guarded<Option<Value>>) -> Value {
    field.borrow().clone().unwrap_or(Value::NONE)
}

/// A number of bytes that native code can read.
fn size(count: &Value) -> Option<usize> {
    usize::try_from(count.as_small_int()?).ok()
}

impl StreamReader {
    fn new() -> StreamReader {
        StreamReader {
            limit: Guarded::new(Some(Value::int(0))),
            event_loop: Guarded::default(),
            buffer: Guarded::new(Some(ByteArray::new(Vec::new()).into())),
            fed: Fed::default(),
            buffer_seen: Cell::new(false),
            waiter: Guarded::default(),
            exception: Guarded::default(),
            transport: Guarded::default(),
            eof: Cell::new(false),
            paused: Cell::new(false),
        }
    }

    /// The buffer, which holds all bytes that wait to be read.
    fn buffer(&self, vm: &Vm) -> Result<Value> {
        let buffer = value_in(&self.buffer);
        if self.fed.len() != 0
            && let Some(buffer) = buffer.downcast_exact::<ByteArray>()
        {
            let fed = &self.fed;
            let fill = |buffer: &mut Vec<u8>| fed.look(|bytes| buffer.extend_from_slice(bytes));
            buffer.bytes.resize(vm, fill)?;
            fed.clear();
        }
        Ok(buffer)
    }

    /// Looks at the bytes that wait to be read.
    fn look<T>(&self, vm: &Vm, look: impl FnOnce(&[u8]) -> T) -> Result<T> {
        if self.fed.len() != 0 {
            return Ok(self.fed.look(look));
        }
        let buffer = value_in(&self.buffer);
        match buffer.downcast_exact::<ByteArray>() {
            Some(buffer) => Ok(buffer.bytes.read(look)),
            None => Err(vm.type_error("_buffer must be a bytearray")),
        }
    }

    /// How many bytes wait to be read.
    fn len(&self, vm: &Vm) -> Result<usize> {
        if !self.buffer_seen.get() {
            return Ok(self.fed.len());
        }
        let buffer = value_in(&self.buffer);
        match buffer.downcast_exact::<ByteArray>() {
            Some(buffer) => Ok(buffer.bytes.len()),
            None => vm.length(&buffer),
        }
    }
}

fn feed(vm: &Vm, this: &Value, data: &Value) -> Result<()> {
    if let Some(data) = data.downcast_exact::<Bytes>() {
        return feed_bytes(vm, this, data.as_bytes());
    }
    let reader = of::<StreamReader>(this);
    check_open(vm, reader)?;
    if !vm.is_true(data)? {
        return Ok(());
    }
    let buffer = reader.buffer(vm)?;
    vm.call_method(&buffer, "extend", std::slice::from_ref(data))?;
    was_fed(vm, this, reader)
}

/// Bytes have come.
pub fn feed_bytes(vm: &Vm, this: &Value, bytes: &[u8]) -> Result<()> {
    let reader = of::<StreamReader>(this);
    check_open(vm, reader)?;
    if bytes.is_empty() {
        return Ok(());
    }
    if !reader.buffer_seen.get() {
        reader.fed.add(vm, bytes)?;
        return was_fed(vm, this, reader);
    }
    let buffer = reader.buffer(vm)?;
    match buffer.downcast_exact::<ByteArray>() {
        Some(buffer) => buffer
            .bytes
            .resize(vm, |buffer| buffer.extend_from_slice(bytes))?,
        None => drop(vm.call_method(&buffer, "extend", &[Bytes::value(bytes)])?),
    }
    was_fed(vm, this, reader)
}

fn check_open(vm: &Vm, reader: &StreamReader) -> Result<()> {
    if reader.eof.get() {
        let text = vm::objects::str::Str::value("feed_data after feed_eof");
        return Err(vm.error_with(&ASSERTION_ERROR, vec![text]));
    }
    Ok(())
}

/// Wakes whoever waits, and pauses the transport where too much waits to be read.
fn was_fed(vm: &Vm, this: &Value, reader: &StreamReader) -> Result<()> {
    wake(vm, reader)?;
    if reader.paused.get() || reader.transport.borrow().is_none() {
        return Ok(());
    }
    let limit = vm.to_i64(&value_in(&reader.limit))?;
    if reader.len(vm)? as i64 <= limit.saturating_mul(2) {
        return Ok(());
    }
    vm.call_method(this, "_pause_transport", &[]).map(drop)
}

fn wake(vm: &Vm, reader: &StreamReader) -> Result<()> {
    let Some(waiter) = reader.waiter.take() else {
        return Ok(());
    };
    if let Some(native) = exact_native(&waiter) {
        return match native.state.get() {
            State::Cancelled => Ok(()),
            _ => future::set_result(vm, native, Value::NONE),
        };
    }
    if vm.is_true(&vm.call_method(&waiter, "cancelled", &[])?)? {
        return Ok(());
    }
    vm.call_method(&waiter, "set_result", &[Value::NONE])
        .map(drop)
}

fn resume_transport(vm: &Vm, reader: &StreamReader) -> Result<()> {
    let limit = vm.to_i64(&value_in(&reader.limit))?;
    if !reader.paused.get() || reader.len(vm)? as i64 > limit {
        return Ok(());
    }
    reader.paused.set(false);
    vm.call_method(&value_in(&reader.transport), "resume_reading", &[])
        .map(drop)
}

/// Removes bytes from the buffer.
fn take(vm: &Vm, this: &Value, count: usize) -> Result<Value> {
    let reader = of::<StreamReader>(this);
    let data = match reader.buffer_seen.get() {
        false => reader.fed.take(count),
        true => {
            let buffer = value_in(&reader.buffer);
            let Some(buffer) = buffer.downcast_exact::<ByteArray>() else {
                return vm.call_method(this, "_take", &[Value::from(count)]);
            };
            let count = count.min(buffer.bytes.len());
            let data = buffer.bytes.read(|bytes| Bytes::value(&bytes[..count]));
            buffer
                .bytes
                .resize(vm, |bytes| drop(bytes.drain(..count)))?;
            data
        }
    };
    if reader.paused.get() {
        vm.call_method(this, "_maybe_resume_transport", &[])?;
    }
    Ok(data)
}
