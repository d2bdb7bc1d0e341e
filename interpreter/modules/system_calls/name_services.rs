//! What the system has of users, groups and hosts beside its files and the DNS.
//!
//! `/etc/nsswitch.conf` names services (of systemd, of a directory ...) that the C library loads as
//! shared libraries. They bring a C library with them, and a process that holds one already must
//! not load another. So a binary that is linked statically asks `getent`, the C library's own
//! program for that, where files and the DNS know nothing.
#![allow(unsafe_code, reason = "a function of the C library")]

use std::ffi::CStr;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use super::control::{Group, User};

/// Whether the C library is part of the binary.
static HELD: AtomicBool = AtomicBool::new(false);

/// What such a C library asks by itself.
const OWN: &[(&CStr, &CStr)] = &[
    (c"passwd", c"files"),
    (c"group", c"files"),
    (c"initgroups", c"files"),
    (c"shadow", c"files"),
    (c"hosts", c"files dns"),
    (c"networks", c"files"),
    (c"protocols", c"files"),
    (c"services", c"files"),
];

/// Says that the C library is part of the binary.
pub fn hold() {
    HELD.store(true, Ordering::Relaxed);
}

/// Keeps a C library that is part of the binary from loading services: to be called before
/// whatever asks for users, groups, hosts or services.
pub fn prepare() {
    static DONE: Once = Once::new();
    if HELD.load(Ordering::Relaxed) {
        DONE.call_once(keep_to_own);
    }
}

#[cfg(target_env = "gnu")]
fn keep_to_own() {
    unsafe extern "C" {
        fn __nss_configure_lookup(
            database: *const libc::c_char,
            services: *const libc::c_char,
        ) -> libc::c_int;
    }
    for (database, services) in OWN {
        // SAFETY: both are strings; the function copies them, under a lock of its own.
        unsafe { __nss_configure_lookup(database.as_ptr(), services.as_ptr()) };
    }
}

#[cfg(not(target_env = "gnu"))]
fn keep_to_own() {}

/// Whether the system names services for a database that are not asked here.
fn has_others(database: &str) -> bool {
    if !HELD.load(Ordering::Relaxed) {
        return false;
    }
    let text = fs::read_to_string("/etc/nsswitch.conf").unwrap_or_default();
    let row = text.lines().find_map(|line| {
        let (name, services) = line.split('#').next()?.split_once(':')?;
        (name.trim() == database).then_some(services)
    });
    // What stands in brackets says when to go on with the next service.
    row.is_some_and(|services| {
        let mut services = services.split_ascii_whitespace();
        services.any(|service| !matches!(service, "files" | "dns") && !service.starts_with('['))
    })
}

/// The lines of what `getent` knows of a key, or of all keys.
fn ask(database: &str, variant: &str, key: Option<&str>) -> Vec<String> {
    if !has_others(database) {
        return Vec::new();
    }
    let mut command = Command::new("getent");
    // A key that begins with a dash is no option.
    command.arg("--").arg(variant).args(key);
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    let output = output.map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&output);
    text.lines().map(str::to_owned).collect()
}

fn key_of(name: Result<&CStr, u32>) -> String {
    match name {
        Ok(name) => name.to_string_lossy().into_owned(),
        Err(number) => number.to_string(),
    }
}

/// The other services' user of a name or a number.
pub fn user(name: Result<&CStr, u32>) -> Option<User> {
    let found = ask("passwd", "passwd", Some(&key_of(name)));
    let user = found.iter().find_map(|line| read_user(line))?;
    // `getent` takes a name of digits for a number.
    match name {
        Ok(name) => (name.to_bytes() == user.name.as_bytes()).then_some(user),
        Err(number) => (number == user.user).then_some(user),
    }
}

/// All users, if there are other services.
pub fn users() -> Option<Vec<User>> {
    let lines = ask("passwd", "passwd", None);
    (!lines.is_empty()).then(|| lines.iter().filter_map(|line| read_user(line)).collect())
}

/// The other services' group of a name or a number.
pub fn group(name: Result<&CStr, u32>) -> Option<Group> {
    let found = ask("group", "group", Some(&key_of(name)));
    let group = found.iter().find_map(|line| read_group(line))?;
    match name {
        Ok(name) => (name.to_bytes() == group.name.as_bytes()).then_some(group),
        Err(number) => (number == group.group).then_some(group),
    }
}

/// All groups, if there are other services.
pub fn groups() -> Option<Vec<Group>> {
    let lines = ask("group", "group", None);
    (!lines.is_empty()).then(|| lines.iter().filter_map(|line| read_group(line)).collect())
}

/// The groups that a user is in by what the other services say.
pub fn groups_of(user: &CStr) -> Vec<u32> {
    let lines = ask("group", "initgroups", Some(&user.to_string_lossy()));
    let numbers = lines
        .iter()
        .flat_map(|line| line.split_whitespace().skip(1));
    numbers.filter_map(|number| number.parse().ok()).collect()
}

fn read_user(line: &str) -> Option<User> {
    let mut fields = line.split(':').map(str::to_owned);
    Some(User {
        name: fields.next()?,
        password: fields.next()?,
        user: fields.next()?.parse().ok()?,
        group: fields.next()?.parse().ok()?,
        information: fields.next()?,
        folder: fields.next()?,
        shell: fields.next().unwrap_or_default(),
    })
}

fn read_group(line: &str) -> Option<Group> {
    let mut fields = line.split(':');
    Some(Group {
        name: fields.next()?.to_owned(),
        password: fields.next()?.to_owned(),
        group: fields.next()?.parse().ok()?,
        members: (fields.next().unwrap_or_default().split(','))
            .filter(|member| !member.is_empty())
            .map(str::to_owned)
            .collect(),
    })
}

/// The addresses that the other services have for a host, as texts, and its canonical name.
pub fn addresses(host: &str, family: i32) -> (Vec<String>, String) {
    let variant = match family {
        libc::AF_INET => "ahostsv4",
        libc::AF_INET6 => "ahostsv6",
        _ => "ahosts",
    };
    let mut addresses: Vec<String> = Vec::new();
    let mut canonical = String::new();
    for line in ask("hosts", variant, Some(host)) {
        let mut fields = line.split_whitespace().map(str::to_owned);
        if let Some(address) = fields.next().filter(|it| !addresses.contains(it)) {
            addresses.push(address);
        }
        if let Some(name) = fields.nth(1).filter(|_| canonical.is_empty()) {
            canonical = name;
        }
    }
    (addresses, canonical)
}

/// The names that the other services have for an address, the host's own first.
pub fn names(address: &str) -> Vec<String> {
    let lines = ask("hosts", "hosts", Some(address));
    let names = lines
        .iter()
        .flat_map(|line| line.split_whitespace().skip(1));
    names.map(str::to_owned).collect()
}
