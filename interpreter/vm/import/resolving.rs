//! Relative names: `from ..package import name`.

use crate::objects::dict::Dict;
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The absolute name that a relative one means.
pub(super) fn resolve(
    vm: &Vm,
    name: &Ref<Str>,
    globals: Option<&Value>,
    level: usize,
) -> Result<Ref<Str>> {
    let package = package_of(vm, globals)?;
    if package.is_empty() {
        return Err(vm.error(
            &exceptions::IMPORT_ERROR,
            "attempted relative import with no known parent package",
        ));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((parent, _)) => base = parent,
            None => {
                return Err(vm.error(
                    &exceptions::IMPORT_ERROR,
                    "attempted relative import beyond top-level package",
                ));
            }
        }
    }
    Ok(if name.is_empty() {
        vm.intern(base)
    } else {
        vm.intern(&format!("{base}.{name}"))
    })
}

/// The package that the importing code belongs to: `__package__`, or `__spec__.parent`, or what
/// `__name__` and `__path__` tell.
fn package_of(vm: &Vm, globals: Option<&Value>) -> Result<String> {
    let Some(globals) = globals.and_then(|globals| globals.downcast::<Dict>()) else {
        return Err(vm.key_error(&Str::value("'__name__' not in globals")));
    };
    let get = |name: &str| {
        globals
            .get_str(&vm.intern(name))
            .filter(|value| !value.is_none())
    };
    let text = |value: &Value, name: &str| match value.downcast::<Str>() {
        Some(text) => Ok(text.to_text()),
        None => Err(vm.type_error(format!("{name} must be a string"))),
    };
    let spec = get("__spec__");
    if let Some(package) = get("__package__") {
        return text(&package, "package");
    }
    if let Some(spec) = spec {
        let parent = vm.get_attribute(&spec, &vm.intern("parent"))?;
        return text(&parent, "__spec__.parent");
    }
    crate::builtins::warnings::warn(
        vm,
        &exceptions::IMPORT_WARNING,
        "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
        1,
    )?;
    let Some(name) = get("__name__") else {
        return Err(vm.key_error(&Str::value("'__name__' not in globals")));
    };
    let name = text(&name, "__name__")?;
    if get("__path__").is_some() {
        return Ok(name);
    }
    Ok(name
        .rsplit_once('.')
        .map_or_else(String::new, |(parent, _)| parent.to_owned()))
}
