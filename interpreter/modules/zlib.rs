//! Module `zlib`: compression as in gzip.

mod objects;
pub(crate) mod stream;

use std::ffi::c_int;

use libz_sys as z;
use vm::import::NativeModule;
use vm::native::{Method, required};
use vm::objects::bytes::Bytes;
use vm::objects::class_creation::make_ready;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::module::Module;
use vm::objects::str::Str;
use vm::objects::types::{TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, static_type};

use crate::arguments::int;
use stream::Stream;

/// `zlib`
pub static MODULE: NativeModule = NativeModule {
    name: "zlib",
    doc: Some("Compression as in gzip."),
    functions: &[
        Method::new(
            "adler32",
            "($module, data, value=1, /)",
            adler32,
            "The checksum of Adler.",
        ),
        Method::new(
            "crc32",
            "($module, data, value=0, /)",
            crc32,
            "The cyclic checksum.",
        ),
        Method::new(
            "compress",
            "($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)",
            compress,
            "Compresses bytes.",
        ),
        Method::new(
            "decompress",
            "($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)",
            decompress,
            "Decompresses bytes.",
        ),
        Method::new(
            "compressobj",
            "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            \
             wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            \
             strategy=Z_DEFAULT_STRATEGY, zdict=None)",
            objects::compressor,
            "An object that compresses piece by piece.",
        ),
        Method::new(
            "decompressobj",
            "($module, /, wbits=MAX_WBITS, zdict=b'')",
            objects::decompressor,
            "An object that decompresses piece by piece.",
        ),
    ],
    fill,
};

#[rustfmt::skip]
const NUMBERS: &[(&str, i64)] = &[
    ("DEFLATED", 8), ("DEF_BUF_SIZE", 16384), ("DEF_MEM_LEVEL", 8), ("MAX_WBITS", 15),
    ("Z_BEST_COMPRESSION", 9), ("Z_BEST_SPEED", 1), ("Z_BLOCK", 5),
    ("Z_DEFAULT_COMPRESSION", -1), ("Z_DEFAULT_STRATEGY", 0), ("Z_FILTERED", 1),
    ("Z_FINISH", 4), ("Z_FIXED", 4), ("Z_FULL_FLUSH", 3), ("Z_HUFFMAN_ONLY", 2),
    ("Z_NO_COMPRESSION", 0), ("Z_NO_FLUSH", 0), ("Z_PARTIAL_FLUSH", 1), ("Z_RLE", 3),
    ("Z_SYNC_FLUSH", 2), ("Z_TREES", 6),
];

static_type! {
    /// `zlib.error`
    pub ERROR = TypeSpec {
        name: "error",
        module: "zlib",
        base: Some(|| exceptions::EXCEPTION.as_ref()),
        flags: flags::BASE | flags::MUTABLE | flags::WEAK_REFERENCES,
        ..TypeSpec::DEFAULT
    };
}

fn fill(vm: &Vm, module: &Ref<Module>) -> Result<()> {
    for class in [
        &ERROR,
        &objects::COMPRESS,
        &objects::DECOMPRESS,
        &objects::ZLIB_DECOMPRESSOR,
    ] {
        make_ready(class);
    }
    module.set(vm, "error", ERROR.to_value());
    module.set(
        vm,
        "_ZlibDecompressor",
        objects::ZLIB_DECOMPRESSOR.to_value(),
    );
    for (name, number) in NUMBERS {
        module.set(vm, name, Value::int(*number));
    }
    for name in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
        module.set(vm, name, Str::value(stream::version()));
    }
    Ok(())
}

/// The module's own error, for a number of the library.
fn error(vm: &Vm, code: c_int, message: Option<String>, what: &str) -> Raised {
    let words = message.or_else(|| {
        let words = match code {
            z::Z_BUF_ERROR => "incomplete or truncated stream",
            z::Z_STREAM_ERROR => "inconsistent stream state",
            z::Z_DATA_ERROR => "invalid input data",
            _ => return None,
        };
        Some(words.to_owned())
    });
    let words = words.map(|words| format!(": {words}")).unwrap_or_default();
    vm.error(&ERROR, format!("Error {code} {what}{words}"))
}

/// A checksum so far: what does not fit into 32 bits is cut off.
fn checksum(vm: &Vm, arguments: &[Option<Value>], default: u32) -> Result<u32> {
    match arguments.get(1) {
        Some(Some(value)) => {
            let number = vm.index(value)?;
            let low = vm.binary(
                vm::protocols::numbers::Operator::And,
                &number,
                &Value::int(0xFFFF_FFFF),
            )?;
            Ok(vm.to_i64(&low)? as u32)
        }
        _ => Ok(default),
    }
}

fn adler32(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 0))?;
    let start = checksum(vm, arguments, 1)?;
    Ok(Value::int(stream::adler32(start, &data).into()))
}

fn crc32(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 0))?;
    let start = checksum(vm, arguments, 0)?;
    Ok(Value::int(
        primitives::text::base64::crc32(&data, start).into(),
    ))
}

/// As much input is worth giving the interpreter lock away for.
const MUCH: usize = 16 * 1024;

fn compress(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 0))?;
    let (level, window) = (int(vm, arguments, 1, -1)?, int(vm, arguments, 2, 15)?);
    let made = Stream::compressing(level, z::Z_DEFLATED, window, 8, 0);
    let mut stream = made.map_err(|(code, message)| match code {
        z::Z_MEM_ERROR => vm.memory_error("Out of memory while compressing data"),
        z::Z_STREAM_ERROR => vm.error(&ERROR, "Bad compression level"),
        code => error(vm, code, message, "while compressing data"),
    })?;
    let mut output = Vec::new();
    let input: &[u8] = &data;
    let mut work = || stream.work(input, &mut output, None, z::Z_NO_FLUSH, z::Z_FINISH);
    let progress = match input.len() {
        0..MUCH => work(),
        _ => vm.allow_threads(work),
    };
    match progress.code {
        z::Z_STREAM_END => {}
        z::Z_MEM_ERROR => return Err(vm.memory_error("Out of memory while compressing data")),
        code => return Err(error(vm, code, stream.message(), "while compressing data")),
    }
    match stream.end() {
        z::Z_OK => Ok(Bytes::value(output)),
        code => Err(error(
            vm,
            code,
            stream.message(),
            "while finishing compression",
        )),
    }
}

fn decompress(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 0))?;
    let window = int(vm, arguments, 1, 15)?;
    let size = match arguments.get(2) {
        Some(Some(value)) => vm.to_isize(value)?,
        _ => 16384,
    };
    let Ok(size) = usize::try_from(size) else {
        return Err(vm.value_error("bufsize must be non-negative"));
    };
    let made = Stream::decompressing(window);
    let no_memory = || vm.memory_error("Out of memory while decompressing data");
    let mut stream = made.map_err(|(code, message)| match code {
        z::Z_MEM_ERROR => no_memory(),
        code => error(vm, code, message, "while preparing to decompress data"),
    })?;
    let mut output = Vec::new();
    output.try_reserve(size).map_err(|_| no_memory())?;
    let input: &[u8] = &data;
    let mut work = || stream.work(input, &mut output, None, z::Z_NO_FLUSH, z::Z_FINISH);
    let progress = match input.len() {
        0..MUCH => work(),
        _ => vm.allow_threads(work),
    };
    match progress.code {
        z::Z_STREAM_END => Ok(Bytes::value(output)),
        z::Z_MEM_ERROR => Err(no_memory()),
        code => Err(error(
            vm,
            code,
            stream.message(),
            "while decompressing data",
        )),
    }
}
