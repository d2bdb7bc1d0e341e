//! Exceptions that nobody caught: how they are printed, and the exit status they give.
//!
//! The text is made by the library's `traceback`, as CPython 3.13 does it too; the plain form
//! here serves where that module cannot run.

use crate::eval::out_of_memory;
use crate::objects::exceptions::{self, Exception};
use crate::objects::heap::Ref;
use crate::objects::str::Str;
use crate::objects::traceback::Traceback;
use crate::objects::tuple::Tuple;
use crate::objects::value::Value;
use crate::{Raised, Result, Vm};

/// What the process should end with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// An exit status.
    Status(i32),
    /// As if killed by SIGINT, so that a shell stops too.
    Interrupted,
}

/// Does what CPython does with an exception at the top level.
pub fn uncaught(vm: &Vm, raised: &Raised) -> Exit {
    if raised.is(&exceptions::SYSTEM_EXIT) {
        return exit_of(vm, raised);
    }
    if out_of_memory::attempt(|| call_excepthook(vm, raised)).is_none() {
        eprintln!("MemoryError");
    }
    if raised.is(&exceptions::KEYBOARD_INTERRUPT) {
        return Exit::Interrupted;
    }
    Exit::Status(1)
}

/// The exit status that a SystemExit asks for; other codes than ints are printed.
fn exit_of(vm: &Vm, raised: &Raised) -> Exit {
    let code = vm
        .get_attribute(&raised.0, &vm.intern("code"))
        .unwrap_or(Value::NONE);
    if code.is_none() {
        return Exit::Status(0);
    }
    if let Some(number) = code.as_integer() {
        // As the C library takes an int: the low bits count.
        return Exit::Status(number.to_i64().map_or(-1, |number| number as i32));
    }
    if let Ok(text) = vm.str(&code) {
        let stream = vm.shared().sys.get_str(&vm.intern("stderr"));
        if stream.as_ref().is_none_or(Value::is_none) {
            eprintln!("{}", text.to_text());
            return Exit::Status(1);
        }
        // A text with surrogates is for the stream's error handler.
        let written = match stream {
            Some(stream) if text.as_str().is_none() => {
                vm.call_method(&stream, "write", &[text.to_value()]).is_ok()
            }
            _ => false,
        };
        write_error(
            vm,
            &if written {
                String::new()
            } else {
                text.to_text()
            },
        );
    }
    write_error(vm, "\n");
    Exit::Status(1)
}

/// Calls `sys.excepthook`, and prints plainly where that fails.
fn call_excepthook(vm: &Vm, raised: &Raised) {
    let traceback = traceback_of(&raised.0).map_or(Value::NONE, Value::from);
    vm.shared()
        .sys
        .set_str(&vm.intern("last_exc"), raised.0.clone());
    vm.shared()
        .sys
        .set_str(&vm.intern("last_type"), raised.0.class().to_value());
    vm.shared()
        .sys
        .set_str(&vm.intern("last_value"), raised.0.clone());
    vm.shared()
        .sys
        .set_str(&vm.intern("last_traceback"), traceback.clone());
    let Some(hook) = vm.shared().sys.get_str(&vm.intern("excepthook")) else {
        write_error(vm, "sys.excepthook is missing\n");
        return print(vm, &raised.0);
    };
    let arguments = [raised.0.class().to_value(), raised.0.clone(), traceback];
    match vm.call(&hook, &arguments) {
        Ok(_) => {}
        Err(second) if second.is(&exceptions::SYSTEM_EXIT) => {}
        Err(second) => {
            write_error(vm, "Error in sys.excepthook:\n");
            print(vm, &second.0);
            write_error(vm, "\nOriginal exception was:\n");
            print(vm, &raised.0);
        }
    }
}

/// Prints an exception with its traceback to `sys.stderr`.
pub fn print(vm: &Vm, exception: &Value) {
    let stream = vm.shared().sys.get_str(&vm.intern("stderr"));
    if stream.is_some_and(|stream| stream.is_none()) {
        return;
    }
    if print_by_library(vm, exception).is_err() {
        write_error(vm, &plain_text(vm, exception, false));
    }
}

/// Prints an exception as `sys.unraisablehook` does: source lines without marks, and nothing of
/// other exceptions behind it.
pub fn print_alone(vm: &Vm, exception: &Value) {
    write_error(vm, &plain_text(vm, exception, true));
}

