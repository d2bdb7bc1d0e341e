//! The methods of memory that shows a file.

use primitives::text::bytes as search;
use vm::call::Arguments;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{COPY, Map, READ, closed};
use crate::arguments::{counted, optional};
use crate::support::of;
use crate::system_calls::{borrow, raise};

#[rustfmt::skip]
pub(super) const METHODS: &[Method] = &[
    Method::new("close", "($self, /)", |vm, it| close(vm, required(it, 0)), "Closes it."),
    Method::raw("find", "($self[, sub, start, end])", |vm, it| find(vm, it, "find"), "The first place of some bytes."),
    Method::raw("rfind", "($self[, sub, start, end])", |vm, it| find(vm, it, "rfind"), "The last place of some bytes."),
    Method::raw("flush", "($self[, offset, size])", flush, "Writes changes to the file."),
    Method::raw("madvise", "($self[, option, start, length])", advise, "Says what is to come."),
    Method::raw("move", "($self[, dest, src, count])", move_bytes, "Moves bytes."),
    Method::new("read", "($self[, n])", read, "Reads bytes at the position."),
    Method::new("read_byte", "($self, /)", read_byte, "Reads a byte at the position."),
    Method::new("readline", "($self, /)", readline, "Reads a line at the position."),
    Method::raw("resize", "($self[, newsize])", resize, "Changes the size, also the file's."),
    Method::raw("seek", "($self[, pos, whence])", seek, "Moves the position."),
    Method::new("seekable", "($self, /)", |_, _| Ok(Value::TRUE), "True."),
    Method::new("size", "($self, /)", size, "The size of the file."),
    Method::new("tell", "($self, /)", |vm, it| {
        let map = open(vm, required(it, 0))?;
        Ok(map.position.get().into())
    }, "The position."),
    Method::raw("write", "($self[, bytes])", write, "Writes bytes at the position."),
    Method::raw("write_byte", "($self[, byte])", write_byte, "Writes a byte at the position."),
    Method::new("__enter__", "($self, /)", |vm, it| {
        open(vm, required(it, 0))?;
        Ok(required(it, 0).clone())
    }, "Itself."),
    Method::raw("__exit__", "($self, /, *args)", |vm, it| close(vm, &it.values[0]), "Closes it."),
];

/// The payload of one that is open.
fn open<'a>(vm: &Vm, this: &'a Value) -> Result<&'a Map> {
    let map = of::<Map>(this);
    if map.mapping.borrow().is_none() {
        return Err(closed(vm));
    }
    Ok(map)
}

fn length(vm: &Vm, map: &Map) -> Result<usize> {
    map.read(vm, |bytes| bytes.len())
}

fn close(vm: &Vm, this: &Value) -> Result<Value> {
    let map = of::<Map>(this);
    if map.exports.get() > 0 {
        return Err(vm.buffer_error("cannot close exported pointers exist"));
    }
    let descriptor = map.descriptor.replace(-1);
    if descriptor >= 0 {
        let _ = crate::system_calls::close(descriptor);
    }
    drop(map.mapping.take());
    Ok(Value::NONE)
}

fn find(vm: &Vm, arguments: Arguments<'_>, name: &str) -> Result<Value> {
    let map = open(vm, &arguments.values[0])?;
    let given = counted(vm, arguments.skip(1), name, 1, 3)?;
    let needle = vm.bytes_like(&given[0])?;
    let length = length(vm, map)?;
    let bound = |position: usize, default: usize| match given.get(position) {
        Some(value) => {
            let number = vm.to_isize(value)?;
            let number = if number < 0 {
                number.saturating_add(length as isize)
            } else {
                number
            };
            Ok(usize::try_from(number).unwrap_or(0).min(length))
        }
        None => Ok(default),
    };
    let (start, end) = (bound(1, map.position.get().min(length))?, bound(2, length)?);
    if end < start {
        return Ok(Value::int(-1));
    }
    let found = map.read(vm, |bytes| match name {
        "rfind" => search::rfind(bytes, &needle, start..end),
        _ => search::find(bytes, &needle, start..end),
    })?;
    Ok(found.map_or(Value::int(-1), Value::from))
}

