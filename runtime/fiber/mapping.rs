//! Address space for stacks: one reservation holds many, and costs memory only where it is touched.
#![allow(unsafe_code, reason = "maps memory")]

use std::io;
use std::ptr::{self, NonNull};

/// Advice to the kernel, since Linux 6.13, that turns pages into guards without splitting the
/// mapping. The C library does not name it yet.
const MADV_GUARD_INSTALL: i32 = 102;

/// How the page below a stack is kept from being touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// By advice: the mapping stays whole. Linux 6.13 and later.
    Advice,
    /// By protection: each stack splits the mapping twice, and the kernel allows some 65,000
    /// mappings.
    Protection,
}

/// A reservation of address space, given back when it is dropped.
pub struct Mapping {
    address: NonNull<u8>,
    bytes: usize,
}

impl Mapping {
    /// Reserves `bytes`, a multiple of the page size. The kernel finds memory for a page when it
    /// is touched, and counts none before.
    pub fn reserve(bytes: usize) -> io::Result<Mapping> {
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_STACK;
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a new anonymous mapping at a place of the kernel's choice touches nothing of
        // anybody's.
        let address = unsafe { libc::mmap(ptr::null_mut(), bytes, access, flags, -1, 0) };
        if address == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let address = NonNull::new(address.cast()).ok_or(io::ErrorKind::OutOfMemory)?;
        let mapping = Mapping { address, bytes };
        // A huge page would make each stack cost two megabytes. A kernel without huge pages
        // refuses the advice, and needs none.
        let _ = mapping.advise(0, bytes, libc::MADV_NOHUGEPAGE);
        Ok(mapping)
    }

    /// Its lowest address.
    pub fn start(&self) -> usize {
        self.address.as_ptr() as usize
    }

    /// How long it is.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Makes touching some of its pages a fault.
    pub fn guard(&self, offset: usize, bytes: usize, guard: Guard) -> io::Result<()> {
        match guard {
            Guard::Advice => self.advise(offset, bytes, MADV_GUARD_INSTALL),
            Guard::Protection => {
                let address = self.inside(offset, bytes);
                // SAFETY: the pages are this mapping's, and nobody uses them yet.
                check(unsafe { libc::mprotect(address.cast(), bytes, libc::PROT_NONE) })
            }
        }
    }

    fn advise(&self, offset: usize, bytes: usize, advice: i32) -> io::Result<()> {
        let address = self.inside(offset, bytes);
        // SAFETY: the pages are this mapping's; none of the advice given here touches pages that
        // are in use.
        check(unsafe { libc::madvise(address.cast(), bytes, advice) })
    }

    fn inside(&self, offset: usize, bytes: usize) -> *mut u8 {
        assert!(offset <= self.bytes && bytes <= self.bytes - offset);
        self.address.as_ptr().wrapping_add(offset)
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the pool drops its mappings when no stack in them is in use.
        unsafe { libc::munmap(self.address.as_ptr().cast(), self.bytes) };
    }
}

/// Gives the memory of pages back; they read as zeros from now on.
///
/// # Safety
/// The pages are part of a [`Mapping`], and nobody relies on what they hold.
pub unsafe fn discard(start: usize, end: usize) {
    // SAFETY: the caller vouches for the pages. A refusal leaves them resident, which is sound.
    unsafe {
        libc::madvise(
            ptr::with_exposed_provenance_mut(start),
            end - start,
            libc::MADV_DONTNEED,
        )
    };
}

fn check(status: i32) -> io::Result<()> {
    if status == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}
