//! Code: compile, eval, exec, globals, locals, __import__, __build_class__.

use std::sync::Arc;

use crate::call::Arguments;
use crate::eval::names::optional_item;
use crate::native::{Method, Native, required};
use crate::objects::cell::Cell;
use crate::objects::class_creation;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::exceptions::ATTRIBUTE_ERROR;
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::raw(
        "__build_class__",
        "(func, name, /, *bases, [metaclass], **kwds)",
        build_class,
        "Makes a class.",
    ),
    Method::new(
        "__import__",
        "($module, /, name, globals=None, locals=None, fromlist=(), level=0)",
        import,
        "Imports a module.",
    ),
    Method::new(
        "compile",
        "($module, /, source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        compile,
        "Makes a code object.",
    ),
    Method::new(
        "eval",
        "($module, source, /, globals=None, locals=None)",
        eval,
        "The value of an expression.",
    ),
    Method::new(
        "exec",
        "($module, source, /, globals=None, locals=None, *, closure=None)",
        exec,
        "Runs statements.",
    ),
    Method::new("globals", "($module, /)", globals, "The global names."),
    Method::new("locals", "($module, /)", locals, "The local names."),
];

fn build_class(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    class_creation::build_class(vm, arguments)
}

fn globals(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    match vm.current_globals() {
        Some(globals) => Ok(globals.into()),
        None => Err(vm.system_error("globals(): no frame runs")),
    }
}

fn locals(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    vm.current_locals()
}

/// Whether a row is that of `__import__`.
pub fn is_import(row: &Method) -> bool {
    match row.function {
        Native::Bound(function) => std::ptr::fn_addr_eq(
            function,
            import as fn(&Vm, &[Option<Value>]) -> Result<Value>,
        ),
        Native::Raw(_) => false,
    }
}

fn import(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = required(arguments, 0);
    let Some(name) = name.downcast::<Str>() else {
        return Err(vm.type_error("module name must be a string"));
    };
    let level = match &arguments[4] {
        Some(level) => vm.to_i32(level)?,
        None => 0,
    };
    let Ok(level) = usize::try_from(level) else {
        return Err(vm.value_error("level must be >= 0"));
    };
    let from_list = arguments[3].as_ref().unwrap_or(Value::none_ref());
    vm.import_name(name, arguments[1].as_ref(), from_list, level)
}

/// What is to be compiled: code, or text.
enum Source {
    Code(Ref<Code>),
    Text(Vec<u8>, bool),
}

fn source_of(vm: &Vm, value: &Value, function: &str) -> Result<Source> {
    if let Some(code) = value.downcast::<Code>() {
        return Ok(Source::Code(code.clone()));
    }
    let (bytes, is_text) = crate::compiling::text_of(vm, value, || {
        format!("{function}() arg 1 must be a string, bytes or code object")
    })?;
    Ok(Source::Text(bytes, is_text))
}

fn compile(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let filename = vm.filesystem_text(required(arguments, 1))?;
    let mode = required(arguments, 2);
    let Some(mode) = mode.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "compile() argument 'mode' must be str, not {}",
            vm.found_argument(mode)
        )));
    };
    let int = |argument: &Option<Value>, default: i32| match argument {
        Some(value) => vm.to_i32(value),
        None => Ok(default),
    };
    let flags = int(&arguments[3], 0)?;
    let inherit = match &arguments[4] {
        Some(dont) => !vm.is_true(dont)?,
        None => true,
    };
    let optimize = int(&arguments[5], -1)?;
    if !(-1..=2).contains(&optimize) {
        return Err(vm.value_error("compile(): invalid optimize value"));
    }
    crate::compiling::compile_call(
        vm,
        required(arguments, 0),
        &filename,
        &mode.to_text(),
        flags as u32,
        inherit,
        optimize,
        int(&arguments[6], -1)?,
    )
}

