//! Module `_warnings`: issuing warnings, and the filters that decide what happens to them.
//!
//! The filters and defaults are those of the library's `warnings` where it is loaded, because
//! scripts change them there.

mod frames;

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::list::List;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::types::Type;
use vm::objects::value::Value;
use vm::traceback::write_error;
use vm::{Raised, Result, Vm};

use crate::arguments::optional;
use crate::state::State;

/// `_warnings`
pub static MODULE: NativeModule = NativeModule {
    name: "_warnings",
    doc: Some("Issuing warnings."),
    functions: &[
        Method::new(
            "warn",
            "($module, /, message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=<unrepresentable>)",
            frames::warn,
            "Issues a warning about the caller.",
        ),
        Method::new(
            "warn_explicit",
            "($module, /, message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)",
            warn_explicit,
            "Issues a warning about a place.",
        ),
        Method::new(
            "_filters_mutated",
            "($module, /)",
            filters_mutated,
            "Tells that the filters have changed.",
        ),
    ],
    fill,
};

struct Shared {
    filters: Option<Ref<List>>,
    once: Option<Ref<Dict>>,
    version: i64,
}

static SHARED: State<Shared> = State::new(Shared {
    filters: None,
    once: None,
    version: 0,
});

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    module.set(vm, "filters", filters(vm));
    module.set(vm, "_onceregistry", once_registry(vm));
    module.set(vm, "_defaultaction", Str::value("default"));
    Ok(())
}

/// The filters at the start.
fn filters(vm: &Vm) -> Ref<List> {
    if let Some(filters) = &SHARED.of(vm).borrow().filters {
        return filters.clone();
    }
    let filter = |action: &str, category: &Ref<Type>, module: Value| -> Value {
        Tuple::new(vec![
            Str::value(action),
            Value::NONE,
            category.to_value(),
            module,
            Value::int(0),
        ])
        .into()
    };
    let main = Str::value("__main__");
    let list = List::new(vec![
        filter("default", &exceptions::DEPRECATION_WARNING, main),
        filter("ignore", &exceptions::DEPRECATION_WARNING, Value::NONE),
        filter(
            "ignore",
            &exceptions::PENDING_DEPRECATION_WARNING,
            Value::NONE,
        ),
        filter("ignore", &exceptions::IMPORT_WARNING, Value::NONE),
        filter("ignore", &exceptions::RESOURCE_WARNING, Value::NONE),
    ]);
    SHARED.of(vm).borrow_mut().filters = Some(list.clone());
    list
}

fn once_registry(vm: &Vm) -> Ref<Dict> {
    SHARED
        .of(vm)
        .borrow_mut()
        .once
        .get_or_insert_with(Dict::new)
        .clone()
}

fn filters_mutated(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    SHARED.of(vm).borrow_mut().version += 1;
    Ok(Value::NONE)
}

/// An attribute of the library's `warnings`, if it is loaded.
fn of_library(vm: &Vm, name: &str) -> Result<Option<Value>> {
    match vm.shared().modules.get_str(&vm.intern("warnings")) {
        Some(module) if !module.is_none() => vm.find_attribute_by(&module, name),
        _ => Ok(None),
    }
}

/// The category of a warning, checked.
fn category_of(vm: &Vm, message: &Value, category: Option<&Value>) -> Result<Value> {
    let warning = exceptions::WARNING.as_value();
    if vm.is_instance(message, warning)? {
        return Ok(message.class().to_value());
    }
    let Some(category) = category.filter(|category| !category.is_none()) else {
        return Ok(exceptions::USER_WARNING.to_value());
    };
    if category.downcast::<Type>().is_some() && vm.is_subclass(category, warning)? {
        return Ok(category.clone());
    }
    Err(vm.type_error(format!(
        "category must be a Warning subclass, not '{}'",
        category.class().name()
    )))
}

/// What a warning is about.
struct Warning {
    category: Value,
    message: Value,
    filename: Value,
    line: Value,
    module: Value,
    registry: Value,
    source: Value,
    source_line: Value,
}

