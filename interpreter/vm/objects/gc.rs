//! The collector of cycles: the list of containers, and trial deletion over generations.
//!
//! Every object that may take part in a cycle stands in a list, where generations follow each
//! other; its header knows the place, so that leaving takes no search and leaves a hole. A
//! collection subtracts from each object's count the references that come from those examined: what
//! is left over is held from outside, and all that cannot be reached from there is garbage.
//! Then it proceeds as PEP 442 says: weak references are cleared, finalizers run, and what
//! they have not brought back to life loses its contents.
//!
//! Collections run at safe points of the loop only (see [`breaker`]), and when a script asks.
#![allow(unsafe_code, reason = "objects are followed without counting them")]

use rustc_hash::FxHashMap;

use super::guarded::Global;
use super::heap::{self, Header, state};
use super::tuple::Tuple;
use super::tuple_type::TUPLE;
use super::types::flags;
use super::value::Value;
use super::weakref;
use crate::Vm;
use crate::eval::out_of_memory;

mod inspect;
mod list;
mod notify;
pub use inspect::*;
use list::close_holes;
pub use list::{track, untrack};

/// Generations that are collected.
pub const GENERATIONS: usize = 3;
/// The generation of objects that are never collected (`gc.freeze`).
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

struct Collector {
    /// The objects by age: permanent ones, then each generation, the oldest first. So a
    /// generation becomes older by moving a border. Objects that have gone leave holes.
    objects: Vec<*const Header>,
    /// How long the list may get before there is more to do than to add an object to it.
    limit: usize,
    holes: usize,
    /// Those of the holes that are in the youngest generation.
    young_holes: usize,
    /// How many of the youngest generation do not count for its threshold; below zero, how many
    /// are counted that have gone.
    excused: isize,
    /// So many objects are left out before room for more is asked for again.
    left_out: u32,
    /// Where each generation begins; the permanent ones begin at 0.
    begins: [usize; GENERATIONS],
    /// Collections of the younger generations, for all but the youngest.
    counts: [u32; GENERATIONS],
    thresholds: [u32; GENERATIONS],
    /// The first threshold, or more while collections find nothing.
    patience: u32,
    enabled: bool,
    /// Whether collections wait, while the machine's own modules are loaded.
    paused: bool,
    collecting: bool,
    debug: u32,
    /// Objects that have survived a full collection, and those that wait for one.
    long_lived: usize,
    long_lived_pending: usize,
    /// Whether the last full collection has found hardly anything.
    in_vain: bool,
    statistics: [Statistics; GENERATIONS],
}

const USUAL_THRESHOLDS: [u32; GENERATIONS] = [2000, 10, 10];

