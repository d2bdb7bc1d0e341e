//! The log of the system.
#![allow(unsafe_code, reason = "C's functions for the log")]

use std::ffi::CStr;

unsafe extern "C" {
    fn openlog(identity: *const libc::c_char, options: libc::c_int, facility: libc::c_int);
    fn closelog();
    fn setlogmask(mask: libc::c_int) -> libc::c_int;
    fn syslog(priority: libc::c_int, format: *const libc::c_char, ...);
}

/// Opens the log. The library keeps the name, so it must stay.
pub fn open(identity: Option<&'static CStr>, options: i32, facility: i32) {
    let identity = identity.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: the name stays; the interpreter lock keeps others out, here and below.
    unsafe { openlog(identity, options, facility) }
}

/// Closes the log.
pub fn close() {
    // SAFETY: it has no preconditions.
    unsafe { closelog() }
}

/// Sets which priorities are logged; which were.
pub fn set_mask(mask: i32) -> i32 {
    // SAFETY: it takes any number.
    unsafe { setlogmask(mask) }
}

/// Writes a message.
pub fn write(priority: i32, message: &CStr) {
    // SAFETY: the format takes one string.
    unsafe { syslog(priority, c"%s".as_ptr(), message.as_ptr()) }
}
