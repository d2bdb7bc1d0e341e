//! Module `posix`: what the operating system offers. `os` builds on it.

pub mod at_fork;
mod constants;
mod descriptors;
mod directories;
mod execution;
mod files;
mod identity;
mod links;
mod paths;
mod scheduling;
mod status;
mod system;
mod waiting;

use std::os::unix::ffi::OsStrExt;

pub use execution::c_text;

use vm::import::NativeModule;
use vm::native::Method;
use vm::objects::bytes::Bytes;
use vm::objects::class_creation::make_ready;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::types::StaticType;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// `posix`
pub static MODULE: NativeModule = NativeModule {
    name: "posix",
    doc: Some("What the operating system offers."),
    functions: &[],
    fill,
};

const TYPES: &[&StaticType] = &[
    &status::STAT_RESULT,
    &status::STATVFS_RESULT,
    &directories::DIR_ENTRY,
    &scheduling::SCHED_PARAM,
    &system::TERMINAL_SIZE,
    &system::TIMES_RESULT,
    &system::UNAME_RESULT,
    &waiting::WAITID_RESULT,
];

const FUNCTIONS: &[&[Method]] = &[
    files::FUNCTIONS,
    at_fork::FUNCTIONS,
    descriptors::FUNCTIONS,
    directories::FUNCTIONS,
    execution::FUNCTIONS,
    identity::FUNCTIONS,
    links::FUNCTIONS,
    paths::FUNCTIONS,
    scheduling::FUNCTIONS,
    status::FUNCTIONS,
    system::FUNCTIONS,
    waiting::FUNCTIONS,
];

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    TYPES.iter().for_each(|class| make_ready(class));
    make_ready(&directories::SCANDIR_ITERATOR);
    make_ready(&waiting::STRUCT_RUSAGE);
    module.add_functions_late(FUNCTIONS);
    module.fill_late(fill_late);
    module.set(vm, "error", exceptions::OS_ERROR.to_value());
    module.set(vm, "environ", environment(vm)?);
    Ok(())
}

/// Adds the many names that few programs ask for.
fn fill_late(vm: &Vm, module: &Ref<Module>) {
    for class in TYPES {
        module.set(vm, class.native_name(), class.to_value());
    }
    for (name, number) in constants::NUMBERS {
        module.set(vm, name, Value::int(*number));
    }
    for (name, table) in [
        ("sysconf_names", constants::SYSCONF),
        ("confstr_names", constants::CONFSTR),
        ("pathconf_names", constants::PATHCONF),
    ] {
        let names = Dict::new();
        for (name, number) in table {
            names.set_str(&vm.intern(name), Value::int(*number));
        }
        module.set(vm, name, names);
    }
    let capabilities = constants::CAPABILITIES.iter().map(Str::value).collect();
    module.set(vm, "_have_functions", List::new(capabilities));
}

/// The environment, in bytes.
fn environment(vm: &Vm) -> Result<Ref<Dict>> {
    let environment = Dict::new();
    for (name, value) in std::env::vars_os() {
        let name = Bytes::value(name.as_bytes());
        if environment.get(vm, &name)?.is_none() {
            environment.set(vm, &name, Bytes::value(value.as_bytes()))?;
        }
    }
    Ok(environment)
}

/// A name of one of the tables, or its number.
fn named_number(vm: &Vm, value: &Value, table: &[(&str, i64)]) -> Result<i32> {
    if value.is_int() {
        return vm.to_i32(value);
    }
    let Some(name) = value.downcast::<Str>() else {
        return Err(vm.type_error("configuration names must be strings or integers"));
    };
    match table
        .iter()
        .find(|(known, _)| known.as_bytes() == name.as_bytes())
    {
        Some((_, number)) => Ok(*number as i32),
        None => Err(vm.value_error("unrecognized configuration name")),
    }
}