static COLLECTOR: Global<Collector> = Global::new(Collector {
    objects: Vec::new(),
    limit: 0,
    holes: 0,
    young_holes: 0,
    excused: 0,
    left_out: 0,
    begins: [0; GENERATIONS],
    counts: [0; GENERATIONS],
    thresholds: USUAL_THRESHOLDS,
    patience: USUAL_THRESHOLDS[0],
    enabled: true,
    paused: false,
    collecting: false,
    debug: 0,
    long_lived: 0,
    long_lived_pending: 0,
    in_vain: false,
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

/// So many old objects are looked at for each collection of a stress build, lest the time be the
/// square of their number: all of them in one of several.
const OLD_UNDER_STRESS: usize = 100;

/// As many objects are waited for at most, or as many as there are where nothing is found.
const MOST_PATIENCE: usize = 32_000;
/// As many objects that wait for a full collection are worth one, whatever the thresholds.
const MANY_PENDING: usize = 200_000;

/// Runs what makes objects that stay: it neither starts collections nor brings one nearer.
pub(crate) fn without_collections<T>(action: impl FnOnce() -> T) -> T {
    let before = std::mem::replace(&mut collector().paused, true);
    let count = collector().young_count();
    let result = action();
    let collector = collector();
    collector.paused = before;
    collector.excuse_all_but(count);
    result
}

/// Whether a collection is under way, which nothing may cut short.
pub(crate) fn is_collecting() -> bool {
    collector().collecting
}

impl Collector {
    /// The places of a generation's objects; those of the permanent ones behind the last.
    fn places(&self, generation: usize) -> std::ops::Range<usize> {
        let end = match generation {
            0 => self.objects.len(),
            _ => self.begins[generation - 1],
        };
        let begin = match generation {
            PERMANENT => 0,
            _ => self.begins[generation],
        };
        begin..end
    }
}

fn generation_of(header: &Header) -> usize {
    let place = (header.state() & state::PLACE_MASK) as usize;
    let begins = collector().begins;
    begins
        .iter()
        .position(|&begin| place > begin)
        .unwrap_or(PERMANENT)
}

/// Runs a collection if the thresholds ask for one. For safe points of the loop.
#[cold]
pub fn collect_if_due(vm: &Vm) {
    let collector = collector();
    if !collector.enabled || collector.paused || collector.collecting {
        return;
    }
    if STRESS {
        let owed = (collector.counts[1] as usize + 1) * OLD_UNDER_STRESS;
        let is_full = owed >= collector.begins[0];
        collect(vm, if is_full { GENERATIONS - 1 } else { 0 });
        return;
    }
    if collector.young_count() <= collector.patience as usize {
        collector.renew_limit();
        return;
    }
    let mut generation = 0;
    if collector.full_is_due() {
        generation = 2;
    } else if collector.counts[1] > collector.thresholds[1] {
        generation = 1;
    }
    let examined = collector.objects.len() - collector.begins[generation];
    let found = collect(vm, generation);
    self::collector().learn(found, examined);
}

impl Collector {
    /// What survives a full collection is looked at again when there is enough that is new,
    /// and later still if the last one was in vain.
    fn full_is_due(&self) -> bool {
        let pending = self.long_lived_pending;
        let usual = self.thresholds == USUAL_THRESHOLDS;
        let many = self.counts[2] > self.thresholds[2] || usual && pending > MANY_PENDING;
        let enough = if usual && self.in_vain {
            self.long_lived
        } else {
            self.long_lived / 4
        };
        many && pending >= enough
    }

    /// Programs with few cycles are looked at less often, and those without any rarely, unless
    /// they have set thresholds.
    fn learn(&mut self, found: usize, examined: usize) {
        let is_usual = self.thresholds == USUAL_THRESHOLDS;
        let most = match found {
            0 => self.objects.len().max(MOST_PATIENCE),
            _ => MOST_PATIENCE,
        };
        self.patience = match is_usual && found * 16 < examined {
            true => most.min(self.patience as usize * 2) as u32,
            false => self.thresholds[0],
        };
        self.renew_limit();
    }
}

/// `gc.collect(generation)`: what comes next is collected as early as the thresholds say, since
/// whoever asks for collections watches what they do.
pub fn collect_as_asked(vm: &Vm, generation: usize) -> usize {
    let collector = collector();
    collector.patience = collector.thresholds[0];
    collect(vm, generation)
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
    let collector = self::collector();
    collector.collecting = false;
    collector.renew_limit();
    count + left
}

/// The objects that are looked at: a generation and those younger.
struct Examined<'a> {
    objects: &'a [*const Header],
    begin: usize,
}

impl Examined<'_> {
    /// The index of an object, if it is among them.
    #[inline(always)]
    fn index(&self, value: &Value) -> Option<usize> {
        let header = value.header()?;
        let place = (header.state() & state::PLACE_MASK) as usize;
        (place > self.begin).then(|| place - 1 - self.begin)
    }

    #[inline(always)]
    fn header(&self, index: usize) -> &Header {
        // SAFETY: objects in the list are alive; nothing is released while they are followed.
        unsafe { &*self.objects[index] }
    }

    /// The references to each that do not come from among them.
    fn outside_references(&self) -> Vec<i32> {
        let counts = (0..self.objects.len()).map(|index| self.header(index).count() as i32);
        let mut references: Vec<i32> = counts.collect();
        for index in 0..self.objects.len() {
            heap::traverse(self.header(index), &mut |value| {
                if let Some(other) = self.index(value)
                    && let Some(references) = references.get_mut(other)
                {
                    *references -= 1;
                }
            });
        }
        references
    }

    /// What can be reached from outside, and the tuples among that.
    fn reachable(&self, references: &[i32]) -> (Vec<bool>, Vec<usize>) {
        let mut reached = vec![false; references.len()];
        let mut tuples = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for (index, &count) in references.iter().enumerate() {
            if count > 0 && !reached[index] {
                reached[index] = true;
                open.push(index);
            }
            while let Some(index) = open.pop() {
                let header = self.header(index);
                if header.class().is(&TUPLE) {
                    tuples.push(index);
                }
                heap::traverse(header, &mut |value| {
                    if let Some(other) = self.index(value)
                        && let Some(reached) = reached.get_mut(other)
                        && !*reached
                    {
                        *reached = true;
                        open.push(other);
                    }
                });
            }
        }
        tuples.sort_unstable();
        (reached, tuples)
    }

    /// What cannot be reached from outside, and the tuples among the others.
    fn sort_out(&self) -> (Vec<Value>, Vec<*const Header>) {
        let references = self.outside_references();
        let (reached, tuples) = self.reachable(&references);
        let garbage = (0..reached.len()).filter(|&index| !reached[index]);
        let garbage = garbage.map(|index| self.header(index).to_value());
        let tuples = tuples.into_iter().map(|index| self.objects[index]);
        (garbage.collect(), tuples.collect())
    }
}

