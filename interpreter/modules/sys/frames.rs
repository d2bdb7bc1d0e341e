//! Frames and sizes of objects: `_getframe`, `_current_frames`, `getsizeof`, `getrefcount`.

use vm::native::{Method, required};
use vm::objects::dict::Dict;
use vm::objects::names::names;
use vm::objects::type_type::size_in_front;
use vm::objects::value::Value;
use vm::{Result, Vm};

use crate::arguments::int;

pub(super) const FUNCTIONS: &[Method] = &[
    Method::new(
        "_getframe",
        "($module, depth=0, /)",
        getframe,
        "A frame of the call stack.",
    ),
    Method::new(
        "_getframemodulename",
        "($module, /, depth=0)",
        getframemodulename,
        "The module of a frame of the call stack.",
    ),
    Method::new(
        "_current_frames",
        "($module, /)",
        current_frames,
        "The frame of each thread.",
    ),
    Method::new(
        "_current_exceptions",
        "($module, /)",
        current_exceptions,
        "What each thread handles.",
    ),
    Method::new(
        "getsizeof",
        " (object, default=None)",
        getsizeof,
        "How many bytes an object takes.",
    ),
    Method::new(
        "getrefcount",
        "($module, object, /)",
        getrefcount,
        "How many references there are.",
    ),
    Method::new(
        "getallocatedblocks",
        "($module, /)",
        allocated_blocks,
        "How many objects there are.",
    ),
    Method::new(
        "getunicodeinternedsize",
        "($module, /, *, _only_immortal=False)",
        |_, _| Ok(Value::int(0)),
        "How many strings are interned.",
    ),
];

fn getframe(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let depth = int(vm, arguments, 0, 0)?;
    let depth = usize::try_from(depth).unwrap_or(0);
    match vm.frame_object(depth) {
        Some(frame) => Ok(frame.into()),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn getframemodulename(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let depth = int(vm, arguments, 0, 0)?;
    let frame = vm.frame_object(usize::try_from(depth).unwrap_or(0));
    let name = frame.and_then(|frame| frame.globals().get_str(&names().__name__));
    Ok(name.unwrap_or(Value::NONE))
}

fn current_frames(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let mut found = Vec::new();
    vm.for_each_thread(|thread| {
        if let Some(frame) = thread.frame_object(0) {
            found.push((Value::from(thread.ident.get()), frame));
        }
    });
    let frames = Dict::new();
    for (ident, frame) in found {
        frames.set(vm, &ident, frame.into())?;
    }
    Ok(frames.into())
}

fn current_exceptions(vm: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let mut found = Vec::new();
    vm.for_each_thread(|thread| {
        let exception = thread.handled_exception().unwrap_or(Value::NONE);
        found.push((Value::from(thread.ident.get()), exception));
    });
    let exceptions = Dict::new();
    for (ident, exception) in found {
        exceptions.set(vm, &ident, exception)?;
    }
    Ok(exceptions.into())
}

fn getsizeof(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let object = required(arguments, 0);
    let result = match vm.call_special(object, "__sizeof__", &[]) {
        Ok(Some(size)) => vm.to_isize(&size).and_then(|size| {
            let size = usize::try_from(size)
                .map_err(|_| vm.value_error("__sizeof__() should return >= 0"))?;
            Ok(Value::from(size + size_in_front(object.class())))
        }),
        Ok(None) => Err(vm.type_error(format!(
            "Type {} doesn't define __sizeof__",
            object.class().name()
        ))),
        Err(raised) => Err(raised),
    };
    match (result, arguments.get(1)) {
        (Err(raised), Some(Some(default))) if raised.is(&vm::objects::exceptions::TYPE_ERROR) => {
            Ok(default.clone())
        }
        (result, _) => result,
    }
}

fn getrefcount(_: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    // Immediate values are immortal, as CPython 3.13's small ones are.
    let count = required(arguments, 0)
        .header()
        .map_or(u32::MAX, |header| header.count());
    Ok(Value::int(count.into()))
}

fn allocated_blocks(_: &Vm, _: &[Option<Value>]) -> Result<Value> {
    let live = vm::objects::heap::statistics::live();
    let tracked = || vm::objects::gc::objects(None).len() as i64;
    Ok(Value::int(live.unwrap_or_else(tracked)))
}
