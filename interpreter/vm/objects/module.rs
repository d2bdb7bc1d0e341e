//! Module objects.

use std::cell::Cell;

use super::attributes;
use super::dict::Dict;
use super::exceptions::{self, Exception};
use super::function::Function;
use super::heap::{Payload, Ref};
use super::list::List;
use super::lookup::generic_find_attribute;
use super::module_spec::{self, ModuleSpec};
use super::names::names;
use super::native_function::NativeFunction;
use super::slots::Slots;
use super::str::Str;
use super::types::{StaticType, Type, TypeSpec, flags};
use super::value::Value;
use crate::call::Arguments;
use crate::import::{self, NativeModule};
use crate::native::{Method, Property, Signature, bind, required};
use crate::{Result, Vm, payload, static_type};

/// The payload of a module. Its namespace is its `__dict__`, which it has from the start.
#[derive(Default)]
pub struct Module {
    /// Adds what few programs ask for, when somebody looks for what is not there.
    late: Cell<Option<Late>>,
    /// Functions that are made when somebody looks for them.
    late_functions: Cell<&'static [&'static [Method]]>,
    /// Values of those that [`Module::late`] adds which can be had alone.
    late_values: Cell<&'static [LateValue]>,
    /// A bit for each of them that has been made.
    made_values: Cell<u32>,
}

/// Adds attributes that a module did not get at first.
pub type Late = fn(&Vm, &Ref<Module>);

