//! `_imp`: what `importlib` needs of the machine. The embedded modules stand for CPython's
//! frozen ones.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use vm::import::{EmbeddedModule, NativeModule};
use vm::native::Method;
use vm::objects::buffer::Buffer;
use vm::objects::bytes::Bytes;
use vm::objects::code::Code;
use vm::objects::exceptions::{self, Exception};
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_imp",
    doc: Some("What importlib needs of the machine."),
    functions: FUNCTIONS,
    fill: |vm, module| {
        module.set(vm, "check_hash_based_pycs", Str::value("default"));
        Ok(())
    },
};

static FUNCTIONS: &[Method] = &[
    Method::new(
        "_fix_co_filename",
        "($module, code, path, /)",
        fix_filename,
        "Changes the file name in a code object.",
    ),
    Method::new(
        "_frozen_module_names",
        "($module, /)",
        |vm, _| {
            let modules = vm.shared().embedded_modules.iter();
            Ok(List::new(modules.map(|module| Str::value(module.name)).collect()).into())
        },
        "The names of the embedded modules.",
    ),
    Method::new(
        "_override_frozen_modules_for_tests",
        "($module, override, /)",
        |vm, values| {
            vm.to_i32(argument(values, 0))?;
            Ok(Value::NONE)
        },
        "Has no effect: embedded modules are always used.",
    ),
    Method::new(
        "_override_multi_interp_extensions_check",
        "($module, override, /)",
        override_check,
        "Remembers a number.",
    ),
    Method::new(
        "acquire_lock",
        "($module, /)",
        acquire,
        "Takes the import lock.",
    ),
    Method::new(
        "create_builtin",
        "($module, spec, /)",
        create_builtin,
        "The native module of a spec.",
    ),
    Method::new(
        "create_dynamic",
        "($module, spec, file=<unrepresentable>, /)",
        create_dynamic,
        "Refuses: there are no extension modules.",
    ),
    Method::new(
        "exec_builtin",
        "($module, mod, /)",
        |_, _| Ok(Value::int(0)),
        "Done by create_builtin.",
    ),
    Method::new(
        "exec_dynamic",
        "($module, mod, /)",
        |_, _| Ok(Value::int(0)),
        "Done by create_dynamic.",
    ),
    Method::new(
        "extension_suffixes",
        "($module, /)",
        |_, _| Ok(List::new(vec![]).into()),
        "No suffixes: there are no extension modules.",
    ),
    Method::new(
        "find_frozen",
        "($module, name, /, *, withdata=False)",
        find_frozen,
        "Facts about an embedded module.",
    ),
    Method::new(
        "get_frozen_object",
        "($module, name, data=None, /)",
        frozen_code,
        "The code of an embedded module.",
    ),
    Method::new(
        "init_frozen",
        "($module, name, /)",
        init_frozen,
        "Imports an embedded module.",
    ),
    Method::new(
        "is_builtin",
        "($module, name, /)",
        is_builtin,
        "Whether a module is native; -1 if it cannot be made again.",
    ),
    Method::new(
        "is_frozen",
        "($module, name, /)",
        |vm, values| {
            let name = name(vm, "is_frozen", "argument", argument(values, 0))?;
            Ok(Value::bool(embedded(vm, &name).is_some()))
        },
        "Whether a module is embedded.",
    ),
    Method::new(
        "is_frozen_package",
        "($module, name, /)",
        |vm, values| {
            let name = name(vm, "is_frozen_package", "argument", argument(values, 0))?;
            match embedded(vm, &name) {
                Some(module) => Ok(Value::bool(module.package)),
                None => Err(no_frozen(vm, &name)),
            }
        },
        "Whether an embedded module is a package.",
    ),
    Method::new(
        "_command",
        "($module, /)",
        |vm, _| {
            let command = vm.shared().command.borrow();
            Ok(command.as_ref().map_or(Value::NONE, Str::value))
        },
        "The text of the option -c.",
    ),
    Method::new(
        "_is_shadowed",
        "($module, name, /)",
        |vm, values| {
            let name = name(vm, "_is_shadowed", "argument", argument(values, 0))?;
            Ok(Value::bool(vm::import::is_shadowed(vm, &name)?))
        },
        "Whether a file in the program's folder stands in front of a module of the binary.",
    ),
    Method::new(
        "lock_held",
        "($module, /)",
        |_, _| Ok(Value::bool(lock().count > 0)),
        "Whether a thread has the import lock.",
    ),
    Method::new(
        "release_lock",
        "($module, /)",
        release,
        "Gives the import lock back.",
    ),
    Method::new(
        "source_hash",
        "($module, /, key, source)",
        source_hash,
        "The hash that validates bytecode files.",
    ),
];

fn argument(values: &[Option<Value>], index: usize) -> &Value {
    values
        .get(index)
        .and_then(Option::as_ref)
        .unwrap_or(Value::none_ref())
}

fn name(vm: &Vm, function: &str, place: &str, value: &Value) -> Result<String> {
    match value.downcast::<Str>() {
        Some(name) => Ok(name.to_text()),
        None => Err(vm.type_error(format!(
            "{function}() {place} must be str, not {}",
            value.class().name()
        ))),
    }
}

fn embedded(vm: &Vm, name: &str) -> Option<&'static EmbeddedModule> {
    let modules = vm.shared().embedded_modules;
    let place = modules
        .binary_search_by(|module| module.name.cmp(name))
        .ok()?;
    modules.get(place)
}

