//! Whom the process runs for: users, groups, groups of processes, sessions.

use vm::native::{Method, required};
use vm::objects::list::List;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::execution::c_text;
use crate::system_calls::process::{self, Group, Identity};
use crate::system_calls::{self, raise};

macro_rules! setter {
    ($name:literal, $signature:literal, $identity:ident($($place:literal),*)) => {
        Method::new($name, $signature, |vm, arguments| {
            let identity = Identity::$identity($(id(vm, required(arguments, $place))?),*);
            raise(vm, identity.set(), None)?;
            Ok(Value::NONE)
        }, "Sets users or groups.")
    };
}

fn number(value: u32) -> Result<Value> {
    Ok(Value::int(value.into()))
}

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "getuid",
        "($module, /)",
        |_, _| number(rustix::process::getuid().as_raw()),
        "The real user.",
    ),
    Method::new(
        "geteuid",
        "($module, /)",
        |_, _| number(rustix::process::geteuid().as_raw()),
        "The effective user.",
    ),
    Method::new(
        "getgid",
        "($module, /)",
        |_, _| number(rustix::process::getgid().as_raw()),
        "The real group.",
    ),
    Method::new(
        "getegid",
        "($module, /)",
        |_, _| number(rustix::process::getegid().as_raw()),
        "The effective group.",
    ),
    Method::new(
        "getpid",
        "($module, /)",
        |_, _| number(std::process::id()),
        "The number of the process.",
    ),
    Method::new(
        "getppid",
        "($module, /)",
        |_, _| number(std::os::unix::process::parent_id()),
        "The number of its parent.",
    ),
    Method::new(
        "getresuid",
        "($module, /)",
        |vm, _| three(vm, false),
        "All users.",
    ),
    Method::new(
        "getresgid",
        "($module, /)",
        |vm, _| three(vm, true),
        "All groups.",
    ),
    setter!("setuid", "($module, uid, /)", SetUid(0)),
    setter!("setgid", "($module, gid, /)", SetGid(0)),
    setter!("seteuid", "($module, euid, /)", SetEffectiveUid(0)),
    setter!("setegid", "($module, egid, /)", SetEffectiveGid(0)),
    setter!(
        "setreuid",
        "($module, ruid, euid, /)",
        SetRealAndEffectiveUid(0, 1)
    ),
    setter!(
        "setregid",
        "($module, rgid, egid, /)",
        SetRealAndEffectiveGid(0, 1)
    ),
    setter!(
        "setresuid",
        "($module, ruid, euid, suid, /)",
        SetAllUids(0, 1, 2)
    ),
    setter!(
        "setresgid",
        "($module, rgid, egid, sgid, /)",
        SetAllGids(0, 1, 2)
    ),
    Method::new(
        "getgroups",
        "($module, /)",
        |vm, _| {
            let groups = raise(vm, process::groups(), None)?;
            Ok(list(&groups))
        },
        "The further groups.",
    ),
    Method::new(
        "setgroups",
        "($module, groups, /)",
        set_groups,
        "Sets the further groups.",
    ),
    Method::new(
        "getgrouplist",
        "($module, user, group, /)",
        |vm, it| {
            let user = c_text(vm, required(it, 0))?;
            Ok(list(&process::groups_of(&user, id(vm, required(it, 1))?)))
        },
        "The groups of a user.",
    ),
    Method::new(
        "initgroups",
        "($module, username, gid, /)",
        |vm, it| {
            let user = c_text(vm, required(it, 0))?;
            raise(
                vm,
                process::initialize_groups(&user, id(vm, required(it, 1))?),
                None,
            )?;
            Ok(Value::NONE)
        },
        "Takes the groups of a user.",
    ),
    Method::new(
        "getlogin",
        "($module, /)",
        |vm, _| {
            let name = raise(vm, system_calls::getlogin(), None)?;
            Ok(crate::paths::decode_path(name.to_bytes()).into())
        },
        "The name of the user.",
    ),
    Method::new(
        "getpgid",
        "($module, /, pid)",
        |vm, it| group(vm, Group::Get(vm.to_i32(required(it, 0))?)),
        "The group of a process.",
    ),
    Method::new(
        "getpgrp",
        "($module, /)",
        |vm, _| group(vm, Group::Get(0)),
        "The group of this process.",
    ),
    Method::new(
        "setpgid",
        "($module, pid, pgrp, /)",
        |vm, it| {
            let (process, target) = (vm.to_i32(required(it, 0))?, vm.to_i32(required(it, 1))?);
            group(vm, Group::Set(process, target)).map(|_| Value::NONE)
        },
        "Sets the group of a process.",
    ),
    Method::new(
        "setpgrp",
        "($module, /)",
        |vm, _| group(vm, Group::Set(0, 0)).map(|_| Value::NONE),
        "Makes a group.",
    ),
    Method::new(
        "getsid",
        "($module, pid, /)",
        |vm, it| group(vm, Group::Session(vm.to_i32(required(it, 0))?)),
        "The session of a process.",
    ),
    Method::new(
        "setsid",
        "($module, /)",
        |vm, _| group(vm, Group::NewSession).map(|_| Value::NONE),
        "Makes a session.",
    ),
    Method::new(
        "nice",
        "($module, increment, /)",
        |vm, it| {
            let value = raise(vm, process::nice(vm.to_i32(required(it, 0))?), None)?;
            Ok(Value::int(value.into()))
        },
        "Changes the priority.",
    ),
    Method::new(
        "getpriority",
        "($module, /, which, who)",
        |vm, it| {
            let (which, who) = (vm.to_i32(required(it, 0))?, vm.to_i32(required(it, 1))?);
            let value = raise(vm, process::priority(which as u32, who as u32), None)?;
            Ok(Value::int(value.into()))
        },
        "The priority.",
    ),
    Method::new(
        "setpriority",
        "($module, /, which, who, priority)",
        |vm, it| {
            let (which, who) = (vm.to_i32(required(it, 0))?, vm.to_i32(required(it, 1))?);
            let priority = vm.to_i32(required(it, 2))?;
            raise(
                vm,
                process::set_priority(which as u32, who as u32, priority),
                None,
            )?;
            Ok(Value::NONE)
        },
        "Sets the priority.",
    ),
];

