//! `_io.FileIO`: a raw stream over a descriptor.

use std::cell::Cell;
use std::ffi::CString;

use rustix::fs::{FileType, Mode, OFlags, SeekFrom};
use vm::call::Arguments;
use vm::native::{Method, Property, Signature, bind, required};
use vm::objects::attributes;
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::base::{RAW_IO_BASE, close_base, unsupported};
use super::{DEFAULT_BUFFER_SIZE, writable_argument};
use crate::arguments::size;
use crate::paths::encode_path;
use crate::system_calls::{self, borrow, repeat, run};

/// The payload of a file.
pub struct FileIo {
    descriptor: Cell<i32>,
    created: Cell<bool>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    appending: Cell<bool>,
    seekable: Cell<Option<bool>>,
    closes_descriptor: Cell<bool>,
    finalizing: Cell<bool>,
    block_size: Cell<i64>,
    /// The size that the file had when it was opened, for `readall`.
    size: Cell<u64>,
}

impl Default for FileIo {
    fn default() -> FileIo {
        FileIo {
            descriptor: Cell::new(-1),
            created: Cell::default(),
            readable: Cell::default(),
            writable: Cell::default(),
            appending: Cell::default(),
            seekable: Cell::default(),
            closes_descriptor: Cell::new(true),
            finalizing: Cell::default(),
            block_size: Cell::new(DEFAULT_BUFFER_SIZE as i64),
            size: Cell::default(),
        }
    }
}

payload!(FileIo, FILE_IO, leaf {
    fn wants_finalizer(&self) -> bool {
        self.descriptor.get() >= 0
    }
});

static_type! {
    /// `_io.FileIO`
    pub FILE_IO = TypeSpec {
        name: "FileIO",
        module: "_io",
        doc: Some("A raw stream over a descriptor."),
        signature: Some("(file, mode='r', closefd=True, opener=None)"),
        base: Some(|| RAW_IO_BASE.as_ref()),
        layout: Some(<FileIo as Payload>::layout),
        flags: flags::BASE,
        slots: Slots {
            new: Some(|_, class, _| Ok(Ref::with_class(class, FileIo::default()).into())),
            init: Some(init),
            repr: Some(repr),
            ..Slots::EMPTY
        },
        methods: &[
            Method::new("read", "($self, size=-1, /)", read, "Reads bytes."),
            Method::new("readall", "($self, /)", readall, "Reads to the end."),
            Method::new("readinto", "($self, buffer, /)", readinto, "Reads into a buffer."),
            Method::new("write", "($self, b, /)", write, "Writes bytes."),
            Method::new("seek", "($self, pos, whence=0, /)", seek, "Moves the position."),
            Method::new("tell", "($self, /)", tell, "The position."),
            Method::new("truncate", "($self, size=None, /)", truncate, "Changes the size."),
            Method::new("close", "($self, /)", close, "Closes the file."),
            Method::new("seekable", "($self, /)", seekable, "Whether the position can be moved."),
            Method::new("readable", "($self, /)", |vm, arguments| {
                let file = open_file(vm, arguments)?;
                Ok(Value::bool(file.readable.get()))
            }, "Whether it can be read."),
            Method::new("writable", "($self, /)", |vm, arguments| {
                let file = open_file(vm, arguments)?;
                Ok(Value::bool(file.writable.get()))
            }, "Whether it can be written."),
            Method::new("fileno", "($self, /)", |vm, arguments| {
                let file = open_file(vm, arguments)?;
                Ok(Value::int(file.descriptor.get().into()))
            }, "The descriptor."),
            Method::new("isatty", "($self, /)", isatty, "Whether it is a terminal."),
            Method::new("_dealloc_warn", "($self, object, /)", dealloc_warn, "Warns of a file left open."),
            Method::new("__reduce__", "($self, /)", super::open::cannot_pickle, "Refuses."),
            Method::new("__reduce_ex__", "($self, object, /)", super::open::cannot_pickle, "Refuses."),
        ],
        properties: &[
            Property::new("closed", |_, this| Ok(Value::bool(of(this).descriptor.get() < 0))),
            Property::new("closefd", |_, this| Ok(Value::bool(of(this).closes_descriptor.get()))),
            Property::new("mode", |_, this| Ok(Str::value(of(this).mode()))),
            Property { member: true, ..Property::settable(
                "_blksize",
                |_, this| Ok(Value::int(of(this).block_size.get())),
                |vm, this, value| {
                    let value = value.map_or(Ok(0), |value| vm.to_i64(value))?;
                    of(this).block_size.set(value);
                    Ok(())
                },
            ) },
            Property { member: true, ..Property::settable(
                "_finalizing",
                |_, this| Ok(Value::bool(of(this).finalizing.get())),
                |_, this, value| {
                    of(this).finalizing.set(value.is_some_and(Value::is_true));
                    Ok(())
                },
            ) },
        ],
        ..TypeSpec::DEFAULT
    };
}

