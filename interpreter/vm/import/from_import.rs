//! `from module import names`.

use crate::objects::exceptions::{self, Exception};
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Imports those names of a package's from-list that are submodules.
pub(super) fn handle_from_list(
    vm: &Vm,
    module: &Value,
    from_list: &Value,
    from_all: bool,
) -> Result<()> {
    for name in vm.collect(from_list)? {
        let Some(text) = name.downcast::<Str>() else {
            let place = if from_all {
                let module = vm.get_attribute(module, &vm.intern("__name__"))?;
                format!("Item in {}.__all__", vm.str_text(&module)?)
            } else {
                "Item in ``from list''".to_owned()
            };
            return Err(vm.type_error(format!("{place} must be str, not {}", name.class().name())));
        };
        if text.as_bytes() == b"*" {
            if !from_all && let Some(all) = vm.find_attribute_by(module, "__all__")? {
                handle_from_list(vm, module, &all, true)?;
            }
            continue;
        }
        if vm.find_attribute(module, &text.interned())?.is_some() {
            continue;
        }
        let package = vm.get_attribute(module, &vm.intern("__name__"))?;
        let full = vm.intern(&format!("{}.{text}", vm.str_text(&package)?));
        match vm.import_absolute(&full) {
            Ok(_) => {}
            Err(raised) if is_missing(&raised, &full) => {
                // A submodule that does not exist is an error of `from` later on.
                let marked = vm.shared().modules.get_str(&full);
                if marked.is_some_and(|module| module.is_none()) {
                    return Err(raised);
                }
            }
            Err(raised) => return Err(raised),
        }
    }
    Ok(())
}

fn is_missing(raised: &crate::Raised, name: &Ref<Str>) -> bool {
    raised.is(&exceptions::MODULE_NOT_FOUND_ERROR)
        && raised
            .0
            .downcast::<Exception>()
            .and_then(|exception| exception.import_name())
            .and_then(|missing| {
                missing
                    .downcast::<Str>()
                    .map(|missing| missing.same_text(name))
            })
            .unwrap_or(false)
}

/// The attribute of a module, or its submodule in `sys.modules`.
pub(super) fn import_from(vm: &Vm, module: &Value, name: &Ref<Str>) -> Result<Value> {
    if let Some(value) = vm.find_attribute(module, name)? {
        return Ok(value);
    }
    let package = vm.find_attribute_by(module, "__name__")?;
    let package = package.filter(|package| package.downcast::<Str>().is_some());
    if let Some(package) = &package {
        let full = vm.intern(&format!("{}.{name}", vm.str_text(package)?));
        if let Some(submodule) = vm.shared().modules.get_str(&full) {
            return Ok(submodule);
        }
    }
    Err(cannot_import(vm, module, package, name)?)
}

/// The error for a name that a module does not have.
#[cold]
fn cannot_import(
    vm: &Vm,
    module: &Value,
    package: Option<Value>,
    name: &Ref<Str>,
) -> Result<crate::Raised> {
    let shown = match &package {
        Some(package) => vm.repr_text(package)?,
        None => "'<unknown module name>'".to_owned(),
    };
    let shown_name = vm.repr_text(name.as_value())?;
    let spec = vm.find_attribute_by(module, "__spec__")?;
    let spec = spec.filter(|spec| !spec.is_none());
    let initializing = match &spec {
        Some(spec) => super::is_initializing(vm, spec)?,
        None => false,
    };
    let origin = origin(vm, module, spec.as_ref())?;
    let place = match &origin {
        Some(origin) => format!(" ({})", vm.str_text(origin)?),
        None if initializing => String::new(),
        None => " (unknown location)".to_owned(),
    };
    let message = if initializing {
        format!(
            "cannot import name {shown_name} from partially initialized module {shown} (most \
             likely due to a circular import){place}"
        )
    } else {
        format!("cannot import name {shown_name} from {shown}{place}")
    };
    let raised = vm.error(&exceptions::IMPORT_ERROR, message);
    Exception::set_import_fields(&raised, package, origin, Some(name.to_value()));
    Ok(raised)
}

/// Where a module comes from, as its spec or else the module says.
fn origin(vm: &Vm, module: &Value, spec: Option<&Value>) -> Result<Option<Value>> {
    let is_str = |value: &Value| value.downcast::<Str>().is_some();
    if let Some(spec) = spec
        && let Some(has_location) = vm.find_attribute_by(spec, "has_location")?
        && vm.is_true(&has_location)?
        && let Some(origin) = vm.find_attribute_by(spec, "origin")?
        && is_str(&origin)
    {
        return Ok(Some(origin));
    }
    Ok(vm.find_attribute_by(module, "__file__")?.filter(is_str))
}
