//! Module `mmap`: files as memory.

mod methods;

use std::cell::Cell;

use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Property, Signature};
use vm::objects::buffer::Buffer;
use vm::objects::bytes::Bytes;
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slice::Slice;
use vm::objects::slots::Slots;
use vm::objects::str::Str;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use crate::arguments::{bind_nameless, int, truth};
use crate::support::of;
use crate::sys::audit_event;
use crate::system_calls::mapping::Mapping;
use crate::system_calls::{self, borrow, raise};

const DEFAULT: i32 = 0;
const READ: i32 = 1;
const WRITE: i32 = 2;
const COPY: i32 = 3;

/// `mmap`
pub static MODULE: NativeModule = NativeModule {
    name: "mmap",
    doc: Some("Files as memory."),
    functions: &[],
    fill: |vm, module| {
        make_ready(&MMAP);
        module.set(vm, "mmap", MMAP.to_value());
        module.set(vm, "error", exceptions::OS_ERROR.to_value());
        for (name, number) in NUMBERS {
            module.set(vm, name, Value::int(*number));
        }
        Ok(())
    },
};

#[rustfmt::skip]
const NUMBERS: &[(&str, i64)] = &[
    ("ACCESS_COPY", 3), ("ACCESS_DEFAULT", 0), ("ACCESS_READ", 1), ("ACCESS_WRITE", 2),
    ("ALLOCATIONGRANULARITY", 4096), ("MADV_DODUMP", 17), ("MADV_DOFORK", 11),
    ("MADV_DONTDUMP", 16), ("MADV_DONTFORK", 10), ("MADV_DONTNEED", 4), ("MADV_FREE", 8),
    ("MADV_HUGEPAGE", 14), ("MADV_HWPOISON", 100), ("MADV_MERGEABLE", 12), ("MADV_NOHUGEPAGE", 15),
    ("MADV_NORMAL", 0), ("MADV_RANDOM", 1), ("MADV_REMOVE", 9), ("MADV_SEQUENTIAL", 2),
    ("MADV_UNMERGEABLE", 13), ("MADV_WILLNEED", 3), ("MAP_32BIT", 64), ("MAP_ANON", 32),
    ("MAP_ANONYMOUS", 32), ("MAP_DENYWRITE", 2048), ("MAP_EXECUTABLE", 4096),
    ("MAP_NORESERVE", 16384), ("MAP_POPULATE", 32768), ("MAP_PRIVATE", 2), ("MAP_SHARED", 1),
    ("MAP_STACK", 131072), ("PAGESIZE", 4096), ("PROT_EXEC", 4), ("PROT_READ", 1),
    ("PROT_WRITE", 2),
];

/// The payload: the memory, none when closed.
pub struct Map {
    mapping: Guarded<Option<Mapping>>,
    descriptor: Cell<i32>,
    position: Cell<usize>,
    offset: i64,
    access: i32,
    keeps_file: bool,
    exports: Cell<usize>,
}

payload!(Map, MMAP, leaf {
    const BUFFER: Option<fn(&Vm, &Ref<Self>) -> Result<Buffer>> = Some(|vm, map| {
        match &*map.mapping.borrow() {
            Some(mapping) => {
                let is_constant = map.access == READ;
                Ok(mapping.export(map.to_value(), &map.exports, is_constant))
            }
            None => Err(closed(vm)),
        }
    });
});

impl Drop for Map {
    fn drop(&mut self) {
        if self.descriptor.get() >= 0 {
            let _ = system_calls::close(self.descriptor.get());
        }
    }
}

static_type! {
    /// `mmap.mmap`
    pub MMAP = TypeSpec {
        name: "mmap",
        module: "mmap",
        doc: Some("mmap(fileno, length[, flags[, prot[, access[, offset[, trackfd]]]]])\n\nA file as memory."),
        layout: Some(<Map as Payload>::layout),
        flags: flags::BASE | flags::WEAK_REFERENCES,
        slots: Slots {
            new: Some(new),
            repr: Some(repr),
            length: Some(|vm, this| of::<Map>(this).read(vm, |bytes| bytes.len())),
            getitem: Some(get_item),
            setitem: Some(store_item),
            ..Slots::EMPTY
        },
        methods: methods::METHODS,
        properties: &[Property::new("closed", |_, this| {
            Ok(Value::bool(of::<Map>(this).mapping.borrow().is_none()))
        })],
        ..TypeSpec::DEFAULT
    };
}

