//! Objects in memory: headers, reference counts, allocation and release.
//!
//! ```text
//!   prefix (only where the type says so)        header       payload       tail
//!   ... value 1 | value 0 | shape | dict   |  type | count,  |  T        |  items, text
//!                                          |       | state   |           |
//!                                          ^ a Value or a Ref points here
//! ```
//!
//! The prefix holds the members of `__slots__` and the attributes of instances at places that
//! do not depend on the payload, so that one inline cache serves plain classes and subclasses
//! of built-in types alike (see `attributes`).
//!
//! Releasing never runs Python code. An object whose type has a finalizer is kept alive and
//! queued when its count reaches zero; the evaluation loop runs the queue as soon as the
//! current instruction or native function is done. Release does not recurse without bound
//! either: past a depth, objects are queued and released by the outermost call.
#![allow(unsafe_code, reason = "allocation, reference counts, payload casts")]

use std::alloc;
use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

mod blocks;
mod release;

pub(super) use release::release_slowly;

use super::attributes;
use super::buffer::Buffer;
use super::gc;
use super::guarded::Global;
use super::types::Type;
use super::value::Value;
use crate::{Result, Vm};

/// What every object begins with.
#[repr(C)]
pub struct Header {
    class: Ref<Type>,
    count: Cell<u32>,
    state: Cell<u32>,
}

/// An object: header and payload.
#[repr(C)]
pub struct Object<T> {
    header: Header,
    payload: T,
}

/// The count that objects start with which live as long as the process.
const IMMORTAL: u32 = 1 << 30;

/// Bits of [`Header::state`]; the others are the collector's (see `gc`).
pub mod state {
    /// The prefix has another size than the type says (see `attributes::move_to_class`).
    pub const MOVED: u32 = 1 << 27;
    /// Weak references point to the object.
    pub const HAS_WEAK_REFERENCES: u32 = 1 << 28;
    /// A dict that is the namespace of a class, and that no script has been given (see
    /// `types::namespaces`).
    pub const NAMESPACE: u32 = 1 << 30;
    /// The finalizer has run, or is queued.
    pub const FINALIZED: u32 = 1 << 29;
    /// Which bits hold the place in the collector's list, plus one; zero when not in one.
    pub const PLACE_MASK: u32 = (1 << 27) - 1;
}

impl Header {
    /// The type of the object.
    #[inline(always)]
    pub fn class(&self) -> &Ref<Type> {
        &self.class
    }

    /// How many references there are.
    #[inline(always)]
    pub fn count(&self) -> u32 {
        self.count.get()
    }

    /// Counts a further reference.
    #[inline(always)]
    pub fn add_reference(&self) {
        self.count.set(self.count.get().wrapping_add(1));
    }

    /// The bits described in [`state`].
    #[inline(always)]
    pub fn state(&self) -> u32 {
        self.state.get()
    }

    /// Changes the bits described in [`state`].
    #[inline(always)]
    pub fn set_state(&self, state: u32) {
        self.state.set(state);
    }

    /// Whether the collector knows the object.
    #[inline(always)]
    pub fn is_tracked(&self) -> bool {
        self.state.get() & state::PLACE_MASK != 0
    }

    /// Whether all of `bits` are set in the state.
    #[inline(always)]
    pub fn has_state(&self, bits: u32) -> bool {
        self.state.get() & bits == bits
    }

    /// Gives the object another type of the same layout and prefix, as `__class__ = ...` does.
    /// Returns the old type, which the caller must keep alive while references to it may be.
    pub fn replace_class(&self, class: Ref<Type>) -> Ref<Type> {
        // SAFETY: the interpreter lock is held; no reference into the field outlives the old
        // type, which the caller keeps.
        unsafe { std::ptr::replace((&raw const self.class).cast_mut(), class) }
    }
}

impl Header {
    /// The object as a value, with a reference of its own.
    pub fn to_value(&self) -> Value {
        self.add_reference();
        // SAFETY: the word of an object is the address of its header; the reference has just
        // been counted.
        unsafe { Value::from_bits(self as *const Header as u64) }
    }
}

