//! How much of the native stack is left, for code that must refuse to recurse before it overflows.
//!
//! A fiber's limit is [`Fiber::stack_limit`](crate::fiber::Fiber::stack_limit); that of a thread
//! of the system is [`limit_of_thread`]. Whoever switches stacks keeps the limit of the stack on
//! which it runs, and compares it with [`here`].
#![allow(
    unsafe_code,
    reason = "the bounds of a thread's stack come from the C library"
)]

use std::mem::MaybeUninit;
use std::{io, ptr};

/// About where the stack pointer is: the address of a local of the caller.
#[inline(always)]
#[must_use]
pub fn here() -> usize {
    let marker = 0_u8;
    &raw const marker as usize
}

/// The bytes between the stack pointer and `limit`; nothing if the stack is below it.
#[inline(always)]
#[must_use]
pub fn remaining(limit: usize) -> usize {
    here().saturating_sub(limit)
}

/// The lowest address that the stack of the calling thread may reach.
///
/// It is asked on the thread's own stack, not on a fiber's: the answer is the thread's either
/// way. On the main thread it follows `RLIMIT_STACK` as it is now. It takes microseconds there;
/// keep it.
pub fn limit_of_thread() -> io::Result<usize> {
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    // SAFETY: the thread asks about itself, and the attributes are written where it succeeds.
    let status = unsafe { libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) };
    if status != 0 {
        return Err(io::Error::from_raw_os_error(status));
    }
    let mut address = ptr::null_mut();
    let (mut bytes, mut guard) = (0, 0);
    // SAFETY: the attributes were written above, and are destroyed once, after their last use.
    let status = unsafe {
        let attributes = attributes.as_mut_ptr();
        let mut status = libc::pthread_attr_getstack(attributes, &raw mut address, &raw mut bytes);
        if status == 0 {
            status = libc::pthread_attr_getguardsize(attributes, &raw mut guard);
        }
        libc::pthread_attr_destroy(attributes);
        status
    };
    if status != 0 {
        return Err(io::Error::from_raw_os_error(status));
    }
    // Whether the stack's bytes contain the guard differs between C libraries, and below the
    // main thread's the kernel keeps a gap: leave room for either.
    Ok(address as usize + guard.max(rustix::param::page_size()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_has_about_what_it_asked_for() {
        let bytes = 3 << 20;
        let left = std::thread::Builder::new()
            .stack_size(bytes)
            .spawn(|| remaining(limit_of_thread().unwrap()))
            .unwrap()
            .join()
            .unwrap();
        assert!(left > bytes - (64 << 10) && left <= bytes, "{left}");
    }

    #[test]
    fn deeper_is_less() {
        #[inline(never)]
        fn inside(limit: usize) -> usize {
            let room = std::hint::black_box([1_u8; 4096]);
            remaining(limit) + usize::from(room[0] != 1)
        }
        let limit = limit_of_thread().unwrap();
        assert!(inside(limit) + 4096 <= remaining(limit));
        assert_eq!(remaining(usize::MAX), 0);
    }
}
