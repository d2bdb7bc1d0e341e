//! Finding and loading modules.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use super::{EmbeddedModule, forget, sys_list};
use crate::objects::code::Code;
use crate::objects::exceptions;
use crate::objects::gc;
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
    let Some(found) = find(vm, &text, parent_module.as_ref(), path.as_ref())? else {
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

fn find(
    vm: &Vm,
    name: &str,
    parent: Option<&Value>,
    path: Option<&Value>,
) -> Result<Option<Found>> {
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
    if let Some(found) = in_the_binary(vm, name) {
        let own = match parent {
            Some(parent) => !is_from_a_file(vm, parent)?,
            None => true,
        };
        if own {
            return match shadowing(vm, name)? {
                Some(other) if path.is_none() => Ok(Some(other)),
                _ => Ok(Some(found)),
            };
        }
    }
    let folders = match path {
        Some(path) => vm.collect(path)?,
        None => sys_list(vm, "path"),
    };
    search(vm, name, &folders)
}

fn in_the_binary(vm: &Vm, name: &str) -> Option<Found> {
    native(vm, name)
        .map(Found::Native)
        .or_else(|| embedded(vm, name).map(Found::Embedded))
}

/// Whether a package was found in a folder: the submodules of the binary are not its own then.
fn is_from_a_file(vm: &Vm, package: &Value) -> Result<bool> {
    let Some(spec) = vm.find_attribute_by(package, "__spec__")? else {
        return Ok(false);
    };
    let origin = vm.find_attribute_by(&spec, "origin")?;
    let origin = origin.as_ref().and_then(|origin| origin.downcast::<Str>());
    Ok(origin.is_some_and(|origin| origin.as_bytes() != b"frozen"))
}

/// The modules that CPython has in its binary: no file can stand in front of them.
const ALWAYS_IN_THE_BINARY: [&str; 22] = [
    "abc",
    "atexit",
    "builtins",
    "codecs",
    "encodings",
    "errno",
    "faulthandler",
    "gc",
    "genericpath",
    "importlib",
    "io",
    "itertools",
    "marshal",
    "ntpath",
    "os",
    "posix",
    "posixpath",
    "pwd",
    "site",
    "stat",
    "sys",
    "time",
];

/// Whether a file stands in front of a native or embedded module.
pub fn is_shadowed(vm: &Vm, name: &str) -> Result<bool> {
    Ok(shadowing(vm, name)?.is_some())
}

/// The file that stands in front of a native or embedded module: one in a folder of `sys.path`
/// before that of the library, such as the program's own.
fn shadowing(vm: &Vm, name: &str) -> Result<Option<Found>> {
    if name.starts_with('_') || name.contains('.') || ALWAYS_IN_THE_BINARY.contains(&name) {
        return Ok(None);
    }
    let library = vm.shared().sys.get_str(&vm.intern("_stdlib_dir"));
    let library = library.as_ref().and_then(|folder| folder.downcast::<Str>());
    let mut folders = sys_list(vm, "path");
    let end = folders.iter().position(|folder| {
        let Some(folder) = folder.downcast::<Str>() else {
            return false;
        };
        library.is_some_and(|library| library.same_text(folder))
            || folder.as_bytes().ends_with(b"site-packages")
    });
    folders.truncate(end.unwrap_or(folders.len()));
    let found = search(vm, name, &folders)?;
    Ok(found.filter(|found| !matches!(found, Found::Namespace(_))))
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
        let base = if text.starts_with('/') {
            text
        } else {
            match std::env::current_dir() {
                Ok(here) if text.is_empty() => here.to_string_lossy().into_owned(),
                Ok(here) => here.join(text).to_string_lossy().into_owned(),
                Err(_) => continue,
            }
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
        } else if let Some(spec) = in_archive(vm, name, folder, Path::new(&base))? {
            return Ok(Some(Found::Spec(spec)));
        }
    }
    Ok((!namespace.is_empty()).then_some(Found::Namespace(namespace)))
}

thread_local! {
    /// Whether an archive is being read: the modules that this needs come from elsewhere.
    static IN_ARCHIVE: Cell<bool> = const { Cell::new(false) };
}

/// The spec of a module in an entry of the path that is a zip archive, or a folder in one.
fn in_archive(vm: &Vm, name: &str, entry: &Ref<Str>, place: &Path) -> Result<Option<Value>> {
    if place.is_dir() || IN_ARCHIVE.get() || !place.ancestors().any(Path::is_file) {
        return Ok(None);
    }
    IN_ARCHIVE.set(true);
    let library = "importlib._bootstrap_external";
    let spec = vm
        .import_attribute(library, "_find_in_archive")
        .and_then(|find| vm.call(&find, &[entry.to_value(), Str::value(name)]));
    IN_ARCHIVE.set(false);
    Ok(Some(spec?).filter(|spec| !spec.is_none()))
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
            let folders = embedded.package.then(|| library_folder(vm, text));
            let spec = spec_of(text, Some("frozen"), folders.clone());
            describe(vm, &module, text, &spec, folders);
            let run = || run(vm, name, &module, &spec, || embedded.code(vm));
            gc::without_collections(run)
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
            let file = Arc::from(file);
            run(vm, name, &module, &spec, || {
                vm.compile_module(&source, &file)
            })
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

/// The folder of a package in the library of an installed CPython, which has the submodules that
/// the binary lacks.
fn library_folder(vm: &Vm, package: &str) -> Vec<String> {
    let library = vm.shared().sys.get_str(&vm.intern("_stdlib_dir"));
    let library = library.as_ref().and_then(|folder| folder.downcast::<Str>());
    let folder = library.map(|library| format!("{library}/{}", package.replace('.', "/")));
    folder
        .filter(|folder| Path::new(folder).is_dir())
        .into_iter()
        .collect()
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
    code: impl FnOnce() -> Result<Ref<Code>>,
) -> Result<Value> {
    let modules = vm.shared().modules.clone();
    modules.set_str(name, module.to_value());
    spec.set_initializing(true);
    let result = code().and_then(|code| run_module(vm, module, &code));
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

/// Runs the code of a module in the module's namespace.
pub fn run_module(vm: &Vm, module: &Ref<Module>, code: &Ref<Code>) -> Result<()> {
    let dict = module.dict();
    if dict.get_str(&vm.intern("__builtins__")).is_none() {
        dict.set_str(&vm.intern("__builtins__"), vm.shared().builtins.to_value());
    }
    vm.run(code, &dict, dict.to_value())?;
    Ok(())
}

/// Loads by the loader of a spec that a finder gave.
fn load_by_spec(vm: &Vm, name: &Ref<Str>, spec: &Value) -> Result<Value> {
    let bootstrap = vm.import("importlib._bootstrap")?;
    let load = vm.get_attribute(&bootstrap, &vm.intern("_load_unlocked"))?;
    let module = vm.call(&load, std::slice::from_ref(spec))?;
    Ok(vm.shared().modules.get_str(name).unwrap_or(module))
}