fn closed(vm: &Vm) -> Raised {
    vm.value_error("mmap closed or invalid")
}

impl Map {
    /// Reads the bytes.
    fn read<T>(&self, vm: &Vm, read: impl FnOnce(&[u8]) -> T) -> Result<T> {
        match &*self.mapping.borrow() {
            Some(mapping) => Ok(read(mapping.as_bytes())),
            None => Err(closed(vm)),
        }
    }

    /// Changes the bytes.
    fn change<T>(&self, vm: &Vm, change: impl FnOnce(&mut [u8]) -> T) -> Result<T> {
        if self.access == READ {
            return Err(vm.type_error("mmap can't modify a readonly memory map."));
        }
        match &mut *self.mapping.borrow_mut() {
            Some(mapping) => Ok(change(mapping.as_bytes_mut())),
            None => Err(closed(vm)),
        }
    }
}

fn new(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new(
        "",
        "(fileno, length, flags=1, prot=3, access=0, offset=0, *, trackfd=True)",
    );
    let bound = bind_nameless(vm, &SIGNATURE, arguments)?;
    let file = vm.to_i32(bound.required(0))?;
    let length = vm.to_isize(bound.required(1))?;
    let (mut flags, mut protection) = (
        int(vm, &bound, 2, libc::MAP_SHARED)?,
        int(vm, &bound, 3, libc::PROT_READ | libc::PROT_WRITE)?,
    );
    let mut access = int(vm, &bound, 4, DEFAULT)?;
    let offset = match bound.optional(5) {
        Some(value) => vm.to_i64(value)?,
        None => 0,
    };
    let keeps_file = truth(vm, &bound, 6, true)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.overflow_error("memory mapped length must be positive"));
    };
    if offset < 0 {
        return Err(vm.overflow_error("memory mapped offset must be positive"));
    }
    let both = libc::PROT_READ | libc::PROT_WRITE;
    if access != DEFAULT && (flags != libc::MAP_SHARED || protection != both) {
        return Err(vm.value_error("mmap can't specify both access and flags, prot."));
    }
    (flags, protection, access) = match access {
        READ => (libc::MAP_SHARED, libc::PROT_READ, READ),
        WRITE => (libc::MAP_SHARED, both, WRITE),
        COPY => (libc::MAP_PRIVATE, both, COPY),
        DEFAULT if protection & both == both => (flags, protection, DEFAULT),
        DEFAULT if protection & libc::PROT_WRITE != 0 => (flags, protection, WRITE),
        DEFAULT => (flags, protection, READ),
        _ => return Err(vm.value_error("mmap invalid access parameter.")),
    };
    audit_event(vm, "mmap.__new__", || {
        let length = Value::from(length);
        let [file, access] = [file, access].map(|it| Value::int(it.into()));
        vec![file, length, access, Value::int(offset)]
    })?;
    let length = length_of(vm, file, length, offset)?;
    let copy = match file {
        -1 => {
            flags |= libc::MAP_ANONYMOUS;
            -1
        }
        file if keeps_file => {
            let copy = borrow(file).and_then(|file| rustix::io::fcntl_dupfd_cloexec(file, 0));
            std::os::fd::IntoRawFd::into_raw_fd(raise(vm, copy, None)?)
        }
        _ => -1,
    };
    let map = Map {
        mapping: Guarded::new(None),
        descriptor: Cell::new(copy),
        position: Cell::new(0),
        offset,
        access,
        keeps_file,
        exports: Cell::new(0),
    };
    let mapping = Mapping::new(length, protection, flags, file, offset);
    map.mapping.replace(Some(raise(vm, mapping, None)?));
    Ok(Ref::with_class(class, map).into())
}

