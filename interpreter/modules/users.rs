//! Modules `pwd` and `grp`: the users and groups of the system.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::class_creation::make_ready;
use vm::objects::list::List;
use vm::objects::str::Str;
use vm::objects::struct_sequence::make;
use vm::objects::value::Value;
use vm::{Result, Vm, struct_sequence};

use crate::posix::c_text;
use crate::system_calls::control::{self, Group, User};

struct_sequence! {
    /// `pwd.struct_passwd`
    pub STRUCT_PASSWD = "pwd", "struct_passwd", 7,
        ["pw_name" 0, "pw_passwd" 1, "pw_uid" 2, "pw_gid" 3, "pw_gecos" 4, "pw_dir" 5,
         "pw_shell" 6];
    /// `grp.struct_group`
    pub STRUCT_GROUP = "grp", "struct_group", 4,
        ["gr_name" 0, "gr_passwd" 1, "gr_gid" 2, "gr_mem" 3];
}

/// `pwd`
pub static PWD: NativeModule = NativeModule {
    name: "pwd",
    doc: Some("The users of the system."),
    functions: &[
        Method::new(
            "getpwnam",
            "($module, name, /)",
            |vm, it| {
                let name = required(it, 0);
                vm.expect_str_argument(name, "getpwnam", "")?;
                let found = control::find_user(Ok(&c_text(vm, name)?));
                match found {
                    Some(user) => Ok(of_user(vm, &user)),
                    None => missing(
                        vm,
                        format!("getpwnam(): name not found: {}", vm.repr_text(name)?),
                    ),
                }
            },
            "The user of a name.",
        ),
        Method::new(
            "getpwuid",
            "($module, uid, /)",
            |vm, it| {
                let number = vm.to_i64(&vm.index(required(it, 0))?).unwrap_or(-1);
                match u32::try_from(number)
                    .ok()
                    .and_then(|number| control::find_user(Err(number)))
                {
                    Some(user) => Ok(of_user(vm, &user)),
                    None => missing(vm, format!("getpwuid(): uid not found: {number}")),
                }
            },
            "The user of a number.",
        ),
        Method::new(
            "getpwall",
            "($module, /)",
            |vm, _| {
                let users = control::users()
                    .iter()
                    .map(|user| of_user(vm, user))
                    .collect();
                Ok(List::new(users).into())
            },
            "All users.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&STRUCT_PASSWD);
        module.set(vm, "struct_passwd", STRUCT_PASSWD.to_value());
        Ok(())
    },
};

/// `grp`
pub static GRP: NativeModule = NativeModule {
    name: "grp",
    doc: Some("The groups of the system."),
    functions: &[
        Method::new(
            "getgrnam",
            "($module, /, name)",
            |vm, it| {
                let name = required(it, 0);
                vm.expect_str_argument(name, "getgrnam", "'name'")?;
                let found = control::find_group(Ok(&c_text(vm, name)?));
                match found {
                    Some(group) => Ok(of_group(vm, &group)),
                    None => missing(
                        vm,
                        format!("getgrnam(): name not found: {}", vm.repr_text(name)?),
                    ),
                }
            },
            "The group of a name.",
        ),
        Method::new(
            "getgrgid",
            "($module, /, id)",
            |vm, it| {
                let number = vm.to_i64(&vm.index(required(it, 0))?).unwrap_or(-1);
                match u32::try_from(number)
                    .ok()
                    .and_then(|number| control::find_group(Err(number)))
                {
                    Some(group) => Ok(of_group(vm, &group)),
                    None => missing(vm, format!("getgrgid(): gid not found: {number}")),
                }
            },
            "The group of a number.",
        ),
        Method::new(
            "getgrall",
            "($module, /)",
            |vm, _| {
                let groups = control::groups()
                    .iter()
                    .map(|group| of_group(vm, group))
                    .collect();
                Ok(List::new(groups).into())
            },
            "All groups.",
        ),
    ],
    fill: |vm, module| {
        make_ready(&STRUCT_GROUP);
        module.set(vm, "struct_group", STRUCT_GROUP.to_value());
        Ok(())
    },
};

fn missing(vm: &Vm, message: String) -> Result<Value> {
    Err(vm.key_error(&Str::value(message)))
}

fn of_user(vm: &Vm, user: &User) -> Value {
    let items = vec![
        Str::value(&user.name),
        Str::value(&user.password),
        Value::int(user.user.into()),
        Value::int(user.group.into()),
        Str::value(&user.information),
        Str::value(&user.folder),
        Str::value(&user.shell),
    ];
    make(vm, &STRUCT_PASSWD, items, Vec::new())
}

fn of_group(vm: &Vm, group: &Group) -> Value {
    let members = group.members.iter().map(Str::value).collect();
    let items = vec![
        Str::value(&group.name),
        Str::value(&group.password),
        Value::int(group.group.into()),
        List::new(members).into(),
    ];
    make(vm, &STRUCT_GROUP, items, Vec::new())
}
