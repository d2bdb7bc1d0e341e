//! The buffer protocol: memory of objects that others read and write in place.
//!
//! A payload that shows its memory sets [`Payload::BUFFER`] to a function that makes a
//! [`Buffer`]. Most keep their bytes in a [`Storage`], which refuses to change its size while
//! buffers of it are alive. Classes in Python have `__buffer__` (see `memoryview::wrapper`).
#![allow(unsafe_code, reason = "memory of objects, shared while it cannot move")]

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Deref;
use std::ptr::NonNull;

use super::bytes::Bytes;
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::memoryview::{self, MemoryView};
use super::types::flags;
use super::value::Value;
use crate::native::{Method, required};
use crate::{Raised, Result, Vm};

/// What is asked of a buffer, as bits: CPython's `PyBUF_...` and `inspect.BufferFlags`.
#[allow(missing_docs, reason = "CPython's names")]
pub mod request {
    pub const SIMPLE: i64 = 0;
    pub const WRITABLE: i64 = 0x1;
    pub const FORMAT: i64 = 0x4;
    pub const ND: i64 = 0x8;
    pub const STRIDES: i64 = 0x10 | ND;
    pub const INDIRECT: i64 = 0x100 | STRIDES;
    pub const FULL_READ_ONLY: i64 = INDIRECT | FORMAT;
    pub const FULL: i64 = FULL_READ_ONLY | WRITABLE;
}

/// Memory of an object. While it is alive, the object does not move it.
pub struct Buffer {
    owner: Value,
    pointer: *mut u8,
    length: usize,
    read_only: bool,
    item_size: usize,
    format: Cow<'static, str>,
    dimensions: Option<Box<Dimensions>>,
    exports: Option<NonNull<Cell<usize>>>,
    /// Whose memory it is, where the owner stands for another object.
    former_owner: Option<Value>,
}

/// The shape of a buffer that is not simply one row of items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimensions {
    /// How many items there are along each dimension.
    pub shape: Vec<isize>,
    /// How many bytes lie between neighbours along each dimension.
    pub strides: Vec<isize>,
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if let Some(exports) = self.exports {
            // SAFETY: the counter is part of the owner, which this buffer keeps alive.
            let exports = unsafe { exports.as_ref() };
            exports.set(exports.get().saturating_sub(1));
        }
    }
}

impl Buffer {
    /// A buffer of memory that belongs to `owner`, and that is counted as shown.
    ///
    /// # Safety
    /// The memory belongs to the owner and stays where it is, with its length, while the
    /// counter, which is part of the owner too, is not zero, or while the owner lives.
    pub unsafe fn from_raw(
        owner: Value,
        pointer: *mut u8,
        length: usize,
        read_only: bool,
        exports: Option<&Cell<usize>>,
    ) -> Buffer {
        if let Some(exports) = exports {
            exports.set(exports.get() + 1);
        }
        Buffer {
            owner,
            pointer,
            length,
            read_only,
            item_size: 1,
            format: Cow::Borrowed("B"),
            dimensions: None,
            exports: exports.map(NonNull::from),
            former_owner: None,
        }
    }

    /// The same, of items in a format of `struct`.
    pub fn with_items(mut self, format: impl Into<Cow<'static, str>>, item_size: usize) -> Buffer {
        self.format = format.into();
        self.item_size = item_size.max(1);
        self
    }

    /// The same with a shape, which must lie within the memory.
    pub(super) fn with_dimensions(mut self, dimensions: Option<Dimensions>) -> Buffer {
        self.dimensions = dimensions.map(Box::new);
        self
    }

    /// The same, not to be written.
    pub fn as_read_only(mut self) -> Buffer {
        self.read_only = true;
        self
    }

    /// The memory of any object that shows it; a TypeError for others. `bits` is what methods
    /// `__buffer__` are told.
    pub fn of(vm: &Vm, object: &Value, bits: i64) -> Result<Buffer> {
        if object.class().has(flags::HEAP)
            && let Some(buffer) = memoryview::wrapper::buffer_by_method(vm, object, bits)?
        {
            return Ok(buffer);
        }
        match object
            .header()
            .and_then(|header| header.class().layout().buffer)
        {
            Some(buffer) => buffer(vm, object),
            None => Err(not_bytes_like(vm, object)),
        }
    }

    /// The bytes of an object, without gaps, to be read.
    pub fn contiguous(vm: &Vm, object: &Value) -> Result<Buffer> {
        Buffer::requested(vm, object, request::SIMPLE)
    }

    /// The bytes of an object, without gaps, to be written; a BufferError where it is constant.
    pub fn writable(vm: &Vm, object: &Value) -> Result<Buffer> {
        Buffer::requested(vm, object, request::WRITABLE)
    }

