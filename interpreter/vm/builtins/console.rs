//! Text in and out: print, input, open, breakpoint.

use std::io::{BufRead, IsTerminal, Write};

use crate::call::Arguments;
use crate::native::{Method, required};
use crate::objects::exceptions;
use crate::objects::str::Str;
use crate::objects::value::Value;
use crate::{Result, Vm};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::raw(
        "breakpoint",
        "($module, /, *args, **kws)",
        breakpoint,
        "Calls sys.breakpointhook.",
    ),
    Method::new(
        "input",
        "($module, prompt='', /)",
        input,
        "Reads a line from standard input.",
    ),
    Method::raw(
        "open",
        "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
        open,
        "Opens a file.",
    ),
    Method::new(
        "print",
        "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
        print,
        "Writes values to a text stream.",
    ),
];

/// An attribute of `sys`; `None` where it is missing.
fn of_sys(vm: &Vm, name: &str) -> Option<Value> {
    vm.shared().sys.get_str(&vm.intern(name))
}

fn stream(vm: &Vm, name: &str) -> Result<Value> {
    of_sys(vm, name).ok_or_else(|| vm.runtime_error(format!("lost sys.{name}")))
}

fn separator(vm: &Vm, argument: &Option<Value>, name: &str) -> Result<Option<Value>> {
    match argument {
        None => Ok(None),
        Some(value) if value.is_none() => Ok(None),
        Some(value) if value.downcast::<Str>().is_some() => Ok(Some(value.clone())),
        Some(value) => Err(vm.type_error(format!(
            "{name} must be None or a string, not {}",
            value.class().name()
        ))),
    }
}

fn print(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let values = required(arguments, 0);
    let file = match arguments[3].as_ref().filter(|file| !file.is_none()) {
        Some(file) => file.clone(),
        None => {
            let file = stream(vm, "stdout")?;
            if file.is_none() {
                return Ok(Value::NONE);
            }
            file
        }
    };
    let between = separator(vm, &arguments[1], "sep")?;
    let end = separator(vm, &arguments[2], "end")?;
    let write = vm.get_attribute(&file, &vm.intern("write"))?;
    let values = vm.collect(values)?;
    for (position, value) in values.iter().enumerate() {
        if position > 0 {
            let between = between.clone().unwrap_or_else(|| Str::value(" "));
            vm.call(&write, &[between])?;
        }
        let text = vm.str(value)?;
        vm.call(&write, &[text.into()])?;
    }
    vm.call(&write, &[end.unwrap_or_else(|| Str::value("\n"))])?;
    if let Some(flush) = &arguments[4]
        && vm.is_true(flush)?
    {
        vm.call_method(&file, "flush", &[])?;
    }
    Ok(Value::NONE)
}

fn input(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let stdin = usable(vm, "stdin")?;
    let stdout = usable(vm, "stdout")?;
    let stderr = usable(vm, "stderr")?;
    flush(vm, &stderr);
    let prompt = arguments[0].as_ref();
    if is_console(vm, &stdin, 0)? && is_console(vm, &stdout, 1)? {
        let prompt = match prompt {
            Some(prompt) => vm.str_text(prompt)?,
            None => String::new(),
        };
        flush(vm, &stdout);
        return read_terminal(vm, &prompt);
    }
    if let Some(prompt) = prompt {
        let text = vm.str(prompt)?;
        vm.call_method(&stdout, "write", &[text.into()])?;
    }
    flush(vm, &stdout);
    let line = vm.call_method(&stdin, "readline", &[])?;
    let Some(line) = line.downcast::<Str>() else {
        return Err(vm.type_error("object.readline() returned non-string"));
    };
    if line.is_empty() {
        return Err(vm.error(&exceptions::EOF_ERROR, "EOF when reading a line"));
    }
    let bytes = line.as_bytes();
    let kept = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    Ok(Str::from_wtf8(primitives::text::wtf8::Wtf8::from_bytes_trusted(kept)).into())
}

/// Flushes a stream that may be unable to.
fn flush(vm: &Vm, stream: &Value) {
    drop(vm.call_method(stream, "flush", &[]));
}

fn usable(vm: &Vm, name: &str) -> Result<Value> {
    let stream = of_sys(vm, name).filter(|stream| !stream.is_none());
    stream.ok_or_else(|| vm.runtime_error(format!("input(): lost sys.{name}")))
}

/// Whether a stream is the terminal behind that descriptor.
fn is_console(vm: &Vm, stream: &Value, descriptor: i64) -> Result<bool> {
    let number = match vm.call_method(stream, "fileno", &[]) {
        Ok(number) => number.as_i64(),
        Err(_) => None,
    };
    Ok(number == Some(descriptor)
        && if descriptor == 0 {
            std::io::stdin().is_terminal()
        } else {
            std::io::stdout().is_terminal()
        })
}

fn read_terminal(vm: &Vm, prompt: &str) -> Result<Value> {
    let mut out = std::io::stdout();
    let shown = out.write_all(prompt.as_bytes()).and_then(|()| out.flush());
    shown.map_err(|error| vm.os_error(&error, None))?;
    let line = read_terminal_line(vm)?;
    if line.is_empty() {
        return Err(vm.error(&exceptions::EOF_ERROR, "EOF when reading a line"));
    }
    let kept = line.strip_suffix(b"\n").unwrap_or(&line);
    Ok(Str::value(String::from_utf8_lossy(kept)))
}

/// A line from standard input, with its end; nothing at the end of the input. Handlers of
/// signals that come meanwhile run at once.
pub fn read_terminal_line(vm: &Vm) -> Result<Vec<u8>> {
    let mut line = Vec::new();
    while !line.ends_with(b"\n") {
        let read = vm.allow_threads(|| {
            let mut stdin = std::io::stdin().lock();
            let waiting = stdin.fill_buf()?;
            let end = waiting.iter().position(|&byte| byte == b'\n');
            let taken = end.map_or(waiting.len(), |end| end + 1);
            line.extend_from_slice(&waiting[..taken]);
            stdin.consume(taken);
            Ok::<_, std::io::Error>(taken)
        });
        vm.check_signals()?;
        match read {
            Ok(0) => break,
            Err(error) if error.kind() != std::io::ErrorKind::Interrupted => {
                return Err(vm.os_error(&error, None));
            }
            _ => {}
        }
    }
    Ok(line)
}

fn open(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let open = vm.import_attribute("_io", "open")?;
    vm.call_with(&open, arguments)
}

fn breakpoint(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    match of_sys(vm, "breakpointhook") {
        Some(hook) => vm.call_with(&hook, arguments),
        None => Err(vm.runtime_error("lost sys.breakpointhook")),
    }
}
