//! The registry of codecs: search functions, and what they have found.
#![allow(unsafe_code, reason = "a global registry under the interpreter lock")]

use std::collections::HashMap;

use crate::objects::guarded::Global;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The place of the encoder in what a search function gives.
pub const ENCODER: usize = 0;
/// The place of the decoder.
pub const DECODER: usize = 1;

#[derive(Default)]
struct Registry {
    search_functions: Vec<Value>,
    found: HashMap<String, Value>,
    /// Error handlers that were registered, by name.
    handlers: HashMap<Box<[u8]>, Value>,
    is_loaded: bool,
}

static REGISTRY: Global<Option<Registry>> = Global::new(None);

fn with<R>(work: impl FnOnce(&mut Registry) -> R) -> R {
    // SAFETY: the interpreter lock is held; the closures here run no Python code.
    work(unsafe { REGISTRY.get() }.get_or_insert_default())
}

/// Lets go what scripts have registered, at the end of the process.
pub fn forget(vm: &Vm) {
    let (functions, found, handlers) = with(|registry| {
        (
            std::mem::take(&mut registry.search_functions),
            std::mem::take(&mut registry.found),
            std::mem::take(&mut registry.handlers),
        )
    });
    drop(functions);
    vm.run_finalizers();
    drop((found, handlers));
    vm.run_finalizers();
}

/// The name of an encoding as search functions get it.
fn normalized(name: &str) -> String {
    let mut found = String::with_capacity(name.len());
    let mut is_gap = false;
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || character == '.' {
            if is_gap && !found.is_empty() {
                found.push('_');
            }
            is_gap = false;
            found.push(character.to_ascii_lowercase());
        } else {
            is_gap = true;
        }
    }
    found
}

/// `codecs.register(function)`.
pub fn register(vm: &Vm, function: &Value) -> Result<()> {
    load(vm)?;
    if function.class().slots().call.is_none() {
        return Err(vm.type_error("argument must be callable"));
    }
    with(|registry| registry.search_functions.push(function.clone()));
    Ok(())
}

/// `codecs.unregister(function)`.
pub fn unregister(function: &Value) {
    let dropped = with(|registry| {
        let place = registry
            .search_functions
            .iter()
            .position(|it| it.is(function))?;
        let found = std::mem::take(&mut registry.found);
        Some((registry.search_functions.remove(place), found))
    });
    drop(dropped);
}

/// Imports the library's encodings, which register their search function.
fn load(vm: &Vm) -> Result<()> {
    let was_loaded = with(|registry| std::mem::replace(&mut registry.is_loaded, true));
    if was_loaded {
        return Ok(());
    }
    let result = vm.import("encodings");
    if result.is_err() {
        with(|registry| registry.is_loaded = false);
    }
    result.map(drop)
}

/// `codecs.lookup(name)`.
pub fn lookup(vm: &Vm, name: &str) -> Result<Value> {
    load(vm)?;
    let normalized = normalized(name);
    if let Some(found) = with(|registry| registry.found.get(&normalized).cloned()) {
        return Ok(found);
    }
    let functions = with(|registry| registry.search_functions.clone());
    for function in functions {
        let found = vm.call(&function, &[Str::value(&normalized)])?;
        if found.is_none() {
            continue;
        }
        if found
            .downcast::<Tuple>()
            .is_none_or(|tuple| tuple.items().len() != 4)
        {
            return Err(vm.type_error("codec search functions must return 4-tuples"));
        }
        let old = with(|registry| registry.found.insert(normalized, found.clone()));
        drop(old);
        return Ok(found);
    }
    Err(vm.lookup_error(format!("unknown encoding: {name}")))
}

/// Calls the encoder or decoder of a codec, and gives the first of the two results.
pub fn call(
    vm: &Vm,
    codec: &Value,
    place: usize,
    object: &Value,
    errors: Option<&Ref<Str>>,
) -> Result<Value> {
    let function = codec
        .downcast::<Tuple>()
        .and_then(|codec| codec.items().get(place));
    let Some(function) = function else {
        return Err(vm.type_error("codec search functions must return 4-tuples"));
    };
    let mut arguments = vec![object.clone()];
    arguments.extend(errors.map(|errors| errors.to_value()));
    let result = vm.call(function, &arguments)?;
    match result.downcast::<Tuple>().map(|tuple| tuple.items()) {
        Some([first, _]) => Ok(first.clone()),
        _ => Err(vm.type_error(if place == ENCODER {
            "encoder must return a tuple (object, integer)"
        } else {
            "decoder must return a tuple (object,integer)"
        })),
    }
}

/// `codecs.register_error(name, handler)`.
pub fn register_error(vm: &Vm, name: &Ref<Str>, handler: &Value) -> Result<()> {
    if handler.class().slots().call.is_none() {
        return Err(vm.type_error("handler must be callable"));
    }
    let old = with(|registry| {
        registry
            .handlers
            .insert(name.as_bytes().into(), handler.clone())
    });
    drop(old);
    Ok(())
}

/// `codecs._unregister_error(name)`.
pub fn unregister_error(name: &Ref<Str>) -> bool {
    let old = with(|registry| registry.handlers.remove(name.as_bytes()));
    old.is_some()
}

/// The error handler that was registered under a name.
pub(super) fn registered_error(name: &Ref<Str>) -> Option<Value> {
    with(|registry| match registry.handlers.is_empty() {
        true => None,
        false => registry.handlers.get(name.as_bytes()).cloned(),
    })
}