    /// The memory of an object, as [`request`] bits ask for it.
    pub fn requested(vm: &Vm, object: &Value, bits: i64) -> Result<Buffer> {
        let buffer = Buffer::of(vm, object, bits)?;
        let is_view = object.downcast::<MemoryView>().is_some();
        if bits & request::WRITABLE != 0 && buffer.read_only {
            return Err(vm.buffer_error(if is_view {
                "memoryview: underlying buffer is not writable"
            } else {
                "Object is not writable."
            }));
        }
        if bits & request::STRIDES != request::STRIDES && !buffer.is_contiguous() {
            return Err(vm.buffer_error("memoryview: underlying buffer is not C-contiguous"));
        }
        Ok(buffer)
    }

    /// The same with another owner, which keeps the former one.
    pub(super) fn with_owner(mut self, owner: Value) -> Buffer {
        let former = std::mem::replace(&mut self.owner, owner);
        self.former_owner = Some(former);
        self
    }

    /// Whether an object shows its memory.
    pub fn is_shown_by(vm: &Vm, object: &Value) -> bool {
        let native = |value: &Value| {
            let header = value.header();
            header.is_some_and(|header| header.class().layout().buffer.is_some())
        };
        native(object)
            || object.class().has(flags::HEAP)
                && object
                    .class()
                    .lookup(vm, &vm.intern("__buffer__"))
                    .is_some()
    }

    /// Whose memory it is.
    pub fn owner(&self) -> &Value {
        &self.owner
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Whether it must not be written.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// The format of the items, as `struct` writes it.
    pub fn format(&self) -> &str {
        &self.format
    }

    /// Bytes of an item.
    pub fn item_size(&self) -> usize {
        self.item_size
    }

    /// Shape and strides.
    pub fn dimensions(&self) -> Dimensions {
        match &self.dimensions {
            Some(dimensions) => (**dimensions).clone(),
            None => Dimensions {
                shape: vec![(self.length / self.item_size) as isize],
                strides: vec![self.item_size as isize],
            },
        }
    }

    /// Whether the items lie one behind the other, in the order of C.
    pub fn is_contiguous(&self) -> bool {
        match &self.dimensions {
            Some(dimensions) => dimensions.is_c_contiguous(self.item_size),
            None => true,
        }
    }

    /// The address of the first item.
    pub(super) fn pointer(&self) -> *mut u8 {
        self.pointer
    }

    /// The bytes, of a buffer without gaps.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: the owner keeps the memory in place; nothing writes it while native code
        // that reads it runs.
        unsafe { std::slice::from_raw_parts(self.pointer, self.length) }
    }

    /// Writes bytes at an offset, as far as there is room; they may overlap with the buffer's.
    pub fn write(&self, offset: usize, bytes: &[u8]) {
        if self.read_only || offset >= self.length {
            return;
        }
        let count = bytes.len().min(self.length - offset);
        // SAFETY: the place lies within the memory, which the owner keeps in place.
        unsafe { std::ptr::copy(bytes.as_ptr(), self.pointer.add(offset), count) }
    }

    /// Gives the bytes to be changed. The function must not touch other buffers of the owner.
    pub fn change<R>(&self, change: impl FnOnce(&mut [u8]) -> R) -> R {
        if self.read_only || self.length == 0 {
            return change(&mut []);
        }
        // SAFETY: as above; the interpreter lock is held, and the function runs no Python code.
        change(unsafe { std::slice::from_raw_parts_mut(self.pointer, self.length) })
    }
}

impl Dimensions {
    /// Whether the items lie one behind the other, the last dimension varying fastest.
    pub fn is_c_contiguous(&self, item_size: usize) -> bool {
        self.is_contiguous(item_size, (0..self.shape.len()).rev())
    }

    /// Whether the items lie one behind the other, the first dimension varying fastest.
    pub fn is_fortran_contiguous(&self, item_size: usize) -> bool {
        self.is_contiguous(item_size, 0..self.shape.len())
    }

    fn is_contiguous(&self, item_size: usize, order: impl Iterator<Item = usize>) -> bool {
        if self.shape.contains(&0) {
            return true;
        }
        let mut expected = item_size as isize;
        for dimension in order {
            if self.shape[dimension] > 1 && self.strides[dimension] != expected {
                return false;
            }
            expected *= self.shape[dimension];
        }
        true
    }

    /// How many items there are.
    pub fn count(&self) -> usize {
        self.shape
            .iter()
            .map(|&length| length.max(0) as usize)
            .product()
    }
}

/// The TypeError for an object that has no buffer.
#[cold]
pub fn not_bytes_like(vm: &Vm, object: &Value) -> Raised {
    vm.type_error(format!(
        "a bytes-like object is required, not '{}'",
        object.class().name()
    ))
}

