//! Reminds the main thread of a signal that it has not seen: one that comes after the last look
//! at what is pending and before the system call that waits does not end that call. So a timer
//! sends the signal again and again until its handler has run.
#![allow(unsafe_code, reason = "C's functions for timers")]

use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

/// After this the main thread is reminded, in nanoseconds.
const FIRST: i64 = 2_000_000;
/// Afterwards it is reminded this often.
const INTERVAL: i64 = 10_000_000;

/// Tells reminders from timers that others have made.
static MARK: u8 = 0;

static IS_SET: AtomicBool = AtomicBool::new(false);

/// The timer, which only the main thread touches, its handlers included.
static mut TIMER: Option<libc::timer_t> = None;

fn mark() -> *mut libc::c_void {
    (&raw const MARK).cast_mut().cast()
}

/// Whether a signal is a reminder.
///
/// # Safety
/// The information must be what a handler was given.
pub unsafe fn is_reminder(information: *const libc::siginfo_t) -> bool {
    // SAFETY: signals of timers carry a value.
    unsafe {
        (*information).si_code == libc::SI_TIMER && (*information).si_value().sival_ptr == mark()
    }
}

/// Reminds this thread, the main one, of a signal until [`clear`]. One reminder serves for all
/// signals. For handlers.
pub fn set(signal: i32) {
    if IS_SET.swap(true, Ordering::Relaxed) {
        return;
    }
    let time = |nanoseconds| libc::timespec {
        tv_sec: 0,
        tv_nsec: nanoseconds,
    };
    let when = libc::itimerspec {
        it_interval: time(INTERVAL),
        it_value: time(FIRST),
    };
    // SAFETY: plain system calls with valid places, which handlers may use. Nobody else touches
    // the timer: the flag was not set, and other threads do not come here.
    unsafe {
        let mut event: libc::sigevent = mem::zeroed();
        event.sigev_notify = libc::SIGEV_THREAD_ID;
        event.sigev_signo = signal;
        event.sigev_value.sival_ptr = mark();
        event.sigev_notify_thread_id = libc::gettid();
        let mut timer: libc::timer_t = ptr::null_mut();
        // Without a timer the signal is seen later.
        if libc::timer_create(libc::CLOCK_MONOTONIC, &raw mut event, &raw mut timer) == 0 {
            libc::timer_settime(timer, 0, &raw const when, ptr::null_mut());
            TIMER = Some(timer);
        }
    }
}

/// Ends the reminder. On the main thread.
pub fn clear() {
    if !IS_SET.load(Ordering::Relaxed) {
        return;
    }
    // SAFETY: a handler that comes now leaves the timer alone, since the flag is still set.
    let timer = unsafe { (&raw mut TIMER).replace(None) };
    if let Some(timer) = timer {
        // SAFETY: the timer was made by `set`. In a forked child there is none: it fails.
        unsafe { libc::timer_delete(timer) };
    }
    IS_SET.store(false, Ordering::Relaxed);
}
