//! Signals: the handler that remembers them, masks, timers, waiting.
#![allow(unsafe_code, reason = "C's functions for signals")]

use std::io;
use std::sync::atomic::{AtomicI32, AtomicU64, AtomicUsize, Ordering};

use vm::eval::breaker;

use super::check;

mod reminder;

/// The highest number of a signal, plus one.
pub const COUNT: i32 = 65;

static PENDING: AtomicU64 = AtomicU64::new(0);
/// Signals that another thread has noted, and passed on to interrupt the main one.
static PASSED_ON: AtomicU64 = AtomicU64::new(0);
static WAKEUP: AtomicI32 = AtomicI32::new(-1);
static WAKEUP_FAILED: AtomicI32 = AtomicI32::new(0);
static MAIN_THREAD: AtomicUsize = AtomicUsize::new(0);

/// Says that this thread runs the handlers.
pub fn set_main_thread() {
    MAIN_THREAD.store(super::thread_ident(), Ordering::Relaxed);
}

/// Whether this thread runs the handlers.
pub fn is_main_thread() -> bool {
    let main = MAIN_THREAD.load(Ordering::Relaxed);
    main == 0 || main == super::thread_ident()
}

/// Whether there is a descriptor that gets a byte for each signal.
pub fn has_wakeup() -> bool {
    WAKEUP.load(Ordering::Relaxed) >= 0
}

/// Sets the descriptor that gets a byte for each signal; gives the old one.
pub fn set_wakeup(descriptor: i32) -> i32 {
    WAKEUP.swap(descriptor, Ordering::Relaxed)
}

/// The error of the last byte that could not be written, once.
pub fn take_wakeup_failure() -> Option<i32> {
    Some(WAKEUP_FAILED.swap(0, Ordering::Relaxed)).filter(|error| *error != 0)
}

/// Remembers a signal, for the main thread.
pub fn arrive(signal: i32) {
    PENDING.fetch_or(1 << (signal - 1), Ordering::Release);
    breaker::request(breaker::reason::SIGNAL);
    let descriptor = WAKEUP.load(Ordering::Relaxed);
    if descriptor >= 0 {
        let byte = signal as u8;
        // SAFETY: writing is allowed in handlers; the byte lives long enough.
        let written = unsafe { libc::write(descriptor, (&raw const byte).cast(), 1) };
        if written < 0 {
            // SAFETY: errno is the thread's own.
            WAKEUP_FAILED.store(unsafe { *libc::__errno_location() }, Ordering::Relaxed);
        }
    }
}

/// The signals that have arrived, as bits. For the main thread.
pub fn take_pending() -> u64 {
    reminder::clear();
    PENDING.swap(0, Ordering::Acquire)
}

type Handler = extern "C" fn(i32, *mut libc::siginfo_t, *mut libc::c_void);

extern "C" fn handler(signal: i32, information: *mut libc::siginfo_t, _context: *mut libc::c_void) {
    // SAFETY: the information is the system's.
    if unsafe { reminder::is_reminder(information) } {
        return;
    }
    // SAFETY: errno is the thread's own; the interrupted code must not see it change.
    let errno = unsafe { *libc::__errno_location() };
    let main = MAIN_THREAD.load(Ordering::Relaxed);
    let bit = 1 << (signal - 1);
    if main == 0 || main == super::thread_ident() {
        // One that was passed on has been noted already.
        if PASSED_ON.fetch_and(!bit, Ordering::AcqRel) & bit == 0 {
            arrive(signal);
        }
        if main != 0 {
            reminder::set(signal);
        }
    } else {
        arrive(signal);
        PASSED_ON.fetch_or(bit, Ordering::AcqRel);
        // What the main thread waits in is to end.
        // SAFETY: the main thread lives as long as the process; the call is allowed in handlers.
        unsafe { libc::pthread_kill(main as libc::pthread_t, signal) };
    }
    // SAFETY: as above.
    unsafe { *libc::__errno_location() = errno };
}

/// What a signal does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// What it does by default.
    Default,
    /// Nothing.
    Ignore,
    /// It is remembered.
    Remember,
    /// Something that C code has set.
    Foreign,
}

/// Sets what a signal does.
pub fn set_disposition(signal: i32, disposition: Disposition) -> io::Result<()> {
    // SAFETY: the action is initialized; the handler keeps to what handlers may do.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = match disposition {
            Disposition::Default | Disposition::Foreign => libc::SIG_DFL,
            Disposition::Ignore => libc::SIG_IGN,
            Disposition::Remember => handler as Handler as usize,
        };
        libc::sigemptyset(&raw mut action.sa_mask);
        action.sa_flags = libc::SA_ONSTACK | libc::SA_SIGINFO;
        check(libc::sigaction(
            signal,
            &raw const action,
            std::ptr::null_mut(),
        ))?;
    }
    if disposition != Disposition::Remember && is_main_thread() {
        // It would do now what others do.
        reminder::clear();
    }
    Ok(())
}

/// What a signal does now.
pub fn disposition(signal: i32) -> Disposition {
    // SAFETY: the place for the result is valid.
    let action = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        libc::sigaction(signal, std::ptr::null(), &raw mut action);
        action.sa_sigaction
    };
    match action {
        libc::SIG_DFL => Disposition::Default,
        libc::SIG_IGN => Disposition::Ignore,
        address if address == handler as Handler as usize => Disposition::Remember,
        _ => Disposition::Foreign,
    }
}

