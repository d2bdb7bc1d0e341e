//! What keeps the memory of views, and buffers of classes that define `__buffer__`.

use super::{MemoryView, released};
use crate::native::required;
use crate::objects::buffer::Buffer;
use crate::objects::descriptors::MethodDescriptor;
use crate::objects::guarded::Guarded;
use crate::objects::heap::{Payload, Ref};
use crate::objects::slots::Slots;
use crate::objects::types::TypeSpec;
use crate::objects::value::Value;
use crate::{Result, Vm, payload, static_type};

/// The payload of `managedbuffer`: a buffer that several views share.
pub struct ManagedBuffer(Buffer);

payload!(ManagedBuffer, MANAGED_BUFFER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.0.owner());
    }
});

/// The payload of `_buffer_wrapper`: the view that `__buffer__` gave, and the object.
pub struct BufferWrapper {
    view: Guarded<Option<Ref<MemoryView>>>,
    object: Guarded<Option<Value>>,
}

payload!(BufferWrapper, BUFFER_WRAPPER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(view) = &*self.view.borrow() {
            visit(view.as_value());
        }
        self.object.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        drop(self.view.take());
        drop(self.object.take());
    }
});

static_type! {
    /// `managedbuffer`
    pub MANAGED_BUFFER = TypeSpec {
        name: "managedbuffer",
        layout: Some(ManagedBuffer::layout),
        ..TypeSpec::DEFAULT
    };
    /// `_buffer_wrapper`
    pub BUFFER_WRAPPER = TypeSpec {
        name: "_buffer_wrapper",
        layout: Some(BufferWrapper::layout),
        slots: Slots { finalize: Some(finalize), ..Slots::EMPTY },
        ..TypeSpec::DEFAULT
    };
}

impl ManagedBuffer {
    /// An object that keeps a buffer.
    pub fn of(buffer: Buffer) -> Ref<ManagedBuffer> {
        Ref::new(ManagedBuffer(buffer))
    }

    /// Whose memory it is.
    pub fn owner(&self) -> &Value {
        self.0.owner()
    }
}

/// The buffer that a class's own `__buffer__` gives; `None` where it has none of its own.
pub fn buffer_by_method(vm: &Vm, object: &Value, bits: i64) -> Result<Option<Buffer>> {
    let Some(method) = object.class().lookup(vm, &vm.intern("__buffer__")) else {
        return Ok(None);
    };
    if method.downcast::<MethodDescriptor>().is_some() {
        return Ok(None);
    }
    if method.is_none() {
        return Err(crate::objects::buffer::not_bytes_like(vm, object));
    }
    let result = vm.call_special(object, "__buffer__", &[Value::int(bits)])?;
    let result = result.unwrap_or(Value::NONE);
    let Some(view) = result.downcast::<MemoryView>() else {
        return Err(vm.type_error("__buffer__ returned non-memoryview object"));
    };
    let buffer = Buffer::requested(vm, view.as_value(), bits)?;
    let wrapper = Ref::new(BufferWrapper {
        view: Guarded::new(Some(view.clone())),
        object: Guarded::new(Some(object.clone())),
    });
    Ok(Some(buffer.with_owner(wrapper.into())))
}

/// Tells the object that its buffer is no longer used.
fn finalize(vm: &Vm, this: &Value) {
    let Some(wrapper) = this.downcast::<BufferWrapper>() else {
        return;
    };
    let (view, object) = (wrapper.view.take(), wrapper.object.take());
    let (Some(view), Some(object)) = (view, object) else {
        return;
    };
    let arguments = [view.to_value()];
    if let Err(raised) = vm.call_special(&object, "__release_buffer__", &arguments) {
        vm.unraisable(raised, Some(&object));
    }
    if !view.is_released()
        && let Err(raised) = view.release(vm)
    {
        vm.unraisable(raised, Some(&object));
    }
}

/// `__release_buffer__` of native types.
pub fn release_buffer(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let Some(view) = required(arguments, 1).downcast::<MemoryView>() else {
        return Err(vm.type_error("expected a memoryview object"));
    };
    match view.object() {
        None => return Err(released(vm)),
        Some(object) if !object.is(required(arguments, 0)) => {
            return Err(vm.value_error("memoryview's buffer is not this object"));
        }
        Some(_) => {}
    }
    view.release(vm)?;
    Ok(Value::NONE)
}
