//! `posix_spawn`.
#![allow(unsafe_code, reason = "C's functions for spawning")]

use std::ffi::CString;
use std::io;

/// What is done with descriptors in the child.
#[derive(Clone, Debug)]
pub enum Action {
    /// Opens a file: descriptor, name, flags, mode.
    Open(i32, CString, i32, u32),
    /// Closes a descriptor.
    Close(i32),
    /// Makes a descriptor a second one of another's file.
    Duplicate(i32, i32),
    /// Closes all descriptors from this one on.
    CloseFrom(i32),
}

/// What to start, and how.
#[allow(missing_docs, reason = "the parameters of posix_spawn")]
pub struct Request {
    pub path: CString,
    pub arguments: Vec<CString>,
    pub environment: Option<Vec<CString>>,
    pub search: bool,
    pub actions: Vec<Action>,
    pub group: Option<i32>,
    pub reset_identity: bool,
    pub new_session: bool,
    pub mask: Option<Vec<i32>>,
    pub defaults: Vec<i32>,
}

fn check(error: i32) -> io::Result<()> {
    if error == 0 {
        Ok(())
    } else {
        Err(io::Error::from_raw_os_error(error))
    }
}

fn signal_set(signals: &[i32]) -> libc::sigset_t {
    // SAFETY: the set is initialized before it is used; unknown signals are refused.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&raw mut set);
        for &signal in signals {
            libc::sigaddset(&raw mut set, signal);
        }
        set
    }
}

struct Actions(libc::posix_spawn_file_actions_t);

impl Drop for Actions {
    fn drop(&mut self) {
        // SAFETY: it was initialized.
        unsafe { libc::posix_spawn_file_actions_destroy(&raw mut self.0) };
    }
}

struct Attributes(libc::posix_spawnattr_t);

impl Drop for Attributes {
    fn drop(&mut self) {
        // SAFETY: it was initialized.
        unsafe { libc::posix_spawnattr_destroy(&raw mut self.0) };
    }
}

unsafe extern "C" {
    fn posix_spawn_file_actions_addclosefrom_np(
        actions: *mut libc::posix_spawn_file_actions_t,
        from: i32,
    ) -> i32;
}

/// Starts the program; gives the child's number.
pub fn run(request: &Request) -> io::Result<i32> {
    // SAFETY: actions and attributes are initialized before they are used, and all strings and
    // arrays live until the call ends.
    unsafe {
        let mut actions = Actions(std::mem::zeroed());
        check(libc::posix_spawn_file_actions_init(&raw mut actions.0))?;
        for action in &request.actions {
            let place = &raw mut actions.0;
            check(match action {
                Action::Open(descriptor, name, flags, mode) => {
                    libc::posix_spawn_file_actions_addopen(
                        place,
                        *descriptor,
                        name.as_ptr(),
                        *flags,
                        *mode,
                    )
                }
                Action::Close(descriptor) => {
                    libc::posix_spawn_file_actions_addclose(place, *descriptor)
                }
                Action::Duplicate(from, to) => {
                    libc::posix_spawn_file_actions_adddup2(place, *from, *to)
                }
                Action::CloseFrom(from) => posix_spawn_file_actions_addclosefrom_np(place, *from),
            })?;
        }
        let mut attributes = Attributes(std::mem::zeroed());
        check(libc::posix_spawnattr_init(&raw mut attributes.0))?;
        let mut flags = 0;
        if let Some(group) = request.group {
            flags |= libc::POSIX_SPAWN_SETPGROUP;
            check(libc::posix_spawnattr_setpgroup(
                &raw mut attributes.0,
                group,
            ))?;
        }
        if request.reset_identity {
            flags |= libc::POSIX_SPAWN_RESETIDS;
        }
        if request.new_session {
            flags |= libc::POSIX_SPAWN_SETSID as i32;
        }
        if let Some(mask) = &request.mask {
            flags |= libc::POSIX_SPAWN_SETSIGMASK;
            let set = signal_set(mask);
            check(libc::posix_spawnattr_setsigmask(
                &raw mut attributes.0,
                &raw const set,
            ))?;
        }
        if !request.defaults.is_empty() {
            flags |= libc::POSIX_SPAWN_SETSIGDEF;
            let set = signal_set(&request.defaults);
            check(libc::posix_spawnattr_setsigdefault(
                &raw mut attributes.0,
                &raw const set,
            ))?;
        }
        check(libc::posix_spawnattr_setflags(
            &raw mut attributes.0,
            flags as libc::c_short,
        ))?;
        let pointers = |texts: &[CString]| -> Vec<*mut libc::c_char> {
            let texts = texts.iter().map(|text| text.as_ptr().cast_mut());
            texts.chain(std::iter::once(std::ptr::null_mut())).collect()
        };
        let arguments = pointers(&request.arguments);
        let own: Vec<CString>;
        let environment = match &request.environment {
            Some(environment) => pointers(environment),
            None => {
                own = std::env::vars_os()
                    .filter_map(|(name, value)| {
                        use std::os::unix::ffi::OsStrExt;
                        CString::new([name.as_bytes(), b"=", value.as_bytes()].concat()).ok()
                    })
                    .collect();
                pointers(&own)
            }
        };
        let mut child = 0;
        let spawn = if request.search {
            libc::posix_spawnp
        } else {
            libc::posix_spawn
        };
        check(spawn(
            &raw mut child,
            request.path.as_ptr(),
            &raw const actions.0,
            &raw const attributes.0,
            arguments.as_ptr(),
            environment.as_ptr(),
        ))?;
        Ok(child)
    }
}