fn collect_garbage(vm: &Vm, generation: usize) -> (usize, usize) {
    let collector = collector();
    let begin = collector.begins[generation];
    close_holes(collector, begin);
    if generation + 1 < GENERATIONS {
        collector.counts[generation + 1] += 1;
    }
    collector.counts[..=generation].fill(0);
    collector.excuse_all_but(0);
    let examined = Examined {
        objects: &collector.objects[begin..],
        begin,
    };
    let Some((garbage, tuples)) = out_of_memory::attempt(|| examined.sort_out()) else {
        // No memory to look: the objects live on.
        return (0, 0);
    };
    let kept = examined.objects.len() - garbage.len();
    for tuple in tuples {
        leave_untracked(tuple);
    }
    age(generation, kept, garbage.len());
    if garbage.is_empty() {
        return (0, 0);
    }
    dispose(vm, garbage)
}

/// What was looked at joins the next generation.
fn age(generation: usize, kept: usize, garbage: usize) {
    let collector = collector();
    let end = collector.objects.len();
    match generation {
        0 => collector.begins[0] = end,
        _ => collector.begins[..2].fill(end),
    }
    collector.excuse_all_but(0);
    match generation {
        0 => {}
        1 => collector.long_lived_pending += kept,
        _ => {
            collector.in_vain = garbage * 16 < kept;
            collector.long_lived = kept;
            collector.long_lived_pending = 0;
        }
    }
}

/// Tuples of things that cannot be part of a cycle leave the list, as in CPython.
fn leave_untracked(object: *const Header) {
    // SAFETY: the object is alive, and a value that is not dropped borrows it.
    let value = unsafe { std::mem::ManuallyDrop::new(Value::from_bits(object as u64)) };
    let Some(tuple) = value.downcast_exact::<Tuple>() else {
        return;
    };
    if !tuple.items().iter().any(may_be_tracked) {
        untrack(tuple.header());
    }
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

/// Whether anything but these objects, of all that the collector knows, has a finalizer to run or
/// weak references.
pub fn anything_has_last_words(except: &[Value]) -> bool {
    collector().objects.iter().any(|&object| {
        // SAFETY: objects in the lists are alive.
        let Some(header) = (unsafe { object.as_ref() }) else {
            return false;
        };
        let has_words = header.has_state(state::HAS_WEAK_REFERENCES)
            || header.class().has_finalizer() && heap::wants_finalizer(header);
        has_words && !except.iter().any(|it| it.bits() == object as u64)
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
    // What is flushed was made after what it is flushed to.
    let is_flushed = |value: &&Value| value.class().has(flags::FLUSHED);
    let flushed = garbage.iter().rev().filter(is_flushed);
    let others = garbage.iter().filter(|value| !is_flushed(value));
    for value in flushed.chain(others) {
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

    fn assert_in_place(value: &Value) {
        let header = value.header().expect("an object");
        let place = (header.state() & state::PLACE_MASK) as usize - 1;
        assert!(std::ptr::eq(collector().objects[place], header));
        assert!(collector().places(generation_of(header)).contains(&place));
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
                assert_in_place(list);
            }
            collect(vm, 0);
            for list in lists.iter().chain(&more) {
                assert_in_place(list);
            }
        });
    }
}
