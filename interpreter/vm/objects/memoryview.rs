//! `memoryview`: the memory of another object, seen as items of a format, in dimensions.
#![allow(unsafe_code, reason = "memory that a managed buffer keeps in place")]

use std::cell::Cell;

use super::buffer::{BUFFER_METHOD, Buffer, Dimensions, RELEASE_METHOD, request};
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::slots::Slots;
use super::types::{TypeSpec, flags};
use super::value::Value;
use crate::native::Method;
use crate::{Raised, Result, Vm, payload, static_type};

mod cast;
mod comparison;
mod items;
mod iterator;
mod methods;
mod properties;
mod subscripts;
pub mod wrapper;

pub use iterator::MEMORY_ITERATOR;
pub use wrapper::{BUFFER_WRAPPER, MANAGED_BUFFER, ManagedBuffer};

/// The payload of `memoryview`.
pub struct MemoryView {
    /// What keeps the memory; nothing once the view is released.
    buffer: Guarded<Option<Ref<ManagedBuffer>>>,
    layout: View,
    /// Buffers of this view that are alive.
    exports: Cell<usize>,
    /// The hash; -1 until it is asked for.
    hash: Cell<i64>,
}

/// Which memory is seen, and how.
#[derive(Clone)]
struct View {
    pointer: *mut u8,
    format: String,
    item_size: usize,
    read_only: bool,
    dimensions: Dimensions,
}

payload!(MemoryView, MEMORYVIEW, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(buffer) = &*self.buffer.borrow() {
            visit(buffer.as_value());
        }
    }
    fn clear(&self) {
        if self.exports.get() == 0 {
            drop(self.buffer.take());
        }
    }
    const BUFFER: Option<fn(&Vm, &Ref<Self>) -> Result<Buffer>> = Some(|vm, view| {
        view.check(vm)?;
        let layout = &view.layout;
        let buffer = layout.byte_count();
        // SAFETY: the view keeps its managed buffer while it has exports.
        let buffer = unsafe {
            Buffer::from_raw(
                view.to_value(),
                layout.pointer,
                buffer,
                layout.read_only,
                Some(&view.exports),
            )
        };
        Ok(buffer
            .with_items(layout.format.clone(), layout.item_size)
            .with_dimensions(Some(layout.dimensions.clone())))
    });
});

