//! Files by their names: access, modes, owners, times, names, folders.

use rustix::fs::{Access, AtFlags, CWD, FileType, Gid, Mode, Timespec, Timestamps, Uid};
use std::os::fd::BorrowedFd;
use vm::native::{Method, required};
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::arguments::{int, optional, truth};
use crate::paths::{Accepts, PathArgument, path_argument};
use crate::system_calls::{borrow, raise, repeat};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "access",
        "($module, /, path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
        access,
        "Whether a file may be used.",
    ),
    Method::new(
        "chdir",
        "($module, /, path)",
        chdir,
        "Changes the working folder.",
    ),
    Method::new(
        "fchdir",
        "($module, /, fd)",
        chdir,
        "Changes the working folder.",
    ),
    Method::new(
        "chroot",
        "($module, /, path)",
        chroot,
        "Changes the root folder.",
    ),
    Method::new(
        "chmod",
        "($module, /, path, mode, *, dir_fd=None, follow_symlinks=(os.name != 'nt'))",
        chmod,
        "Changes permissions.",
    ),
    Method::new(
        "fchmod",
        "($module, /, fd, mode)",
        chmod,
        "Changes permissions.",
    ),
    Method::new(
        "chown",
        "($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)",
        |vm, it| chown(vm, it, "chown"),
        "Changes the owner.",
    ),
    Method::new(
        "lchown",
        "($module, /, path, uid, gid)",
        |vm, it| chown(vm, it, "lchown"),
        "Changes the owner of a link.",
    ),
    Method::new(
        "fchown",
        "($module, /, fd, uid, gid)",
        |vm, it| chown(vm, it, "fchown"),
        "Changes the owner.",
    ),
    Method::new(
        "mkdir",
        "($module, /, path, mode=511, *, dir_fd=None)",
        mkdir,
        "Makes a folder.",
    ),
    Method::new(
        "rmdir",
        "($module, /, path, *, dir_fd=None)",
        |vm, it| unlink(vm, it, "rmdir", AtFlags::REMOVEDIR),
        "Removes a folder.",
    ),
    Method::new(
        "unlink",
        "($module, /, path, *, dir_fd=None)",
        |vm, it| unlink(vm, it, "unlink", AtFlags::empty()),
        "Removes a file.",
    ),
    Method::new(
        "remove",
        "($module, /, path, *, dir_fd=None)",
        |vm, it| unlink(vm, it, "remove", AtFlags::empty()),
        "Removes a file.",
    ),
    Method::new(
        "rename",
        "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        |vm, it| rename(vm, it, "rename"),
        "Renames a file.",
    ),
    Method::new(
        "replace",
        "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        |vm, it| rename(vm, it, "replace"),
        "Renames a file over another.",
    ),
    Method::new(
        "mkfifo",
        "($module, /, path, mode=438, *, dir_fd=None)",
        mkfifo,
        "Makes a pipe with a name.",
    ),
    Method::new(
        "mknod",
        "($module, /, path, mode=384, device=0, *, dir_fd=None)",
        mknod,
        "Makes a node.",
    ),
    Method::new(
        "truncate",
        "($module, /, path, length)",
        truncate,
        "Changes the size of a file.",
    ),
    Method::new(
        "utime",
        "($module, /, path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)",
        utime,
        "Sets the times of a file.",
    ),
    Method::new(
        "umask",
        "($module, mask, /)",
        umask,
        "Sets which permissions new files do not get.",
    ),
    Method::new(
        "sync",
        "($module, /)",
        |vm, _| {
            vm.allow_threads(rustix::fs::sync);
            Ok(Value::NONE)
        },
        "Writes everything to the disks.",
    ),
];

/// The argument `dir_fd`.
pub(super) fn directory(arguments: &[Option<Value>], position: usize) -> Option<&Value> {
    optional(arguments, position)
}

/// The folder where paths begin.
pub(super) fn directory_of(vm: &Vm, value: Option<&Value>) -> Result<BorrowedFd<'static>> {
    let Some(value) = value else {
        return Ok(CWD);
    };
    if !value.is_int() && value.class().slots().index.is_none() {
        return Err(vm.type_error(format!(
            "argument should be integer or None, not {}",
            value.class().name()
        )));
    }
    let descriptor = crate::paths::descriptor_number(vm, value)?;
    raise(vm, borrow(descriptor), None)
}

