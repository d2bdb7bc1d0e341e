//! Module `_posixsubprocess`: how `subprocess` starts programs.

use std::ffi::CString;

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::arguments::optional;
use crate::posix::{at_fork, c_text};
use crate::system_calls::launch::Launch;
use crate::system_calls::raise;

/// `_posixsubprocess`
pub static MODULE: NativeModule = NativeModule {
    name: "_posixsubprocess",
    doc: Some("How subprocess starts programs."),
    functions: &[Method::new(
        "fork_exec",
        "($module, args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, allow_vfork, /)",
        fork_exec,
        "Starts a program.",
    )],
    fill: |_, _| Ok(()),
};

/// `NGROUPS_MAX`.
const MOST_GROUPS: usize = 65536;

fn texts(vm: &Vm, value: &Value) -> Result<Vec<CString>> {
    vm.collect(value)?
        .iter()
        .map(|item| c_text(vm, item))
        .collect()
}

/// Environment entries and executables: bytes.
fn byte_texts(vm: &Vm, value: &Value) -> Result<Vec<CString>> {
    let items = vm.collect(value)?;
    let texts = items.iter().map(|item| match item.downcast::<Bytes>() {
        Some(bytes) => {
            CString::new(bytes.as_bytes()).map_err(|_| vm.value_error("embedded null byte"))
        }
        None => Err(vm.type_error(format!("expected bytes, {} found", item.class().name()))),
    });
    texts.collect()
}

fn fork_exec(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = |position: usize| vm.to_i32(required(arguments, position));
    let Some(kept) = required(arguments, 3).downcast::<Tuple>() else {
        return Err(vm.type_error(format!(
            "fork_exec() argument 4 must be tuple, not {}",
            vm.found_argument(required(arguments, 3))
        )));
    };
    let mut keep = Vec::new();
    for descriptor in kept.items() {
        let number = descriptor
            .as_i64()
            .and_then(|number| i32::try_from(number).ok());
        match number.filter(|number| *number > keep.last().copied().unwrap_or(-1)) {
            Some(number) => keep.push(number),
            None => return Err(vm.value_error("bad value(s) in fds_to_keep")),
        }
    }
    let close_others = vm.is_true(required(arguments, 2))?;
    let report = (number(12)?, number(13)?);
    if close_others && report.1 < 3 {
        return Err(vm.value_error("errpipe_write must be >= 3"));
    }
    let optional_id = |position: usize| -> Result<Option<u32>> {
        optional(arguments, position)
            .map(|id| Ok(vm.to_i64(id)? as u32))
            .transpose()
    };
    let groups = match optional(arguments, 18) {
        Some(groups) => {
            let groups = vm.collect(groups)?;
            if groups.len() > MOST_GROUPS {
                return Err(vm.value_error("too many extra_groups"));
            }
            let groups = groups.iter().map(|group| {
                if !group.is_int() {
                    return Err(vm.type_error("extra_groups must be integers"));
                }
                let number = group.as_i64().and_then(|it| u32::try_from(it).ok());
                number.ok_or_else(|| vm.value_error("invalid group id"))
            });
            Some(groups.collect::<Result<Vec<u32>>>()?)
        }
        None => None,
    };
    let list = texts(vm, required(arguments, 0))?;
    let mask = number(20)?;
    let launch = Launch {
        arguments: list,
        executables: byte_texts(vm, required(arguments, 1))?,
        environment: optional(arguments, 5)
            .map(|env| byte_texts(vm, env))
            .transpose()?,
        folder: optional(arguments, 4)
            .map(|folder| c_text(vm, folder))
            .transpose()?,
        close_others,
        keep,
        streams: [
            (number(6)?, number(7)?),
            (number(9)?, number(8)?),
            (number(11)?, number(10)?),
        ],
        report,
        restore_signals: vm.is_true(required(arguments, 14))?,
        new_session: vm.is_true(required(arguments, 15))?,
        process_group: number(16)?,
        group: optional_id(17)?,
        groups,
        user: optional_id(19)?,
        mask: u32::try_from(mask).ok(),
    };
    let prepare = optional(arguments, 21).cloned();
    if prepare.is_some() && vm::lock::is_closed() {
        let message = "preexec_fn not supported at interpreter shutdown";
        return Err(vm.error(&exceptions::PYTHON_FINALIZATION_ERROR, message));
    }
    let child = match prepare {
        None => launch.run(None),
        Some(function) => {
            at_fork::before(vm);
            let call = || {
                at_fork::in_child(vm);
                vm.call(&function, &[]).is_ok()
            };
            let child = launch.run(Some(&call));
            at_fork::in_parent(vm);
            child
        }
    };
    Ok(Value::int(raise(vm, child, None)?.into()))
}
