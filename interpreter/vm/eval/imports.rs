//! Handlers of `import`.

use super::loads::discard;
use super::names::optional_item;
use super::registers::Registers;
use crate::builtins::execution;
use crate::objects::dict::Dict;
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::names::names;
use crate::objects::native_function::NativeFunction;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// The stack: the level, the names after `from`.
#[inline(always)]
pub(super) fn import_name(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    let module = import(vm, *r, r.name(index), r.peek(0), r.peek(1))?;
    let names = r.pop();
    let level = r.replace(0, module);
    discard(vm, r, names);
    discard(vm, r, level);
    Ok(())
}

#[inline(never)]
fn import(
    vm: &Vm,
    r: Registers,
    name: &Ref<Str>,
    names_wanted: &Value,
    level: &Value,
) -> Result<Value> {
    let builtins = r.frame().function().builtins();
    let Some(function) = optional_item(vm, builtins, &names().__import__)? else {
        return Err(vm.error(&exceptions::IMPORT_ERROR, "__import__ not found"));
    };
    // An absolute import by the built-in function needs neither globals nor locals.
    if level.as_small_int() == Some(0)
        && function
            .downcast_exact::<NativeFunction>()
            .is_some_and(|function| execution::is_import(function.method()))
    {
        return vm.import_name(name, None, names_wanted, 0);
    }
    let globals = r.frame().function().globals().to_value();
    let locals = r.frame().locals().cloned().unwrap_or(Value::NONE);
    let arguments = [
        name.to_value(),
        globals,
        locals,
        names_wanted.clone(),
        level.clone(),
    ];
    vm.call(&function, &arguments)
}

#[inline(always)]
pub(super) fn import_from(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    let value = vm.import_from(r.peek(0), r.name(index))?;
    r.push(value);
    Ok(())
}

/// `from module import *`.
pub(super) fn import_star(vm: &Vm, r: &Registers, module: &Value) -> Result<Value> {
    let Some(locals) = r.frame().locals().cloned() else {
        return Err(vm.system_error("no locals found during 'import *'"));
    };
    let (names, all) = exported_names(vm, module)?;
    for name in names {
        let Some(text) = name.downcast::<Str>() else {
            return Err(not_a_name(vm, module, &name, all));
        };
        if !all && text.as_bytes().first() == Some(&b'_') {
            continue;
        }
        let value = vm.get_attribute(module, text)?;
        match locals.downcast_exact::<Dict>() {
            Some(dict) => dict.set(vm, &name, value)?,
            None => vm.set_item(&locals, &name, &value)?,
        }
    }
    Ok(Value::NONE)
}

/// The names in `__all__` and true, or else the keys of `__dict__`.
fn exported_names(vm: &Vm, module: &Value) -> Result<(Vec<Value>, bool)> {
    if let Some(all) = vm.find_attribute(module, &vm.intern("__all__"))? {
        let mut names = Vec::new();
        loop {
            match vm.get_item(&all, &Value::from(names.len())) {
                Ok(name) => names.push(name),
                Err(raised) if raised.is(&exceptions::INDEX_ERROR) => return Ok((names, true)),
                Err(raised) => return Err(raised),
            }
        }
    }
    let Some(dict) = vm.find_attribute(module, &vm.intern("__dict__"))? else {
        return Err(vm.error(
            &exceptions::IMPORT_ERROR,
            "from-import-* object has no __dict__ and no __all__",
        ));
    };
    let keys = vm.call_method(&dict, "keys", &[])?;
    Ok((vm.collect(&keys)?, false))
}

fn not_a_name(vm: &Vm, module: &Value, name: &Value, all: bool) -> Raised {
    let module_name = vm
        .find_attribute(module, &vm.intern("__name__"))
        .ok()
        .flatten()
        .and_then(|name| vm.str_text(&name).ok())
        .unwrap_or_default();
    let (what, place) = if all {
        ("Item", "__all__")
    } else {
        ("Key", "__dict__")
    };
    vm.type_error(format!(
        "{what} in {module_name}.{place} must be str, not {}",
        name.class().name()
    ))
}
