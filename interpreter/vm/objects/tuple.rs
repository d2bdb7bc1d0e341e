//! The payload of `tuple`: its items lie behind it in one block. Methods: `tuple_type`.
#![allow(unsafe_code, reason = "the items are a tail behind the object")]

use super::guarded::Global;
use super::heap::Ref;
use super::types::Type;
use super::value::Value;
use crate::payload;

/// The payload of a tuple.
pub struct Tuple {
    length: usize,
}

payload!(Tuple, super::tuple_type::TUPLE, {
    #[inline(always)]
    fn may_be_in_cycle(&self) -> bool {
        // A tuple never gets other items, so that only these can lead back to it.
        let is_tracked = |item: &Value| item.header().is_some_and(|header| header.is_tracked());
        self.items().iter().any(is_tracked)
    }
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items().iter().for_each(visit);
    }
    fn clear(&self) {
        // A tuple cannot lose its items; the cycle is broken at another of its objects.
    }
    fn tail_size(&self) -> usize {
        self.length * size_of::<Value>()
    }
});

impl Drop for Tuple {
    #[inline]
    fn drop(&mut self) {
        let items = self.first();
        // The last one first, as in CPython.
        for index in (0..self.length).rev() {
            // SAFETY: each item is dropped once, with the tuple.
            unsafe { items.add(index).drop_in_place() }
        }
    }
}

static EMPTY: Global<Option<Ref<Tuple>>> = Global::new(None);

impl Tuple {
    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // SAFETY: the tail was filled with this many values.
        unsafe { std::slice::from_raw_parts(self.first(), self.length) }
    }

    #[inline(always)]
    fn first(&self) -> *mut Value {
        (self as *const Tuple)
            .wrapping_add(1)
            .cast_mut()
            .cast::<Value>()
    }

    /// A tuple of these items.
    pub fn new(items: Vec<Value>) -> Ref<Tuple> {
        Tuple::of_class(Self::exact(), items)
    }

    /// A tuple of clones of these items.
    pub fn from_slice(items: &[Value]) -> Ref<Tuple> {
        Tuple::with(items.len(), |index| items[index].clone())
    }

    /// A tuple of `length` items; `item` gives each and must not panic.
    #[inline]
    pub fn with(length: usize, mut item: impl FnMut(usize) -> Value) -> Ref<Tuple> {
        if length == 0 {
            return Tuple::empty();
        }
        let size = length * size_of::<Value>();
        Ref::with_tail(Self::exact(), Tuple { length }, size, |tail| {
            for index in 0..length {
                // SAFETY: the tail has room for `length` values.
                unsafe { tail.cast::<Value>().add(index).write(item(index)) }
            }
        })
    }

    /// A tuple of two.
    #[inline]
    pub fn pair(first: Value, second: Value) -> Ref<Tuple> {
        let size = 2 * size_of::<Value>();
        Ref::with_tail(Self::exact(), Tuple { length: 2 }, size, |tail| {
            // SAFETY: the tail has room for two values.
            unsafe { tail.cast::<[Value; 2]>().write([first, second]) }
        })
    }

    /// A tuple, or an instance of a subclass.
    pub fn of_class(class: &Ref<Type>, items: Vec<Value>) -> Ref<Tuple> {
        if items.is_empty() && class.is(Self::exact()) {
            return Tuple::empty();
        }
        let length = items.len();
        let size = length * size_of::<Value>();
        let mut items = items.into_iter();
        Ref::with_tail(class, Tuple { length }, size, |tail| {
            for index in 0..length {
                if let Some(item) = items.next() {
                    // SAFETY: the tail has room for `length` values.
                    unsafe { tail.cast::<Value>().add(index).write(item) }
                }
            }
        })
    }

    /// The empty tuple.
    pub fn empty() -> Ref<Tuple> {
        // SAFETY: the interpreter lock is held; the closure runs no Python code.
        unsafe { EMPTY.get() }
            .get_or_insert_with(|| Ref::with_class(Self::exact(), Tuple { length: 0 }))
            .clone()
    }

    fn exact() -> &'static Ref<Type> {
        super::tuple_type::TUPLE.as_ref()
    }
}
