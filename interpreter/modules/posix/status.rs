//! `stat` and its kin.

use rustix::fs::{AtFlags, Stat};
use vm::native::{Method, required};
use vm::objects::struct_sequence::make;
use vm::objects::value::Value;
use vm::{Result, Vm, struct_sequence};

use super::files::{directory, follows};
use crate::paths::{Accepts, PathArgument, path_argument};
use crate::system_calls::{borrow, raise};

struct_sequence! {
    /// `os.stat_result`
    pub STAT_RESULT = "os", "stat_result", 10,
        ["st_mode" 0, "st_ino" 1, "st_dev" 2, "st_nlink" 3, "st_uid" 4, "st_gid" 5,
         "st_size" 6],
        hidden ["st_atime" 0, "st_mtime" 1, "st_ctime" 2, "st_atime_ns" 3, "st_mtime_ns" 4,
                "st_ctime_ns" 5, "st_blksize" 6, "st_blocks" 7, "st_rdev" 8];
    /// `os.statvfs_result`
    pub STATVFS_RESULT = "os", "statvfs_result", 10,
        ["f_bsize" 0, "f_frsize" 1, "f_blocks" 2, "f_bfree" 3, "f_bavail" 4, "f_files" 5,
         "f_ffree" 6, "f_favail" 7, "f_flag" 8, "f_namemax" 9],
        hidden ["f_fsid" 0];
}

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "stat",
        "($module, /, path, *, dir_fd=None, follow_symlinks=True)",
        stat,
        "What is known of a file.",
    ),
    Method::new(
        "lstat",
        "($module, /, path, *, dir_fd=None)",
        lstat,
        "What is known of a file or a link.",
    ),
    Method::new(
        "fstat",
        "($module, /, fd)",
        fstat,
        "What is known of an open file.",
    ),
    Method::new(
        "statvfs",
        "($module, /, path)",
        statvfs,
        "What is known of a file system.",
    ),
    Method::new(
        "fstatvfs",
        "($module, fd, /)",
        statvfs,
        "What is known of a file system.",
    ),
];

/// A stat_result.
pub(super) fn result(vm: &Vm, stat: &Stat) -> Value {
    let number = |number: u64| Value::from(number as usize);
    let times = [
        (stat.st_atime, stat.st_atime_nsec),
        (stat.st_mtime, stat.st_mtime_nsec),
        (stat.st_ctime, stat.st_ctime_nsec),
    ];
    let mut items = vec![
        number(stat.st_mode.into()),
        number(stat.st_ino),
        number(stat.st_dev),
        number(stat.st_nlink),
        number(stat.st_uid.into()),
        number(stat.st_gid.into()),
        Value::int(stat.st_size),
    ];
    items.extend(times.iter().map(|(seconds, _)| Value::int(*seconds)));
    let mut hidden: Vec<Value> = times
        .iter()
        .map(|(seconds, nanoseconds)| Value::float(*seconds as f64 + 1e-9 * *nanoseconds as f64))
        .collect();
    hidden.extend(times.iter().map(|(seconds, nanoseconds)| {
        Value::int(
            seconds
                .saturating_mul(1_000_000_000)
                .saturating_add(*nanoseconds as i64),
        )
    }));
    hidden.extend([
        Value::int(stat.st_blksize),
        Value::int(stat.st_blocks),
        number(stat.st_rdev),
    ]);
    make(vm, &STAT_RESULT, items, hidden)
}

fn stat_path(
    vm: &Vm,
    path: &PathArgument,
    directory: Option<&Value>,
    follow: bool,
    function: &str,
) -> Result<Value> {
    if let Some(descriptor) = path.descriptor {
        if directory.is_some() {
            return Err(vm.value_error(format!(
                "{function}: can't specify dir_fd without matching path"
            )));
        }
        if !follow {
            return Err(vm.value_error(format!(
                "{function}: cannot use fd and follow_symlinks together"
            )));
        }
        let stat = borrow(descriptor).and_then(|file| vm.allow_threads(|| rustix::fs::fstat(file)));
        return Ok(result(vm, &raise(vm, stat, Some(&path.given))?));
    }
    let start = super::files::directory_of(vm, directory)?;
    let flags = if follow {
        AtFlags::empty()
    } else {
        AtFlags::SYMLINK_NOFOLLOW
    };
    let stat = vm.allow_threads(|| rustix::fs::statat(start, path.name.as_c_str(), flags));
    Ok(result(vm, &raise(vm, stat, Some(&path.given))?))
}

fn stat(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let accepts = Accepts {
        descriptor: true,
        none: false,
    };
    let path = path_argument(vm, "stat", "path", arguments[0].as_ref(), accepts)?;
    let follow = follows(vm, arguments, 2)?;
    stat_path(vm, &path, directory(arguments, 1), follow, "stat")
}

fn lstat(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path_argument(
        vm,
        "lstat",
        "path",
        arguments[0].as_ref(),
        Accepts::default(),
    )?;
    stat_path(vm, &path, directory(arguments, 1), false, "lstat")
}

fn fstat(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let descriptor = vm.to_i32(required(arguments, 0))?;
    let stat = borrow(descriptor).and_then(|file| vm.allow_threads(|| rustix::fs::fstat(file)));
    Ok(result(vm, &raise(vm, stat, None)?))
}

fn statvfs(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let accepts = Accepts {
        descriptor: true,
        none: false,
    };
    let path = path_argument(vm, "statvfs", "path", arguments[0].as_ref(), accepts)?;
    let found = vm.allow_threads(|| match path.descriptor {
        Some(descriptor) => rustix::fs::fstatvfs(borrow(descriptor)?),
        None => rustix::fs::statvfs(path.name.as_c_str()),
    });
    let it = raise(
        vm,
        found,
        Some(&path.given).filter(|_| path.descriptor.is_none()),
    )?;
    let items = [
        it.f_bsize,
        it.f_frsize,
        it.f_blocks,
        it.f_bfree,
        it.f_bavail,
        it.f_files,
        it.f_ffree,
        it.f_favail,
        it.f_flag.bits(),
        it.f_namemax,
    ];
    let items = items.map(|number| Value::from(number as usize)).to_vec();
    Ok(make(
        vm,
        &STATVFS_RESULT,
        items,
        vec![Value::from(it.f_fsid as usize)],
    ))
}
