//! `_functools`: `partial`, `reduce`, `cmp_to_key` and the cache of `lru_cache`.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::support::add_types;

mod key_wrapper;
mod lru_cache;
mod partial;

pub use partial::Partial;

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_functools",
    doc: Some("Tools that operate on functions."),
    functions: &[
        Method::new(
            "reduce",
            "(function, iterable[, initial])",
            reduce,
            "Applies a function of two arguments to the items, from left to right.",
        ),
        Method::new(
            "cmp_to_key",
            "($module, /, mycmp)",
            key_wrapper::cmp_to_key,
            "A key function that orders as a comparison function does.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&key_wrapper::KEY_WRAPPER);
        add_types(vm, module, &[&partial::PARTIAL, &lru_cache::LRU_CACHE]);
        Ok(())
    },
};

fn reduce(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let function = required(arguments, 0);
    let iterator = vm.iter(required(arguments, 1)).map_err(|raised| {
        if raised.is(&exceptions::TYPE_ERROR) {
            vm.type_error("reduce() arg 2 must support iteration")
        } else {
            raised
        }
    })?;
    let mut result = match &arguments[2] {
        Some(initial) => Some(initial.clone()),
        None => vm.next(&iterator)?,
    };
    while let Some(item) = vm.next(&iterator)? {
        result = match result {
            Some(total) => Some(vm.call(function, &[total, item])?),
            None => Some(item),
        };
    }
    result.ok_or_else(|| vm.type_error("reduce() of empty iterable with no initial value"))
}
