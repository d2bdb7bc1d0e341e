//! Writing through a buffer.

use vm::objects::bytes::Bytes;
use vm::objects::exceptions;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::{Buffered, of};
use vm::native::required;

impl Buffered {
    /// Writes to the raw stream; `None` where it would block.
    fn raw_write(&self, vm: &Vm, raw: &Value, bytes: &[u8]) -> Result<Option<usize>> {
        if let Some(file) = self.file(raw) {
            let count = file.write_some(vm, bytes)?;
            self.moved_raw(count.unwrap_or(0));
            return Ok(count);
        }
        let count = vm.call_method(raw, "write", &[Bytes::value(bytes)])?;
        if count.is_none() {
            return Ok(None);
        }
        let number = vm.to_isize(&count)?;
        match usize::try_from(number) {
            Ok(count) if count <= bytes.len() => {
                self.moved_raw(count);
                Ok(Some(count))
            }
            _ => Err(vm.error(
                &exceptions::OS_ERROR,
                format!(
                    "raw write() returned invalid length {number} (should have been between 0 and {})",
                    bytes.len()
                ),
            )),
        }
    }

    /// Writes what is pending; BlockingIOError where the raw stream would block.
    pub(super) fn flush_pending(&self, vm: &Vm, raw: &Value) -> Result<()> {
        if self.pending.borrow().is_empty() {
            return Ok(());
        }
        let mut pending = self.pending.take();
        let mut written = 0;
        let result = loop {
            if written == pending.len() {
                break Ok(());
            }
            match self.raw_write(vm, raw, &pending[written..]) {
                Ok(Some(count)) => written += count,
                Ok(None) => break Err(would_block(vm, 0)),
                Err(raised) => break Err(raised),
            }
            // Partial writes may be due to a signal.
            if written < pending.len()
                && let Err(raised) = vm.check_signals()
            {
                break Err(raised);
            }
        };
        pending.drain(..written);
        let later = self.pending.replace(pending);
        self.pending.borrow_mut().extend_from_slice(&later);
        result
    }
}

#[cold]
fn would_block(vm: &Vm, written: usize) -> Raised {
    let arguments = [
        Value::int(libc::EAGAIN.into()),
        vm::objects::str::Str::value("write could not complete without blocking"),
        Value::from(written),
    ];
    match vm.call(exceptions::BLOCKING_IO_ERROR.as_value(), &arguments) {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

pub(super) fn write(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    of(this).raw(vm)?;
    let bytes = vm.bytes_like(required(arguments, 1))?;
    write_bytes(vm, this, &bytes).map(Value::from)
}

/// `write(bytes)` of a stream of this class.
pub fn write_bytes(vm: &Vm, this: &Value, bytes: &[u8]) -> Result<usize> {
    let buffered = of(this);
    let raw = buffered.raw(vm)?;
    let _entered = buffered.enter(vm, this)?;
    buffered
        .check_open(vm, "write to")
        .map_err(|_| vm.value_error("write to closed file"))?;
    if buffered.readable.get() && buffered.waiting() > 0 {
        let back = -(buffered.waiting() as i64);
        buffered.forget_ahead();
        buffered.raw_seek(vm, &raw, back, 1)?;
    }
    if buffered.readable.get() {
        buffered.forget_ahead();
    }
    let room = buffered
        .buffer_size
        .get()
        .saturating_sub(buffered.pending.borrow().len());
    if bytes.len() <= room {
        buffered.pending.borrow_mut().extend_from_slice(bytes);
        return Ok(bytes.len());
    }
    if let Err(raised) = buffered.flush_pending(vm, &raw) {
        return keep_what_fits(vm, buffered, bytes, raised);
    }
    let mut rest = bytes;
    while rest.len() > buffered.buffer_size.get() {
        match buffered.raw_write(vm, &raw, rest)? {
            Some(count) => rest = &rest[count..],
            None => {
                let kept = rest.len().min(buffered.buffer_size.get());
                buffered
                    .pending
                    .borrow_mut()
                    .extend_from_slice(&rest[..kept]);
                return Err(would_block(vm, bytes.len() - rest.len() + kept));
            }
        }
        vm.check_signals()?;
    }
    buffered.pending.borrow_mut().extend_from_slice(rest);
    Ok(bytes.len())
}

/// Where the raw stream would block: keeps as much as there is room for.
#[cold]
fn keep_what_fits(vm: &Vm, buffered: &Buffered, bytes: &[u8], raised: Raised) -> Result<usize> {
    if !raised.is(&exceptions::BLOCKING_IO_ERROR) {
        return Err(raised);
    }
    let room = buffered
        .buffer_size
        .get()
        .saturating_sub(buffered.pending.borrow().len());
    let kept = room.min(bytes.len());
    buffered
        .pending
        .borrow_mut()
        .extend_from_slice(&bytes[..kept]);
    if kept == bytes.len() {
        return Ok(kept);
    }
    Err(would_block(vm, kept))
}
