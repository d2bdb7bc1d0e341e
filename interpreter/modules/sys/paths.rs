//! Where modules are looked for, and where the interpreter is installed.

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use vm::Vm;
use vm::objects::dict::Dict;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::value::Value;

use crate::paths::decode_path;

/// Adds `sys.path` and the prefixes. Whoever runs a script puts its folder in front.
pub(super) fn fill(vm: &Vm, module: &Ref<Module>) {
    let options = &vm.shared().options;
    let mut path = Vec::new();
    let folders = |name: &str| {
        let value = match options.ignore_environment {
            true => None,
            false => std::env::var_os(name).filter(|value| !value.is_empty()),
        };
        let value = value.unwrap_or_default();
        let parts = value
            .as_bytes()
            .split(|&byte| byte == b':')
            .map(<[u8]>::to_vec);
        parts.filter(|_| !value.is_empty()).collect::<Vec<_>>()
    };
    path.extend(folders("PYTHONPATH"));
    path.extend(folders("WEFTPATH"));
    path.extend(site_packages(options.ignore_environment));
    let mut library = folders("WEFT_STDLIB");
    if library.is_empty() {
        library.extend(installed_library());
    }
    path.extend(library.iter().cloned());
    let path = path
        .iter()
        .map(|folder| decode_path(folder).into())
        .collect();
    module.set(vm, "path", List::new(path));
    module.set(vm, "meta_path", List::new(Vec::new()));
    module.set(vm, "path_hooks", List::new(Vec::new()));
    module.set(vm, "path_importer_cache", Dict::new());
    let executable = Path::new(&options.executable);
    let prefix = executable
        .parent()
        .and_then(Path::parent)
        .unwrap_or(Path::new("/usr"));
    let prefix: Value = decode_path(prefix.as_os_str().as_bytes()).into();
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
        module.set(vm, name, prefix.clone());
    }
    let library = library
        .first()
        .map_or(Value::NONE, |folder| decode_path(folder).into());
    module.set(vm, "_stdlib_dir", library);
    module.set(vm, "__interactivehook__", Value::NONE);
}

/// The site-packages of the active virtual environment.
fn site_packages(ignore_environment: bool) -> Option<Vec<u8>> {
    if ignore_environment {
        return None;
    }
    let environment = std::env::var_os("VIRTUAL_ENV")?;
    let folder = Path::new(&environment).join("lib/python3.13/site-packages");
    folder
        .is_dir()
        .then(|| folder.into_os_string().into_encoded_bytes())
}

/// Whether the name of an installation under pyenv is that of another version.
fn is_other_version(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().as_bytes();
    name.first().is_some_and(u8::is_ascii_digit) && !name.starts_with(b"3.13")
}

/// The library of an installed CPython 3.13: beside a `python3.13` on the PATH, in a usual
/// place, or under pyenv.
fn installed_library() -> Option<Vec<u8>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in std::env::split_paths(&path) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    let mut candidates: Vec<PathBuf> = folders
        .into_iter()
        .filter(|folder| folder.join("python3.13").exists())
        .filter_map(|folder| Some(folder.parent()?.join("lib/python3.13")))
        .collect();
    candidates.push("/usr/local/lib/python3.13".into());
    candidates.push("/usr/lib/python3.13".into());
    if let Some(home) = std::env::var_os("HOME") {
        let versions = std::fs::read_dir(Path::new(&home).join(".pyenv/versions"));
        let versions = versions
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|version| !is_other_version(version));
        let mut versions: Vec<PathBuf> = versions
            .filter(|version| version.join("bin/python3.13").exists())
            .map(|version| version.join("lib/python3.13"))
            .collect();
        versions.sort();
        candidates.extend(versions);
    }
    let found = candidates
        .into_iter()
        .find(|folder| folder.join("os.py").is_file());
    found.map(|folder| folder.into_os_string().into_encoded_bytes())
}
