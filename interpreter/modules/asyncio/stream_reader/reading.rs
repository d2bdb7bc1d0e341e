//! `StreamReader.read()` and its kin: the coroutine that waits for bytes and takes them.

use std::cell::Cell;

use vm::objects::bytes::Bytes;
use vm::objects::exceptions::STOP_ASYNC_ITERATION;
use vm::objects::generator::{Step, present_origin};
use vm::objects::guarded::Guarded;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::{StreamReader, take, value_in};
use crate::asyncio::coroutine::{self, NativeCoroutine};
use crate::asyncio::event_loop;
use crate::asyncio::future::awaiting;
use crate::asyncio::task::exact_native;
use crate::support::{Visit, of};

/// What is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// At most so many bytes, as soon as there are any.
    Some(usize),
    /// So many bytes.
    Exactly(usize),
    /// A line.
    Line,
    /// The next line, while there is one.
    NextLine,
    /// Everything up to a separator.
    Until,
}

/// The payload of the coroutine.
pub struct Reading {
    wanted: Wanted,
    separator: Guarded<Option<Value>>,
    /// So many bytes hold no end of a line, or no separator.
    looked_through: Cell<usize>,
    begun: Cell<bool>,
    over: Cell<bool>,
    reader: Guarded<Option<Value>>,
    /// What it waits for: the future, or the iterator of one that is not native.
    awaited: Guarded<Option<Value>>,
    origin: Guarded<Option<Value>>,
}

payload!(Reading, READING, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.separator.visit(visit);
        self.reader.visit(visit);
        self.awaited.visit(visit);
        self.origin.visit(visit);
    }
    fn clear(&self) {
        drop(self.reader.take());
        drop(self.awaited.take());
    }
    const SELDOM_FINALIZED: bool = true;
    fn wants_finalizer(&self) -> bool {
        !self.begun.get() && !self.over.get()
    }
});

static_type! {
    /// What `StreamReader.read()` gives.
    pub READING = coroutine::specification::<Reading>("Waits for bytes and takes them.");
}

impl Reading {
    /// The coroutine that reads from a reader.
    pub fn create(vm: &Vm, reader: &Value, wanted: Wanted) -> Value {
        Reading::make(vm, reader, wanted, None)
    }

    /// The coroutine that reads up to a separator.
    pub fn create_until(vm: &Vm, reader: &Value, separator: Value) -> Value {
        Reading::make(vm, reader, Wanted::Until, Some(separator))
    }

    #[inline]
    fn make(vm: &Vm, reader: &Value, wanted: Wanted, separator: Option<Value>) -> Value {
        let payload = || Reading {
            wanted,
            separator: Guarded::new(separator),
            looked_through: Cell::new(0),
            begun: Cell::new(false),
            over: Cell::new(false),
            reader: Guarded::new(Some(reader.clone())),
            awaited: Guarded::default(),
            origin: Guarded::new(present_origin(vm)),
        };
        Ref::make(&READING, payload, 0, |_| ()).into()
    }
}

impl NativeCoroutine for Reading {
    fn qualified_name(&self) -> &'static str {
        match self.wanted {
            Wanted::Some(_) => "StreamReader.read",
            Wanted::Exactly(_) => "StreamReader.readexactly",
            Wanted::Line => "StreamReader.readline",
            Wanted::NextLine => "StreamReader.__anext__",
            Wanted::Until => "StreamReader.readuntil",
        }
    }

    fn origin(&self) -> Option<Value> {
        self.origin.borrow().clone()
    }

    fn awaited(&self) -> Option<Value> {
        self.awaited.borrow().clone()
    }

    #[inline]
    fn step(vm: &Vm, reading: &Ref<Self>) -> Result<Step> {
        if reading.over.get() {
            return Err(vm.runtime_error("cannot reuse already awaited coroutine"));
        }
        let reader = value_in(&reading.reader);
        let begins = !reading.begun.replace(true);
        let step = go_on(vm, reading, &reader, begins);
        if !matches!(step, Ok(Step::Yielded(_))) {
            reading.over.set(true);
            drop(reading.reader.take());
        }
        step
    }

    fn interrupt(_: &Vm, reading: &Ref<Self>, raised: Raised) -> Result<Step> {
        end(reading);
        Err(raised)
    }

    fn close(_: &Vm, reading: &Ref<Self>) -> Result<()> {
        end(reading);
        Ok(())
    }
}

fn go_on(vm: &Vm, reading: &Reading, this: &Value, begins: bool) -> Result<Step> {
    let reader = of::<StreamReader>(this);
    if begins {
        if let Some(exception) = &*reader.exception.borrow() {
            return Err(Raised(exception.clone()));
        }
        if matches!(reading.wanted, Wanted::Some(0) | Wanted::Exactly(0)) {
            return Ok(Step::Returned(Bytes::value(b"")));
        }
    }
    let mut has_waited = false;
    loop {
        let awaited = reading.awaited.borrow().clone();
        let awaited = match awaited {
            Some(awaited) => awaited,
            None => match find(vm, reading, this, has_waited)? {
                Some(0) if reading.wanted == Wanted::NextLine => {
                    return Err(vm.error_with(&STOP_ASYNC_ITERATION, vec![]));
                }
                Some(count) => return take(vm, this, count).map(Step::Returned),
                None => wait(vm, reading, reader)?,
            },
        };
        let step = match exact_native(&awaited) {
            Some(_) => awaiting::send(vm, &awaited, Value::none_ref()),
            None => vm.send_into(&awaited, Value::none_ref()),
        };
        if let Ok(Step::Yielded(_)) = step {
            return step;
        }
        drop(reading.awaited.take());
        drop(reader.waiter.take());
        step?;
        has_waited = true;
    }
}

