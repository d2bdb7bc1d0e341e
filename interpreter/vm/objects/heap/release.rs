//! Releasing objects whose last reference was given back.
#![allow(unsafe_code, reason = "payloads are dropped, blocks given back")]

use super::blocks;
use super::finalizers;
use super::statistics;
use super::{Header, Object, Payload, state};
use crate::objects::attributes;
use crate::objects::gc;
use crate::objects::guarded::Global;
use crate::objects::types::flags;
use crate::objects::value::Value;
use crate::objects::weakref;

/// How deep releases nest before the rest is queued.
const DEEPEST_RELEASE: usize = 64;

struct Releases {
    depth: usize,
    later: Vec<*const Header>,
}

impl Releases {
    /// Leaves an object for later; for ever where there is no memory to remember it.
    fn put_off(&mut self, header: *const Header) {
        if self.later.try_reserve(1).is_ok() {
            self.later.push(header);
        }
    }
}

static RELEASES: Global<Releases> = Global::new(Releases {
    depth: 0,
    later: Vec::new(),
});

/// Releases an object of a native type whose instances have no prefix, and no finalizer but one
/// that seldom has anything to do.
///
/// # Safety
/// The payload is a `T`, and nothing refers to the object any more.
#[inline(always)]
pub(super) unsafe fn release_natively<T: Payload>(header: *const Header) {
    // SAFETY: promised by the caller; the interpreter lock is held.
    unsafe {
        let state = (*header).state();
        if state & (state::HAS_WEAK_REFERENCES | state::MOVED) != 0 {
            return release_slowly(header);
        }
        let object = header.cast_mut().cast::<Object<T>>();
        if T::SELDOM_FINALIZED
            && state & state::FINALIZED == 0
            && (*object).payload.wants_finalizer()
        {
            return release_slowly(header);
        }
        if T::CONTAINER {
            let releases = RELEASES.get();
            if releases.depth >= DEEPEST_RELEASE {
                releases.put_off(header);
                return;
            }
            releases.depth += 1;
            if state & state::PLACE_MASK != 0 {
                gc::untrack(&*header);
            }
        }
        let size = size_of::<Object<T>>() + (*object).payload.tail_size();
        std::ptr::drop_in_place(&raw mut (*object).payload);
        drop(std::ptr::read(&raw const (*object).header.class));
        blocks::give_back(object.cast::<u8>(), size);
        statistics::released();
        if T::CONTAINER {
            let releases = RELEASES.get();
            releases.depth -= 1;
            if releases.depth == 0 && !releases.later.is_empty() {
                release_later();
            }
        }
    }
}

/// Releases what was too deep, with what that brings.
#[cold]
#[inline(never)]
unsafe fn release_later() {
    // SAFETY: the interpreter lock is held, and nothing refers to the objects any more.
    unsafe {
        while let Some(header) = RELEASES.get().later.pop() {
            RELEASES.get().depth += 1;
            destroy(header);
            RELEASES.get().depth -= 1;
        }
    }
}

/// Releases an object of any type.
///
/// # Safety
/// Nothing refers to the object any more.
#[inline(never)]
pub(in crate::objects) unsafe fn release_slowly(header: *const Header) {
    // SAFETY: promised by the caller; the interpreter lock is held.
    unsafe {
        let class = &(*header).class;
        if (class.has_finalizer() || (*header).has_state(state::HAS_WEAK_REFERENCES))
            && postpone(header)
        {
            return;
        }
        if !class.layout().container && class.prefix_size() == 0 {
            // Nothing that it holds is released by recursion.
            destroy(header);
            return;
        }
        let releases = RELEASES.get();
        if releases.depth >= DEEPEST_RELEASE {
            releases.put_off(header);
            return;
        }
        releases.depth += 1;
        destroy(header);
        let releases = RELEASES.get();
        releases.depth -= 1;
        if releases.depth == 0 && !releases.later.is_empty() {
            release_later();
        }
    }
}

/// Queues the finalizer if there is one to run, and otherwise clears weak references.
#[cold]
unsafe fn postpone(header: *const Header) -> bool {
    // SAFETY: the object is intact; a queued one gets a reference again, held by the queue.
    unsafe {
        let object = &*header;
        let layout = object.class.layout();
        if object.class.has_finalizer()
            && !object.has_state(state::FINALIZED)
            && (layout.wants_finalizer)(header)
        {
            object.set_state(object.state() | state::FINALIZED);
            object.count.set(1);
            if object.class.has(flags::FORGOTTEN_FIRST)
                && object.has_state(state::HAS_WEAK_REFERENCES)
            {
                weakref::referent_dies(object);
            }
            finalizers::queue(Value::from_bits(header as u64));
            return true;
        }
        if object.has_state(state::HAS_WEAK_REFERENCES) {
            object.count.set(1);
            weakref::referent_dies(object);
            object.count.set(0);
        }
        false
    }
}

unsafe fn destroy(header: *const Header) {
    // SAFETY: nothing refers to the object; its class is kept alive until its block is freed.
    unsafe {
        if (*header).state() & state::PLACE_MASK != 0 {
            gc::untrack(&*header);
        }
        let class = std::ptr::read(&raw const (*header).class);
        let layout = class.layout();
        let mut prefix = class.prefix_size();
        if prefix == 0 && !(*header).has_state(state::MOVED) {
            (layout.release)(header.cast_mut());
            return;
        }
        if (*header).has_state(state::MOVED) {
            prefix = attributes::take_moved_size(header);
        }
        let tail = (layout.tail)(header);
        attributes::drop_prefix(header, &class);
        (layout.drop)(header.cast_mut());
        let size = prefix + layout.object.size() + tail;
        blocks::give_back(header.cast::<u8>().cast_mut().sub(prefix), size);
        statistics::released();
    }
}
