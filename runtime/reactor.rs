//! The reactor: waits until descriptors are ready, a time has passed, or another thread wakes it.
//!
//! mio reports the moment at which a descriptor *becomes* ready. Callers expect to hear of a ready
//! descriptor at every [`Reactor::poll`], as `select` does it. So what was reported is armed again
//! before the next wait, unless the caller has said that it met the end of what was there
//! ([`Reactor::exhausted`]), which saves the system call.
//!
//! A descriptor in which nobody is interested any more stays known to the kernel until it makes
//! itself heard once: programs that wait for one message at a time take up and give up their
//! interest for each, and would pay two system calls every time.

use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mio::unix::SourceFd;
use mio::{Events, Poll, Token, Waker};
use rustix::io::Errno;

mod alarm;
mod interest;
mod sources;

pub use interest::Interest;

use alarm::Alarm;
use sources::{Report, Sources};

/// So many events are taken from the kernel at a time; others wait for the next poll.
const EVENTS_AT_A_TIME: usize = 1024;

const WAKEUP: Token = Token(usize::MAX);
const ALARM: Token = Token(usize::MAX - 1);

/// A descriptor that is ready for something in which there is interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The descriptor's number.
    pub descriptor: RawFd,
    /// What it is ready for. A hang-up or an error makes it ready for everything.
    pub ready: Interest,
}

/// Waits for descriptors, times and wakeups.
#[derive(Debug)]
pub struct Reactor {
    poll: Poll,
    events: Events,
    sources: Sources,
    alarm: Alarm,
    wakeup: Wakeup,
    /// What the last poll reported.
    ready: Vec<Event>,
}

impl Reactor {
    /// A reactor that waits for nothing yet. It fails where the system has no descriptors left.
    pub fn new() -> io::Result<Reactor> {
        let poll = Poll::new()?;
        let wakeup = Wakeup {
            inner: Arc::new(WakeupInner {
                waker: Waker::new(poll.registry(), WAKEUP)?,
                is_pending: AtomicBool::new(false),
            }),
        };
        Ok(Reactor {
            poll,
            events: Events::with_capacity(EVENTS_AT_A_TIME),
            sources: Sources::default(),
            alarm: Alarm::default(),
            wakeup,
            ready: Vec::new(),
        })
    }

    /// The descriptor of the reactor itself, which is readable when something is ready.
    #[must_use]
    pub fn descriptor(&self) -> RawFd {
        self.poll.as_raw_fd()
    }

    /// What ends a wait of this reactor, from any thread.
    #[must_use]
    pub fn wakeup(&self) -> Wakeup {
        self.wakeup.clone()
    }

    /// In what of a descriptor there is interest.
    #[must_use]
    pub fn interest(&self, descriptor: RawFd) -> Interest {
        self.sources.wanted(descriptor)
    }

    /// Sets what of a descriptor is of interest, instead of what was before.
    ///
    /// It fails with EPERM for a regular file or a folder, which is always ready, and with EBADF
    /// for a closed descriptor; then there is no interest in it. A descriptor that is closed while
    /// there is interest in it is not heard of again, and its number may be used anew.
    pub fn set_interest(&mut self, descriptor: RawFd, wanted: Interest) -> io::Result<()> {
        if descriptor < 0 {
            return Err(Errno::BADF.into());
        }
        let Some(kinds) = wanted.to_mio() else {
            self.sources.pause(descriptor);
            return Ok(());
        };
        let registry = self.poll.registry();
        let mut source = SourceFd(&descriptor);
        if let Some(token) = self.sources.want(descriptor, wanted) {
            match registry.reregister(&mut source, token, kinds) {
                // The number belongs to another file by now.
                Err(error) if is(&error, Errno::NOENT) => {}
                outcome => return self.sources.outcome(descriptor, outcome),
            }
        }
        let token = self.sources.renew(descriptor, wanted);
        let outcome = match registry.register(&mut source, token, kinds) {
            Err(error) if is(&error, Errno::EXIST) => {
                registry.reregister(&mut source, token, kinds)
            }
            outcome => outcome,
        };
        self.sources.outcome(descriptor, outcome)
    }