/// How many bytes are to be taken, if what is wanted has come, or all that ever will.
fn find(vm: &Vm, reading: &Reading, this: &Value, has_waited: bool) -> Result<Option<usize>> {
    let reader = of::<StreamReader>(this);
    let length = reader.len(vm)?;
    match reading.wanted {
        Wanted::Some(count) => {
            let is_there = has_waited || length != 0 || reader.eof.get();
            Ok(is_there.then_some(count))
        }
        Wanted::Exactly(count) => {
            if length < count && reader.eof.get() {
                vm.call_method(this, "_refuse_incomplete", &[Value::from(count)])?;
            }
            Ok((length >= count).then_some(count))
        }
        Wanted::Line | Wanted::NextLine => find_line(vm, reading, this, length),
        Wanted::Until => find_separator(vm, reading, this, length),
    }
}

fn find_line(vm: &Vm, reading: &Reading, this: &Value, length: usize) -> Result<Option<usize>> {
    let reader = of::<StreamReader>(this);
    let offset = reading.looked_through.get();
    let too_long = |message: &str, consumed: usize| {
        let arguments = [Str::value(message), Value::from(consumed)];
        vm.call_method(this, "_refuse_line", &arguments)
            .map(|_| None)
    };
    let limit = limit_of(vm, reader)?;
    if length > offset {
        let place = reader.look(vm, |bytes| memchr::memchr(b'\n', &bytes[offset..]))?;
        match place.map(|place| place + offset) {
            Some(place) if place > limit => {
                let message = "Separator is found, but chunk is longer than limit";
                return too_long(message, place);
            }
            Some(place) => return Ok(Some(place + 1)),
            None if length > limit => {
                let message = "Separator is not found, and chunk exceed the limit";
                return too_long(message, length);
            }
            None => reading.looked_through.set(length),
        }
    }
    Ok(reader.eof.get().then_some(length))
}

fn limit_of(vm: &Vm, reader: &StreamReader) -> Result<usize> {
    Ok(usize::try_from(vm.to_i64(&value_in(&reader.limit))?).unwrap_or(0))
}

fn find_separator(
    vm: &Vm,
    reading: &Reading,
    this: &Value,
    length: usize,
) -> Result<Option<usize>> {
    let reader = of::<StreamReader>(this);
    let separator = reading.separator.borrow().clone().unwrap_or(Value::NONE);
    let separator: &[u8] = match separator.downcast_exact::<Bytes>() {
        Some(separator) => separator.as_bytes(),
        None => &[],
    };
    let refuse = |message: &str, consumed: usize| {
        let arguments = [Str::value(message), Value::from(consumed)];
        vm.call_method(this, "_refuse_separator", &arguments)
            .map(|_| None)
    };
    let offset = reading.looked_through.get();
    let limit = limit_of(vm, reader)?;
    if length >= offset + separator.len() {
        let find = |bytes: &[u8]| match separator {
            [byte] => memchr::memchr(*byte, &bytes[offset..]),
            _ => memchr::memmem::find(&bytes[offset..], separator),
        };
        match reader.look(vm, find)?.map(|place| place + offset) {
            Some(place) if place > limit => {
                let message = "Separator is found, but chunk is longer than limit";
                return refuse(message, place);
            }
            Some(place) => return Ok(Some(place + separator.len())),
            None => {
                let offset = length + 1 - separator.len();
                if offset > limit {
                    let message = "Separator is not found, and chunk exceed the limit";
                    return refuse(message, offset);
                }
                reading.looked_through.set(offset);
            }
        }
    }
    if reader.eof.get() {
        vm.call_method(this, "_refuse_incomplete", &[Value::NONE])?;
    }
    Ok(None)
}

fn wait(vm: &Vm, reading: &Reading, reader: &StreamReader) -> Result<Value> {
    if reader.waiter.borrow().is_some() {
        let name = match reading.wanted {
            Wanted::Some(_) => "read",
            Wanted::Exactly(_) => "readexactly",
            Wanted::Line | Wanted::NextLine | Wanted::Until => "readuntil",
        };
        return Err(vm.runtime_error(format!(
            "{name}() called while another coroutine is already waiting for incoming data"
        )));
    }
    if reader.paused.replace(false) {
        // More is wanted than the limit says.
        vm.call_method(&value_in(&reader.transport), "resume_reading", &[])?;
    }
    let future = event_loop::create_future(vm, &value_in(&reader.event_loop))?;
    let awaited = match exact_native(&future) {
        Some(_) => future.clone(),
        None => vm.awaitable_iterator(&future)?,
    };
    drop(reader.waiter.replace(Some(future)));
    drop(reading.awaited.replace(Some(awaited.clone())));
    Ok(awaited)
}

/// It waits no longer.
fn end(reading: &Ref<Reading>) {
    reading.over.set(true);
    let reader = reading.reader.take();
    if reading.awaited.take().is_some()
        && let Some(reader) = &reader
    {
        drop(of::<StreamReader>(reader).waiter.take());
    }
}
