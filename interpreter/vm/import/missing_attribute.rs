//! The words for an attribute that a module does not have: whether it is being imported still, or
//! may stand in front of another module that was meant.

use std::path::Path;

use super::is_initializing;
use crate::objects::heap::Ref;
use crate::objects::set::{FROZENSET, SET};
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// The message of the AttributeError.
#[cold]
pub fn missing_attribute(vm: &Vm, module: &str, spec: &Value, name: &Ref<Str>) -> Result<String> {
    let plain = format!("module '{module}' has no attribute '{name}'");
    let origin = file_origin(vm, spec)?;
    let shadowing = origin.as_ref().filter(|origin| stands_in_front(vm, origin));
    if let Some(origin) = shadowing
        && is_of_the_library(vm, module)?
    {
        return Ok(format!(
            "{plain} (consider renaming '{origin}' since it has the same name as the standard \
             library module named '{module}' and the import system gives it precedence)"
        ));
    }
    if is_initializing(vm, spec)? {
        return Ok(match (shadowing, origin.as_ref()) {
            (Some(origin), _) => format!(
                "{plain} (consider renaming '{origin}' if it has the same name as a third-party \
                 module you intended to import)"
            ),
            (None, Some(origin)) => format!(
                "partially initialized module '{module}' from '{origin}' has no attribute \
                 '{name}' (most likely due to a circular import)"
            ),
            (None, None) => {
                format!("partially initialized {plain} (most likely due to a circular import)")
            }
        });
    }
    let submodule = vm
        .shared()
        .modules
        .get_str(&vm.intern(&format!("{module}.{name}")));
    if let Some(submodule) = submodule
        && let Some(spec) = vm.find_attribute_by(&submodule, "__spec__")?
        && is_initializing(vm, &spec)?
    {
        return Ok(format!(
            "cannot access submodule '{name}' of module '{module}' (most likely due to a circular \
             import)"
        ));
    }
    Ok(plain)
}

/// The file that a spec says its module comes from.
fn file_origin(vm: &Vm, spec: &Value) -> Result<Option<String>> {
    if spec.is_none() {
        return Ok(None);
    }
    let Some(has_location) = vm.find_attribute_by(spec, "has_location")? else {
        return Ok(None);
    };
    if !vm.is_true(&has_location)? {
        return Ok(None);
    }
    let origin = vm.find_attribute_by(spec, "origin")?;
    Ok(origin.and_then(|origin| origin.downcast::<Str>().map(|origin| origin.to_text())))
}

/// Whether a file lies in the program's folder, which is searched before all others.
fn stands_in_front(vm: &Vm, origin: &str) -> bool {
    let place = origin.strip_suffix("/__init__.py").unwrap_or(origin);
    let folder = vm.shared().program_folder.borrow();
    let (Some(folder), Some((root, _))) = (folder.as_deref(), place.rsplit_once('/')) else {
        return false;
    };
    if folder.is_empty() {
        std::env::current_dir().is_ok_and(|here| here == Path::new(root))
    } else {
        folder == root
    }
}

/// Whether `sys.stdlib_module_names` has the name.
fn is_of_the_library(vm: &Vm, module: &str) -> Result<bool> {
    match vm.import_attribute("sys", "stdlib_module_names") {
        Ok(names) if names.class().is_subtype(&FROZENSET) || names.class().is_subtype(&SET) => {
            vm.contains(&names, &Str::value(module))
        }
        _ => Ok(false),
    }
}
