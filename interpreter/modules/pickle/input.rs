//! What an unpickler reads: bytes in memory, or a file of which no more is taken than needed.

use std::borrow::Cow;

use vm::objects::exceptions;
use vm::objects::value::Value;
use vm::{Raised, Result, Vm};

use super::unpickler::File;
use super::unpickling_error;

/// How much is looked at ahead, where a file allows it.
const AHEAD: usize = 128 * 1024;

/// The bytes at hand, and where more come from.
pub struct Input<'a> {
    data: Cow<'a, [u8]>,
    next: usize,
    file: Option<File>,
    /// How much of the data the file itself does not count as read.
    is_peeked: bool,
}

#[cold]
fn truncated(vm: &Vm) -> Raised {
    unpickling_error(vm, "pickle data was truncated")
}

impl<'a> Input<'a> {
    /// Bytes in memory.
    pub fn of_bytes(data: &'a [u8]) -> Input<'a> {
        Input {
            data: Cow::Borrowed(data),
            next: 0,
            file: None,
            is_peeked: false,
        }
    }

    /// A file.
    pub fn of_file(file: File) -> Input<'a> {
        Input {
            data: Cow::Borrowed(&[]),
            next: 0,
            file: Some(file),
            is_peeked: false,
        }
    }

    /// The next byte; `None` at the end.
    #[inline]
    pub fn code(&mut self, vm: &Vm) -> Result<Option<u8>> {
        if let Some(code) = self.data.get(self.next) {
            self.next += 1;
            return Ok(Some(*code));
        }
        if self.file.is_none() {
            return Ok(None);
        }
        match self.fill(vm, 1)? {
            true => {
                self.next += 1;
                Ok(self.data.get(self.next - 1).copied())
            }
            false => Ok(None),
        }
    }

    /// The next `count` bytes.
    #[inline]
    pub fn read(&mut self, vm: &Vm, count: usize) -> Result<&[u8]> {
        if self.data.len() - self.next < count && !self.fill(vm, count)? {
            return Err(truncated(vm));
        }
        let first = self.next;
        self.next += count;
        Ok(self.data.get(first..self.next).unwrap_or_default())
    }

    /// The next bytes, as many as the array has.
    #[inline]
    pub fn array<const N: usize>(&mut self, vm: &Vm) -> Result<[u8; N]> {
        let bytes = self.read(vm, N)?;
        Ok(bytes.try_into().unwrap_or([0; N]))
    }

    /// Looks whether `count` bytes follow, without reading them.
    pub fn expect(&mut self, vm: &Vm, count: usize) -> Result<()> {
        self.read(vm, count)?;
        self.next -= count;
        Ok(())
    }

    /// The rest of a line, without its end; at least `least` bytes with it.
    pub fn line(&mut self, vm: &Vm, least: usize) -> Result<&[u8]> {
        let rest = self.data.get(self.next..).unwrap_or_default();
        let (first, end) = match memchr::memchr(b'\n', rest) {
            Some(end) => (self.next, self.next + end),
            None => {
                let Some(file) = self.file.clone() else {
                    return Err(truncated(vm));
                };
                let mut line = rest.to_vec();
                if !self.is_peeked {
                    self.next = self.data.len();
                } else {
                    // What was only looked at comes with the line.
                    line.clear();
                }
                self.skip_peeked(vm)?;
                let more = vm.call(&file.readline, &[])?;
                line.extend_from_slice(&bytes_of(vm, &more)?);
                if line.last() != Some(&b'\n') {
                    return Err(truncated(vm));
                }
                self.data = Cow::Owned(line);
                (0, self.data.len() - 1)
            }
        };
        self.next = end + 1;
        if end + 1 - first < least {
            return Err(truncated(vm));
        }
        Ok(self.data.get(first..end).unwrap_or_default())
    }

    /// Makes `count` bytes ready, if the file has as many.
    fn fill(&mut self, vm: &Vm, count: usize) -> Result<bool> {
        let Some(file) = self.file.clone() else {
            return Ok(false);
        };
        // Bytes that were read from the file are its last that anybody gets; those that were
        // only looked at come again.
        let mut kept = match self.is_peeked {
            true => Vec::new(),
            false => self.data.get(self.next..).unwrap_or_default().to_vec(),
        };
        self.skip_peeked(vm)?;
        let missing = count - kept.len();
        if kept.is_empty()
            && count < AHEAD
            && let Some(peek) = &file.peek
        {
            match vm.call(peek, &[Value::from(AHEAD)]) {
                Ok(bytes) => {
                    let bytes = bytes_of(vm, &bytes)?;
                    if bytes.len() >= count {
                        self.data = Cow::Owned(bytes);
                        self.is_peeked = true;
                        return Ok(true);
                    }
                }
                Err(raised) if raised.is(&exceptions::NOT_IMPLEMENTED_ERROR) => {
                    if let Some(file) = &mut self.file {
                        file.peek = None;
                    }
                }
                Err(raised) => return Err(raised),
            }
        }
        let bytes = vm.call(&file.read, &[Value::from(missing)])?;
        kept.extend_from_slice(&bytes_of(vm, &bytes)?);
        self.data = Cow::Owned(kept);
        Ok(self.data.len() >= count)
    }

    /// Reads from the file what has been used of the bytes that were only looked at.
    pub fn skip_peeked(&mut self, vm: &Vm) -> Result<()> {
        let used = std::mem::take(&mut self.next);
        let was_peeked = std::mem::take(&mut self.is_peeked);
        if let (true, Some(file)) = (was_peeked && used > 0, &self.file) {
            vm.call(&file.read, &[Value::from(used)])?;
        }
        self.data = Cow::Borrowed(&[]);
        Ok(())
    }
}

fn bytes_of(vm: &Vm, value: &Value) -> Result<Vec<u8>> {
    Ok(vm.bytes_like(value)?.to_vec())
}