/// The header of the object that a payload belongs to.
///
/// # Safety
/// The payload is that of an object.
pub(super) unsafe fn header_of<T>(payload: &T) -> *const Header {
    // SAFETY: promised by the caller.
    unsafe {
        (&raw const *payload)
            .byte_sub(std::mem::offset_of!(Object<T>, payload))
            .cast::<Header>()
    }
}

/// Releases an object that nothing refers to any more.
pub type Release = unsafe fn(*const Header);

/// What the heap must know about a payload.
pub struct Layout {
    /// Size and alignment of the object with its header.
    pub object: alloc::Layout,
    /// Whether the collector follows its references.
    pub container: bool,
    /// Drops the payload.
    drop: unsafe fn(*mut Header),
    /// Drops the payload of an object without prefix, and gives its memory back.
    release: unsafe fn(*mut Header),
    /// As [`release_slowly`], for native types whose instances have neither prefix nor
    /// finalizer.
    pub(super) release_natively: Release,
    /// Whether `wants_finalizer` mostly says no.
    pub(super) seldom_finalized: bool,
    /// Shows each value that the payload holds.
    #[allow(clippy::type_complexity, reason = "said once")]
    traverse: unsafe fn(*const Header, &mut dyn FnMut(&Value)),
    /// Drops the values that the payload holds, to break cycles.
    clear: unsafe fn(*const Header),
    /// Bytes behind the payload.
    tail: unsafe fn(*const Header) -> usize,
    /// Whether the finalizer of the type has anything to do for this object.
    wants_finalizer: unsafe fn(*const Header) -> bool,
    /// Shows the object's memory, where it has the buffer protocol.
    pub(super) buffer: Option<fn(&Vm, &Value) -> Result<Buffer>>,
}

/// The native part of an object. Implement it with [`crate::payload`].
///
/// # Safety
/// `layout` and `class` belong to this type alone, and `tail_size` is the size of the tail
/// that the object was allocated with.
pub unsafe trait Payload: Sized + 'static {
    /// Whether it may take part in a reference cycle.
    const CONTAINER: bool;

    /// The layout, at one address for the whole process.
    fn layout() -> &'static Layout;

    /// The type of objects made from this payload alone.
    fn class() -> &'static Ref<Type>;

    /// Whether an object that was just made can come to take part in a cycle.
    #[inline(always)]
    fn may_be_in_cycle(&self) -> bool {
        true
    }

    /// Shows each value that the payload holds, each as often as it is held.
    fn traverse(&self, _visit: &mut dyn FnMut(&Value)) {}

    /// Drops the values that the payload holds, to break cycles.
    fn clear(&self) {}

    /// Bytes behind the payload.
    fn tail_size(&self) -> usize {
        0
    }

    /// Whether the finalizer of the type has anything to do for this object.
    fn wants_finalizer(&self) -> bool {
        true
    }

    /// Whether [`Payload::wants_finalizer`] mostly says no: such an object is released at once.
    const SELDOM_FINALIZED: bool = false;

    /// Shows the object's memory, where it has the buffer protocol (see `buffer`).
    #[allow(clippy::type_complexity, reason = "said once")]
    const BUFFER: Option<fn(&Vm, &Ref<Self>) -> Result<Buffer>> = None;
}

