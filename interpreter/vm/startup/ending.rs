//! The end of the interpreter: exit functions, the modules, the standard streams.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::objects::codecs::registry as codecs;
use crate::objects::dict::Dict;
use crate::objects::gc;
use crate::objects::heap::Ref;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::objects::types::flags;
use crate::objects::value::Value;
use crate::objects::weakref::{self, WeakRef};
use crate::traceback::Exit;
use crate::{Result, Vm, lock};

/// Attributes of `sys` that are given up first: user values hide there.
const SYS_ATTRIBUTES: &[&str] = &[
    "path",
    "argv",
    "ps1",
    "ps2",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "__interactivehook__",
    "meta_path",
];

static FINALIZING: AtomicBool = AtomicBool::new(false);

/// Whether the exit functions have run, and the interpreter is being taken apart.
pub fn is_finalizing() -> bool {
    FINALIZING.load(Ordering::Relaxed)
}

/// Ends the interpreter: waits for threads, runs exit functions and finalizers, flushes the
/// standard streams. Gives the exit status, which a failing flush changes to 120.
pub fn finish(vm: &Vm, exit: Exit) -> Exit {
    report(vm, call_if_loaded(vm, "threading", "_shutdown"));
    // Those of the native module, even where scripts have taken it from `sys.modules`.
    (vm.shared().ending.run_exit_functions)(vm);
    FINALIZING.store(true, Ordering::Relaxed);
    lock::close(vm);
    let mut is_fine = flush_standard_streams(vm);
    if nothing_is_left_to_say(vm) {
        return with_flushes(exit, is_fine);
    }
    collect(vm);
    // Those that the program began with: the functions of others have lost their globals by then.
    let names = ["stdout", "stderr"];
    let streams = names.map(|name| vm.shared().sys.get_str(&vm.intern(&format!("__{name}__"))));
    drop_modules(vm);
    for (name, stream) in names.iter().zip(streams) {
        is_fine &= stream.is_none_or(|stream| flush(vm, name, &stream));
    }
    (vm.shared().ending.forget)(vm);
    codecs::forget(vm);
    collect(vm);
    #[cfg(weft_stress)]
    super::leaks::report(vm);
    with_flushes(exit, is_fine)
}

/// The end of the process, by whether the standard streams could be flushed.
fn with_flushes(exit: Exit, is_fine: bool) -> Exit {
    match exit {
        Exit::Status(0) if !is_fine => Exit::Status(120),
        exit => exit,
    }
}

/// Whether nobody would notice that objects are not released: there are no finalizers but those
/// of the standard streams, no weak references, and nobody watches the collector.
fn nothing_is_left_to_say(vm: &Vm) -> bool {
    if cfg!(weft_stress) || vm.shared().modules.get_str(&vm.intern("gc")).is_some() {
        return false;
    }
    vm.run_finalizers();
    let mut streams = Vec::new();
    for name in ["__stdin__", "__stdout__", "__stderr__"] {
        let mut stream = vm.shared().sys.get_str(&vm.intern(name));
        if let Some(layers) = stream.as_ref().and_then(vm.shared().ending.layers) {
            streams.extend(layers);
            continue;
        }
        for inner in ["buffer", "raw", ""] {
            let Some(outer) = stream.take() else {
                break;
            };
            if !inner.is_empty() && !outer.class().has(flags::HEAP) {
                stream = vm.find_attribute_by(&outer, inner).ok().flatten();
            }
            streams.push(outer);
        }
    }
    !gc::anything_has_last_words(&streams)
}

fn report(vm: &Vm, result: Result<()>) {
    if let Err(raised) = result {
        vm.unraisable(raised, None);
    }
}

fn call_if_loaded(vm: &Vm, module: &str, function: &str) -> Result<()> {
    let Some(module) = vm.shared().modules.get_str(&vm.intern(module)) else {
        return Ok(());
    };
    vm.call_method(&module, function, &[]).map(drop)
}