fn of(value: &Value) -> &Ref<FileIo> {
    value
        .downcast()
        .expect("the type of self is checked before a method is called")
}

#[cold]
fn closed(vm: &Vm) -> Raised {
    vm.value_error("I/O operation on closed file")
}

fn open_file<'a>(vm: &Vm, arguments: &'a [Option<Value>]) -> Result<&'a Ref<FileIo>> {
    let file = of(required(arguments, 0));
    if file.descriptor.get() < 0 {
        return Err(closed(vm));
    }
    Ok(file)
}

impl FileIo {
    /// A file over an open descriptor that is not closed with it.
    pub fn of_descriptor(descriptor: i32, readable: bool) -> Ref<FileIo> {
        let file = FileIo::default();
        file.descriptor.set(descriptor);
        file.readable.set(readable);
        file.writable.set(!readable);
        file.closes_descriptor.set(false);
        Ref::new(file)
    }

    /// The descriptor; negative when closed.
    pub fn descriptor(&self) -> i32 {
        self.descriptor.get()
    }

    fn mode(&self) -> &'static str {
        let (readable, writable) = (self.readable.get(), self.writable.get());
        match (self.created.get(), self.appending.get(), readable, writable) {
            (true, _, true, _) => "xb+",
            (true, _, false, _) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, false, _) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }

    /// Reads into a slice; `None` where the descriptor would block.
    pub fn read_some(&self, vm: &Vm, buffer: &mut [u8]) -> Result<Option<usize>> {
        if self.descriptor.get() < 0 {
            return Err(closed(vm));
        }
        if !self.readable.get() {
            return Err(unsupported(vm, "File not open for reading"));
        }
        let descriptor = self.descriptor.get();
        let result = repeat(vm, || rustix::io::read(borrow(descriptor)?, &mut *buffer))?;
        blocking(vm, result)
    }

    /// Writes some of the bytes; `None` where the descriptor would block.
    pub fn write_some(&self, vm: &Vm, bytes: &[u8]) -> Result<Option<usize>> {
        if self.descriptor.get() < 0 {
            return Err(closed(vm));
        }
        if !self.writable.get() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        let descriptor = self.descriptor.get();
        let result = repeat(vm, || rustix::io::write(borrow(descriptor)?, bytes))?;
        blocking(vm, result)
    }

    /// Moves the position, and gives it.
    pub fn seek_to(&self, vm: &Vm, position: i64, whence: i32) -> Result<i64> {
        if self.descriptor.get() < 0 {
            return Err(closed(vm));
        }
        let invalid = || vm.os_error_of(libc::EINVAL, None, None);
        let target = match whence {
            0 => SeekFrom::Start(u64::try_from(position).map_err(|_| invalid())?),
            1 => SeekFrom::Current(position),
            2 => SeekFrom::End(position),
            3 => SeekFrom::Data(u64::try_from(position).map_err(|_| invalid())?),
            4 => SeekFrom::Hole(u64::try_from(position).map_err(|_| invalid())?),
            _ => return Err(invalid()),
        };
        let descriptor = self.descriptor.get();
        let result = borrow(descriptor).and_then(|file| rustix::fs::seek(file, target));
        self.seekable
            .set(Some(result.is_ok() || self.seekable.get() == Some(true)));
        let position = system_calls::raise(vm, result, None)?;
        Ok(position as i64)
    }
}

fn blocking(vm: &Vm, result: std::io::Result<usize>) -> Result<Option<usize>> {
    match result {
        Ok(count) => Ok(Some(count)),
        Err(error) if error.raw_os_error() == Some(libc::EAGAIN) => Ok(None),
        Err(error) => Err(vm.os_error(&error, None)),
    }
}

/// What a mode asks for.
struct Opening {
    created: bool,
    readable: bool,
    writable: bool,
    appending: bool,
    flags: OFlags,
}

