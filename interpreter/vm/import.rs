//! Import: where modules come from.
//!
//! A name is looked for in `sys.modules`, then by the finders that a script has put into
//! `sys.meta_path`, then among the native and embedded modules, unless a file of the program stands
//! in front of them where CPython has them in files, then along `sys.path` or the
//! parent's `__path__`. The library's `importlib` is only loaded when a script asks for it; the
//! finders that it puts into `sys.meta_path` stand for what is done here natively, and are
//! recognized by their attribute `_weft_native`.

use std::sync::Arc;

use bytecode::frozen::FrozenModule;

use crate::compiling::late_builtins;
use crate::native::Method;
use crate::objects::code::{Code, Frozen};
use crate::objects::dict::Dict;
use crate::objects::exceptions::{self, Exception};
use crate::objects::heap::Ref;
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::module_spec::ModuleSpec;
use crate::objects::names::names;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

mod from_import;
mod loading;
mod missing_attribute;
mod resolving;

pub use loading::{is_shadowed, run_module, spec_of};
pub(crate) use missing_attribute::missing_attribute;

/// A module in Rust.
pub struct NativeModule {
    /// Its name.
    pub name: &'static str,
    /// `__doc__`.
    pub doc: Option<&'static str>,
    /// Its functions.
    pub functions: &'static [Method],
    /// Adds everything else.
    pub fill: fn(&Vm, &Ref<Module>) -> Result<()>,
}

/// A module in the language itself that the binary holds.
pub struct EmbeddedModule {
    /// Its dotted name.
    pub name: &'static str,
    /// Its text.
    pub source: &'static str,
    /// What the text compiles to.
    pub code: FrozenModule,
    /// Whether the text mentions a builtin that is made late.
    pub mentions_late_builtin: bool,
    /// Whether it is a package.
    pub package: bool,
}

impl Vm {
    /// `__import__(name, globals, locals, fromlist, level)`.
    pub fn import_name(
        &self,
        name: &Ref<Str>,
        globals: Option<&Value>,
        from_list: &Value,
        level: usize,
    ) -> Result<Value> {
        let absolute = if level > 0 {
            resolving::resolve(self, name, globals, level)?
        } else if name.is_empty() {
            return Err(self.value_error("Empty module name"));
        } else {
            name.interned()
        };
        let module = self.import_absolute(&absolute)?;
        if !from_list.is_none() && self.is_true(from_list)? {
            if is_no_package(&module) {
                return Ok(module);
            }
            if self.find_attribute(&module, &names().__path__)?.is_some() {
                from_import::handle_from_list(self, &module, from_list, false)?;
            }
            return Ok(module);
        }
        if !name.as_bytes().contains(&b'.') {
            return Ok(module);
        }
        let text = name.to_text();
        let Some((first, rest)) = text.split_once('.') else {
            return Ok(module);
        };
        if level == 0 {
            return self.import_absolute(&self.intern(first));
        }
        // The part of the absolute name that belongs to the first part of the relative one.
        let absolute = absolute.to_text();
        let kept = absolute.len() - rest.len() - 1;
        let package = self.intern(&absolute[..kept]);
        match self.shared().modules.get_str(&package) {
            Some(module) => Ok(module),
            None => Err(self.key_error(&Str::value(format!(
                "{} not in sys.modules as expected",
                self.repr_text(package.as_value())?
            )))),
        }
    }

    /// The module of an absolute name, imported if need be: `importlib.import_module(name)`.
    pub fn import_absolute(&self, name: &Ref<Str>) -> Result<Value> {
        if let Some(module) = self.shared().modules.get_str(name) {
            if !module.is_none() {
                return Ok(module);
            }
            return Err(self.module_not_found(
                &format!("import of {name} halted; None in sys.modules"),
                name,
            ));
        }
        if name.is_empty() {
            return Err(self.value_error("Empty module name"));
        }
        self.check_native_stack(" while importing a module")?;
        loading::find_and_load(self, name)
    }

    /// The module of an absolute name, by Rust text.
    pub fn import(&self, name: &str) -> Result<Value> {
        self.import_absolute(&self.intern(name))
    }

    /// An attribute of a module, which is imported if need be.
    pub fn import_attribute(&self, module: &str, name: &str) -> Result<Value> {
        let module = self.import(module)?;
        self.get_attribute(&module, &self.intern(name))
    }

    /// The ModuleNotFoundError with this message.
    #[cold]
    pub fn module_not_found(&self, message: &str, name: &Ref<Str>) -> Raised {
        let raised = self.error(&exceptions::MODULE_NOT_FOUND_ERROR, message);
        Exception::set_import_fields(&raised, Some(name.to_value()), None, None);
        raised
    }

    /// `from module import name`.
    pub fn import_from(&self, module: &Value, name: &Ref<Str>) -> Result<Value> {
        from_import::import_from(self, module, name)
    }
}

impl EmbeddedModule {
    /// The code of the module. What the binary holds has assertions and docstrings: where
    /// those are unwanted, the text is compiled.
    pub fn code(&self, vm: &Vm) -> Result<Ref<Code>> {
        let filename = format!("<frozen {}>", self.name);
        if vm.shared().options.optimize > 0 {
            return vm.compile_module(self.source.as_bytes(), &Arc::from(filename));
        }
        if self.mentions_late_builtin {
            late_builtins::make(vm)?;
        }
        let code = Frozen::of_module(self.code);
        Ok(Code::of_frozen(code, &vm.intern(&filename)))
    }
}

/// Whether a spec says that its module is being loaded.
pub fn is_initializing(vm: &Vm, spec: &Value) -> Result<bool> {
    if spec.is_none() {
        return Ok(false);
    }
    match vm.find_attribute_by(spec, "_initializing")? {
        Some(value) => vm.is_true(&value),
        None => Ok(false),
    }
}

/// Whether a module that was loaded here is certainly no package, whatever its `__getattr__` may
/// say.
fn is_no_package(module: &Value) -> bool {
    let Some(module) = module.downcast_exact::<Module>() else {
        return false;
    };
    let dict = module.dict();
    let spec = dict.get_str(&names().__spec__);
    let spec = spec
        .as_ref()
        .and_then(|it| it.downcast_exact::<ModuleSpec>());
    spec.is_some_and(|spec| !spec.has_locations())
        && dict.position_of_str(&names().__path__).is_none()
}

/// A list in `sys`, such as `sys.path`; nothing where it is no list.
fn sys_list(vm: &Vm, name: &str) -> Vec<Value> {
    let value = vm.shared().sys.get_str(&vm.intern(name));
    value
        .and_then(|value| value.downcast::<List>().map(|list| list.to_vec()))
        .unwrap_or_default()
}

/// Removes a module whose loading failed.
fn forget(modules: &Ref<Dict>, name: &Ref<Str>) {
    drop(modules.remove_str(name));
}
