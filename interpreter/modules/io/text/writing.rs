//! Writing text.

use vm::objects::bytes::Bytes;
use vm::objects::heap::Ref;
use vm::objects::str::Str;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{TextIo, is_plain_buffer, of};
use crate::io::base::unsupported;
use crate::io::buffered;
use crate::io::decoder::Encoding;
use vm::native::required;

pub(super) fn write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let value = required(arguments, 1);
    let Some(text) = value.downcast::<Str>() else {
        return Err(vm.type_error(format!(
            "write() argument must be str, not {}",
            vm.found_argument(value)
        )));
    };
    write_text(vm, this, text)?;
    Ok(text.len().into())
}

/// `write(text)` of a stream of this class.
fn write_text(vm: &Vm, this: &Value, text: &Ref<Str>) -> Result<()> {
    let stream = of(this);
    let buffer = stream.open_buffer(vm, this)?;
    if !stream.writable.get() {
        return Err(unsupported(vm, "not writable"));
    }
    let bytes = text.as_bytes();
    let line_buffering = stream.line_buffering.get();
    let end = stream.newline.get().write;
    let has_line_feed = (line_buffering || end.is_some()) && bytes.contains(&b'\n');
    let must_flush = line_buffering && (has_line_feed || bytes.contains(&b'\r'));
    let translated = match end {
        Some(end) if has_line_feed => {
            let lines = bytes.split(|&byte| byte == b'\n').collect::<Vec<_>>();
            let bytes = lines.join(end.as_bytes());
            Some(Str::from_wtf8(
                primitives::text::wtf8::Wtf8::from_bytes_trusted(&bytes),
            ))
        }
        _ => None,
    };
    stream.append(vm, this, &buffer, translated.as_ref().unwrap_or(text))?;
    let full = stream.pending.borrow().len() >= stream.chunk_size.get();
    if full || must_flush || stream.write_through.get() {
        stream.write_pending(vm, &buffer)?;
    }
    if must_flush {
        flush_buffer(vm, &buffer)?;
    }
    if stream.readable.get() {
        stream.forget_decoded();
        let decoder = stream.decoder.take();
        if let Some(mut decoder) = decoder {
            let result = decoder.reset(vm);
            drop(stream.decoder.replace(Some(decoder)));
            result?;
        }
    }
    Ok(())
}

pub(super) fn flush_buffer(vm: &Vm, buffer: &Value) -> Result<()> {
    if is_plain_buffer(buffer) {
        return buffered::flush_stream(vm, buffer);
    }
    vm.call_method(buffer, "flush", &[]).map(drop)
}

impl TextIo {
    /// Adds encoded text to what is pending.
    fn append(&self, vm: &Vm, this: &Value, buffer: &Value, text: &Ref<Str>) -> Result<()> {
        let as_is = match self.encoding.get() {
            Encoding::Utf8 => text.is_ascii() || text.as_str().is_some(),
            Encoding::Ascii | Encoding::Latin1 => text.is_ascii(),
            Encoding::Other => false,
        };
        if as_is {
            return self.append_bytes(vm, buffer, text.as_bytes());
        }
        let encoder = self.encoder.borrow().clone();
        let encoded = match encoder {
            Some(encoder) => vm.call_method(&encoder, "encode", &[text.to_value()])?,
            None => {
                let names = [
                    self.encoding_name.borrow().clone(),
                    self.errors.borrow().clone(),
                ];
                vm.call_method(text.as_value(), "encode", &names)?
            }
        };
        let Some(bytes) = encoded.downcast::<Bytes>() else {
            return Err(vm.type_error(format!(
                "encoder should return a bytes object, not '{}'",
                encoded.class().name()
            )));
        };
        // An encoder is Python code, which may have closed the stream.
        self.open_buffer(vm, this)?;
        self.append_bytes(vm, buffer, bytes.as_bytes())
    }

    fn append_bytes(&self, vm: &Vm, buffer: &Value, bytes: &[u8]) -> Result<()> {
        let pending = self.pending.borrow().len();
        if pending > 0 && pending + bytes.len() > self.chunk_size.get() {
            self.write_pending(vm, buffer)?;
        }
        self.pending.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }

    /// Passes what is pending on to the buffer.
    pub(super) fn write_pending(&self, vm: &Vm, buffer: &Value) -> Result<()> {
        if self.pending.borrow().is_empty() {
            return Ok(());
        }
        let mut pending = self.pending.take();
        let result = if is_plain_buffer(buffer) {
            buffered::write_bytes(vm, buffer, &pending).map(drop)
        } else {
            let bytes = Bytes::value(&pending);
            vm.call_method(buffer, "write", &[bytes]).map(drop)
        };
        pending.clear();
        if self.pending.borrow().is_empty() {
            // The memory serves again.
            *self.pending.borrow_mut() = pending;
        }
        result
    }

    pub(super) fn forget_decoded(&self) {
        let mut decoded = self.decoded.borrow_mut();
        decoded.text.clear();
        decoded.taken = 0;
        decoded.snapshot = None;
    }
}

pub(super) fn flush(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    flush_stream(vm, required(arguments, 0))?;
    Ok(Value::NONE)
}

pub(super) fn flush_stream(vm: &Vm, this: &Value) -> Result<()> {
    let stream = of(this);
    let buffer = stream.open_buffer(vm, this)?;
    stream.telling.set(stream.seekable.get());
    stream.write_pending(vm, &buffer)?;
    flush_buffer(vm, &buffer)
}
