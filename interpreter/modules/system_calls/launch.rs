//! Starting a program by fork and exec, with what `subprocess` wants done in between.
#![allow(
    unsafe_code,
    reason = "between fork and exec only plain system calls are made"
)]

use std::ffi::CString;
use std::io;

use super::{check, close_range};

/// What to start, and how; -1 stands for descriptors and numbers that are not given.
#[allow(missing_docs, reason = "the parameters of fork_exec")]
pub struct Launch {
    pub arguments: Vec<CString>,
    pub executables: Vec<CString>,
    pub environment: Option<Vec<CString>>,
    pub folder: Option<CString>,
    pub close_others: bool,
    /// Descriptors to keep, sorted.
    pub keep: Vec<i32>,
    /// For standard input, output and error: the child's end and the parent's.
    pub streams: [(i32, i32); 3],
    /// Where errors are read and written.
    pub report: (i32, i32),
    pub restore_signals: bool,
    pub new_session: bool,
    pub process_group: i32,
    pub group: Option<u32>,
    pub groups: Option<Vec<u32>>,
    pub user: Option<u32>,
    pub mask: Option<u32>,
}

fn pointers(texts: &[CString]) -> Vec<*const libc::c_char> {
    texts
        .iter()
        .map(|text| text.as_ptr())
        .chain(std::iter::once(std::ptr::null()))
        .collect()
}

fn set_inheritable(descriptor: i32) -> io::Result<()> {
    // SAFETY: plain numbers.
    unsafe {
        let flags = check(libc::fcntl(descriptor, libc::F_GETFD))?;
        check(libc::fcntl(
            descriptor,
            libc::F_SETFD,
            flags & !libc::FD_CLOEXEC,
        ))
        .map(drop)
    }
}

/// Why the child could not start: at which step, with which error.
enum Failure {
    Step(&'static str, io::Error),
    Preparation,
}

impl Launch {
    /// Forks, and becomes the program in the child; gives the child's number. `prepare` is
    /// called in the child, and says whether to go on.
    pub fn run(&self, prepare: Option<&dyn Fn() -> bool>) -> io::Result<i32> {
        let arguments = pointers(&self.arguments);
        let environment = self.environment.as_deref().map(pointers);
        // SAFETY: the child makes system calls and ends by exec or exit.
        let child = check(vm::lock::while_forking(|| unsafe { libc::fork() }))?;
        if child != 0 {
            return Ok(child);
        }
        let failure = match self.prepare_child(prepare) {
            Ok(()) => Failure::Step("", self.execute(&arguments, environment.as_deref())),
            Err(failure) => failure,
        };
        self.tell(&failure);
        super::process::exit(255)
    }

    /// Everything up to the exec.
    fn prepare_child(&self, prepare: Option<&dyn Fn() -> bool>) -> Result<(), Failure> {
        let step = |step: &'static str| move |error: io::Error| Failure::Step(step, error);
        self.connect_streams().map_err(step("noexec"))?;
        // SAFETY: the strings and arrays live as long as the launch.
        unsafe {
            if let Some(folder) = &self.folder {
                check(libc::chdir(folder.as_ptr())).map_err(step("noexec:chdir"))?;
            }
            if let Some(mask) = self.mask {
                libc::umask(mask);
            }
            if self.restore_signals {
                for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
                    libc::signal(signal, libc::SIG_DFL);
                }
            }
            if self.new_session {
                check(libc::setsid()).map_err(step("noexec"))?;
            }
            if self.process_group >= 0 {
                check(libc::setpgid(0, self.process_group)).map_err(step("noexec"))?;
            }
            if let Some(groups) = &self.groups {
                check(libc::setgroups(groups.len(), groups.as_ptr())).map_err(step("noexec"))?;
            }
            if let Some(group) = self.group {
                check(libc::setregid(group, group)).map_err(step("noexec"))?;
            }
            if let Some(user) = self.user {
                check(libc::setreuid(user, user)).map_err(step("noexec"))?;
            }
        }
        if prepare.is_some_and(|prepare| !prepare()) {
            return Err(Failure::Preparation);
        }
        if self.close_others {
            self.close_others();
        }
        Ok(())
    }

    fn connect_streams(&self) -> io::Result<()> {
        for &descriptor in self.keep.iter().filter(|&&kept| kept != self.report.1) {
            set_inheritable(descriptor)?;
        }
        let close = |descriptor: i32| {
            if descriptor >= 0 {
                // SAFETY: the parent's end is of no use to the child.
                unsafe { libc::close(descriptor) };
            }
        };
        self.streams.iter().for_each(|(_, parent)| close(*parent));
        close(self.report.0);
        let [mut input, mut output, mut error] = self.streams.map(|(child, _)| child);
        // SAFETY: plain numbers.
        unsafe {
            // What is to become 1 or 2 must not be overwritten before.
            if output == 0 {
                output = check(libc::dup(output))?;
            }
            while error == 0 || error == 1 {
                error = check(libc::dup(error))?;
            }
            for (place, descriptor) in [&mut input, &mut output, &mut error]
                .into_iter()
                .enumerate()
            {
                let place = place as i32;
                if *descriptor == place {
                    set_inheritable(place)?;
                } else if *descriptor >= 0 {
                    check(libc::dup2(*descriptor, place))?;
                }
            }
        }
        Ok(())
    }

    fn close_others(&self) {
        let mut next = 3;
        for &kept in &self.keep {
            if kept >= next {
                close_range(next, kept);
                next = kept + 1;
            }
        }
        close_range(next, i32::MAX);
    }

    /// Tries each executable; the error of the first that exists, or of the last.
    fn execute(
        &self,
        arguments: &[*const libc::c_char],
        environment: Option<&[*const libc::c_char]>,
    ) -> io::Error {
        let mut saved = None;
        let mut last = io::Error::from_raw_os_error(libc::ENOENT);
        for executable in &self.executables {
            // SAFETY: the arrays end with null pointers and live as long as the launch.
            unsafe {
                match environment {
                    Some(environment) => libc::execve(
                        executable.as_ptr(),
                        arguments.as_ptr(),
                        environment.as_ptr(),
                    ),
                    None => libc::execv(executable.as_ptr(), arguments.as_ptr()),
                };
            }
            last = io::Error::last_os_error();
            let missing = matches!(last.raw_os_error(), Some(libc::ENOENT | libc::ENOTDIR));
            if !missing && saved.is_none() {
                saved = last.raw_os_error();
            }
        }
        saved.map_or(last, io::Error::from_raw_os_error)
    }

    /// Tells the parent by the pipe, in the words that `subprocess` reads.
    fn tell(&self, failure: &Failure) {
        let text = match failure {
            Failure::Step(step, error) => {
                format!("OSError:{:x}:{step}", error.raw_os_error().unwrap_or(0))
            }
            Failure::Preparation => {
                "SubprocessError:0:Exception occurred in preexec_fn.".to_owned()
            }
        };
        // SAFETY: the text lives long enough; nobody is left to hear of a failure.
        unsafe { libc::write(self.report.1, text.as_ptr().cast(), text.len()) };
    }
}