fn flush(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let map = open(vm, &arguments.values[0])?;
    let given = counted(vm, arguments.skip(1), "flush", 0, 2)?;
    let length = length(vm, map)?;
    let number = |position: usize, default: usize| match given.get(position) {
        Some(value) => vm.to_isize(value),
        None => Ok(default as isize),
    };
    let (start, count) = (number(0, 0)?, number(1, length)?);
    if start < 0 || count < 0 || (length as isize) - start < count {
        return Err(vm.value_error("flush values out of range"));
    }
    if map.access == READ || map.access == COPY {
        return Ok(Value::NONE);
    }
    let mapping = map.mapping.borrow();
    let mapping = mapping.as_ref().ok_or_else(|| closed(vm))?;
    raise(vm, mapping.flush(start as usize, count as usize), None)?;
    Ok(Value::NONE)
}

fn advise(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let map = open(vm, &arguments.values[0])?;
    let given = counted(vm, arguments.skip(1), "madvise", 1, 3)?;
    let advice = vm.to_i32(&given[0])?;
    let whole = length(vm, map)?;
    let number = |position: usize, default: usize| match given.get(position) {
        Some(value) => vm.to_isize(value),
        None => Ok(default as isize),
    };
    let (start, count) = (number(1, 0)?, number(2, whole)?);
    let Some(start) = usize::try_from(start).ok().filter(|it| *it < whole) else {
        return Err(vm.value_error("madvise start out of bounds"));
    };
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("madvise length invalid"));
    };
    if start + count > isize::MAX as usize {
        return Err(vm.overflow_error("madvise length too large"));
    }
    let mapping = map.mapping.borrow();
    let mapping = mapping.as_ref().ok_or_else(|| closed(vm))?;
    raise(vm, mapping.advise(start, count, advice), None)?;
    Ok(Value::NONE)
}

fn move_bytes(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let map = open(vm, &arguments.values[0])?;
    let given = counted(vm, arguments.skip(1), "move", 3, 3)?;
    let mut places = [0; 3];
    for (place, value) in places.iter_mut().zip(given) {
        *place = vm.to_isize(value)?;
    }
    map.change(vm, |_| ())?;
    let [to, from, count] = places.map(|it| usize::try_from(it).ok());
    let moved = map.change(vm, |bytes| {
        let (to, from, count) = (to?, from?, count?);
        let fits = |start: usize| {
            start
                .checked_add(count)
                .is_some_and(|end| end <= bytes.len())
        };
        (fits(to) && fits(from)).then(|| bytes.copy_within(from..from + count, to))
    })?;
    match moved {
        Some(()) => Ok(Value::NONE),
        None => Err(vm.value_error("source, destination, or count out of range")),
    }
}

/// Takes bytes at the position.
fn take(vm: &Vm, map: &Map, count: impl FnOnce(&[u8]) -> usize) -> Result<Value> {
    map.read(vm, |bytes| {
        let start = map.position.get().min(bytes.len());
        let rest = &bytes[start..];
        let count = count(rest).min(rest.len());
        map.position.set(map.position.get() + count);
        Bytes::value(&rest[..count])
    })
}

fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let map = open(vm, required(arguments, 0))?;
    let count = match optional(arguments, 1) {
        Some(value) if value.is_int() || value.class().slots().index.is_some() => {
            vm.to_isize(value)?
        }
        Some(value) => {
            let class = value.class().name();
            return Err(vm.type_error(format!("argument should be integer or None, not '{class}'")));
        }
        None => -1,
    };
    take(vm, map, |_| usize::try_from(count).unwrap_or(usize::MAX))
}

fn read_byte(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let map = open(vm, required(arguments, 0))?;
    let position = map.position.get();
    match map.read(vm, |bytes| bytes.get(position).copied())? {
        Some(byte) => {
            map.position.set(position + 1);
            Ok(Value::int(byte.into()))
        }
        None => Err(vm.value_error("read byte out of range")),
    }
}

