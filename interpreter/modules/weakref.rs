//! Module `_weakref`: weak references and proxies.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::value::Value;
use vm::objects::weakref::{self, CALLABLE_PROXY, PROXY, REFERENCE, WeakRef};
use vm::{Result, Vm};

/// `_weakref`
pub static MODULE: NativeModule = NativeModule {
    name: "_weakref",
    doc: Some("Weak references."),
    functions: &[
        Method::new(
            "getweakrefcount",
            "($module, object, /)",
            count,
            "How many there are to an object.",
        ),
        Method::new(
            "getweakrefs",
            "($module, object, /)",
            references,
            "Those to an object.",
        ),
        Method::new(
            "proxy",
            "($module, object, callback=None, /)",
            proxy,
            "A proxy of an object.",
        ),
        Method::new(
            "_remove_dead_weakref",
            "($module, dct, key, /)",
            remove_dead,
            "Removes an entry whose weak reference is dead.",
        ),
    ],
    fill,
};

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    module.set(vm, "ref", REFERENCE.to_value());
    module.set(vm, "ReferenceType", REFERENCE.to_value());
    module.set(vm, "ProxyType", PROXY.to_value());
    module.set(vm, "CallableProxyType", CALLABLE_PROXY.to_value());
    Ok(())
}

fn count(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(weakref::references_to(required(arguments, 0)).len().into())
}

fn references(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    Ok(List::new(weakref::references_to(required(arguments, 0))).into())
}

fn proxy(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    weakref::proxy(
        vm,
        required(arguments, 0),
        arguments.get(1).and_then(Option::as_ref),
    )
}

fn remove_dead(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let dict = required(arguments, 0);
    let Some(dict) = dict.downcast::<Dict>() else {
        return Err(vm.type_error(format!(
            "_remove_dead_weakref() argument 1 must be dict, not {}",
            vm.found_argument(dict)
        )));
    };
    let key = required(arguments, 1);
    let hash = vm.hash(key)?;
    let Some(position) = dict.find(vm, key, hash)? else {
        return Ok(Value::NONE);
    };
    let Some(value) = dict.value_at(position) else {
        return Ok(Value::NONE);
    };
    match value.downcast::<WeakRef>() {
        Some(reference) if reference.get().is_none() => drop(dict.remove_at(position)),
        Some(_) => {}
        None => return Err(vm.type_error("not a weakref")),
    }
    Ok(Value::NONE)
}
