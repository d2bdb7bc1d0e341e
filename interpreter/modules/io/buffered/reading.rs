//! Reading through a buffer.

use vm::objects::bytearray::ByteArray;
use vm::objects::bytes::Bytes;
use vm::objects::value::Value;
use vm::{Result, Vm};

use super::{Buffered, of};
use crate::arguments::size;
use crate::io::base::unsupported;
use crate::io::writable_argument;
use vm::native::required;

impl Buffered {
    /// Reads from the raw stream into a slice; `None` where it would block.
    fn raw_read(&self, vm: &Vm, raw: &Value, place: &mut [u8]) -> Result<Option<usize>> {
        if let Some(file) = self.file(raw) {
            let count = file.read_some(vm, place)?;
            self.moved_raw(count.unwrap_or(0));
            return Ok(count);
        }
        let buffer = ByteArray::new(vec![0; place.len()]).into_value();
        let count = vm.call_method(raw, "readinto", std::slice::from_ref(&buffer))?;
        if count.is_none() {
            return Ok(None);
        }
        let given = vm
            .index(&count)
            .map_err(|raised| wrong_result(vm, raised))?;
        let count = given.as_i64().and_then(|count| usize::try_from(count).ok());
        let Some(count) = count.filter(|count| *count <= place.len()) else {
            return Err(vm.error(
                &vm::objects::exceptions::OS_ERROR,
                format!(
                    "raw readinto() returned invalid length {} (should have been between 0 and {})",
                    vm.str_text(&given)?,
                    place.len()
                ),
            ));
        };
        let bytes = vm.bytes_like(&buffer)?;
        if let (Some(place), Some(bytes)) = (place.get_mut(..count), bytes.get(..count)) {
            place.copy_from_slice(bytes);
        }
        self.moved_raw(count);
        Ok(Some(count))
    }

    /// Fills the empty buffer by one call of the raw stream; `None` where it would block.
    fn fill(&self, vm: &Vm, raw: &Value) -> Result<Option<usize>> {
        self.forget_ahead();
        let mut ahead = self.ahead.take();
        ahead.resize(self.buffer_size.get(), 0);
        let count = self.raw_read(vm, raw, &mut ahead);
        ahead.truncate(count.as_ref().ok().copied().flatten().unwrap_or(0));
        *self.ahead.borrow_mut() = ahead;
        count
    }

    /// Takes bytes that were read ahead.
    fn take(&self, most: usize, out: &mut Vec<u8>) {
        let ahead = self.ahead.borrow();
        let rest = &ahead[self.taken.get()..];
        let count = rest.len().min(most);
        out.extend_from_slice(&rest[..count]);
        self.taken.set(self.taken.get() + count);
    }

    /// Before reading: what is pending must be written.
    fn start_reading(&self, vm: &Vm, raw: &Value) -> Result<()> {
        if self.writable.get() {
            self.flush_pending(vm, raw)
        } else {
            Ok(())
        }
    }

    /// Reads exactly this many bytes unless the stream ends or blocks; `None` if it blocks at
    /// once.
    fn read_exactly(&self, vm: &Vm, raw: &Value, wanted: usize) -> Result<Option<Vec<u8>>> {
        let mut out = Vec::new();
        self.take(wanted, &mut out);
        if out.len() == wanted {
            return Ok(Some(out));
        }
        self.start_reading(vm, raw)?;
        while out.len() < wanted {
            let missing = wanted - out.len();
            let count = if missing >= self.buffer_size.get() {
                // Whole buffers are read in place.
                self.forget_ahead();
                let step = (missing - missing % self.buffer_size.get()).min(1 << 26);
                let start = out.len();
                out.resize(start + step, 0);
                let count = self.raw_read(vm, raw, &mut out[start..]);
                out.truncate(start + count.as_ref().ok().copied().flatten().unwrap_or(0));
                count?
            } else {
                let count = self.fill(vm, raw)?;
                self.take(missing, &mut out);
                count
            };
            match count {
                Some(0) => break,
                Some(_) => {}
                None if out.is_empty() => return Ok(None),
                None => break,
            }
        }
        Ok(Some(out))
    }