/// Bytes that grow and shrink, but not while they are shown.
#[derive(Default)]
pub struct Storage {
    bytes: Guarded<Vec<u8>>,
    exports: Cell<usize>,
}

impl Storage {
    /// A store of these bytes.
    pub fn new(bytes: Vec<u8>) -> Storage {
        Storage {
            bytes: Guarded::new(bytes),
            exports: Cell::new(0),
        }
    }

    /// How many bytes there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.bytes.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// For how many bytes there is room.
    pub fn capacity(&self) -> usize {
        self.bytes.borrow().capacity()
    }

    /// The byte at a position.
    #[inline]
    pub fn get(&self, position: usize) -> Option<u8> {
        self.bytes.borrow().get(position).copied()
    }

    /// The bytes, copied.
    pub fn to_vec(&self) -> Vec<u8> {
        self.bytes.borrow().clone()
    }

    /// Shows the bytes to a function, which runs no Python code.
    #[inline]
    pub fn read<R>(&self, read: impl FnOnce(&[u8]) -> R) -> R {
        read(&self.bytes.borrow())
    }

    /// Gives the bytes to a function that changes them in place and runs no Python code.
    #[inline]
    pub fn write<R>(&self, write: impl FnOnce(&mut [u8]) -> R) -> R {
        write(&mut self.bytes.borrow_mut())
    }

    /// Gives the bytes to a function that may change their number and runs no Python code; a
    /// BufferError while they are shown.
    #[inline]
    pub fn resize<R>(&self, vm: &Vm, change: impl FnOnce(&mut Vec<u8>) -> R) -> Result<R> {
        self.check_resizable(vm)?;
        Ok(change(&mut self.bytes.borrow_mut()))
    }

    /// Replaces all bytes; a BufferError while they are shown and their number would change.
    pub fn replace(&self, vm: &Vm, bytes: Vec<u8>) -> Result<()> {
        if self.exports.get() > 0 && bytes.len() == self.len() {
            self.write(|place| place.copy_from_slice(&bytes));
            return Ok(());
        }
        self.resize(vm, |place| *place = bytes)
    }

    /// A BufferError while the bytes are shown.
    #[inline]
    pub fn check_resizable(&self, vm: &Vm) -> Result<()> {
        if self.exports.get() > 0 {
            return Err(vm.buffer_error("Existing exports of data: object cannot be re-sized"));
        }
        Ok(())
    }

    /// How many buffers are alive.
    pub fn exports(&self) -> usize {
        self.exports.get()
    }

    /// A buffer of the bytes; `storage` finds them in the payload of their owner.
    pub fn export<T: Payload>(owner: &Ref<T>, storage: fn(&T) -> &Storage) -> Buffer {
        let storage = storage(owner);
        let (pointer, length) = {
            let mut bytes = storage.bytes.borrow_mut();
            (bytes.as_mut_ptr(), bytes.len())
        };
        // SAFETY: the storage lies in the payload of the owner, and `resize` refuses to move
        // the bytes while the counter is not zero.
        unsafe {
            Buffer::from_raw(
                owner.to_value(),
                pointer,
                length,
                false,
                Some(&storage.exports),
            )
        }
    }
}

/// Bytes to read: of a `bytes`, or of any other object with a buffer.
pub enum BytesLike {
    /// Of a `bytes` or an instance of a subclass.
    Bytes(Ref<Bytes>),
    /// Of another object.
    Buffer(Buffer),
}

impl Deref for BytesLike {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            BytesLike::Bytes(bytes) => bytes.as_bytes(),
            BytesLike::Buffer(buffer) => buffer.as_bytes(),
        }
    }
}

impl Vm {
    /// The bytes of any object with a buffer; a TypeError (`a bytes-like object is required`)
    /// for others.
    #[inline]
    pub fn bytes_like(&self, object: &Value) -> Result<BytesLike> {
        if let Some(bytes) = object.downcast_exact::<Bytes>() {
            return Ok(BytesLike::Bytes(bytes.clone()));
        }
        Buffer::contiguous(self, object).map(BytesLike::Buffer)
    }
}

/// `__buffer__` of native types.
pub const BUFFER_METHOD: Method = Method::new(
    "__buffer__",
    "($self, flags, /)",
    |vm, arguments| {
        let bits = vm.to_i64(required(arguments, 1))?;
        let buffer = Buffer::requested(vm, required(arguments, 0), bits)?;
        Ok(MemoryView::of_buffer(buffer).into())
    },
    "Return a buffer object that exposes the underlying memory of the object.",
);

/// `__release_buffer__` of native types whose buffers are counted.
pub const RELEASE_METHOD: Method = Method::new(
    "__release_buffer__",
    "($self, buffer, /)",
    memoryview::wrapper::release_buffer,
    "Release the buffer object that exposes the underlying memory of the object.",
);
