//! Reading text.

use primitives::text::wtf8::{Wtf8, Wtf8Buf};
use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{Decoded, TextIo, is_plain_buffer, of};
use crate::arguments::size;
use crate::io::base::unsupported;
use crate::io::buffered;
use crate::io::decoder::TextDecoder;
use vm::native::required;

impl Decoded {
    pub(super) fn rest(&self) -> &[u8] {
        self.text.get(self.taken..).unwrap_or_default()
    }

    fn take(&mut self, bytes: usize) -> Ref<Str> {
        let text = Str::from_wtf8(Wtf8::from_bytes_trusted(&self.rest()[..bytes]));
        self.taken += bytes;
        text
    }
}

impl TextIo {
    /// Runs something with the decoder, which is taken out meanwhile: it may run Python code.
    pub(super) fn with_decoder<R>(
        &self,
        vm: &Vm,
        action: impl FnOnce(&mut TextDecoder) -> Result<R>,
    ) -> Result<R> {
        let Some(mut decoder) = self.decoder.take() else {
            return Err(unsupported(vm, "not readable"));
        };
        let result = action(&mut decoder);
        drop(self.decoder.replace(Some(decoder)));
        result
    }

    fn check_readable(&self, vm: &Vm) -> Result<()> {
        match self.readable.get() {
            true => Ok(()),
            false => Err(unsupported(vm, "not readable")),
        }
    }

    /// Reads and decodes the next bytes; false at the end.
    fn read_chunk(&self, vm: &Vm, buffer: &Value, hint: usize) -> Result<bool> {
        self.check_readable(vm)?;
        let before = match self.telling.get() {
            true => Some(self.with_decoder(vm, |decoder| decoder.state(vm))?),
            false => None,
        };
        let ratio = self.decoded.borrow().ratio.max(1.0);
        let hint = if hint == 0 {
            0
        } else {
            (ratio * hint as f64) as usize
        };
        let wanted = self.chunk_size.get().max(hint.min(1 << 24));
        let input = self.read_bytes(vm, buffer, wanted)?;
        let at_end = input.is_empty();
        let text = self.with_decoder(vm, |decoder| decoder.decode(vm, &input, at_end))?;
        let length = text.count();
        let mut decoded = self.decoded.borrow_mut();
        decoded.started = true;
        decoded.text = text.into_bytes();
        decoded.taken = 0;
        decoded.ratio = if length > 0 {
            input.len() as f64 / length as f64
        } else {
            0.0
        };
        decoded.snapshot = before.map(|(mut bytes, flags)| {
            bytes.extend_from_slice(&input);
            (flags, bytes)
        });
        Ok(!at_end || length > 0)
    }

    fn read_bytes(&self, vm: &Vm, buffer: &Value, wanted: usize) -> Result<Vec<u8>> {
        if is_plain_buffer(buffer) {
            let mut bytes = Vec::new();
            buffered::read1_into(vm, buffer, wanted, &mut bytes)?;
            return Ok(bytes);
        }
        let method = if self.has_read1.get() {
            "read1"
        } else {
            "read"
        };
        let bytes = vm.call_method(buffer, method, &[Value::from(wanted)])?;
        match vm.bytes_like(&bytes) {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(_) => Err(vm.type_error(format!(
                "underlying {method}() should have returned a bytes-like object, not '{}'",
                bytes.class().name()
            ))),
        }
    }
}

/// The bytes that the first `most` code points take.
fn bytes_of(text: &[u8], most: usize) -> usize {
    if most >= text.len() {
        return text.len();
    }
    Wtf8::from_bytes_trusted(text).offset(most)
}

pub(super) fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let stream = of(this);
    let count = size(vm, arguments, 1)?;
    let buffer = stream.open_buffer(vm, this)?;
    stream.check_readable(vm)?;
    stream.write_pending(vm, &buffer)?;
    let Ok(count) = usize::try_from(count) else {
        return read_all(vm, stream, &buffer);
    };
    let mut text = Wtf8Buf::new();
    let mut missing = count;
    loop {
        let part = {
            let mut decoded = stream.decoded.borrow_mut();
            let bytes = bytes_of(decoded.rest(), missing);
            decoded.take(bytes)
        };
        missing -= part.len().min(missing);
        if missing == 0 && text.is_empty() {
            return Ok(part.into());
        }
        text.push_wtf8(part.as_wtf8());
        if missing == 0 || !stream.read_chunk(vm, &buffer, missing)? {
            return Ok(Str::from_wtf8(&text).into());
        }
    }
}

