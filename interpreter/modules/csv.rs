//! Module `_csv`: tables in files, as fields that separators part.

mod dialect;
mod reader;
mod writer;

use std::sync::atomic::{AtomicI64, Ordering};

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::state::State;

/// `_csv`
pub static MODULE: NativeModule = NativeModule {
    name: "_csv",
    doc: Some("Reading and writing of tables."),
    functions: &[
        Method::raw(
            "reader",
            "(iterable[, dialect])",
            reader::new,
            "Reads rows from lines.",
        ),
        Method::raw(
            "writer",
            "(fileobj[, dialect])",
            writer::new,
            "Writes rows as lines.",
        ),
        Method::raw(
            "register_dialect",
            "(name[, dialect])",
            register,
            "Gives a dialect a name.",
        ),
        Method::new(
            "unregister_dialect",
            "($module, /, name)",
            unregister,
            "Forgets a dialect.",
        ),
        Method::new(
            "get_dialect",
            "($module, /, name)",
            |vm, it| find_dialect(vm, required(it, 0)),
            "The dialect of a name.",
        ),
        Method::new(
            "list_dialects",
            "($module, /)",
            |vm, _| {
                let names = dialects(vm).to_vec().into_iter().map(|(name, _)| name);
                Ok(vm::objects::list::List::new(names.collect()).into())
            },
            "The names of all dialects.",
        ),
        Method::new(
            "field_size_limit",
            "($module, /, new_limit=<unrepresentable>)",
            field_size_limit,
            "How long a field may be; sets it too.",
        ),
    ],
    fill: |vm, module| {
        for class in [&dialect::DIALECT, &reader::READER, &writer::WRITER, &ERROR] {
            make_ready(class);
        }
        module.set(vm, "Dialect", dialect::DIALECT.to_value());
        module.set(vm, "Reader", reader::READER.to_value());
        module.set(vm, "Writer", writer::WRITER.to_value());
        module.set(vm, "Error", ERROR.to_value());
        module.set(vm, "_dialects", dialects(vm).to_value());
        for (name, quoting) in [
            ("QUOTE_MINIMAL", dialect::MINIMAL),
            ("QUOTE_ALL", dialect::ALL),
            ("QUOTE_NONNUMERIC", dialect::NON_NUMERIC),
            ("QUOTE_NONE", dialect::NONE),
            ("QUOTE_STRINGS", dialect::STRINGS),
            ("QUOTE_NOTNULL", dialect::NOT_NULL),
        ] {
            module.set(vm, name, Value::int(quoting.into()));
        }
        Ok(())
    },
};

static_type! {
    /// `_csv.Error`
    pub ERROR = TypeSpec {
        name: "Error",
        module: "_csv",
        base: Some(|| exceptions::EXCEPTION.as_ref()),
        flags: flags::BASE | flags::MUTABLE,
        ..TypeSpec::DEFAULT
    };
}

/// The dialects that have names.
static DIALECTS: State<Option<Ref<Dict>>> = State::new(None);

/// How many characters a field may have.
static LIMIT: AtomicI64 = AtomicI64::new(128 * 1024);

fn dialects(vm: &Vm) -> Ref<Dict> {
    DIALECTS
        .of(vm)
        .borrow_mut()
        .get_or_insert_with(Dict::new)
        .clone()
}

/// The module's own error.
fn error(vm: &Vm, message: impl AsRef<str>) -> Raised {
    vm.error(&ERROR, message)
}

fn find_dialect(vm: &Vm, name: &Value) -> Result<Value> {
    dialects(vm)
        .get(vm, name)?
        .ok_or_else(|| error(vm, "unknown dialect"))
}

/// One or two positional arguments; the keyword arguments are for the dialect.
fn one_or_two<'a>(vm: &Vm, arguments: &Arguments<'a>) -> Result<(&'a Value, Option<&'a Value>)> {
    match arguments.positionals() {
        [first] => Ok((first, None)),
        [first, second] => Ok((first, Some(second))),
        [] => Err(vm.type_error(" expected at least 1 argument, got 0")),
        many => {
            let count = many.len();
            Err(vm.type_error(format!(" expected at most 2 arguments, got {count}")))
        }
    }
}

/// A dialect from a positional argument and the keyword arguments of a call.
fn call_dialect(vm: &Vm, given: Option<&Value>, arguments: &Arguments<'_>) -> Result<Value> {
    let keywords = arguments.positionals().len();
    let mut values: Vec<Value> = given.into_iter().cloned().collect();
    values.extend_from_slice(&arguments.values[keywords..]);
    let arguments = Arguments {
        values: &values,
        names: arguments.names,
    };
    vm.call_with(dialect::DIALECT.as_value(), arguments)
}

fn register(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let (name, given) = one_or_two(vm, &arguments)?;
    if name.downcast::<Str>().is_none() {
        return Err(vm.type_error("dialect name must be a string"));
    }
    let dialect = call_dialect(vm, given, &arguments)?;
    dialects(vm).set(vm, name, dialect)?;
    Ok(Value::NONE)
}

fn unregister(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    match dialects(vm).remove(vm, required(arguments, 0))? {
        Some(_) => Ok(Value::NONE),
        None => Err(error(vm, "unknown dialect")),
    }
}

fn field_size_limit(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let old = LIMIT.load(Ordering::Relaxed);
    if let Some(limit) = arguments.first().and_then(Option::as_ref) {
        let is_exact = limit.class().is(&vm::objects::int_type::INT);
        if !is_exact {
            return Err(vm.type_error("limit must be an integer"));
        }
        LIMIT.store(vm.to_isize(limit)? as i64, Ordering::Relaxed);
    }
    Ok(Value::int(old))
}
