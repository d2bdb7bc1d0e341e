//! Semaphores between processes, by name, and shared memory.
#![allow(unsafe_code, reason = "C's functions for semaphores")]

use std::ffi::CStr;
use std::io;

use super::check;

/// A semaphore of the system. It is never closed before the process ends, because children
/// that were forked use it too.
#[derive(Clone, Copy)]
pub struct Semaphore(usize);

impl Semaphore {
    /// Makes one that must not exist yet.
    pub fn create(name: &CStr, value: u32) -> io::Result<Semaphore> {
        let flags = libc::O_CREAT | libc::O_EXCL;
        // SAFETY: the name ends with a null byte.
        let place = unsafe { libc::sem_open(name.as_ptr(), flags, 0o600, value) };
        Semaphore::opened(place)
    }

    /// Opens one that exists.
    pub fn open(name: &CStr) -> io::Result<Semaphore> {
        // SAFETY: as above.
        Semaphore::opened(unsafe { libc::sem_open(name.as_ptr(), 0) })
    }

    fn opened(place: *mut libc::sem_t) -> io::Result<Semaphore> {
        if place == libc::SEM_FAILED {
            return Err(io::Error::last_os_error());
        }
        Ok(Semaphore(place as usize))
    }

    /// The handle, as scripts see it.
    pub fn handle(self) -> usize {
        self.0
    }

    fn pointer(self) -> *mut libc::sem_t {
        self.0 as *mut libc::sem_t
    }

    /// Takes it if it can be had at once.
    pub fn try_take(self) -> io::Result<i32> {
        // SAFETY: an open semaphore; so are the following.
        check(unsafe { libc::sem_trywait(self.pointer()) })
    }

    /// Takes it; waits until a time of the clock, in nanoseconds, at most.
    pub fn take(self, end: Option<i64>) -> io::Result<i32> {
        let Some(end) = end else {
            // SAFETY: as above.
            return check(unsafe { libc::sem_wait(self.pointer()) });
        };
        let end = libc::timespec {
            tv_sec: end.div_euclid(1_000_000_000),
            tv_nsec: end.rem_euclid(1_000_000_000),
        };
        // SAFETY: as above.
        check(unsafe { libc::sem_timedwait(self.pointer(), &raw const end) })
    }

    /// Gives it back.
    pub fn give(self) -> io::Result<i32> {
        // SAFETY: as above.
        check(unsafe { libc::sem_post(self.pointer()) })
    }

    /// How often it can be taken.
    pub fn value(self) -> io::Result<i32> {
        let mut value = 0;
        // SAFETY: as above.
        check(unsafe { libc::sem_getvalue(self.pointer(), &raw mut value) })?;
        Ok(value)
    }
}

/// Removes the name of a semaphore.
pub fn unlink(name: &CStr) -> io::Result<i32> {
    // SAFETY: the name ends with a null byte.
    check(unsafe { libc::sem_unlink(name.as_ptr()) })
}

/// `shm_open`.
pub fn open_memory(name: &CStr, flags: i32, mode: u32) -> io::Result<i32> {
    // SAFETY: as above.
    check(unsafe { libc::shm_open(name.as_ptr(), flags | libc::O_CLOEXEC, mode) })
}

/// `shm_unlink`.
pub fn unlink_memory(name: &CStr) -> io::Result<i32> {
    // SAFETY: as above.
    check(unsafe { libc::shm_unlink(name.as_ptr()) })
}