/// The length, which the file may have to tell.
fn length_of(vm: &Vm, file: i32, length: usize, offset: i64) -> Result<usize> {
    if file == -1 {
        return Ok(length);
    }
    let Ok(status) = borrow(file).and_then(rustix::fs::fstat) else {
        return Ok(length);
    };
    if !rustix::fs::FileType::from_raw_mode(status.st_mode).is_file() {
        return Ok(length);
    }
    if length != 0 {
        let left = status.st_size.saturating_sub(offset);
        return match usize::try_from(left) {
            Ok(left) if left >= length => Ok(length),
            _ => Err(vm.value_error("mmap length is greater than file size")),
        };
    }
    if status.st_size == 0 {
        return Err(vm.value_error("cannot mmap an empty file"));
    }
    if offset >= status.st_size {
        return Err(vm.value_error("mmap offset is greater than file size"));
    }
    Ok((status.st_size - offset) as usize)
}

fn repr(_: &Vm, this: &Value) -> Result<Value> {
    let map = of::<Map>(this);
    let class = this.class().full_name();
    let mapping = map.mapping.borrow();
    let Some(mapping) = &*mapping else {
        return Ok(Str::value(format!("<{class} closed=True>")));
    };
    let access = match map.access {
        READ => "ACCESS_READ",
        WRITE => "ACCESS_WRITE",
        COPY => "ACCESS_COPY",
        _ => "ACCESS_DEFAULT",
    };
    Ok(Str::value(format!(
        "<{class} closed=False, access={access}, length={}, pos={}, offset={}>",
        mapping.len(),
        map.position.get(),
        map.offset
    )))
}

fn is_index(key: &Value) -> bool {
    key.is_int() || key.class().slots().index.is_some()
}

fn place_of(vm: &Vm, map: &Map, key: &Value) -> Result<usize> {
    let index = vm.to_subscript(key)?;
    let length = map.read(vm, |bytes| bytes.len())?;
    let place = if index < 0 {
        index + length as isize
    } else {
        index
    };
    match usize::try_from(place) {
        Ok(place) if place < length => Ok(place),
        _ => Err(vm.index_error("mmap index out of range")),
    }
}

fn get_item(vm: &Vm, this: &Value, key: &Value) -> Result<Value> {
    let map = of::<Map>(this);
    map.read(vm, |_| ())?;
    if is_index(key) {
        let place = place_of(vm, map, key)?;
        return map.read(vm, |bytes| Value::int(bytes[place].into()));
    }
    let Some(slice) = key.downcast::<Slice>() else {
        return Err(vm.type_error("mmap indices must be integers"));
    };
    let bounds = slice.unpack(vm)?;
    map.read(vm, |bytes| {
        let span = vm::objects::slice::adjust(bounds, bytes.len());
        let part: Vec<u8> = span.positions().map(|place| bytes[place]).collect();
        Bytes::value(part)
    })
}

fn store_item(vm: &Vm, this: &Value, key: &Value, value: Option<&Value>) -> Result<()> {
    let map = of::<Map>(this);
    map.read(vm, |_| ())?;
    map.change(vm, |_| ())?;
    if is_index(key) {
        let place = place_of(vm, map, key)?;
        let Some(value) = value else {
            return Err(vm.type_error("mmap doesn't support item deletion"));
        };
        if !is_index(value) {
            return Err(vm.type_error("mmap item value must be an int"));
        }
        let number = vm.to_isize(value)?;
        let Ok(number) = u8::try_from(number) else {
            return Err(vm.value_error("mmap item value must be in range(0, 256)"));
        };
        return map.change(vm, |bytes| bytes[place] = number);
    }
    let Some(slice) = key.downcast::<Slice>() else {
        return Err(vm.type_error("mmap indices must be integer"));
    };
    let bounds = slice.unpack(vm)?;
    let Some(value) = value else {
        return Err(vm.type_error("mmap object doesn't support slice deletion"));
    };
    let new = vm.bytes_like(value)?.to_vec();
    let fits = map.change(vm, |bytes| {
        let span = vm::objects::slice::adjust(bounds, bytes.len());
        if span.count != new.len() {
            return false;
        }
        span.positions()
            .zip(&new)
            .for_each(|(place, byte)| bytes[place] = *byte);
        true
    })?;
    match fits {
        true => Ok(()),
        false => Err(vm.index_error("mmap slice assignment is wrong size")),
    }
}