fn parse_mode(vm: &Vm, mode: &Ref<Str>) -> Result<Opening> {
    let mut opening = Opening {
        created: false,
        readable: false,
        writable: false,
        appending: false,
        flags: OFlags::CLOEXEC,
    };
    let (mut main, mut plus) = (false, false);
    let wrong = || {
        vm.value_error(
            "Must have exactly one of create/read/write/append mode and at most one plus",
        )
    };
    for byte in mode.as_bytes() {
        match byte {
            b'b' => continue,
            b'+' if plus => return Err(wrong()),
            b'+' => {
                plus = true;
                (opening.readable, opening.writable) = (true, true);
                continue;
            }
            b'x' | b'r' | b'w' | b'a' if main => return Err(wrong()),
            b'x' => {
                opening.created = true;
                opening.flags |= OFlags::EXCL | OFlags::CREATE;
            }
            b'r' => {}
            b'w' => opening.flags |= OFlags::CREATE | OFlags::TRUNC,
            b'a' => {
                opening.appending = true;
                opening.flags |= OFlags::APPEND | OFlags::CREATE;
            }
            _ => return Err(vm.value_error(format!("invalid mode: {mode}"))),
        }
        main = true;
        if *byte == b'r' {
            opening.readable = true
        } else {
            opening.writable = true
        }
    }
    if !main {
        return Err(wrong());
    }
    opening.flags |= match (opening.readable, opening.writable) {
        (true, true) => OFlags::RDWR,
        (true, false) => OFlags::RDONLY,
        _ => OFlags::WRONLY,
    };
    Ok(opening)
}

fn init(vm: &Vm, this: &Value, arguments: Arguments<'_>) -> Result<()> {
    static SIGNATURE: Signature =
        Signature::new("FileIO", "(file, mode='r', closefd=True, opener=None)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let mode = match bound.optional(1) {
        Some(mode) => mode.clone(),
        None => Str::value("r"),
    };
    let Some(mode) = mode.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "FileIO() argument 'mode' must be str, not {}",
            vm.found_argument(&mode)
        )));
    };
    let closes = bound
        .optional(2)
        .map_or(Ok(true), |value| vm.is_true(value))?;
    let opener = bound.optional(3).filter(|opener| !opener.is_none());
    open(vm, this, bound.required(0), mode, closes, opener)
}

fn open(
    vm: &Vm,
    this: &Value,
    name: &Value,
    mode: &Ref<Str>,
    closes: bool,
    opener: Option<&Value>,
) -> Result<()> {
    let file = of(this);
    if file.descriptor.get() >= 0 {
        match file.closes_descriptor.get() {
            true => close_descriptor(vm, file)?,
            false => file.descriptor.set(-1),
        }
    }
    let number = if name.is_int() {
        if name.as_bool().is_some() {
            vm.warn(
                &exceptions::RUNTIME_WARNING,
                "bool is used as a file descriptor",
                1,
            )?;
        }
        let number = vm.to_i32(name)?;
        if number < 0 {
            return Err(vm.value_error("negative file descriptor"));
        }
        Some(number)
    } else {
        None
    };
    let path = match number {
        Some(_) => None,
        None => Some(file_name(vm, name)?),
    };
    let opening = parse_mode(vm, mode)?;
    file.created.set(opening.created);
    file.readable.set(opening.readable);
    file.writable.set(opening.writable);
    file.appending.set(opening.appending);
    file.seekable.set(None);
    let mode = Value::int(i64::from(opening.flags.bits()));
    crate::sys::audit_event(vm, "open", || {
        vec![name.clone(), Str::value(file.mode()), mode.clone()]
    })?;
    if let Some(number) = number {
        file.closes_descriptor.set(closes);
        file.descriptor.set(number);
    } else {
        file.closes_descriptor.set(true);
        if !closes {
            return Err(vm.value_error("Cannot use closefd=False with file name"));
        }
        let descriptor = match (opener, path) {
            (Some(opener), _) => call_opener(vm, opener, name, &mode)?,
            (None, Some(path)) => open_path(vm, &path, opening.flags, name)?,
            (None, None) => -1,
        };
        file.descriptor.set(descriptor);
    }
    let checked = check_opened(vm, file, name).and_then(|()| {
        vm.set_attribute(this, &vm.intern("name"), name)?;
        if file.appending.get() {
            // Reads of "a+" begin at the end; a descriptor that cannot seek is fine.
            if file.seek_to(vm, 0, 2).is_err() && number.is_none() {
                return Err(vm.os_error_of(libc::ESPIPE, None, None));
            }
        }
        Ok(())
    });
    if checked.is_err() {
        if number.is_some() {
            file.descriptor.set(-1);
        } else {
            let _ = close_descriptor(vm, file);
        }
    }
    checked
}

