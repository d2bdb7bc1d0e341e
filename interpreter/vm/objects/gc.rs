//! The collector of cycles: the lists of containers, and trial deletion over generations.
//!
//! Every object that may take part in a cycle stands in the list of its generation; its header
//! knows the place, so that leaving the list takes no search and leaves a hole. A collection
//! subtracts from each object's count the references that come from within the list: what
//! is left over is held from outside, and all that cannot be reached from there is garbage.
//! Then it proceeds as PEP 442 says: weak references are cleared, finalizers run, and what
//! they have not brought back to life loses its contents.
//!
//! Collections run at safe points of the loop only (see [`breaker`]), and when a script asks.
#![allow(unsafe_code, reason = "objects are followed without counting them")]

use std::ptr::NonNull;

use rustc_hash::FxHashMap;

use super::guarded::Global;
use super::heap::{self, Header, state};
use super::tuple::Tuple;
use super::value::Value;
use super::weakref;
use crate::Vm;
use crate::eval::breaker;

mod inspect;
mod notify;
pub use inspect::*;

/// Generations that are collected.
pub const GENERATIONS: usize = 3;
/// The list of objects that are never collected (`gc.freeze`).
const PERMANENT: usize = 3;

/// `gc.DEBUG_STATS`.
pub const DEBUG_STATS: u32 = 1;
/// `gc.DEBUG_COLLECTABLE`.
pub const DEBUG_COLLECTABLE: u32 = 2;
/// `gc.DEBUG_UNCOLLECTABLE`.
pub const DEBUG_UNCOLLECTABLE: u32 = 4;
/// `gc.DEBUG_SAVEALL`.
pub const DEBUG_SAVEALL: u32 = 32;

/// What a generation has seen so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Collections.
    pub collections: u64,
    /// Objects that were garbage.
    pub collected: u64,
    /// Objects that could not be freed.
    pub uncollectable: u64,
}

#[derive(Default)]
struct Generation {
    objects: Vec<*const Header>,
    holes: usize,
}

struct Collector {
    generations: [Generation; 4],
    /// Allocations less releases since the last collection; then collections of the younger.
    counts: [u32; GENERATIONS],
    thresholds: [u32; GENERATIONS],
    enabled: bool,
    collecting: bool,
    debug: u32,
    /// Objects that have survived a full collection, and those that wait for one.
    long_lived: usize,
    long_lived_pending: usize,
    statistics: [Statistics; GENERATIONS],
}

const EMPTY: Generation = Generation {
    objects: Vec::new(),
    holes: 0,
};

static COLLECTOR: Global<Collector> = Global::new(Collector {
    generations: [EMPTY; 4],
    counts: [0; GENERATIONS],
    thresholds: [2000, 10, 10],
    enabled: true,
    collecting: false,
    debug: 0,
    long_lived: 0,
    long_lived_pending: 0,
    statistics: [Statistics {
        collections: 0,
        collected: 0,
        uncollectable: 0,
    }; GENERATIONS],
});

/// The collector's state. Never kept across anything that allocates or releases objects.
#[inline(always)]
fn collector() -> &'static mut Collector {
    // SAFETY: the interpreter lock is held; see above.
    unsafe { COLLECTOR.get() }
}

const STRESS: bool = cfg!(weft_stress);

/// Puts a new object into the youngest list.
#[inline(always)]
pub fn track(object: NonNull<Header>) {
    let collector = collector();
    let young = &mut collector.generations[0];
    if young.objects.len() == young.objects.capacity() {
        make_room(young);
    }
    young.objects.push(object.as_ptr());
    // SAFETY: the object is alive. A list longer than a place can say leaves the object out.
    unsafe {
        let header = object.as_ref();
        let place = young.objects.len() as u32;
        if place > state::PLACE_MASK {
            young.objects.pop();
            return;
        }
        header.set_state(header.state() & !(state::PLACE_MASK | GENERATION_MASK) | place);
    }
    collector.counts[0] += 1;
    if collector.counts[0] > collector.thresholds[0] || STRESS {
        request(collector);
    }
}

const GENERATION_MASK: u32 = 3 << state::GENERATION_SHIFT;

#[cold]
#[inline(never)]
fn request(collector: &Collector) {
    if collector.enabled && !collector.collecting && collector.thresholds[0] != 0 {
        breaker::request(breaker::reason::COLLECT);
    }
}