fn warn_explicit(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let message = required(arguments, 0);
    let filename = required(arguments, 2);
    let line = vm.to_i64(required(arguments, 3))?;
    let module = match arguments.get(4) {
        Some(Some(module)) => module.clone(),
        _ => module_of_file(vm, filename)?,
    };
    if let Some(globals) = optional(arguments, 6)
        && globals.downcast::<Dict>().is_none()
    {
        return Err(vm.type_error(format!(
            "module_globals must be a dict, not '{}'",
            globals.class().name()
        )));
    }
    let category = match vm.is_instance(message, exceptions::WARNING.as_value())? {
        true => message.class().to_value(),
        false => required(arguments, 1).clone(),
    };
    let warning = Warning {
        category,
        message: message.clone(),
        filename: filename.clone(),
        line: Value::int(line),
        module,
        registry: required(arguments, 5).clone(),
        source: required(arguments, 7).clone(),
        source_line: Value::NONE,
    };
    issue(vm, warning)?;
    Ok(Value::NONE)
}

/// The name of a module by its file.
fn module_of_file(vm: &Vm, filename: &Value) -> Result<Value> {
    let Some(text) = filename.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "warn_explicit() argument 'filename' must be str, not {}",
            vm.found_argument(filename)
        )));
    };
    let text = text.to_text();
    let name = match text.as_str() {
        "" => "<unknown>",
        text => text.strip_suffix(".py").unwrap_or(text),
    };
    Ok(Str::value(name))
}

/// Does what the filters say.
fn issue(vm: &Vm, warning: Warning) -> Result<()> {
    if warning.module.is_none() {
        return Ok(());
    }
    let registry = warning.registry.downcast::<Dict>();
    if registry.is_none() && !warning.registry.is_none() {
        return Err(vm.type_error(format!(
            "'registry' must be a dict or None, not '{}'",
            warning.registry.class().name()
        )));
    }
    let is_instance = vm.is_instance(&warning.message, exceptions::WARNING.as_value())?;
    let (text, message) = match is_instance {
        true => (
            vm.str(&warning.message)?.into_value(),
            warning.message.clone(),
        ),
        false => {
            let arguments = std::slice::from_ref(&warning.message);
            (
                warning.message.clone(),
                vm.call(&warning.category, arguments)?,
            )
        }
    };
    let key: Value = Tuple::new(vec![
        text.clone(),
        warning.category.clone(),
        warning.line.clone(),
    ])
    .into();
    if let Some(registry) = registry
        && already_warned(vm, registry, &key)?
    {
        return Ok(());
    }
    let (action, filter) = action_of(vm, &warning, &text)?;
    let remember = |key: &Value| match registry {
        Some(registry) => registry.set(vm, key, Value::TRUE),
        None => Ok(()),
    };
    let name = action
        .downcast::<Str>()
        .map(|action| action.to_text())
        .unwrap_or_default();
    match name.as_str() {
        "error" => return Err(Raised(message)),
        "ignore" => return Ok(()),
        "always" => {}
        "once" => {
            remember(&key)?;
            let once = match of_library(vm, "onceregistry")? {
                Some(once) => once,
                None => once_registry(vm).into(),
            };
            let Some(once) = once.downcast::<Dict>() else {
                return Err(vm.type_error("_warnings.onceregistry must be a dict"));
            };
            let key = Tuple::pair(text.clone(), warning.category.clone()).into_value();
            if once.contains(vm, &key)? {
                return Ok(());
            }
            once.set(vm, &key, Value::TRUE)?;
        }
        "module" => {
            remember(&key)?;
            if let Some(registry) = registry {
                let zero = Value::int(0);
                let key: Value =
                    Tuple::new(vec![text.clone(), warning.category.clone(), zero]).into();
                if already_warned(vm, registry, &key)? {
                    return Ok(());
                }
                registry.set(vm, &key, Value::TRUE)?;
            }
        }
        "default" => remember(&key)?,
        _ => {
            return Err(vm.runtime_error(format!(
                "Unrecognized action ({}) in warnings.filters:\n {}",
                vm.repr_text(&action)?,
                vm.str_text(&filter)?
            )));
        }
    }
    show(vm, &warning, &message, &text)
}