static_type! {
    /// `memoryview`
    pub MEMORYVIEW = TypeSpec {
        name: "memoryview",
        doc: Some("The memory of an object, without a copy."),
        signature: Some("(object)"),
        layout: Some(MemoryView::layout),
        flags: flags::SEQUENCE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(methods::new),
            repr: Some(methods::repr),
            hash: Some(comparison::hash),
            compare: Some(comparison::compare),
            iter: Some(iterator::iter),
            length: Some(subscripts::length),
            getitem: Some(subscripts::get_item),
            setitem: Some(subscripts::store_item),
            ..Slots::EMPTY
        },
        methods: METHODS,
        properties: properties::PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

const METHODS: &[Method] = &[
    BUFFER_METHOD,
    RELEASE_METHOD,
    Method::new(
        "__enter__",
        "($self, /)",
        methods::enter,
        "The view itself.",
    ),
    Method::new(
        "__exit__",
        "($self, /, *exc_info)",
        methods::exit,
        "Releases the view.",
    ),
    Method::new(
        "_from_flags",
        "($type, /, object, flags)",
        methods::from_flags,
        "A view as flags ask for it.",
    )
    .class_method(),
    Method::new(
        "cast",
        "($self, /, format, shape=<unrepresentable>)",
        cast::cast,
        "The same memory in another format or shape.",
    ),
    Method::new(
        "hex",
        "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
        methods::hex,
        "Hexadecimal digits.\n\n>>> memoryview(b\"weft\").hex(\" \", 2)\n'7765 6674'",
    ),
    Method::new(
        "release",
        "($self, /)",
        methods::release,
        "Gives the memory back.",
    ),
    Method::new(
        "tobytes",
        "($self, /, order='C')",
        methods::to_bytes,
        "The bytes, copied.",
    ),
    Method::new(
        "tolist",
        "($self, /)",
        methods::to_list,
        "The items as lists.",
    ),
    Method::new(
        "toreadonly",
        "($self, /)",
        methods::to_read_only,
        "A view that cannot be written.",
    ),
];

fn of(value: &Value) -> &Ref<MemoryView> {
    value
        .downcast::<MemoryView>()
        .expect("the type of self is checked before a method is called")
}

impl View {
    fn byte_count(&self) -> usize {
        self.dimensions.count() * self.item_size
    }

    fn is_c_contiguous(&self) -> bool {
        self.dimensions.is_c_contiguous(self.item_size)
    }

    /// The bytes of the item at an address within the view.
    ///
    /// # Safety
    /// The address was reached by indices within the dimensions, and the buffer is not released.
    unsafe fn item<'a>(&self, address: *const u8) -> &'a [u8] {
        // SAFETY: promised by the caller.
        unsafe { std::slice::from_raw_parts(address, self.item_size) }
    }

    /// The addresses of all items; the last dimension varies fastest, or the first.
    fn addresses(&self, is_fortran: bool) -> Vec<*mut u8> {
        let mut found = vec![self.pointer];
        let dimensions = &self.dimensions;
        let lengths = dimensions.shape.iter().zip(&dimensions.strides);
        let spread = |length: isize, stride: isize, addresses: Vec<*mut u8>, inner: bool| {
            let mut next = Vec::with_capacity(addresses.len() * length.max(0) as usize);
            if inner {
                for address in addresses {
                    next.extend((0..length).map(|index| address.wrapping_offset(index * stride)));
                }
            } else {
                for index in 0..length {
                    let moved = |address: &*mut u8| address.wrapping_offset(index * stride);
                    next.extend(addresses.iter().map(moved));
                }
            }
            next
        };
        for (&length, &stride) in lengths {
            found = spread(length, stride, found, !is_fortran);
        }
        found
    }

    /// All bytes, items in the order of C or Fortran.
    fn bytes(&self, is_fortran: bool) -> Vec<u8> {
        let count = self.byte_count();
        if count == 0 {
            return Vec::new();
        }
        let is_plain = match is_fortran {
            true => self.dimensions.is_fortran_contiguous(self.item_size),
            false => self.is_c_contiguous(),
        };
        if is_plain {
            // SAFETY: the items lie one behind the other, from the first.
            return unsafe { std::slice::from_raw_parts(self.pointer, count) }.to_vec();
        }
        let mut found = Vec::with_capacity(count);
        for address in self.addresses(is_fortran) {
            // SAFETY: the addresses are those of items.
            found.extend_from_slice(unsafe { self.item(address) });
        }
        found
    }
}

impl MemoryView {
    /// A view of a buffer.
    pub fn of_buffer(buffer: Buffer) -> Ref<MemoryView> {
        let layout = View {
            pointer: buffer.pointer(),
            format: buffer.format().to_owned(),
            item_size: buffer.item_size(),
            read_only: buffer.is_read_only(),
            dimensions: buffer.dimensions(),
        };
        MemoryView::made(ManagedBuffer::of(buffer), layout)
    }

    /// A view of any object that shows its memory.
    pub fn of_object(vm: &Vm, object: &Value, bits: i64) -> Result<Ref<MemoryView>> {
        if let Some(view) = object.downcast::<MemoryView>() {
            let buffer = view.managed(vm)?;
            return Ok(MemoryView::made(buffer, view.layout.clone()));
        }
        if !Buffer::is_shown_by(vm, object) {
            return Err(vm.type_error(format!(
                "memoryview: a bytes-like object is required, not '{}'",
                object.class().name()
            )));
        }
        Buffer::requested(vm, object, bits).map(MemoryView::of_buffer)
    }

    fn made(buffer: Ref<ManagedBuffer>, layout: View) -> Ref<MemoryView> {
        Ref::new(MemoryView {
            buffer: Guarded::new(Some(buffer)),
            layout,
            exports: Cell::new(0),
            hash: Cell::new(-1),
        })
    }

    fn is_released(&self) -> bool {
        self.buffer.borrow().is_none()
    }

    /// The error of a released view.
    fn check(&self, vm: &Vm) -> Result<()> {
        if self.is_released() {
            return Err(released(vm));
        }
        Ok(())
    }

    fn managed(&self, vm: &Vm) -> Result<Ref<ManagedBuffer>> {
        let buffer = self.buffer.borrow().clone();
        buffer.ok_or_else(|| released(vm))
    }

    /// Another view of the same memory.
    fn with_layout(&self, vm: &Vm, layout: View) -> Result<Value> {
        Ok(MemoryView::made(self.managed(vm)?, layout).into())
    }

    /// All bytes, items in the order of C.
    pub fn to_bytes(&self, vm: &Vm) -> Result<Vec<u8>> {
        self.check(vm)?;
        Ok(self.layout.bytes(false))
    }

    /// The object whose memory it is; nothing of a released view.
    pub fn object(&self) -> Option<Value> {
        let buffer = self.buffer.borrow();
        buffer.as_ref().map(|buffer| buffer.owner().clone())
    }

    /// Gives the memory back; a BufferError while it is shown to others.
    pub fn release(&self, vm: &Vm) -> Result<()> {
        let exports = self.exports.get();
        if exports > 0 {
            let s = if exports == 1 { "" } else { "s" };
            return Err(vm.buffer_error(format!("memoryview has {exports} exported buffer{s}")));
        }
        drop(self.buffer.take());
        Ok(())
    }
}

#[cold]
fn released(vm: &Vm) -> Raised {
    vm.value_error("operation forbidden on released memoryview object")
}

/// What `memoryview(object)` asks of the object.
const ASKED: i64 = request::FULL_READ_ONLY;