impl Layout {
    /// The layout of a payload.
    pub const fn of<T: Payload>() -> Layout {
        unsafe fn drop<T: Payload>(header: *mut Header) {
            // SAFETY: called once, with an object of this layout that nothing refers to.
            unsafe { std::ptr::drop_in_place(&raw mut (*header.cast::<Object<T>>()).payload) }
        }
        unsafe fn release<T: Payload>(header: *mut Header) {
            // SAFETY: as above; the object has no prefix.
            unsafe {
                let object = header.cast::<Object<T>>();
                let size = size_of::<Object<T>>() + (*object).payload.tail_size();
                std::ptr::drop_in_place(&raw mut (*object).payload);
                blocks::give_back(header.cast::<u8>(), size);
                statistics::released();
            }
        }
        unsafe fn release_natively<T: Payload>(header: *const Header) {
            // SAFETY: called once, with an object of this layout that nothing refers to.
            unsafe { release::release_natively::<T>(header) }
        }
        unsafe fn traverse<T: Payload>(header: *const Header, visit: &mut dyn FnMut(&Value)) {
            // SAFETY: called with a live object of this layout; so are the following.
            unsafe { (*header.cast::<Object<T>>()).payload.traverse(visit) }
        }
        unsafe fn clear<T: Payload>(header: *const Header) {
            // SAFETY: as above.
            unsafe { (*header.cast::<Object<T>>()).payload.clear() }
        }
        unsafe fn tail<T: Payload>(header: *const Header) -> usize {
            // SAFETY: as above.
            unsafe { (*header.cast::<Object<T>>()).payload.tail_size() }
        }
        unsafe fn wants_finalizer<T: Payload>(header: *const Header) -> bool {
            // SAFETY: as above.
            unsafe { (*header.cast::<Object<T>>()).payload.wants_finalizer() }
        }
        fn buffer<T: Payload>(vm: &Vm, object: &Value) -> Result<Buffer> {
            match (T::BUFFER, object.downcast::<T>()) {
                (Some(buffer), Some(object)) => buffer(vm, object),
                _ => Err(super::buffer::not_bytes_like(vm, object)),
            }
        }
        Layout {
            object: alloc::Layout::new::<Object<T>>(),
            container: T::CONTAINER,
            drop: drop::<T>,
            release: release::<T>,
            release_natively: release_natively::<T>,
            seldom_finalized: T::SELDOM_FINALIZED,
            traverse: traverse::<T>,
            clear: clear::<T>,
            tail: tail::<T>,
            wants_finalizer: wants_finalizer::<T>,
            buffer: match T::BUFFER {
                Some(_) => Some(buffer::<T>),
                None => None,
            },
        }
    }
}

/// Implements [`Payload`] for a type: `payload!(List, LIST, container { traverse ... })` for
/// one that holds values, `payload!(Float, FLOAT)` for one that does not.
#[macro_export]
macro_rules! payload {
    (@common $name:ty, $class:path) => {
        fn layout() -> &'static $crate::objects::heap::Layout {
            static LAYOUT: $crate::objects::heap::Layout =
                $crate::objects::heap::Layout::of::<$name>();
            &LAYOUT
        }
        fn class() -> &'static $crate::objects::heap::Ref<$crate::objects::types::Type> {
            $class.as_ref()
        }
    };
    ($name:ty, $class:path) => {
        // SAFETY: the layout is a static of this implementation alone; there is no tail.
        #[allow(unsafe_code, reason = "the macro keeps the contract")]
        unsafe impl $crate::objects::heap::Payload for $name {
            const CONTAINER: bool = false;
            $crate::payload!(@common $name, $class);
        }
    };
    ($name:ty, $class:path, { $($items:tt)* }) => {
        // SAFETY: the layout is a static of this implementation alone; a tail is declared by
        // the files that allocate with one.
        #[allow(unsafe_code, reason = "the macro keeps the contract")]
        unsafe impl $crate::objects::heap::Payload for $name {
            const CONTAINER: bool = true;
            $crate::payload!(@common $name, $class);
            $($items)*
        }
    };
    ($name:ty, $class:path, leaf { $($items:tt)* }) => {
        // SAFETY: as above.
        #[allow(unsafe_code, reason = "the macro keeps the contract")]
        unsafe impl $crate::objects::heap::Payload for $name {
            const CONTAINER: bool = false;
            $crate::payload!(@common $name, $class);
            $($items)*
        }
    };
}

/// A counted pointer to an object whose payload is a `T`. The same word as a [`Value`].
#[repr(transparent)]
pub struct Ref<T>(NonNull<Object<T>>, PhantomData<T>);

impl<T: Payload> Ref<T> {
    /// A new object of the payload's own type.
    #[inline(always)]
    pub fn new(payload: T) -> Ref<T> {
        Ref::with_class(T::class(), payload)
    }