    /// Reads to the end.
    fn read_all(&self, vm: &Vm, raw: &Value) -> Result<Value> {
        let mut out = Vec::new();
        self.take(usize::MAX, &mut out);
        self.forget_ahead();
        self.start_reading(vm, raw)?;
        if let Some(file) = self.file(raw) {
            let blocked = !file.read_to_end(vm, &mut out)?;
            self.raw_position.set(None);
            return Ok(if blocked && out.is_empty() {
                Value::NONE
            } else {
                Bytes::value(out)
            });
        }
        if let Some(readall) = vm.find_attribute_by(raw, "readall")? {
            let rest = vm.call(&readall, &[])?;
            self.raw_position.set(None);
            if rest.is_none() {
                return Ok(if out.is_empty() {
                    rest
                } else {
                    Bytes::value(out)
                });
            }
            let Some(bytes) = rest.downcast::<Bytes>() else {
                return Err(vm.type_error("readall() should return bytes"));
            };
            if out.is_empty() {
                return Ok(rest);
            }
            out.extend_from_slice(bytes.as_bytes());
            return Ok(Bytes::value(out));
        }
        loop {
            let part = vm.call_method(raw, "read", &[])?;
            self.raw_position.set(None);
            if part.is_none() {
                return Ok(if out.is_empty() {
                    part
                } else {
                    Bytes::value(out)
                });
            }
            let Some(bytes) = part.downcast::<Bytes>() else {
                return Err(vm.type_error("read() should return bytes"));
            };
            if bytes.is_empty() {
                return Ok(Bytes::value(out));
            }
            out.extend_from_slice(bytes.as_bytes());
        }
    }
}

fn wrong_result(vm: &Vm, cause: vm::Raised) -> vm::Raised {
    let raised = vm.error(&vm::objects::exceptions::OS_ERROR, "raw readinto() failed");
    if let Some(exception) = raised.0.downcast::<vm::objects::exceptions::Exception>() {
        exception.set_cause(Some(cause.0));
    }
    raised
}

pub(super) fn read(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let buffered = of(this);
    let count = size(vm, arguments, 1)?;
    if count < -1 {
        return Err(vm.value_error("read length must be non-negative or -1"));
    }
    let raw = buffered.check_open(vm, "read")?;
    let _entered = buffered.enter(vm, this)?;
    let Ok(count) = usize::try_from(count) else {
        return buffered.read_all(vm, &raw);
    };
    let bytes = buffered.read_exactly(vm, &raw, count)?;
    Ok(bytes.map_or(Value::NONE, Bytes::value))
}

pub(super) fn peek(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let buffered = of(this);
    if let Some(Some(size)) = arguments.get(1) {
        vm.to_isize(size)?;
    }
    let raw = buffered.check_open(vm, "peek")?;
    let _entered = buffered.enter(vm, this)?;
    if buffered.waiting() == 0 {
        buffered.start_reading(vm, &raw)?;
        buffered.fill(vm, &raw)?;
    }
    let ahead = buffered.ahead.borrow();
    Ok(Bytes::value(&ahead[buffered.taken.get()..]))
}

pub(super) fn read1(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let count = match arguments.get(1) {
        Some(Some(value)) => vm.to_isize(value)?,
        _ => -1,
    };
    let buffered = of(this);
    let count = usize::try_from(count).unwrap_or(buffered.buffer_size.get());
    let mut out = Vec::new();
    read1_into(vm, this, count, &mut out)?;
    Ok(Bytes::value(out))
}

/// `read1(count)` of a stream of this class, which appends what it reads.
pub fn read1_into(vm: &Vm, this: &Value, count: usize, out: &mut Vec<u8>) -> Result<()> {
    let buffered = of(this);
    let raw = buffered.check_open(vm, "read")?;
    if !buffered.readable.get() {
        return Err(unsupported(vm, "read1"));
    }
    if count == 0 {
        return Ok(());
    }
    let _entered = buffered.enter(vm, this)?;
    if buffered.waiting() > 0 {
        buffered.take(count, out);
        return Ok(());
    }
    buffered.start_reading(vm, &raw)?;
    buffered.forget_ahead();
    let start = out.len();
    out.resize(start + count.min(1 << 26), 0);
    let read = buffered.raw_read(vm, &raw, &mut out[start..]);
    out.truncate(start + read.as_ref().ok().copied().flatten().unwrap_or(0));
    read.map(drop)
}

