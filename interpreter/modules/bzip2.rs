//! Module `_bz2`: compression as in bzip2.

mod stream;

use std::cell::Cell;
use std::ffi::c_int;

use bzip2_sys as bz;
use vm::call::Arguments;
use vm::import::NativeModule;
use vm::native::{Method, Signature, bind, required};
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{Type, TypeSpec};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use crate::support::{add_types, member, of};
use stream::Stream;

/// `_bz2`
pub static MODULE: NativeModule = NativeModule {
    name: "_bz2",
    doc: Some("Compression as in bzip2."),
    functions: &[],
    fill: |vm, module| {
        add_types(vm, module, &[&COMPRESSOR, &DECOMPRESSOR]);
        Ok(())
    },
};

/// The payload of a compressor: none behind the end.
pub struct Compressor {
    stream: Guarded<Option<Stream>>,
}

payload!(Compressor, COMPRESSOR);

/// The payload of a decompressor.
pub struct Decompressor {
    stream: Guarded<Stream>,
    rest: Guarded<Vec<u8>>,
    unused: Guarded<Vec<u8>>,
    is_at_end: Cell<bool>,
    needs_input: Cell<bool>,
}

payload!(Decompressor, DECOMPRESSOR);

static_type! {
    /// `_bz2.BZ2Compressor`
    pub COMPRESSOR = TypeSpec {
        name: "BZ2Compressor",
        module: "_bz2",
        doc: Some("Compresses piece by piece."),
        signature: Some("(compresslevel=9, /)"),
        layout: Some(<Compressor as Payload>::layout),
        slots: Slots { new: Some(new_compressor), ..Slots::EMPTY },
        methods: &[
            Method::new("compress", "($self, data, /)", compress, "Compresses more bytes."),
            Method::new("flush", "($self, /)", flush, "What is still to come out."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `_bz2.BZ2Decompressor`
    pub DECOMPRESSOR = TypeSpec {
        name: "BZ2Decompressor",
        module: "_bz2",
        doc: Some("Decompresses piece by piece."),
        signature: Some("()"),
        layout: Some(<Decompressor as Payload>::layout),
        slots: Slots { new: Some(new_decompressor), ..Slots::EMPTY },
        methods: &[
            Method::new("decompress", "($self, /, data, max_length=-1)", decompress, "Decompresses more bytes."),
        ],
        properties: &[
            member("eof", |_, this| Ok(Value::bool(of::<Decompressor>(this).is_at_end.get()))),
            member("unused_data", |_, this| Ok(Bytes::value(&*of::<Decompressor>(this).unused.borrow()))),
            member("needs_input", |_, this| Ok(Value::bool(of::<Decompressor>(this).needs_input.get()))),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn failed(vm: &Vm, code: c_int) -> Raised {
    match code {
        bz::BZ_PARAM_ERROR => {
            vm.value_error("Internal error - invalid parameters passed to libbzip2")
        }
        bz::BZ_MEM_ERROR => vm.memory_error(""),
        bz::BZ_DATA_ERROR | bz::BZ_DATA_ERROR_MAGIC => {
            vm.error(&exceptions::OS_ERROR, "Invalid data stream")
        }
        bz::BZ_IO_ERROR => vm.error(&exceptions::OS_ERROR, "Unknown I/O error"),
        bz::BZ_UNEXPECTED_EOF => vm.error(
            &exceptions::EOF_ERROR,
            "Compressed file ended before the logical end-of-stream was detected",
        ),
        bz::BZ_SEQUENCE_ERROR => {
            vm.runtime_error("Internal error - Invalid sequence of commands sent to libbzip2")
        }
        code => vm.error(
            &exceptions::OS_ERROR,
            format!("Unrecognized error from libbzip2: {code}"),
        ),
    }
}

fn new_compressor(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("BZ2Compressor", "(compresslevel=9, /)");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let level = bound.optional(0).map_or(Ok(9), |value| vm.to_i32(value))?;
    if !(1..=9).contains(&level) {
        return Err(vm.value_error("compresslevel must be between 1 and 9"));
    }
    let stream = Stream::compressing(level).map_err(|code| failed(vm, code))?;
    let stream = Guarded::new(Some(stream));
    Ok(Ref::with_class(class, Compressor { stream }).into())
}

fn new_decompressor(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    for (given, kind) in [
        (arguments.positionals().len(), "positional"),
        (arguments.names.len(), "keyword"),
    ] {
        if given > 0 {
            return Err(vm.type_error(format!("BZ2Decompressor() takes no {kind} arguments")));
        }
    }
    let stream = Stream::decompressing().map_err(|code| failed(vm, code))?;
    let made = Decompressor {
        stream: Guarded::new(stream),
        rest: Guarded::default(),
        unused: Guarded::default(),
        is_at_end: Cell::new(false),
        needs_input: Cell::new(true),
    };
    Ok(Ref::with_class(class, made).into())
}

fn compress(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 1))?;
    let mut stream = of::<Compressor>(required(arguments, 0)).stream.borrow_mut();
    let Some(stream) = stream.as_mut() else {
        return Err(vm.value_error("Compressor has been flushed"));
    };
    let mut output = Vec::new();
    if data.is_empty() {
        return Ok(Bytes::value([]));
    }
    let progress = stream.work(&data, &mut output, None, bz::BZ_RUN);
    match progress.code {
        bz::BZ_OK | bz::BZ_RUN_OK => Ok(Bytes::value(output)),
        code => Err(failed(vm, code)),
    }
}

fn flush(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let compressor = of::<Compressor>(required(arguments, 0));
    let Some(mut stream) = compressor.stream.take() else {
        return Err(vm.value_error("Repeated call to flush()"));
    };
    let mut output = Vec::new();
    let progress = stream.work(&[], &mut output, None, bz::BZ_FINISH);
    match progress.code {
        bz::BZ_STREAM_END => Ok(Bytes::value(output)),
        code => Err(failed(vm, code)),
    }
}

fn decompress(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 1))?;
    let limit = match arguments.get(2) {
        Some(Some(value)) => vm.to_isize(value)?,
        _ => -1,
    };
    let this = of::<Decompressor>(required(arguments, 0));
    if this.is_at_end.get() {
        return Err(vm.error(&exceptions::EOF_ERROR, "End of stream already reached"));
    }
    let mut input = this.rest.take();
    input.extend_from_slice(&data);
    let limit = usize::try_from(limit).ok();
    let mut output = Vec::new();
    let progress = this
        .stream
        .borrow_mut()
        .work(&input, &mut output, limit, bz::BZ_RUN);
    let rest = &input[progress.consumed..];
    match progress.code {
        bz::BZ_STREAM_END => {
            this.is_at_end.set(true);
            this.needs_input.set(false);
            this.unused.replace(rest.to_vec());
        }
        bz::BZ_OK => {
            let is_full = limit.is_some_and(|limit| output.len() >= limit);
            this.needs_input.set(rest.is_empty() && !is_full);
            this.rest.replace(rest.to_vec());
        }
        code => {
            this.needs_input.set(false);
            return Err(failed(vm, code));
        }
    }
    Ok(Bytes::value(output))
}
