//! `function`: functions written in Python.
#![allow(unsafe_code, reason = "the code is read without a borrow")]

use std::cell::UnsafeCell;

use super::cell::Cell;
use super::code::Code;
use super::dict::Dict;
use super::guarded::Guarded;
use super::heap::{Payload, Ref};
use super::method::Method;
use super::names::names;
use super::slots::Slots;
use super::str::Str;
use super::tuple::Tuple;
use super::types::{Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::eval::frames;
use crate::{Result, Vm, payload, static_type};

mod attributes;

/// The payload of a function.
pub struct Function {
    code: UnsafeCell<Ref<Code>>,
    globals: Ref<Dict>,
    /// The builtins: a dict, or any mapping that the globals name.
    builtins: Value,
    name: Guarded<Ref<Str>>,
    qualified_name: Guarded<Ref<Str>>,
    /// Whether these are not the names of the code.
    other_names: std::cell::Cell<bool>,
    module: Guarded<Value>,
    /// The docstring of the code, until another is set.
    doc: Guarded<Option<Value>>,
    defaults: Guarded<Option<Ref<Tuple>>>,
    keyword_defaults: Guarded<Option<Ref<Dict>>>,
    closure: Guarded<Option<Ref<Tuple>>>,
    /// A dict, or the tuple of names and values that the compiler emits, until it is asked for.
    annotations: Guarded<Option<Value>>,
    type_parameters: Guarded<Option<Value>>,
}

payload!(Function, FUNCTION, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.code().as_value());
        visit(self.globals.as_value());
        visit(&self.builtins);
        visit(&self.module.borrow());
        self.doc.borrow().iter().for_each(&mut *visit);
        if let Some(defaults) = &*self.defaults.borrow() {
            visit(defaults.as_value());
        }
        if let Some(defaults) = &*self.keyword_defaults.borrow() {
            visit(defaults.as_value());
        }
        if let Some(closure) = &*self.closure.borrow() {
            visit(closure.as_value());
        }
        self.annotations.borrow().iter().for_each(&mut *visit);
        self.type_parameters.borrow().iter().for_each(&mut *visit);
    }
    fn clear(&self) {
        drop(self.defaults.take());
        drop(self.keyword_defaults.take());
        drop(self.closure.take());
        drop(self.annotations.take());
        drop(self.type_parameters.take());
        drop(self.module.replace(Value::NONE));
        drop(self.doc.take());
    }
});

static_type! {
    /// `function`
    pub FUNCTION = TypeSpec {
        name: "function",
        signature: Some("(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)"),
        layout: Some(<Function as Payload>::layout),
        doc: Some("A function written in Python."),
        flags: flags::ATTRIBUTES | flags::WEAK_REFERENCES | flags::METHOD_DESCRIPTOR,
        slots: Slots {
            repr: Some(function_repr),
            call: Some(function_call),
            get: Some(function_get),
            new: Some(function_new),
            ..Slots::EMPTY
        },
        properties: attributes::PROPERTIES,
        ..TypeSpec::DEFAULT
    };
}

impl Function {
    /// The function that MAKE_FUNCTION makes of `code`.
    pub fn of_code(code: &Ref<Code>, globals: &Ref<Dict>, builtins: &Value) -> Ref<Function> {
        let module = globals.get_str(&names().__name__);
        Ref::new(Function {
            code: UnsafeCell::new(code.clone()),
            globals: globals.clone(),
            builtins: builtins.clone(),
            name: Guarded::new(code.name.clone()),
            qualified_name: Guarded::new(code.qualified_name.clone()),
            other_names: std::cell::Cell::new(false),
            module: Guarded::new(module.unwrap_or(Value::NONE)),
            doc: Guarded::default(),
            defaults: Guarded::default(),
            keyword_defaults: Guarded::default(),
            closure: Guarded::default(),
            annotations: Guarded::default(),
            type_parameters: Guarded::default(),
        })
    }

    /// A function of `code` with the builtins that `globals` names, or the present ones.
    fn of_globals(vm: &Vm, code: &Ref<Code>, globals: &Ref<Dict>) -> Ref<Function> {
        let builtins = match globals.get_str(&vm.intern("__builtins__")) {
            Some(builtins) => match builtins.downcast::<super::module::Module>() {
                Some(module) => module.dict().to_value(),
                None => builtins,
            },
            None => vm.current_builtins(),
        };
        Function::of_code(code, globals, &builtins)
    }