/// The globals and locals that code is to run with.
fn namespaces(vm: &Vm, arguments: &[Option<Value>], function: &str) -> Result<(Ref<Dict>, Value)> {
    let given = |index: usize| arguments[index].as_ref().filter(|value| !value.is_none());
    let locals = given(2).cloned();
    if let Some(locals) = &locals
        && locals.class().slots().getitem.is_none()
    {
        return Err(vm.type_error(match function {
            "eval" => "locals must be a mapping".to_owned(),
            _ => format!(
                "locals must be a mapping or None, not {}",
                locals.class().name()
            ),
        }));
    }
    let (globals, locals) = match given(1) {
        Some(globals) => {
            let Some(dict) = globals.downcast::<Dict>() else {
                let mapping = globals.class().slots().getitem.is_some();
                return Err(vm.type_error(match function {
                    "eval" if mapping => {
                        "globals must be a real dict; try eval(expr, {}, mapping)".to_owned()
                    }
                    "eval" => "globals must be a dict".to_owned(),
                    _ => format!(
                        "exec() globals must be a dict, not {}",
                        globals.class().name()
                    ),
                }));
            };
            (dict.clone(), locals.unwrap_or_else(|| globals.clone()))
        }
        None => {
            let Some(globals) = vm.current_globals() else {
                return Err(vm.system_error("globals and locals cannot be NULL"));
            };
            let locals = match locals {
                Some(locals) => locals,
                None => vm.current_locals()?,
            };
            (globals, locals)
        }
    };
    let name = vm.intern("__builtins__");
    if globals.get_str(&name).is_none() {
        globals.set_str(&name, vm.current_builtins());
    }
    Ok((globals, locals))
}

impl Vm {
    /// A name of the builtins that the running code has.
    pub fn builtin(&self, name: &str) -> Result<Value> {
        let name = self.intern(name);
        let builtins = self.current_builtins();
        let found = optional_item(self, &builtins, &name)?;
        found.ok_or_else(|| self.error_with(&ATTRIBUTE_ERROR, vec![name.into()]))
    }
}

fn eval(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (globals, locals) = namespaces(vm, arguments, "eval")?;
    let source = source_of(vm, required(arguments, 0), "eval")?;
    let code = match source {
        Source::Code(code) => {
            if code.free_variable_count() > 0 {
                return Err(
                    vm.type_error("code object passed to eval() may not contain free variables")
                );
            }
            code
        }
        Source::Text(bytes, text) => {
            let blanks = bytes
                .iter()
                .take_while(|byte| matches!(byte, b' ' | b'\t'))
                .count();
            crate::compiling::compile_text(
                vm,
                &bytes[blanks..],
                text,
                &Arc::from("<string>"),
                "eval",
            )?
        }
    };
    vm.run(&code, &globals, locals)
}

fn exec(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (globals, locals) = namespaces(vm, arguments, "exec")?;
    let closure = arguments[3].as_ref().filter(|closure| !closure.is_none());
    let source = source_of(vm, required(arguments, 0), "exec")?;
    let code = match source {
        Source::Code(code) => {
            check_closure(vm, &code, closure)?;
            code
        }
        Source::Text(bytes, text) => {
            if closure.is_some() {
                return Err(vm.type_error("closure can only be used when source is a code object"));
            }
            crate::compiling::compile_text(vm, &bytes, text, &Arc::from("<string>"), "exec")?
        }
    };
    let closure = closure.and_then(|closure| closure.downcast::<Tuple>());
    vm.run_closure(&code, &globals, locals, closure)?;
    Ok(Value::NONE)
}

fn check_closure(vm: &Vm, code: &Ref<Code>, closure: Option<&Value>) -> Result<()> {
    let count = code.free_variable_count();
    if count == 0 {
        if closure.is_some() {
            return Err(vm.type_error("cannot use a closure with this code object"));
        }
        return Ok(());
    }
    let fits = closure
        .and_then(|closure| closure.downcast::<Tuple>())
        .is_some_and(|cells| {
            cells.items().len() == count
                && cells
                    .items()
                    .iter()
                    .all(|cell| cell.downcast::<Cell>().is_some())
        });
    if fits {
        return Ok(());
    }
    Err(vm.type_error(format!(
        "code object requires a closure of exactly length {count}"
    )))
}