/// Closes the holes of a full list when they are many; otherwise it grows.
#[cold]
#[inline(never)]
fn make_room(generation: &mut Generation) {
    if generation.holes > generation.objects.len() / 2 {
        close_holes(generation);
    } else {
        generation
            .objects
            .reserve(generation.objects.len().max(1024));
    }
}

fn close_holes(generation: &mut Generation) {
    generation.objects.retain(|object| !object.is_null());
    generation.holes = 0;
    for (place, &object) in generation.objects.iter().enumerate() {
        // SAFETY: objects in the lists are alive.
        unsafe {
            let header = &*object;
            header.set_state(header.state() & !state::PLACE_MASK | (place as u32 + 1));
        }
    }
}

/// Takes an object out of its list.
#[inline]
pub fn untrack(header: &Header) {
    let place = (header.state() & state::PLACE_MASK) as usize;
    if place == 0 {
        return;
    }
    let number = generation_of(header);
    header.set_state(header.state() & !state::PLACE_MASK);
    let collector = collector();
    let generation = &mut collector.generations[number];
    if place == generation.objects.len() {
        generation.objects.pop();
        while let Some(last) = generation.objects.last()
            && last.is_null()
        {
            generation.objects.pop();
            generation.holes -= 1;
        }
    } else {
        generation.objects[place - 1] = std::ptr::null();
        generation.holes += 1;
    }
    if number == 0 {
        collector.counts[0] = collector.counts[0].saturating_sub(1);
    }
}

#[inline(always)]
fn generation_of(header: &Header) -> usize {
    (header.state() >> state::GENERATION_SHIFT) as usize
}

#[inline(always)]
fn is_in(header: &Header, generation: usize) -> bool {
    header.state() & state::PLACE_MASK != 0 && generation_of(header) == generation
}

#[inline(always)]
fn place_of(header: &Header) -> usize {
    (header.state() & state::PLACE_MASK) as usize - 1
}

fn append(generation: usize, object: *const Header) {
    let list = &mut collector().generations[generation].objects;
    list.push(object);
    // SAFETY: the object is alive.
    unsafe {
        let header = &*object;
        let kept = header.state() & !(state::PLACE_MASK | GENERATION_MASK);
        let number = (generation as u32) << state::GENERATION_SHIFT;
        header.set_state(kept | number | list.len() as u32);
    }
}

/// Runs a collection if the thresholds ask for one. For safe points of the loop.
#[cold]
pub fn collect_if_due(vm: &Vm) {
    let collector = collector();
    if !collector.enabled || collector.collecting {
        return;
    }
    if STRESS {
        collect(vm, GENERATIONS - 1);
        return;
    }
    for generation in (0..GENERATIONS).rev() {
        if collector.counts[generation] <= collector.thresholds[generation] {
            continue;
        }
        if generation == GENERATIONS - 1 && collector.long_lived_pending < collector.long_lived / 4
        {
            continue;
        }
        collect(vm, generation);
        return;
    }
}

/// Collects a generation and those younger; gives how many objects were garbage.
pub fn collect(vm: &Vm, generation: usize) -> usize {
    if collector().collecting {
        return 0;
    }
    collector().collecting = true;
    let debug = collector().debug;
    notify::started(vm, generation);
    if debug & DEBUG_STATS != 0 {
        notify::print_start(generation);
    }
    let (count, left) = collect_garbage(vm, generation);
    let statistics = &mut collector().statistics[generation];
    statistics.collections += 1;
    statistics.collected += count as u64;
    statistics.uncollectable += left as u64;
    if debug & DEBUG_STATS != 0 {
        notify::print_end(count, left);
    }
    notify::stopped(vm, generation, count, left);
    collector().collecting = false;
    count + left
}

/// Joins the lists up to a generation, and gives its objects in place order.
fn join(generation: usize) -> usize {
    for younger in 0..generation {
        let objects = std::mem::take(&mut collector().generations[younger].objects);
        collector().generations[younger].holes = 0;
        for object in objects {
            if !object.is_null() {
                append(generation, object);
            }
        }
    }
    close_holes(&mut collector().generations[generation]);
    let counts = &mut collector().counts;
    if generation + 1 < GENERATIONS {
        counts[generation + 1] += 1;
    }
    counts[..=generation].fill(0);
    collector().generations[generation].objects.len()
}

