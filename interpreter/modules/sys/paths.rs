//! Where modules are looked for, and where the interpreter is installed.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

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
        let parts = value.as_bytes().split(|&byte| byte == b':').map(<[u8]>::to_vec);
        parts.filter(|_| !value.is_empty()).collect::<Vec<_>>()
    };
    path.extend(folders("PYTHONPATH"));
    let library = folders("WEFT_STDLIB");
    path.extend(library.iter().cloned());
    let path = path.iter().map(|folder| decode_path(folder).into()).collect();
    module.set(vm, "path", List::new(path));
    module.set(vm, "meta_path", List::new(Vec::new()));
    module.set(vm, "path_hooks", List::new(Vec::new()));
    module.set(vm, "path_importer_cache", Dict::new());
    let executable = Path::new(&options.executable);
    let prefix = executable.parent().and_then(Path::parent).unwrap_or(Path::new("/usr"));
    let prefix: Value = decode_path(prefix.as_os_str().as_bytes()).into();
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
        module.set(vm, name, prefix.clone());
    }
    let library = library.first().map_or(Value::NONE, |folder| decode_path(folder).into());
    module.set(vm, "_stdlib_dir", library);
    module.set(vm, "__interactivehook__", Value::NONE);
}
