//! What `gc` shows and sets.

use super::{Collector, GENERATIONS, PERMANENT, Statistics, close_holes, collector};
use super::{generation_of, notify, state};
use crate::objects::heap::{self, Ref};
use crate::objects::list::List;
use crate::objects::types::{flags, namespaces};
use crate::objects::value::Value;

/// `gc.isenabled()`.
pub fn is_enabled() -> bool {
    collector().enabled
}

/// `gc.enable()` and `gc.disable()`.
pub fn set_enabled(enabled: bool) {
    collector().enabled = enabled;
    collector().renew_limit();
}

/// `gc.get_threshold()`.
pub fn thresholds() -> [u32; GENERATIONS] {
    collector().thresholds
}

/// `gc.set_threshold()`.
pub fn set_thresholds(thresholds: [u32; GENERATIONS]) {
    collector().thresholds = thresholds;
    collector().patience = thresholds[0];
    collector().renew_limit();
}

/// `gc.get_count()`.
pub fn counts() -> [u32; GENERATIONS] {
    let [_, second, third] = collector().counts;
    [collector().young_count() as u32, second, third]
}

/// `gc.get_stats()`.
pub fn statistics() -> [Statistics; GENERATIONS] {
    collector().statistics
}

/// `gc.get_debug()`.
pub fn debug() -> u32 {
    collector().debug
}

/// `gc.set_debug()`.
pub fn set_debug(flags: u32) {
    collector().debug = flags;
}

/// `gc.garbage`.
pub fn garbage() -> Ref<List> {
    notify::garbage()
}

/// `gc.callbacks`.
pub fn callbacks() -> Ref<List> {
    notify::callbacks()
}

/// `gc.is_tracked(value)`.
pub fn is_tracked(value: &Value) -> bool {
    value.header().is_some_and(|header| {
        // Instances of classes that hold nothing are left out, but scripts need not know.
        header.state() & state::PLACE_MASK != 0 || header.class().has(flags::HEAP)
    })
}

/// `gc.is_finalized(value)`.
pub fn is_finalized(value: &Value) -> bool {
    value
        .header()
        .is_some_and(|header| header.has_state(state::FINALIZED))
}

fn objects_in(collector: &Collector, generation: usize) -> Vec<Value> {
    let places = collector.places(generation);
    collector.objects[places]
        .iter()
        .filter(|object| !object.is_null())
        // SAFETY: objects in the lists are alive.
        .map(|&object| unsafe { (*object).to_value() })
        .collect()
}

/// `gc.get_objects(generation)`: of all generations without one. The dicts of classes are left
/// out, because scripts could change them.
pub fn shown_objects(generation: Option<usize>) -> Vec<Value> {
    let mut shown = objects(generation);
    shown.retain(|object| !namespaces::is_hidden(object));
    shown
}

/// The objects of one generation, or of all without one.
pub fn objects(generation: Option<usize>) -> Vec<Value> {
    let collector = collector();
    match generation {
        Some(generation) => objects_in(collector, generation),
        None => (0..GENERATIONS)
            .flat_map(|generation| objects_in(collector, generation))
            .collect(),
    }
}

/// The objects of all generations, each with how many references the collector does not find.
#[cfg(weft_stress)]
pub fn survivors() -> Vec<(Value, i32)> {
    close_holes(collector(), 0);
    let examined = super::Examined {
        objects: &collector().objects,
        begin: 0,
    };
    let references = examined.outside_references();
    objects_in_order().into_iter().zip(references).collect()
}

#[cfg(weft_stress)]
fn objects_in_order() -> Vec<Value> {
    // SAFETY: objects in the list are alive.
    let values = collector()
        .objects
        .iter()
        .map(|&object| unsafe { (*object).to_value() });
    values.collect()
}

/// `gc.get_referents(*values)`.
pub fn referents(values: &[Value]) -> Vec<Value> {
    let mut found = Vec::new();
    for header in values.iter().filter_map(Value::header) {
        if is_tracked_kind(header) {
            heap::traverse(header, &mut |value| {
                // As in CPython, classes in the language alone belong to their instances.
                let is_class = value.is(header.class().as_value());
                let is_shown = !is_class || header.class().has(flags::HEAP);
                if is_shown && (value.is_object() || !value.is_none()) {
                    namespaces::expose(value);
                    found.push(value.clone());
                }
            });
        }
    }
    found
}

fn is_tracked_kind(header: &heap::Header) -> bool {
    header.class().layout().container || header.class().prefix_size() != 0
}

/// `gc.get_referrers(*values)`.
pub fn referrers(values: &[Value]) -> Vec<Value> {
    let candidates = objects(None);
    candidates
        .into_iter()
        .filter(|candidate| {
            let mut refers = false;
            if let Some(header) = candidate.header() {
                heap::traverse(header, &mut |value| {
                    refers |= values.iter().any(|wanted| wanted.is(value));
                });
            }
            if refers {
                namespaces::expose(candidate);
            }
            refers
        })
        .collect()
}

/// `gc.freeze()`.
pub fn freeze() {
    let collector = collector();
    collector.begins = [collector.objects.len(); GENERATIONS];
    collector.counts = [0; GENERATIONS];
    collector.young_holes = 0;
    collector.excuse_all_but(0);
}

/// `gc.unfreeze()`.
pub fn unfreeze() {
    collector().begins[GENERATIONS - 1] = 0;
}

/// `gc.get_freeze_count()`.
pub fn freeze_count() -> usize {
    let collector = collector();
    close_holes(collector, 0);
    collector.places(PERMANENT).len()
}

/// The generation of an object that is in one of the lists.
pub fn generation(value: &Value) -> Option<usize> {
    let header = value.header()?;
    is_tracked(value).then(|| generation_of(header))
}