/// Whether the registry of the module knows the warning, since the filters last changed.
fn already_warned(vm: &Vm, registry: &Ref<Dict>, key: &Value) -> Result<bool> {
    let version = SHARED.of(vm).borrow().version;
    let name = vm.intern("version");
    let known = registry.get_str(&name).and_then(|known| known.as_i64());
    if known != Some(version) {
        registry.clear_entries();
        registry.set_str(&name, Value::int(version));
        return Ok(false);
    }
    match registry.get(vm, key)? {
        Some(value) => vm.is_true(&value),
        None => Ok(false),
    }
}

/// The action of the first filter that matches, and the filter.
fn action_of(vm: &Vm, warning: &Warning, text: &Value) -> Result<(Value, Value)> {
    let filters = match of_library(vm, "filters")? {
        Some(filters) => filters,
        None => filters(vm).into(),
    };
    let Some(filters) = filters.downcast::<List>() else {
        return Err(vm.value_error("_warnings.filters must be a list"));
    };
    let mut place = 0;
    while let Some(filter) = filters.get(place) {
        place += 1;
        let items = filter.downcast::<Tuple>().map(|filter| filter.items());
        let Some([action, message, category, module, line]) = items else {
            return Err(vm.value_error(format!(
                "_warnings.filters item {} isn't a 5-tuple",
                place - 1
            )));
        };
        if action.downcast::<Str>().is_none() {
            return Err(vm.type_error(format!(
                "action must be a string, not '{}'",
                action.class().name()
            )));
        }
        // The cheap comparisons come first; what they do cannot be told from outside.
        let line = vm.to_isize(line)?;
        if line != 0 && warning.line.as_i64() != Some(line as i64) {
            continue;
        }
        if vm.is_subclass(&warning.category, category)?
            && matches(vm, message, text)?
            && matches(vm, module, &warning.module)?
        {
            return Ok((action.clone(), filter.clone()));
        }
    }
    let default = match of_library(vm, "defaultaction")? {
        Some(default) => default,
        None => Str::value("default"),
    };
    if default.downcast::<Str>().is_none() {
        return Err(vm.type_error(format!(
            "_warnings.defaultaction must be a string, not '{}'",
            default.class().name()
        )));
    }
    Ok((default, Value::NONE))
}

/// Whether a pattern of a filter matches: nothing, a text or a compiled expression.
fn matches(vm: &Vm, pattern: &Value, text: &Value) -> Result<bool> {
    if pattern.is_none() {
        return Ok(true);
    }
    if pattern.is_exact::<Str>() {
        return vm.equal(pattern, text);
    }
    let found = vm.call_method(pattern, "match", std::slice::from_ref(text))?;
    vm.is_true(&found)
}

/// Shows a warning: by the library, which is loaded unless the source is all that it would add.
fn show(vm: &Vm, warning: &Warning, message: &Value, text: &Value) -> Result<()> {
    let library = match vm.shared().modules.get_str(&vm.intern("warnings")) {
        Some(module) if !module.is_none() => Ok(module),
        _ => vm.import("warnings"),
    };
    let show = match library {
        Ok(module) => vm.find_attribute_by(&module, "_showwarnmsg")?,
        Err(_) => None,
    };
    let Some(show) = show else {
        return show_plainly(vm, warning, text);
    };
    if show.class().slots().call.is_none() {
        return Err(vm.type_error("warnings._showwarnmsg() must be set to a callable"));
    }
    let class = vm.import_attribute("warnings", "WarningMessage")?;
    let details = vm.call(
        &class,
        &[
            message.clone(),
            warning.category.clone(),
            warning.filename.clone(),
            warning.line.clone(),
            Value::NONE,
            warning.source_line.clone(),
            warning.source.clone(),
        ],
    )?;
    vm.call(&show, &[details]).map(drop)
}

fn show_plainly(vm: &Vm, warning: &Warning, text: &Value) -> Result<()> {
    let category = warning
        .category
        .downcast::<Type>()
        .map(|class| class.short_name());
    let line = format!(
        "{}:{}: {}: {}\n",
        vm.str_text(&warning.filename)?,
        vm.str_text(&warning.line)?,
        category.unwrap_or_default(),
        vm.str_text(text)?
    );
    write_error(vm, &line);
    Ok(())
}