/// The references to each object of a list that do not come from the list itself.
fn outside_references(generation: usize, count: usize) -> Vec<i64> {
    let mut references = Vec::with_capacity(count);
    for place in 0..count {
        // SAFETY: objects in the lists are alive; nothing is released while they are followed.
        references.push(unsafe { (*object_at(generation, place)).count() } as i64);
    }
    for place in 0..count {
        // SAFETY: as above.
        let header = unsafe { &*object_at(generation, place) };
        heap::traverse(header, &mut |value| {
            if let Some(other) = value.header()
                && is_in(other, generation)
                && let Some(references) = references.get_mut(place_of(other))
            {
                *references -= 1;
            }
        });
    }
    references
}

fn object_at(generation: usize, place: usize) -> *const Header {
    collector().generations[generation].objects[place]
}

/// Which objects of a list can be reached from outside of it.
fn reachable(generation: usize, references: &[i64]) -> Vec<bool> {
    let mut reached = vec![false; references.len()];
    let mut open: Vec<usize> = Vec::new();
    for (place, &count) in references.iter().enumerate() {
        if count > 0 && !reached[place] {
            reached[place] = true;
            open.push(place);
        }
        while let Some(place) = open.pop() {
            // SAFETY: as in `outside_references`.
            let header = unsafe { &*object_at(generation, place) };
            heap::traverse(header, &mut |value| {
                if let Some(other) = value.header()
                    && is_in(other, generation)
                    && let Some(reached) = reached.get_mut(place_of(other))
                    && !*reached
                {
                    *reached = true;
                    open.push(place_of(other));
                }
            });
        }
    }
    reached
}

fn collect_garbage(vm: &Vm, generation: usize) -> (usize, usize) {
    let count = join(generation);
    let references = outside_references(generation, count);
    let reached = reachable(generation, &references);
    let objects = std::mem::take(&mut collector().generations[generation].objects);
    collector().generations[generation].holes = 0;
    let older = (generation + 1).min(GENERATIONS - 1);
    let mut garbage: Vec<Value> = Vec::new();
    let mut kept = 0;
    for (object, reached) in objects.into_iter().zip(reached) {
        if reached && stays_untracked(object) {
            continue;
        }
        append(older, object);
        if reached {
            kept += 1;
        } else {
            // SAFETY: the object is alive.
            garbage.push(unsafe { (*object).to_value() });
        }
    }
    if generation + 1 < GENERATIONS {
        if older == GENERATIONS - 1 {
            collector().long_lived_pending += kept;
        }
    } else {
        collector().long_lived = kept;
        collector().long_lived_pending = 0;
    }
    if garbage.is_empty() {
        return (0, 0);
    }
    dispose(vm, garbage)
}

/// Tuples of things that cannot be part of a cycle leave the lists, as in CPython.
fn stays_untracked(object: *const Header) -> bool {
    // SAFETY: the object is alive, and a value that is not dropped borrows it.
    let value = unsafe { std::mem::ManuallyDrop::new(Value::from_bits(object as u64)) };
    let Some(tuple) = value.downcast_exact::<Tuple>() else {
        return false;
    };
    if tuple.items().iter().any(may_be_tracked) {
        return false;
    }
    let header = tuple.header();
    header.set_state(header.state() & !state::PLACE_MASK);
    true
}

/// Whether the object is in a list now, or may be later.
fn may_be_tracked(value: &Value) -> bool {
    let Some(header) = value.header() else {
        return false;
    };
    if header.state() & state::PLACE_MASK != 0 {
        return true;
    }
    header.class().layout().container && !value.is_exact::<Tuple>()
}

/// Ends the life of garbage: weak references, finalizers, contents.
fn dispose(vm: &Vm, garbage: Vec<Value>) -> (usize, usize) {
    let debug = collector().debug;
    if debug & DEBUG_COLLECTABLE != 0 {
        garbage.iter().for_each(notify::print_collectable);
    }
    let dead = if garbage.iter().any(has_last_words) {
        say_last_words(vm, garbage)
    } else {
        garbage
    };
    let count = dead.len();
    if debug & DEBUG_SAVEALL != 0 {
        let list = notify::garbage();
        dead.into_iter().for_each(|value| list.push(value));
        return (count, 0);
    }
    for value in &dead {
        if let Some(header) = value.header() {
            heap::clear(header);
        }
    }
    drop(dead);
    (count, 0)
}

