//! `_pickle`: objects as bytes and back.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::state::State;
use crate::support::add_types;

mod buffer;
mod building;
mod input;
mod loading;
mod memo;
mod opcodes;
mod output;
mod pickler;
mod reducing;
mod saving;
mod unpickler;

use buffer::PICKLE_BUFFER;
use pickler::{PICKLER, Pickler, Settings};
use unpickler::{UNPICKLER, Unpickler};

/// `_pickle`
pub static MODULE: NativeModule = NativeModule {
    name: "_pickle",
    doc: Some("Objects as bytes and back."),
    functions: &[
        Method::new(
            "dump",
            "($module, /, obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)",
            dump,
            "Writes an object to a file.",
        ),
        Method::new(
            "dumps",
            "($module, /, obj, protocol=None, *, fix_imports=True, buffer_callback=None)",
            dumps,
            "An object as bytes.",
        ),
        Method::new(
            "load",
            "($module, /, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
            load,
            "Reads an object from a file.",
        ),
        Method::new(
            "loads",
            "($module, data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
            loads,
            "The object that bytes hold.",
        ),
    ],
    fill: |vm, module| {
        add_types(
            vm,
            module,
            &[
                &PICKLE_ERROR,
                &PICKLING_ERROR,
                &UNPICKLING_ERROR,
                &PICKLER,
                &UNPICKLER,
                &PICKLE_BUFFER,
            ],
        );
        memo::make_ready();
        let tables = Tables::of_modules(vm)?;
        drop(TABLES.of(vm).replace(Some(tables)));
        Ok(())
    },
};

static_type! {
    /// `_pickle.PickleError`
    pub PICKLE_ERROR = TypeSpec {
        name: "PickleError",
        module: "_pickle",
        doc: Some("The errors of pickling and unpickling."),
        base: Some(|| &exceptions::EXCEPTION),
        flags: flags::BASE,
        ..TypeSpec::DEFAULT
    };
    /// `_pickle.PicklingError`
    pub PICKLING_ERROR = TypeSpec {
        name: "PicklingError",
        module: "_pickle",
        doc: Some("An object cannot be pickled."),
        base: Some(|| PICKLE_ERROR.as_ref()),
        flags: flags::BASE,
        ..TypeSpec::DEFAULT
    };
    /// `_pickle.UnpicklingError`
    pub UNPICKLING_ERROR = TypeSpec {
        name: "UnpicklingError",
        module: "_pickle",
        doc: Some("Bytes are no pickled object."),
        base: Some(|| PICKLE_ERROR.as_ref()),
        flags: flags::BASE,
        ..TypeSpec::DEFAULT
    };
}

/// The tables of `copyreg` and `_compat_pickle`.
#[derive(Clone)]
struct Tables {
    /// `copyreg.dispatch_table`: functions that reduce objects, by type.
    dispatch: Ref<Dict>,
    /// Codes of extensions by module and name, and the other way.
    extensions: Ref<Dict>,
    extension_names: Ref<Dict>,
    extension_cache: Ref<Dict>,
    /// What modules and names of Python 2 are called now, and the other way.
    names_from_2: Ref<Dict>,
    modules_from_2: Ref<Dict>,
    names_to_2: Ref<Dict>,
    modules_to_2: Ref<Dict>,
}

static TABLES: State<Option<Tables>> = State::new(None);

impl Tables {
    fn of_modules(vm: &Vm) -> Result<Tables> {
        let table = |module: &str, name: &str| -> Result<Ref<Dict>> {
            let table = vm.import_attribute(module, name)?;
            table.downcast::<Dict>().cloned().ok_or_else(|| {
                let class = table.class().name();
                vm.runtime_error(format!("{module}.{name} should be a dict, not {class}"))
            })
        };
        Ok(Tables {
            dispatch: table("copyreg", "dispatch_table")?,
            extensions: table("copyreg", "_extension_registry")?,
            extension_names: table("copyreg", "_inverted_registry")?,
            extension_cache: table("copyreg", "_extension_cache")?,
            names_from_2: table("_compat_pickle", "NAME_MAPPING")?,
            modules_from_2: table("_compat_pickle", "IMPORT_MAPPING")?,
            names_to_2: table("_compat_pickle", "REVERSE_NAME_MAPPING")?,
            modules_to_2: table("_compat_pickle", "REVERSE_IMPORT_MAPPING")?,
        })
    }

    fn get(vm: &Vm) -> Result<Tables> {
        let tables = TABLES.of(vm).borrow().clone();
        tables.ok_or_else(|| vm.runtime_error("_pickle is not initialized"))
    }
}

#[cold]
fn pickling_error(vm: &Vm, message: impl AsRef<str>) -> Raised {
    vm.error(&PICKLING_ERROR, message)
}

#[cold]
fn unpickling_error(vm: &Vm, message: impl AsRef<str>) -> Raised {
    vm.error(&UNPICKLING_ERROR, message)
}

fn settings(vm: &Vm, arguments: &[Option<Value>], first: usize) -> Result<Settings> {
    Settings::of(
        vm,
        arguments.get(first).and_then(Option::as_ref),
        arguments.get(first + 1).and_then(Option::as_ref),
        arguments.get(first + 2).and_then(Option::as_ref),
    )
}

fn dump(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let pickler = Pickler::plain();
    Pickler::set_up(
        &pickler,
        vm,
        Some(required(arguments, 1)),
        settings(vm, arguments, 2)?,
    )?;
    Pickler::dump(&pickler, vm, required(arguments, 0))?;
    pickler.flush(vm)?;
    Ok(Value::NONE)
}

fn dumps(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let pickler = Pickler::plain();
    Pickler::set_up(&pickler, vm, None, settings(vm, arguments, 1)?)?;
    Pickler::dump(&pickler, vm, required(arguments, 0))?;
    let output = pickler.output.take();
    Ok(Bytes::value(output.as_bytes()))
}

fn load(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let unpickler = Unpickler::plain();
    let rest = arguments.get(1..).unwrap_or_default();
    unpickler.set_up(vm, Some(required(arguments, 0)), rest)?;
    loading::load(vm, &unpickler, None)
}

fn loads(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let unpickler = Unpickler::plain();
    let rest = arguments.get(1..).unwrap_or_default();
    unpickler.set_up(vm, None, rest)?;
    let data = vm.bytes_like(required(arguments, 0))?;
    loading::load(vm, &unpickler, Some(&data))
}