/// The argument `follow_symlinks`.
pub(super) fn follows(vm: &Vm, arguments: &[Option<Value>], position: usize) -> Result<bool> {
    truth(vm, arguments, position, true)
}

/// A path argument of a function.
pub(super) fn path(
    vm: &Vm,
    function: &str,
    name: &str,
    arguments: &[Option<Value>],
    position: usize,
    descriptor: bool,
) -> Result<PathArgument> {
    let value = arguments.get(position).and_then(Option::as_ref);
    path_argument(
        vm,
        function,
        name,
        value,
        Accepts {
            descriptor,
            none: false,
        },
    )
}

fn access(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "access", "path", arguments, 0, false)?;
    let mode = vm.to_i32(required(arguments, 1))?;
    let start = directory_of(vm, directory(arguments, 2))?;
    let mut flags = AtFlags::empty();
    if truth(vm, arguments, 3, false)? {
        flags |= AtFlags::EACCESS;
    }
    if !follows(vm, arguments, 4)? {
        flags |= AtFlags::SYMLINK_NOFOLLOW;
    }
    let access = Access::from_bits_retain(mode as u32);
    let result =
        vm.allow_threads(|| rustix::fs::accessat(start, path.name.as_c_str(), access, flags));
    Ok(Value::bool(result.is_ok()))
}

fn chdir(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "chdir", "path", arguments, 0, true)?;
    let result = vm.allow_threads(|| match path.descriptor {
        Some(descriptor) => rustix::process::fchdir(borrow(descriptor)?),
        None => rustix::process::chdir(path.name.as_c_str()),
    });
    raise(vm, result, Some(&path.given))?;
    Ok(Value::NONE)
}

fn chroot(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "chroot", "path", arguments, 0, false)?;
    raise(
        vm,
        rustix::process::chroot(path.name.as_c_str()),
        Some(&path.given),
    )?;
    Ok(Value::NONE)
}

fn chmod(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "chmod", "path", arguments, 0, true)?;
    let mode = Mode::from_raw_mode(vm.to_i32(required(arguments, 1))? as u32);
    let start = directory_of(vm, directory(arguments, 2))?;
    let follow = follows(vm, arguments, 3)?;
    if !follow {
        return Err(vm.not_implemented_error("chmod: follow_symlinks unavailable on this platform"));
    }
    let result = repeat(vm, || match path.descriptor {
        Some(descriptor) => rustix::fs::fchmod(borrow(descriptor)?, mode),
        None => rustix::fs::chmodat(start, path.name.as_c_str(), mode, AtFlags::empty()),
    })?;
    raise(
        vm,
        result,
        Some(&path.given).filter(|_| path.descriptor.is_none()),
    )?;
    Ok(Value::NONE)
}

/// A user or group: -1 leaves it.
fn id(vm: &Vm, value: &Value, what: &str) -> Result<Option<u32>> {
    let index = vm.index(value).map_err(|_| {
        vm.type_error(format!(
            "{what} should be integer, not {}",
            value.class().name()
        ))
    })?;
    match index.as_i64() {
        Some(-1) => Ok(None),
        Some(number) => u32::try_from(number).map(Some).map_err(|_| {
            vm.overflow_error(if number < 0 {
                format!("{what} is less than minimum")
            } else {
                format!("{what} is greater than maximum")
            })
        }),
        None => Err(vm.overflow_error(format!("{what} is greater than maximum"))),
    }
}

