//! Programs: `exec`, `posix_spawn`, `system`, `kill`, and the end of the process.

use std::ffi::CString;

use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::files::path;
use crate::arguments::{optional, truth};
use crate::paths::{encode_path, fspath};
use crate::system_calls::{process, raise};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "execv",
        "($module, path, argv, /)",
        execv,
        "Becomes another program.",
    ),
    Method::new(
        "execve",
        "($module, /, path, argv, env)",
        execve,
        "Becomes another program in an environment.",
    ),
    Method::new(
        "posix_spawn",
        "($module, path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)",
        |vm, it| spawn(vm, it, "posix_spawn"),
        "Starts a program.",
    ),
    Method::new(
        "posix_spawnp",
        "($module, path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)",
        |vm, it| spawn(vm, it, "posix_spawnp"),
        "Starts a program that is found along PATH.",
    ),
    Method::new(
        "system",
        "($module, /, command)",
        system,
        "Runs a command in a shell.",
    ),
    Method::new(
        "_exit",
        "($module, /, status)",
        exit,
        "Ends the process at once.",
    ),
    Method::new(
        "abort",
        "($module, /)",
        |_, _| process::abort(),
        "Ends the process by SIGABRT.",
    ),
    Method::new(
        "kill",
        "($module, pid, signal, /)",
        |vm, it| kill(vm, it, false),
        "Sends a signal to a process.",
    ),
    Method::new(
        "killpg",
        "($module, pgid, signal, /)",
        |vm, it| kill(vm, it, true),
        "Sends a signal to a group.",
    ),
];

/// A str or bytes as C has it.
pub fn c_text(vm: &Vm, value: &Value) -> Result<CString> {
    let path = fspath(vm, value)?;
    let bytes = match (path.downcast::<Str>(), path.downcast::<Bytes>()) {
        (Some(text), _) => encode_path(vm, text)?,
        (_, Some(bytes)) => bytes.as_bytes().to_vec(),
        _ => Vec::new(),
    };
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

fn argument_list(vm: &Vm, value: &Value, function: &str) -> Result<Vec<CString>> {
    if value.downcast::<List>().is_none() && value.downcast::<Tuple>().is_none() {
        return Err(vm.type_error(format!("{function}: argv must be a tuple or list")));
    }
    let values = vm.collect(value)?;
    if values.is_empty() {
        return Err(vm.value_error(format!("{function}: argv must not be empty")));
    }
    let texts: Vec<CString> = values
        .iter()
        .map(|value| c_text(vm, value))
        .collect::<Result<_>>()?;
    if texts.first().is_some_and(|first| first.is_empty()) {
        return Err(vm.value_error(format!("{function}: argv first element cannot be empty")));
    }
    Ok(texts)
}

/// A mapping as `NAME=value`.
pub fn environment_list(vm: &Vm, value: &Value) -> Result<Vec<CString>> {
    let keys = vm.call_method(value, "keys", &[])?;
    let mut list = Vec::new();
    for key in vm.collect(&keys)? {
        let content = vm.get_item(value, &key)?;
        let (key, content) = (c_text(vm, &key)?, c_text(vm, &content)?);
        if key.is_empty() || key.to_bytes().contains(&b'=') {
            return Err(vm.value_error("illegal environment variable name"));
        }
        let entry = [key.to_bytes(), b"=", content.to_bytes()].concat();
        list.extend(CString::new(entry).ok());
    }
    Ok(list)
}

fn execv(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "execv", "path", arguments, 0, false)?;
    let values = required(arguments, 1);
    if values.downcast::<List>().is_none() && values.downcast::<Tuple>().is_none() {
        return Err(vm.type_error("execv() arg 2 must be a tuple or list"));
    }
    if vm.length(values)? == 0 {
        return Err(vm.value_error("execv() arg 2 must not be empty"));
    }
    let list = argument_list(vm, values, "execv").map_err(|raised| {
        match raised.is(&vm::objects::exceptions::VALUE_ERROR) {
            true => vm.value_error("execv() arg 2 first element cannot be empty"),
            false => raised,
        }
    })?;
    let error = process::execute(Ok(&path.name), &list, None);
    Err(vm.os_error(&error, None))
}