    /// The function that runs `code` as a module body or for `exec`: where `globals` names no
    /// builtins, it gets the machine's.
    pub fn of_module(vm: &Vm, code: &Ref<Code>, globals: &Ref<Dict>) -> Ref<Function> {
        let name = vm.intern("__builtins__");
        if globals.get_str(&name).is_none() {
            globals.set_str(&name, vm.shared().builtins.to_value());
        }
        Function::of_globals(vm, code, globals)
    }

    /// Whether it has other names than its code.
    #[inline(always)]
    pub(crate) fn has_other_names(&self) -> bool {
        self.other_names.get()
    }

    fn set_names(&self, name: Option<&Ref<Str>>, qualified_name: Option<&Ref<Str>>) {
        if let Some(name) = name {
            drop(self.name.replace(name.clone()));
        }
        if let Some(name) = qualified_name {
            drop(self.qualified_name.replace(name.clone()));
        }
        let code = self.code();
        let is_same = self.name.borrow().is(&code.name)
            && self.qualified_name.borrow().is(&code.qualified_name);
        self.other_names.set(!is_same);
    }

    /// `__code__`.
    #[inline(always)]
    pub fn code(&self) -> &Ref<Code> {
        // SAFETY: code that is replaced is kept for as long as the process lives, so the
        // reference stays good.
        unsafe { &*self.code.get() }
    }

    /// Sets `__code__`. The old code may be running: it is never freed.
    pub fn set_code(&self, code: Ref<Code>) {
        self.set_doc(self.doc());
        // SAFETY: the interpreter lock is held; references to the old code stay good.
        let old = unsafe { std::ptr::replace(self.code.get(), code) };
        std::mem::forget(old);
        self.set_names(None, None);
    }

    /// `__globals__`.
    #[inline(always)]
    pub fn globals(&self) -> &Ref<Dict> {
        &self.globals
    }

    /// `__builtins__`.
    #[inline(always)]
    pub fn builtins(&self) -> &Value {
        &self.builtins
    }

    /// `__builtins__`, if it is a dict.
    #[inline(always)]
    pub fn builtins_dict(&self) -> Option<&Ref<Dict>> {
        self.builtins.downcast_exact::<Dict>()
    }

    /// `__name__`.
    pub fn name(&self) -> Ref<Str> {
        self.name.borrow().clone()
    }

    /// `__qualname__`.
    pub fn qualified_name(&self) -> Ref<Str> {
        self.qualified_name.borrow().clone()
    }

    /// `__doc__`.
    pub fn doc(&self) -> Value {
        let doc = self.doc.borrow().clone();
        doc.or_else(|| self.code().docstring().cloned())
            .unwrap_or(Value::NONE)
    }

    /// Sets `__doc__`.
    pub fn set_doc(&self, doc: Value) {
        drop(self.doc.replace(Some(doc)));
    }

    /// `__defaults__`.
    pub fn defaults(&self) -> Option<Ref<Tuple>> {
        self.defaults.borrow().clone()
    }

    /// `__defaults__`, borrowed.
    #[inline(always)]
    pub(crate) fn borrow_defaults(&self) -> impl std::ops::Deref<Target = Option<Ref<Tuple>>> {
        self.defaults.borrow()
    }

    /// Sets `__defaults__`.
    pub fn set_defaults(&self, defaults: Option<Ref<Tuple>>) {
        drop(self.defaults.replace(defaults));
    }

    /// `__kwdefaults__`.
    pub fn keyword_defaults(&self) -> Option<Ref<Dict>> {
        self.keyword_defaults.borrow().clone()
    }

    /// Sets `__kwdefaults__`.
    pub fn set_keyword_defaults(&self, defaults: Option<Ref<Dict>>) {
        drop(self.keyword_defaults.replace(defaults));
    }

    /// `__closure__`. Nobody can replace it, so it is read without a borrow.
    #[inline(always)]
    pub fn closure(&self) -> Option<Ref<Tuple>> {
        self.closure.borrow().clone()
    }

    /// Sets `__closure__` of a new function.
    pub fn set_closure(&self, closure: Option<Ref<Tuple>>) {
        drop(self.closure.replace(closure));
    }

    /// Sets `__annotations__`.
    pub fn set_annotations(&self, annotations: Option<Value>) {
        drop(self.annotations.replace(annotations));
    }

    /// Sets `__type_params__`.
    pub fn set_type_parameters(&self, parameters: Option<Value>) {
        drop(self.type_parameters.replace(parameters));
    }
}

fn of<'a>(vm: &Vm, value: &'a Value) -> Result<&'a Ref<Function>> {
    value
        .downcast::<Function>()
        .ok_or_else(|| vm.type_error("a function is required"))
}