pub(super) fn readinto(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    read_into(vm, arguments, false)
}

pub(super) fn readinto1(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    read_into(vm, arguments, true)
}

fn read_into(vm: &Vm, arguments: &[Option<Value>], once: bool) -> Result<Value> {
    let this = required(arguments, 0);
    let buffered = of(this);
    let name = if once { "readinto1" } else { "readinto" };
    let buffer = writable_argument(vm, required(arguments, 1), name, "")?;
    let raw = buffered.check_open(vm, "readinto")?;
    let _entered = buffered.enter(vm, this)?;
    let bytes = if once {
        let mut out = Vec::new();
        buffered.take(buffer.len(), &mut out);
        let taken = out.len();
        // More than the buffer holds is read at once, even behind what was read ahead.
        if buffer.len() - taken > buffered.buffer_size.get() {
            buffered.start_reading(vm, &raw)?;
            buffered.forget_ahead();
            out.resize(buffer.len(), 0);
            let count = buffered.raw_read(vm, &raw, &mut out[taken..])?;
            out.truncate(taken + count.unwrap_or(0));
            if count.is_none() && taken == 0 {
                return Ok(Value::NONE);
            }
        } else if taken == 0 && !buffer.is_empty() {
            buffered.start_reading(vm, &raw)?;
            if buffered.fill(vm, &raw)?.is_none() {
                return Ok(Value::NONE);
            }
            buffered.take(buffer.len(), &mut out);
        }
        Some(out)
    } else {
        buffered.read_exactly(vm, &raw, buffer.len())?
    };
    let Some(bytes) = bytes else {
        return Ok(Value::NONE);
    };
    buffer.write(0, &bytes);
    Ok(bytes.len().into())
}

pub(super) fn readline(vm: &Vm, arguments: &[Option<Value>]) -> Result<Value> {
    let this = required(arguments, 0);
    let limit = size(vm, arguments, 1)?;
    of(this).raw(vm)?;
    read_line(vm, this, usize::try_from(limit).unwrap_or(usize::MAX))
}

fn read_line(vm: &Vm, this: &Value, limit: usize) -> Result<Value> {
    let buffered = of(this);
    let raw = buffered.check_open(vm, "readline")?;
    {
        // Most lines are there already.
        let ahead = buffered.ahead.borrow();
        let rest = &ahead[buffered.taken.get()..];
        let rest = &rest[..rest.len().min(limit)];
        let end = memchr::memchr(b'\n', rest).map(|end| end + 1);
        if let Some(end) = end.or((rest.len() == limit).then_some(limit)) {
            buffered.taken.set(buffered.taken.get() + end);
            return Ok(Bytes::value(&rest[..end]));
        }
    }
    let _entered = buffered.enter(vm, this)?;
    let mut line = Vec::new();
    buffered.take(limit, &mut line);
    buffered.start_reading(vm, &raw)?;
    while line.len() < limit {
        match buffered.fill(vm, &raw)? {
            Some(count) if count > 0 => {}
            _ => break,
        }
        let most = {
            let ahead = buffered.ahead.borrow();
            memchr::memchr(b'\n', &ahead).map_or(usize::MAX, |end| end + 1)
        };
        buffered.take(most.min(limit - line.len()), &mut line);
        if line.last() == Some(&b'\n') {
            break;
        }
    }
    Ok(Bytes::value(line))
}

pub(super) fn next(vm: &Vm, this: &Value) -> Result<Option<Value>> {
    let exact =
        this.class().is(&super::BUFFERED_READER) || this.class().is(&super::BUFFERED_RANDOM);
    let line = match exact {
        true => read_line(vm, this, usize::MAX)?,
        false => vm.call_method(this, "readline", &[])?,
    };
    match line.downcast::<Bytes>() {
        Some(bytes) if bytes.is_empty() => Ok(None),
        Some(_) => Ok(Some(line)),
        None => Err(vm.error(
            &vm::objects::exceptions::OS_ERROR,
            format!(
                "readline() should have returned a bytes object, not '{}'",
                line.class().name()
            ),
        )),
    }
}
