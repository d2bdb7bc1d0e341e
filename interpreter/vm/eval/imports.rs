//! Handlers of `import`.

use super::calls::builtin;
use super::loads::discard;
use super::registers::Registers;
use crate::objects::dict::Dict;
use crate::objects::exceptions::{self, Exception};
use crate::objects::heap::Ref;
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
fn import(vm: &Vm, r: Registers, name: &Ref<Str>, names: &Value, level: &Value) -> Result<Value> {
    let Some(function) = builtin(vm, &r, "__import__")? else {
        return Err(vm.error(&exceptions::IMPORT_ERROR, "__import__ not found"));
    };
    let globals = r.frame().function().globals().to_value();
    let locals = r.frame().locals().cloned().unwrap_or(Value::NONE);
    let arguments = [
        name.to_value(),
        globals,
        locals,
        names.clone(),
        level.clone(),
    ];
    vm.call(&function, &arguments)
}

#[inline(always)]
pub(super) fn import_from(vm: &Vm, r: &mut Registers, index: usize) -> Result<()> {
    r.save();
    let value = from_module(vm, r.peek(0), r.name(index))?;
    r.push(value);
    Ok(())
}

#[inline(never)]
fn from_module(vm: &Vm, module: &Value, name: &Ref<Str>) -> Result<Value> {
    if let Some(value) = vm.find_attribute(module, name)? {
        return Ok(value);
    }
    // Of a package that is being imported, a module may be there already.
    let package = vm.find_attribute(module, &vm.intern("__name__"))?;
    let package = package.filter(|name| name.downcast::<Str>().is_some());
    if let Some(package) = &package {
        let full_name = Str::value(format!("{}.{name}", vm.str_text(package)?));
        if let Some(found) = vm.shared().modules.get(vm, &full_name)? {
            return Ok(found);
        }
    }
    Err(cannot_import(vm, module, package, name))
}

/// The error for a name that a module does not have.
#[cold]
fn cannot_import(vm: &Vm, module: &Value, package: Option<Value>, name: &Ref<Str>) -> Raised {
    match import_message(vm, module, package.as_ref(), name) {
        Ok((message, path)) => {
            let raised = vm.error(&exceptions::IMPORT_ERROR, message);
            if let Some(exception) = raised.0.downcast::<Exception>() {
                exceptions::set_import_fields(exception, package, path, Some(name.to_value()));
            }
            raised
        }
        Err(raised) => raised,
    }
}

fn import_message(
    vm: &Vm,
    module: &Value,
    package: Option<&Value>,
    name: &Ref<Str>,
) -> Result<(String, Option<Value>)> {
    let unknown: Value = vm.intern("<unknown module name>").into();
    let shown = vm.repr_text(package.unwrap_or(&unknown))?;
    let name = vm.repr_text(name.as_value())?;
    let spec = vm.find_attribute(module, &vm.intern("__spec__"))?;
    let spec = spec.filter(|spec| !spec.is_none());
    let attribute = |object: &Option<Value>, name: &str| match object {
        Some(object) => vm.find_attribute(object, &vm.intern(name)),
        None => Ok(None),
    };
    let is_str = |value: &Value| value.downcast::<Str>().is_some();
    let mut origin = None;
    if attribute(&spec, "has_location")?.is_some_and(|has| has.is_true()) {
        origin = attribute(&spec, "origin")?.filter(is_str);
    }
    if origin.is_none() {
        origin = vm
            .find_attribute(module, &vm.intern("__file__"))?
            .filter(is_str);
    }
    let initializing = attribute(&spec, "_initializing")?.is_some_and(|it| it.is_true());
    let place = match &origin {
        Some(origin) => vm.str_text(origin)?,
        None => "unknown location".to_owned(),
    };
    let message = if initializing {
        match &origin {
            Some(_) => format!(
                "cannot import name {name} from partially initialized module {shown} (most \
                 likely due to a circular import) ({place})"
            ),
            None => format!(
                "cannot import name {name} from partially initialized module {shown} (most \
                 likely due to a circular import)"
            ),
        }
    } else {
        format!("cannot import name {name} from {shown} ({place})")
    };
    Ok((message, origin))
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
