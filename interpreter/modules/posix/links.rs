//! Links, and extended attributes.

use rustix::fs::{AtFlags, XattrFlags};
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::list::List;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::files::{directory, directory_of, follows, path, raise_two};
use crate::arguments::int;
use crate::paths::{Accepts, PathArgument, decode_path, path_argument};
use crate::system_calls::{borrow, raise};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "link",
        "($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
        link,
        "Gives a file a further name.",
    ),
    Method::new(
        "symlink",
        "($module, /, src, dst, target_is_directory=False, *, dir_fd=None)",
        symlink,
        "Makes a symbolic link.",
    ),
    Method::new(
        "readlink",
        "($module, /, path, *, dir_fd=None)",
        readlink,
        "What a link points to.",
    ),
    Method::new(
        "getxattr",
        "($module, /, path, attribute, *, follow_symlinks=True)",
        getxattr,
        "An extended attribute.",
    ),
    Method::new(
        "setxattr",
        "($module, /, path, attribute, value, flags=0, *, follow_symlinks=True)",
        setxattr,
        "Sets an extended attribute.",
    ),
    Method::new(
        "removexattr",
        "($module, /, path, attribute, *, follow_symlinks=True)",
        removexattr,
        "Removes an extended attribute.",
    ),
    Method::new(
        "listxattr",
        "($module, /, path=None, *, follow_symlinks=True)",
        listxattr,
        "The extended attributes.",
    ),
];

fn link(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let source = path(vm, "link", "src", arguments, 0, false)?;
    let target = path(vm, "link", "dst", arguments, 1, false)?;
    let from = directory_of(vm, directory(arguments, 2))?;
    let to = directory_of(vm, directory(arguments, 3))?;
    // Without the argument, a link is not followed, as link() does it on Linux.
    let given = matches!(arguments.get(4), Some(Some(_)));
    let flags = match given && follows(vm, arguments, 4)? {
        true => AtFlags::SYMLINK_FOLLOW,
        false => AtFlags::empty(),
    };
    let result = vm.allow_threads(|| {
        rustix::fs::linkat(
            from,
            source.name.as_c_str(),
            to,
            target.name.as_c_str(),
            flags,
        )
    });
    raise_two(vm, result, &source, &target)?;
    Ok(Value::NONE)
}

fn symlink(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let source = path(vm, "symlink", "src", arguments, 0, false)?;
    let target = path(vm, "symlink", "dst", arguments, 1, false)?;
    let start = directory_of(vm, directory(arguments, 3))?;
    let result = vm.allow_threads(|| {
        rustix::fs::symlinkat(source.name.as_c_str(), start, target.name.as_c_str())
    });
    raise_two(vm, result, &source, &target)?;
    Ok(Value::NONE)
}

fn readlink(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "readlink", "path", arguments, 0, false)?;
    let start = directory_of(vm, directory(arguments, 1))?;
    let result =
        vm.allow_threads(|| rustix::fs::readlinkat(start, path.name.as_c_str(), Vec::new()));
    let target = raise(vm, result, Some(&path.given))?;
    Ok(path.value_of(target.as_bytes()))
}

fn file(vm: &Vm, function: &str, arguments: &[Option<Value>]) -> Result<PathArgument> {
    path(vm, function, "path", arguments, 0, true)
}

fn getxattr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = file(vm, "getxattr", arguments)?;
    let name = path(vm, "getxattr", "attribute", arguments, 1, false)?;
    let follow = follows(vm, arguments, 2)?;
    let mut buffer = vec![0u8; 65536];
    let result = vm.allow_threads(|| match file.descriptor {
        Some(descriptor) => {
            rustix::fs::fgetxattr(borrow(descriptor)?, name.name.as_c_str(), &mut buffer)
        }
        None if follow => {
            rustix::fs::getxattr(file.name.as_c_str(), name.name.as_c_str(), &mut buffer)
        }
        None => rustix::fs::lgetxattr(file.name.as_c_str(), name.name.as_c_str(), &mut buffer),
    });
    let length = raise(vm, result, Some(&file.given))?;
    Ok(Bytes::value(buffer.get(..length).unwrap_or_default()))
}

fn setxattr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = file(vm, "setxattr", arguments)?;
    let name = path(vm, "setxattr", "attribute", arguments, 1, false)?;
    let value = vm.bytes_like(required(arguments, 2))?.to_vec();
    let flags = XattrFlags::from_bits_retain(int(vm, arguments, 3, 0)? as u32);
    let follow = follows(vm, arguments, 4)?;
    let result = vm.allow_threads(|| match file.descriptor {
        Some(descriptor) => {
            rustix::fs::fsetxattr(borrow(descriptor)?, name.name.as_c_str(), &value, flags)
        }
        None if follow => {
            rustix::fs::setxattr(file.name.as_c_str(), name.name.as_c_str(), &value, flags)
        }
        None => rustix::fs::lsetxattr(file.name.as_c_str(), name.name.as_c_str(), &value, flags),
    });
    raise(vm, result, Some(&file.given))?;
    Ok(Value::NONE)
}

fn removexattr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = file(vm, "removexattr", arguments)?;
    let name = path(vm, "removexattr", "attribute", arguments, 1, false)?;
    let follow = follows(vm, arguments, 2)?;
    let result = vm.allow_threads(|| match file.descriptor {
        Some(descriptor) => rustix::fs::fremovexattr(borrow(descriptor)?, name.name.as_c_str()),
        None if follow => rustix::fs::removexattr(file.name.as_c_str(), name.name.as_c_str()),
        None => rustix::fs::lremovexattr(file.name.as_c_str(), name.name.as_c_str()),
    });
    raise(vm, result, Some(&file.given))?;
    Ok(Value::NONE)
}

fn listxattr(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let accepts = Accepts {
        descriptor: true,
        none: true,
    };
    let value = arguments.first().and_then(Option::as_ref);
    let file = path_argument(vm, "listxattr", "path", value, accepts)?;
    let follow = follows(vm, arguments, 1)?;
    let mut buffer = vec![0u8; 65536];
    let result = vm.allow_threads(|| match file.descriptor {
        Some(descriptor) => rustix::fs::flistxattr(borrow(descriptor)?, &mut buffer),
        None if follow => rustix::fs::listxattr(file.name.as_c_str(), &mut buffer),
        None => rustix::fs::llistxattr(file.name.as_c_str(), &mut buffer),
    });
    let length = raise(vm, result, Some(&file.given))?;
    let names = buffer.get(..length).unwrap_or_default();
    let names = names
        .split(|byte| *byte == 0u8)
        .filter(|name| !name.is_empty());
    Ok(List::new(names.map(|name| decode_path(name).into()).collect()).into())
}
