//! The current context: `getcontext`, `setcontext`, `localcontext`.

use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::heap::{Payload, Ref};
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Result, Vm, payload, static_type};

use super::context::{Context, Settings, set_named};
use crate::state::State;
use crate::support::of;

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "getcontext",
        "($module, /)",
        |vm, _| Ok(current(vm)?.into()),
        "The current context.",
    ),
    Method::new(
        "setcontext",
        "($module, context, /)",
        |vm, it| set_current(vm, required(it, 0)),
        "Makes a context the current one.",
    ),
    Method::raw(
        "localcontext",
        "($module, /, ctx=None, **kwargs)",
        local,
        "A context manager that makes a copy of a context the current one.",
    ),
];

/// The variable that holds the current context, and the three contexts that are copied.
struct Shared {
    variable: Value,
    templates: Vec<(&'static str, Ref<Context>)>,
}

static SHARED: State<Option<Shared>> = State::new(None);

/// Makes the variable.
pub fn prepare(vm: &Vm, _: &Ref<Module>) -> Result<()> {
    if SHARED.of(vm).borrow().is_some() {
        return Ok(());
    }
    let class = vm.import_attribute("_contextvars", "ContextVar")?;
    let variable = vm.call(&class, &[Str::value("decimal_context")])?;
    let shared = Shared {
        variable,
        templates: Vec::new(),
    };
    drop(SHARED.of(vm).replace(Some(shared)));
    Ok(())
}

/// Makes a template.
pub fn template(vm: &Vm, name: &'static str, settings: Settings) -> Value {
    if let Some(shared) = &*SHARED.of(vm).borrow()
        && let Some((_, known)) = shared.templates.iter().find(|(known, _)| *known == name)
    {
        return known.to_value();
    }
    let context = Context::new(settings);
    if let Some(shared) = &mut *SHARED.of(vm).borrow_mut() {
        shared.templates.push((name, context.clone()));
    }
    context.into()
}

fn is_template(vm: &Vm, context: &Value) -> bool {
    let shared = SHARED.of(vm).borrow();
    shared.as_ref().is_some_and(|shared| {
        let templates = &shared.templates;
        templates
            .iter()
            .any(|(_, known)| known.as_value().is(context))
    })
}

/// What a new context holds: what `DefaultContext` holds now.
pub fn default_settings(vm: &Vm) -> Settings {
    let shared = SHARED.of(vm).borrow();
    let found = shared.as_ref().and_then(|shared| {
        let templates = &shared.templates;
        templates.iter().find(|(name, _)| *name == "DefaultContext")
    });
    let settings = found.map_or(Settings::DEFAULT, |(_, context)| context.settings.get());
    Settings {
        flags: 0,
        ..settings
    }
}

fn variable(vm: &Vm) -> Value {
    let shared = SHARED.of(vm).borrow();
    shared
        .as_ref()
        .map_or(Value::NONE, |shared| shared.variable.clone())
}

/// The current context, which is made if there is none.
pub fn current(vm: &Vm) -> Result<Ref<Context>> {
    let variable = variable(vm);
    let found = crate::contextvars::current_value(vm, &variable)?;
    if let Some(context) = found.as_ref().and_then(|found| found.downcast::<Context>()) {
        return Ok(context.clone());
    }
    let context = Context::new(default_settings(vm));
    vm.call_method(&variable, "set", &[context.to_value()])?;
    Ok(context)
}

fn set_current(vm: &Vm, value: &Value) -> Result<Value> {
    let Some(context) = value.downcast::<Context>() else {
        return Err(vm.type_error("argument must be a context"));
    };
    let context = match is_template(vm, value) {
        true => {
            let settings = Settings {
                flags: 0,
                ..context.settings.get()
            };
            Context::new(settings).into()
        }
        false => value.clone(),
    };
    vm.call_method(&variable(vm), "set", &[context])?;
    Ok(Value::NONE)
}

/// The payload of context managers: the new context, and the one before.
pub struct Manager {
    local: Ref<Context>,
    global: Ref<Context>,
}

payload!(Manager, MANAGER, {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self.local.as_value());
        visit(self.global.as_value());
    }
});

static_type! {
    /// `decimal.ContextManager`
    pub MANAGER = TypeSpec {
        name: "ContextManager",
        module: "decimal",
        layout: Some(<Manager as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        methods: &[
            Method::new("__enter__", "($self, /)", |vm, it| {
                let local = of::<Manager>(required(it, 0)).local.to_value();
                set_current(vm, &local)?;
                Ok(local)
            }, "Makes the context the current one."),
            Method::raw("__exit__", "($self, /, *args)", |vm, arguments| {
                let global = of::<Manager>(&arguments.values[0]).global.to_value();
                set_current(vm, &global)?;
                Ok(Value::FALSE)
            }, "Makes the former context the current one."),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn local(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let positional = arguments.positionals();
    if positional.len() > 1 {
        let given = positional.len();
        return Err(vm.type_error(format!(
            "localcontext() takes at most 1 positional argument ({given} given)"
        )));
    }
    let mut given = positional.first().cloned();
    for (name, value) in arguments.keywords() {
        if name.as_bytes() == b"ctx" {
            given = Some(value.clone());
        }
    }
    let global = current(vm)?;
    let source = match given.as_ref().filter(|given| !given.is_none()) {
        None => global.clone(),
        Some(given) => match given.downcast::<Context>() {
            Some(context) => context.clone(),
            None => return Err(vm.type_error("optional argument must be a context")),
        },
    };
    let local = Context::new(source.settings.get());
    const NAMES: [&str; 8] = [
        "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps",
    ];
    for (name, value) in arguments.keywords() {
        let text = name.to_text();
        if text == "ctx" {
            continue;
        }
        if !NAMES.contains(&text.as_str()) {
            return Err(vm.type_error(format!(
                "this function got an unexpected keyword argument '{text}'"
            )));
        }
        if !value.is_none() {
            set_named(vm, &local, &text, value)?;
        }
    }
    Ok(Ref::new(Manager { local, global }).into())
}
