//! Module `fcntl`: control of descriptors, and locks on files.

use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::arguments::int;
use crate::paths::descriptor_of;
use crate::system_calls::{control, raise, run};

/// `fcntl`
pub static MODULE: NativeModule = NativeModule {
    name: "fcntl",
    doc: Some("Control of descriptors, and locks on files."),
    functions: &[
        Method::new(
            "fcntl",
            "($module, fd, cmd, arg=0, /)",
            fcntl,
            "Controls a descriptor.",
        ),
        Method::new(
            "ioctl",
            "($module, fd, request, arg=0, mutate_flag=True, /)",
            ioctl,
            "Controls a device.",
        ),
        Method::new(
            "flock",
            "($module, fd, operation, /)",
            flock,
            "Locks a file.",
        ),
        Method::new(
            "lockf",
            "($module, fd, cmd, len=0, start=0, whence=0, /)",
            lockf,
            "Locks part of a file.",
        ),
    ],
    fill,
};

#[rustfmt::skip]
const NUMBERS: &[(&str, i64)] = &[
    ("DN_ACCESS", 1), ("DN_ATTRIB", 32), ("DN_CREATE", 4), ("DN_DELETE", 8), ("DN_MODIFY", 2),
    ("DN_MULTISHOT", 2147483648), ("DN_RENAME", 16), ("FASYNC", 8192), ("FD_CLOEXEC", 1),
    ("FICLONE", 1074041865), ("FICLONERANGE", 1075876877), ("F_ADD_SEALS", 1033),
    ("F_DUPFD", 0), ("F_DUPFD_CLOEXEC", 1030), ("F_EXLCK", 4), ("F_GETFD", 1), ("F_GETFL", 3),
    ("F_GETLEASE", 1025), ("F_GETLK", 5), ("F_GETLK64", 5), ("F_GETOWN", 9),
    ("F_GETOWN_EX", 16), ("F_GETPIPE_SZ", 1032), ("F_GETSIG", 11),
    ("F_GET_FILE_RW_HINT", 1037), ("F_GET_RW_HINT", 1035), ("F_GET_SEALS", 1034),
    ("F_NOTIFY", 1026), ("F_OFD_GETLK", 36), ("F_OFD_SETLK", 37), ("F_OFD_SETLKW", 38),
    ("F_OWNER_PGRP", 2), ("F_OWNER_PID", 1), ("F_OWNER_TID", 0), ("F_RDLCK", 0),
    ("F_SEAL_FUTURE_WRITE", 16), ("F_SEAL_GROW", 4), ("F_SEAL_SEAL", 1), ("F_SEAL_SHRINK", 2),
    ("F_SEAL_WRITE", 8), ("F_SETFD", 2), ("F_SETFL", 4), ("F_SETLEASE", 1024), ("F_SETLK", 6),
    ("F_SETLK64", 6), ("F_SETLKW", 7), ("F_SETLKW64", 7), ("F_SETOWN", 8), ("F_SETOWN_EX", 15),
    ("F_SETPIPE_SZ", 1031), ("F_SETSIG", 10), ("F_SET_FILE_RW_HINT", 1038),
    ("F_SET_RW_HINT", 1036), ("F_SHLCK", 8), ("F_UNLCK", 2), ("F_WRLCK", 1), ("LOCK_EX", 2),
    ("LOCK_MAND", 32), ("LOCK_NB", 4), ("LOCK_READ", 64), ("LOCK_RW", 192), ("LOCK_SH", 1),
    ("LOCK_UN", 8), ("LOCK_WRITE", 128),
];

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    for (name, number) in NUMBERS {
        module.set(vm, name, Value::int(*number));
    }
    Ok(())
}

/// The bytes of an argument that is no number.
fn bytes_of(vm: &Vm, value: &Value) -> Result<Vec<u8>> {
    match value.downcast::<Str>() {
        Some(text) => Ok(text.as_bytes().to_vec()),
        None => Ok(vm.bytes_like(value)?.to_vec()),
    }
}

const MOST_BYTES: usize = 1024;

fn fcntl(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = descriptor_of(vm, required(arguments, 0))?;
    let command = vm.to_i32(required(arguments, 1))?;
    let argument = arguments.get(2).cloned().flatten().unwrap_or(Value::int(0));
    if argument.is_int() {
        let number = vm.to_i64(&argument)?;
        let result = run(vm, || control::fcntl(descriptor, command, number))?;
        return Ok(Value::int(result.into()));
    }
    let mut bytes = bytes_of(vm, &argument)?;
    let length = bytes.len();
    if length > MOST_BYTES {
        return Err(vm.value_error("fcntl string arg too long"));
    }
    bytes.resize(MOST_BYTES + 8, 0);
    run(vm, || control::fcntl_bytes(descriptor, command, &mut bytes))?;
    Ok(Bytes::value(&bytes[..length]))
}

fn ioctl(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = descriptor_of(vm, required(arguments, 0))?;
    let request = vm.to_i64(required(arguments, 1))? as u64;
    let argument = arguments.get(2).cloned().flatten().unwrap_or(Value::int(0));
    if argument.is_int() {
        let number = vm.to_i64(&argument)?;
        let result = run(vm, || control::ioctl(descriptor, request, number))?;
        return Ok(Value::int(result.into()));
    }
    let mutate = crate::arguments::truth(vm, arguments, 3, true)?;
    let mut bytes = bytes_of(vm, &argument)?;
    let length = bytes.len();
    bytes.resize(length.max(MOST_BYTES) + 8, 0);
    let result = run(vm, || control::ioctl_bytes(descriptor, request, &mut bytes))?;
    if mutate && let Ok(buffer) = vm::objects::buffer::Buffer::writable(vm, &argument) {
        buffer.write(0, &bytes[..length]);
        return Ok(Value::int(result.into()));
    }
    Ok(Bytes::value(&bytes[..length]))
}

fn flock(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = descriptor_of(vm, required(arguments, 0))?;
    let operation = vm.to_i32(required(arguments, 1))?;
    run(vm, || control::flock(descriptor, operation))?;
    Ok(Value::NONE)
}

fn lockf(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = descriptor_of(vm, required(arguments, 0))?;
    let command = vm.to_i32(required(arguments, 1))?;
    let number = |position: usize| match arguments.get(position) {
        Some(Some(value)) => vm.to_i64(value),
        _ => Ok(0),
    };
    let (length, start, whence) = (number(2)?, number(3)?, int(vm, arguments, 4, 0)?);
    let kind = match command & !libc::LOCK_NB {
        libc::LOCK_UN => libc::F_UNLCK,
        libc::LOCK_SH => libc::F_RDLCK,
        libc::LOCK_EX => libc::F_WRLCK,
        _ => return Err(vm.value_error("unrecognized lockf argument")),
    };
    let wait = command & libc::LOCK_NB == 0;
    let result = crate::system_calls::repeat(vm, || {
        control::lock_range(descriptor, wait, kind, start, length, whence)
    })?;
    raise(vm, result, None)?;
    Ok(Value::NONE)
}