    /// As [`Ref::new`], written out where it stands, so that the payload is made in its place:
    /// for the objects that are made most often.
    #[inline(always)]
    pub fn new_in_place(payload: T) -> Ref<T> {
        Ref::make(T::class(), || payload, 0, |_| ())
    }

    /// A new object of `class`, which is the payload's own type or a subclass of it.
    #[inline(always)]
    pub fn with_class(class: &Ref<Type>, payload: T) -> Ref<T> {
        Ref::make(class, || payload, 0, |_| ())
    }

    /// A new object with `tail` bytes behind the payload, which `fill` initializes.
    #[inline]
    pub fn with_tail(
        class: &Ref<Type>,
        payload: T,
        tail: usize,
        fill: impl FnOnce(*mut u8),
    ) -> Ref<T> {
        Ref::make(class, || payload, tail, fill)
    }

    /// The same; the payload is made in its place, which is faster where it is made of values
    /// in registers.
    #[inline(always)]
    pub fn make(
        class: &Ref<Type>,
        payload: impl FnOnce() -> T,
        tail: usize,
        fill: impl FnOnce(*mut u8),
    ) -> Ref<T> {
        let mut prefix = class.prefix_size();
        if prefix != 0 && !class.is_ready() {
            super::class_creation::make_ready(class);
            prefix = class.prefix_size();
        }
        let size = prefix + size_of::<Object<T>>() + tail;
        // SAFETY: the size is not zero; the block is large enough for prefix, object and tail,
        // which are initialized before anything can see them.
        let pointer = unsafe {
            const { assert!(align_of::<Object<T>>() <= blocks::GRAIN) };
            let block = blocks::allocate(size);
            if prefix != 0 {
                attributes::initialize_prefix(block, prefix, class);
            }
            let object = block.add(prefix).cast::<Object<T>>();
            (&raw mut (*object).header).write(Header {
                class: class.clone(),
                count: Cell::new(1),
                state: Cell::new(0),
            });
            (&raw mut (*object).payload).write(payload());
            fill(object.add(1).cast::<u8>());
            NonNull::new_unchecked(object)
        };
        // SAFETY: the object was just made.
        let leads_on = || unsafe { (*pointer.as_ptr()).payload.may_be_in_cycle() };
        // A class in the language can lead back to its instances.
        if T::CONTAINER && (leads_on() || !class.is(T::class())) || prefix != 0 {
            gc::track(pointer.cast::<Header>());
        }
        statistics::allocated();
        Ref(pointer, PhantomData)
    }
}

/// Objects whose words are written by their own code, and given back in the same way: for those
/// that are made and ended most often.
impl<T: Payload> Ref<T> {
    /// Memory for an object with a tail, and no prefix.
    ///
    /// # Safety
    /// The object is written before it is seen.
    #[inline(always)]
    pub(super) unsafe fn allocate(tail: usize) -> NonNull<Object<T>> {
        // SAFETY: the size is not zero, and blocks are not null.
        unsafe {
            let block = blocks::allocate(size_of::<Object<T>>() + tail);
            NonNull::new_unchecked(block.cast::<Object<T>>())
        }
    }

    /// Writes the header of a new object. Gives the place of the payload.
    ///
    /// # Safety
    /// There is room for the object.
    #[inline(always)]
    pub(super) unsafe fn begin(object: *mut Object<T>, class: Ref<Type>) -> *mut T {
        // SAFETY: promised by the caller.
        unsafe {
            (&raw mut (*object).header.class).write(class);
            (&raw mut (*object).header.count).write(Cell::new(1));
            (&raw mut (*object).header.state).write(Cell::new(0));
            &raw mut (*object).payload
        }
    }

    /// The reference to an object of a container type in memory of [`Ref::allocate`].
    ///
    /// # Safety
    /// Header, payload and tail are written.
    #[inline(always)]
    pub(super) unsafe fn placed(object: NonNull<Object<T>>) -> Ref<T> {
        gc::track(object.cast::<Header>());
        statistics::allocated();
        Ref(object, PhantomData)
    }