fn readline(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let map = open(vm, required(arguments, 0))?;
    take(vm, map, |rest| {
        memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1)
    })
}

fn resize(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let map = open(vm, &arguments.values[0])?;
    let given = counted(vm, arguments.skip(1), "resize", 1, 1)?;
    let size = vm.to_isize(&given[0])?;
    if map.exports.get() > 0 {
        return Err(vm.buffer_error("mmap can't resize with extant buffers exported."));
    }
    if !map.keeps_file {
        return Err(vm.value_error("mmap can't resize with trackfd=False."));
    }
    if map.access == READ || map.access == COPY {
        return Err(vm.type_error("mmap can't resize a readonly or copy-on-write memory map."));
    }
    let end = usize::try_from(size).ok().and_then(|size| {
        let end = i64::try_from(size).ok()?.checked_add(map.offset)?;
        Some((size, end))
    });
    let Some((size, end)) = end else {
        return Err(vm.value_error("new size out of range"));
    };
    let descriptor = map.descriptor.get();
    if descriptor >= 0 {
        let result = borrow(descriptor).and_then(|file| rustix::fs::ftruncate(file, end as u64));
        raise(vm, result, None)?;
    }
    let result = match &mut *map.mapping.borrow_mut() {
        Some(mapping) => mapping.resize(size),
        None => return Err(closed(vm)),
    };
    raise(vm, result, None)?;
    Ok(Value::NONE)
}

fn seek(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let map = open(vm, &arguments.values[0])?;
    let given = counted(vm, arguments.skip(1), "seek", 1, 2)?;
    let distance = vm.to_isize(&given[0])?;
    let whence = given.get(1).map_or(Ok(0), |value| vm.to_i32(value))?;
    let length = length(vm, map)?;
    let start = match whence {
        0 => 0,
        1 => map.position.get(),
        2 => length,
        _ => return Err(vm.value_error("unknown seek type")),
    };
    let place = start.checked_add_signed(distance);
    let Some(place) = place.filter(|place| *place <= length) else {
        return Err(vm.value_error("seek out of range"));
    };
    map.position.set(place);
    Ok(place.into())
}

fn size(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let map = open(vm, required(arguments, 0))?;
    let status = borrow(map.descriptor.get()).and_then(rustix::fs::fstat);
    Ok(Value::int(raise(vm, status, None)?.st_size))
}

fn write(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let map = open(vm, &arguments.values[0])?;
    let given = counted(vm, arguments.skip(1), "write", 1, 1)?;
    let data = vm.bytes_like(&given[0])?.to_vec();
    let position = map.position.get();
    let is_written = map.change(vm, |bytes| match bytes.get_mut(position..) {
        Some(rest) if rest.len() >= data.len() => {
            rest[..data.len()].copy_from_slice(&data);
            true
        }
        _ => false,
    })?;
    if !is_written {
        return Err(vm.value_error("data out of range"));
    }
    map.position.set(position + data.len());
    Ok(data.len().into())
}

fn write_byte(vm: &Vm, arguments: Arguments<'_>) -> Result<Value> {
    let map = open(vm, &arguments.values[0])?;
    let given = counted(vm, arguments.skip(1), "write_byte", 1, 1)?;
    let number = vm.to_i64(&given[0])?;
    let byte = u8::try_from(number).map_err(|_| {
        vm.overflow_error(match number < 0 {
            true => "unsigned byte integer is less than minimum",
            false => "unsigned byte integer is greater than maximum",
        })
    })?;
    let position = map.position.get();
    let is_written = map.change(vm, |bytes| match bytes.get_mut(position) {
        Some(place) => {
            *place = byte;
            true
        }
        None => false,
    })?;
    if !is_written {
        return Err(vm.value_error("write byte out of range"));
    }
    map.position.set(position + 1);
    Ok(Value::NONE)
}
