//! What processes use and may use.
#![allow(unsafe_code, reason = "C's functions for limits")]

use std::io;

use super::check;

/// The limit on a resource, and the limit on that.
pub fn limit(process: i32, resource: u32, new: Option<[u64; 2]>) -> io::Result<[u64; 2]> {
    let mut old = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    let new = new.map(|[rlim_cur, rlim_max]| libc::rlimit { rlim_cur, rlim_max });
    let pointer = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: both places are valid, or null.
    check(unsafe { libc::prlimit(process, resource, pointer, &raw mut old) })?;
    Ok([old.rlim_cur, old.rlim_max])
}

/// What a process, its children or a thread have used: two times in seconds, fourteen numbers.
pub fn usage(who: i32) -> io::Result<([f64; 2], [i64; 14])> {
    // SAFETY: numbers, for which zero is fine.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the place is valid.
    check(unsafe { libc::getrusage(who, &raw mut usage) })?;
    Ok(figures(&usage))
}

/// The figures of a `struct rusage`, in the order in which Python shows them.
pub fn figures(usage: &libc::rusage) -> ([f64; 2], [i64; 14]) {
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 * 1e-6;
    let times = [seconds(usage.ru_utime), seconds(usage.ru_stime)];
    let numbers = [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ];
    (times, numbers)
}