fn execve(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "execve", "path", arguments, 0, true)?;
    let list = argument_list(vm, required(arguments, 1), "execve")?;
    let mapping = required(arguments, 2);
    if mapping.class().slots().getitem.is_none() {
        return Err(vm.type_error("execve: environment must be a mapping object"));
    }
    let environment = environment_list(vm, mapping)?;
    let target = match path.descriptor {
        Some(descriptor) => Err(descriptor),
        None => Ok(path.name.as_c_str()),
    };
    let error = process::execute(target, &list, Some(&environment));
    Err(vm.os_error(&error, Some(&path.given)))
}

/// Starts a program by fork and exec, with what is to be done in between.
fn spawn(vm: &Vm, arguments: &[Option<Value>], function: &str) -> Result<Value> {
    let path = path(vm, function, "path", arguments, 0, false)?;
    let list = argument_list(vm, required(arguments, 1), function)?;
    let environment = match optional(arguments, 2) {
        Some(mapping) => Some(environment_list(vm, mapping)?),
        None => None,
    };
    let group = match arguments.get(4) {
        Some(Some(group)) => Some(vm.to_i32(group)?),
        _ => None,
    };
    let actions = match optional(arguments, 3) {
        Some(actions) => spawn::actions(vm, actions)?,
        None => Vec::new(),
    };
    let numbers = |position: usize| -> Result<Vec<i32>> {
        let Some(values) = optional(arguments, position) else {
            return Ok(Vec::new());
        };
        let numbers = vm.collect(values)?;
        let numbers = numbers.iter().map(|value| match vm.to_i32(value)? {
            number @ 1..65 => Ok(number),
            number => Err(vm.value_error(format!("signal number {number} out of range [1; 64]"))),
        });
        numbers.collect()
    };
    let request = spawn::Request {
        path: path.name.clone(),
        arguments: list,
        environment,
        search: function == "posix_spawnp",
        actions,
        group,
        reset_identity: truth(vm, arguments, 5, false)?,
        new_session: truth(vm, arguments, 6, false)?,
        mask: match optional(arguments, 7) {
            Some(_) => Some(numbers(7)?),
            None => None,
        },
        defaults: numbers(8)?,
    };
    let child = spawn::run(&request);
    let child = raise(vm, child, Some(&path.given))?;
    Ok(Value::int(child.into()))
}

mod spawn {
    //! `posix_spawn` by way of the C library.
    pub(super) use crate::system_calls::spawn::{Action, Request, run};

    use super::*;

    /// The tuples of `file_actions`.
    pub(super) fn actions(vm: &Vm, value: &Value) -> Result<Vec<Action>> {
        let mut actions = Vec::new();
        for item in vm.collect(value)? {
            let Some([kind, rest @ ..]) = item.downcast::<Tuple>().map(|item| item.items()) else {
                return Err(vm.type_error("Each file_actions element must be a non-empty tuple"));
            };
            let kind = vm.to_i32(kind)?;
            actions.push(match (kind, rest) {
                (0, [descriptor, name, flags, mode]) => Action::Open(
                    vm.to_i32(descriptor)?,
                    c_text(vm, name)?,
                    vm.to_i32(flags)?,
                    vm.to_i32(mode)? as u32,
                ),
                (1, [descriptor]) => Action::Close(vm.to_i32(descriptor)?),
                (2, [from, to]) => Action::Duplicate(vm.to_i32(from)?, vm.to_i32(to)?),
                (3, [from]) => Action::CloseFrom(vm.to_i32(from)?),
                (0..=3, _) => {
                    return Err(
                        vm.type_error("A file_actions tuple has a wrong number of elements")
                    );
                }
                _ => return Err(vm.type_error("Unknown file_actions identifier")),
            });
        }
        Ok(actions)
    }
}

fn system(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let command = c_text(vm, required(arguments, 0))?;
    let status = vm.allow_threads(|| process::system(&command));
    Ok(Value::int(status.into()))
}

fn exit(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let status = vm.to_i32(required(arguments, 0))?;
    process::exit(status)
}

fn kill(vm: &Vm, arguments: &[Option<Value>], group: bool) -> Result<Value> {
    let process = vm.to_i32(required(arguments, 0))?;
    let signal = vm.to_i32(required(arguments, 1))?;
    raise(vm, process::kill(process, signal, group), None)?;
    // A signal to this process has arrived by now.
    vm.check_signals()?;
    Ok(Value::NONE)
}
