//! Hooks of the interpreter: what shows values and exceptions, the debugger, auditing.

use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::exceptions::{self, Exception};
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::traceback::Traceback;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::traceback::{print, print_alone, write_error};
use vm::{Raised, Result, Vm};

use crate::state::State;

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "displayhook",
        "($module, object, /)",
        displayhook,
        "Shows a value.",
    ),
    Method::new(
        "excepthook",
        "($module, exctype, value, traceback, /)",
        excepthook,
        "Shows an exception.",
    ),
    Method::new(
        "unraisablehook",
        "($module, unraisable, /)",
        unraisablehook,
        "Shows an exception that cannot be raised.",
    ),
    Method::raw(
        "breakpointhook",
        "($module, /, *args, **kwargs)",
        breakpointhook,
        "Enters the debugger.",
    ),
    Method::raw(
        "audit",
        "($module, event, /, *args)",
        audit,
        "Calls the hooks for an event.",
    ),
    Method::new(
        "addaudithook",
        "($module, /, hook)",
        addaudithook,
        "Adds a hook for events.",
    ),
];

static AUDIT_HOOKS: State<Vec<Value>> = State::new(Vec::new());

/// Lets the hooks of `addaudithook` go, at the end of the process.
pub(crate) fn forget_hooks(vm: &Vm) {
    let hooks = std::mem::take(&mut *AUDIT_HOOKS.of(vm).borrow_mut());
    drop(hooks);
    vm.run_finalizers();
}

/// Keeps the hooks as they are at the start.
pub(super) fn fill(vm: &Vm, module: &Ref<Module>) {
    for name in [
        "displayhook",
        "excepthook",
        "unraisablehook",
        "breakpointhook",
    ] {
        let hook = module.get(vm, name).unwrap_or(Value::NONE);
        module.set(vm, &format!("__{name}__"), hook);
    }
}

fn of_sys(vm: &Vm, name: &str) -> Option<Value> {
    vm.shared().sys.get_str(&vm.intern(name))
}

fn displayhook(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let value = required(arguments, 0);
    if value.is_none() {
        return Ok(Value::NONE);
    }
    let Some(builtins) = vm.shared().modules.get_str(&vm.intern("builtins")) else {
        return Err(vm.runtime_error("lost builtins module"));
    };
    let underscore = vm.intern("_");
    vm.set_attribute(&builtins, &underscore, &Value::NONE)?;
    vm.run_finalizers();
    let Some(stdout) = of_sys(vm, "stdout").filter(|stream| !stream.is_none()) else {
        return Err(vm.runtime_error("lost sys.stdout"));
    };
    let text = vm.repr(value)?;
    match vm.call_method(&stdout, "write", &[text.to_value()]) {
        Ok(_) => {}
        Err(raised) if raised.is(&exceptions::UNICODE_ENCODE_ERROR) => {
            write_escaped(vm, &stdout, &text)?;
        }
        Err(raised) => return Err(raised),
    }
    vm.call_method(&stdout, "write", &[Str::value("\n")])?;
    vm.set_attribute(&builtins, &underscore, value)?;
    Ok(Value::NONE)
}

/// Writes text that the stream's encoding does not have, with escapes.
fn write_escaped(vm: &Vm, stdout: &Value, text: &Ref<Str>) -> Result<()> {
    let encoding = vm.get_attribute(stdout, &vm.intern("encoding"))?;
    let arguments = [encoding.clone(), Str::value("backslashreplace")];
    let encoded = vm.call_method(text.as_value(), "encode", &arguments)?;
    match vm.find_attribute_by(stdout, "buffer")? {
        Some(buffer) => vm.call_method(&buffer, "write", &[encoded])?,
        None => {
            let text = vm.call_method(&encoded, "decode", &[encoding, Str::value("strict")])?;
            vm.call_method(stdout, "write", &[text])?
        }
    };
    Ok(())
}

fn excepthook(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (value, traceback) = (required(arguments, 1), required(arguments, 2));
    let Some(exception) = value.downcast::<Exception>() else {
        write_error(
            vm,
            &format!(
                "TypeError: print_exception(): Exception expected for value, {} found\n",
                value.class().name()
            ),
        );
        return Ok(Value::NONE);
    };
    if let Some(traceback) = traceback.downcast::<Traceback>()
        && !exception.has_traceback()
    {
        exception.set_traceback(Some(traceback.clone()));
    }
    print(vm, value);
    Ok(Value::NONE)
}

