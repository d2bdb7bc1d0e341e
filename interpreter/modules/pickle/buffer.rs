//! `PickleBuffer`: memory that may be pickled out of band.

use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::buffer::{Buffer, request};
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::memoryview::MemoryView;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use crate::support::of;

/// The payload: the object whose memory it is, and a view of it, until it is released.
pub struct PickleBuffer(Guarded<Option<(Value, Ref<MemoryView>)>>);

payload!(PickleBuffer, PICKLE_BUFFER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some((object, view)) = &*self.0.borrow() {
            visit(object);
            visit(view.as_value());
        }
    }
    fn clear(&self) {
        drop(self.0.take());
    }
    const BUFFER: Option<fn(&Vm, &Ref<Self>) -> Result<Buffer>> = Some(|vm, this| {
        let (object, _) = this.content(vm)?;
        Buffer::of(vm, &object, request::FULL_READ_ONLY)
    });
});

static_type! {
    /// `_pickle.PickleBuffer`
    pub PICKLE_BUFFER = TypeSpec {
        name: "PickleBuffer",
        module: "pickle",
        doc: Some("Wraps an object that shows its memory, so that it may be pickled out of band."),
        signature: Some("(object, /)"),
        layout: Some(<PickleBuffer as Payload>::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots { new: Some(new), ..Slots::EMPTY },
        methods: &[
            Method::new("raw", "($self, /)", raw, "A view of the memory as bytes."),
            Method::new("release", "($self, /)", |_, it| {
                drop(of::<PickleBuffer>(required(it, 0)).0.take());
                Ok(Value::NONE)
            }, "Gives the memory back."),
        ],
        ..TypeSpec::DEFAULT
    };
}

impl PickleBuffer {
    fn content(&self, vm: &Vm) -> Result<(Value, Ref<MemoryView>)> {
        let content = self.0.borrow().clone();
        content.ok_or_else(|| vm.value_error("operation forbidden on released PickleBuffer object"))
    }
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("PickleBuffer", "(object, /)");
    if class.is(&PICKLE_BUFFER) && !arguments.names.is_empty() {
        return Err(vm.type_error("PickleBuffer() takes no keyword arguments"));
    }
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let object = bound.required(0).clone();
    let buffer = Buffer::of(vm, &object, request::FULL_READ_ONLY)?;
    let content = (object, MemoryView::of_buffer(buffer));
    Ok(Ref::with_class(class, PickleBuffer(Guarded::new(Some(content)))).into())
}

fn raw(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (_, view) = of::<PickleBuffer>(required(arguments, 0)).content(vm)?;
    let buffer = Buffer::of(vm, view.as_value(), request::FULL_READ_ONLY)?;
    if !buffer.is_contiguous() {
        return Err(vm.buffer_error("cannot extract raw buffer from non-contiguous buffer"));
    }
    vm.call_method(view.as_value(), "cast", &[Str::value("B")])
}
