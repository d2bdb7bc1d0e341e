//! Finding and loading modules.

use std::path::Path;
use std::sync::Arc;

use super::{EmbeddedModule, forget, sys_list};
use crate::objects::exceptions;
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::module_spec::ModuleSpec;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

/// Where a module was found.
enum Found {
    Native(&'static super::NativeModule),
    Embedded(&'static EmbeddedModule),
    /// The file, and whether it is a package's `__init__.py`.
    Source(String, bool),
    /// The folders of a namespace package.
    Namespace(Vec<String>),
    /// What a finder in `sys.meta_path` gave.
    Spec(Value),
}

/// Finds, loads and registers the module of an absolute name which is not in `sys.modules`.
pub(super) fn find_and_load(vm: &Vm, name: &Ref<Str>) -> Result<Value> {
    let text = name.to_text();
    let mut path = None;
    let mut parent_module = None;
    if let Some((parent, _)) = text.rsplit_once('.') {
        let parent_name = vm.intern(parent);
        let module = vm.import_absolute(&parent_name)?;
        // Importing the parent may have imported this one.
        if let Some(found) = vm.shared().modules.get_str(name) {
            return Ok(found);
        }
        let Some(found) = vm.find_attribute_by(&module, "__path__")? else {
            return Err(vm.module_not_found(
                &format!("No module named '{text}'; '{parent}' is not a package"),
                name,
            ));
        };
        path = Some(found);
        parent_module = Some(module);
    }
    let Some(found) = find(vm, &text, path.as_ref())? else {
        return Err(vm.module_not_found(&format!("No module named '{text}'"), name));
    };
    let module = load(vm, name, &text, found)?;
    if let Some(parent) = parent_module
        && let Some((_, child)) = text.rsplit_once('.')
    {
        vm.set_attribute(&parent, &vm.intern(child), &module)?;
    }
    Ok(module)
}

fn find(vm: &Vm, name: &str, path: Option<&Value>) -> Result<Option<Found>> {
    for finder in sys_list(vm, "meta_path") {
        if vm.find_attribute_by(&finder, "_weft_native")?.is_some() {
            continue;
        }
        let Some(find_spec) = vm.find_attribute_by(&finder, "find_spec")? else {
            continue;
        };
        let path = path.cloned().unwrap_or(Value::NONE);
        let spec = vm.call(&find_spec, &[Str::value(name), path, Value::NONE])?;
        if !spec.is_none() {
            return Ok(Some(Found::Spec(spec)));
        }
    }
    if let Some(module) = native(vm, name) {
        return Ok(Some(Found::Native(module)));
    }
    if let Some(module) = embedded(vm, name) {
        return Ok(Some(Found::Embedded(module)));
    }
    let folders = match path {
        Some(path) => vm.collect(path)?,
        None => sys_list(vm, "path"),
    };
    search(vm, name, &folders)
}

/// The native module of a name.
pub fn native(vm: &Vm, name: &str) -> Option<&'static super::NativeModule> {
    let mut modules = vm.shared().native_modules.iter();
    modules.find(|module| module.name == name).copied()
}

/// The embedded module of a name.
pub fn embedded(vm: &Vm, name: &str) -> Option<&'static EmbeddedModule> {
    let modules = vm.shared().embedded_modules;
    let place = modules
        .binary_search_by(|module| module.name.cmp(name))
        .ok()?;
    modules.get(place)
}

