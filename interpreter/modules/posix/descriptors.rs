//! Open files by their descriptors.

use std::os::fd::IntoRawFd;

use rustix::fs::{Mode, OFlags, SeekFrom};
use rustix::io::FdFlags;
use rustix::pipe::PipeFlags;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::str::Str;
use vm::objects::tuple::Tuple;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::files::{directory, directory_of, path};
use crate::arguments::{int, optional, truth};
use crate::system_calls::{self, borrow, raise, repeat, run};

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "open",
        "($module, /, path, flags, mode=511, *, dir_fd=None)",
        open,
        "Opens a file.",
    ),
    Method::new("close", "($module, /, fd)", close, "Closes a descriptor."),
    Method::new(
        "closerange",
        "($module, fd_low, fd_high, /)",
        closerange,
        "Closes descriptors.",
    ),
    Method::new("read", "($module, fd, length, /)", read, "Reads bytes."),
    Method::new(
        "readinto",
        "($module, fd, buffer, /)",
        readinto,
        "Reads into a buffer.",
    ),
    Method::new("write", "($module, fd, data, /)", write, "Writes bytes."),
    Method::new(
        "pread",
        "($module, fd, length, offset, /)",
        pread,
        "Reads bytes at an offset.",
    ),
    Method::new(
        "pwrite",
        "($module, fd, buffer, offset, /)",
        pwrite,
        "Writes bytes at an offset.",
    ),
    Method::new(
        "readv",
        "($module, fd, buffers, /)",
        readv,
        "Reads into several buffers.",
    ),
    Method::new(
        "writev",
        "($module, fd, buffers, /)",
        writev,
        "Writes several buffers.",
    ),
    Method::new(
        "lseek",
        "($module, fd, position, whence, /)",
        lseek,
        "Moves the position.",
    ),
    Method::new(
        "fsync",
        "($module, /, fd)",
        |vm, it| sync(vm, it, false),
        "Writes a file to the disk.",
    ),
    Method::new(
        "fdatasync",
        "($module, /, fd)",
        |vm, it| sync(vm, it, true),
        "Writes a file's data to the disk.",
    ),
    Method::new(
        "ftruncate",
        "($module, fd, length, /)",
        ftruncate,
        "Changes the size.",
    ),
    Method::new(
        "dup",
        "($module, fd, /)",
        dup,
        "A second descriptor of the same file.",
    ),
    Method::new(
        "dup2",
        "($module, /, fd, fd2, inheritable=True)",
        dup2,
        "Makes a descriptor another of a file.",
    ),
    Method::new(
        "pipe",
        "($module, /)",
        |vm, _| pipe(vm, OFlags::CLOEXEC.bits() as i32),
        "A pipe.",
    ),
    Method::new(
        "pipe2",
        "($module, flags, /)",
        |vm, it| pipe(vm, vm.to_i32(required(it, 0))?),
        "A pipe.",
    ),
    Method::new(
        "isatty",
        "($module, fd, /)",
        isatty,
        "Whether it is a terminal.",
    ),
    Method::new(
        "ttyname",
        "($module, fd, /)",
        ttyname,
        "The name of a terminal.",
    ),
    Method::new(
        "openpty",
        "($module, /)",
        openpty,
        "A new terminal for programs.",
    ),
    Method::new(
        "get_inheritable",
        "($module, fd, /)",
        get_inheritable,
        "Whether children get it.",
    ),
    Method::new(
        "set_inheritable",
        "($module, fd, inheritable, /)",
        set_inheritable,
        "Says whether children get it.",
    ),
    Method::new(
        "get_blocking",
        "($module, fd, /)",
        get_blocking,
        "Whether it blocks.",
    ),
    Method::new(
        "set_blocking",
        "($module, fd, blocking, /)",
        set_blocking,
        "Says whether it blocks.",
    ),
    Method::new(
        "sendfile",
        "($module, /, out_fd, in_fd, offset, count)",
        sendfile,
        "Copies from a file to another.",
    ),
    Method::new(
        "copy_file_range",
        "($module, /, src, dst, count, offset_src=None, offset_dst=None)",
        copy_file_range,
        "Copies from a file to another.",
    ),
    Method::new(
        "posix_fadvise",
        "($module, fd, offset, length, advice, /)",
        fadvise,
        "Announces how a file is read.",
    ),
    Method::new(
        "posix_fallocate",
        "($module, fd, offset, length, /)",
        fallocate,
        "Makes room for a file.",
    ),
    Method::new(
        "memfd_create",
        "($module, /, name, flags=1)",
        memfd_create,
        "A file in memory.",
    ),
    Method::new(
        "eventfd",
        "($module, /, initval, flags=524288)",
        eventfd,
        "A descriptor that counts.",
    ),
    Method::new(
        "eventfd_read",
        "($module, /, fd)",
        eventfd_read,
        "Reads the count.",
    ),
    Method::new(
        "eventfd_write",
        "($module, /, fd, value)",
        eventfd_write,
        "Adds to the count.",
    ),
    Method::new(
        "device_encoding",
        "($module, /, fd)",
        device_encoding,
        "The encoding of a terminal.",
    ),
    Method::new(
        "tcgetpgrp",
        "($module, fd, /)",
        tcgetpgrp,
        "The group that a terminal belongs to.",
    ),
    Method::new(
        "tcsetpgrp",
        "($module, fd, pgid, /)",
        tcsetpgrp,
        "Gives a terminal to a group.",
    ),
    Method::new(
        "lockf",
        "($module, fd, command, length, /)",
        lockf,
        "Locks part of a file.",
    ),
];