fn file_name(vm: &Vm, name: &Value) -> Result<CString> {
    let path = crate::paths::fspath(vm, name)?;
    let bytes = match (path.downcast::<Str>(), path.downcast::<Bytes>()) {
        (Some(text), _) => encode_path(vm, text)?,
        (_, Some(bytes)) => bytes.as_bytes().to_vec(),
        _ => Vec::new(),
    };
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

fn call_opener(vm: &Vm, opener: &Value, name: &Value, mode: &Value) -> Result<i32> {
    let descriptor = vm.call(opener, &[name.clone(), mode.clone()])?;
    if !descriptor.is_int() {
        return Err(vm.type_error("expected integer from opener"));
    }
    let descriptor = vm.to_i32(&descriptor)?;
    if descriptor < 0 {
        return Err(vm.value_error(format!("opener returned {descriptor}")));
    }
    let closed = borrow(descriptor)
        .and_then(|file| rustix::io::fcntl_setfd(file, rustix::io::FdFlags::CLOEXEC));
    system_calls::raise(vm, closed, None)?;
    Ok(descriptor)
}

fn open_path(vm: &Vm, path: &CString, flags: OFlags, name: &Value) -> Result<i32> {
    use std::os::fd::IntoRawFd;
    let opened = repeat(vm, || {
        rustix::fs::open(path.as_c_str(), flags, Mode::from_raw_mode(0o666))
    })?;
    let descriptor = system_calls::raise(vm, opened, Some(name))?;
    Ok(descriptor.into_raw_fd())
}

/// Refuses folders, and learns the size of blocks.
fn check_opened(vm: &Vm, file: &FileIo, name: &Value) -> Result<()> {
    let stat = borrow(file.descriptor.get()).and_then(rustix::fs::fstat);
    match stat {
        Ok(stat) => {
            if FileType::from_raw_mode(stat.st_mode) == FileType::Directory {
                return Err(vm.os_error_of(libc::EISDIR, Some(name), None));
            }
            if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile {
                file.size.set(stat.st_size as u64);
            }
            if stat.st_blksize > 1 {
                file.block_size.set(stat.st_blksize);
            }
            Ok(())
        }
        Err(rustix::io::Errno::BADF) => Err(vm.os_error_of(libc::EBADF, None, None)),
        Err(_) => Ok(()),
    }
}

fn close_descriptor(vm: &Vm, file: &FileIo) -> Result<()> {
    let descriptor = file.descriptor.replace(-1);
    if descriptor < 0 {
        return Ok(());
    }
    match vm.allow_threads(|| system_calls::close(descriptor)) {
        // Linux has closed it even where a signal came.
        Err(error) if error.raw_os_error() != Some(libc::EINTR) => Err(vm.os_error(&error, None)),
        _ => Ok(()),
    }
}

fn close(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let file = of(this);
    if file.closes_descriptor.get() && file.finalizing.get() {
        warn_unclosed(vm, this)?;
    }
    let base = close_base(vm, this);
    if !file.closes_descriptor.get() {
        file.descriptor.set(-1);
        return base.map(|()| Value::NONE);
    }
    let own = close_descriptor(vm, file);
    base?;
    own.map(|()| Value::NONE)
}

fn warn_unclosed(vm: &Vm, source: &Value) -> Result<()> {
    let text = format!("unclosed file {}", vm.repr_text(source)?);
    match super::open::warn_resource(vm, &text, source) {
        Err(raised) if raised.is(&exceptions::WARNING) => {
            vm.unraisable(raised, Some(source));
            Ok(())
        }
        result => result,
    }
}

fn dealloc_warn(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = of(required(arguments, 0));
    if file.descriptor.get() >= 0 && file.closes_descriptor.get() {
        warn_unclosed(vm, required(arguments, 1))?;
    }
    Ok(Value::NONE)
}

fn repr(vm: &Vm, this: &Value) -> Result<Value> {
    let file = of(this);
    let class = this.class().name();
    if file.descriptor.get() < 0 {
        return Ok(Str::value(format!("<{class} [closed]>")));
    }
    let closes = if file.closes_descriptor.get() {
        "True"
    } else {
        "False"
    };
    let name = vm.find_attribute_by(this, "name")?;
    let mode = file.mode();
    Ok(Str::value(match name {
        Some(name) => {
            let Some(name) = vm.guard_repr(this, || vm.repr(&name))? else {
                return Err(vm.runtime_error(format!("reentrant call inside {class}.__repr__")));
            };
            format!("<{class} name={name} mode='{mode}' closefd={closes}>")
        }
        None => format!(
            "<{class} fd={} mode='{mode}' closefd={closes}>",
            file.descriptor.get()
        ),
    }))
}

fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = open_file(vm, arguments)?;
    if !file.readable.get() {
        return Err(unsupported(vm, "File not open for reading"));
    }
    let Ok(count) = usize::try_from(size(vm, arguments, 1)?) else {
        return read_all(vm, file);
    };
    let mut buffer = Vec::new();
    if buffer.try_reserve_exact(count).is_err() {
        return Err(vm.memory_error(""));
    }
    buffer.resize(count, 0);
    Ok(match file.read_some(vm, &mut buffer)? {
        Some(count) => Bytes::value(&buffer[..count]),
        None => Value::NONE,
    })
}