    /// Gives the memory of an object back that has no prefix, and whose payload holds nothing
    /// any more.
    ///
    /// # Safety
    /// This is the last reference, no weak one is left, and nothing has to be finalized.
    #[inline(always)]
    pub(super) unsafe fn free_emptied(self, tail: usize) {
        let object = self.0.as_ptr();
        std::mem::forget(self);
        // SAFETY: promised by the caller.
        unsafe {
            gc::untrack(&(*object).header);
            drop(std::ptr::read(&raw const (*object).header.class));
            blocks::give_back(object.cast::<u8>(), size_of::<Object<T>>() + tail);
        }
        statistics::released();
    }
}

impl<T> Ref<T> {
    /// The reference to an object that is a static.
    pub(super) const fn to_static(object: &'static Object<T>) -> Ref<T> {
        Ref(NonNull::from_ref(object), PhantomData)
    }

    /// The header of the object.
    #[inline(always)]
    pub fn header(&self) -> &Header {
        // SAFETY: the object is alive while this reference is.
        unsafe { &self.0.as_ref().header }
    }

    /// The type of the object.
    #[inline(always)]
    pub fn class(&self) -> &Ref<Type> {
        &self.header().class
    }

    /// Where the object is, as `id()` shows it.
    #[inline(always)]
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }

    /// Whether the two are the same object.
    #[inline(always)]
    pub fn is(&self, other: &Ref<T>) -> bool {
        self.0 == other.0
    }

    /// The object as a value, borrowed.
    #[inline(always)]
    pub fn as_value(&self) -> &Value {
        // SAFETY: both are one word, the address of the header.
        unsafe { &*(self as *const Ref<T>).cast::<Value>() }
    }

    /// The object as a value.
    #[inline(always)]
    pub fn into_value(self) -> Value {
        let bits = self.0.as_ptr() as u64;
        std::mem::forget(self);
        // SAFETY: the reference's count is handed on.
        unsafe { Value::from_bits(bits) }
    }

    /// The object as a value, with a reference of its own.
    #[inline(always)]
    pub fn to_value(&self) -> Value {
        self.as_value().clone()
    }

    /// Where the tail begins.
    #[inline(always)]
    pub(super) fn tail(&self) -> *mut u8 {
        // SAFETY: the tail lies directly behind the object.
        unsafe { self.0.as_ptr().add(1).cast::<u8>() }
    }
}

impl<T> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Ref<T> {
        self.header().add_reference();
        Ref(self.0, PhantomData)
    }
}

impl<T> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the object is alive, and this reference is given back once.
        unsafe { give_back(self.0.as_ptr().cast::<Header>()) }
    }
}

impl<T> Deref for Ref<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the object is alive while this reference is.
        unsafe { &self.0.as_ref().payload }
    }
}

impl<T> std::fmt::Debug for Ref<T> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?}", self.as_value())
    }
}

impl<T> Object<T> {
    /// An object for a static: it lives as long as the process.
    pub const fn immortal(class: Ref<Type>, payload: T) -> Object<T> {
        Object {
            header: Header {
                class,
                count: Cell::new(IMMORTAL),
                state: Cell::new(0),
            },
            payload,
        }
    }
}

/// Gives one reference back, and releases the object if it was the last.
///
/// # Safety
/// The header is that of a live object, and the caller owns one reference to it.
#[inline(always)]
pub unsafe fn give_back(header: *const Header) {
    // SAFETY: promised by the caller.
    unsafe {
        let count = (*header).count.get().wrapping_sub(1);
        (*header).count.set(count);
        if count == 0 {
            (*header).class.release()(header);
        }
    }
}

