//! The payload of `list`. Methods: `list_type`.
#![allow(unsafe_code, reason = "a vector is handed over by its parts")]

use std::mem::ManuallyDrop;

use super::guarded::Guarded;
use super::heap::Ref;
use super::value::Value;
use crate::payload;

/// The payload of a list.
#[derive(Default)]
pub struct List {
    /// The items. Take values out before dropping them.
    pub items: Guarded<Vec<Value>>,
}

payload!(List, super::list_type::LIST, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items.borrow().iter().for_each(visit);
    }
    fn clear(&self) {
        self.drop_items();
    }
});

impl Drop for List {
    #[inline]
    fn drop(&mut self) {
        // Nothing else refers to the list.
        let items = &mut *self.items.borrow_mut();
        while items.pop().is_some() {}
    }
}

impl List {
    /// Drops all items, the last first, as CPython does.
    #[inline]
    pub fn drop_items(&self) {
        let mut items = self.items.take();
        while items.pop().is_some() {}
    }

    /// A list of these items.
    #[inline(always)]
    pub fn new(items: Vec<Value>) -> Ref<List> {
        // The parts travel in registers: a vector that was just written would have to be
        // waited for.
        let mut items = ManuallyDrop::new(items);
        // SAFETY: the vector is given up.
        unsafe { List::of_parts(items.as_mut_ptr(), items.len(), items.capacity()) }
    }

    /// A list of the items of a vector.
    ///
    /// # Safety
    /// The parts are those of a vector that nothing else owns.
    #[inline(never)]
    unsafe fn of_parts(items: *mut Value, length: usize, capacity: usize) -> Ref<List> {
        // SAFETY: promised by the caller.
        let items = Guarded::new(unsafe { Vec::from_raw_parts(items, length, capacity) });
        Ref::new_in_place(List { items })
    }

    /// How many items there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether there are none.
    #[inline(always)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a position.
    #[inline(always)]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Appends an item.
    #[inline(always)]
    pub fn push(&self, item: Value) {
        self.items.borrow_mut().push(item);
    }

    /// The items as they are now.
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().to_vec()
    }
}
