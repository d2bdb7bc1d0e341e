//! The leak counter of stress builds: objects that a script has made, and that something holds
//! which the collector does not know, when all modules are gone.
//!
//! What native modules keep for themselves until the process ends is no leak: their dicts and
//! functions, and what the modules of the binary have given them.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::Vm;
use crate::eval::out_of_memory;
use crate::frame::Frame;
use crate::objects::code::Code;
use crate::objects::frame;
use crate::objects::function::Function;
use crate::objects::gc;
use crate::objects::generator::Generator;
use crate::objects::heap;
use crate::objects::method::Method;
use crate::objects::str::Str;
use crate::objects::types::{Type, flags};
use crate::objects::value::Value;

/// Native classes that native modules keep objects of. Where such an object holds what a script
/// has made, it counts all the same.
const KEPT: [&str; 18] = [
    "dict",
    "list",
    "tuple",
    "set",
    "code",
    "builtin_function_or_method",
    "method_descriptor",
    "wrapper_descriptor",
    "getset_descriptor",
    "member_descriptor",
    "classmethod_descriptor",
    "staticmethod",
    "_io.TextIOWrapper",
    "_contextvars.Context",
    "_asyncio.Completed",
    "types.SimpleNamespace",
    "_contextvars.ContextVar",
    "decimal.Context",
];

/// Writes to standard error what has leaked, if anything has.
pub(super) fn report(vm: &Vm) {
    if out_of_memory::was_refused() {
        // The operands of the instructions that were left are left alone.
        return;
    }
    let mut leaks: BTreeMap<String, usize> = BTreeMap::new();
    let held = held_by_threads(vm);
    for (object, outside) in gc::survivors() {
        if outside > 0 && !held.contains(&object.identity()) && is_leak(vm, &object) {
            *leaks.entry(description(&object)).or_default() += 1;
        }
    }
    for (name, count) in leaks {
        eprintln!("leaked: {count} of {name}");
    }
}

/// What daemon threads, which never end, hold in their frames, and all that this leads to.
fn held_by_threads(vm: &Vm) -> FxHashSet<u64> {
    let mut held = FxHashSet::default();
    let mut waiting = Vec::new();
    vm.for_each_thread(|thread| {
        let mut current = thread.frame.get();
        while !current.is_null() {
            frame::traverse_frame(current, &mut |value| waiting.push(value.clone()));
            current = Frame::of(current).previous;
        }
    });
    while let Some(value) = waiting.pop() {
        if let Some(header) = value.header()
            && held.insert(value.identity())
        {
            heap::traverse(header, &mut |value| waiting.push(value.clone()));
        }
    }
    held
}

fn description(object: &Value) -> String {
    let class = object.class().name();
    match object.downcast::<Type>() {
        Some(it) => format!("{class} {}", it.name()),
        None => class,
    }
}

fn is_leak(vm: &Vm, object: &Value) -> bool {
    if let Some(is_scripts) = is_of_script(vm, object) {
        return is_scripts;
    }
    if !KEPT.contains(&object.class().name().as_str()) {
        return true;
    }
    let mut holds = false;
    if let Some(header) = object.header() {
        heap::traverse(header, &mut |value| {
            holds |= is_of_script(vm, value) == Some(true);
        });
    }
    holds
}

/// Whether a script has made a class, an instance of a class in the language, or something that
/// runs code; `None` for other objects.
fn is_of_script(vm: &Vm, object: &Value) -> Option<bool> {
    let runs = |code: &Code| !code.filename().to_text().starts_with("<frozen ");
    if let Some(function) = object.downcast::<Function>() {
        return Some(runs(function.code()));
    }
    if let Some(method) = object.downcast::<Method>() {
        return is_of_script(vm, method.function());
    }
    if let Some(generator) = object.downcast::<Generator>() {
        return Some(runs(generator.code()));
    }
    let class = match object.downcast::<Type>() {
        Some(class) => class,
        None => object.class(),
    };
    class.has(flags::HEAP).then(|| {
        let module = class.dict(vm).get_str(&vm.intern("__module__"));
        let module = module.and_then(|module| Some(module.downcast::<Str>()?.to_text()));
        !module.is_some_and(|name| is_in_binary(vm, &name))
    })
}

fn is_in_binary(vm: &Vm, name: &str) -> bool {
    let shared = vm.shared();
    shared
        .embedded_modules
        .iter()
        .any(|module| module.name == name)
        || shared
            .native_modules
            .iter()
            .any(|module| module.name == name)
        || name == "builtins"
}