fn descriptor(vm: &Vm, arguments: &[Option<Value>], position: usize) -> Result<i32> {
    let value = required(arguments, position);
    if value.is_int() {
        return vm.to_i32(value);
    }
    crate::paths::descriptor_of(vm, value)
}

fn open(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let path = path(vm, "open", "path", arguments, 0, false)?;
    let flags = vm.to_i32(required(arguments, 1))?;
    let mode = Mode::from_raw_mode(int(vm, arguments, 2, 0o777)? as u32);
    let start = directory_of(vm, directory(arguments, 3))?;
    crate::sys::audit_event(vm, "open", || {
        vec![path.given.clone(), Value::NONE, Value::int(flags.into())]
    })?;
    let flags = OFlags::from_bits_retain(flags as u32) | OFlags::CLOEXEC;
    let opened = repeat(vm, || {
        rustix::fs::openat(start, path.name.as_c_str(), flags, mode)
    })?;
    let opened = raise(vm, opened, Some(&path.given))?;
    Ok(Value::int(opened.into_raw_fd().into()))
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = descriptor(vm, arguments, 0)?;
    match vm.allow_threads(|| system_calls::close(number)) {
        Err(error) if error.raw_os_error() != Some(libc::EINTR) => Err(vm.os_error(&error, None)),
        _ => Ok(Value::NONE),
    }
}

fn closerange(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let low = vm.to_i32(required(arguments, 0))?.max(0);
    let high = vm.to_i32(required(arguments, 1))?;
    vm.allow_threads(|| system_calls::close_range(low, high));
    Ok(Value::NONE)
}

fn length(vm: &Vm, arguments: &[Option<Value>], position: usize) -> Result<usize> {
    let length = vm.to_isize(required(arguments, position))?;
    usize::try_from(length).map_err(|_| vm.os_error_of(libc::EINVAL, None, None))
}

fn room(vm: &Vm, length: usize) -> Result<Vec<u8>> {
    let mut buffer = Vec::new();
    if buffer.try_reserve_exact(length).is_err() {
        return Err(vm.memory_error(""));
    }
    buffer.resize(length, 0);
    Ok(buffer)
}

fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let length = length(vm, arguments, 1)?;
    let mut buffer: Vec<u8> = Vec::new();
    if buffer.try_reserve_exact(length.min(0x7fff_f000)).is_err() {
        return Err(vm.memory_error(""));
    }
    run(vm, || {
        let room = rustix::buffer::spare_capacity(&mut buffer);
        rustix::io::read(borrow(number)?, room)
    })?;
    Ok(Bytes::value(&buffer))
}

fn readinto(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let buffer = vm::objects::buffer::Buffer::writable(vm, required(arguments, 1))?;
    let mut bytes = room(vm, buffer.len())?;
    let count = run(vm, || rustix::io::read(borrow(number)?, &mut bytes[..]))?;
    buffer.write(0, &bytes[..count]);
    Ok(count.into())
}

fn write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let bytes = vm.bytes_like(required(arguments, 1))?;
    let data: &[u8] = &bytes;
    let count = run(vm, || rustix::io::write(borrow(number)?, data))?;
    Ok(count.into())
}

fn offset(vm: &Vm, arguments: &[Option<Value>], position: usize) -> Result<u64> {
    let offset = vm.to_i64(required(arguments, position))?;
    u64::try_from(offset).map_err(|_| vm.os_error_of(libc::EINVAL, None, None))
}

fn pread(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let mut buffer = room(vm, length(vm, arguments, 1)?)?;
    let offset = offset(vm, arguments, 2)?;
    let count = run(vm, || {
        rustix::io::pread(borrow(number)?, &mut buffer[..], offset)
    })?;
    Ok(Bytes::value(&buffer[..count]))
}

fn pwrite(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let bytes = vm.bytes_like(required(arguments, 1))?;
    let data: &[u8] = &bytes;
    let offset = offset(vm, arguments, 2)?;
    let count = run(vm, || rustix::io::pwrite(borrow(number)?, data, offset))?;
    Ok(count.into())
}

fn buffers(vm: &Vm, value: &Value, function: &str) -> Result<Vec<Value>> {
    if !vm.is_sequence(value) {
        return Err(vm.type_error(format!("{function}() arg 2 must be a sequence")));
    }
    vm.collect(value)
}

fn readv(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let places = buffers(vm, required(arguments, 1), "readv")?;
    let places: Vec<_> = places
        .iter()
        .map(|place| vm::objects::buffer::Buffer::writable(vm, place))
        .collect::<Result<_>>()?;
    let mut bytes = room(vm, places.iter().map(|place| place.len()).sum())?;
    let count = run(vm, || rustix::io::read(borrow(number)?, &mut bytes[..]))?;
    let mut rest = &bytes[..count];
    for place in &places {
        let (part, further) = rest.split_at(rest.len().min(place.len()));
        place.write(0, part);
        rest = further;
    }
    Ok(count.into())
}

fn writev(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let mut all = Vec::new();
    for buffer in buffers(vm, required(arguments, 1), "writev")? {
        all.extend_from_slice(&vm.bytes_like(&buffer)?);
    }
    let count = run(vm, || rustix::io::write(borrow(number)?, &all))?;
    Ok(count.into())
}

fn lseek(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let position = vm.to_i64(required(arguments, 1))?;
    let whence = vm.to_i32(required(arguments, 2))?;
    let unsigned = || u64::try_from(position).map_err(|_| vm.os_error_of(libc::EINVAL, None, None));
    let target = match whence {
        0 => SeekFrom::Start(unsigned()?),
        1 => SeekFrom::Current(position),
        2 => SeekFrom::End(position),
        3 => SeekFrom::Data(unsigned()?),
        4 => SeekFrom::Hole(unsigned()?),
        _ => return Err(vm.os_error_of(libc::EINVAL, None, None)),
    };
    let result = borrow(number).and_then(|file| rustix::fs::seek(file, target));
    Ok(Value::int(raise(vm, result, None)? as i64))
}

