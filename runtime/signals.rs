//! Signals as something a reactor can wait for: a descriptor that is readable when one has come.

use std::io::{self, Read};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::SigId;
use signal_hook::low_level::{pipe, unregister};

/// Collects signals. While it lives, they do nothing else; afterwards they are ignored, because
/// nobody knows what else should become of them.
#[derive(Debug)]
pub struct Signals {
    reader: UnixStream,
    writer: UnixStream,
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Kind {
    number: i32,
    has_come: Arc<AtomicBool>,
    actions: Vec<SigId>,
}

impl Signals {
    /// Collects no signal yet.
    pub fn new() -> io::Result<Signals> {
        let (reader, writer) = UnixStream::pair()?;
        reader.set_nonblocking(true)?;
        writer.set_nonblocking(true)?;
        Ok(Signals {
            reader,
            writer,
            kinds: Vec::new(),
        })
    }

    /// Collects a signal from now on. It fails for signals that nobody can handle, and for those
    /// that the system uses for errors of the program itself, such as SIGSEGV.
    pub fn add(&mut self, number: i32) -> io::Result<()> {
        if self.kinds.iter().any(|kind| kind.number == number) {
            return Ok(());
        }
        if signal_hook::consts::FORBIDDEN.contains(&number) {
            return Err(rustix::io::Errno::INVAL.into());
        }
        let has_come = Arc::new(AtomicBool::new(false));
        // The note is taken before the byte is written: whoever reads the byte finds the note.
        let note = signal_hook::flag::register(number, Arc::clone(&has_come))?;
        let mut kind = Kind {
            number,
            has_come,
            actions: vec![note],
        };
        let wake = self
            .writer
            .try_clone()
            .and_then(|writer| pipe::register(number, writer));
        match wake {
            Ok(wake) => {
                kind.actions.push(wake);
                self.kinds.push(kind);
                Ok(())
            }
            Err(error) => {
                kind.forget();
                Err(error)
            }
        }
    }

    /// Stops to collect a signal. Returns whether it was collected.
    pub fn remove(&mut self, number: i32) -> bool {
        let place = self.kinds.iter().position(|kind| kind.number == number);
        place
            .map(|place| self.kinds.swap_remove(place).forget())
            .is_some()
    }

    /// The signals that have come since the last call, each once, by number.
    #[must_use]
    pub fn take(&mut self) -> Vec<i32> {
        let mut bytes = [0; 64];
        while matches!(self.reader.read(&mut bytes), Ok(read) if read > 0) {}
        let mut numbers: Vec<_> = self
            .kinds
            .iter()
            .filter(|kind| kind.has_come.swap(false, Ordering::SeqCst))
            .map(|kind| kind.number)
            .collect();
        numbers.sort_unstable();
        numbers
    }
}

impl Kind {
    fn forget(self) {
        for action in self.actions {
            unregister(action);
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for kind in self.kinds.drain(..) {
            kind.forget();
        }
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.reader.as_fd()
    }
}

impl AsRawFd for Signals {
    fn as_raw_fd(&self) -> RawFd {
        self.reader.as_raw_fd()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use signal_hook::consts::{SIGKILL, SIGSEGV, SIGUSR1, SIGUSR2, SIGWINCH};
    use signal_hook::low_level::raise;

    use super::*;
    use crate::reactor::{Interest, Reactor};

    // One test, since signals are the process's.
    #[test]
    fn signals_are_collected_and_wake_a_reactor() {
        let mut signals = Signals::new().unwrap();
        let mut reactor = Reactor::new().unwrap();
        let descriptor = signals.as_raw_fd();
        reactor
            .set_interest(descriptor, Interest::READABLE)
            .unwrap();
        for number in [SIGUSR1, SIGUSR2, SIGWINCH, SIGUSR1] {
            signals.add(number).unwrap();
        }
        assert!(signals.add(SIGKILL).is_err());
        assert!(signals.add(SIGSEGV).is_err());
        assert!(signals.add(1000).is_err());
        assert!(signals.take().is_empty());
        for _ in 0..1000 {
            raise(SIGUSR2).unwrap();
        }
        raise(SIGUSR1).unwrap();
        let events = reactor.poll(Some(Duration::from_secs(5))).unwrap();
        assert_eq!(events.len(), 1);
        assert_eq!(signals.take(), [SIGUSR1, SIGUSR2]);
        assert!(signals.take().is_empty());
        assert!(reactor.poll(Some(Duration::ZERO)).unwrap().is_empty());
        assert!(signals.remove(SIGWINCH));
        assert!(!signals.remove(SIGWINCH));
        raise(SIGWINCH).unwrap();
        assert!(signals.take().is_empty());
    }
}
