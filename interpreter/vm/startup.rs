//! Starting and ending the interpreter.
#![allow(unsafe_code, reason = "the state of the current thread")]

mod ending;
#[cfg(weft_stress)]
mod leaks;

pub use ending::{finish, flush_standard_streams, is_finalizing};

use std::cell::Cell;

use primitives::number::hash::Secret;

use crate::import::{EmbeddedModule, NativeModule, spec_of};
use crate::objects::dict::Dict;
use crate::objects::hashing;
use crate::objects::heap::Ref;
use crate::objects::module::Module;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::vm::{Options, Shared};
use crate::{Result, Vm, builtins, lock, objects};

/// What the interpreter is made from.
pub struct Configuration {
    /// The command line and the environment.
    pub options: Options,
    /// Modules in Rust.
    pub native_modules: &'static [&'static NativeModule],
    /// Modules in the language itself, sorted by name.
    pub embedded_modules: &'static [EmbeddedModule],
    /// Fills module `sys`.
    pub fill_sys: fn(&Vm, &Ref<Module>) -> Result<()>,
    /// What the end of the process asks of the modules.
    pub ending: Ending,
    /// The lowest address that the native stack of this thread may reach.
    pub stack_limit: usize,
}

/// What the end of the process asks of the modules, without looking names up.
#[derive(Clone, Copy)]
pub struct Ending {
    /// Calls what `atexit` knows.
    pub run_exit_functions: fn(&Vm),
    /// Lets go what modules in Rust keep for scripts: handlers, hooks.
    pub forget: fn(&Vm),
    /// Flushes a standard stream; `None` if it is not as the machine made it.
    pub flush: fn(&Vm, &Value) -> Option<Result<()>>,
    /// A standard stream and those below it, if they are as the machine made them.
    pub layers: fn(&Value) -> Option<[Value; 3]>,
}

thread_local! {
    static CURRENT: Cell<*const Vm> = const { Cell::new(std::ptr::null()) };
}

/// Makes `vm` the state of this thread while `action` runs.
pub fn with_current<T>(vm: &Vm, action: impl FnOnce() -> T) -> T {
    let before = CURRENT.replace(vm);
    let result = action();
    CURRENT.set(before);
    result
}

/// Whether Python code runs on this thread.
pub(crate) fn is_running_frame() -> bool {
    let vm = CURRENT.get();
    // SAFETY: as in `current`.
    !vm.is_null() && unsafe { !(*vm).frame.get().is_null() }
}

/// The state of this thread, for code that is not given one.
///
/// # Panics
/// If the thread does not run the interpreter.
pub fn current<'a>() -> &'a Vm {
    let pointer = CURRENT.get();
    assert!(
        !pointer.is_null(),
        "the thread does not run the interpreter"
    );
    // SAFETY: `with_current` keeps the state alive while it is the current one.
    unsafe { &*pointer }
}

/// Makes the interpreter, once for a process, and runs `main` in it on this thread.
pub fn run<T>(configuration: Configuration, main: impl FnOnce(&Vm) -> T) -> T {
    if let Some(limit) = configuration.options.digit_limit {
        crate::objects::int_type::set_digit_limit(limit);
    }
    let seed = configuration.options.hash_seed;
    hashing::set_secret(match seed {
        Some(seed) => Secret::from_seed(seed),
        None => Secret::from_bytes(random_bytes()),
    });
    crate::eval::out_of_memory::prepare();
    objects::native_types::make_ready();
    let shared: &'static Shared = Box::leak(Box::new(Shared {
        modules: Dict::new(),
        builtins: Dict::new(),
        sys: Dict::new(),
        recursion_limit: Cell::new(crate::vm::DEFAULT_RECURSION_LIMIT),
        monitoring: Default::default(),
        threads: Default::default(),
        command: Default::default(),
        program_folder: Default::default(),
        options: configuration.options,
        native_modules: configuration.native_modules,
        embedded_modules: configuration.embedded_modules,
        early_entries: Default::default(),
        ending: configuration.ending,
    }));
    let vm = Vm::new(shared);
    vm.stack_limit.set(configuration.stack_limit);
    lock::acquire(&vm);
    with_current(&vm, || {
        let fill = configuration.fill_sys;
        make_first_modules(&vm, fill);
        main(&vm)
    })
}

fn random_bytes() -> [u8; 16] {
    use std::hash::{BuildHasher, Hasher};
    let random = || {
        // The standard library seeds its hash maps from the system.
        let state = std::collections::hash_map::RandomState::new();
        state.build_hasher().finish().to_le_bytes()
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&random());
    bytes[8..].copy_from_slice(&random());
    bytes
}

fn make_first_modules(vm: &Vm, fill_sys: fn(&Vm, &Ref<Module>) -> Result<()>) {
    let shared = vm.shared();
    let make = |name: &str, dict: &Ref<Dict>| {
        let module = Module::with_dict(dict.clone());
        module.set(vm, "__name__", Str::value(name));
        module.set(vm, "__doc__", Value::NONE);
        module.set(vm, "__package__", Str::value(""));
        module.set(vm, "__spec__", spec_of(name, Some("built-in"), None));
        shared.modules.set_str(&vm.intern(name), module.to_value());
        module
    };
    let module = make("builtins", &shared.builtins);
    builtins::fill(vm, &module);
    let module = make("sys", &shared.sys);
    module.set(vm, "modules", shared.modules.clone());
    if let Err(raised) = fill_sys(vm, &module) {
        crate::traceback::print(vm, &raised.0);
    }
}

/// Module `__main__`, made if need be.
pub fn main_module(vm: &Vm) -> Ref<Module> {
    let name = vm.intern("__main__");
    if let Some(module) = vm.shared().modules.get_str(&name)
        && let Some(module) = module.downcast::<Module>()
    {
        return module.clone();
    }
    let module = Module::new(vm, "__main__");
    module.set(vm, "__builtins__", builtins_module(vm));
    vm.shared().modules.set_str(&name, module.to_value());
    module
}

fn builtins_module(vm: &Vm) -> Value {
    let module = vm.shared().modules.get_str(&vm.intern("builtins"));
    module.unwrap_or(Value::NONE)
}