/// Makes the tail of an object larger by `more` bytes, moving the object if need be; `change`
/// then fills them and tells the payload. Gives the reference back where that cannot be done:
/// there are other references, or the object has a prefix or is known to the collector.
pub(super) fn grow_tail<T: Payload>(
    object: Ref<T>,
    more: usize,
    change: impl FnOnce(&mut T, *mut u8),
) -> Result<Ref<T>, Ref<T>> {
    let header = object.header();
    if header.count() != 1 || header.state() != 0 || header.class.prefix_size() != 0 {
        return Err(object);
    }
    let old = size_of::<Object<T>>() + object.tail_size();
    // SAFETY: the block was allocated with this size, and nothing else refers to it.
    unsafe {
        let block = blocks::grow(object.0.as_ptr().cast::<u8>(), old, old + more);
        let Some(pointer) = NonNull::new(block.cast::<Object<T>>()) else {
            return Err(object);
        };
        std::mem::forget(object);
        change(
            &mut (*pointer.as_ptr()).payload,
            pointer.as_ptr().add(1).cast::<u8>(),
        );
        Ok(Ref(pointer, PhantomData))
    }
}

/// Shows each value that the object holds: payload, attributes and type.
pub fn traverse(header: &Header, visit: &mut dyn FnMut(&Value)) {
    visit(header.class.as_value());
    if header.class.prefix_size() != 0 {
        attributes::traverse_prefix(header, visit);
    }
    // SAFETY: the layout is that of the object.
    unsafe { (header.class.layout().traverse)(header, visit) }
}

/// Whether the finalizer of the type has anything to do for the object.
pub fn wants_finalizer(header: &Header) -> bool {
    // SAFETY: the layout is that of the object.
    unsafe { (header.class.layout().wants_finalizer)(header) }
}

/// Drops what the object holds, to break a cycle.
pub fn clear(header: &Header) {
    if header.class.prefix_size() != 0 {
        attributes::clear_prefix(header);
    }
    // SAFETY: the layout is that of the object.
    unsafe { (header.class.layout().clear)(header) }
}

/// Finalizers that wait until Python code may run.
pub mod finalizers {
    use std::cell::Cell;

    use super::{Global, Value};

    static QUEUE: Global<Vec<Value>> = Global::new(Vec::new());
    static KEPT: Global<Vec<Value>> = Global::new(Vec::new());
    static WAITING: Global<Cell<bool>> = Global::new(Cell::new(false));

    /// Queues an object whose finalizer is to run, or a weak reference whose callback is.
    pub fn queue(object: Value) {
        // SAFETY: the interpreter lock is held.
        unsafe {
            if QUEUE.get().try_reserve(1).is_err() {
                // No memory: what is being unwound or released cannot be stopped for that.
                std::mem::forget(object);
                return;
            }
            QUEUE.get().push(object);
            WAITING.get().set(true);
        }
    }

    /// Keeps a value alive that has nothing to finalize until the queue is next run.
    pub fn keep(object: Value) {
        // SAFETY: the interpreter lock is held.
        unsafe {
            KEPT.get().push(object);
            WAITING.get().set(true);
        }
    }

    /// Whether [`take`] would give anything.
    #[inline(always)]
    pub fn waiting() -> bool {
        // SAFETY: the interpreter lock is held.
        unsafe { WAITING.get().get() }
    }

    /// The queued objects, in the order in which they were queued.
    pub fn take() -> Vec<Value> {
        // SAFETY: the interpreter lock is held.
        unsafe {
            WAITING.get().set(false);
            drop(std::mem::take(KEPT.get()));
            std::mem::take(QUEUE.get())
        }
    }
}

/// How many objects there are: for the leak check of stress builds.
pub mod statistics {
    #[cfg(any(debug_assertions, weft_stress))]
    static LIVE: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(0);

    #[inline(always)]
    pub(super) fn allocated() {
        #[cfg(any(debug_assertions, weft_stress))]
        LIVE.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }

    #[inline(always)]
    pub(super) fn released() {
        #[cfg(any(debug_assertions, weft_stress))]
        LIVE.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    }

    /// Objects allocated and not released, where the build counts them.
    pub fn live() -> Option<i64> {
        #[cfg(any(debug_assertions, weft_stress))]
        return Some(LIVE.load(std::sync::atomic::Ordering::Relaxed));
        #[cfg(not(any(debug_assertions, weft_stress)))]
        None
    }
}
