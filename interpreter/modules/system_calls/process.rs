//! Making, replacing, ending and awaiting processes, and who they run for.
#![allow(unsafe_code, reason = "C's functions for processes")]

use std::ffi::{CStr, CString};
use std::io;

use super::{check, name_services};

/// A process's end, as `wait` tells it, with its use of resources.
pub struct Ended {
    /// Its number; 0 where none has ended.
    pub process: i32,
    /// The status.
    pub status: i32,
    /// What it used.
    pub usage: libc::rusage,
}

fn no_usage() -> libc::rusage {
    // SAFETY: numbers, for which zero is fine.
    unsafe { std::mem::zeroed() }
}

/// `fork`: 0 in the child. The caller sees to the state of threads and locks.
pub fn fork() -> io::Result<i32> {
    // SAFETY: the interpreter lock is held, and is made anew in the child.
    check(vm::lock::while_forking(|| unsafe { libc::fork() }))
}

/// `forkpty`: as `fork`, with a new terminal for the child; and the descriptor of its other end.
pub fn fork_with_terminal() -> io::Result<(i32, i32)> {
    let mut controller = -1;
    let (name, settings, size) = (
        std::ptr::null_mut(),
        std::ptr::null_mut(),
        std::ptr::null_mut(),
    );
    // SAFETY: as above; the place for the descriptor is valid.
    let child = check(vm::lock::while_forking(|| unsafe {
        libc::forkpty(&raw mut controller, name, settings, size)
    }))?;
    if child > 0 {
        // SAFETY: plain numbers.
        check(unsafe { libc::fcntl(controller, libc::F_SETFD, libc::FD_CLOEXEC) })?;
    }
    Ok((child, controller))
}

/// Ends the process at once.
pub fn exit(status: i32) -> ! {
    #[cfg(weft_record_profile)]
    write_profile();
    // SAFETY: it ends the process.
    unsafe { libc::_exit(status) }
}

/// Writes how often each part of the program ran, as the C library's exit would have done.
#[cfg(weft_record_profile)]
fn write_profile() {
    unsafe extern "C" {
        fn __llvm_profile_write_file() -> libc::c_int;
    }
    // SAFETY: a build that records has the function, which takes nothing.
    unsafe { __llvm_profile_write_file() };
}

fn pointers(texts: &[CString]) -> Vec<*const libc::c_char> {
    let texts = texts.iter().map(|text| text.as_ptr());
    texts.chain(std::iter::once(std::ptr::null())).collect()
}

/// `execve`, with the present environment where none is given; returns only an error.
pub fn execute(
    path: Result<&CStr, i32>,
    arguments: &[CString],
    environment: Option<&[CString]>,
) -> io::Error {
    let arguments = pointers(arguments);
    let environment = environment.map(pointers);
    // SAFETY: the arrays end with null pointers and hold strings that live until the call ends.
    unsafe {
        match (path, &environment) {
            (Ok(path), Some(environment)) => {
                libc::execve(path.as_ptr(), arguments.as_ptr(), environment.as_ptr());
            }
            (Ok(path), None) => {
                libc::execv(path.as_ptr(), arguments.as_ptr());
            }
            (Err(descriptor), environment) => {
                let environment = environment
                    .clone()
                    .unwrap_or_else(|| vec![std::ptr::null()]);
                libc::fexecve(descriptor, arguments.as_ptr(), environment.as_ptr());
            }
        }
    }
    io::Error::last_os_error()
}

/// `wait4`.
pub fn wait(process: i32, options: i32) -> io::Result<Ended> {
    let mut ended = Ended {
        process: 0,
        status: 0,
        usage: no_usage(),
    };
    // SAFETY: the places for the results are valid.
    ended.process = check(unsafe {
        libc::wait4(
            process,
            &raw mut ended.status,
            options,
            &raw mut ended.usage,
        )
    })?;
    Ok(ended)
}