fn function_repr(vm: &Vm, this: &Value) -> Result<Value> {
    let function = of(vm, this)?;
    Ok(Str::value(format!(
        "<function {} at {:#x}>",
        function.qualified_name(),
        function.address()
    )))
}

fn function_call(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<Value> {
    let function = of(vm, this)?;
    let frame = frames::of_call(vm, function, None, arguments.values, arguments.names)?;
    vm.run_frame(frame, None)
}

fn function_get(_: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> Result<Value> {
    match instance {
        Some(instance) if !instance.is_none() => {
            Ok(Method::new(this.clone(), instance.clone()).into())
        }
        _ => Ok(this.clone()),
    }
}

/// The parameters of `function(...)`, in order.
const PARAMETERS: [&str; 6] = [
    "code",
    "globals",
    "name",
    "argdefs",
    "closure",
    "kwdefaults",
];

fn function_new(vm: &Vm, _: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    let mut values: [Option<Value>; 6] = Default::default();
    let positionals = arguments.positionals();
    if positionals.len() > values.len() {
        return Err(vm.type_error(format!(
            "function() takes at most 6 arguments ({} given)",
            arguments.values.len()
        )));
    }
    for (slot, value) in values.iter_mut().zip(positionals) {
        *slot = Some(value.clone());
    }
    for (name, value) in arguments.keywords() {
        match PARAMETERS.iter().position(|it| name.as_str() == Some(it)) {
            Some(place) => values[place] = Some(value.clone()),
            None => {
                return Err(vm.type_error(format!(
                    "function() got an unexpected keyword argument '{name}'"
                )));
            }
        }
    }
    let missing = |place: usize| {
        vm.type_error(format!(
            "function() missing required argument '{}' (pos {})",
            PARAMETERS[place],
            place + 1
        ))
    };
    let [code, globals, name, defaults, closure, keyword_defaults] = values;
    let code = code.ok_or_else(|| missing(0))?;
    let globals = globals.ok_or_else(|| missing(1))?;
    let wrong = |place: usize, wanted: &str, value: &Value| {
        vm.type_error(format!(
            "function() argument '{}' must be {wanted}, not {}",
            PARAMETERS[place],
            value.class().name()
        ))
    };
    let Some(code) = code.downcast::<Code>() else {
        return Err(wrong(0, "code", &code));
    };
    let Some(globals) = globals.downcast::<Dict>() else {
        return Err(wrong(1, "dict", &globals));
    };
    let function = Function::of_globals(vm, code, globals);
    if let Some(name) = name.filter(|name| !name.is_none()) {
        let Some(name) = name.downcast::<Str>() else {
            return Err(vm.type_error("arg 3 (name) must be None or string"));
        };
        function.set_names(Some(name), None);
    }
    if let Some(defaults) = defaults.filter(|value| !value.is_none()) {
        let Some(defaults) = defaults.downcast::<Tuple>() else {
            return Err(vm.type_error("arg 4 (defaults) must be None or tuple"));
        };
        function.set_defaults(Some(defaults.clone()));
    }
    let closure = closure.filter(|value| !value.is_none());
    check_closure(vm, code, closure.as_ref())?;
    function.set_closure(closure.and_then(|closure| closure.downcast().cloned()));
    if let Some(defaults) = keyword_defaults.filter(|value| !value.is_none()) {
        let Some(defaults) = defaults.downcast::<Dict>() else {
            return Err(vm.type_error("arg 6 (kwdefaults) must be None or dict"));
        };
        function.set_keyword_defaults(Some(defaults.clone()));
    }
    Ok(function.into())
}

fn check_closure(vm: &Vm, code: &Ref<Code>, closure: Option<&Value>) -> Result<()> {
    let free = code.free_count as usize;
    let closure = match closure {
        None if free > 0 => return Err(vm.type_error("arg 5 (closure) must be tuple")),
        None => return Ok(()),
        Some(closure) => match closure.downcast::<Tuple>() {
            Some(closure) => closure.items(),
            None => return Err(vm.type_error("arg 5 (closure) must be None or tuple")),
        },
    };
    if closure.len() != free {
        return Err(vm.value_error(format!(
            "{} requires closure of length {free}, not {}",
            code.name,
            closure.len()
        )));
    }
    match closure
        .iter()
        .find(|cell| cell.downcast::<Cell>().is_none())
    {
        Some(other) => Err(vm.type_error(format!(
            "arg 5 (closure) expected cell, found {}",
            other.class().name()
        ))),
        None => Ok(()),
    }
}