fn print_by_library(vm: &Vm, exception: &Value) -> Result<()> {
    let print = vm.import_attribute("traceback", "_print_exception_bltin")?;
    vm.call(&print, std::slice::from_ref(exception))?;
    Ok(())
}

fn traceback_of(exception: &Value) -> Option<Ref<Traceback>> {
    exception.downcast::<Exception>()?.traceback()
}

/// The traceback, and the exception's type and text.
fn plain_text(vm: &Vm, exception: &Value, with_source: bool) -> String {
    let mut text = String::new();
    let mut entry = traceback_of(exception);
    if entry.is_some() {
        text.push_str("Traceback (most recent call last):\n");
    }
    while let Some(traceback) = entry {
        text.push_str(&traceback.plain_line(vm));
        if with_source && let Ok(line) = source_line(vm, &traceback) {
            text.push_str(&line);
        }
        entry = traceback.next();
    }
    let shown = vm.str(exception).map_or_else(
        |_| "<exception str() failed>".to_owned(),
        |text| text.to_text(),
    );
    text.push_str(&shown_name(vm, exception));
    if !shown.is_empty() {
        text.push_str(": ");
        text.push_str(&shown);
    }
    text.push('\n');
    text
}

/// The line of the source, indented; empty where there is none.
fn source_line(vm: &Vm, entry: &Ref<Traceback>) -> Result<String> {
    let getline = vm.import_attribute("linecache", "getline")?;
    let Some(frame) = entry.frame() else {
        return Ok(String::new());
    };
    let file = frame.code().filename().to_value();
    let line = Value::int(entry.line_number().unwrap_or(0));
    let line = vm.call(&getline, &[file, line])?;
    let line = vm.str_text(&line)?;
    Ok(match line.trim() {
        "" => String::new(),
        line => format!("    {line}\n"),
    })
}

/// The name of an exception's class, with its module where that is worth telling.
fn shown_name(vm: &Vm, exception: &Value) -> String {
    let class = exception.class().to_value();
    let text = |name: &str| {
        let value = vm.find_attribute_by(&class, name).ok().flatten()?;
        value.downcast::<Str>().map(|text| text.to_text())
    };
    let name = text("__qualname__").unwrap_or_else(|| exception.class().name());
    match text("__module__") {
        Some(module) if module != "builtins" && module != "__main__" => {
            format!("{module}.{name}")
        }
        _ => name,
    }
}

/// Writes text to `sys.stderr`, or to the descriptor where that fails.
pub fn write_error(vm: &Vm, text: &str) {
    let stream = vm.shared().sys.get_str(&vm.intern("stderr"));
    let written = match stream.filter(|stream| !stream.is_none()) {
        Some(stream) => vm
            .call_method(&stream, "write", &[Str::value(text)])
            .and_then(|_| vm.call_method(&stream, "flush", &[])),
        None => return,
    };
    if written.is_err() {
        eprint!("{text}");
    }
}

/// Calls `sys.unraisablehook` with an exception that cannot be raised. `place` says where it
/// happened: an object for "Exception ignored in".
pub fn unraisable(vm: &Vm, raised: Raised, message: Option<&str>, place: Option<&Value>) {
    if traceback_of(&raised.0).is_none() && !vm.frame.get().is_null() {
        Traceback::add(&raised, vm.frame.get());
    }
    let traceback = traceback_of(&raised.0).map_or(Value::NONE, Value::from);
    // There is none when the interpreter has almost ended.
    let hook = vm.shared().sys.get_str(&vm.intern("unraisablehook"));
    let hook = hook.filter(|hook| !hook.is_none());
    let arguments = Tuple::new(vec![
        raised.0.class().to_value(),
        raised.0.clone(),
        traceback,
        message.map_or(Value::NONE, Str::value),
        place.cloned().unwrap_or(Value::NONE),
    ]);
    let called = match hook {
        Some(hook) => vm
            .shared()
            .sys
            .get_str(&vm.intern("UnraisableHookArgs"))
            .ok_or_else(|| vm.runtime_error("lost sys.UnraisableHookArgs"))
            .and_then(|class| vm.call(&class, &[arguments.into()]))
            .and_then(|arguments| vm.call(&hook, &[arguments])),
        None => return print_alone(vm, &raised.0),
    };
    if let Err(second) = called {
        write_error(vm, "Exception ignored in sys.unraisablehook:\n");
        print(vm, &second.0);
    }
}