fn sync(vm: &Vm, arguments: &[Option<Value>], data: bool) -> Result<Value> {
    let number = crate::paths::descriptor_of(vm, required(arguments, 0))?;
    run(vm, || match data {
        true => rustix::fs::fdatasync(borrow(number)?),
        false => rustix::fs::fsync(borrow(number)?),
    })?;
    Ok(Value::NONE)
}

fn ftruncate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let length = offset(vm, arguments, 1)?;
    run(vm, || rustix::fs::ftruncate(borrow(number)?, length))?;
    Ok(Value::NONE)
}

fn dup(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let result = borrow(number).and_then(|file| rustix::io::fcntl_dupfd_cloexec(file, 0));
    Ok(Value::int(raise(vm, result, None)?.into_raw_fd().into()))
}

fn dup2(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let target = vm.to_i32(required(arguments, 1))?;
    let inheritable = truth(vm, arguments, 2, true)?;
    if number < 0 || target < 0 {
        return Err(vm.os_error_of(libc::EBADF, None, None));
    }
    run(vm, || {
        system_calls::duplicate_to(number, target, inheritable)
    })?;
    Ok(Value::int(target.into()))
}

fn pipe(vm: &Vm, flags: i32) -> Result<Value> {
    let flags = PipeFlags::from_bits_retain(flags as u32);
    let (reader, writer) = raise(vm, rustix::pipe::pipe_with(flags), None)?;
    let number = |end: std::os::fd::OwnedFd| Value::int(end.into_raw_fd().into());
    Ok(Tuple::pair(number(reader), number(writer)).into())
}

fn isatty(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    Ok(Value::bool(
        borrow(number).is_ok_and(rustix::termios::isatty),
    ))
}

fn ttyname(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let name = raise(vm, system_calls::ttyname(number), None)?;
    Ok(crate::paths::decode_path(name.to_bytes()).into())
}

fn openpty(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let made = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).and_then(
        |controller| {
            grantpt(&controller)?;
            unlockpt(&controller)?;
            let name = ptsname(&controller, Vec::new())?;
            let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
            let terminal = rustix::fs::open(name.as_c_str(), flags, Mode::empty())?;
            Ok((controller, terminal))
        },
    );
    let (controller, terminal) = raise(vm, made, None)?;
    let number = |end: std::os::fd::OwnedFd| Value::int(end.into_raw_fd().into());
    Ok(Tuple::pair(number(controller), number(terminal)).into())
}

fn get_inheritable(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let flags = raise(vm, borrow(number).and_then(rustix::io::fcntl_getfd), None)?;
    Ok(Value::bool(!flags.contains(FdFlags::CLOEXEC)))
}

fn set_inheritable(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let inheritable = vm.to_i32(required(arguments, 1))? != 0;
    let result = borrow(number).and_then(|file| {
        let mut flags = rustix::io::fcntl_getfd(file)?;
        flags.set(FdFlags::CLOEXEC, !inheritable);
        rustix::io::fcntl_setfd(file, flags)
    });
    raise(vm, result, None)?;
    Ok(Value::NONE)
}

fn get_blocking(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let flags = raise(vm, borrow(number).and_then(rustix::fs::fcntl_getfl), None)?;
    Ok(Value::bool(!flags.contains(OFlags::NONBLOCK)))
}

fn set_blocking(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let blocking = vm.is_true(required(arguments, 1))?;
    let result = borrow(number).and_then(|file| {
        let mut flags = rustix::fs::fcntl_getfl(file)?;
        flags.set(OFlags::NONBLOCK, !blocking);
        rustix::fs::fcntl_setfl(file, flags)
    });
    raise(vm, result, None)?;
    Ok(Value::NONE)
}

fn sendfile(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let out = vm.to_i32(required(arguments, 0))?;
    let input = vm.to_i32(required(arguments, 1))?;
    let count = length(vm, arguments, 3)?;
    let mut start = match optional(arguments, 2) {
        Some(_) => Some(offset(vm, arguments, 2)?),
        None => None,
    };
    let count = run(vm, || {
        rustix::fs::sendfile(borrow(out)?, borrow(input)?, start.as_mut(), count)
    })?;
    Ok(count.into())
}