fn chown(vm: &Vm, arguments: &[Option<Value>], function: &str) -> Result<Value> {
    let path = path(vm, function, "path", arguments, 0, function != "lchown")?;
    let user = id(vm, required(arguments, 1), "uid")?.map(Uid::from_raw);
    let group = id(vm, required(arguments, 2), "gid")?.map(Gid::from_raw);
    let start = directory_of(vm, directory(arguments, 3))?;
    let follow = follows(vm, arguments, 4)? && function != "lchown";
    let flags = if follow {
        AtFlags::empty()
    } else {
        AtFlags::SYMLINK_NOFOLLOW
    };
    let result = repeat(vm, || match path.descriptor {
        Some(descriptor) => rustix::fs::fchown(borrow(descriptor)?, user, group),
        None => rustix::fs::chownat(start, path.name.as_c_str(), user, group, flags),
    })?;
    raise(
        vm,
        result,
        Some(&path.given).filter(|_| path.descriptor.is_none()),
    )?;
    Ok(Value::NONE)
}

fn mkdir(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "mkdir", "path", arguments, 0, false)?;
    let mode = Mode::from_raw_mode(int(vm, arguments, 1, 0o777)? as u32);
    let start = directory_of(vm, directory(arguments, 2))?;
    let result = vm.allow_threads(|| rustix::fs::mkdirat(start, path.name.as_c_str(), mode));
    raise(vm, result, Some(&path.given))?;
    Ok(Value::NONE)
}

fn unlink(vm: &Vm, arguments: &[Option<Value>], function: &str, flags: AtFlags) -> Result<Value> {
    let path = path(vm, function, "path", arguments, 0, false)?;
    let start = directory_of(vm, directory(arguments, 1))?;
    let result = vm.allow_threads(|| rustix::fs::unlinkat(start, path.name.as_c_str(), flags));
    raise(vm, result, Some(&path.given))?;
    Ok(Value::NONE)
}

/// An OSError with two file names.
pub(super) fn raise_two<T>(
    vm: &Vm,
    result: std::result::Result<T, rustix::io::Errno>,
    first: &PathArgument,
    second: &PathArgument,
) -> Result<T> {
    result.map_err(|error| {
        vm.os_error_of(
            error.raw_os_error(),
            Some(&first.given),
            Some(&second.given),
        )
    })
}

fn rename(vm: &Vm, arguments: &[Option<Value>], function: &str) -> Result<Value> {
    let source = path(vm, function, "src", arguments, 0, false)?;
    let target = path(vm, function, "dst", arguments, 1, false)?;
    let from = directory_of(vm, directory(arguments, 2))?;
    let to = directory_of(vm, directory(arguments, 3))?;
    let result = vm.allow_threads(|| {
        rustix::fs::renameat(from, source.name.as_c_str(), to, target.name.as_c_str())
    });
    raise_two(vm, result, &source, &target)?;
    Ok(Value::NONE)
}

fn mkfifo(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "mkfifo", "path", arguments, 0, false)?;
    let mode = Mode::from_raw_mode(int(vm, arguments, 1, 0o666)? as u32);
    let start = directory_of(vm, directory(arguments, 2))?;
    let result = repeat(vm, || {
        rustix::fs::mknodat(start, path.name.as_c_str(), FileType::Fifo, mode, 0)
    })?;
    raise(vm, result, Some(&path.given))?;
    Ok(Value::NONE)
}

fn mknod(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "mknod", "path", arguments, 0, false)?;
    let mode = int(vm, arguments, 1, 0o600)? as u32;
    let device = match arguments.get(2) {
        Some(Some(device)) => vm.to_i64(device)? as u64,
        _ => 0,
    };
    let start = directory_of(vm, directory(arguments, 3))?;
    let kind = match FileType::from_raw_mode(mode) {
        FileType::Unknown => FileType::RegularFile,
        kind => kind,
    };
    let mode = Mode::from_raw_mode(mode);
    let result = repeat(vm, || {
        rustix::fs::mknodat(start, path.name.as_c_str(), kind, mode, device)
    })?;
    raise(vm, result, Some(&path.given))?;
    Ok(Value::NONE)
}

fn truncate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "truncate", "path", arguments, 0, true)?;
    let length = vm.to_i64(required(arguments, 1))?;
    let Ok(length) = u64::try_from(length) else {
        let name = Some(&path.given).filter(|_| path.descriptor.is_none());
        return Err(vm.os_error_of(libc::EINVAL, name, None));
    };
    let result = repeat(vm, || match path.descriptor {
        Some(descriptor) => rustix::fs::ftruncate(borrow(descriptor)?, length),
        None => {
            let flags = rustix::fs::OFlags::WRONLY | rustix::fs::OFlags::CLOEXEC;
            let file = rustix::fs::open(path.name.as_c_str(), flags, Mode::empty())?;
            rustix::fs::ftruncate(file, length)
        }
    })?;
    raise(
        vm,
        result,
        Some(&path.given).filter(|_| path.descriptor.is_none()),
    )?;
    Ok(Value::NONE)
}

