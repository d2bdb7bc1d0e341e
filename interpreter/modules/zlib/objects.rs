//! Objects that compress and decompress piece by piece.

use std::cell::Cell;

use libz_sys as z;
use vm::call::Arguments;
use vm::native::{Method, Signature, bind, required};
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::guarded::Guarded;
use vm::objects::heap::{Payload, Ref};
use vm::objects::slots::Slots;
use vm::objects::types::{Type, TypeSpec, flags};
use vm::objects::value::Value;
use vm::{Raised, Result, Vm, payload, static_type};

use super::error;
use super::stream::Stream;
use crate::arguments::{int, optional};
use crate::support::{member, of};

/// The payload of both kinds of objects.
pub struct Codec {
    stream: Guarded<Stream>,
    dictionary: Option<Vec<u8>>,
    unused: Guarded<Vec<u8>>,
    unconsumed: Guarded<Vec<u8>>,
    is_at_end: Cell<bool>,
    needs_input: Cell<bool>,
}

payload!(Codec, COMPRESS);

static_type! {
    /// `zlib.Compress`
    pub COMPRESS = TypeSpec {
        name: "Compress",
        module: "zlib",
        layout: Some(<Codec as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        methods: &[
            Method::new("compress", "($self, data, /)", compress, "Compresses more bytes."),
            Method::new("flush", "($self, mode=zlib.Z_FINISH, /)", flush, "What is still to come out."),
            Method::new("copy", "($self, /)", copy, "Another in the same state."),
            Method::new("__copy__", "($self, /)", copy, "Another in the same state."),
            Method::new("__deepcopy__", "($self, memo, /)", copy, "Another in the same state."),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `zlib.Decompress`
    pub DECOMPRESS = TypeSpec {
        name: "Decompress",
        module: "zlib",
        layout: Some(<Codec as Payload>::layout),
        flags: flags::NO_INSTANTIATION,
        methods: &[
            Method::new("decompress", "($self, data, /, max_length=0)", decompress, "Decompresses more bytes."),
            Method::new("flush", "($self, length=zlib.DEF_BUF_SIZE, /)", flush_rest, "What is still to come out."),
            Method::new("copy", "($self, /)", copy, "Another in the same state."),
            Method::new("__copy__", "($self, /)", copy, "Another in the same state."),
            Method::new("__deepcopy__", "($self, memo, /)", copy, "Another in the same state."),
        ],
        properties: &[
            member("unused_data", |_, this| Ok(Bytes::value(&*of::<Codec>(this).unused.borrow()))),
            member("unconsumed_tail", |_, this| Ok(Bytes::value(&*of::<Codec>(this).unconsumed.borrow()))),
            member("eof", |_, this| Ok(Value::bool(of::<Codec>(this).is_at_end.get()))),
        ],
        ..TypeSpec::DEFAULT
    };
    /// `zlib._ZlibDecompressor`
    pub ZLIB_DECOMPRESSOR = TypeSpec {
        name: "_ZlibDecompressor",
        module: "zlib",
        doc: Some("Decompresses piece by piece, and keeps what it has not used."),
        signature: Some("(wbits=15, zdict=b'')"),
        layout: Some(<Codec as Payload>::layout),
        slots: Slots { new: Some(new_decompressor), ..Slots::EMPTY },
        methods: &[
            Method::new("decompress", "($self, /, data, max_length=-1)", decompress_buffered, "Decompresses more bytes."),
        ],
        properties: &[
            member("eof", |_, this| Ok(Value::bool(of::<Codec>(this).is_at_end.get()))),
            member("unused_data", |_, this| Ok(Bytes::value(&*of::<Codec>(this).unused.borrow()))),
            member("needs_input", |_, this| Ok(Value::bool(of::<Codec>(this).needs_input.get()))),
        ],
        ..TypeSpec::DEFAULT
    };
}

fn made(class: &Ref<Type>, stream: Stream, dictionary: Option<Vec<u8>>) -> Value {
    let codec = Codec {
        stream: Guarded::new(stream),
        dictionary,
        unused: Guarded::default(),
        unconsumed: Guarded::default(),
        is_at_end: Cell::new(false),
        needs_input: Cell::new(true),
    };
    Ref::with_class(class, codec).into()
}

pub(super) fn compressor(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let number = |position: usize, default: i32| int(vm, arguments, position, default);
    let (level, method, window) = (number(0, -1)?, number(1, z::Z_DEFLATED)?, number(2, 15)?);
    let (memory, strategy) = (number(3, 8)?, number(4, 0)?);
    let dictionary = match arguments.get(5) {
        Some(Some(value)) => Some(vm.bytes_like(value)?),
        _ => None,
    };
    let made_stream = Stream::compressing(level, method, window, memory, strategy);
    let mut stream = made_stream.map_err(|(code, message)| match code {
        z::Z_MEM_ERROR => vm.memory_error("Can't allocate memory for compression object"),
        z::Z_STREAM_ERROR => vm.value_error("Invalid initialization option"),
        code => error(vm, code, message, "while creating compression object"),
    })?;
    if let Some(dictionary) = dictionary {
        match stream.set_dictionary(&dictionary) {
            z::Z_OK => {}
            z::Z_STREAM_ERROR => return Err(vm.value_error("Invalid dictionary")),
            _ => return Err(vm.value_error("deflateSetDictionary()")),
        }
    }
    Ok(made(&COMPRESS, stream, None))
}

pub(super) fn decompressor(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let window = int(vm, arguments, 0, 15)?;
    decompressor_of(vm, &DECOMPRESS, window, optional(arguments, 1))
}

fn new_decompressor(vm: &Vm, class: &Ref<Type>, arguments: Arguments<'_>) -> Result<Value> {
    static SIGNATURE: Signature = Signature::new("_ZlibDecompressor", "(wbits=15, zdict=b'')");
    let bound = bind(vm, &SIGNATURE, arguments)?;
    let window = int(vm, &bound, 0, 15)?;
    decompressor_of(vm, class, window, bound.optional(1))
}

fn decompressor_of(
    vm: &Vm,
    class: &Ref<Type>,
    window: i32,
    dictionary: Option<&Value>,
) -> Result<Value> {
    let dictionary = match dictionary {
        Some(value) => {
            Some(vm.bytes_like(value).map_err(
                |raised| match raised.is(&exceptions::TYPE_ERROR) {
                    true => vm.type_error("zdict argument must support the buffer protocol"),
                    false => raised,
                },
            )?)
        }
        None => None,
    };
    let dictionary = dictionary.map(|it| it.to_vec()).filter(|it| !it.is_empty());
    let mut stream = Stream::decompressing(window).map_err(|(code, message)| match code {
        z::Z_MEM_ERROR => vm.memory_error("Can't allocate memory for decompression object"),
        z::Z_STREAM_ERROR => vm.value_error("Invalid initialization option"),
        code => error(vm, code, message, "while creating decompression object"),
    })?;
    // Without a header nothing asks for the dictionary.
    if let Some(dictionary) = &dictionary
        && window < 0
    {
        let code = stream.set_dictionary(dictionary);
        if code != z::Z_OK {
            return Err(error(vm, code, stream.message(), "while setting zdict"));
        }
    }
    Ok(made(class, stream, dictionary))
}

fn compress(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 1))?;
    let mut output = Vec::new();
    let mut stream = of::<Codec>(required(arguments, 0)).stream.borrow_mut();
    let progress = stream.work(&data, &mut output, None, z::Z_NO_FLUSH, z::Z_NO_FLUSH);
    match progress.code {
        z::Z_STREAM_ERROR => Err(error(
            vm,
            progress.code,
            stream.message(),
            "while compressing data",
        )),
        z::Z_MEM_ERROR => Err(vm.memory_error("")),
        _ => Ok(Bytes::value(output)),
    }
}

fn flush(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let mode = int(vm, arguments, 1, z::Z_FINISH)?;
    if mode == z::Z_NO_FLUSH {
        return Ok(Bytes::value([]));
    }
    let mut output = Vec::new();
    let mut stream = of::<Codec>(required(arguments, 0)).stream.borrow_mut();
    let progress = stream.work(&[], &mut output, None, mode, mode);
    match progress.code {
        z::Z_STREAM_END if mode == z::Z_FINISH => match stream.end() {
            z::Z_OK => Ok(Bytes::value(output)),
            code => Err(error(
                vm,
                code,
                stream.message(),
                "while finishing compression",
            )),
        },
        z::Z_OK | z::Z_BUF_ERROR => Ok(Bytes::value(output)),
        z::Z_MEM_ERROR => Err(vm.memory_error("")),
        code => Err(error(vm, code, stream.message(), "while flushing")),
    }
}

fn copy(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let codec = of::<Codec>(this);
    let stream = codec
        .stream
        .borrow_mut()
        .copy()
        .map_err(|code| match code {
            z::Z_STREAM_ERROR => vm.value_error("Inconsistent stream state"),
            z::Z_MEM_ERROR => vm.memory_error("Can't allocate memory for compression object"),
            code => error(vm, code, None, "while copying compression object"),
        })?;
    let copied = made(this.class(), stream, codec.dictionary.clone());
    let copy = of::<Codec>(&copied);
    copy.unused.replace(codec.unused.borrow().clone());
    copy.unconsumed.replace(codec.unconsumed.borrow().clone());
    copy.is_at_end.set(codec.is_at_end.get());
    Ok(copied)
}

impl Codec {
    /// Decompresses: what the library said, how much it took.
    fn inflate(
        &self,
        vm: &Vm,
        input: &[u8],
        output: &mut Vec<u8>,
        limit: Option<usize>,
        last: i32,
    ) -> Result<(i32, usize)> {
        let mut stream = self.stream.borrow_mut();
        let mut consumed = 0;
        loop {
            let middle = if last == z::Z_FINISH {
                z::Z_NO_FLUSH
            } else {
                last
            };
            let progress = stream.work(&input[consumed..], output, limit, middle, last);
            consumed += progress.consumed;
            let wants_dictionary = progress.code == z::Z_NEED_DICT;
            let Some(dictionary) = self.dictionary.as_ref().filter(|_| wants_dictionary) else {
                return Ok((progress.code, consumed));
            };
            let code = stream.set_dictionary(dictionary);
            if code != z::Z_OK {
                return Err(error(vm, code, stream.message(), "while setting zdict"));
            }
        }
    }

    fn failed(&self, vm: &Vm, code: i32) -> Raised {
        let message = self.stream.borrow().message();
        match code {
            z::Z_MEM_ERROR => vm.memory_error(""),
            code => error(vm, code, message, "while decompressing data"),
        }
    }

    /// Keeps what was not used: behind the end of the stream, or for want of room.
    fn keep(&self, rest: &[u8], code: i32) {
        let mut rest = rest;
        if code == z::Z_STREAM_END && !rest.is_empty() {
            self.unused.borrow_mut().extend_from_slice(rest);
            rest = &[];
        }
        self.unconsumed.replace(rest.to_vec());
    }
}

fn decompress(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 1))?;
    let limit = match arguments.get(2) {
        Some(Some(value)) => vm.to_isize(value)?,
        _ => 0,
    };
    let limit = match usize::try_from(limit) {
        Err(_) => return Err(vm.value_error("max_length must be non-negative")),
        Ok(0) => None,
        Ok(limit) => Some(limit),
    };
    let codec = of::<Codec>(required(arguments, 0));
    let mut output = Vec::new();
    let (code, consumed) = codec.inflate(vm, &data, &mut output, limit, z::Z_SYNC_FLUSH)?;
    codec.keep(&data[consumed..], code);
    match code {
        z::Z_STREAM_END => codec.is_at_end.set(true),
        z::Z_OK | z::Z_BUF_ERROR => {}
        code => return Err(codec.failed(vm, code)),
    }
    Ok(Bytes::value(output))
}