/// Looks for a source file or a package along folders, by the entry's own finder where a script
/// has put hooks into `sys.path_hooks`.
fn search(vm: &Vm, name: &str, folders: &[Value]) -> Result<Option<Found>> {
    let library;
    let folders = match name.rsplit_once('.') {
        Some((parent, _)) if folders.is_empty() => {
            library = in_the_library(vm, parent);
            library.as_slice()
        }
        _ => folders,
    };
    let last = name.rsplit('.').next().unwrap_or(name);
    let mut namespace = Vec::new();
    for folder in folders {
        let Some(folder) = folder.downcast::<Str>() else {
            continue;
        };
        if let Some(found) = by_hook(vm, name, folder)? {
            return Ok(Some(found));
        }
        let text = folder.to_text();
        let base = if text.is_empty() {
            match std::env::current_dir() {
                Ok(here) => here.to_string_lossy().into_owned(),
                Err(_) => continue,
            }
        } else {
            text
        };
        let candidate = format!("{}/{last}", base.trim_end_matches('/'));
        let package = format!("{candidate}/__init__.py");
        if Path::new(&package).is_file() {
            return Ok(Some(Found::Source(package, true)));
        }
        let file = format!("{candidate}.py");
        if Path::new(&file).is_file() {
            return Ok(Some(Found::Source(file, false)));
        }
        if Path::new(&candidate).is_dir() {
            namespace.push(candidate);
        }
    }
    Ok((!namespace.is_empty()).then_some(Found::Namespace(namespace)))
}

/// The folder of an embedded package in an installed library, which may hold submodules that are
/// not embedded.
fn in_the_library(vm: &Vm, package: &str) -> Vec<Value> {
    if !embedded(vm, package).is_some_and(|embedded| embedded.package) {
        return Vec::new();
    }
    let inner = package.replace('.', "/");
    let folders = sys_list(vm, "path");
    let folders = folders.iter().filter_map(|folder| {
        let folder = folder.downcast::<Str>()?.to_text();
        let is_library = Path::new(&folder).join("os.py").is_file();
        is_library.then(|| Str::value(format!("{folder}/{inner}")))
    });
    folders.collect()
}

/// What the hooks of a script in `sys.path_hooks` find in an entry of the path.
fn by_hook(vm: &Vm, name: &str, folder: &Ref<Str>) -> Result<Option<Found>> {
    for hook in sys_list(vm, "path_hooks") {
        if vm.find_attribute_by(&hook, "_weft_native")?.is_some() {
            continue;
        }
        let finder = match vm.call(&hook, &[folder.to_value()]) {
            Ok(finder) => finder,
            Err(raised) if raised.is(&exceptions::IMPORT_ERROR) => continue,
            Err(raised) => return Err(raised),
        };
        if vm.find_attribute_by(&finder, "_weft_native")?.is_some() {
            continue;
        }
        let Some(find_spec) = vm.find_attribute_by(&finder, "find_spec")? else {
            continue;
        };
        let spec = vm.call(&find_spec, &[Str::value(name), Value::NONE])?;
        if !spec.is_none() {
            return Ok(Some(Found::Spec(spec)));
        }
    }
    Ok(None)
}

/// The `__spec__` of a module that is loaded here.
pub fn spec_of(name: &str, origin: Option<&str>, package: Option<Vec<String>>) -> Ref<ModuleSpec> {
    let locations =
        package.map(|folders| Value::from(List::new(folders.iter().map(Str::value).collect())));
    ModuleSpec::new(name, origin.map(Str::value), locations)
}

