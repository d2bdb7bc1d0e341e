//! The environment, the machine, its configuration, random bytes.

use std::os::unix::ffi::OsStrExt;

use rustix::rand::GetRandomFlags;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::str::Str;
use vm::objects::struct_sequence::make;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm, struct_sequence};

use super::constants::{CONFSTR, PATHCONF, SYSCONF};
use super::execution::c_text;
use super::files::path;
use super::named_number;
use crate::arguments::int;
use crate::paths::decode_path;
use crate::system_calls::{self, borrow, process, raise};

struct_sequence! {
    /// `os.terminal_size`
    pub TERMINAL_SIZE = "os", "terminal_size", 2, ["columns" 0, "lines" 1];
    /// `os.times_result`
    pub TIMES_RESULT = "posix", "times_result", 5,
        ["user" 0, "system" 1, "children_user" 2, "children_system" 3, "elapsed" 4];
    /// `os.uname_result`
    pub UNAME_RESULT = "posix", "uname_result", 5,
        ["sysname" 0, "nodename" 1, "release" 2, "version" 3, "machine" 4];
}

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "getcwd",
        "($module, /)",
        |vm, _| Ok(decode_path(working_folder(vm)?.as_os_str().as_bytes()).into()),
        "The working folder.",
    ),
    Method::new(
        "getcwdb",
        "($module, /)",
        |vm, _| Ok(Bytes::value(working_folder(vm)?.as_os_str().as_bytes())),
        "The working folder, in bytes.",
    ),
    Method::new(
        "putenv",
        "($module, name, value, /)",
        putenv,
        "Sets a variable of the environment.",
    ),
    Method::new(
        "unsetenv",
        "($module, name, /)",
        unsetenv,
        "Removes a variable of the environment.",
    ),
    Method::new(
        "strerror",
        "($module, code, /)",
        |vm, it| {
            let code = vm.to_i32(required(it, 0))?;
            Ok(Str::value(vm::objects::exceptions::os_error::error_text(
                code,
            )))
        },
        "The text of an error.",
    ),
    Method::new("uname", "($module, /)", uname, "What the system is."),
    Method::new("times", "($module, /)", times, "The times of the process."),
    Method::new(
        "cpu_count",
        "($module, /)",
        cpu_count,
        "How many processors there are.",
    ),
    Method::new("getloadavg", "($module, /)", getloadavg, "The load."),
    Method::new("urandom", "($module, size, /)", urandom, "Random bytes."),
    Method::new(
        "getrandom",
        "($module, /, size, flags=0)",
        getrandom,
        "Random bytes.",
    ),
    Method::new(
        "get_terminal_size",
        "($module, fd=<unrepresentable>, /)",
        terminal_size,
        "The size of a terminal.",
    ),
    Method::new(
        "ctermid",
        "($module, /)",
        |_, _| Ok(Str::value("/dev/tty")),
        "The controlling terminal.",
    ),
    Method::new(
        "sysconf",
        "($module, name, /)",
        sysconf,
        "A number of the configuration.",
    ),
    Method::new(
        "confstr",
        "($module, name, /)",
        confstr,
        "A text of the configuration.",
    ),
    Method::new(
        "pathconf",
        "($module, /, path, name)",
        pathconf,
        "A number of a file's configuration.",
    ),
    Method::new(
        "fpathconf",
        "($module, fd, name, /)",
        pathconf,
        "A number of a file's configuration.",
    ),
    Method::new(
        "major",
        "($module, device, /)",
        |vm, it| {
            Ok(Value::int(
                rustix::fs::major(vm.to_i64(required(it, 0))? as u64).into(),
            ))
        },
        "The major number of a device.",
    ),
    Method::new(
        "minor",
        "($module, device, /)",
        |vm, it| {
            Ok(Value::int(
                rustix::fs::minor(vm.to_i64(required(it, 0))? as u64).into(),
            ))
        },
        "The minor number of a device.",
    ),
    Method::new(
        "makedev",
        "($module, major, minor, /)",
        |vm, it| {
            let (major, minor) = (vm.to_i64(required(it, 0))?, vm.to_i64(required(it, 1))?);
            Ok(Value::from(
                rustix::fs::makedev(major as u32, minor as u32) as usize
            ))
        },
        "The number of a device.",
    ),
    Method::new(
        "_inputhook",
        "($module, /)",
        |_, _| Ok(Value::NONE),
        "Does nothing.",
    ),
    Method::new(
        "_is_inputhook_installed",
        "($module, /)",
        |_, _| Ok(Value::FALSE),
        "False.",
    ),
];

