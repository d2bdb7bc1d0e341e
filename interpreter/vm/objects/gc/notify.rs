//! What the collector tells: `gc.callbacks`, `gc.garbage` and the lines of its debug flags.

use crate::Vm;
use crate::objects::dict::Dict;
use crate::objects::guarded::Global;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::str::Str;
use crate::objects::value::Value;

use super::{GENERATIONS, collector};

static GARBAGE: Global<Option<Ref<List>>> = Global::new(None);
static CALLBACKS: Global<Option<Ref<List>>> = Global::new(None);

/// `gc.garbage`.
pub fn garbage() -> Ref<List> {
    // SAFETY: the interpreter lock is held.
    let list = unsafe { GARBAGE.get() };
    list.get_or_insert_with(|| List::new(Vec::new())).clone()
}

/// `gc.callbacks`.
pub fn callbacks() -> Ref<List> {
    // SAFETY: the interpreter lock is held.
    let list = unsafe { CALLBACKS.get() };
    list.get_or_insert_with(|| List::new(Vec::new())).clone()
}

/// Calls the callbacks for the start of a collection.
pub fn started(vm: &Vm, generation: usize) {
    call(vm, "start", generation, 0, 0);
}

/// Calls the callbacks for the end of a collection.
pub fn stopped(vm: &Vm, generation: usize, collected: usize, uncollectable: usize) {
    call(vm, "stop", generation, collected, uncollectable);
}

fn call(vm: &Vm, phase: &str, generation: usize, collected: usize, uncollectable: usize) {
    // SAFETY: the interpreter lock is held.
    let Some(list) = (unsafe { CALLBACKS.get() }) else {
        return;
    };
    if list.is_empty() {
        return;
    }
    let information = Dict::new();
    information.set_str(&vm.intern("generation"), Value::from(generation));
    information.set_str(&vm.intern("collected"), Value::from(collected));
    information.set_str(&vm.intern("uncollectable"), Value::from(uncollectable));
    for callback in list.to_vec() {
        let arguments = [Str::value(phase), information.to_value()];
        if let Err(raised) = vm.call(&callback, &arguments) {
            vm.unraisable(raised, Some(&callback));
        }
    }
}

/// The line of DEBUG_STATS for the start.
pub fn print_start(generation: usize) {
    eprintln!("gc: collecting generation {generation}...");
    let sizes: Vec<String> = (0..GENERATIONS)
        .map(|number| {
            let collector = collector();
            let objects = &collector.objects[collector.places(number)];
            let count = objects.iter().filter(|object| !object.is_null()).count();
            count.to_string()
        })
        .collect();
    eprintln!("gc: objects in each generation: {}", sizes.join(" "));
    eprintln!(
        "gc: objects in permanent generation: {}",
        super::freeze_count()
    );
}

/// The line of DEBUG_STATS for the end.
pub fn print_end(collected: usize, uncollectable: usize) {
    let total = collected + uncollectable;
    eprintln!("gc: done, {total} unreachable, {uncollectable} uncollectable");
}

/// The line of DEBUG_COLLECTABLE.
pub fn print_collectable(value: &Value) {
    eprintln!(
        "gc: collectable <{} {:#x}>",
        value.class().name(),
        value.identity()
    );
}