/// `waitid`: process, user, signal, status and code; `None` where nothing has happened.
pub fn wait_id(kind: u32, id: u32, options: i32) -> io::Result<Option<[i64; 5]>> {
    // SAFETY: the place for the result is valid, and the fields read are those of SIGCHLD.
    unsafe {
        let mut information: libc::siginfo_t = std::mem::zeroed();
        check(libc::waitid(kind, id, &raw mut information, options))?;
        if information.si_pid() == 0 {
            return Ok(None);
        }
        Ok(Some([
            information.si_pid().into(),
            information.si_uid().into(),
            information.si_signo.into(),
            information.si_status().into(),
            information.si_code.into(),
        ]))
    }
}

/// `system`.
pub fn system(command: &CStr) -> i32 {
    // SAFETY: the command is a string.
    unsafe { libc::system(command.as_ptr()) }
}

/// Ends the process by SIGABRT.
pub fn abort() -> ! {
    std::process::abort()
}

/// `kill`, or `killpg`.
pub fn kill(process: i32, signal: i32, group: bool) -> io::Result<()> {
    // SAFETY: it takes plain numbers.
    check(unsafe {
        match group {
            true => libc::killpg(process, signal),
            false => libc::kill(process, signal),
        }
    })
    .map(drop)
}

/// The functions that set users and groups: of a process, each by its numbers.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the names of the functions")]
#[allow(clippy::enum_variant_names, reason = "the names of the system calls")]
pub enum Identity {
    SetUid(u32),
    SetGid(u32),
    SetEffectiveUid(u32),
    SetEffectiveGid(u32),
    SetRealAndEffectiveUid(u32, u32),
    SetRealAndEffectiveGid(u32, u32),
    SetAllUids(u32, u32, u32),
    SetAllGids(u32, u32, u32),
}

impl Identity {
    /// Sets it, for all threads.
    pub fn set(self) -> io::Result<()> {
        // SAFETY: they take plain numbers.
        check(unsafe {
            match self {
                Identity::SetUid(user) => libc::setuid(user),
                Identity::SetGid(group) => libc::setgid(group),
                Identity::SetEffectiveUid(user) => libc::seteuid(user),
                Identity::SetEffectiveGid(group) => libc::setegid(group),
                Identity::SetRealAndEffectiveUid(real, effective) => {
                    libc::setreuid(real, effective)
                }
                Identity::SetRealAndEffectiveGid(real, effective) => {
                    libc::setregid(real, effective)
                }
                Identity::SetAllUids(real, effective, saved) => {
                    libc::setresuid(real, effective, saved)
                }
                Identity::SetAllGids(real, effective, saved) => {
                    libc::setresgid(real, effective, saved)
                }
            }
        })
        .map(drop)
    }
}

/// Real, effective and saved user or group.
pub fn identities(group: bool) -> io::Result<[u32; 3]> {
    let [mut real, mut effective, mut saved] = [0; 3];
    // SAFETY: the places for the results are valid.
    check(unsafe {
        match group {
            true => libc::getresgid(&raw mut real, &raw mut effective, &raw mut saved),
            false => libc::getresuid(&raw mut real, &raw mut effective, &raw mut saved),
        }
    })?;
    Ok([real, effective, saved])
}

/// The further groups of the process.
pub fn groups() -> io::Result<Vec<u32>> {
    let mut groups = vec![0; 65536];
    // SAFETY: there is room for as many as are said.
    let count = check(unsafe { libc::getgroups(groups.len() as i32, groups.as_mut_ptr()) })?;
    groups.truncate(count as usize);
    Ok(groups)
}

/// Sets them.
pub fn set_groups(groups: &[u32]) -> io::Result<()> {
    // SAFETY: there are as many as is said.
    check(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) }).map(drop)
}