fn working_folder(vm: &Vm) -> Result<std::path::PathBuf> {
    std::env::current_dir().map_err(|error| vm.os_error(&error, None))
}

fn putenv(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let (name, value) = (
        c_text(vm, required(arguments, 0))?,
        c_text(vm, required(arguments, 1))?,
    );
    if name.to_bytes().contains(&b'=') {
        return Err(vm.value_error("illegal environment variable name"));
    }
    raise(vm, system_calls::set_environment(&name, Some(&value)), None)?;
    Ok(Value::NONE)
}

fn unsetenv(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = c_text(vm, required(arguments, 0))?;
    raise(vm, system_calls::set_environment(&name, None), None)?;
    Ok(Value::NONE)
}

fn uname(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let uname = rustix::system::uname();
    let parts = [
        uname.sysname(),
        uname.nodename(),
        uname.release(),
        uname.version(),
        uname.machine(),
    ];
    let parts = parts.map(|part| decode_path(part.to_bytes()).into());
    Ok(make(vm, &UNAME_RESULT, parts.to_vec(), Vec::new()))
}

fn times(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let times = raise(vm, process::times(), None)?;
    let ticks = system_calls::sysconf(libc::_SC_CLK_TCK).unwrap_or(100) as f64;
    let times = times.map(|time| Value::float(time as f64 / ticks));
    Ok(make(vm, &TIMES_RESULT, times.to_vec(), Vec::new()))
}

fn cpu_count(_: &Vm, _: &[Option<Value>]) -> Result<Value> {
    match system_calls::sysconf(libc::_SC_NPROCESSORS_ONLN) {
        Ok(count) if count > 0 => Ok(Value::int(count)),
        _ => Ok(Value::NONE),
    }
}

fn getloadavg(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    match system_calls::load_averages() {
        Some(loads) => Ok(Tuple::new(loads.map(Value::float).to_vec()).into()),
        None => Err(vm.error(
            &vm::objects::exceptions::OS_ERROR,
            "Load averages are unobtainable",
        )),
    }
}

fn random(vm: &Vm, size: usize, flags: GetRandomFlags, whole: bool) -> Result<Value> {
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(size).is_err() {
        return Err(vm.memory_error(""));
    }
    bytes.resize(size, 0);
    let mut filled = 0;
    while filled < size {
        // The system does not stop for signals: it is asked for a part at a time.
        let end = (filled + (1 << 20)).min(size);
        let place = if whole {
            &mut bytes[filled..end]
        } else {
            &mut bytes[..]
        };
        filled += system_calls::run(vm, || rustix::rand::getrandom(&mut *place, flags))?;
        vm.check_signals()?;
        if !whole {
            break;
        }
    }
    Ok(Bytes::value(&bytes[..filled]))
}

fn urandom(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let size = vm.to_isize(required(arguments, 0))?;
    match usize::try_from(size) {
        Ok(size) => random(vm, size, GetRandomFlags::empty(), true),
        Err(_) => Err(vm.value_error("negative argument not allowed")),
    }
}

fn getrandom(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let size = vm.to_isize(required(arguments, 0))?;
    let flags = GetRandomFlags::from_bits_retain(int(vm, arguments, 1, 0)? as u32);
    match usize::try_from(size) {
        Ok(size) => random(vm, size, flags, false),
        Err(_) => Err(vm.os_error_of(libc::EINVAL, None, None)),
    }
}

fn terminal_size(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = int(vm, arguments, 0, 1)?;
    let size = borrow(descriptor).and_then(rustix::termios::tcgetwinsize);
    let size = raise(vm, size, None)?;
    let items = [size.ws_col, size.ws_row].map(|number| Value::int(number.into()));
    Ok(make(vm, &TERMINAL_SIZE, items.to_vec(), Vec::new()))
}

fn sysconf(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = named_number(vm, required(arguments, 0), SYSCONF)?;
    Ok(Value::int(raise(vm, system_calls::sysconf(name), None)?))
}

fn confstr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = named_number(vm, required(arguments, 0), CONFSTR)?;
    Ok(raise(vm, system_calls::confstr(name), None)?.map_or(Value::NONE, Str::value))
}

fn pathconf(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "pathconf", "path", arguments, 0, true)?;
    let name = named_number(vm, required(arguments, 1), PATHCONF)?;
    let place = match path.descriptor {
        Some(descriptor) => Err(descriptor),
        None => Ok(path.name.as_c_str()),
    };
    let value = system_calls::pathconf(place, name);
    let given = Some(&path.given).filter(|_| path.descriptor.is_none());
    Ok(Value::int(raise(vm, value, given)?))
}