fn load(vm: &Vm, name: &Ref<Str>, text: &str, found: Found) -> Result<Value> {
    let modules = vm.shared().modules.clone();
    match found {
        Found::Native(native) => {
            let module = Module::of_native(vm, native)?;
            let spec = spec_of(text, Some("built-in"), None);
            module.set(vm, "__package__", parent_name(text, false));
            set_spec(vm, &module, spec);
            modules.set_str(name, module.to_value());
            Ok(module.into())
        }
        Found::Embedded(embedded) => {
            let module = Module::new(vm, text);
            let folders = embedded.package.then(Vec::new);
            let spec = spec_of(text, Some("frozen"), folders.clone());
            describe(vm, &module, text, &spec, folders);
            let file = format!("<frozen {text}>");
            run(vm, name, &module, &spec, embedded.source.as_bytes(), &file)
        }
        Found::Source(file, package) => {
            let source = std::fs::read(&file)
                .map_err(|error| vm.os_error(&error, Some(&Str::value(&file))))?;
            let module = Module::new(vm, text);
            let folder = Path::new(&file).parent().unwrap_or(Path::new("/"));
            let folders = package.then(|| vec![folder.to_string_lossy().into_owned()]);
            let spec = spec_of(text, Some(&file), folders.clone());
            spec.set_has_location(true);
            module.set(vm, "__file__", Str::value(&file));
            module.set(vm, "__cached__", Value::NONE);
            describe(vm, &module, text, &spec, folders);
            run(vm, name, &module, &spec, &source, &file)
        }
        Found::Namespace(folders) => {
            let library = "importlib._bootstrap_external";
            let namespace_spec = vm.import_attribute(library, "_namespace_spec")?;
            let folders = folders.iter().map(Str::value).collect();
            let arguments = [name.to_value(), List::new(folders).into()];
            let spec = vm.call(&namespace_spec, &arguments)?;
            load_by_spec(vm, name, &spec)
        }
        Found::Spec(spec) => load_by_spec(vm, name, &spec),
    }
}

fn parent_name(name: &str, package: bool) -> Value {
    if package {
        return Str::value(name);
    }
    Str::value(name.rsplit_once('.').map_or("", |(parent, _)| parent))
}

/// Sets `__spec__`; `__loader__` is then taken from it when somebody asks.
fn set_spec(vm: &Vm, module: &Ref<Module>, spec: Ref<ModuleSpec>) {
    module.set(vm, "__spec__", spec);
    drop(module.dict().remove_str(&vm.intern("__loader__")));
}

fn describe(
    vm: &Vm,
    module: &Ref<Module>,
    name: &str,
    spec: &Ref<ModuleSpec>,
    folders: Option<Vec<String>>,
) {
    module.set(vm, "__package__", parent_name(name, folders.is_some()));
    set_spec(vm, module, spec.clone());
    if let Some(locations) = spec.locations() {
        module.set(vm, "__path__", locations);
    }
}

fn run(
    vm: &Vm,
    name: &Ref<Str>,
    module: &Ref<Module>,
    spec: &Ref<ModuleSpec>,
    source: &[u8],
    file: &str,
) -> Result<Value> {
    let modules = vm.shared().modules.clone();
    modules.set_str(name, module.to_value());
    spec.set_initializing(true);
    let result = import_source(vm, module, source, file);
    spec.set_initializing(false);
    if let Err(raised) = result {
        forget(&modules, name);
        return Err(raised);
    }
    // The module may have put something else in its place; what is loaded moves to the end.
    match modules.remove_str(name) {
        Some(module) => {
            modules.set_str(name, module.clone());
            Ok(module)
        }
        None => Err(vm.key_error(name.as_value())),
    }
}

/// Compiles the source of a module and runs it in the module's namespace.
pub fn import_source(vm: &Vm, module: &Ref<Module>, source: &[u8], file: &str) -> Result<()> {
    let code = vm.compile_module(source, &Arc::from(file))?;
    let dict = module.dict();
    if dict.get_str(&vm.intern("__builtins__")).is_none() {
        dict.set_str(&vm.intern("__builtins__"), vm.shared().builtins.to_value());
    }
    vm.run(&code, &dict, dict.to_value())?;
    Ok(())
}

/// Loads by the loader of a spec that a finder gave.
fn load_by_spec(vm: &Vm, name: &Ref<Str>, spec: &Value) -> Result<Value> {
    let bootstrap = vm.import("importlib._bootstrap")?;
    let load = vm.get_attribute(&bootstrap, &vm.intern("_load_unlocked"))?;
    let module = vm.call(&load, std::slice::from_ref(spec))?;
    Ok(vm.shared().modules.get_str(name).unwrap_or(module))
}
