//! Bytes that a reader was fed with, as long as no script has seen its buffer: what is taken
//! from their front moves nothing.

use std::cell::Cell;

use vm::objects::bytes::Bytes;
use vm::objects::guarded::Guarded;
use vm::objects::value::Value;
use vm::{Result, Vm};

/// Bytes that wait to be read.
#[derive(Default)]
pub struct Fed {
    /// What came at once, where nothing waited before it.
    chunk: Guarded<Option<Value>>,
    /// All bytes, where there is no single chunk.
    joined: Guarded<Vec<u8>>,
    /// How many of either were taken.
    taken: Cell<usize>,
}

fn bytes_in(chunk: &Value) -> &[u8] {
    let chunk = chunk.downcast_exact::<Bytes>();
    chunk.map_or(&[], |chunk| chunk.as_bytes())
}

impl Fed {
    /// How many bytes there are.
    #[inline]
    pub fn len(&self) -> usize {
        let all = match &*self.chunk.borrow() {
            Some(chunk) => bytes_in(chunk).len(),
            None => self.joined.borrow().len(),
        };
        all - self.taken.get()
    }

    /// Looks at the bytes.
    pub fn look<T>(&self, look: impl FnOnce(&[u8]) -> T) -> T {
        let taken = self.taken.get();
        match &*self.chunk.borrow() {
            Some(chunk) => look(&bytes_in(chunk)[taken..]),
            None => look(&self.joined.borrow()[taken..]),
        }
    }

    /// More bytes have come.
    pub fn add(&self, vm: &Vm, bytes: &[u8]) -> Result<()> {
        if self.len() == 0 {
            self.clear();
            drop(self.chunk.replace(Some(Bytes::value(bytes))));
            return Ok(());
        }
        let chunk = self.chunk.take();
        let mut joined = self.joined.borrow_mut();
        let taken = self.taken.replace(0);
        // Moving fewer bytes than were taken costs no more than taking them did.
        match &chunk {
            Some(chunk) => joined.extend_from_slice(&bytes_in(chunk)[taken..]),
            None if taken >= joined.len() - taken => drop(joined.drain(..taken)),
            None => self.taken.set(taken),
        }
        if joined.try_reserve(bytes.len()).is_err() {
            return Err(vm.memory_error(""));
        }
        joined.extend_from_slice(bytes);
        Ok(())
    }

    /// Takes bytes from the front; there are as many.
    pub fn take(&self, count: usize) -> Value {
        let length = self.len();
        if count >= length && self.taken.get() == 0 {
            let chunk = self.chunk.take();
            if let Some(chunk) = chunk {
                return chunk;
            }
        }
        let data = self.look(|bytes| Bytes::value(&bytes[..count.min(length)]));
        if count >= length {
            self.clear();
        } else {
            self.taken.set(self.taken.get() + count);
        }
        data
    }

    /// Forgets all bytes.
    pub fn clear(&self) {
        self.taken.set(0);
        drop(self.chunk.take());
        self.joined.borrow_mut().clear();
    }
}
