//! Times that are no whole milliseconds, by a timer of the kernel: mio rounds them up.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::Duration;

use mio::unix::SourceFd;
use mio::{Interest, Registry, Token};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};

const MILLISECOND: u32 = 1_000_000;

/// The timer, made when it is first needed.
#[derive(Debug, Default)]
pub struct Alarm {
    timer: Option<OwnedFd>,
    /// Whether it will ring, unless it is set to another time.
    is_set: bool,
}

impl Alarm {
    /// Sets the alarm if it is needed to keep the timeout, and returns the timeout for mio.
    pub fn set(
        &mut self,
        registry: &Registry,
        token: Token,
        timeout: Option<Duration>,
    ) -> io::Result<Option<Duration>> {
        match timeout {
            Some(wait) if wait.is_zero() => Ok(timeout),
            // Without descriptors left the wait is rounded up.
            Some(wait) if wait.subsec_nanos() % MILLISECOND != 0 => {
                let started = self.start(registry, token, wait);
                Ok(timeout.filter(|_| started.is_err()))
            }
            _ => {
                self.stop()?;
                Ok(timeout)
            }
        }
    }

    /// The alarm has rung. It need not be read: setting it anew clears it.
    pub fn rang(&mut self) {
        self.is_set = false;
    }

    fn start(&mut self, registry: &Registry, token: Token, wait: Duration) -> io::Result<()> {
        let timer = match &self.timer {
            Some(timer) => timer,
            None => {
                let flags = TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK;
                let timer = timerfd_create(TimerfdClockId::Monotonic, flags)?;
                let mut source = SourceFd(&timer.as_raw_fd());
                registry.register(&mut source, token, Interest::READABLE)?;
                self.timer.insert(timer)
            }
        };
        let value = Timespec {
            tv_sec: i64::try_from(wait.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: wait.subsec_nanos().into(),
        };
        set(timer, value)?;
        self.is_set = true;
        Ok(())
    }

    fn stop(&mut self) -> io::Result<()> {
        if let Some(timer) = &self.timer
            && std::mem::take(&mut self.is_set)
        {
            set(timer, Timespec::default())?;
        }
        Ok(())
    }
}

/// Lets the timer ring once after `value`, or not at all after a time of zero.
fn set(timer: &OwnedFd, value: Timespec) -> io::Result<()> {
    let time = Itimerspec {
        it_interval: Timespec::default(),
        it_value: value,
    };
    timerfd_settime(timer, TimerfdTimerFlags::empty(), &time)?;
    Ok(())
}