fn import_error(vm: &Vm, message: &str, name: &str) -> Raised {
    let raised = vm.error(&exceptions::IMPORT_ERROR, message);
    Exception::set_import_fields(&raised, Some(Str::value(name)), None, None);
    raised
}

fn no_frozen(vm: &Vm, name: &str) -> Raised {
    let shown = vm.repr_text(&Str::value(name)).unwrap_or_default();
    import_error(vm, &format!("No such frozen object named {shown}"), name)
}

static OVERRIDE: AtomicI64 = AtomicI64::new(0);

fn override_check(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(argument(values, 0))?;
    Ok(Value::int(OVERRIDE.swap(number.into(), Ordering::Relaxed)))
}

fn fix_filename(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let (code, path) = (argument(values, 0), argument(values, 1));
    let Some(code) = code.downcast::<Code>() else {
        return Err(vm.type_error(format!(
            "_fix_co_filename() argument 1 must be code, not {}",
            vm.found_argument(code)
        )));
    };
    let Some(path) = path.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "_fix_co_filename() argument 2 must be str, not {}",
            vm.found_argument(path)
        )));
    };
    code.set_filename(path);
    Ok(Value::NONE)
}

fn create_builtin(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let name = vm.get_attribute(argument(values, 0), &vm.intern("name"))?;
    let Some(text) = name.downcast::<Str>() else {
        return Err(vm.type_error(format!("name must be string, not {}", name.class().name())));
    };
    let text = text.to_text();
    if is_core(&text)
        && let Some(module) = vm.shared().modules.get_str(&vm.intern(&text))
    {
        return Ok(module);
    }
    match vm
        .shared()
        .native_modules
        .iter()
        .find(|module| module.name == text)
    {
        Some(module) => Ok(Module::of_native(vm, module)?.into()),
        None => Ok(Value::NONE),
    }
}

fn create_dynamic(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let name = vm.get_attribute(argument(values, 0), &vm.intern("name"))?;
    let name = vm.str_text(&name)?;
    Err(import_error(vm, "dynamic modules are not supported", &name))
}

/// Whether there is only one such module, whatever is imported anew.
fn is_core(name: &str) -> bool {
    matches!(name, "sys" | "builtins")
}

fn is_builtin(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let name = name(vm, "is_builtin", "argument", argument(values, 0))?;
    let known = vm
        .shared()
        .native_modules
        .iter()
        .any(|module| module.name == name);
    Ok(Value::int(match (is_core(&name), known) {
        (true, _) => -1,
        (false, known) => known.into(),
    }))
}

fn find_frozen(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let name = name(vm, "find_frozen", "argument 1", argument(values, 0))?;
    let with_data = match values.get(1).and_then(Option::as_ref) {
        Some(with_data) => vm.is_true(with_data)?,
        None => false,
    };
    let Some(module) = embedded(vm, &name) else {
        return Ok(Value::NONE);
    };
    let data = if with_data {
        Bytes::value(module.source)
    } else {
        Value::NONE
    };
    let parts = vec![data, Value::bool(module.package), Str::value(module.name)];
    Ok(Tuple::new(parts).into())
}

fn frozen_code(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let name = name(vm, "get_frozen_object", "argument 1", argument(values, 0))?;
    let data = argument(values, 1);
    if !data.is_none() {
        let file = format!("<frozen {name}>").into();
        let source = Buffer::contiguous(vm, data)?.as_bytes().to_vec();
        return Ok(vm.compile_module(&source, &file)?.into());
    }
    let Some(module) = embedded(vm, &name) else {
        return Err(no_frozen(vm, &name));
    };
    Ok(module.code(vm)?.into())
}

fn init_frozen(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let text = name(vm, "init_frozen", "argument", argument(values, 0))?;
    if embedded(vm, &text).is_none() {
        return Ok(Value::NONE);
    }
    let name = vm.intern(&text);
    drop(vm.shared().modules.remove_str(&name));
    vm.import_absolute(&name)
}

fn source_hash(vm: &Vm, values: &[Option<Value>]) -> Result<Value> {
    let key = vm.to_i64(argument(values, 0))?;
    let source = Buffer::contiguous(vm, argument(values, 1))?;
    let hash = primitives::number::hash::keyed(key.cast_unsigned(), source.as_bytes());
    Ok(Bytes::value(hash.to_le_bytes()))
}

/// The import lock, which one thread may take several times.
struct ImportLock {
    owner: Option<ThreadId>,
    count: usize,
}

static LOCK: Mutex<ImportLock> = Mutex::new(ImportLock {
    owner: None,
    count: 0,
});
static FREED: Condvar = Condvar::new();

fn lock() -> MutexGuard<'static, ImportLock> {
    LOCK.lock().unwrap_or_else(PoisonError::into_inner)
}

fn acquire(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let me = thread::current().id();
    let take = || {
        let mut lock = lock();
        while lock.owner.is_some_and(|owner| owner != me) {
            lock = FREED.wait(lock).unwrap_or_else(PoisonError::into_inner);
        }
        lock.owner = Some(me);
        lock.count += 1;
    };
    let free = lock().owner.is_none_or(|owner| owner == me);
    if free {
        take()
    } else {
        vm.allow_threads(take)
    }
    Ok(Value::NONE)
}

fn release(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let mut lock = lock();
    if lock.owner != Some(thread::current().id()) {
        return Err(vm.runtime_error("not holding the import lock"));
    }
    lock.count = lock.count.saturating_sub(1);
    if lock.count == 0 {
        lock.owner = None;
        FREED.notify_one();
    }
    Ok(Value::NONE)
}