/// Flushes the standard streams; whether that went well.
pub fn flush_standard_streams(vm: &Vm) -> bool {
    let mut is_fine = true;
    for name in ["stdout", "stderr"] {
        if let Some(stream) = vm.shared().sys.get_str(&vm.intern(name)) {
            is_fine &= flush(vm, name, &stream);
        }
    }
    is_fine
}

/// Flushes a standard stream; whether that went well.
fn flush(vm: &Vm, name: &str, stream: &Value) -> bool {
    if stream.is_none() {
        return true;
    }
    let flush = vm.shared().ending.flush;
    let result = flush(vm, stream).unwrap_or_else(|| flush_by_name(vm, stream));
    match result {
        Ok(()) => true,
        Err(raised) => {
            if name == "stdout" {
                vm.unraisable_with_message(raised, "Exception ignored on flushing sys.stdout");
            }
            false
        }
    }
}

fn flush_by_name(vm: &Vm, stream: &Value) -> Result<()> {
    if let Ok(Some(closed)) = vm.find_attribute_by(stream, "closed")
        && vm.is_true(&closed).unwrap_or(false)
    {
        return Ok(());
    }
    vm.call_method(stream, "flush", &[]).map(drop)
}

fn collect(vm: &Vm) {
    vm.run_finalizers();
    gc::collect(vm, gc::GENERATIONS - 1);
    vm.run_finalizers();
}

/// Lets the modules go, in CPython's order: those that nothing else holds with all that is in
/// them; of the others, which finalizers may need, the names one by one.
fn drop_modules(vm: &Vm) {
    let shared = vm.shared();
    shared.builtins.set_str(&vm.intern("_"), Value::NONE);
    for name in SYS_ATTRIBUTES {
        shared.sys.set_str(&vm.intern(name), Value::NONE);
    }
    for name in ["stdin", "stdout", "stderr"] {
        let original = shared.sys.get_str(&vm.intern(&format!("__{name}__")));
        let original = original.unwrap_or(Value::NONE);
        shared.sys.set_str(&vm.intern(name), original);
    }
    shared.monitoring.forget_callbacks();
    vm.run_finalizers();
    let left = remove_modules(vm);
    collect(vm);
    for reference in left.iter().rev() {
        let module = reference.downcast::<WeakRef>().and_then(|it| it.get());
        if let Some(module) = module.as_ref().and_then(|it| it.downcast::<Module>()) {
            let dict = module.dict();
            let is_first = dict.is(&shared.sys) || dict.is(&shared.builtins);
            if !is_first {
                empty(vm, &dict);
            }
        }
    }
    empty(vm, &shared.sys);
    collect(vm);
}

/// Empties `sys.modules`. Gives weak references to the modules.
fn remove_modules(vm: &Vm) -> Vec<Value> {
    let modules = vm.shared().modules.clone();
    let mut left = Vec::new();
    for (name, module) in modules.to_vec() {
        if module.downcast::<Module>().is_none() {
            continue;
        }
        if let Ok(reference) = weakref::reference(vm, &module, None) {
            left.push(reference);
        }
        if let Some(name) = name.downcast::<Str>() {
            modules.set_str(name, Value::NONE);
        }
        drop(module);
        vm.run_finalizers();
    }
    modules.clear_entries();
    left
}

/// Sets names to `None`: those with one underscore first.
fn empty(vm: &Vm, dict: &Ref<Dict>) {
    for private in [true, false] {
        for (key, _) in dict.to_vec() {
            let Some(name) = key.downcast::<Str>() else {
                continue;
            };
            let text = name.as_bytes();
            let is_private = text.starts_with(b"_") && !text.starts_with(b"__");
            if is_private == private && text != b"__builtins__" {
                dict.set_str(name, Value::NONE);
                vm.run_finalizers();
            }
        }
    }
}