/// The groups of a user.
pub fn groups_of(user: &CStr, group: u32) -> Vec<u32> {
    name_services::prepare();
    let mut groups = vec![0; 65536];
    let mut count = groups.len() as i32;
    // SAFETY: there is room for as many as are said.
    unsafe { libc::getgrouplist(user.as_ptr(), group, groups.as_mut_ptr(), &raw mut count) };
    groups.truncate(count.max(0) as usize);
    for group in name_services::groups_of(user) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

/// Gives the process the groups of a user.
pub fn initialize_groups(user: &CStr, group: u32) -> io::Result<()> {
    name_services::prepare();
    if !name_services::groups_of(user).is_empty() {
        return set_groups(&groups_of(user, group));
    }
    // SAFETY: the name is a string.
    check(unsafe { libc::initgroups(user.as_ptr(), group) }).map(drop)
}

/// `nice`.
pub fn nice(increment: i32) -> io::Result<i32> {
    // SAFETY: errno is cleared, because -1 is also a result.
    let value = unsafe {
        *libc::__errno_location() = 0;
        libc::nice(increment)
    };
    let error = io::Error::last_os_error();
    match value {
        -1 if error.raw_os_error() != Some(0) => Err(error),
        value => Ok(value),
    }
}

/// `getpriority`.
pub fn priority(which: u32, who: u32) -> io::Result<i32> {
    // SAFETY: errno is cleared, because -1 is also a result.
    let value = unsafe {
        *libc::__errno_location() = 0;
        libc::getpriority(which, who)
    };
    let error = io::Error::last_os_error();
    match value {
        -1 if error.raw_os_error() != Some(0) => Err(error),
        value => Ok(value),
    }
}

/// `setpriority`.
pub fn set_priority(which: u32, who: u32, priority: i32) -> io::Result<()> {
    // SAFETY: it takes plain numbers.
    check(unsafe { libc::setpriority(which, who, priority) }).map(drop)
}

/// The functions of groups of processes and sessions.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the names of the functions")]
pub enum Group {
    Get(i32),
    Set(i32, i32),
    Session(i32),
    NewSession,
}

impl Group {
    /// Calls the function.
    pub fn call(self) -> io::Result<i32> {
        // SAFETY: they take plain numbers.
        check(unsafe {
            match self {
                Group::Get(process) => libc::getpgid(process),
                Group::Set(process, group) => libc::setpgid(process, group),
                Group::Session(process) => libc::getsid(process),
                Group::NewSession => libc::setsid(),
            }
        })
    }
}

/// User and system time of the process and of its children, and the time since some start, in
/// clock ticks.
pub fn times() -> io::Result<[i64; 5]> {
    // SAFETY: numbers, for which zero is fine; the place for the result is valid.
    unsafe {
        let mut times: libc::tms = std::mem::zeroed();
        let elapsed = libc::times(&raw mut times);
        if elapsed == -1 {
            return Err(io::Error::last_os_error());
        }
        Ok([
            times.tms_utime,
            times.tms_stime,
            times.tms_cutime,
            times.tms_cstime,
            elapsed,
        ])
    }
}

/// The scheduling functions that take a policy or a process.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the names of the functions")]
pub enum Scheduling {
    HighestPriority(i32),
    LowestPriority(i32),
    Policy(i32),
}

impl Scheduling {
    /// Calls the function.
    pub fn call(self) -> io::Result<i32> {
        // SAFETY: they take plain numbers.
        check(unsafe {
            match self {
                Scheduling::HighestPriority(policy) => libc::sched_get_priority_max(policy),
                Scheduling::LowestPriority(policy) => libc::sched_get_priority_min(policy),
                Scheduling::Policy(process) => libc::sched_getscheduler(process),
            }
        })
    }
}

/// The priority of a process.
pub fn scheduling_priority(process: i32) -> io::Result<i32> {
    let mut parameter = libc::sched_param { sched_priority: 0 };
    // SAFETY: the place for the result is valid.
    check(unsafe { libc::sched_getparam(process, &raw mut parameter) })?;
    Ok(parameter.sched_priority)
}

/// Sets the priority of a process, and its policy where one is given.
pub fn set_scheduling(process: i32, policy: Option<i32>, priority: i32) -> io::Result<()> {
    let parameter = libc::sched_param {
        sched_priority: priority,
    };
    // SAFETY: the parameter is valid.
    check(unsafe {
        match policy {
            Some(policy) => libc::sched_setscheduler(process, policy, &raw const parameter),
            None => libc::sched_setparam(process, &raw const parameter),
        }
    })
    .map(drop)
}

/// The interval of round-robin scheduling, in nanoseconds.
pub fn round_robin_interval(process: i32) -> io::Result<i64> {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the place for the result is valid.
    check(unsafe { libc::sched_rr_get_interval(process, &raw mut time) })?;
    Ok(time.tv_sec * 1_000_000_000 + time.tv_nsec)
}
