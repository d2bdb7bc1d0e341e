//! `_io.BufferedRWPair`: a reader and a writer as one stream.

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::base::{BUFFERED_IO_BASE, check_readable, check_writable};
use super::buffered::{BUFFERED_READER, BUFFERED_WRITER};
use super::open::both;

/// The payload of a pair.
#[derive(Default)]
pub struct Pair {
    streams: Guarded<Option<(Value, Value)>>,
}

payload!(Pair, BUFFERED_PAIR, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some((reader, writer)) = &*self.streams.borrow() {
            visit(reader);
            visit(writer);
        }
    }
    fn clear(&self) {
        drop(self.streams.take());
    }
    fn wants_finalizer(&self) -> bool {
        self.streams.borrow().is_some()
    }
});

macro_rules! forward {
    ($name:literal, $signature:literal, $reader:literal, $doc:literal) => {
        Method::raw(
            $name,
            $signature,
            |vm, arguments| forward(vm, arguments, $name, $reader),
            $doc,
        )
    };
}

static_type! {
    /// `_io.BufferedRWPair`
    pub BUFFERED_PAIR = TypeSpec {
        name: "BufferedRWPair",
        module: "_io",
        doc: Some("A reader and a writer as one stream."),
        signature: Some("(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)"),
        base: Some(|| BUFFERED_IO_BASE.as_ref()),
        layout: Some(<Pair as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, Pair::default()).into())),
            init: Some(init),
            ..Slots::EMPTY
        },
        methods: &[
            forward!("read", " ($self, size=-1, /)", true, "Reads bytes."),
            forward!("peek", " ($self, size=0, /)", true, "Bytes that come next."),
            forward!("read1", " ($self, size=-1, /)", true, "Reads bytes by one call."),
            forward!("readinto", " ($self, buffer, /)", true, "Reads into a buffer."),
            forward!("readinto1", " ($self, buffer, /)", true, "Reads into a buffer by one call."),
            forward!("write", " ($self, buffer, /)", false, "Writes bytes."),
            forward!("flush", "($self, /)", false, "Writes what is buffered."),
            forward!("readable", "($self, /)", true, "Whether it can be read."),
            forward!("writable", "($self, /)", false, "Whether it can be written."),
            Method::new("close", "($self, /)", close, "Closes both."),
            Method::new("isatty", "($self, /)", isatty, "Whether either is a terminal."),
        ],
        properties: &[Property::new("closed", |vm, this| {
            let (_, writer) = streams(vm, this)?;
            vm.get_attribute(&writer, &vm.intern("closed"))
        })],
        ..TypeSpec::DEFAULT
    };
}

fn streams(vm: &Vm, this: &Value) -> Result<(Value, Value)> {
    let pair = this.downcast::<Pair>();
    let streams = pair.and_then(|pair| pair.streams.borrow().clone());
    streams.ok_or_else(|| vm.value_error("I/O operation on uninitialized object"))
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature =
        Signature::new("BufferedRWPair", "(reader, writer, buffer_size=8192, /)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let (reader, writer) = (bound.required(0), bound.required(1));
    let size = bound.optional(2).cloned();
    let size = size.unwrap_or(Value::from(super::DEFAULT_BUFFER_SIZE));
    check_readable(vm, reader)?;
    check_writable(vm, writer)?;
    let reader = vm.call(BUFFERED_READER.as_value(), &[reader.clone(), size.clone()])?;
    let writer = vm.call(BUFFERED_WRITER.as_value(), &[writer.clone(), size])?;
    if let Some(pair) = this.downcast::<Pair>() {
        drop(pair.streams.replace(Some((reader, writer))));
    }
    Ok(())
}

fn forward(vm: &Vm, arguments: Arguments<'_>, method: &str, to_reader: bool) -> Result<Value> {
    let Some((this, rest)) = arguments.positionals().split_first() else {
        return Ok(Value::NONE);
    };
    let (reader, writer) = streams(vm, this)?;
    vm.call_method(if to_reader { &reader } else { &writer }, method, rest)
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (reader, writer) = streams(vm, required(arguments, 0))?;
    let first = vm.call_method(&writer, "close", &[]);
    let second = vm.call_method(&reader, "close", &[]);
    both(first, second)
}

fn isatty(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (reader, writer) = streams(vm, required(arguments, 0))?;
    let answer = vm.call_method(&writer, "isatty", &[])?;
    if !answer.is_false() {
        return Ok(answer);
    }
    vm.call_method(&reader, "isatty", &[])
}