/// A user or a group; -1 means that it stays.
fn id(vm: &Vm, value: &Value) -> Result<u32> {
    let index = vm.index(value).map_err(|_| {
        vm.type_error(format!(
            "uid should be integer, not {}",
            value.class().name()
        ))
    })?;
    match index.as_i64() {
        Some(-1) => Ok(u32::MAX),
        Some(number) => u32::try_from(number).map_err(|_| {
            vm.overflow_error(match number < 0 {
                true => "uid is less than minimum",
                false => "uid is greater than maximum",
            })
        }),
        None => Err(vm.overflow_error("uid is greater than maximum")),
    }
}

fn list(numbers: &[u32]) -> Value {
    List::new(
        numbers
            .iter()
            .map(|&number| Value::int(number.into()))
            .collect(),
    )
    .into()
}

fn three(vm: &Vm, group: bool) -> Result<Value> {
    let numbers = raise(vm, process::identities(group), None)?;
    Ok(Tuple::new(numbers.map(|number| Value::int(number.into())).to_vec()).into())
}

fn set_groups(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let groups = vm.collect(required(arguments, 0))?;
    let groups: Vec<u32> = groups
        .iter()
        .map(|group| id(vm, group))
        .collect::<Result<_>>()?;
    raise(vm, process::set_groups(&groups), None)?;
    Ok(Value::NONE)
}

fn group(vm: &Vm, group: Group) -> Result<Value> {
    Ok(Value::int(raise(vm, group.call(), None)?.into()))
}
