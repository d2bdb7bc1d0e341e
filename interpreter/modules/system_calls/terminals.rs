//! System calls for terminals.
#![allow(unsafe_code, reason = "C's functions for terminals")]

use std::io;

use super::check;

// Crate `libc` names a version of these, which an archive of the C library does not know.
unsafe extern "C" {
    fn cfgetispeed(mode: *const libc::termios) -> libc::speed_t;
    fn cfgetospeed(mode: *const libc::termios) -> libc::speed_t;
    fn cfsetispeed(mode: *mut libc::termios, speed: libc::speed_t) -> libc::c_int;
    fn cfsetospeed(mode: *mut libc::termios, speed: libc::speed_t) -> libc::c_int;
}

/// Settings: flags of input, output, control and local; speeds of input and output; the
/// characters that mean something.
#[allow(missing_docs, reason = "said above")]
pub struct Mode {
    pub flags: [u32; 4],
    pub speeds: [u32; 2],
    pub characters: [u8; libc::NCCS],
}

fn raw_mode(terminal: i32) -> io::Result<libc::termios> {
    // SAFETY: numbers, for which zero is fine.
    let mut raw: libc::termios = unsafe { std::mem::zeroed() };
    // SAFETY: the place is valid.
    check(unsafe { libc::tcgetattr(terminal, &raw mut raw) })?;
    Ok(raw)
}

/// `tcgetattr`.
pub fn mode(terminal: i32) -> io::Result<Mode> {
    let raw = raw_mode(terminal)?;
    // SAFETY: the settings are valid.
    let speeds = unsafe { [cfgetispeed(&raw const raw), cfgetospeed(&raw const raw)] };
    Ok(Mode {
        flags: [raw.c_iflag, raw.c_oflag, raw.c_cflag, raw.c_lflag],
        speeds,
        characters: raw.c_cc,
    })
}

/// `tcsetattr`.
pub fn set_mode(terminal: i32, when: i32, mode: &Mode) -> io::Result<i32> {
    let mut raw = raw_mode(terminal)?;
    [raw.c_iflag, raw.c_oflag, raw.c_cflag, raw.c_lflag] = mode.flags;
    raw.c_cc = mode.characters;
    // SAFETY: the settings are valid.
    unsafe {
        check(cfsetispeed(&raw mut raw, mode.speeds[0]))?;
        check(cfsetospeed(&raw mut raw, mode.speeds[1]))?;
        check(libc::tcsetattr(terminal, when, &raw const raw))
    }
}

/// `tcsendbreak`.
pub fn send_break(terminal: i32, duration: i32) -> io::Result<i32> {
    // SAFETY: plain numbers; so are the following.
    check(unsafe { libc::tcsendbreak(terminal, duration) })
}

/// `tcdrain`.
pub fn drain(terminal: i32) -> io::Result<i32> {
    // SAFETY: as above.
    check(unsafe { libc::tcdrain(terminal) })
}

/// `tcflush`.
pub fn flush(terminal: i32, queue: i32) -> io::Result<i32> {
    // SAFETY: as above.
    check(unsafe { libc::tcflush(terminal, queue) })
}

/// `tcflow`.
pub fn flow(terminal: i32, action: i32) -> io::Result<i32> {
    // SAFETY: as above.
    check(unsafe { libc::tcflow(terminal, action) })
}

/// Rows, columns, and the size in pixels.
pub fn size(terminal: i32) -> io::Result<[u16; 4]> {
    let mut size = [0u16; 4];
    // SAFETY: struct winsize is four such numbers.
    check(unsafe { libc::ioctl(terminal, libc::TIOCGWINSZ, size.as_mut_ptr()) })?;
    Ok(size)
}

/// Sets the same.
pub fn set_size(terminal: i32, size: [u16; 4]) -> io::Result<i32> {
    // SAFETY: as above.
    check(unsafe { libc::ioctl(terminal, libc::TIOCSWINSZ, size.as_ptr()) })
}