/// Whether weak references point to the object, or it has a finalizer.
fn has_last_words(value: &Value) -> bool {
    value.header().is_some_and(|header| {
        header.has_state(state::HAS_WEAK_REFERENCES) || header.class().has_finalizer()
    })
}

/// Clears weak references, runs callbacks and finalizers, and gives what is garbage still.
fn say_last_words(vm: &Vm, garbage: Vec<Value>) -> Vec<Value> {
    let places: FxHashMap<u64, usize> = garbage
        .iter()
        .enumerate()
        .map(|(place, value)| (value.bits(), place))
        .collect();
    let callbacks = weakref::clear_all(&garbage, |value| places.contains_key(&value.bits()));
    let called = !callbacks.is_empty();
    for reference in callbacks {
        weakref::run_callback(vm, &reference);
    }
    if run_finalizers(vm, &garbage) || called {
        still_garbage(garbage, &places)
    } else {
        garbage
    }
}

fn run_finalizers(vm: &Vm, garbage: &[Value]) -> bool {
    let mut any = false;
    for value in garbage {
        let Some(header) = value.header() else {
            continue;
        };
        if header.class().has_finalizer()
            && !header.has_state(state::FINALIZED)
            && heap::wants_finalizer(header)
        {
            header.set_state(header.state() | state::FINALIZED);
            any = true;
            let finalize = header.class().slots().finalize;
            if let Some(finalize) = finalize {
                finalize(vm, value);
            }
        }
    }
    any
}

/// The part of the garbage that finalizers have not brought back to life.
fn still_garbage(garbage: Vec<Value>, places: &FxHashMap<u64, usize>) -> Vec<Value> {
    let mut references: Vec<i64> = garbage
        .iter()
        .map(|value| {
            value
                .header()
                .map_or(0, |header| i64::from(header.count()) - 1)
        })
        .collect();
    for value in &garbage {
        if let Some(header) = value.header() {
            heap::traverse(header, &mut |other| {
                if let Some(&place) = places.get(&other.bits()) {
                    references[place] -= 1;
                }
            });
        }
    }
    let mut alive = vec![false; garbage.len()];
    let mut open = Vec::new();
    for (place, &count) in references.iter().enumerate() {
        if count > 0 {
            alive[place] = true;
            open.push(place);
        }
    }
    while let Some(place) = open.pop() {
        if let Some(header) = garbage[place].header() {
            heap::traverse(header, &mut |other| {
                if let Some(&place) = places.get(&other.bits())
                    && !alive[place]
                {
                    alive[place] = true;
                    open.push(place);
                }
            });
        }
    }
    let mut alive = alive.into_iter();
    let (_, dead) = garbage
        .into_iter()
        .partition::<Vec<_>, _>(|_| alive.next().unwrap_or(false));
    dead
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::objects::list::List;
    use crate::objects::testing::with_vm;

    fn cycle() -> Value {
        let one = List::new(Vec::new());
        let other = List::new(vec![one.to_value()]);
        one.push(other.to_value());
        one.into()
    }

    #[test]
    fn cycles_are_collected_and_what_is_held_is_not() {
        with_vm(|vm| {
            collect(vm, GENERATIONS - 1);
            let held = cycle();
            drop(cycle());
            assert_eq!(collect(vm, GENERATIONS - 1), 2);
            assert_eq!(generation(&held), Some(GENERATIONS - 1));
            let list = held.downcast::<List>().map(|list| list.len());
            assert_eq!(list, Some(1));
            drop(held);
            assert_eq!(collect(vm, 0), 0);
            assert_eq!(collect(vm, GENERATIONS - 1), 2);
        });
    }

    #[test]
    fn places_stay_right_when_objects_leave_the_list() {
        with_vm(|vm| {
            let mut lists: Vec<Value> = (0..5000).map(|_| List::new(Vec::new()).into()).collect();
            let mut number = 0;
            lists.retain(|_| {
                number += 1;
                number % 3 == 0
            });
            let more: Vec<Value> = (0..5000).map(|_| List::new(Vec::new()).into()).collect();
            for list in lists.iter().chain(&more) {
                let header = list.header().expect("an object");
                let place = place_of(header);
                let generation = generation_of(header);
                assert!(std::ptr::eq(object_at(generation, place), header));
            }
            collect(vm, 0);
            for list in lists.iter().chain(&more) {
                let header = list.header().expect("an object");
                assert!(std::ptr::eq(
                    object_at(generation_of(header), place_of(header)),
                    header
                ));
            }
        });
    }
}
