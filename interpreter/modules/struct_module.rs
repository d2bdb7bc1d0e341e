//! `_struct`: numbers and text as bytes, by format strings.
#![allow(unsafe_code, reason = "a cache under the interpreter lock")]

use std::collections::HashMap;
use std::rc::Rc;

use primitives::text::structure::{Layout, StructError};
use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::class_creation::native::make_ready;
use vm::objects::exceptions;
use vm::objects::guarded::Global;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

mod iterator;
mod object;
mod pack;

use pack::{pack, pack_into, unpack, unpack_at};

/// The module.
pub static MODULE: NativeModule = NativeModule {
    name: "_struct",
    doc: Some(
        "Converts between Python's values and bytes. A format has a mark of the order of bytes \
         (@ = < > !) and letters with counts.",
    ),
    functions: &[
        Method::new(
            "_clearcache",
            "($module, /)",
            clear_cache,
            "Forgets formats.",
        ),
        Method::new(
            "calcsize",
            "($module, format, /)",
            |vm, it| Ok(layout_of(vm, required(it, 0))?.size.into()),
            "How many bytes a format has.",
        ),
        Method::new(
            "iter_unpack",
            "($module, format, buffer, /)",
            |vm, it| {
                let layout = layout_of(vm, required(it, 0))?;
                iterator::Unpacking::of(vm, layout, required(it, 1))
            },
            "Tuples of one part of the buffer after the other.",
        ),
        Method::raw(
            "pack",
            "($module, format, /, *values)",
            |vm, arguments| {
                let (layout, values) = split(vm, arguments, "pack")?;
                pack(vm, &layout, values.values)
            },
            "Values as bytes.",
        ),
        Method::raw(
            "pack_into",
            "($module, format, buffer, offset, /, *values)",
            |vm, arguments| {
                let (layout, values) = split(vm, arguments, "pack_into")?;
                pack_into(vm, &layout, values.values)
            },
            "Values as bytes within a buffer.",
        ),
        Method::new(
            "unpack",
            "($module, format, buffer, /)",
            |vm, it| {
                let layout = layout_of(vm, required(it, 0))?;
                unpack(vm, &layout, required(it, 1))
            },
            "The values of bytes.",
        ),
        Method::new(
            "unpack_from",
            "($module, format, /, buffer, offset=0)",
            |vm, it| {
                let layout = layout_of(vm, required(it, 0))?;
                unpack_at(vm, &layout, required(it, 1), &it[2])
            },
            "The values of a part of a buffer.",
        ),
    ],
    fill,
};

static_type! {
    /// `struct.error`
    pub ERROR = TypeSpec {
        name: "error",
        module: "struct",
        base: Some(|| &exceptions::EXCEPTION),
        flags: flags::BASE,
        ..TypeSpec::DEFAULT
    };
}

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    make_ready(&ERROR);
    make_ready(&object::STRUCT);
    make_ready(&iterator::UNPACK_ITERATOR);
    module.set(vm, "error", ERROR.to_value());
    module.set(vm, "Struct", object::STRUCT.to_value());
    Ok(())
}

/// The exception for an error of packing or unpacking.
#[cold]
fn raised(vm: &Vm, error: StructError) -> Raised {
    match error {
        StructError::Struct(text) => vm.error(&ERROR, text),
        StructError::Overflow(text) => vm.overflow_error(text),
    }
}

#[derive(Default)]
struct Cache {
    /// The format of the last call, which is often that of the next one.
    last: Option<(Value, Rc<Layout>)>,
    layouts: HashMap<Box<[u8]>, Rc<Layout>>,
}

static CACHE: Global<Option<Cache>> = Global::new(None);
const MOST_CACHED: usize = 100;

fn clear_cache(_: &Vm, _: &[Option<Value>]) -> Result<Value> {
    // SAFETY: the interpreter lock is held.
    *unsafe { CACHE.get() } = None;
    Ok(Value::NONE)
}

/// The layout of a format, which is a str or bytes.
fn layout_of(vm: &Vm, format: &Value) -> Result<Rc<Layout>> {
    // SAFETY: the interpreter lock is held; nothing here runs Python code.
    let last = unsafe { CACHE.get() }
        .as_ref()
        .and_then(|it| it.last.as_ref());
    if let Some((last, layout)) = last
        && last.is(format)
    {
        return Ok(layout.clone());
    }
    let layout = find_layout(vm, format)?;
    // SAFETY: as above; what was there is dropped after it was taken out.
    let last = unsafe { CACHE.get() }
        .get_or_insert_default()
        .last
        .replace((format.clone(), layout.clone()));
    drop(last);
    Ok(layout)
}

fn find_layout(vm: &Vm, format: &Value) -> Result<Rc<Layout>> {
    let bytes = if let Some(text) = format.downcast::<Str>() {
        if !text.is_ascii() {
            let ascii = primitives::text::codecs::Codec::Ascii;
            vm::objects::codecs::encode_text(vm, ascii, text, None)?;
        }
        text.as_bytes()
    } else if let Some(bytes) = format.downcast::<Bytes>() {
        bytes.as_bytes()
    } else {
        return Err(vm.type_error(format!(
            "Struct() argument 1 must be a str or bytes object, not {}",
            format.class().name()
        )));
    };
    // SAFETY: the interpreter lock is held; nothing here runs Python code.
    let cache = &mut unsafe { CACHE.get() }.get_or_insert_default().layouts;
    if let Some(layout) = cache.get(bytes) {
        return Ok(layout.clone());
    }
    let layout = Layout::parse(bytes).map_err(|error| raised(vm, error))?;
    let layout = Rc::new(layout);
    if cache.len() >= MOST_CACHED {
        cache.clear();
    }
    cache.insert(bytes.into(), layout.clone());
    Ok(layout)
}

/// The format of a call, and the arguments behind it.
fn split<'a>(vm: &Vm, arguments: Arguments<'a>, name: &str) -> Result<(Rc<Layout>, Arguments<'a>)> {
    if !arguments.names.is_empty() {
        return Err(vm.type_error(format!("_struct.{name}() takes no keyword arguments")));
    }
    let Some(format) = arguments.values.first() else {
        return Err(vm.type_error("missing format argument"));
    };
    Ok((layout_of(vm, format)?, arguments.skip(1)))
}