fn copy_file_range(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let source = vm.to_i32(required(arguments, 0))?;
    let target = vm.to_i32(required(arguments, 1))?;
    let count = vm.to_isize(required(arguments, 2))?;
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative value for 'count' not allowed"));
    };
    let place = |position: usize| match optional(arguments, position) {
        Some(_) => offset(vm, arguments, position).map(Some),
        None => Ok(None),
    };
    let (mut from, mut to) = (place(3)?, place(4)?);
    let count = run(vm, || {
        rustix::fs::copy_file_range(
            borrow(source)?,
            from.as_mut(),
            borrow(target)?,
            to.as_mut(),
            count,
        )
    })?;
    Ok(count.into())
}

fn fadvise(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let start = vm.to_i64(required(arguments, 1))?;
    let length = vm.to_i64(required(arguments, 2))?;
    let advice = vm.to_i32(required(arguments, 3))?;
    run(vm, || system_calls::advise(number, start, length, advice))?;
    Ok(Value::NONE)
}

fn fallocate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let start = vm.to_i64(required(arguments, 1))?;
    let length = vm.to_i64(required(arguments, 2))?;
    run(vm, || system_calls::allocate(number, start, length))?;
    Ok(Value::NONE)
}

fn memfd_create(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let name = path(vm, "memfd_create", "name", arguments, 0, false)?;
    let flags = rustix::fs::MemfdFlags::from_bits_retain(int(vm, arguments, 1, 1)? as u32);
    let made = raise(
        vm,
        rustix::fs::memfd_create(name.name.as_c_str(), flags),
        None,
    )?;
    Ok(Value::int(made.into_raw_fd().into()))
}

fn eventfd(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let start = vm.to_i64(required(arguments, 0))? as u32;
    let flags = int(vm, arguments, 1, 0o2_000_000)? as u32;
    let flags = rustix::event::EventfdFlags::from_bits_retain(flags);
    let made = raise(vm, rustix::event::eventfd(start, flags), None)?;
    Ok(Value::int(made.into_raw_fd().into()))
}

fn eventfd_read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = descriptor(vm, arguments, 0)?;
    let mut count = [0; 8];
    run(vm, || rustix::io::read(borrow(number)?, &mut count))?;
    Ok(Value::from(u64::from_ne_bytes(count) as usize))
}

fn eventfd_write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = descriptor(vm, arguments, 0)?;
    let count = vm.to_i64(required(arguments, 1))? as u64;
    run(vm, || {
        rustix::io::write(borrow(number)?, &count.to_ne_bytes())
    })?;
    Ok(Value::NONE)
}

fn device_encoding(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let terminal = borrow(number).is_ok_and(rustix::termios::isatty);
    Ok(if terminal {
        Str::value("UTF-8")
    } else {
        Value::NONE
    })
}

fn tcgetpgrp(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let group = borrow(number).and_then(rustix::termios::tcgetpgrp);
    Ok(Value::int(
        raise(vm, group, None)?.as_raw_nonzero().get().into(),
    ))
}

fn tcsetpgrp(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let group = vm.to_i32(required(arguments, 1))?;
    let Some(group) = rustix::process::Pid::from_raw(group).filter(|_| group > 0) else {
        return Err(vm.os_error_of(libc::EINVAL, None, None));
    };
    let result = borrow(number).and_then(|file| rustix::termios::tcsetpgrp(file, group));
    raise(vm, result, None)?;
    Ok(Value::NONE)
}

fn lockf(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = vm.to_i32(required(arguments, 0))?;
    let command = vm.to_i32(required(arguments, 1))?;
    let length = vm.to_i64(required(arguments, 2))?;
    run(vm, || system_calls::lock_file(number, command, length))?;
    Ok(Value::NONE)
}