/// An attribute that can be made alone: its name, and what makes its value.
pub type LateValue = (&'static str, fn(&Vm) -> Value);

payload!(Module, MODULE);

static_type! {
    /// `module`
    pub MODULE = TypeSpec {
        name: "module",
        doc: Some("A module object: a namespace with a name."),
        signature: Some("(name, doc=None)"),
        layout: Some(<Module as Payload>::layout),
        flags: flags::BASE | flags::ATTRIBUTES | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new),
            init: Some(init),
            repr: Some(repr),
            getattribute: Some(get_attribute),
            ..Slots::EMPTY
        },
        methods: &[Method::new("__dir__", "($self, /)", dir, "The names in the module.")],
        properties: &[
            Property { member: true, ..Property::new("__dict__", whole_dict) },
            Property::settable("__annotations__", annotations, set_annotations),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<Module> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

impl Module {
    /// A module with a dict of its own.
    pub fn new(vm: &Vm, name: &str) -> Ref<Module> {
        let module = Module::with_dict(Dict::new());
        module.set_names(vm, &Str::value(name), Value::NONE);
        module
    }

    /// A module with this dict.
    pub fn with_dict(dict: Ref<Dict>) -> Ref<Module> {
        let module = Ref::new(Module::default());
        attributes::set_dict(module.header(), Some(dict));
        module
    }

    /// Makes a native module and fills it.
    pub fn of_native(vm: &Vm, spec: &'static NativeModule) -> Result<Ref<Module>> {
        let module = Module::new(vm, spec.name);
        let doc = spec.doc.map_or(Value::NONE, Str::value);
        module.set(vm, "__doc__", doc);
        module.add_functions(vm, spec.functions);
        (spec.fill)(vm, &module)?;
        Ok(module)
    }
}

impl Ref<Module> {
    /// The module's namespace.
    #[inline]
    pub fn dict(&self) -> Ref<Dict> {
        attributes::dict_of(self.header())
    }

    fn set_names(&self, vm: &Vm, name: &Value, doc: Value) {
        let dict = self.dict();
        let set = |key: &str, value: Value| dict.set_str(&vm.intern(key), value);
        set("__name__", name.clone());
        set("__doc__", doc);
        set("__package__", Value::NONE);
        set("__loader__", Value::NONE);
        set("__spec__", Value::NONE);
    }

    /// Lets attributes be added when somebody looks for what is not there, or at all names.
    pub fn fill_late(&self, late: Late) {
        self.late.set(Some(late));
    }

    /// Lets some of what [`fill_late`](Ref::fill_late) adds be made when somebody looks for it,
    /// without the rest.
    pub fn add_values_late(&self, values: &'static [LateValue]) {
        self.late_values.set(values);
    }

    /// Lets native functions be made when somebody looks for them.
    pub fn add_functions_late(&self, functions: &'static [&'static [Method]]) {
        self.late_functions.set(functions);
    }

    /// Makes the late function or value of this name, if there is one.
    fn late_attribute(&self, vm: &Vm, name: &Ref<Str>) -> Option<Value> {
        let mut values = self.late_values.get().iter();
        let place = values.position(|it| it.0.as_bytes() == name.as_bytes());
        if let Some(place) = place.filter(|place| self.made_values.get() & 1 << place == 0) {
            let value = self.late_values.get()[place].1(vm);
            self.made_values.set(self.made_values.get() | 1 << place);
            self.dict().set_str(name, value.clone());
            return Some(value);
        }
        let mut functions = self.late_functions.get().iter().copied().flatten();
        let function = functions.find(|it| it.name.as_bytes() == name.as_bytes())?;
        self.add_functions(vm, std::slice::from_ref(function));
        self.dict().get_str(name)
    }

    fn is_complete(&self) -> bool {
        self.late.get().is_none() && self.late_functions.get().is_empty()
    }

    /// Adds what was left for later; whether there was anything.
    pub(super) fn complete(&self, vm: &Vm) -> bool {
        if self.is_complete() {
            return false;
        }
        let dict = self.dict();
        let before = dict.to_vec();
        let made = self.made_values.take();
        let values = self.late_values.take().iter().enumerate();
        let made = values.filter(|(place, _)| made & 1 << place != 0);
        let gone: Vec<Ref<Str>> = made
            .map(|(_, (name, _))| vm.intern(name))
            .filter(|name| dict.position_of_str(name).is_none())
            .collect();
        for functions in self.late_functions.take() {
            self.add_functions(vm, functions);
        }
        if let Some(late) = self.late.take() {
            late(vm, self);
        }
        // What a script has set stays, and what it has deleted is gone.
        for name in gone {
            dict.remove_str(&name);
        }
        for (name, value) in before {
            if let Some(name) = name.downcast::<Str>() {
                dict.set_str(name, value);
            }
        }
        true
    }

    /// Adds an attribute.
    pub fn set(&self, vm: &Vm, name: &str, value: impl Into<Value>) {
        self.dict().set_str(&vm.intern(name), value.into());
    }

    /// An attribute.
    pub fn get(&self, vm: &Vm, name: &str) -> Option<Value> {
        self.dict().get_str(&vm.intern(name))
    }

    /// Adds a native type, under its own name.
    pub fn add_class(&self, vm: &Vm, class: &StaticType) {
        super::class_creation::native::make_ready(class);
        self.set(vm, class.native_name(), class.to_value());
    }

    /// Adds native functions.
    pub fn add_functions(&self, vm: &Vm, functions: &'static [Method]) {
        let dict = self.dict();
        let name = dict.get_str(&names().__name__).unwrap_or(Value::NONE);
        for function in functions {
            let object = NativeFunction::of_module(function, self.as_value(), &name);
            dict.set_str(&vm.intern(function.name), object.into());
        }
    }
}

impl Ref<Module> {
    /// The attribute of an exact module, without an exception for one that is missing; `None` if
    /// something else may have it.
    pub fn find_plainly(&self, vm: &Vm, name: &Ref<Str>) -> Option<Result<Option<Value>>> {
        match generic_find_attribute(vm, self.as_value(), name) {
            Ok(None) => {}
            Ok(found) => return Some(Ok(found)),
            Err(_) => return None,
        }
        let has_more = !self.is_complete()
            || self.dict().position_of_str(&names().__getattr__).is_some()
            || name.as_bytes() == b"__loader__";
        (!has_more).then_some(Ok(None))
    }
}

fn whole_dict(vm: &Vm, this: &Value) -> Result<Value> {
    let module = of(this);
    module.complete(vm);
    Ok(module.dict().into())
}

fn new(_: &Vm, class: &Ref<Type>, _: Arguments<'_>) -> Result<Value> {
    let module = Ref::with_class(class, Module::default());
    attributes::set_dict(module.header(), Some(Dict::new()));
    Ok(module.into())
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature = Signature::new("module", "(name, doc=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let name = required(&bound, 0);
    if name.downcast::<Str>().is_none() {
        return Err(vm.type_error(format!(
            "module() argument 'name' must be str, not {}",
            vm.found_argument(name)
        )));
    }
    of(this).set_names(vm, name, bound[1].clone().unwrap_or(Value::NONE));
    Ok(())
}

/// `<module 'name' from 'file'>`, from the spec where there is one.
fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let dict = of(this).dict();
    let get = |name: &str| {
        dict.get_str(&vm.intern(name))
            .filter(|value| !value.is_none())
    };
    let spec = get("__spec__");
    let of_spec = |name: &str| -> Result<Option<Value>> {
        match &spec {
            Some(spec) => vm.find_attribute_by(spec, name),
            None => Ok(None),
        }
    };
    let name = match of_spec("name")?.or_else(|| get("__name__")) {
        Some(name) => vm.repr_text(&name)?,
        None => "'?'".to_owned(),
    };
    if spec.is_some() {
        let origin = of_spec("origin")?.filter(|origin| !origin.is_none());
        let located = match of_spec("has_location")? {
            Some(located) => vm.is_true(&located)?,
            None => false,
        };
        return Ok(Str::value(match origin {
            Some(origin) if located => format!("<module {name} from {}>", vm.repr_text(&origin)?),
            Some(origin) => format!("<module {name} ({})>", vm.str_text(&origin)?),
            None => match of_spec("loader")?.filter(|loader| !loader.is_none()) {
                Some(loader) => format!("<module {name} ({})>", vm.repr_text(&loader)?),
                None => format!("<module {name}>"),
            },
        }));
    }
    Ok(Str::value(match (get("__file__"), get("__loader__")) {
        (Some(file), _) => format!("<module {name} from {}>", vm.repr_text(&file)?),
        (None, Some(loader)) => format!("<module {name} ({})>", vm.repr_text(&loader)?),
        (None, None) => format!("<module {name}>"),
    }))
}

fn get_attribute(vm: &Vm, this: &Value, name: &Ref<Str>) -> Result<Value> {
    let dict = of(this).dict();
    if let Some(value) = generic_find_attribute(vm, this, name)? {
        return Ok(value);
    }
    if let Some(value) = of(this).late_attribute(vm, name) {
        return Ok(value);
    }
    if of(this).complete(vm)
        && let Some(value) = generic_find_attribute(vm, this, name)?
    {
        return Ok(value);
    }
    if let Some(hook) = dict.get_str(&names().__getattr__) {
        let result = vm.call(&hook, &[name.to_value()]);
        return match result {
            Err(raised) if is_plain_refusal(&raised, &hook) => {
                Err(no_attribute(vm, this, &dict, name)?)
            }
            result => result,
        };
    }
    if name.as_bytes() == b"__loader__"
        && let Some(spec) = dict.get_str(&vm.intern("__spec__"))
        && spec.is_exact::<ModuleSpec>()
    {
        return module_spec::loader(vm, &spec);
    }
    Err(no_attribute(vm, this, &dict, name)?)
}

/// Whether the hook of a module in the binary, which CPython's has not, says itself that there is
/// no such attribute.
fn is_plain_refusal(raised: &crate::Raised, hook: &Value) -> bool {
    let is_own = |hook: &Ref<Function>| {
        let filename = hook.code().filename().to_text();
        let module = filename.strip_prefix("<frozen ");
        module.is_some_and(|module| !HOOKED.contains(&module.trim_end_matches('>')))
    };
    let is_its_own = |exception: &Ref<Exception>| {
        let traceback = exception.traceback();
        traceback.is_some_and(|traceback| traceback.next().is_none())
    };
    hook.downcast::<Function>().is_some_and(is_own)
        && raised.is(&exceptions::ATTRIBUTE_ERROR)
        && raised.0.downcast::<Exception>().is_some_and(is_its_own)
}

/// The modules that have a hook in CPython, too.
const HOOKED: [&str; 8] = [
    "ast",
    "concurrent.futures",
    "importlib.abc",
    "importlib.metadata",
    "importlib.resources.abc",
    "types",
    "typing",
    "unittest",
];

fn no_attribute(vm: &Vm, this: &Value, dict: &Ref<Dict>, name: &Ref<Str>) -> Result<crate::Raised> {
    let module = dict
        .get_str(&names().__name__)
        .and_then(|module| module.downcast::<Str>().map(|module| module.to_text()));
    let Some(module) = module else {
        let message = format!("module has no attribute '{name}'");
        return Ok(vm.attribute_error_of(this, name, message));
    };
    let message = match dict.get_str(&vm.intern("__spec__")) {
        Some(spec) => import::missing_attribute(vm, &module, &spec, name)?,
        None => format!("module '{module}' has no attribute '{name}'"),
    };
    Ok(vm.attribute_error_of(this, name, message))
}

fn dir(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    // A subclass may have another `__dict__`.
    let dict = vm.get_attribute(required(arguments, 0), &names().__dict__)?;
    let Some(dict) = dict.downcast::<Dict>() else {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
    };
    if let Some(hook) = dict.get_str(&names().__dir__) {
        return vm.call(&hook, &[]);
    }
    let keys = dict.to_vec().into_iter().map(|(key, _)| key);
    Ok(List::new(keys.collect()).into())
}

fn annotations(_: &Vm, this: &Value) -> Result<Value> {
    let dict = of(this).dict();
    if let Some(annotations) = dict.get_str(&names().__annotations__) {
        return Ok(annotations);
    }
    let annotations = Value::from(Dict::new());
    dict.set_str(&names().__annotations__, annotations.clone());
    Ok(annotations)
}

fn set_annotations(vm: &Vm, this: &Value, value: Option<&Value>) -> Result<()> {
    let dict = of(this).dict();
    match value {
        Some(value) => dict.set_str(&names().__annotations__, value.clone()),
        None => {
            if dict.remove_str(&names().__annotations__).is_none() {
                return Err(vm.attribute_error("__annotations__"));
            }
        }
    }
    Ok(())
}
