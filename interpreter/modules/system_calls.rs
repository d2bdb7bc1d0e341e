//! System calls: how descriptors given as numbers are used, how interrupted calls are repeated,
//! and what neither Rust's standard library nor rustix has.
#![allow(
    unsafe_code,
    reason = "descriptors are plain numbers in Python, and C's functions"
)]

use std::ffi::{CStr, CString};
use std::io;
use std::os::fd::BorrowedFd;

use rustix::io::Errno;
use vm::objects::value::Value;
use vm::{Result, Vm};

pub mod control;
pub mod hosts;
pub mod launch;
pub mod locale;
pub mod mapping;
pub mod name_services;
pub mod process;
pub mod resources;
pub mod semaphores;
pub mod signals;
pub mod sockets;
pub mod spawn;
pub mod system_log;
pub mod terminals;

/// A descriptor that a script gave as a number.
pub fn borrow(descriptor: i32) -> std::result::Result<BorrowedFd<'static>, Errno> {
    if descriptor < 0 {
        return Err(Errno::BADF);
    }
    // SAFETY: Python's descriptors are plain numbers that may be closed by anybody at any time;
    // a closed one gives EBADF, and nothing here relies on whose file it is.
    Ok(unsafe { BorrowedFd::borrow_raw(descriptor) })
}

/// Closes a descriptor.
pub fn close(descriptor: i32) -> io::Result<()> {
    // SAFETY: as above: the number is the script's to close.
    check(unsafe { libc::close(descriptor) }).map(drop)
}

