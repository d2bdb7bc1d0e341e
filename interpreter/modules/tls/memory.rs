//! `MemoryBIO`: bytes between a connection and whoever carries them.

use std::cell::Cell;

use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::bytes::Bytes;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::errors;
use crate::support::of;

/// The payload.
#[derive(Default)]
pub(super) struct Memory {
    bytes: Guarded<Vec<u8>>,
    /// How many of the bytes were taken already.
    start: Cell<usize>,
    is_ended: Cell<bool>,
}

payload!(Memory, MEMORY);

static_type! {
    /// `_ssl.MemoryBIO`
    pub MEMORY = TypeSpec {
        name: "MemoryBIO",
        module: "_ssl",
        signature: Some("()"),
        layout: Some(<Memory as Payload>::layout),
        flags: flags::BASE,
        slots: Slots { new: Some(new), ..Slots::EMPTY },
        methods: &[
            Method::new("read", "($self, size=-1, /)", read, "Takes bytes out."),
            Method::new("write", "($self, b, /)", write, "Puts bytes in: how many."),
            Method::new("write_eof", "($self, /)", |_, it| {
                of::<Memory>(required(it, 0)).is_ended.set(true);
                Ok(Value::NONE)
            }, "Says that no more bytes will come."),
        ],
        properties: &[
            Property::new("pending", |_, this| Ok(of::<Memory>(this).len().into())),
            Property::new("eof", |_, this| {
                let memory = of::<Memory>(this);
                Ok(Value::bool(memory.is_ended.get() && memory.len() == 0))
            }),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("MemoryBIO", "()");
    bind(vm, &SIGNATURE, arguments)?;
    Ok(Ref::with_class(class, Memory::default()).into())
}

impl Memory {
    /// How many bytes are there.
    fn len(&self) -> usize {
        self.bytes.borrow().len() - self.start.get()
    }

    /// Takes out as many bytes as there are, but not more than these; none where more may come.
    pub fn take(&self, most: usize) -> Option<Vec<u8>> {
        if self.len() == 0 && !self.is_ended.get() {
            return None;
        }
        let (start, count) = (self.start.get(), most.min(self.len()));
        let mut bytes = self.bytes.borrow_mut();
        let taken = bytes[start..start + count].to_vec();
        if start + count == bytes.len() {
            bytes.clear();
            self.start.set(0);
        } else {
            self.start.set(start + count);
        }
        Some(taken)
    }

    /// Puts bytes in.
    pub fn put(&self, added: &[u8]) {
        let mut bytes = self.bytes.borrow_mut();
        bytes.drain(..self.start.replace(0));
        bytes.extend_from_slice(added);
    }
}

fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let memory = of::<Memory>(required(arguments, 0));
    let size = match arguments.get(1) {
        Some(Some(value)) => vm.to_i32(value)?,
        _ => -1,
    };
    let most = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(Bytes::value(memory.take(most).unwrap_or_default()))
}

fn write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let memory = of::<Memory>(required(arguments, 0));
    let bytes = vm.bytes_like(required(arguments, 1))?;
    if memory.is_ended.get() {
        let text = "cannot write() after write_eof()";
        return Err(vm.error(&errors::ERROR, text));
    }
    memory.put(&bytes);
    Ok(bytes.len().into())
}
