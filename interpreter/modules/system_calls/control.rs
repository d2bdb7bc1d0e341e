//! `fcntl`, `ioctl`, locks on files, users and groups of the system, limits.
#![allow(unsafe_code, reason = "C's functions for descriptors and databases")]

use std::ffi::CStr;
use std::io;

use super::{check, name_services};

/// `fcntl` with a number.
pub fn fcntl(descriptor: i32, command: i32, argument: i64) -> io::Result<i32> {
    // SAFETY: the script answers for what the number means.
    check(unsafe { libc::fcntl(descriptor, command, argument) })
}

/// `fcntl` with a structure.
pub fn fcntl_bytes(descriptor: i32, command: i32, bytes: &mut [u8]) -> io::Result<i32> {
    // SAFETY: there is more room than any structure takes.
    check(unsafe { libc::fcntl(descriptor, command, bytes.as_mut_ptr()) })
}

/// `ioctl` with a number.
pub fn ioctl(descriptor: i32, request: u64, argument: i64) -> io::Result<i32> {
    // SAFETY: the script answers for what the number means.
    check(unsafe { libc::ioctl(descriptor, request, argument) })
}

/// `ioctl` with a structure.
pub fn ioctl_bytes(descriptor: i32, request: u64, bytes: &mut [u8]) -> io::Result<i32> {
    // SAFETY: there is more room than is asked for.
    check(unsafe { libc::ioctl(descriptor, request, bytes.as_mut_ptr()) })
}

/// `flock`.
pub fn flock(descriptor: i32, operation: i32) -> io::Result<i32> {
    // SAFETY: plain numbers.
    check(unsafe { libc::flock(descriptor, operation) })
}

/// Locks a range of a file.
pub fn lock_range(
    descriptor: i32,
    wait: bool,
    kind: i32,
    start: i64,
    length: i64,
    whence: i32,
) -> io::Result<i32> {
    // SAFETY: the structure is initialized.
    unsafe {
        let mut lock: libc::flock = std::mem::zeroed();
        lock.l_type = kind as libc::c_short;
        lock.l_whence = whence as libc::c_short;
        lock.l_start = start;
        lock.l_len = length;
        let command = if wait { libc::F_SETLKW } else { libc::F_SETLK };
        check(libc::fcntl(descriptor, command, &raw const lock))
    }
}

/// A user of the system.
#[allow(missing_docs, reason = "the fields of struct passwd")]
pub struct User {
    pub name: String,
    pub password: String,
    pub user: u32,
    pub group: u32,
    pub information: String,
    pub folder: String,
    pub shell: String,
}

/// A group of the system.
#[allow(missing_docs, reason = "the fields of struct group")]
pub struct Group {
    pub name: String,
    pub password: String,
    pub group: u32,
    pub members: Vec<String>,
}

unsafe fn text(pointer: *const libc::c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: promised by the caller: a string.
    unsafe { CStr::from_ptr(pointer) }
        .to_string_lossy()
        .into_owned()
}

unsafe fn user(entry: *const libc::passwd) -> Option<User> {
    // SAFETY: promised by the caller: null, or a valid entry until the next call.
    unsafe {
        let entry = entry.as_ref()?;
        Some(User {
            name: text(entry.pw_name),
            password: text(entry.pw_passwd),
            user: entry.pw_uid,
            group: entry.pw_gid,
            information: text(entry.pw_gecos),
            folder: text(entry.pw_dir),
            shell: text(entry.pw_shell),
        })
    }
}

unsafe fn group(entry: *const libc::group) -> Option<Group> {
    // SAFETY: promised by the caller: null, or a valid entry until the next call.
    unsafe {
        let entry = entry.as_ref()?;
        let mut members = Vec::new();
        let mut place = entry.gr_mem;
        while !place.is_null() && !(*place).is_null() {
            members.push(text(*place));
            place = place.add(1);
        }
        Some(Group {
            name: text(entry.gr_name),
            password: text(entry.gr_passwd),
            group: entry.gr_gid,
            members,
        })
    }
}

/// The user of a name or a number. The interpreter lock keeps others out.
pub fn find_user(name: Result<&CStr, u32>) -> Option<User> {
    name_services::prepare();
    // SAFETY: the result is read before the next call.
    let found = unsafe {
        user(match name {
            Ok(name) => libc::getpwnam(name.as_ptr()),
            Err(number) => libc::getpwuid(number),
        })
    };
    found.or_else(|| name_services::user(name))
}

/// All users.
pub fn users() -> Vec<User> {
    if let Some(users) = name_services::users() {
        return users;
    }
    name_services::prepare();
    // SAFETY: as above.
    unsafe {
        libc::setpwent();
        let users = std::iter::from_fn(|| user(libc::getpwent())).collect();
        libc::endpwent();
        users
    }
}

/// The group of a name or a number.
pub fn find_group(name: Result<&CStr, u32>) -> Option<Group> {
    name_services::prepare();
    // SAFETY: as above.
    let found = unsafe {
        group(match name {
            Ok(name) => libc::getgrnam(name.as_ptr()),
            Err(number) => libc::getgrgid(number),
        })
    };
    found.or_else(|| name_services::group(name))
}

/// All groups.
pub fn groups() -> Vec<Group> {
    if let Some(groups) = name_services::groups() {
        return groups;
    }
    name_services::prepare();
    // SAFETY: as above.
    unsafe {
        libc::setgrent();
        let groups = std::iter::from_fn(|| group(libc::getgrent())).collect();
        libc::endgrent();
        groups
    }
}
