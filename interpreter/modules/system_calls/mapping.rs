//! Files as memory.
#![allow(unsafe_code, reason = "memory that the system maps")]

use std::cell::Cell;
use std::io;

use vm::objects::buffer::Buffer;
use vm::objects::value::Value;

use super::check;

/// Memory that shows a file, or that belongs to no file.
pub struct Mapping {
    pointer: *mut u8,
    length: usize,
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the memory was mapped with this length, and nobody refers to it any more.
        unsafe { libc::munmap(self.pointer.cast(), self.length) };
    }
}

impl Mapping {
    /// `mmap`.
    pub fn new(
        length: usize,
        protection: i32,
        flags: i32,
        descriptor: i32,
        offset: i64,
    ) -> io::Result<Mapping> {
        let nowhere = std::ptr::null_mut();
        // SAFETY: the system chooses a place that is free.
        let place = unsafe { libc::mmap(nowhere, length, protection, flags, descriptor, offset) };
        if place == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        Ok(Mapping {
            pointer: place.cast(),
            length,
        })
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Another length, maybe at another place.
    pub fn resize(&mut self, length: usize) -> io::Result<()> {
        // SAFETY: nobody refers to the memory: the mapping is borrowed alone.
        let place = unsafe {
            libc::mremap(
                self.pointer.cast(),
                self.length,
                length,
                libc::MREMAP_MAYMOVE,
            )
        };
        if place == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        self.pointer = place.cast();
        self.length = length;
        Ok(())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: the memory is mapped with this length. Other processes may change it, as
        // they may in C.
        unsafe { std::slice::from_raw_parts(self.pointer, self.length) }
    }

    /// The bytes, to be changed. The caller checks that they may be.
    pub fn as_bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above.
        unsafe { std::slice::from_raw_parts_mut(self.pointer, self.length) }
    }

    /// `msync`.
    pub fn flush(&self, start: usize, length: usize) -> io::Result<i32> {
        let length = length.min(self.length.saturating_sub(start));
        // SAFETY: the range lies within the memory.
        check(unsafe {
            let place = self.pointer.wrapping_add(start).cast();
            libc::msync(place, length, libc::MS_SYNC)
        })
    }

    /// `madvise`.
    pub fn advise(&self, start: usize, length: usize, advice: i32) -> io::Result<i32> {
        let length = length.min(self.length.saturating_sub(start));
        // SAFETY: the range lies within the memory.
        check(unsafe {
            let place = self.pointer.wrapping_add(start).cast();
            libc::madvise(place, length, advice)
        })
    }

    /// The memory as a buffer; `owner` keeps the mapping as long as `exports` counts buffers.
    pub fn export(&self, owner: Value, exports: &Cell<usize>, read_only: bool) -> Buffer {
        // SAFETY: the owner refuses to close or resize while buffers are counted.
        unsafe { Buffer::from_raw(owner, self.pointer, self.length, read_only, Some(exports)) }
    }
}