fn readall(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    read_all(vm, open_file(vm, arguments)?)
}

fn read_all(vm: &Vm, file: &FileIo) -> Result<Value> {
    let mut all = Vec::new();
    Ok(match file.read_to_end(vm, &mut all)? {
        true => Bytes::value(all),
        false => Value::NONE,
    })
}

impl FileIo {
    /// Appends all that is left; false where nothing came and the descriptor would block.
    pub fn read_to_end(&self, vm: &Vm, all: &mut Vec<u8>) -> Result<bool> {
        let start = all.len();
        let mut filled = start;
        // One byte more than is expected shows the end without a further step.
        let expected = usize::try_from(self.size.get()).unwrap_or(0);
        let mut step = expected.saturating_add(1).max(DEFAULT_BUFFER_SIZE);
        loop {
            if all.len() == filled {
                if all.try_reserve(step).is_err() {
                    return Err(vm.memory_error(""));
                }
                all.resize(filled + step, 0);
                step = (filled - start).clamp(DEFAULT_BUFFER_SIZE, 1 << 24);
            }
            match self.read_some(vm, &mut all[filled..])? {
                Some(0) => break,
                Some(count) => filled += count,
                None if filled == start => {
                    all.truncate(start);
                    return Ok(false);
                }
                None => break,
            }
        }
        all.truncate(filled);
        Ok(true)
    }
}

fn readinto(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = open_file(vm, arguments)?;
    if !file.readable.get() {
        return Err(unsupported(vm, "File not open for reading"));
    }
    let buffer = writable_argument(vm, required(arguments, 1), "readinto", " 1")?;
    let mut bytes = vec![0; buffer.len()];
    Ok(match file.read_some(vm, &mut bytes)? {
        Some(count) => {
            buffer.write(0, &bytes[..count]);
            count.into()
        }
        None => Value::NONE,
    })
}

fn write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = open_file(vm, arguments)?;
    if !file.writable.get() {
        return Err(unsupported(vm, "File not open for writing"));
    }
    let bytes = vm.bytes_like(required(arguments, 1))?;
    Ok(file
        .write_some(vm, &bytes)?
        .map_or(Value::NONE, Value::from))
}

fn seek(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = open_file(vm, arguments)?;
    let position = super::open::offset(vm, required(arguments, 1))?;
    let whence = crate::arguments::int(vm, arguments, 2, 0)?;
    Ok(Value::int(file.seek_to(vm, position, whence)?))
}

fn tell(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = open_file(vm, arguments)?;
    Ok(Value::int(file.seek_to(vm, 0, 1)?))
}

fn truncate(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = open_file(vm, arguments)?;
    if !file.writable.get() {
        return Err(unsupported(vm, "File not open for writing"));
    }
    let position = match crate::arguments::optional(arguments, 1) {
        Some(position) => super::open::offset(vm, position)?,
        None => file.seek_to(vm, 0, 1)?,
    };
    let descriptor = file.descriptor.get();
    let Ok(length) = u64::try_from(position) else {
        return Err(vm.os_error_of(libc::EINVAL, None, None));
    };
    run(vm, || rustix::fs::ftruncate(borrow(descriptor)?, length))?;
    Ok(Value::int(position))
}

fn seekable(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = open_file(vm, arguments)?;
    if file.seekable.get().is_none() {
        let descriptor = borrow(file.descriptor.get());
        let result = descriptor.and_then(|file| rustix::fs::seek(file, SeekFrom::Current(0)));
        file.seekable.set(Some(result.is_ok()));
    }
    Ok(Value::bool(file.seekable.get() == Some(true)))
}

fn isatty(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let file = open_file(vm, arguments)?;
    let terminal = borrow(file.descriptor.get()).is_ok_and(rustix::termios::isatty);
    Ok(Value::bool(terminal))
}

/// Sets the name that a stream of the interpreter's own shows.
pub fn set_name(vm: &Vm, file: &Ref<FileIo>, name: &str) {
    attributes::set(file.header(), &vm.intern("name"), Str::value(name));
}