    /// Adds to what of a descriptor is of interest; fails as [`Reactor::set_interest`].
    pub fn add_interest(&mut self, descriptor: RawFd, more: Interest) -> io::Result<()> {
        self.set_interest(descriptor, self.interest(descriptor) | more)
    }

    /// Takes away from what of a descriptor is of interest. Returns whether anything was.
    pub fn remove_interest(&mut self, descriptor: RawFd, less: Interest) -> bool {
        let before = self.interest(descriptor);
        if (before & less).is_empty() {
            return false;
        }
        // The system cannot refuse less, but for a closed descriptor, of which nobody will hear.
        let _ = self.set_interest(descriptor, before - less);
        true
    }

    /// Drops all that is known of a descriptor. For owners that are about to close it: it saves
    /// the kernel's report on what nobody waits for.
    pub fn forget(&mut self, descriptor: RawFd) {
        if self.sources.forget(descriptor) {
            // A closed descriptor is forgotten by the kernel itself.
            let _ = self.poll.registry().deregister(&mut SourceFd(&descriptor));
        }
    }

    /// Says that reading or writing a descriptor has met EAGAIN since it was reported, or that
    /// less than asked for was read of a stream: that it will be ready again is news, and needs
    /// no arming. It is armed nevertheless where the report told of an end or an error, of which
    /// there are no news.
    pub fn exhausted(&mut self, descriptor: RawFd, direction: Interest) {
        self.sources.exhausted(descriptor, direction);
    }

    /// Waits until something is ready, the timeout has passed (nothing means never) or somebody
    /// wakes the reactor, and returns what is ready. It may also return early with nothing, as
    /// when a signal arrives.
    ///
    /// The timeout is kept to the system's precision, below a millisecond too.
    pub fn poll(&mut self, timeout: Option<Duration>) -> io::Result<&[Event]> {
        self.arm_again();
        self.ready.clear();
        let timeout = self.alarm.set(self.poll.registry(), ALARM, timeout)?;
        match self.poll.poll(&mut self.events, timeout) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(&[]),
            Err(error) => return Err(error),
        }
        for event in &self.events {
            match event.token() {
                WAKEUP => self.wakeup.inner.is_pending.store(false, Ordering::SeqCst),
                ALARM => self.alarm.rang(),
                token => match self
                    .sources
                    .report(token, Interest::of(event), is_final(event))
                {
                    Report::Ready(event) => self.ready.push(event),
                    Report::Unwanted(descriptor) => {
                        let _ = self.poll.registry().deregister(&mut SourceFd(&descriptor));
                    }
                    Report::Stale => {}
                },
            }
        }
        Ok(&self.ready)
    }

    /// Arms what was reported and is of interest still.
    fn arm_again(&mut self) {
        for event in &self.ready {
            let descriptor = event.descriptor;
            if let Some((token, wanted)) = self.sources.unarmed(descriptor)
                && let Some(kinds) = wanted.to_mio()
            {
                // A failure means that it was closed, and will not be heard of.
                let mut source = SourceFd(&descriptor);
                let _ = self.poll.registry().reregister(&mut source, token, kinds);
            }
        }
    }
}

/// Wakes a [`Reactor`] from any thread.
#[derive(Clone, Debug)]
pub struct Wakeup {
    inner: Arc<WakeupInner>,
}

#[derive(Debug)]
struct WakeupInner {
    waker: Waker,
    /// Whether the reactor has still to see the last wake.
    is_pending: AtomicBool,
}

impl Wakeup {
    /// Ends the reactor's wait, or its next one. Many wakes before it sees them are one.
    pub fn wake(&self) -> io::Result<()> {
        if self.inner.is_pending.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let outcome = self.inner.waker.wake();
        if outcome.is_err() {
            self.inner.is_pending.store(false, Ordering::SeqCst);
        }
        outcome
    }
}

/// Whether the event tells of a state that does not end.
fn is_final(event: &mio::event::Event) -> bool {
    event.is_read_closed() || event.is_write_closed() || event.is_error()
}

fn is(error: &io::Error, errno: Errno) -> bool {
    error.raw_os_error() == Some(errno.raw_os_error())
}