fn flush_rest(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let length = match arguments.get(1) {
        Some(Some(value)) => vm.to_isize(value)?,
        _ => 16384,
    };
    if length <= 0 {
        return Err(vm.value_error("length must be greater than zero"));
    }
    let codec = of::<Codec>(required(arguments, 0));
    let data = codec.unconsumed.borrow().clone();
    let mut output = Vec::new();
    let (code, consumed) = codec.inflate(vm, &data, &mut output, None, z::Z_FINISH)?;
    codec.keep(&data[consumed..], code);
    if code == z::Z_STREAM_END {
        codec.is_at_end.set(true);
        let mut stream = codec.stream.borrow_mut();
        let code = stream.end();
        if code != z::Z_OK {
            let message = stream.message();
            return Err(error(vm, code, message, "while finishing decompression"));
        }
    }
    Ok(Bytes::value(output))
}

/// The method of `_ZlibDecompressor`, which keeps its input itself.
fn decompress_buffered(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let data = vm.bytes_like(required(arguments, 1))?;
    let limit = match arguments.get(2) {
        Some(Some(value)) => vm.to_isize(value)?,
        _ => -1,
    };
    let codec = of::<Codec>(required(arguments, 0));
    if codec.is_at_end.get() {
        return Err(vm.error(&exceptions::EOF_ERROR, "End of stream already reached"));
    }
    let mut input = codec.unconsumed.take();
    input.extend_from_slice(&data);
    let limit = usize::try_from(limit).ok();
    let mut output = Vec::new();
    let (code, consumed) = codec.inflate(vm, &input, &mut output, limit, z::Z_SYNC_FLUSH)?;
    let rest = &input[consumed..];
    match code {
        z::Z_STREAM_END => {
            codec.is_at_end.set(true);
            codec.needs_input.set(false);
            codec.unused.replace(rest.to_vec());
        }
        z::Z_OK | z::Z_BUF_ERROR => {
            let is_full = limit.is_some_and(|limit| output.len() >= limit);
            codec.needs_input.set(rest.is_empty() && !is_full);
            codec.unconsumed.replace(rest.to_vec());
        }
        code => {
            codec.needs_input.set(false);
            return Err(codec.failed(vm, code));
        }
    }
    Ok(Bytes::value(output))
}