fn read_all(vm: &Vm, stream: &TextIo, buffer: &Value) -> Result<Value> {
    let bytes = vm.call_method(buffer, "read", &[])?;
    if bytes.is_none() {
        return Err(vm.error_with(
            &exceptions::BLOCKING_IO_ERROR,
            vec![Str::value("Read returned None.")],
        ));
    }
    let input = match bytes.downcast::<Bytes>() {
        Some(bytes) => bytes.clone(),
        None => {
            let Ok(bytes) = vm.bytes_like(&bytes) else {
                return Err(vm.type_error(format!(
                    "underlying read() should have returned a bytes-like object, not '{}'",
                    bytes.class().name()
                )));
            };
            Bytes::new(&bytes)
        }
    };
    let text = stream.with_decoder(vm, |decoder| decoder.decode(vm, input.as_bytes(), true))?;
    let mut decoded = stream.decoded.borrow_mut();
    let result = if decoded.rest().is_empty() {
        Str::from_wtf8(&text)
    } else {
        let mut all = Wtf8Buf::from_bytes_trusted(decoded.rest().to_vec());
        all.push_wtf8(&text);
        Str::from_wtf8(&all)
    };
    decoded.started = true;
    decoded.text.clear();
    decoded.taken = 0;
    decoded.snapshot = None;
    Ok(result.into())
}

pub(super) fn readline(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let limit = match arguments.get(1) {
        Some(Some(value)) => vm.to_isize(value)?,
        _ => -1,
    };
    Ok(read_line(vm, this, usize::try_from(limit).unwrap_or(usize::MAX))?.into())
}

/// Where the line ends, if its end is in the text; otherwise how much of the text certainly
/// belongs to the line.
fn line_end(stream: &TextIo, text: &[u8]) -> std::result::Result<usize, usize> {
    let mode = stream.newline.get();
    if mode.translate || mode.end == Some("\n") {
        return memchr::memchr(b'\n', text)
            .map(|end| end + 1)
            .ok_or(text.len());
    }
    if mode.universal {
        return match memchr::memchr2(b'\n', b'\r', text) {
            Some(end) if text[end] == b'\r' && text.get(end + 1) == Some(&b'\n') => Ok(end + 2),
            Some(end) => Ok(end + 1),
            None => Err(text.len()),
        };
    }
    let end = mode.end.unwrap_or("\n").as_bytes();
    match memchr::memmem::find(text, end) {
        Some(place) => Ok(place + end.len()),
        // The first half of an end may be all that has come.
        None if end.len() > 1 && text.last() == end.first() => Err(text.len() - 1),
        None => Err(text.len()),
    }
}

fn read_line(vm: &Vm, this: &Value, limit: usize) -> Result<Ref<Str>> {
    let stream = of(this);
    let buffer = stream.open_buffer(vm, this)?;
    {
        // Most lines are there already.
        let mut decoded = stream.decoded.borrow_mut();
        if let Ok(end) = line_end(stream, decoded.rest())
            && (limit >= end || bytes_of(decoded.rest(), limit) >= end)
        {
            return Ok(decoded.take(end));
        }
    }
    stream.write_pending(vm, &buffer)?;
    let mut line = Vec::new();
    // Bytes at the end of `line` that are still looked at.
    let mut open = 0;
    let mut missing = limit;
    loop {
        let ended = {
            let mut decoded = stream.decoded.borrow_mut();
            let most = bytes_of(decoded.rest(), missing);
            let part = decoded.rest()[..most].to_vec();
            let start = line.len() - open;
            line.extend_from_slice(&part);
            let end = line_end(stream, &line[start..]);
            let kept = end.map_or(line.len(), |end| start + end);
            let used = most - (line.len() - kept);
            decoded.taken += used;
            line.truncate(kept);
            missing = missing.saturating_sub(Wtf8::from_bytes_trusted(&part[..used]).count());
            open = end.err().map_or(0, |sure| kept - (start + sure));
            end.is_ok() || missing == 0
        };
        if ended || !stream.read_chunk(vm, &buffer, 0)? {
            break;
        }
    }
    Ok(Str::from_wtf8(Wtf8::from_bytes_trusted(&line)))
}

pub(super) fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let stream = of(this);
    stream.buffer(vm)?;
    stream.telling.set(false);
    let line = if this.is_exact::<TextIo>() {
        read_line(vm, this, usize::MAX)?
    } else {
        let line = vm.call_method(this, "readline", &[])?;
        match line.downcast::<Str>() {
            Some(text) => text.clone(),
            None => {
                return Err(vm.error(
                    &exceptions::OS_ERROR,
                    format!(
                        "readline() should have returned a str object, not '{}'",
                        line.class().name()
                    ),
                ));
            }
        }
    };
    if line.is_empty() {
        stream.decoded.borrow_mut().snapshot = None;
        stream.telling.set(stream.seekable.get());
        return Ok(None);
    }
    Ok(Some(line.into()))
}
