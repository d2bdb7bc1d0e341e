//! The list of containers: how objects come into it and leave it.
//!
//! How many have come since the last collection is not counted but seen from the length of the
//! list. So all that a new object has to be compared with is one number, the *limit*: behind it
//! the list is full, or a collection is due.
#![allow(unsafe_code, reason = "objects are followed without counting them")]

use std::ptr::NonNull;

use super::super::heap::{Header, state};
use super::{Collector, STRESS, collector};
use crate::eval::breaker;

/// So many objects may come before the limit is looked at again, where a collection has been
/// asked for, or none may start.
const MEANWHILE: usize = 64;

/// Puts a new object into the youngest generation.
#[inline(always)]
pub fn track(object: NonNull<Header>) {
    let collector = collector();
    if collector.objects.len() >= collector.limit || STRESS {
        return track_at_limit(object);
    }
    collector.add(object);
}

#[cold]
#[inline(never)]
fn track_at_limit(object: NonNull<Header>) {
    let collector = collector();
    if collector.objects.len() == collector.objects.capacity() {
        make_room(collector);
    }
    let length = collector.objects.len();
    // Without memory, and in a list longer than a place can say, the object lives by its count
    // alone.
    if length < collector.objects.capacity() && length < state::PLACE_MASK as usize {
        collector.add(object);
    }
    let is_due = collector.young_count() > collector.patience as usize || STRESS;
    if is_due && collector.may_collect() {
        breaker::request(breaker::reason::COLLECT);
    }
    collector.renew_limit();
}

/// Closes the holes of a full list when they are many; otherwise it grows.
fn make_room(collector: &mut Collector) {
    if collector.holes > collector.objects.len() / 2 {
        close_holes(collector, 0);
    } else {
        // Where that is refused, objects are left out. Each refusal has the allocator look through
        // all it has, which is not for every object.
        if collector.left_out > 0 {
            collector.left_out -= 1;
            return;
        }
        let more = collector.objects.len().max(1024);
        let objects = &mut collector.objects;
        if objects.try_reserve(more).is_err() && objects.try_reserve_exact(more / 16).is_err() {
            collector.left_out = 4096;
        }
    }
}

/// Closes the holes from a place on, which is no younger than the youngest generation.
pub(super) fn close_holes(collector: &mut Collector, from: usize) {
    collector.young_holes = 0;
    let mut range = collector.objects[from..].iter();
    let Some(first) = range.position(|object| object.is_null()) else {
        return;
    };
    let first = from + first;
    let mut end = first;
    let begins = collector.begins;
    for place in first..collector.objects.len() {
        for (generation, &begin) in begins.iter().enumerate() {
            if begin == place {
                collector.begins[generation] = end;
            }
        }
        let object = collector.objects[place];
        if object.is_null() {
            collector.holes -= 1;
            continue;
        }
        if place != end {
            collector.objects[end] = object;
            // SAFETY: objects in the list are alive.
            let header = unsafe { &*object };
            header.set_state(header.state() & !state::PLACE_MASK | (end as u32 + 1));
        }
        end += 1;
    }
    collector.objects.truncate(end);
    collector.keep_begins();
}

impl Collector {
    /// Adds an object for which there is room.
    #[inline(always)]
    fn add(&mut self, object: NonNull<Header>) {
        let place = self.objects.len() + 1;
        // SAFETY: there is room, and the object is alive; no list has it yet.
        unsafe {
            self.objects
                .as_mut_ptr()
                .add(place - 1)
                .write(object.as_ptr());
            self.objects.set_len(place);
            let header = object.as_ref();
            header.set_state(header.state() | place as u32);
        }
    }

    /// Objects of the youngest generation that count for its threshold: allocations less
    /// releases since the last collection.
    pub(super) fn young_count(&self) -> usize {
        let young = self.objects.len() - self.begins[0] - self.young_holes;
        young.saturating_add_signed(-self.excused)
    }

    /// From now on, so many objects of the youngest generation count.
    pub(super) fn excuse_all_but(&mut self, count: usize) {
        let young = self.objects.len() - self.begins[0] - self.young_holes;
        self.excused = young as isize - count as isize;
        self.renew_limit();
    }

    /// Whether a collection may start by itself.
    fn may_collect(&self) -> bool {
        !self.paused && !self.collecting && self.enabled && self.thresholds[0] != 0
    }

    /// Looks at how many objects may come until there is more to do. Where the limit lies too
    /// low, that is seen in time; so only what brings it nearer has to call this.
    pub(super) fn renew_limit(&mut self) {
        let room = (self.patience as usize).saturating_sub(self.young_count());
        let room = match room {
            0 if self.young_count() > self.patience as usize => MEANWHILE,
            _ if !self.may_collect() => MEANWHILE,
            room => room,
        };
        let most = self.objects.capacity().min(state::PLACE_MASK as usize);
        self.limit = most.min(self.objects.len() + room);
    }

    /// No generation begins behind the end.
    fn keep_begins(&mut self) {
        let end = self.objects.len();
        if self.begins[0] > end {
            self.young_holes = 0;
        }
        for begin in &mut self.begins {
            *begin = end.min(*begin);
        }
        self.renew_limit();
    }
}

/// Takes an object out of the list: the last one at once, since objects that die young go in
/// the order opposite to that in which they came.
#[inline(always)]
pub fn untrack(header: &Header) {
    let place = (header.state() & state::PLACE_MASK) as usize;
    if place == 0 {
        return;
    }
    let collector = collector();
    let objects = &mut collector.objects;
    // The one before it is of the youngest generation, too.
    let is_last =
        place == objects.len() && place > collector.begins[0] + 1 && !objects[place - 2].is_null();
    if !is_last {
        return untrack_anywhere(header);
    }
    objects.pop();
    header.set_state(header.state() & !state::PLACE_MASK);
}

#[inline(never)]
fn untrack_anywhere(header: &Header) {
    let place = (header.state() & state::PLACE_MASK) as usize;
    header.set_state(header.state() & !state::PLACE_MASK);
    let collector = collector();
    let is_young = place > collector.begins[0];
    if place != collector.objects.len() {
        collector.objects[place - 1] = std::ptr::null();
        collector.holes += 1;
        collector.young_holes += usize::from(is_young);
        return;
    }
    collector.objects.pop();
    while let Some(last) = collector.objects.last()
        && last.is_null()
    {
        collector.objects.pop();
        collector.holes -= 1;
        if collector.objects.len() >= collector.begins[0] {
            collector.young_holes -= 1;
            collector.limit = collector.limit.saturating_sub(1);
        }
    }
    if collector.objects.len() < collector.begins[0] {
        collector.keep_begins();
    }
}
