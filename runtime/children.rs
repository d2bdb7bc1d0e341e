//! Child processes by descriptors: one becomes readable when its process ends.
//!
//! Unlike SIGCHLD, a descriptor is about one process, needs no thread to wait, and cannot be
//! confused when the process's number is used again.

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};

use rustix::io::Errno;
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, pidfd_open, pidfd_send_signal, waitid,
};

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It exited with this status.
    Exited(i32),
    /// This signal ended it.
    Killed(i32),
    /// Somebody else has waited for it, and knows.
    Unknown,
}

/// A child process. Dropping it lets the process be.
#[derive(Debug)]
pub struct Child {
    descriptor: OwnedFd,
    number: i32,
    end: Option<End>,
}

impl Child {
    /// Watches the child with this number. It must not have been waited for; a process that is
    /// nobody's child can be watched too, but its end remains unknown.
    pub fn watch(number: i32) -> io::Result<Child> {
        let pid = Pid::from_raw(number.max(0)).ok_or(Errno::INVAL)?;
        Ok(Child {
            descriptor: pidfd_open(pid, PidfdFlags::NONBLOCK)?,
            number,
            end: None,
        })
    }

    /// The number of the process.
    #[must_use]
    pub fn number(&self) -> i32 {
        self.number
    }

    /// How the process ended; nothing while it runs. The first answer frees the process's number.
    pub fn end(&mut self) -> io::Result<Option<End>> {
        if self.end.is_none() {
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
            self.end = match waitid(WaitId::PidFd(self.descriptor.as_fd()), options) {
                Ok(None) | Err(Errno::AGAIN) => None,
                Ok(Some(status)) => {
                    Some(match (status.exit_status(), status.terminating_signal()) {
                        (Some(status), _) => End::Exited(status),
                        (None, Some(signal)) => End::Killed(signal),
                        (None, None) => End::Unknown,
                    })
                }
                Err(Errno::CHILD) => Some(End::Unknown),
                Err(error) => return Err(error.into()),
            };
        }
        Ok(self.end)
    }

    /// Sends a signal, which never meets another process. It fails with ESRCH after the end.
    pub fn signal(&self, number: i32) -> io::Result<()> {
        let signal = Signal::from_named_raw(number).ok_or(Errno::INVAL)?;
        Ok(pidfd_send_signal(&self.descriptor, signal)?)
    }
}

impl AsFd for Child {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }
}

impl AsRawFd for Child {
    fn as_raw_fd(&self) -> RawFd {
        self.descriptor.as_raw_fd()
    }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use super::*;
    use crate::reactor::{Interest, Reactor};

    fn start(script: &str) -> (std::process::Child, Child) {
        let process = Command::new("sh")
            .args(["-c", script])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let number = i32::try_from(process.id()).unwrap();
        (process, Child::watch(number).unwrap())
    }

    fn wait(child: &mut Child) -> End {
        let mut reactor = Reactor::new().unwrap();
        reactor
            .set_interest(child.as_raw_fd(), Interest::READABLE)
            .unwrap();
        let events = reactor.poll(Some(Duration::from_secs(20))).unwrap();
        assert_eq!(events.len(), 1);
        child.end().unwrap().unwrap()
    }

    #[test]
    fn the_end_of_a_child_is_an_event() {
        let (mut process, mut child) = start("read line; exit 7");
        assert_eq!(child.end().unwrap(), None);
        drop(process.stdin.take());
        assert_eq!(wait(&mut child), End::Exited(7));
        assert_eq!(child.end().unwrap(), Some(End::Exited(7)));
        assert!(child.signal(15).is_err());
    }

    #[test]
    fn a_signal_ends_a_child() {
        let (_process, mut child) = start("read line");
        assert!(child.signal(9999).is_err());
        child.signal(9).unwrap();
        assert_eq!(wait(&mut child), End::Killed(9));
    }

    #[test]
    fn what_others_waited_for_is_unknown() {
        let (mut process, mut child) = start("exit 3");
        process.wait().unwrap();
        assert_eq!(wait(&mut child), End::Unknown);
    }

    #[test]
    fn no_such_process_is_an_error() {
        assert!(Child::watch(0).is_err());
        assert!(Child::watch(-5).is_err());
        assert!(Child::watch(i32::MAX).is_err());
    }
}
