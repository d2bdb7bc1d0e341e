//! The standard streams, made without running any Python code.

use rustix::fs::SeekFrom;
use vm::objects::attributes;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::buffered::Buffered;
use super::file::{self, FileIo};
use super::{DEFAULT_BUFFER_SIZE, text};
use crate::system_calls::borrow;

/// One of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// `stdin`
    Input,
    /// `stdout`
    Output,
    /// `stderr`
    Error,
}

impl Stream {
    /// Its name in `sys`.
    pub fn name(self) -> &'static str {
        ["stdin", "stdout", "stderr"][self as usize]
    }
}

/// The stream; `None` where its descriptor is closed.
pub fn open(vm: &Vm, stream: Stream) -> Result<Value> {
    super::make_types_ready();
    let descriptor = stream as i32;
    let Ok(borrowed) = borrow(descriptor) else {
        return Ok(Value::NONE);
    };
    let Ok(stat) = rustix::fs::fstat(borrowed) else {
        return Ok(Value::NONE);
    };
    let readable = stream == Stream::Input;
    let is_terminal = rustix::termios::isatty(borrowed);
    let seekable = rustix::fs::seek(borrowed, SeekFrom::Current(0)).is_ok();
    let raw = FileIo::of_descriptor(descriptor, readable);
    let name = format!("<{}>", stream.name());
    file::set_name(vm, &raw, &name);
    let unbuffered = vm.shared().options.unbuffered && !readable;
    let size = match stat.st_blksize {
        size if size > 1 && !is_terminal => size as usize,
        _ => DEFAULT_BUFFER_SIZE,
    };
    let buffer = match unbuffered {
        true => raw.into_value(),
        false => Buffered::over(raw.into_value(), readable, size).into_value(),
    };
    let line_buffering = !unbuffered && (is_terminal || stream == Stream::Error);
    let write_through = unbuffered;
    let (encoding, errors) = encoding_of(vm, stream);
    let wrapper = text::over(
        vm,
        buffer,
        &errors,
        readable,
        seekable,
        line_buffering,
        write_through,
    )?;
    let mode = if readable { "r" } else { "w" };
    attributes::set(wrapper.header(), &vm.intern("mode"), Str::value(mode));
    let wrapper = wrapper.into_value();
    if let Some(encoding) = encoding {
        let names = [Str::value("encoding"), Str::value("errors")];
        let values = [Str::value(encoding), Str::value(&errors)];
        let reconfigure = vm.get_attribute(&wrapper, &vm.intern("reconfigure"))?;
        vm.call_with(
            &reconfigure,
            vm::call::Arguments {
                values: &values,
                names: &names,
            },
        )?;
    }
    Ok(wrapper)
}

/// A stream as [`open`] made it, what buffers it, and the file.
pub fn layers(stream: &Value) -> Option<[Value; 3]> {
    let (buffer, raw) = text::layers(stream)?;
    Some([stream.clone(), buffer, raw])
}

/// Flushes a stream that is as [`open`] made it, unless it is closed.
pub fn flush(vm: &Vm, stream: &Value) -> Option<Result<()>> {
    let [_, _, raw] = layers(stream)?;
    // A script can give the object methods of its own.
    let has_own = |name: &str| attributes::get(stream.header()?, &vm.intern(name));
    if has_own("flush").is_some() || has_own("closed").is_some() {
        return None;
    }
    let is_closed = raw.downcast_exact::<FileIo>()?.descriptor() < 0;
    Some(if is_closed {
        Ok(())
    } else {
        text::flush(vm, stream)
    })
}

/// What `PYTHONIOENCODING` says; without it, UTF-8 whose errors are those of the locale.
fn encoding_of(vm: &Vm, stream: Stream) -> (Option<String>, String) {
    let variable = match vm.shared().options.ignore_environment {
        true => None,
        false => std::env::var("PYTHONIOENCODING").ok(),
    };
    let variable = variable.unwrap_or_default();
    let (encoding, errors) = match variable.split_once(':') {
        Some((encoding, errors)) => (encoding, errors),
        None => (variable.as_str(), ""),
    };
    let default = match stream {
        Stream::Error => "backslashreplace",
        _ if !encoding.is_empty() => "strict",
        _ if vm.shared().options.utf8_mode || is_c_locale() => "surrogateescape",
        _ => "strict",
    };
    let errors = match (stream, errors) {
        (Stream::Error, _) | (_, "") => default,
        (_, errors) => errors,
    };
    let encoding = Some(encoding.to_owned()).filter(|encoding| !encoding.is_empty());
    (encoding, errors.to_owned())
}

/// Whether the locale is C or POSIX, whose streams let any byte through.
fn is_c_locale() -> bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let name = names
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    name.is_none_or(|name| name == "C" || name == "POSIX" || name == "C.UTF-8")
}