/// The result of a C function that gives -1 and sets `errno` where it fails.
pub fn check(result: i32) -> io::Result<i32> {
    if result == -1 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

/// Runs a system call without the interpreter lock, again when a signal has interrupted it and
/// its handlers have run.
pub fn repeat<T, E: Into<io::Error>>(
    vm: &Vm,
    mut call: impl FnMut() -> std::result::Result<T, E>,
) -> Result<io::Result<T>> {
    loop {
        let result = vm.allow_threads(&mut call).map_err(Into::into);
        match result {
            Err(error) if error.raw_os_error() == Some(libc::EINTR) => vm.check_signals()?,
            result => return Ok(result),
        }
    }
}

/// As [`repeat`], with an OSError for what fails.
pub fn run<T, E: Into<io::Error>>(
    vm: &Vm,
    call: impl FnMut() -> std::result::Result<T, E>,
) -> Result<T> {
    repeat(vm, call)?.map_err(|error| vm.os_error(&error, None))
}

/// An OSError for a failed system call, with the file's name.
pub fn raise<T, E: Into<io::Error>>(
    vm: &Vm,
    result: std::result::Result<T, E>,
    name: Option<&Value>,
) -> Result<T> {
    result.map_err(|error| vm.os_error(&error.into(), name))
}

/// Lets the system back a range of anonymous memory with huge pages. No matter what lies there.
pub fn allow_huge_pages(start: usize, length: usize) {
    // SAFETY: the advice changes how memory is backed, not what it holds; a range that is not
    // mapped is refused.
    unsafe {
        libc::madvise(start as *mut libc::c_void, length, libc::MADV_HUGEPAGE);
    }
}

/// `threading.get_ident()`: unique among the threads that live.
pub fn thread_ident() -> usize {
    // SAFETY: it has no preconditions.
    unsafe { libc::pthread_self() as usize }
}

/// `pthread_kill`.
pub fn thread_kill(thread: usize, signal: i32) -> io::Result<()> {
    // SAFETY: glibc checks whether a thread has ended, as long as its handle is not yet reused.
    match unsafe { libc::pthread_kill(thread as libc::pthread_t, signal) } {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// The configuration that `sysconf` gives.
pub fn sysconf(name: i32) -> io::Result<i64> {
    // SAFETY: it takes any number; errno is cleared, because -1 is also a result.
    let value = unsafe {
        *libc::__errno_location() = 0;
        libc::sysconf(name)
    };
    let error = io::Error::last_os_error();
    match value {
        -1 if error.raw_os_error() != Some(0) => Err(error),
        value => Ok(value),
    }
}

/// `confstr`.
pub fn confstr(name: i32) -> io::Result<Option<String>> {
    let mut buffer = vec![0u8; 4096];
    // SAFETY: the buffer has the given length; errno is cleared, because 0 is also a result.
    let length = unsafe {
        *libc::__errno_location() = 0;
        confstr_c(name, buffer.as_mut_ptr().cast(), buffer.len())
    };
    let error = io::Error::last_os_error();
    match length {
        0 if error.raw_os_error() != Some(0) => Err(error),
        0 => Ok(None),
        length => {
            buffer.truncate(length.saturating_sub(1));
            Ok(Some(String::from_utf8_lossy(&buffer).into_owned()))
        }
    }
}

unsafe extern "C" {
    #[link_name = "confstr"]
    fn confstr_c(name: i32, buffer: *mut libc::c_char, length: usize) -> usize;
}

/// `pathconf` or `fpathconf`.
pub fn pathconf(path: std::result::Result<&CStr, i32>, name: i32) -> io::Result<i64> {
    // SAFETY: the path ends with a null byte.
    let value = unsafe {
        *libc::__errno_location() = 0;
        match path {
            Ok(path) => libc::pathconf(path.as_ptr(), name),
            Err(descriptor) => libc::fpathconf(descriptor, name),
        }
    };
    let error = io::Error::last_os_error();
    match value {
        -1 if error.raw_os_error() != Some(0) => Err(error),
        value => Ok(value),
    }
}

/// The path of the terminal behind a descriptor.
pub fn ttyname(descriptor: i32) -> io::Result<CString> {
    let mut buffer = vec![0u8; 4096];
    // SAFETY: the buffer has the given length.
    let error = unsafe { libc::ttyname_r(descriptor, buffer.as_mut_ptr().cast(), buffer.len()) };
    if error != 0 {
        return Err(io::Error::from_raw_os_error(error));
    }
    let text = CStr::from_bytes_until_nul(&buffer).unwrap_or_default();
    Ok(text.to_owned())
}

/// The name of the user that this process runs for, as the environment or the system has it.
pub fn getlogin() -> io::Result<CString> {
    let name = std::env::var_os("LOGNAME").or_else(|| std::env::var_os("USER"));
    let name = name.ok_or_else(|| io::Error::from_raw_os_error(libc::ENXIO))?;
    CString::new(std::os::unix::ffi::OsStrExt::as_bytes(name.as_os_str()))
        .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
}

/// Numbers of the last three load averages.
pub fn load_averages() -> Option<[f64; 3]> {
    let mut loads = [0.0; 3];
    // SAFETY: there is room for three numbers.
    (unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } == 3).then_some(loads)
}

/// The time that `clock` shows, in nanoseconds.
pub fn clock_time(clock: i32) -> io::Result<i64> {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the place for the result is valid.
    check(unsafe { libc::clock_gettime(clock, &raw mut time) })?;
    Ok(time.tv_sec * 1_000_000_000 + time.tv_nsec)
}

/// The resolution of `clock`, in nanoseconds.
pub fn clock_resolution(clock: i32) -> io::Result<i64> {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the place for the result is valid.
    check(unsafe { libc::clock_getres(clock, &raw mut time) })?;
    Ok(time.tv_sec * 1_000_000_000 + time.tv_nsec)
}

/// Sets `clock`, in nanoseconds.
pub fn clock_set(clock: i32, nanoseconds: i64) -> io::Result<()> {
    let time = libc::timespec {
        tv_sec: nanoseconds.div_euclid(1_000_000_000),
        tv_nsec: nanoseconds.rem_euclid(1_000_000_000),
    };
    // SAFETY: the time is valid.
    check(unsafe { libc::clock_settime(clock, &raw const time) }).map(drop)
}

/// The clock of a thread's processor time.
pub fn thread_clock(thread: usize) -> io::Result<i32> {
    let mut clock = 0;
    // SAFETY: the place for the result is valid.
    match unsafe { libc::pthread_getcpuclockid(thread as libc::pthread_t, &raw mut clock) } {
        0 => Ok(clock),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// Broken-down time, as C has it.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "the fields of struct tm")]
pub struct CalendarTime {
    pub year: i32,
    pub month: i32,
    pub day: i32,
    pub hour: i32,
    pub minute: i32,
    pub second: i32,
    pub weekday: i32,
    pub year_day: i32,
    pub is_daylight_saving: i32,
    pub offset: i64,
    pub zone: Option<CString>,
}

fn empty_tm() -> libc::tm {
    // SAFETY: numbers and a pointer, for which zero is fine.
    unsafe { std::mem::zeroed() }
}

fn from_tm(tm: &libc::tm) -> CalendarTime {
    // SAFETY: a zone that is not null is a string that lives as long as the process.
    let zone = (!tm.tm_zone.is_null()).then(|| unsafe { CStr::from_ptr(tm.tm_zone) }.to_owned());
    CalendarTime {
        year: tm.tm_year,
        month: tm.tm_mon,
        day: tm.tm_mday,
        hour: tm.tm_hour,
        minute: tm.tm_min,
        second: tm.tm_sec,
        weekday: tm.tm_wday,
        year_day: tm.tm_yday,
        is_daylight_saving: tm.tm_isdst,
        offset: tm.tm_gmtoff,
        zone,
    }
}

fn to_tm(time: &CalendarTime) -> libc::tm {
    libc::tm {
        tm_year: time.year,
        tm_mon: time.month,
        tm_mday: time.day,
        tm_hour: time.hour,
        tm_min: time.minute,
        tm_sec: time.second,
        tm_wday: time.weekday,
        tm_yday: time.year_day,
        tm_isdst: time.is_daylight_saving,
        tm_gmtoff: time.offset,
        tm_zone: time
            .zone
            .as_ref()
            .map_or(std::ptr::null(), |zone| zone.as_ptr()),
    }
}

/// `localtime` or `gmtime`.
pub fn calendar_time(seconds: i64, local: bool) -> io::Result<CalendarTime> {
    let mut tm = empty_tm();
    // SAFETY: both places are valid.
    let result = unsafe {
        *libc::__errno_location() = 0;
        match local {
            true => libc::localtime_r(&raw const seconds, &raw mut tm),
            false => libc::gmtime_r(&raw const seconds, &raw mut tm),
        }
    };
    if result.is_null() {
        return Err(match io::Error::last_os_error() {
            error if error.raw_os_error() != Some(0) => error,
            _ => io::Error::from_raw_os_error(libc::EINVAL),
        });
    }
    Ok(from_tm(&tm))
}

/// `mktime`; `None` where the time cannot be told.
pub fn make_time(time: &CalendarTime) -> Option<i64> {
    let mut tm = to_tm(time);
    tm.tm_wday = -1;
    // SAFETY: the place is valid. -1 is a valid time too, which the weekday tells apart.
    let seconds = unsafe { libc::mktime(&raw mut tm) };
    (seconds != -1 || tm.tm_wday != -1).then_some(seconds)
}

/// `strftime`.
pub fn format_time(format: &CStr, time: &CalendarTime) -> Vec<u8> {
    let tm = to_tm(time);
    let mut buffer = vec![0u8; 1024];
    loop {
        // SAFETY: the buffer has the given length; format and time are valid.
        let length = unsafe {
            libc::strftime(
                buffer.as_mut_ptr().cast(),
                buffer.len(),
                format.as_ptr(),
                &raw const tm,
            )
        };
        if length > 0 || buffer.len() >= 256 * format.to_bytes().len().max(64) {
            buffer.truncate(length);
            return buffer;
        }
        buffer.resize(buffer.len() * 2, 0);
    }
}

/// Reads the time zone from the environment again.
pub fn read_time_zone() {
    unsafe extern "C" {
        fn tzset();
    }
    // SAFETY: it has no preconditions but that nobody changes the environment meanwhile, which
    // the interpreter lock sees to.
    unsafe { tzset() }
}

/// Sets or removes an environment variable.
pub fn set_environment(name: &CStr, value: Option<&CStr>) -> io::Result<()> {
    // SAFETY: both are strings; the interpreter lock keeps other threads from reading the
    // environment meanwhile.
    check(unsafe {
        match value {
            Some(value) => libc::setenv(name.as_ptr(), value.as_ptr(), 1),
            None => libc::unsetenv(name.as_ptr()),
        }
    })
    .map(drop)
}

/// Closes descriptors from one up to, but without, another.
pub fn close_range(low: i32, high: i32) {
    if low >= high {
        return;
    }
    // SAFETY: the script asks for it; errors do not matter.
    let result = unsafe {
        libc::syscall(
            libc::SYS_close_range,
            low as libc::c_uint,
            (high - 1) as libc::c_uint,
            0,
        )
    };
    if result != 0 {
        for descriptor in low..high.min(65536) {
            let _ = close(descriptor);
        }
    }
}

/// `dup2`.
pub fn duplicate_to(descriptor: i32, target: i32, inheritable: bool) -> io::Result<i32> {
    // SAFETY: the script asks for the number.
    check(unsafe {
        match inheritable || descriptor == target {
            true => libc::dup2(descriptor, target),
            false => libc::dup3(descriptor, target, libc::O_CLOEXEC),
        }
    })
}

/// A result of the functions that give an error's number.
fn check_number(error: i32) -> io::Result<()> {
    if error == 0 {
        Ok(())
    } else {
        Err(io::Error::from_raw_os_error(error))
    }
}

/// `posix_fadvise`.
pub fn advise(descriptor: i32, start: i64, length: i64, advice: i32) -> io::Result<()> {
    // SAFETY: it takes plain numbers.
    check_number(unsafe { libc::posix_fadvise(descriptor, start, length, advice) })
}

/// `posix_fallocate`.
pub fn allocate(descriptor: i32, start: i64, length: i64) -> io::Result<()> {
    // SAFETY: it takes plain numbers.
    check_number(unsafe { libc::posix_fallocate(descriptor, start, length) })
}

/// `lockf`.
pub fn lock_file(descriptor: i32, command: i32, length: i64) -> io::Result<()> {
    // SAFETY: it takes plain numbers.
    check(unsafe { libc::lockf(descriptor, command, length) }).map(drop)
}