const BILLION: i64 = 1_000_000_000;

fn timespec(nanoseconds: i64) -> Timespec {
    Timespec {
        tv_sec: nanoseconds.div_euclid(BILLION),
        tv_nsec: nanoseconds.rem_euclid(BILLION),
    }
}

/// A time in seconds: of a float rounded down to nanoseconds.
fn seconds(vm: &Vm, value: &Value) -> Result<Timespec> {
    if let Some(float) = value.as_float() {
        if float.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let whole = float.floor();
        if !(-9.2e18..9.2e18).contains(&whole) {
            return Err(vm.overflow_error("timestamp out of range for platform time_t"));
        }
        let nanoseconds = ((float - whole) * 1e9).floor() as i64;
        return Ok(Timespec {
            tv_sec: whole as i64 + nanoseconds / BILLION,
            tv_nsec: nanoseconds % BILLION,
        });
    }
    let whole = vm.index(value)?.as_i64();
    match whole {
        Some(tv_sec) => Ok(Timespec { tv_sec, tv_nsec: 0 }),
        None => Err(vm.overflow_error("timestamp out of range for platform time_t")),
    }
}

fn utime(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "utime", "path", arguments, 0, true)?;
    let pair = |value: &Value| match value.downcast::<Tuple>().map(|tuple| tuple.items()) {
        Some([first, second]) => Some((first.clone(), second.clone())),
        _ => None,
    };
    let times = optional(arguments, 1);
    let nanoseconds = arguments.get(2).and_then(Option::as_ref);
    let (access, modification) = match (times, nanoseconds) {
        (Some(_), Some(_)) => {
            return Err(
                vm.value_error("utime: you may specify either 'times' or 'ns' but not both")
            );
        }
        (Some(times), None) => {
            let Some((first, second)) = pair(times) else {
                return Err(
                    vm.type_error("utime: 'times' must be either a tuple of two ints or None")
                );
            };
            (seconds(vm, &first)?, seconds(vm, &second)?)
        }
        (None, Some(times)) => {
            let Some((first, second)) = pair(times) else {
                return Err(vm.type_error("utime: 'ns' must be a tuple of two ints"));
            };
            (timespec(vm.to_i64(&first)?), timespec(vm.to_i64(&second)?))
        }
        (None, None) => {
            let now = Timespec {
                tv_sec: 0,
                tv_nsec: rustix::fs::UTIME_NOW,
            };
            (now, now)
        }
    };
    let start = directory_of(vm, directory(arguments, 3))?;
    let follow = follows(vm, arguments, 4)?;
    if path.descriptor.is_some() && directory(arguments, 3).is_some() {
        return Err(vm.value_error("utime: can't specify dir_fd without matching path"));
    }
    if path.descriptor.is_some() && !follow {
        return Err(vm.value_error("utime: cannot use fd and follow_symlinks together"));
    }
    let times = Timestamps {
        last_access: access,
        last_modification: modification,
    };
    let flags = if follow {
        AtFlags::empty()
    } else {
        AtFlags::SYMLINK_NOFOLLOW
    };
    let result = vm.allow_threads(|| match path.descriptor {
        Some(descriptor) => rustix::fs::futimens(borrow(descriptor)?, &times),
        None => rustix::fs::utimensat(start, path.name.as_c_str(), &times, flags),
    });
    raise(
        vm,
        result,
        Some(&path.given).filter(|_| path.descriptor.is_none()),
    )?;
    Ok(Value::NONE)
}

fn umask(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let mask = Mode::from_raw_mode(vm.to_i32(required(arguments, 0))? as u32 & 0o777);
    let old = rustix::process::umask(mask);
    Ok(Value::int(old.as_raw_mode().into()))
}