fn unraisablehook(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let unraisable = required(arguments, 0);
    let fields = unraisable.downcast::<Tuple>();
    let Some(fields) = fields.filter(|_| {
        unraisable
            .class()
            .is(&super::information::UNRAISABLE_HOOK_ARGUMENTS)
    }) else {
        return Err(vm.type_error("sys.unraisablehook argument type must be UnraisableHookArgs"));
    };
    let field = |index: usize| fields.items().get(index).filter(|value| !value.is_none());
    let message = field(3).map(|message| vm.str_text(message)).transpose()?;
    let heading = match field(4) {
        Some(object) => {
            let shown = vm
                .repr_text(object)
                .unwrap_or_else(|_| "<object repr() failed>".to_owned());
            let message = message.as_deref().unwrap_or("Exception ignored in");
            format!("{message}: {shown}\n")
        }
        None => match message {
            Some(message) => format!("{message}:\n"),
            None => String::new(),
        },
    };
    write_error(vm, &heading);
    let Some(value) = field(1) else {
        if let Some(class) = field(0) {
            write_error(vm, &format!("{}\n", vm.str_text(class)?));
        }
        return Ok(Value::NONE);
    };
    if let (Some(exception), Some(traceback)) = (
        value.downcast::<Exception>(),
        field(2).and_then(|traceback| traceback.downcast::<Traceback>()),
    ) && !exception.has_traceback()
    {
        exception.set_traceback(Some(traceback.clone()));
    }
    print_alone(vm, value);
    Ok(Value::NONE)
}

/// Calls what `PYTHONBREAKPOINT` names, `pdb.set_trace` by default.
fn breakpointhook(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let variable = match vm.shared().options.ignore_environment {
        true => None,
        false => std::env::var("PYTHONBREAKPOINT").ok(),
    };
    let name = variable.filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "pdb.set_trace".to_owned());
    if name == "0" {
        return Ok(Value::NONE);
    }
    let (module, function) = name.rsplit_once('.').unwrap_or(("builtins", &name));
    let found = match module {
        "" => Err(vm.value_error("Empty module name")),
        module => vm.import_attribute(module, function),
    };
    match found {
        Ok(hook) => vm.call_with(&hook, arguments),
        Err(raised) if raised.is(&exceptions::EXCEPTION) => {
            let message = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{name}\"");
            vm.warn(&exceptions::RUNTIME_WARNING, &message, 1)?;
            Ok(Value::NONE)
        }
        Err(raised) => Err(raised),
    }
}

fn audit(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let Some((event, rest)) = arguments.positionals().split_first() else {
        return Err(vm.type_error("audit() missing 1 required positional argument: 'event'"));
    };
    if AUDIT_HOOKS.of(vm).borrow().is_empty() {
        return Ok(Value::NONE);
    }
    if event.downcast::<Str>().is_none() {
        return Err(vm.type_error(format!(
            "expected str for argument 'event', not {}",
            event.class().name()
        )));
    }
    call_hooks(vm, event, Tuple::from_slice(rest))?;
    Ok(Value::NONE)
}

/// Tells the hooks of an event, for native code.
pub fn audit_event(vm: &Vm, event: &str, arguments: impl FnOnce() -> Vec<Value>) -> Result<()> {
    if AUDIT_HOOKS.of(vm).borrow().is_empty() {
        return Ok(());
    }
    call_hooks(vm, &Str::value(event), Tuple::new(arguments()))
}

fn call_hooks(vm: &Vm, event: &Value, arguments: Ref<Tuple>) -> Result<()> {
    let hooks = AUDIT_HOOKS.of(vm).borrow().clone();
    for hook in hooks {
        vm.call(&hook, &[event.clone(), arguments.to_value()])?;
    }
    Ok(())
}

fn addaudithook(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    match audit_event(vm, "sys.addaudithook", Vec::new) {
        Ok(()) => {}
        // A hook may refuse further ones silently.
        Err(Raised(exception)) if exception.class().is_subtype(&exceptions::RUNTIME_ERROR) => {
            return Ok(Value::NONE);
        }
        Err(raised) => return Err(raised),
    }
    AUDIT_HOOKS
        .of(vm)
        .borrow_mut()
        .push(required(arguments, 0).clone());
    Ok(Value::NONE)
}
