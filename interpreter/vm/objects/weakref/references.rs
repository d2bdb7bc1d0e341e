//! The weak references to one object.
//!
//! The last ones come first: those that have no callback, which are shared, in front of the
//! others, the newest in front of the older. So adding one moves at most the few shared ones;
//! and one that is taken away far from the end leaves a hole, which is closed with many others.
#![allow(unsafe_code, reason = "pointers that are not counted")]

use super::of;
use crate::objects::heap::Header;
use crate::objects::types::flags;

/// So many references are moved at most to close a hole at once.
const NEAR: usize = 8;

/// The references, each with its place.
#[derive(Default)]
pub(super) struct References {
    /// In the opposite order; null where there is a hole.
    list: Vec<*const Header>,
    holes: usize,
}

impl References {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.len() == self.holes
    }

    /// All of them.
    pub fn in_order(&self) -> impl Iterator<Item = *const Header> {
        let references = self.list.iter().rev().copied();
        references.filter(|reference| !reference.is_null())
    }

    /// Adds one: the very first, or behind those that are shared.
    pub fn add(&mut self, own: *const Header, first: bool) {
        let place = match first {
            true => self.list.len(),
            false => self.list.len() - self.shared_count(),
        };
        self.list.insert(place, own);
        self.number(place);
    }

    fn shared_count(&self) -> usize {
        let references = self.list.iter().rev();
        references
            .take_while(|&&reference| !reference.is_null() && is_shared(reference))
            .count()
    }

    /// Takes one away, which stands at this place.
    pub fn remove(&mut self, place: usize, own: *const Header) {
        if self.list.get(place) != Some(&own) {
            return;
        }
        if self.list.len() - place <= NEAR {
            self.list.remove(place);
            self.number(place);
            return;
        }
        self.list[place] = std::ptr::null();
        self.holes += 1;
        if self.holes > self.list.len() / 2 {
            self.list.retain(|reference| !reference.is_null());
            self.holes = 0;
            self.number(0);
        }
    }

    /// Tells the references from a place on where they stand.
    fn number(&self, from: usize) {
        for (place, &reference) in self.list.iter().enumerate().skip(from) {
            if !reference.is_null() {
                with(reference, |payload| payload.place.set(place));
            }
        }
    }
}

fn is_shared(reference: *const Header) -> bool {
    // SAFETY: references in the table are whole until they have taken themselves out.
    let is_native = unsafe { !(*reference).class().has(flags::HEAP) };
    is_native && with(reference, |payload| payload.callback.borrow().is_none())
}

/// What `action` says of the payload of a reference, which may be about to be released.
fn with<T>(reference: *const Header, action: impl FnOnce(&super::WeakRef) -> T) -> T {
    // SAFETY: as above; the value only borrows the reference.
    let value = unsafe { crate::objects::value::Value::from_bits(reference as u64) };
    let value = std::mem::ManuallyDrop::new(value);
    action(of(&value))
}