/// `siginterrupt`.
pub fn interrupt(signal: i32, interrupts: bool) -> io::Result<()> {
    // SAFETY: the action is read and set again with another flag.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        check(libc::sigaction(signal, std::ptr::null(), &raw mut action))?;
        match interrupts {
            true => action.sa_flags &= !libc::SA_RESTART,
            false => action.sa_flags |= libc::SA_RESTART,
        }
        check(libc::sigaction(
            signal,
            &raw const action,
            std::ptr::null_mut(),
        ))
        .map(drop)
    }
}

/// A set of signals as C has it.
fn to_set(signals: &[i32]) -> libc::sigset_t {
    // SAFETY: the set is initialized; numbers that are none are refused.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        for &signal in signals {
            libc::sigaddset(&raw mut set, signal);
        }
        set
    }
}

fn from_set(set: &libc::sigset_t) -> Vec<i32> {
    // SAFETY: the set is valid.
    (1..COUNT)
        .filter(|&signal| unsafe { libc::sigismember(set, signal) } == 1)
        .collect()
}

/// `pthread_sigmask`; gives the old mask.
pub fn mask(how: i32, signals: &[i32]) -> io::Result<Vec<i32>> {
    let set = to_set(signals);
    let mut old = to_set(&[]);
    // SAFETY: both sets are valid.
    match unsafe { libc::pthread_sigmask(how, &raw const set, &raw mut old) } {
        0 => Ok(from_set(&old)),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// `sigpending`.
pub fn pending() -> io::Result<Vec<i32>> {
    let mut set = to_set(&[]);
    // SAFETY: the set is valid.
    check(unsafe { libc::sigpending(&raw mut set) })?;
    Ok(from_set(&set))
}

/// All signals that there are.
pub fn valid() -> Vec<i32> {
    let mut set = to_set(&[]);
    // SAFETY: the set is valid.
    unsafe { libc::sigfillset(&raw mut set) };
    from_set(&set)
}

/// `sigwait`.
pub fn wait(signals: &[i32]) -> io::Result<i32> {
    let set = to_set(signals);
    let mut signal = 0;
    // SAFETY: the set and the place for the result are valid.
    match unsafe { libc::sigwait(&raw const set, &raw mut signal) } {
        0 => Ok(signal),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// `sigtimedwait`, for ever without a time in nanoseconds: number, code, errno, process, user,
/// status and band.
pub fn wait_for(signals: &[i32], nanoseconds: Option<i64>) -> io::Result<[i64; 7]> {
    let set = to_set(signals);
    // SAFETY: the set and the place for the result are valid; the fields are plain numbers.
    unsafe {
        let mut information: libc::siginfo_t = std::mem::zeroed();
        let result = match nanoseconds {
            None => libc::sigwaitinfo(&raw const set, &raw mut information),
            Some(time) => {
                let time = libc::timespec {
                    tv_sec: time / 1_000_000_000,
                    tv_nsec: time % 1_000_000_000,
                };
                libc::sigtimedwait(&raw const set, &raw mut information, &raw const time)
            }
        };
        check(result)?;
        Ok([
            information.si_signo.into(),
            information.si_code.into(),
            information.si_errno.into(),
            information.si_pid().into(),
            information.si_uid().into(),
            information.si_status().into(),
            0,
        ])
    }
}

/// `raise`.
pub fn raise(signal: i32) -> io::Result<()> {
    super::thread_kill(super::thread_ident(), signal)
}

/// `alarm`.
pub fn alarm(seconds: u32) -> u32 {
    // SAFETY: it takes a plain number.
    unsafe { libc::alarm(seconds) }
}

/// `pause`.
pub fn pause() {
    // SAFETY: it has no preconditions.
    unsafe { libc::pause() };
}

/// The text for a signal.
pub fn describe(signal: i32) -> Option<String> {
    // SAFETY: the text stays until the next call, which the interpreter lock forbids.
    unsafe {
        let text = libc::strsignal(signal);
        (!text.is_null()).then(|| {
            std::ffi::CStr::from_ptr(text)
                .to_string_lossy()
                .into_owned()
        })
    }
}

fn microseconds(time: libc::timeval) -> i64 {
    time.tv_sec * 1_000_000 + time.tv_usec
}

fn timeval(microseconds: i64) -> libc::timeval {
    libc::timeval {
        tv_sec: microseconds / 1_000_000,
        tv_usec: microseconds % 1_000_000,
    }
}

/// The time left of a timer, and its interval, in microseconds.
pub fn timer(which: i32) -> io::Result<[i64; 2]> {
    let mut value = libc::itimerval {
        it_interval: timeval(0),
        it_value: timeval(0),
    };
    // SAFETY: the place for the result is valid.
    check(unsafe { libc::getitimer(which as _, &raw mut value) })?;
    Ok([
        microseconds(value.it_value),
        microseconds(value.it_interval),
    ])
}

/// Sets a timer; gives what it was.
pub fn set_timer(which: i32, [time, interval]: [i64; 2]) -> io::Result<[i64; 2]> {
    let value = libc::itimerval {
        it_interval: timeval(interval),
        it_value: timeval(time),
    };
    let mut old = libc::itimerval {
        it_interval: timeval(0),
        it_value: timeval(0),
    };
    // SAFETY: both places are valid.
    check(unsafe { libc::setitimer(which as _, &raw const value, &raw mut old) })?;
    Ok([microseconds(old.it_value), microseconds(old.it_interval)])
}
